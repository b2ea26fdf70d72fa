"""Parcels, control lines and the other layers with geometry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ...core.codes import code_text, owner_of
from ...core.control_lines import load_control_lines
from ...core.messages import message
from ...core.network.speeds import load_road_speeds
from ...core.task import SILENT, Task
from ...paths import catalogue_files
from . import geometry, values
from .notes import Notes, some
from .source import Recognised

CONTROL_KINDS = {  # role of the layer -> kind of control line
    "ecological_redline": "ecological_redline",
    "basic_farmland": "permanent_basic_farmland",
    "urban_boundary": "urban_development_boundary",
}

OWN_SHARE = 0.5  # of a neighbour's ground inside the county: then it is the county itself
YEARS = (1900, 2100)  # a number outside them is no year


def convert_parcels(source: Recognised, villages: Sequence[str], notes: Notes, task: Task = SILENT) -> gpd.GeoDataFrame:
    """The `parcel` layer. unit_code: the village whose code its own begins with, None where there is none."""
    ids = values.unique_ids(
        source.column("parcel_id"), source.frame.index, source.name, source.field("parcel_id"), notes
    )
    frame = geometry.polygons(
        gpd.GeoDataFrame(source.frame), ids, source.name, notes, strict=False, task=task.part(0.0, 0.5)
    )
    source = source.replaced(frame)
    ids = ids[frame.index]
    classes = values.texts(source.column("class_code"), frame.index)
    if (classes == "").any():
        notes.warn(
            message(
                "Layer {layer}, field {field}: {count} parcels have no land class ({names}).",
                layer=source.name,
                field=source.field("class_code"),
                count=int((classes == "").sum()),
                names=some(ids[classes == ""]),
            )
        )
    area = geometry.control_areas(
        frame, source.column("area"), ids, source.name, source.field("area"), notes, task.part(0.5, 1.0)
    )
    return gpd.GeoDataFrame(
        {
            "parcel_id": ids,
            "class_code": classes,
            "class_name": values.texts(source.column("class_name"), frame.index),
            "unit_code": _unit_codes(source, ids, villages, notes),
            "area_m2": pd.Series(area, index=frame.index),
            "ridge_factor": _ridge_factors(source, ids, notes),
            "settlement_code": values.texts(source.column("settlement_code"), frame.index),
        },
        geometry=frame.geometry.values,
        crs=frame.crs,
    ).reset_index(drop=True)


def convert_controls(source: Recognised, notes: Notes) -> gpd.GeoDataFrame:
    """Rows of the `control_line` layer, all of one kind: by the layer's role, else its name, else that name itself."""
    names = _names(source, "name")
    frame = geometry.polygons(gpd.GeoDataFrame(source.frame), names, source.name, notes, strict=False)
    return _layer(
        frame,
        {
            "kind": pd.Series([_control_kind(source)] * len(frame), index=frame.index, dtype=object),
            "name": values.texts(source.column("name"), source.frame.index)[frame.index],
        },
    )


def _control_kind(source: Recognised) -> str:
    if source.role in CONTROL_KINDS:
        return CONTROL_KINDS[source.role]
    line = load_control_lines(*catalogue_files("control_lines")).line_of(source.name)
    return source.name if line is None else line.kind


def convert_plan(source: Recognised, notes: Notes) -> gpd.GeoDataFrame:
    """Rows of the `sector_plan` layer; the plan is called as its layer is."""
    frame = geometry.polygons(
        gpd.GeoDataFrame(source.frame), _names(source, "class_code"), source.name, notes, strict=False
    )
    plan = pd.Series([source.name] * len(frame), index=frame.index, dtype=object)
    return _layer(frame, {"plan": plan, **_texts(source, frame, ("class_code", "class_name"))})


