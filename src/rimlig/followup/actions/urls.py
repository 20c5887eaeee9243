from django.urls import path

from rimlig.followup.actions import views_action, views_add, views_list

urlpatterns = [
    path("atgarder/", views_list.Actions.as_view(), name="actions"),
    path("atgarder/tavla/", views_list.ActionsBoard.as_view(), name="actions-board"),
    path("atgarder/tidslinje/", views_list.ActionsTimeline.as_view(), name="actions-timeline"),
    path("atgarder/fil/", views_list.ActionsFile.as_view(), name="actions-file"),
    path("atgard/<int:pk>/", views_action.ActionPage.as_view(), name="action"),
    path("atgard/<int:pk>/status/", views_action.MoveAction.as_view(), name="move-action"),
    path("atgard/<int:pk>/anteckning/", views_action.NoteAction.as_view(), name="note-action"),
    path("atgard/<int:pk>/andra/", views_action.ChangeAction.as_view(), name="change-action"),
    path("svar/<int:pk>/atgard/ny/", views_add.AddActionToAnswer.as_view(), name="add-action-to-answer"),
    path("risk/<int:pk>/atgard/ny/", views_add.AddActionToEvent.as_view(), name="add-action-to-event"),
    path("uppfoljning/<int:pk>/atgard/ny/", views_add.AddActionToFollowUp.as_view(), name="add-action-to-follow-up"),
]
