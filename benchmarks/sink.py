"""A mail server that takes every mail and keeps only when it came and for whom, a line each.

`python -m benchmarks.sink PORT FILE`. A process of its own: in the benchmark's it would share
an interpreter's lock with whoever measures.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import TextIO

HOST = "127.0.0.1"
ANSWERS = {
    b"EHLO": b"250-sink\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
DONE = b"250 ok\r\n"


async def take(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, arrivals: TextIO
) -> None:
    """Talk to one client until it leaves."""
    writer.write(b"220 sink\r\n")
    recipient = ""
    while line := await reader.readline():
        command = line[:4].upper()
        writer.write(ANSWERS.get(command, DONE))
        if command == b"RCPT":
            recipient = line.decode().partition("<")[2].partition(">")[0]
        if command == b"DATA":
            try:
                await reader.readuntil(b"\r\n.\r\n")
            except asyncio.IncompleteReadError:
                break  # its sender was killed
            arrivals.write(f"{time.time()} {recipient}\n")
            writer.write(DONE)
        if command == b"QUIT":
            break
    writer.close()


async def main(port: int, file: Path) -> None:
    with file.open("a", buffering=1) as arrivals:
        server = await asyncio.start_server(
            lambda reader, writer: take(reader, writer, arrivals), HOST, port
        )
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
