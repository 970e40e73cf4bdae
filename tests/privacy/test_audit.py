"""The trail says who did what to which thing, and nothing about people."""

import pytest
from django.contrib.auth import get_user_model

from privacy import audit
from privacy.models import AuditEntry, ConsentWording

pytestmark = pytest.mark.django_db


def test_an_entry_names_user_deed_and_thing_by_ids():
    user = get_user_model()(pk=5)
    thing = ConsentWording(pk=7)
    audit.record("test.closed", user, thing, reason="done", count=3)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb) == ("user:5", "test.closed")
    assert (entry.subject_kind, entry.subject_id) == ("privacy.consentwording", "7")
    assert entry.detail == {"reason": "done", "count": 3}


def test_a_job_acts_as_the_system():
    audit.record("test.counted", subject=("test.petition", 12))
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.subject_kind, entry.subject_id) == ("system", "test.petition", "12")


def test_an_address_is_refused():
    with pytest.raises(ValueError, match="address"):
        audit.record("test.closed", note={"to": ["ada@example.org"]})
    assert not AuditEntry.objects.exists()
