"""Changing the text of an open petition: written in a version of its own, then put in place.

Signatures stay bound to the version that people saw.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from languages.models import follow_source, words_of
from petitions.models import (
    Petition,
    PetitionChange,
    PetitionChangeText,
    PetitionText,
)
from petitions.rules import needs_review
from petitions.services.telling import tell_later
from petitions.services.writing import hold, newest_version
from privacy import audit

State = Petition.State
GERMAN = settings.LANGUAGE_CODE


@transaction.atomic
def begin_change(petition: Petition, *, actor: User) -> int:
    """Copy the published texts into a version to write in; return it. Twice begins one change."""
    row = hold(petition)
    if row.draft_version is not None:
        return row.draft_version
    if row.state != State.OPEN:
        raise ValidationError(_("Only a petition that is open has a text to change."))
    version = newest_version(row) + 1
    for text in row.texts.filter(version=row.published_version):
        text.pk, text.version = None, version
        text.save(force_insert=True)
    row.draft_version = petition.draft_version = version
    row.change_begun_at = timezone.now()
    row.save(update_fields=["draft_version", "change_begun_at"])
    audit.record("petitions.change_begun", actor, row, version=version)
    return version


@transaction.atomic
def discard_change(petition: Petition, *, actor: User) -> None:
    """Throw away what was written; what people read and sign stays as it is."""
    row = hold(petition)
    if row.draft_version is None:
        return
    if row.is_submitted:
        raise ValidationError(_("It is being looked through. Take it back to change it."))
    version, row.draft_version, row.review = row.draft_version, None, Petition.Review.NONE
    row.save(update_fields=["draft_version", "review"])
    row.texts.filter(version=version).delete()
    row.changes.filter(version=version, published_at=None).delete()
    audit.record("petitions.change_discarded", actor, row, version=version)
    petition.refresh_from_db()


@transaction.atomic
def publish_change(
    petition: Petition,
    is_substantial: bool,
    note: str | Mapping[str, str],
    *,
    published: int | None = None,
    actor: User,
) -> PetitionChange | None:
    """Make the version that was written the published one; tell people if it is of substance.

    `note` says what has changed, in German or by language. `published` is the version that
    the person compared with. Where no word of a language that was public differs, the new
    languages join the version that stands, and there is no change: None. Raises
    ValidationError where the site looks changes through first, when the German text is not
    whole, and when somebody else has published a text meanwhile.
    """
    if needs_review(actor):
        raise ValidationError(_("This site looks changes through first. Submit it."))
    row = hold(petition)
    change = announce(row, is_substantial, note, published, actor)
    if change is not None:
        _put_in_place(row, change, actor)
    else:
        _join_published(row, actor)
    petition.refresh_from_db()
    return change


def announce(
    row: Petition,
    is_substantial: bool,
    note: str | Mapping[str, str],
    published: int | None,
    actor: User,
) -> PetitionChange | None:
    """Note what the change of this held petition is; None where it changes nobody's words."""
    if row.draft_version is None or row.state != State.OPEN:
        raise ValidationError(_("There is no change to publish any more."))
    if published is not None and published != row.published_version:
        raise ValidationError(
            _("Somebody else has published a text meanwhile. Compare with that one now.")
        )
    german = _written(row).filter(language=GERMAN).first()
    if german is None or not (german.title and german.demand and german.summary):
        raise ValidationError(_("Write the German text: the other languages follow it."))
    if not changes_words(row):
        return None
    notes = {GERMAN: note} if isinstance(note, str) else dict(note)
    if is_substantial and not notes.get(GERMAN, "").strip():
        raise ValidationError(_("Say in German what has changed: those who signed read it."))
    change, _created = PetitionChange.objects.update_or_create(
        petition=row,
        version=row.draft_version,
        defaults={"is_substantial": is_substantial, "by": actor},
    )
    change.texts.all().delete()
    texts = [
        PetitionChangeText(change=change, language=language, note=words)
        for language, words in notes.items()
        if words.strip()
    ]
    follow_source(texts, notes.keys())
    PetitionChangeText.objects.bulk_create(texts)
    return change


def put_announced_in_place(row: Petition, actor: User) -> None:
    """Publish the change of this held petition that was announced when it was submitted."""
    waiting = row.changes.filter(published_at=None)
    change = next((one for one in waiting if one.version == row.draft_version), None)
    if change is not None:
        _put_in_place(row, change, actor)
    else:
        _join_published(row, actor)


def changes_words(row: Petition) -> bool:
    """Whether any word that is public now reads differently in the version that is written."""
    written = {text.language: text for text in _written(row)}
    public = row.texts.filter(version=row.published_version)
    return any(
        text.language in written and words_of(text) != words_of(written[text.language])
        for text in public
    )


def _put_in_place(row: Petition, change: PetitionChange, actor: User) -> None:
    _carry_languages_over(row)
    change.replaces, change.published_at = row.published_version, timezone.now()
    change.save(update_fields=["replaces", "published_at"])
    row.published_version, row.draft_version = change.version, None
    row.save(update_fields=["published_version", "draft_version"])
    audit.record(
        "petitions.revised",
        actor,
        row,
        version=change.version,
        is_substantial=change.is_substantial,
    )
    if change.is_substantial:
        tell_later(change)


def _carry_languages_over(row: Petition) -> None:
    """A language that joined the published version meanwhile stays readable, marked as stale."""
    version = row.draft_version
    assert version is not None  # noqa: S101
    written = {text.language: text for text in _written(row)}
    for text in row.texts.filter(version=row.published_version).exclude(language__in=written):
        text.pk, text.version = None, version
        text.save(force_insert=True)
        written[text.language] = text
    for changed in follow_source(written.values(), ()):
        changed.save(update_fields=["status", "source_hash"])


def _join_published(row: Petition, actor: User) -> None:
    """Nobody's words change: new languages and statuses join the version that stands."""
    written = list(_written(row))
    for text in written:
        PetitionText.objects.update_or_create(
            petition=row,
            version=row.published_version,
            language=text.language,
            defaults={
                **words_of(text),
                "status": text.status,
                "source_hash": text.source_hash,
                "translator": text.translator,
            },
        )
    _written(row).delete()
    row.draft_version = None
    row.save(update_fields=["draft_version"])
    audit.record("petitions.languages_added", actor, row)


def _written(row: Petition) -> QuerySet[PetitionText]:
    """The texts of the change under way."""
    if row.draft_version is None:
        return row.texts.none()
    return row.texts.filter(version=row.draft_version)
