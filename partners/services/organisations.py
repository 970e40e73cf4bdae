"""An organisation's own words and where it comes from."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from partners.models import Organisation, OrganisationText
from privacy import audit
from web.slugs import insert_with_slug


@transaction.atomic
def create_organisation(
    *, name: str, kind: str, summary: str, actor: AbstractBaseUser, **more: Any
) -> Organisation:
    """Make an organisation with its German sentence; nobody belongs to it yet."""
    organisation = Organisation(name=name, kind=kind, **more)
    insert_with_slug(organisation, name)
    OrganisationText.objects.create(
        organisation=organisation, language=settings.LANGUAGE_CODE, summary=summary
    )
    audit.record("partners.created", actor, organisation)
    return organisation


@transaction.atomic
def edit_organisation(
    organisation: Organisation, changes: dict[str, Any], *, actor: AbstractBaseUser
) -> None:
    """Change name, short name, kind or website; what is not among the changes stays."""
    changed = {
        name: value for name, value in changes.items() if getattr(organisation, name) != value
    }
    if not changed:
        return
    for name, value in changed.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(changed))
    audit.record("partners.edited", actor, organisation, fields=sorted(changed))
