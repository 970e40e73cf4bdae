"""An API of its own, made of access.api's parts."""

from django.core.exceptions import PermissionDenied
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, PersonMixin, PublicMixin, check_match, etag_of, once
from web.models import SearchEntry


class Things(OrganiserMixin, APIView):
    area = "events"

    def get(self, request: Request) -> Response:
        shown = {"who": request.user.email}
        return Response(shown, headers={"ETag": etag_of(shown)})

    @once
    def post(self, request: Request) -> Response:
        row = SearchEntry.objects.create(kind="x", key=request.data["key"], language="de")
        if request.data.get("refuse"):
            raise PermissionDenied
        return Response(
            {"id": row.pk, "key": row.key},
            201,
            headers={"Location": f"/{row.pk}", "X-Tag": "kept"},
        )

    def patch(self, request: Request) -> Response:
        check_match(request, {"who": request.user.email})
        return Response({"changed": True})


class Persons(PersonMixin, APIView):
    @once
    def post(self, request: Request) -> Response:
        SearchEntry.objects.create(kind="x", key=str(request.data), language="de")
        return Response({"status": "taken"}, 202)


class Public(PublicMixin, APIView):
    def get(self, request: Request) -> Response:
        return Response({"public": True})


urlpatterns = [
    path("api/v1/things/", Things.as_view()),
    path("api/v1/persons/", Persons.as_view()),
    path("api/v1/public/", Public.as_view()),
]
