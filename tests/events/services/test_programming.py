"""Programmes have days in order and umbrellas without circles."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction

from events import services
from events.models import Programme
from privacy.models import AuditEntry
from tests.events.factories import EntryFactory, ProgrammeFactory, StageFactory, VenueFactory
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_a_new_programme_is_a_draft_with_its_first_words(actor):
    programme = services.create_programme(
        OrganisationFactory(),
        "Internationale Woche",
        "Eine Woche für alle",
        starts_on=date(2027, 5, 1),
        ends_on=date(2027, 5, 9),
        actor=actor,
    )
    assert programme.slug == "internationale-woche"
    assert programme.state == Programme.State.DRAFT
    assert programme.texts.get().summary == "Eine Woche für alle"


def test_the_last_day_is_not_before_the_first(actor):
    programme = ProgrammeFactory()
    with pytest.raises(ValidationError, match="before the first"):
        services.change_programme(programme, {"ends_on": date(2020, 1, 1)}, actor=actor)
    programme.refresh_from_db()
    assert programme.ends_on.year > 2020


def test_no_programme_is_part_of_itself_however_far_up(actor):
    week, festival, stage = (ProgrammeFactory() for _ in range(3))
    services.put_under(festival, week, actor=actor)
    services.put_under(stage, festival, actor=actor)
    for parent in (week, festival, stage):
        with pytest.raises(ValidationError, match="part of this one"):
            services.put_under(week, parent, actor=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.filter(pk=week.pk).update(parent=week)
    services.put_under(festival, None, actor=actor)
    services.put_under(week, festival, actor=actor)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_editors_who_close_a_circle_at_once_get_none(actor):
    """Each puts its programme under the next one's: all together would be a circle."""
    ring = [ProgrammeFactory() for _ in range(6)]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    start = Barrier(len(pairs))

    def close(pair):
        try:
            start.wait(20)
            services.put_under(*pair, actor=actor)
            return True
        except ValidationError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(pairs)) as pool:
        heard = list(pool.map(close, pairs))
    assert heard.count(False) == 1
    for programme in Programme.objects.all():
        seen, step = set(), programme
        while step is not None:
            assert step.pk not in seen, "a circle"
            seen.add(step.pk)
            step = step.parent


def test_a_stage_that_goes_leaves_its_events(actor):
    stage = StageFactory()
    entry = EntryFactory(programme=stage.programme, stage=stage)
    services.set_stage(
        stage.programme, "Zelt", VenueFactory(name="Park"), 2, stage=stage, actor=actor
    )
    assert (str(stage), stage.venue.name) == ("Zelt", "Park")
    services.remove_stage(stage, actor=actor)
    entry.refresh_from_db()
    assert (entry.stage, entry.state) == (None, "accepted")


def test_publishing_needs_german_words_and_archiving_ends_handing_in(actor):
    programme = ProgrammeFactory(state="draft", published_at=None)
    programme.texts.update(summary="")
    with pytest.raises(ValidationError, match="German"):
        services.publish_programme(programme, actor=actor)
    programme.texts.update(summary="Kommen Sie")
    services.publish_programme(programme, actor=actor)
    assert programme.published_at is not None
    services.archive_programme(programme, actor=actor)
    assert not programme.takes_events
    with pytest.raises(ValidationError, match="decided meanwhile"):
        services.archive_programme(programme, actor=actor)
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"events.programme_published", "events.programme_archived"} <= verbs
