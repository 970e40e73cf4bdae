"""Signing and confirming by program, through the very services and the very form of the page."""

from functools import partial

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import PersonMixin, once
from petitions import parts, services
from petitions.forms import SignForm
from petitions.models import Petition
from privacy.secrets import SecretExpired, SecretUnknown, SecretUsed
from web.api import LANGUAGE, Refusal
from web.limits import check, client_network
from web.osdi import ReferrerData, source_in
from web.pressure import Order, sheds
from web.switches import require

TAGS = ["petitions"]


class SigningInput(serializers.Serializer):
    """The sign form's fields as JSON. What they must hold, the form itself says."""

    given_name = serializers.CharField(allow_blank=True)
    family_name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True, help_text="The confirmation mail goes here.")
    postcode = serializers.CharField(allow_blank=True)
    consent_signing = serializers.BooleanField(help_text="Must be true: see `consents`.")
    consent_name = serializers.BooleanField(required=False)
    consent_news = serializers.BooleanField(required=False)
    contacts = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=10**18 - 1),
        required=False,
        max_length=10,
        help_text="`contacts[].id` of what was shown and ticked. Refused as `invalid` where the "
        "organisation asks no more.",
    )
    text = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="`text.id`: what was shown."
    )
    referrer_data = ReferrerData(required=False)


class SigningAnswer(serializers.Serializer):
    status = serializers.ChoiceField(["mail_sent"])


class ConfirmationInput(serializers.Serializer):
    secret = serializers.CharField(max_length=200, help_text="The last part of the mailed link.")


class ConfirmationAnswer(serializers.Serializer):
    status = serializers.ChoiceField(["confirmed"])
    petition = serializers.CharField(help_text="The petition's slug.")


@sheds(Order.SIGNING)
class Signatures(PersonMixin, APIView):
    @extend_schema(
        operation_id="signPetition",
        summary="Sign",
        description="Stores an unconfirmed signature and sends a mail in the language of the "
        "request. The answer is the same for a repeated signing. Refuses with "
        "`petition_closed` or `petition_opens_later` (409), `invalid` (422), "
        "`too_many_requests` (429) or `part_is_off` (503).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=SigningInput,
        responses={202: SigningAnswer},
        examples=[
            OpenApiExample(
                "Signing",
                value={
                    "given_name": "Ada",
                    "family_name": "Beispiel",
                    "email": "ada@example.org",
                    "postcode": "44137",
                    "consent_signing": True,
                    "consent_name": False,
                    "consent_news": False,
                    "referrer_data": {"source": "poster"},
                },
                request_only=True,
            ),
            OpenApiExample("Signed", value={"status": "mail_sent"}, response_only=True),
        ],
    )
    @once
    def post(self, request: Request, slug: str) -> Response:
        require(parts.SIGNING)
        network = client_network(request._request)
        check("sign:network", network)
        # Of the wrong type is refused here; what is missing, in the form's own words below.
        typed = SigningInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        sent = typed.validated_data
        sent["source"] = source_in(sent.pop("referrer_data", None))
        form = SignForm(sent, wordings=partial(services.shown_wordings, slug))
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        try:
            services.sign(slug, form.details(), network)
        except Petition.DoesNotExist:
            raise Http404 from None
        except services.PetitionOpensLater as later:
            begins = timezone.localtime(later.opens_at)
            sentence = _("Signing begins on %(day)s at %(time)s.") % {
                "day": formats.date_format(begins, "DATE_FORMAT"),
                "time": formats.time_format(begins, "TIME_FORMAT"),
            }
            raise Refusal(sentence, code="petition_opens_later") from None
        except services.PetitionIsClosed:
            sentence = _("This petition takes no signatures now.")
            raise Refusal(sentence, code="petition_closed") from None
        return Response({"status": "mail_sent"}, status=202)


@sheds(Order.SIGNING)
class Confirmations(PersonMixin, APIView):
    @extend_schema(
        operation_id="confirmSignature",
        summary="Confirm a signature",
        description="Takes the secret from the mailed link. Refuses with `secret_unknown` (404), "
        "`secret_used` or `secret_expired` (410), or `petition_frozen` (409).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=ConfirmationInput,
        responses={200: ConfirmationAnswer},
        examples=[
            OpenApiExample(
                "Confirming",
                value={"secret": "4bD0rBz3kqk1mVbPZ8sJw9sC2mX7yT5uQe6nLhGfRaA"},
                request_only=True,
            ),
            OpenApiExample(
                "Confirmed",
                value={"status": "confirmed", "petition": "kommunales-wahlrecht"},
                response_only=True,
            ),
        ],
    )
    @once
    def post(self, request: Request) -> Response:
        check("confirm:network", client_network(request._request))
        typed = ConfirmationInput(data=request.data)
        typed.is_valid(raise_exception=True)
        try:
            confirmed = services.confirm(typed.validated_data["secret"])
        except SecretUnknown:
            sentence = _("We don't know this link.")
            raise Refusal(sentence, code="secret_unknown", status=404) from None
        except SecretUsed:
            sentence = _("This link has been used before.")
            raise Refusal(sentence, code="secret_used", status=410) from None
        except SecretExpired:
            sentence = _("The time of this link is over. Please sign once more.")
            raise Refusal(sentence, code="secret_expired", status=410) from None
        except services.PetitionIsFrozen:
            sentence = _("This petition has been handed over. Its count stands still.")
            raise Refusal(sentence, code="petition_frozen") from None
        return Response({"status": "confirmed", "petition": confirmed.petition})
