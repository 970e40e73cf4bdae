"""Redis forgets everything, goes away, and comes back empty."""

import time

from chaos.production import Production

HOUSE = "production"
AWAY_SECONDS = 5


def strike(house: Production) -> None:
    house.redis.flush()
    time.sleep(2)
    house.redis.stop()
    time.sleep(AWAY_SECONDS)
    house.redis.start()
