"""A database server whose machine can vanish: packets get no answer, and nobody says so."""

from __future__ import annotations

import ctypes
import socket
import struct
import threading

# linux/filter.h, asm-generic/socket.h: a program of one instruction, "return 0": let no packet in.
ATTACH, DETACH = 26, 27
DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)


class Vanishing:
    """A relay to a server on this machine. Once it has vanished, it says nothing, and the
    kernel drops what comes to its sockets before TCP sees it: no acknowledgement, no RST."""

    def __init__(self, port: int) -> None:
        self._server = ("127.0.0.1", port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open = [self._listening]
        self._is_gone = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def vanish(self) -> None:
        self._is_gone.set()
        program = ctypes.create_string_buffer(DROP_ALL)
        # struct sock_fprog: the number of instructions, and where they are.
        named = struct.pack("HP", 1, ctypes.addressof(program))
        for each in self._open:
            each.setsockopt(socket.SOL_SOCKET, ATTACH, named)

    def come_back(self) -> None:
        """As a machine that was started anew: it knows of no connection any more."""
        for each in self._open[1:]:
            each.close()
        del self._open[1:]
        self._is_gone.clear()
        self._listening.setsockopt(socket.SOL_SOCKET, DETACH, 0)

    def close(self) -> None:
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            self._open.append(client)
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self._relay, args=(source, target), daemon=True).start()

    def _relay(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                if not self._is_gone.is_set():
                    target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            source.close()
            target.close()
