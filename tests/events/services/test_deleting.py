"""What is over goes, and never what somebody has just begun anew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from events.models import Registration
from events.models.registrations import UNCONFIRMED_KEPT
from events.personal_data import delete_registrations
from tests.events.factories import EventFactory


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_who_registers_anew_while_old_ones_are_deleted_stays():
    event = EventFactory(entry="registration", capacity=1)
    long_ago = timezone.now() - UNCONFIRMED_KEPT - timedelta(days=1)
    one = Registration.objects.create(
        event=event, person_key="k" * 64, language="de", registered_at=long_ago
    )

    def delete() -> int:
        try:
            return delete_registrations()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Registration.objects.filter(pk=one.pk).update(
                registered_at=timezone.now(), has_place=True
            )
            deleting = pool.submit(delete)
            _wait_for_a_lock()
        assert deleting.result(30) == 0
    assert Registration.objects.filter(pk=one.pk, has_place=True).exists()


def _wait_for_a_lock() -> None:
    """Until the other one waits for what is held here."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
        sleep(0.05)
    raise AssertionError("Nobody waits.")
