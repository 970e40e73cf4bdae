"""Tasks without a time: how many take one, what comes of it, and who hears of that."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from jobs.services import run_due
from tests.factories import CampaignFactory
from tests.volunteers.factories import TaskFactory, VolunteerFactory
from tests.volunteers.signing_up import at_once
from volunteers import services
from volunteers.models import Task, TaskClaim, Volunteer
from volunteers.services.erasing import erase
from volunteers.services.tasks import MOST_AT_ONCE

State = TaskClaim.State
pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


@pytest.fixture
def task():
    return TaskFactory(maximum=2)


def claimed(task, person=None) -> TaskClaim:
    return services.claim_task(task, (person or VolunteerFactory()).pk)


def handed_in(task, person=None) -> TaskClaim:
    claim = claimed(task, person)
    assert services.hand_in_task(claim, "https://example.org/text")
    return claim


def test_taking_on_takes_a_place_and_twice_is_once(task):
    person = VolunteerFactory()
    assert claimed(task, person) == claimed(task, person)
    task.refresh_from_db()
    assert (task.taken, task.claims.count()) == (1, 1)


def test_whoever_confirmed_nothing_here_takes_nothing_and_leaves_no_row(task):
    with pytest.raises(services.PersonUnknown):
        services.claim_task(task, "nobody")
    assert not Volunteer.objects.exists()


def test_what_is_taken_is_refused_in_words(task):
    claimed(task), claimed(task)
    with pytest.raises(ValidationError, match="quicker"):
        claimed(task)


@pytest.mark.parametrize("state", ["draft", "done", "closed"])
def test_only_open_tasks_are_taken(state):
    with pytest.raises(ValidationError, match="over"):
        claimed(TaskFactory(state=state))


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_nor_those_of_a_campaign_that_is_over(state):
    with pytest.raises(ValidationError, match="over"):
        claimed(TaskFactory(campaign=CampaignFactory(state=state)))


def test_nobody_keeps_more_than_they_can_do():
    person, campaign = VolunteerFactory(), CampaignFactory()
    tasks = [TaskFactory(campaign=campaign) for _ in range(MOST_AT_ONCE + 1)]
    claims = [claimed(task, person) for task in tasks[:-1]]
    with pytest.raises(ValidationError, match="five"):
        claimed(tasks[-1], person)
    services.hand_in_task(claims[0], "Fertig")
    assert claimed(tasks[-1], person).state == State.CLAIMED


def test_what_is_given_up_is_free_and_can_be_taken_again(task):
    person = VolunteerFactory()
    claim = handed_in(task, person)
    assert services.drop_task(claim)
    assert not services.drop_task(claim)
    task.refresh_from_db()
    assert task.taken == 0
    again = claimed(task, person)
    assert (again.pk, again.state, again.result) == (claim.pk, State.CLAIMED, "")
    task.refresh_from_db()
    assert task.taken == 1


def test_what_is_returned_is_handed_in_again_and_approved(task, actor):
    claim = handed_in(task)
    services.return_claim(claim, "Der Schluss fehlt.", seen=claim.handed_in_at, actor=actor)
    assert (claim.state, claim.remark) == (State.RETURNED, "Der Schluss fehlt.")
    services.hand_in_task(claim, "Jetzt ganz")
    services.approve_claim(claim, 90, seen=claim.handed_in_at, actor=actor)
    assert (claim.state, claim.minutes, claim.decided_by) == (State.APPROVED, 90, actor)
    assert not services.hand_in_task(claim, "Noch einmal")
    assert not services.drop_task(claim)


def test_what_was_handed_in_anew_is_not_decided_by_an_old_page(task, actor):
    claim = handed_in(task)
    seen = claim.handed_in_at
    services.hand_in_task(claim, "Anders")
    with pytest.raises(ValidationError, match="changed"):
        services.approve_claim(claim, 60, seen=seen, actor=actor)
    claim.refresh_from_db()
    assert claim.state == State.HANDED_IN


def test_what_was_not_handed_in_is_not_approved(task, actor):
    claim = claimed(task)
    with pytest.raises(ValidationError):
        services.approve_claim(claim, 60, seen=None, actor=actor)


def test_a_task_is_done_when_all_have_done_it(task, actor):
    for number in (1, 2):
        claim = handed_in(task)
        services.approve_claim(claim, 30, seen=claim.handed_in_at, actor=actor)
        task.refresh_from_db()
        assert task.state == (Task.State.OPEN if number == 1 else Task.State.DONE)


def test_a_task_is_done_also_where_one_who_did_it_is_erased(task, actor):
    first, second = handed_in(task), handed_in(task)
    services.approve_claim(first, 30, seen=first.handed_in_at, actor=actor)
    erase(first.person_key)
    services.approve_claim(second, 30, seen=second.handed_in_at, actor=actor)
    task.refresh_from_db()
    assert task.state == Task.State.DONE


def test_a_task_is_not_done_where_one_was_erased_before_doing_it(task, actor):
    first, second = handed_in(task), handed_in(task)
    erase(first.person_key)
    services.approve_claim(second, 30, seen=second.handed_in_at, actor=actor)
    task.refresh_from_db()
    assert task.state == Task.State.OPEN


def test_a_closed_task_is_still_handed_in(task, actor):
    claim = claimed(task)
    services.close_task(task, actor=actor)
    assert services.hand_in_task(claim, "Fertig")


def test_whoever_is_not_heard_of_makes_room_and_is_told_once(task, actor):
    claim = claimed(task)
    assert services.release_claim(claim, actor=actor)
    assert not services.release_claim(claim, actor=actor)
    task.refresh_from_db()
    assert task.taken == 0
    run_due()
    (letter,) = mail.outbox
    assert letter.subject == f"Diese Aufgabe ist wieder frei: Aufgabe {task.pk}"


@pytest.mark.parametrize("is_released", [True, False])
def test_what_was_handed_in_goes_with_the_place(task, actor, is_released):
    claim = handed_in(task)
    services.return_claim(claim, "Fehlt", seen=claim.handed_in_at, actor=actor)
    if is_released:
        services.release_claim(claim, actor=actor)
    else:
        services.drop_task(claim)
    claim.refresh_from_db()
    assert (claim.state, claim.result, claim.remark) == (State.DROPPED, "", "")


def test_the_person_hears_of_each_decision_in_their_language(actor):
    task = TaskFactory(languages=("de", "tr"))
    person = VolunteerFactory(language="tr")
    claim = handed_in(task, person)
    services.return_claim(claim, "Son bölüm eksik.", seen=claim.handed_in_at, actor=actor)
    run_due()
    (letter,) = mail.outbox
    assert letter.to == [person.email]
    assert "Son bölüm eksik." in letter.body
    assert "/tr/volunteering/mine/" in letter.body


def test_a_decision_that_was_overtaken_is_not_told(task, actor):
    claim = handed_in(task)
    services.return_claim(claim, "Fehlt", seen=claim.handed_in_at, actor=actor)
    services.hand_in_task(claim, "Jetzt")
    run_due()
    assert mail.outbox == []


def test_fewer_than_have_taken_it_is_refused_and_more_makes_room(task, actor):
    claimed(task), claimed(task)
    with pytest.raises(ValidationError, match="2 people"):
        services.change_task(task, {"maximum": 1}, actor=actor)
    services.change_task(task, {"maximum": 3}, actor=actor)
    assert claimed(task).state == State.CLAIMED


def test_a_task_is_published_once_it_says_what_is_to_be_done(actor):
    task = services.create_task("Flyer übersetzen", campaign=CampaignFactory(), actor=actor)
    with pytest.raises(ValidationError, match="Write in German"):
        services.publish_task(task, actor=actor)
    task.texts.update(description="Zwei Seiten")
    services.publish_task(task, actor=actor)
    assert Task.objects.listed().get() == task
    services.close_task(task, actor=actor)
    services.reopen_task(task, actor=actor)
    with pytest.raises(ValidationError, match="Close it"):
        services.delete_task(task, actor=actor)


# --- At once -----------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_of_forty_at_once_exactly_three_take_a_task_for_three():
    task = TaskFactory(maximum=3)
    people = [VolunteerFactory() for _ in range(40)]
    found = at_once([lambda who=who: services.claim_task(task, who.pk) for who in people])
    assert sum(isinstance(one, TaskClaim) for one in found) == 3
    assert all(isinstance(one, TaskClaim | ValidationError) for one in found)
    task.refresh_from_db()
    assert task.taken == task.claims.count() == 3


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_taking_giving_up_and_deciding_at_once_never_wait_in_a_ring(actor):
    tasks = [TaskFactory(maximum=2) for _ in range(3)]
    people = [VolunteerFactory() for _ in range(6)]
    claims = [handed_in(tasks[turn % 3], person) for turn, person in enumerate(people)]
    deeds = []
    for turn, person in enumerate(people * 4):
        task, claim = tasks[turn % 3], claims[turn % 6]
        deeds += [
            lambda task=task, who=person: services.claim_task(task, who.pk),
            lambda claim=claim: services.drop_task(claim),
            lambda claim=claim: services.approve_claim(
                claim, 30, seen=claim.handed_in_at, actor=actor
            ),
            lambda claim=claim: services.release_claim(claim, actor=actor),
        ]
    broken = [one for one in at_once(deeds) if isinstance(one, Exception)]
    assert [one for one in broken if not isinstance(one, ValidationError)] == []
    for task in tasks:
        task.refresh_from_db()
        holding = task.claims.filter(state__in=TaskClaim.HOLDING).count()
        assert task.taken == holding <= 2
