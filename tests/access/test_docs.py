"""docs/api/access.md names what there is."""

import re
from pathlib import Path

from django.utils.translation import override

from access.scopes import AREAS, SCOPES

GUIDE = (Path(__file__).resolve().parents[2] / "docs/api/access.md").read_text()


def test_each_scope_in_our_words():
    told = dict(re.findall(r"^\| `([a-z]+:[a-z]+)` \| (.+) \|$", GUIDE, re.MULTILINE))
    with override("en"):
        meant = {scope: str(words) for scope, words in SCOPES.items()}
    assert told == {scope: words[0].lower() + words[1:] for scope, words in meant.items()}


def test_each_scope_has_an_area_with_a_name():
    assert {scope.partition(":")[0] for scope in SCOPES} == set(AREAS)
