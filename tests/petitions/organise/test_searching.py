"""Finding the signature of somebody who calls, and helping them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import HeldForm
from jobs.services import run_due
from petitions import services
from petitions.models import Invalidation, Petition, Signature
from petitions.services import tally
from privacy.models import AuditEntry
from tests.factories import PetitionFactory, SignatureFactory
from tests.organising import logged_in, queries_of, roles_get
from tests.petitions.organise.conftest import url

pytestmark = pytest.mark.django_db
FIND = url("find/")
HELP = url("find/help/")
TYPED = {"searched_address": "ayse@example.org"}
WHO = roles_get(
    stranger=404,
    viewer=403,
    editor=403,
    organiser=403,
    moderator=403,
    owner=200,
    administrator=200,
)


@pytest.fixture
def pending(opened) -> Signature:
    """Ayşe's, whose mail went out ten minutes ago."""
    before = timezone.now() - timedelta(minutes=10)
    return SignatureFactory(
        petition=opened,
        email="ayse@example.org",
        family_name="Yılmaz",
        state="pending",
        signed_at=before,
        mailed_at=before,
    )


@pytest.fixture
def confirmed(opened) -> Signature:
    signature = SignatureFactory(petition=opened, email="ayse@example.org")
    tally.enter_days(opened.pk, {timezone.localdate(): 1})
    return signature


@pytest.fixture
def owner(opened):
    return logged_in("owner", opened.initiator)


def count() -> int:
    services.fold()
    assert services.recount() == []
    return Petition.objects.get(slug="entwurf").confirmed_count


@WHO
def test_who_may_search(opened, role, status):
    client = logged_in(role, opened.initiator)
    assert client.get(FIND).status_code == status
    assert client.post(FIND, TYPED).status_code == status
    assert AuditEntry.objects.filter(verb="petitions.signature_searched").exists() is (
        status == 200
    )


@WHO
def test_who_may_help(pending, role, status):
    client = logged_in(role, pending.petition.initiator)
    assert client.get(HELP).status_code == 405
    answer = client.post(HELP, {"deed": "resend", "signature": pending.pk})
    assert answer.status_code == (302 if status == 200 else status)
    run_due()
    assert len(mail.outbox) == (1 if status == 200 else 0)


@pytest.mark.parametrize("typed", ["ayse@example.org", " AYSE@Example.ORG "])
def test_found_it_says_how_far_it_is_and_never_whose_it_is(pending, owner, typed):
    page = owner.post(FIND, {"searched_address": typed})
    assert page.context["signature"] == pending
    assert 'value="resend"' in page.text
    for secret in ("Ayşe", "Yılmaz", "ayse@", "44137", "AYSE@"):
        assert secret not in page.text
    assert "no-store" in page["Cache-Control"]


def test_what_is_confirmed_needs_no_mail(confirmed, owner):
    page = owner.post(FIND, TYPED)
    assert page.context["signature"] == confirmed
    assert 'value="resend"' not in page.text
    assert 'value="invalidate"' in page.text


@pytest.mark.parametrize("typed", ["mehmet@example.org", "ays@example.org"])
def test_nothing_found_is_said(pending, owner, typed):
    page = owner.post(FIND, {"searched_address": typed})
    assert page.status_code == 200
    assert "Keine Unterschrift mit dieser Adresse" in page.text
    assert typed not in page.text
    assert 'name="deed"' not in page.text


def test_those_of_another_petition_are_not_found(opened, owner):
    SignatureFactory(petition=PetitionFactory(), email="ayse@example.org")
    assert owner.post(FIND, TYPED).context["signature"] is None


@pytest.mark.parametrize(
    "typed", ["", "ayse", "@example.org", "Yılmaz", "%@%", "a\x00@example.org"]
)
def test_parts_of_an_address_are_refused(pending, owner, typed):
    page = owner.post(FIND, {"searched_address": typed})
    assert page.status_code == 422
    assert "searched_address" in page.context["form"].errors


