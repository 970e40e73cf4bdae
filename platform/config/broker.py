"""The embedded broker: messages as files in one folder, without a service.

Kombu's own transport stops the worker when its folder disappears, or when it meets a
message that is only half written. A message is no record here (docs/adr/0003), so the
folder is simply made again.
"""

from pathlib import Path
from queue import Empty
from time import monotonic
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _folders(self) -> None:
        Path(self.data_folder_in).mkdir(parents=True, exist_ok=True)
        self.control_folder.mkdir(parents=True, exist_ok=True)

    def _queue_bind(self, *args):
        self._folders()
        return super()._queue_bind(*args)

    # Kombu's own two name the argument differently.
    def _put(self, queue, payload, **kwargs):  # type: ignore[override]
        # Written elsewhere and moved: a worker must never read half a message.
        self._folders()
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        written = self.control_folder / name
        written.write_text(dumps(payload))
        written.rename(Path(self.data_folder_out) / name)

    def _get(self, *args, **kwargs):
        self._folders()
        try:
            return super()._get(*args, **kwargs)
        except FileNotFoundError:
            raise Empty from None

    def _size(self, queue):
        self._folders()
        return super()._size(queue)

    def _purge(self, queue):
        self._folders()
        return super()._purge(queue)


class Transport(filesystem.Transport):
    Channel = Channel

    def drain_events(self, connection, timeout=None, **kwargs):
        # The worker waits here for up to 2 s at a time, and can't stop meanwhile.
        return super().drain_events(connection, min(timeout or 0.3, 0.3))
