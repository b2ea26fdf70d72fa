"""Review rounds in the file: opened with a snapshot, signed, closed for good, all of it in the record."""

from __future__ import annotations

import json
import math
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from village_planner.core.errors import InputError
from village_planner.core.messages import message
from village_planner.core.review.dossier import read_dossier, told_note
from village_planner.core.review.facts import read_facts
from village_planner.core.review.rounds import Participant
from village_planner.core.review.since import changed_since
from village_planner.database import create_database, open_database
from village_planner.database.drawing_counters import objective_counters, read_neighbours

from .conftest import TOWNSHIPS, VILLAGES, township_frame, village_frame

STAGES = [
    {"id": "a", "zh": "会审", "en": "A", "kind": "department", "participants": ["民政局", "农业局"], "agenda": ["布局"],
     "days": 15, "outcomes": ["passed", "passed_with_changes", "returned"]},
    {"id": "b", "zh": "审定", "en": "B", "kind": "meeting", "participants": ["常委会"], "agenda": [], "days": 5,
     "outcomes": ["passed", "returned"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made county with a plan whose two levels are drawn; made once."""
    file = tmp_path_factory.mktemp("rounds") / "county.gpkg"
    layers = {"township": township_frame(), "village": village_frame()}
    names = {"XZQDM": "code", "XZQMC": "name", "CZRK": "population", "ZLDWDM": "code", "ZLDWMC": "name"}
    frames = {level: frame.rename(columns=names) for level, frame in layers.items()}
    frames["village"]["code"] = VILLAGES
    frames["village"]["township_code"] = [code[:9] for code in VILLAGES]
    create_database(file, "EPSG:4523", frames)
    with open_database(file) as made:
        plan = int(made.ensure_plan("甲").id)
        made.save_assignment(plan, "township", pd.Series(["1", "2"], list(TOWNSHIPS)))
        made.save_assignment(plan, "village", pd.Series(["1-01", "1-01", "2-01", "2-01"], list(VILLAGES)))
        made.write_catalogue("review_rounds", {"stages": STAGES})
    return file


@pytest.fixture
def path(drawn: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(drawn, tmp_path / "三台 县.gpkg"))


@pytest.fixture
def plan(database: Any) -> int:
    return int(database.plan("甲").id)


def refused(code: str, work: Any) -> None:
    with pytest.raises(InputError) as caught:
        work()
    assert caught.value.code == code


def opinion(database: Any, plan: int, number: int, round: int, **values: str) -> None:
    """As the opinions' own methods will write one."""
    row = {
        "plan_id": plan,
        "number": number,
        "round": round,
        "subject": "plan",
        "text": "…",
        "source": "民政局",
        **values,
    }
    names = ", ".join(row)
    database._run(f"INSERT INTO opinion ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def recorded(database: Any) -> list[tuple[str, Any, Any]]:
    rows = database.read_table("record")
    return [
        (what, before and json.loads(before), after and json.loads(after))
        for what, before, after in zip(rows["what"], rows["before"], rows["after"])
    ]


def close_first(database: Any, plan: int, outcome: str = "passed") -> None:
    database.open_round(plan, 1)
    for name in ("民政局", "农业局"):
        database.sign(plan, 1, name, "agree", "张三", "2026-12-01")
    database.close_round(plan, 1, outcome)


def test_looking_writes_nothing(database: Any, plan: int) -> None:
    before = len(database.read_table("record"))
    assert [item.status for item in database.review(plan).rounds] == ["planned", "planned"]
    assert database.read_table("round").empty and len(database.read_table("record")) == before


def test_opening_freezes_the_plan_with_its_tables(database: Any, plan: int, path: Path) -> None:
    near = {"village": {}, "township": {TOWNSHIPS[0]: frozenset(TOWNSHIPS[1:])}}
    dossier = read_dossier(database, plan, near)
    item = database.open_round(plan, 1, (), dossier.tables, "王")
    with open_database(path, read_only=True) as again:
        review = again.review(plan)
        assert review.round(1) == item and item.status == "open" and again.plan("甲").status == "in_review"
        held = again.snapshot(item.snapshot_id)
        assert (held.name, held.round) == ("第一轮 会审", 1)
        assert held.schemes["village"] == again.scheme(plan, "village")
        scheme = {row["code"]: row for row in held.tables["district_scheme"]}
        assert scheme["1"]["units"] == "城关镇" and scheme["2"]["population"] == 300
        assert [row["unit_count"] for row in held.tables["village_districts"]] == [2, 2]
        assert held.tables["figures"][1]["population"] == 1000
    what, before, after = recorded(database)[-1]
    assert (what, before, after["round"], after["snapshot"]) == ("open round", None, 1, item.snapshot_id)
    moved = pd.Series(["1-01", "2-01", "2-01", "2-01"], list(VILLAGES))
    database.save_assignment(plan, "village", moved)
    now = {level: database.scheme(plan, level) for level in ("township", "village")}
    assert list(changed_since(held.schemes, now)["village"].units) == [VILLAGES[1]]
    assert database.snapshot(item.snapshot_id) == held


def test_the_objective_goes_with_the_round_or_the_reason_why_not(database: Any, plan: int) -> None:
    near = read_neighbours(database)
    counters = objective_counters(database, plan, near)
    rows = read_dossier(database, plan, near, counters).tables["objective"]
    assert json.loads(json.dumps(rows)) == rows and [row["level"] for row in rows] == ["township", "village"]
    # By hand: with as many districts as units or pairs that lie side by side, only the squared distances count.
    units = database.units(plan, "village")
    points = [(shape.centroid.x, shape.centroid.y) for shape in units.geometry]
    people = units["population"].tolist()

    def moment(members: list[int], centres: list[int]) -> float:
        return min(sum(people[i] * math.dist(points[i], points[c]) ** 2 for i in members) for c in centres)

    raw = sum(moment(pair, pair) for pair in ([0, 1], [2, 3]))  # each of the two parents is one district
    assert rows[1]["compactness"] == pytest.approx(raw) and rows[1]["objective"] == pytest.approx(2.0 / 2)
    assert rows[1]["boundary"] >= 0 and rows[0]["compactness"] == 0
    database.save_assignment(plan, "village", pd.Series(["1-01"], VILLAGES[:1]))
    counters = {**objective_counters(database, plan, near), "township": message("No rules.")}
    rows = read_dossier(database, plan, near, counters).tables["objective"]
    assert rows[0]["objective"] is None and str(told_note(rows[0]["notes"][0])) == "No rules."
    assert "3 units have no district" in str(told_note(rows[1]["notes"][-1]))
    assert "objective" not in read_dossier(database, plan, near).tables


def test_signatures_are_kept_replaced_and_withdrawn(database: Any, plan: int) -> None:
    refused("not_open", lambda: database.sign(plan, 1, "民政局", "agree", "张三"))
    database.open_round(plan, 1)
    database.sign(plan, 1, "民政局", "disagree", "张三", "2026-12-01")
    database.sign(plan, 1, "民政局", "agree", "李四", "2026-12-02", "已改")
    database.sign(plan, 1, "农业局", "agree", "王五", "2026-12-02")
    database.withdraw_signature(plan, 1, "农业局", "王五")
    assert database.read_table("sign_off")[["participant", "verdict", "signed_by", "note"]].to_numpy().tolist() == [
        ["民政局", "agree", "李四", "已改"]
    ]
    told = recorded(database)[-4:]
    assert [what for what, _, _ in told] == ["sign", "sign", "sign", "withdraw signature"]
    assert (told[1][1]["verdict"], told[1][2]["verdict"]) == ("disagree", "agree")
    assert told[3][1]["signed_by"] == "王五" and "signed_by" not in told[3][2]
    refused("sign_offs_missing", lambda: database.close_round(plan, 1, "passed"))
    assert database.sign(plan, 1, "农业局", "agree").signed_by == ""  # nobody's name is put there


def test_what_opinions_lack_keeps_a_round_open(database: Any, plan: int) -> None:
    database.open_round(plan, 1)
    for name in ("民政局", "农业局"):
        database.sign(plan, 1, name, "agree", "张三")
    opinion(database, plan, 4, 1, decision="adopted", reply="")
    opinion(database, plan, 5, 1, decision="", reply="在办")
    opinion(database, plan, 6, 2)
    standing = database.standing(plan, 1)
    assert (standing.undecided, standing.unanswered, standing.loose) == ((5,), (4,), ())
    database._run("UPDATE opinion SET round = NULL WHERE number = 5")
    loose = database.standing(plan, 1)
    assert (loose.undecided, loose.loose) == ((), (5,))
    database._run("UPDATE opinion SET round = 1 WHERE number = 5")
    opinion(database, plan, 7, 1, withdrawn="重复")
    assert database.standing(plan, 1) == standing
    refused("opinions_undecided", lambda: database.close_round(plan, 1, "passed"))
    database._run("UPDATE opinion SET decision = 'not', reply = '不采纳' WHERE number < 6")
    refused("broken_rules", lambda: database.close_round(plan, 1, "passed", [message("No unit.")]))
    assert database.close_round(plan, 1, "passed").round(1).outcome == "passed"


def test_a_returned_round_is_held_again_and_later_ones_move_on(database: Any, plan: int, path: Path) -> None:
    database.change_round(plan, 2, agenda="另议", participants=(Participant("县长", "leader"),))
    database.open_round(plan, 1)
    opinion(database, plan, 1, 1)
    opinion(database, plan, 2, 2)
    database.close_round(plan, 1, "returned", note="产业布局不合理")
    with open_database(path) as again:
        review = again.review(plan)
        assert [(item.number, item.stage, item.status) for item in review.rounds] == [
            (1, "a", "closed"),
            (2, "a", "planned"),
            (3, "b", "planned"),
        ]
        assert review.round(3).agenda == "另议" and review.round(3).participants[0].name == "县长"
        assert review.round(1).note == "产业布局不合理" and again.plan("甲").status == "draft"
        assert again.read_table("opinion")["round"].tolist() == [1, 3]
    database.open_round(plan, 2)
    for name in ("民政局", "农业局"):
        database.sign(plan, 2, name, "agree", "张三")
    assert database.standing(plan, 2).undecided == (1,)  # returning a round answers no opinion
    with pytest.raises(InputError) as caught:
        database.close_round(plan, 2, "passed_with_changes")
    assert caught.value.code == "opinions_undecided"
    database.change_opinion(plan, 1, {"decision": "adopted", "reply": "已改"})
    database.close_round(plan, 2, "passed_with_changes")
    database.open_round(plan, 3)
    database.sign(plan, 3, "县长", "agree", "县长")
    database._run("UPDATE opinion SET decision = 'adopted', reply = '已采纳' WHERE round = 3")
    refused("bad_outcome", lambda: database.close_round(plan, 3, "passed_with_changes"))
    assert database.close_round(plan, 3, "passed").status == database.plan("甲").status == "approved"
    assert [database.snapshot(n).name for n in database.snapshots(plan)["id"]] == [
        "第一轮 会审",
        "第二轮 会审（第2次）",
        "第二轮 会审（第2次） 通过稿",
        "第三轮 审定",
        "第三轮 审定 通过稿",
    ]


def test_what_was_changed_in_a_round_that_passed_is_what_was_approved(database: Any, plan: int) -> None:
    close_first(database, plan)
    database.open_round(plan, 2)
    moved = pd.Series(["1-01", "2-01", "2-01", "2-01"], list(VILLAGES))
    database.save_assignment(plan, "village", moved)
    facts = read_facts(database, plan, 0, {}, {}, review=database.review(plan))
    assert facts.moved_since == 1
    database.sign(plan, 2, "常委会", "agree", "张三")
    database.close_round(plan, 2, "passed")
    facts = read_facts(database, plan, 0, {}, {}, review=database.review(plan))
    assert facts.moved_since == 0 and facts.review is not None and facts.review.status == "approved"
    database._run(
        "UPDATE assignment SET district_code = '1-01' WHERE unit_code = ? AND level = 'village'", [VILLAGES[1]]
    )  # by other means: the database itself refuses
    assert read_facts(database, plan, 0, {}, {}, review=database.review(plan)).moved_since == 1


def test_a_planned_round_follows_the_catalogue_where_no_hand_changed_it(database: Any, plan: int) -> None:
    database.change_round(plan, 1, due="2027-01-05")
    database.write_catalogue("review_rounds", {"stages": [STAGES[1], {**STAGES[0], "participants": ["财政局"]}]})
    first, second = database.review(plan).rounds
    assert (first.stage, second.stage, second.due) == ("b", "a", "2027-01-05")
    assert [one.name for one in second.participants] == ["财政局"]
    assert database.open_round(plan, 1).stage == "b"
    assert [item.due for item in database.review(plan).rounds][1] == "2027-01-05"


def test_a_refused_transition_leaves_nothing(database: Any, plan: int) -> None:
    before = (len(database.read_table("record")), len(database.snapshots(plan)))
    refused("earlier_round", lambda: database.open_round(plan, 2))
    assert (len(database.read_table("record")), len(database.snapshots(plan))) == before
    assert database.read_table("round").empty and database.plan("甲").status == "draft"


def test_the_archive(database: Any, plan: int) -> None:
    close_first(database, plan)
    database.archive_plan(plan)
    assert database.plan("甲").status == "archived"
    refused("archived_plan", lambda: database.open_round(plan, 2))
    database.archive_plan(plan, away=False)
    assert database.plan("甲").status == "in_review"


ATTACKS = [
    "UPDATE round SET outcome = 'returned' WHERE number = 1",
    "UPDATE round SET status = 'open' WHERE number = 1",
    "UPDATE round SET snapshot_id = NULL WHERE number = 1",
    "DELETE FROM round WHERE number = 1",
    "INSERT OR REPLACE INTO round (plan_id, number, status) SELECT plan_id, 1, 'open' FROM round",
    "INSERT OR REPLACE INTO round (fid, plan_id, number, status) SELECT fid, plan_id, 9, 'open' FROM round",
    "UPDATE OR REPLACE round SET number = 1 WHERE number = 2",
    "UPDATE OR REPLACE round SET fid = (SELECT fid FROM round WHERE number = 1) WHERE number = 2",
    "UPDATE sign_off SET verdict = 'disagree'",
    "DELETE FROM sign_off",
    ("INSERT INTO sign_off (plan_id, round, participant, verdict, given) "
     "SELECT plan_id, 1, 'x', 'agree', '' FROM round"),
    ("INSERT OR REPLACE INTO sign_off (fid, plan_id, round, participant, verdict, given) "
     "SELECT fid, plan_id, 2, 'x', 'agree', '' FROM sign_off"),
    "UPDATE snapshot SET content = '{}'",
    "DELETE FROM snapshot",
    ("INSERT OR REPLACE INTO snapshot (id, plan_id, name, made, who, content, digest) "
     "SELECT id, plan_id, name, made, who, '{}', digest FROM snapshot"),
    "UPDATE record SET who = 'x'",
    "DELETE FROM record",
    "INSERT OR REPLACE INTO record (fid, made, who, what) SELECT fid, made, 'x', what FROM record",
    "DELETE FROM plan",
]  # fmt: skip


def test_no_sql_changes_what_is_closed(database: Any, plan: int, path: Path) -> None:
    close_first(database, plan)
    database.open_round(plan, 2)
    tables = ("round", "sign_off", "snapshot", "record")
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA foreign_keys = ON")
        before = [other.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables]
        for statement in ATTACKS:
            with pytest.raises(sqlite3.IntegrityError, match=r"closed|append-only"):
                other.execute(statement)
        assert [other.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables] == before
    other.close()


def test_what_is_open_can_still_be_changed(database: Any, plan: int) -> None:
    close_first(database, plan)
    database.open_round(plan, 2)
    database.change_round(plan, 2, note="纪要")
    assert database.review(plan).round(2).note == "纪要" and recorded(database)[-1][0] == "change round"
    before = len(database.read_table("record"))
    database.change_round(plan, 2, note="纪要")
    assert len(database.read_table("record")) == before
