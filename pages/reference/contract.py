"""The OpenAPI description, made plain: operations with their fields, ready to be shown.

It is in English throughout, as programmers' references are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator

from web.cache import remembered

JSON = "application/json"
# Of things in things in things; deeper than that the contract itself is the better reading.
DEEPEST = 3
KNOWN_FOR_SECONDS = 300
# Problems are described once, for all.
EVERYWHERE = "default"
# Formats that say more than their type: a date is more than a string.
TELLING = ("date", "date-time", "email", "uri", "uuid")


@dataclass(frozen=True)
class Field:
    """One line of a table: `name` may be a path like `results[].title`."""

    name: str
    kind: str
    is_required: bool
    description: str = ""


@dataclass(frozen=True)
class Answer:
    status: str
    description: str
    fields: list[Field]


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    scope: str
    parameters: list[dict[str, Any]]
    body: list[Field]
    example: Any
    answers: list[Answer] = field(default_factory=list)

    @property
    def takes_key(self) -> bool:
        return any(one["name"] == "Idempotency-Key" for one in self.parameters)

    @property
    def answers_nothing(self) -> bool:
        return any(answer.status == "204" for answer in self.answers)


def operations() -> list[Operation]:
    """All of them, in the order of the contract; at most five minutes old."""
    return remembered("pages.operations", KNOWN_FOR_SECONDS, lambda: list(read(description())))


def description() -> dict[str, Any]:
    """The contract as drf-spectacular makes it."""
    with override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


def read(contract: dict[str, Any]) -> Iterator[Operation]:
    for path, ways in contract["paths"].items():
        for method, told in ways.items():
            yield _operation(contract, path, method, told)


def _operation(contract: dict[str, Any], path: str, method: str, told: dict) -> Operation:
    body = told.get("requestBody", {}).get("content", {}).get(JSON, {})
    examples = [one["value"] for one in body.get("examples", {}).values()]
    answers = [
        Answer(
            status,
            answer.get("description", ""),
            list(_fields(contract, answer.get("content", {}).get(JSON, {}).get("schema", {}))),
        )
        for status, answer in told["responses"].items()
        if status != EVERYWHERE
    ]
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        tag=(told.get("tags") or [""])[0],
        summary=told.get("summary", ""),
        description=told.get("description", ""),
        scope=told.get("x-scope", ""),
        parameters=told.get("parameters", []),
        body=list(_fields(contract, body.get("schema", {}))),
        example=examples[0] if examples else None,
        answers=answers,
    )


def _fields(contract: dict, schema: dict, before: str = "", depth: int = 0) -> Iterator[Field]:
    schema = _resolved(contract, schema)
    if schema.get("type") == "array" and depth == 0:
        yield from _fields(contract, schema["items"], "[].", depth + 1)
        return
    required = schema.get("required", [])
    for name, inner in schema.get("properties", {}).items():
        kind, below, step = _kind(contract, inner)
        told = inner.get("description") or _resolved(contract, inner).get("description", "")
        is_listed = kind.startswith("one of")
        yield Field(before + name, kind, name in required, "" if is_listed else told)
        if below and depth < DEEPEST:
            yield from _fields(contract, below, f"{before}{name}{step}.", depth + 1)


def _kind(contract: dict, schema: dict) -> tuple[str, dict | None, str]:
    """Its type in words, what is inside it, and how the path to that goes on."""
    schema = _resolved(contract, schema)
    if schema.get("type") == "array":
        kind, below, _step = _kind(contract, schema["items"])
        return f"list of {kind}", below, "[]"
    if "properties" in schema:
        return "object", schema, ""
    if "enum" in schema:
        return "one of " + ", ".join(f"`{each}`" for each in schema["enum"] if each), None, ""
    for several in ("oneOf", "anyOf"):
        if several in schema:
            found = [_kind(contract, each) for each in schema[several]]
            below = next((inner for _words, inner, _step in found if inner), None)
            kinds = [words for words, _inner, _step in found if words != "one of "]
            return " or ".join(kinds), below, ""
    said = schema.get("type", "anything")
    kinds = list(said) if isinstance(said, list) else [said]
    if schema.get("format") in TELLING:
        kinds[0] = schema["format"]
    return " or ".join(kinds), None, ""


def _resolved(contract: dict, schema: dict) -> dict:
    """Follow a reference; of `allOf` with one, that one."""
    if len(schema.get("allOf", [])) == 1:
        schema = schema | schema["allOf"][0]
    if reference := schema.get("$ref"):
        name = reference.rsplit("/", 1)[-1]
        return contract["components"]["schemas"][name]
    return schema
