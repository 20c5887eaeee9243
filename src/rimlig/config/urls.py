"""The addresses of the whole site. Each room names its own below its own path."""

from django.urls import include, path

from rimlig.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("rimlig.core.urls")),
    path("", include("rimlig.signin.urls")),
    path("", include("rimlig.organisation.urls")),
    path("", include("rimlig.reminders.urls")),
    path("", include("rimlig.opendata.urls")),
    path("", include("rimlig.appearance.urls")),
    path("", include("rimlig.planning.urls")),
    path("", include("rimlig.followup.urls")),
    path("", include("rimlig.drafting.urls")),
    path("", include("rimlig.imports.urls")),
    path("", include("rimlig.controlsystem.urls")),
    path("", include("rimlig.reportwork.urls")),
    path("", include("rimlig.reporting.urls")),
    path("", include("rimlig.lifecycle.urls")),
    path("", include("rimlig.overview.urls")),
    path("", include("rimlig.search.urls")),
]
