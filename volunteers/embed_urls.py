"""Lists of shifts in frames on other websites."""

from django.urls import path

from volunteers.views import embedding

app_name = "shifts_embed"
urlpatterns = [
    path(
        "<slug:organisation>/campaigns/<slug:slug>/shifts/",
        embedding.of_campaign,
        name="of_campaign",
    ),
]
