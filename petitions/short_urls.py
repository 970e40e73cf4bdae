"""Addresses without a language, short enough to print. Phones like to begin with a capital."""

from django.urls import re_path

from petitions import views

app_name = "short_links"
urlpatterns = [
    re_path(r"^[sS]/(?P<code>[^/]{1,40})/?$", views.follow, name="follow"),
    re_path(
        r"^[sS]/(?P<code>[^/]{1,40})/(?P<language>[A-Za-z-]{2,12})/?$",
        views.follow,
        name="follow_in",
    ),
]
