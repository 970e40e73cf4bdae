"""Prepare the instance this environment describes: catalogues, database, static files, demo.

One Django start for everything, and nothing that has not changed: a second
`make run` takes seconds.
"""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from scripts.catalogues import compile_catalogues  # noqa: E402


def prepare() -> None:
    compile_catalogues()

    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static(settings)
    if settings.DEMO:
        call_command("load_demo", verbosity=0)


def collect_static(settings) -> None:
    """Collect and compress; skipped while no source file has changed."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    from config.static_files import StaticFiles

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(StaticFiles.ignore_patterns):
            state = Path(storage.path(path)).stat()
            seen.update(f"{path} {state.st_mtime_ns} {state.st_size}\n".encode())
    stamp = settings.VAR_DIR / "static.stamp"
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(seen.hexdigest())


if __name__ == "__main__":
    prepare()
