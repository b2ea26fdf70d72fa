"""What the themed pages share, made once for all of them: their catalogues, facilities by group, ways over the roads.

Everything is kept in the atlas data's cache, under names that no page's scope is part of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional

import numpy as np
import pandas as pd

from ..core.catalogue import load_catalogue
from ..core.control_lines import load_control_lines
from ..core.facilities.circles import CENTRES, CircleReach, living_circles
from ..core.facilities.groups import FacilityGroups, load_facility_groups
from ..core.indicators.measures.county import Settings, county_layers, load_places
from ..core.indicators.measures.survey import LackingError, Survey
from ..core.network.speeds import load_road_speeds, plain
from ..core.projects.rules import load_project_rules
from ..paths import catalogue_files
from .data import AtlasData

if TYPE_CHECKING:
    import geopandas as gpd

SEAT_TIME = "V8"  # indicator of villages: minutes to the county seat, where the county has it already


def once(data: AtlasData, name: str, make: Callable[[], Any]) -> Any:
    """What is kept under that name, else what `make()` gives."""
    return data.once(("theme", name), make)


def themes(data: AtlasData) -> dict[str, Any]:
    """The catalogue atlas_themes: the county's own, else as shipped."""
    return once(data, "themes", lambda: load_catalogue(*catalogue_files("atlas_themes"), data.own.get("atlas_themes")))


def facility_groups(data: AtlasData) -> FacilityGroups:
    return once(
        data,
        "facility groups",
        lambda: load_facility_groups(*catalogue_files("facility_groups"), data.own.get("facility_groups")),
    )


def settings(data: AtlasData) -> Settings:
    """How roads and places are taken, as everywhere else in the plan."""
    return once(
        data,
        "settings",
        lambda: Settings(
            load_road_speeds(*catalogue_files("road_speeds"), data.own.get("road_speeds")),
            load_places(*catalogue_files("places"), data.own.get("places")),
            language="zh",
        ),
    )


def line_names(data: AtlasData) -> dict[str, str]:
    """Kind of control line -> its name in print."""

    def make() -> dict[str, str]:
        known = load_control_lines(*catalogue_files("control_lines"))
        return {**dict(data.county.control_names), **{line.kind: line.title["zh"] for line in known.lines}}

    return once(data, "line names", make)


def plan_name(data: AtlasData, plan: str) -> str:
    """What a sector plan is called in print."""
    lines = load_control_lines(*catalogue_files("control_lines"))
    rules = once(data, "project rules", lambda: load_project_rules(*catalogue_files("project_rules"), lines))
    return str(rules.plan_name(plan, "zh"))


def facilities(data: AtlasData) -> Optional[gpd.GeoDataFrame]:
    """Facilities as points: kind, group and tier of the catalogue, name, geometry; None where the county has none."""
    frame = data.layers.get("facility")
    if frame is None:
        return None

    def make() -> gpd.GeoDataFrame:
        sorted_ = facility_groups(data).sort(frame["kind"])
        points = frame[["name", "geometry"]].join(sorted_)
        return points.set_geometry(points.geometry.representative_point())

    return once(data, "facilities", make)


def has_facilities(data: AtlasData, *names: str) -> bool:
    """Whether the county has a facility of these themes."""
    frame = facilities(data)
    return frame is not None and bool(
        frame["group"].isin([group.id for group in facility_groups(data).of_theme(*names)]).any()
    )


def road_class(data: AtlasData, kinds: pd.Series) -> pd.Series:
    """Class of roads (id of the catalogue road_speeds) by what their field kind says; "" where it is not known."""
    known = settings(data).speeds.class_of
    return kinds.map(lambda kind: known.get(plain(kind), ""))


def main_roads(data: AtlasData, roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The roads that are drawn for orientation and led to in need."""
    return roads[road_class(data, roads["kind"]).isin(themes(data)["main_roads"])]


# ---- ways over the roads
def survey(data: AtlasData) -> Survey:
    def make() -> Survey:
        layers = county_layers(
            data.villages,
            data.townships,
            data.layers.get("road"),
            data.layers.get("facility"),
            data.layers.get("hazard"),
        )
        return Survey(layers, settings(data))

    return once(data, "survey", make)


def minutes_to_seat(data: AtlasData) -> Optional[pd.Series]:
    """Village code -> minutes by road to the county seat, inf where no road leads; None where that cannot be told.

    The county's own figures where every village has one, so that map and tables agree; else computed.
    """

    def make() -> Optional[pd.Series]:
        villages = data.villages.set_index("code")
        if SEAT_TIME in villages and villages[SEAT_TIME].notna().all():
            return villages[SEAT_TIME].astype(float)
        try:
            asked = survey(data)
            return pd.Series(asked.to_place("village", "county_seat"), asked.county.villages["code"].to_numpy(object))
        except LackingError:
            return None

    return once(data, "minutes to seat", make)


def circles(data: AtlasData) -> list[CircleReach]:
    """The living circles that have a place to be drawn around."""

    def make() -> list[CircleReach]:
        units = pd.concat([data.townships[["code", "role"]], data.villages[["code", "role"]]])
        centres = {role: units.loc[units["role"] == role, "code"].tolist() for role in CENTRES}
        return living_circles(survey(data), facility_groups(data).circles, centres)

    return once(data, "circles", make)


# ---- units
def count_inside(points: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> np.ndarray:
    """(n,) number of points in each unit; one on a border counts for the first of its units."""
    found = units[["geometry"]].reset_index(drop=True).sindex.query(points.geometry, predicate="intersects")
    point, unit = found
    first = np.unique(point, return_index=True)[1]
    return np.bincount(unit[first], minlength=len(units))
