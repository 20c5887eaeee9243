from django.urls import path

from rimlig.followup import views_plan, views_process, views_start
from rimlig.followup.actions import urls as actions
from rimlig.followup.answering.urls import of_answers
from rimlig.followup.concluding import views as concluding
from rimlig.followup.evidence.urls import of_evidence
from rimlig.followup.periods.urls import of_periods
from rimlig.followup.reviewing.urls import of_reviews
from rimlig.followup.running.urls import of_runs

app_name = "followup"
urlpatterns = [
    *of_answers,
    *of_evidence,
    *of_periods,
    *of_reviews,
    *of_runs,
    path("", views_start.Start.as_view(), name="start"),
    path("plan/<int:pk>/uppfoljning/", views_plan.PlanByGoal.as_view(), name="follow-up"),
    path("plan/<int:pk>/handlingsplaner/", views_plan.ActionPlans.as_view(), name="action-plans"),
    path("process/<int:pk>/", views_process.ProcessPage.as_view(), name="process"),
    *actions.urlpatterns,
    path("uppfoljning/<int:pk>/slutsats/<str:period>/", concluding.Conclude.as_view(), name="conclude"),
]
