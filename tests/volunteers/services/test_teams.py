"""Who belongs to a team: decided once, ended by either side, written to once."""

import json

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from jobs.models import Job
from jobs.services import run_due
from privacy.models import AuditEntry
from tests.volunteers.factories import TeamFactory
from tests.volunteers.signing_up import at_once
from tests.volunteers.teamwork import applied, coordinator_of, member_of, subjects
from volunteers import services
from volunteers.models import Team, TeamAnnouncement, TeamMember, Volunteer
from volunteers.services.teams import COORDINATOR

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)
State, Role = TeamMember.State, TeamMember.Role


@pytest.fixture
def team():
    return TeamFactory(slug="bildung", languages=("de", "en"))


def test_whoever_is_accepted_belongs_and_is_welcomed(team, actor):
    member = applied(team)
    assert services.decide(member, accepts=True, actor=actor)
    assert (member.state, member.role, member.decided_by) == (State.MEMBER, Role.MEMBER, actor)
    # The answers have served.
    assert services.answers_of(member) == []
    assert subjects() == ["You belong to the team: bildung (en)"]
    assert "/en/volunteering/mine/" in mail.outbox[0].body
    assert AuditEntry.objects.filter(verb="volunteers.member_accepted").count() == 1


def test_a_refusal_needs_a_reason_that_the_person_reads(team, actor):
    member = applied(team)
    with pytest.raises(ValidationError):
        services.decide(member, accepts=False, actor=actor)
    assert services.decide(member, accepts=False, actor=actor, reason="Wir sind gerade voll.")
    assert member.state == State.DECLINED
    assert subjects() == ["About your application: bildung (en)"]
    assert "Wir sind gerade voll." in mail.outbox[0].body


def test_of_two_decisions_the_first_stands(team, actor):
    member = applied(team)
    other = TeamMember.objects.get(pk=member.pk)
    assert services.decide(member, accepts=True, actor=COORDINATOR)
    assert not services.decide(other, accepts=False, actor=actor, reason="Nein.")
    member.refresh_from_db()
    assert member.state == State.MEMBER
    assert len(subjects()) == 1


def test_nobody_is_taken_in_who_has_not_confirmed(team, actor):
    services.apply_to_team(team, services.Application("X", "x@example.org", "de"))
    run_due()
    assert not services.decide(TeamMember.objects.get(), accepts=True, actor=actor)
    assert TeamMember.objects.get().state == State.PENDING


def test_a_coordinators_deed_is_on_record_without_a_name(team):
    services.decide(applied(team), accepts=True, actor=COORDINATOR)
    entry = AuditEntry.objects.get(verb="volunteers.member_accepted")
    assert entry.actor == COORDINATOR
    assert "bewerbung" not in json.dumps(entry.detail)
    assert TeamMember.objects.get().decided_by is None


def test_somebody_becomes_a_coordinator_and_hears_of_it(team, actor):
    member = member_of(team)
    assert services.change_role(member, Role.COORDINATOR, actor=actor)
    assert member.is_coordinator
    assert not services.change_role(member, Role.COORDINATOR, actor=actor)
    assert not services.change_role(member, "owner", actor=actor)
    assert subjects() == ["Sie koordinieren das Team: bildung (de)"]
    # A team may be without one: its organisation decides then.
    assert services.change_role(member, Role.MEMBER, actor=actor)


def test_leaving_ends_the_role_too_and_one_may_apply_again(team):
    member = coordinator_of(team)
    assert services.leave_team(member)
    assert (member.state, member.role) == (State.LEFT, Role.MEMBER)
    assert not services.leave_team(member)
    assert len(subjects()) == 1
    services.apply_to_team(team, services.Application("Kim", member.email, "de"))
    run_due()
    member.refresh_from_db()
    assert member.state == State.PENDING


def test_an_application_is_taken_back(team, actor):
    member = applied(team)
    assert services.leave_team(member)
    assert subjects() == ["Your application is taken back: bildung (en)"]
    assert not services.decide(member, accepts=True, actor=actor)


def test_a_membership_is_ended_with_a_reason(team, actor):
    member = member_of(team)
    with pytest.raises(ValidationError):
        services.end_membership(member, actor=actor, reason="")
    assert services.end_membership(member, actor=actor, reason="Die Gruppe ist zu Ende.")
    assert not services.end_membership(member, actor=actor, reason="Noch einmal.")
    subjects()
    assert "Die Gruppe ist zu Ende." in mail.outbox[0].body


