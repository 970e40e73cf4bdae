"""The links in the mails: GET changes nothing, POST acts, and what is over says why."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from jobs.services import run_due
from privacy import secrets
from privacy.person import person_key
from tests.organising import logged_in
from tests.volunteers.factories import ShiftFactory
from tests.volunteers.signing_up import comes, link, post, subjects
from volunteers import services
from volunteers.models import Guardian, Shift, ShiftSignup
from volunteers.services.links import of_ticket, ticket_code

pytestmark = pytest.mark.django_db
CHILD = {"age_group": "14", "guardian_name": "Fatma Yılmaz", "guardian_email": "f@example.org"}


@pytest.fixture
def shift():
    return ShiftFactory(languages=("de", "en"), needs=[{"maximum": 1}], minimum_age=14)


def state() -> str:
    return ShiftSignup.objects.latest("signed_up_at").state


def nothing_waits() -> None:
    """The mails so far are sent and thrown away."""
    run_due()
    mail.outbox.clear()


def test_opening_the_link_confirms_nothing_and_pressing_does(client, shift):
    post(shift)
    path = link("confirm")
    page = client.get(path)
    assert page.status_code == 200
    assert "Ayşe Yılmaz" in page.text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert state() == "pending"
    answer = client.post(path, {}, follow=True)
    assert state() == "confirmed"
    assert "You are on the shift" in answer.text
    assert 'class="qr"' in answer.text
    assert subjects()[-1] == f"You are on the shift: Stand {shift.pk} (en)"
    # Pressed twice, or opened again, it leads to the ticket.
    assert "/tickets/" in client.get(path)["Location"]
    assert "/tickets/" in client.post(path)["Location"]
    assert len(subjects()) == 2


def test_what_was_typed_anew_meanwhile_is_shown_before_it_is_confirmed(client, shift):
    post(shift)
    path = link("confirm")
    seen = client.get(path).context["seen"]
    post(shift, name="Somebody Else")
    run_due()
    answer = client.post(path, {"seen": seen})
    assert answer.status_code == 409
    assert "Somebody Else" in answer.text
    assert state() == "pending"


def test_without_a_place_left_one_waits_and_then_takes_the_offer(client, shift):
    first = comes(shift)
    nothing_waits()
    post(shift)
    answer = client.post(link("confirm"), follow=True)
    assert "You are on the waiting list" in answer.text
    assert 'class="qr"' not in answer.text
    assert subjects()[-1] == f"You are on the waiting list: Stand {shift.pk} (en)"

    services.leave_shift(first)
    path = link("offer")
    assert client.get(path).status_code == 200
    assert state() == "offered"
    answer = client.post(path, {"deed": "accept"}, follow=True)
    assert "You are on the shift" in answer.text
    assert state() == "confirmed"
    assert "/tickets/" in client.get(path)["Location"]


def test_an_offer_passed_on_is_over_and_the_place_free(client, shift):
    first = comes(shift)
    comes(shift, 1)
    nothing_waits()
    services.leave_shift(first)
    path = link("offer")
    answer = client.post(path, {"deed": "pass_on"})
    assert answer.status_code == 200
    assert state() == "cancelled"
    assert shift.requirements.get().taken == 0
    assert client.post(path, {"deed": "accept"}).status_code == 410
    assert state() == "cancelled"


def test_an_offer_that_ran_out_says_so_and_gives_no_place(client, shift):
    first = comes(shift)
    comes(shift, 1)
    nothing_waits()
    services.leave_shift(first)
    path = link("offer").replace("/de/", "/en/")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        for answer in (client.get(path), client.post(path, {"deed": "accept"})):
            assert answer.status_code == 410
            assert "The place has gone on" in answer.text
    assert state() == "offered"


def test_the_link_in_the_mail_leaves_after_a_press_and_gives_the_place_back(client, shift):
    post(shift)
    client.post(link("confirm"))
    path = link("leave")
    assert client.get(path).status_code == 200
    assert state() == "confirmed"
    answer = client.post(path)
    assert "You are not on this shift" in answer.text
    assert state() == "cancelled"
    assert shift.requirements.get().taken == 0
    assert client.get(path).status_code == 410


def test_a_link_of_one_kind_opens_no_other(client, shift):
    post(shift)
    path = link("confirm")
    for kind in ("offer", "leave", "guardian"):
        assert client.post(path.replace("confirm", kind), {"deed": "agree"}).status_code == 404
    assert state() == "pending"


def test_an_unknown_an_expired_and_an_orphaned_link_say_why(client, shift):
    unknown = client.get(f"/en/shifts/{shift.pk}/confirm/{'x' * 43}/")
    assert unknown.status_code == 404
    assert "know this link" in unknown.text
    post(shift)
    path = link("confirm")
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "This link is over" in answer.text
    ShiftSignup.objects.all().delete()
    assert client.get(path).status_code == 410


def test_of_a_shift_that_is_over_or_cancelled_the_links_say_so(client, shift):
    post(shift)
    path = link("confirm")
    Shift.objects.filter(pk=shift.pk).update(state="cancelled")
    page = client.get(path)
    assert "takes nobody any more" in page.text
    assert '<form method="post"' not in page.text
    answer = client.post(path)
    assert answer.status_code == 410
    assert "This shift is cancelled" in answer.text
    assert state() == "pending"


def test_the_limit_of_links_holds(client, shift, settings):
    settings.LIMITS = settings.LIMITS | {"volunteering:network": "2/hour"}
    path = f"/en/shifts/{shift.pk}/confirm/{'x' * 43}/"
    assert [client.get(path).status_code for _ in range(3)] == [404, 404, 429]


# A clash


@pytest.fixture
def clash(shift):
    """Ayşe is on one shift and has the link of another at that time."""
    post(shift)
    Client().post(link("confirm"))
    other = ShiftFactory(
        languages=("de", "en"), starts_at=shift.starts_at + timedelta(hours=1), needs=[{}]
    )
    post(other)
    path = link("confirm")
    return shift, other, path


def mine(shift) -> str:
    return shift.signups.of(person_key("ayse@example.org")).get().state


def test_a_clash_is_explained_and_nothing_is_lost(client, clash):
    shift, other, path = clash
    answer = client.post(path)
    assert answer.status_code == 409
    for said in (
        "You help somewhere else at that time", f"Stand {shift.pk} (en)", f"Stand {other.pk} (en)",
        "Give up what I have", "Keep what I have",
    ):  # fmt: skip
        assert said in answer.text
    assert (mine(shift), mine(other)) == ("confirmed", "pending")
    # Opened again another day, the same link still asks.
    assert client.get(path).status_code == 200


def test_one_gives_up_what_one_has_and_takes_the_other(client, clash):
    shift, other, path = clash
    left = client.post(path).context["clashes"][0][0].pk
    answer = client.post(path, {"leave": str(left)}, follow=True)
    assert "You are on the shift" in answer.text
    assert (mine(shift), mine(other)) == ("cancelled", "confirmed")
    assert (shift.requirements.get().taken, other.requirements.get().taken) == (0, 1)


def test_one_keeps_what_one_has_and_the_other_place_is_free(client, clash):
    shift, other, path = clash
    answer = client.post(path, {"deed": "keep"})
    assert answer.status_code == 200
    assert (mine(shift), mine(other)) == ("confirmed", "cancelled")
    assert other.requirements.get().taken == 0


def test_nobody_gives_up_a_shift_they_were_not_shown(client, clash):
    shift, other, path = clash
    answer = client.post(path, {"leave": "0" * 32})
    assert answer.status_code == 409
    assert (mine(shift), mine(other)) == ("confirmed", "pending")


def test_nobody_gives_up_a_sure_place_for_a_waiting_list(client, clash):
    shift, other, path = clash
    left = client.post(path).context["clashes"][0][0].pk
    # The two hours are over, and somebody else was quicker.
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        services.release_run_out()
        for number in (1, 2, 3):
            comes(other, number)
        page = client.post(path)
        assert "No place is free here just now" in page.text
        assert 'name="leave"' not in page.text
        answer = client.post(path, {"leave": str(left)})
        assert answer.status_code == 409
    assert (mine(shift), mine(other)) == ("confirmed", "pending")


def test_an_offer_at_the_time_of_another_shift_is_explained_and_can_be_swapped(client, shift):
    first = comes(shift)
    post(shift)
    Client().post(link("confirm"))
    other = ShiftFactory(languages=("de", "en"), starts_at=shift.starts_at)
    post(other)
    Client().post(link("confirm"))
    assert (mine(shift), mine(other)) == ("waiting", "confirmed")
    services.leave_shift(first)
    path = link("offer")
    page = client.post(path, {"deed": "accept"})
    assert page.status_code == 409
    assert (mine(shift), mine(other)) == ("offered", "confirmed")
    left = page.context["clashes"][0][0].pk
    client.post(path, {"leave": str(left)})
    assert (mine(shift), mine(other)) == ("confirmed", "cancelled")


# A guardian


@pytest.fixture
def asked(shift):
    """Ayşe is under sixteen and has confirmed; the path of the guardian's link."""
    post(shift, **CHILD)
    Client().post(link("confirm"))
    run_due()
    (box,) = [number for number, one in enumerate(mail.outbox) if one.to == ["f@example.org"]]
    return link("guardian", box)


