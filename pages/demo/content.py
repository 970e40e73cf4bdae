"""Reading the content files: one TOML table per thing, with a sub-table per language."""

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

FOLDER = Path(__file__).parent / "content"
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)

# A thing's words: {"de": {"title": "…"}, "tr": {…}, …}.
Texts = dict[str, dict[str, str]]


def table(name: str) -> dict[str, Any]:
    """The content of one file, without its suffix: `table("instance")`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def tables(folder: str) -> list[dict[str, Any]]:
    """All files of a folder, in the order of their names."""
    return [table(f"{folder}/{path.stem}") for path in sorted((FOLDER / folder).glob("*.toml"))]


def texts_of(thing: dict[str, Any]) -> Texts:
    """The words of a thing in every language it has, each text without outer blank lines."""
    return {
        language: {name: text.strip() for name, text in thing[language].items()}
        for language in LANGUAGES
        if language in thing
    }


def legal_pages() -> Iterator[tuple[str, Texts]]:
    """Each legal page's slug and words. The first line of a file is its title."""
    for slug in sorted({path.name.split(".")[0] for path in (FOLDER / "legal").glob("*.md")}):
        yield slug, {language: _legal_text(slug, language) for language in LANGUAGES}


def fingerprint() -> str:
    """Changes with every content file and every step here: what was loaded by an older one."""
    seen = hashlib.sha256()
    for path in sorted(FOLDER.parent.rglob("*")):
        if path.suffix in {".toml", ".md", ".py"}:
            seen.update(path.relative_to(FOLDER.parent).as_posix().encode() + b"\0")
            seen.update(path.read_bytes() + b"\0")
    return seen.hexdigest()


def _legal_text(slug: str, language: str) -> dict[str, str]:
    text = (FOLDER / "legal" / f"{slug}.{language}.md").read_text(encoding="utf-8")
    title, _, body = text.partition("\n")
    return {"title": title.removeprefix("# ").strip(), "body": body.strip()}
