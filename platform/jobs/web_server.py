"""granian, which warns before it stops: see jobs/draining.py."""

import os
import signal
import threading
from typing import Any

from granian import Granian


class DrainingServer(Granian):  # type: ignore[misc, valid-type]
    """granian, which drains for `drain_seconds` before it stops. A second signal is obeyed."""

    def __init__(self, *args: Any, drain_seconds: float, **options: Any) -> None:
        super().__init__(*args, **options)
        self.drain_seconds = drain_seconds
        self._told = False
        # A process that is still loading the application must not die of the signal.
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)

    def signal_handler_interrupt(self, *args: Any, **options: Any) -> None:
        if self._told or not self.drain_seconds:
            super().signal_handler_interrupt()
            return
        self._told = True
        for worker in self.wrks:
            if worker.is_alive():
                os.kill(worker.inner.pid, signal.SIGUSR1)
        stop = threading.Timer(self.drain_seconds, super().signal_handler_interrupt)
        stop.daemon = True
        stop.start()
