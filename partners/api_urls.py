from django.urls import path

from partners.api import organising, reading

ONE = "organisations/<slug:slug>/"
OWN = f"organise/{ONE}"

urlpatterns = [
    path("organisations/", reading.OrganisationList.as_view()),
    # No organisation has this address: web.slugs.RESERVED.
    path("organisations/fields/", reading.FieldList.as_view()),
    path(ONE, reading.OrganisationDetail.as_view()),
    path(f"{ONE}texts/", reading.OrganisationTexts.as_view()),
    path("organise/organisations/", organising.Organisations.as_view()),
    path(OWN, organising.OneOrganisation.as_view()),
    path(f"{OWN}contact/", organising.Contact.as_view()),
    path(f"{OWN}texts/", organising.Texts.as_view()),
    path(f"{OWN}texts/<str:language>/", organising.OneText.as_view()),
    path(f"{OWN}members/", organising.Members.as_view()),
]
