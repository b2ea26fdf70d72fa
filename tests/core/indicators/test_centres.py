"""Choosing centres, on counties small enough to work out by hand."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from village_planner.core.errors import InfeasibleError, InputError
from village_planner.core.indicators.centres import CentreOptions, select_centres
from village_planner.core.indicators.radiation import catchment_reach, gravity_reach
from village_planner.core.indicators.travel import StraightTravel

# Two districts in a row of unit squares 10 km wide:  A B C | D E F
CODES = list("ABCDEF")
TOWNS = pd.DataFrame(
    {
        "score": [0.9, 0.5, 0.4, 0.6, 0.7, 0.1],
        "district": ["1", "1", "1", "2", "2", "2"],
        "name": ["甲", "乙", "丙", "丁", "戊", "己"],
        "population": [50, 10, 10, 20, 30, 40],
    },
    index=CODES,
)
ROW = gpd.GeoSeries([shapely.box(i * 10_000, 0, i * 10_000 + 10_000, 10_000) for i in range(6)], crs="EPSG:4523")


def roles(result: Any) -> dict[str, str]:
    return {code: role for code, role in result.units["role"].items() if role}


def select(units: pd.DataFrame, geometry: Any = ROW, **options: Any) -> Any:
    return select_centres(
        units, CentreOptions(**options), None if geometry is None else StraightTravel(geometry), language="en"
    )


def test_shortlist_only_without_districts() -> None:
    units = TOWNS.drop(columns="district").assign(excluded=[False, False, False, False, True, False])
    result = select(units, shortlist=3)
    assert result.units["shortlist"].tolist() == [True, True, False, True, False, False]
    assert roles(result) == {}
    assert str(result.units["reason"]["A"]) == "on the shortlist; score 0.9000, rank 1 of 6"
    assert str(result.units["reason"]["E"]) == "excluded"
    assert result.units["reason"]["F"] is None


def test_equal_scores_at_the_end_of_the_shortlist_go_by_code() -> None:
    units = TOWNS.drop(columns="district").assign(score=[0.1, 0.5, 0.5, 0.5, 0.9, 0.1])
    assert select(units, shortlist=3).units["shortlist"].tolist() == [False, True, True, False, True, False]


def test_a_shortlist_longer_than_the_county_is_told() -> None:
    result = select(TOWNS.drop(columns="district"), shortlist=8)
    assert result.units["shortlist"].all()
    assert str(result.warnings[0]) == "The shortlist holds 6 units instead of 8: there are no more."


def test_one_central_town_per_district_by_score() -> None:
    result = select(TOWNS, shortlist=2, subcentres=0)
    assert roles(result) == {"A": "central_town", "E": "central_town"}
    assert str(result.units["reason"]["A"]) == (
        "number 1 of 3 candidates in district 1; score 0.9000, rank 1 of 6; on the shortlist"
    )


def test_access_and_trend_count_as_much_as_score() -> None:
    # min-max: score D 0.625, E 0.75; access (less is better) D 1, E 0; trend D 1/2, E 1 -> D 2.125 / 3 > E 1.75 / 3
    units = TOWNS.assign(access=[40, 30, 30, 10, 60, 60], trend=[0, 0, 0, 5, 10, 0])
    result = select(units, shortlist=6, subcentres=0)
    assert roles(result)["D"] == "central_town"
    assert "access 10; trend 5; merit 0.7083" in str(result.units["reason"]["D"])
    assert str(result.units["reason"]["E"]).endswith("丁 preferred in district 2")


def test_the_shortlist_goes_before_merit() -> None:
    # E is on the shortlist, D is not, though it has the better merit
    units = TOWNS.assign(access=[40, 30, 30, 10, 60, 60])
    assert roles(select(units, shortlist=6, subcentres=0))["D"] == "central_town"
    assert roles(select(units, shortlist=2, subcentres=0))["E"] == "central_town"


def test_a_district_without_shortlisted_unit_takes_its_best() -> None:
    result = select(TOWNS, shortlist=1, subcentres=0)
    assert roles(result) == {"A": "central_town", "E": "central_town"}
    assert "no unit of the district is on the shortlist" in str(result.units["reason"]["E"])


def test_excluded_units_are_never_chosen() -> None:
    units = TOWNS.assign(excluded=[True, False, False, False, False, False], score=[None, *TOWNS["score"][1:]])
    assert roles(select(units, shortlist=2, subcentres=0)) == {"B": "central_town", "E": "central_town"}


def test_the_centre_that_radiates_least_gets_a_sub_central_town() -> None:
    # Strength is the score min-max: A 1, E 0.75. District 1: from A to B 10 km (10 people), C 20 km (10):
    # (1/100 · 10 + 1/400 · 10) / 20 = 0.00625. District 2: from E to D and F 10 km: 0.75/100 = 0.0075.
    result = select(TOWNS, shortlist=2, subcentres=1)
    assert roles(result) == {"A": "central_town", "E": "central_town", "B": "sub_central_town"}
    assert str(result.units["reason"]["B"]) == (
        "helps 甲, whose reach in its district is number 1 from below (0.00625 score/km²); "
        "number 2 of 3 candidates in district 1; score 0.5000, rank 4 of 6"
    )


def test_population_moves_the_reach() -> None:
    # All people of district 1 next to A: reach 0.01 > 0.0075 of district 2
    units = TOWNS.assign(population=[50, 10, 0, 20, 30, 40])
    assert roles(select(units, shortlist=2, subcentres=1))["D"] == "sub_central_town"


def test_more_sub_central_towns_than_districts_is_told() -> None:
    result = select(TOWNS, shortlist=2, subcentres=3)
    assert sorted(roles(result).values()) == ["central_town"] * 2 + ["sub_central_town"] * 2
    assert "2 sub-central towns instead of 3" in str(result.warnings[0])


def test_sub_central_towns_need_geometry() -> None:
    with pytest.raises(InputError, match="set SUBCENTRES to 0"):
        select(TOWNS, geometry=None)
    bare = ROW.copy()
    bare.iloc[2] = None
    with pytest.raises(InputError, match="Units C have no geometry"):
        select(TOWNS, geometry=bare)


def test_central_villages_one_each_then_where_they_serve_most() -> None:
    # District 1: next is B, merit (0.5 - 0.1) / 0.8 = 0.5, 70 people / 2 = 35 -> 17.5.
    # District 2: next is D, merit 0.625, 90 / 2 = 45 -> 28.1.
    result = select(TOWNS, geometry=None, level="village", count=3)
    assert roles(result) == {"A": "central_village", "E": "central_village", "D": "central_village"}
    assert str(result.units["reason"]["D"]).endswith("one more for the 90 people of the district")
    assert len(roles(select(TOWNS, geometry=None, level="village", count=4))) == 4
    assert len(roles(select(TOWNS, geometry=None, level="village"))) == 2


def test_counts_that_cannot_be_met_say_why() -> None:
    with pytest.raises(InfeasibleError) as caught:
        select(TOWNS, level="village", count=5)
    assert caught.value.code == "count_too_high"
    assert "2 districts with at most 2 each" in str(caught.value) and "at most 4" in str(caught.value)
    with pytest.raises(InfeasibleError) as caught:
        select(TOWNS, count=1)
    assert caught.value.code == "count_too_low"
    with pytest.raises(InfeasibleError) as caught:
        select(TOWNS.assign(excluded=[True] * 3 + [False] * 3))
    assert caught.value.code == "too_few_candidates"
    assert "Districts 1 have fewer" in str(caught.value)


def test_a_limit_above_what_districts_hold_is_cut_to_their_units() -> None:
    assert len(roles(select(TOWNS, level="village", count=6, maximum=9))) == 6
    with pytest.raises(InfeasibleError, match="give at most 6"):
        select(TOWNS, level="village", count=7, maximum=9)


@pytest.mark.parametrize(
    ("units", "options", "code"),
    [
        (TOWNS, {"level": "county"}, "not_supported"),
        (TOWNS, {"minimum": 3, "maximum": 2}, "invalid_limits"),
        (TOWNS.drop(columns="district"), {"level": "village"}, "missing_district"),
        (TOWNS.assign(district=["1", "", None, "2", "2", "2"]), {}, "missing_district"),
        (TOWNS.assign(score=[None, 1, 1, 1, 1, 1]), {}, "missing_value"),
        (TOWNS.assign(score=["high", 1, 1, 1, 1, 1]), {}, "not_a_number"),
        (TOWNS.assign(trend=[None, 1, 1, 1, 1, 1]), {}, "missing_value"),
        (TOWNS.assign(population=[None, 1, 1, 1, 1, 1]), {}, "missing_value"),
    ],
)
def test_faults(units: pd.DataFrame, options: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        select(units, **options)
    assert caught.value.code == code


def test_faults_name_layer_and_field_as_the_user_knows_them() -> None:
    units = TOWNS.assign(access=[None, 1, 1, 1, 1, 1])
    with pytest.raises(InputError, match="Layer XZQ, field minutes: no value for units A"):
        select_centres(units, CentreOptions(), ROW, {"access": "minutes", "layer": "XZQ"})


def test_radiation_by_hand() -> None:
    # two centres: the stronger pull counts; (4/1, 1/4) and (1/4, 1/1) -> 4 and 1, people 1 and 3
    distance = np.array([[1.0, 4.0], [2.0, 1.0]])
    assert radiation(np.array([4.0, 1.0]), distance, np.array([1.0, 3.0])) == pytest.approx((4 + 3) / 4)
    assert radiation(np.array([4.0, 1.0]), distance, np.zeros(2)) == pytest.approx(2.5)
    assert radiation(np.array([1.0]), np.empty((1, 0)), np.empty(0)) == float("inf")


def test_distances_in_metres_feet_and_degrees() -> None:
    assert distances_km(ROW, np.array([0, 2]))[1].tolist() == [20, 10, 0, 10, 20, 30]
    feet = gpd.GeoSeries(gpd.points_from_xy([0, 1_000_000], [0, 0]), crs="EPSG:2263")
    assert distances_km(feet, np.array([0]))[0, 1] == pytest.approx(1_000_000 * 1200 / 3937 / 1000)
    # a degree of latitude at 30-31° N on the ellipsoid of CGCS2000, meridian arc by Simpson's rule
    a, e2 = 6378137.0, 2 / 298.257222101 - 1 / 298.257222101**2
    latitude = np.radians(np.linspace(30, 31, 201))
    radius = a * (1 - e2) / (1 - e2 * np.sin(latitude) ** 2) ** 1.5
    simpson = np.r_[1, np.tile([4, 2], 100)[:-1], 1] @ radius * (latitude[1] - latitude[0]) / 3
    degrees = gpd.GeoSeries(gpd.points_from_xy([105, 105], [30, 31]), crs="EPSG:4490")
    assert distances_km(degrees, np.array([0]))[0, 1] * 1000 == pytest.approx(simpson, abs=1e-3)


@given(st.data())
def test_roles_keep_every_limit_and_do_not_depend_on_the_order(data: Any) -> None:
    n = data.draw(st.integers(2, 14))
    units = pd.DataFrame(
        {
            "score": data.draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)),
            "district": data.draw(st.lists(st.sampled_from("123"), min_size=n, max_size=n)),
            "population": data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)),
        },
        index=[f"u{i:02d}" for i in range(n)],
    )
    sizes = units["district"].value_counts()
    most = int(sizes.clip(upper=2).sum())
    count = data.draw(st.integers(len(sizes), most))
    result = select(units, geometry=None, level="village", count=count)
    chosen = units[result.units["role"] == "central_village"]
    assert len(chosen) == count
    per_district = chosen["district"].value_counts()
    assert set(per_district.index) == set(sizes.index)
    assert per_district.max() <= 2
    for district, members in chosen.groupby("district"):  # the best of each district, equal ones by code
        ordered = sorted(units.index[units["district"] == district], key=lambda code: (-units["score"][code], code))
        assert set(members.index) == set(ordered[: len(members)])
    turned = select(units.iloc[::-1], geometry=None, level="village", count=count)
    assert roles(turned) == roles(result)
