"""The addresses of what the municipality decides about answering."""

from typing import Final

from django.urls import URLPattern, path

from rimlig.followup.periods import views

of_periods: Final[list[URLPattern]] = [
    path("kommun/<int:pk>/perioder/", views.ThisYearsPeriods.as_view(), name="this-years-periods"),
    path("kommun/<int:pk>/perioder/<int:year>/", views.Periods.as_view(), name="periods"),
    path("kommun/<int:pk>/perioder/<int:year>/<str:code>/", views.ChangePeriod.as_view(), name="change-period"),
    path("kommun/<int:pk>/uppfoljningsregler/", views.Rules.as_view(), name="follow-up-rules"),
]
