"""Making, naming, locking, splitting and dissolving districts, and restoring contiguity."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from drawing_sheets import columns_drawn, connected, frame_of, grid, recount, scheme
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.drawing.colours import PALETTE
from village_planner.core.drawing.contiguity import FORBID, not_mended, restore_contiguity
from village_planner.core.drawing.costs import EVEN, Costs
from village_planner.core.drawing.districts import (
    create_district,
    dissolve_district,
    free_code,
    lock_districts,
    rename_district,
    split_district,
)
from village_planner.core.drawing.edits import CentreRow, DistrictRow, Scheme, apply, inverse
from village_planner.core.drawing.figures import DrawingFigures
from village_planner.core.errors import InputError
from village_planner.core.partition.problem import Rules

FIELD = grid(5, 4, without=[(1, 1), (3, 2)])


def code_of(call: Any, *args: Any, **named: Any) -> str:
    with pytest.raises(InputError) as caught:
        call(*args, **named)
    return caught.value.code


def test_a_new_district_has_the_next_code_a_name_and_a_colour_of_its_own() -> None:
    sheet = grid(4, 1, parents=True)
    before = Scheme({}, {"1-01": DistrictRow("1-01", "第1-01片区", "", "1", PALETTE[0])})
    (change,) = create_district(sheet, before, "1", function=" 产业 ").districts.values()
    assert change == (None, DistrictRow("1-02", "第1-02片区", "产业", "1", PALETTE[1]))
    assert free_code(before) == "1"
    assert code_of(create_district, sheet, before, "3") == "unknown_parent"
    assert code_of(create_district, sheet, before) == "unknown_parent"
    assert code_of(create_district, sheet, before, "1", name="第1-01片区") == "duplicate_name"
    assert code_of(create_district, sheet, before, "1", colour="red") == "bad_colour"


def test_renaming_and_locking_change_only_what_is_said() -> None:
    before = scheme({"0-0": "1", "1-0": "2"}, locked=["2"])
    edit = rename_district(before, "1", name="龙潭片区", colour="#102030")
    assert apply(before, edit).districts["1"] == DistrictRow("1", "龙潭片区", colour="#102030")
    assert not rename_district(before, "1", name="")
    assert code_of(rename_district, before, "3") == "unknown_district"
    edit = lock_districts(before, ["1", "2"])
    assert (edit.what, set(edit.districts)) == ("lock districts", {"1"})
    assert set(lock_districts(before, ["1", "2"], False).districts) == {"2"}


def test_selected_units_become_a_district() -> None:
    sheet = grid(4, 1)
    before = scheme(columns_drawn(sheet, 3), "1", "2", locked=["2"])
    after = apply(before, split_district(sheet, before, "1", ["2-0"]))
    assert after.assignment["2-0"] == "3" and set(after.districts) == {"1", "2", "3"}
    assert code_of(split_district, sheet, before, "1", ["0-0", "1-0", "2-0"]) == "split_units"
    assert code_of(split_district, sheet, before, "1", ["3-0"]) == "split_units"
    assert code_of(split_district, sheet, before, "1", ["1-0"], guard=FORBID) == "breaks_district"
    assert code_of(split_district, sheet, before, "2") == "locked_district"
    assert code_of(split_district, grid(5, 1), scheme({"0-0": "1", "2-0": "1", "4-0": "1"}), "1") == "split_broken"
    assert code_of(split_district, sheet, scheme({"0-0": "1"}), "1") == "split_broken"


def test_the_part_with_the_centre_keeps_the_code() -> None:
    sheet = grid(4, 1)
    before = Scheme(dict.fromkeys(sheet.units, "1"), {"1": DistrictRow("1")}, {"0-0": CentreRow("central_town")})
    assert split_district(sheet, before, "1").units == {"2-0": ("1", "2"), "3-0": ("1", "2")}


@settings(max_examples=8, deadline=None)
@given(st.sets(st.sampled_from(sorted(FIELD.units)), min_size=2, max_size=9))
def test_halves_are_connected_and_as_even_as_any(units: set[str]) -> None:
    """Against every way of dividing the units in two: the first of the bands that one of them keeps is kept."""
    people = {unit: FIELD.units[unit].population for unit in units}
    total = sum(people.values())
    first, *rest = sorted(units)
    off = []
    for size in range(len(rest)):
        for more in itertools.combinations(rest, size):
            part = {first, *more}
            if all(len(connected(side, FIELD.neighbours)) == 1 for side in (part, units - part)):
                off.append(abs(100 * (2 * sum(people[unit] for unit in part) / total - 1)))
    found = Costs.of_sheet(FIELD).halves(units)
    if not off:
        assert found is None
        return
    assert found is not None and set(found[0]) | set(found[1]) == units and not set(found[0]) & set(found[1])
    assert all(len(connected(side, FIELD.neighbours)) == 1 for side in found)
    band = next(limit for limit in EVEN if limit is None or min(off) <= limit + 1e-6)
    own = abs(100 * (2 * sum(people[unit] for unit in found[0]) / total - 1))
    assert band is None or own <= band + 1e-6


def test_a_dissolved_district_goes_to_its_neighbours_or_to_nothing() -> None:
    sheet = grid(6, 1, parents=True)
    drawn = dict(zip(sheet.units, ("1-01", "1-02", "1-02", "2-01", "2-01", "2-02")))
    before = scheme(drawn, parent=True)
    after = apply(before, dissolve_district(sheet, before, "1-02"))
    assert [after.assignment[unit] for unit in ("0-0", "1-0", "2-0")] == ["1-01"] * 3 and "1-02" not in after.districts
    edit = dissolve_district(sheet, before, "1-02", "nothing")
    after = apply(before, edit)
    assert set(after.assignment) == {"0-0", "3-0", "4-0", "5-0"} and apply(after, inverse(edit)) == before
    locked = scheme(drawn, parent=True, locked=["1-01"])
    assert code_of(dissolve_district, sheet, locked, "1-01") == "locked_district"
    assert code_of(dissolve_district, sheet, locked, "1-02") == "no_neighbour"


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_dissolving_leaves_no_unit_and_breaks_nothing(data: st.DataObject) -> None:
    seeds = data.draw(st.lists(st.sampled_from(sorted(FIELD.units)), min_size=3, max_size=4, unique=True))
    drawn = {unit: str(1 + number) for number, unit in enumerate(seeds)}
    while len(drawn) < len(FIELD.units):
        for unit in sorted(set(FIELD.units) - set(drawn)):
            near = sorted({drawn[other] for other in FIELD.neighbours[unit] if other in drawn})
            if near:
                drawn[unit] = data.draw(st.sampled_from(near))
                break
    before = scheme(drawn, *(str(1 + n) for n in range(len(seeds))))
    after = apply(before, dissolve_district(FIELD, before, "1"))
    assert set(after.assignment) == set(FIELD.units)
    assert all(count["pieces"] == 1 for count in recount(FIELD, after.assignment, after.districts).values())
    assert all(after.assignment[unit] == code for unit, code in drawn.items() if code != "1")


def test_dissolving_by_the_objective_joins_what_is_alike() -> None:
    sheet = grid(3, 1)
    frame = frame_of(sheet).assign(A1=[0.0, 0.1, 5.0])
    rules = Rules(code="code", population="population", similarity=["A1"], weights={"similarity": 1.0})
    costs = DrawingFigures(frame, sheet.neighbours, rules).costs
    before = scheme({"0-0": "1", "1-0": "2", "2-0": "3"})
    assert dissolve_district(sheet, before, "2", costs=costs).units == {"1-0": ("2", "1")}
    assert dissolve_district(sheet, before, "2").units == {"1-0": ("2", "1")}  # fewer people
    other = DrawingFigures(frame.assign(A1=[5.0, 0.1, 0.0]), sheet.neighbours, rules).costs
    assert dissolve_district(sheet, before, "2", costs=other).units == {"1-0": ("2", "3")}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_restoring_contiguity_mends_all_that_can_be(data: st.DataObject) -> None:
    sheet = grid(6, 3, parents=True, without=[(1, 1), (4, 1)])
    drawn = {}
    for unit in sheet.units.values():
        district = data.draw(st.sampled_from([f"{unit.parent}-01", f"{unit.parent}-02", f"{unit.parent}-03", ""]))
        if district:
            drawn[unit.code] = district
    codes = [f"{parent}-0{number}" for parent in "12" for number in (1, 2, 3)]
    locked = data.draw(st.lists(st.sampled_from(codes), max_size=2))
    before = scheme(drawn, *codes, parent=True, locked=locked)
    edit = restore_contiguity(sheet, before)
    after = apply(before, edit)
    assert set(after.assignment) == set(drawn)
    for unit, (old, new) in edit.units.items():
        assert not {old, new} & set(locked) and old[0] == new[0] == sheet.units[unit].parent
    found = recount(sheet, after.assignment, codes)
    assert sum(count["cut_off"] for count in found.values()) == sum(
        len(problem.units) for problem in not_mended(sheet, after)
    )
    # What is left borders nobody who may take it.
    for problem in not_mended(sheet, after):
        around = {after.assignment.get(other) for unit in problem.units for other in sheet.neighbours[unit]}
        hosts = [code for code in around - {None, problem.district} if code[0] == problem.district[0]]
        mains = [code for code in hosts if code not in locked and _main_beside(sheet, after, code, problem.units)]
        assert problem.district in locked or not mains
    # The order in which units and districts come does not matter.
    shuffled = list(drawn.items())
    random.Random(1).shuffle(shuffled)
    again = Scheme(dict(shuffled), dict(reversed(list(before.districts.items()))))
    assert restore_contiguity(sheet, again) == edit
    assert not restore_contiguity(sheet, after)


def _main_beside(sheet: Any, plan: Scheme, code: str, piece: tuple[str, ...]) -> bool:
    inside = [unit for unit, district in plan.assignment.items() if district == code]
    largest = min(connected(inside, sheet.neighbours), key=lambda part: (-len(part), min(part)))
    return any(other in largest for unit in piece for other in sheet.neighbours[unit])


def test_a_piece_goes_where_it_costs_least() -> None:
    sheet = grid(5, 1)
    drawn = dict(zip(sheet.units, "12133"))  # 2-0 is cut off from 1: to 2 or to 3
    frame = frame_of(sheet)
    rules = Rules(code="code", population="population", similarity=["A1"], weights={"similarity": 1.0})
    for values, goal in (([0, 1, 1.1, 9, 9], "2"), ([0, 1, 8.9, 9, 9], "3")):
        costs = DrawingFigures(frame.assign(A1=[float(v) for v in values]), sheet.neighbours, rules).costs
        assert restore_contiguity(sheet, scheme(drawn), costs).units == {"2-0": ("1", goal)}


def test_what_cannot_be_mended_is_said() -> None:
    sheet = grid(3, 1)
    drawn = {"0-0": "1", "1-0": "2", "2-0": "1"}
    for locked, word in ((["1"], "is locked"), (["2"], "Unlock one of them")):
        plan = scheme(drawn, locked=locked)
        assert not restore_contiguity(sheet, plan)
        assert [word in str(problem.text) for problem in not_mended(sheet, plan)] == [True]
    plan = scheme({"0-0": "1", "2-0": "1"})
    assert "exclave" in str(not_mended(sheet, plan)[0].text)
