"""The whole tree is killed at once, with requests and mails in its hands: a power cut."""

import signal
import time

from chaos.embedded import Embedded

HOUSE = "embedded"


def strike(house: Embedded) -> None:
    house.crowd.postbox.seconds_each = 1.0
    try:
        time.sleep(3)
        house.programs.send("serve", signal.SIGSTOP)
        time.sleep(1)
        house.kill("serve")
    finally:
        house.crowd.postbox.seconds_each = 0.0
