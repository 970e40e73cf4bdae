"""The set-up's sentences: bad port, taken port, full disk, old Python."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from scripts import setup

ROOT = Path(__file__).resolve().parents[2]


def test_a_taken_port_is_named_with_a_way_out(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert setup.main(["run", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"Port {port} is taken" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", ""])
def test_a_port_that_is_none_is_refused(port, capsys):
    assert setup.main(["run", port]) == 1
    assert "PORT must be a number" in capsys.readouterr().err


def test_a_full_disk_is_noticed_before_anything_is_done(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(9, 9, 0))
    monkeypatch.setattr(setup, "step", lambda *args: pytest.fail("began to work"))
    assert setup.main(["test"]) == 1
    assert "disk is full: please free about" in capsys.readouterr().err


def test_a_disk_that_fills_up_on_the_way_gives_the_same_sentence():
    script = "import sys; sys.exit('OSError: [Errno 28] No space left on device')"
    with pytest.raises(setup.CannotGoOn, match="is full"):
        setup.step("Installing", [os.fspath(shutil.which("python3") or ""), "-c", script])


def test_a_failed_step_shows_what_it_said(capsys):
    with pytest.raises(setup.CannotGoOn, match="“Working” failed"):
        setup.step("Working", ["sh", "-c", "echo the reason; exit 3"])
    assert "the reason" in capsys.readouterr().err


def test_nothing_is_installed_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "python")
    (tmp_path / "python").touch()
    steps = []
    monkeypatch.setattr(setup, "step", lambda title, command: steps.append(title))
    monkeypatch.setattr(setup, "is_usable", lambda venv: True)
    setup.install("requirements-dev.txt", also_covers=["requirements.txt"])
    setup.install("requirements-dev.txt", also_covers=["requirements.txt"])
    setup.install("requirements.txt")
    assert len(steps) == 1


def test_the_demo_keeps_what_the_caller_has_set(monkeypatch):
    monkeypatch.setenv("SITE_URL", "http://127.0.0.1:9999")
    monkeypatch.setenv("DEMO", "false")
    environment = setup.demo_environment(8000)
    assert environment["SITE_URL"] == "http://127.0.0.1:9999"
    assert environment["DEMO"] == "true"


def fake_python(folder: Path, version: str, *, has_venv: bool = True) -> None:
    """An interpreter that only knows its version, as far as scripts/find-python asks."""
    major, minor = version.split(".")
    is_old = int(int(minor) < 12)
    path = folder / f"python{major}"
    path.write_text(
        "#!/bin/sh\n"
        'case "$2" in\n'
        f"  *print*version_info*) echo {version} ;;\n"
        f"  *sys.exit*) exit {is_old} ;;\n"
        f"  *ensurepip*) exit {int(not has_venv)} ;;\n"
        '  *sys.executable*) echo "$0" ;;\n'
        "esac\n"
    )
    path.chmod(0o755)


def find_python(folder: Path, **environment) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts/find-python")],
        env={"PATH": str(folder), "PYENV_ROOT": "/nonexistent", **environment},
        capture_output=True,
        text=True,
    )


def test_a_python_that_is_new_enough_is_found(tmp_path):
    fake_python(tmp_path, "3.12")
    found = find_python(tmp_path)
    assert found.stdout.strip() == str(tmp_path / "python3")
    assert found.returncode == 0


def test_an_old_python_gets_one_sentence(tmp_path):
    fake_python(tmp_path, "3.9")
    found = find_python(tmp_path)
    assert found.returncode == 1
    assert "needs Python 3.12 or newer, but the one found here is 3.9" in found.stderr
    assert found.stderr.count("\n") == 1


def test_no_python_at_all_gets_one_sentence(tmp_path):
    found = find_python(tmp_path)
    assert found.returncode == 1
    assert "no Python was found" in found.stderr


def test_a_python_without_venv_is_said(tmp_path):
    fake_python(tmp_path, "3.13", has_venv=False)
    found = find_python(tmp_path)
    assert found.returncode == 1
    assert "apt install python3.13-venv" in found.stderr


def test_a_pyenv_version_that_is_not_switched_on_is_found(tmp_path):
    versions = tmp_path / "pyenv/versions/3.12.1/bin"
    versions.mkdir(parents=True)
    fake_python(versions, "3.12")
    found = find_python(tmp_path, PYENV_ROOT=str(tmp_path / "pyenv"))
    assert found.stdout.strip() == str(versions / "python3")


def test_make_alone_explains_every_target():
    said = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for target in ("run", "test", "check", "format", "lock", "clean"):
        assert f"make {target} " in said
