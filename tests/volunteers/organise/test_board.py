"""The board: who sees what of it, what it says is missing, whom it suggests, and moving."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from partners.models import Membership
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get, somebody
from tests.volunteers.factories import (
    RequirementFactory,
    ShiftFactory,
    ShiftSignupFactory,
    SupporterFactory,
    VolunteerFactory,
)
from volunteers.models import RequirementLanguage, ShiftAsk, ShiftSignup

pytestmark = pytest.mark.django_db
State = ShiftSignup.State
BOARD = "/de/organise/volunteering/board/"


@pytest.fixture
def lead():
    return OrganisationFactory()


@pytest.fixture
def shift(lead):
    # At noon, so that five hours later it is the same day, whenever this runs.
    noon = timezone.localtime().replace(hour=12, minute=0) + timedelta(days=3)
    return ShiftFactory(
        campaign=CampaignFactory(lead=lead),
        starts_at=noon,
        needs=[{"maximum": 4, "minimum": 3, "languages": ["ar"]}],
    )


def on(shift, name: str = "Petra", **more) -> ShiftSignup:
    return ShiftSignupFactory(shift=shift, volunteer=VolunteerFactory(name=name), **more)


def day_of(shift) -> str:
    return f"?day={timezone.localdate(shift.starts_at).isoformat()}"


def somebody_to_ask(shift, name: str = "Amira", **more):
    volunteer = VolunteerFactory(name=name, speaks={"ar": "3"}, **more)
    return SupporterFactory(campaign=shift.campaign, volunteer=volunteer)


# --- Who sees what -----------------------------------------------------------


@pytest.mark.parametrize("ending", ["people/", "message/"])
@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200, administrator=200)
def test_who_comes_to_the_pages_of_a_shift(role, status, ending, shift, lead):
    assert logged_in(role, lead).get(f"{BOARD}{shift.pk}/{ending}").status_code == status


@roles_get(stranger=403, viewer=403, editor=403, organiser=200, owner=200, administrator=200)
def test_who_prints_names(role, status, shift, lead):
    assert logged_in(role, lead).get(f"{BOARD}list/{day_of(shift)}").status_code == status


@pytest.mark.parametrize(
    ("role", "sees_shift", "sees_names"),
    [
        ("viewer", True, False),
        ("editor", True, False),
        ("organiser", True, True),
        ("owner", True, True),
        ("administrator", True, True),
        ("stranger", False, False),
    ],
)
def test_names_are_for_those_who_coordinate(role, sees_shift, sees_names, shift, lead):
    signup = on(shift)
    somebody_to_ask(shift)
    page = logged_in(role, lead).get(BOARD + day_of(shift)).text
    assert (f"Stand {shift.pk} (de)" in page) is sees_shift
    assert ("1 von 4" in page) is sees_shift
    assert ("Petra" in page) is sees_names
    assert ("Amira" in page) is sees_names
    assert (str(signup.pk) in page) is sees_names
    assert "@example.org" not in page


def test_another_organisation_s_shifts_are_not_there(shift, lead):
    on(shift)
    other = OrganisationFactory()
    client = logged_in("owner", other)
    page = client.get(BOARD + day_of(shift)).text
    assert f"Stand {shift.pk}" not in page
    assert "Petra" not in page
    assert client.get(f"{BOARD}{shift.pk}/people/").status_code == 404


def test_of_two_organisations_names_only_where_one_coordinates(shift, lead):
    user = somebody("organiser", lead)
    other = OrganisationFactory()
    Membership.objects.create(organisation=other, user=user, role="viewer")
    theirs = ShiftFactory(campaign=CampaignFactory(lead=other), starts_at=shift.starts_at)
    on(shift, "Petra")
    on(theirs, "Geheim")
    client = logged_in("nobody")
    client.force_login(user)
    for path in (BOARD, f"{BOARD}list/"):
        page = client.get(path + day_of(shift)).text
        assert "Petra" in page
        assert "Geheim" not in page


# --- What it says ------------------------------------------------------------


def test_it_says_what_is_missing_and_in_which_language(shift, lead):
    on(shift)
    on(shift, "wartet", state=State.WAITING)
    on(shift, "unsicher", state=State.PENDING, has_place=True)
    page = logged_in("organiser", lead).get(BOARD + day_of(shift))
    (turn,) = page.context["turns"]
    (seat,) = turn.seats
    assert [one.name for one in seat.people] == ["Petra"]
    assert (seat.unsure, seat.waiting) == (1, 1)
    assert list(seat.dots) == ["taken", "held", "missing", "free"]
    assert "1 Person fehlt noch" in page.text
    assert '<bdi lang="ar">العربية</bdi>' in page.text
    assert "wartet" not in page.text.replace("1 Person wartet.", "")


def test_without_a_day_it_opens_on_the_next_one_with_shifts(shift, lead):
    page = logged_in("organiser", lead).get(BOARD)
    assert page.context["day"] == timezone.localdate(shift.starts_at)
    assert len(page.context["turns"]) == 1


def test_nonsense_in_the_address_is_left_out(shift, lead):
    for query in ("?day=gestern", "?day=9999-12-31", "?day=2026-02-31", "?view=x&campaign=y"):
        page = logged_in("organiser", lead).get(BOARD + query)
        assert page.context["day"] == timezone.localdate(shift.starts_at)


def test_a_week_and_one_campaign_of_several(shift, lead):
    other = ShiftFactory(
        campaign=CampaignFactory(lead=lead), starts_at=shift.starts_at + timedelta(days=8)
    )
    client = logged_in("organiser", lead)
    week = client.get(f"{BOARD}{day_of(shift)}&view=week")
    assert [turn.shift for turn in week.context["turns"]] == [shift]
    assert week.context["first"].weekday() == 0
    page = client.get(f"{BOARD}{day_of(other)}&campaign={shift.campaign.slug}")
    assert page.context["turns"] == []


def test_the_list_to_print_has_names_and_roles_and_no_address(shift, lead):
    on(shift)
    on(shift, "abgesagt", state=State.CANCELLED)
    page = logged_in("organiser", lead).get(f"{BOARD}list/{day_of(shift)}").text
    assert "Petra" in page
    assert "abgesagt" not in page
    assert "@example.org" not in page


@pytest.mark.parametrize("view", ["day", "week"])
def test_the_board_costs_the_same_with_more_rows(shift, lead, view):
    client = logged_in("organiser", lead)
    path = f"{BOARD}{day_of(shift)}&view={view}"
    on(shift)
    somebody_to_ask(shift)
    first = queries_of(client, path)
    for _ in range(2):
        more = ShiftFactory(
            campaign=shift.campaign, starts_at=shift.starts_at, needs=[{"languages": ["ar"]}, {}]
        )
        on(more)
        on(more, state=State.WAITING)
        somebody_to_ask(more)
    assert queries_of(client, path) == first


@pytest.mark.parametrize("ending", ["people/", "message/"])
def test_the_pages_of_a_shift_cost_the_same_with_more_rows(shift, lead, ending):
    client = logged_in("organiser", lead)
    on(shift)
    somebody_to_ask(shift)
    path = f"{BOARD}{shift.pk}/{ending}"
    first = queries_of(client, path)
    for _ in range(2):
        RequirementFactory(shift=shift, languages=["ar"])
        on(shift)
        somebody_to_ask(shift)
    assert queries_of(client, path) == first


# --- Asking ------------------------------------------------------------------


def asked(shift, supporter, **more) -> dict[str, object]:
    return {"requirement": shift.requirements.get().pk, "supporter": supporter.pk} | more


def test_those_who_agreed_are_suggested_and_asked_once(shift, lead):
    supporter = somebody_to_ask(shift)
    client = logged_in("organiser", lead)
    for path in (BOARD + day_of(shift), f"{BOARD}{shift.pk}/people/"):
        assert "Amira" in client.get(path).text
    words = asked(shift, supporter, back=f"{BOARD}{shift.pk}/people/")
    answer = client.post(f"{BOARD}{shift.pk}/ask/", words)
    assert answer["Location"] == f"{BOARD}{shift.pk}/people/"
    page = client.post(f"{BOARD}{shift.pk}/ask/", words, follow=True).text
    assert "Es wurde nichts gesendet" in page
    assert "Gefragt am" in page
    assert ShiftAsk.objects.count() == 1


@roles_get(stranger=404, viewer=403, editor=403, organiser=302)
def test_who_may_ask(role, status, shift, lead):
    supporter = somebody_to_ask(shift)
    client = logged_in(role, lead)
    assert client.post(f"{BOARD}{shift.pk}/ask/", asked(shift, supporter)).status_code == status
    assert ShiftAsk.objects.exists() is (role == "organiser")


def test_nobody_of_another_campaign_is_asked(shift, lead):
    foreign = SupporterFactory()
    client = logged_in("organiser", lead)
    assert client.post(f"{BOARD}{shift.pk}/ask/", asked(shift, foreign)).status_code == 404
    nonsense = {"requirement": "x", "supporter": "y"}
    assert client.post(f"{BOARD}{shift.pk}/ask/", nonsense).status_code == 404


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/de/me/"])
def test_the_way_back_leads_to_the_board_only(shift, lead, back):
    words = asked(shift, somebody_to_ask(shift), back=back)
    answer = logged_in("organiser", lead).post(f"{BOARD}{shift.pk}/ask/", words)
    assert answer["Location"] == BOARD + day_of(shift)


# --- Moving ------------------------------------------------------------------


@pytest.fixture
def other(shift):
    return ShiftFactory(
        campaign=shift.campaign, starts_at=shift.starts_at + timedelta(hours=5), needs=[{}]
    )


def moved(signup, shift) -> dict[str, object]:
    return {"signup": signup.pk, "requirement": shift.requirements.first().pk}


@roles_get(stranger=404, viewer=403, editor=403, organiser=302)
def test_who_may_move(role, status, shift, other, lead):
    signup = on(shift)
    client = logged_in(role, lead)
    assert client.post(f"{BOARD}move/", moved(signup, other)).status_code == status
    signup.refresh_from_db()
    assert (signup.shift == other) is (role == "organiser")


def test_nobody_is_moved_to_or_from_another_organisation(shift, lead):
    theirs = ShiftFactory(starts_at=shift.starts_at + timedelta(days=1))
    client = logged_in("owner", lead)
    assert client.post(f"{BOARD}move/", moved(on(shift), theirs)).status_code == 404
    assert client.post(f"{BOARD}move/", moved(on(theirs), shift)).status_code == 404
    unknown = {"signup": uuid4(), "requirement": 1}
    assert client.post(f"{BOARD}move/", unknown).status_code == 404
    assert client.post(f"{BOARD}move/", {"signup": "x"}).status_code == 404


def test_the_form_knows_who_and_where_without_a_script(shift, other, lead):
    signup = on(shift)
    page = logged_in("organiser", lead).get(f"{BOARD}{day_of(shift)}&move={signup.pk}").text
    assert f'<option value="{signup.pk}" selected>' in page
    assert f'<option value="{other.requirements.get().pk}">' in page


def test_a_refusal_is_said_in_words(shift, other, lead):
    signup = on(shift)
    requirement = other.requirements.get()
    requirement.maximum = requirement.taken = requirement.minimum = 1
    requirement.save()
    client = logged_in("organiser", lead)
    page = client.post(f"{BOARD}move/", moved(signup, other), follow=True).text
    assert "Petra wurde nicht umgesetzt. Dort ist kein Platz frei" in page


def test_a_language_that_is_needed_is_told_and_a_second_press_moves(shift, other, lead):
    signup = on(shift)
    RequirementLanguage.objects.create(requirement=other.requirements.get(), language="ar")
    client = logged_in("organiser", lead)
    form = moved(signup, other) | {"back": f"{BOARD}{day_of(shift)}"}
    page = client.post(f"{BOARD}move/", form)
    assert page.status_code == 409
    assert "Petra" in page.text
    assert "العربية" in page.text
    signup.refresh_from_db()
    assert signup.shift == shift
    mark = page.context["mark"]
    assert f'name="knows" value="{mark}"' in page.text
    answer = client.post(f"{BOARD}move/", form | {"knows": mark})
    assert answer["Location"] == form["back"]
    signup.refresh_from_db()
    assert signup.shift == other


@pytest.mark.parametrize("is_theirs", [True, False])
def test_what_somebody_does_elsewhere_is_told_to_those_who_coordinate_it(
    shift, other, lead, is_theirs
):
    signup = on(shift)
    campaign = CampaignFactory() if is_theirs else shift.campaign
    busy = ShiftFactory(campaign=campaign, starts_at=other.starts_at)
    ShiftSignup.objects.create(
        shift=busy,
        requirement=busy.requirements.get(),
        person_key=signup.person_key,
        state=State.CONFIRMED,
        has_place=True,
        language="de",
    )
    client = logged_in("organiser", lead)
    page = client.post(f"{BOARD}move/", moved(signup, other), follow=True)
    told = next(iter(page.context["messages"])).message
    assert told.startswith("Petra wurde nicht umgesetzt")
    assert (f"Stand {busy.pk}" in told) is not is_theirs
