"""From a county's layers to the content of a planning database; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from ...core.crs import check_coordinates
from ...core.errors import InputError
from ...core.messages import message
from ...core.task import SILENT, Task
from . import crs as systems
from . import values
from .aliases import FieldMap
from .figures import convert_flows, convert_indicators, convert_reference
from .layers import (
    convert_controls,
    convert_facilities,
    convert_hazards,
    convert_neighbours,
    convert_parcels,
    convert_plan,
    convert_projects,
    convert_roads,
)
from .notes import Notes
from .source import Recognised, Source, placed, recognise, say_if_empty
from .units import Units, convert_units, only_value

TABLE_ROLES = ("indicator", "flow", "reference_plan")


@dataclass(frozen=True)
class County:
    """What a new database will hold.

    layers     schema layer -> frame in `crs`
    tables     schema table -> rows
    settings   county_code, county_name
    reference  level -> unit code -> district code of an older plan; empty where none was given
    """

    crs: CRS
    layers: Mapping[str, gpd.GeoDataFrame]
    tables: Mapping[str, pd.DataFrame]
    settings: Mapping[str, str]
    reference: Mapping[str, pd.Series]


def convert(
    sources: Sequence[Source], field_map: FieldMap, wanted_crs: Optional[Any], notes: Notes, task: Task = SILENT
) -> County:
    """Recognise, check, reproject, repair and convert the layers of a county.

    sources     one of role village at least; several of roles sector_plan and control_line, one of each other
    wanted_crs  of the database; None: the villages' if projected, else the CGCS2000 zone they lie in
    notes       collects what was taken as what, what was repaired and what looks wrong
    Raises InputError naming layer, field, code and cure.
    """
    given: dict[str, list[Recognised]] = {}
    for source in sources:
        task.check()
        if source.role == "village" and source.frame.empty:
            raise InputError(
                "empty_layer",
                "Layer {layer} has no features. Choose another layer or clear its filter.",
                layer=source.name,
            )
        if not say_if_empty(source, notes):
            given.setdefault(source.role, []).append(recognise(source, field_map, notes))
    if "village" not in given:
        raise InputError("no_villages", "A layer of villages is needed. Choose it under VILLAGES.")
    village = given["village"][0]
    lower = gpd.GeoDataFrame(village.frame)
    check_coordinates(lower, village.name)
    crs = systems.target_crs(lower, wanted_crs, village.name, notes)
    village = placed(village, crs, None, notes)
    extent = gpd.GeoDataFrame(village.frame).total_bounds
    for role, several in given.items():
        if role not in TABLE_ROLES and role != "village":
            given[role] = [placed(source, crs, extent, notes) for source in several]
    task.report(0.1, message("Checking townships and villages …"))
    township = given.get("township", [None])[0]
    units = convert_units(village, township, notes)
    layers = {"township": units.townships, "village": units.villages}
    task.report(0.4, message("Converting the other layers …"))
    layers.update(_other_layers(given, units, crs, notes, task.part(0.4, 0.9)))
    tables = {}
    if "indicator" in given:
        tables["indicator_value"] = convert_indicators(given["indicator"][0], units, field_map, notes)
    if "flow" in given:
        tables["flow"] = convert_flows(given["flow"][0], units, notes)
    reference: Mapping[str, pd.Series] = {}
    if "reference_plan" in given:
        reference = convert_reference(given["reference_plan"][0], units, notes)
    settings = {"county_code": units.county_code, "county_name": units.county_name}
    for key in settings:
        # The redline of the national standard names its county; villages of the land survey do not.
        for redline in given.get("ecological_redline", []):
            settings[key] = settings[key] or only_value(values.texts(redline.column(key), redline.frame.index))
    task.report(1.0)
    return County(crs, layers, tables, settings, reference)


def _other_layers(
    given: Mapping[str, list[Recognised]], units: Units, crs: CRS, notes: Notes, task: Task
) -> dict[str, gpd.GeoDataFrame]:
    villages = units.villages["code"].tolist()
    made: dict[str, list[gpd.GeoDataFrame]] = {}
    roles = [role for role in given if role not in (*TABLE_ROLES, "village", "township")]
    for number, role in enumerate(roles):
        part = task.part(number / len(roles), (number + 1) / len(roles))
        part.report(0.0)
        for source in given[role]:
            if role == "parcel":
                made.setdefault("parcel", []).append(convert_parcels(source, villages, notes, part))
            elif role in ("ecological_redline", "basic_farmland", "urban_boundary", "control_line"):
                made.setdefault("control_line", []).append(convert_controls(source, notes))
            elif role == "sector_plan":
                made.setdefault("sector_plan", []).append(convert_plan(source, notes))
            elif role == "project":
                made.setdefault("project", []).append(convert_projects(source, notes))
            elif role == "hazard":
                made.setdefault("hazard", []).append(convert_hazards(source, notes))
            elif role == "facility":
                made.setdefault("facility", []).append(convert_facilities(source, units.villages, notes))
            elif role == "road":
                made.setdefault("road", []).append(convert_roads(source, notes))
            elif role == "neighbour":
                made.setdefault("neighbour", []).append(convert_neighbours(source, units.townships, notes))
    return {
        name: gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=crs) if len(frames) > 1 else frames[0]
        for name, frames in made.items()
    }
