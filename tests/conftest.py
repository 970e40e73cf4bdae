"""What every test starts from."""

import fcntl
import tempfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import translation

from pages.context import forget_instance
from pictures import shelf
from web import front, limits, pressure, switches
from web.cache import forget_remembered
from web.held import hold
from web.meter import Meter


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """No page, no count and no language of the test before."""
    cache.clear()
    front.forget()
    shelf.forget()
    forget_remembered()
    # As if the process had just asked: every part is on, and no test counts that one query.
    hold(switches.KEY, 3600, {})
    limits.reset()
    pressure.meter = Meter(pressure.meter.threads)
    forget_instance()
    translation.deactivate()


@pytest.fixture(autouse=True)
def _many_threads_take_turns(request):
    """Two tests of fifty connections at once are more than PostgreSQL lets in by default.

    A lock between the workers, because pytest-xdist 3.8 ignores its groups under pytest 9.2.
    """
    if request.node.get_closest_marker("many_threads") is None:
        yield
        return
    with (Path(tempfile.gettempdir()) / "mitstimme-many-threads.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
