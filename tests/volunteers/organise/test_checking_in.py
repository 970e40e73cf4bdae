"""The list of the day in the workspace: presses of forms and of the script, walk-ins, tickets."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get
from tests.volunteers.factories import RequirementFactory, ShiftFactory, ShiftSignupFactory
from tests.volunteers.helping import came, over, running
from volunteers.models import Shift, ShiftSignup
from volunteers.services.links import ticket_code

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def lead():
    return OrganisationFactory()


@pytest.fixture
def shift(lead):
    return running(campaign=CampaignFactory(lead=lead))


@pytest.fixture
def client(lead):
    return logged_in("organiser", lead)


def path(shift, ending="check-in/") -> str:
    return f"/de/organise/volunteering/hours/{shift.pk}/{ending}"


def press(signup) -> str:
    return path(signup.shift, f"check-in/{signup.pk}/")


def walk_in(shift, **more) -> dict[str, object]:
    return {
        "name": "Ayşe",
        "email": "ayse@example.org",
        "language": "tr",
        "requirement": shift.requirements.all()[0].pk,
        "is_old_enough": "on",
    } | more


@pytest.mark.parametrize(
    ("presence", "words"),
    [("came", "ist da"), ("no_show", "war nicht da"), ("", "zurückgenommen")],
)
def test_a_press_without_script(client, shift, presence, words):
    signup = ShiftSignupFactory(shift=shift, presence="" if presence else "came")
    page = client.post(press(signup), {"presence": presence}, follow=True)
    assert words in page.text
    signup.refresh_from_db()
    assert signup.presence == presence


def test_a_press_without_script_leads_back_to_where_one_was(client, shift):
    signup = ShiftSignupFactory(shift=shift)
    taken = client.post(press(signup), {"presence": "came"})
    assert taken["Location"] == path(shift) + f"#person-{signup.pk}"
    assert f'id="person-{signup.pk}"' in client.get(path(shift)).text
    counted = client.post(path(shift, "unnamed/"), {"press": "0" * 16, "number": "1"})
    assert counted["Location"] == path(shift) + "#unnamed"


def test_what_did_not_go_as_pressed_leads_to_its_message(client, shift):
    signup = came(shift)
    refused = client.post(press(signup), {"presence": "left_early", "until": ""})
    walked_in = client.post(path(shift, "walk-ins/"), walk_in(shift))
    for press_code in ("1" * 16, "1" * 16):
        again = client.post(path(shift, "unnamed/"), {"press": press_code, "number": "1"})
    for answer in (refused, walked_in, again):
        assert answer["Location"] == path(shift) + "#page"


def test_leaving_early_asks_until_when(client, shift):
    signup = came(shift)
    until = shift.starts_there + timedelta(minutes=30)
    page = client.post(press(signup), {"presence": "left_early", "until": ""}, follow=True)
    assert "wann die Person gegangen ist" in page.text
    client.post(press(signup), {"presence": "left_early", "until": f"{until:%H:%M}"})
    signup.refresh_from_db()
    assert signup.presence == "left_early"
    assert signup.minutes in (29, 30)


def test_presses_of_the_script_arrive_late_twice_and_in_any_order(client, shift):
    signup = ShiftSignupFactory(shift=shift)
    pressed = timezone.now() - timedelta(minutes=5)
    first = {"presence": "came", "at": pressed.isoformat()}
    for is_new in (True, False):
        answer = client.post(press(signup), first, headers=JSON).json()
        assert answer == {
            "presence": "came", "is_new": is_new, "stands": True, "refusal": "", "total": 1,
        }  # fmt: skip
    undone = {"presence": "", "at": (pressed + timedelta(minutes=1)).isoformat()}
    assert client.post(press(signup), undone, headers=JSON).json()["total"] == 0
    assert client.post(press(signup), first, headers=JSON).json()["presence"] == ""


@pytest.mark.parametrize("at", ["", "gestern", "2027-13-45T99:99", "2999-01-01T00:00:00Z", "\x00"])
def test_a_clock_that_is_wrong_does_no_harm(client, shift, at):
    signup = ShiftSignupFactory(shift=shift)
    assert client.post(press(signup), {"presence": "came", "at": at}, headers=JSON).json()[
        "is_new"
    ]


def test_what_the_script_sent_wrong_comes_back_in_words(client, shift):
    signup = came(shift)
    answer = client.post(
        press(signup), {"presence": "left_early", "until": "xx"}, headers=JSON
    ).json()
    assert "Uhrzeit" in answer["refusal"]
    assert answer["presence"] == "came"


def test_a_sign_up_of_another_shift_is_not_found(client, shift):
    other = ShiftSignupFactory(shift=running())
    assert client.post(path(shift, f"check-in/{other.pk}/")).status_code == 404


def test_before_the_day_the_list_has_no_buttons(client, shift, lead):
    early = ShiftFactory(campaign=shift.campaign)
    ShiftSignupFactory(shift=early)
    page = client.get(path(early)).text
    assert "können Sie ab" in page
    assert 'name="presence"' not in page
    assert "walk-ins" not in page


def test_the_search_finds_names_however_they_are_written(client, shift):
    for name in ("Ayşe Yılmaz", "Jürgen Groß", "ليلى"):
        ShiftSignupFactory(shift=shift, name=name)
    found = client.get(path(shift), {"q": "yilmaz"}).text
    assert "Ayşe Yılmaz" in found
    assert "Jürgen" not in found
    assert "Niemand mit diesem Namen" in client.get(path(shift), {"q": "zzz"}).text


def test_a_walk_in_is_noted_once_however_often_it_is_pressed(client, shift):
    page = client.post(path(shift, "walk-ins/"), walk_in(shift), follow=True)
    assert "Ayşe ist da." in page.text
    page = client.post(path(shift, "walk-ins/"), walk_in(shift), follow=True)
    assert "stand schon auf der Liste" in page.text
    assert ShiftSignup.objects.get().is_walk_in


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Es fehlt noch: Name"),
        ({"name": "www.spam.de"}, "ohne Internetadresse"),
        ({"email": "ayse"}, "E-Mail-Adresse wie"),
        ({"is_old_enough": ""}, "Fragen Sie nach dem Alter"),
        ({"requirement": "999999"}, "999999"),
    ],
)
def test_a_walk_in_that_is_not_right_is_kept_as_typed(client, shift, change, words):
    answer = client.post(path(shift, "walk-ins/"), walk_in(shift) | change)
    assert answer.status_code == 422
    assert words in answer.text or "field--error" in answer.text
    assert 'value="ayse' in answer.text
    assert not ShiftSignup.objects.exists()


def test_a_shift_of_several_roles_asks_for_one(client, shift):
    RequirementFactory(shift=shift, role="talking")
    page = client.get(path(shift)).text
    assert '<select name="requirement"' in page


def test_people_without_a_name_are_counted_once_for_each_page(client, shift):
    press = re.search(r'name="press" value="([0-9a-f]+)"', client.get(path(shift)).text)[1]
    told = [
        client.post(path(shift, "unnamed/"), {"number": "1", "press": sent}, follow=True).text
        for sent in (press, press, "", "kim@example.org")
    ]
    assert ["schon gezählt" in text for text in told] == [False, True, True, True]
    shift.refresh_from_db()
    assert (shift.erased_people, shift.erased_minutes) == (1, 240)


@pytest.mark.parametrize(
    ("language", "heading", "words"),
    [
        ("en", "Helped, without a name here", "whoever’s data has been erased since"),
        ("de", "Geholfen, hier ohne Namen", "deren Daten inzwischen gelöscht sind"),
        ("tr", "Yardım eden, burada adı olmayanlar", "verileri sonradan silinenler"),
        ("ar", "ساعدوا ولا اسم لهم هنا", "حُذفت بياناتهم منذ ذلك الحين"),
    ],
)
def test_the_number_without_names_says_that_erased_people_are_in_it(
    client, shift, language, heading, words
):
    Shift.objects.filter(pk=shift.pk).update(erased_people=3)
    page = client.get(path(shift).replace("/de/", f"/{language}/")).text
    part = page.partition('id="unnamed"')[2].partition("</section>")[0]
    assert heading in part
    assert words in part


def test_a_ticket_leads_to_one_button(client, shift):
    signup = ShiftSignupFactory(shift=shift, name="Leyla")
    scan = f"/de/organise/volunteering/hours/scan/{ticket_code(signup)}/"
    page = client.get(scan).text
    assert "Leyla</bdi> ist da" in page
    assert press(signup) in page
    client.post(press(signup), {"presence": "came"})
    assert "ist als anwesend notiert" in client.get(scan).text


def test_a_ticket_that_does_not_stand_says_so(client, shift):
    signup = ShiftSignupFactory(shift=shift, state="cancelled")
    page = client.get(f"/de/organise/volunteering/hours/scan/{ticket_code(signup)}/").text
    assert "gilt nicht" in page
    assert 'name="presence"' not in page


def test_a_code_of_no_ticket_is_not_found(client, shift):
    signup = ShiftSignupFactory(shift=shift)
    for code in ("x", ticket_code(signup)[:-1] + "!", "0" * 64):
        page = client.get(f"/de/organise/volunteering/hours/scan/{code}/")
        assert page.status_code == 404


def test_the_ticket_itself_has_the_button_for_whoever_may(client, shift):
    signup = ShiftSignupFactory(shift=shift, name="Leyla")
    ticket = f"/de/shifts/tickets/{ticket_code(signup)}/"
    assert press(signup) in client.get(ticket).text
    scan = f"/de/organise/volunteering/hours/scan/{ticket_code(signup)}/"
    for role in ("nobody", "editor", "stranger"):
        page = logged_in(role, shift.campaign.lead).get(ticket).text
        assert press(signup) not in page
        # Whoever has not logged in yet is led there, and back.
        assert (scan in page) is (role == "nobody")


def test_whoever_is_logged_out_comes_back_to_the_ticket(shift):
    signup = ShiftSignupFactory(shift=shift)
    scan = f"/de/organise/volunteering/hours/scan/{ticket_code(signup)}/"
    answer = logged_in("nobody").get(scan)
    assert answer.status_code == 302
    assert scan in answer["Location"]


@pytest.mark.parametrize("ending", ["check-in/", "scan"])
@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200, administrator=200)
def test_who_sees_the_list(role, status, ending, shift, lead):
    signup = ShiftSignupFactory(shift=shift)
    page = path(shift)
    if ending == "scan":
        page = f"/de/organise/volunteering/hours/scan/{ticket_code(signup)}/"
    assert logged_in(role, lead).get(page).status_code == status
    if role in ("organiser", "owner"):
        assert logged_in(role, OrganisationFactory()).get(page).status_code == 404


@roles_get(stranger=404, viewer=403, editor=403, organiser=302, owner=302, administrator=302)
def test_who_may_press(role, status, shift, lead):
    signup = ShiftSignupFactory(shift=shift)
    somebody = logged_in(role, lead)
    assert somebody.post(press(signup), {"presence": "came"}).status_code == status
    assert somebody.post(path(shift, "walk-ins/"), walk_in(shift)).status_code == status
    assert somebody.post(path(shift, "unnamed/"), {"press": "a" * 16}).status_code == status
    if role == "organiser":
        foreign = logged_in(role, OrganisationFactory())
        assert foreign.post(press(signup), {"presence": "came"}).status_code == 404


def test_only_posts_note_anything(client, shift):
    signup = ShiftSignupFactory(shift=shift)
    for page in (press(signup), path(shift, "walk-ins/"), path(shift, "unnamed/")):
        assert client.get(page).status_code == 405


def test_what_is_approved_has_no_buttons(client, lead):
    shift = over(campaign=CampaignFactory(lead=lead))
    came(shift, is_approved=True)
    page = client.get(path(shift)).text
    assert "Stunden anerkannt" in page
    assert 'name="presence"' not in page


def test_the_list_costs_the_same_for_one_and_for_three(client, shift):
    came(shift)
    one = queries_of(client, path(shift))
    came(shift)
    ShiftSignupFactory(shift=shift)
    assert queries_of(client, path(shift)) == one
