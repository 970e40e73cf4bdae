"""Beat is killed: for a while nothing runs by the clock."""

from chaos.production import Production

HOUSE = "production"


def strike(house: Production) -> None:
    house.kill("beat")
