"""The demo's volunteers: who joined, the teams, and tasks. What they sign up for: shifts.py."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.utils import timezone

from campaigns.models import ActionField, Campaign
from pages.demo import content
from pages.demo.hours import at
from pages.demo.people import people
from pages.demo.rows import put, put_texts
from partners.models import Organisation
from privacy.person import person_key
from volunteers.models import (
    Level,
    Slot,
    Supporter,
    Task,
    TaskClaim,
    TaskText,
    Team,
    TeamAnnouncement,
    TeamLink,
    TeamMeeting,
    TeamMember,
    TeamText,
    Volunteer,
    VolunteerLanguage,
    Way,
)
from volunteers.services import choose_ways, sentences
from web.districts import districts

LED_BY = "integrationsrat-dortmund"
HOW_MANY = 46
# Who logs in as volunteer@example.org finds shifts of their own.
OWN_EMAIL, OWN_NAME = "volunteer@example.org", "Demo-Ehrenamt"
OWN_LANGUAGES = ["de", "tr", "ar"]
# What the demo's people speak beside German. Nobody speaks Romanian, and few Ukrainian or
# Persian: those gaps are what the matching shows.
SPEAKS = {"tr": 26, "ar": 16, "en": 30, "pl": 7, "uk": 3, "ru": 6, "fa": 3, "kmr": 6, "fr": 6}
JOINED = ["kommunales-wahlrecht", "dortmund-haelt-zusammen", "ausbildung-fuer-alle"]


def load_volunteers(today: date) -> list[Volunteer]:
    """The people, the same in every load; they have joined one or two campaigns."""
    random = Random("mitstimme volunteers")  # noqa: S311 - the same people in every demo
    if not Volunteer.objects.filter(is_demo=True).exists():
        campaigns = [Campaign.objects.get(slug=slug) for slug in JOINED]
        _add(OWN_EMAIL, OWN_NAME, "de", OWN_LANGUAGES, random, campaigns[:2], today)
        for person in islice(people(random, ["44137"]), HOW_MANY):
            spoken = ["de", *random.choices(list(SPEAKS), list(SPEAKS.values()), k=2)]
            name = f"{person.given_name} {person.family_name}"
            email = person.email.replace("stimme", "hilft")
            joined = random.sample(campaigns, random.choice([1, 1, 2]))
            _add(email, name, person.language, spoken, random, joined, today)
    return list(
        Volunteer.objects.filter(is_demo=True).order_by("pk").prefetch_related("languages")
    )


def _add(
    email: str,
    name: str,
    language: str,
    spoken: list[str],
    random: Random,
    joined: list[Campaign],
    today: date,
) -> None:
    person = Volunteer.objects.create(
        person_key=person_key(email),
        name=name,
        email=email,
        language=language,
        slots=random.sample(Slot.values, 3),
        districts=random.sample(districts(), 2),
        is_demo=True,
    )
    fluent = random.choice([Level.GOOD, Level.FLUENT])
    VolunteerLanguage.objects.bulk_create(
        VolunteerLanguage(volunteer=person, language=code, level=fluent)
        for code in dict.fromkeys([*spoken, language])
    )
    for campaign in joined:
        _join(
            person, campaign, random.sample([Way.STALL, Way.NEWS, Way.SPREAD, Way.OTHER], 2), today
        )


def _join(person: Volunteer, campaign: Campaign, ways: list[Way], today: date) -> None:
    at_that_time = at(today - timedelta(days=20), "19:00")
    supporter = Supporter.objects.create(
        campaign=campaign,
        person_key=person.pk,
        state=Supporter.State.CONFIRMED,
        language=person.language,
        joined_at=at_that_time,
        confirmed_at=at_that_time,
        is_demo=True,
    )
    words = sentences()
    chosen = {str(way): words[way] for way in ways}
    choose_ways(supporter, chosen, language="de", at=at_that_time)


def load_teams(everybody: list[Volunteer], today: date) -> dict[str, Team]:
    """The three working groups, each with members, words among themselves and a next meeting."""
    council = Organisation.objects.get(slug=LED_BY)
    teams = {}
    for turn, found in enumerate(content.table("volunteering")["teams"]):
        team = put(
            Team,
            {"slug": found["slug"]},
            organisation=council,
            campaign=Campaign.objects.get(slug=found["campaign"]),
            state=Team.State.ACTIVE,
            is_demo=True,
        )
        put_texts(TeamText, team, content.texts_of(found))
        team.fields.set(ActionField.objects.filter(slug__in=found["fields"]))
        if not team.members.exists():
            _fill_team(team, found, everybody[turn * 14 :], today)
        teams[team.slug] = team
    return teams


def _fill_team(team: Team, found: dict[str, Any], people: list[Volunteer], today: date) -> None:
    State, Role = TeamMember.State, TeamMember.Role
    own = person_key(OWN_EMAIL)
    written = found["applications"]
    members = [one for one in people if one.pk != own][: found["members"] + len(written)]
    if found["slug"] == "politische-partizipation":
        members = [Volunteer.objects.get(pk=own), *members[1:]]
    questions = content.texts_of(found)["de"]["questions"].splitlines()
    for turn, one in enumerate(members):
        is_in = turn < found["members"]
        applied = at(today - timedelta(days=15 if is_in else 2), "18:00")
        TeamMember.objects.create(
            team=team,
            person_key=one.pk,
            state=State.MEMBER if is_in else State.APPLIED,
            role=Role.COORDINATOR if turn == 0 else Role.MEMBER,
            name=one.name,
            email=one.email,
            answers=""
            if is_in
            else json.dumps(list(zip(questions, written[turn - found["members"]], strict=True))),
            language=one.language,
            applied_at=applied,
            confirmed_at=applied,
            decided_at=applied + timedelta(days=1) if is_in else None,
            is_demo=True,
        )
    subject, body = found["announcement"]
    TeamAnnouncement.objects.create(
        team=team, subject=subject, body=body, sent_at=at(today - timedelta(days=3)), is_demo=True
    )
    for position, (label, url) in enumerate(found["links"]):
        TeamLink.objects.create(team=team, label=label, url=url, position=position, is_demo=True)
    meeting = found["meeting"]
    day = today + timedelta(days=meeting["in_days"])
    TeamMeeting.objects.create(
        team=team,
        starts_at=at(day, meeting["from"]),
        ends_at=at(day, meeting["to"]),
        place=meeting["place"],
        is_open=meeting["is_open"],
        is_demo=True,
    )


def load_tasks(everybody: list[Volunteer], teams: dict[str, Team], today: date) -> None:
    """What can be done at any time; once, so that what was claimed in the demo stays."""
    if Task.objects.filter(is_demo=True).exists():
        return
    for turn, found in enumerate(content.table("volunteering")["tasks"]):
        claims = found.get("claims", [])
        due = found.get("due_in_days")
        task = Task.objects.create(
            campaign=Campaign.objects.get(slug=found["campaign"]),
            team=teams.get(found.get("team", "")),
            state=Task.State.OPEN,
            maximum=found["maximum"],
            taken=len(claims),
            district=found.get("district", ""),
            language=found.get("language", ""),
            due_on=None if due is None else today + timedelta(days=due),
            minutes=found["minutes"],
            is_demo=True,
        )
        put_texts(TaskText, task, content.texts_of(found))
        for person, state in zip(everybody[turn * 3 :], claims, strict=False):
            _claim(task, person, state, found["minutes"])


def _claim(task: Task, person: Volunteer, state: str, minutes: int) -> None:
    is_done = state == TaskClaim.State.APPROVED
    now = timezone.now()
    TaskClaim.objects.create(
        task=task,
        person_key=person.pk,
        state=state,
        result="" if state == TaskClaim.State.CLAIMED else "Fertig (Demo).",
        minutes=minutes if is_done else None,
        handed_in_at=None if state == TaskClaim.State.CLAIMED else now,
        decided_at=now if is_done else None,
        is_demo=True,
    )
