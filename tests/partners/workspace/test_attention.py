"""What waits comes first by urgency, then by time."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from partners.workspace import attention
from partners.workspace.attention import Urgency, Waiting

EARLY, LATE = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sources(monkeypatch):
    monkeypatch.setattr(attention, "_sources", {})


def test_the_most_urgent_first_then_the_earliest_then_those_without_a_time():
    def one(sentence, urgency, at=None):
        return Waiting(sentence, "/", urgency, at=at)

    attention.register("a", lambda user: [one("5", Urgency.WHEN_THERE_IS_TIME, EARLY)])
    attention.register(
        "b",
        lambda user: [
            one("4", Urgency.SOON),
            one("3", Urgency.SOON, LATE),
            one("2", Urgency.SOON, EARLY),
            one("1", Urgency.NOW),
        ],
    )
    waiting = attention.waiting_for(AnonymousUser())
    assert [each.sentence for each in waiting] == ["1", "2", "3", "4", "5"]


def test_a_source_is_asked_about_the_user():
    attention.register("a", lambda user: [Waiting(f"für {user}", "/")])
    assert attention.waiting_for("Ada")[0].sentence == "für Ada"


def test_a_name_belongs_to_one_source():
    def source(user):
        return []

    attention.register("a", source)
    attention.register("a", source)
    with pytest.raises(ValueError, match="registered already"):
        attention.register("a", lambda user: [])
