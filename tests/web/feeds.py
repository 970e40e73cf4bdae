"""Reading an Atom feed as a program does, and refusing what RFC 4287 does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

from django.conf import settings
from django.test import Client

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class ReadEntry:
    id: str
    title: str
    link: str
    language: str
    published: datetime
    updated: datetime
    author: str
    summary: str
    content: str


@dataclass(frozen=True)
class ReadFeed:
    id: str
    title: str
    language: str
    updated: datetime
    links: dict[str, str]
    entries: list[ReadEntry]

    @property
    def titles(self) -> list[str]:
        return [entry.title for entry in self.entries]


def read(client: Client, path: str) -> ReadFeed:
    """The feed at the path; fails where it lacks what RFC 4287 asks for (4.1.1 and 4.1.2)."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314  (our own markup)
    assert root.tag == f"{ATOM}feed"
    links = {one.get("rel", ""): one.get("href", "") for one in root.findall(f"{ATOM}link")}
    assert links["self"] == f"{settings.SITE_URL}{path}"
    author = root.find(f"{ATOM}author")
    entries = [_entry(one, has_author=author is not None) for one in root.iter(f"{ATOM}entry")]
    assert len({one.id for one in entries}) == len(entries)
    updated = _moment(root, "updated")
    assert updated == max((one.updated for one in entries), default=updated)
    return ReadFeed(
        _once(root, "id"), _once(root, "title"), root.get(XML_LANG, ""), updated, links, entries
    )


def _entry(one: ElementTree.Element, *, has_author: bool) -> ReadEntry:
    author = one.findtext(f"{ATOM}author/{ATOM}name", "")
    assert author or has_author
    links = one.findall(f"{ATOM}link")
    assert [link.get("rel") for link in links] == ["alternate"]
    link = links[0].get("href", "")
    assert link.startswith("http")
    assert one.get(XML_LANG)
    return ReadEntry(
        _once(one, "id"),
        _once(one, "title"),
        link,
        one.get(XML_LANG, ""),
        _moment(one, "published"),
        _moment(one, "updated"),
        author,
        one.findtext(f"{ATOM}summary", ""),
        one.findtext(f"{ATOM}content", ""),
    )


def _once(one: ElementTree.Element, name: str) -> str:
    (found,) = one.findall(f"{ATOM}{name}")
    assert found.text
    return found.text


def _moment(one: ElementTree.Element, name: str) -> datetime:
    """A moment of RFC 3339, with its offset."""
    moment = datetime.fromisoformat(_once(one, name))
    assert moment.tzinfo is not None
    return moment
