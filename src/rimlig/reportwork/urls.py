from django.urls import path

from rimlig.reportwork import (
    views,
    views_assessments,
    views_criteria,
    views_drafts,
    views_frozen,
    views_sections,
    views_steps,
)

app_name = "reportwork"
_TEXTS = "rapport/texter/<int:pk>/"
_GOAL = "rapport/texter/mal/<int:pk>/"
urlpatterns = [
    path("rapport/fryst/<int:pk>/<slug:extension>/", views_frozen.FrozenFile.as_view(), name="frozen-file"),
    path("rapport/<int:pk>/arbete/", views.Reports.as_view(), name="reports"),
    path("rapport/<int:pk>/arbete/<slug:report>/", views.Workspace.as_view(), name="workspace"),
    path("rapport/<int:pk>/arbete/<slug:report>/borja/", views.Begin.as_view(), name="begin"),
    path("rapport/<int:pk>/arbete/<slug:report>/<slug:section>/", views.Workspace.as_view(), name="section"),
    path(f"{_TEXTS}mal/", views.AddGoals.as_view(), name="add-goals"),
    path(f"{_TEXTS}skicka/", views_steps.Send.as_view(), name="send"),
    path(f"{_TEXTS}ta-tillbaka/", views_steps.TakeBack.as_view(), name="take-back"),
    path(f"{_TEXTS}skicka-tillbaka/", views_steps.SendBack.as_view(), name="send-back"),
    path(f"{_TEXTS}godkann/", views_steps.Approve.as_view(), name="approve"),
    path(f"{_TEXTS}word/", views_steps.WordTrial.as_view(), name="word"),
    path(f"{_TEXTS}ny-utgava/", views_steps.Reopen.as_view(), name="reopen"),
    path(f"{_TEXTS}forslag/", views_drafts.TakeDraft.as_view(), name="draft"),
    path(f"{_TEXTS}siffror/", views_drafts.Renew.as_view(), name="renew"),
    path(f"{_TEXTS}ansvar/<slug:section>/", views_sections.Assign.as_view(), name="assign"),
    path(f"{_TEXTS}kommentar/<slug:section>/", views_sections.Comment.as_view(), name="comment"),
    path(f"{_GOAL}forslag/", views_drafts.TakeGoalDraft.as_view(), name="goal-draft"),
    path(f"{_GOAL}siffror/", views_drafts.RenewGoal.as_view(), name="renew-goal"),
    path(f"{_GOAL}ansvar/", views_sections.AssignGoal.as_view(), name="assign-goal"),
    path("rapport/kommentar/<int:pk>/avklarad/", views_sections.Settle.as_view(), name="settle"),
    path("rapport/ansvar/<int:pk>/klar/", views_sections.Finish.as_view(), name="finish"),
    path("plan/<int:pk>/bedomning/", views_assessments.Assessments.as_view(), name="assessment"),
    path("plan/<int:pk>/bedomning/forbered/", views_assessments.Prepare.as_view(), name="prepare"),
    path("plan/<int:pk>/bedomning/revisorerna/", views_assessments.Auditors.as_view(), name="auditors"),
    path("bedomning/<int:pk>/beslut/", views_assessments.Decide.as_view(), name="decide"),
    path("bedomning/<int:pk>/<slug:extension>/", views_assessments.DecidedFile.as_view(), name="decided-file"),
    path("kommun/<int:pk>/bedomningens-nivaer/", views_criteria.Criteria.as_view(), name="criteria"),
    path(
        "kommun/<int:pk>/bedomningens-nivaer/<slug:level>/", views_criteria.ChangeCriterion.as_view(), name="criterion"
    ),
]
