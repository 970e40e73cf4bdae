"""What can be done with petitions and signatures; one file per activity."""

from petitions.services.confirming import Confirmation, PetitionIsFrozen, confirm
from petitions.services.leaving import erase, set_name_shown, withdraw
from petitions.services.lifecycle import (
    answer,
    close,
    hand_over,
    open_and_close_due,
    publish,
    reject,
)
from petitions.services.links import make_link, restore_link, retire_link
from petitions.services.signing import (
    Details,
    PetitionIsClosed,
    PetitionOpensLater,
    ask_again,
    sign,
)
from petitions.services.tally import fold, recount
from petitions.services.wording import Wording, revise

__all__ = [
    "Confirmation",
    "Details",
    "PetitionIsClosed",
    "PetitionIsFrozen",
    "PetitionOpensLater",
    "Wording",
    "answer",
    "ask_again",
    "close",
    "confirm",
    "erase",
    "fold",
    "hand_over",
    "make_link",
    "open_and_close_due",
    "publish",
    "recount",
    "reject",
    "restore_link",
    "retire_link",
    "revise",
    "set_name_shown",
    "sign",
    "withdraw",
]
