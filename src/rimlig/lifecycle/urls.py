from django.urls import path

from rimlig.lifecycle import views_deciding, views_decision, views_revising, views_rolling

app_name = "lifecycle"
urlpatterns = [
    path("plan/<int:pk>/foresla/", views_deciding.Propose.as_view(), name="propose"),
    path("plan/<int:pk>/ta-tillbaka/", views_deciding.TakeBack.as_view(), name="take-back"),
    path("plan/<int:pk>/faststall/", views_deciding.Adopt.as_view(), name="adopt"),
    path("plan/<int:pk>/stang/", views_deciding.Close.as_view(), name="close"),
    path("plan/<int:pk>/beslut/", views_decision.DecisionPage.as_view(), name="decision"),
    path("plan/<int:pk>/beslut/dokument/", views_decision.DecidedDocument.as_view(), name="document"),
    path("plan/<int:pk>/beslut/data/", views_decision.DecidedData.as_view(), name="data"),
    path("plan/<int:pk>/revidera/", views_revising.Revise.as_view(), name="revise"),
    path("plan/<int:pk>/skillnader/", views_revising.Differences.as_view(), name="differences"),
    path("plan/<int:pk>/dra-tillbaka/", views_revising.Withdraw.as_view(), name="withdraw"),
    path("plan/<int:pk>/nasta-ar/", views_rolling.RollOverPlan.as_view(), name="roll-over"),
    path("plan/<int:pk>/fran-forra-aret/", views_rolling.RolledOver.as_view(), name="rolled-over"),
]
