"""The room's addresses: what the municipality decides for all boards, the plan's outline, and its risks."""

from rimlig.planning.municipality.urls import of_municipality
from rimlig.planning.outline.urls import of_outline
from rimlig.planning.risks.urls import of_risks

app_name = "planning"

urlpatterns = [*of_municipality, *of_outline, *of_risks]