def test_a_guardian_sees_what_it_is_and_nothing_more_of_the_person(client, shift, asked):
    Shift.objects.filter(pk=shift.pk).update(contact_name="Mehmet", contact_phone="0231 1")
    page = client.get(asked)
    for said in ("Ayşe", "Mehmet", "0231 1", "vor der Bibliothek", f"Stand {shift.pk} (en)"):
        assert said in page.text
    for hidden in ("Yılmaz", "ayse@example.org", "f@example.org"):
        assert hidden not in page.text
    assert state() == "guardian"
    (letter,) = [one for one in mail.outbox if one.to == ["f@example.org"]]
    assert "Ayşe Yılmaz" not in letter.body
    assert "ayse@" not in letter.body
    # Nothing in it opens the person's own page or gives the place back.
    assert "/me/" not in letter.body
    assert "/leave/" not in letter.body


def test_a_guardian_agrees_by_a_press(client, shift, asked):
    client.get(asked)
    assert client.post(asked, {"deed": "nonsense"}).status_code == 200
    assert state() == "guardian"
    answer = client.post(asked, {"deed": "agree"})
    assert "Thank you" in answer.text
    assert state() == "confirmed"
    assert Guardian.objects.get().answer == "agreed"
    assert subjects()[-1].startswith("You are on the shift")
    # Once answered it is answered.
    client.post(asked, {"deed": "refuse"})
    assert state() == "confirmed"


