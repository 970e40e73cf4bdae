"""Writing one text in one language, without undoing what somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from languages.models import Translation, fingerprint, follow_source, words_of

NOTHING = "nothing"


class EditedMeanwhile(Exception):
    """Somebody else has changed the text since it was opened. `theirs` is it as it is now."""

    def __init__(self, theirs: Translation | None) -> None:
        super().__init__()
        self.theirs = theirs


def state_of(text: Translation | None) -> str:
    """What a form carries along, so that saving can tell whether the text is still the same."""
    return NOTHING if text is None else fingerprint(words_of(text))


@transaction.atomic
def write(
    holder: models.Model,
    language: str,
    words: Mapping[str, str],
    *,
    seen: str,
    status: str = Translation.Status.REVIEWED,
    translator: str = "",
    **key: Any,
) -> Translation:
    """Store the words of `holder`'s text in this language; return the text.

    `seen` is the `state_of` the text when the writer opened it. `key` narrows the holder's
    texts where it has several sets of them (`version=2` of a petition). Whoever writes German
    makes the translations that followed it stale; whoever writes a translation has it follow
    the German as it is now.

    Raises EditedMeanwhile when the text is another one by now, unless by the same words;
    ValidationError when there is no German text to follow.
    """
    # One writer at a time, also for a text that is not there yet. Without the row's key, so that
    # whoever signs what is written about (a foreign key to it) does not wait.
    type(holder)._default_manager.select_for_update(no_key=True).get(pk=holder.pk)
    texts = {text.language: text for text in holder.texts.filter(**key)}  # type: ignore[attr-defined]
    if language != settings.LANGUAGE_CODE and settings.LANGUAGE_CODE not in texts:
        raise ValidationError(_("Write the German text: the other languages follow it."))
    present = texts.get(language)
    is_same = present is not None and words_of(present) == {**words_of(present), **words}
    if state_of(present) != seen and not is_same:
        raise EditedMeanwhile(present)
    text = present or _new_text(holder, language, key)
    for name, value in {**words, "status": status, "translator": translator}.items():
        setattr(text, name, value)
    text.save()
    texts[language] = text
    # German words that did not change leave what followed them as it was.
    touched = () if is_same and language == settings.LANGUAGE_CODE else {language}
    for changed in follow_source(texts.values(), touched):
        changed.save(update_fields=["status", "source_hash"])
    return text


def _new_text(holder: models.Model, language: str, key: Mapping[str, Any]) -> Translation:
    relation: Any = holder._meta.get_field("texts")
    model: type[Translation] = relation.related_model
    return model(**{relation.field.name: holder}, language=language, **key)
