"""Pieces of parcels close to the parcels, the villages, the townships and the county."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_planner.core.errors import InputError
from village_planner.core.overlay.piece_areas import Balancing, balanced_piece_areas, parents


def digits(values: Any) -> Any:
    return np.rint(np.asarray(values, dtype=float) * 100).astype(int)


@st.composite
def cuts(draw: st.DrawFn) -> dict[str, Any]:
    count = draw(st.integers(2, 12))
    pieces = draw(
        st.lists(
            st.tuples(st.integers(0, count - 1), st.integers(-1, 3), st.floats(0.01, 1e5)), min_size=count, max_size=40
        )
    )
    pieces[:count] = [(i, i % 4, area) for i, (_, _, area) in enumerate(pieces[:count])]
    parcel, unit, plane = (np.array(column) for column in zip(*pieces))
    totals = np.bincount(parcel, plane) * 1.0003
    codes = ["010101", "010102", "010201", "010202"]
    sums = np.bincount(unit[unit >= 0], plane[unit >= 0], minlength=4)
    off = 1 + np.array(draw(st.lists(st.floats(-0.002, 0.002), min_size=4, max_size=4)))
    control = {code: round(max(area, 1.0), 2) for code, area in zip(codes, sums * off)}
    return {"plane": plane, "parcel": parcel, "unit": unit, "totals": totals, "unit_codes": codes, "control": control}


@given(cuts())
def test_pieces_sum_to_units_townships_and_county(cut: dict[str, Any]) -> None:
    control = cut.pop("control")
    townships = {"0101": round(control["010101"] + control["010102"], 2) + 0.07}
    townships["0102"] = round(control["010201"] + control["010202"], 2) - 0.02
    county = round(sum(townships.values()) + 1.11, 2)
    areas, balanced = balanced_piece_areas(
        **cut, balancing=Balancing(control, "村", townships, "镇", county, max_difference=10)
    )
    units = balanced.units
    villages = units[units["layer"] == "村"].set_index("unit_code")
    above = units[(units["layer"] == "镇") & (units["unit_code"] != "")].set_index("unit_code")
    assert digits(above["balanced_m2"]).sum() == digits(county)
    for position, code in enumerate(cut["unit_codes"]):
        if villages.loc[code, "closed"]:
            assert digits(areas[cut["unit"] == position]).sum() == digits(villages.loc[code, "balanced_m2"])
    for code in townships:
        own = villages[villages.index.str.startswith(code)]
        assert digits(own["balanced_m2"]).sum() == digits(above.loc[code, "balanced_m2"])
    assert (areas >= 0).all()


def test_a_parcel_that_may_not_change_keeps_its_total() -> None:
    areas, _ = balanced_piece_areas(
        np.array([50.0, 50.0, 100.0]),
        np.array([0, 0, 1]),
        np.array([0, 0, 0]),
        np.array([100.0, 100.0]),
        ["01"],
        Balancing({"01": 201.0}, "村", adjustable=np.array([True, False])),
    )
    assert areas.tolist() == [50.5, 50.5, 100.0]


def test_a_unit_of_which_no_control_area_is_known_is_named() -> None:
    one = np.array([1.0])
    with pytest.raises(InputError, match=r"Layer 村: 1 units have no control area \(02\)"):
        balanced_piece_areas(one, np.array([0]), np.array([0]), one, ["02"], Balancing({"01": 1.0}, "村"))


def test_a_unit_belongs_to_the_township_with_the_longest_code_it_begins_with() -> None:
    assert parents(["010101", "0102", "99", ""], ["01", "0101", ""]).tolist() == [1, 0, -1, -1]
