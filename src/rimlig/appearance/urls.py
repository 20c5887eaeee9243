from django.urls import path, re_path

from rimlig.appearance import views, views_word

app_name = "appearance"

urlpatterns = [
    path("kommun/<int:pk>/utseende/", views.ChangeAppearance.as_view(), name="appearance"),
    path("kommun/<int:pk>/utseende/exempel.pdf", views.Sample.as_view(), name="sample"),
    re_path(
        r"^kommun/(?P<pk>\d+)/utseende/logotyp/(?P<sha256>[0-9a-f]{64})/$", views.LogoPicture.as_view(), name="logo"
    ),
    re_path(r"^utseende/(?P<accent>[0-9a-f]{6})\.css$", views.Colours.as_view(), name="colours"),
    path("kommun/<int:pk>/wordmallar/", views_word.WordTemplates.as_view(), name="word-templates"),
    path("kommun/<int:pk>/wordmallar/falt/", views_word.Fields.as_view(), name="word-fields"),
    path("kommun/<int:pk>/wordmallar/mall.docx", views_word.Starter.as_view(), name="word-starter"),
    path("wordmall/<int:pk>/", views_word.UseTemplate.as_view(), name="word-template"),
    path("wordmall/<int:pk>/prov/<str:kind>/", views_word.TryTemplate.as_view(), name="try-word-template"),
    path("wordmall/<int:pk>/fil/", views_word.TemplateFile.as_view(), name="word-template-file"),
]
