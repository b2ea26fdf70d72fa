"""The settlement hierarchy, on a county small enough to draw, and against a plain search for the nearest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_planner.core.errors import InputError
from village_planner.core.indicators.hierarchy import (
    TIERS,
    check_hierarchy,
    seat_of_county,
    settlement_hierarchy,
)
from village_planner.core.indicators.travel import TableTravel

COUNTY = {"code": "510799", "name": "云岭县"}
TOWNS = pd.DataFrame(
    {
        "name": ["甲镇", "乙镇", "丙乡"],
        "role": ["central_town", "sub_central_town", None],
        "district": ["1", "1", "1"],
        "population": [60, 50, 40],
    },
    index=["T1", "T2", "T3"],
)
# T1: v1 (central), v2 | T2: v3 (central), v4 | T3: v5 (central), v6; village districts 1-01: v1 v2 v3 v4, 1-02: v5 v6
VILLAGES = pd.DataFrame(
    {
        "name": [f"{n}村" for n in "一二三四五六"],
        "role": ["central_village", "", "central_village", "", "central_village", None],
        "district": ["1-01", "1-01", "1-01", "1-01", "1-02", "1-02"],
        "township_code": ["T1", "T1", "T2", "T2", "T3", "T3"],
        "population": [10, 20, 30, 40, 50, 60],
    },
    index=[f"v{n}" for n in range(1, 7)],
)


def travel(place: list[float]) -> TableTravel:
    """Units along one road, villages first: minutes are the differences of their places."""
    at = np.array(place, dtype=float)
    return TableTravel(np.abs(at[:, None] - at[None, :]))


ROAD = travel([0, 4, 10, 5, 30, 31, 1, 11, 40])  # v1 … v6, T1, T2, T3


def test_the_tree_of_a_small_county() -> None:
    tree = settlement_hierarchy(TOWNS, VILLAGES, COUNTY, ROAD)
    assert tree.problems == ()
    assert tree.nodes["parent"].to_dict() == {
        "510799": "",
        "T1": "510799",
        "v1": "T1",
        "v2": "v1",  # 4 min to v1, 6 min to v3
        "T2": "510799",
        "v3": "T2",
        "v4": "v1",  # 5 min to either: the lower code
        "v5": "T2",  # T3 is no centre: 29 min to T1, 19 to T2
        "v6": "v5",
    }
    assert tree.nodes["tier"].to_dict()["v5"] == 3
    reasons = tree.nodes["reason"].map(str)
    assert reasons["v1"] == "in the township of 甲镇"
    assert reasons["v2"] == "一村 is the nearest of 2: 4.0 min, 三村 6.0 min"
    assert reasons["v4"] == "一村 and 三村 are equally near; the lower code is taken"
    assert reasons["v5"] == "乙镇 is the nearest of 2: 19.0 min, 甲镇 29.0 min"
    assert reasons["v6"] == "五村 is the only central village of village district 1-02"
    assert tree.counts() == {
        "county_seat": 1,
        "central_town": 1,
        "sub_central_town": 1,
        "central_village": 3,
        "ordinary_village": 3,
    }
    below = tree.below()
    assert below.loc["510799"].tolist() == [6, 210]
    assert below.loc["T2"].tolist() == [3, 140] and below.loc["v1"].tolist() == [3, 70]
    assert tree.children()["T2"] == ["v3", "v5"]
    assert check_hierarchy(tree.nodes, list(VILLAGES.index)) == []


def test_what_does_not_fit_is_said_and_every_village_stays() -> None:
    villages = VILLAGES.assign(role=["central_village", "", "", "", "", ""])
    tree = settlement_hierarchy(TOWNS, villages, COUNTY, ROAD)
    assert [str(problem) for problem in tree.problems] == [
        "Village district 1-02 has no central village in the township district of v5, v6: they hang on the town."
    ]
    assert tree.nodes["parent"]["v5"] == "T2" and tree.nodes["parent"]["v4"] == "v1"
    towns = TOWNS.assign(district=["1", "1", None])
    tree = settlement_hierarchy(towns, VILLAGES, COUNTY, ROAD)
    assert "Villages v5, v6 are in no township district" in str(tree.problems[0])
    assert set(VILLAGES.index) <= set(tree.nodes.index)


def test_a_parent_is_never_in_another_township_district() -> None:
    towns = TOWNS.assign(district=["1", "1", "2"], role=["central_town", "", "central_town"])
    villages = VILLAGES.assign(district="1-01")  # a village district that crosses, which a plan must not have
    tree = settlement_hierarchy(towns, villages, COUNTY, ROAD)
    assert tree.nodes["parent"]["v6"] == "v5"  # not v3, whatever the way
    assert check_hierarchy(tree.nodes, list(VILLAGES.index)) == []


def test_no_way_and_no_travel() -> None:
    apart = TableTravel(np.full((9, 9), np.inf))
    tree = settlement_hierarchy(TOWNS, VILLAGES, COUNTY, apart)
    assert "No way leads from villages v2, v4, v5" in str(tree.problems[0])
    assert tree.nodes["parent"]["v4"] == "v1" and np.isnan(tree.nodes["travel"]["v4"])
    without = settlement_hierarchy(TOWNS, VILLAGES, COUNTY, None)
    assert without.problems == () and without.nodes["parent"]["v4"] == "v1"


def test_a_plan_without_centres_is_refused() -> None:
    with pytest.raises(InputError, match="has 0 central towns and 3 central villages"):
        settlement_hierarchy(TOWNS.assign(role=""), VILLAGES, COUNTY, ROAD)


def test_check_finds_what_is_wrong() -> None:
    nodes = settlement_hierarchy(TOWNS, VILLAGES, COUNTY, ROAD).nodes
    assert "Villages v9 are not" in str(check_hierarchy(nodes, ["v1", "v9"])[0])
    twice = pd.concat([nodes, nodes.loc[["v2"]]])
    assert "Units v2 stand in the hierarchy more than once" in str(check_hierarchy(twice, [])[0])
    lost = nodes.assign(parent=nodes["parent"].where(nodes.index != "v2", "nobody"))
    assert "Units v2 belong to a unit that is not in it" in str(check_hierarchy(lost, [])[0])
    flat = nodes.assign(parent=nodes["parent"].where(nodes.index != "v2", "v4"))
    assert "Units v2 do not belong to a higher tier" in str(check_hierarchy(flat, [])[0])
    moved = nodes.assign(district=nodes["district"].where(nodes.index != "v2", "2"))
    assert "Units v2 belong to a unit of another township district" in str(check_hierarchy(moved, [])[0])


def test_where_the_county_seat_lies() -> None:
    towns = TOWNS.assign(B2=[20.0, 4.0, None], score=[0.9, 0.1, 0.2])
    assert seat_of_county(towns)[0] == "T2"
    assert seat_of_county(towns.drop(columns="B2"))[0] == "T1"
    assert seat_of_county(towns, "丙乡")[0] == "T3" and seat_of_county(TOWNS)[0] == "T1"
    with pytest.raises(InputError, match="no township has this code or name"):
        seat_of_county(towns, "丁镇")


@given(st.data())
def test_every_village_hangs_once_on_the_nearest_of_its_own(data: Any) -> None:
    n = data.draw(st.integers(2, 12))
    town_of = data.draw(st.lists(st.sampled_from(["T1", "T2", "T3"]), min_size=n, max_size=n))
    part = data.draw(st.lists(st.sampled_from(["a", "b"]), min_size=n, max_size=n))
    central = [True, *data.draw(st.lists(st.booleans(), min_size=n - 1, max_size=n - 1))]
    place = data.draw(st.lists(st.integers(0, 60), min_size=n + 3, max_size=n + 3))
    towns = TOWNS.assign(district=["1", "1", "2"], role=["central_town", "sub_central_town", "central_town"])
    district = towns["district"][town_of].to_numpy()
    villages = pd.DataFrame(
        {
            "name": "",
            "role": np.where(central, "central_village", ""),
            "district": [f"{d}-{p}" for d, p in zip(district, part)],
            "township_code": town_of,
            "population": 1,
        },
        index=[f"v{i:02d}" for i in range(n)],
    )
    tree = settlement_hierarchy(towns, villages, COUNTY, travel(place))
    assert check_hierarchy(tree.nodes, list(villages.index)) == []
    assert len(tree.nodes) == n + 4 and tree.below().loc["510799", "villages_below"] == n
    for i, code in enumerate(villages.index):
        if central[i]:
            assert tree.nodes["parent"][code] == town_of[i]
            continue
        same = [k for k in range(n) if central[k] and villages["district"].iloc[k] == villages["district"].iloc[i]]
        nearest = min(same, key=lambda k: (abs(place[k] - place[i]), k), default=None)
        assert tree.nodes["parent"][code] == (town_of[i] if nearest is None else villages.index[nearest])
    assert set(tree.nodes["role"]) <= set(TIERS)
