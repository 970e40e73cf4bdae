"""Part of the namespace `volunteers_organise`; included by organise_urls.py."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
