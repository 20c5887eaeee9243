from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from rimlig.core.pages import AccessibilityStatement

urlpatterns = [
    path("tillganglighet/", AccessibilityStatement.as_view(), name="accessibility"),
    path("sprak/", login_not_required(set_language), name="language"),
]
