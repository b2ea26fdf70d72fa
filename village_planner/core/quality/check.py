"""All checks of a county's layers, or those of them that a change concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional

import geopandas as gpd
import numpy as np
import pandas as pd

from ..task import SILENT, Task
from .between import check_location, check_membership, check_systems, township_of
from .coverage import Coverage
from .keys import cases_of
from .lines import check_exclusive_lines
from .measure import Memory, on_earth
from .model import LEVELS, CheckedLayer, Finding, findings_frame, sort_findings
from .parcels import check_net_areas, check_ridges, check_slopes, check_widths
from .rules import Rules
from .shapes import check_areas, check_duplicates, check_points, check_shapes, check_slivers
from .sums import check_sums, parcel_owners
from .topology import check_line_overlaps, check_topology
from .units import check_codes, check_names, check_population, check_township_codes
from .values import (
    check_classes,
    check_identifiers,
    check_location_codes,
    check_numbers,
    check_structure,
    check_values,
)

# Rules that look at more than their own layer: (rule, role of the finding's layer) -> the other roles they read.
READS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("unit_without_township", "village"): ("township",),
    ("name_differs", "village"): ("township",),
    ("population_sum", "township"): ("village",),
    ("village_gap", "village"): ("township",),
    ("village_outside", "village"): ("township",),
    ("outline_sum", "township"): ("village",),
    ("control_area_sum", "township"): ("village",),
    ("name_differs", "parcel"): ("village",),
    ("parcel_unit_unknown", "parcel"): ("village",),
    ("parcel_gap", "parcel"): ("village", "township"),
    ("parcel_outside", "parcel"): ("village", "township"),
    ("outline_sum", "village"): ("parcel",),
    ("control_area_sum", "village"): ("parcel",),
    ("lines_overlap", "control_line"): ("control_line",),
}


def inputs_of(rule: str, role: str) -> frozenset[str]:
    """Roles of the layers that a rule's findings about a layer of `role` depend on."""
    return frozenset((role, *READS.get((rule, role), ())))


@dataclass(frozen=True)
class Earlier:
    """What an earlier check found, of layers some of which are as they were.

    findings  as `check_county` returned them (messages may be plain text, cases left out)
    changed   roles of the layers that changed since
    """

    findings: gpd.GeoDataFrame
    changed: Set[str]


@np.errstate(invalid="ignore", divide="ignore")  # GEOS leaves floating-point flags that numpy would report
def check_county(
    layers: Sequence[CheckedLayer],
    rules: Rules,
    classes: Mapping[str, str],
    task: Task = SILENT,
    already: Sequence[Finding] = (),
    earlier: Optional[Earlier] = None,
    memory: Optional[Memory] = None,
) -> gpd.GeoDataFrame:
    """Check townships, villages, parcels and control lines, alone and against each other.

    layers   at most one of each role but control_line, in any order; of one whose CRS has no place on earth only the
             rows are checked, and its findings have no geometry
    classes  land classes that are known: code -> super-class ("" for none)
    already  findings made while reading, listed along
    earlier  of the layers that did not change since, its findings stand and nothing is checked
    memory   areas of outlines met in an earlier check; kept up to date
    returns  rule, severity, layer, unit_code, message (a `Message`), key, cases, geometry (polygons in the first
             layer's CRS)
    """
    roles = {layer.name: layer.role for layer in layers}
    changed = set(roles.values()) if earlier is None else set(earlier.changed)
    placed = [layer for layer in layers if on_earth(layer.frame.crs)]
    found = [*already, *check_systems(placed, rules)]
    first = placed[0] if placed else layers[0]
    crs = first.frame.crs
    plane = _plane(first.frame)
    nowhere = {layer.name for layer in layers} - {layer.name for layer in placed}
    layers = [
        layer if layer.name in nowhere or layer.frame.crs == plane else replace(layer, frame=layer.frame.to_crs(plane))
        for layer in layers
    ]
    work = [step for step in _steps(layers, rules, classes) if step.roles & changed]
    total = sum(step.weight for step in work) or 1.0
    done = 0.0
    county = _County(layers, rules, memory)
    if memory is not None:
        memory.begin()
    for step in work:
        part = task.part(done / total, (done + step.weight) / total)
        part.report(0.0)
        for finding in step.check(county, part):
            task.check()
            if inputs_of(finding.rule, roles[finding.layer]) & changed:
                found.append(replace(finding, geometry=None) if finding.layer in nowhere else finding)
        done += step.weight
    if memory is not None:
        memory.finish(earlier is None)
    task.report(1.0)
    frame = findings_frame(found, rules, plane)
    frame = frame if plane == crs else frame.to_crs(crs)
    return frame if earlier is None else _joined(frame, earlier, roles, rules)


