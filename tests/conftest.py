"""What every test starts from."""

import fcntl
import tempfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key

from pages.context import forget_instance
from pictures import shelf
from tests import tables
from web import front, limits, pressure, switches
from web.cache import forget_remembered
from web.held import hold
from web.meter import Meter

# How long an example takes says how busy the machine is: a test that found no fault failed on
# eight workers because one of its examples had waited 200 ms for its turn.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# In place of a flush, on both databases.
TransactionTestCase._fixture_teardown = tables.empty_what_was_written


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items) -> None:
    """Nobody waits at the end for what takes longest.

    pytest-xdist gives each worker a part of the list, and the rest to whoever is done: two
    workers begin with the browsers, which compute, and with the processes, which wait.
    """
    if "fuzz" not in config.option.markexpr:
        # By the hook and not by a skip: they are for another command, not left out of this one.
        fuzz = [each for each in items if each.get_closest_marker("fuzz")]
        config.hook.pytest_deselected(items=fuzz)
        items[:] = [each for each in items if each not in fuzz]
    browsers = [each for each in items if each.get_closest_marker("browser")]
    processes = [each for each in items if each.get_closest_marker("processes")]
    first = {*browsers, *processes}
    others = [each for each in items if each not in first]
    half = max(len(items) // 2 - len(browsers), 0)
    items[:] = [*browsers, *others[:half], *processes, *others[half:]]


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory) -> Path:
    """The folder of this run of the suite, which all its workers share."""
    return tables.folder_of_run(tmp_path_factory)


@pytest.fixture(scope="session")
def migrated_folder(run_folder) -> Path:
    """An installation with all tables, empty. To be copied, not to be used."""
    return tables.once(run_folder / "migrated", tables.migrate_an_installation)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, run_folder, django_db_blocker
) -> None:
    if tables.WORKER:
        with django_db_blocker.unblock():
            tables.start_from(run_folder / "migrated")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb) -> bool:
    """The file that was copied there is no leftover of an earlier run."""
    return django_db_keepdb or bool(tables.WORKER and connection.vendor == "sqlite")


def pytest_sessionfinish(session) -> None:
    """When all workers have ended, what their databases were copied from goes as well."""
    if not tables.WORKER and connection.vendor == "postgresql":
        with session.config.stash[blocking_manager_key].unblock():
            tables.drop_template()


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
