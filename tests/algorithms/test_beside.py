"""What a killed run leaves is cleared away; what a living run is writing is not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from village_planner.algorithms import _beside
from village_planner.algorithms._beside import Beside, clear_leftovers

HOLD = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from village_planner.algorithms._beside import Beside
made = Beside(Path(sys.argv[1]))
made.file.write_text("half")
print("ready", flush=True)
sys.stdin.read()
"""


def test_a_folder_is_there_until_it_is_closed(tmp_path: Path) -> None:
    made = Beside(tmp_path / "图斑.gpkg")
    assert made.file.name == "图斑.gpkg" and list(made.file.parent.iterdir()) == []
    clear_leftovers(tmp_path)
    assert made.file.parent.is_dir()
    made.close()
    assert list(tmp_path.iterdir()) == []


def test_a_living_run_keeps_its_folder_and_a_killed_one_loses_it(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD.format(path=sys.path), str(tmp_path / "a.gpkg")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin and process.stdout
    try:
        assert process.stdout.readline() == b"ready\n"
        clear_leftovers(tmp_path)
        assert len(list(tmp_path.iterdir())) == 1
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    clear_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_lock_goes_when_it_is_old(tmp_path: Path) -> None:
    left = tmp_path / ".writing-abc"
    left.mkdir()
    (left / "a.gpkg").write_text("half")
    (tmp_path / ".writing-note.txt").write_text("not ours")
    clear_leftovers(tmp_path)
    assert left.is_dir()
    old = time.time() - _beside.ABANDONED - 60
    for path in (left / "a.gpkg", left):
        os.utime(path, (old, old))
    clear_leftovers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".writing-note.txt"]


def test_what_cannot_be_removed_is_no_reason_to_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".writing-abc").mkdir()

    def denied(_: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(_beside, "_is_abandoned", denied)
    clear_leftovers(tmp_path)
