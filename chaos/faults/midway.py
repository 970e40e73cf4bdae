"""A web node and a worker are killed in the middle of what they write: locks hold them there."""

import time

from chaos.production import Production

HOUSE = "production"
# Written after a signature, and after the state of a confirmed one.
SECOND = ("privacy_consent", "petitions_tallyentry")


def strike(house: Production) -> None:
    for web, worker in (("web1", "worker1"), ("web2", "worker2")):
        with house.holding(SECOND):
            time.sleep(1.5)
            house.programs.kill(web)
            house.programs.kill(worker)
        house.come_back(web)
        house.come_back(worker)
