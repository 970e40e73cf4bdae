"""Writing to all on a shift: looked at first, sent once, to those who come."""

import re

import pytest
from django.core import mail

from jobs.services import run_due
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import logged_in, roles_get
from tests.volunteers.factories import ShiftFactory, ShiftSignupFactory, VolunteerFactory
from volunteers.models import ShiftMessage, ShiftSignup

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return OrganisationFactory()


@pytest.fixture
def shift(lead):
    shift = ShiftFactory(campaign=CampaignFactory(lead=lead))
    for name in ("Petra", "Kim"):
        ShiftSignupFactory(shift=shift, volunteer=VolunteerFactory(name=name))
    return shift


def path(shift) -> str:
    return f"/de/organise/volunteering/board/{shift.pk}/message/"


def typed(client, shift, **more) -> dict[str, str]:
    nonce = re.search(r'name="nonce" value="([0-9a-f-]{36})"', client.get(path(shift)).text)[1]
    return {"subject": "Regen", "body": "Bringt <b>Schirme</b> mit.", "nonce": nonce} | more


def test_it_is_looked_at_before_it_is_sent_and_sent_once(shift, lead):
    client = logged_in("organiser", lead)
    words = typed(client, shift)
    page = client.post(path(shift), words | {"deed": "preview"}).text
    assert "So wird es gesendet" in page
    assert "Bringt &lt;b&gt;Schirme" in page
    assert not ShiftMessage.objects.exists()
    changing = client.post(path(shift), words | {"deed": "change"}).text
    assert 'value="Regen"' in changing
    assert words["nonce"] in changing
    for _ in range(2):
        assert client.post(path(shift), words | {"deed": "send"}).status_code == 302
    run_due()
    assert sorted(one.to for one in mail.outbox) == sorted(
        [one.email] for one in shift.signups.all()
    )
    assert ShiftMessage.objects.get().people == 2
    assert "Regen" in client.get(path(shift)).text


def test_the_mail_says_the_words_the_shift_and_the_way_to_one_s_page(shift, lead):
    client = logged_in("organiser", lead)
    client.post(path(shift), typed(client, shift, deed="send"))
    run_due()
    letter = mail.outbox[0]
    assert letter.subject == f"Regen: Stand {shift.pk} (de)"
    assert "Bringt <b>Schirme</b> mit." in letter.body
    assert "/volunteering/mine/" in letter.body
    html = letter.alternatives[0].content
    assert "Bringt &lt;b&gt;Schirme&lt;/b&gt; mit." in html


@pytest.mark.parametrize("missing", ["subject", "body"])
def test_what_is_missing_is_said_and_what_was_typed_is_kept(shift, lead, missing):
    client = logged_in("organiser", lead)
    answer = client.post(path(shift), typed(client, shift, deed="send", **{missing: ""}))
    assert answer.status_code == 422
    label = {"subject": "Betreff", "body": "Text"}[missing]
    assert f"Es fehlt noch: {label}" in answer.text
    assert not ShiftMessage.objects.exists()


def test_whoever_left_before_the_mail_was_made_gets_none(shift, lead):
    client = logged_in("organiser", lead)
    client.post(path(shift), typed(client, shift, deed="send"))
    ShiftSignup.objects.filter(pk=shift.signups.first().pk).update(
        state="cancelled", has_place=False
    )
    run_due()
    assert len(mail.outbox) == 1


@roles_get(stranger=404, viewer=403, editor=403, organiser=302)
def test_who_may_write(role, status, shift, lead):
    words = typed(logged_in("owner", lead), shift, deed="send")
    assert logged_in(role, lead).post(path(shift), words).status_code == status
    assert ShiftMessage.objects.exists() is (role == "organiser")
