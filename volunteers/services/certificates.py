"""Certificates of volunteering: issued from what was approved, shown as the holder chooses.

A certificate is a row with the words of its day: who reads it years later reads what was
true when it was made, and needs none of the rows it was made from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from secrets import choice
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from volunteers.models import Certificate, Role, ShiftSignup, TaskClaim
from volunteers.services.checking_in import HERE
from volunteers.services.holding import hold_person

# Nothing that could be taken for another: no 0 and O, no 1, I and L. 31 letters, 16 of them:
# more than 10^23 codes, so nobody finds one by trying.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, GROUP = 4, 4
NO_LETTER = re.compile(rf"[^{LETTERS}]")
# So many stand at once; more is a mistake, or somebody trying something.
MOST = 50


@dataclass(frozen=True)
class Wish:
    """What the holder chose; no campaign means all of them."""

    name: str
    campaign: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    language: str = ""
    shows_name: bool = False
    shows_hours: bool = True
    shows_deeds: bool = False


@dataclass
class Deed:
    """What was done for one campaign in one way: its words by language, minutes, how often."""

    what: dict[str, str]
    campaign: dict[str, str]
    lead: str
    minutes: int = 0
    times: int = 0
    days: list[date] = field(default_factory=list)


class NothingApproved(ValidationError):
    """There are no approved hours in what was chosen."""


def issue_certificate(person_key: str, wish: Wish) -> Certificate:
    """Make a certificate of what is approved at this moment.

    Raises NothingApproved, and ValidationError where too many stand or the days are in the
    wrong order.
    """
    first, last = wish.first_day, wish.last_day
    if first and last and first > last:
        raise ValidationError({"last_day": _("The last day is before the first.")})
    with transaction.atomic():
        hold_person(person_key)
        standing = Certificate.objects.filter(person_key=person_key, withdrawn_at=None)
        if standing.count() >= MOST:
            raise ValidationError(_("You have very many certificates: withdraw some first."))
        deeds = deeds_of(person_key, wish)
        if not deeds:
            raise NothingApproved(_("No hours were approved for this campaign and time."))
        days = [day for deed in deeds for day in deed.days]
        return Certificate.objects.create(
            code=new_code(),
            person_key=person_key,
            name=wish.name,
            campaign_id=wish.campaign,
            first_day=first or min(days),
            last_day=last or max(days),
            minutes=sum(deed.minutes for deed in deeds),
            deeds=json.dumps([_kept(deed) for deed in deeds], ensure_ascii=False),
            language="" if wish.language == settings.LANGUAGE_CODE else wish.language,
            shows_name=wish.shows_name,
            shows_hours=wish.shows_hours,
            shows_deeds=wish.shows_deeds,
        )


def deeds_of(person_key: str, wish: Wish) -> list[Deed]:
    """Approved hours and tasks, in sums by campaign and kind; the most hours first."""
    found: dict[tuple[object, ...], Deed] = {}
    for campaign, kind, words, minutes, day in _approved(person_key):
        if wish.campaign not in (None, campaign.pk):
            continue
        if (wish.first_day and day < wish.first_day) or (wish.last_day and day > wish.last_day):
            continue
        key = (campaign.pk, kind)
        if key not in found:
            titles = {text.language: text.title for text in campaign.texts.all()}
            found[key] = Deed(words, titles, campaign.lead.name)
        deed = found[key]
        deed.minutes += minutes
        deed.times += 1
        deed.days.append(day)
    return sorted(found.values(), key=lambda deed: (-deed.minutes, min(deed.days)))


def withdraw_certificate(person_key: str, code: str) -> bool:
    """Make one's own certificate invalid, for good; False where it is none or was withdrawn."""
    mine = Certificate.objects.filter(person_key=person_key, code=code, withdrawn_at=None)
    return bool(mine.update(withdrawn_at=timezone.now()))


def certificates_of(person_key: str) -> list[Certificate]:
    mine = Certificate.objects.filter(person_key=person_key).select_related("campaign")
    return list(mine.prefetch_related("campaign__texts"))


def find_certificate(typed: str) -> Certificate | None:
    """The certificate of a code, however it is typed; None for a code of none."""
    return Certificate.objects.filter(code=as_code(typed)).first()


def as_code(typed: str) -> str:
    """A code as it is stored: capitals in groups of four."""
    letters = NO_LETTER.sub("", typed.upper())[: GROUPS * GROUP]
    return _in_groups(letters)


def new_code() -> str:
    return _in_groups("".join(choice(LETTERS) for _number in range(GROUPS * GROUP)))


def words_of_deeds(certificate: Certificate, language: str) -> list[dict[str, Any]]:
    """What was done in one language, German where there are no words in it: `what`,
    `campaign`, `lead`, `minutes` and `times`."""
    kept: list[dict[str, Any]] = json.loads(certificate.deeds or "[]")
    return [
        one | {"what": _in(one["what"], language), "campaign": _in(one["campaign"], language)}
        for one in kept
    ]


def _approved(person_key: str) -> Iterator[tuple[Campaign, object, dict[str, str], int, date]]:
    """Each approved deed: its campaign, its kind and the kind's words, minutes and day."""
    signups = (
        ShiftSignup.objects.of(person_key)
        .confirmed()
        .filter(presence__in=HERE, approved_at__isnull=False, minutes__gt=0)
        .select_related("shift__campaign__lead", "requirement")
        .prefetch_related("shift__campaign__texts")
    )
    for signup in signups:
        role = signup.requirement.role
        day = signup.shift.starts_there.date()
        yield signup.shift.campaign, role, _role_words(role), signup.minutes or 0, day
    claims = (
        TaskClaim.objects.filter(
            person_key=person_key, state=TaskClaim.State.APPROVED, minutes__gt=0
        )
        .select_related("task__campaign__lead")
        .prefetch_related("task__texts", "task__campaign__texts")
    )
    for claim in claims:
        words = {text.language: text.title for text in claim.task.texts.all()}
        at = claim.handed_in_at or claim.decided_at or claim.claimed_at
        day = timezone.localdate(at)
        yield claim.task.campaign, claim.task_id, words, claim.minutes or 0, day


def _role_words(role: str) -> dict[str, str]:
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words[language] = str(Role(role).label)
    return words


def _kept(deed: Deed) -> dict[str, Any]:
    return {
        "what": deed.what,
        "campaign": deed.campaign,
        "lead": deed.lead,
        "minutes": deed.minutes,
        "times": deed.times,
    }


def _in(words: dict[str, str], language: str) -> str:
    return (
        words.get(language) or words.get(settings.LANGUAGE_CODE) or next(iter(words.values()), "")
    )


def _in_groups(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
