"""The plugin comes and goes without a trace, imports nothing heavy, and works without an interface."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import STAGE

PROGRAMS = Path(__file__).with_name("plugin_programs.py")


def program(*arguments: str) -> Any:
    """Run a program of plugin_programs.py in a fresh process, on the staged plugin."""
    path = os.pathsep.join([str(STAGE), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(PROGRAMS), *arguments],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_loading_imports_nothing_heavy() -> None:
    """What makes a start slow; the seconds themselves are in benchmarks/."""
    started = program("start")
    assert started["heavy"] == [] and started["algorithms"] > 10


def test_processing_alone_without_interface() -> None:
    assert program("processing") == {"there": True, "gone": True, "heavy": []}


def test_loading_and_unloading_leaves_nothing(tmp_path: Path) -> None:
    sys.path.insert(0, str(Path(__file__).parent / "docks"))
    from docks_county import make_county

    before, *after = program("reload", str(make_county(tmp_path / "county.gpkg")))
    for census in after:
        assert census == before
