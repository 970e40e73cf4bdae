"""Pages below a language: /<lang>/…"""

from django.urls import path

from pages import styleguide, transparency, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.find, name="search"),
    path("barrier/", views.barrier_report, name="barrier_report"),
    path("barrier/thanks/", views.barrier_thanks, name="barrier_thanks"),
    path("styleguide/", styleguide.show, name="styleguide"),
    path("transparency/", transparency.show, name="transparency"),
    path("transparency/data.<slug:kind>", transparency.data, name="transparency_data"),
    path("about/<slug:slug>/", views.legal, name="legal"),
]
