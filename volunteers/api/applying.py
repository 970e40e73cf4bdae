"""What people do without an account: apply to a team, and confirm it by the link in the mail."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import PersonMixin, once
from partners.workspace.api_steps import typed
from privacy.api import NOBODYS, REFUSALS, opened_by_link
from volunteers import parts, services
from volunteers.api.signing_up import SignUpSecret, SignUpTaken
from volunteers.forms.applying import LONGEST_ANSWER, ApplyForm
from volunteers.models import Team, TeamMember
from volunteers.services.applying import MOST_QUESTIONS
from volunteers.services.team_links import find_application
from web.api import LANGUAGE, Refusal
from web.limits import check, client_network
from web.pressure import Order, sheds
from web.switches import require

TAGS = ["teams"]
State = TeamMember.State
CLOSED = "Refuses with `team_closed` (409) where it takes nobody, or not any more."


class GivenAnswer(serializers.Serializer):
    question = serializers.CharField(help_text="As the team puts it: one of its `questions`.")
    answer = serializers.CharField(allow_blank=True, max_length=LONGEST_ANSWER)


class ApplicationInput(serializers.Serializer):
    """The form's fields. What they must hold, the form itself says."""

    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True, help_text="The confirmation mail goes here.")
    answers = serializers.ListField(
        child=GivenAnswer(),
        required=False,
        max_length=MOST_QUESTIONS,
        help_text="To each question of the team, in its order and in the language asked for.",
    )


class ApplicationAnswer(serializers.Serializer):
    status = serializers.ChoiceField(["applied", "member"])
    team = serializers.SlugField(help_text="The team's slug.")


@sheds(Order.SIGNING)
class Applications(PersonMixin, APIView):
    @extend_schema(
        operation_id="applyToTeam",
        summary="Apply to a team",
        description="Takes an application and sends a mail to confirm it. The answer is the same "
        f"for whoever belongs to the team already. {CLOSED} Other questions than the team puts "
        "now are refused as `invalid` (422), many at once with `too_many_requests` (429).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=ApplicationInput,
        responses={202: SignUpTaken},
        examples=[
            OpenApiExample(
                "Whoever wants to work there",
                value={
                    "name": "Ada Beispiel",
                    "email": "ada@example.org",
                    "answers": [
                        {
                            "question": "Was möchten Sie verändern?",
                            "answer": "Das Wahlrecht für alle, die hier leben.",
                        },
                        {
                            "question": "Welche Sprachen sprechen Sie?",
                            "answer": "Deutsch und Türkisch.",
                        },
                    ],
                },
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Request, slug: str) -> Response:
        require(parts.JOINING)
        check("team:network", client_network(request._request))
        sent = typed(request, ApplicationInput, partial=True)
        try:
            team = services.appliable(slug)
            if not services.takes_applications(team):
                raise services.TeamIsClosed
            services.apply_to_team(team, _application(team, sent))
        except Team.DoesNotExist:
            raise Http404 from None
        except services.TeamIsClosed:
            raise _closed() from None
        return Response({"status": "mail_sent"}, status=202)


@sheds(Order.SIGNING)
class ApplicationConfirmations(PersonMixin, APIView):
    @extend_schema(
        operation_id="confirmApplication",
        summary="Confirm an application to a team",
        description=f"The team can decide from now on. {REFUSALS} {CLOSED} What was declined or "
        "ended is `application_over` (410).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=SignUpSecret,
        responses={200: ApplicationAnswer},
        examples=[OpenApiExample("Confirming", value={"secret": NOBODYS}, request_only=True)],
    )
    @once
    def post(self, request: Request) -> Response:
        check("volunteering:network", client_network(request._request))
        sent = typed(request, SignUpSecret)
        with opened_by_link():
            found = find_application(sent["secret"])
        try:
            member = services.confirm_application(found)
        except services.TeamIsClosed:
            raise _closed() from None
        if member.state not in (State.APPLIED, State.MEMBER):
            sentence = _("This application is over.")
            raise Refusal(sentence, code="application_over", status=410)
        return Response({"status": member.state, "team": found.team.slug})


def _application(team: Team, sent: dict[str, Any]) -> services.Application:
    """What was sent, as the page's form understands it. Raises ValidationError by field."""
    form = ApplyForm(team=team)
    answers = sent.get("answers", [])
    words = {name: sent.get(name, "") for name in ("name", "email")}
    if [one["question"] for one in answers] == form.questions:
        words["asked"] = form.initial["asked"]
    words |= {f"answer_{number}": one["answer"] for number, one in enumerate(answers)}
    form = ApplyForm(words, team=team)
    if not form.is_valid():
        raise ValidationError(
            {
                name.replace("answer_", "answers."): reasons
                for name, reasons in form.errors.as_data().items()
            }
        )
    return form.application()


def _closed() -> Refusal:
    return Refusal(_("This team takes no applications, or not any more."), code="team_closed")
