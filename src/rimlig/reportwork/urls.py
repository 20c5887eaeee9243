from django.urls import path

from rimlig.reportwork import views_frozen

app_name = "reportwork"
urlpatterns = [
    path("rapport/fryst/<int:pk>/<slug:extension>/", views_frozen.FrozenFile.as_view(), name="frozen-file"),
]
