"""Draws in a county and is killed in the middle, again and again; what was finished must be there afterwards.

python killing.py FOLDER ROUNDS STEPS SEED. Each round forks a drawer from this process, which is warm, lets it draw up
to a random moment of STEPS random steps, kills it with SIGKILL and opens the file. Every other round another program
holds the file open in WAL mode meanwhile, as QGIS does. The drawer tells of each step before it begins and when it has
ended; a model that knows nothing but what was told, plain dictionaries, says what the file must hold.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from village_planner.core.drawing.edits import DistrictRow, Edit, apply
from village_planner.database import create_database, open_database

ROWS, COLUMNS, LEVEL = 22, 21, "village"  # 462 villages
QGIS = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1])
print(file.execute("PRAGMA journal_mode = WAL").fetchone()[0], flush=True)
rows = file.execute("SELECT * FROM assignment")
rows.fetchone()
sys.stdin.readline()
"""
State = tuple[dict[str, str], dict[str, str]]  # unit -> district, district -> name


def make_county(path: Path) -> list[str]:
    i, j = np.divmod(np.arange(ROWS * COLUMNS), COLUMNS)
    codes = [f"5107220{a:02d}{200 + b}" for a, b in zip(i, j)]
    shapes = shapely.box(35_500_000 + j * 100, 3_400_000 + i * 100, 35_500_100 + j * 100, 3_400_100 + i * 100)
    frame = gpd.GeoDataFrame({"code": codes}, geometry=list(shapes), crs="EPSG:4523")
    create_database(path, frame.crs, {"village": frame})
    return codes


def draw(path: Path, seed: int, steps: int, tell: Any) -> None:
    """The process that will be killed."""
    rng = random.Random(seed)
    with open_database(path) as database:
        plan = database.plan().id
        tell({"refused": database.take_hold() is not None})
    for number in range(steps):
        with open_database(path) as database:  # opened for each step, as the desk does
            scheme = database.scheme(plan, LEVEL)
            kind = rng.choice(["paint"] * 5 + ["undo"] * 3 + ["redo"] * 2 + ["create", "dissolve", "snapshot"])
            districts = sorted(scheme.districts)
            if kind in ("undo", "redo", "snapshot"):
                tell({"kind": kind})
                if kind == "snapshot":
                    database.save_snapshot(plan, f"{seed}-{number}")
                else:
                    getattr(database, kind)(plan, LEVEL)
            else:
                edit = Edit("")
                if kind == "paint" and districts:
                    target = rng.choice([*districts, ""])
                    chosen = rng.sample(UNITS, rng.randint(1, 50))
                    held = {unit: scheme.assignment.get(unit, "") for unit in chosen}
                    edit = Edit("paint", {unit: (old, target) for unit, old in held.items() if old != target})
                elif kind == "dissolve" and districts:
                    gone = rng.choice(districts)
                    inside = {unit: (gone, "") for unit, district in scheme.assignment.items() if district == gone}
                    edit = Edit("dissolve district", inside, {gone: (scheme.districts[gone], None)})
                else:
                    code = f"{seed % 1000}-{number:03d}"
                    edit = Edit("create district", {}, {code: (None, DistrictRow(code, f"片区{number}"))})
                if not edit:
                    continue
                told = {
                    "units": {unit: after for unit, (_, after) in edit.units.items()},
                    "districts": {code: row.name if row else None for code, (_, row) in edit.districts.items()},
                }
                tell({"kind": "edit", **told})
                database.apply_edit(plan, LEVEL, edit)
        tell({"done": number})


class Model:
    """All states there were, and which one it is now."""

    def __init__(self) -> None:
        self.states: list[State] = [({}, {})]
        self.now, self.snapshots = 0, 0

    def step(self, told: dict[str, Any]) -> None:
        if told["kind"] == "undo":
            self.now = max(self.now - 1, 0)
        elif told["kind"] == "redo":
            self.now = min(self.now + 1, len(self.states) - 1)
        elif told["kind"] == "snapshot":
            self.snapshots += 1
        else:
            units, districts = (dict(part) for part in self.states[self.now])
            for held, changes in ((units, told["units"]), (districts, told["districts"])):
                for key, value in changes.items():
                    if value:
                        held[key] = value
                    else:
                        held.pop(key, None)
            self.states[self.now + 1 :] = [(units, districts)]
            self.now += 1

    def says(self) -> tuple[State, int, int]:
        return self.states[self.now], self.now, self.snapshots


