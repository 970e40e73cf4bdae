"""Rows stored together: all, or none, and never over what is in the way."""

import pytest
from django.db import DatabaseError, connection

from jobs.models import Heartbeat, Job
from tests.petitions.at_once import at_once
from web.models import SearchEntry
from web.together import insert_together

pytestmark = pytest.mark.django_db(transaction=True)


def job(**fields):
    return Job(kind="test.note", **fields)


def test_all_are_stored_with_what_they_hold():
    first = job(payload={"n": [1, "zwei", None]}, key="a")
    others = [job(queue="mail"), job(last_error="Ä'\\ %s")]
    assert insert_together(first, others)
    assert Job.objects.get(pk=first.pk).payload == {"n": [1, "zwei", None]}
    assert Job.objects.get(queue="mail").pk == others[0].pk
    assert Job.objects.get(pk=others[1].pk).last_error == "Ä'\\ %s"


def test_what_is_in_the_way_of_the_first_keeps_all_out():
    insert_together(job(key="a"), [])
    assert not insert_together(job(key="a"), [job(key="b")])
    assert Job.objects.count() == 1


def test_what_is_in_the_way_of_another_stays():
    insert_together(job(key="a", queue="mail"), [])
    assert insert_together(job(key="b"), [job(key="a"), job(key="c")])
    assert set(Job.objects.values_list("key", "queue")) == {
        ("a", "mail"),
        ("b", "default"),
        ("c", "default"),
    }


def test_a_table_whose_key_the_database_counts():
    entry = SearchEntry(kind="petition", title="Wahlrecht")
    assert insert_together(job(), [entry])
    assert SearchEntry.objects.get().pk


def test_one_that_can_not_be_stored_keeps_all_out():
    with pytest.raises((DatabaseError, TypeError)):
        insert_together(job(), [job(payload=object())])
    assert not Job.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite stores text of any length.")
def test_too_long_a_text_is_refused_and_never_cut():
    with pytest.raises(DatabaseError):
        insert_together(job(), [job(last_error="x" * 101)])
    assert not Job.objects.exists()


def test_of_many_at_once_one_is_stored_with_its_own():
    def store():
        return insert_together(job(key="one"), [Heartbeat(name="x", beat_at="2026-01-01T00:00Z")])

    results = at_once(20, store)
    assert sorted(results) == [False] * 19 + [True]
    assert Job.objects.count() == Heartbeat.objects.count() == 1
