"""Charts of the plan: population, districts, centres."""

from __future__ import annotations

from typing import Optional

import pandas as pd

from ...core.charts.colours import OTHER, pale, palette
from ...core.charts.data import ChartData, Series, names_shortened
from ...core.overlay.balance import round_to_total
from ..data import code_order
from ..view import View

FIRST = palette(0)
SIGN = "#7a8a84"  # in the legend, where the bars wear the districts' colours
MOST = 20  # bars; more are too narrow for their names


def _people(frame: pd.DataFrame, title: str, kind: str = "column") -> Optional[ChartData]:
    """Population of the units that have most, largest first."""
    frame = frame.assign(population=frame["population"].fillna(0).astype(float))
    frame = frame.sort_values(["population", "code"], ascending=[False, True])
    if len(frame) < 2 or not frame["population"].any():
        return None
    if len(frame) > MOST:
        title = f"{title}（前 {MOST} 位）"
        frame = frame.head(MOST)
    series = Series("人口", tuple(frame["population"]), (FIRST,))
    return ChartData(kind, title, names_shortened(frame["name"].tolist()), (series,), "人")


def _townships(view: View) -> Optional[ChartData]:
    return _people(view.township_rows(), "各乡镇人口")


def _villages(view: View) -> Optional[ChartData]:
    frame = view.village_rows()
    return _people(frame, "各村（社区）人口", "bar" if len(frame) <= 12 else "column")


def _areas(view: View) -> Optional[ChartData]:
    """Areas of townships, largest first."""
    frame = view.township_rows().sort_values(["area_m2", "code"], ascending=[False, True])
    if len(frame) < 2:
        return None
    title = f"各乡镇面积（前 {MOST} 位）" if len(frame) > MOST else "各乡镇面积"
    frame = frame.head(MOST)
    series = Series("面积", tuple(frame["area_m2"].fillna(0) / 1e6), (FIRST,))
    return ChartData("column", title, names_shortened(frame["name"].tolist()), (series,), "km²")


def _districts(view: View) -> Optional[ChartData]:
    """Township districts compared: their shares of area and of population."""
    districts = view.data.dissolved("township")
    units = view.data.townships[view.data.townships["district"] != ""]
    sums = units.groupby("district")[["area_m2", "population"]].sum().reindex(districts["code"])
    if len(sums) < 2 or not (sums.sum() > 0).all():
        return None
    area, people = (round_to_total(sums[name].to_numpy(), 100.0, 0.1) for name in ("area_m2", "population"))
    colours = tuple(districts["colour"])
    return ChartData(
        "column",
        "各镇级片区面积与人口占比",
        names_shortened(districts["name"].tolist()),
        (
            Series("面积占比", tuple(area.tolist()), tuple(map(pale, colours)), pale(SIGN)),
            Series("人口占比", tuple(people.tolist()), colours, SIGN),
        ),
        "%",
        1,
    )


def _village_districts(view: View) -> Optional[ChartData]:
    """Village districts and central villages of each township district."""
    villages = view.data.villages[view.data.villages["district"] != ""]
    parents = villages["parent_district"].fillna("").astype(str)
    codes = sorted(set(parents) - {""}, key=code_order)
    if len(codes) < 2:
        return None
    names = view.data.county.township_districts["name"]
    worn = view.data.dissolved("township").set_index("code")["colour"]
    colours = tuple(str(worn.get(code, OTHER)) for code in codes)
    groups = [villages[parents == code] for code in codes]
    return ChartData(
        "column",
        "各镇级片区的村级片区与中心村",
        names_shortened([str(names.get(code, "") or code) for code in codes]),
        (
            Series(
                "村级片区",
                tuple(float(group["district"].nunique()) for group in groups),
                tuple(map(pale, colours)),
                pale(SIGN),
            ),
            Series(
                "中心村", tuple(float((group["role"] == "central_village").sum()) for group in groups), colours, SIGN
            ),
        ),
        "个",
    )


def _hierarchy(view: View) -> Optional[ChartData]:
    """People of the villages below each central or sub-central town."""
    nodes = view.data.county.hierarchy
    if nodes is None:
        return None
    towns = nodes[nodes["role"].isin(["central_town", "sub_central_town"])]
    people = pd.to_numeric(towns["people_below"], errors="coerce").fillna(0)
    if not 2 <= len(towns) <= MOST or not people.any():
        return None
    order = people.sort_values(ascending=False, kind="stable").index
    series = Series("人口", tuple(people[order]), (FIRST,))
    return ChartData(
        "bar", "中心镇、副中心镇所辖村庄人口", names_shortened(towns["name"][order].tolist()), (series,), "人"
    )


CHARTS = {
    "population": _townships,
    "township_areas": _areas,
    "district_population": _districts,
    "district_townships": _townships,
    "village_districts": _village_districts,
    "township_villages": _villages,
    "hierarchy": _hierarchy,
}
