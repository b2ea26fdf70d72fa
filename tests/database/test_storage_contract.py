"""What docks and core may ask of a store of the review, asked of every store there is: see database/storage.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from village_planner.core.drawing.edits import CentreRow, DistrictRow, Edit, apply, inverse
from village_planner.core.errors import InputError
from village_planner.core.opinions.merge import OpinionChanges
from village_planner.core.opinions.opinions import Opinion
from village_planner.core.opinions.questionnaires import ANSWERS, QUESTIONNAIRES, NewQuestionnaires, digest
from village_planner.database import open_database
from village_planner.database.storage import ReviewStore

from .conftest import TOWNSHIPS, VILLAGES
from .memory_store import MemoryStore

A, B, C, D = VILLAGES
LEVEL = "village"


@pytest.fixture(params=["geopackage", "memory"])
def store(request: Any) -> Iterator[ReviewStore]:
    if request.param == "memory":
        yield MemoryStore({"township": TOWNSHIPS, "village": VILLAGES})
        return
    with open_database(request.getfixturevalue("path")) as database:
        yield database


@pytest.fixture
def plan(store: ReviewStore) -> int:
    """A plan whose villages are drawn: A, B in 1-01, C, D in 2-01."""
    made = store.add_plan("甲").id
    rows = {code: (None, DistrictRow(code, f"第{code}片区", parent=code[0])) for code in ("1-01", "2-01")}
    units = {unit: ("", district) for unit, district in zip(VILLAGES, ("1-01", "1-01", "2-01", "2-01"))}
    store.apply_edit(made, LEVEL, Edit("save assignment", units, rows))
    return made


def entry_id(entry: Any) -> Any:
    return entry and entry.id


def move(*units: str, before: str, after: str, what: str = "paint") -> Edit:
    return Edit(what, {unit: (before, after) for unit in units})


def test_plans_by_number_name_and_current(store: ReviewStore) -> None:
    with pytest.raises(InputError) as none:
        store.plan()
    assert none.value.code == "no_plan"
    first, second = store.add_plan("甲"), store.add_plan("乙", "说明")
    store.set_current_plan(second.id)
    assert store.plan() == second == store.plan(str(second.id)) and store.plan("甲") == first
    assert store.plans()["name"].tolist() == ["甲", "乙"] and second.note == "说明"
    for name in ("", "7", "甲"):
        with pytest.raises(InputError) as bad:
            store.add_plan(name)
        assert bad.value.code == "bad_plan_name"


def test_steps_undo_and_redo(store: ReviewStore, plan: int) -> None:
    start = store.scheme(plan, LEVEL)
    first = store.apply_edit(plan, LEVEL, move(A, before="1-01", after="2-01"), "王")
    second = store.apply_edit(plan, LEVEL, move(B, before="1-01", after=""))
    end = store.scheme(plan, LEVEL)
    assert end.assignment == {A: "2-01", C: "2-01", D: "2-01"} and list(end.districts) == ["1-01", "2-01"]
    line = store.edit_history(plan, LEVEL)
    assert [(entry.id, entry.what, entry.units) for entry in line[1:]] == [(first, "paint", 1), (second, "paint", 1)]
    assert line[1].who == "王" and [entry.parent for entry in line] == [None, line[0].id, first]
    assert store.undo(plan, LEVEL) == inverse(store.edit(second))
    assert store.undo(plan, LEVEL) == inverse(store.edit(first)) and store.scheme(plan, LEVEL) == start
    assert store.edit_history(plan, LEVEL) == line  # those undone follow
    following = store.redo_entry(plan, LEVEL)
    assert following is not None and following.id == first
    assert store.redo(plan, LEVEL) and store.redo(plan, LEVEL) and store.redo(plan, LEVEL) is None
    assert store.scheme(plan, LEVEL) == end
    assert store.undo(plan, "township") is None  # each level has a history of its own
    assert store.apply_edit(plan, LEVEL, Edit("paint")) == second  # nothing is no step
    while store.undo(plan, LEVEL):
        pass
    assert store.scheme(plan, LEVEL).assignment == {} == store.scheme(plan, LEVEL).districts
    with pytest.raises(InputError):
        store.edit(99)


def test_a_new_step_after_undo_loses_nothing(store: ReviewStore, plan: int) -> None:
    store.apply_edit(plan, LEVEL, move(A, before="1-01", after="2-01"))
    store.undo(plan, LEVEL)
    youngest = store.apply_edit(plan, LEVEL, move(B, before="1-01", after="2-01"))
    assert store.redo(plan, LEVEL) is None
    store.undo(plan, LEVEL)
    assert entry_id(store.redo_entry(plan, LEVEL)) == youngest


def test_an_edit_holds_districts_and_centres_too(store: ReviewStore, plan: int) -> None:
    before = store.scheme(plan, LEVEL)
    row = replace(before.districts["1-01"], name="江边片区", locked=True)
    edit = Edit(
        "create district",
        {A: ("1-01", "1-02"), D: ("2-01", "")},
        {"1-02": (None, DistrictRow("1-02", parent="1")), "1-01": (before.districts["1-01"], row)},
        {A: (None, CentreRow("central_village", "人口多", "{}"))},
    )
    made = store.apply_edit(plan, LEVEL, edit)
    after = store.scheme(plan, LEVEL)
    colour = after.districts["1-02"].colour
    assert colour not in ("", *(row.colour for row in before.districts.values()))
    assert after == apply(before, store.edit(made)) and after.districts["1-01"].locked
    store.undo(plan, LEVEL)
    assert store.scheme(plan, LEVEL) == before
    store.redo(plan, LEVEL)
    assert store.scheme(plan, LEVEL) == after  # with the same colour


def test_an_empty_district_stays_until_it_is_dissolved(store: ReviewStore, plan: int) -> None:
    store.apply_edit(plan, LEVEL, Edit("create district", districts={"1-02": (None, DistrictRow("1-02"))}))
    store.apply_edit(plan, LEVEL, move(A, before="1-01", after="2-01"))
    assert list(store.scheme(plan, LEVEL).districts) == ["1-01", "1-02", "2-01"]
    held = store.scheme(plan, LEVEL).districts["2-01"]
    with pytest.raises(InputError) as error:
        store.apply_edit(plan, LEVEL, Edit("dissolve district", districts={"2-01": (held, None)}))
    assert error.value.code == "district_not_empty" and "2-01" in store.scheme(plan, LEVEL).districts


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
def test_an_edit_that_does_not_fit_changes_nothing(store: ReviewStore, plan: int, edit: Edit, code: str) -> None:
    before = store.scheme(plan, LEVEL), store.edit_history(plan, LEVEL), store.last_record()
    with pytest.raises(InputError) as error:
        store.apply_edit(plan, LEVEL, edit)
    assert error.value.code == code
    assert (store.scheme(plan, LEVEL), store.edit_history(plan, LEVEL), store.last_record()) == before


def test_transaction_keeps_all_or_nothing(store: ReviewStore, plan: int) -> None:
    before = store.scheme(plan, LEVEL), store.last_record(), store.edit_history(plan, LEVEL)

    class StopError(Exception):
        pass

    with pytest.raises(StopError), store.transaction():
        store.apply_edit(plan, LEVEL, move(A, before="1-01", after="2-01"))
        store.record("王", "note", None, {"plan": plan})
        raise StopError
    assert (store.scheme(plan, LEVEL), store.last_record(), store.edit_history(plan, LEVEL)) == before
    store.record("王", "note", None, {"plan": plan})
    assert store.last_record() > before[1]


def test_branches_and_snapshots(store: ReviewStore, plan: int) -> None:
    frozen = store.scheme(plan, LEVEL)
    branch = store.branch_plan(plan, "乙", "试一试")
    assert (branch.based_on, branch.note) == (plan, "试一试")
    assert store.scheme(branch.id, LEVEL) == frozen and store.undo(branch.id, LEVEL) is None
    tables = {"districts": [{"片区": "1-01", "人口": 700}]}
    made = store.save_snapshot(plan, " 联审稿 ", "送审", 1, tables)
    edit = Edit("create district", {A: ("1-01", "x")}, {"x": (None, DistrictRow("x"))})
    store.apply_edit(plan, LEVEL, edit)
    tables["districts"].clear()  # what was frozen is not the caller's any more
    kept = store.snapshot(made)
    assert (kept.name, kept.note, kept.round, kept.plan_id) == ("联审稿", "送审", 1, plan)
    assert kept.schemes[LEVEL] == frozen and kept.tables == {"districts": [{"片区": "1-01", "人口": 700}]}
    assert store.snapshots(plan)[["id", "name", "round"]].to_numpy().tolist() == [[made, "联审稿", 1]]
    assert store.snapshots(branch.id).empty and store.scheme(branch.id, LEVEL) == frozen
    changed = store.scheme(plan, LEVEL)
    assert set(store.restore_snapshot(plan, made)) == {"township", LEVEL}
    assert store.scheme(plan, LEVEL) == frozen
    store.undo(plan, LEVEL)
    assert store.scheme(plan, LEVEL) == changed
    for call in (lambda: store.snapshot(99), lambda: store.save_snapshot(plan, " ")):
        with pytest.raises(InputError):
            call()


def test_opinions_are_numbered_changed_and_never_deleted(store: ReviewStore, plan: int) -> None:
    first = store.add_opinion(plan, Opinion("修路", "交通局", "department", key="k"))
    changes = OpinionChanges((Opinion("供水"),), ((first, replace(first, reply="列入")),), 0, ())
    assert first.number == 1 and store.import_opinions(plan, changes) == (1, 1)
    assert [(one.number, one.text, one.reply) for one in store.opinions(plan)] == [(1, "修路", "列入"), (2, "供水", "")]
    before = store.last_record()
    store.change_opinion(plan, 2, {"reply": ""})
    assert store.last_record() == before
    for values, found, code in (
        ({"decision": "not"}, None, "no_reason"),
        ({"reply": "不列"}, first, "changed_meanwhile"),
    ):
        with pytest.raises(InputError) as bad:
            store.change_opinion(plan, 1, values, found=found)
        assert bad.value.code == code
    broken = OpinionChanges((Opinion("修桥"), Opinion(" ")), (), 0, ())
    with pytest.raises(InputError):
        store.import_opinions(plan, broken)
    assert len(store.opinions(plan)) == 2 and store.opinions(plan + 1) == ()


def test_rounds_are_opened_signed_and_closed_for_good(store: ReviewStore, plan: int) -> None:
    first = store.review(plan).round(1)
    assert store.change_round(plan, 2, agenda="另议").agenda == store.review(plan).round(2).agenda == "另议"
    opened = store.open_round(plan, 1, tables={"figures": [{"people": 3}]})
    assert opened.status == "open" and opened.participants == first.participants and opened.snapshot_id is not None
    assert store.snapshot(opened.snapshot_id).tables == {"figures": [{"people": 3}]}
    store.add_opinion(plan, Opinion("修路", round=1))
    assert store.standing(plan, 1).undecided == store.standing(plan, 1).unanswered == (1,)
    names = [one.name for one in first.participants]
    for name in names:
        store.sign(plan, 1, name, "agree", "张三")
    store.withdraw_signature(plan, 1, names[0])
    before = store.last_record()
    for code, outcome in (("sign_offs_missing", "passed"), ("bad_outcome", "lost")):
        with pytest.raises(InputError) as bad:
            store.close_round(plan, 1, outcome)
        assert bad.value.code == code and store.last_record() == before
    after = store.close_round(plan, 1, "returned", note="重做")
    assert [(one.number, one.stage) for one in after.rounds[:3]] == [
        (1, first.stage),
        (2, first.stage),
        (3, store.round_rules().stages[1].id),
    ]
    assert store.review(plan) == after and after.round(3).agenda == "另议" and after.round(1).note == "重做"
    for work in (
        lambda: store.sign(plan, 1, names[0], "agree", "张三"),
        lambda: store.withdraw_signature(plan, 1, names[1]),
        lambda: store.close_round(plan, 1, "passed"),
        lambda: store.change_round(plan, 1, note="x"),
        lambda: store.open_round(plan, 1),
    ):
        with pytest.raises(InputError):
            work()
    store.archive_plan(plan)
    assert store.review(plan).status == "archived"
    store.archive_plan(plan, away=False)
    assert store.review(plan) == after


def test_an_approved_or_archived_plan_stays_as_it_is(store: ReviewStore, plan: int) -> None:
    move_a = move(A, before="1-01", after="2-01")
    store.apply_edit(plan, LEVEL, move(B, before="1-01", after="2-01"))
    frozen = store.save_snapshot(plan, "甲一")
    store.undo(plan, LEVEL)
    for item in store.review(plan).rounds:
        store.open_round(plan, item.number)
        for one in item.participants:
            store.sign(plan, item.number, one.name, "agree", "张三")
        store.close_round(plan, item.number, "passed")
    assert store.plan(str(plan)).status == "approved"
    held, known = store.scheme(plan, LEVEL), store.last_record()

    def all_refused(code: str) -> None:
        for work in (
            lambda: store.apply_edit(plan, LEVEL, move_a),
            lambda: store.undo(plan, LEVEL),
            lambda: store.redo(plan, LEVEL),
            lambda: store.restore_snapshot(plan, frozen),
        ):
            with pytest.raises(InputError) as bad:
                work()
            assert bad.value.code == code

    all_refused("approved_plan")
    assert store.scheme(plan, LEVEL) == held and store.last_record() == known
    branch = store.branch_plan(plan, "甲的分支").id
    assert store.apply_edit(branch, LEVEL, move_a)
    store.archive_plan(plan)
    all_refused("archived_plan")
    store.archive_plan(plan, away=False)
    assert store.plan(str(plan)).status == "approved"
    again = store.withdraw_approval(plan)
    assert again.status == "draft" and again == store.review(plan)
    assert [item.status for item in again.rounds] == ["closed"] * 3 + ["planned"]
    assert again.rounds[3].participants == again.rounds[2].participants
    assert store.apply_edit(plan, LEVEL, move_a)
    store.open_round(plan, 4)
    for one in again.rounds[3].participants:
        store.sign(plan, 4, one.name, "agree", "张三")
    assert store.close_round(plan, 4, "passed").status == "approved"


def test_questionnaires_are_counted_by_township_and_topic(store: ReviewStore) -> None:
    content = digest(A, "", [("满意吗", "transport", "满意", 1)])
    heads = pd.DataFrame([("A1", A, TOWNSHIPS[0], "", "表 › 1", content)], columns=list(QUESTIONNAIRES))
    answers = pd.DataFrame([("A1", "满意吗", "transport", "满意", 1)], columns=list(ANSWERS))
    assert store.import_questionnaires(NewQuestionnaires(heads, answers, 0, ())) == 1
    assert store.questionnaire_contents() == {"A1": content} and store.questionnaire_contents(["A2"]) == {}
    counts = store.topic_counts()
    assert counts.loc[TOWNSHIPS[0]].to_dict() == {"questionnaires": 1, "transport": 1}
    assert list(counts.index) == sorted(TOWNSHIPS) and counts["transport"].sum() == 1


def test_held_by_nobody_else(store: ReviewStore) -> None:
    assert store.take_hold() is None and store.take_hold() is None and store.holder() is None
    store.give_back()


def test_the_store_that_docks_open_is_one(path: Path) -> None:
    from village_planner.database import PlanningDatabase

    calls = [name for kind in ReviewStore.__mro__ for name in vars(kind) if not name.startswith("_")]
    assert calls and all(callable(getattr(PlanningDatabase, name)) for name in calls)
