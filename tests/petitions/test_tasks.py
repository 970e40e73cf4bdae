"""The mails: once, in the person's language, again after a failure, and never lost."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from jobs.ages import count_ages
from jobs.models import Job, JobAge
from jobs.registry import HANDLERS
from jobs.services import run_due
from petitions import services
from petitions.models import Petition, Signature
from tests.factories import SignatureFactory, details
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db


class DeadServer(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("550 ayse@example.org")


@pytest.fixture
def dead_server(settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.DeadServer"}}


def remind() -> None:
    HANDLERS["petitions.remind_unconfirmed"]({})
    run_due()


def test_signing_sends_one_mail_with_a_link(signed):
    run_due()
    [message] = mail.outbox
    assert message.to == ["ayse@example.org"]
    assert "/de/petitions/wahlrecht/confirm/" in message.body
    assert "/de/me/" in message.body
    signed.refresh_from_db()
    assert signed.mailed_at


def test_how_long_the_mail_takes_is_told_from_the_press_on(petition):
    pressed_at = timezone.now() - timedelta(minutes=3)
    with time_machine.travel(pressed_at, tick=False):
        services.sign("wahlrecht", details())
    run_due()
    job = Job.objects.get(kind="petitions.mail_signatory")
    assert job.wanted_at == pressed_at == Signature.objects.get().signed_at
    count_ages()
    assert list(JobAge.objects.values_list("at_most", "number")) == [(300, 1)]


def test_jobs_hold_no_name_and_no_address(signed):
    told = str(Job.objects.values())
    for trace in ("Ay", "Y\u0131lmaz", "example.org", "44137"):
        assert trace not in told


def test_pressing_again_and_again_sends_one_mail_in_five_minutes(signed):
    for _ in range(3):
        run_due()
        sign("wahlrecht", details())
    run_due()
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        sign("wahlrecht", details())
        run_due()
    assert len(mail.outbox) == 2


def test_the_wait_ends_with_the_confirmation(signed, secret_mailed):
    services.confirm(secret_mailed())
    sign("wahlrecht", details())
    run_due()
    assert len(mail.outbox) == 2
    assert "/confirm/" not in mail.outbox[1].body


def test_who_withdrew_gets_no_mail(petition):
    signature = SignatureFactory(petition=petition, state="withdrawn")
    HANDLERS["petitions.mail_signatory"]({"petition": petition.pk, "person": signature.person_key})
    assert not mail.outbox


def test_whose_signature_was_invalidated_and_who_signs_again_is_told_whom_to_ask(petition, signed):
    run_due()
    services.invalidate(petition, [signed.pk], "machine", actor="system")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        sign("wahlrecht", details())
        run_due()
    message = mail.outbox[1]
    assert "/de/about/imprint/" in message.body
    assert "/confirm/" not in message.body
    signed.refresh_from_db()
    assert signed.state == "invalidated"


def test_a_signature_that_is_gone_is_no_failure(signed):
    Signature.objects.all().delete()
    assert run_due() == 1
    assert not mail.outbox


def test_while_the_mail_server_is_down_the_mail_waits_longer_and_longer(signed, dead_server):
    waits = []
    for attempt in range(1, 5):
        job = Job.objects.get()
        with time_machine.travel(job.due_at + timedelta(seconds=1), tick=False):
            run_due()
            job.refresh_from_db()
            assert (job.state, job.attempts) == ("queued", attempt)
            waits.append(job.due_at - timezone.now())
    assert waits == sorted(waits)
    assert waits[3] > 3 * waits[0]
    assert job.last_error == "ConnectionRefusedError"
    signed.refresh_from_db()
    assert signed.mailed_at is None


def test_in_the_end_it_fails_visibly_and_is_not_lost(signed, dead_server, settings):
    for _ in range(12):
        with time_machine.travel(Job.objects.get().due_at + timedelta(seconds=1)):
            run_due()
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("failed", 12)
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    sign("wahlrecht", details())
    run_due()
    assert len(mail.outbox) == 1


def test_one_reminder_after_three_days(signed):
    run_due()
    for days, mails in ((2.9, 1), (3.1, 2), (3.2, 2), (9, 2)):
        with time_machine.travel(signed.signed_at + timedelta(days=days)):
            remind()
            assert len(mail.outbox) == mails
    assert "/confirm/" in mail.outbox[1].body


def test_the_reminders_link_lives_as_long_as_the_signature(client, signed, secret_mailed):
    with time_machine.travel(signed.signed_at + timedelta(days=4)):
        HANDLERS["petitions.remind_unconfirmed"]({})
        url = f"/de/petitions/wahlrecht/confirm/{secret_mailed()}/"
    with time_machine.travel(signed.signed_at + timedelta(days=13, hours=23)):
        assert client.get(url).status_code == 200
    with time_machine.travel(signed.signed_at + timedelta(days=14, hours=1)):
        assert client.get(url).status_code == 410


def test_nobody_is_reminded_who_confirmed_or_of_what_is_closed(petition, confirmed):
    SignatureFactory(petition=petition, state="pending")
    services.close(petition)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        remind()
        assert not mail.outbox
        Petition.objects.update(state="open")
        remind()
    assert len(mail.outbox) == 1


def test_a_reminder_that_failed_is_sent_later(signed, settings):
    run_due()
    working = settings.MAILERS
    later = signed.signed_at + timedelta(days=3, hours=1)
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.DeadServer"}}
    with time_machine.travel(later):
        remind()
    signed.refresh_from_db()
    assert signed.reminded_at is None
    settings.MAILERS = working
    with time_machine.travel(later + timedelta(minutes=5)):
        run_due()
    assert len(mail.outbox) == 2


def test_folding_goes_on_until_nothing_waits(signed, secret_mailed):
    services.confirm(secret_mailed())
    HANDLERS["petitions.fold_tally"]({})
    HANDLERS["petitions.recount"]({})
    assert Petition.objects.get().confirmed_count == 1
