"""Coordinate reference systems: whether a layer has one, and whether its coordinates can be meant in it.

CGCS2000 in 3-degree Gauss-Krüger zones has two families of codes: with the zone number in the easting (8 digits before
the point, EPSG:4513-4533) and without (6 digits, EPSG:4534-4554); zone z = floor((longitude + 1.5) / 3).
"""

from __future__ import annotations

from typing import Optional

import geopandas as gpd
import numpy as np
from pyproj import CRS

from .errors import InputError
from .messages import message

WITH_ZONE, WITHOUT_ZONE = 4488, 4509  # EPSG = base + zone
FIRST_ZONE, LAST_ZONE = 25, 45
ZONE_STEP = 1_000_000  # a zone number stands six digits before the metres


def crs_of(frame: gpd.GeoDataFrame, layer: str) -> CRS:
    """The layer's CRS; InputError missing_crs where it has none.

    A GeoPackage calls a missing one "Undefined geographic SRS" or "Undefined Cartesian SRS".
    """
    crs = None if frame.crs is None else CRS.from_user_input(frame.crs)
    if crs is None or crs.name.casefold().startswith("undefined") or not (crs.is_projected or crs.is_geographic):
        raise InputError(
            "missing_crs",
            "Layer {layer} has no coordinate reference system. Set it in the layer's properties (or save the layer "
            "with one), then run again.",
            layer=layer,
        )
    return crs


def check_coordinates(frame: gpd.GeoDataFrame, layer: str) -> None:
    """Refuse coordinates that cannot be meant in the layer's CRS: degrees for metres, a zone number too many or none.

    InputError missing_crs, wrong_crs.
    """
    check_degrees(frame, layer)
    check_zone(frame, layer)


def check_degrees(frame: gpd.GeoDataFrame, layer: str) -> None:
    """Refuse metres in a CRS in degrees, and degrees in one in metres. InputError missing_crs, wrong_crs."""
    crs = crs_of(frame, layer)
    west, south, east, north = frame.total_bounds
    if not np.isfinite([west, south, east, north]).all():
        return  # nothing but empty geometry: said elsewhere
    in_degrees = west >= -180 and east <= 180 and south >= -90 and north <= 90
    if crs.is_geographic and not in_degrees:
        raise InputError(
            "wrong_crs",
            "Layer {layer} is said to be in degrees ({crs}), but its coordinates are not ({x}, {y}). Set its right "
            "coordinate reference system, then run again.",
            layer=layer,
            crs=crs_name(crs),
            x=f"{west:.1f}",
            y=f"{south:.1f}",
        )
    if crs.is_projected and in_degrees and (east - west < 10) and abs(west) + abs(south) > 10:
        raise InputError(
            "wrong_crs",
            "Layer {layer} is said to be in metres ({crs}), but its coordinates look like degrees ({x}, {y}). Set its "
            "right coordinate reference system, then run again.",
            layer=layer,
            crs=crs_name(crs),
            x=f"{west:.4f}",
            y=f"{south:.4f}",
        )


def check_zone(frame: gpd.GeoDataFrame, layer: str) -> None:
    """Refuse eastings with a zone number where the CRS has none, and the other way round. InputError wrong_crs."""
    crs = crs_of(frame, layer)
    west, _, east, _ = frame.total_bounds
    false_easting = _false_easting(crs)
    if false_easting is None or not np.isfinite([west, east]).all():
        return
    expected, found = int(false_easting // ZONE_STEP), int(((west + east) / 2) // ZONE_STEP)
    if expected == found:
        return
    if found and not expected:
        cure = message(
            "its eastings begin with the zone number {zone}: choose the system with the zone number, e.g. EPSG:{code}",
            zone=found,
            code=WITH_ZONE + found,
        )
    elif expected and not found:
        cure = message(
            "its eastings have no zone number: choose the system without it, e.g. EPSG:{code}",
            code=WITHOUT_ZONE + expected,
        )
    else:
        cure = message(
            "its eastings begin with {zone}, the system's zone is {expected}: choose e.g. EPSG:{code}",
            zone=found,
            expected=expected,
            code=WITH_ZONE + found,
        )
    raise InputError(
        "wrong_crs",
        "The coordinates of layer {layer} (easting {x}) do not fit its coordinate reference system {crs}: {cure}.",
        layer=layer,
        x=f"{west:.0f}",
        crs=crs_name(crs),
        cure=cure,
    )


def plane_of(geometry: gpd.GeoSeries) -> CRS:
    """Where lengths are metres: the geometry's own CRS, or where that is in degrees the CGCS2000 3-degree zone of its
    middle (outside the zones of China UTM). Coordinates that are no degrees keep their CRS.
    """
    crs = CRS.from_user_input(geometry.crs)
    west, south, east, north = geometry.total_bounds
    if not crs.is_geographic or not (west >= -180 and east <= 180 and south >= -80 and north <= 84):
        return crs
    zone = int((west + east) / 2 + 1.5) // 3
    return CRS.from_epsg(WITHOUT_ZONE + zone) if FIRST_ZONE <= zone <= LAST_ZONE else geometry.estimate_utm_crs()


def crs_name(crs: CRS) -> str:
    authority = crs.to_authority()
    return ":".join(authority) if authority else crs.name


def is_true_to_scale(crs: CRS) -> bool:
    """Whether lengths in the plane are metres on the ground: a transverse Mercator system in metres.

    What is in degrees, or in a plane that stretches (Web Mercator), is not fit to be measured in.
    """
    return _false_easting(crs) is not None and all(axis.unit_conversion_factor == 1 for axis in crs.axis_info)


def _false_easting(crs: CRS) -> Optional[float]:
    """The false easting of a transverse Mercator system in metres, None for other projections."""
    operation = crs.coordinate_operation
    if not crs.is_projected or operation is None or "Transverse Mercator" not in operation.method_name:
        return None
    return next(
        (float(p.value) * p.unit_conversion_factor for p in operation.params if p.name == "False easting"), None
    )