def test_declining_late_ends_no_membership(team, actor):
    member = applied(team)
    services.decide(member, accepts=True, actor=actor)
    assert not services.decide(member, accepts=False, actor=actor, reason="Nein.")
    assert TeamMember.objects.get().state == State.MEMBER


# --- Announcements -----------------------------------------------------------


def test_an_announcement_goes_to_each_member_once(team, actor):
    for _ in range(2):
        member_of(team)
    applied(team)
    member_of(team, state=State.LEFT)
    member_of(TeamFactory())
    announcement = services.announce(team, subject="Treffen", body="Am Montag.", actor=actor)
    assert subjects() == ["bildung (de): Treffen"] * 2
    assert "Am Montag." in mail.outbox[0].body
    assert announcement.written_by == actor


def test_a_second_press_sends_nothing(team, actor):
    member_of(team)
    first = services.announce(team, subject="Treffen", body="Am Montag.", actor=actor)
    run_due()
    again = services.announce(team, subject="Treffen", body="Am Montag.", actor=actor)
    assert again == first
    services.announce(team, subject="Treffen", body="Am Dienstag.", actor=actor)
    assert len(subjects()) == 2


def test_who_leaves_before_the_mail_gets_none(team, actor):
    member = member_of(team)
    services.announce(team, subject="Treffen", body="Am Montag.", actor=actor)
    TeamMember.objects.filter(pk=member.pk).update(state=State.LEFT)
    assert subjects() == []


def test_a_job_that_begins_again_sends_no_second_letter(team, actor):
    member_of(team)
    services.announce(team, subject="Treffen", body="Am Montag.", actor=actor)
    job = Job.objects.get(kind="volunteers.mail_announcement")
    payload = job.payload
    run_due()
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.QUEUED, payload=payload | {"mail": ["taken", 1]}, finished_at=None
    )
    assert len(subjects()) == 1


def test_a_closed_team_is_not_written_to(team, actor):
    services.close_team(team, actor=actor)
    with pytest.raises(ValidationError):
        services.announce(team, subject="Treffen", body="Am Montag.", actor=actor)


# --- The team's own way ------------------------------------------------------


def test_a_team_is_made_opened_closed_and_opened_again(actor, team):
    made = services.create_team(team.organisation, "Übergang Schule–Beruf", "Wege", actor=actor)
    assert (made.slug, made.state) == ("uebergang-schuleberuf", Team.State.DRAFT)
    services.open_team(made, actor=actor)
    with pytest.raises(ValidationError):
        services.open_team(made, actor=actor)
    services.close_team(made, actor=actor)
    services.open_team(made, actor=actor)
    assert made.state == Team.State.ACTIVE
    with pytest.raises(ValidationError):
        services.delete_team(made, actor=actor)


def test_a_draft_without_members_can_be_deleted(team, actor):
    draft = TeamFactory(state=Team.State.DRAFT)
    member = member_of(draft)
    with pytest.raises(ValidationError):
        services.delete_team(draft, actor=actor)
    member.delete()
    services.delete_team(draft, actor=actor)
    assert Team.objects.get() == team


# --- At once -----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_of_many_who_decide_at_once_one_decides(actor):
    team = TeamFactory()
    member = applied(team)
    deeds = [
        lambda number=number: services.decide(
            TeamMember.objects.get(pk=member.pk),
            accepts=bool(number % 2),
            actor=COORDINATOR if number % 3 else actor,
            reason="Nein.",
        )
        for number in range(12)
    ]
    assert sorted(at_once(deeds)) == [False] * 11 + [True]
    assert Job.objects.filter(kind="volunteers.mail_member").unfinished().count() == 1


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_many_presses_at_once_are_one_announcement(actor):
    team = TeamFactory()
    for _ in range(3):
        member_of(team)
    deed = lambda: services.announce(team, subject="A", body="B", actor=actor)  # noqa: E731
    assert len({one.pk for one in at_once([deed] * 10)}) == 1
    assert TeamAnnouncement.objects.count() == 1
    assert Job.objects.filter(kind="volunteers.mail_announcement").count() == 3


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_one_address_that_applies_many_times_at_once_is_one_row():
    team = TeamFactory()
    for number in range(8):
        application = services.Application(f"Ali {number}", "ali@example.org", "de")
        services.apply_to_team(team, application)
    jobs = [job.payload for job in Job.objects.filter(kind="volunteers.store_application")]
    at_once(
        [
            lambda words=words: services.store_application(
                words["team"], words["person"], words["sealed"]
            )
            for words in jobs
        ]
    )
    assert TeamMember.objects.count() == 1
    assert Volunteer.objects.count() == 1
