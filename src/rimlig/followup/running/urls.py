"""The addresses of control tests."""

from typing import Final

from django.urls import path

from rimlig.followup.running import views, views_run

of_runs: Final = [
    path("svar/<int:pk>/granskning/", views.ChooseTest.as_view(), name="choose-test"),
    path("svar/<int:pk>/granskning/<slug:test>/", views.BeginRun.as_view(), name="begin-run"),
    path("granskning/<int:pk>/", views_run.RunPage.as_view(), name="run"),
    path("granskning/<int:pk>/stoppa/", views_run.StopRun.as_view(), name="stop-run"),
    path("granskning/<int:pk>/igen/", views_run.RunAgain.as_view(), name="run-again"),
    path("granskning/<int:pk>/ta-med/", views_run.TakeFigures.as_view(), name="take-figures"),
    path("granskning/<int:pk>/excel/", views_run.ExceptionsAsExcel.as_view(), name="exceptions-as-excel"),
    path("granskning/<int:pk>/fil/", views_run.OutcomeFile.as_view(), name="outcome-file"),
]
