"""What can be done with accounts, by activity."""

from accounts.services.accounts import (
    UNCONFIRMED_FOR,
    UNUSED_FOR,
    accounts_of,
    close,
    close_unconfirmed,
    close_unused,
    enter,
    forget_ended_sessions,
    is_guarded,
    open_account,
    reencrypt_factors,
)
from accounts.services.programs import (
    Programs,
    has_programs,
    register_programs,
    stop_programs,
)
from accounts.services.site_roles import give_site_role, make_administrator
from accounts.services.ties import Bond, Tie, register_bond, ties_of

__all__ = [
    "UNCONFIRMED_FOR",
    "UNUSED_FOR",
    "Bond",
    "Programs",
    "Tie",
    "accounts_of",
    "close",
    "close_unconfirmed",
    "close_unused",
    "enter",
    "forget_ended_sessions",
    "give_site_role",
    "has_programs",
    "is_guarded",
    "make_administrator",
    "open_account",
    "reencrypt_factors",
    "register_bond",
    "register_programs",
    "stop_programs",
    "ties_of",
]
