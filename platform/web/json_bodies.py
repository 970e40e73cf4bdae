"""JSON as it is meant: UTF-8, each name once in an object, real numbers, not too deep."""

import json
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

DEEPEST = 32


class StrictJSONParser(JSONParser):
    """Refuses with 400 what programs read differently: the second of two equal names, NaN."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            text = stream.read().decode("utf-8")
            value = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise ParseError(_("This is no valid JSON in UTF-8.")) from None
        if _is_deeper(value, DEEPEST):
            raise ParseError(_("This JSON is nested too deeply."))
        return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)


def _is_deeper(value: Any, most: int) -> bool:
    level = [value]
    for _depth in range(most):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
