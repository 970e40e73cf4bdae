"""Joining a campaign: taken as one sealed row, stored by a job, confirmed by a mailed link.

What somebody types stays sealed until the address is confirmed: only then does it become
the person's own page. Who has joined already gets a mail that says so, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign
from jobs.services import enqueue
from languages.services import SPOKEN
from privacy import consents
from privacy.person import person_key
from privacy.sealed import seal, unseal
from volunteers.consents import WORDINGS, purpose_of
from volunteers.models import (
    Level,
    Slot,
    Supporter,
    SupporterWay,
    Volunteer,
    VolunteerLanguage,
    Way,
)
from volunteers.services.holding import hold_person
from web.cache import remembered
from web.districts import districts as all_districts
from web.limits import LimitExceeded, check
from web.seen import need_as_seen

State = Supporter.State
SUBJECT = "volunteers.Supporter"
KNOWN_FOR_SECONDS = 5


class CampaignIsClosed(Exception):
    """The campaign takes nobody, or not any more."""


@dataclass(frozen=True)
class Joining:
    """What a person typed and ticked. `ways` maps a code of Way to the sentence beside its box,
    `languages` a code to a level."""

    name: str
    email: str
    language: str
    ways: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    districts: list[str] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)
    note: str = ""
    source: str = ""


def joinable(slug: str) -> Campaign:
    """A public campaign as joining needs it, at most five seconds old. Raises DoesNotExist."""
    return remembered(
        f"volunteers.joinable:{slug}",
        KNOWN_FOR_SECONDS,
        lambda: Campaign.objects.public().get(slug=slug),
    )


def join(campaign: Campaign, joining: Joining) -> None:
    """Take what was typed: from here on it is never lost. Raises CampaignIsClosed."""
    if campaign.state != Campaign.State.PUBLISHED:
        raise CampaignIsClosed
    words = vars(joining) | {"joined_at": timezone.now().isoformat()}
    enqueue(
        "volunteers.store_supporter",
        {"campaign": campaign.pk, "person": person_key(joining.email), "sealed": seal(words)},
        queue="intake",
    )


def store_supporter(campaign_id: int, key: str, sealed: str) -> None:
    """Store what `join` took; a second time changes nothing, and who has joined stays as is."""
    joining, joined_at = sealed_words(sealed)
    if _is_too_often(campaign_id, key):
        return
    with transaction.atomic():
        hold_person(key)
        known = Supporter.objects.of(key).filter(campaign=campaign_id).first()
        if known is not None and known.has_joined:
            enqueue_supporter_mail(known, "joined_before", joined_at)
            return
        if known is not None and _is_overtaken(known, joined_at):
            return
        supporter = known or Supporter(campaign_id=campaign_id, person_key=key)
        if supporter.state != State.PENDING:
            supporter.mailed_at = None
        supporter.state, supporter.sealed = State.PENDING, sealed
        supporter.language, supporter.source = joining.language, joining.source[:40]
        supporter.joined_at, supporter.ended_at = joined_at, None
        supporter.save()
        enqueue_supporter_mail(supporter, "confirm_joining", joined_at)


def confirm_supporter(supporter: Supporter, *, seen: str = "") -> Supporter:
    """Confirm the address: what was typed becomes the person's own. Raises CampaignIsClosed,
    and HasChanged where the page that was `seen` showed other words.

    Anybody can type an address that is known: then it only adds to what the person told.
    """
    with transaction.atomic():
        person = hold_person(supporter.person_key)
        row = Supporter.objects.select_related("campaign").filter(pk=supporter.pk).first()
        if row is None:
            raise CampaignIsClosed
        if row.state != State.PENDING:
            return row
        need_as_seen(row.joined_at.isoformat(), seen)
        if row.campaign.state != Campaign.State.PUBLISHED:
            raise CampaignIsClosed
        joining, joined_at = sealed_words(row.sealed)
        myself = person if person.email else joining
        tell_of_oneself(
            person,
            name=myself.name,
            email=myself.email,
            language=myself.language,
            languages=joining.languages | dict(person.languages.values_list("language", "level")),
            districts=[*person.districts, *joining.districts],
            slots=[*person.slots, *joining.slots],
        )
        row.state, row.sealed = State.CONFIRMED, ""
        row.note, row.confirmed_at = joining.note, timezone.now()
        row.save()
        choose_ways(row, joining.ways, language=joining.language, at=joined_at)
        enqueue_supporter_mail(row, "joined", row.confirmed_at)
    return row


def tell_of_oneself(
    person: Volunteer,
    *,
    name: str,
    email: str,
    language: str,
    languages: Mapping[str, str],
    districts: list[str],
    slots: list[str],
) -> None:
    """Write down what a person says of themselves; their row is held. What we have no word for
    is left out, so that nothing stands in a list that no page can show."""
    person.name, person.email, person.language = name, email, language
    person.districts = sorted(set(districts) & set(all_districts()))
    person.slots = [slot for slot in Slot.values if slot in slots]
    person.changed_at = timezone.now()
    person.save()
    spoken = {code: level for code, level in languages.items() if code in SPOKEN}
    person.languages.all().delete()
    VolunteerLanguage.objects.bulk_create(
        VolunteerLanguage(volunteer=person, language=code, level=level)
        for code, level in spoken.items()
        if level in Level.values
    )


def sentences() -> dict[str, str]:
    """The sentence beside each way's box, by the way, in the active language."""
    return {way.value: str(words) for way, words in WORDINGS.items()}


