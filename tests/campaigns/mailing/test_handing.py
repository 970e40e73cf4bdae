"""What can happen while a letter is handed over, and that nobody ever gets a second one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.models import Delivery, Mailing
from campaigns.services import mailing as mailings
from campaigns.services.mailing import claiming, handing, recovering
from config.mailers import choose_mailer
from mail import journal, smtp
from mail.journal import Mark
from tests.campaigns.mailing.conftest import turns
from tests.mail.server import Server

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def server(settings) -> Iterator[Server]:
    with Server() as started:
        address = f"smtp://{started.address}"
        settings.MAILERS = {"default": choose_mailer(address, demo=False, var_dir=Path())}
        yield started
    smtp._of_thread.__dict__.clear()
    smtp.door.open()


def later() -> None:
    """As if every wait were over, and every lease."""
    long_ago = timezone.now() - timedelta(days=1)
    Delivery.objects.filter(state=State.WAITING).update(due_at=long_ago)
    Delivery.objects.held().update(lease_until=long_ago)


def test_by_smtp_everybody_gets_one(server, going):
    mailing = turns(going(3))
    assert sorted(server.taken) == [f"person{n}@example.org" for n in range(3)]
    assert (mailing.sent, mailing.state) == (3, Mailing.State.DONE)


@pytest.mark.parametrize("answer", ["answers_data", "answers_mail"])
def test_not_now_is_tried_again(server, going, answer):
    setattr(server, answer, b"451 later\r\n")
    mailing = turns(going(1))
    assert (mailing.sent, mailing.waiting, mailing.state) == (0, 1, Mailing.State.RUNNING)
    assert Delivery.objects.get().attempts == 1
    setattr(server, answer, b"")
    later()
    assert turns(mailing).sent == 1
    assert server.taken == ["person0@example.org"]


def test_not_now_ends_some_time(server, going, monkeypatch):
    monkeypatch.setattr(handing, "MOST_ATTEMPTS", 2)
    server.answers_mail = b"451 later\r\n"
    mailing = turns(going(1))
    later()
    mailing = turns(mailing)
    assert (mailing.failed, mailing.state) == (1, Mailing.State.DONE)


@pytest.mark.parametrize("answer", ["refuses", "answers_data", "answers_mail"])
def test_never_is_final(server, going, answer):
    told = b"person1@example.org" if answer == "refuses" else b"554 never\r\n"
    setattr(server, answer, told)
    mailing = turns(going(1 if answer != "refuses" else 3))
    refused = 1
    assert (mailing.failed, mailing.state) == (refused, Mailing.State.DONE)
    assert mailing.sent == mailing.total - refused
    assert "person1@example.org" not in server.taken


def test_a_server_that_is_away_costs_no_letter_its_try(server, going):
    server.__exit__(None, None, None)
    mailing = turns(going(2))
    assert mailing.waiting == 2
    assert {one.attempts for one in Delivery.objects.all()} == {0}


def test_a_sender_that_is_refused_is_no_letters_fault(server, going):
    server.refuses = b"mail from"
    mailing = turns(going(2))
    assert (mailing.failed, mailing.waiting) == (0, 2)
    server.refuses = b""
    later()
    assert turns(mailing).sent == 2


def test_lost_after_the_mail_it_is_uncertain_and_not_sent_again(server, going):
    server.hangs_up_after_data = True
    mailing = turns(going(2))
    assert (mailing.uncertain, mailing.waiting) == (1, 1)  # the server is left alone then
    server.hangs_up_after_data = False
    later()
    mailing = turns(mailing)
    assert (mailing.state, mailing.sent, mailing.uncertain) == (Mailing.State.DONE, 1, 1)
    assert len(server.taken) == len(set(server.taken)) == 2


def test_people_may_send_the_uncertain_again(server, going):
    server.hangs_up_after_data = True
    mailing = turns(going(1))
    assert mailing.uncertain == 1
    server.hangs_up_after_data = False
    assert mailings.send_uncertain_again(mailing) == 1
    mailing = turns(mailing)
    assert (mailing.sent, mailing.uncertain, mailing.state) == (1, 0, Mailing.State.DONE)
    assert server.taken == ["person0@example.org"] * 2
    assert mailings.send_uncertain_again(mailing) == 0


def test_a_cancelled_mailing_sends_nothing_again(server, going):
    mailing = going(1)
    mailings.cancel(mailing)
    with pytest.raises(ValidationError):
        mailings.send_uncertain_again(mailing)


def test_an_address_that_cannot_be_written_to_is_refused(server, going, petition):
    mailing = going(1)
    assert mailings.take_turn()
    Delivery.objects.update(address="kein ort@@example.org")
    mailing = turns(mailing)
    assert (mailing.failed, mailing.state) == (1, Mailing.State.DONE)


class TestDeadWorkers:
    """A worker was killed: what its notes say decides about the letters in its hands."""

    @pytest.fixture
    def died(self, going, monkeypatch):
        def died(mark: Mark | None, state: State = State.HANDING) -> Mailing:
            mailing = going(1)
            assert mailings.take_turn()
            other = journal.Journal()
            (letter,) = claiming.claim(mailing, other.name, 1)
            Delivery.objects.update(state=state)
            if mark is not None:
                with other.slot(letter.pk) as slot:
                    slot.mark(mark)
            other.close()
            return mailing

        return died

    def test_of_which_no_byte_left_is_sent(self, server, died):
        mailing = turns(died(Mark.STAYED))
        assert (mailing.sent, server.taken) == (1, ["person0@example.org"])

    def test_that_was_taken_is_sent_already(self, server, died):
        mailing = turns(died(Mark.TAKEN))
        assert (mailing.sent, server.taken) == (1, [])
        assert Delivery.objects.get().address == ""

    def test_that_was_leaving_is_uncertain(self, server, died):
        mailing = turns(died(Mark.LEAVING))
        assert (mailing.uncertain, server.taken) == (1, [])
        # Somebody may have to decide about it.
        assert Delivery.objects.get().address == "person0@example.org"

    def test_that_was_only_claimed_is_sent(self, server, died):
        assert turns(died(None, State.CLAIMED)).sent == 1

    def test_the_notes_go_when_all_is_settled(self, died):
        turns(died(Mark.TAKEN))
        assert journal.abandoned_names() == []

    def test_notes_of_before_the_machine_started_prove_nothing(self, server, died, monkeypatch):
        mailing = died(Mark.STAYED)
        boot = journal.folder() / "boot"
        boot.write_bytes(b"another start")
        monkeypatch.setattr(journal, "BOOT", boot)
        assert turns(mailing).uncertain == 1
        assert server.taken == []

    def test_of_another_machine_it_is_left_alone_until_its_lease_is_over(self, server, going):
        mailing = going(1)
        assert mailings.take_turn()
        claiming.claim(mailing, "elsewhere", 1)
        Delivery.objects.update(state=State.HANDING)
        assert turns(mailing).waiting == 1
        later()
        assert (turns(mailing).uncertain, server.taken) == (1, [])

    def test_a_living_one_is_left_alone(self, server, going):
        mailing = going(1)
        assert mailings.take_turn()
        living = journal.Journal()
        claiming.claim(mailing, living.name, 1)
        assert turns(mailing).waiting == 1
        assert server.taken == []
        living.close()
        assert turns(mailing).sent == 1

    def test_notes_that_nobody_needs_go(self):
        journal.ours()
        journal.Journal().close()
        recovering.forget_journals()
        assert journal.abandoned_names() == []
        assert (journal.folder() / f"{journal.ours().name}{journal.SUFFIX}").exists()


def test_what_could_not_be_stored_is_stored_later(server, going, monkeypatch):
    """The database went away between the server's answer and the row."""
    mailing = going(1)
    assert mailings.take_turn()

    def fails(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(handing, "_store", fails)
        with pytest.raises(ConnectionError):
            mailings.take_turn()
    assert Delivery.objects.get().state == State.HANDING
    later()
    mailing = turns(mailing)
    assert (mailing.sent, mailing.state) == (1, Mailing.State.DONE)
    assert server.taken == ["person0@example.org"]
    assert len(journal.ours()._free) == journal.SLOTS


def test_a_read_only_folder_does_without_notes(server, going, settings):
    settings.VAR_DIR = Path("/proc/no")
    assert turns(going(2)).sent == 2


def test_marked_before_its_bytes_leave(server, going, monkeypatch):
    """The row says `handing` when the server has said that the letter may come."""
    seen = []
    genuine = smtp.Announcing.send

    def send(connection, data):
        genuine(connection, data)
        if len(data) > 500:
            seen.append(Delivery.objects.get().state)

    monkeypatch.setattr(smtp.Announcing, "send", send)
    turns(going(1))
    assert seen == [State.HANDING]
