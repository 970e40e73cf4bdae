from django.urls import path

from petitions.organise import contacts, offers

app_name = "petitions_contacts"
urlpatterns = [
    path("organisations/<slug:slug>/contacts/", contacts.contacts, name="contacts"),
    path("organisations/<slug:slug>/contacts/files/", contacts.files, name="files"),
    path(
        "organisations/<slug:slug>/contacts/files/<uuid:export_id>/fetch/",
        contacts.fetch,
        name="fetch",
    ),
    path(
        "organisations/<slug:slug>/contacts/ask/<slug:campaign_slug>/",
        offers.prepare,
        name="prepare",
    ),
    path(
        "organisations/<slug:slug>/contacts/ask/<slug:campaign_slug>/end/",
        offers.end_own,
        name="end_own",
    ),
    path("campaigns/<slug:slug>/contact-offers/", offers.of_campaign, name="of_campaign"),
    path("campaigns/<slug:slug>/contact-offers/<int:offer_id>/", offers.read, name="read"),
    path("campaigns/<slug:slug>/contact-offers/<int:offer_id>/end/", offers.end, name="end"),
]
