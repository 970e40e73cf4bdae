from django.urls import path

from petitions import api

urlpatterns = [
    path("petitions/", api.PetitionList.as_view(), name="api-petition-list"),
    path("petitions/<slug:slug>/", api.PetitionDetail.as_view(), name="api-petition-detail"),
    path("petitions/<slug:slug>/signatures/", api.Signatures.as_view(), name="api-sign"),
    path("signatures/confirmations/", api.Confirmations.as_view(), name="api-confirm"),
]
