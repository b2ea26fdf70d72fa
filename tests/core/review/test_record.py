"""The record in sentences: every kind the code writes has one, and none is left out."""

from __future__ import annotations

import ast
import csv
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from village_planner.core.catalogue import load_catalogue
from village_planner.core.review.record import Entry, _titles, choose, entries_of
from village_planner.core.tables.record import record_csv, record_line, record_report
from village_planner.paths import catalogue_files

PACKAGE = Path(__file__).resolve().parents[3] / "village_planner"
NAMES = {
    **{"510700101": "龙潭镇", "510700101200": "石桥村", "510700101201": "青山村"},
    **{"transport": "交通", "suburban": "城郊融合类", "clustering": "集聚建设类", "parcel": "地类图斑"},
}


def entry(what: str, before: Any = None, after: Any = None) -> Entry:
    texts = [None if side is None else json.dumps(side, ensure_ascii=False) for side in (before, after)]
    rows = pd.DataFrame(
        [(1, "2026-11-29T08:00:00Z", "张三", what, *texts)], columns=["fid", "made", "who", "what", "before", "after"]
    )
    (found,) = entries_of(rows, NAMES)
    return found


def told(found: Entry) -> tuple[str, str, str]:
    return str(found.text), str(found.before), str(found.after)


@pytest.mark.parametrize(
    ("what", "before", "after", "expected"),
    [
        (
            "move units",
            {"plan": 1, "level": "village", "units": {"510700101200": "1-01", "510700101201": None}},
            {"plan": 1, "level": "village", "units": {"510700101200": "1-02", "510700101201": "1-02"}},
            ("Units moved: 2 villages to 1-02", "石桥村 1-01、青山村 –", "石桥村 1-02、青山村 1-02"),
        ),
        (
            "undo paint",
            {"plan": 1, "level": "township", "units": {"510700101": "2"}},
            {"plan": 1, "level": "township", "units": {"510700101": "1"}},
            ("Undone: Units painted: 1 townships to 1", "龙潭镇 2", "龙潭镇 1"),
        ),
        (
            "sign",
            {"plan": 1, "round": 1, "participant": "县民政局", "verdict": "disagree", "signed_by": "李四"},
            {"plan": 1, "round": 1, "participant": "县民政局", "verdict": "agree", "signed_by": "李四"},
            ("Signed: round 1, 县民政局", "verdict: disagrees", "verdict: in favour"),
        ),
        (
            "close round",
            None,
            {"plan": 1, "round": 2, "name": "部门联合会审", "outcome": "returned", "note": "", "status": "draft"},
            ("Round closed: round 2, 部门联合会审", "", "outcome: returned; status of the plan: draft"),
        ),
        (
            "update district",
            {"plan": 1, "level": "village", "district": "1-01", "locked": 0},
            {"plan": 1, "level": "village", "district": "1-01", "locked": 1},
            ("District changed: 1-01", "locked: no", "locked: yes"),
        ),
        (
            "update district",
            {"plan": 1, "level": "village", "district": "1-01", "name": "东片"},
            {"plan": 1, "level": "village", "district": "1-01", "name": "西片"},
            ("District changed: 1-01", "name: 东片", "name: 西片"),
        ),
        (
            "change opinion",
            {"plan": 1, "opinion": 3, "round": 1},
            {"plan": 1, "opinion": 3, "round": 2},
            ("Opinion changed: 3", "round: 1", "round: 2"),
        ),
        ("print", None, {"plan": 1, "output": "atlas"}, ("Printed: atlas", "", "")),
        ("something new", None, {"plan": 1, "depth": [1, 2]}, ("something new", "", "depth: 1, 2")),
        (
            "rename district",
            {"plan": 1, "level": "village", "units": {}, "districts": {"1-01": {"code": "1-01", "name": "甲"}}},
            {"plan": 1, "level": "village", "units": {}, "districts": {"1-01": {"code": "1-01", "name": "乙"}}},
            ("District renamed", "districts: 1-01 (name: 甲)", "districts: 1-01 (name: 乙)"),
        ),
        (
            "create district",
            {"plan": 1, "level": "village", "districts": {"1-03": None}},
            {"plan": 1, "level": "village", "districts": {"1-03": {"code": "1-03", "name": "丙", "locked": False}}},
            ("District created", "districts: 1-03 –", "districts: 1-03 (name: 丙)"),
        ),
        (
            "move centre",
            {
                "plan": 1,
                "level": "village",
                "centres": {"510700101200": {"role": "central_village"}, "510700101201": None},
            },
            {
                "plan": 1,
                "level": "village",
                "centres": {"510700101200": None, "510700101201": {"role": "central_village"}},
            },
            (
                "Centre moved",
                "centres: 石桥村 (central village), 青山村 –",
                "centres: 石桥村 –, 青山村 (central village)",
            ),
        ),
        (
            "save centres",
            {"plan": 1, "level": "township", "centres": {}},
            {"plan": 1, "level": "township", "centres": {"510700101": "sub_central_town"}},
            ("Centres saved", "", "centres: 龙潭镇 sub-central town"),
        ),
        (
            "save village types",
            {"plan": 1, "types": {"510700101200": "suburban", "510700101201": "suburban"}},
            {"plan": 1, "types": {"510700101200": "suburban", "510700101201": "clustering"}},
            ("Village types saved", "village types: 青山村 城郊融合类", "village types: 青山村 集聚建设类"),
        ),
        (
            "change opinion",
            {"plan": 1, "opinion": 3, "topic": "", "decision": ""},
            {"plan": 1, "opinion": 3, "topic": "transport", "decision": "partly"},
            ("Opinion changed: 3", "", "decision: partly adopted; topic: 交通"),
        ),
        (
            "save result",
            None,
            {"plan": 2, "kind": "score", "level": "village", "result": 5, "rows": 2772},
            ("Result saved: scores", "", "rows: 2,772; level: villages"),
        ),
        ("import", None, {"layers": {"parcel": "DLTB"}}, ("Layers imported", "", "layers: 地类图斑 DLTB")),
        ("add projects", None, ["P1", "P2"], ("Projects added", "", "P1, P2")),
    ],
    ids=str.split(
        "moved undone signed closed locked called round printed unknown renamed "
        "created centre centres types coded result import list"
    ),
)
def test_entries_are_told_in_sentences(what: str, before: Any, after: Any, expected: tuple[str, str, str]) -> None:
    assert told(entry(what, before, after)) == expected


