"""Project outlines against control lines, land classes, sector plans, hazards and units: areas and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..crs import crs_name, is_true_to_scale
from ..errors import InputError
from ..messages import Message, message
from ..overlay.balance import round_table, round_to_total
from ..overlay.cover import Cover, parts_of
from ..overlay.ellipsoid import ellipsoid_areas
from ..overlay.pieces import NO_UNIT, cut_parcels
from ..overlay.repair import repair_polygons
from ..overlay.shares import DIGIT, rounded
from ..task import SILENT, Task
from .rules import CLASS, HAZARD, INSIDE, LINE, NEAR, OUTSIDE, PASS, PLAN, ProjectRule, ProjectRules, Text, worst

NEARBY = 0.1  # of the outlines' extent: so far round it a layer in another system is looked at
NOT_COVERED = ""  # class, plan class or unit of ground that no polygon of the layer covers


@dataclass(frozen=True)
class NamedLayer:
    """A layer to check against.

    name      what messages and reports call it; for control lines their kind
    geometry  (n,) with a CRS, as it came
    code      (n,) class code, plan class, unit code, kind of hazard; "" where unknown
    label     (n,) the code's name, "" where unknown
    """

    name: str
    geometry: gpd.GeoSeries
    code: Optional[pd.Series] = None
    label: Optional[pd.Series] = None

    def texts(self, which: Optional[pd.Series]) -> NDArray:
        if which is None:
            return np.full(len(self.geometry), "", dtype=object)
        return which.fillna("").astype(str).to_numpy(dtype=object)


@dataclass(frozen=True)
class Surroundings:
    """Everything that outlines are checked against; each line has a name of its own."""

    lines: Sequence[NamedLayer] = ()
    parcels: Optional[NamedLayer] = None
    plans: Sequence[NamedLayer] = ()
    hazards: Optional[NamedLayer] = None
    units: Optional[NamedLayer] = None


@dataclass(frozen=True)
class Judgement:
    """What a rule says of a project: rule, what it is about (a line, a plan, "" for classes and hazards), how much."""

    project: int
    rule: ProjectRule
    about: str
    verdict: str
    action: Text
    area: float = 0.0
    share: float = 0.0
    names: tuple[str, ...] = ()  # hazards, by distance


@dataclass(frozen=True)
class ProjectCheck:
    """Areas in m², multiples of 0.01; `project` is the position of a row of `projects`.

    projects      code, name, kind, area_m2, verdict, geometry
    lines         project, line, area_m2, share, verdict, geometry (common ground or None): a row per project and line
    classes       project, class_code, area_m2: closes to the project's area; "" is ground without parcel
    line_classes  project, line, class_code, area_m2: closes to `lines`
    plans         project, plan, class_code, class_name, area_m2: closes to the project's area for each plan
    units         project, unit_code, unit_name, area_m2: closes to the project's area
    hazards       project, kind, name, distance_m (0 inside), geometry
    judgements    every rule that applies, worst first
    """

    projects: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame
    classes: pd.DataFrame
    line_classes: pd.DataFrame
    plans: pd.DataFrame
    units: pd.DataFrame
    hazards: gpd.GeoDataFrame
    judgements: tuple[Judgement, ...]
    rules: ProjectRules
    area: str
    warnings: tuple[Message, ...] = field(default=())

    def of(self, project: int) -> list[Judgement]:
        return [judgement for judgement in self.judgements if judgement.project == project]


def check_projects(
    outlines: gpd.GeoDataFrame,
    around: Surroundings,
    rules: ProjectRules,
    area: str = "ellipsoid",
    task: Task = SILENT,
) -> ProjectCheck:
    """Check outlines.

    outlines  code, name, kind and valid polygons in a CRS that is true to scale (see `measurable`); each is looked at
              by itself, overlaps or not
    area      "ellipsoid" (on CGCS2000, by the survey's formula) or "plane"
    Each layer's ground counts once, also where its polygons overlap. Areas are rounded once and balanced, so that
    classes, lines by class, plan classes and units close to the project's area.
    """
    shapes = outlines.geometry.to_numpy()
    crs = outlines.crs
    if not is_true_to_scale(crs):
        raise ValueError(f"areas and distances cannot be measured in {crs_name(crs)}")
    plane = shapely.area(shapes)
    exact = ellipsoid_areas(outlines.geometry) if area == "ellipsoid" else plane
    totals = rounded(exact)
    scale = exact / plane
    near = _Neighbourhood(shapes, crs)
    warnings: list[Message] = []

    lines = [near.cover(line, warnings) for line in around.lines]
    task.report(0.1, message("Cutting the outlines …"))
    parcels = near.layer(around.parcels, warnings)
    pieces = _cut(outlines, parcels.polygons, [cover for cover in lines], task.part(0.1, 0.5))
    pieces = pieces.assign(weight=shapely.area(pieces["geometry"].to_numpy()) * scale[pieces["project"]])
    pieces["code"] = np.where(pieces["part"] == NO_UNIT, NOT_COVERED, np.append(parcels.code, "")[pieces["part"]])
    names = [line.name for line in around.lines]
    cells = _balanced(pieces, totals, len(names))

    line_rows, line_classes = _line_tables(outlines, pieces, cells, names, totals)
    classes = cells.groupby(["project", "code"], sort=True)["area_m2"].sum().round(2).reset_index()
    classes = classes.rename(columns={"code": "class_code"})
    if around.parcels is None:
        classes, line_classes = classes.iloc[:0], line_classes.iloc[:0]
    plans = []
    for number, plan in enumerate(around.plans):
        part = task.part(0.5 + 0.3 * number / len(around.plans), 0.5 + 0.3 * (number + 1) / len(around.plans))
        found = _shared(outlines, near.layer(plan, warnings), totals, scale, part)
        plans.append(found.assign(plan=plan.name))
    task.report(0.8)
    plan_rows = pd.concat(plans, ignore_index=True) if plans else _no_areas().assign(plan="")
    plan_rows = plan_rows.rename(columns={"code": "class_code", "label": "class_name"})
    plan_rows = plan_rows[["project", "plan", "class_code", "class_name", "area_m2"]]
    if around.units is None:
        units = _no_areas()
    else:
        units = _shared(outlines, near.layer(around.units, warnings), totals, scale, task.part(0.8, 0.95))
    units = units.rename(columns={"code": "unit_code", "label": "unit_name"})
    hazards = _hazards(shapes, around.hazards, rules.hazard_distance, crs)
    task.report(0.97)

    projects = outlines[["code", "name", "kind", "geometry"]].reset_index(drop=True).assign(area_m2=totals)
    judgements = sorted(
        [
            *_judge_lines(projects, line_rows, rules),
            *_judge_codes(projects, classes.assign(plan=""), CLASS, rules),
            *_judge_codes(projects, plan_rows, PLAN, rules),
            *_judge_hazards(projects, hazards, rules),
        ],
        key=lambda one: (one.project, ("refuse", "caution", PASS).index(one.verdict)),
    )
    line_rows["verdict"] = [
        worst(j.verdict for j in judgements if j.rule.subject == LINE and (j.project, j.about) == (project, line))
        for project, line in zip(line_rows["project"], line_rows["line"])
    ]
    projects["verdict"] = [worst(j.verdict for j in judgements if j.project == i) for i in range(len(projects))]
    task.report(1.0)
    return ProjectCheck(
        projects, line_rows, classes, line_classes, plan_rows, units, hazards, tuple(judgements), rules, area,
        tuple(warnings),
    )  # fmt: skip


def rows_of(frame: Any) -> Iterator[Any]:
    """Rows with their columns as attributes."""
    return iter(frame.itertuples(index=False))


# ---- what lies near the outlines
@dataclass(frozen=True)
class _Local:
    """polygons  valid, near the outlines   code, label  one per polygon"""

    polygons: Cover
    code: NDArray
    label: NDArray


class _Neighbourhood:
    """Layers cut down to what may touch the outlines, in the outlines' CRS, valid."""

    def __init__(self, shapes: NDArray, crs: Any) -> None:
        self._crs = crs
        self._boxes = shapely.box(*shapely.bounds(shapes).T)

    def cover(self, layer: NamedLayer, warnings: list[Message]) -> Cover:
        return Cover(parts_of(self.layer(layer, warnings).polygons.polygons))

    def layer(self, layer: Optional[NamedLayer], warnings: list[Message]) -> _Local:
        nothing = np.zeros(0, dtype=object)
        if layer is None or len(layer.geometry) == 0:
            return _Local(Cover(nothing), nothing, nothing)
        rows, shapes = self._near(layer.geometry)
        repaired = repair_polygons(shapes)
        if repaired.reasons:
            warnings.append(
                message(
                    "Layer {layer}: {count} features near the projects have no usable polygon ({reason}) and were left "
                    "out. Check the layer's data.",
                    layer=layer.name,
                    count=len(repaired.reasons),
                    reason=next(iter(repaired.reasons.values())),
                )
            )
        kept = ~shapely.is_missing(repaired.geometry)
        rows = rows[kept]
        return _Local(Cover(repaired.geometry[kept]), layer.texts(layer.code)[rows], layer.texts(layer.label)[rows])

    def _near(self, geometry: gpd.GeoSeries) -> tuple[NDArray, NDArray]:
        """Rows whose box meets an outline's box, and their shapes in the outlines' CRS."""
        rows = np.arange(len(geometry))
        if geometry.crs is not None and geometry.crs != self._crs:
            # What is far away need not be transformed, and may not even be possible to.
            west, south, east, north = gpd.GeoSeries(self._boxes, crs=self._crs).to_crs(geometry.crs).total_bounds
            width, height = NEARBY * (east - west), NEARBY * (north - south)
            wide = shapely.box(west - width, south - height, east + width, north + height)
            rows = np.sort(shapely.STRtree(geometry.to_numpy()).query(wide))
            geometry = geometry.iloc[rows].to_crs(self._crs)
        shapes = geometry.to_numpy()
        near = np.unique(shapely.STRtree(shapes).query(self._boxes)[1])
        return rows[near], shapes[near]


# ---- cutting and rounding
def _cut(outlines: gpd.GeoDataFrame, parts: Cover, layers: Sequence[Cover], task: Task) -> pd.DataFrame:
    """Pieces of the outlines: project, part (position in `parts`, NO_UNIT for none), lines (bits), geometry."""
    shapes = outlines.geometry.to_numpy()
    found = cut_parcels(shapes, np.full(len(shapes), NO_UNIT), parts, layers, task)
    if len(found.lost):
        raise InputError(
            "cannot_cut",
            "The outline of project {project} cannot be cut without losing area. Simplify it, or draw it again.",
            project=outlines["code"].iat[int(found.lost[0])],
        )
    bits = (
        found.covered @ (1 << np.arange(len(layers), dtype=object)) if len(layers) else np.zeros(len(found.parcel), int)
    )
    return pd.DataFrame({"project": found.parcel, "part": found.unit, "lines": bits, "geometry": found.geometry})


def _balanced(pieces: pd.DataFrame, totals: NDArray, lines: int) -> pd.DataFrame:
    """project, code, lines, area_m2: cells rounded to 0.01 m² so that codes and combinations of lines keep theirs."""
    cells = pieces.groupby(["project", "code", "lines"], sort=True)["weight"].sum().reset_index()
    made = np.zeros(len(cells))
    for project, rows in cells.groupby("project", sort=True).indices.items():
        weight = cells["weight"].to_numpy()[rows]
        row, codes = pd.factorize(cells["code"].to_numpy()[rows])
        column, combinations = pd.factorize(cells["lines"].to_numpy()[rows])
        target = float(np.rint(totals[project] / DIGIT))
        by_code = round_to_total(np.bincount(row, weight, len(codes)), target, 1.0)
        by_lines = round_to_total(np.bincount(column, weight, len(combinations)), target, 1.0)
        made[rows] = round_table(weight / DIGIT, row, column, by_code, by_lines)
    return cells.assign(area_m2=np.round(made * DIGIT, 2)).drop(columns="weight")


def _line_tables(
    outlines: gpd.GeoDataFrame, pieces: pd.DataFrame, cells: pd.DataFrame, names: Sequence[str], totals: NDArray
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Areas by project and line, and by project, line and class."""
    rows: list[tuple[Any, ...]] = []
    by_class = []
    for number, name in enumerate(names):
        under = np.array([bool(int(bits) >> number & 1) for bits in cells["lines"]], dtype=bool)
        inside = cells[under].groupby(["project", "code"], sort=True)["area_m2"].sum().round(2)
        by_class.append(inside.reset_index().assign(line=name))
        area = inside.groupby("project").sum().round(2)
        covered = np.array([bool(int(bits) >> number & 1) for bits in pieces["lines"]], dtype=bool)
        ground = pieces[covered].groupby("project")["geometry"].agg(lambda found: shapely.union_all(list(found)))
        for project in range(len(outlines)):
            figure = float(area.get(project, 0.0))
            rows.append((project, name, figure, _share(figure, totals[project]), ground.get(project)))
    frame = pd.DataFrame(rows, columns=["project", "line", "area_m2", "share", "geometry"])
    frame = frame.sort_values("project", kind="stable").reset_index(drop=True)
    made = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(frame["geometry"].to_numpy(), crs=outlines.crs))
    empty = pd.DataFrame(columns=["project", "code", "area_m2", "line"])
    classes = pd.concat(by_class, ignore_index=True) if by_class else empty
    classes = classes.rename(columns={"code": "class_code"})[["project", "line", "class_code", "area_m2"]]
    return made, classes.sort_values("project", kind="stable").reset_index(drop=True)


def _shared(outlines: gpd.GeoDataFrame, layer: _Local, totals: NDArray, scale: NDArray, task: Task) -> pd.DataFrame:
    """project, code, label, area_m2: a layer's codes in each outline, what it does not cover included."""
    pieces = _cut(outlines, layer.polygons, [], task)
    pieces["weight"] = shapely.area(pieces["geometry"].to_numpy()) * scale[pieces["project"]]
    for column, values in (("code", layer.code), ("label", layer.label)):
        pieces[column] = np.where(pieces["part"] == NO_UNIT, NOT_COVERED, np.append(values, "")[pieces["part"]])
    found = pieces.groupby(["project", "code"], sort=True).agg(weight=("weight", "sum"), label=("label", "first"))
    found = found.reset_index()
    made = np.zeros(len(found))
    for project, rows in found.groupby("project", sort=True).indices.items():
        made[rows] = round_to_total(found["weight"].to_numpy()[rows], totals[project], DIGIT)
    return found.assign(area_m2=made)[["project", "code", "label", "area_m2"]]


def _no_areas() -> pd.DataFrame:
    return pd.DataFrame(
        {"project": np.zeros(0, int), "code": np.zeros(0, object), "label": np.zeros(0, object), "area_m2": np.zeros(0)}
    )


def _hazards(shapes: NDArray, layer: Optional[NamedLayer], distance: float, crs: Any) -> gpd.GeoDataFrame:
    rows: list[tuple[Any, ...]] = []
    if layer is not None and len(layer.geometry):
        geometry = layer.geometry if layer.geometry.crs == crs else layer.geometry.to_crs(crs)
        spots = geometry.to_numpy()
        kind, name = layer.texts(layer.code), layer.texts(layer.label)
        west, south, east, north = shapely.bounds(shapes).T
        boxes = shapely.box(west - distance, south - distance, east + distance, north + distance)
        for project, spot in zip(*shapely.STRtree(spots).query(boxes)):
            away = float(shapely.distance(shapes[project], spots[spot]))
            if away <= distance:
                rows.append((int(project), kind[spot], name[spot], round(away, 2), spots[spot]))
    rows.sort(key=lambda row: (row[0], row[3], row[2]))
    frame = pd.DataFrame(rows, columns=["project", "kind", "name", "distance_m", "geometry"])
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(frame["geometry"].to_numpy(), crs=crs))


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


# ---- rules
def _answer(rule: ProjectRule, kind: str) -> tuple[str, Text]:
    return rule.verdict_for(kind), rule.action_for(kind)


def _judge_lines(projects: pd.DataFrame, lines: pd.DataFrame, rules: ProjectRules) -> list[Judgement]:
    made = []
    for row in rows_of(lines):
        kind, whole = projects["kind"].iat[row.project], projects["area_m2"].iat[row.project]
        for rule in rules.of_name(LINE, rules.kind_of(row.line)):
            area = row.area_m2 if rule.where == INSIDE else round(whole - row.area_m2, 2)
            if rule.concerns(kind) and rule.exceeded(area, whole):
                made.append(Judgement(row.project, rule, row.line, *_answer(rule, kind), area, _share(area, whole)))
    return made


def _judge_codes(projects: pd.DataFrame, areas: pd.DataFrame, subject: str, rules: ProjectRules) -> list[Judgement]:
    """Land classes, and plan classes plan by plan."""
    made = []
    for (project, plan), rows in areas.groupby(["project", "plan"], sort=True):
        kind, whole = projects["kind"].iat[project], projects["area_m2"].iat[project]
        figures = dict(zip(rows["class_code"], rows["area_m2"]))
        asked = [(rules.rule(name), codes) for name, codes in rules.by_code(subject, list(figures)).items()]
        asked += [(rule, [NOT_COVERED]) for rule in rules.rules if rule.subject == subject and rule.where == OUTSIDE]
        for rule, codes in asked:
            area = round(sum(figures.get(code, 0.0) for code in codes), 2)
            if rule.concerns(kind) and rule.exceeded(area, whole):
                made.append(Judgement(project, rule, plan, *_answer(rule, kind), area, _share(area, whole)))
    return made


def _judge_hazards(projects: pd.DataFrame, hazards: pd.DataFrame, rules: ProjectRules) -> list[Judgement]:
    made = []
    for project in sorted(set(hazards["project"])):
        rows = hazards[hazards["project"] == project]
        kind = projects["kind"].iat[project]
        met: dict[str, list[str]] = {}
        for row in rows_of(rows):
            for rule in rules.of_name(HAZARD, row.kind):
                if rule.where == (NEAR if row.distance_m > 0 else INSIDE):
                    met.setdefault(rule.id, []).append(row.name or row.kind)
        for name, found in met.items():
            rule = rules.rule(name)
            if rule.concerns(kind):
                made.append(Judgement(int(project), rule, "", *_answer(rule, kind), names=tuple(found)))
    return made
