"""Areas of an overlay's pieces that close upwards, too: to the control areas of units, townships and the county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray

from .balance import round_groups_to_totals
from .balancing import DIGIT, Balanced, ControlUnits, balance_hierarchy


@dataclass(frozen=True)
class Balancing:
    """What the pieces are to sum to.

    units, unit_layer          control area in m² of every unit that pieces are told apart by, by code
    townships, township_layer  those of the townships, by code; a unit's township is the one with whose code its own
                               begins. None: the units are balanced to the county's area, or stand as they are
    county                     m² of the whole; None: the highest level's control areas stand as they are
    adjustable                 (n,) bool, the parcels that may change; None: all
    max_difference             share of a control area that may be balanced
    """

    units: Mapping[str, float]
    unit_layer: str
    townships: Optional[Mapping[str, float]] = None
    township_layer: str = ""
    county: Optional[float] = None
    adjustable: Optional[NDArray] = None
    max_difference: float = 0.01


def balanced_piece_areas(
    plane: NDArray,
    parcel: NDArray,
    unit: NDArray,
    totals: NDArray,
    unit_codes: Sequence[str],
    balancing: Balancing,
    key: Optional[NDArray] = None,
) -> tuple[NDArray, Balanced]:
    """Areas of pieces in m², multiples of 0.01, and how the units were balanced.

    What of a parcel lies in one unit is one figure: the parcel's total is shared over its units, each unit's figures
    are balanced to its control area, and each figure is shared over its pieces. Parcels that keep to one unit, as the
    survey's do, are balanced as wholes.

    plane   (k,) plane areas of the pieces       parcel  (k,) positions of their parcels
    unit    (k,) positions in unit_codes, -1 in none     totals  (n,) m² of the parcels
    key     (n,) what orders parcels of equal area, e.g. their ids; None: their position
    """
    codes = sorted({*balancing.units, *unit_codes})
    position = {code: i for i, code in enumerate(codes)}
    place = np.array([*(position[code] for code in unit_codes), -1], dtype=np.int64)
    owner = place[np.asarray(unit)]
    places = len(codes) + 1
    figures, which = np.unique(np.asarray(parcel) * places + owner + 1, return_inverse=True)
    of_parcel, of_unit = figures // places, figures % places - 1
    weight = np.bincount(which, weights=plane, minlength=len(figures))
    areas = round_groups_to_totals(weight, of_parcel, np.round(totals, 2), DIGIT)
    balanced = balance_hierarchy(
        areas,
        of_unit,
        _levels(codes, balancing),
        balancing.county,
        None if balancing.adjustable is None else np.asarray(balancing.adjustable)[of_parcel],
        balancing.max_difference,
        of_parcel if key is None else np.unique(key, return_inverse=True)[1][of_parcel],
    )
    return round_groups_to_totals(plane, which, balanced.areas, DIGIT), balanced


def _levels(codes: Sequence[str], balancing: Balancing) -> list[ControlUnits]:
    controls = np.array([balancing.units.get(code, np.nan) for code in codes])
    if balancing.townships is None:
        return [ControlUnits(balancing.unit_layer, np.array(codes, dtype=object), controls)]
    above = sorted(balancing.townships)
    return [
        ControlUnits(balancing.unit_layer, np.array(codes, dtype=object), controls, parents(codes, above)),
        ControlUnits(
            balancing.township_layer,
            np.array(above, dtype=object),
            np.array([balancing.townships[code] for code in above], dtype=float),
        ),
    ]


def parents(codes: Sequence[str], above: Sequence[str]) -> NDArray:
    """Position of the longest code above that each code begins with; -1 where there is none."""
    place = {code: i for i, code in enumerate(above) if code}
    lengths = sorted({len(code) for code in place}, reverse=True)
    return np.array(
        [next((place[code[:size]] for size in lengths if code[:size] in place), -1) for code in codes], dtype=np.int64
    )
