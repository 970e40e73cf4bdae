"""Each web node is killed in turn, with requests in its hands."""

import signal
import time

from chaos.production import Production

HOUSE = "production"


def strike(house: Production) -> None:
    for name in ("web1", "web2"):
        # Held still for a moment, so that some requests are read and not answered.
        house.programs.send(name, signal.SIGSTOP)
        time.sleep(1)
        house.kill(name)
    # Its main process alone: the other has to notice, and to give the port back.
    house.kill("web1", whole=False)
