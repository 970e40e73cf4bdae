"""What ties an account to others: who must not go before somebody else has taken over.

The foundation cannot import the apps above it; they register in their AppConfig.ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.site_roles import hold_those_who_run_the_site, is_last_who_runs_it


@dataclass(frozen=True)
class Tie:
    """Why an account can't be closed yet: what to do first, and the page where that is done."""

    sentence: str
    url: str


@dataclass(frozen=True)
class Bond:
    """One app's part. `ties_of` says what would be left without anybody, were this user gone;
    `hold` is called before it, inside the transaction that closes the account, and lets all
    others who leave the same thing wait. `guards` says whether the user does something for
    others, so that a link in a mailbox must not be enough to close the account.
    """

    ties_of: Callable[[User], list[Tie]]
    hold: Callable[[User], None]
    guards: Callable[[User], bool]


def _ties_to_the_site(user: User) -> list[Tie]:
    if not is_last_who_runs_it(user):
        return []
    sentence = _("You are the only one who runs the site. Give somebody else that task first.")
    return [Tie(sentence, reverse("site_organise:overview"))]


_bonds: dict[str, Bond] = {}
# Held last: whoever changes what belongs to an organisation holds that, and an account after it.
_OWN = Bond(
    _ties_to_the_site,
    lambda user: hold_those_who_run_the_site(),
    lambda user: user.is_superuser or bool(user.site_role),
)


def register_bond(name: str, bond: Bond) -> None:
    """Add an app's part. Twice under one name is a mistake."""
    if _bonds.get(name, bond) is not bond:
        raise ValueError(name)
    _bonds[name] = bond


def ties_of(user: User) -> list[Tie]:
    """All that keeps this account from being closed; empty where nothing does."""
    return [tie for bond in _all() for tie in bond.ties_of(user)]


def let_go(user: User) -> None:
    """Inside the closing's transaction: of two who go at once, the second waits and is asked.

    Raises ValidationError with a sentence for each tie.
    """
    for bond in _all():
        bond.hold(user)
    if ties := ties_of(user):
        raise ValidationError([tie.sentence for tie in ties])


def does_something_for_others(user: User) -> bool:
    return any(bond.guards(user) for bond in _all())


def _all() -> list[Bond]:
    return [*_bonds.values(), _OWN]
