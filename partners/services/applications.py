"""Asking to be an organisation here, and deciding about it.

Whoever decides has read one version: what was handed in anew meanwhile is another one, and of
two who decide at once one does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.services import enqueue
from languages.models import fingerprint
from partners.models import (
    APPLICATION_KEPT,
    Membership,
    Organisation,
    OrganisationApplication,
    OrganisationContact,
    OrganisationText,
)
from partners.services.memberships import appoint
from partners.services.organisations import create_organisation
from privacy import audit
from web.limits import check

State = OrganisationApplication.State
GERMAN = settings.LANGUAGE_CODE


@transaction.atomic
def apply(applicant: User, language: str, given: dict[str, Any]) -> OrganisationApplication:
    """Hand an application in. Raises LimitExceeded past settings.LIMITS["apply:user"]."""
    check("apply:user", str(applicant.pk))
    application = OrganisationApplication.objects.create(
        applicant=applicant, language=language, handed_in_at=timezone.now(), **given
    )
    audit.record("partners.applied", applicant, application)
    _tell(application)
    return application


@transaction.atomic
def hand_in_again(application: OrganisationApplication, given: dict[str, Any]) -> None:
    """Hand in what came back. Raises ValidationError where it has not, or not any more."""
    held = _hold(application)
    if held.state != State.RETURNED:
        raise ValidationError(_("This application can't be changed any more."))
    for name, value in given.items():
        setattr(held, name, value)
    held.state, held.handed_in_at = State.APPLIED, timezone.now()
    held.save()
    audit.record("partners.applied_again", held.applicant, held)
    _tell(held)


@transaction.atomic
def take_back(application: OrganisationApplication) -> None:
    """Withdraw an application: it is deleted. What is decided stays (ValidationError)."""
    held = _hold(application)
    if not held.is_open:
        raise ValidationError(_("This application is decided already."))
    audit.record("partners.application_taken_back", held.applicant, held)
    held.delete()


@transaction.atomic
def verify(
    application: OrganisationApplication, *, seen: datetime, actor: AbstractBaseUser
) -> Organisation:
    """Make the organisation, verified, with whoever applied as its owner."""
    held = _decide(application, State.VERIFIED, "", seen, actor)
    organisation = create_organisation(
        name=held.name,
        short_name=held.short_name,
        kind=held.kind,
        summary=held.summary,
        website=held.website,
        district=held.district,
        languages=held.languages,
        verified_at=held.decided_at,
        actor=actor,
    )
    _translate(organisation, held.summaries)
    OrganisationContact.objects.create(
        organisation=organisation, name=held.contact_name, phone=held.phone
    )
    held.organisation = organisation
    held.save(update_fields=["organisation"])
    audit.record("partners.verified", actor, organisation)
    appoint(organisation, held.applicant, Membership.Role.OWNER, actor=actor)
    return organisation


@transaction.atomic
def send_back(
    application: OrganisationApplication, reason: str, *, seen: datetime, actor: AbstractBaseUser
) -> None:
    """Give it back to be changed, with a reason that the applicant is mailed."""
    _decide(application, State.RETURNED, _needed(reason), seen, actor)


@transaction.atomic
def decline(
    application: OrganisationApplication, reason: str, *, seen: datetime, actor: AbstractBaseUser
) -> None:
    """Refuse it for good, with a reason that the applicant is mailed."""
    _decide(application, State.DECLINED, _needed(reason), seen, actor)


def delete_old_applications() -> int:
    """Delete what was decided, or came back and lay there, half a year ago."""
    over = OrganisationApplication.objects.filter(
        decided_at__lt=timezone.now() - APPLICATION_KEPT
    ).exclude(state=State.APPLIED)
    return over.delete()[0]


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ValidationError(_("Give a reason: whoever applied has to know."))
    return reason


def _decide(
    application: OrganisationApplication,
    state: str,
    reason: str,
    seen: datetime,
    actor: AbstractBaseUser,
) -> OrganisationApplication:
    """Take the decision, unless somebody else has, or it was taken back meanwhile."""
    read = OrganisationApplication.objects.filter(
        pk=application.pk, state=State.APPLIED, handed_in_at=seen
    )
    decided = {"reason": reason, "decided_at": timezone.now(), "decided_by": actor}
    if not read.update(state=state, **decided):
        raise ValidationError(
            _("Somebody else has decided, or it was taken back or changed. Look again.")
        )
    held = OrganisationApplication.objects.select_related("applicant").get(pk=application.pk)
    audit.record(f"partners.application_{state}", actor, held)
    _tell(held)
    return held


def _tell(application: OrganisationApplication) -> None:
    payload = {"application": application.pk, "state": str(application.state)}
    enqueue("partners.tell_applicant", payload, queue="mail")


def _translate(organisation: Organisation, summaries: dict[str, str]) -> None:
    """The sentence in the other languages in which it was handed in."""
    source = fingerprint({"summary": summaries[GERMAN]})
    OrganisationText.objects.filter(organisation=organisation).update(source_hash=source)
    OrganisationText.objects.bulk_create(
        OrganisationText(
            organisation=organisation, language=language, summary=summary, source_hash=source
        )
        for language, summary in summaries.items()
        if language != GERMAN and summary
    )


def _hold(application: OrganisationApplication) -> OrganisationApplication:
    held = OrganisationApplication.objects.select_for_update().filter(pk=application.pk).first()
    if held is None:
        raise ValidationError(_("This application is not there any more."))
    return held
