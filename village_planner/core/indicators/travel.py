"""How far units are from each other: over the roads, by a table of times, or straight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from ..codes import code_text
from ..crs import is_true_to_scale
from ..errors import InputError
from ..network.graph import RoadNetwork
from ..network.travel import travel_minutes
from ..task import SILENT, Task
from .measures.county import CountyLayers
from .measures.survey import Survey, coordinates, of_kinds, seat_points
from .numbers import listed, numbers

CGCS2000 = Geod(a=6378137.0, rf=298.257222101)
MINUTES, KILOMETRES = "min", "km"


class Travel(Protocol):
    """Travel between the units of a layer, by their row; unit `MINUTES` or `KILOMETRES`."""

    @property
    def unit(self) -> str: ...

    def between(self, origins: NDArray, destinations: NDArray, task: Task = SILENT) -> NDArray:
        """(origins, destinations) travel from row to row, inf where there is no way."""
        ...


@dataclass(frozen=True)
class StraightTravel:
    """Straight lines between centroids, on the ellipsoid where the CRS is no plane true to scale. km."""

    geometry: gpd.GeoSeries
    unit: str = KILOMETRES

    def between(self, origins: NDArray, destinations: NDArray, task: Task = SILENT) -> NDArray:
        x, y = centroids(self.geometry).T
        crs = CRS.from_user_input(self.geometry.crs)
        plane = is_true_to_scale(crs)
        if not plane:
            x, y = Transformer.from_crs(crs, CRS.from_epsg(4490), always_xy=True).transform(x, y)
        from_x, to_x = np.meshgrid(x[origins], x[destinations], indexing="ij")
        from_y, to_y = np.meshgrid(y[origins], y[destinations], indexing="ij")
        if plane:
            return np.hypot(to_x - from_x, to_y - from_y) / 1000
        metres = np.full(from_x.shape, np.nan)
        known = np.isfinite(from_x) & np.isfinite(from_y) & np.isfinite(to_x) & np.isfinite(to_y)
        metres[known] = CGCS2000.inv(from_x[known], from_y[known], to_x[known], to_y[known])[2]
        return metres / 1000


@dataclass(frozen=True)
class NetworkTravel:
    """Driving over a road network from point to point; points (n, 2) in the CRS of the network's lines. Minutes."""

    network: RoadNetwork
    points: NDArray
    unit: str = MINUTES

    def between(self, origins: NDArray, destinations: NDArray, task: Task = SILENT) -> NDArray:
        return travel_minutes(self.network, self.points[origins], self.points[destinations], task)


@dataclass(frozen=True)
class TableTravel:
    """Times of a table, in minutes; `minutes` is (n, n) by row, inf where the table has no pair."""

    minutes: NDArray
    unit: str = MINUTES

    def between(self, origins: NDArray, destinations: NDArray, task: Task = SILENT) -> NDArray:
        result: NDArray = self.minutes[np.ix_(origins, destinations)]
        return result


def travel_table(table: pd.DataFrame, codes: list[str], layer: str, fields: Mapping[str, str]) -> TableTravel:
    """The travel between units from a table of pairs.

    table   columns named by fields["from"], fields["to"], fields["minutes"]; rows of other units are passed over
    codes   unit codes, in the order of the units

    A pair that is given one way only counts both ways; a unit is 0 minutes from itself. Raises `InputError`
    not_a_number, missing_value, negative_value, duplicate_row, unknown_unit (no row is of these units).
    """
    start, end = code_text(table[fields["from"]]), code_text(table[fields["to"]])
    pair = pd.MultiIndex.from_arrays([start, end])
    minutes = numbers(table[fields["minutes"]].set_axis([f"{a} → {b}" for a, b in pair]), fields["minutes"], layer)
    _refuse_pairs(minutes, pair.duplicated(), layer, fields["minutes"])
    row = pd.Series(range(len(codes)), index=codes)
    a, b = start.map(row), end.map(row)
    known = (a.notna() & b.notna()).to_numpy()
    if not known.any():
        raise InputError(
            "unknown_unit",
            "Layer {layer}: no row is from one of the units to another (it has {found}, the units are {codes}). "
            "Check the code fields.",
            layer=layer,
            found=listed(list(dict.fromkeys(start))),
            codes=listed(codes),
        )
    square = np.full((len(codes), len(codes)), np.inf)
    square[a[known].astype(int), b[known].astype(int)] = minutes.to_numpy()[known]
    square = np.where(np.isinf(square), square.T, square)
    np.fill_diagonal(square, 0.0)
    return TableTravel(square)


def _refuse_pairs(minutes: pd.Series, twice: NDArray, layer: str, field: str) -> None:
    """minutes  index: the pair as it is shown     twice  (n,) a row of the pair stands before"""

    def pairs(wrong: Any) -> str:
        return listed([str(pair) for pair in dict.fromkeys(minutes.index[wrong])])

    if minutes.isna().any():
        raise InputError(
            "missing_value",
            "Layer {layer}, field {field}: no travel time for {pairs}. Fill it in or delete the rows.",
            layer=layer,
            field=field,
            pairs=pairs(minutes.isna()),
        )
    if (minutes < 0).any():
        raise InputError(
            "negative_value",
            "Layer {layer}, field {field}: travel time below 0 for {pairs}. Correct it.",
            layer=layer,
            field=field,
            pairs=pairs(minutes < 0),
        )
    if twice.any():
        raise InputError(
            "duplicate_row",
            "Layer {layer}: {pairs} has more than one row. Keep one of each.",
            layer=layer,
            pairs=pairs(twice),
        )


def centroids(geometry: gpd.GeoSeries) -> NDArray:
    """(n, 2) centroids, NaN where there is no shape."""
    return coordinates(shapely.centroid(geometry.to_numpy()))


def unit_points(
    units: gpd.GeoDataFrame, facilities: Optional[gpd.GeoDataFrame], kinds: Sequence[str]
) -> tuple[NDArray, NDArray]:
    """(n, 2) where each unit is reached, and (n,) whether that is its seat; else an inner point (see `seat_points`).

    units       code and outlines          facilities  kind, points, and unit_code where known; in the units' CRS
    kinds       of facilities that are a seat, as `network.speeds.plain` writes them; the one listed first counts
    """
    if facilities is None or facilities.empty:
        return seat_points(units)
    seats = of_kinds(facilities, kinds)
    return seat_points(units, seats, CountyLayers(units, units).place_in_village(seats))


def county_travel(survey: Survey) -> tuple[Travel, NDArray]:
    """Travel between all units of a county from seat to seat, villages in the order of their codes, then townships;
    and (n, 2) the seats in the county's plane. Straight where the county has no roads."""
    points = np.vstack([survey.seats("village"), survey.seats("township")])
    where = gpd.GeoSeries(gpd.points_from_xy(*points.T), crs=survey.county.villages.crs)
    if survey.county.roads is None:
        return StraightTravel(where), points
    network = survey.network
    return NetworkTravel(network, centroids(where.to_crs(network.crs))), points
