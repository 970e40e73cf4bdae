"""Figures are exact, of one moment, seldom made, and stay when the signatures are gone."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from petitions import personal_data, services
from petitions.models import Petition, Signature, SignatureFigure, SignatureScan, TallyEntry
from petitions.services import scanning, scanning_statements
from petitions.services.confirming import issue_confirmation
from petitions.services.scanning_statements import count_by_everything
from tests.factories import PetitionFactory, SignatureFactory, details
from tests.petitions.at_once import at_once
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 20, 12, tzinfo=BERLIN)


def figures(dimension: str, number: str = "confirmed", petition: int | None = None) -> dict:
    rows = SignatureFigure.objects.filter(dimension=dimension)
    if petition:
        rows = rows.filter(scan=petition)
    return dict(rows.values_list("value", number))


def scan_again(minutes: float = 2) -> int:
    """Scan as if some time had passed since the last one."""
    SignatureScan.objects.exclude(scanned_at=None).update(
        scanned_at=timezone.now() - timedelta(minutes=minutes), took=timedelta(0)
    )
    return services.scan()


@pytest.fixture
def many(petition) -> Petition:
    """Signatures of every kind."""
    for n in range(12):
        SignatureFactory(
            petition=petition,
            signed_at=NOON - timedelta(days=n % 3),
            language=("de", "tr", "de")[n % 3],
            source=("", "flyer", "", "moschee")[n % 4],
            district=("Eving", "")[n % 2],
        )
    SignatureFactory.create_batch(3, petition=petition, state="pending", signed_at=NOON)
    SignatureFactory(
        petition=petition,
        state="withdrawn",
        signed_at=NOON - timedelta(days=9),
        confirmed_at=NOON - timedelta(days=9),
        withdrawn_at=NOON,
    )
    SignatureFactory(petition=petition, state="invalidated", signed_at=NOON, source="flyer")
    return petition


@time_machine.travel(NOON + timedelta(hours=1))
def test_every_signature_is_in_every_dimension(many):
    other = PetitionFactory(slug="anders")
    SignatureFactory(petition=other, signed_at=NOON)
    assert services.scan() == 2
    whole = SignatureFigure.objects.get(scan=many.pk, dimension="all")
    assert [getattr(whole, name) for name in scanning.NUMBERS] == [17, 12, 3, 1, 1]
    mine = many.pk
    assert figures("source", petition=mine) == {"": 6, "flyer": 3, "moschee": 3}
    assert figures("source", "invalidated", mine) == {"": 0, "flyer": 1, "moschee": 0}
    assert figures("language", petition=mine) == {"de": 8, "tr": 4}
    assert figures("district", petition=mine) == {"Eving": 6, "": 6}
    assert figures("day", "signed", mine) == {
        "2026-11-20": 8, "2026-11-19": 4, "2026-11-18": 4, "2026-11-11": 1
    }  # fmt: skip
    assert figures("withdrawn", "signed", mine) == {"2026-11-20": 1}
    assert figures("all", petition=other.pk) == {"": 1}


def test_a_day_is_a_day_in_dortmund(petition):
    SignatureFactory(
        petition=petition, signed_at=datetime(2026, 7, 1, 22, 30, tzinfo=ZoneInfo("UTC"))
    )
    services.scan()
    assert figures("day", "signed") == {"2026-07-02": 1}


def test_one_statement_reads_the_signatures(many, django_assert_num_queries):
    # On PostgreSQL in a transaction with two settings of its own.
    statements = 5 if connection.vendor == "postgresql" else 1
    with django_assert_num_queries(statements):
        one = count_by_everything([many.pk])
    for _ in range(2):
        SignatureFactory(petition=PetitionFactory())
    everywhere = list(Petition.objects.values_list("pk", flat=True))
    with django_assert_num_queries(statements):
        three = count_by_everything(everywhere)
    assert set(one) < set(three)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plan")
def test_postgresql_reads_them_once(many):
    statement, params = scanning_statements._statement([many.pk])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    # With the blank: a plan that goes by an index names that one, too.
    assert plan.count("on petitions_signature ") == 1, plan


# --- Only where something changed, and not too often ---------------------------


def test_a_petition_without_signatures_is_counted_once(petition):
    assert services.scan() == 1
    assert figures("all") == {"": 0}
    assert scan_again() == 0


def test_what_was_folded_is_counted_again_and_nothing_else(petition, confirmed):
    PetitionFactory(slug="anders")
    assert services.scan() == 2
    assert scan_again() == 1  # signed lately, for the first time after the first scan
    assert scan_again() == 0
    services.withdraw(confirmed)
    services.fold()
    assert scan_again() == 1
    assert figures("all", petition=petition.pk) == {"": 0}


def test_a_signature_for_another_one_is_a_change(petition, confirmed):
    """The count is the same, the district is not."""
    services.scan()
    scan_again()
    services.withdraw(confirmed)
    sign("wahlrecht", details(postcode="44339"))
    services.confirm(issue_confirmation(Signature.objects.get()))
    services.fold()
    assert Petition.objects.get().confirmed_count == 1
    assert scan_again() == 1
    assert figures("district") == {"Eving": 1}


def test_what_waits_for_its_confirmation_is_a_change(petition):
    services.scan()
    assert scan_again() == 0
    sign("wahlrecht", details())
    assert scan_again() == 1
    assert figures("all", "pending") == {"": 1}
    assert scan_again() == 0


def test_what_waited_is_looked_at_the_next_day(signed):
    services.scan()
    scan_again()
    services.withdraw(signed)
    assert scan_again() == 0
    assert scan_again(minutes=24 * 60 + 1) == 1
    assert figures("all", "pending") == {"": 0}
    assert figures("all", "withdrawn") == {"": 1}


def test_a_change_can_be_noted(petition):
    services.scan()
    services.note_change(petition.pk)
    assert scan_again() == 1
    assert scan_again() == 0


def test_a_change_folded_while_signatures_are_read_is_not_lost(petition, confirmed, monkeypatch):
    genuine = scanning.count_by_everything

    def folding_meanwhile(petition_ids):
        counted = genuine(petition_ids)
        TallyEntry.objects.create(petition=petition, delta=1, day=timezone.localdate())
        services.fold()
        return counted

    monkeypatch.setattr(scanning, "count_by_everything", folding_meanwhile)
    services.scan()
    monkeypatch.undo()
    Signature.objects.update(signed_at=timezone.now() - timedelta(days=3))
    assert scan_again() == 1


@pytest.mark.parametrize(("took", "waits"), [(0, 60), (2, 60), (3, 63), (30, 630)])
def test_the_next_scan_waits_a_minute_and_twenty_times_what_the_last_took(petition, took, waits):
    services.scan()
    SignatureScan.objects.update(took=timedelta(seconds=took))
    at = SignatureScan.objects.get().scanned_at
    services.note_change(petition.pk)
    with time_machine.travel(at + timedelta(seconds=waits - 1), tick=False):
        assert services.scan() == 0
    with time_machine.travel(at + timedelta(seconds=waits), tick=False):
        assert services.scan() == 1


def test_nothing_to_do_costs_few_queries(petition, django_assert_num_queries):
    for number in range(3):
        PetitionFactory(slug=f"p{number}")
    services.scan()
    with django_assert_num_queries(1):
        services.scan()
    with django_assert_num_queries(9):
        assert scan_again() == 0


def test_only_what_differs_is_written(many, monkeypatch):
    services.scan()
    before = dict(SignatureFigure.objects.values_list("pk", "dimension"))
    SignatureFactory(petition=many, source="neu", signed_at=NOON, language="ar")
    Signature.objects.filter(source="moschee").delete()
    services.note_change(many.pk)
    scan_again()
    assert figures("source") == {"": 6, "flyer": 3, "neu": 1}
    # Rows keep their place, and one is gone.
    assert len(before.keys() - set(SignatureFigure.objects.values_list("pk", flat=True))) == 1


def test_an_older_look_never_replaces_a_newer_one(petition, confirmed):
    services.scan()
    newer = SignatureScan.objects.get()
    newer.scanned_at += timedelta(seconds=5)
    newer.save()
    older = SignatureScan.objects.get()
    scanning._write(older, [], newer.scanned_at - timedelta(seconds=1))
    assert figures("all") == {"": 1}
    assert SignatureScan.objects.get().scanned_at == newer.scanned_at


# --- Sources -------------------------------------------------------------------


def test_sources_past_the_two_hundred_that_brought_most_are_others(petition, monkeypatch):
    monkeypatch.setattr(scanning_statements, "SOURCES_TOLD_APART", 3)
    for source, times in (("flyer", 3), ("verein", 2), ("a", 1), ("b", 1), ("c", 1)):
        SignatureFactory.create_batch(times, petition=petition, source=source)
    # Somebody invents sources, and never confirms.
    for number in range(9):
        SignatureFactory(petition=petition, source=f"erfunden{number}", state="pending")
    services.scan()
    # Nobody came without a link yet; they would be told apart all the same.
    assert figures("source") == {"flyer": 3, "verein": 2, "a": 1, "": 2}
    rest = SignatureFigure.objects.get(dimension="source", is_rest=True)
    assert (rest.confirmed, rest.pending, rest.signed) == (2, 9, 11)
    SignatureFactory(petition=petition, source="")
    services.note_change(petition.pk)
    scan_again()
    rows = SignatureFigure.objects.filter(dimension="source").order_by("is_rest", "-confirmed")
    assert list(rows.values_list("value", "is_rest", "confirmed")) == [
        ("flyer", False, 3), ("verein", False, 2), ("", False, 1), ("", True, 3)
    ]  # fmt: skip


def test_two_hundred_sources_are_told_apart(petition):
    german = petition.texts.get(language="de")
    Signature.objects.bulk_create(
        SignatureFactory.build(petition=petition, text=german, source=f"s{number}")
        for number in range(230)
    )
    services.scan()
    assert SignatureFigure.objects.filter(dimension="source").count() == 201
    assert sum(figures("source").values()) == 230


# --- What stays ----------------------------------------------------------------


def test_days_long_past_keep_who_is_deleted_since(petition):
    with time_machine.travel(NOON - timedelta(days=20)):
        SignatureFactory.create_batch(2, petition=petition, state="pending")
        SignatureFactory(petition=petition)
        left = SignatureFactory(petition=petition)
        services.withdraw(left)
        services.scan()
    with time_machine.travel(NOON):
        assert personal_data.delete_unconfirmed() == 2
        assert personal_data.delete_withdrawn() == 1
        SignatureFactory(petition=petition)
        services.scan()
    [old, new] = sorted(figures("day", "signed").items())
    assert (old, new) == (("2026-10-31", 4), ("2026-11-20", 1))
    assert figures("day", "pending")["2026-10-31"] == 0
    assert figures("withdrawn", "signed") == {"2026-10-31": 1}


def test_a_day_just_past_loses_who_is_erased(petition):
    with time_machine.travel(NOON - timedelta(days=12)):
        mine = SignatureFactory(petition=petition)
        SignatureFactory(petition=petition)
        services.scan()
    with time_machine.travel(NOON):
        mine.delete()
        services.note_change(petition.pk)
        services.scan()
    assert figures("day", "signed") == {"2026-11-08": 1}


def test_after_the_handover_once_more_and_then_never(petition, confirmed):
    SignatureFactory(petition=petition, state="pending")
    services.scan()
    services.hand_over(petition)
    assert scan_again() == 1
    assert SignatureScan.objects.get().is_final
    personal_data.delete_unconfirmed()
    services.withdraw(confirmed)
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        personal_data.delete_withdrawn()
        personal_data.delete_handed_over()
        services.note_change(petition.pk)
        assert services.scan() == 0
    assert not Signature.objects.exists()
    assert figures("all") == {"": 1}
    assert figures("district") == {"Innenstadt-West": 1, "": 0}


def test_who_leaves_right_after_the_handover_stays_in_its_number(petition, confirmed):
    services.hand_over(petition)
    services.withdraw(confirmed)
    personal_data.delete_unconfirmed()
    services.scan()
    assert figures("all") == {"": 1}
    assert figures("all", "withdrawn") == {"": 0}


def test_what_closed_a_year_ago_stays(petition, confirmed):
    services.scan()
    services.close(petition)
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        personal_data.delete_never_handed_over()
        services.note_change(petition.pk)
        services.hand_over(petition)
        assert services.scan() == 0
    assert figures("all") == {"": 1}


# --- Many at once --------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.many_threads
def test_figures_are_of_one_moment_while_many_confirm_and_withdraw(petition):
    links = []
    for number in range(24):
        sign("wahlrecht", details(email=f"p{number}@example.org", source=f"s{number % 3}"))
    for signature in Signature.objects.all():
        links.append((signature, issue_confirmation(signature)))

    def come_and_go() -> None:
        signature, secret = links.pop()
        services.confirm(secret)
        if signature.source == "s0":
            services.withdraw(signature)

    def look() -> list:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            rows = Counter(Signature.objects.values_list("source", "state"))
            counted = count_by_everything([petition.pk])
        by_source = {
            (row.value, state): number
            for row in counted
            if row.dimension == "source"
            for state, number in zip(("confirmed", "pending", "withdrawn"), row[5:8], strict=True)
            if number
        }
        totals = {
            dimension: sum(row.confirmed for row in counted if row.dimension == dimension)
            for dimension in ("all", "day", "source", "language", "district")
        }
        assert by_source == dict(rows)
        assert len(set(totals.values())) == 1
        return counted

    deeds = [*[come_and_go] * 3, look] * 8
    outcomes = at_once(32, lambda: deeds.pop()())
    assert not [outcome for outcome in outcomes if isinstance(outcome, type)]
    while services.fold():
        pass
    services.scan()
    assert figures("all") == {"": 16}
    assert figures("source") == {"s0": 0, "s1": 8, "s2": 8}
    assert Petition.objects.get().confirmed_count == 16


@pytest.mark.django_db(transaction=True)
@pytest.mark.many_threads
def test_scans_at_once_write_one_set_of_figures(many):
    before = list(count_by_everything([many.pk]))
    outcomes = at_once(8, services.scan)
    assert not [outcome for outcome in outcomes if isinstance(outcome, type)]
    assert SignatureFigure.objects.count() == len(before)
    assert figures("all") == {"": 12}


@pytest.mark.django_db(transaction=True)
@pytest.mark.many_threads
def test_folding_and_writing_figures_at_once_end(many):
    other = PetitionFactory(slug="anders")
    services.scan()
    for one in (many, other) * 20:
        TallyEntry.objects.create(petition=one, delta=1, day=date(2026, 11, 20))
    SignatureScan.objects.update(scanned_at=timezone.now() - timedelta(hours=1))
    deeds = [services.scan, services.fold] * 4
    outcomes = at_once(8, lambda: deeds.pop()())
    assert not [outcome for outcome in outcomes if isinstance(outcome, type)]
