"""The room's address."""

from django.urls import path

from rimlig.search.views import Search

app_name = "search"
urlpatterns = [path("sok/", Search.as_view(), name="search")]
