"""PostgreSQL is restarted in immediate mode: what was not committed is gone, the rest recovers."""

import signal
import time

from chaos.production import Production

HOUSE = "production"
AWAY_SECONDS = 3


def strike(house: Production) -> None:
    for away in (0, AWAY_SECONDS):
        # What `pg_ctl restart -m immediate` sends.
        house.postgresql.stop(signal.SIGQUIT)
        time.sleep(away)
        house.postgresql.start()
        house.wait_until_well()
