"""Lists of events in frames on other websites."""

from django.urls import path

from events.views import embedding

app_name = "events_embed"
urlpatterns = [
    path("<slug:organisation>/events/", embedding.of_organisation, name="of_organisation"),
    path(
        "<slug:organisation>/campaigns/<slug:slug>/events/",
        embedding.of_campaign,
        name="of_campaign",
    ),
]
