"""Names that the Open Supporter Data Interface has for what is the same of everything shown.

https://opensupporter.github.io/osdi-docs/
"""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from web.sources import clean_source

ORIGIN_SYSTEM = "Mitstimme"


class OsdiSerializer(serializers.ModelSerializer):
    """A thing with a slug, a page and texts. Subclasses say what they are `identified_as`, and
    list OSDI's names among their fields: [*OsdiSerializer.NAMES, …]."""

    identified_as = ""
    NAMES = ["slug", "identifiers", "origin_system", "browser_url", "title", "summary"]
    # They differ by the language asked for: no part of the state that a tag stands for.
    BY_LANGUAGE = frozenset({"browser_url", "title", "summary"})

    identifiers = serializers.SerializerMethodField(
        help_text="Names it has in every system, this one's first: `mitstimme:<kind>:<slug>`."
    )
    origin_system = serializers.SerializerMethodField()
    browser_url = serializers.SerializerMethodField(help_text="Its page, for people.")
    title = serializers.SerializerMethodField(help_text="In the language asked for, else German.")
    summary = serializers.SerializerMethodField(
        help_text="In the language asked for, else German."
    )

    def get_identifiers(self, thing: Any) -> list[str]:
        return [f"mitstimme:{self.identified_as}:{thing.slug}"]

    def get_origin_system(self, thing: Any) -> str:
        return ORIGIN_SYSTEM

    def get_browser_url(self, thing: Any) -> str:
        return settings.SITE_URL + thing.get_absolute_url()

    def get_title(self, thing: Any) -> str:
        return thing.text.title if thing.text else ""

    def get_summary(self, thing: Any) -> str:
        return thing.text.summary if thing.text else ""


class ReferrerData(serializers.Serializer):
    """Where a person came from."""

    source = serializers.CharField(  # type: ignore[assignment]
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="A word for a poster, a stall or a partner, as behind `?from=` of a link: up to "
        "40 letters, digits, dots, hyphens and underscores. Anything else is ignored.",
    )


def source_in(referrer_data: Any) -> str:
    """The source that was sent, or "" where it is none: it keeps nobody from what they do."""
    return clean_source((referrer_data or {}).get("source", ""))
