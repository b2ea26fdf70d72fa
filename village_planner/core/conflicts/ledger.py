"""From judged pieces to the ledger's rows: adjacent pieces of one pair of polygons under one rule are one row."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ..control_lines import ControlLine
from ..overlay.shares import DIGIT
from ..task import SILENT, Task
from .ground import ABSENT, Ground
from .judge import Judged
from .rules import ConflictRules

JOIN = "+"
FLAGS = ("basic_farmland", "redline", "urban_boundary", "major_project")
KEY_GRID = {False: 0.001, True: 1e-8}  # m, or degrees in a geographic system: what two runs may differ by
COLUMNS = (
    *("number", "key", "kind", "unit_code", "plan_a", "class_a", "class_name_a", "codes_a"),
    *("plan_b", "class_b", "class_name_b", "codes_b", "constraints", "rule", "principle", "severity", "winner"),
    *("cause", "treatment", "exceptions", "area_m2", "sliver", *FLAGS),
)


def make_ledger(
    ground: Ground,
    judged: Judged,
    rules: ConflictRules,
    plans: Sequence[Mapping[str, Any]],
    units: Sequence[str],
    lines: Sequence[str],
    line_kinds: Mapping[str, ControlLine],
    crs: Any,
    min_area: float,
    language: str,
    task: Task = SILENT,
) -> gpd.GeoDataFrame:
    """The rows of the ledger (`COLUMNS`, geometry), by unit, rule, then size.

    plans       for each plan: name, codes, and arrays classes, class_names (n,) of its polygons
    units       code of each unit      lines  name of each line      line_kinds  name -> what it is, where known
    min_area    m²; smaller rows are slivers      language  zh or en, of cause, treatment and names
    """
    verdict = np.array([v.rule for v in judged.verdicts], dtype=int)
    pieces = np.flatnonzero(verdict[judged.which] >= 0) if len(judged.verdicts) else np.zeros(0, dtype=int)
    row_of = _rows(ground, judged, rules, pieces, task)
    count = len(np.unique(row_of))
    order = np.argsort(row_of, kind="stable")
    starts: NDArray = np.searchsorted(row_of[order], np.arange(count + 1))
    records, shapes = [], np.empty(count, dtype=object)
    for row in range(count):
        if row % 500 == 0:
            task.report(0.5 + 0.5 * row / max(count, 1))
        members = pieces[order[starts[row] : starts[row + 1]]]
        shapes[row] = ground.geometry[members[0]] if len(members) == 1 else shapely.union_all(ground.geometry[members])
        records.append(_record(ground, judged, rules, plans, units, lines, line_kinds, members, language))
    frame = pd.DataFrame(records, columns=[*COLUMNS, "_order"])
    frame = frame.astype({"area_m2": float, **dict.fromkeys(FLAGS, bool)})  # also where there is no row to tell
    frame["sliver"] = frame["area_m2"] < min_area
    ledger = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, index=frame.index, crs=crs), crs=crs)
    return _numbered(ledger)


def _rows(ground: Ground, judged: Judged, rules: ConflictRules, pieces: NDArray, task: Task) -> NDArray:
    """For each piece of a conflict the number of its row: connected pieces of one group."""
    verdicts = [judged.verdicts[i] for i in judged.which[pieces]]
    groups: dict[tuple[Any, ...], int] = {}
    group = np.zeros(len(pieces), dtype=int)
    for place, (piece, verdict) in enumerate(zip(pieces, verdicts)):
        pair = (verdict.first, verdict.second)
        # Where lines cross, the plans below are not at issue.
        polygons = (
            tuple(int(ground.feature[piece, i]) if i != ABSENT else ABSENT for i in pair)
            if rules.rules[verdict.rule].one
            else ()
        )
        key = (verdict.rule, verdict.kind, *pair, int(ground.unit[piece]), polygons)
        group[place] = groups.setdefault(key, len(groups))
    task.report(0.1)
    shared = _adjacent(ground.geometry[pieces], group, task.part(0.1, 0.5))
    links = coo_matrix((np.ones(len(shared[0])), shared), shape=(len(pieces), len(pieces)))
    return connected_components(links, directed=False)[1] if len(pieces) else np.zeros(0, dtype=int)


def _adjacent(shapes: NDArray, group: NDArray, task: Task) -> tuple[NDArray, NDArray]:
    """Pairs of polygons of one group that share a line, not only a point."""
    several = np.flatnonzero(np.bincount(group)[group] > 1) if len(group) else np.zeros(0, dtype=int)
    if len(several) == 0:
        return several, several
    tree = shapely.STRtree(shapes[several])
    first, second = tree.query(shapes[several])
    first, second = several[first], several[second]
    apart = (first < second) & (group[first] == group[second])
    first, second = first[apart], second[apart]
    task.report(0.3)
    touching = shapely.intersects(shapes[first], shapes[second])
    first, second = first[touching], second[touching]
    common = shapely.intersection(shapely.boundary(shapes[first]), shapely.boundary(shapes[second]))
    along = shapely.length(common) > 0
    task.report(1.0)
    return first[along], second[along]


def _record(
    ground: Ground,
    judged: Judged,
    rules: ConflictRules,
    plans: Sequence[Mapping[str, Any]],
    units: Sequence[str],
    lines: Sequence[str],
    line_kinds: Mapping[str, ControlLine],
    members: NDArray,
    language: str,
) -> dict[str, Any]:
    verdict = judged.verdicts[judged.which[members[0]]]
    rule = rules.rules[verdict.rule]
    over = [name for name, on in zip(lines, ground.covered[members].any(axis=0)) if on]
    flags = {line_kinds[name].flag for name in over if name in line_kinds}
    unit = int(ground.unit[members[0]])
    record: dict[str, Any] = {
        "kind": verdict.kind,
        "unit_code": units[unit] if unit >= 0 else "",
        "constraints": JOIN.join(sorted(over)),
        "rule": rule.id,
        "principle": rule.principle,
        "severity": rule.severity,
        "winner": verdict.winner,
        "cause": rule.title[language],
        "treatment": rule.treatment[language],
        "exceptions": rule.exceptions[language],
        "area_m2": round(float(np.rint(ground.area[members] / DIGIT).sum()) * DIGIT, 2),
        "_order": verdict.rule,
        **{flag: flag in flags for flag in FLAGS},
    }
    for side, plan in (("a", verdict.first), ("b", verdict.second)):
        shown = plan != ABSENT and bool(rule.one)
        at = int(ground.feature[members[0], plan]) if shown else ABSENT
        record[f"plan_{side}"] = plans[plan]["name"] if shown else ""
        record[f"codes_{side}"] = plans[plan]["codes"] if shown else ""
        record[f"class_{side}"] = plans[plan]["classes"][at] if shown else ""
        record[f"class_name_{side}"] = plans[plan]["class_names"][at] if shown else ""
    return record


def _numbered(ledger: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sorted, numbered from 1, each row with a key of its own."""
    bounds = shapely.bounds(np.asarray(ledger.geometry.values)) if len(ledger) else np.zeros((0, 4))
    place = np.round(bounds[:, :2], 3)
    order = np.lexsort(
        (
            place[:, 1],
            place[:, 0],
            -ledger["area_m2"].to_numpy(dtype=float),
            ledger["_order"].to_numpy(dtype=int),
            ledger["unit_code"].to_numpy(dtype=str),
        )
    )
    ledger = ledger.iloc[order].reset_index(drop=True).drop(columns="_order")
    ledger["number"] = np.arange(1, len(ledger) + 1)
    ledger["key"] = conflict_keys(ledger)
    return ledger


def conflict_keys(ledger: gpd.GeoDataFrame) -> list[str]:
    """A key for each row from what it says and where it lies: the same on the same data, whatever else there is."""
    grid = KEY_GRID[ledger.crs is not None and ledger.crs.is_geographic]
    shapes = shapely.normalize(shapely.set_precision(np.asarray(ledger.geometry.values), grid, mode="pointwise"))
    keys: list[str] = []
    used: set[str] = set()
    for shape, rule, a, b in zip(shapes, ledger["rule"], ledger["class_a"], ledger["class_b"]):
        stem = b"\0".join(str(part).encode("utf-8") for part in (rule, a, b)) + shapely.to_wkb(shape)
        key, again = hashlib.blake2b(stem, digest_size=8).hexdigest(), 0
        while key in used:  # two rows alike in everything
            again += 1
            key = hashlib.blake2b(stem + str(again).encode("ascii"), digest_size=8).hexdigest()
        used.add(key)
        keys.append(key)
    return keys
