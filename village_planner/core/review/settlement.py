"""The settlement hierarchy of a plan with what belongs to it: types, 1+X+Y, figures and reasons, read in one go."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Optional, Union

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..errors import InputError
from ..indicators.hierarchy import COUNTY_SEAT, TOWNS, Hierarchy, settlement_hierarchy
from ..indicators.travel import KILOMETRES, StraightTravel, Travel
from ..indicators.village_types import layout_table
from ..messages import Message, message
from ..task import SILENT, Task

if TYPE_CHECKING:
    from ..indicators.catalogue import IndicatorCatalogue

Figure = tuple[Union[Message, str], str]  # what it is called, as printed
LAYOUT_COLUMNS = ("level", "code", "name", "central_town", "sub_central_town", "central", "retained", "other")


@dataclass(frozen=True)
class PlanHierarchy:
    """tree      the hierarchy (`Hierarchy.nodes` has what each node is, and why it stands where it stands)
    below     villages and people below each node, index as the nodes
    units     township and village units by code: name, population, score, rank, indicators (NaN where unknown)
    types     index village code: type, rule, reason, layout, decided_by_user
    chosen    code of a centre -> why it was chosen, in the words kept with the plan
    evidence  code of a centre -> the figures of that choice
    layout    1+X+Y per district and township (`layout_table`), LAYOUT_COLUMNS first
    points    code -> (x, y) where a node is drawn, in the county's CRS; missing where nothing is known of its place
    shapes    villages by code, GeoSeries
    """

    tree: Hierarchy
    below: pd.DataFrame
    units: Mapping[str, Mapping[str, Any]]
    types: pd.DataFrame
    chosen: Mapping[str, str]
    evidence: Mapping[str, Mapping[str, Any]]
    layout: pd.DataFrame
    points: Mapping[str, tuple[float, float]]
    shapes: gpd.GeoSeries

    def unit_at(self, x: float, y: float) -> str:
        """The village at a place in the county's CRS, "" for none."""
        found = self.shapes.sindex.query(shapely.Point(x, y), predicate="intersects")
        return str(self.shapes.index[int(found[0])]) if len(found) else ""

    def path(self, code: str) -> list[str]:
        """A node and those above it, the county seat last."""
        found, parent = [], self.tree.nodes["parent"]
        while code:
            found.append(code)
            code = str(parent[code])
        return found

    def find(self, text: str) -> list[str]:
        """Nodes whose code or name has the text, in the order of the tree."""
        text = text.strip()
        nodes = self.tree.nodes
        if not text:
            return []
        return [str(code) for code, name in nodes["name"].items() if text in str(name) or text in str(code)]

    def figures(self, code: str, catalogue: IndicatorCatalogue, language: str) -> list[Figure]:
        """What is known of a node, for the table beside the tree; language zh or en."""
        node, below = self.tree.nodes.loc[code], self.below.loc[code]
        rows: list[Figure] = []
        if node["role"] == COUNTY_SEAT:
            rows.append((message("People below"), _number(below["people_below"], 0)))
            rows.append((message("Villages below"), _number(below["villages_below"], 0)))
            return rows
        town = node["role"] in TOWNS
        rows.append((message("People of the township") if town else message("People"), _number(node["people"], 0)))
        if not pd.isna(node["travel"]):
            unit = "km" if self.tree.unit == KILOMETRES else "分钟" if language == "zh" else "min"
            rows.append((message("To the centre above"), f"{node['travel']:,.1f} {unit}"))
        if below["villages_below"] > 1 or town:
            rows.append(
                (
                    message("Villages below, itself counted") if not town else message("Villages below"),
                    _number(below["villages_below"], 0),
                )
            )
            rows.append(
                (
                    message("People below, itself counted") if not town else message("People below"),
                    _number(below["people_below"], 0),
                )
            )
        unit_figures = self.units.get(code, {})
        if not pd.isna(unit_figures.get("score", np.nan)):
            rows.append((message("Score"), _number(unit_figures["score"], 4)))
        if not pd.isna(unit_figures.get("rank", np.nan)):
            rows.append((message("Rank"), _number(unit_figures["rank"], 0)))
        for item in catalogue.of("township" if town else "village"):
            value = unit_figures.get(item.code, np.nan)
            if not pd.isna(value):
                name, measure = (item.zh, item.unit["zh"]) if language == "zh" else (item.en, item.unit["en"])
                rows.append(
                    (
                        f"{name}（{measure}）"
                        if measure and language == "zh"
                        else f"{name} ({measure})"
                        if measure
                        else name,
                        _number(value, item.decimals),
                    )
                )
        return rows


