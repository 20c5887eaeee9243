from django.urls import path

from rimlig.overview import views

app_name = "overview"
urlpatterns = [
    path("namnd/<int:pk>/oversikt/", views.OverviewOfBoard.as_view(), name="board"),
    path("namnd/<int:pk>/oversikt/excel/", views.BoardAsExcel.as_view(), name="board-as-excel"),
    path("kommun/<int:pk>/oversikt/", views.OverviewOfMunicipality.as_view(), name="municipality"),
    path("kommun/<int:pk>/oversikt/excel/", views.MunicipalityAsExcel.as_view(), name="municipality-as-excel"),
    path("plan/<int:pk>/oversikt/luckor/", views.GapsOfPlan.as_view(), name="gaps"),
]
