"""Geometry fit for the database: one kind per layer, valid, flat, with areas."""

from __future__ import annotations

from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ...core.errors import InputError
from ...core.messages import message
from ...core.overlay.ellipsoid import ellipsoid_areas
from ...core.overlay.repair import repair_layer
from ...core.task import SILENT, Task
from .notes import Notes, some

PLAUSIBLE_SHARE, PLAUSIBLE_M2 = 0.02, 20.0  # tolerance of a given area against the geometry (domain.md §4.6)
PLANE_SHARE = 1e-4  # a shift by more than this, common to nearly all of a layer, is no rounding: plane areas
COMMON_SHARE = 0.9
CHUNK = 5000  # features worked on between two looks at the cancel button


def polygons(
    frame: gpd.GeoDataFrame, names: pd.Series, layer: str, notes: Notes, strict: bool, task: Task = SILENT
) -> gpd.GeoDataFrame:
    """The frame with valid polygons, rows without ground left out and named.

    names   what a row is called in messages
    strict  units: a row without ground is an InputError (no_ground) instead
    """
    made = repair_layer(np.asarray(frame.geometry.values), task)
    kept = ~shapely.is_missing(made.geometry)
    if not kept.all():
        place = int(np.flatnonzero(~kept)[0])
        if strict:
            raise InputError(
                "no_ground",
                "Layer {layer}, unit {unit}: {reason}. Draw its outline, or delete the row ({count} such units).",
                layer=layer,
                unit=names.iloc[place] or f"#{place + 1}",
                reason=made.reasons[place],
                count=int((~kept).sum()),
            )
        notes.warn(
            message(
                "Layer {layer}: {count} features without usable geometry left out ({names}); the first: {reason}.",
                layer=layer,
                count=int((~kept).sum()),
                names=some(names[~kept]),
                reason=made.reasons[place],
            )
        )
    if made.repaired.any():
        notes.warn(
            message(
                "Layer {layer}: {count} invalid geometries repaired ({names}); plane area changed by {area} m² in all.",
                layer=layer,
                count=int(made.repaired.sum()),
                names=some(names[made.repaired]),
                area=f"{made.change.sum():.2f}",
            )
        )
    result = frame[kept].copy()
    result[frame.geometry.name] = gpd.GeoSeries(made.geometry[kept], index=result.index, crs=frame.crs)
    return result


def points(frame: gpd.GeoDataFrame, names: pd.Series, layer: str, notes: Notes) -> gpd.GeoDataFrame:
    """The frame with one point a row: of a multipoint its first, of a line or an area a point on it."""
    shapes = np.asarray(frame.geometry.values)
    kept = _present(shapes)
    _say_left_out(kept, names, layer, notes)
    result, shapes = frame[kept].copy(), shapely.force_2d(shapes[kept])
    kind = shapely.get_type_id(shapes)
    single = np.where(kind == 4, shapely.get_geometry(shapes, 0), shapes)
    if (kind > 0).any() and (kind != 4).any():
        notes.say(message("Layer {layer}: each feature is kept as a point on it.", layer=layer))
    single = np.where(np.isin(kind, (0, 4)), single, shapely.point_on_surface(shapes))
    result[frame.geometry.name] = gpd.GeoSeries(single, index=result.index, crs=frame.crs)
    return result


def lines(frame: gpd.GeoDataFrame, names: pd.Series, layer: str, notes: Notes) -> gpd.GeoDataFrame:
    """The frame with lines; of an area its outline. Points are left out and counted."""
    shapes = np.asarray(frame.geometry.values)
    kept = _present(shapes) & ~np.isin(shapely.get_type_id(shapes), (0, 4))
    _say_left_out(kept, names, layer, notes)
    result, shapes = frame[kept].copy(), shapely.force_2d(shapes[kept])
    areal = np.isin(shapely.get_type_id(shapes), (3, 6))
    shapes = np.where(areal, shapely.boundary(shapes), shapes)
    result[frame.geometry.name] = gpd.GeoSeries(shapes, index=result.index, crs=frame.crs)
    return result


def control_areas(
    frame: gpd.GeoDataFrame,
    given: Optional[pd.Series],
    names: pd.Series,
    layer: str,
    field: str,
    notes: Notes,
    task: Task = SILENT,
) -> NDArray:
    """Areas in m², 2 decimals: the given ones where they are plausible, else ellipsoid areas.

    A given area is plausible within 2 % or 20 m² of the ellipsoid area; where the whole layer is off by a common
    factor its areas are plane ones, and none is taken.
    """
    parts = []
    for start in range(0, len(frame), CHUNK):
        task.report(start / len(frame))
        parts.append(ellipsoid_areas(frame.geometry.iloc[start : start + CHUNK]))
    own = np.round(np.concatenate(parts), 2) if parts else np.zeros(0)
    if given is None or len(own) == 0:
        return own
    values = pd.to_numeric(given, errors="coerce").to_numpy(dtype=float)
    stated = np.isfinite(values) & (values > 0)
    if stated.any() and (own > 0).any():
        ratios = values[stated & (own > 0)] / own[stated & (own > 0)]
        ratio = float(np.median(ratios))
        shift = abs(ratio - 1)
        common = np.mean(np.abs(ratios - ratio) < shift / 2) > COMMON_SHARE
        if PLANE_SHARE < shift < PLAUSIBLE_SHARE and common:
            notes.warn(
                message(
                    "Layer {layer}: the areas in field {field} differ from the ellipsoid areas by a common {share} %, "
                    "as plane areas do; ellipsoid areas are kept.",
                    layer=layer,
                    field=field,
                    share=f"{100 * (ratio - 1):+.3f}",
                )
            )
            return own
    plausible = stated & (np.abs(values - own) <= np.maximum(PLAUSIBLE_SHARE * own, PLAUSIBLE_M2))
    if not plausible.all():
        notes.warn(
            message(
                "Layer {layer}: {count} areas in field {field} are missing or off by more than 2 % ({names}); the "
                "ellipsoid area is kept there.",
                layer=layer,
                count=int((~plausible).sum()),
                field=field,
                names=some(names[~plausible]),
            )
        )
    return np.where(plausible, np.round(values, 2), own)


def _present(shapes: NDArray) -> NDArray:
    return ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)


def _say_left_out(kept: NDArray, names: pd.Series, layer: str, notes: Notes) -> None:
    if not kept.all():
        notes.warn(
            message(
                "Layer {layer}: {count} features without usable geometry left out ({names}).",
                layer=layer,
                count=int((~kept).sum()),
                names=some(names[~kept]),
            )
        )
