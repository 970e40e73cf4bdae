"""An endpoint's way: added, changed, paused, resumed, given a new key, removed."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from partners.models import Organisation
from privacy import audit
from web.limits import check
from webhooks import signing
from webhooks.models import Delivery, Endpoint, EndpointQuerySet
from webhooks.services import lanes
from webhooks.services.telling import News, tell_all
from webhooks.services.waiting import OLD_KEY_COUNTS
from webhooks.types import PING

State = Endpoint.State
# Each hears all that happens: more would be a mistake, or a way to make us send very much.
ENDPOINTS_AT_MOST = 10


@transaction.atomic
def add(
    organisation: Organisation,
    url: str,
    types: Collection[str],
    description: str = "",
    *,
    actor: User,
) -> Endpoint:
    """Begin to tell this address. Its key is in `secret`: show it now, once.

    Raises ValidationError where the organisation has enough of them, or has left.
    """
    held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    _need_here(held.pk)
    live = Endpoint.objects.live().filter(organisation=held)
    _refuse_twice(live, url)
    if live.count() >= ENDPOINTS_AT_MOST:
        raise ValidationError(
            _("There are %(most)d webhooks already. Remove one that you need no longer."),
            params={"most": ENDPOINTS_AT_MOST},
        )
    endpoint = Endpoint.objects.create(
        organisation=held,
        url=url,
        types=sorted(types),
        description=description,
        secret=signing.new_secret(),
        created_by=actor,
    )
    audit.record("webhooks.added", actor, endpoint, host=endpoint.host)
    return endpoint


@transaction.atomic
def change(
    endpoint: Endpoint, url: str, types: Collection[str], description: str, *, actor: User
) -> None:
    """Tell another address, or of other things. What waits goes to the new address."""
    Organisation.objects.select_for_update(no_key=True).get(pk=endpoint.organisation_id)
    others = Endpoint.objects.live().filter(organisation=endpoint.organisation_id)
    _refuse_twice(others.exclude(pk=endpoint.pk), url)
    endpoint.url, endpoint.types, endpoint.description = url, sorted(types), description
    endpoint.save(update_fields=["url", "types", "description"])
    audit.record("webhooks.changed", actor, endpoint, host=endpoint.host)


def _need_here(organisation_id: int) -> None:
    if Organisation.objects.filter(pk=organisation_id).exclude(left_at=None).exists():
        raise ValidationError(_("An organisation that has left is told of nothing new."))


def _refuse_twice(others: EndpointQuerySet, url: str) -> None:
    """So that a form that is sent twice adds one."""
    if others.filter(url=url).exists():
        raise ValidationError({"url": _("This address has a webhook already.")})


@transaction.atomic
def pause(endpoint: Endpoint, *, actor: User) -> None:
    """Send nothing for now; what happens meanwhile waits."""
    active = Endpoint.objects.filter(pk=endpoint.pk, state=State.ACTIVE)
    if active.update(state=State.PAUSED, pause=Endpoint.Pause.BY_HAND):
        audit.record("webhooks.paused", actor, endpoint)
    endpoint.refresh_from_db()


@transaction.atomic
def resume(endpoint: Endpoint, *, actor: User) -> None:
    """Go on with all that waits, from the beginning of its three days.

    Raises ValidationError where the organisation has left.
    """
    _need_here(endpoint.organisation_id)
    paused = Endpoint.objects.filter(pk=endpoint.pk, state=State.PAUSED)
    if paused.update(state=State.ACTIVE, pause="", failing_since=None, rests_until=None):
        now = timezone.now()
        # One that is on its way just now is left to whoever has it.
        waiting = endpoint.deliveries.unfinished().exclude(lease_until__gte=now)
        waiting.update(state=Delivery.State.WAITING, next_at=now, failing_since=None)
        audit.record("webhooks.resumed", actor, endpoint)
        transaction.on_commit(lanes.wake, robust=True)
    endpoint.refresh_from_db()


@transaction.atomic
def rotate(endpoint: Endpoint, *, actor: User) -> str:
    """Give it a new key and return that, to be shown once. The one before signs along for a
    day; one before that no longer."""
    row = Endpoint.objects.live().select_for_update(no_key=True).get(pk=endpoint.pk)
    row.previous_secret, row.secret = row.secret, signing.new_secret()
    row.previous_until = timezone.now() + OLD_KEY_COUNTS
    row.save(update_fields=["secret", "previous_secret", "previous_until"])
    audit.record("webhooks.rotated", actor, row)
    endpoint.refresh_from_db()
    return row.secret


@transaction.atomic
def remove(endpoint: Endpoint, *, actor: User) -> None:
    """Tell it nothing more, also not what waits. The log stays for a while; the keys go."""
    live = Endpoint.objects.live().filter(pk=endpoint.pk)
    if live.update(state=State.OFF, secret="", previous_secret="", previous_until=None):
        endpoint.deliveries.unfinished().update(
            state=Delivery.State.GIVEN_UP,
            error=Delivery.Error.REMOVED,
            lease_until=None,
            finished_at=timezone.now(),
        )
        audit.record("webhooks.removed", actor, endpoint, host=endpoint.host)
    endpoint.refresh_from_db()


def ping(endpoint: Endpoint) -> None:
    """Send a test to this endpoint alone.

    Raises LimitExceeded, and ValidationError for one that is paused, or whose organisation
    has left.
    """
    _need_here(endpoint.organisation_id)
    if not endpoint.is_active:
        raise ValidationError(_("It is paused. Resume it first, then send a test."))
    check("webhook:test", str(endpoint.organisation_id))
    tell_all([News(PING, [endpoint.organisation_id], {"webhook": endpoint.pk})], [endpoint])


def redeliver(delivery: Delivery) -> None:
    """Send it again, under the same id, from the beginning of its three days.

    Raises LimitExceeded, and ValidationError where the message is emptied, or the organisation
    has left.
    """
    _need_here(delivery.endpoint.organisation_id)
    check("webhook:test", str(delivery.endpoint.organisation_id))
    now = timezone.now()
    with transaction.atomic():
        live = Endpoint.objects.live().select_for_update(no_key=True)
        endpoint = live.filter(pk=delivery.endpoint_id).first()
        if endpoint is None or delivery.message.emptied_at:
            raise ValidationError(_("What this message said is not kept any more."))
        resting = Delivery.objects.filter(pk=delivery.pk).exclude(lease_until__gte=now)
        resting.update(
            state=Delivery.State.WAITING,
            next_at=now,
            failing_since=None,
            finished_at=None,
            lease_until=None,
        )
        Endpoint.objects.filter(pk=endpoint.pk).update(rests_until=None)
        transaction.on_commit(lanes.wake, robust=True)
    delivery.refresh_from_db()