def convert_projects(source: Recognised, notes: Notes) -> gpd.GeoDataFrame:
    frame = geometry.polygons(gpd.GeoDataFrame(source.frame), _names(source, "code"), source.name, notes, strict=False)
    texts = _texts(
        source, frame, ("code", "name", "kind", "sector_plan", "content", "standard", "scale", "responsible")
    )
    starts, ends = _years(source, notes)
    figures = {"investment": _figures(source, "investment", notes), "start_year": starts, "end_year": ends}
    return _layer(frame, {**texts, **{name: column[frame.index] for name, column in figures.items()}})


def convert_hazards(source: Recognised, notes: Notes) -> gpd.GeoDataFrame:
    frame = geometry.points(gpd.GeoDataFrame(source.frame), _names(source, "name"), source.name, notes)
    return _layer(frame, _texts(source, frame, ("kind", "name")))


def convert_facilities(source: Recognised, villages: gpd.GeoDataFrame, notes: Notes) -> gpd.GeoDataFrame:
    """The `facility` layer; where its own code names no village, the village it lies in."""
    names = _names(source, "name")
    frame = geometry.points(gpd.GeoDataFrame(source.frame), names, source.name, notes)
    codes = values.texts(source.column("unit_code"), source.frame.index)[frame.index]
    owner = owner_of(codes, villages["code"].tolist())
    unit = pd.Series([villages["code"].iloc[place] if place >= 0 else "" for place in owner], index=frame.index)
    lost = unit == ""
    if lost.any():
        lying = gpd.sjoin(
            gpd.GeoDataFrame(geometry=frame.geometry[lost]), villages[["code", "geometry"]], predicate="intersects"
        )
        unit.update(lying["code"].groupby(level=0).min())
    columns = {**_texts(source, frame, ("kind", "name", "level")), "unit_code": unit.where(unit != "", None)}
    return _layer(frame, {**columns, "capacity": _figures(source, "capacity", notes)[frame.index]})


def convert_roads(source: Recognised, notes: Notes) -> gpd.GeoDataFrame:
    frame = geometry.lines(gpd.GeoDataFrame(source.frame), _names(source, "name"), source.name, notes)
    made = _layer(frame, _texts(source, frame, ("kind", "name", "direction")))
    strange = made.loc[load_road_speeds(*catalogue_files("road_speeds")).unknown(made["direction"]), "direction"]
    if len(strange):
        notes.warn(
            message(
                "Layer {layer}, field {field}: {count} roads have a direction of traffic that is not known ({names}). "
                "Name it in the catalogue of speeds (one_way), or leave the field out by the field map; else travel "
                "over the roads cannot be measured.",
                layer=source.name,
                field=source.field("direction"),
                count=len(strange),
                names=some(dict.fromkeys(strange)),
            )
        )
    return made


def convert_neighbours(source: Recognised, townships: gpd.GeoDataFrame, notes: Notes) -> gpd.GeoDataFrame:
    """The `neighbour` layer: counties around this one, which itself is left out where the layer has it."""
    names = _names(source, "name")
    frame = geometry.polygons(gpd.GeoDataFrame(source.frame), names, source.name, notes, strict=False)
    county = shapely.union_all(np.asarray(townships.geometry.values))
    own = frame.intersection(county).area >= OWN_SHARE * frame.area
    frame = frame[~own]
    made = _layer(frame, _texts(source, frame, ("name",)))
    if own.any():
        notes.say(
            message(
                "Layer {layer}: {count} features are the county itself and are left out.",
                layer=source.name,
                count=int(own.sum()),
            )
        )
    nameless = int((made["name"] == "").sum())
    if nameless:
        notes.warn(
            message(
                "Layer {layer}, field {field}: {count} neighbouring counties have no name; the atlas draws them "
                "without.",
                layer=source.name,
                field=source.field("name"),
                count=nameless,
            )
        )
    return made


def _layer(frame: gpd.GeoDataFrame, columns: dict[str, pd.Series]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=frame.geometry.values, crs=frame.crs).reset_index(drop=True)


