"""A mail server in a thread, which counts, refuses and hangs up as it is told."""

import socket
import socketserver
import threading
import time
from typing import Self

GREETINGS = {b"EHLO": b"250-here\r\n250 8BITMIME\r\n", b"DATA": b"354 go on\r\n"}


class Server:
    def __init__(self) -> None:
        self.connections = self.mails = self.farewells = 0
        # To whom each mail went that came to its end.
        self.taken: list[str] = []
        self.waits_seconds = 0.0
        # Answers to DATA and to the mail itself, other than the usual ones.
        self.answers_data = self.answers_mail = b""
        self.hangs_up_after_data = False
        self.refuses = b""
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        served = self

        class Client(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                served.connections += 1
                served._open.append(self.request)
                served._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Client)
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()
        self._server.shutdown()
        self._server.server_close()

    def hang_up(self) -> None:
        """Close every connection, as a server does with the idle."""
        for each in self._open:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._open.clear()
        # Until the other side has heard of it.
        time.sleep(0.05)

    def _talk(self, client: socketserver.StreamRequestHandler) -> None:
        client.wfile.write(b"220 here\r\n")
        recipient = ""
        while line := client.rfile.readline():
            command = line[:4].upper()
            if command == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            if command == b"QUIT":
                self.farewells += 1
                return
            if self.refuses and self.refuses in line:
                client.wfile.write(b"550 unknown\r\n")
                continue
            if command == b"DATA" and self.answers_data:
                client.wfile.write(self.answers_data)
                continue
            client.wfile.write(GREETINGS.get(command, b"250 ok\r\n"))
            if command == b"DATA":
                while (text := client.rfile.readline()) != b".\r\n":
                    if not text:
                        return  # broken off
                if self.answers_mail:
                    client.wfile.write(self.answers_mail)
                    continue
                self.mails += 1
                self.taken.append(recipient)
                if self.hangs_up_after_data:
                    self.mails -= 1
                    return
                time.sleep(self.waits_seconds)
                client.wfile.write(b"250 ok\r\n")
