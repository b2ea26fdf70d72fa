"""Random sequences on the drawing table equal a plain model: in memory, and in planning databases."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

import pytest
from drawing_machine import SHEET, Drawing, Store, start
from drawing_sheets import frame_of
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from village_planner.core.drawing.edits import Edit, Scheme, difference

LEVEL = "village"


def run(machine: type[Drawing], sequences: int, steps: int) -> None:
    options = settings(max_examples=sequences, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(machine, settings=options)


def test_sequences_equal_a_model() -> None:
    run(Drawing, 100, 12)


@pytest.mark.fuzz
def test_ten_thousand_sequences_equal_a_model() -> None:
    run(Drawing, 10_000, 20)


class Database:
    """A planning database as the store of plans, in a file of its own."""

    def __init__(self, path: Path) -> None:
        from village_planner.database import open_database

        self.path, self._open = path, open_database
        self.db = self._open(path)

    def scheme(self, plan: int) -> Scheme:
        return self.db.scheme(plan, LEVEL)

    def apply(self, plan: int, edit: Edit) -> None:
        self.db.apply_edit(plan, LEVEL, edit)

    def undo(self, plan: int) -> Optional[Edit]:
        return self.db.undo(plan, LEVEL)

    def redo(self, plan: int) -> Optional[Edit]:
        return self.db.redo(plan, LEVEL)

    def branch(self, plan: int) -> int:
        return int(self.db.branch_plan(plan, f"分支{self.db.count('plan')}").id)

    def snapshot(self, plan: int) -> int:
        return self.db.save_snapshot(plan, "快照")

    def restore(self, plan: int, snapshot: int) -> None:
        self.db.restore_snapshot(plan, snapshot)

    def reopen(self) -> None:
        self.db.close()
        self.db = self._open(self.path)

    def close(self) -> None:
        self.db.close()
        self.path.unlink()


def make_county(path: Path) -> None:
    """The villages of the sheet, their townships in two township districts, and the first plan as the model's start."""
    import pandas as pd

    from village_planner.database import create_database, open_database

    villages = frame_of(SHEET).drop(columns=["A1"]).assign(kind="village")
    parents = villages.groupby("township_code")["parent_district"].first()
    townships = villages.dissolve("township_code", aggfunc={"population": "sum", "area_m2": "sum"}).reset_index()
    townships = townships.rename(columns={"township_code": "code"}).assign(name="镇")
    layers: dict[str, Any] = {"township": townships, "village": villages.drop(columns="parent_district")}
    create_database(path, "EPSG:4523", layers, {}, {"county_name": "县"})
    with open_database(path) as db:
        plan = db.ensure_plan("方案一")
        db.save_assignment(plan.id, "township", pd.Series(parents))
        db.apply_edit(plan.id, LEVEL, difference(Scheme(), start(), "paint"))


@pytest.fixture
def drawing_in_files(tmp_path: Path) -> Iterator[type[Drawing]]:
    whole = tmp_path / "county.gpkg"
    make_county(whole)

    class DrawingInFiles(Drawing):
        def make_store(self) -> tuple[Store, int]:
            copied = Path(tempfile.mkstemp(".gpkg", dir=tmp_path)[1])
            shutil.copyfile(whole, copied)
            store = Database(copied)
            return store, store.branch(int(store.db.plan("方案一").id))  # the history of a branch begins there

    yield DrawingInFiles


@pytest.mark.fuzz
def test_sequences_in_a_planning_database_equal_a_model(drawing_in_files: type[Drawing]) -> None:
    run(drawing_in_files, 500, 20)


def test_a_few_sequences_in_a_planning_database(drawing_in_files: type[Drawing]) -> None:
    run(drawing_in_files, 4, 12)
