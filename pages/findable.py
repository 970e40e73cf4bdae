"""What the search finds: all that is listed, from petitions and events to fields of work.

The index is a copy. Rebuilding compares it with what is public now and writes only the
differences, so it may run as often as one likes.
"""

from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, NamedTuple

from django.utils import formats, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from campaigns.models import ActionField, Campaign, CampaignUpdate
from events.models import Event, Programme
from partners.models import Organisation
from petitions.models import Petition
from volunteers.models import Shift, Task, Team
from web.markdown import render_markdown
from web.models import SearchEntry
from web.search import index_entry, remove_entry

KINDS = {
    "petition": _("Petition"),
    "campaign": _("Campaign"),
    "update": _("News"),
    "event": _("Event"),
    "programme": _("Programme"),
    "shift": _("Shift"),
    "task": _("Task"),
    "organisation": _("Organisation"),
    "team": _("Team"),
    "field": _("Field of work"),
}
URL_NAMES = {
    "petition": "petitions:detail",
    "campaign": "campaigns:detail",
    "update": "campaigns:update",
    "event": "events:detail",
    "programme": "programmes:detail",
    "shift": "shifts:detail",
    "task": "volunteering:task",
    "team": "teams:detail",
    "organisation": "partners:detail",
    "field": "campaigns:field_detail",
}


class Found(NamedTuple):
    """One thing in one language, as the index holds it."""

    kind: str
    key: str
    language: str
    title: str
    body: str
    url_name: str
    url_args: dict[str, str]


def rebuild_search() -> int:
    """Bring the index up to date; return how many entries were written or removed."""
    known = {
        (entry.kind, entry.key, entry.language): Found(
            entry.kind,
            entry.key,
            entry.language,
            entry.title,
            entry.body,
            entry.url_name,
            entry.url_args,
        )
        for entry in SearchEntry.objects.filter(kind__in=KINDS)
    }
    current = {found[:3]: found for found in _everything()}
    changed = [found for name, found in current.items() if known.get(name) != found]
    gone = known.keys() - current.keys()
    for found in changed:
        index_entry(**found._asdict())
    for kind, key, language in gone:
        remove_entry(kind, key, language)
    return len(changed) + len(gone)


def _everything() -> Iterator[Found]:
    yield from _petitions()
    for campaign, text in _texts(Campaign.objects.listed()):
        yield _found("campaign", campaign, text, text.title, text.summary, text.story)
    yield from _updates()
    for event, text in _texts(Event.objects.listed()):
        yield _found("event", event, text, text.title, text.summary, text.description)
    for programme, text in _texts(Programme.objects.listed()):
        yield _found("programme", programme, text, text.title, text.summary, text.description)
    yield from _volunteering()
    for organisation, text in _texts(Organisation.objects.public()):
        title = organisation.name
        yield _found("organisation", organisation, text, title, text.summary, text.description)
    for field, text in _texts(ActionField.objects.all()):
        yield _found("field", field, text, text.name, text.summary, text.body)


def _petitions() -> Iterator[Found]:
    for petition, text in _texts(Petition.objects.listed()):
        if text.version == petition.published_version:
            yield _found(
                "petition", petition, text, text.title, text.summary, text.demand, text.reasons
            )


def _volunteering() -> Iterator[Found]:
    """What one can do: of a series of shifts the next one, which leads to the others."""
    seen: set[int] = set()
    for shift in Shift.objects.listed().coming().prefetch_related("texts"):
        if shift.series_id:
            if shift.series_id in seen:
                continue
            seen.add(shift.series_id)
        for text in shift.texts.all():
            with translation.override(text.language):
                day = formats.date_format(shift.starts_there, "DATE_FORMAT", use_l10n=True)
            # Two stalls of one name are told apart by their day.
            title = f"{text.title}, {day}"
            yield _numbered("shift", shift, text, title, text.meeting_point, text.description)
    for task, text in _texts(Task.objects.with_room()):
        yield _numbered("task", task, text, text.title, text.description)
    for team, text in _texts(Team.objects.listed()):
        yield _found("team", team, text, text.name, text.summary, text.about)


def _updates() -> Iterator[Found]:
    """What happened in campaigns, where there is a page that says more than the timeline."""
    updates = CampaignUpdate.objects.listed().with_page().select_related("campaign")
    for update, text in _texts(updates):
        # Two campaigns may each have a "start", so what they are known by is their number.
        address = {"slug": update.campaign.slug, "update_slug": update.slug}
        yield Found(
            "update",
            str(update.pk),
            text.language,
            text.title,
            _plain(text.body),
            URL_NAMES["update"],
            address,
        )


def _texts(rows: Any) -> Iterator[tuple[Any, Any]]:
    for row in rows.prefetch_related("texts"):
        for text in row.texts.all():
            yield row, text


def _found(kind: str, row: Any, text: Any, title: str, *parts: str) -> Found:
    address = {"slug": row.slug}
    return Found(
        kind, row.slug, text.language, title[:300], _body(parts), URL_NAMES[kind], address
    )


def _numbered(kind: str, row: Any, text: Any, title: str, *parts: str) -> Found:
    """The same for what is known by its number."""
    key = str(row.pk)
    return Found(kind, key, text.language, title[:300], _body(parts), URL_NAMES[kind], {"pk": key})


def _body(parts: Iterable[str]) -> str:
    return "\n".join(plain for part in parts if (plain := _plain(part)))


def _plain(markdown: str) -> str:
    """Return what a reader sees of it, on one line."""
    return " ".join(unescape(strip_tags(render_markdown(markdown))).split())
