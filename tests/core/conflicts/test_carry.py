"""A decision stays with its conflict on newer data, one to one, and what changed is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import affinity

from village_planner.core.conflicts.carry import CHANGED, NEW, SAME, carried_notes, carry_over, with_decisions
from village_planner.core.conflicts.ledger import conflict_keys

from .conflict_cases import CRS, cell, detect, plan

SHARE, CHANGE = 0.5, 0.01


def ledger(shapes: Sequence[Any], classes: Any = "07", rule: Any = "r", **more: Any) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(geometry=list(shapes), crs=CRS)
    frame = frame.assign(rule=rule, class_a=classes, class_b="01", **more)
    frame["area_m2"] = frame.area.round(2)
    frame["number"] = np.arange(1, len(frame) + 1)
    frame["key"] = conflict_keys(frame)
    return frame


def test_moved_a_little_stays_itself() -> None:
    before = ledger([cell(0, 0, 10, 10), cell(20, 0, 30, 10)])
    now = ledger([cell(21, 0, 31, 10), cell(0, 0, 10, 9), cell(50, 0, 60, 10)])
    carried = carry_over(now, before, SHARE, CHANGE)
    assert carried.match.tolist() == [1, 0, -1] and carried.change.tolist() == [SAME, CHANGED, NEW]
    assert carried.keys[:2].tolist() == [before["key"][1], before["key"][0]] and carried.keys[2] == now["key"][2]
    assert carried.before[:2].tolist() == [100.0, 100.0] and np.isnan(carried.before[2])
    assert len(carried.vanished) == 0


@pytest.mark.parametrize(
    "other",
    [
        ledger([cell(0, 0, 10, 10)], classes="10"),  # another class
        ledger([cell(0, 0, 10, 10)], rule="redline"),  # another rule decides now: what was decided is not about that
        ledger([cell(0, 0, 10, 4)]),  # less than half of it is left
        ledger([cell(0, 0, 30, 10)]),  # it is less than half of what it has become
        ledger([cell(6, 0, 16, 10)]),  # it lies elsewhere
    ],
)
def test_what_is_another_conflict(other: gpd.GeoDataFrame) -> None:
    carried = carry_over(other, ledger([cell(0, 0, 10, 10)]), SHARE, CHANGE)
    assert carried.change.tolist() == [NEW] and carried.vanished.tolist() == [0]


def test_an_earlier_ledger_without_keys_takes_none_away() -> None:
    shapes = [cell(0, 0, 10, 10), cell(20, 0, 30, 10)]
    now, before = ledger(shapes), ledger(shapes)
    before["key"] = [None, "kept"]
    carried = carry_over(now, before, SHARE, CHANGE)
    assert carried.change.tolist() == [SAME, SAME]
    assert carried.keys.tolist() == [now["key"][0], "kept"]


def test_one_to_one_the_larger_common_ground_first() -> None:
    before = ledger([cell(0, 0, 10, 10)])
    now = ledger([cell(0, 0, 6, 10), cell(6, 0, 10, 10)])
    assert carry_over(now, before, 0.3, CHANGE).match.tolist() == [0, -1]
    assert carry_over(before, now, 0.3, CHANGE).match.tolist() == [0]


def test_new_conflict_never_takes_the_key_of_another() -> None:
    """The old outline is drawn anew elsewhere in the ledger while its key has moved on."""
    first = ledger([cell(0, 0, 10, 10)])
    moved = ledger([cell(3, 0, 13, 10)])
    moved["key"] = carry_over(moved, first, SHARE, CHANGE).keys
    both = ledger([cell(6, 0, 16, 10), cell(0, 0, 6, 10)])
    both["key"] = [both["key"][0], first["key"][0]]  # as if its hash were the old one
    keys = carry_over(both, moved, SHARE, CHANGE).keys
    assert keys[0] == first["key"][0] and keys[1] != keys[0]


def test_other_reference_system() -> None:
    before = ledger([cell(0, 0, 100, 100)])
    carried = carry_over(ledger([cell(0, 0, 100, 100)]), before.to_crs("EPSG:4490"), SHARE, CHANGE)
    assert carried.change.tolist() == [SAME]


@pytest.mark.parametrize(("now", "before"), [(0, 1), (1, 0), (0, 0)])
def test_empty_ledgers(now: int, before: int) -> None:
    shapes = [cell(0, 0, 1, 1)]
    carried = carry_over(ledger(shapes[:now]), ledger(shapes[:before]), SHARE, CHANGE)
    assert carried.change.tolist() == [NEW] * now and len(carried.vanished) == before


def test_decisions_and_what_is_told() -> None:
    before = ledger([cell(0, 0, 10, 10), cell(20, 0, 30, 10), cell(40, 0, 50, 10)], decision=["a", "", "b"])
    before["reason"] = ["已批", None, ""]
    now = ledger([cell(0, 0, 10, 12), cell(20, 0, 30, 10), cell(70, 0, 80, 10)])
    carried = carry_over(now, before, SHARE, CHANGE)
    made = with_decisions(now, before, carried)
    assert made["decision"].tolist() == ["a", "", ""] and made["reason"].tolist() == ["已批", "", ""]
    assert made["change"].tolist() == [CHANGED, SAME, NEW] and made["own_treatment"].eq("").all()
    notes = [str(note) for note in carried_notes(carried, now, before)]
    assert "1 conflicts as before, 1 of another area, 1 new, 1 no longer there; 1 decisions" in notes[0]
    assert "1 (100.00 → 120.00 m²)" in notes[1] and "numbers in the earlier ledger: 3" in notes[2]


def test_a_whole_analysis_run_again_on_newer_data() -> None:
    b = plan("b", [cell(0, 0, 100, 100)], ["01"])
    before = detect([plan("a", [cell(0, 0, 40, 40), cell(60, 60, 90, 90)], ["07", "10"]), b]).ledger
    decided = before.assign(decision="b", reason=["一", "二"])
    newer = detect(
        [plan("a2", [cell(60, 60, 91, 90), cell(0, 0, 39.99, 40), cell(0, 90, 9, 99)], ["10", "07", "08"]), b]
    )
    carried = carry_over(newer.ledger, decided, SHARE, CHANGE)
    made = with_decisions(newer.ledger, decided, carried).set_index("class_a")
    assert made["reason"].to_dict() == {"07": "一", "10": "二", "08": ""}
    assert made["change"].to_dict() == {"07": SAME, "10": CHANGED, "08": NEW}
    again = detect([plan("a", [cell(0, 0, 40, 40), cell(60, 60, 90, 90)], ["07", "10"]), b]).ledger
    assert again["key"].tolist() == before["key"].tolist()  # the same data, the same keys, without any ledger


squares = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), unique=True, max_size=14)
jitter = st.floats(-0.9, 0.9)


@given(
    squares,
    squares,
    st.lists(st.tuples(jitter, jitter), min_size=14, max_size=14),
    st.floats(0.3, 1.0),
    st.integers(0, 3),
)
def test_matching_is_one_to_one_and_keys_are_unique(
    old: list[Any], new: list[Any], moves: list[Any], share: float, classes: int
) -> None:
    """On grids of squares that do not overlap: today's may be moved by up to nine tenths of a side."""
    before = ledger([cell(10 * x, 10 * y, 10 * x + 9, 10 * y + 9) for x, y in old])
    shapes = [
        affinity.translate(cell(10 * x, 10 * y, 10 * x + 9, 10 * y + 9), dx / 2, dy / 2)
        for (x, y), (dx, dy) in zip(new, moves)
    ]
    now = ledger(shapes, classes=["07" if i % 4 >= classes else "10" for i in range(len(shapes))])
    carried = carry_over(now, before, share, CHANGE)
    found = carried.match[carried.match >= 0]
    assert len(set(found)) == len(found)
    assert sorted([*found, *carried.vanished]) == list(range(len(before)))
    assert len(set(carried.keys)) == len(carried.keys)
    assert carried.keys[carried.match >= 0].tolist() == before["key"].to_numpy()[found].tolist()
    for i, j in enumerate(carried.match):
        common = [shapely.area(shapely.intersection(now.geometry[i], shape)) for shape in before.geometry]
        if j >= 0:
            larger = max(now.area[i], before.area[j])
            assert now["class_a"][i] == "07" and common[j] >= share * larger * (1 - 1e-6)
        elif now["class_a"][i] == "07":  # nothing that fits was left over
            fits = [k for k, area in enumerate(common) if area >= share * max(now.area[i], before.area[k]) * (1 + 1e-6)]
            assert set(fits) <= set(found)


@given(squares, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_nothing_changed_is_the_same(cells: list[Any], random: Any) -> None:
    before = ledger([cell(10 * x, 10 * y, 10 * x + 9, 10 * y + 9) for x, y in cells])
    order = list(range(len(before)))
    random.shuffle(order)
    now = before.iloc[order].reset_index(drop=True)
    carried = carry_over(now, before, SHARE, CHANGE)
    assert carried.keys.tolist() == now["key"].tolist() and set(carried.change) <= {SAME}
    assert len(carried.vanished) == 0
