"""The API's rooms: each app brings its own `api.py`; the schema describes them all."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.translation import override
from django.views.decorators.cache import cache_page
from drf_spectacular.views import SpectacularAPIView

describe = SpectacularAPIView.as_view(authentication_classes=[])


# Describing every view takes longer than most pages do.
@cache_page(300)
def schema(request: HttpRequest) -> HttpResponse:
    """The description is for programmers, and in English throughout."""
    with override("en"):
        response = describe(request).render()
    response["Content-Language"] = "en"
    return response


urlpatterns = [
    path("", include("campaigns.api_urls")),
    path("", include("petitions.api_urls")),
    path("", include("events.api_urls")),
    path("", include("partners.api_urls")),
    path("", include("volunteers.api_urls")),
    path("schema/", schema, name="api-schema"),
]
