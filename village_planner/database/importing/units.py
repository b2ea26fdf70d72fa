"""Villages and townships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ...core.codes import owner_of
from ...core.errors import InputError
from ...core.messages import message
from . import geometry, values
from .aliases import targets
from .notes import Notes, some
from .source import Recognised

LEAST_M2 = 1.0  # overlaps and gaps below it are rounding of coordinates
VILLAGE_ENDINGS = {"community": ("社区", "居委会", "居民委员会"), "village": ("村", "村委会", "村民委员会")}


@dataclass(frozen=True)
class Units:
    """Both levels in the schema's columns, by code."""

    villages: gpd.GeoDataFrame
    townships: gpd.GeoDataFrame
    county_code: str
    county_name: str


def convert_units(villages: Recognised, townships: Optional[Recognised], notes: Notes) -> Units:
    """Check and convert both levels; townships are made by dissolving villages where there is no layer of them.

    Raises InputError missing_code, duplicate_code, no_ground, bad_population, no_township, unknown_township.
    """
    lower, own_township = _villages(villages, notes)
    upper = None if townships is None else _townships(townships, notes)
    lower["township_code"] = _township_of(lower, own_township, upper, villages, notes)
    if upper is None:
        upper = _dissolved(lower, own_township, notes)
    else:
        _compare_populations(lower, upper, townships, notes)
        _say_empty_townships(lower, upper, notes)
    _say_topology(lower, villages.name, notes)
    county_code = only_value(values.texts(villages.column("county_code"), villages.frame.index))
    if not county_code and (lower["code"].str.len() == values.VILLAGE_CODE).all():
        county_code = only_value(lower["code"].str.slice(0, values.COUNTY_CODE))
    county_name = only_value(values.texts(villages.column("county_name"), villages.frame.index))
    lower = lower.sort_values("code", kind="stable").reset_index(drop=True)
    upper = upper.sort_values("code", kind="stable").reset_index(drop=True)
    return Units(lower, upper, county_code, county_name)


