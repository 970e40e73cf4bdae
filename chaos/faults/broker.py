"""RabbitMQ is away for twenty seconds; people sign on."""

import time

from chaos.production import Production

HOUSE = "production"
AWAY_SECONDS = 20


def strike(house: Production) -> None:
    house.rabbitmq.stop()
    time.sleep(AWAY_SECONDS)
    house.rabbitmq.start()
