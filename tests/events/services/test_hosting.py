"""Holding an event together needs the word of both sides, once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from events import services
from events.models import EventHost
from events.services.hosting import answer_quietly
from partners.services import close_page
from tests.events.factories import EventFactory, EventHostFactory
from tests.factories import OrganisationFactory

State, Role = EventHost.State, EventHost.Role
pytestmark = pytest.mark.django_db


def test_an_invited_organisation_shows_only_once_it_agreed(actor):
    event, guest = EventFactory(), OrganisationFactory()
    host = services.invite(event, guest, Role.CO_HOST, actor=actor)
    assert guest not in {shown.organisation for shown in event.hosts.shown()}

    services.accept(host, actor=actor)

    assert guest in {shown.organisation for shown in event.hosts.shown()}
    assert host.decided_by == actor
    assert host.decided_at is not None


def test_who_asks_waits_for_the_lead(actor):
    host = services.request(EventFactory(), OrganisationFactory(), Role.SUPPORTER, actor=actor)
    assert host.state == State.REQUESTED
    services.decline(host, actor=actor)
    with pytest.raises(ValidationError, match="decided meanwhile"):
        services.accept(host, actor=actor)


@pytest.mark.parametrize("ask", [services.invite, services.request])
def test_who_has_left_is_part_of_nothing_new(actor, ask):
    left = OrganisationFactory(left_at=timezone.now())
    with pytest.raises(ValidationError):
        ask(EventFactory(), left, Role.CO_HOST, actor=actor)
    assert not left.event_hosts.exists()


@pytest.mark.parametrize("state", [State.INVITED, State.REQUESTED])
def test_who_has_left_meanwhile_does_not_begin_to_hold_it(actor, state):
    host = EventHostFactory(state=state)
    close_page(host.organisation, actor=actor)
    with pytest.raises(ValidationError, match="take part any more"):
        services.accept(_fresh(host), actor=actor)
    with pytest.raises(ValidationError, match="take part any more"):
        answer_quietly(_fresh(host), State.ACCEPTED, actor=actor)
    assert not host.event.hosts.accepted().filter(pk=host.pk).exists()


def test_who_has_left_does_not_take_the_lead(actor):
    host = EventHostFactory()
    close_page(host.organisation, actor=actor)
    with pytest.raises(ValidationError, match="take part any more"):
        services.hand_lead_on(host.event, host, actor=actor)


def test_an_event_keeps_a_lead_that_was_handed_on_while_somebody_withdrew(actor):
    event = EventFactory()
    seen = EventHostFactory(event=event)
    services.hand_lead_on(event, _fresh(seen), actor=actor)
    with pytest.raises(ValidationError):
        services.withdraw(seen, actor=actor)
    assert event.hosts.accepted().filter(role=Role.LEAD).count() == 1


def test_the_lead_is_not_handed_to_itself(actor):
    event = EventFactory()
    before = event.hosts.get()
    both = EventHostFactory(event=event, organisation=before.organisation)
    with pytest.raises(ValidationError):
        services.hand_lead_on(event, both, actor=actor)
    assert event.hosts.accepted().get(role=Role.LEAD) == before


def test_what_it_held_keeps_its_name(actor):
    host = EventHostFactory()
    close_page(host.organisation, actor=actor)
    assert host in host.event.hosts.shown()


def test_nobody_is_asked_twice_and_a_no_is_no_last_word(actor):
    event, guest = EventFactory(), OrganisationFactory()
    host = services.invite(event, guest, Role.CO_HOST, actor=actor)
    with pytest.raises(ValidationError, match="asked already"):
        services.invite(event, guest, Role.CO_HOST, actor=actor)

    services.decline(host, actor=actor)
    again = services.invite(event, guest, Role.CO_HOST, message="Doch?", actor=actor)

    assert again.pk == host.pk
    assert (again.state, again.decided_at, again.message) == (State.INVITED, None, "Doch?")


def test_whoever_withdraws_may_edit_no_longer(actor):
    host = EventHostFactory(may_edit=True)
    services.withdraw(host, actor=actor)
    host.refresh_from_db()
    assert (host.state, host.may_edit) == (State.WITHDRAWN, False)


def test_there_is_one_lead(actor):
    event = EventFactory()
    with pytest.raises(ValidationError, match="one lead"):
        services.invite(event, OrganisationFactory(), Role.LEAD, actor=actor)
    with pytest.raises(ValidationError, match="can't leave"):
        services.withdraw(event.hosts.get(), actor=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        EventHostFactory(event=event, role=Role.LEAD)


def test_the_lead_is_handed_on(actor):
    event = EventFactory()
    before, new = event.hosts.get(), EventHostFactory(event=event)
    services.hand_lead_on(event, new, actor=actor)
    roles = dict(event.hosts.values_list("organisation", "role"))
    assert roles == {new.organisation_id: Role.LEAD, before.organisation_id: Role.CO_HOST}


def test_only_a_co_host_takes_the_lead(actor):
    event = EventFactory()
    invited = EventHostFactory(event=event, state=State.INVITED)
    with pytest.raises(ValidationError, match="holds the event as well"):
        services.hand_lead_on(event, invited, actor=actor)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_of_ten_who_decide_at_once_one_is_heard(actor):
    host = services.invite(EventFactory(), OrganisationFactory(), Role.CO_HOST, actor=actor)
    verbs = [services.accept, services.decline] * 5
    heard = _at_once([lambda verb=verb: verb(_fresh(host), actor=actor) for verb in verbs])
    assert heard.count(True) == 1
    host.refresh_from_db()
    assert host.state in {State.ACCEPTED, State.DECLINED}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_of_eight_who_hand_the_lead_on_at_once_there_is_one_lead(actor):
    event = EventFactory()
    hosts = [EventHostFactory(event=event) for _ in range(8)]
    _at_once([lambda host=host: services.hand_lead_on(event, host, actor=actor) for host in hosts])
    assert event.hosts.filter(role=Role.LEAD).count() == 1
    assert event.hosts.count() == 9


@pytest.mark.parametrize("hidden", [{"is_public": False}, {"left_at": timezone.now()}])
@pytest.mark.parametrize("ask", [services.invite, services.request])
def test_an_organisation_that_is_hidden_or_has_left_takes_no_part(actor, ask, hidden):
    event, guest = EventFactory(), OrganisationFactory(**hidden)
    with pytest.raises(ValidationError):
        ask(event, guest, Role.CO_HOST, actor=actor)
    assert event.hosts.count() == 1


def _fresh(host: EventHost) -> EventHost:
    return EventHost.objects.select_related("event").get(pk=host.pk)


def _at_once(deeds: list[Callable[[], None]]) -> list[bool]:
    """Do all of them at once; True where it went through."""

    def tried(deed: Callable[[], None]) -> bool:
        try:
            with suppress(ValidationError):
                deed()
                return True
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(tried, deeds))
