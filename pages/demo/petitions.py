"""The demo's instruments, addressees and petitions with their steps."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign
from pages.demo import content
from pages.demo.campaigns import day_named
from pages.demo.rows import put, put_texts, stamped
from pages.demo.signatures import day_of, sign
from partners.models import Organisation
from petitions.models import (
    Addressee,
    AddresseeText,
    Instrument,
    InstrumentText,
    Petition,
    PetitionStep,
    PetitionStepText,
    PetitionText,
)
from petitions.services import link_missing_partners
from petitions.services.law import FIELDS, shipped_instruments

MAIN = "kommunales-wahlrecht"
OPENS = time(8)


def load_law() -> None:
    """What one may sign, and whom one may ask."""
    for found in shipped_instruments():
        fields = {name: found[name] for name in FIELDS if name in found}
        instrument = put(Instrument, {"slug": found["slug"]}, **fields)
        put_texts(InstrumentText, instrument, content.texts_of(found))
    for found in content.table("addressees")["addressees"]:
        addressee = put(Addressee, {"slug": found["slug"]}, website=found["website"])
        put_texts(AddresseeText, addressee, content.texts_of(found))


def load_petitions(today: date) -> None:
    """The petitions as they stand on `today`, with signatures and steps."""
    for found in content.tables("petitions"):
        petition = put(Petition, {"slug": found["slug"]}, **_fields(found, today))
        _publish_texts(petition, content.texts_of(found))
        if "opened_days_ago" in found:
            first = today - timedelta(days=found["opened_days_ago"])
            # Nobody signs on the day of loading: it may be just past midnight.
            last = today - timedelta(days=found.get("closed_days_ago", 0) + 1)
            link_missing_partners()
            sign(petition, found, first, last)
        for step in found.get("steps", []):
            _load_step(petition, step, today)


def first_loaded_on() -> date | None:
    """The day the demo's dates are reckoned from, once it is loaded."""
    opened = Petition.objects.filter(slug=MAIN, is_demo=True).values_list("opens_at", flat=True)
    if not opened or opened[0] is None:
        return None
    found = content.table(f"petitions/{MAIN}")
    return timezone.localdate(opened[0]) + timedelta(days=found["opened_days_ago"])


def _fields(found: dict[str, Any], today: date) -> dict[str, Any]:
    return {
        "campaign": Campaign.objects.get(slug=found["campaign"]),
        "initiator": Organisation.objects.get(slug=found["initiator"]),
        "addressee": Addressee.objects.get(slug=found["addressee"]),
        "instrument": Instrument.objects.get(slug=found["instrument"]),
        "state": found["state"],
        "is_approved": found["state"] != Petition.State.DRAFT,
        "goal": found["goal"],
        "opens_at": _moment(found, "opened_days_ago", today)
        or _moment(found, "opens_in_days", today, ahead=True),
        "closes_at": _moment(found, "closed_days_ago", today),
        "handed_over_at": _moment(found, "handed_over_days_ago", today),
        "is_demo": True,
    }


def _moment(
    found: dict[str, Any], name: str, today: date, *, ahead: bool = False
) -> datetime | None:
    if name not in found:
        return None
    days = timedelta(days=found[name])
    return timezone.make_aware(datetime.combine(today + (days if ahead else -days), OPENS))


def _publish_texts(petition: Petition, texts: content.Texts) -> None:
    """Publish these words as a new version if they differ: a signature keeps what it saw."""
    wanted = stamped(texts)
    newest = petition.texts.order_by("-version").values_list("version", flat=True).first()
    published = {
        text.language: {name: getattr(text, name) for name in wanted["de"]}
        for text in petition.texts.filter(version=petition.published_version)
    }
    if published == wanted:
        return
    version = (newest or 0) + 1
    PetitionText.objects.bulk_create(
        PetitionText(petition=petition, version=version, language=language, **words)
        for language, words in wanted.items()
    )
    petition.published_version = version
    petition.save(update_fields=["published_version"])


def _load_step(petition: Petition, found: dict[str, Any], today: date) -> None:
    if "at_count" in found:
        happened_on = day_of(petition, found["at_count"])
        if happened_on is None:
            return
    else:
        happened_on = day_named(found, today)
    step = put(
        PetitionStep,
        {"petition": petition, "slug": found["slug"]},
        kind=found.get("kind", PetitionStep.Kind.MILESTONE),
        happened_on=happened_on,
    )
    put_texts(PetitionStepText, step, content.texts_of(found))
