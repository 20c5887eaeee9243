from django.urls import path

from rimlig.followup.actions import views_action, views_add, views_all_plans, views_list, views_passing, views_plans

urlpatterns = [
    path("atgarder/", views_list.Actions.as_view(), name="actions"),
    path("atgarder/tavla/", views_list.ActionsBoard.as_view(), name="actions-board"),
    path("atgarder/tidslinje/", views_list.ActionsTimeline.as_view(), name="actions-timeline"),
    path("handlingsplaner/", views_all_plans.AllActionPlans.as_view(), name="all-action-plans"),
    path("atgarder/fil/", views_list.ActionsFile.as_view(), name="actions-file"),
    path("atgard/<int:pk>/", views_action.ActionPage.as_view(), name="action"),
    path("atgard/<int:pk>/status/", views_action.MoveAction.as_view(), name="move-action"),
    path("atgard/<int:pk>/anteckning/", views_action.NoteAction.as_view(), name="note-action"),
    path("atgard/<int:pk>/andra/", views_action.ChangeAction.as_view(), name="change-action"),
    path("namnd/<int:pk>/atgarder-efter/<int:person>/", views_passing.PassOnActions.as_view(), name="pass-on-actions"),
    path("svar/<int:pk>/atgard/ny/", views_add.AddActionToAnswer.as_view(), name="add-action-to-answer"),
    path("risk/<int:pk>/atgard/ny/", views_add.AddActionToEvent.as_view(), name="add-action-to-event"),
    path("uppfoljning/<int:pk>/atgard/ny/", views_add.AddActionToFollowUp.as_view(), name="add-action-to-follow-up"),
    path("handlingsplan/<int:pk>/", views_plans.ActionPlanPage.as_view(), name="action-plan"),
    path("handlingsplan/<int:pk>/status/", views_plans.MoveActionPlan.as_view(), name="move-action-plan"),
    path("handlingsplan/<int:pk>/anteckning/", views_plans.NoteActionPlan.as_view(), name="note-action-plan"),
    path("handlingsplan/<int:pk>/andra/", views_plans.ChangeActionPlan.as_view(), name="change-action-plan"),
    path(
        "handlingsplan/<int:pk>/uppfoljning/<str:period>/",
        views_plans.FollowUpActionPlan.as_view(),
        name="follow-up-action-plan",
    ),
    path("plan/<int:pk>/handlingsplaner/ny/", views_plans.AddActionPlan.as_view(), name="add-action-plan"),
    path(
        "uppfoljning/<int:pk>/handlingsplan/ny/",
        views_plans.AddActionPlanToFollowUp.as_view(),
        name="add-action-plan-to-follow-up",
    ),
]
