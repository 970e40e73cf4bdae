"""The demo's organisations, what is invented among them, and who acts for which."""

import hashlib
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from pages.demo import content
from pages.demo.logos import logo
from pages.demo.rows import put, put_texts
from partners.models import (
    EmbedSite,
    FieldOfWork,
    FieldOfWorkText,
    Membership,
    Organisation,
    OrganisationApplication,
    OrganisationContact,
    OrganisationLanguage,
    OrganisationText,
)
from partners.services import appoint
from partners.services.fields import load_fields
from pictures.models import Picture
from pictures.services import About, take

# By the part of the login's address before the @; the admin needs none, the volunteer has none.
ROLES = [
    ("organiser", "integrationsrat-dortmund", Membership.Role.OWNER),
    ("partner", "dgb", Membership.Role.OWNER),
    ("partner", "integrationsrat-dortmund", Membership.Role.EDITOR),
]
FIRST_POSITION = 50


def load_organisations(today: date) -> None:
    """Those that exist are not marked as verified: none of them has looked at the demo."""
    for found in content.table("organisations")["organisations"]:
        organisation = put(
            Organisation,
            {"slug": found["slug"]},
            name=found["name"],
            short_name=found.get("short_name", ""),
            kind=found["kind"],
            website=found.get("website", ""),
            position=found["position"],
            is_demo=True,
        )
        put_texts(OrganisationText, organisation, content.texts_of(found))
        for origin in found.get("embed_sites", []):
            EmbedSite.objects.get_or_create(organisation=organisation, origin=origin)
    load_fields(FieldOfWork, FieldOfWorkText)
    for number, found in enumerate(content.table("associations")["associations"]):
        _load_association(found, number, today)


def load_memberships(logins: dict[str, User]) -> None:
    for name, slug, role in ROLES:
        organisation = Organisation.objects.get(slug=slug)
        appoint(organisation, logins[name], role)


def load_applications(logins: dict[str, User], today: date) -> None:
    """Two that wait, one for the office and one for whoever applied; once, not again."""
    for found in content.table("applications")["applications"]:
        applicant = logins[found["login"]]
        if applicant.organisation_applications.filter(name=found["name"]).exists():
            continue
        handed_in_at = _noon(today - timedelta(days=found["days_ago"]))
        is_decided = found["state"] != OrganisationApplication.State.APPLIED
        OrganisationApplication.objects.create(
            applicant=applicant,
            language=settings.LANGUAGE_CODE,
            handed_in_at=handed_in_at,
            decided_at=handed_in_at + timedelta(days=1) if is_decided else None,
            **{name: found[name] for name in APPLIED if name in found},
        )


APPLIED = (
    "name",
    "kind",
    "state",
    "summaries",
    "district",
    "languages",
    "contact_name",
    "why",
    "reason",
)


def _load_association(found: dict[str, Any], number: int, today: date) -> None:
    verified_at = _noon(today - timedelta(days=40 + 3 * number))
    organisation = put(
        Organisation,
        {"slug": found["slug"]},
        name=found["name"],
        short_name=found.get("short_name", ""),
        kind=found["kind"],
        district=found["district"],
        # One in six has not been looked at yet.
        verified_at=None if number % 6 == 5 else verified_at,
        position=FIRST_POSITION + number,
        is_demo=True,
    )
    put_texts(OrganisationText, organisation, content.texts_of(found))
    for language in found["languages"]:
        OrganisationLanguage.objects.get_or_create(organisation=organisation, language=language)
    organisation.languages.exclude(language__in=found["languages"]).delete()
    organisation.fields_of_work.set(FieldOfWork.objects.filter(slug__in=found["fields"]))
    contact = dict(found["contact"])
    public = contact.pop("public")
    ticks = {f"is_{name}_public": name in public for name in OrganisationContact.FIELDS}
    put(OrganisationContact, {"organisation": organisation}, **contact, **ticks)
    _show_logo(organisation)


def _show_logo(organisation: Organisation) -> None:
    """Drawn anew only where it would be another one."""
    drawn = logo(organisation.slug)
    digest = hashlib.sha256(drawn).hexdigest()
    if organisation.logo and organisation.logo.source_digest == digest:
        return
    organisation.logo = take(BytesIO(drawn), _about(organisation.name), is_demo=True)
    organisation.save(update_fields=["logo"])


def _about(name: str) -> About:
    alts = {}
    for language in content.LANGUAGES:
        with translation.override(language):
            alts[language] = _("Logo of %(name)s: a field of dots") % {"name": name}
    return About(alts=alts, credit="Mitstimme", licence=Picture.Licence.OWN)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
