from django.urls import path

from rimlig.controlsystem import views, views_decide, views_write

app_name = "controlsystem"
_SYSTEM = "internkontrollsystem/<int:pk>/"
_SECTION = "internkontrollsystem/avsnitt/<int:pk>/"
_ATTACHMENT = "internkontrollsystem/bilaga/<int:pk>/"
urlpatterns = [
    path("namnd/<int:pk>/internkontrollsystem/", views.SystemOfBoard.as_view(), name="board"),
    path("namnd/<int:pk>/internkontrollsystem/borja/", views_write.Begin.as_view(), name="begin"),
    path(_SYSTEM, views.SystemPage.as_view(), name="system"),
    path(f"{_SYSTEM}skillnader/", views.Differences.as_view(), name="differences"),
    path(f"{_SYSTEM}pdf/", views.AsPdf.as_view(), name="pdf"),
    path(f"{_SYSTEM}nytt-avsnitt/", views_write.AddSection.as_view(), name="add-section"),
    path(f"{_SYSTEM}bifoga/", views_write.Attach.as_view(), name="attach"),
    path(f"{_SYSTEM}faststall/", views_decide.Adopt.as_view(), name="adopt"),
    path(f"{_SYSTEM}se-over/", views_decide.Review.as_view(), name="review"),
    path(f"{_SYSTEM}ta-bort/", views_decide.Discard.as_view(), name="discard"),
    path(_SECTION, views_write.WriteSection.as_view(), name="section"),
    path(f"{_SECTION}flytta/", views_write.MoveSection.as_view(), name="move-section"),
    path(f"{_SECTION}ta-bort/", views_write.RemoveSection.as_view(), name="remove-section"),
    path(f"{_ATTACHMENT}fil/", views.AttachmentFile.as_view(), name="attachment-file"),
    path(f"{_ATTACHMENT}ta-bort/", views_write.Detach.as_view(), name="detach"),
]
