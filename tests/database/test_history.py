"""Steps, undo, redo, branches and snapshots of a plan, kept in the file."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from village_planner.core.drawing.edits import CentreRow, DistrictRow, Edit, inverse
from village_planner.core.errors import InputError, StorageError
from village_planner.database import open_database

from .conftest import TOWNSHIPS, VILLAGES

A, B, C, D = VILLAGES


@pytest.fixture
def plan(database: Any) -> int:
    """A plan whose villages are drawn: A, B in 1-01, C, D in 2-01."""
    made = int(database.ensure_plan("甲").id)
    database.save_assignment(made, "village", pd.Series(["1-01", "1-01", "2-01", "2-01"], list(VILLAGES)))
    return made


def move(*units: str, before: str, after: str, what: str = "paint") -> Edit:
    return Edit(what, {unit: (before, after) for unit in units})


def test_undo_and_redo_after_opening_again(database: Any, plan: int, path: Path) -> None:
    start = database.scheme(plan, "village")
    database.apply_edit(plan, "village", move(A, before="1-01", after="2-01"))
    end = database.scheme(plan, "village")
    with open_database(path) as again:  # another day
        assert again.undo(plan, "village") == inverse(move(A, before="1-01", after="2-01"))
        assert again.scheme(plan, "village") == start
    with open_database(path) as again:
        assert again.redo(plan, "village") == move(A, before="1-01", after="2-01")
        assert again.scheme(plan, "village") == end


def test_what_engines_and_tables_save_can_be_undone(database: Any, plan: int) -> None:
    states = [database.scheme(plan, "village")]
    database.save_assignment(plan, "village", pd.Series(["1-02", "1-02", "2-01", "2-01"], list(VILLAGES)))
    states.append(database.scheme(plan, "village"))
    database.update_district(plan, "village", "1-02", name="东部片区", locked=True)
    states.append(database.scheme(plan, "village"))
    database.save_centres(plan, "village", pd.DataFrame({"unit_code": [A], "role": ["central_village"]}))
    states.append(database.scheme(plan, "village"))
    entries = database.count("edit")
    database.save_centres(plan, "village", pd.DataFrame({"unit_code": [A], "role": ["central_village"]}))
    database.update_district(plan, "village", "1-02", name="东部片区")
    database.save_assignment(plan, "village", database.assignment(plan, "village"))
    assert database.count("edit") == entries == 4  # what changes nothing is no step
    for state in reversed(states):
        assert database.scheme(plan, "village") == state
        database.undo(plan, "village")
    assert database.scheme(plan, "village").assignment == {}


def test_history_and_snapshots_cannot_be_rewritten(database: Any, plan: int, path: Path) -> None:
    database.save_snapshot(plan, "第一轮")
    with sqlite3.connect(path) as other:
        for table in ("edit", "snapshot"):
            for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET who = 'x'"):
                with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                    other.execute(sql)


def test_undo_refuses_what_another_program_changed(database: Any, plan: int, path: Path) -> None:
    database.apply_edit(plan, "village", move(A, before="1-01", after="2-01"))
    with sqlite3.connect(path) as other:
        other.execute("UPDATE assignment SET district_code = '1-01' WHERE unit_code = ?", [A])
    with pytest.raises(InputError) as error:
        database.undo(plan, "village")
    assert error.value.code == "changed_meanwhile" and A in str(error.value)


def test_branch_copies_both_levels_and_the_types_of_villages(database: Any, plan: int) -> None:
    database.save_assignment(plan, "township", pd.Series(["1", "2"], list(TOWNSHIPS)))
    database.set_village_type(plan, A, {"type": "cluster", "decided_by_user": True})
    branch = database.branch_plan(plan, "乙")
    assert database.scheme(branch.id, "township") == database.scheme(plan, "township")
    assert database.village_types(branch.id).equals(database.village_types(plan))


def test_the_record_says_what_a_step_changed(database: Any, plan: int) -> None:
    edit = Edit(
        "create district",
        {A: ("1-01", "1-02"), D: ("2-01", "")},
        {"1-02": (None, DistrictRow("1-02", parent="1"))},
        {A: (None, CentreRow("central_village", "人口多", "{}"))},
    )
    made = database.apply_edit(plan, "village", edit, "王")
    database.undo(plan, "village")
    done, undone = database.read_table("record").iloc[-2:].to_dict("records")
    assert (done["what"], done["who"], undone["what"]) == ("create district", "王", "undo create district")
    before, after = json.loads(done["before"]), json.loads(done["after"])
    assert after["edit"] == made and after["units"] == {A: "1-02", D: None} and before["units"][A] == "1-01"
    assert after["centres"][A]["reason"] == "人口多" and before["districts"] == {"1-02": None}
    assert json.loads(undone["after"])["units"] == before["units"]


def test_a_snapshot_changed_by_other_means_is_not_taken(database: Any, plan: int, path: Path) -> None:
    made = database.save_snapshot(plan, "联审稿")
    with sqlite3.connect(path) as other:  # one who takes the guards away does not go unnoticed
        other.execute("DROP TRIGGER snapshot_no_update")
        other.execute("UPDATE snapshot SET content = replace(content, '1-01', '2-01')")
    with pytest.raises(StorageError) as error:
        database.snapshot(made)
    assert error.value.code == "snapshot_changed"