def test_a_guardian_takes_back_what_they_agreed_to(client, shift, asked):
    assert "take_back" not in client.get(asked).text
    client.post(asked, {"deed": "agree"})
    assert 'value="take_back"' in client.get(asked).text
    with time_machine.travel(shift.starts_at + timedelta(minutes=1)):
        assert "take_back" not in client.get(asked).text
        client.post(asked, {"deed": "take_back"})
    assert state() == "confirmed"
    answer = client.post(asked, {"deed": "take_back"})
    assert "You have not agreed" in answer.text
    assert state() == "cancelled"
    assert subjects()[-1].startswith("You can't help on this shift")


def test_a_guardian_answers_what_the_page_showed(client, shift, asked, actor):
    page = client.get(asked)
    assert f'name="seen" value="{shift.sequence}"' in page.text
    later = shift.starts_at + timedelta(days=1)
    services.move_shift(shift, later, later + timedelta(hours=4), actor=actor)
    answer = client.post(asked, {"deed": "agree", "seen": "0"})
    assert answer.status_code == 409
    assert "The shift has changed meanwhile" in answer.text
    assert state() == "guardian"
    client.post(asked, {"deed": "agree", "seen": "1"})
    assert state() == "confirmed"


def test_a_guardian_who_is_asked_again_reads_what_they_agreed_to(client, shift, asked, actor):
    client.post(asked, {"deed": "agree"})
    before = timezone.localtime(shift.starts_at)
    later = shift.starts_at + timedelta(days=1)
    services.move_shift(shift, later, later + timedelta(hours=4), actor=actor)
    page = client.get(asked)
    assert "so we ask you again" in page.text
    assert f"{before:%H:%M} \N{EN DASH}" in page.text
    assert 'value="agree"' in page.text


def test_a_guardian_refuses_by_a_press(client, shift, asked):
    answer = client.post(asked, {"deed": "refuse"})
    assert "You have not agreed" in answer.text
    assert state() == "cancelled"
    assert shift.requirements.get().taken == 0
    assert subjects()[-1].startswith("You can't help on this shift")


def test_a_question_that_ran_out_says_so(client, shift, asked):
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        services.release_run_out()
        assert "This question is over" in client.get(asked).text
        client.post(asked, {"deed": "agree"})
    assert state() == "lapsed"
    Guardian.objects.all().delete()
    assert client.get(asked).status_code == 410


# The ticket


def test_a_ticket_shows_how_it_stands_and_opens_nothing_else(client, shift):
    signup = comes(shift)
    code = ticket_code(signup)
    assert of_ticket(code) == signup
    page = client.get(f"/en/shifts/tickets/{code}/")
    assert page.status_code == 200
    assert 'class="qr"' in page.text
    assert signup.email not in page.text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    forged = code[:-1] + ("0" if code[-1] != "0" else "1")
    for other in (forged, "x", code[:32], "ü" * 64, signup.pk.hex + "0" * 32):
        assert client.get(f"/en/shifts/tickets/{other}/").status_code == 404
    assert client.post(f"/en/shifts/tickets/{code}/").status_code == 405


def test_a_ticket_that_is_over_says_so(client, shift):
    signup = comes(shift)
    path = f"/en/shifts/tickets/{ticket_code(signup)}/"
    services.leave_shift(signup)
    answer = client.get(path)
    assert answer.status_code == 410
    assert 'class="qr"' not in answer.text


@pytest.mark.parametrize(
    ("role", "may"), [("stranger", False), ("editor", False), ("organiser", True)]
)
def test_only_a_coordinator_is_offered_to_check_in(shift, role, may):
    signup = comes(shift)
    path = f"/en/shifts/tickets/{ticket_code(signup)}/"
    page = logged_in(role, shift.campaign.lead).get(path)
    assert page.context["may_check_in"] is may


def test_secrets_are_kept_as_digests_only(shift):
    post(shift)
    secret = link("confirm").split("/")[-2]
    assert secrets.look_up(secret, "volunteers.confirm").digest != secret


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_the_pages_of_the_links_in_each_language(client, language):
    shift = ShiftFactory(languages={language, "de"}, needs=[{"maximum": 2}], minimum_age=14)
    post(shift, language, **CHILD)
    path = link("confirm")
    assert client.get(path).status_code == 200
    assert client.post(path, follow=True).status_code == 200
    run_due()
    for number, letter in enumerate(mail.outbox):
        kind = "guardian" if letter.to == ["f@example.org"] else "leave"
        if f"/{kind}/" in letter.body:
            assert client.get(link(kind, number)).status_code == 200
