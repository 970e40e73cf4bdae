"""The embedded broker's folder: no half message, and no end when it disappears."""

from concurrent.futures import ThreadPoolExecutor
from queue import Empty
from time import sleep

import pytest
from kombu import Connection
from kombu.transport import filesystem

from config.broker import Transport

MESSAGES = 40


@pytest.fixture
def channel(tmp_path):
    def open_one():
        options = {
            "data_folder_in": str(tmp_path / "messages"),
            "data_folder_out": str(tmp_path / "messages"),
            "control_folder": str(tmp_path / "control"),
        }
        return Connection(transport=Transport, transport_options=options).channel()

    return open_one


def test_nobody_reads_half_a_message(channel, monkeypatch):
    # What kombu does between making a file and filling it takes its time.
    monkeypatch.setattr(filesystem, "lock", lambda *_: sleep(0.01))
    reader, writer = channel(), channel()
    text = "x" * 50_000

    def write():
        for n in range(MESSAGES):
            writer._put("mail", {"n": n, "text": text})

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        read = []
        while len(read) < MESSAGES and not (writing.done() and writing.exception()):
            try:
                read.append(reader._get("mail"))
            except Empty:
                continue
        writing.result()
    assert sorted(message["n"] for message in read) == list(range(MESSAGES))
    assert all(message["text"] == text for message in read)


def test_a_message_is_for_its_queue_only(channel):
    one = channel()
    one._put("mail", {"n": 1})
    with pytest.raises(Empty):
        one._get("default")
    assert one._size("mail") == 1
    assert one._get("mail") == {"n": 1}


def test_an_empty_queue_whose_folder_is_gone_is_empty(channel, tmp_path):
    one = channel()
    one._put("mail", {"n": 1})
    (tmp_path / "messages").rename(tmp_path / "gone")
    (tmp_path / "control").rename(tmp_path / "gone-too")
    with pytest.raises(Empty):
        one._get("mail")
    one._put("mail", {"n": 2})
    assert one._get("mail") == {"n": 2}
