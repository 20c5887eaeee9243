from django.contrib.auth.views import LogoutView
from django.urls import path

from rimlig.organisation.views import SignIn

urlpatterns = [
    path("logga-in/", SignIn.as_view(), name="login"),
    path("logga-ut/", LogoutView.as_view(), name="logout"),
]
