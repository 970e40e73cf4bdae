"""What a petition's details can name: who is asked, and in which legal form."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from access.api import OrganiserMixin
from petitions.api.organising import TAGS
from petitions.api.serializers import AddresseeSerializer, InstrumentSerializer
from petitions.models import Addressee, AddresseeText, Instrument
from web.api import LANGUAGE, CursorPage
from web.named import named
from web.text import clean_line


class SlugPage(CursorPage):
    ordering = ("slug",)


class Choosing(OrganiserMixin, generics.ListAPIView):
    """Lists that all share, for whoever works here in any way."""

    area = "petitions"
    pagination_class = SlugPage
    filter_backends: list[Any] = []
    see = ""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not request.user.has_perm(self.see):
            raise Http404


class Addressees(Choosing):
    serializer_class = AddresseeSerializer
    see = "petitions.view_addressee"

    def get_queryset(self) -> QuerySet[Addressee]:
        addressees = Addressee.objects.with_texts()
        if query := clean_line(self.request.query_params.get("q", ""))[:160]:
            texts = named(AddresseeText.objects.all(), query, "name")
            addressees = addressees.filter(pk__in=texts.values("addressee"))
        return addressees

    @extend_schema(
        operation_id="organiseListAddressees",
        summary="Who can be asked",
        description="Their slugs are what `addressee` of a petition takes.",
        tags=TAGS,
        parameters=[LANGUAGE, OpenApiParameter("q", description="Words of the name.")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class Instruments(Choosing):
    serializer_class = InstrumentSerializer
    see = "petitions.view_instrument"

    def get_queryset(self) -> QuerySet[Instrument]:
        return Instrument.objects.with_texts()

    @extend_schema(
        operation_id="organiseListInstruments",
        summary="In which legal forms one can ask",
        description="Their slugs are what `instrument` of a petition takes.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
