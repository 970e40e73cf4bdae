"""A backup's file: readable by its owner only, and under its name only when it is whole."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a file beside `path` to write to; it takes that name at the end, and never another's.

    Raises CommandError with one sentence for what a person at the terminal can mend.
    """
    _refuse_to_overwrite(path)
    try:
        # Mode 0600 from the first byte: what it holds is everybody's opinion.
        handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".partial", dir=path.parent)
    except OSError as error:
        raise CommandError(f"{path.parent} can't be written to: {error.strerror}.") from None
    partial = Path(name)
    try:
        yield partial
        # What was written is on the disk before its name says that it is whole.
        os.fsync(handle)
        _refuse_to_overwrite(path)
        partial.rename(path)
    except OSError as error:
        raise CommandError(sentence(path, error)) from None
    finally:
        os.close(handle)
        partial.unlink(missing_ok=True)


def existing_file(path: Path) -> None:
    """Raise CommandError unless `path` is a file that can be read."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.") from None


def sentence(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: free some space where {path} is to lie, and try again."
    return f"{path} can't be written: {error.strerror}."


def _refuse_to_overwrite(path: Path) -> None:
    if path.exists():
        raise CommandError(f"{path} exists already: choose another name; nothing is overwritten.")
