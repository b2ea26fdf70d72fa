"""The ledger as a list to work through."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
from shapely.geometry import box

from village_planner.core.review.conflicts import DECIDED, OPEN, SLIVER, choose, conflicts_of, count_open


def ledger(**columns: Any) -> gpd.GeoDataFrame:
    rows = {
        "number": [1, 2, None],
        "key": ["k1", "k2", "k3"],
        "kind": "a_only",
        "rule": ["r", "r", "s"],
        "cause": ["占用红线", None, "其他"],
        "unit_code": ["v1", "v2", None],
        "plan_a": "土规",
        "class_a": "07",
        "class_name_a": "居住用地",
        "plan_b": ["城规", None, None],
        "class_b": ["01", None, None],
        "class_name_b": None,
        "constraints": None,
        "winner": "check",
        "treatment": "t",
        "exceptions": None,
        "area_m2": [10.0, 20.0, 0.5],
        "sliver": [0, 0, 1],
        "decision": ["", "a", ""],
        "own_treatment": "",
        "reason": "",
        "who": "",
    }
    return gpd.GeoDataFrame({**rows, **columns}, geometry=[box(0, 0, 1, 1), None, None], crs="EPSG:4523")


def test_rows_become_entries() -> None:
    first, second, third = conflicts_of(ledger())
    assert (first.first, first.second, first.state) == ("土规 07 居住用地", "城规 01", OPEN)
    assert (second.cause, second.second, second.state) == ("r", "", DECIDED)
    assert (third.number, third.unit_code, third.state, third.geometry) == (3, "", SLIVER, None)


def test_choosing() -> None:
    entries = conflicts_of(ledger())
    assert choose(entries) == [0, 1, 2]
    assert [choose(entries, state) for state in (OPEN, DECIDED, SLIVER)] == [[0], [1], [2]]
    assert choose(entries, rule="r", unit="v2") == [1]
    decided = conflicts_of(ledger(decision=["", "", "b"]))
    assert choose(decided, DECIDED) == [2] and choose(decided, SLIVER) == [2]


def test_open_ones_are_counted() -> None:
    assert count_open(["a", "b", "c"], [0, None, 1], {"a"}) == 1