def read_hierarchy(
    db: Any,
    plan_id: int,
    county_point: Sequence[Optional[float]] = (),
    travel: Optional[Travel] = None,
    task: Task = SILENT,
) -> PlanHierarchy:
    """Read a plan's hierarchy from its planning database.

    travel        see `plan_tree`
    county_point  x, y of the county seat in the county's CRS; empty where it is not known

    Raises InputError no_centres where central towns or central villages are not chosen yet.
    """
    townships = db.units(plan_id, "township").set_index("code").sort_index()
    task.report(0.2)
    villages = db.units(plan_id, "village").set_index("code").sort_index()
    task.report(0.5)
    county = {"code": db.setting("county_code") or "", "name": db.setting("county_name") or ""}
    tree = plan_tree(townships, villages, county, travel, task.part(0.5, 0.9))
    types = db.village_types(plan_id)
    chosen: dict[str, str] = {}
    evidence: dict[str, Mapping[str, Any]] = {}
    for level in ("township", "village"):
        for row in db.centres(plan_id, level).itertuples(index=False):
            chosen[row.unit_code] = row.reason if isinstance(row.reason, str) else ""
            figures = getattr(row, "figures", None)
            if isinstance(figures, str) and figures:
                evidence[row.unit_code] = json.loads(figures)
    points = {}
    for units in (villages, townships):
        spots = units.geometry.representative_point()
        points.update({str(code): (p.x, p.y) for code, p in spots.items() if p is not None and not p.is_empty})
    seat = str(tree.nodes.index[0])
    points.pop(seat, None)
    if len(county_point) == 2 and county_point[0] is not None and county_point[1] is not None:
        points[seat] = (float(county_point[0]), float(county_point[1]))
    units = {
        str(code): record
        for frame in (villages, townships)
        for code, record in pd.DataFrame(frame.drop(columns="geometry")).to_dict("index").items()
    }
    task.report(1)
    table = _layout(units, villages.index, types)
    return PlanHierarchy(tree, tree.below(), units, types, chosen, evidence, table, points, villages.geometry)


def with_types(plan: PlanHierarchy, types: pd.DataFrame) -> PlanHierarchy:
    """The same plan with other types of its villages (`database.village_types`); the rest does not hang on them."""
    return replace(plan, types=types, layout=_layout(plan.units, plan.shapes.index, types))


def _layout(units: Mapping[str, Mapping[str, Any]], villages: pd.Index, types: pd.DataFrame) -> pd.DataFrame:
    """1+X+Y of units by code, of which `villages` are the villages."""
    codes = [str(code) for code in villages]
    known = pd.DataFrame([units[code] for code in codes], index=codes)
    layout = types["layout"].reindex(codes)
    others = [code for code in units if code not in set(codes)]
    return layout_table(
        known.assign(layout=layout.where(layout.notna(), "")),
        pd.DataFrame([units[code] for code in others], index=others),
    )


def plan_tree(
    townships: gpd.GeoDataFrame,
    villages: gpd.GeoDataFrame,
    county: Mapping[str, str],
    travel: Optional[Travel] = None,
    task: Task = SILENT,
) -> Hierarchy:
    """The hierarchy of a plan's units (`database.units`, index code). InputError no_centres.

    travel  between villages in the order of their codes, then townships; None: straight lines
    """
    townships, villages = townships.sort_index(), villages.sort_index()
    if travel is None:
        both = pd.concat([villages.geometry, townships.geometry])
        travel = StraightTravel(gpd.GeoSeries(both, crs=villages.crs))
    # rows are chosen from plain tables many times faster
    upper, lower = (pd.DataFrame(units.drop(columns=units.geometry.name)) for units in (townships, villages))
    return settlement_hierarchy(upper, lower, county, travel, task)


def county_seat_point(facilities: gpd.GeoDataFrame, kinds: Sequence[str]) -> tuple[float, ...]:
    """x, y of the first facility whose kind is one of the county seat's; empty where there is none."""
    wanted = {kind.strip().lower() for kind in kinds}
    seats = facilities[facilities["kind"].fillna("").astype(str).str.strip().str.lower().isin(wanted)]
    seats = seats[seats.geometry.notna()]
    if seats.empty:
        return ()
    point = seats.geometry.iloc[0].centroid
    return (point.x, point.y)


def decided_type(code: str, wanted: str, reason: str, layout: str) -> dict[str, Any]:
    """The row that keeps a user's decision on a village's type; raises InputError no_reason."""
    if not reason.strip():
        raise InputError("no_reason", "Say why the type is changed; the reason is kept with the village.")
    return {
        "unit_code": code,
        "type": wanted,
        "rule": "user",
        "reason": reason.strip(),
        "layout": layout,
        "decided_by_user": True,
    }


def _number(value: Any, decimals: int) -> str:
    return "" if pd.isna(value) else f"{float(value):,.{decimals}f}"
