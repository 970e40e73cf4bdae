"""Texts out to translators who work elsewhere, and back again, as gettext PO files.

Each message names its place in its context ("campaign/12/title") and carries the German words
as its id, so that what comes back for other German words than today's is noticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from languages import editing
from languages.models import Translation, words_of
from partners.workspace import translatable
from partners.workspace.translatable import Kind, Row

GERMAN = settings.LANGUAGE_CODE
MOST_MESSAGES = 5000
STATE = "state: "


@dataclass
class Outcome:
    """What an import did: how many texts were taken, and a sentence for each that was not."""

    taken: int = 0
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def to_po(rows: Iterable[Row], language: str) -> bytes:
    """The German words with what there is in the language; stale ones are marked fuzzy."""
    catalogue = Catalog(locale=language, project="Mitstimme", charset="utf-8", fuzzy=False)
    catalogue.language_team = language
    for row in rows:
        present = row.kind.texts(row.thing).get(language)
        words = {} if present is None else words_of(present)
        is_stale = present is not None and present.status == Translation.Status.STALE
        for name, german in words_of(row.german).items():
            if german:
                catalogue.add(
                    german,
                    words.get(name, ""),
                    context=f"{row.kind.name}/{row.thing.pk}/{name}",
                    flags=["fuzzy"] if is_stale else [],
                    auto_comments=[
                        f"{row.kind.label}: {row.title}",
                        STATE + editing.state_of(present),
                    ],
                )
    written = BytesIO()
    write_po(written, catalogue, width=0, omit_header=False, include_previous=False)
    return written.getvalue()


def from_po(content: bytes, language: str, *, actor: User, translator: str = "") -> Outcome:
    """Take over the translations of a file, text by text; what can't be taken is said.

    Raises ValidationError for what is no PO file, or one for another language.
    """
    outcome = Outcome()
    for place, messages in _by_text(_read(content, language)).items():
        title = next(iter(messages.values())).id if messages else ""
        try:
            changed = _take(place, messages, language, actor, translator)
        except _Refused as refusal:
            outcome.refused.append((str(title)[:80], str(refusal)))
        else:
            outcome.taken += changed
            outcome.unchanged += not changed
    return outcome


class _Refused(Exception):
    """A text that is not taken over; the sentence says why."""


def _read(content: bytes, language: str) -> Catalog:
    try:
        catalogue = read_po(BytesIO(content), charset="utf-8", abort_invalid=True)
    except (PoFileError, ValueError, LookupError, IndexError, AttributeError) as error:
        raise ValidationError(_("This is no PO file that can be read. Export it anew.")) from error
    if not len(catalogue):
        raise ValidationError(_("There is no translation in this file."))
    if len(catalogue) > MOST_MESSAGES:
        raise ValidationError(_("This file is too large. Export fewer texts at once."))
    if catalogue.locale is not None and catalogue.locale.language != language:
        raise ValidationError(_("This file is for another language. Choose that one."))
    return catalogue


def _by_text(catalogue: Catalog) -> dict[tuple[str, str], dict[str, Message]]:
    """The messages of each text, by the name of the field."""
    found: dict[tuple[str, str], dict[str, Message]] = {}
    for message in catalogue:
        parts = (message.context or "").split("/")
        if message.id and len(parts) == 3:
            kind, pk, name = parts
            found.setdefault((kind, pk), {})[name] = message
    return found


def _take(
    place: tuple[str, str],
    messages: Mapping[str, Message],
    language: str,
    actor: User,
    translator: str,
) -> bool:
    """Write one text; False when it is the same already."""
    known = translatable.find(*place)
    # What somebody may not translate is as unknown to them as what isn't there.
    if known is None or not known[0].may(actor, known[1]):
        raise _Refused(_("This text is not there any more, or not yours."))
    kind, thing = known
    texts = kind.texts(thing)
    german = texts.get(GERMAN)
    if german is None or any(
        words_of(german).get(name) != message.id for name, message in messages.items()
    ):
        raise _Refused(_("The German text has changed since the file was made. Export it anew."))
    present = texts.get(language)
    words = ({} if present is None else words_of(present)) | {
        name: str(message.string or "").strip() for name, message in messages.items()
    }
    if present is not None and words == words_of(present) and present.status != "stale":
        return False
    if not any(words.values()):
        return False
    _check(kind, words, words_of(german))
    try:
        kind.write(
            thing, language, words, actor=actor, seen=_seen(messages), translator=translator
        )
    except editing.EditedMeanwhile:
        raise _Refused(_("Somebody has changed this translation here meanwhile.")) from None
    except ValidationError as refusal:
        raise _Refused(" ".join(refusal.messages)) from None
    return True


def _check(kind: Kind, words: Mapping[str, str], german: Mapping[str, str]) -> None:
    """As a form would: every field whose German is there, and none longer than fits."""
    for model_field in _fields(kind):
        word = words.get(model_field.name, "")
        if german.get(model_field.name) and not word and not model_field.blank:
            raise _Refused(_("Not everything of this text is translated yet."))
        if model_field.max_length and len(word) > model_field.max_length:
            raise _Refused(
                _("“%(words)s…” is too long: at most %(most)s characters.")
                % {"words": word[:30], "most": model_field.max_length}
            )


def _fields(kind: Kind) -> Iterator[models.Field[Any, Any]]:
    about = {one.name for one in Translation._meta.get_fields()}
    for one in kind.text_model._meta.concrete_fields:
        if isinstance(one, models.CharField | models.TextField) and one.name not in about:
            yield one


def _seen(messages: Mapping[str, Message]) -> str:
    for message in messages.values():
        for comment in message.auto_comments:
            if comment.startswith(STATE):
                return comment.removeprefix(STATE)
    return ""
