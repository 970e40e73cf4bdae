"""Which organisations somebody may mean who types a name: a hint, never a refusal."""

from __future__ import annotations

from difflib import SequenceMatcher

from partners.models import Organisation, OrganisationApplication
from web.search import normalise

# Legal forms and articles, which people write or leave out.
EMPTY_WORDS = frozenset({"e", "v", "ev", "ggmbh", "gmbh", "gemeinnutziger", "der", "die", "das"})
ALIKE = 0.84
MOST = 3
# Shorter names are like too many others.
SHORTEST = 4


def similar_organisations(name: str) -> list[Organisation]:
    """Public organisations of the same or nearly the same name, the most alike first."""
    known = Organisation.objects.public().only("pk", "slug", "name", "short_name")
    ranked = [(_likeness(name, one.name, one.short_name), one) for one in known]
    return _best(ranked)


def similar_applications(application: OrganisationApplication) -> list[OrganisationApplication]:
    """Others that wait or came back under such a name, for whoever decides."""
    others = OrganisationApplication.objects.open().exclude(pk=application.pk)
    ranked = [(_likeness(application.name, one.name, one.short_name), one) for one in others]
    return _best(ranked)


def _best[T](ranked: list[tuple[float, T]]) -> list[T]:
    alike = [pair for pair in ranked if pair[0] >= ALIKE]
    return [one for _likeness, one in sorted(alike, key=lambda pair: -pair[0])][:MOST]


def _likeness(typed: str, name: str, short_name: str) -> float:
    ours, theirs = _words(typed), _words(name)
    if short_name and ours == _words(short_name):
        return 1.0
    if len(ours) < SHORTEST or not theirs:
        return 0.0
    matcher = SequenceMatcher(None, ours, theirs)
    # The quick bounds are cheap: most names are unlike at first sight.
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _words(name: str) -> str:
    return " ".join(word for word in normalise(name).split() if word not in EMPTY_WORDS)