def test_what_stands_in_the_address_bar_searches_nothing(pending, owner):
    page = owner.get(FIND, TYPED)
    assert page.context["signature"] is None
    assert "ayse@" not in page.text


def test_the_address_is_not_kept_when_the_login_has_ended(pending, client):
    assert client.post(FIND, TYPED).status_code == 302
    assert not HeldForm.objects.exists()


def test_whoever_searches_very_often_is_told_until_when_to_wait(opened, owner, settings):
    settings.LIMITS = settings.LIMITS | {"find:user": "1/hour"}
    owner.post(FIND, TYPED)
    page = owner.post(FIND, TYPED)
    assert page.status_code == 429
    assert "zu oft" in page.text.partition('role="alert"')[2]


def test_the_mail_is_sent_once_more(pending, owner):
    page = owner.post(HELP, {"deed": "resend", "signature": pending.pk}, follow=True)
    assert page.redirect_chain == [(FIND, 302)]
    run_due()
    assert mail.outbox[0].to == ["ayse@example.org"]
    page = owner.post(HELP, {"deed": "resend", "signature": pending.pk})
    assert page.status_code == 422
    assert "fünf Minuten" in page.text.partition('role="alert"')[2]


def test_the_mail_not_too_often(pending, owner, settings):
    settings.LIMITS = settings.LIMITS | {"resend:signature": "1/day"}
    owner.post(HELP, {"deed": "resend", "signature": pending.pk})
    Signature.objects.update(mailed_at=None)
    page = owner.post(HELP, {"deed": "resend", "signature": pending.pk})
    assert page.status_code == 429
    assert "zu oft" in page.text.partition('role="alert"')[2]


def test_it_does_not_count_and_counts_again(confirmed, owner):
    sent = {"deed": "invalidate", "signature": confirmed.pk, "reason": "not_by_owner"}
    page = owner.post(HELP, sent | {"note": "Anruf"}, follow=True)
    assert "zählt nicht mehr" in page.text
    assert count() == 0
    assert Invalidation.objects.get().note == "Anruf"
    assert "Anruf" in owner.post(FIND, TYPED).text
    owner.post(HELP, {"deed": "restore", "signature": confirmed.pk})
    assert count() == 1
    page = owner.post(HELP, {"deed": "restore", "signature": confirmed.pk}, follow=True)
    assert "nichts geändert" in page.text


@pytest.mark.parametrize("typed", [{}, {"reason": "hate"}, {"reason": "other", "note": "a@b.de"}])
def test_without_a_right_reason_it_counts(confirmed, owner, typed):
    answer = owner.post(HELP, {"deed": "invalidate", "signature": confirmed.pk} | typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert count() == 1


def test_nothing_counts_less_when_the_number_stands(confirmed, owner):
    services.fold()
    services.close(confirmed.petition)
    services.hand_over(confirmed.petition)
    assert 'value="invalidate"' not in owner.post(FIND, TYPED).text
    sent = {"deed": "invalidate", "signature": confirmed.pk, "reason": "other"}
    answer = owner.post(HELP, sent)
    assert answer.status_code == 422
    assert "steht fest" in answer.text


@pytest.mark.parametrize("deed", ["resend", "burn", ""])
@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_any_more(owner, deed, key):
    answer = owner.post(HELP, {"deed": deed, "signature": key}, follow=True)
    assert answer.redirect_chain == [(FIND, 302)]
    assert "notice--error" in answer.text


def test_another_petitions_signature_is_not_there(owner):
    theirs = SignatureFactory(petition=PetitionFactory(), state="pending")
    owner.post(HELP, {"deed": "resend", "signature": theirs.pk})
    owner.post(HELP, {"deed": "invalidate", "signature": theirs.pk, "reason": "other"})
    theirs.refresh_from_db()
    assert (theirs.state, theirs.mailed_at) == ("pending", None)


def test_the_page_costs_the_same_with_more_signatures(opened, owner):
    queries_of(owner, FIND)
    with_none = queries_of(owner, FIND)
    SignatureFactory.create_batch(3, petition=opened)
    assert queries_of(owner, FIND) == with_none
