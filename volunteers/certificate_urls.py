"""Part of the namespace `volunteering`; included by urls.py."""

from django.urls import path
from django.urls.resolvers import URLPattern

from volunteers.views import certificates

urlpatterns: list[URLPattern] = [
    path("", certificates.verify, name="verify"),
    path("<str:code>/", certificates.certificate, name="certificate"),
]
