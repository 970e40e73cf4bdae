"""Part of the namespace `volunteering`; included by urls.py."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
