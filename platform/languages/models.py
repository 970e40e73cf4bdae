"""Texts in several languages: a row per language, so that adding a language is content."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Self, cast

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from languages.services import pick


class Translation(models.Model):
    """One thing's text in one language. German is the source, the others follow it."""

    class Status(models.TextChoices):
        MACHINE = "machine", _("machine translation")
        REVIEWED = "reviewed", _("reviewed")
        STALE = "stale", _("source has changed since")

    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.REVIEWED)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    translator = models.CharField(_("translator"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, "title", "") or getattr(self, "name", "") or self.language)


def source_hash(*parts: str) -> str:
    """Fingerprint of a source text; a translation made from another one is stale."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def words_of(text: Translation) -> dict[str, str]:
    """What a reader reads of a text, by field name."""
    about = {field.name for field in Translation._meta.get_fields()}
    return {
        field.name: getattr(text, field.name)
        for field in text._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.name not in about
    }


def fingerprint(words: Mapping[str, str]) -> str:
    """Fingerprint of a text's words, whatever their order; empty fields don't count."""
    return source_hash(*(f"{name}={word}" for name, word in sorted(words.items()) if word))


def follow_source(texts: Iterable[Translation], touched: Collection[str]) -> list[Translation]:
    """Mark translations whose German text has changed since as stale; return what changed.

    `touched` are the languages somebody has just written or looked through: they follow the
    German text as it is now. Sets attributes only; the caller saves.
    """
    by_language = {text.language: text for text in texts}
    source = by_language.get(settings.LANGUAGE_CODE)
    if source is None:
        return []
    now, changed = fingerprint(words_of(source)), []
    for language, text in by_language.items():
        before = text.source_hash, text.status
        if text is source or language in touched:
            text.source_hash = now
        elif text.source_hash != now and (text.source_hash or source.language in touched):
            text.status = Translation.Status.STALE
        if (text.source_hash, text.status) != before:
            changed.append(text)
    return changed


def texts_of(text_model: type[models.Model], path: str = "texts", **only: Any) -> models.Prefetch:
    """Prefetch only what a page in the current language can show: that language and German."""
    languages = {get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE}
    shown = text_model._default_manager.filter(language__in=languages, **only)
    return models.Prefetch(path, queryset=shown, to_attr="shown_texts")


class TranslatedQuerySet[T: models.Model](models.QuerySet[T]):
    def with_texts(self) -> Self:
        text_model = cast("type[models.Model]", self.model._meta.get_field("texts").related_model)
        return self.prefetch_related(texts_of(text_model))


class Translated(models.Model):
    """A thing whose words live in its `texts`; `.text` is the one to show now."""

    shown_texts: list[Any]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.text or self.pk)

    @property
    def text(self) -> Any:
        """The text in the current language, else German, else None."""
        return pick(self._texts(), get_language() or settings.LANGUAGE_CODE)

    def _texts(self) -> Iterable[Any]:
        if "shown_texts" in self.__dict__:
            return self.shown_texts
        return self.texts.all()  # type: ignore[attr-defined]
