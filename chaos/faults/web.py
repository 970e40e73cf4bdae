"""Both web nodes are killed in turn, with requests in their hands."""

import signal
import time

from chaos.production import Production

HOUSE = "production"


def strike(house: Production) -> None:
    # Held still for a moment, so that some requests are read and not answered.
    house.programs.send("web1", signal.SIGSTOP)
    time.sleep(1)
    house.kill("web1")
    # Its main process alone: the other has to notice, and to give the port back.
    house.kill("web2", whole=False)
