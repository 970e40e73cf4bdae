"""Shifts one can take: reasons in words, two taps, and what is in the way told with a way out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.organising import queries_of
from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory, VolunteerFactory
from tests.volunteers.own_pages import own
from volunteers.models import Guardian, ShiftSignup

pytestmark = pytest.mark.django_db
State = ShiftSignup.State


@pytest.fixture
def person():
    return VolunteerFactory(name="Kim", speaks={"ar": "3"}, districts=["Hörde"])


def in_days(days: int):
    return timezone.now() + timedelta(days=days)


def way_to(person, shift) -> str:
    return own(person.pk, f"shifts/{shift.requirements.get().pk}/take/")


ADULT = {"age_group": "18"}


def said(person, age_group: str, **more) -> ShiftSignup:
    """How old the person was when they last signed up."""
    words = {"confirmed_at": timezone.now(), "age_group": age_group}
    shift = ShiftFactory(starts_at=in_days(9))
    return ShiftSignupFactory(volunteer=person, shift=shift, **words | more)


def test_the_list_says_why_it_fits(client, person):
    shift = ShiftFactory(district="Hörde", needs=[{"languages": ["ar"], "minimum": 2}])
    page = client.get(own(person.pk, "shifts/")).text
    assert "Das passt zu Ihnen" in page
    assert '<bdi lang="ar">العربية</bdi> wird gebraucht: Das sprechen Sie.' in page
    assert "In Ihrem Stadtbezirk: <bdi>Hörde</bdi>" in page
    assert "Hier fehlen noch 2 Personen." in page
    assert f"/shifts/{shift.requirements.get().pk}/take/" in page


def test_two_taps_and_one_is_on_the_shift(client, person):
    said(person, "18")
    shift = ShiftFactory(minimum_age=18)
    way = way_to(person, shift)
    assert client.get(way).status_code == 200
    assert not shift.signups.exists()
    answer = client.post(way)
    assert answer.status_code == 302
    signup = shift.signups.get()
    assert (signup.state, signup.name, signup.age_group) == (State.CONFIRMED, "Kim", "18")
    # Pressed again, it is the same.
    client.post(way)
    assert shift.signups.count() == 1


def test_the_part_that_htmx_asks_for_is_the_form_alone(client, person):
    shift = ShiftFactory()
    part = client.get(way_to(person, shift), headers={"HX-Request": "true"})
    assert "<form" in part.text
    assert "<html" not in part.text


def test_who_said_to_be_of_age_is_not_asked_again(client, person):
    said(person, "18")
    page = client.get(way_to(person, ShiftFactory())).text
    assert 'name="age_group"' not in page


def test_a_shift_from_eighteen_asks_whoever_never_said_that_they_are(client, person):
    shift = ShiftFactory(minimum_age=18)
    way = way_to(person, shift)
    assert 'name="age_group" value="18"' in client.get(way).text
    assert client.post(way).status_code == 422
    assert not shift.signups.exists()
    assert client.post(way, ADULT).status_code == 302


def old_enough_now(client, person, shift) -> bool:
    answer = client.post(way_to(person, shift), ADULT)
    assert answer.status_code == (302 if shift.signups.exists() else 422)
    return shift.signups.exists()


@pytest.mark.parametrize("age_group", ["0", "14", "16"])
def test_who_said_to_be_younger_grows_no_older_that_day(client, person, age_group):
    said(person, age_group)
    shift = ShiftFactory(minimum_age=18)
    for typed in ({}, ADULT):
        answer = client.post(way_to(person, shift), typed)
        assert answer.status_code == 422
    assert "Diese Schicht ist für Menschen ab 18 Jahren" in answer.text
    assert "<form" not in answer.text.partition("<main")[2]
    assert f'href="/de/shifts/{shift.pk}/"' in answer.text, "where one says it anew"
    assert not shift.signups.exists()


@pytest.mark.parametrize(
    ("age_group", "ago", "is_taken"),
    [
        # Seventeen until yesterday.
        ("16", {"days": 1}, True),
        ("16", {"days": 400}, True),
        # Fifteen at most: of age in the third year from then on.
        ("14", {"days": 1}, False),
        ("14", {"days": 729}, False),
        ("14", {"days": 733}, True),
        ("0", {"days": 733}, False),
        ("0", {"days": 4 * 365 + 3}, True),
    ],
)
def test_who_was_younger_then_is_asked_anew_and_may_have_had_birthdays(
    client, person, age_group, ago, is_taken
):
    with time_machine.travel(datetime(2026, 11, 28, 12, tzinfo=UTC), tick=False) as clock:
        said(person, age_group)
        clock.shift(timedelta(**ago))
        shift = ShiftFactory(minimum_age=18)
        page = client.get(way_to(person, shift)).text
        assert ('name="age_group" value="18"' in page) is is_taken
        assert old_enough_now(client, person, shift) is is_taken


def test_who_needed_a_guardian_yesterday_may_be_sixteen_today_and_not_of_age(client, person):
    said(person, "14", signed_up_at=in_days(-1))
    shift = ShiftFactory(minimum_age=0)
    page = client.get(way_to(person, shift)).text
    offered = [age for age in ("0", "14", "16", "18") if f'value="{age}"' in page]
    assert offered == ["0", "14", "16"]
    answer = client.post(way_to(person, shift), ADULT)
    assert answer.status_code == 422
    assert "Wählen Sie aus, wie alt Sie sind." in answer.text
    assert client.post(way_to(person, shift), {"age_group": "16"}).status_code == 302


def test_who_was_of_age_long_ago_is_not_asked_again(client, person):
    said(person, "18", signed_up_at=in_days(-360))
    assert client.post(way_to(person, ShiftFactory(minimum_age=18))).status_code == 302


def test_what_was_said_last_counts(client, person):
    said(person, "18", signed_up_at=in_days(-3))
    said(person, "16", signed_up_at=in_days(-2))
    assert 'name="age_group"' in client.get(way_to(person, ShiftFactory())).text
    said(person, "18", signed_up_at=in_days(-1))
    assert 'name="age_group"' not in client.get(way_to(person, ShiftFactory())).text


@pytest.mark.parametrize(
    "more", [{"state": State.PENDING, "confirmed_at": None}, {"is_walk_in": True}]
)
def test_what_anybody_may_have_typed_says_nothing_of_the_age(client, person, more):
    said(person, "18", **more)
    assert 'name="age_group"' in client.get(way_to(person, ShiftFactory())).text
    # Nor does it keep anybody from a shift.
    ShiftSignup.objects.update(age_group="0")
    shift = ShiftFactory(minimum_age=18)
    assert client.post(way_to(person, shift), ADULT).status_code == 302


def test_where_young_people_may_help_the_age_is_asked_and_must_be_said(client, person):
    shift = ShiftFactory(minimum_age=16)
    answer = client.post(way_to(person, shift))
    assert answer.status_code == 422
    assert not ShiftSignup.objects.exists()
    page = client.get(way_to(person, shift)).text
    assert 'value="16"' in page
    assert 'value="14"' not in page, "too young in any case"
    assert "guardian" not in page


def test_under_sixteen_a_guardian_is_asked(client, person):
    shift = ShiftFactory(minimum_age=14)
    way = way_to(person, shift)
    typed = {"age_group": "14", "guardian_name": "", "guardian_email": "mama@example.org"}
    answer = client.post(way, typed)
    assert answer.status_code == 422
    assert 'value="mama@example.org"' in answer.text
    assert client.post(way, typed | {"guardian_name": "siehe evil.com"}).status_code == 422
    assert client.post(way, typed | {"guardian_name": "Mama"}).status_code == 302
    signup = ShiftSignup.objects.get()
    assert (signup.state, Guardian.objects.get().email) == (State.GUARDIAN, "mama@example.org")


def both_at_once(person, number: int = 1, **more):
    """What the person has, and a shift that begins at the same time."""
    said(person, "18")
    mine = [
        ShiftSignupFactory(volunteer=person, shift=ShiftFactory(starts_at=in_days(5)))
        for _ in range(number)
    ]
    return mine, ShiftFactory(starts_at=mine[0].shift.starts_at, **more)


def hidden(page: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="leave" value="([0-9a-f-]+)">', page)


def test_a_clash_is_explained_and_one_press_swaps(client, person):
    [mine], shift = both_at_once(person)
    way = way_to(person, shift)
    listed = client.get(own(person.pk, "shifts/")).text
    assert "Hier steht etwas im Weg" in listed
    assert f'/shifts/{shift.requirements.get().pk}/take/"' in listed
    assert f"signups/{mine.pk}/leave/" not in listed
    page = client.get(way).text
    assert f"„Stand {mine.shift_id} (de)“" in page
    assert "Das andere abgeben und hier mithelfen" in page
    assert hidden(page) == [str(mine.pk)]
    answer = client.post(way, {"leave": hidden(page)})
    assert answer.status_code == 302
    mine.refresh_from_db()
    assert (mine.state, shift.signups.get().state) == (State.CANCELLED, State.CONFIRMED)
    # Pressed again, it is the same.
    client.post(way, {"leave": hidden(page)})
    assert shift.signups.get().state == State.CONFIRMED


def test_nothing_is_given_up_that_was_not_shown(client, person):
    mine, shift = both_at_once(person, 2)
    way = way_to(person, shift)
    for leaving in ([], [str(mine[0].pk)], ["x", str(ShiftSignupFactory().pk)]):
        answer = client.post(way, {"leave": leaving})
        assert answer.status_code == 409
        assert "Es wurde nichts geändert" in answer.text
        assert sorted(hidden(answer.text)) == sorted(str(one.pk) for one in mine)
    assert not shift.signups.exists()
    assert all(one.state == State.CONFIRMED for one in ShiftSignup.objects.of(person.pk))


def test_nobody_gives_up_what_is_sure_for_a_waiting_list(client, person):
    [mine], shift = both_at_once(person, needs=[{"maximum": 1}])
    ShiftSignupFactory(shift=shift)
    way = way_to(person, shift)
    for answer in (client.get(way), client.post(way, {"leave": [str(mine.pk)]})):
        assert "Damit Sie nichts verlieren" in answer.text
        assert not hidden(answer.text)
        assert f"signups/{mine.pk}/leave/" in answer.text
    assert answer.status_code == 409
    listed = client.get(own(person.pk, "shifts/")).text
    assert f'/shifts/{shift.requirements.get().pk}/take/"' not in listed
    mine.refresh_from_db()
    assert mine.state == State.CONFIRMED
    assert not shift.signups.of(person.pk).exists()


def test_a_swap_asks_for_the_age_as_any_press_does(client, person):
    mine = ShiftSignupFactory(volunteer=person)
    shift = ShiftFactory(starts_at=mine.shift.starts_at, minimum_age=18)
    answer = client.post(way_to(person, shift), {"leave": [str(mine.pk)]})
    assert answer.status_code == 422
    mine.refresh_from_db()
    assert mine.state == State.CONFIRMED
    typed = ADULT | {"leave": hidden(answer.text)}
    assert client.post(way_to(person, shift), typed).status_code == 302
    mine.refresh_from_db()
    assert mine.state == State.CANCELLED


def test_who_stands_in_is_not_offered_to_swap(client, person):
    mine = ShiftSignupFactory(volunteer=person)
    shift = ShiftFactory(starts_at=mine.shift.starts_at, minimum_age=18)
    looking = ShiftSignupFactory(shift=shift, stand_in_wanted_at=timezone.now())
    way = own(person.pk, f"signups/{looking.pk}/stand-in/")
    answer = client.post(way, ADULT | {"leave": [str(mine.pk)]})
    assert answer.status_code == 409
    assert not hidden(answer.text)
    assert f"signups/{mine.pk}/leave/" in answer.text


def test_full_is_the_waiting_list_and_says_so_before(client, person):
    shift = ShiftFactory(needs=[{"maximum": 1}], minimum_age=18)
    ShiftSignupFactory(shift=shift)
    way = way_to(person, shift)
    assert "Auf die Warteliste" in client.get(way).text
    client.post(way, ADULT)
    assert ShiftSignup.objects.of(person.pk).get().state == State.WAITING


def test_what_nobody_may_take_is_not_there(client, person):
    draft = ShiftFactory(state="draft")
    assert client.get(way_to(person, draft)).status_code == 404
    cancelled = ShiftFactory(state="cancelled")
    answer = client.post(way_to(person, cancelled), {"age_group": "18"})
    assert answer.status_code == 409
    assert client.get(own(person.pk, "shifts/999/take/")).status_code == 404
    assert not ShiftSignup.objects.exists()


def test_a_role_whose_language_one_does_not_speak_is_shown_without_a_button(client, person):
    shift = ShiftFactory(needs=[{"languages": ["tr"]}])
    page = client.get(own(person.pk, "shifts/")).text
    assert '<bdi lang="tr">Türkçe</bdi>' in page
    assert f"/shifts/{shift.requirements.get().pk}/take/" not in page
    assert "<form" not in client.get(way_to(person, shift)).text.partition("<main")[2]


def test_a_language_one_does_not_speak_cannot_be_taken_by_hand(client, person):
    shift = ShiftFactory(needs=[{"languages": ["tr"]}], minimum_age=18)
    assert client.post(way_to(person, shift), ADULT).status_code == 409
    assert not ShiftSignup.objects.exists()


def test_narrowed_and_nonsense_left_out(client, person):
    ShiftFactory(district="Hörde")
    ShiftFactory(district="Aplerbeck", starts_at=in_days(9))
    path = own(person.pk, "shifts/")

    def found(query: str) -> int:
        return len(client.get(f"{path}?{query}").context["page"].object_list)

    assert found("district=Hörde") == 1
    assert found("district=Atlantis&campaign=nichts&language=xx&page=zwei") == 2
    assert found("language=tr") == 0
    assert "Zu dieser Auswahl" in client.get(f"{path}?language=tr").text


# --- Standing in -------------------------------------------------------------


@pytest.fixture
def looking():
    shift = ShiftFactory(needs=[{"maximum": 1}], minimum_age=18)
    return ShiftSignupFactory(shift=shift, stand_in_wanted_at=timezone.now())


def test_standing_in_takes_the_place_over(client, person, looking):
    way = own(person.pk, f"signups/{looking.pk}/stand-in/")
    assert client.get(way).status_code == 200
    assert client.post(way, ADULT).status_code == 302
    looking.refresh_from_db()
    assert looking.state == State.CANCELLED
    assert ShiftSignup.objects.of(person.pk).get().state == State.CONFIRMED


def test_somebody_was_quicker(client, person, looking):
    looking.stand_in_wanted_at = None
    looking.save()
    way = own(person.pk, f"signups/{looking.pk}/stand-in/")
    page = client.post(way, ADULT, follow=True).text
    assert "Das hat schon jemand übernommen" in page
    assert not ShiftSignup.objects.of(person.pk).exists()


def test_young_people_who_stand_in_name_a_guardian_too(client, person, looking):
    looking.shift.minimum_age = 14
    looking.shift.save()
    way = own(person.pk, f"signups/{looking.pk}/stand-in/")
    assert client.post(way, {"age_group": "14"}).status_code == 422
    looking.refresh_from_db()
    assert looking.state == State.CONFIRMED
    typed = {"age_group": "14", "guardian_name": "Papa", "guardian_email": "p@example.org"}
    assert client.post(way, typed).status_code == 302
    assert ShiftSignup.objects.of(person.pk).get().state == State.GUARDIAN


@pytest.mark.parametrize("number", [1])
def test_the_list_costs_the_same_with_more_rows(client, person, number):
    mine = ShiftSignupFactory(volunteer=person)

    def more() -> None:
        ShiftFactory(needs=[{"languages": ["ar"]}, {}], starts_at=in_days(8))
        ShiftFactory(starts_at=mine.shift.starts_at)

    path = own(person.pk, "shifts/")
    more()
    first = queries_of(client, path)
    more()
    more()
    assert queries_of(client, path) == first