def _villages(source: Recognised, notes: Notes) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Villages without their township, and what their rows say of it: columns code, name ("" where nothing)."""
    frame, codes = _units(source, notes)
    index = source.frame.index
    frame["kind"] = _kinds(values.texts(source.column("kind"), index), frame["name"], codes)
    township = pd.DataFrame(
        {
            "code": values.short_township_codes(values.texts(source.column("township_code"), index)),
            "name": values.texts(source.column("township_name"), index),
        }
    )
    return frame, township


def _townships(source: Recognised, notes: Notes) -> gpd.GeoDataFrame:
    frame, codes = _units(source, notes)
    frame["code"] = values.short_township_codes(codes)
    return frame


def _units(source: Recognised, notes: Notes) -> tuple[gpd.GeoDataFrame, pd.Series]:
    """Code, name, population, area and geometry of a level."""
    column = source.column("code")
    assert column is not None  # a required target
    codes = values.survey_codes(column, source.name, source.field("code"))
    frame = geometry.polygons(gpd.GeoDataFrame(source.frame), codes, source.name, notes, strict=True)
    names = values.texts(source.column("name"), frame.index)
    if source.column("name") is None:
        notes.warn(message("Layer {layer} has no field of names; units are named by their codes.", layer=source.name))
    people = source.column("population")
    if people is None:
        notes.warn(message("Layer {layer} has no field of the population; it stays empty.", layer=source.name))
        population: pd.Series = pd.Series([pd.NA] * len(frame), index=frame.index, dtype="Int64")
    else:
        population = values.populations(people, codes, source.name, source.field("population"), notes).astype("Int64")
    area = geometry.control_areas(frame, source.column("area"), codes, source.name, source.field("area"), notes)
    result = gpd.GeoDataFrame(
        {
            "code": codes,
            "name": names.where(names != "", codes),
            "population": population,
            "area_m2": pd.Series(area, index=frame.index),
        },
        geometry=frame.geometry.values,
        crs=frame.crs,
    )
    return result, codes


def _kinds(given: pd.Series, names: pd.Series, codes: pd.Series) -> pd.Series:
    """village or community: by the field, else the name's ending, else the code (001-199 is a residents' committee)."""
    known = {value: kept for kept, listed in targets()["village"]["kind"].values.items() for value in listed}
    result = given.map(known)
    for kind, endings in VILLAGE_ENDINGS.items():
        result = result.where(result.notna() | ~names.str.endswith(endings), kind)
    national = (codes.str.len() == values.VILLAGE_CODE) & codes.str.isdigit()
    part = pd.to_numeric(codes.str.slice(values.TOWNSHIP_CODE), errors="coerce").where(national)
    result = result.where(result.notna() | ~part.between(1, 199), "community")
    result = result.where(result.notna() | ~part.between(200, 399), "village")
    return result.fillna("").astype(object)


def _township_of(
    villages: gpd.GeoDataFrame,
    own: pd.DataFrame,
    townships: Optional[gpd.GeoDataFrame],
    source: Recognised,
    notes: Notes,
) -> pd.Series:
    """Each village's township: its field, else the beginning of its code, else the township it lies in."""
    field = source.field("township_code")
    if "township_code" in source.fields:
        codes = own["code"]
        empty = codes == ""
        if empty.any():
            raise InputError(
                "no_township",
                "Layer {layer}, field {field}, unit {unit}: no township is named ({count} such units). Enter the code "
                "of its township.",
                layer=source.name,
                field=field,
                unit=villages["code"][empty].iloc[0],
                count=int(empty.sum()),
            )
        if townships is not None:
            strange = ~codes.isin(townships["code"])
            if strange.any():
                raise InputError(
                    "unknown_township",
                    "Layer {layer}, field {field}, unit {unit}: there is no township {township} ({count} such units). "
                    "Correct the code, or add the township to its layer.",
                    layer=source.name,
                    field=field,
                    unit=villages["code"][strange].iloc[0],
                    township=codes[strange].iloc[0],
                    count=int(strange.sum()),
                )
        return codes
    if townships is None:
        national = (villages["code"].str.len() == values.VILLAGE_CODE) & villages["code"].str.isdigit()
        if not national.all():
            raise InputError(
                "no_township",
                "Layer {layer}, unit {unit}: its township is not known ({count} such units). Give a layer of townships "
                "(TOWNSHIPS), or name the field with the township's code in a field map (FIELD_MAP) under village, "
                "township_code.",
                layer=source.name,
                unit=villages["code"][~national].iloc[0],
                count=int((~national).sum()),
            )
        return villages["code"].str.slice(0, values.TOWNSHIP_CODE)
    listed = townships["code"].tolist()
    owner = owner_of(villages["code"], listed)
    lost = owner < 0
    if lost.any():
        owner[lost] = _holding(villages.geometry[lost], townships.geometry)
        by_place = lost & (owner >= 0)
        if by_place.any():
            notes.warn(
                message(
                    "Layer {layer}: {count} units ({names}) were given to the township they lie in, as their codes "
                    "begin with no township's.",
                    layer=source.name,
                    count=int(by_place.sum()),
                    names=some(villages["code"][by_place]),
                )
            )
    if (owner < 0).any():
        raise InputError(
            "no_township",
            "Layer {layer}, unit {unit}: its code begins with no township's and it lies in none ({count} such units). "
            "Correct the code, or add the township to its layer.",
            layer=source.name,
            unit=villages["code"][owner < 0].iloc[0],
            count=int((owner < 0).sum()),
        )
    return pd.Series([listed[place] for place in owner], index=villages.index, dtype=object)


def _holding(units: gpd.GeoSeries, townships: gpd.GeoSeries) -> np.ndarray:
    """Position of the township that holds a point inside each unit; -1 where none does, the first where several do."""
    inside = shapely.point_on_surface(np.asarray(units.values))
    point, township = shapely.STRtree(np.asarray(townships.values)).query(inside, predicate="intersects")
    result = np.full(len(units), -1)
    for at, place in sorted(zip(point.tolist(), township.tolist()), reverse=True):
        result[at] = place
    return result


