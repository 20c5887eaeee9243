"""The addresses of the risk analysis."""

from django.urls import path

from rimlig.planning.risks import views_risk, views_risks, views_workshops

of_risks = [
    path("plan/<int:pk>/risker/", views_risks.Risks.as_view(), name="risks"),
    path("plan/<int:pk>/risker/fil/<str:form>/", views_risks.RisksFile.as_view(), name="risks-file"),
    path("plan/<int:pk>/risker/ny/", views_risks.AddRisk.as_view(), name="add-risk"),
    path("plan/<int:pk>/risker/skala/", views_risks.UseScale.as_view(), name="use-scale"),
    path("risk/<int:pk>/", views_risk.Risk.as_view(), name="risk"),
    path("risk/<int:pk>/bedom/", views_risk.AssessRisk.as_view(), name="assess-risk"),
    path("plan/<int:pk>/verkstader/", views_workshops.Workshops.as_view(), name="workshops"),
    path("plan/<int:pk>/verkstader/ny/", views_workshops.NewWorkshop.as_view(), name="new-workshop"),
    path("verkstad/<int:pk>/", views_workshops.WorkshopPage.as_view(), name="workshop"),
    path("verkstad/<int:pk>/stang/", views_workshops.SetOpen.as_view(), {"is_open": False}, name="close-workshop"),
    path("verkstad/<int:pk>/oppna/", views_workshops.SetOpen.as_view(), {"is_open": True}, name="open-workshop-again"),
    path("verkstad/<int:pk>/risk/<int:event>/", views_workshops.OwnValues.as_view(), name="workshop-own"),
    path("verkstad/<int:pk>/risk/<int:event>/slutsats/", views_workshops.Conclude.as_view(), name="workshop-conclude"),
]
