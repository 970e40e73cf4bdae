"""A petition's numbers for everybody: by day, and by where people live. Nothing is counted here:
a job has (petitions.services.figures)."""

from datetime import date
from itertools import accumulate
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import PublicMixin
from petitions import parts, services
from petitions.api.reading import TAGS, public_petition
from petitions.models import PetitionDay
from privacy.small_cells import FEWEST
from web.pressure import Order, sheds
from web.switches import require


class DaySerializer(serializers.Serializer):
    day = serializers.DateField(help_text="In Dortmund.")
    change = serializers.IntegerField(
        help_text="Newly confirmed less withdrawn; negative where more withdrew."
    )
    total = serializers.IntegerField(help_text="Confirmed at the end of the day.")


class SignaturesPerDaySerializer(serializers.Serializer):
    petition = serializers.CharField(help_text="Its slug.")
    total_signatures = serializers.IntegerField()
    results = DaySerializer(many=True)


class AreaSerializer(serializers.Serializer):
    area = serializers.CharField(
        allow_null=True, help_text="A district of the city; null for elsewhere, or not known."
    )
    signatures = serializers.IntegerField(help_text="Confirmed ones.")


class AreasSerializer(serializers.Serializer):
    petition = serializers.CharField(help_text="Its slug.")
    as_of = serializers.DateTimeField(
        allow_null=True,
        help_text="The moment of these figures. They are published once a day, and only where at "
        f"least {FEWEST} signatures have changed; null before the first time.",
    )
    results = AreaSerializer(many=True)
    withheld = serializers.IntegerField(
        help_text="In areas that are not told, all together: which ones those are is not told "
        "either."
    )


@sheds(Order.LISTS)
class SignaturesPerDay(PublicMixin, APIView):
    @extend_schema(
        operation_id="listSignaturesPerDay",
        summary="How a petition's signatures grew",
        description="Each day on which the number changed, oldest first. Refuses with "
        "`part_is_off` (503) while charts are switched off.",
        tags=TAGS,
        responses=SignaturesPerDaySerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        require(parts.CHARTS)
        petition = public_petition(slug)
        days = PetitionDay.objects.filter(petition=petition).order_by("day")
        changes: list[tuple[date, int]] = list(days.values_list("day", "confirmed"))
        totals = accumulate(change for _day, change in changes)
        results: list[dict[str, Any]] = [
            {"day": day, "change": change, "total": total}
            for (day, change), total in zip(changes, totals, strict=True)
        ]
        told = {
            "petition": petition.slug,
            "total_signatures": petition.confirmed_count,
            "results": results,
        }
        return Response(SignaturesPerDaySerializer(told).data)


@sheds(Order.LISTS)
class Areas(PublicMixin, APIView):
    # Published once a day.
    max_age = 60

    @extend_schema(
        operation_id="listSignatureAreas",
        summary="Where those who signed live",
        description="As of the moment in `as_of`, the largest first: their sum is that of then. "
        f"No number under {FEWEST} is told, and none from which "
        "one could be worked out. Refuses with `part_is_off` (503) while charts are switched "
        "off.",
        tags=TAGS,
        responses=AreasSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        require(parts.CHARTS)
        petition = public_petition(slug)
        published = services.published_districts(petition)
        told = {
            "petition": petition.slug,
            "as_of": published.at,
            "results": [
                {"area": district or None, "signatures": number}
                for district, number in published.numbers.shown
            ],
            "withheld": published.numbers.withheld,
        }
        return Response(AreasSerializer(told).data)
