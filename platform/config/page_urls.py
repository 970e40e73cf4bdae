"""Where each app's pages hang: all that a mail can lead to. Workers know these alone.

Apps are included by name, so nothing imports back up.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    # First what thousands ask for at once: the rest is tried before nobody's signature.
    *i18n_patterns(
        path("petitions/", include("petitions.urls")),
        path("embed/", include("petitions.embed_urls")),
        path("embed/", include("events.embed_urls")),
        path("embed/", include("volunteers.embed_urls")),
        path("campaigns/", include("campaigns.urls")),
        path("news/", include("campaigns.news_urls")),
        path("events/", include("events.urls")),
        path("programmes/", include("events.programme_urls")),
        path("shifts/", include("volunteers.shift_urls")),
        path("volunteering/", include("volunteers.urls")),
        path("teams/", include("volunteers.team_urls")),
        path("", include("pages.urls")),
        path("organisations/", include("partners.urls")),
        path("me/", include("privacy.urls")),
        path("accounts/tokens/", include("access.urls")),
        path("accounts/", include("accounts.urls")),
        path("organise/", include("partners.workspace_urls")),
        path(
            "organise/organisations/<slug:slug>/endorsements/",
            include("campaigns.endorsement_urls"),
        ),
        path("organise/organisations/<slug:slug>/links/", include("petitions.partner_link_urls")),
        path("organise/organisations/<slug:slug>/webhooks/", include("webhooks.organise_urls")),
        path("organise/organisations/", include("partners.organise_urls")),
        path("organise/campaigns/", include("campaigns.organise_urls")),
        path("organise/events/", include("events.organise_urls")),
        path("organise/programmes/", include("events.programme_organise_urls")),
        path("organise/petitions/", include("petitions.organise_urls")),
        path("organise/volunteering/", include("volunteers.organise_urls")),
        path("organise/teams/", include("volunteers.organise_team_urls")),
        path("organise/addressees/", include("petitions.addressee_urls")),
        path("organise/legal-forms/", include("petitions.instrument_urls")),
        path("organise/links/", include("petitions.link_urls")),
        path("organise/exports/", include("petitions.export_urls")),
        path("organise/", include("petitions.contact_urls")),
        path("organise/site/", include("partners.site_urls")),
    ),
    path("", include("pictures.urls")),
    path("", include("partners.embed_urls")),
    path("", include("petitions.short_urls")),
    path("", include("partners.oembed_urls")),
    path("", include("jobs.urls")),
    path("", include("mail.urls")),
    path("", include("pages.root_urls")),
]
