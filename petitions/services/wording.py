"""Writing a petition's text: in place while it is a draft, as a new version ever after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from languages.models import follow_source, words_of
from petitions.models import Petition, PetitionChange, PetitionText
from petitions.rules import needs_review
from petitions.services.writing import hold, newest_version
from privacy import audit

NAMES = ("title", "demand", "summary", "reasons", "status", "translator", "source_hash")


@dataclass(frozen=True)
class Wording:
    """A petition's text in one language. `status` and `translator` are about a translation."""

    title: str
    demand: str
    summary: str
    reasons: str = ""
    status: str = PetitionText.Status.REVIEWED
    translator: str = ""


@transaction.atomic
def revise(
    petition: Petition,
    texts: Mapping[str, Wording],
    *,
    actor: AbstractBaseUser | None = None,
) -> int:
    """Make `texts`, by language, all the texts of the petition; return their version.

    Once a petition has left the draft, a changed or missing word makes a new version of all
    its texts: those who signed stay bound to what they read. A language that is added, or
    looked through, changes nobody's words and joins the version that stands. Translations
    that have not followed a changed German text are marked as stale.
    Raises ValidationError when the German text is missing.
    """
    if settings.LANGUAGE_CODE not in texts:
        raise ValidationError(_("Write the German text: the other languages follow it."))
    row = hold(petition)
    before = {text.language: text for text in row.texts.filter(version=row.published_version)}
    version = row.published_version
    if row.state != Petition.State.DRAFT and _changes_words(before, texts):
        if needs_review(actor):
            raise ValidationError(_("This site looks changes through first. Submit it."))
        version = _next_version(row)
    rows = [
        PetitionText(petition=row, version=version, language=language, **asdict(wording))
        for language, wording in texts.items()
    ]
    _follow_german(rows, before)
    row.texts.filter(version=version).exclude(language__in=texts).delete()
    PetitionText.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["petition", "version", "language"],
        update_fields=NAMES,
    )
    if version != row.published_version:
        PetitionChange.objects.create(
            petition=row,
            version=version,
            replaces=row.published_version,
            by=actor if isinstance(actor, User) else None,
            published_at=timezone.now(),
        )
        Petition.objects.filter(pk=row.pk).update(published_version=version)
        audit.record("petitions.revised", actor or audit.SYSTEM, petition, version=version)
        petition.published_version = version
    return version


def _next_version(row: Petition) -> int:
    """The number after the newest; a change that is being written makes way and comes after."""
    newest = newest_version(row)
    if row.draft_version is None:
        return newest + 1
    made_way = newest + 1
    row.changes.filter(version=row.draft_version).update(version=made_way)
    row.texts.filter(version=row.draft_version).update(version=made_way)
    free, row.draft_version = row.draft_version, made_way
    Petition.objects.filter(pk=row.pk).update(draft_version=made_way)
    return free


def _changes_words(before: Mapping[str, PetitionText], texts: Mapping[str, Wording]) -> bool:
    return any(
        language not in texts or words_of(text) != _words(texts[language])
        for language, text in before.items()
    )


def _words(wording: Wording) -> dict[str, str]:
    return {name: getattr(wording, name) for name in ("title", "demand", "summary", "reasons")}


def _follow_german(rows: list[PetitionText], before: Mapping[str, PetitionText]) -> None:
    touched = set()
    for row in rows:
        old = before.get(row.language)
        if old is None or words_of(old) != words_of(row) or old.status != row.status:
            touched.add(row.language)
        else:
            row.source_hash = old.source_hash
    follow_source(rows, touched)
