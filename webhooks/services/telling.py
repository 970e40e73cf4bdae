"""Telling: a message for each organisation that listens, in the transaction of what happened.

Where nobody listens this asks one question and writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from partners.models import Organisation
from web.keys import ordered_uuid
from webhooks.models import Delivery, Endpoint, Message
from webhooks.services import lanes

type Data = dict[str, Any]
type Organisations = Collection[int] | QuerySet[Organisation]

# Of what names itself the message's id is made, so that telling it again tells nothing new.
NAMES = UUID("6f0ae1c4-6f3a-4d49-9d0c-7d1f1f6d3f56")
AT_ONCE = 500


@dataclass(frozen=True)
class News:
    """One thing to tell some organisations. `key` names what happened, for a job that may run
    twice; without one, each telling is a message of its own."""

    type: str
    organisations: Collection[int]
    data: Data
    person_key: str = ""
    subject: str = ""
    key: str = ""
    occurred_at: datetime = field(default_factory=timezone.now)


def tell(
    type: str,
    organisations: Organisations,
    data: Data | Callable[[], Data],
    *,
    person_key: str = "",
    subject: str = "",
) -> int:
    """Tell those of these organisations that listen; return how many.

    Called in the transaction of what happened: told if and only if it did. `data` holds ids,
    slugs and addresses, never what somebody has said of themselves; as a function, it is
    asked only where somebody listens.
    """
    listening = listeners([type], organisations)
    if not listening:
        return 0
    told = data() if callable(data) else data
    hearing = {one.organisation_id for one in listening}
    tell_all([News(type, hearing, told, person_key, subject)], listening)
    return len(hearing)


def listeners(
    types: Collection[str], organisations: Organisations | None = None
) -> list[Endpoint]:
    """The endpoints that hear one of these types, paused ones as well: one query, of few rows."""
    told = Endpoint.objects.told()
    if organisations is not None:
        told = told.filter(organisation__in=organisations)
    known = told.order_by("pk").only("organisation_id", "types")
    return [one for one in known if any(one.hears(type) for type in types)]


def tell_all(news: Iterable[News], listening: Iterable[Endpoint]) -> int:
    """Write many messages and their deliveries in a few statements; return how many messages.

    With keys it may run twice, or twice at once: the same message has the same id.
    """
    of: defaultdict[int, list[Endpoint]] = defaultdict(list)
    for endpoint in listening:
        of[endpoint.organisation_id].append(endpoint)
    messages, deliveries = [], []
    for one in news:
        for organisation_id in sorted(one.organisations):
            hearing = [endpoint for endpoint in of[organisation_id] if endpoint.hears(one.type)]
            if hearing:
                message = _message(one, organisation_id)
                messages.append(message)
                deliveries += [Delivery(message=message, endpoint=each) for each in hearing]
    if not messages:
        return 0
    with transaction.atomic():
        Message.objects.bulk_create(messages, AT_ONCE, ignore_conflicts=True)
        Delivery.objects.bulk_create(deliveries, AT_ONCE, ignore_conflicts=True)
        # After the commit, and not as a row in it: everybody who tells would wait for that row.
        # Should this process die in between, the beat wakes them.
        transaction.on_commit(lanes.wake, robust=True)
    return len(messages)


def _message(news: News, organisation_id: int) -> Message:
    name = f"{news.key}:{organisation_id}"
    return Message(
        id=uuid5(NAMES, name) if news.key else ordered_uuid(),
        type=news.type,
        organisation_id=organisation_id,
        person_key=news.person_key,
        subject=news.subject,
        occurred_at=news.occurred_at,
        data=news.data,
    )


def url_of(thing: Any) -> str:
    """The address of its public page, in German whoever asks: a program compares addresses."""
    with translation.override(settings.LANGUAGE_CODE):
        return urljoin(settings.SITE_URL, thing.get_absolute_url())


def was_told(type: str, subjects: Collection[str]) -> set[tuple[str, int]]:
    """To which organisations this was told of these subjects: pairs of both."""
    known = Message.objects.filter(type=type, subject__in=subjects).order_by()
    return set(known.values_list("subject", "organisation"))
