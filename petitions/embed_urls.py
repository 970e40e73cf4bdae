"""Petitions in frames on other websites."""

from django.urls import path

from petitions.views import embedding

app_name = "petitions_embed"
urlpatterns = [
    path("<slug:organisation>/petitions/<slug:slug>/sign/", embedding.sign, name="sign"),
    path("<slug:organisation>/petitions/<slug:slug>/", embedding.detail, name="detail"),
    path(
        "<slug:organisation>/petitions/<slug:slug>/progress/", embedding.progress, name="progress"
    ),
    path("<slug:organisation>/petitions/<slug:slug>/sign/sent/", embedding.sent, name="sent"),
]
