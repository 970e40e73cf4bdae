"""Short links: made for a way on which people come, retired when the poster is down."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import choice
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from partners.models import Organisation
from petitions.emails import absolute
from petitions.models import Petition, SourceLink
from privacy import audit
from web.addresses import address
from web.cache import remembered
from web.slugs import slug_of
from web.sources import LONGEST, PARAMETER

# Nobody confuses these in print or on the phone: no 0 and o, 1, i and l, 2 and z, 5 and s, 8 and
# b, 9, g and q, nor rn and m, vv and w. Without vowels they make no words. Six: 34 million codes.
LETTERS = "34679cdfhjkmnptwxy"
CODE_LENGTH = 6
KNOWN_FOR_SECONDS = 30


def make_link(
    target: Campaign | Petition,
    *,
    name: str,
    source: str = "",
    organisation: Organisation | None = None,
    actor: AbstractBaseUser | None = None,
) -> SourceLink:
    """Make a short address that leads to the target's page, and names the source.

    Without a `source` the name makes one; with an `organisation` it is that partner's own.
    Raises ValidationError when the name is missing, the source is no word, or the target has
    a link for it already, retired or not.
    """
    petition = target if isinstance(target, Petition) else None
    link = SourceLink(
        campaign=target if isinstance(target, Campaign) else target.campaign,
        petition=petition,
        organisation=organisation,
        name=" ".join(name.split()),
        code=_new_code(),
    )
    link.source = source.strip().lower() or _source_from(link.name) or link.code
    link.full_clean(exclude=["code"], validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        _save(link, target)
        audit.record("petitions.link_made", actor or audit.SYSTEM, link)
    return link


def retire_link(link: SourceLink, *, actor: AbstractBaseUser | None = None) -> None:
    """Count nobody under it any more. What is printed still leads to the page."""
    _set_active(link, False, "petitions.link_retired", actor)


def restore_link(link: SourceLink, *, actor: AbstractBaseUser | None = None) -> None:
    """Count under it again, by the same printed address."""
    _set_active(link, True, "petitions.link_restored", actor)


def short_address(link: SourceLink, language: str = "") -> str:
    """The address to print, like "https://…/s/k7m3px"; with a language it leads to that one."""
    if language:
        return absolute(reverse("short_links:follow_in", args=[link.code, language]))
    return absolute(reverse("short_links:follow", args=[link.code]))


def spoken(url: str) -> str:
    """The address as people type it: without "https://"."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"


@dataclass(frozen=True)
class Way:
    """Where a code leads: the name of a page, and what it is about."""

    page: str
    slug: str
    source: str

    def path(self) -> str:
        """The page in the current language."""
        path = address(self.page, self.slug)
        return f"{path}?{urlencode({PARAMETER: self.source})}" if self.source else path


def way_of(code: str) -> Way:
    """Where this code leads, at most half a minute old; capital letters are the same.

    Raises SourceLink.DoesNotExist where it leads nowhere, or to what is not public.
    """
    code = code.lower()
    if not (code.isascii() and code.isalnum()):
        raise SourceLink.DoesNotExist
    return remembered(f"petitions.way:{code}", KNOWN_FOR_SECONDS, lambda: _way(code))


def _way(code: str) -> Way:
    links = SourceLink.objects.public().select_related("campaign", "petition")
    link = links.get(code=code)
    return Way(
        page="petitions:detail" if link.petition_id else "campaigns:detail",
        slug=link.target.slug,
        source=link.source if link.is_active else "",
    )


def _new_code() -> str:
    return "".join(choice(LETTERS) for _ in range(CODE_LENGTH))


def _source_from(name: str) -> str:
    return slug_of(name, "")[:LONGEST].strip("-_")


def _save(link: SourceLink, target: Campaign | Petition) -> None:
    """Save it, and let the database say whether it is the only one."""
    while True:
        try:
            with transaction.atomic():
                link.save(force_insert=True)
            return
        except IntegrityError:
            same = SourceLink.objects.leading_to(target).filter(source=link.source)
            if same.exists():
                raise ValidationError({"source": _taken(link)}) from None
            if not SourceLink.objects.filter(code=link.code).exists():
                raise
            link.code = _new_code()


def _taken(link: SourceLink) -> str:
    return _("There is a link for “%(source)s” already. Use that one, or choose another word.") % {
        "source": link.source
    }


def _set_active(
    link: SourceLink, is_active: bool, verb: str, actor: AbstractBaseUser | None
) -> None:
    with transaction.atomic():
        changed = SourceLink.objects.filter(pk=link.pk, is_active=not is_active)
        if changed.update(is_active=is_active):
            audit.record(verb, actor or audit.SYSTEM, link)
    link.is_active = is_active
