"""A person's own page: what comes next, what they can do about it, and never anybody else's."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from privacy.person import person_key
from tests.organising import queries_of
from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory, VolunteerFactory
from tests.volunteers.own_pages import own
from volunteers.models import ShiftSignup, Volunteer

pytestmark = pytest.mark.django_db
State = ShiftSignup.State


@pytest.fixture
def person():
    return VolunteerFactory(name="Kim Yılmaz")


def on_a_shift(person, days: int = 3, state: str = State.CONFIRMED, **more) -> ShiftSignup:
    shift = ShiftFactory(starts_at=timezone.now() + timedelta(days=days), **more)
    return ShiftSignupFactory(volunteer=person, shift=shift, state=state)


def title(signup: ShiftSignup) -> str:
    return f"Stand {signup.shift_id} (de)"


def test_the_soonest_stands_large_and_the_rest_below(client, person):
    later, first = on_a_shift(person, 5), on_a_shift(person, 2, contact_name="Sevim")
    waits = on_a_shift(person, 1, State.WAITING)
    answer = client.get(own(person.pk))
    overview = answer.context["overview"]
    assert overview.next == first
    assert overview.others == [waits, later]
    assert "Sevim" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_cancelled_shift_says_so_and_is_not_the_next(client, person):
    cancelled = on_a_shift(person, 1)
    cancelled.shift.state = "cancelled"
    cancelled.shift.save()
    kept = on_a_shift(person, 4)
    answer = client.get(own(person.pk))
    assert answer.context["overview"].next == kept
    assert "Abgesagt" in answer.text


def test_what_is_over_or_left_is_not_there(client, person):
    on_a_shift(person, -3)
    on_a_shift(person, 3, State.CANCELLED)
    on_a_shift(person, 4, State.LAPSED)
    overview = client.get(own(person.pk)).context["overview"]
    assert (overview.next, overview.others) == (None, [])


def test_hours_that_were_approved_are_summed_up(client, person):
    for minutes, approved in ((90, timezone.now()), (240, timezone.now()), (600, None)):
        signup = on_a_shift(person, -9)
        ShiftSignup.objects.filter(pk=signup.pk).update(minutes=minutes, approved_at=approved)
    assert "<strong>5,5</strong>" in client.get(own(person.pk)).text


@pytest.mark.parametrize("ending", ["", "shifts/"])
def test_whoever_is_not_known_here_is_told_how_to_begin(client, ending):
    for key in (person_key("neu@example.org"), VolunteerFactory(email="", person_key="x").pk):
        answer = client.get(own(key, ending))
        assert answer.status_code == 200
        assert "volunteers/mine_unknown.html" in {one.name for one in answer.templates}


@pytest.mark.parametrize("ending", ["", "shifts/", "shifts/1/take/"])
def test_without_the_secret_nothing_opens(client, ending):
    assert client.get(f"/de/volunteering/mine/falsch/{ending}").status_code == 404


def test_an_offer_is_taken_or_found_gone(client, person):
    signup = on_a_shift(person, 3, State.OFFERED)
    ShiftSignup.objects.update(offered_until=timezone.now() + timedelta(hours=1))
    way = own(person.pk, f"signups/{signup.pk}/accept/")
    assert f"signups/{signup.pk}/accept/" in client.get(own(person.pk)).text
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        page = client.post(way, follow=True).text
        assert "Die Zeit für diesen Platz ist vorbei" in page
    assert ShiftSignup.objects.get().state == State.OFFERED
    client.post(way)
    assert ShiftSignup.objects.get().state == State.CONFIRMED


def test_an_offer_that_clashes_says_with_what(client, person):
    signup = on_a_shift(person, 3, State.OFFERED)
    ShiftSignup.objects.update(offered_until=timezone.now() + timedelta(hours=1))
    other = ShiftSignupFactory(
        volunteer=person, shift=ShiftFactory(starts_at=signup.shift.starts_at)
    )
    page = client.post(own(person.pk, f"signups/{signup.pk}/accept/"), follow=True).text
    assert f"„{title(other)}“" in page
    signup.refresh_from_db()
    assert signup.state == State.OFFERED


def test_looking_for_a_stand_in_and_coming_after_all(client, person):
    signup = on_a_shift(person)
    client.post(own(person.pk, f"signups/{signup.pk}/look/"))
    signup.refresh_from_db()
    assert signup.stand_in_wanted_at is not None
    assert "Ich komme doch" in client.get(own(person.pk)).text
    client.post(own(person.pk, f"signups/{signup.pk}/stop/"))
    signup.refresh_from_db()
    assert signup.stand_in_wanted_at is None


def test_leaving_asks_once(client, person):
    signup = on_a_shift(person)
    way = own(person.pk, f"signups/{signup.pk}/leave/")
    assert client.get(way).status_code == 200
    signup.refresh_from_db()
    assert signup.state == State.CONFIRMED
    assert client.post(way).status_code == 302
    signup.refresh_from_db()
    assert signup.state == State.CANCELLED
    assert client.post(way).status_code == 404


@pytest.mark.parametrize("what", ["accept", "look", "stop", "leave"])
def test_another_s_sign_up_is_as_unknown_as_none(client, person, what):
    foreign = on_a_shift(VolunteerFactory())
    before = ShiftSignup.objects.values().get()
    answer = client.post(own(person.pk, f"signups/{foreign.pk}/{what}/"))
    assert answer.status_code == 404
    assert ShiftSignup.objects.values().get() == before


@pytest.mark.parametrize("what", ["accept", "look", "stop"])
def test_links_alone_do_nothing(client, person, what):
    signup = on_a_shift(person)
    assert client.get(own(person.pk, f"signups/{signup.pk}/{what}/")).status_code == 405


def test_a_foreign_page_cannot_press(client, person):
    signup = on_a_shift(person)
    way = own(person.pk, f"signups/{signup.pk}/leave/")
    answer = client.post(way, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    signup.refresh_from_db()
    assert signup.state == State.CONFIRMED


def test_who_looks_for_a_stand_in_is_shown_without_a_name(client, person):
    ShiftSignupFactory(
        volunteer=VolunteerFactory(name="Petra Geheim"), stand_in_wanted_at=timezone.now()
    )
    page = client.get(own(person.pk)).text
    assert "Vertretung" in page
    assert "Petra" not in page


def test_the_page_costs_the_same_with_more_rows(client, person):
    def more(days: int) -> None:
        on_a_shift(person, days)
        on_a_shift(person, days + 1, State.WAITING)
        looking = ShiftFactory(starts_at=timezone.now() + timedelta(days=days + 10))
        ShiftSignupFactory(shift=looking, stand_in_wanted_at=timezone.now())

    way = own(person.pk)
    more(2)
    first = queries_of(client, way)
    more(4)
    more(6)
    assert queries_of(client, way) == first
    assert Volunteer.objects.count() == 4
