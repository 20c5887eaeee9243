from django.urls import path, re_path

from rimlig.appearance import views

app_name = "appearance"

urlpatterns = [
    path("kommun/<int:pk>/utseende/", views.ChangeAppearance.as_view(), name="appearance"),
    path("kommun/<int:pk>/utseende/exempel.pdf", views.Sample.as_view(), name="sample"),
    re_path(
        r"^kommun/(?P<pk>\d+)/utseende/logotyp/(?P<sha256>[0-9a-f]{64})/$", views.LogoPicture.as_view(), name="logo"
    ),
    re_path(r"^utseende/(?P<accent>[0-9a-f]{6})\.css$", views.Colours.as_view(), name="colours"),
]
