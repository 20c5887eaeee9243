from django.urls import path, re_path

from rimlig.opendata import views

app_name = "opendata"

urlpatterns = [
    path("kommun/<int:pk>/oppna-data/", views.Decide.as_view(), name="decide"),
    path("oppna-data/<slug:code>/", views.Listing.as_view(), name="listing"),
    re_path(
        r"^oppna-data/(?P<code>[-\w]+)/katalog\.(?P<form>rdf|jsonld)$", views.Catalogue.as_view(), name="catalogue"
    ),
    path("oppna-data/<slug:code>/logotyp/", views.OpenLogo.as_view(), name="logo"),
    path("oppna-data/<slug:code>/<slug:key>/json/", views.Data.as_view(), name="data"),
    path("oppna-data/<slug:code>/<slug:key>/pdf/", views.DocumentFile.as_view(), name="document"),
]
