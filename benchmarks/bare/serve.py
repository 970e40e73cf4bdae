"""Serve the bare app as `manage.py web` serves the product: same server, processes, threads."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"

if __name__ == "__main__":
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "benchmarks.bare.wsgi:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("WEB_PROCESSES", "1")),
        blocking_threads=int(os.environ.get("WEB_THREADS", min(2 * (os.cpu_count() or 1) + 1, 8))),
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
