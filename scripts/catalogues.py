"""The interface's catalogues without GNU gettext: `extract`, `check` or `compile`.

Messages are read from Python and from Django templates (through Django's own
`templatize`), so what is checked is what pages really ask for.
"""

import io
import os
import re
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "platform" / "locale"
LANGUAGES = ("de", "en", "tr", "ar")
SOURCE_LANGUAGE = "en"
FOLDERS = (
    "platform",
    "partners",
    "webhooks",
    "campaigns",
    "petitions",
    "events",
    "volunteers",
    "pages",
    "templates",
)
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg"}
# Each must have the plural rule Django's own catalogue has, or Django keeps two apart.
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "tr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5);",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def compile_catalogues() -> None:
    """Write each .mo that is older than its .po."""
    for language in LANGUAGES:
        source = po_path(language)
        target = source.with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        written = target.with_suffix(f".{os.getpid()}")
        with written.open("wb") as file:
            write_mo(file, read(language))
        written.replace(target)


def extract_messages() -> Catalog:
    """Every message the code and the templates ask for."""
    found = Catalog(project="Mitstimme", charset="utf-8")
    for path in sorted(source_files()):
        name = str(path.relative_to(ROOT))
        for _, message, comments, context in messages_in(path):
            found.add(
                message if isinstance(message, str) else tuple(message[:2]),
                locations=[(name, 0)],
                auto_comments=comments,
                context=context,
            )
    return found


def source_files():
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if "migrations" in path.parts or "locale" in path.parts:
                continue
            if path.suffix == ".py" or path.suffix in TEMPLATE_SUFFIXES:
                yield path


def messages_in(path: Path):
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        if "{%" not in source and "{{" not in source:
            return []
        from django.utils.translation.template import templatize

        # Indentation means nothing in a template, and must not to the tokenizer.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    file = io.BytesIO(source.encode())
    options = {"encoding": "utf-8"}
    return extract("python", file, KEYWORDS, comment_tags=["Translators:"], options=options)


def read(language: str) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def empty(language: str) -> Catalog:
    catalogue = Catalog(locale=language, charset="utf-8", fuzzy=False)
    # Babel has a rule of its own for Turkish.
    catalogue.mime_headers = [("Plural-Forms", PLURALS[language])]
    return catalogue


def update() -> None:
    """Bring every .po up to date: new messages empty, kept ones as they are, others dropped."""
    template = extract_messages()
    for language in LANGUAGES:
        known, fresh = read(language), empty(language)
        for message in template:
            if not message.id:
                continue
            before = known.get(message.id, message.context)
            text = before.string if before and not before.fuzzy else ""
            if language == SOURCE_LANGUAGE:
                text = message.id
            fresh.add(
                message.id,
                text,
                locations=message.locations,
                auto_comments=message.auto_comments,
                context=message.context,
            )
        write(language, fresh)


def write(language: str, catalogue: Catalog) -> None:
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalogue, width=99, omit_header=True, sort_output=True, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Project-Id-Version: Mitstimme\\n"\n"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    )
    path.write_text(header + body.getvalue().decode(), encoding="utf-8")


def problems() -> list[str]:
    """What is missing, unsure, left over or wrong, a sentence each."""
    template = extract_messages()
    wanted = {(message.id, message.context) for message in template if message.id}
    found = [
        f"{language}: {sentence}"
        for language in LANGUAGES
        for sentence in problems_of(read(language), wanted)
    ]
    return found or list(said_twice())


def problems_of(catalogue: Catalog, wanted: set):
    for key, context in sorted(wanted, key=str):
        message = catalogue.get(key, context)
        if message is None:
            yield f"missing: {key!r}"
        elif message.fuzzy:
            yield f"fuzzy: {key!r}"
        elif not all(texts(message.string)):
            yield f"not translated: {key!r}"
        elif wrong_placeholders(message):
            yield f"placeholders differ: {key!r} and {message.string!r}"
    known = {(message.id, message.context) for message in catalogue if message.id}
    for key, context in sorted(known - wanted, key=str):
        yield f"no longer used ({context or 'no context'}): {key!r}"
    if catalogue.obsolete:
        yield f"{len(catalogue.obsolete)} obsolete messages"


def said_twice():
    """English sentences that every other language translates by the same words: one is enough.

    A word that is a label here and a name there differs by its capital only, and may.
    """
    others = [read(language) for language in LANGUAGES if language != SOURCE_LANGUAGE]
    first: dict[tuple, Any] = {}
    for message in sorted(read(SOURCE_LANGUAGE), key=lambda message: str(message.id)):
        if not message.id or message.context:
            continue
        said = [other.get(message.id) for other in others]
        words = tuple(texts(found.string) for found in said if found)
        known = first.setdefault(words, message.id)
        if letters(known) != letters(message.id):
            yield f"{SOURCE_LANGUAGE}: said twice: {known!r} and {message.id!r}"


def letters(string) -> str:
    return "".join(filter(str.isalnum, texts(string)[0])).casefold()


def texts(string) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def wrong_placeholders(message) -> bool:
    """Whether a translation names other placeholders; a plural form may leave the number out."""
    asked = {found for text in texts(message.id) for found in PLACEHOLDER.findall(text)}
    given = [set(PLACEHOLDER.findall(text)) for text in texts(message.string)]
    if isinstance(message.id, str):
        return given != [asked]
    return any(not names <= asked for names in given)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["compile"]:
            compile_catalogues()
        case ["extract"]:
            update()
        case ["check"]:
            found = problems()
            print("\n".join(found) or f"{len(LANGUAGES)} catalogues are complete.")
            return bool(found)
        case _:
            print("Usage: catalogues.py extract | check | compile")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
