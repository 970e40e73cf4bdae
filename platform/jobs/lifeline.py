"""A child of `serve` must not outlive it, not even when serve is killed with -9."""

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import wait

CHECK_SECONDS = 0.5
GRACE_SECONDS = 8.0


def follow_parent(parent: int) -> None:
    """Stop this process once `parent` is no longer its parent. 0 follows nobody.

    An orphan is handed to another process, so its parent's id changes: this needs no
    signal that a kill -9 would suppress, and works beyond Linux.
    """
    if parent:
        threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()


def follow_server() -> None:
    """Stop this process once the web server's main process, which forked it, is gone."""
    if server := multiprocessing.parent_process():
        threading.Thread(
            target=_wait_for_end, args=(server.sentinel,), name="lifeline", daemon=True
        ).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(CHECK_SECONDS)
    _stop()


def _wait_for_end(sentinel: int) -> None:
    wait([sentinel])
    _stop()


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
