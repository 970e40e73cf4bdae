"""The mail server gets slow, and then its queue is full: it takes nothing for a while."""

import time

from chaos.production import Production

HOUSE = "production"
SLOW_SECONDS = FULL_SECONDS = 10


def strike(house: Production) -> None:
    postbox = house.crowd.postbox
    try:
        postbox.seconds_each = 1.5
        time.sleep(SLOW_SECONDS)
        postbox.seconds_each, postbox.is_full = 0.0, True
        time.sleep(FULL_SECONDS)
    finally:
        postbox.seconds_each, postbox.is_full = 0.0, False
