"""What can be asked of the directory; everything is in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from languages.services import SPOKEN, endonym
from partners.models import FieldOfWork, Organisation, OrganisationLanguage, OrganisationQuerySet
from web import search
from web.districts import districts
from web.text import clean_line

FILTERS = ("kind", "field", "language", "district")
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Choice:
    """What somebody looks for. Unknown values are kept, and find nothing."""

    query: str
    chosen: Mapping[str, str]

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Choice:
        query = clean_line(given.get("q", ""))[:LONGEST_QUERY]
        return cls(query, {name: given.get(name, "")[:60] for name in FILTERS})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or any(self.chosen.values()))

    def among(self, organisations: OrganisationQuerySet, language: str) -> OrganisationQuerySet:
        """Those that fit all that was chosen; each once."""
        wanted: dict[str, Any] = {
            "kind": self.chosen["kind"],
            "fields_of_work__slug": self.chosen["field"],
            "languages__language": self.chosen["language"],
            "district": self.chosen["district"],
        }
        found = organisations.filter(**{name: value for name, value in wanted.items() if value})
        if self.query:
            found = found.filter(slug__in=search.keys("organisation", self.query, language))
        return found


def options() -> dict[str, list[tuple[str, Any]]]:
    """What each filter offers: only languages that somebody speaks. Three queries."""
    spoken = OrganisationLanguage.objects.filter(organisation__in=Organisation.objects.public())
    there = set(spoken.order_by().values_list("language", flat=True).distinct())
    return {
        "kind": list(Organisation.Kind.choices),
        "field": list(FieldOfWork.objects.as_choices()),
        "language": [(code, endonym(code)) for code in SPOKEN if code in there],
        "district": [(name, name) for name in districts()],
    }
