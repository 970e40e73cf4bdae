"""Templates: a shift's hours, place, words and requirements, to make others from.

Without who is asked on the day: that is another person each time, and a telephone number has
no business in a drawer.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from events.models import Venue
from events.services.rhythm import moment_there
from languages.models import words_of
from languages.services import SPOKEN
from privacy import audit
from volunteers.models import (
    Level,
    RequirementLanguage,
    Role,
    Shift,
    ShiftTemplate,
    ShiftText,
    Team,
)
from volunteers.services.requirements import Need, write_need

SETTINGS = ("time_zone", "place", "district", "minimum_age", "offer_hours")


def save_template(shift: Shift, name: str, *, actor: AbstractBaseUser) -> ShiftTemplate:
    """Keep a shift as a template of its campaign's organisation.

    Raises ValidationError where there is one of that name.
    """
    try:
        with transaction.atomic():
            template = ShiftTemplate.objects.create(
                organisation_id=shift.campaign.lead_id, name=name, content=_content_of(shift)
            )
            audit.record("volunteers.template_saved", actor, template)
    except IntegrityError as error:
        raise ValidationError(
            {"name": _("There is a template of that name. Choose another one.")}
        ) from error
    return template


@transaction.atomic
def shift_from_template(
    template: ShiftTemplate, campaign: Campaign, day: date, *, actor: AbstractBaseUser
) -> Shift:
    """Make a draft on this day. What is there no longer (a venue, a team) is left out.

    Raises ValidationError for a campaign of another organisation.
    """
    if campaign.lead_id != template.organisation_id:
        raise ValidationError(_("This template belongs to another organisation."))
    content = template.content
    shift = Shift(
        campaign=campaign,
        venue=Venue.objects.in_use().filter(pk=content.get("venue")).first(),
        team=Team.objects.filter(pk=content.get("team"), state=Team.State.ACTIVE).first(),
        **{name: content[name] for name in SETTINGS if name in content},
    )
    shift.starts_at, shift.ends_at = _hours(content, day, shift)
    shift.save()
    ShiftText.objects.bulk_create(
        ShiftText(shift=shift, **words) for words in content.get("texts", ())
    )
    for position, need in enumerate(content.get("requirements", ())):
        write_need(shift, _need(need), position=position)
    audit.record("volunteers.shift_created", actor, shift, template=template.pk)
    return shift


@transaction.atomic
def delete_template(template: ShiftTemplate, *, actor: AbstractBaseUser) -> None:
    """Shifts made from it stay as they are."""
    audit.record("volunteers.template_deleted", actor, template)
    template.delete()


def _content_of(shift: Shift) -> dict[str, Any]:
    return {
        **{name: getattr(shift, name) for name in SETTINGS},
        "starts": f"{shift.starts_there:%H:%M}",
        "ends": f"{shift.ends_there:%H:%M}",
        # A night shift ends on another day.
        "days": (shift.ends_there.date() - shift.starts_there.date()).days,
        "venue": shift.venue_id,
        "team": shift.team_id,
        "texts": [
            {
                "language": text.language,
                "status": text.status,
                "translator": text.translator,
                "source_hash": text.source_hash,
                **words_of(text),
            }
            for text in shift.texts.all()
        ],
        "requirements": [
            {
                "role": one.role,
                "minimum": one.minimum,
                "maximum": one.maximum,
                "languages": dict(one.languages.values_list("language", "level")),
            }
            for one in shift.requirements.all()
        ],
    }


def _hours(content: dict[str, Any], day: date, shift: Shift) -> tuple[datetime, datetime]:
    """By the clock there; where it is set forward, an hour that does not exist is moved."""
    begin = datetime.combine(day, time.fromisoformat(content["starts"]))
    end_day = date.fromordinal(day.toordinal() + content["days"])
    end = datetime.combine(end_day, time.fromisoformat(content["ends"]))
    starts_at, ends_at = (moment_there(one, shift.zone).starts_at for one in (begin, end))
    return starts_at, ends_at if ends_at > starts_at else starts_at + (end - begin)


def _need(words: dict[str, Any]) -> Need:
    """What a template asks for, as far as we still have words for it."""
    role = words["role"] if words["role"] in Role.values else Role.HELPING
    languages = {
        code: level if level in Level.values else RequirementLanguage().level
        for code, level in words["languages"].items()
        if code in SPOKEN
    }
    return Need(role, words["minimum"], words["maximum"], languages)