def _plane(frame: gpd.GeoDataFrame) -> Any:
    """Where lengths are metres: the frame's own CRS, or the zone of its middle where that is in degrees."""
    west, south, east, north = frame.total_bounds
    in_degrees = west >= -180 and east <= 180 and south >= -80 and north <= 84  # else its CRS is wrong, which is told
    return frame.estimate_utm_crs() if frame.crs.is_geographic and in_degrees else frame.crs


def _joined(frame: gpd.GeoDataFrame, earlier: Earlier, roles: Mapping[str, str], rules: Rules) -> gpd.GeoDataFrame:
    """New findings and those of the earlier check that nothing they depend on has touched, in the usual order."""
    old = earlier.findings
    new = set(frame["key"])
    kept = [
        key not in new and layer in roles and rules.on(rule) and not inputs_of(rule, roles[layer]) & earlier.changed
        for rule, layer, key in zip(old["rule"], old["layer"], old["key"])
    ]
    kept_rows = old[np.array(kept, dtype=bool)]
    if "cases" not in kept_rows.columns:
        kept_rows = kept_rows.assign(cases=[cases_of(key) for key in kept_rows["key"]])
    if kept_rows.empty:
        return frame
    both = pd.concat([frame, kept_rows.to_crs(frame.crs)[frame.columns]], ignore_index=True)
    return sort_findings(gpd.GeoDataFrame(both, geometry="geometry", crs=frame.crs), rules)


class _County:
    """The layers of one check, with what several checks of a layer need made once."""

    def __init__(self, layers: Sequence[CheckedLayer], rules: Rules, memory: Optional[Memory]) -> None:
        self.layers = layers
        self.by_role = {layer.role: layer for layer in layers if layer.role != "control_line"}
        self.lines = [layer for layer in layers if layer.role == "control_line"]
        self.rules = rules
        self.memory = memory
        self._measured: set[str] = set()
        self._coverages: dict[str, Coverage] = {}

    def measured(self, layer: CheckedLayer, task: Task) -> CheckedLayer:
        if layer.name not in self._measured:
            layer.measure(task, self.memory)
            self._measured.add(layer.name)
        return layer

    def coverage(self, layer: CheckedLayer, task: Task) -> Coverage:
        if layer.name not in self._coverages:
            self.measured(layer, task.part(0.0, 0.5))
            self._coverages[layer.name] = Coverage(
                layer.repaired.geometry, self.rules.thresholds["xy_tolerance"], task.part(0.5, 1.0)
            )
        return self._coverages[layer.name]


@dataclass(frozen=True)
class _Step:
    """A part of the work: the roles it reads, its share of the time, and what it does."""

    roles: Set[str]
    weight: float
    check: Callable[[_County, Task], Iterable[Finding]]


def _steps(layers: Sequence[CheckedLayer], rules: Rules, classes: Mapping[str, str]) -> Iterator[_Step]:
    placed = [layer for layer in layers if on_earth(layer.frame.crs)]
    by_role = {layer.role: layer for layer in placed if layer.role != "control_line"}
    for layer in layers:
        size = len(layer.frame)
        yield _Step({layer.role}, 3.5 * size + 1, _measuring(layer))
        yield _Step({layer.role}, 1.0 * size + 1, _rows(layer, rules, classes))
        if not on_earth(layer.frame.crs):
            continue
        yield _Step({layer.role}, 2.0 * size + 1, _points(layer, rules))
        frame = _frame_of(layer, by_role)
        roles = {layer.role} if frame is None else {layer.role, *(r for r in ("village", "township") if r in by_role)}
        yield _Step(roles, 1.0 * size + 1, _whole(layer, frame, rules))
    villages, townships, parcels = (by_role.get(role) for role in ("village", "township", "parcel"))
    if villages is not None and townships is not None:
        yield _Step({"village", "township"}, len(villages.frame) + 1.0, _villages_in(villages, townships, rules))
    elif villages is not None:
        yield _Step({"village"}, 1.0, lambda county, task: check_township_codes(villages, rules))
    if villages is not None and parcels is not None:
        yield _Step({"village", "parcel"}, 0.3 * len(parcels.frame) + 1, _parcels_in(parcels, villages, rules))
    lines = [layer for layer in placed if layer.role == "control_line"]
    if len(lines) > 1:
        yield _Step({"control_line"}, 1.0 + sum(len(line.frame) for line in lines), _lines(lines, rules))


