from django.urls import path

from campaigns import api

urlpatterns = [
    path("campaigns/", api.CampaignList.as_view(), name="api-campaign-list"),
    path("campaigns/<slug:slug>/", api.CampaignDetail.as_view(), name="api-campaign-detail"),
]
