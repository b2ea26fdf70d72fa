"""Which coordinate reference system the county gets, reprojection into it, and layers that lie elsewhere."""

from __future__ import annotations

import math
from typing import Any, Optional

import geopandas as gpd
import numpy as np
from pyproj import CRS
from pyproj.exceptions import CRSError

from ...core.crs import WITH_ZONE, crs_name, crs_of
from ...core.errors import InputError
from ...core.messages import message
from .notes import Notes

FIRST_ZONE, LAST_ZONE = 25, 45


def target_crs(villages: gpd.GeoDataFrame, wanted: Optional[Any], layer: str, notes: Notes) -> CRS:
    """The CRS of the whole database: the one wanted, else the villages' if projected, else the zone they lie in.

    InputError missing_crs, crs_not_projected.
    """
    if wanted not in (None, ""):
        try:
            crs = CRS.from_user_input(wanted)
        except CRSError:
            raise InputError(
                "unknown_crs", "{crs} is no known coordinate reference system. Choose another.", crs=wanted
            ) from None
        if not crs.is_projected:
            raise InputError(
                "crs_not_projected",
                "The target coordinate reference system {crs} is not in metres. Choose a projected one, e.g. the "
                "3-degree zone of the county.",
                crs=crs_name(crs),
            )
        return crs
    crs = crs_of(villages, layer)
    if crs.is_projected:
        return crs
    west, _, east, _ = villages.to_crs(4490).total_bounds
    zone = math.floor(((west + east) / 2 + 1.5) / 3)
    if FIRST_ZONE <= zone <= LAST_ZONE:
        chosen = CRS.from_epsg(WITH_ZONE + zone)
    else:
        chosen = CRS.from_user_input(villages.estimate_utm_crs())
    notes.say(message("Layer {layer} is in degrees; the database is kept in {crs}.", layer=layer, crs=crs_name(chosen)))
    return chosen


def reproject(frame: gpd.GeoDataFrame, crs: CRS, layer: str, notes: Notes) -> gpd.GeoDataFrame:
    """The layer in the database's CRS; says so where that moved it."""
    own = crs_of(frame, layer)
    if own.equals(crs, ignore_axis_order=True):
        return frame.set_crs(crs, allow_override=True)
    notes.say(
        message("Layer {layer} reprojected from {own} to {crs}.", layer=layer, own=crs_name(own), crs=crs_name(crs))
    )
    return frame.to_crs(crs)


def check_place(frame: gpd.GeoDataFrame, layer: str, county: np.ndarray) -> None:
    """Refuse a layer that lies wholly outside the county's bounds (west, south, east, north): a wrong CRS."""
    west, south, east, north = frame.total_bounds
    if not np.isfinite([west, south, east, north]).all():
        return
    if west > county[2] or east < county[0] or south > county[3] or north < county[1]:
        raise InputError(
            "wrong_place",
            "Layer {layer} lies wholly outside the villages. Check its coordinate reference system, or leave it out.",
            layer=layer,
        )