def test_whatever_json_holds_is_told() -> None:
    for odd in ("text", 3, 2.5, True, [], [[1, {"a": None}]], {"a": {"b": [1]}}, {"units": []}, {"plan": "x"}, {}):
        found = entry("odd {what}", odd, odd)
        assert str(found.text).startswith("odd {what}") and isinstance(str(found.before) + str(found.after), str)


def literals() -> set[str]:
    """Every literal that the package hands to `record(who, what, …)`."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if ".record(" in text else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record":
                given = node.args[1:2]
                found |= {one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return found


def test_every_kind_that_is_written_has_a_sentence() -> None:
    assert "create plan" in literals() and not literals() - set(_titles())


def test_filters_and_plans() -> None:
    rows = pd.DataFrame(
        [
            (1, "2026-11-01T08:00:00Z", "甲", "create plan", None, '{"plan": 1}'),
            (2, "2026-11-02T08:00:00Z", "乙", "sign", None, '{"plan": 2}'),
            (3, "2026-11-03T08:00:00Z", "甲", "import", None, "not json"),
        ],
        columns=["fid", "made", "who", "what", "before", "after"],
    )
    assert [found.key for found in entries_of(rows, {})] == ["3", "2", "1"]
    own = entries_of(rows, {}, plan=1)
    assert [found.key for found in own] == ["3", "1"] and str(own[0].after) == "not json"
    assert choose(own, group="plan") == [1]
    assert choose(own, who="甲", since="2026-11-02") == [0]


FORM = load_catalogue(*catalogue_files("tables"))["review_record"]


def test_the_table_and_the_text_hold_every_entry() -> None:
    entries = [entry("sign", None, {"plan": 1, "participant": "县民政局", "verdict": "agree"})] * 3
    lines = [record_line(one, str) for one in entries]
    (table,) = record_report(lines, FORM, "三台县", "甲", chosen=True).tables
    assert [row.values["number"] for row in table.rows] == ["1", "2", "3"]
    assert table.title == FORM["title"]["zh"] and "筛选" in table.notes[-1]
    rows = list(csv.reader(io.StringIO(record_csv(lines, [one.raw for one in entries], FORM))))
    assert len(rows) == 4 and json.loads(rows[1][-1])["verdict"] == "agree"
    assert rows[0][: len(table.columns)] == [column.heads[-1] for column in table.columns]
    written = record_csv([record_line(entry("=1+1"), str)], [("", "")], FORM)
    assert list(csv.reader(io.StringIO(written)))[1][3] == "'=1+1"  # what somebody wrote runs in no spreadsheet
