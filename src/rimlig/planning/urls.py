"""The room's addresses: what the municipality decides for all boards, the plan's outline, and its risks."""

from rimlig.planning.urls_municipality import of_municipality
from rimlig.planning.urls_outline import of_outline
from rimlig.planning.urls_risks import of_risks

app_name = "planning"

urlpatterns = [*of_municipality, *of_outline, *of_risks]