def _texts(source: Recognised, frame: gpd.GeoDataFrame, targets: Sequence[str]) -> dict[str, pd.Series]:
    whole = source.frame.index
    return {target: values.texts(source.column(target), whole)[frame.index] for target in targets}


def _figures(source: Recognised, target: str, notes: Notes) -> pd.Series:
    """Numbers that a feature may do without: NaN where there is none, with a warning where it was a text."""
    given = source.column(target)
    if given is None:
        return pd.Series(np.nan, index=source.frame.index)
    made = values.numbers(given)
    _say_no_number(source, target, given, made.isna() & (values.texts(given, given.index) != ""), notes)
    return made


def _years(source: Recognised, notes: Notes) -> tuple[pd.Series, pd.Series]:
    """First and last year (Int64): of their own fields, else those named in one field of both, as in 2023—2027年."""
    made = {}
    both = source.column("years")
    text = values.texts(both, source.frame.index)
    found = text.str.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)")
    for target, place in (("start_year", 0), ("end_year", -1)):
        own = _figures(source, target, notes)
        years = own.where(own.isna() | (own == own.round()) & own.between(*YEARS))
        if target in source.fields:
            _say_no_number(source, target, source.frame[source.fields[target]], own.notna() & years.isna(), notes)
        named = pd.Series([float(numbers[place]) if numbers else np.nan for numbers in found], index=found.index)
        made[target] = years.fillna(named).astype("Int64")
    if both is not None:
        _say_no_number(source, "years", both, (text != "") & (found.str.len() == 0), notes)
    return made["start_year"], made["end_year"]


def _say_no_number(source: Recognised, target: str, given: pd.Series, wrong: pd.Series, notes: Notes) -> None:
    if wrong.any():
        notes.warn(
            message(
                "Layer {layer}, field {field}: {count} values are not a number or year that can be used ({names}); "
                "they are left empty.",
                layer=source.name,
                field=source.field(target),
                count=int(wrong.sum()),
                names=some(given[wrong].astype(str).drop_duplicates()),
            )
        )


def _names(source: Recognised, target: str) -> pd.Series:
    """What a feature is called in messages: its name or code, else its row."""
    given = values.texts(source.column(target), source.frame.index)
    rows = pd.Series([f"#{number}" for number in range(1, len(given) + 1)], index=given.index, dtype=object)
    return given.where(given != "", rows)


def _unit_codes(source: Recognised, ids: pd.Series, villages: Sequence[str], notes: Notes) -> Optional[pd.Series]:
    given = source.column("unit_code")
    if given is None:
        notes.say(
            message("Layer {layer} does not say which village a parcel is in; the overlay will.", layer=source.name)
        )
        return pd.Series([None] * len(ids), index=ids.index, dtype=object)
    codes = code_text(given)
    listed = list(villages)
    owner = owner_of(codes, listed)
    if (owner < 0).any():
        notes.warn(
            message(
                "Layer {layer}, field {field}: {count} parcels name no village of the county ({names}); their village "
                "is left empty.",
                layer=source.name,
                field=source.field("unit_code"),
                count=int((owner < 0).sum()),
                names=some(f"{one}: {code or '-'}" for one, code in zip(ids[owner < 0], codes[owner < 0])),
            )
        )
    return pd.Series([listed[place] if place >= 0 else None for place in owner], index=ids.index, dtype=object)


def _ridge_factors(source: Recognised, ids: pd.Series, notes: Notes) -> pd.Series:
    given = source.column("ridge_factor")
    if given is None:
        return pd.Series([0.0] * len(ids), index=ids.index)
    factors = values.numbers(given).fillna(0.0)
    wrong = (factors < 0) | (factors >= 1)
    if wrong.any():
        notes.warn(
            message(
                "Layer {layer}, field {field}: {count} factors are not from 0 to below 1 ({names}); 0 is kept there.",
                layer=source.name,
                field=source.field("ridge_factor"),
                count=int(wrong.sum()),
                names=some(ids[wrong]),
            )
        )
    return factors.where(~wrong, 0.0)
