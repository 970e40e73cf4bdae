"""Who may do what with events, venues and one's part in an event.

The lead decides. A co-host writes where the lead allowed it; whoever is asked may look, or
there would be nothing to decide about.
"""

from collections.abc import Iterable
from typing import Any

import rules

from events.models import Event, EventHost, EventQuerySet, Venue
from partners.models import Membership, Organisation, OrganisationQuerySet
from partners.rules import has_role, is_administrator, open_to, organisations_of

Role = Membership.Role
# Who was asked by the lead, or takes part. Asking oneself opens nothing: anybody may ask.
PARTAKING = (EventHost.State.INVITED, EventHost.State.ACCEPTED)


def hosts_taking_part(event: Event) -> Iterable[EventHost]:
    """Those who may look at the event; asks nothing where `hosts` is prefetched."""
    return (host for host in event.hosts.all() if host.state in PARTAKING)


def worked_on_by(user: Any) -> EventQuerySet:
    """The events of this user's organisations: those that hold them or are asked to."""
    mine = EventHost.objects.filter(organisation__in=open_to(user), state__in=PARTAKING)
    return Event.objects.filter(hosts__in=mine).distinct()


def spoken_for_by(user: Any) -> OrganisationQuerySet:
    """In whose name this user asks and answers: who runs the site speaks for nobody."""
    mine = organisations_of(user, Role.ORGANISER)
    return Organisation.objects.public().filter(pk__in=mine)


def is_lead(host: EventHost) -> bool:
    return host.role == EventHost.Role.LEAD and host.state == EventHost.State.ACCEPTED


def _leading(role: str, name: str) -> Any:
    def predicate(user: Any, event: Event | None = None) -> bool:
        if event is None:
            return has_role(user, None, role)
        return is_administrator(user) or any(
            has_role(user, host.organisation_id, role)
            for host in hosts_taking_part(event)
            if is_lead(host)
        )

    return rules.predicate(predicate, name=name)


leads = _leading(Role.ORGANISER, "leads_event")
writes_for_lead = _leading(Role.EDITOR, "writes_for_lead")


@rules.predicate
def takes_part(user: Any, event: Event | None = None) -> bool:
    """Any role in an organisation that holds the event, or is asked to."""
    if event is None:
        return has_role(user, None, Role.VIEWER)
    return is_administrator(user) or any(
        has_role(user, host.organisation_id, Role.VIEWER) for host in hosts_taking_part(event)
    )


@rules.predicate
def writes_as_host(user: Any, event: Event | None = None) -> bool:
    return event is not None and any(
        has_role(user, host.organisation_id, Role.EDITOR)
        for host in event.hosts.all()
        if host.may_edit and host.state == EventHost.State.ACCEPTED
    )


@rules.predicate
def organises_as_host(user: Any, event: Event | None = None) -> bool:
    """Speaks for an organisation that holds the event and may change it."""
    return event is not None and any(
        has_role(user, host.organisation_id, Role.ORGANISER)
        for host in event.hosts.all()
        if host.may_edit and host.state == EventHost.State.ACCEPTED
    )


@rules.predicate
def really_holds(user: Any, event: Event | None = None) -> bool:
    """As a member of who holds it, and not by a right over the whole site: people agree that
    the hosts read what they need. Asked as it is, not by has_perm."""
    own = organisations_of(user, Role.ORGANISER)
    return event is not None and any(
        host.organisation_id in own and (is_lead(host) or host.may_edit)
        for host in event.hosts.all()
        if host.state == EventHost.State.ACCEPTED
    )


@rules.predicate
def decides_for_host(user: Any, host: EventHost | None = None) -> bool:
    """Speaks for the organisation whose part it is; nobody does by a right over the site."""
    return host is not None and host.organisation_id in organisations_of(user, Role.ORGANISER)


@rules.predicate
def keeps_venue(user: Any, venue: Venue | None = None) -> bool:
    """The keeper's editors; where nobody keeps it, those who entered it."""
    if venue is None:
        return has_role(user, None, Role.EDITOR)
    kept_by = venue.keeper_id or venue.added_by_id
    return is_administrator(user) or (kept_by is not None and has_role(user, kept_by, Role.EDITOR))


@rules.predicate
def names_keeper(user: Any, venue: Venue | None = None) -> bool:
    """Says who decides about a place: of a new one whoever adds it, of a kept one its keeper.

    A place that nobody keeps may be everybody's square, with events announced there: only who
    runs the site gives it a keeper, after asking.
    """
    is_free = venue is not None and venue.keeper_id is None
    return is_administrator(user) or (not is_free and bool(keeps_venue(user, venue)))


@rules.predicate
def is_draft(user: Any, event: Event | None = None) -> bool:
    """What was announced is cancelled, not deleted: calendars must hear of it."""
    return event is None or event.state == Event.State.DRAFT


rules.add_perm("events", rules.always_deny)
rules.add_perm("events.view_event", takes_part)
rules.add_perm("events.add_event", writes_for_lead)
rules.add_perm("events.change_event", writes_for_lead | writes_as_host)
rules.add_perm("events.publish_event", leads)
# Names, needs and tickets of those who come.
rules.add_perm("events.view_registrations", leads | organises_as_host)
rules.add_perm("events.check_in", leads | organises_as_host)
rules.add_perm("events.manage_hosts", leads)
rules.add_perm("events.delete_event", leads & is_draft)
rules.add_perm("events.decide_host", decides_for_host)
rules.add_perm("events.view_venue", keeps_venue)
rules.add_perm("events.add_venue", keeps_venue)
rules.add_perm("events.change_venue", keeps_venue)
rules.add_perm("events.name_keeper", names_keeper)
