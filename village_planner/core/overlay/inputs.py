"""What goes into an overlay, and what must hold for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional, Union

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError

AREAS = ("ellipsoid", "plane")


@dataclass(frozen=True)
class ParcelLayer:
    """geometry with CRS (any index); ids unique text; classes text, "" for none; own_codes text or None

    ridge_factors  (n,) share of ridges (KCXS), NaN for none; None: nothing is deducted
    valid          (n,) which outlines are valid, where that is known already
    """

    name: str
    geometry: gpd.GeoSeries
    ids: pd.Series
    classes: pd.Series
    own_codes: Optional[pd.Series] = None
    ridge_factors: Optional[NDArray] = None
    valid: Optional[NDArray] = None


@dataclass(frozen=True)
class UnitLayer:
    """geometry with CRS; codes text, one per row (rows of one code are one unit)"""

    name: str
    geometry: gpd.GeoSeries
    codes: pd.Series


@dataclass(frozen=True)
class ConstraintLayer:
    """geometry with CRS; `name` is what the field `constraints` says"""

    name: str
    geometry: gpd.GeoSeries


def check_inputs(
    parcels: ParcelLayer, units: Optional[UnitLayer], constraints: Sequence[ConstraintLayer], area: str
) -> None:
    """InputError for a missing CRS, plane areas asked of degrees, a unit without code."""
    layers: list[Union[ParcelLayer, UnitLayer, ConstraintLayer]] = [parcels, *constraints]
    if units is not None:
        layers.insert(1, units)
    for layer in layers:
        if layer.geometry.crs is None:
            raise InputError(
                "missing_crs",
                "Layer {layer} has no coordinate reference system. Set it in the layer's properties (or save the "
                "layer with one), then run again.",
                layer=layer.name,
            )
    if area not in AREAS:
        raise InputError("unknown_area", "AREA is {value}; choose one of: {choices}.", value=area, choices=AREAS)
    if area == "plane" and parcels.geometry.crs.is_geographic:
        raise InputError(
            "plane_area_of_degrees",
            "Layer {layer} is in degrees ({crs}), which have no plane area. Choose AREA=ellipsoid, or reproject the "
            "layer to a projected system such as CGCS2000 3-degree Gauss-Kruger.",
            layer=parcels.name,
            crs=parcels.geometry.crs.to_string(),
        )
    if units is None:
        return
    missing = np.flatnonzero(units.codes.eq("").to_numpy())
    if len(missing):
        raise InputError(
            "missing_code",
            "Layer {layer}: {count} units have no code (the first is row {row}). Fill the code in, or remove them.",
            layer=units.name,
            count=len(missing),
            row=int(missing[0]) + 1,
        )
