"""`serve` is killed, and nothing else: its children end by themselves, and it starts again."""

import time

from chaos.embedded import Embedded

HOUSE = "embedded"
TIMES = 2


def strike(house: Embedded) -> None:
    for _ in range(TIMES):
        time.sleep(3)
        house.kill("serve", whole=False)
