from django.urls import path

from rimlig.imports import views, views_import

app_name = "imports"
urlpatterns = [
    path("importera/", views.Upload.as_view(), name="new"),
    path("importera/<int:pk>/", views_import.ShowImport.as_view(), name="import"),
    path("importera/<int:pk>/stoppa/", views_import.Stop.as_view(), name="stop"),
    path("importera/<int:pk>/las-igen/", views_import.ReadAgain.as_view(), name="read-again"),
    path("importera/<int:pk>/lagra/", views_import.Store.as_view(), name="store"),
    path("importera/<int:pk>/avbryt/", views_import.Cancel.as_view(), name="cancel"),
    path("importera/<int:pk>/fil/", views_import.OriginalFile.as_view(), name="file"),
]
