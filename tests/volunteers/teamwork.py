"""Teams as people use them: applying as a visitor does, and one's own page behind a secret."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jobs.services import run_due
from privacy import secrets
from tests.volunteers.factories import TeamFactory, TeamMemberFactory, VolunteerFactory
from volunteers import services
from volunteers.models import Team, TeamMember, Volunteer

QUESTIONS = "Was möchten Sie einbringen?\nWann haben Sie Zeit?"
ANSWERS = {"answer_0": "Ich kann gut zuhören.", "answer_1": "Samstags."}


def asking_team(**more: Any) -> Team:
    """An active team that asks two questions."""
    team = TeamFactory(**{"slug": "bildung"} | more)
    team.texts.update(questions=QUESTIONS)
    return team


def typed(client: Client, **more: Any) -> dict[str, Any]:
    """A form filled in right, with the hidden word of the page it stands on."""
    page = client.get("/de/teams/bildung/").text
    found = re.search(r'name="asked" value="(\w+)"', page)
    words = {"name": "Ayşe Yılmaz", "email": "ayse@example.org", **ANSWERS}
    return words | {"asked": found[1] if found else ""} | more


def applied(team: Team, number: int = 0) -> TeamMember:
    """Somebody who has applied and confirmed, without the web; mails are thrown away."""
    answers = [("Was möchten Sie einbringen?", f"Antwort {number}")]
    email = f"bewerbung{number}@example.org"
    services.apply_to_team(team, services.Application(f"Bewerbung {number}", email, "en", answers))
    run_due()
    member = TeamMember.objects.latest("applied_at")
    services.confirm_application(member)
    run_due()
    mail.outbox.clear()
    member.refresh_from_db()
    return member


def member_of(team: Team, volunteer: Volunteer | None = None, **more: Any) -> TeamMember:
    return TeamMemberFactory(team=team, volunteer=volunteer or VolunteerFactory(), **more)


def coordinator_of(team: Team) -> TeamMember:
    return member_of(team, role=TeamMember.Role.COORDINATOR, name="Kim Koordination")


def secret_of(member: TeamMember) -> str:
    """A secret of this person's own page."""
    return secrets.issue(
        secrets.SELF_SERVICE, person_key=member.person_key, lifetime=timedelta(days=1)
    )


def own(name: str, member: TeamMember, *args: object, team: Team | None = None) -> str:
    """The English address of a page behind this person's secret."""
    with translation.override("en"):
        slug = (team or member.team).slug
        return reverse(f"volunteering:{name}", args=[secret_of(member), slug, *args])


def link(kind: str) -> str:
    """The path of the newest mail's link of this kind."""
    run_due()
    (found,) = re.findall(rf"/\w\w/teams/[\w-]+/{kind}/[\w-]+/", mail.outbox[-1].body)
    return found


def subjects() -> list[str]:
    run_due()
    return [one.subject for one in mail.outbox]
