"""One person holds the file; who is gone holds nothing. With real second processes."""

from __future__ import annotations

import os
import platform
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from village_planner.database import holder, open_database

ROOT = Path(holder.__file__).parents[2]  # where the package lies
SECOND = """
import sys
from village_planner.database import open_database
with open_database(sys.argv[1]) as database:
    print("held" if database.take_hold() is None else "refused", flush=True)
    if sys.stdin.readline() == "back\\n":
        database.give_back()
        print("back", flush=True)
        sys.stdin.readline()
"""


@contextmanager
def second(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that takes hold of the file and keeps it."""
    python = [sys.executable, "-W", "ignore", "-c", SECOND, str(path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    running = subprocess.Popen(
        python, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def said(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


def test_the_second_learns_who_holds_the_file_until_it_is_given_back_or_killed(path: Path, database: Any) -> None:
    with second(path) as other:
        assert said(other) == "held"
        found = database.take_hold()
        assert found == database.holder()
        assert (found.process, found.computer, found.who) == (other.pid, platform.node(), holder.user())
        assert found.since <= found.seen and os.path.samefile(found.path, path)
        # A copy is nobody's, though its row says so.
        copy = path.with_name("抄本.gpkg")
        shutil.copy(path, copy)
        with open_database(copy) as copied:
            assert copied.holder() is None and copied.take_hold() is None
        assert other.stdin is not None
        other.stdin.write("back\n")
        other.stdin.flush()
        assert said(other) == "back" and database.holder() is None
    with second(path) as other:
        assert said(other) == "held" and database.take_hold() is not None
        other.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        other.wait()
        assert database.holder() is None and database.take_hold() is None
    with second(path) as other:
        assert said(other) == "refused"
    database.give_back()
    assert database.setting(holder.SETTING) is None


def test_who_was_not_seen_for_a_day_is_gone(path: Path, database: Any, monkeypatch: Any) -> None:
    """Of another computer nothing is known but when it was seen."""
    assert database.take_hold() is None
    held = database._held()
    monkeypatch.setattr(holder.platform, "node", lambda: "PC-2")
    with open_database(path) as elsewhere:
        assert elsewhere.holder() == held and elsewhere.take_hold() == held
        monkeypatch.setattr(holder.time, "time", lambda: held.seen + holder.GONE_AFTER - 1)
        assert elsewhere.holder() == held
        monkeypatch.setattr(holder.time, "time", lambda: held.seen + holder.GONE_AFTER + 1)
        assert elsewhere.take_hold() is None
        monkeypatch.undo()
        monkeypatch.setattr(holder.time, "time", lambda: held.seen + holder.GONE_AFTER + 2)
        assert database.holder().computer == "PC-2"  # the first one has lost it, and is told so
        database.give_back()
        assert database.holder() is not None


@pytest.mark.parametrize("off", [-7200, -301, 301, 7200])
def test_clocks_that_differ_do_not_let_two_hold_the_file(path: Path, database: Any, monkeypatch: Any, off: int) -> None:
    assert database.take_hold() is None
    held = database._held()
    with monkeypatch.context() as there, open_database(path) as elsewhere:
        there.setattr(holder.platform, "node", lambda: "PC-2")
        there.setattr(holder.time, "time", lambda: held.seen + off)
        assert elsewhere.take_hold() == held
        assert elsewhere.take_hold(replace(held, seen=held.seen - 30)) == held  # it has renewed since it was watched
        assert elsewhere.take_hold(held) is None  # a person takes over
    assert database.take_hold().computer == "PC-2"


def test_holding_on_keeps_since_and_renews_seen(database: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(holder.time, "time", lambda: 1000.0)
    database.take_hold()
    first = database._held()
    monkeypatch.setattr(holder.time, "time", lambda: 1030.0)
    assert database.take_hold() is None and database._held() == replace(first, seen=1030.0)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"who": 1}', "x"])
def test_what_cannot_be_read_holds_nothing(database: Any, text: str) -> None:
    database.set_setting(holder.SETTING, text)
    assert database.holder() is None and database.take_hold() is None


def test_whether_a_process_lives() -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    assert holder.process_lives(os.getpid()) and not holder.process_lives(0)
    done.wait()
    assert not holder.process_lives(done.pid)


@pytest.mark.parametrize(
    ("handle", "error", "waited", "lives"), [(7, 0, 0x102, True), (7, 0, 0, False), (0, 5, 0, True), (0, 87, 0, False)]
)
def test_on_windows_the_process_is_asked_for_not_signalled(
    monkeypatch: Any, handle: int, error: int, waited: int, lives: bool
) -> None:
    """Stands in for kernel32: running, ended, not ours to open, no such process."""
    import ctypes
    from unittest.mock import MagicMock

    kernel = MagicMock()
    kernel.OpenProcess.return_value, kernel.WaitForSingleObject.return_value = handle, waited
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: error, raising=False)
    monkeypatch.setattr(holder.os, "kill", None)
    assert holder._lives_on_windows(4711) is lives
    assert kernel.CloseHandle.called == bool(handle)