def found(database: Any, plan: int) -> tuple[State, int, int]:
    scheme = database.scheme(plan, LEVEL)
    last = database.undo_entry(plan, LEVEL)
    done = [entry.id for entry in database.edit_history(plan, LEVEL)]
    position = done.index(last.id) + 1 if last else 0
    state = (dict(scheme.assignment), {code: row.name for code, row in scheme.districts.items()})
    return state, position, len(database.snapshots(plan))


def kill_once(path: Path, model: Model, rng: random.Random, steps: int) -> int:
    """One drawer from its birth to its end; returns the number of steps that it had finished."""
    seed, moment, delay = rng.randrange(10**9), rng.randint(1, steps), rng.uniform(0, 0.02)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            draw(path, seed, steps, lambda told: os.write(writer, (json.dumps(told) + "\n").encode()))
        except Exception as error:  # noqa: BLE001 - told to the parent, which fails
            os.write(writer, (json.dumps({"error": repr(error)}) + "\n").encode())
        finally:
            os._exit(0)
    os.close(writer)
    begun, text, killed = 0, b"", False
    while True:
        if not killed and begun >= moment:
            time.sleep(delay)
            os.kill(child, signal.SIGKILL)
            killed = True
        select.select([reader], [], [])
        part = os.read(reader, 1 << 16)
        if not part:
            break
        text += part
        begun = text.count(b'{"kind"')
    os.close(reader)
    os.waitpid(child, 0)
    lines = [json.loads(line) for line in text.decode().splitlines() if line.endswith("}")]
    assert lines[0] == {"refused": False}, lines[0]
    pending: Optional[dict[str, Any]] = None
    finished = 0
    for line in lines[1:]:
        assert "error" not in line, line
        if "done" in line:
            assert pending is not None
            model.step(pending)
            pending, finished = None, finished + 1
        else:
            pending = line
    check(path, model, pending)
    return finished


def check(path: Path, model: Model, pending: Optional[dict[str, Any]]) -> None:
    """The file holds every finished step; the one in hand wholly or not at all."""
    with open_database(path) as database:  # by itself, without a word
        assert database.holder() is None and database.take_hold() is None
        database.give_back()
        plan = database.plan().id
        holds = found(database, plan)
        if holds != model.says():
            assert pending is not None, "a finished step is missing"
            model.step(pending)
            assert holds == model.says(), "the file holds neither what was finished nor that and the step in hand"
        scheme = START
        for entry in database.edit_history(plan, LEVEL)[: holds[1]]:
            scheme = apply(scheme, database.edit(entry.id))
        assert scheme == database.scheme(plan, LEVEL), "the history does not lead to what is there"
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def main(folder: Path, rounds: int, steps: int, seed: int) -> None:
    global UNITS, START
    path = folder / "梓潼 县.gpkg"
    UNITS = make_county(path)
    with open_database(path) as database:
        START = database.scheme(database.ensure_plan("甲").id, LEVEL)
        database.save_assignment(1, LEVEL, pd.Series(dtype=object))
    rng, model, finished = random.Random(seed), Model(), 0
    for number in range(rounds):
        qgis = None
        if number % 2:
            command = [sys.executable, "-S", "-c", QGIS, str(path)]
            qgis = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            assert qgis.stdout is not None and qgis.stdout.readline() == "wal\n"
        try:
            finished += kill_once(path, model, rng, steps)
        except AssertionError as error:
            raise AssertionError(f"round {number} of seed {seed}: {error}") from error
        finally:
            if qgis is not None:
                qgis.kill()
                qgis.communicate()
        check(path, model, None)
    print(f"{rounds} kills, {finished} finished steps, {model.snapshots} snapshots")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
