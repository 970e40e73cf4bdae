"""Mails about programmes: each step, in the reader's language, and none that is out of date."""

import pytest
from django.core import mail

from events import services
from events.models import ProgrammeEntry
from events.programme_emails import send_programme_news
from events.programme_tasks import tell
from events.services.programme_telling import Deed
from tests.events.factories import EntryFactory
from tests.organising import somebody

pytestmark = pytest.mark.django_db
State = ProgrammeEntry.State


@pytest.fixture
def entry():
    return EntryFactory(state=State.HANDED_IN, note="Bitte am Abend")


@pytest.fixture
def editor(entry):
    return somebody("organiser", entry.programme.organisation)


@pytest.mark.parametrize("deed", list(Deed))
@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_each_step_has_its_mail(entry, editor, deed, language):
    editor.language = language
    send_programme_news(entry, deed.value, editor)
    (message,) = mail.outbox
    assert entry.event.texts.get().title in message.subject
    assert f"/{language}/organise/programmes/entries/{entry.pk}/" in message.body
    assert "%(" not in message.subject + message.body


def test_the_hosts_words_reach_the_editors_and_the_reason_the_host(entry, editor):
    send_programme_news(entry, "handed_in", editor)
    services.return_entry(entry, "Bitte ein Bild", actor=editor)
    send_programme_news(entry, "returned", editor)
    first, second = mail.outbox
    assert "Bitte am Abend" in first.body
    assert "Bitte ein Bild" in second.body


def test_what_changed_meanwhile_is_told_no_more(entry, editor):
    lead = somebody("organiser", entry.event.hosts.get().organisation)
    payload = {"entry": entry.pk, "deed": "handed_in", "user": editor.pk}
    services.decline_entry(entry, "Nein", actor=editor)
    tell(payload)
    assert mail.outbox == []
    tell(payload | {"deed": "declined", "user": lead.pk})
    assert len(mail.outbox) == 1


def test_who_is_gone_gets_no_mail(entry, editor):
    editor.is_active = False
    editor.save()
    tell({"entry": entry.pk, "deed": "handed_in", "user": editor.pk})
    tell({"entry": 0, "deed": "handed_in", "user": editor.pk})
    assert mail.outbox == []


def test_who_may_not_decide_any_more_gets_no_mail(entry, editor):
    payload = {"entry": entry.pk, "deed": "handed_in", "user": editor.pk}
    editor.memberships.update(role="editor")
    tell(payload)
    editor.memberships.all().delete()
    tell(payload)
    assert mail.outbox == []
