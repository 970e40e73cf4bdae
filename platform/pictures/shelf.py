"""The files that were just shown, at hand in this process: a wave asks the database once.

What an address stands for never changes, so nothing here can be wrong; it may only be gone.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from typing import NamedTuple

from pictures.models import PictureFile

MOST_BYTES = 16_000_000
# A file larger than that is an original, shown for the few seconds before the job has run.
LARGEST = 400_000
# A picture that had to go must be gone soon.
SECONDS = 60.0


class _Kept(NamedTuple):
    content: bytes
    until: float


_files: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
_lock = threading.Lock()


def digest(content: bytes) -> str:
    """The name of a file: 128 bits that nobody finds by trying."""
    return hashlib.sha256(content).hexdigest()[:32]


def kept(name: str, kind: str) -> bytes | None:
    """The file if it was shown a moment ago; costs nothing."""
    with _lock:
        found = _files.get((name, kind))
        if found is None or time.monotonic() > found.until:
            return None
        _files.move_to_end((name, kind))
        return found.content


def fetched(name: str, kind: str) -> bytes | None:
    """The file from the database, or None where there is no such file."""
    contents = PictureFile.objects.filter(digest=name, format=kind).values_list("content")
    row = contents.first()
    if row is None:
        return None
    content = bytes(row[0])
    if len(content) <= LARGEST:
        _keep((name, kind), content)
    return content


def forget() -> None:
    """Keep nothing at hand (tests)."""
    with _lock:
        _files.clear()


def _keep(key: tuple[str, str], content: bytes) -> None:
    with _lock:
        _files.pop(key, None)
        _files[key] = _Kept(content, time.monotonic() + SECONDS)
        while sum(len(one.content) for one in _files.values()) > MOST_BYTES:
            _files.popitem(last=False)
