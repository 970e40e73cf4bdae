"""What each thread of this process is handing over, where a kill -9 can't take it away.

A mail's row in the database says `handing` before its bytes leave and `sent` after the
answer. Between that commit and the first byte lie milliseconds in which a killed process
leaves doubt. So each thread also notes in a mapped file, by one store into memory, that the
bytes leave now and how they were answered: the page belongs to the kernel and outlives the
process. Who finds the file without its owner (a lock that ends with the process) knows of
each mail whether it never left, was taken, or, for the microseconds in between and while
the answer was awaited, that nobody knows.

Where no file can be written, notes end with the process, and the doubt is as long as the row's.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

SLOTS = 64
SLOT_BYTES = 32
MARK = 16  # behind the id
# Which start of the machine it belongs to, before the slots: what was noted in memory may not
# have reached the disk when the power failed.
BOOT_BYTES = 64
BOOT = Path("/proc/sys/kernel/random/boot_id")
SIZE = BOOT_BYTES + SLOTS * SLOT_BYTES
SUFFIX = ".handing"


class Mark(IntEnum):
    STAYED = 0  # no byte left, or the server said no
    LEAVING = 1
    TAKEN = 2


class Slot:
    """One thread's line: which mail, and how far it is."""

    def __init__(self, notes: mmap.mmap, number: int) -> None:
        self._notes = notes
        self._at = BOOT_BYTES + number * SLOT_BYTES

    @property
    def mail(self) -> UUID:
        return UUID(bytes=self._notes[self._at : self._at + MARK])

    def begin(self, mail: UUID) -> None:
        self._notes[self._at + MARK] = Mark.STAYED
        self._notes[self._at : self._at + MARK] = mail.bytes

    def mark(self, mark: Mark) -> None:
        self._notes[self._at + MARK] = mark


class Journal:
    """The notes of one process. `name` is written into the rows it claims."""

    def __init__(self) -> None:
        self.name = uuid4().hex
        self.pid = os.getpid()
        self._lock = threading.Lock()
        self._free = list(range(SLOTS))
        self._file: int | None = None
        try:
            boot = BOOT.read_bytes()[:BOOT_BYTES]
            folder().mkdir(parents=True, exist_ok=True)
            # Locked before it has its name: who finds it finds its lock.
            unnamed = folder() / f"{self.name}.new"
            self._file = os.open(unnamed, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(self._file, SIZE)
            self._notes = mmap.mmap(self._file, SIZE)
            self._notes[: len(boot)] = boot
            unnamed.rename(folder() / f"{self.name}{SUFFIX}")
        except OSError:
            self._notes = mmap.mmap(-1, SIZE)

    @contextmanager
    def slot(self, mail: UUID) -> Iterator[Slot]:
        """A line for this mail. It stays when the block ends by an exception: what it says
        could not be stored, and is asked for by `marks` until `settled`."""
        with self._lock:
            number = self._free.pop()
        slot = Slot(self._notes, number)
        slot.begin(mail)
        yield slot
        with self._lock:
            self._free.append(number)

    def marks(self) -> dict[UUID, Mark]:
        """What is known of the mails that are being handed over, and of some before."""
        return _read(self._notes)

    def settled(self, mails: Collection[UUID]) -> None:
        """What the lines of these said is stored by now: let others have them."""
        with self._lock:
            for number in set(range(SLOTS)) - set(self._free):
                if Slot(self._notes, number).mail in mails:
                    self._free.append(number)

    def close(self) -> None:
        """As the process's end does it; for tests."""
        self._notes.close()
        if self._file is not None:
            os.close(self._file)
            self._file = None


_journal: Journal | None = None
_opening = threading.Lock()


def folder() -> Path:
    return settings.VAR_DIR / "mail-handing"


def ours() -> Journal:
    """This process's journal, begun with its first use."""
    global _journal
    with _opening:
        if _journal is None or _journal.pid != os.getpid():
            _journal = Journal()
        return _journal


@contextmanager
def abandoned(name: str) -> Iterator[dict[UUID, Mark] | None]:
    """The notes of a journal on this machine whose process has ended; then they are deleted.

    None where there is no such file, or its process lives; nothing is known of its mails when
    the machine was started anew since. Of many who ask one gets them, and
    if its block fails, the next.
    """
    path = folder() / f"{name}{SUFFIX}"
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        yield None
        return
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield None
            return
        notes = os.pread(file, SIZE, 0)
        yield _read(notes) if _is_of_this_boot(notes) else {}
        with suppress(OSError):
            path.unlink()
    finally:
        os.close(file)


def abandoned_names() -> list[str]:
    """Journals on this machine but ours; whether their process lives shows `abandoned`."""
    mine = _journal.name if _journal is not None else ""
    with suppress(OSError):
        names = [path.stem for path in folder().glob(f"*{SUFFIX}")]
        return [name for name in names if name != mine]
    return []


def _is_of_this_boot(notes: bytes) -> bool:
    return notes[:BOOT_BYTES].rstrip(b"\0") == BOOT.read_bytes()[:BOOT_BYTES]


def _read(notes: bytes | mmap.mmap) -> dict[UUID, Mark]:
    found = {}
    for at in range(BOOT_BYTES, min(SIZE, len(notes)), SLOT_BYTES):
        mail = bytes(notes[at : at + MARK])
        if any(mail):
            found[UUID(bytes=mail)] = Mark(notes[at + MARK])
    return found
