"""Who comes, for those who hold the event: numbers, names, needs, the list as a file."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.utils import timezone

from events.consents import NEEDS
from events.models import Event, EventPlaces, Registration
from events.personal_data import delete_registrations, forget_needs
from events.services.checking_in import check_in, count_walk_ins
from jobs.services import run_due
from privacy.models import AuditEntry
from tests.events.factories import EventFactory, EventHostFactory
from tests.events.registering import registered
from tests.factories import OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return OrganisationFactory()


@pytest.fixture
def event(lead):
    return EventFactory(slug="fest", entry="registration", capacity=3, lead=lead)


def path(ending: str = "registrations/") -> str:
    return f"/de/organise/events/fest/{ending}"


@roles_get(stranger=404, viewer=403, editor=200, organiser=200, owner=200, administrator=200)
def test_who_sees_the_numbers(role, status, event, lead):
    assert logged_in(role, lead).get(path()).status_code == status


@pytest.mark.parametrize("ending", ["registrations.csv", "check-in/"])
@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200, administrator=200)
def test_who_sees_names_elsewhere(role, status, ending, event, lead):
    assert logged_in(role, lead).get(path(ending)).status_code == status


@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200)
def test_who_may_cancel_for_somebody(role, status, event, lead):
    registration = registered(event)
    page = path(f"registrations/{registration.pk}/cancel/")
    assert logged_in(role, lead).get(page).status_code == status


@pytest.mark.parametrize(
    ("state", "may_edit", "status"),
    [
        ("accepted", True, 200),
        ("accepted", False, 403),
        ("invited", True, 403),
        ("declined", True, 404),
        ("withdrawn", True, 404),
    ],
)
def test_of_other_hosts_only_those_who_may_edit(event, state, may_edit, status):
    registered(event)
    other = OrganisationFactory()
    EventHostFactory(event=event, organisation=other, state=state, may_edit=may_edit)
    page = logged_in("organiser", other).get(path())
    assert page.status_code == status
    assert ("Gast 0" in page.text) is (status == 200)
    assert logged_in("organiser", other).get(path("check-in/")).status_code == status


@pytest.mark.parametrize("role", ["organiser", "owner", "administrator"])
def test_needs_are_read_by_the_hosts_alone_as_people_agreed(event, lead, role):
    registered(event, 0, access_needs="Rampe", consents={NEEDS: "Ja"})
    page = logged_in(role, lead).get(path()).text
    assert "Gast 0" in page
    assert ("Rampe" in page) is (role != "administrator")


def test_nor_by_a_superuser_who_is_no_host(event, admin_client):
    registered(event, 0, access_needs="Rampe", consents={NEEDS: "Ja"})
    assert "Rampe" not in admin_client.get(path()).text


def test_editors_see_numbers_and_no_names(event, lead):
    registered(event, 0, party_size=2, access_needs="Rampe", consents={NEEDS: "Ja"})
    page = logged_in("editor", lead).get(path()).text
    assert "Gast 0" not in page
    assert "Rampe" not in page
    assert "2" in page


def test_numbers_names_and_needs(event, lead):
    registered(event, 0, party_size=2, access_needs="Rampe", consents={NEEDS: "Ja"})
    registered(event, 1)
    registered(event, 2, party_size=2)
    answer = logged_in("organiser", lead).get(path())
    numbers = answer.context["numbers"]
    assert (numbers["registered"], numbers["waiting"], numbers["offered"]) == (3, 2, 0)
    for words in ("Gast 0", "Gast 1", "Gast 2", "Rampe"):
        assert words in answer.text
    assert '<span class="badge">Auf der Warteliste</span>' in answer.text
    assert "@example.org" not in answer.text


def test_needs_are_gone_the_day_after(event, lead):
    registered(event, 0, access_needs="Rampe", consents={NEEDS: "Ja"})
    over = timezone.now() - timedelta(days=1, hours=1)
    Event.objects.update(starts_at=over - timedelta(hours=1), ends_at=over)
    forget_needs()
    page = logged_in("organiser", lead).get(path()).text
    assert "Gast 0" in page
    assert "Rampe" not in page


def test_a_host_cancels_for_somebody_who_gets_a_mail(event, lead):
    registration = registered(event)
    client = logged_in("organiser", lead)
    page = path(f"registrations/{registration.pk}/cancel/")
    assert client.get(page).status_code == 200
    assert Registration.objects.get().state == "confirmed"
    assert client.post(page).status_code == 302
    run_due()
    assert Registration.objects.get().state == "cancelled"
    assert [one.to for one in mail.outbox] == [["gast0@example.org"]]
    assert EventPlaces.objects.get().taken == 0
    assert AuditEntry.objects.filter(verb="events.registration_cancelled").count() == 1
    assert client.post(page).status_code == 404


def test_nobody_reaches_a_registration_through_another_event(lead, event):
    other = registered(EventFactory(slug="anderes", entry="registration"))
    client = logged_in("owner", lead)
    assert client.get(path(f"registrations/{other.pk}/cancel/")).status_code == 404
    assert client.post(path(f"check-in/{other.pk}/")).status_code == 404


def test_the_list_as_a_file_is_logged_and_runs_no_formula(event, lead):
    registered(event, 0, access_needs="Rampe", consents={NEEDS: "Ja"})
    Registration.objects.update(name="=SUMME(A1)")
    answer = logged_in("organiser", lead).get(path("registrations.csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    _head, row = csv.reader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
    assert row[:2] == ["'=SUMME(A1)", "1"]
    assert "Rampe" not in answer.text
    assert AuditEntry.objects.filter(verb="events.registrations_fetched").count() == 1


def test_figures_stay_when_the_registrations_are_deleted(event, lead):
    registration = registered(event, 0, party_size=2)
    registered(event, 1)
    check_in(registration, 2)
    count_walk_ins(event, 5)
    over = timezone.now() - timedelta(days=31)
    Event.objects.update(starts_at=over - timedelta(hours=1), ends_at=over)
    assert delete_registrations() == 2
    numbers = logged_in("organiser", lead).get(path()).context["numbers"]
    assert (numbers["registered"], numbers["came"], numbers["walk_ins"]) == (3, 2, 5)


@pytest.mark.parametrize("ending", ["registrations/", "check-in/"])
def test_pages_cost_the_same_with_more_rows(event, lead, ending):
    client = logged_in("organiser", lead)
    registered(event, 0, access_needs="Rampe", consents={NEEDS: "Ja"})
    first = queries_of(client, path(ending))
    for number in (1, 2):
        registered(event, number, access_needs="Rampe", consents={NEEDS: "Ja"})
    assert queries_of(client, path(ending)) == first
