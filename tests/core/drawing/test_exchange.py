"""An assignment as a table: what a spreadsheet did to it is undone or named, row by row."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.drawing.exchange import NOT_CALCULATED, Line, month_and_day, plain_text, read_assignment
from village_planner.core.errors import Cancelled
from village_planner.core.statistics.gazetteer import Gazetteer
from village_planner.core.task import Task
from village_planner.database.statistics import read_rules

TOWNSHIPS = {"010799101": "观桥镇", "010799102": "石安镇"}
VILLAGES = {
    "010799101201": "新桥村",
    "010799101202": "东风村",
    "010799102201": "东风村",
    "010799102202": "石坝村",
    "010799102203": "双龙村",
}
PARENTS = {code: "1" if code.startswith("010799101") else "2" for code in VILLAGES}
GOOD = dict(zip(VILLAGES, ("1-01", "1-01", "2-01", "2-01", "2-02")))
UNITS = Gazetteer.build(
    pd.DataFrame({"code": list(TOWNSHIPS), "name": list(TOWNSHIPS.values())}),
    pd.DataFrame(
        {"code": list(VILLAGES), "name": list(VILLAGES.values()), "township_code": [code[:9] for code in VILLAGES]}
    ),
    read_rules(),
)


def lines(**changed: Any) -> list[Line]:
    """The good rows from row 2 on; `row3={"code": …}` changes one, `row9` adds one."""
    rows = {
        number: {"code": code, "district": GOOD[code], "name": VILLAGES[code]}
        for number, code in enumerate(VILLAGES, 2)
    }
    for key, values in changed.items():
        rows[int(key[3:])] = {**rows.get(int(key[3:]), {}), **values}
    return [Line(number, **row) for number, row in rows.items()]


def read(rows: list[Line], level: str = "village", **more: Any) -> Any:
    parents = PARENTS if level == "village" else {}
    return read_assignment(rows, UNITS, level, more.pop("present", {}), parents, **more)


def complaints(reading: Any) -> list[tuple[int, str]]:
    return [(bad.row, bad.kind) for bad in reading.bad]


def test_good_rows() -> None:
    reading = read(lines())
    assert reading.assignment == GOOD and not reading.bad and not reading.notes and reading.roles is None


def test_reading_tells_how_far_it_is_and_can_be_cancelled() -> None:
    told: list[float] = []
    rows = [Line(number, code=str(number), district="1-01") for number in range(250)]
    read(rows, task=Task(lambda fraction, _: told.append(fraction)))
    assert told == [0, 0.4, 0.8]
    asked = iter([False] * 20)
    with pytest.raises(Cancelled):
        read(rows, task=Task(is_cancelled=lambda: next(asked, True)))


@pytest.mark.parametrize(
    "value",
    [
        "010799101201", " 010799101201 ", "０１０７９９１０１２０１", "'010799101201", '="010799101201"', 10799101201,
        10799101201.0, "10799101201.0", "1.0799101201E+10", "0107991012010000000", "\ufeff010799101201",
    ],
)  # fmt: skip
def test_codes_that_spreadsheets_changed(value: Any) -> None:
    reading = read(lines(row2={"code": value}))
    assert reading.assignment == GOOD and not reading.bad


@pytest.mark.parametrize(
    ("changed", "kind", "said"),
    [
        ({"row2": {"code": "010799101209", "name": ""}}, "unknown_code", "010799101201"),
        ({"row2": {"code": "010799101209"}}, "unknown_code", "010799101201. Correct the code"),
        ({"row2": {"code": "510722101201", "name": ""}}, "unknown_code", "another county"),
        ({"row2": {"code": "1.07991E+10"}}, "cut_code", "cut off its last digits"),
        ({"row2": {"code": None}}, "missing_code", "Give it the code of 010799101201"),
        ({"row2": {"code": "010799101"}}, "other_level", "is a township"),
        ({"row2": {"name": "石坝村"}}, "code_and_name_differ", "010799102202 石安镇 石坝村"),
        ({"row2": {"district": ""}}, "no_district", "has no district"),
        ({"row2": {"district": float("nan")}}, "no_district", "has no district"),
        ({"row2": {"district": datetime.datetime(2026, 1, 2)}}, "district_is_date", "1-02"),
        ({"row2": {"district": "1月2日"}}, "district_is_date", "1-02"),
        ({"row2": {"district": "2-Jan"}}, "district_is_date", "1-02"),
        ({"row2": {"district": "2-01"}}, "crosses_parent", "lies in township district 1"),
        ({"row2": {"role": "central_town"}}, "unknown_role", "central_village (中心村)"),
        (
            {"row2": {"district_name": "甲"}, "row3": {"district_name": "乙"}},
            "two_names",
            "called 乙 here and 甲 in a row above",
        ),
    ],
)  # fmt: skip
def test_each_bad_row_says_what_is_wrong_and_the_cure(changed: dict[str, Any], kind: str, said: str) -> None:
    reading = read(lines(**changed))
    row = 3 if kind == "two_names" else 2
    (bad,) = [bad for bad in reading.bad if bad.row == row]
    assert bad.kind == kind and said in str(bad.text)
    unit = list(VILLAGES)[row - 2]
    assert reading.assignment == {code: own for code, own in GOOD.items() if code != unit}
    assert read(lines(**changed), present={unit: "1-01"}).assignment == GOOD  # what is left out stays as it is


def test_repeated_code_names_the_first_row() -> None:
    reading = read(lines(row9={"code": "010799101201", "district": "1-02"}))
    assert complaints(reading) == [(9, "repeated_code")] and "row 2" in str(reading.bad[0].text)
    assert reading.assignment == GOOD


def test_units_the_table_does_not_name() -> None:
    rows = lines()[1:]
    refused = read(rows)
    assert complaints(refused) == [(0, "missing_unit")] and refused.bad[0].code == "010799101201"
    present = {"010799101201": "1-07"}
    assert read(rows, missing="keep", present=present).assignment == {**GOOD, **present}
    without = {code: own for code, own in GOOD.items() if code not in present}
    assert read(rows, missing="unassigned", present=present).assignment == without
    emptied = read(lines(row2={"district": None}), missing="unassigned", present=present)
    assert emptied.assignment == without and not emptied.bad


def test_a_district_nobody_has_is_made_or_has_no_township_district() -> None:
    known = {"1-01": "桥东片区", "2-01": "", "2-02": ""}
    reading = read(lines(row2={"district": "9-99"}, row4={"district": "2-07"}), districts=known)
    assert complaints(reading) == [(2, "unknown_parent")] and reading.bad_rows == 1
    said = str(reading.bad[0].text)
    assert "no township district 9" in said and "1-01 桥东片区" in said
    assert [str(note) for note in reading.notes] == ["1 districts will be made: 2-07."]
    assert read(lines(row2={"district": "2-02"}, row3={"district": "1-01"}), districts=known).notes == ()
    without = read(lines()[1:], districts=known)
    assert (without.bad_rows, without.untold) == (0, 1)


def test_codes_of_another_year_are_read_by_name() -> None:
    old = {code: f"0107991{9 - i}120{i}" for i, code in enumerate(VILLAGES)}
    rows = [Line(i, old[code], GOOD[code], VILLAGES[code], TOWNSHIPS[code[:9]]) for i, code in enumerate(VILLAGES, 2)]
    reading = read(rows, missing="keep")
    assert reading.vintage and complaints(reading)[0] == (0, "other_vintage") and len(reading.bad) == 6
    assert "5 rows have names of the county" in str(reading.bad[0].text) and not reading.assignment
    by_name = read(rows, by_name=True)
    assert by_name.assignment == GOOD and not by_name.bad
    # 东风村 is in both townships: without the township it is not certain.
    blind = read([Line(row.number, None, row.district, row.name) for row in rows], by_name=True, missing="keep")
    assert complaints(blind) == [(3, "ambiguous_name"), (4, "ambiguous_name")]


def test_names_that_nobody_knows_get_the_nearest() -> None:
    reading = read([Line(2, None, "1-01", "新桥儿村")], by_name=True, missing="keep")
    assert complaints(reading) == [(2, "unknown_name")] and reading.bad[0].near[0].code == "010799101201"


def test_locked_districts_hold() -> None:
    present = {**GOOD, "010799102202": "2-02"}
    reading = read(lines(), present=present, locked={"2-02"})
    assert complaints(reading) == [(5, "locked_district")] and reading.assignment == present
    gone = read(lines()[:4], present=GOOD, locked={"2-02"}, missing="unassigned")
    assert gone.assignment == GOOD and "stay in their locked district" in str(gone.notes[0])


def test_totals_and_empty_rows_are_passed_over() -> None:
    more = {"row8": {"code": "", "name": "合计", "district": ""}, "row9": {"code": None}}
    reading = read(lines(**more))
    assert reading.assignment == GOOD and not reading.bad and "1 rows of totals" in str(reading.notes[0])


def test_names_and_roles_come_along() -> None:
    rows = lines(row2={"district_name": "东片", "role": "中心村"}, row3={"role": "一般村"})
    reading = read(rows, has_roles=True)
    assert reading.names == {"1-01": "东片"}
    assert reading.roles == {**dict.fromkeys(GOOD, ""), "010799101201": "central_village"}


def test_plain_text_and_dates() -> None:
    assert [plain_text(value) for value in (None, float("nan"), 1.0, 1, "1.0", "1-01", " 3 ")] == [
        "", "", "1", "1", "1", "1-01", "3",
    ]  # fmt: skip
    assert [month_and_day(text) for text in ("1-01", "13-01", "2", "2-Foo", "2026-01-02 00:00:00")] == [
        None, None, None, None, (1, 2),
    ]  # fmt: skip


@settings(max_examples=20)
@given(st.data())
def test_nothing_is_lost_and_nothing_is_invented(data: Any) -> None:
    """Whatever rows come in whatever order: the good ones hold, every other one is named."""
    codes = st.sampled_from([*VILLAGES, *TOWNSHIPS, "999", ""])
    districts = st.sampled_from(["1-01", "1-02", "2-01", "2-02", ""])
    drawn = data.draw(st.lists(st.tuples(codes, districts), max_size=12))
    rows = [Line(number, code, district) for number, (code, district) in enumerate(drawn, 2)]
    reading = read(rows, missing="keep")
    seen: set[str] = set()
    wrong = set()
    for row in rows:
        if row.code not in VILLAGES or row.code in seen:
            wrong |= {row.number} if row.code or row.district else set()
        seen.add(row.code)
    for code, district in reading.assignment.items():
        assert any(row.code == code and row.district == district for row in rows)
    inside: dict[str, set[str]] = {}
    for code, district in reading.assignment.items():
        inside.setdefault(district, set()).add(PARENTS[code])
    assert all(len(parents) == 1 for parents in inside.values())
    named = {bad.row for bad in reading.bad}
    assert wrong <= named
    first = {row.code: row for row in reversed(rows)}
    for code in reading.given:
        assert first[code].number not in named
    for row in rows:
        taken = row.code in reading.given and first[row.code] is row
        quiet = not row.district and ((row.code in VILLAGES and first[row.code] is row) or not row.code)
        assert taken or quiet or row.number in named


@pytest.mark.parametrize("cell", ["district", "code", "name", "district_name"])
def test_a_formula_without_result_is_no_district(cell: str) -> None:
    for value in ("#N/A", "#ref!", NOT_CALCULATED):
        reading = read(lines(row2={cell: value}), missing="keep", present=GOOD)
        assert complaints(reading) == [(2, "formula_error")] and reading.assignment == GOOD


def test_names_and_codes_keep_their_signs() -> None:
    """城北（一）片区 stays as it is written, a code in full-width signs is the plan's own."""
    rows = lines(**{f"row{number}": {"district": "１-01", "district_name": "城北（一）片区"} for number in (2, 3)})
    reading = read(rows, present={**GOOD, "010799101201": "１-01", "010799101202": "１-01"})
    assert reading.names == {"１-01": "城北（一）片区"} and reading.assignment["010799101201"] == "１-01"