def _dissolved(villages: gpd.GeoDataFrame, own: pd.DataFrame, notes: Notes) -> gpd.GeoDataFrame:
    """Townships from their villages: ground joined, people and control areas summed."""
    named = own["name"].groupby(villages["township_code"]).agg(only_value)
    rows = []
    for code, members in villages.groupby("township_code", sort=True):
        people = members["population"].sum(min_count=1)
        rows.append(
            {
                "code": code,
                "name": named[code] or code,
                "population": people,
                "area_m2": round(float(members["area_m2"].sum()), 2),
                "geometry": shapely.union_all(np.asarray(members.geometry.values)),
            }
        )
    notes.say(
        message("No layer of townships was given: {count} townships were made by dissolving villages.", count=len(rows))
    )
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=villages.crs)
    frame["population"] = frame["population"].astype("Int64")
    return frame


def _compare_populations(
    villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame, source: Optional[Recognised], notes: Notes
) -> None:
    """Fill townships without a field of population from their villages; say where the two differ."""
    sums = townships["code"].map(villages.groupby("township_code")["population"].sum(min_count=1)).astype("Int64")
    if source is not None and source.column("population") is None:
        townships["population"] = sums
        return
    differs = (sums != townships["population"]).fillna(False).astype(bool)
    if differs.any():
        notes.warn(
            message(
                "The population of {count} townships differs from the sum of their villages ({names}); each level "
                "keeps its own.",
                count=int(differs.sum()),
                names=some(
                    f"{row.code}: {row.population} / {total}"
                    for row, total in zip(townships[differs].itertuples(), sums[differs])
                ),
            )
        )


def _say_empty_townships(villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame, notes: Notes) -> None:
    empty = ~townships["code"].isin(villages["township_code"])
    if empty.any():
        notes.warn(
            message(
                "{count} townships have no village ({names}).",
                count=int(empty.sum()),
                names=some(townships["code"][empty]),
            )
        )


def _say_topology(villages: gpd.GeoDataFrame, layer: str, notes: Notes) -> None:
    """Warn of ground that several villages claim, and of holes that none does."""
    shapes = np.asarray(villages.geometry.values)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = first[first < second], second[first < second]
    common = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    overlapping = common > LEAST_M2
    if overlapping.any():
        worst = int(np.argmax(common))
        notes.warn(
            message(
                "Layer {layer}: {count} pairs of units overlap, {area} ha in all; most {first} and {second} with "
                "{most} ha. Their figures stay as they are; mend the borders before parcels are cut.",
                layer=layer,
                count=int(overlapping.sum()),
                area=f"{common[overlapping].sum() / 1e4:.2f}",
                first=villages["code"].iloc[first[worst]],
                second=villages["code"].iloc[second[worst]],
                most=f"{common[worst] / 1e4:.2f}",
            )
        )
    parts = shapely.get_parts(shapely.union_all(shapes))
    rings, owner = shapely.get_rings(parts, return_index=True)
    inner = np.ones(len(rings), dtype=bool)
    inner[np.unique(owner, return_index=True)[1]] = False
    holes = shapely.area(shapely.polygons(rings[inner])) if inner.any() else np.zeros(0)
    holes = holes[holes > LEAST_M2]
    if len(holes):
        notes.warn(
            message(
                "Layer {layer}: {count} gaps between units, {area} ha in all, the largest {most} ha. Where these are "
                "no lakes or enclaves, mend the borders.",
                layer=layer,
                count=len(holes),
                area=f"{holes.sum() / 1e4:.2f}",
                most=f"{holes.max() / 1e4:.2f}",
            )
        )


def only_value(texts: pd.Series) -> str:
    """The one value that all rows share; "" where they differ or say nothing."""
    found = set(texts) - {""}
    return found.pop() if len(found) == 1 else ""
