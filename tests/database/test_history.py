"""Steps, undo, redo, branches and snapshots of a plan, kept in the file."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from village_planner.core.errors import InputError, StorageError
from village_planner.core.review.edits import CentreRow, DistrictRow, Edit, apply, inverse
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


def test_step_undo_redo_and_after_opening_again(database: Any, plan: int, path: Path) -> None:
    start = database.scheme(plan, "village")
    first = database.apply_edit(plan, "village", move(A, before="1-01", after="2-01"), "王")
    second = database.apply_edit(plan, "village", move(B, before="1-01", after=""))
    end = database.scheme(plan, "village")
    assert end.assignment == {A: "2-01", C: "2-01", D: "2-01"} and list(end.districts) == ["1-01", "2-01"]
    with open_database(path) as again:  # another day
        assert [(entry.id, entry.what, entry.who, entry.units) for entry in again.edit_history(plan, "village")][
            1:
        ] == [
            (first, "paint", "王", 1),
            (second, "paint", again.undo_entry(plan, "village").who, 1),
        ]
        assert again.undo(plan, "village") == inverse(move(B, before="1-01", after=""))
        assert again.undo(plan, "village") == inverse(move(A, before="1-01", after="2-01"))
        assert again.scheme(plan, "village") == start
        assert again.redo_entry(plan, "village").id == first
        assert again.redo(plan, "village") and again.redo(plan, "village") and again.redo(plan, "village") is None
        assert again.scheme(plan, "village") == end
        assert again.undo(plan, "township") is None  # each level has a history of its own


def test_a_new_step_after_undo_loses_nothing(database: Any, plan: int) -> None:
    database.apply_edit(plan, "village", move(A, before="1-01", after="2-01"))
    database.undo(plan, "village")
    youngest = database.apply_edit(plan, "village", move(B, before="1-01", after="2-01"))
    assert database.redo(plan, "village") is None and database.count("edit") == 3
    database.undo(plan, "village")
    assert database.redo_entry(plan, "village").id == youngest


def test_an_edit_holds_districts_and_centres_too(database: Any, plan: int) -> None:
    before = database.scheme(plan, "village")
    row = replace(before.districts["1-01"], name="江边片区", locked=True)
    edit = Edit(
        "create district",
        {A: ("1-01", "1-02"), D: ("2-01", "")},
        {"1-02": (None, DistrictRow("1-02", parent="1")), "1-01": (before.districts["1-01"], row)},
        {A: (None, CentreRow("central_village", "人口多", "{}"))},
    )
    made = database.apply_edit(plan, "village", edit)
    after = database.scheme(plan, "village")
    colour = after.districts["1-02"].colour
    assert colour not in ("", *(row.colour for row in before.districts.values()))
    assert after == apply(before, database.edit(made)) and after.districts["1-01"].locked
    told = json.loads(database.read_table("record").iloc[-1]["after"])
    assert told["edit"] == made and told["units"] == {A: "1-02", D: None} and told["centres"][A]["reason"] == "人口多"
    database.undo(plan, "village")
    assert database.scheme(plan, "village") == before
    database.redo(plan, "village")
    assert database.scheme(plan, "village") == after  # with the same colour


def test_an_empty_district_stays_until_it_is_dissolved(database: Any, plan: int) -> None:
    database.apply_edit(plan, "village", Edit("create district", districts={"1-02": (None, DistrictRow("1-02"))}))
    database.apply_edit(plan, "village", move(A, before="1-01", after="2-01"))
    assert list(database.scheme(plan, "village").districts) == ["1-01", "1-02", "2-01"]
    held = database.scheme(plan, "village").districts["2-01"]
    with pytest.raises(InputError) as error:
        database.apply_edit(plan, "village", Edit("dissolve district", districts={"2-01": (held, None)}))
    assert error.value.code == "district_not_empty" and "2-01" in database.scheme(plan, "village").districts


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (move(A, before="2-01", after="1-01"), "changed_meanwhile"),
        (move(A, before="", after="2-01"), "changed_meanwhile"),
        (Edit("paint", {A: ("1-01", "2-01"), B: ("2-01", "")}), "changed_meanwhile"),
        (move(A, before="1-01", after="9"), "unknown_district"),
        (move("999", before="", after="1-01"), "unknown_unit"),
        (Edit("rename", districts={"1-01": (DistrictRow("1-01"), DistrictRow("1-01", "x"))}), "changed_meanwhile"),
        (Edit("move centre", centres={A: (None, CentreRow("mayor"))}), "unknown_role"),
        (Edit("move centre", centres={A: (CentreRow("central_village"), None)}), "changed_meanwhile"),
        (Edit("move centre", centres={"999": (None, CentreRow("central_village"))}), "unknown_unit"),
    ],
    ids=range(9),
)
def test_an_edit_that_does_not_fit_changes_nothing(database: Any, plan: int, edit: Edit, code: str) -> None:
    before = database.scheme(plan, "village"), database.count("edit"), database.count("record")
    with pytest.raises(InputError) as error:
        database.apply_edit(plan, "village", edit)
    assert error.value.code == code
    assert (database.scheme(plan, "village"), database.count("edit"), database.count("record")) == before


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


def test_branch_goes_its_own_way(database: Any, plan: int) -> None:
    database.save_assignment(plan, "township", pd.Series(["1", "2"], list(TOWNSHIPS)))
    database.set_village_type(plan, A, {"type": "cluster", "decided_by_user": True})
    database.update_district(plan, "village", "1-01", name="江边片区")
    branch = database.branch_plan(plan, "乙", "试一试")
    assert (branch.based_on, branch.note) == (plan, "试一试")
    for level in ("township", "village"):
        assert database.scheme(branch.id, level) == database.scheme(plan, level)
        assert database.undo(branch.id, level) is None
    assert database.village_types(branch.id).equals(database.village_types(plan))
    database.apply_edit(branch.id, "village", move(A, before="1-01", after="2-01"))
    assert database.assignment(plan, "village")[A] == "1-01"
    with pytest.raises(InputError):
        database.branch_plan(plan, "乙")


def test_snapshot_is_frozen_and_can_be_restored(database: Any, plan: int, path: Path) -> None:
    database.save_centres(plan, "village", pd.DataFrame({"unit_code": [A], "role": ["central_village"]}))
    frozen = database.scheme(plan, "village")
    made = database.save_snapshot(plan, " 联审稿 ", "送审", 1, {"districts": [{"片区": "1-01", "人口": 700}]})
    database.apply_edit(plan, "village", Edit("create district", {A: ("1-01", "x")}, {"x": (None, DistrictRow("x"))}))
    changed = database.scheme(plan, "village")
    snapshot = database.snapshot(made)
    assert (snapshot.name, snapshot.note, snapshot.round, snapshot.plan_id) == ("联审稿", "送审", 1, plan)
    assert snapshot.schemes["village"] == frozen and snapshot.tables == {"districts": [{"片区": "1-01", "人口": 700}]}
    assert database.snapshots(plan)[["id", "name", "round"]].to_numpy().tolist() == [[made, "联审稿", 1]]
    assert set(database.restore_snapshot(plan, made)) == {"township", "village"}
    assert database.scheme(plan, "village") == frozen
    database.undo(plan, "village")
    assert database.scheme(plan, "village") == changed
    with sqlite3.connect(path) as other:  # even one who takes the guards away does not go unnoticed
        other.execute("DROP TRIGGER snapshot_no_update")
        other.execute("UPDATE snapshot SET content = replace(content, '1-01', '2-01')")
    with pytest.raises(StorageError) as error:
        database.snapshot(made)
    assert error.value.code == "snapshot_changed"
    for call in (lambda: database.snapshot(99), lambda: database.save_snapshot(plan, " ")):
        with pytest.raises(InputError):
            call()
