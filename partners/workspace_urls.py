from django.urls import path

from partners.organise import home, translation_files, translations

app_name = "organise"
urlpatterns = [
    path("", home.home, name="home"),
    path("held/", home.held, name="held"),
    path("preview/", home.preview, name="preview"),
    path("translations/", translations.overview, name="translations"),
    path("translations/import/", translation_files.take_in, name="import"),
    path("translations/export/<str:language>/", translation_files.export, name="export"),
    path(
        "translations/<slug:kind>/<int:pk>/<str:language>/",
        translations.translate,
        name="translate",
    ),
]
