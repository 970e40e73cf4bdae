"""The API's rooms: each app brings its own `api.py`; the schema describes them all."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

urlpatterns = [
    path("", include("campaigns.api_urls")),
    path("", include("petitions.api_urls")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
]
