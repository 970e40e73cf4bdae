"""Signing up for a shift: what is taken, what is refused, and that nobody learns who is known."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from jobs.models import Job
from jobs.services import run_due
from tests.volunteers.factories import RequirementFactory, ShiftFactory
from tests.volunteers.signing_up import comes, nothing_was_taken, post, subjects, typed
from volunteers.models import Guardian, Requirement, Shift, ShiftSignup
from web import switches
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
CHILD = {"age_group": "14", "guardian_name": "Fatma Yılmaz", "guardian_email": "f@example.org"}


@pytest.fixture
def shift():
    return ShiftFactory(languages=("de", "en", "tr", "ar"), needs=[{"maximum": 2}])


def url(shift) -> str:
    return f"/en/shifts/{shift.pk}/sign-up/"


def test_a_valid_form_is_stored_and_answered_by_the_mailbox_page(client, shift):
    answer = client.post(url(shift), typed(shift), follow=True)
    assert answer.redirect_chain == [(f"/en/shifts/{shift.pk}/sign-up/sent/", 302)]
    assert "Look in your mailbox" in answer.text
    assert not client.cookies
    run_due()
    signup = ShiftSignup.objects.get()
    assert (signup.name, signup.email) == ("Ayşe Yılmaz", "ayse@example.org")
    assert (signup.state, signup.has_place, signup.language) == ("pending", True, "en")
    assert subjects() == [f"Please confirm that you want to help: Stand {shift.pk} (en)"]


def test_whoever_has_signed_up_gets_the_same_answer_and_at_most_one_mail_in_five_minutes(shift):
    first, again = post(shift), post(shift)
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert first.content == again.content
    run_due()
    assert ShiftSignup.objects.count() == 1
    assert len(mail.outbox) == 1


def test_who_comes_already_is_told_so_in_the_mailbox_only(shift):
    comes(shift)
    Job.objects.all().delete()
    stranger, known = post(shift, email="neu@example.org"), post(shift, email="hilft0@example.org")
    assert (known.status_code, known["Location"]) == (stranger.status_code, stranger["Location"])
    assert {subject.partition(":")[0] for subject in subjects()} == {
        "Please confirm that you want to help",
        "Sie waren schon eingetragen",
    }
    # What was typed in with a known address changes nothing of theirs.
    assert ShiftSignup.objects.get(state="confirmed").name == "Hilft 0"


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_the_mail_speaks_the_language_of_the_form_whatever_the_worker_speaks(shift, language):
    post(shift, language)
    with translation.override("en" if language == "de" else "de"):
        run_due()
    (letter,) = mail.outbox
    assert letter.subject.endswith(f": Stand {shift.pk} ({language})")
    assert letter.extra_headers["Content-Language"] == language
    assert f"/{language}/shifts/{shift.pk}/confirm/" in letter.body


def test_htmx_gets_the_part_at_the_same_address(client, shift):
    answer = client.post(url(shift), typed(shift), headers=HTMX)
    assert answer.status_code == 200
    assert "Look in your mailbox" in answer.text
    assert "<html" not in answer.text
    refused = client.post(url(shift), typed(shift, email=""), headers=HTMX)
    assert refused.status_code == 422
    assert refused.text.lstrip().startswith("<section")
    assert 'id="sign-up"' in refused.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("requirement", ""),
        ("requirement", "0"),
        ("requirement", "9" * 5000),
        ("requirement", "x"),
        ("name", ""),
        ("name", "Win at evil.com"),
        ("name", "A\x00B"),
        ("name", "a" * 121),
        ("email", ""),
        ("email", "ayse@localhost"),
        ("email", "a" * 250 + "@example.org"),
        ("age_group", ""),
        ("age_group", "15"),
        # The shift is for people of sixteen or older.
        ("age_group", "0"),
    ],
)
def test_what_is_malformed_is_said_and_the_rest_is_kept(client, shift, field, value):
    guardian = {"guardian_name": "Fatma", "guardian_email": "f@example.org"}
    RequirementFactory(shift=shift, role="driving")
    answer = client.post(url(shift), typed(shift, **guardian | {field: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    anchor = f"#id_{field}_0" if field in ("requirement", "age_group") else f"#id_{field}"
    assert f'href="{anchor}"' in answer.text
    assert f'id="{anchor[1:]}"' in answer.text
    for name in {"name", "email"} - {field}:
        assert f'value="{typed(shift)[name]}"' in answer.text
    for name in {"requirement", "age_group"} - {field}:
        assert f'value="{typed(shift)[name]}" checked' in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert nothing_was_taken()


def test_a_role_of_another_shift_is_none_of_this_one(client, shift):
    other = ShiftFactory().requirements.get()
    answer = client.post(url(shift), typed(shift, requirement=other.pk))
    assert list(answer.context["form"].errors) == ["requirement"]
    assert nothing_was_taken()


def test_who_speaks_none_of_the_languages_is_told_what_to_do(client, shift):
    interpreting = RequirementFactory(shift=shift, role="interpreting", languages=("ar", "tr"))
    words = typed(shift, requirement=interpreting.pk)
    answer = client.post(url(shift), words)
    assert list(answer.context["form"].errors) == ["speaks"]
    assert "one of these: العربية, Türkçe. Tick this box" in answer.text
    assert nothing_was_taken()
    assert client.post(url(shift), words | {"speaks": "on"}).status_code == 302
    # The other role needs none.
    assert client.post(url(shift), typed(shift)).status_code == 302


def test_a_shift_without_languages_asks_for_none(client, shift):
    assert 'name="speaks"' not in client.get(f"/en/shifts/{shift.pk}/").text
    RequirementFactory(shift=shift, languages=("ar",))
    page = client.get(f"/en/shifts/{shift.pk}/").text
    assert 'name="speaks"' in page
    assert page.count("data-speaks") == 1


def test_one_thing_to_do_is_chosen_already_and_of_two_none(client, shift):
    page = client.get(f"/en/shifts/{shift.pk}/").text
    assert f'value="{shift.requirements.get().pk}" checked' in page
    RequirementFactory(shift=shift)
    assert " checked" not in client.get(f"/en/shifts/{shift.pk}/").text


def test_only_ages_that_may_be_old_enough_are_offered(client, shift):
    page = client.get(f"/en/shifts/{shift.pk}/").text
    assert 'value="16"' in page
    assert 'value="14"' not in page
    assert "guardian_email" not in page
    Shift.objects.filter(pk=shift.pk).update(minimum_age=14)
    page = client.get(f"/en/shifts/{shift.pk}/").text
    assert 'value="14"' in page
    assert 'value="0"' not in page
    assert "guardian_email" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"guardian_name": ""}, "guardian_name"),
        ({"guardian_name": "geh auf evil.com"}, "guardian_name"),
        ({"guardian_email": ""}, "guardian_email"),
        ({"guardian_email": "nirgends"}, "guardian_email"),
        # A child does not agree for itself.
        ({"guardian_email": "AYSE@example.org"}, "guardian_email"),
    ],
)
def test_under_sixteen_a_guardian_is_named(client, shift, change, field):
    Shift.objects.filter(pk=shift.pk).update(minimum_age=14)
    answer = client.post(url(shift), typed(shift, **CHILD | change))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert nothing_was_taken()


def test_of_a_guardian_nothing_is_kept_where_none_is_needed(client, shift):
    Shift.objects.filter(pk=shift.pk).update(minimum_age=14)
    client.post(url(shift), typed(shift, **CHILD | {"age_group": "16"}))
    run_due()
    assert ShiftSignup.objects.count() == 1
    assert not Guardian.objects.exists()


@pytest.mark.parametrize("changes", [{"state": "cancelled"}, {"is_over": True}])
def test_a_shift_that_takes_nobody_says_so(client, shift, changes):
    if changes.pop("is_over", False):
        changes = {"starts_at": "2020-01-01T10:00Z", "ends_at": "2020-01-01T12:00Z"}
    Shift.objects.filter(pk=shift.pk).update(**changes)
    assert client.post(url(shift), typed(shift)).status_code == 409
    assert nothing_was_taken()


def test_a_draft_and_an_unknown_shift_are_not_found(client, shift):
    assert client.post("/en/shifts/999999/sign-up/", typed(shift)).status_code == 404
    Shift.objects.filter(pk=shift.pk).update(state="draft")
    assert client.post(url(shift), typed(shift)).status_code == 404


def test_a_foreign_page_signs_nobody_up(client, shift):
    answer = client.post(url(shift), typed(shift), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert nothing_was_taken()


def test_past_the_limit_the_form_comes_back_as_typed(client, shift, settings):
    settings.LIMITS = settings.LIMITS | {
        "shift:network": "1/hour",
        "shift:network:proven": "1/hour",
    }
    assert client.post(url(shift), typed(shift)).status_code == 302
    answer = client.post(url(shift), typed(shift, email="b@example.org"))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert 'value="b@example.org"' in answer.text


def test_past_the_limit_a_small_task_is_set(client, shift, settings):
    settings.LIMITS = settings.LIMITS | {"shift:network": "1/hour"}
    client.post(url(shift), typed(shift))
    answer = client.post(url(shift), typed(shift, email="b@example.org"))
    assert answer.status_code == 429
    assert "data-proof=" in answer.text


def test_switched_off_the_page_says_so_and_keeps_what_was_typed(client, shift, actor):
    switches.turn("volunteers.joining", is_on=False, actor=actor)
    forget_remembered()
    answer = client.post(url(shift), typed(shift))
    assert answer.status_code == 503
    assert "We take no sign-ups for a while" in answer.text
    assert 'value="ayse@example.org"' in answer.text
    assert nothing_was_taken()
    page = client.get(shift.get_absolute_url())
    assert '<form class="stack sign-up"' not in page.text


def test_while_the_database_is_away_the_form_waits_as_it_was_typed(client, shift, monkeypatch):
    Shift.objects.filter(pk=shift.pk).update(minimum_age=14)
    client.get(f"/en/shifts/{shift.pk}/")
    monkeypatch.setattr("web.held.is_away", lambda: True)
    answer = client.post(url(shift), typed(shift, **CHILD))
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    form = answer.text
    for kept in ("ayse@example.org", "Fatma Yılmaz", "f@example.org", "data-send-again"):
        assert kept in form
    assert 'value="14" checked' in form
    assert f'name="requirement" value="{shift.requirements.get().pk}"' in form
    assert f'action="/en/shifts/{shift.pk}/sign-up/#sign-up"' in form


def test_the_source_comes_from_the_page_one_stood_on(client, shift):
    referer = f"http://testserver/en/shifts/{shift.pk}/?from=plakat-7"
    client.post(url(shift), typed(shift), headers={"Referer": referer})
    run_due()
    assert ShiftSignup.objects.get().source == "plakat-7"


def test_repeats_past_their_limit_store_and_mail_nothing(shift, settings):
    settings.LIMITS = settings.LIMITS | {"shift:address": "1/hour"}
    for name in ("Eins", "Zwei", "Drei"):
        assert post(shift, name=name).status_code == 302
        run_due()
    assert ShiftSignup.objects.get().name == "Zwei"
    assert len(mail.outbox) == 1


def test_the_address_of_the_form_leads_to_the_page(shift):
    moved = Client().get(url(shift))
    assert moved["Location"] == f"/en/shifts/{shift.pk}/"
    assert Requirement.objects.count() == 1