def _frame_of(layer: CheckedLayer, by_role: Mapping[str, CheckedLayer]) -> Optional[CheckedLayer]:
    """The layer whose ground a layer should fill: villages their townships, parcels the villages."""
    if layer.role == "village":
        return by_role.get("township")
    if layer.role == "parcel":
        return by_role.get("village") or by_role.get("township")
    return None


Work = Callable[[_County, Task], Iterable[Finding]]


def _measuring(layer: CheckedLayer) -> Work:
    def check(county: _County, task: Task) -> Iterator[Finding]:
        county.measured(layer, task)
        yield from ()

    return check


def _rows(layer: CheckedLayer, rules: Rules, classes: Mapping[str, str]) -> Work:
    """What can be said of each row by itself."""

    def checks() -> Iterator[Iterable[Finding]]:
        yield check_shapes(layer, rules)
        yield check_areas(layer, rules)
        yield check_structure(layer, rules)
        yield check_values(layer, rules)
        yield check_numbers(layer, rules)
        yield check_identifiers(layer, rules)
        if layer.role in LEVELS:
            yield check_codes(layer, rules)
            yield check_names(layer, rules)
            yield check_population(layer, rules)
            return
        yield check_ridges(layer, rules, classes)
        yield check_net_areas(layer, rules)
        yield check_slivers(layer, rules, classes)
        if layer.role == "parcel":
            yield check_classes(layer, rules, classes)
            yield check_location_codes(layer, rules)
            yield check_slopes(layer, rules)
            yield check_widths(layer, rules, classes)

    def check(county: _County, task: Task) -> Iterator[Finding]:
        county.measured(layer, task)
        for number, some in enumerate(checks()):
            task.report(number / 13)
            yield from some

    return check


def _points(layer: CheckedLayer, rules: Rules) -> Work:
    def check(county: _County, task: Task) -> Iterator[Finding]:
        coverage = county.coverage(layer, task)
        yield from check_points(layer, coverage, rules)
        yield from check_duplicates(layer, coverage, rules)

    return check


def _whole(layer: CheckedLayer, frame: Optional[CheckedLayer], rules: Rules) -> Work:
    def check(county: _County, task: Task) -> Iterator[Finding]:
        coverage = county.coverage(layer, task.part(0.0, 0.4))
        if layer.role == "control_line":
            return check_line_overlaps(layer, coverage, rules, task.part(0.4, 1.0))
        ground = None if frame is None else (frame, county.coverage(frame, task.part(0.4, 0.5)))
        return check_topology(layer, coverage, rules, task.part(0.5, 1.0), ground)

    return check


def _villages_in(villages: CheckedLayer, townships: CheckedLayer, rules: Rules) -> Work:
    def check(county: _County, task: Task) -> Iterator[Finding]:
        for layer in (villages, townships):
            county.measured(layer, task)
        township = township_of(villages, townships)
        yield from check_membership(villages, townships, township, rules)
        yield from check_sums(villages, townships, township.to_numpy(), rules)

    return check


def _parcels_in(parcels: CheckedLayer, villages: CheckedLayer, rules: Rules) -> Work:
    def check(county: _County, task: Task) -> Iterator[Finding]:
        for layer in (parcels, villages):
            county.measured(layer, task)
        owner = parcel_owners(parcels, villages)
        yield from check_location(parcels, villages, owner, rules)
        yield from check_sums(parcels, villages, owner, rules)

    return check


def _lines(lines: Sequence[CheckedLayer], rules: Rules) -> Work:
    def check(county: _County, task: Task) -> Iterator[Finding]:
        for layer in lines:
            county.measured(layer, task)
        return check_exclusive_lines(lines, rules, task)

    return check
