"""Moves by hand and their figures, against counts made another way."""

from __future__ import annotations

import random

import pytest
from drawing_sheets import districts, grid
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from village_planner.core.drawing.edits import DistrictRow
from village_planner.core.drawing.sheet import (
    Sheet,
    Unit,
    move,
    pieces,
    problems,
    tallies,
)
from village_planner.core.errors import InputError


def parts(sheet: Sheet, inside: list[str]) -> list[tuple[str, ...]]:
    """Connected parts by scipy, the oracle."""
    place = {code: number for number, code in enumerate(inside)}
    pairs = [(place[a], place[b]) for a in inside for b in sheet.neighbours[a] if b in place]
    matrix = coo_matrix(([1] * len(pairs), tuple(zip(*pairs)) or ([], [])), shape=(len(inside), len(inside)))
    count, labels = connected_components(matrix, directed=False)
    return [tuple(sorted(code for code in inside if labels[place[code]] == label)) for label in range(count)]


def test_move_leaves_the_old_assignment_alone() -> None:
    sheet = grid(3, 1)
    before = {"0-0": "1", "1-0": "1", "2-0": "2"}
    after = move(sheet, before, districts("1", "2"), ["1-0", "2-0"], "2")
    assert after == {"0-0": "1", "1-0": "2", "2-0": "2"}
    assert before == {"0-0": "1", "1-0": "1", "2-0": "2"}
    assert move(sheet, after, districts("1", "2"), ["1-0"], "") == {"0-0": "1", "2-0": "2"}


@pytest.mark.parametrize(
    ("units", "district", "code"),
    [
        (["0-0"], "1", "nothing_to_move"),
        ([], "1", "nothing_to_move"),
        (["9-9"], "1", "unknown_unit"),
        (["0-0"], "7", "unknown_district"),
        (["0-0"], "3", "locked_district"),
        (["2-0"], "1", "locked_district"),
    ],
)
def test_refused_moves_say_why(units: list[str], district: str, code: str) -> None:
    known = {**districts("1", "2"), "3": DistrictRow("3", locked=True)}
    with pytest.raises(InputError) as caught:
        move(grid(3, 1), {"0-0": "1", "1-0": "2", "2-0": "3"}, known, units, district)
    assert caught.value.code == code


def test_a_village_never_leaves_its_township_district() -> None:
    sheet = grid(4, 1, parents=True)
    assignment = {"0-0": "1-01", "1-0": "1-01", "2-0": "2-01", "3-0": "2-01"}
    with pytest.raises(InputError) as caught:
        move(sheet, assignment, districts("1-01", "2-01", parent=True), ["0-0", "3-0"], "1-01")
    assert caught.value.code == "crosses_parent"
    assert "30村" in str(caught.value) and "00村" not in str(caught.value)


def test_problems_name_the_units() -> None:
    sheet = grid(4, 1, parents=True)
    assignment = {"0-0": "1-01", "2-0": "1-01", "3-0": "1-02"}
    found = problems(sheet, assignment, districts("1-01", "1-02", "2-01", parent=True))
    assert [(p.kind, p.district, p.units) for p in found] == [
        ("unassigned", "", ("1-0",)),
        ("broken", "1-01", ("2-0",)),
        ("nesting", "1-01", ("2-0",)),
        ("nesting", "1-02", ("3-0",)),
        ("empty", "2-01", ()),
    ]
    assert "10村" in str(found[0].text) and "20村" in str(found[1].text)


def test_one_split_and_one_empty_district_do_not_cancel_out() -> None:
    sheet = grid(3, 1)
    found = problems(sheet, {"0-0": "1", "1-0": "2", "2-0": "1"}, districts("1", "2", "3"))
    assert sorted(p.kind for p in found) == ["broken", "empty"]


def test_villages_left_behind_when_a_township_moves() -> None:
    sheet = Sheet({"t": Unit("t", "龙潭镇", 5, 1.0)}, {}, {"t": {"1": 3, "2": 2}})
    (found,) = problems(sheet, {"t": "2"}, districts("2"))
    assert (found.kind, found.units) == ("nesting", ("t",))
    assert found.text.params["count"] == 3


def test_figures_equal_a_recount_on_random_assignments() -> None:
    """Pieces against scipy, sums against a plain loop."""
    rng = random.Random(4)
    sheet = grid(9, 7)
    known = districts("1", "2", "3", "4")
    for _ in range(50):
        assignment = {code: rng.choice("1234") for code in sheet.units if rng.random() < 0.95}
        broken = {p.units for p in problems(sheet, assignment, known) if p.kind == "broken"}
        smaller: set[tuple[str, ...]] = set()
        for tally in tallies(sheet, assignment, known):
            inside = [code for code, district in assignment.items() if district == tally.district.code]
            found = parts(sheet, inside)
            smaller |= set(found)
            assert tally.pieces == len(found)
            assert tally.units == len(inside)
            assert tally.population == sum(sheet.units[code].population for code in inside)
            mean = sum(unit.population for unit in sheet.units.values()) / len(set(assignment.values()))
            assert tally.deviation == pytest.approx(100 * (tally.population / mean - 1))
        assert broken <= smaller and len(smaller) - len(broken) == 4


def test_deviation_is_from_the_mean_of_the_parent() -> None:
    sheet = grid(4, 1, parents=True)
    assignment = {"0-0": "1-01", "1-0": "1-02", "2-0": "2-01", "3-0": "2-01"}
    found = tallies(sheet, assignment, districts("1-01", "1-02", "2-01", parent=True))
    assert [round(t.deviation or 0, 3) for t in found] == [round(100 * (100 / 100.5 - 1), 3), 0.498, 0.0]
    assert [t.deviation for t in tallies(sheet, {}, districts("1", "1-01", parent=True))] == [-100.0, -100.0]
    nobody = Sheet({"a": Unit("a", "甲", 0, 1.0)}, {"a": frozenset()})
    assert tallies(nobody, {"a": "1"}, districts("1"))[0].deviation is None


def test_pieces_are_in_a_fixed_order() -> None:
    near = grid(5, 1).neighbours
    assert pieces(["4-0", "0-0", "1-0", "3-0"], near) == [("0-0", "1-0"), ("3-0", "4-0")]
    assert pieces([], near) == []


def test_ten_thousand_units_move_and_are_counted() -> None:
    sheet = grid(100, 100)
    known = districts(*(str(number) for number in range(1, 21)))
    assignment = {code: str(1 + int(code.split("-")[0]) // 5) for code in sheet.units}
    after = move(sheet, assignment, known, [f"{x}-0" for x in range(50)], "20")
    units = {tally.district.code: tally.units for tally in tallies(sheet, after, known)}
    assert units["1"] == 495 and units["20"] == 550 and sum(units.values()) == 10_000
