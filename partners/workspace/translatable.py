"""Everything that has words in several languages, so that one set of pages translates it all.

Each app registers its kinds of things in AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet

from accounts.models import User
from languages import editing
from languages.models import Translation, words_of
from partners.models import Membership, Organisation, OrganisationQuerySet
from partners.rules import has_role
from privacy import audit

GERMAN = settings.LANGUAGE_CODE
MISSING = "missing"


def _no_key(thing: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Kind:
    """One kind of thing. `of` gives those of some organisations, with `texts` to prefetch.

    `owner` is the key of the organisation whose editors translate the thing; `key` narrows
    its texts where there are several sets (the version of a petition); `url` is the page
    where its German text is written.
    """

    name: str
    label: Any
    text_model: type[Translation]
    of: Callable[[OrganisationQuerySet], QuerySet[Any]]
    owner: Callable[[Any], int]
    url: Callable[[Any], str]
    key: Callable[[Any], dict[str, Any]] = field(default=_no_key)

    def texts(self, thing: Any) -> dict[str, Translation]:
        """The texts by language; from what was prefetched where there is such."""
        wanted = self.key(thing)
        return {
            text.language: text
            for text in thing.texts.all()
            if all(getattr(text, name) == value for name, value in wanted.items())
        }

    def may(self, user: User, thing: Any, role: str = Membership.Role.EDITOR) -> bool:
        return has_role(user, self.owner(thing), role)

    def write(
        self, thing: Model, language: str, words: Mapping[str, str], *, actor: User, **more: Any
    ) -> None:
        """Store one translation, on record. Raises what `editing.write` raises."""
        editing.write(thing, language, words, **more, **self.key(thing))
        audit.record("languages.translated", actor, thing, language=language)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)


def find(name: str, pk: object) -> tuple[Kind, Any] | None:
    """The kind and the thing that an address or a file names; None where there is none."""
    kind = kind_of(name)
    if kind is None or not str(pk).isdigit():
        return None
    things = kind.of(Organisation.objects.all()).filter(pk=pk).prefetch_related("texts")
    thing = things.first()
    return None if thing is None else (kind, thing)


@dataclass(frozen=True)
class Row:
    """One thing and how far each language is: a Translation.Status, or "missing"."""

    kind: Kind
    thing: Any
    german: Translation
    states: Mapping[str, str]

    @property
    def title(self) -> str:
        return title_of(self.german)


def title_of(german: Translation) -> str:
    """What a text is called here: its first words."""
    return next(filter(None, words_of(german).values()), "")


def rows(organisations: OrganisationQuerySet) -> Iterator[Row]:
    """Everything of these organisations that has a German text; two queries for each kind."""
    for kind in _kinds.values():
        for thing in kind.of(organisations).prefetch_related("texts"):
            texts = kind.texts(thing)
            german = texts.get(GERMAN)
            if german is None or not any(words_of(german).values()):
                continue
            states = {
                code: texts[code].status if code in texts else MISSING
                for code, _name in settings.LANGUAGES
                if code != GERMAN
            }
            yield Row(kind, thing, german, states)
