"""A partner's own links: below its organisation in the workspace."""

from django.urls import path

from petitions.organise import partner_links

app_name = "partner_links"
urlpatterns = [
    path("", partner_links.link_list, name="list"),
    path("<int:link_id>/qr.<slug:ending>", partner_links.code, name="code"),
    path("<int:link_id>/<str:language>-<slug:size>.pdf", partner_links.print_flyer, name="flyer"),
]
