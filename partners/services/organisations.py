"""An organisation's own words and where it comes from; its leaving and its coming back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.models import (
    FieldOfWork,
    Organisation,
    OrganisationContact,
    OrganisationLanguage,
    OrganisationText,
)
from pictures.models import Picture
from privacy import audit
from web.slugs import insert_with_slug


@transaction.atomic
def create_organisation(
    *, name: str, kind: str, summary: str, actor: AbstractBaseUser, **more: Any
) -> Organisation:
    """Make an organisation with its German sentence; nobody belongs to it yet.

    `more` holds further fields, and may hold `languages` and `fields_of_work`.
    """
    languages, fields = more.pop("languages", ()), more.pop("fields_of_work", ())
    organisation = Organisation(name=name, kind=kind, **more)
    insert_with_slug(organisation, name)
    OrganisationText.objects.create(
        organisation=organisation, language=settings.LANGUAGE_CODE, summary=summary
    )
    _speak(organisation, languages)
    organisation.fields_of_work.set(fields)
    audit.record("partners.created", actor, organisation)
    return organisation


@transaction.atomic
def edit_organisation(
    organisation: Organisation, changes: dict[str, Any], *, actor: AbstractBaseUser
) -> None:
    """Change what an organisation says of itself; what is not among the changes stays.

    `changes` may hold `languages` (codes) and `fields_of_work` (rows) besides its fields.
    """
    plain = dict(changes)
    languages, fields = plain.pop("languages", None), plain.pop("fields_of_work", None)
    changed = {
        name: value for name, value in plain.items() if getattr(organisation, name) != value
    }
    for name, value in changed.items():
        setattr(organisation, name, value)
    if changed:
        organisation.save(update_fields=list(changed))
    touched = set(changed)
    if languages is not None and _speak(organisation, languages):
        touched.add("languages")
    if fields is not None and _work_on(organisation, fields):
        touched.add("fields_of_work")
    if touched:
        audit.record("partners.edited", actor, organisation, fields=sorted(touched))


@transaction.atomic
def edit_contact(
    organisation: Organisation, given: dict[str, Any], *, actor: AbstractBaseUser
) -> None:
    """Say how to reach an organisation, and what of it everybody may read."""
    OrganisationContact.objects.update_or_create(organisation=organisation, defaults=given)
    audit.record("partners.contact_edited", actor, organisation)


@transaction.atomic
def show_logo(
    organisation: Organisation, logo: Picture | None, *, actor: AbstractBaseUser
) -> None:
    """Show this logo from now on, or none: then its letters stand in for it."""
    organisation.logo = logo
    organisation.save(update_fields=["logo"])
    audit.record("partners.logo_changed", actor, organisation, has_logo=logo is not None)


@transaction.atomic
def mark_as_verified(
    organisation: Organisation, is_verified: bool, *, actor: AbstractBaseUser
) -> None:
    """Give an organisation the mark, or take it away. The first date stays."""
    now = timezone.now() if is_verified else None
    rows = Organisation.objects.filter(pk=organisation.pk, verified_at__isnull=is_verified)
    if rows.update(verified_at=now):
        verb = "partners.verified" if is_verified else "partners.mark_taken_away"
        audit.record(verb, actor, organisation)


@transaction.atomic
def close_page(organisation: Organisation, *, actor: AbstractBaseUser) -> None:
    """Leave: nothing new can be done in its name, and what was keeps it.

    Raises ValidationError where somebody else was quicker.
    """
    now = timezone.now()
    if not Organisation.objects.filter(pk=organisation.pk, left_at=None).update(left_at=now):
        raise ValidationError(_("The page of this organisation is closed already."))
    organisation.left_at = now
    audit.record("partners.left", actor, organisation)


@transaction.atomic
def reopen_page(organisation: Organisation, *, actor: AbstractBaseUser) -> None:
    """Take part again. Of two at once, one does it; the other changes nothing."""
    left = Organisation.objects.filter(pk=organisation.pk, left_at__isnull=False)
    if left.update(left_at=None):
        organisation.left_at = None
        audit.record("partners.came_back", actor, organisation)


def _speak(organisation: Organisation, languages: Iterable[str]) -> bool:
    """Bring the languages to these; True when something changed."""
    wanted = list(dict.fromkeys(languages))
    present = set(organisation.languages.values_list("language", flat=True))
    organisation.languages.exclude(language__in=wanted).delete()
    OrganisationLanguage.objects.bulk_create(
        [
            OrganisationLanguage(organisation=organisation, language=language)
            for language in wanted
            if language not in present
        ],
        ignore_conflicts=True,
    )
    return present != set(wanted)


def _work_on(organisation: Organisation, fields: Iterable[FieldOfWork]) -> bool:
    wanted = {field.pk for field in fields}
    present = set(organisation.fields_of_work.values_list("pk", flat=True))
    organisation.fields_of_work.set(wanted)
    return present != wanted
