"""A petition's way, by hand and by its dates."""

from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from jobs.registry import HANDLERS
from petitions import services
from petitions.models import Petition, PetitionStep
from privacy.models import AuditEntry
from tests.factories import PetitionFactory, details
from tests.petitions.signing import sign

pytestmark = pytest.mark.django_db
VERBS = {
    "open": services.publish,
    "closed": services.close,
    "handed_over": services.hand_over,
    "answered": services.answer,
    "rejected": services.reject,
}
ALLOWED = {
    ("draft", "open"),
    ("draft", "rejected"),
    ("open", "closed"),
    ("open", "handed_over"),
    ("closed", "open"),
    ("closed", "handed_over"),
    ("handed_over", "answered"),
    ("handed_over", "rejected"),
}
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("wanted", VERBS)
@pytest.mark.parametrize("state", Petition.State.values)
def test_each_verb_leads_on_from_some_states_only(state, wanted, django_user_model):
    petition = PetitionFactory(state=state)
    actor = django_user_model.objects.create(email="organiser@example.org")
    if (state, wanted) in ALLOWED:
        VERBS[wanted](petition, actor=actor)
        assert petition.state == wanted
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.actor) == (f"petitions.{wanted}", f"user:{actor.pk}")
    else:
        with pytest.raises(ValidationError):
            VERBS[wanted](petition, actor=actor)
        assert not AuditEntry.objects.exists()
        assert not PetitionStep.objects.exists()
    petition.refresh_from_db()
    assert petition.state == (wanted if (state, wanted) in ALLOWED else state)


def test_publishing_waits_for_the_campaign():
    petition = PetitionFactory(state="draft", campaign__state="draft")
    with pytest.raises(ValidationError):
        services.publish(petition)
    petition.refresh_from_db()
    assert petition.state == "draft"


def test_a_step_without_words_is_named_by_its_kind(client):
    petition = PetitionFactory(state="open")
    services.hand_over(petition)
    page = client.get(f"/en/petitions/{petition.slug}/").text
    title = page.partition('<h3 class="timeline__title" >')[2].partition("</h3>")[0]
    assert title.strip() == "handover"


def test_publishing_needs_the_german_text_of_this_version():
    for petition in (
        PetitionFactory(state="draft", languages=["en"]),
        PetitionFactory(state="draft", published_version=2),
    ):
        with pytest.raises(ValidationError):
            services.publish(petition)


def test_publishing_needs_a_closing_date_to_come():
    petition = PetitionFactory(state="closed", closes_at=timezone.now() - HOUR)
    with pytest.raises(ValidationError):
        services.publish(petition)


def test_publishing_by_hand_does_not_wait_for_the_date():
    petition = PetitionFactory(state="draft", opens_at=timezone.now() + HOUR)
    services.publish(petition)
    assert petition.is_open()


def test_closing_is_dated_and_opening_again_forgets_the_date():
    petition = PetitionFactory()
    services.close(petition)
    assert timezone.now() - petition.closed_at < HOUR
    services.publish(petition)
    assert petition.closed_at is None


def test_for_petitions_closed_before_they_were_dated_the_year_begins_at_the_migration():
    closed, opened = PetitionFactory(state="closed"), PetitionFactory()
    import_module("petitions.migrations.0002_petition_closed_at").begin_the_year(apps, None)
    closed.refresh_from_db()
    opened.refresh_from_db()
    assert timezone.now() - closed.closed_at < HOUR
    assert opened.closed_at is None


@pytest.mark.parametrize(
    ("verb", "state", "kind"),
    [
        (services.hand_over, "open", "handover"),
        (services.answer, "handed_over", "response"),
    ],
)
def test_steps_are_noted_once(verb, state, kind):
    petition = PetitionFactory(state=state)
    verb(petition)
    step = PetitionStep.objects.get()
    assert (step.kind, step.happened_on) == (kind, timezone.localdate())


def test_it_opens_and_closes_by_itself_at_its_dates(typed, client):
    now = timezone.now()
    petition = PetitionFactory(
        slug="bald", state="draft", is_approved=True, opens_at=now + HOUR, closes_at=now + 2 * HOUR
    )
    other = PetitionFactory(state="draft", is_approved=False, opens_at=now)
    run = HANDLERS["petitions.open_and_close"]
    for moment, state in (
        (now, "draft"),
        (now + HOUR, "open"),
        (now + HOUR * 1.5, "open"),
        (now + HOUR * 2, "closed"),
        (now + HOUR * 3, "closed"),
    ):
        with time_machine.travel(moment + timedelta(seconds=1)):
            run({})
        petition.refresh_from_db()
        assert petition.state == state
    other.refresh_from_db()
    assert other.state == "draft"


def test_the_closing_date_counts_even_before_the_job_has_run(signed):
    now = timezone.now()
    petition = PetitionFactory(closes_at=now + HOUR)
    sign(petition.slug, details())
    with time_machine.travel(now + HOUR), pytest.raises(services.PetitionIsClosed):
        sign(petition.slug, details(email="late@example.org"))


def test_one_that_cannot_open_does_not_keep_the_others_from_it():
    past = timezone.now() - HOUR
    broken = PetitionFactory(state="draft", is_approved=True, opens_at=past, languages=["en"])
    ready = PetitionFactory(state="draft", is_approved=True, opens_at=past)
    assert services.open_and_close_due() == 1
    broken.refresh_from_db()
    ready.refresh_from_db()
    assert (broken.state, ready.state) == ("draft", "open")
    assert ready.opens_at == past
