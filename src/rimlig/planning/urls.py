"""The room's addresses: what the municipality decides for all boards, the plan's outline, and its risks."""

from django.urls import URLPattern

from rimlig.planning.urls_municipality import of_municipality
from rimlig.planning.urls_risks import of_risks

app_name = "planning"

of_outline: list[URLPattern] = []

urlpatterns = [*of_municipality, *of_outline, *of_risks]
