"""What became of all signatures, by day: exact whatever happens, and however often it is done."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from petitions import services
from petitions.models import Deed, DeedDay, DeedEntry, Petition, Signature
from petitions.services import tally
from petitions.services.confirming import issue_confirmation
from tests.factories import PetitionFactory, SignatureFactory, details
from tests.petitions.at_once import at_once
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db


def added_up() -> dict[str, int]:
    """All deeds so far, by what they are (and why)."""
    services.add_up()
    assert services.add_up() == 0
    sums: Counter[str] = Counter()
    for deed, reason, number in DeedDay.objects.values_list("deed", "reason", "number"):
        sums[f"{deed} {reason}".strip()] += number
    return {name: number for name, number in sums.items() if number}


def days(deed: str) -> dict[str, int]:
    services.add_up()
    rows = DeedDay.objects.filter(deed=deed).values_list("day", "number")
    return {day.isoformat(): number for day, number in rows if number}


def balance() -> int:
    """What the counts must hold after all these deeds."""
    sums = added_up()
    return sums.get("confirmed", 0) - sums.get("withdrawn", 0) - sums.get("set_aside", 0)


def test_who_withdraws_has_confirmed_all_the_same(confirmed):
    assert added_up() == {"confirmed": 1}
    services.withdraw(confirmed)
    # Before the ledger is folded, and after.
    assert added_up() == {"confirmed": 1, "withdrawn": 1}
    services.fold()
    assert added_up() == {"confirmed": 1, "withdrawn": 1}
    assert services.withdraw(confirmed) is False
    assert added_up() == {"confirmed": 1, "withdrawn": 1}


def test_each_deed_stands_on_its_own_day(petition, django_user_model):
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        sign("wahlrecht", details())
        signature = Signature.objects.get()
        services.confirm(issue_confirmation(signature))
    with time_machine.travel(datetime(2026, 3, 5, 12, tzinfo=UTC)):
        services.invalidate(petition, [signature.pk], "machine", actor="system")
    with time_machine.travel(datetime(2026, 3, 7, 12, tzinfo=UTC)):
        services.restore(petition, [signature.pk], actor="system")
    with time_machine.travel(datetime(2026, 4, 2, 12, tzinfo=UTC)):
        signature.refresh_from_db()
        services.withdraw(signature)
    services.fold()
    assert days("confirmed") == {"2026-03-01": 1}
    assert days("invalidated") == {"2026-03-05": 1}
    assert days("restored") == {"2026-03-07": 1}
    assert days("withdrawn") == {"2026-04-02": 1}
    assert days("set_aside") == {}


def test_invalidated_with_its_reason_counted_or_not(petition, confirmed):
    sign("wahlrecht", details(email="ali@example.org"))
    waiting = Signature.objects.pending().get()
    services.invalidate(petition, [waiting.pk], "twice", actor="system")
    services.invalidate(petition, [confirmed.pk], "machine", actor="system")
    services.invalidate(petition, [confirmed.pk], "machine", actor="system")
    assert added_up() == {
        "confirmed": 1,
        "invalidated twice": 1,
        "invalidated machine": 1,
        "set_aside": 1,
    }
    # Its signatory takes it back: it counts no less than before.
    confirmed.refresh_from_db()
    services.withdraw(confirmed)
    services.fold()
    assert balance() == 0 == Petition.objects.get().confirmed_count
    assert "withdrawn" not in added_up()


def test_what_is_erased_stays_in_the_sums(confirmed):
    services.erase(confirmed.person_key)
    services.fold()
    assert not Signature.objects.exists()
    assert added_up() == {"confirmed": 1, "withdrawn": 1}


def test_signing_again_after_withdrawing_is_confirmed_once_more(confirmed):
    services.withdraw(confirmed)
    sign("wahlrecht", details())
    confirmed.refresh_from_db()
    services.confirm(issue_confirmation(confirmed))
    services.fold()
    assert added_up() == {"confirmed": 2, "withdrawn": 1}
    assert balance() == 1 == Petition.objects.get().confirmed_count


def test_after_the_handover_nothing_is_taken_from_the_number(confirmed):
    Petition.objects.update(state="handed_over", handed_over_at=timezone.now())
    services.withdraw(confirmed)
    assert added_up() == {"confirmed": 1}


def test_days_are_those_in_dortmund(petition):
    # The night in which the clocks go back, and the hour before it.
    for moment in ("2026-10-24T21:59", "2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T22:59"):
        tally.enter(petition.pk, 1, datetime.fromisoformat(f"{moment}+00:00"))
    assert days("confirmed") == {"2026-10-24": 1, "2026-10-25": 3}
    services.fold()
    assert days("confirmed") == {"2026-10-24": 1, "2026-10-25": 3}


def test_a_wrong_day_is_put_right(confirmed):
    added_up()
    DeedDay.objects.filter(deed="confirmed").update(number=7)
    DeedDay.objects.create(day=date(2020, 1, 1), deed="confirmed", number=3)
    assert added_up() == {"confirmed": 1}


def test_a_large_heap_is_added_in_parts(petition, monkeypatch):
    monkeypatch.setattr("petitions.services.deeds.ADDED_AT_ONCE", 2)
    PetitionFactory()
    for _ in range(5):
        DeedEntry.objects.create(day=date(2026, 1, 1), deed=Deed.WITHDRAWN, number=1)
    services.add_up()
    assert DeedEntry.objects.count() == 3
    # What is not added yet is known all the same.
    assert DeedDay.objects.get(deed="confirmed").number == 5
    while services.add_up():
        pass
    assert DeedDay.objects.get(deed="withdrawn").number == 5


class TestFigures:
    def test_by_month_and_none_left_out(self):
        for day, deed, number in (
            (date(2025, 11, 30), "confirmed", 4),
            (date(2025, 11, 1), "confirmed", 5),
            (date(2026, 1, 1), "withdrawn", 2),
            (date(2026, 1, 1), "set_aside", 9),
        ):
            DeedDay.objects.create(day=day, deed=deed, number=number)
        months = services.deed_figures().months
        assert [(one.first.isoformat(), one.confirmed, one.withdrawn) for one in months] == [
            ("2025-11-01", 9, 0), ("2025-12-01", 0, 0), ("2026-01-01", 0, 2)
        ]  # fmt: skip

    def test_reasons_by_month_and_small_ones_together(self):
        for day, reason, number in (
            (date(2025, 11, 3), "machine", 20),
            (date(2026, 1, 1), "machine", 30),
            (date(2026, 1, 31), "machine", 10),
            (date(2026, 1, 1), "twice", 3),
            (date(2026, 1, 1), "no_person", 4),
        ):
            DeedDay.objects.create(day=day, deed="invalidated", reason=reason, number=number)
        DeedDay.objects.create(day=date(2026, 1, 5), deed="restored", reason="machine", number=10)
        told = services.deed_figures()
        assert [(one.first, one.reasons.shown, one.reasons.withheld) for one in told.reasons] == [
            (date(2025, 11, 1), (("machine", 20),), 0),
            (date(2026, 1, 1), (("machine", 40),), 7),
        ]
        by_month = {one.first: one.invalidated for one in told.months}
        assert [one.reasons.total for one in told.reasons] == [
            by_month[one.first] for one in told.reasons
        ]

    def test_the_sum_of_all_months_tells_no_more_than_they_do(self):
        for month, twice in ((1, 8), (2, 2)):
            for reason, number in (("machine", 20), ("twice", twice)):
                DeedDay.objects.create(
                    day=date(2026, month, 1), deed="invalidated", reason=reason, number=number
                )
        told = services.deed_figures()
        # February's two go with its others; the sum is not ten, from which they would follow.
        assert told.reasons[1].reasons.shown == ()
        everything = told.all_reasons
        assert (everything.shown, everything.withheld) == ((("machine", 20), ("twice", 8)), 22)

    @pytest.mark.parametrize(
        ("now", "is_told"),
        [("2026-11-30T23:30", False), ("2026-12-01T23:30", False), ("2026-12-02T00:30", True)],
    )
    def test_reasons_are_told_once_the_month_is_over(self, now, is_told):
        DeedDay.objects.create(
            day=date(2026, 11, 20), deed="invalidated", reason="machine", number=9
        )
        with time_machine.travel(datetime.fromisoformat(f"{now}+01:00")):
            told = services.deed_figures()
        assert bool(told.reasons) is is_told
        assert told.months[0].invalidated == 9

    def test_one_query_that_reads_no_signature(self, confirmed):
        added_up()
        with CaptureQueriesContext(connection) as asked:
            services.deed_figures()
        assert len(asked) == 1
        assert "petitions_signature" not in asked[0]["sql"]

    def test_before_anything_happened_there_is_nothing(self, petition):
        services.add_up()
        assert services.deed_figures().months == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer anyway")
@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_nothing(petition):
    signatures = [SignatureFactory(petition=petition) for _ in range(12)]
    tally.enter_days(petition.pk, {timezone.localdate(): 12})
    deeds = iter(signatures)

    def deed() -> None:
        services.withdraw(next(deeds))
        services.add_up()
        services.fold()

    assert at_once(12, deed) == [None] * 12
    services.fold()
    assert added_up() == {"confirmed": 12, "withdrawn": 12}
    assert DeedEntry.objects.count() == 0
