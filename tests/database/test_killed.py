"""Killed at any moment, the file holds every finished step and opens by itself; see killing.py."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from village_planner.database import holder


def run(folder: Path, rounds: int, steps: int, seed: int) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(holder.__file__).parents[2]), os.environ.get("PYTHONPATH", "")]),
    }
    script = Path(__file__).with_name("killing.py")
    command = [sys.executable, "-W", "ignore", str(script), str(folder), *map(str, (rounds, steps, seed))]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{rounds} kills")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_killed_a_few_times(tmp_path: Path) -> None:
    run(tmp_path, 3, 40, 6)


@pytest.mark.fuzz
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_killed_in_the_middle_of_200_edits_100_times(tmp_path: Path) -> None:
    run(tmp_path, 100, 200, random.randrange(10**6))
