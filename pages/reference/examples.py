"""The same call in three tongues: curl, Python and JavaScript, ready to be pasted.

Each runs as it stands against the demo: tests do so.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

from pages.reference.contract import Operation

PLACE = re.compile(r"\{(\w+)\}")
TOKEN = "MITSTIMME_TOKEN"  # noqa: S105
# What the demo has, by the word before the place in the address.
NAMED = {
    "campaigns": "kommunales-wahlrecht",
    "endorsements": "12",
    # Handed in, and not decided yet.
    "entries": "24",
    "events": "demo-wahlrecht-fuer-alle-gespraech",
    "organisations": "integrationsrat-dortmund",
    "petitions": "kommunales-wahlrecht",
    "programmes": "muensterstrassenfest",
    "steps": "7",
    "requirements": "13",
    # The first that is still to come; those before it are over.
    "shifts": "5",
    "stages": "1",
    "teams": "politische-partizipation",
    "texts": "en",
    "updates": "5",
}


def address(operation: Operation, site: str) -> str:
    """The operation's address with something of the demo in each place."""

    def named(place: re.Match[str]) -> str:
        before = operation.path[: place.start()].rstrip("/").rsplit("/", 1)[-1]
        return NAMED.get(before, "1")

    query = {"language": "en"} if operation.method == "GET" and _takes(operation) else {}
    path = PLACE.sub(named, operation.path)
    return f"{site}{path}?{urlencode(query)}" if query else f"{site}{path}"


def curl(operation: Operation, site: str) -> str:
    lines = ["curl" if operation.method == "GET" else f"curl -X {operation.method}"]
    lines[0] += f" '{address(operation, site)}'"
    if operation.scope:
        lines.append(f'-H "Authorization: Bearer ${TOKEN}"')
    if operation.takes_key:
        lines.append('-H "Idempotency-Key: $(date +%s%N)"')
    if operation.example is not None:
        body = json.dumps(operation.example, ensure_ascii=False, indent=2).replace("'", r"'\''")
        lines += ["-H 'Content-Type: application/json'", f"-d '{body}'"]
    return " \\\n  ".join(lines)


def python(operation: Operation, site: str) -> str:
    headers = {}
    if operation.scope:
        headers["Authorization"] = f"f\"Bearer {{os.environ['{TOKEN}']}}\""
    if operation.takes_key:
        headers["Idempotency-Key"] = "str(uuid.uuid4())"
    imports = ["import os"] * bool(operation.scope) + ["import uuid"] * operation.takes_key
    lines = [*imports, *[""] * bool(imports), "import requests", ""]
    lines.append(f"answer = requests.{operation.method.lower()}(")
    lines.append(f'    "{address(operation, site)}",')
    if headers:
        said = [f'        "{name}": {value},' for name, value in headers.items()]
        lines += ["    headers={", *said, "    },"]
    if operation.example is not None:
        lines.append(f"    json={_as_python(operation.example)},")
    lines += ["    timeout=30,", ")", "answer.raise_for_status()"]
    shown = "answer.status_code" if operation.answers_nothing else "answer.json()"
    lines.append(f"print({shown})")
    return "\n".join(lines)


def javascript(operation: Operation, site: str) -> str:
    headers = []
    if operation.scope:
        headers.append("Authorization: `Bearer ${token}`")
    if operation.takes_key:
        headers.append('"Idempotency-Key": crypto.randomUUID()')
    if operation.example is not None:
        headers.append('"Content-Type": "application/json"')
    lines = [f'const answer = await fetch("{address(operation, site)}", {{']
    if operation.method != "GET":
        lines.append(f'  method: "{operation.method}",')
    if headers:
        lines += ["  headers: {", *(f"    {header}," for header in headers), "  },"]
    if operation.example is not None:
        body = json.dumps(operation.example, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        lines.append(f"  body: JSON.stringify({body}),")
    lines += ["});", "if (!answer.ok) throw new Error((await answer.json()).detail);"]
    shown = "answer.status" if operation.answers_nothing else "await answer.json()"
    return "\n".join([*lines, f"console.log({shown});"])


def _takes(operation: Operation) -> bool:
    return any(one["name"] == "language" for one in operation.parameters)


def _as_python(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=4)
    for word, pythons in (("true", "True"), ("false", "False"), ("null", "None")):
        text = re.sub(rf"(?<=: ){word}\b|(?<=    ){word}\b(?=,?$)", pythons, text, flags=re.M)
    return text.replace("\n", "\n    ")
