"""The room's addresses: what the municipality decides for all boards, the plan's outline, and its risks."""

from django.urls import URLPattern

app_name = "planning"

of_municipality: list[URLPattern] = []

of_outline: list[URLPattern] = []

of_risks: list[URLPattern] = []

urlpatterns = [*of_municipality, *of_outline, *of_risks]
