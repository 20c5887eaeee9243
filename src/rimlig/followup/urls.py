from django.urls import path

from rimlig.followup import views_change, views_plan, views_process, views_start
from rimlig.followup.actions import urls as actions
from rimlig.followup.answering.urls import of_answers
from rimlig.followup.periods.urls import of_periods

app_name = "followup"
urlpatterns = [
    *of_answers,
    *of_periods,
    path("", views_start.Start.as_view(), name="start"),
    path("plan/<int:pk>/uppfoljning/", views_plan.PlanByGoal.as_view(), name="follow-up"),
    path("plan/<int:pk>/handlingsplaner/", views_plan.ActionPlans.as_view(), name="action-plans"),
    path("plan/<int:pk>/texter/", views_plan.Texts.as_view(), name="texts"),
    path("plan/<int:pk>/texter/<str:period>/borja/", views_change.BeginTexts.as_view(), name="begin-texts"),
    path("process/<int:pk>/", views_process.ProcessPage.as_view(), name="process"),
    path("uppfoljning/<int:pk>/resultat/<str:period>/", views_change.Conclude.as_view(), name="conclude"),
    *actions.urlpatterns,
]
