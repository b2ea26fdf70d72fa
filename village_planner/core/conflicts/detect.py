"""Plans against each other and against control lines: from layers to the ledger and its summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Optional, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from ..control_lines import ControlLine
from ..crs import plane_of
from ..errors import InputError
from ..messages import Message, message
from ..overlay.ellipsoid import ellipsoid_areas
from ..overlay.inputs import ConstraintLayer, ParcelLayer, UnitLayer, check_inputs
from ..overlay.notes import named, repair_notes
from ..overlay.prepare import in_crs, line_covers, unit_cover
from ..overlay.repair import repair_layer
from ..overlay.shares import DIGIT, rounded
from ..overlay.summary import total
from ..task import SILENT, Task
from .classes import ClassCodes
from .ground import ABSENT, Ground, claimed_once, cut_ground
from .judge import Judged, judge
from .ledger import make_ledger
from .rules import ConflictRules


@dataclass(frozen=True)
class PlanLayer:
    """A plan: geometry with CRS; classes text, "" for none; codes the version of the classes (`classes.CODES`)."""

    name: str
    geometry: gpd.GeoSeries
    classes: pd.Series
    codes: str = "plan_2023"


Layer = TypeVar("Layer", PlanLayer, ConstraintLayer, UnitLayer)


@dataclass(frozen=True)
class ConflictResult:
    """ledger   a row per conflict (`ledger.COLUMNS`, geometry)
    summary  unit_code, kind, kind_name, area_m2, area_ha, share (% of the unit's ground), conflict_count,
             conflict_ha, sliver_count; sums to the ground of all plans and, as kind no_plan, of the conflicts
             between lines outside them
    area     m² of the ledger
    """

    ledger: gpd.GeoDataFrame
    summary: pd.DataFrame
    area: float
    warnings: tuple[Message, ...]


@np.errstate(invalid="ignore", divide="ignore")  # GEOS leaves floating-point flags that numpy would report
def detect_conflicts(
    plans: Sequence[PlanLayer],
    constraints: Sequence[ConstraintLayer],
    rules: ConflictRules,
    codes: ClassCodes,
    units: Optional[UnitLayer] = None,
    area: str = "ellipsoid",
    min_area: Optional[float] = None,
    language: str = "en",
    task: Task = SILENT,
) -> ConflictResult:
    """Find where plans conflict; the ledger is in the system of the first plan.

    Where that is in degrees the work is done in the 3-degree zone that fits: tolerances, slivers and keys are metres.

    plans     one or more, those named first take precedence where the ledger compares two of several
    area      "ellipsoid" (CGCS2000, domain.md §4.5) or "plane"
    min_area  m²; smaller conflicts are flagged as slivers; None: the catalogue's
    language  zh or en, of the texts that the catalogue gives
    Raises InputError nothing_to_compare, missing_crs, missing_code, unknown_area, plane_area_of_degrees, wrong_crs.
    """
    if len(plans) + len(constraints) < 2:
        raise InputError(
            "nothing_to_compare",
            "One plan alone has no conflicts. Add a second plan (INPUT_B) or control lines (CONSTRAINTS).",
        )
    first = plans[0]
    crs = first.geometry.crs
    frame = ParcelLayer(first.name, first.geometry, first.classes, first.classes)  # what the overlay calls parcels
    check_inputs(frame, units, [*constraints, *(ConstraintLayer(p.name, p.geometry) for p in plans[1:])], area)
    plane = plane_of(first.geometry)
    plans = [_moved(plan, crs, plane) for plan in plans]
    constraints = [_moved(layer, crs, plane) for layer in constraints]
    units = None if units is None else _moved(units, crs, plane)
    first = plans[0]
    frame = replace(frame, geometry=first.geometry)
    warnings: list[Message] = []
    polygons = [_polygons(plan, first, warnings, task.part(0.05 * i, 0.05 * i + 0.05)) for i, plan in enumerate(plans)]
    unit_codes, cover, _ = unit_cover(frame, units, warnings)
    lines, covers = line_covers(constraints, plane, first.name, warnings)
    line_kinds = _line_kinds(lines, rules, warnings)
    classes, sets = _classes(plans, rules, codes, warnings)

    start = 0.05 * len(plans) + 0.05
    task.report(start, message("Cutting the plans by each other …"))
    kinds = [line_kinds[name].kind if name in line_kinds else "" for name in lines]
    ground = cut_ground(
        polygons,
        cover,
        covers,
        lambda g: _areas(g, plane, area, first.name),
        task.part(start, 0.8),
        _alone(kinds, rules),
    )
    warnings += _lost_notes(ground, plans, lines)
    task.report(0.8, message("Applying the rules …"))
    of_piece = np.column_stack(
        [np.where(ground.feature[:, i] == ABSENT, ABSENT, classes[i][ground.feature[:, i]]) for i in range(len(plans))]
    )
    judged = judge(of_piece, ground.covered, sets, kinds, rules)
    ledger = make_ledger(
        ground,
        judged,
        rules,
        [_described(plan, codes, language) for plan in plans],
        unit_codes,
        lines,
        line_kinds,
        plane,
        rules.min_area if min_area is None else min_area,
        language,
        task.part(0.8, 0.98),
    )
    if units is not None:
        warnings += _outside_notes(ground)
    summary = _summary(ground, judged, ledger, unit_codes, rules, language)
    task.report(1.0)
    ledger = ledger if plane == crs else ledger.to_crs(crs)
    return ConflictResult(ledger, summary, total(ledger["area_m2"]), tuple(warnings))


def _moved(layer: Layer, crs: Any, plane: CRS) -> Layer:
    """A layer in the first plan's system in the plane; others are brought over, and that told, with the rest."""
    geometry = layer.geometry
    return replace(layer, geometry=geometry.to_crs(plane)) if plane != crs and geometry.crs == crs else layer


def _polygons(plan: PlanLayer, first: PlanLayer, warnings: list[Message], task: Task) -> NDArray:
    """The plan's ground (n,), each spot once; None where a row has none."""
    shapes = in_crs(plan.geometry, first.geometry.crs, plan.name, first.name, warnings)
    repaired = repair_layer(shapes, task.part(0.0, 0.3))
    warnings += repair_notes(repaired, plan.name)
    if len(repaired.reasons) == len(repaired.geometry):
        raise InputError(
            "no_polygons",
            "Layer {layer} has no polygons. Choose another layer or clear its filter.",
            layer=plan.name,
        )
    if repaired.reasons:
        warnings.append(
            message(
                "Layer {layer}: {count} rows have no polygon and were left out.",
                layer=plan.name,
                count=len(repaired.reasons),
            )
        )
    made, twice = claimed_once(repaired.geometry, task.part(0.3, 1.0))
    if round(twice, 2) > 0:
        warnings.append(
            message(
                "Layer {layer}: polygons overlap by {area:,.2f} m²; that ground is counted once, for the first "
                "of them.",
                layer=plan.name,
                area=twice,
            )
        )
    return made


def _line_kinds(lines: Sequence[str], rules: ConflictRules, warnings: list[Message]) -> dict[str, ControlLine]:
    found = {name: line for name in lines for line in [rules.lines.line_of(name)] if line is not None}
    used = {kind for rule in rules.rules for kind in (*rule.lines, *rule.any_line)}
    idle = [name for name in lines if name not in found or found[name].kind not in used]
    if idle:
        warnings.append(
            message(
                "No rule is about the control lines {lines}: they are only named in the ledger. Give the rule "
                "catalogue their names, or rename the layers.",
                lines=named(idle),
            )
        )
    return found


def _alone(kinds: Sequence[str], rules: ConflictRules) -> list[frozenset[int]]:
    """Sets of lines (positions; `kinds` of each) whose common ground is a conflict whether a plan lies there or not."""
    found: set[frozenset[int]] = set()
    for rule in rules.rules:
        wanted = [(kind,) for kind in rule.lines] + ([rule.any_line] if rule.any_line else [])
        if not rule.one and wanted:
            of_kind = [[i for i, kind in enumerate(kinds) if kind in one_of] for one_of in wanted]
            found |= {frozenset(chosen) for chosen in product(*of_kind)}
    return sorted(found, key=sorted)


def _classes(
    plans: Sequence[PlanLayer], rules: ConflictRules, codes: ClassCodes, warnings: list[Message]
) -> tuple[list[NDArray], list[Optional[frozenset[str]]]]:
    """For each plan (n,) the position of its classes in the list of sets that is given back, too."""
    positions: dict[tuple[str, str], int] = {}
    sets: list[Optional[frozenset[str]]] = []
    of_plan = []
    for plan in plans:
        unique, which = np.unique(plan.classes.to_numpy(dtype=str), return_inverse=True)
        mine = []
        for code in unique:
            if (code, plan.codes) not in positions:
                positions[(code, plan.codes)] = len(sets)
                sets.append(rules.classes_of(code, plan.codes, codes))
            mine.append(positions[(code, plan.codes)])
        of_plan.append(np.array(mine, dtype=int)[np.ravel(which)])
        unknown = [str(code) for code in unique if code and sets[positions[(code, plan.codes)]] is None]
        warnings += _class_notes(plan, unknown, codes)
    return of_plan, sets


def _class_notes(plan: PlanLayer, unknown: Sequence[str], codes: ClassCodes) -> list[Message]:
    notes = []
    empty = int(plan.classes.eq("").sum())
    if empty:
        notes.append(
            message(
                "Layer {layer}: {count} polygons have no class; no rule about classes applies to them.",
                layer=plan.name,
                count=empty,
            )
        )
    if unknown:
        notes.append(
            message(
                "Layer {layer}: {count} classes are not in the list {codes}: {classes}. They are not guessed; no rule "
                "about classes applies to their {rows} polygons.",
                layer=plan.name,
                count=len(unknown),
                codes=plan.codes,
                classes=named(unknown),
                rows=int(plan.classes.isin(unknown).sum()),
            )
        )
        better = [
            version
            for version in codes.names
            if version != plan.codes and all(codes.known(c, version) for c in unknown)
        ]
        if better:
            notes.append(
                message(
                    "Layer {layer}: the list {codes} has all of them; is it the right one?",
                    layer=plan.name,
                    codes=better[0],
                )
            )
    return notes


def _described(plan: PlanLayer, codes: ClassCodes, language: str) -> dict[str, Any]:
    classes = plan.classes.to_numpy(dtype=object)
    names = {code: codes.name(code, plan.codes, language) for code in set(classes)}
    return {
        "name": plan.name,
        "codes": plan.codes,
        "classes": classes,
        "class_names": np.array([names[code] for code in classes], dtype=object),
    }


def _areas(geometry: NDArray, crs: Any, area: str, layer: str) -> NDArray:
    shapes = gpd.GeoSeries(geometry, crs=crs)
    areas = shapes.area.to_numpy() if area == "plane" else ellipsoid_areas(shapes)
    if not np.isfinite(areas).all():
        raise InputError(
            "wrong_crs",
            "The coordinates of layer {layer} do not fit its coordinate reference system {crs}. Set the right one "
            "(eastings of 8 digits carry the zone number, those of 6 do not), then run again.",
            layer=layer,
            crs=crs.to_string(),
        )
    return rounded(areas)


def _lost_notes(ground: Ground, plans: Sequence[PlanLayer], lines: Sequence[str]) -> list[Message]:
    notes = []
    for source in sorted({source for source, _ in ground.lost}):
        rows = [str(row + 1) for s, row in ground.lost if s == source]
        if source >= len(plans):
            notes.append(
                message(
                    "Constraint layer {layer}: {count} polygons could not be cut outside the plans; conflicts between "
                    "lines may be missing there.",
                    layer=lines[source - len(plans)],
                    count=len(rows),
                )
            )
            continue
        notes.append(
            message(
                "Layer {layer}: {count} polygons were left out, cutting them would lose area (rows {rows}).",
                layer=plans[source].name,
                count=len(rows),
                rows=named(rows),
            )
        )
    return notes


def _outside_notes(ground: Ground) -> list[Message]:
    outside = (ground.unit < 0) & (ground.feature != ABSENT).any(axis=1)
    if not outside.any():
        return []
    return [
        message(
            "{area:,.2f} m² of the plans lie in no unit; their unit_code is empty.",
            area=total(pd.Series(ground.area[outside])),
        )
    ]


def _summary(
    ground: Ground,
    judged: Judged,
    ledger: gpd.GeoDataFrame,
    units: Sequence[str],
    rules: ConflictRules,
    language: str,
) -> pd.DataFrame:
    """Per unit and class of difference: all ground, and the conflicts in it."""
    kinds = list(rules.kinds)
    kind_of = np.array([kinds.index(verdict.kind) for verdict in judged.verdicts], dtype=int)
    pieces = pd.DataFrame(
        {
            "unit_code": np.array([*units, ""], dtype=object)[ground.unit],
            "order": kind_of[judged.which] if len(kind_of) else np.zeros(0, dtype=int),
            "hundredths": np.rint(ground.area / DIGIT),
        }
    )
    table = pieces.groupby(["unit_code", "order"], sort=True)["hundredths"].sum().reset_index()
    table["kind"] = [kinds[i] for i in table["order"]]
    table["kind_name"] = [rules.kinds[kind][language] for kind in table["kind"]]
    whole = table.groupby("unit_code")["hundredths"].transform("sum")
    table["area_m2"] = table["hundredths"].mul(DIGIT).round(2)
    table["area_ha"] = (table["area_m2"] / 1e4).round(4)
    table["share"] = (100 * table["hundredths"] / whole.where(whole > 0, 1.0)).round(2)
    rows = ledger.groupby(["unit_code", "kind"])
    index = pd.MultiIndex.from_frame(table[["unit_code", "kind"]])
    for column, found in (
        ("conflict_count", rows.size()),
        ("sliver_count", rows["sliver"].sum()),
        ("conflict_ha", (rows["area_m2"].sum() / 1e4).round(4)),
    ):
        table[column] = found.reindex(index).fillna(0).to_numpy() if len(ledger) else 0
    table[["conflict_count", "sliver_count"]] = table[["conflict_count", "sliver_count"]].astype(int)
    table["conflict_ha"] = table["conflict_ha"].astype(float)
    columns = ("unit_code", "kind", "kind_name", "area_m2", "area_ha", "share", "conflict_count", "conflict_ha")
    return table[[*columns, "sliver_count"]].reset_index(drop=True)
