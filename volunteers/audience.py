"""Who joined a campaign and asked for its news (campaigns.audience)."""

from __future__ import annotations

from collections.abc import Collection
from itertools import batched
from uuid import UUID

from campaigns.audience import Audience, Page, register
from campaigns.audience import Supporter as Reader
from privacy.models import Consent
from volunteers.consents import NEWS
from volunteers.models import Supporter, SupporterQuerySet, Volunteer, Way
from volunteers.services import end_way
from volunteers.services.joining import SUBJECT

# SQLite takes so many values in one question at least.
KEYS_AT_ONCE = 500


def read(campaign_id: int, after: str, limit: int) -> Page:
    """Page by page, the newest first; whoever signed as well is written to once (gathering)."""
    supporters = _willing(campaign_id).order_by("-pk")
    if after:
        supporters = supporters.filter(pk__lt=UUID(after))
    keys = dict(supporters.values_list("pk", "person_key")[: min(limit, KEYS_AT_ONCE)])
    if not keys:
        return Page([], None)
    agreed = _agreed(keys)
    people = Volunteer.objects.filter(pk__in=agreed)
    readers = [Reader(one.pk, one.email, one.name, one.language) for one in people if one.email]
    return Page(readers, str(min(keys)))


def wanting(campaign_id: int, person_keys: Collection[str]) -> set[str]:
    """Whose consent stands, given by joining this campaign."""
    found: set[str] = set()
    for some in batched(person_keys, KEYS_AT_ONCE, strict=False):
        willing = _willing(campaign_id).filter(person_key__in=some)
        found |= _agreed(dict(willing.values_list("pk", "person_key")))
    return found


def end(campaign_id: int, person_key: str) -> None:
    joined = Supporter.objects.of(person_key).filter(campaign=campaign_id)
    end_way(person_key, Way.NEWS, list(joined.values_list("pk", flat=True)))


def _willing(campaign_id: int) -> SupporterQuerySet:
    return Supporter.objects.willing(Way.NEWS).filter(campaign=campaign_id)


def _agreed(keys: dict[UUID, str]) -> set[str]:
    """The persons among these whose consent stands; `keys` maps a supporter to their person."""
    given = Consent.objects.standing().filter(
        person_key__in=keys.values(),
        purpose=NEWS,
        subject_kind=SUBJECT,
        subject_id__in=[str(pk) for pk in keys],
    )
    return set(given.values_list("person_key", flat=True))


def register_all() -> None:
    register(Audience("volunteers", read, wanting, end))
