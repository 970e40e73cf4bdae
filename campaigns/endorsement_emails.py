"""The mails about endorsements, one function each. Called by jobs only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Endorsement
from languages.services import pick
from mail.services import send

State = Endorsement.State


def send_invited(endorsement: Endorsement, user: User) -> None:
    """To the organisation: a campaign asks it."""

    def told(names: dict[str, str]) -> tuple[str, str, str]:
        return (
            _("%(lead)s asks for your support") % names,
            _(
                "%(lead)s would like %(organisation)s to stand behind the campaign "
                "“%(campaign)s”. If you agree, you write a short statement. "
                "Only then your name is shown."
            )
            % names,
            endorsement.message,
        )

    _send(endorsement, user, told, _at_organisation)


def send_requested(endorsement: Endorsement, user: User) -> None:
    """To the campaign: an organisation asks to be shown."""

    def told(names: dict[str, str]) -> tuple[str, str, str]:
        return (
            _("%(organisation)s would like to stand behind your campaign") % names,
            _(
                "%(organisation)s has signed a statement for the campaign “%(campaign)s”. "
                "It is shown once you have accepted it."
            )
            % names,
            endorsement.message,
        )

    _send(endorsement, user, told, _at_campaign)


def send_accepted(endorsement: Endorsement, user: User) -> None:
    """To whoever asked: the other side said yes."""

    def told(names: dict[str, str]) -> tuple[str, str, str]:
        return (
            _("Accepted: %(organisation)s stands behind “%(campaign)s”") % names,
            _("Name and statement are on the campaign's page now."),
            "",
        )

    _send(endorsement, user, told, _own_side)


def send_declined(endorsement: Endorsement, user: User) -> None:
    """To whoever asked: the other side said no."""

    def told(names: dict[str, str]) -> tuple[str, str, str]:
        return (
            _("Declined: %(organisation)s and the campaign “%(campaign)s”") % names,
            _("Nothing of this is public. You may ask again later."),
            endorsement.reason,
        )

    _send(endorsement, user, told, _own_side)


def send_retracted(endorsement: Endorsement, user: User) -> None:
    """To whoever was asked: nobody waits for an answer any more."""

    def told(names: dict[str, str]) -> tuple[str, str, str]:
        return (
            _("Taken back: %(organisation)s and the campaign “%(campaign)s”") % names,
            _("The question was taken back. You need not do anything."),
            endorsement.reason,
        )

    _send(endorsement, user, told, _own_side)


def send_withdrawn(endorsement: Endorsement, user: User) -> None:
    """To the campaign: the organisation stands behind it no longer."""

    def told(names: dict[str, str]) -> tuple[str, str, str]:
        return (
            _("%(organisation)s has withdrawn from “%(campaign)s”") % names,
            _("Name and statement are gone from the campaign's page. They may be on flyers."),
            endorsement.reason,
        )

    _send(endorsement, user, told, _at_campaign)


def send_ended(endorsement: Endorsement, user: User) -> None:
    """To the organisation: the campaign has ended it."""

    def told(names: dict[str, str]) -> tuple[str, str, str]:
        return (
            _("%(lead)s has ended your endorsement of “%(campaign)s”") % names,
            _("Your name and your statement are gone from the campaign's page."),
            endorsement.reason,
        )

    _send(endorsement, user, told, _at_organisation)


def send_reworded(endorsement: Endorsement, user: User) -> None:
    """To the campaign: a newer wording waits."""

    def told(names: dict[str, str]) -> tuple[str, str, str]:
        return (
            _("%(organisation)s has changed its statement") % names,
            _(
                "The new wording for the campaign “%(campaign)s” is shown once you have read it "
                "and taken it over. Until then the earlier one stays."
            )
            % names,
            "",
        )

    _send(endorsement, user, told, _at_campaign)


def send_taken_over(endorsement: Endorsement, user: User) -> None:
    """To the organisation: its newer wording is shown."""

    def told(names: dict[str, str]) -> tuple[str, str, str]:
        return (
            _("Your new statement is on the page of “%(campaign)s”") % names,
            _("%(lead)s has taken your new wording over.") % names,
            "",
        )

    _send(endorsement, user, told, _at_organisation)


@dataclass(frozen=True)
class Letter:
    """How a deed is told, and whether it still is as it was then."""

    send: Callable[[Endorsement, User], None]
    still_holds: Callable[[Endorsement], bool]


def _of_state(state: str, send: Callable[[Endorsement, User], None]) -> Letter:
    return Letter(send, lambda endorsement: endorsement.state == state)


LETTERS: dict[str, Letter] = {
    "invited": _of_state(State.INVITED, send_invited),
    "requested": _of_state(State.REQUESTED, send_requested),
    "accepted": _of_state(State.ACCEPTED, send_accepted),
    "declined": _of_state(State.DECLINED, send_declined),
    "retracted": _of_state(State.RETRACTED, send_retracted),
    "withdrawn": _of_state(State.WITHDRAWN, send_withdrawn),
    "ended": _of_state(State.ENDED, send_ended),
    "reworded": Letter(send_reworded, lambda one: one.proposed_version is not None),
    "taken_over": _of_state(State.ACCEPTED, send_taken_over),
}

type Told = Callable[[dict[str, str]], tuple[str, str, str]]


def _at_campaign(endorsement: Endorsement, user: User) -> str:
    return reverse("campaigns_organise:partners", args=[endorsement.campaign.slug])


def _at_organisation(endorsement: Endorsement, user: User) -> str:
    return reverse("endorsements_organise:list", args=[endorsement.organisation.slug])


def _own_side(endorsement: Endorsement, user: User) -> str:
    """The page of the side this reader belongs to."""
    own: Any = user.memberships.values_list("organisation", flat=True)
    if endorsement.campaign.lead_id in set(own):
        return _at_campaign(endorsement, user)
    return _at_organisation(endorsement, user)


def _send(
    endorsement: Endorsement, user: User, told: Told, page: Callable[[Endorsement, User], str]
) -> None:
    campaign = endorsement.campaign
    with translation.override(user.language):
        text = pick(campaign.texts.all(), user.language)
        names = {
            "lead": campaign.lead.name,
            "organisation": endorsement.organisation.name,
            "campaign": text.title if text else campaign.slug,
        }
        title, sentence, word = told(names)
        context: dict[str, object] = {
            "name": user.display_name,
            "title": title,
            "sentence": sentence,
            "word": word,
            "url": urljoin(settings.SITE_URL, page(endorsement, user)),
        }
    send("mail/emails/notice", to=user.email, language=user.language, context=context)
