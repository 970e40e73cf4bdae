"""RabbitMQ: a node of its own, with its own port mapper, that knows no other node."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field

import amqp

from benchmarks.instance import HOST, free_port
from chaos.services.service import Service, program

# Debian's program on the path changes the user and the folder, and belongs to the machine's node.
DEBIAN = "/usr/lib/rabbitmq/bin/rabbitmq-server"


@dataclass
class RabbitMQ(Service):
    distribution_port: int = field(default_factory=free_port)
    mapper_port: int = field(default_factory=free_port)

    name = "RabbitMQ"

    def prepare(self) -> None:
        # The machine's node may have a configuration, which must not be ours.
        (self.folder / "rabbitmq.conf").write_text(f"listeners.tcp.local = {HOST}:{self.port}\n")
        (self.folder / "plugins").write_text("[].\n")

    def command(self) -> list[str]:
        if shutil.which(DEBIAN):
            return [DEBIAN]
        return [program("rabbitmq-server", package="rabbitmq-server")]

    def environment(self) -> dict[str, str]:
        folder = str(self.folder)
        return {
            "ERL_EPMD_PORT": str(self.mapper_port),
            "ERL_EPMD_ADDRESS": HOST,
            "RABBITMQ_NODENAME": "chaos@localhost",
            "RABBITMQ_DIST_PORT": str(self.distribution_port),
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq.conf",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
            "RABBITMQ_MNESIA_BASE": f"{folder}/data",
            "RABBITMQ_LOG_BASE": f"{folder}/log",
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_LOGS": "-",
        }

    def is_ready(self) -> bool:
        """It listens before it takes anybody in."""
        try:
            with amqp.Connection(f"{HOST}:{self.port}", connect_timeout=2, read_timeout=2):
                return True
        except (OSError, amqp.AMQPError):
            return False

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@{HOST}:{self.port}//"

    def close(self) -> None:
        if self.process is None:
            return
        self.stop()
        # The mapper is a daemon; Erlang's own program ends the one on our port.
        command = ["epmd", "-port", str(self.mapper_port), "-kill"]
        subprocess.run(command, env=self.all_environment(), capture_output=True)
