"""Part of the namespace `volunteers_organise`; included by organise_urls.py."""

from django.urls import path
from django.urls.resolvers import URLPattern

from volunteers.organise import figures

urlpatterns: list[URLPattern] = [
    path("", figures.figures, name="figures"),
    path("<str:name>.<str:kind>", figures.table, name="figures_table"),
]
