"""No thing's address is that of a page of ours: which words those are, the addresses say."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern
from django.utils import timezone
from django.utils.text import slugify

from events import services
from tests.factories import OrganisationFactory
from tests.organising import logged_in, somebody
from web.slugs import RESERVED

# Which part of an address is a thing's; a word in its place hides the thing of that name.
SLUG = "<slug:slug>"


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        part = str(each.pattern)
        if isinstance(each.pattern, RegexPattern):
            # As `path` would write it.
            part = part.removeprefix("^").removesuffix("$").replace(r"(?P<slug>[-\w]+)", SLUG)
        if isinstance(each, URLPattern):
            yield before + part
        else:
            yield from routes(each, before + part)


def words_beside_slugs() -> dict[str, str]:
    """Each word that stands where another address has a slug, and the address it was found in."""
    known = [route.split("/") for route in routes(get_resolver())]
    folders = {
        tuple(parts[:at]) for parts in known for at, part in enumerate(parts) if part == SLUG
    }
    return {
        parts[at]: "/".join(parts)
        for parts in known
        for at in range(len(parts))
        if tuple(parts[:at]) in folders and parts[at] and slugify(parts[at]) == parts[at]
    }


def test_the_words_are_found():
    assert {"new", "parts", "venues", "apply", "moderation"} <= set(words_beside_slugs())


def test_no_thing_gets_the_address_of_a_page():
    hidden = {word: route for word, route in words_beside_slugs().items() if word not in RESERVED}
    assert hidden == {}, "web.slugs.RESERVED lacks them"


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["New", "Parts", "venues!"])
def test_an_event_may_be_called_like_a_page(title):
    lead = OrganisationFactory()
    starts_at = timezone.now() + timedelta(days=1)
    event = services.create_event(
        lead,
        title,
        "Kommen Sie",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        actor=somebody("owner", lead),
    )
    page = logged_in("owner", lead).get(reverse("events_organise:detail", args=[event.slug]))
    assert page.status_code == 200
    assert page.context["event"] == event
