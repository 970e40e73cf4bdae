"""What people do: sign up for a shift without an account, and what the links in the mails do."""

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
from privacy.api import opened_by_link
from volunteers import parts, services
from volunteers.forms.signing_up import SignUpForm
from volunteers.models import Shift, ShiftSignup
from volunteers.services import links
from volunteers.services.clashing import shifts_at_that_time
from web.api import LANGUAGE, Refusal
from web.limits import check, client_network
from web.osdi import ReferrerData, source_in
from web.pressure import Order, sheds
from web.switches import require

TAGS = ["sign-ups"]
State = ShiftSignup.State
SECRET = {"secret": "4bD0rBz3kqk1mVbPZ8sJw9sC2mX7yT5uQe6nLhGfRaA"}
TO_DO = {
    State.WAITING: gettext_lazy(
        "There are enough people just now. As soon as a place is free, we write to you."
    ),
    State.GUARDIAN: gettext_lazy(
        "We hold your place for 48 hours. Please tell them, so that they look for our e-mail."
    ),
    State.OFFERED: gettext_lazy("To take the place, open the link in our last e-mail."),
}
REFUSALS = "Refuses with `secret_unknown` (404), `secret_expired` or `sign_up_over` (410)."
CLASHES = (
    " Where the person is on another shift at that time, with `clash` (409): `shifts` has the "
    "numbers of those in the way. Nothing is lost; they leave one of them first."
)


class SigningUpInput(serializers.Serializer):
    """The form's fields. What they must hold, the form itself says."""

    requirement = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, help_text="`needs[].id` of the shift: what one does."
    )
    speaks = serializers.BooleanField(
        required=False,
        help_text="That one speaks one of the `languages` of that need; must be true where it "
        "has any.",
    )
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True, help_text="The confirmation mail goes here.")
    age_group = serializers.CharField(
        allow_blank=True, help_text="How old at least: `18`, `16` or `14`; `0` for younger."
    )
    guardian_name = serializers.CharField(
        required=False, allow_blank=True, help_text="Under sixteen: who has to agree."
    )
    guardian_email = serializers.CharField(
        required=False, allow_blank=True, help_text="We ask them there."
    )
    referrer_data = ReferrerData(required=False)


class SignUpTaken(serializers.Serializer):
    status = serializers.ChoiceField(["mail_sent"])


class SignUpSecret(serializers.Serializer):
    secret = serializers.CharField(max_length=200, help_text="The last part of the mailed link.")


class SignUpAnswer(serializers.Serializer):
    status = serializers.ChoiceField(["confirmed", "waiting", "guardian", "offered", "cancelled"])
    shift = serializers.IntegerField(help_text="The shift's number.")
    ticket = serializers.CharField(allow_blank=True, help_text="The code shown on the day.")
    offered_until = serializers.DateTimeField(
        allow_null=True, help_text="Until when a place that is `offered` can be taken."
    )
    to_do = serializers.CharField(
        allow_blank=True, help_text="What follows, or is left to do: a sentence for the person."
    )


