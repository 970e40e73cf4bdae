"""The demo that every journey of a run begins with."""

import shutil
from pathlib import Path

from tests.journeys.demo_server import prepare_demo
from tests.tables import migrate_an_installation, once


def prepared_demo(run_folder: Path) -> Path:
    """The demo of this run of the suite, made once; to be copied, not to be used."""

    def prepare(folder: Path) -> None:
        # Half of the time went into tables that this run has made already. From nothing the same
        # script begins in prepare_empty.
        shutil.copytree(once(run_folder / "migrated", migrate_an_installation), folder)
        prepare_demo(folder)

    return once(run_folder / "prepared-demo", prepare)
