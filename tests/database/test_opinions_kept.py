"""Opinions and questionnaires in a planning database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from village_planner.core.drawing.edits import DistrictRow, Edit, Scheme, difference
from village_planner.core.errors import InputError
from village_planner.core.opinions.merge import compare_opinions
from village_planner.core.opinions.opinions import Opinion, state, warnings
from village_planner.core.opinions.questionnaires import Mappings, QuestionRule, compare_questionnaires
from village_planner.core.statistics.grid import Book, Cell, Sheet
from village_planner.database import create_database, open_database, read_county
from village_planner.database.opinion_reading import FormReader

TOWNSHIPS = {"510799101": "观桥镇", "510799102": "石安镇"}
VILLAGES = {"510799101201": "新桥村", "510799101202": "东风村", "510799102201": "石坝村"}


@pytest.fixture(scope="module")
def empty_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("opinions") / "county.gpkg"
    boxes = [shapely.box(35500000 + i * 1000, 3400000, 35501000 + i * 1000, 3401000) for i in range(3)]
    villages = gpd.GeoDataFrame(
        {"code": list(VILLAGES), "name": list(VILLAGES.values()), "township_code": [code[:9] for code in VILLAGES]},
        geometry=boxes,
        crs="EPSG:4523",
    )
    townships = villages.dissolve("township_code").reset_index()[["township_code", "geometry"]]
    townships = townships.rename(columns={"township_code": "code"}).assign(name=list(TOWNSHIPS.values()))
    create_database(path, "EPSG:4523", {"township": townships, "village": villages}, {}, {"county_name": "清岚县"})
    with open_database(path) as db:
        db.ensure_plan("方案一")
    return path


@pytest.fixture
def db(empty_county, tmp_path):
    path = tmp_path / "county.gpkg"
    path.write_bytes(empty_county.read_bytes())
    with open_database(path) as opened:
        yield opened


def book(rows, file="意见.xlsx") -> Book:
    cells = {
        (row, column): Cell(row, column, value)
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    return Book(file, (Sheet("Sheet1", cells),))


def record_of(db):
    rows = db.read_table("record")
    return [(row.what, json.loads(row.before or "null"), json.loads(row.after or "null")) for row in rows.itertuples()]


def test_an_opinion_is_kept_changed_withdrawn_and_recorded(db):
    plan = db.plan().id
    point = (35500500.0, 3400500.0)
    first = db.add_opinion(
        plan, Opinion("修桥", "村民", "villager", subject="point", point=point, unit_code="510799101201")
    )
    second = db.add_opinion(plan, Opinion("供水不足", "石安镇", "township"))
    assert (first.number, second.number) == (1, 2)
    kept = db.opinions(plan)
    assert kept[0].point == point and kept[0].township == "510799101" and kept[1].township == "510799102"
    layer = gpd.read_file(db.path, layer="opinion")
    assert layer.crs.to_epsg() == 4523 and layer.geometry.iloc[0].equals(shapely.Point(point))

    with pytest.raises(InputError) as caught:
        db.change_opinion(plan, 1, {"decision": "not"})
    assert caught.value.code == "no_reason"
    changed = db.change_opinion(plan, 1, {"decision": "not", "reason": "在红线内", "reply": "不列入"}, found=kept[0])
    assert (changed.decision, changed.reason) == ("not", "在红线内")
    with pytest.raises(InputError) as caught:
        db.change_opinion(plan, 1, {"decision": "adopted"}, found=kept[0])
    assert caught.value.code == "changed_meanwhile"
    db.change_opinion(plan, 1, {"withdrawn": "重复"})
    assert len(db.opinions(plan)) == 2  # never deleted
    what, before, after = record_of(db)[-1]
    assert what == "withdraw opinion" and before == {"plan": plan, "opinion": 1, "withdrawn": ""}
    assert after == {"plan": plan, "opinion": 1, "withdrawn": "重复"}
    entries = len(record_of(db))
    db.change_opinion(plan, 1, {"withdrawn": "重复"})
    assert len(record_of(db)) == entries


def test_an_edit_that_answers_is_one_of_the_plan(db):
    plan = db.plan().id
    db.add_opinion(plan, Opinion("划入1片区"))
    with pytest.raises(InputError) as caught:
        db.change_opinion(plan, 1, {"edit_id": 99})
    assert caught.value.code == "unknown_edit"


ROWS = [
    ["来源", "日期", "村", "意见", "回复", "采纳情况", "理由"],
    ["交通局", "2026.3.5", "新桥村", "修桥", None, None, None],
    ["交通局", "2026.3.5", None, "同意方案", "收到", "采纳", None],
    ["村民", None, "东风村", "修路", None, None, None],
    ["村民", None, "东风村", "修路", None, None, None],
]


def test_a_second_import_adds_nothing_and_a_filled_one_fills(db):
    plan = db.plan().id
    reader = FormReader.of(db, plan)
    changes = compare_opinions(db.opinions(plan), reader.opinions(book(ROWS)))
    assert db.import_opinions(plan, changes) == (4, 0)
    again = compare_opinions(db.opinions(plan), reader.opinions(book(ROWS)))
    assert (len(again.fresh), len(again.updated), again.skipped) == (0, 0, 4)
    entries = len(record_of(db))
    assert db.import_opinions(plan, again) == (0, 0) and len(record_of(db)) == entries

    filled = [*ROWS[:1], [*ROWS[1][:4], "列入下一批", "部分采纳", "资金不足"], *ROWS[2:]]
    changes = compare_opinions(db.opinions(plan), reader.opinions(book(filled)))
    assert db.import_opinions(plan, changes) == (0, 1)
    assert db.opinion(plan, 1).decision == "partly"

    other = [*ROWS[:1], [*ROWS[1][:4], "不列入", "不采纳", "资金不足"], *ROWS[2:]]
    changes = compare_opinions(db.opinions(plan), reader.opinions(book(other)))
    assert [(fault.row, fault.code) for fault in changes.faults] == [(2, "other_content")]
    assert compare_opinions(db.opinions(plan), reader.opinions(book(other)), "keep").skipped == 4
    changes = compare_opinions(db.opinions(plan), reader.opinions(book(other)), "replace")
    assert db.import_opinions(plan, changes) == (0, 1) and db.opinion(plan, 1).decision == "not"


def test_an_import_is_all_or_nothing(db):
    plan = db.plan().id
    changes = compare_opinions((), FormReader.of(db, plan).opinions(book(ROWS)))
    broken = replace(changes, fresh=(*changes.fresh, Opinion("修路", decision="not")))
    with pytest.raises(InputError):
        db.import_opinions(plan, broken)
    assert db.opinions(plan) == ()


def test_points_of_a_workbook_know_their_village(db):
    reader = FormReader.of(db, db.plan().id)
    x, y = 35502500.0, 3400500.0
    east, north = gpd.GeoSeries([shapely.Point(x, y)], crs=4523).to_crs(4490).iloc[0].coords[0]
    for headers, given in ((("X", "Y"), (x, y)), (("经度", "纬度"), (east, north))):
        (opinion,) = reader.opinions(book([["意见", *headers], ["修桥", *given]])).opinions
        assert (opinion.unit_code, opinion.subject) == ("510799102201", "point")
        assert opinion.point == pytest.approx((x, y), abs=0.01)


def test_questionnaires_are_kept_once_and_counted(db):
    rows = [
        ["问卷编号", "村", "您最关心什么（多选）", "对道路是否满意"],
        ["A1", "新桥村", "交通;养老", "满意"],
        ["A2", "石坝村", "灌溉", "不满意"],
    ]
    reader = FormReader.of(db)
    found = reader.questionnaires(book(rows))
    new = compare_questionnaires(found, db.questionnaire_contents())
    assert db.import_questionnaires(new) == 2
    again = compare_questionnaires(found, db.questionnaire_contents())
    assert (len(again.questionnaires), again.skipped, again.faults) == (0, 2, ())
    rows[1][3] = "不满意"
    other = compare_questionnaires(reader.questionnaires(book(rows)), db.questionnaire_contents())
    assert [(fault.row, fault.code) for fault in other.faults] == [(2, "other_content")]
    counts = db.topic_counts()
    assert counts.loc["510799101"].to_dict() == {"questionnaires": 1, "transport": 2, "public_services": 1, "water": 0}
    # Coding is no matter of content: the same workbook coded otherwise is still the same.
    rows[1][3] = "满意"
    recoded = reader.questionnaires(book(rows), Mappings({"对道路是否满意": QuestionRule("governance")}))
    assert recoded.answers["topic"].eq("governance").sum() == 2
    assert compare_questionnaires(recoded, db.questionnaire_contents()).skipped == 2


def test_opinions_entered_by_hand_come_back_from_a_form(db):
    """They have a mark, each its own, so that the register that goes out adds nothing when it returns."""
    plan = db.plan().id
    for _ in range(2):
        db.add_opinion(plan, Opinion("修桥", "水利局", "department"))
    first, second = db.opinions(plan)
    assert first.key and second.key and first.key != second.key
    rows = [
        ["部门", "意见", "回复", "标识"],
        *(["水利局", "修桥", f"回复{n}", one.key] for n, one in enumerate((second, first))),
    ]
    found = FormReader.of(db, plan).opinions(book(rows))
    changes = compare_opinions(db.opinions(plan), found)
    assert not changes.fresh and [(old.number, new.reply) for old, new in changes.updated] == [
        (2, "回复0"),
        (1, "回复1"),
    ]
    # What was taken back right after it was entered does not stand in the way of the same row in a workbook.
    for number in (1, 2):
        db.change_opinion(plan, number, {"withdrawn": "误录"})
    assert len(compare_opinions(db.opinions(plan), FormReader.of(db, plan).opinions(book(rows[:2]))).fresh) == 1


def test_a_change_that_was_undone_is_said_to_be(db):
    """The report names the step that answers an opinion; one that is no longer in the plan says so."""
    plan, unit = db.plan().id, "510799101"
    rows = {"1": DistrictRow("1", "东片"), "2": DistrictRow("2", "西片")}
    db.apply_edit(plan, "township", difference(Scheme(), Scheme({unit: "1"}, rows), "paint"))
    moved = db.apply_edit(plan, "township", Edit("move units", {unit: ("1", "2")}))
    db.add_opinion(plan, Opinion("划入西片", "观桥镇", "township", edit_id=moved, decision="adopted", reply="已改"))
    assert "已撤销" not in read_county(db).edits[moved]
    db.undo(plan, "township")
    assert "已撤销" in read_county(db).edits[moved]
    db.apply_edit(plan, "township", Edit("move units", {unit: ("1", "")}))  # another branch: redo is gone
    assert "已撤销" in read_county(db).edits[moved]


def test_an_opinion_is_not_done_while_the_edit_that_answers_it_is_undone(db) -> None:
    plan, today = db.plan().id, date(2026, 11, 29)
    districts = {code: DistrictRow(code) for code in ("1", "2")}
    first, second = TOWNSHIPS
    before = Scheme({first: "1", second: "2"}, districts, {})
    db.apply_edit(plan, "township", difference(Scheme({}, {}, {}), before, "save assignment"))
    move = difference(before, Scheme({first: "1", second: "1"}, districts, {}), "move units")
    moved = db.apply_edit(plan, "township", move)
    db.add_opinion(plan, Opinion("并入东片", edit_id=moved, decision="adopted", reply="已改"))
    assert state(db.opinion(plan, 1), today) == "done" and not warnings(db.opinion(plan, 1), today)
    db.undo(plan, "township")
    assert db.edits_done(plan) == {entry.id for entry in db.steps_done(plan, "township")}
    (said,) = warnings(db.opinion(plan, 1), today)
    assert state(db.opinion(plan, 1), today) == "decided" and "was undone" in str(said)
    db.redo(plan, "township")
    assert state(db.opinion(plan, 1), today) == "done"
    db.undo(plan, "township")
    row = db.scheme(plan, "township").districts["1"]
    lock = {"1": (row, replace(row, locked=True))}
    db.apply_edit(plan, "township", Edit("lock districts", {}, lock, {}))  # the history goes another way
    assert state(db.opinion(plan, 1), today) == "decided"
    db.change_opinion(plan, 1, {"change": "见图"})
    assert state(db.opinion(plan, 1), today) == "done"


def test_opinions_imported_again_are_found_though_a_returned_round_moved_their_number(db) -> None:
    plan = db.plan().id
    rows = [["提出单位", "意见内容", "轮次"], ["民政局", "修桥", "2"], ["民政局", "修桥", "1"], ["农业局", "改渠", "2"]]
    found = FormReader.of(db, plan).opinions(book(rows))
    changes = compare_opinions((), found)
    assert [one.round for one in changes.fresh] == [2, 1, 2]
    db.import_opinions(plan, changes)
    db._run("UPDATE opinion SET round = 3 WHERE round = 2")  # as a returned first round does
    again = compare_opinions(db.opinions(plan), found)
    assert (again.fresh, again.updated, again.skipped, again.faults) == ((), (), 3, ())