@sheds(Order.SIGNING)
class SignUps(PersonMixin, APIView):
    @extend_schema(
        operation_id="signUpForShift",
        summary="Sign up for a shift",
        description="Takes a sign-up and sends a mail to confirm it. The answer is the same for "
        "an address that is signed up. Refuses with `shift_closed` (409), `invalid` (422), "
        "`too_many_requests` (429) or `part_is_off` (503).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=SigningUpInput,
        responses={202: SignUpTaken},
        examples=[
            OpenApiExample(
                "An adult",
                value={
                    "requirement": 13,
                    "speaks": True,
                    "name": "Ada Beispiel",
                    "email": "ada@example.org",
                    "age_group": "18",
                },
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        require(parts.JOINING)
        check("shift:network", client_network(request._request))
        typed = SigningUpInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        sent: dict[str, Any] = dict(typed.validated_data)
        sent["source"] = source_in(sent.pop("referrer_data", None))
        try:
            shift = services.takeable(pk)
            if not shift.takes_people:
                raise services.ShiftIsClosed
            form = SignUpForm(sent, shift=shift)
            if not form.is_valid():
                raise ValidationError(form.errors.as_data())
            services.sign_up(shift, form.wish())
        except Shift.DoesNotExist:
            raise Http404 from None
        except services.ShiftIsClosed:
            sentence = _("This shift takes nobody, or not any more.")
            raise Refusal(sentence, code="shift_closed") from None
        return Response({"status": "mail_sent"}, status=202)


class ByLink(PersonMixin, APIView):
    """What a link in a mail opens, by the secret at its end."""

    purpose = ""

    def find(self, request: Request) -> ShiftSignup:
        check("volunteering:network", client_network(request._request))
        typed = SignUpSecret(data=request.data)
        typed.is_valid(raise_exception=True)
        with opened_by_link():
            return links.find(typed.validated_data["secret"], self.purpose)


def _described(operation: str, summary: str, example: str, more: str = "") -> Any:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description=REFUSALS + more,
        tags=TAGS,
        parameters=[LANGUAGE],
        request=SignUpSecret,
        responses={200: SignUpAnswer},
        examples=[OpenApiExample(example, value=SECRET, request_only=True)],
    )


@sheds(Order.SIGNING)
class SignUpConfirmations(ByLink):
    purpose = links.CONFIRM

    @_described("confirmSignUp", "Confirm a sign-up", "Confirming", CLASHES)
    @once
    def post(self, request: Request) -> Response:
        signup = self.find(request)
        try:
            return _answer(services.confirm_signup(signup))
        except services.ShiftIsClosed:
            raise _over() from None
        except services.Clash:
            raise _clash(signup) from None


@sheds(Order.SIGNING)
class SignUpOffers(ByLink):
    purpose = links.OFFER

    @_described("acceptSignUpOffer", "Take the place that was offered", "Accepting", CLASHES)
    @once
    def post(self, request: Request) -> Response:
        signup = self.find(request)
        try:
            if signup.state == State.OFFERED and not services.accept_offer(signup):
                raise _over()
        except services.ShiftIsClosed:
            raise _over() from None
        except services.Clash:
            raise _clash(signup) from None
        return _answer(signup)


@sheds(Order.SIGNING)
class SignUpDepartures(ByLink):
    purpose = links.LEAVE

    @_described("leaveShift", "Give a place back, or leave the waiting list", "Leaving")
    @once
    def post(self, request: Request) -> Response:
        signup = self.find(request)
        if signup.shift.is_over:
            raise _over()
        services.leave_shift(signup)
        if signup.state != State.CANCELLED:
            raise _over()
        return _told(signup)


def _answer(signup: ShiftSignup) -> Response:
    """How it stands; refused where it is over, or the shift does not take place."""
    stands = signup.has_open_offer or signup.state in (
        State.CONFIRMED, State.WAITING, State.GUARDIAN,
    )  # fmt: skip
    if not stands or signup.shift.state != Shift.State.OPEN:
        raise _over()
    return _told(signup, links.ticket_code(signup))


def _told(signup: ShiftSignup, ticket: str = "") -> Response:
    told = {
        "status": signup.state,
        "shift": signup.shift_id,
        "ticket": ticket,
        "offered_until": signup.offered_until,
        "to_do": str(TO_DO.get(State(signup.state), "")),
    }
    return Response(SignUpAnswer(told).data)


def _over() -> Refusal:
    return Refusal(_("This sign-up is over."), code="sign_up_over", status=410)


def _clash(signup: ShiftSignup) -> Refusal:
    clashes = shifts_at_that_time(signup.person_key, signup.shift)
    public = Shift.objects.public().filter(pk__in=[clash.shift.pk for clash in clashes])
    sentence = _("You are on another shift at that time.")
    return Refusal(sentence, code="clash", shifts=list(public.values_list("pk", flat=True)))
