"""Each worker is killed while all its threads are sending mail."""

import time

from chaos.production import Production

HOUSE = "production"


def strike(house: Production) -> None:
    house.crowd.postbox.seconds_each = 1.0
    try:
        for name in ("worker1", "worker2"):
            time.sleep(3)
            house.kill(name)
    finally:
        house.crowd.postbox.seconds_each = 0.0
