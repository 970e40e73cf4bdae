"""A backup's file is whole, private and new, or not there."""

import errno
import os

import pytest
from django.core.management.base import CommandError

from backups.files import existing_file, new_file


def test_it_has_its_name_only_when_it_is_whole(tmp_path):
    path = tmp_path / "a.backup"
    with new_file(path) as partial:
        partial.write_text("half")
        assert not path.exists()
        assert partial.stat().st_mode & 0o777 == 0o600
        partial.write_text("whole")
    assert path.read_text() == "whole"
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_of_one_that_failed(tmp_path):
    with pytest.raises(ZeroDivisionError), new_file(tmp_path / "a.backup") as partial:
        partial.write_text(str(1 / 0))
    assert list(tmp_path.iterdir()) == []


def test_a_name_taken_meanwhile_is_not_overwritten(tmp_path):
    path = tmp_path / "a.backup"
    with pytest.raises(CommandError, match="exists already"), new_file(path):
        path.write_text("somebody else's")
    assert path.read_text() == "somebody else's"
    assert [each.name for each in tmp_path.iterdir()] == ["a.backup"]


def test_a_full_disk_is_named(tmp_path):
    with pytest.raises(CommandError, match="The disk is full"), new_file(tmp_path / "a.backup"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="nowhere"), new_file(tmp_path / "nowhere" / "a"):
        pass
    with pytest.raises(CommandError, match="No such file"):
        existing_file(tmp_path / "a.backup")
