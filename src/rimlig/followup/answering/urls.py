"""The addresses of answers."""

from typing import Final

from django.urls import path

from rimlig.followup.answering import views, views_autosave

of_answers: Final = [
    path("svar/<int:pk>/", views.AnswerPage.as_view(), name="answer"),
    path("svar/<int:pk>/spara/", views_autosave.Save.as_view(), name="save-answer"),
    path("svar/<int:pk>/lage/", views_autosave.AnswerNow.as_view(), name="answer-now"),
    path("svar/<int:pk>/lamna-in/", views.FileAnswer.as_view(), name="file-answer"),
    path("svar/<int:pk>/utga-fran-forra/", views.StartFromLast.as_view(), name="start-from-last"),
    path("svar/<int:pk>/ta-tillbaka/", views.TakeBack.as_view(), name="take-back-answer"),
]
