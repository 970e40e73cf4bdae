"""What a program may be allowed to do for the person whose token it holds.

A scope never adds a right: every call also asks the person's own permission, by the same
predicate as the page. Public reads need no scope and no token.
"""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Choices = list[tuple[str, Promise]]

WRITE = ":write"
READ = ":read"

AREAS: dict[str, Promise] = {
    "organisations": _("Organisations"),
    "campaigns": _("Campaigns"),
    "petitions": _("Petitions"),
    "signatures": _("Signatures"),
    "events": _("Events"),
    "registrations": _("Registrations"),
    "shifts": _("Shifts"),
    "volunteers": _("Volunteers"),
}
# Each is one line of the form that makes a token, and of the page where an application asks.
SCOPES: dict[str, Promise] = {
    "organisations:read": _("See your organisations with what is not public, and who is a member"),
    "organisations:write": _("Change the pages of your organisations"),
    "campaigns:read": _("See campaigns and updates that are not public yet"),
    "campaigns:write": _("Write, publish and close campaigns and updates; invite and endorse"),
    "petitions:read": _("See petitions that are not public yet"),
    "petitions:write": _("Write, open and close petitions"),
    "signatures:read": _("Fetch lists of signatures with names, where your role allows it"),
    "events:read": _("See events and programmes that are not public yet"),
    "events:write": _("Write, announce, move and cancel events and programmes"),
    "registrations:read": _("See who has registered for your events"),
    "registrations:write": _("Check in and cancel registrations"),
    "shifts:read": _("See shifts, tasks and teams that are not public yet, and what is missing"),
    "shifts:write": _("Write, open, move and cancel shifts; lead tasks and teams"),
    "volunteers:read": _("See who helps, and their hours"),
}
# What OpenID Connect asks for; of applications only, which may know who somebody is.
IDENTITY: dict[str, Promise] = {
    "openid": _("Recognise you as the same person next time"),
    "profile": _("See your name and your language"),
    "email": _("See your e-mail address"),
}


def by_area(scopes: Collection[str] = tuple(SCOPES)) -> list[tuple[Promise, Choices]]:
    """These scopes with their words, as the choices of a form have groups, in our order."""
    you = [(scope, words) for scope, words in IDENTITY.items() if scope in scopes]
    groups: list[tuple[Promise, Choices]] = [(_("You"), you)] if you else []
    for area, name in AREAS.items():
        lines = [(one, SCOPES[one]) for one in SCOPES if one in scopes and _is_of(one, area)]
        if lines:
            groups.append((name, lines))
    return groups


def spoken(scopes: Collection[str]) -> list[str]:
    """What these allow, in words, in our order."""
    return [str(words) for scope, words in (IDENTITY | SCOPES).items() if scope in scopes]


def grants(held: Collection[str], needed: str) -> bool:
    """Whether these scopes include the one that is needed: who may write may read.

    >>> grants(["events:write"], "events:read"), grants(["events:read"], "events:write")
    (True, False)
    """
    if needed in held:
        return True
    return needed.endswith(READ) and needed.removesuffix(READ) + WRITE in held


def _is_of(scope: str, area: str) -> bool:
    return scope.partition(":")[0] == area
