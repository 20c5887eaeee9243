"""The addresses of the whole site. Each room names its own below its own path."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from rimlig.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("logga-in/", LoginView.as_view(), name="login"),
    path("logga-ut/", LogoutView.as_view(), name="logout"),
]
