"""The county's layers as measures read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from ...catalogue import CountyCatalogue, load_catalogue
from ...codes import owner_of
from ...crs import crs_of, is_true_to_scale, plane_of
from ...network.graph import has_lines
from ...network.speeds import RoadSpeeds, plain
from ...overlay.ellipsoid import ellipsoid_areas

LEVELS = ("township", "village")


@dataclass(frozen=True)
class CountyLayers:
    """What is known of a county; a layer that is None is not there.

    villages       code, name, township_code, population, area_m2
    townships      the same without township_code
    roads          kind, and direction of traffic where it is known (see `RoadSpeeds.directions`)
    facilities     kind, and unit_code, capacity where known
    hazards        points
    parcels        parcel_id, class_code, unit_code
    control_lines  kind
    values         level -> figures: index unit code, a column per indicator
    land_areas     an overlay of all parcels with control lines: unit_code, class_code, constraints, area_m2

    All but the roads lie in the villages' plane (see `county_layers`); codes are text, unique, "" for none.
    """

    villages: gpd.GeoDataFrame
    townships: gpd.GeoDataFrame
    roads: Optional[gpd.GeoDataFrame] = None
    facilities: Optional[gpd.GeoDataFrame] = None
    hazards: Optional[gpd.GeoDataFrame] = None
    parcels: Optional[gpd.GeoDataFrame] = None
    control_lines: Optional[gpd.GeoDataFrame] = None
    values: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    land_areas: Optional[pd.DataFrame] = None

    def units(self, level: str) -> gpd.GeoDataFrame:
        return self.villages if level == "village" else self.townships

    def area_km2(self, level: str) -> NDArray:
        """(n,) the control areas where every unit has one, else those of the outlines on the ellipsoid."""
        units = self.units(level)
        if "area_m2" in units and (units["area_m2"] > 0).all():
            return units["area_m2"].to_numpy(dtype=float) / 1e6
        return ellipsoid_areas(units.geometry) / 1e6

    def place_in_village(self, points: gpd.GeoDataFrame) -> NDArray:
        """(p,) row of the village that each point is recorded in by its unit_code, else that it lies in; -1: none."""
        return _placed(points, self.villages)

    @property
    def township_of_village(self) -> NDArray:
        """(villages,) row of each village's township, -1 where it names none."""
        rows = pd.Series(np.arange(len(self.townships)), index=self.townships["code"])
        return self.villages["township_code"].map(rows).fillna(-1).to_numpy(dtype=int)

    def place_in_unit(self, points: gpd.GeoDataFrame, level: str) -> NDArray:
        """(p,) row of the unit of a level, by way of its village where there are villages; -1: none."""
        if level == "village" or self.villages.empty:
            return _placed(points, self.units(level))
        village = _placed(points, self.villages)
        return np.where(village >= 0, self.township_of_village[village], -1)


def _placed(points: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> NDArray:
    """(p,) row of the unit that each point is recorded in by its unit_code, else that it lies in; -1: none."""
    codes = units["code"].tolist()
    result = np.full(len(points), -1)
    if "unit_code" in points:
        result = owner_of(points["unit_code"].fillna("").astype(str), codes)
    open_ = np.flatnonzero(result < 0)
    shapes = np.asarray(points.geometry.values)[open_]
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    open_, shapes = open_[there], shapely.point_on_surface(shapes[there])
    point, unit = shapely.STRtree(np.asarray(units.geometry.values)).query(shapes, predicate="intersects")
    # On a border: the unit of the lowest code.
    order = np.lexsort((units["code"].to_numpy()[unit].astype(str), point))[::-1]
    result[open_[point[order]]] = unit[order]
    return result


def county_layers(
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    roads: Optional[gpd.GeoDataFrame] = None,
    facilities: Optional[gpd.GeoDataFrame] = None,
    hazards: Optional[gpd.GeoDataFrame] = None,
    parcels: Optional[gpd.GeoDataFrame] = None,
    control_lines: Optional[gpd.GeoDataFrame] = None,
    values: Optional[Mapping[str, pd.DataFrame]] = None,
    land_areas: Optional[pd.DataFrame] = None,
) -> CountyLayers:
    """Bring layers into one plane: the villages' own where it is true to scale, else the zone of their middle.

    Empty layers count as not there, and roads without any line. InputError missing_crs.
    """
    own = crs_of(villages, "village")
    plane = own if is_true_to_scale(own) else plane_of(villages.geometry.to_crs(4490))

    def brought(frame: Optional[gpd.GeoDataFrame], layer: str) -> Optional[gpd.GeoDataFrame]:
        if frame is None or frame.empty:
            return None
        moved = frame if CRS.from_user_input(crs_of(frame, layer)) == plane else frame.to_crs(plane)
        return moved.reset_index(drop=True)

    def units(frame: gpd.GeoDataFrame, layer: str) -> gpd.GeoDataFrame:
        moved = brought(frame, layer)
        return frame if moved is None else moved.sort_values("code", kind="stable").reset_index(drop=True)

    if roads is not None and len(roads):
        crs_of(roads, "road")
    return CountyLayers(
        units(villages, "village"),
        units(townships, "township"),
        None if roads is None or not has_lines(np.asarray(roads.geometry.values)) else roads.reset_index(drop=True),
        brought(facilities, "facility"),
        brought(hazards, "hazard"),
        brought(parcels, "parcel"),
        brought(control_lines, "control_line"),
        values or {},
        land_areas,
    )


@dataclass(frozen=True)
class Place:
    """A place that people travel to: the kinds of facility that are one, plain (see `network.speeds.plain`)."""

    id: str
    zh: str
    en: str
    kinds: tuple[str, ...]

    def name(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Places:
    places: Mapping[str, Place]
    capacity: tuple[str, ...]

    def with_kinds(self, id: str, kinds: tuple[str, ...]) -> Places:
        """With other kinds of facility for one place."""
        old = self.places[id]
        changed = Place(old.id, old.zh, old.en, tuple(map(plain, kinds)))
        return Places({**self.places, id: changed}, self.capacity)


def load_places(path: Path, schema: Path, county: Optional[CountyCatalogue] = None) -> Places:
    """The catalogue places (`load_catalogue` tells of paths and errors)."""
    data = load_catalogue(path, schema, county)
    return Places(
        {
            item["id"]: Place(item["id"], item["zh"], item["en"], tuple(map(plain, item["kinds"])))
            for item in data["places"]
        },
        tuple(data["capacity"]),
    )


@dataclass(frozen=True)
class Settings:
    """speeds, places  the catalogues     snap, crossings  see `RoadNetwork.build`
    language  "zh" or "en": of names from catalogues in messages
    """

    speeds: RoadSpeeds
    places: Places
    snap: float = 1.0
    crossings: bool = False
    language: str = "en"
