from django.urls import path

from rimlig.followup.actions import views_action, views_add

urlpatterns = [
    path("atgard/<int:pk>/", views_action.ActionPage.as_view(), name="action"),
    path("atgard/<int:pk>/status/", views_action.MoveAction.as_view(), name="move-action"),
    path("atgard/<int:pk>/anteckning/", views_action.NoteAction.as_view(), name="note-action"),
    path("atgard/<int:pk>/andra/", views_action.ChangeAction.as_view(), name="change-action"),
    path("svar/<int:pk>/atgard/ny/", views_add.AddActionToAnswer.as_view(), name="add-action-to-answer"),
    path("risk/<int:pk>/atgard/ny/", views_add.AddActionToEvent.as_view(), name="add-action-to-event"),
    path("uppfoljning/<int:pk>/atgard/ny/", views_add.AddActionToFollowUp.as_view(), name="add-action-to-follow-up"),
]