def choose_ways(
    supporter: Supporter, ways: Mapping[str, str], *, language: str, at: datetime | None = None
) -> None:
    """Set in which ways somebody helps: each with a consent, and none that was not ticked.

    `ways` maps a way to the sentence beside its box. A consent to a way that is not among
    them ends.
    """
    chosen = {way: words for way, words in ways.items() if way in Way.values}
    before = set(supporter.ways.values_list("way", flat=True))
    for way in before - set(chosen):
        consents.withdraw(supporter.person_key, purpose_of(way), SUBJECT, supporter.pk)
    supporter.ways.exclude(way__in=chosen).delete()
    SupporterWay.objects.bulk_create(
        SupporterWay(supporter=supporter, way=way) for way in chosen if way not in before
    )
    given = [
        consents.Given(
            supporter.person_key, purpose_of(way), words, language, SUBJECT, str(supporter.pk), at
        )
        for way, words in chosen.items()
        if way not in before
    ]
    consents.store(consents.new_consents(given))


def leave_campaign(supporter: Supporter) -> bool:
    """Leave a campaign: nobody of it asks this person any more. Shifts taken stay theirs."""
    with transaction.atomic():
        hold_person(supporter.person_key)
        row = Supporter.objects.get(pk=supporter.pk)
        if not row.has_joined:
            return False
        row.ways.all().delete()
        consents.end_for_subjects(SUBJECT, [row.pk])
        row.state, row.note, row.ended_at = State.LEFT, "", timezone.now()
        row.save()
    supporter.refresh_from_db()
    return True


def enqueue_supporter_mail(supporter: Supporter, about: str, moment: datetime) -> None:
    """Have the person written to about joining; `about` is a key of `emails.MAILS`."""
    enqueue(
        "volunteers.mail_supporter",
        {"supporter": str(supporter.pk), "about": about},
        key=f"volunteers.mail:{supporter.pk}:{about}:{moment.timestamp()}",
        queue="mail",
    )


def sealed_words(sealed: str) -> tuple[Joining, datetime]:
    """What was typed and not confirmed yet, and when."""
    words = unseal(sealed)
    joined_at = datetime.fromisoformat(words.pop("joined_at"))
    return Joining(**words), joined_at


def _is_too_often(campaign_id: int, key: str) -> bool:
    """Whether this person joins again and again. The first time is always free."""
    if not Supporter.objects.of(key).filter(campaign=campaign_id).exists():
        return False
    try:
        check("join:address", f"{campaign_id}:{key}")
    except LimitExceeded:
        return True
    return False


def _is_overtaken(known: Supporter, joined_at: datetime) -> bool:
    return known.joined_at > joined_at or bool(known.ended_at and known.ended_at > joined_at)
