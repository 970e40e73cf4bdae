from django.urls import path

from partners.organise import embeds, invitations, members, organisations, profile

app_name = "partners_organise"
urlpatterns = [
    path("", organisations.organisation_list, name="list"),
    path("new/", organisations.add, name="add"),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("<slug:slug>/", organisations.detail, name="detail"),
    path("<slug:slug>/edit/", organisations.edit, name="edit"),
    path("<slug:slug>/text/", profile.text, name="text"),
    path("<slug:slug>/logo/", profile.logo, name="logo"),
    path("<slug:slug>/contact/", profile.contact, name="contact"),
    path("<slug:slug>/close/", profile.close, name="close"),
    path("<slug:slug>/embeds/", embeds.embeds, name="embeds"),
    path("<slug:slug>/embeds/<int:site_id>/remove/", embeds.remove, name="embed_remove"),
    path("<slug:slug>/trail/", organisations.read_trail, name="trail"),
    path("<slug:slug>/invite/", members.invite, name="invite"),
    path("<slug:slug>/invitations/<int:invitation_id>/revoke/", members.revoke, name="revoke"),
    path("<slug:slug>/members/<int:membership_id>/", members.change_role, name="role"),
    path("<slug:slug>/members/<int:membership_id>/end/", members.end, name="end"),
]
