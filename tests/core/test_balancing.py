"""Parcels, villages, townships and the county close to the last digit, by the survey's arithmetic."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Optional

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_planner.core.errors import InputError
from village_planner.core.overlay.balancing import (
    ControlUnits,
    balance_hierarchy,
    net_areas,
)


def digits(values: Any) -> list[int]:
    return [int(v) for v in np.rint(np.asarray(values, dtype=float) * 100)]


def balance_to_control(areas: Any, control: float, adjustable: Any = None) -> Any:
    """The parcels of one village, whatever the difference."""
    village = ControlUnits("villages", np.array(["1"]), np.array([control]))
    return balance_hierarchy(areas, np.zeros(len(areas), dtype=int), [village], None, adjustable, np.inf).areas


def by_hand(areas: list[int], control: int, adjustable: list[bool]) -> list[int]:
    """The method one parcel at a time, in exact fractions of the last digit."""
    left = control - sum(areas)
    sign = 1 if left > 0 else -1
    room = sum(a for a, ok in zip(areas, adjustable) if ok)
    result = list(areas)
    whole = left
    for i, (area, ok) in enumerate(zip(areas, adjustable)):
        if ok:
            share = sign * int(Fraction(abs(whole) * area, room))
            result[i] += share
            left -= share
    largest = sorted((i for i, ok in enumerate(adjustable) if ok), key=lambda i: (-areas[i], i))
    for i in largest[: abs(left)]:
        result[i] += sign
    return result


def test_the_worked_example() -> None:
    areas = np.array([600.0, 300.0, 100.0])
    assert balance_to_control(areas, 1000.05).tolist() == [600.04, 300.01, 100.0]
    assert balance_to_control(areas, 1000.05, np.array([False, True, True])).tolist() == [600.0, 300.04, 100.01]
    assert balance_to_control(areas, 999.95).tolist() == [599.96, 299.99, 100.0]
    assert balance_to_control(np.array([1.004, 2.006]), 3.01).tolist() == [1.0, 2.01]  # rounding first closes it


@given(
    st.lists(st.tuples(st.integers(1, 10**7), st.booleans()), min_size=1, max_size=30),
    st.floats(-0.009, 0.009),
)
def test_arithmetic_as_by_hand(parcels: list[tuple[int, bool]], shift: float) -> None:
    areas = [area for area, _ in parcels]
    adjustable = [ok for _, ok in parcels]
    control = sum(areas) + int(shift * sum(areas))
    room = sum(a for a, ok in parcels if ok)
    balanced = digits(balance_to_control(np.array(areas) / 100, control / 100, np.array(adjustable)))
    if room == 0 or control - sum(areas) <= -room:
        assert balanced == areas
    else:
        assert balanced == by_hand(areas, control, adjustable)
        assert sum(balanced) == control and min(balanced) >= 0


def test_a_province_closes_too() -> None:
    areas = [10**15 + 7, 3, 10**14]  # hundredths of m²; the products have 30 digits
    control = sum(areas) + 10**12
    balanced = digits(balance_to_control(np.array(areas) / 100, control / 100))
    assert balanced == by_hand(areas, control, [True] * 3)


@st.composite
def counties(draw: st.DrawFn) -> dict[str, Any]:
    """Townships, villages in them, parcels in those; control areas a little off the sums below."""
    townships = draw(st.integers(1, 3))
    villages = draw(st.lists(st.integers(0, townships - 1), min_size=townships, max_size=8))
    villages[:townships] = range(townships)
    parcels = draw(
        st.lists(
            st.tuples(st.integers(0, len(villages) - 1), st.floats(1, 1e6), st.booleans()),
            min_size=len(villages),
            max_size=40,
        )
    )
    parcels[: len(villages)] = [(i, area, True) for i, (_, area, _) in enumerate(parcels[: len(villages)])]
    off = st.floats(-0.002, 0.002)

    def shifts(number: int) -> Any:
        return 1 + np.array(draw(st.lists(off, min_size=number, max_size=number)))

    areas = np.array([area for _, area, _ in parcels])
    village = np.array([unit for unit, _, _ in parcels])
    control = np.bincount(village, np.round(areas, 2)) * shifts(len(villages))
    control = np.maximum(np.round(control, 2), 0.01)
    above = np.bincount(villages, control) * shifts(townships)
    above = np.round(above, 2)
    return {
        "areas": areas,
        "unit": village,
        "adjustable": np.array([ok for _, _, ok in parcels]),
        "levels": [
            ControlUnits("村", np.array([f"v{i}" for i in range(len(villages))]), control, np.array(villages)),
            ControlUnits("镇", np.array([f"t{i}" for i in range(townships)]), above),
        ],
        "total": round(float(above.sum()) * (1 + draw(off)), 2),
    }


@given(counties(), st.randoms())
def test_every_level_closes_and_order_does_not_matter(county: dict[str, Any], random: Any) -> None:
    key = np.arange(len(county["areas"]))
    result = balance_hierarchy(**county, key=key, max_difference=1.0)
    units = result.units
    villages, townships = units[units["layer"] == "村"], units[units["layer"] == "镇"]
    whole, townships = townships[townships["unit_code"] == ""], townships[townships["unit_code"] != ""]
    assert digits(whole["balanced_m2"]) == digits([county["total"]])
    assert sum(digits(townships["balanced_m2"])) == digits([county["total"]])[0]
    parent = county["levels"][0].parent
    for t, target in enumerate(digits(townships["balanced_m2"])):
        assert sum(d for d, p in zip(digits(villages["balanced_m2"]), parent) if p == t) == target
    for v, (target, closed) in enumerate(zip(digits(villages["balanced_m2"]), villages["closed"])):
        if closed:
            assert sum(d for d, u in zip(digits(result.areas), county["unit"]) if u == v) == target
    fixed = ~county["adjustable"]
    assert digits(result.areas[fixed]) == digits(np.round(county["areas"][fixed], 2))
    assert (result.areas >= 0).all()

    order = list(range(len(key)))
    random.shuffle(order)
    shuffled = {**county, "areas": county["areas"][order], "unit": county["unit"][order]}
    shuffled["adjustable"] = county["adjustable"][order]
    again = balance_hierarchy(**shuffled, key=key[order], max_difference=1.0)
    assert again.areas.tolist() == result.areas[order].tolist()


def one(areas: list[float], control: Any, adjustable: Optional[list[bool]] = None, **more: Any) -> Any:
    control = [control] if np.isscalar(control) else control
    units = ControlUnits("CJDCQ", np.array([f"0{i}" for i in range(len(control))]), np.array(control, dtype=float))
    may = None if adjustable is None else np.array(adjustable)
    return balance_hierarchy(np.array(areas), np.zeros(len(areas), dtype=int), [units], adjustable=may, **more)


def test_a_difference_beyond_the_share_is_a_mistake_that_is_named() -> None:
    with pytest.raises(InputError) as caught:
        one([5000.0, 5000.0], 1.0)  # hectares
    text = str(caught.value)
    assert caught.value.code == "control_area_differs"
    assert "00 of layer CJDCQ" in text and "10,000.00 m²" in text and "1.00 m²" in text and "1 %" in text
    assert one([5000.0, 5000.0], 10_100.0).areas.tolist() == [5050.0, 5050.0]
    with pytest.raises(InputError, match="10,102"):
        one([5000.0, 5000.0], 10_102.1)
    assert one([5000.0, 5000.0], 10_102.1, max_difference=0.02).areas.sum() == 10_102.1


def test_units_that_cannot_close_are_named() -> None:
    result = one([100.0], [100.5, 7.0], [False])
    assert result.areas.tolist() == [100.0]
    assert result.units["closed"].tolist() == [False, False]
    text = "\n".join(map(str, result.notes))
    assert "1 units have no parcels that could sum to their control area: 01" in text
    assert "by 0.50 m² in all" in text and ": 00." in text


def test_parcels_of_no_unit_and_of_no_area_stay() -> None:
    units = ControlUnits("村", np.array(["0"]), np.array([10.01]))
    result = balance_hierarchy(np.array([10.0, 5.004, 0.0]), np.array([0, -1, 0]), [units])
    assert result.areas.tolist() == [10.01, 5.0, 0.0]


@pytest.mark.parametrize("control", [float("nan"), 0.0, -1.0])
def test_a_unit_without_control_area_is_named(control: float) -> None:
    with pytest.raises(InputError, match=r"Layer CJDCQ: 1 units have no control area \(01\)"):
        one([100.0], [100.0, control])


def test_a_village_of_no_township_is_named() -> None:
    villages = ControlUnits("村", np.array(["a", "b"]), np.array([1.0, 1.0]), np.array([0, -1]))
    townships = ControlUnits("镇", np.array(["t"]), np.array([2.0]))
    with pytest.raises(InputError, match=r"Layer 村: 1 units belong to none of the units above \(b\)"):
        balance_hierarchy(np.array([1.0]), np.array([0]), [villages, townships])


# ---- ridges
def test_ridges_are_deducted_as_by_hand() -> None:
    # 1,234.56 × 0.1205 = 148.76448 -> 148.76; 0.05 × 0.1 = 0.005 -> 0.01; no factor, no ridges
    assert net_areas(np.array([1234.56, 0.05, 7.0]), np.array([0.1205, 0.1, np.nan])).tolist() == [1085.8, 0.04, 7.0]


@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(0, 9999)), min_size=1, max_size=9
    )
)
def test_net_areas_of_pieces_sum_to_the_parcels(parcels: list[tuple[list[int], int]]) -> None:
    parcel = np.repeat(np.arange(len(parcels)), [len(pieces) for pieces, _ in parcels])
    pieces = np.concatenate([pieces for pieces, _ in parcels]) / 100
    totals = np.array([sum(p) for p, _ in parcels]) / 100
    factor = np.array([k for _, k in parcels]) / 10_000
    net = digits(net_areas(pieces, factor, parcel, totals))
    for i, (own, k) in enumerate(parcels):
        ridges = (2 * sum(own) * k + 10_000) // 20_000  # half a digit goes up
        assert sum(n for n, p in zip(net, parcel) if p == i) == sum(own) - ridges
    assert all(0 <= n <= gross for n, gross in zip(net, digits(pieces)))


@pytest.mark.parametrize("factor", [-0.1, 1.0, 12.05])
def test_a_factor_that_is_no_share_is_refused(factor: float) -> None:
    with pytest.raises(InputError, match=r"1 ridge factors are not between 0 and 1 .* in row 2"):
        net_areas(np.array([1.0, 1.0]), np.array([0.1, factor]))
