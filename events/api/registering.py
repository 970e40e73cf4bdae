"""What people do: register without an account, and what the links in the mails do."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import PersonMixin, once
from events import parts, services
from events.forms.registering import RegisterForm
from events.models import Event, Registration
from events.services import links
from privacy.api import opened_by_link
from web.api import LANGUAGE, Refusal
from web.limits import check, client_network
from web.pressure import Order, sheds
from web.switches import require

TAGS = ["registrations"]
State = Registration.State
SECRET = {"secret": "4bD0rBz3kqk1mVbPZ8sJw9sC2mX7yT5uQe6nLhGfRaA"}
TO_DO = {
    State.WAITING: gettext_lazy(
        "All places are taken just now. As soon as one is free, we write to you."
    ),
    State.OFFERED: gettext_lazy("To take the place, open the link in our last e-mail."),
}
REFUSALS = "Refuses with `secret_unknown` (404), `secret_expired` or `registration_over` (410)."


class ReferrerSerializer(serializers.Serializer):
    source = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_blank=True, max_length=40, help_text="Where the person came from."
    )


class RegisteringInput(serializers.Serializer):
    """The form's fields. What they must hold, the form itself says."""

    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True, help_text="The confirmation mail goes here.")
    party_size = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    access_needs = serializers.CharField(
        required=False, allow_blank=True, help_text="Kept only with `consent_needs`."
    )
    consent_needs = serializers.BooleanField(required=False)
    referrer_data = ReferrerSerializer(required=False)


class MailSent(serializers.Serializer):
    status = serializers.ChoiceField(["mail_sent"])


class SecretInput(serializers.Serializer):
    secret = serializers.CharField(max_length=200, help_text="The last part of the mailed link.")


class RegistrationAnswer(serializers.Serializer):
    status = serializers.ChoiceField(["confirmed", "waiting", "offered", "cancelled"])
    event = serializers.CharField(help_text="The event's slug.")
    ticket = serializers.CharField(allow_blank=True, help_text="The code the door reads.")
    offered_until = serializers.DateTimeField(
        allow_null=True, help_text="Until when a place that is `offered` can be taken."
    )
    to_do = serializers.CharField(
        allow_blank=True, help_text="What follows, or is left to do: a sentence for the person."
    )


@sheds(Order.SIGNING)
class Registrations(PersonMixin, APIView):
    @extend_schema(
        operation_id="registerForEvent",
        summary="Register",
        description="Takes a registration and sends a mail to confirm it. The answer is the same "
        "for an address that is registered. Refuses with `registration_closed` (409), `invalid` "
        "(422), `too_many_requests` (429) or `part_is_off` (503).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=RegisteringInput,
        responses={202: MailSent},
        examples=[
            OpenApiExample(
                "Two people",
                value={"name": "Ada Beispiel", "email": "ada@example.org", "party_size": 2},
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Request, slug: str) -> Response:
        require(parts.REGISTERING)
        check("register:network", client_network(request._request))
        typed = RegisteringInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        sent: dict[str, Any] = {"party_size": 1} | typed.validated_data
        sent["source"] = sent.pop("referrer_data", {}).get("source", "")
        try:
            event = services.registrable(slug)
            form = RegisterForm(sent, event=event)
            if not form.is_valid():
                raise ValidationError(form.errors.as_data())
            services.register(event, form.wish())
        except Event.DoesNotExist:
            raise Http404 from None
        except services.RegistrationIsClosed:
            sentence = _("This event takes no registrations now.")
            raise Refusal(sentence, code="registration_closed") from None
        return Response({"status": "mail_sent"}, status=202)


class ByLink(PersonMixin, APIView):
    """What a link in a mail opens, by the secret at its end."""

    purpose = ""

    def find(self, request: Request) -> Registration:
        check("registration:network", client_network(request._request))
        typed = SecretInput(data=request.data)
        typed.is_valid(raise_exception=True)
        with opened_by_link():
            return links.find(typed.validated_data["secret"], self.purpose)


def _answer(registration: Registration) -> Response:
    """How it stands; refused where it is over."""
    stands = registration.state in (State.CONFIRMED, State.WAITING)
    if not stands and not registration.has_open_offer:
        raise _over()
    return _told(registration, links.ticket_code(registration))


def _told(registration: Registration, ticket: str = "") -> Response:
    told = {
        "status": registration.state,
        "event": registration.event.slug,
        "ticket": ticket,
        "offered_until": registration.offered_until,
        "to_do": str(TO_DO.get(State(registration.state), "")),
    }
    return Response(RegistrationAnswer(told).data)


def _over() -> Refusal:
    return Refusal(_("This registration is over."), code="registration_over", status=410)


def _described(operation: str, summary: str, example: str) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description=REFUSALS,
        tags=TAGS,
        parameters=[LANGUAGE],
        request=SecretInput,
        responses={200: RegistrationAnswer},
        examples=[OpenApiExample(example, value=SECRET, request_only=True)],
    )


@sheds(Order.SIGNING)
class RegistrationConfirmations(ByLink):
    purpose = links.CONFIRM

    @_described("confirmRegistration", "Confirm a registration", "Confirming")
    @once
    def post(self, request: Request) -> Response:
        registration = self.find(request)
        try:
            services.confirm_registration(registration)
        except services.RegistrationIsClosed:
            raise _over() from None
        return _answer(registration)


@sheds(Order.SIGNING)
class RegistrationOffers(ByLink):
    purpose = links.OFFER

    @_described("acceptRegistrationOffer", "Take the place that was offered", "Accepting")
    @once
    def post(self, request: Request) -> Response:
        registration = self.find(request)
        try:
            if registration.state == State.OFFERED and not services.accept_offer(registration):
                raise _over()
        except services.RegistrationIsClosed:
            raise _over() from None
        return _answer(registration)


@sheds(Order.SIGNING)
class RegistrationCancellations(ByLink):
    purpose = links.CANCEL

    @_described("cancelRegistration", "Cancel a registration", "Cancelling")
    @once
    def post(self, request: Request) -> Response:
        registration = self.find(request)
        if registration.event.is_over:
            raise _over()
        services.cancel_registration(registration)
        registration.state, registration.offered_until = State.CANCELLED, None
        return _told(registration)
