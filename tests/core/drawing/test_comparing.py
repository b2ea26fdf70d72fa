"""Two states beside each other: against a count done by hand."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.drawing.comparing import compare_schemes
from village_planner.core.drawing.edits import CentreRow, DistrictRow, Scheme
from village_planner.core.drawing.figures import DistrictFigures, Figures
from village_planner.core.drawing.sheet import Sheet, Unit
from village_planner.core.partition.objective import Terms
from village_planner.core.tables.plan_comparison import MOVED, comparison_report

CODES = [f"v{number}" for number in range(8)]
SHEET = Sheet({code: Unit(code, code.upper(), 100 + 10 * i, 1e6 + i, "t", "镇") for i, code in enumerate(CODES)}, {})


def scheme(text: str, **roles: str) -> Scheme:
    """ "11122233" puts the units in their order into districts; "-" is none."""
    assignment = {code: own for code, own in zip(CODES, text) if own != "-"}
    return Scheme(
        assignment,
        {code: DistrictRow(code) for code in sorted(set(assignment.values()))},
        {unit: CentreRow(role) for unit, role in roles.items()},
    )


def figures(given: Scheme) -> Figures:
    districts = []
    for code in given.districts:
        inside = [SHEET.units[unit] for unit, own in given.assignment.items() if own == code]
        people, area = sum(unit.population for unit in inside), sum(unit.area_m2 for unit in inside)
        districts.append(DistrictFigures(code, "", len(inside), people, 0.0, area, 1, 1.0, 1.0))
    return Figures(tuple(districts), len(CODES) - len(given.assignment), Terms(1, 1, 1, 0, 0, 1.5), -3.0, "1")


def compared(first: Scheme, second: Scheme) -> Any:
    return compare_schemes(SHEET, first, second, (figures(first), figures(second)))


def test_a_renumbering_moves_nobody() -> None:
    found = compared(scheme("11122233"), scheme("22233311"))
    assert not found.moved and found.renumbered == 3 and found.twin == {"2": "1", "3": "2", "1": "3"}
    assert "0 units with 0 people" in str(found.summary()) and "3 districts have another number" in str(found.summary())
    same = compared(scheme("111222--"), scheme("111222--"))
    assert str(same.summary()) == "Both are the same."


def test_moved_units_and_matched_districts() -> None:
    found = compared(scheme("11122233", v0="central_village"), scheme("1112443-", v1="central_village"))
    # 4 holds v4 and v5 of 2 (more people than the 2 that stays with v3): it corresponds to 2, and the new 2 is new.
    assert [(unit.code, unit.before, unit.after, unit.into) for unit in found.moved] == [
        ("v3", "2", "2", ""),
        ("v7", "3", "", ""),
    ]
    assert found.people == 130 + 170 and found.centres == ("v0", "v1")
    rows = [(p.first.code if p.first else "", p.second.code if p.second else "", p.kept, p.left, p.joined)
            for p in found.districts]  # fmt: skip
    assert rows == [("1", "1", 3, 0, 0), ("2", "4", 2, 1, 0), ("3", "3", 1, 1, 0), ("", "2", 0, 0, 1)]
    total = {item.key: (item.first, item.second, item.difference) for item in found.totals}
    assert total["districts"] == (3, 4, 1) and total["unassigned"] == (0, 1, 1) and total["deviation"] == (3, 3, 0)


@settings(max_examples=50)
@given(st.text("123-", min_size=8, max_size=8), st.text("1234-", min_size=8, max_size=8))
def test_what_moves_is_what_districts_lose_and_gain(first: str, second: str) -> None:
    one, other = scheme(first), scheme(second)
    found = compared(one, other)
    moved = {unit.code for unit in found.moved}
    stay = {
        code
        for code in CODES
        if found.twin.get(other.assignment.get(code, ""), "" if code not in other.assignment else None)
        == one.assignment.get(code, "")
    }
    assert moved == set(CODES) - stay
    assert sum(pair.left for pair in found.districts) == sum(code in one.assignment for code in moved)
    assert sum(pair.joined for pair in found.districts) == sum(code in other.assignment for code in moved)
    assert sum(pair.kept for pair in found.districts) == sum(code in one.assignment for code in stay)
    report = comparison_report(found, "village", ("甲案", "乙案"), "县", "", "")
    (table,) = [table for table in report.tables if table.id == MOVED]
    assert table.rows[-1].values["people"] == found.people and len(table.rows) == len(moved) + 1
