"""What a person sees, takes along and erases of their volunteering."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from jobs.models import Job
from jobs.services import run_due
from privacy import registry, secrets
from privacy import services as privacy_services
from privacy.models import Consent
from privacy.person import person_key
from privacy.services import SELF_SERVICE_LIFETIME
from tests.factories import CampaignFactory
from tests.organising import queries_of
from tests.volunteers.factories import (
    ShiftFactory,
    ShiftSignupFactory,
    SupporterFactory,
    TaskFactory,
    TeamFactory,
    TeamMemberFactory,
    VolunteerFactory,
)
from tests.volunteers.joining import joined, joining
from tests.volunteers.signing_up import at_once
from volunteers import own_data, retention, services
from volunteers.models import (
    Certificate,
    Guardian,
    ShiftSignup,
    Supporter,
    SupporterWay,
    TaskClaim,
    TaskSum,
    TeamMember,
    Volunteer,
)

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


def claimed(task, volunteer, state: str = "claimed", **more: object) -> TaskClaim:
    task.taken += 1
    task.save(update_fields=["taken"])
    return TaskClaim.objects.create(task=task, person_key=volunteer.pk, state=state, **more)


def certified(volunteer, code: str = "abc") -> Certificate:
    today = timezone.now().date()
    return Certificate.objects.create(
        code=code, person_key=volunteer.pk, name=volunteer.name, first_day=today, last_day=today,
        minutes=60,
    )  # fmt: skip


def page_of(volunteer) -> str:
    secret = secrets.issue(
        secrets.SELF_SERVICE, person_key=volunteer.pk, lifetime=SELF_SERVICE_LIFETIME
    )
    return f"/en/me/{secret}/"


def helping(volunteer, campaign=None) -> None:
    """Everything that this app can know of somebody."""
    campaign = campaign or CampaignFactory()
    SupporterFactory(volunteer=volunteer, campaign=campaign, note="Ich backe")
    ShiftSignupFactory(volunteer=volunteer, shift=ShiftFactory(campaign=campaign))
    claimed(TaskFactory(campaign=campaign), volunteer, result="Fertig")
    TeamMemberFactory(volunteer=volunteer, answers="[]")
    certified(volunteer, f"code-{Certificate.objects.count()}")


def test_everything_is_shown_with_its_state():
    volunteer = VolunteerFactory(speaks={"tr": "3"}, districts=["Hörde"])
    helping(volunteer)
    answer = Client().get(page_of(volunteer))
    assert answer.status_code == 200
    for words in ("Ich backe", "Hörde", "Türkçe", "Fertig", "code-0", volunteer.email):
        assert words in answer.text
    assert "Stand " in answer.text
    assert "Aufgabe " in answer.text
    assert "/profile/" in answer.text


def test_nobody_elses_is_shown():
    helping(VolunteerFactory(email_address="omar@example.org"))
    volunteer = VolunteerFactory()
    answer = Client().get(page_of(volunteer))
    assert "omar@example.org" not in answer.text
    assert "Ich backe" not in answer.text


def test_whoever_is_not_known_sees_no_section():
    assert own_data.sections(person_key("x@example.org"), "de") == []


def test_the_page_costs_the_same_with_more():
    volunteer = VolunteerFactory(speaks={"tr": "3"})
    helping(volunteer)
    path = page_of(volunteer)
    client = Client()
    first = queries_of(client, path)
    for _ in range(2):
        helping(volunteer)
    assert queries_of(client, path) == first


def test_export_names_everything():
    volunteer = VolunteerFactory(speaks={"tr": "3"})
    helping(volunteer)
    told = own_data.export(volunteer.pk)
    assert told["volunteer"]["languages"] == {"tr": "3"}
    assert told["campaigns"][0]["ways"] == ["stall"]
    assert told["campaigns"][0]["note"] == "Ich backe"
    assert told["shifts"][0]["state"] == "confirmed"
    assert told["tasks"][0]["result"] == "Fertig"
    assert told["teams"][0]["state"] == "member"
    assert told["certificates"][0]["code"] == "code-0"


def test_what_is_not_confirmed_is_exported_to_its_mailbox():
    services.join(CampaignFactory(), joining(note="Ich backe"))
    run_due()
    key = person_key("ayse@example.org")
    told = own_data.export(key)
    assert told["volunteer"] is None
    assert told["campaigns"][0]["not_confirmed"]["note"] == "Ich backe"
    assert own_data.address_of(key) == "ayse@example.org"


def test_the_address_is_known_from_whatever_there_is():
    volunteer = VolunteerFactory(email_address="omar@example.org")
    assert own_data.address_of(volunteer.pk) == "omar@example.org"
    signup = ShiftSignupFactory(volunteer=VolunteerFactory.build(email="jana@example.org"))
    assert own_data.address_of(signup.person_key) == "jana@example.org"
    assert own_data.address_of(person_key("x@example.org")) is None


def test_withdrawing_a_consent_on_the_self_service_page_ends_the_way():
    supporter = joined(CampaignFactory(), "ayse@example.org", "stall", "news")
    elsewhere = joined(CampaignFactory(), "ayse@example.org", "news")
    consent = Consent.objects.standing().get(
        purpose="volunteers.news", subject_id=str(supporter.pk)
    )
    path = page_of(Volunteer.objects.get())
    assert Client().post(f"{path}consents/{consent.pk}/withdraw/").status_code in (200, 302)
    assert [one.way for one in supporter.ways.all()] == ["stall"]
    assert [one.way for one in elsewhere.ways.all()] == ["news"]


def test_each_consent_says_which_campaign_it_is_about():
    one = joined(CampaignFactory(slug="klima"), "ayse@example.org", "stall")
    other = joined(CampaignFactory(slug="wasser"), "ayse@example.org", "stall")
    consents = Client().get(page_of(Volunteer.objects.get())).context["consents"]
    assert {about for _consent, about in consents} == {str(one.campaign), str(other.campaign)}


def test_erasing_leaves_nothing_that_names_anybody():
    volunteer, other = VolunteerFactory(speaks={"tr": "3"}), VolunteerFactory()
    helping(volunteer)
    helping(other)
    privacy_services.erase(volunteer.pk)
    privacy_services.erase(volunteer.pk)
    for model in (Supporter, ShiftSignup, TaskClaim, TeamMember, Certificate, Volunteer):
        rows = model._default_manager.all()
        field = "pk" if model is Volunteer else "person_key"
        assert {getattr(one, field) for one in rows} == {other.pk}
    assert SupporterWay.objects.count() == 1


def test_whoever_was_never_here_leaves_no_row_by_erasing():
    privacy_services.erase(person_key("x@example.org"))
    assert not Volunteer.objects.exists()


def test_erased_before_the_shift_the_place_is_free_and_offered_on():
    shift = ShiftFactory(needs=[{"maximum": 1}])
    volunteer = VolunteerFactory()
    ShiftSignupFactory(shift=shift, volunteer=volunteer)
    waiting = ShiftSignupFactory(shift=shift, state="waiting")
    privacy_services.erase(volunteer.pk)
    assert Job.objects.filter(kind="volunteers.offer_places").exists()
    run_due()
    waiting.refresh_from_db()
    assert (waiting.state, shift.requirements.get().taken) == ("offered", 1)


def test_erased_after_the_shift_the_hours_stay_anonymous():
    over = timezone.now() - timedelta(days=1)
    shift = ShiftFactory(starts_at=over - timedelta(hours=4), ends_at=over)
    volunteer = VolunteerFactory()
    signup = ShiftSignupFactory(
        shift=shift, volunteer=volunteer, presence="came", minutes=200, approved_at=over
    )
    Guardian.objects.create(signup=signup, name="Mama", email="mama@example.org")
    ShiftSignupFactory(shift=shift, presence="came", minutes=60, approved_at=over)
    privacy_services.erase(volunteer.pk)
    shift.refresh_from_db()
    assert (shift.erased_people, shift.erased_minutes) == (1, 200)
    # How many were there stays true.
    assert shift.requirements.get().taken == 2
    assert not Guardian.objects.exists()


def test_hours_that_nobody_approved_are_no_hours():
    over = timezone.now() - timedelta(days=1)
    shift = ShiftFactory(starts_at=over - timedelta(hours=4), ends_at=over)
    signup = ShiftSignupFactory(shift=shift, presence="came", minutes=200)
    privacy_services.erase(signup.person_key)
    shift.refresh_from_db()
    assert (shift.erased_people, shift.erased_minutes) == (0, 0)


@pytest.mark.parametrize(
    ("state", "taken"),
    [("claimed", 0), ("handed_in", 0), ("returned", 0), ("approved", 1), ("dropped", 1)],
)
def test_a_task_is_free_again_unless_it_is_approved(state, taken):
    # Who has given it up holds no place any more: the one counted is somebody else's.
    task, volunteer = TaskFactory(maximum=2), VolunteerFactory()
    claimed(task, volunteer, state)
    privacy_services.erase(volunteer.pk)
    task.refresh_from_db()
    assert task.taken == taken


def test_minutes_of_a_task_stay_as_a_sum_that_is_added_once():
    campaign = CampaignFactory()
    task = TaskFactory(campaign=campaign, maximum=3)
    people = [VolunteerFactory(), VolunteerFactory()]
    for volunteer in people:
        claimed(task, volunteer, "approved", minutes=45, decided_at=timezone.now())
    claimed(task, VolunteerFactory(), "handed_in", minutes=None)
    for volunteer in people * 2:
        privacy_services.erase(volunteer.pk)
    assert TaskSum.objects.values_list("people", "minutes").get() == (2, 90)
    assert services.hours_of(campaign).total == 90


def test_what_nobody_approved_of_a_task_is_in_no_sum():
    task, volunteer = TaskFactory(), VolunteerFactory()
    claimed(task, volunteer, "returned", minutes=45, decided_at=timezone.now())
    privacy_services.erase(volunteer.pk)
    assert not TaskSum.objects.exists()


@pytest.mark.parametrize("field", ["people", "minutes"])
def test_a_sum_is_never_less_than_nothing(field):
    row = TaskSum.objects.create(task=TaskFactory(), month=timezone.localdate())
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskSum.objects.filter(pk=row.pk).update(**{field: F(field) - 1})


def test_a_mail_that_still_waits_is_forgotten():
    services.join(CampaignFactory(), joining())
    privacy_services.erase(person_key("ayse@example.org"))
    run_due()
    assert not Supporter.objects.exists()


def test_teams_of_others_stay():
    team = TeamFactory()
    mine, other = TeamMemberFactory(team=team), TeamMemberFactory(team=team)
    privacy_services.erase(mine.person_key)
    assert list(TeamMember.objects.all()) == [other]


def test_it_is_registered():
    assert "volunteers" in [data.name for data in registry.registered()]


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_erased_and_deleted_by_age_at_once_a_claim_is_counted_once():
    task = TaskFactory(maximum=9)
    long_ago = timezone.now() - timedelta(days=400)
    people = [VolunteerFactory() for _ in range(4)]
    for volunteer in people:
        claimed(task, volunteer, "approved", minutes=10, decided_at=long_ago)
    deeds = [lambda who=volunteer: privacy_services.erase(who.pk) for volunteer in people * 3]
    found = at_once([*deeds, *[retention.delete_claims] * 4])
    assert [one for one in found if isinstance(one, Exception)] == []
    assert TaskSum.objects.values_list("people", "minutes").get() == (4, 40)


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_erased_while_signing_up_no_place_is_lost_or_held_twice():
    shift = ShiftFactory(needs=[{"maximum": 30}])
    people = [VolunteerFactory() for _ in range(6)]
    deeds = []
    for volunteer in people * 3:
        deeds += [
            lambda who=volunteer: services.take_shift(who, shift.requirements.get()),
            lambda who=volunteer: privacy_services.erase(who.pk),
        ]
    found = at_once(deeds)
    assert [one for one in found if isinstance(one, Exception)] == []
    assert shift.requirements.get().taken == shift.signups.holding().count()


def test_erased_while_it_runs_the_place_is_free_for_whoever_comes_late():
    shift = ShiftFactory(
        starts_at=timezone.now() - timedelta(hours=1), ends_at=timezone.now() + timedelta(hours=3)
    )
    signup = ShiftSignupFactory(shift=shift)
    privacy_services.erase(signup.person_key)
    assert shift.requirements.get().taken == 0
