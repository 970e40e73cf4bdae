"""Entries gather, one job folds them, and a recount finds what is wrong."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import structlog
import time_machine

from petitions import services
from petitions.models import Petition, PetitionDay, Signature, TallyEntry
from petitions.services import tally
from privacy.models import AuditEntry
from tests.factories import PetitionFactory, SignatureFactory

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def days() -> dict[date, int]:
    return dict(PetitionDay.objects.values_list("day", "confirmed"))


def test_nothing_to_fold_costs_one_query(petition, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert services.fold() == 0


def test_entries_become_the_count_and_the_days(petition):
    for day, delta in ((20, 1), (20, 1), (21, 1), (22, -1), (22, -1)):
        tally.enter(petition.pk, delta, datetime(2026, 11, day, 12, tzinfo=BERLIN))
    petition.refresh_from_db()
    assert petition.confirmed_count == 0
    assert services.fold() == 5
    petition.refresh_from_db()
    assert petition.confirmed_count == 1
    assert days() == {date(2026, 11, 20): 2, date(2026, 11, 21): 1, date(2026, 11, 22): -2}
    assert not TallyEntry.objects.exists()
    assert services.fold() == 0


def test_a_day_is_a_day_in_dortmund(petition):
    tally.enter(petition.pk, 1, datetime(2026, 11, 20, 23, 30, tzinfo=ZoneInfo("UTC")))
    services.fold()
    assert days() == {date(2026, 11, 21): 1}


def test_a_large_heap_is_folded_in_parts(petition, monkeypatch):
    monkeypatch.setattr(tally, "FOLD_AT_MOST", 3)
    for _ in range(7):
        tally.enter(petition.pk, 1, datetime(2026, 11, 20, tzinfo=BERLIN))
    assert [services.fold() for _ in range(4)] == [3, 3, 1, 0]
    petition.refresh_from_db()
    assert petition.confirmed_count == 7


def test_withdrawing_takes_from_the_day_of_the_withdrawal(confirmed):
    [first] = days()
    with time_machine.travel(datetime(2027, 1, 5, 12, tzinfo=BERLIN)):
        services.withdraw(confirmed)
        services.fold()
    assert days() == {first: 1, date(2027, 1, 5): -1}
    assert Petition.objects.get().confirmed_count == 0


@pytest.mark.parametrize("state", ["handed_over", "answered", "rejected"])
def test_a_frozen_count_takes_no_entry(petition, state):
    Petition.objects.update(state=state)
    assert not tally.enter(petition.pk, 1, datetime(2026, 11, 20, tzinfo=BERLIN))
    assert not TallyEntry.objects.exists()


def test_a_right_count_is_left_alone(petition, confirmed):
    PetitionFactory(state="draft")
    SignatureFactory(petition=petition, state="pending")
    # One more is confirmed and not yet folded: no fault.
    SignatureFactory(petition=petition)
    tally.enter(petition.pk, 1, datetime(2026, 11, 20, tzinfo=BERLIN))
    assert services.recount() == []
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("wrong", [0, 7])
def test_a_wrong_count_is_reported_and_repaired(petition, confirmed, wrong):
    PetitionFactory(slug="anders")
    Petition.objects.filter(slug="wahlrecht").update(confirmed_count=wrong)
    with structlog.testing.capture_logs() as lines:
        assert services.recount() == ["wahlrecht"]
    assert lines == [
        {
            "event": "petition_count_was_wrong",
            "log_level": "error",
            "petition": "wahlrecht",
            "difference": 1 - wrong,
        }
    ]
    assert Petition.objects.get(slug="wahlrecht").confirmed_count == 1
    assert AuditEntry.objects.get().verb == "petitions.count_repaired"
    assert services.recount() == []


def test_a_count_handed_over_while_others_were_compared_is_not_touched(petition, confirmed):
    PetitionFactory(slug="anders")
    genuine = tally._with_true_count

    def handed_over_meanwhile():
        if Petition.objects.get(slug="wahlrecht").state == "open":
            services.hand_over(petition)
            Signature.objects.all().delete()
        return genuine()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tally, "_with_true_count", handed_over_meanwhile)
        assert services.recount() == []
    assert Petition.objects.get(slug="wahlrecht").confirmed_count == 1


def test_a_count_that_was_handed_over_is_not_touched(petition, confirmed):
    services.hand_over(petition)
    Signature.objects.all().delete()
    assert services.recount() == []
    assert Petition.objects.get().confirmed_count == 1
