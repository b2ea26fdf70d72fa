"""The live figures of the drawing table: all counted anew from arrays each time, none stored.

They are those that “Evaluate a plan” gives for the same units and rules: what does not hang on the assignment (the
graph, the features, the divisors of the objective) is read once, everything else follows from the scheme.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from ..control_lines import ControlLines
from ..messages import Message, message
from ..order import natural
from ..overlay.ellipsoid import ellipsoid_areas
from ..partition.evaluate import expected_districts, judge
from ..partition.objective import Objective, Terms
from ..partition.problem import Rules, read_units, some
from ..task import SILENT, Task
from .costs import Costs, contiguity_of
from .edits import Scheme

NO_PARENT = "–"  # stands for the township district of villages whose township has none yet


@dataclass(frozen=True)
class DistrictFigures:
    """A district as it stands.

    deviation    per cent against the mean of its parent's districts; None where nobody lives in the parent
    area_m2      control areas of its units    pieces  connected ones, 0 for a district without units
    similarity, compactness  its parts of the raw terms of the objective
    land         kind of control line -> m² under it, None where a unit has not been overlaid
    """

    code: str
    parent: str
    units: int
    population: int
    deviation: Optional[float]
    area_m2: float
    pieces: int
    similarity: float
    compactness: float
    land: Mapping[str, Optional[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """A scheme as it stands.

    districts   in the order of their codes, the empty ones too
    unassigned  units without a district
    terms       raw terms and weighted objective; a unit without a district counts as cut off
    deviation   largest deviation in size, signed, of the district `extreme`; None where there is none
    best        objective of the best plan known; None: not known
    """

    districts: tuple[DistrictFigures, ...]
    unassigned: int
    terms: Terms
    deviation: Optional[float]
    extreme: str
    best: Optional[float] = None

    @property
    def objective(self) -> float:
        return self.terms.objective

    @property
    def broken(self) -> tuple[str, ...]:
        """Districts in more than one piece."""
        return tuple(district.code for district in self.districts if district.pieces > 1)

    @property
    def gap(self) -> Optional[float]:
        """What share of the objective could be gained, as far as is known; below 0 where rules are broken for it."""
        if self.best is None:
            return None
        return (self.objective - self.best) / self.objective if self.objective > 0 else 0.0

    def of(self, code: str) -> DistrictFigures:
        return next(district for district in self.districts if district.code == code)


class DrawingFigures:
    """Counts the figures of schemes over the same units.

    units       as `database.units` gives them; villages with the township districts as they are drawn now
    neighbours  unit code -> codes of its neighbours     rules  as the districts are drawn by
    land        m² per unit (index: code) and kind of control line, as `land_by_line` gives it
    best        objective of the best plan known: `Figures.gap` is measured against it
    warnings    what the units lack, so that it is left out
    costs       what single districts cost, for the commands that choose by it
    InputError as `read_units`: a unit without code or outline, a negative population.
    """

    def __init__(
        self,
        units: gpd.GeoDataFrame,
        neighbours: Mapping[str, Collection[str]],
        rules: Rules,
        land: Optional[pd.DataFrame] = None,
        best: Optional[float] = None,
        task: Task = SILENT,
    ) -> None:
        frame, rules, warnings = _complete(units, rules)
        codes = [str(code) for code in frame[rules.code]]
        self.rules, self.best = rules, best
        self.units = read_units(frame, rules, task=task, contiguity=contiguity_of(codes, neighbours))
        self.objective = Objective(self.units, rules)
        self.costs = Costs(self.units, self.objective)
        self.warnings = (*warnings, *self.units.warnings, *self.objective.warnings)
        self._codes = codes
        self._area = _areas(frame)
        self._lines = [] if land is None else [str(kind) for kind in land.columns]
        self._land = np.zeros((len(codes), 0)) if land is None else land.reindex(codes).to_numpy(dtype=float)

    def count(self, scheme: Scheme) -> Figures:
        """Every figure of a scheme, from nothing but its assignment."""
        codes, label = self._labels(scheme)
        count = np.bincount(label[label >= 0], minlength=len(codes))
        population, area, *land = (
            self._sums(label, len(codes), values) for values in (self.units.population, self._area, *self._land.T)
        )
        pieces = self._pieces(label, len(codes))
        similarity, compactness = self._raw(label, count)
        parents = self._parents(scheme, codes, label, count)
        means = self._means(label)
        districts = tuple(
            DistrictFigures(
                code=code,
                parent="" if parents[d] == NO_PARENT else parents[d],
                units=int(count[d]),
                population=int(population[d]),
                deviation=_deviation(float(population[d]), means.get(parents[d], 0.0)),
                area_m2=round(float(area[d]), 2),
                pieces=int(pieces[d]),
                similarity=float(similarity[d]),
                compactness=float(compactness[d]),
                land={kind: _known(values[d]) for kind, values in zip(self._lines, land)},
            )
            for d, code in enumerate(codes)
        )
        known = [(abs(d.deviation), d.deviation, d.code) for d in districts if d.deviation is not None]
        _, deviation, extreme = max(known, key=lambda entry: entry[0], default=(0.0, None, ""))
        return Figures(
            districts=districts,
            unassigned=int((label < 0).sum()),
            terms=self.objective.terms_of(label, float(similarity.sum()), float(compactness.sum())),
            deviation=deviation,
            extreme=extreme,
            best=self.best,
        )

    def best_of(self, assignments: Iterable[Mapping[str, str]]) -> Optional[float]:
        """Least objective of those plans that keep every rule and have as many districts in each parent as the first;
        None where none does. For plans that the county has kept."""
        found: list[float] = []
        counts: Optional[list[int]] = None
        for assignment in assignments:
            assigned = np.array([assignment.get(code, "") for code in self._codes], dtype=object)
            evaluation = judge(self.units, self.rules, assigned, self.objective)
            pairs = set(zip(self.units.parent.tolist(), evaluation.district.tolist()))
            own = np.bincount([parent for parent, _ in pairs], minlength=len(self.units.parents)).tolist()
            counts = counts or own
            if evaluation.valid and own == counts:
                found.append(evaluation.terms.objective)
        return min(found, default=None)

    def against(self, best: Optional[float]) -> None:
        """Measure from now on against another best plan known."""
        self.best = best

    def _labels(self, scheme: Scheme) -> tuple[list[str], NDArray]:
        """Codes of the districts in order; (n,) position of each unit's district, -1 where it has none."""
        codes = sorted({*scheme.districts, *scheme.assignment.values()}, key=natural)
        number = {code: i for i, code in enumerate(codes)}
        assigned = scheme.assignment
        return codes, np.array([number.get(assigned.get(code, ""), -1) for code in self._codes], dtype=int)

    def _sums(self, label: NDArray, count: int, values: NDArray) -> NDArray:
        there = label >= 0
        return np.bincount(label[there], weights=values[there], minlength=count)

    def _pieces(self, label: NDArray, count: int) -> NDArray:
        pairs = self.units.contiguity.pairs
        inside = pairs[label[pairs[:, 0]] == label[pairs[:, 1]]]
        shape = (len(label), len(label))
        graph = csr_matrix((np.ones(len(inside)), (inside[:, 0], inside[:, 1])), shape=shape)
        first = np.unique(connected_components(graph, directed=False)[1], return_index=True)[1]
        found = label[first]
        return np.bincount(found[found >= 0], minlength=count)

    def _raw(self, label: NDArray, count: NDArray) -> tuple[NDArray, NDArray]:
        """(districts,) similarity and compactness, 0 for a district without units."""
        order = np.argsort(label, kind="stable")[int((label < 0).sum()) :]
        filled = count > 0
        starts = np.concatenate([[0], np.cumsum(count[filled])])
        sets = csr_matrix((np.ones(len(order)), order, starts), shape=(int(filled.sum()), len(label)))
        similarity, compactness = np.zeros(len(count)), np.zeros(len(count))
        if filled.any():
            similarity[filled], compactness[filled] = self.objective.raw_of(sets)
        return similarity, compactness

    def _parents(self, scheme: Scheme, codes: list[str], label: NDArray, count: NDArray) -> list[str]:
        """The parent that most units of a district lie in; of one without units the parent it was made for."""
        there = label >= 0
        table = np.zeros((len(codes), len(self.units.parents)))
        np.add.at(table, (label[there], self.units.parent[there]), 1)
        home = table.argmax(axis=1) if codes else []
        none = NO_PARENT if self.rules.parent else ""
        own = {code: row.parent or none for code, row in scheme.districts.items()}
        return [
            self.units.parents[p] if count[d] else own.get(code, none) for d, (code, p) in enumerate(zip(codes, home))
        ]

    def _means(self, label: NDArray) -> dict[str, float]:
        """Mean population of the districts of each parent: of all its people over its districts with units."""
        units = self.units
        population = np.bincount(units.parent, weights=units.population, minlength=len(units.parents))
        return dict(zip(units.parents, (population / expected_districts(units, self.rules, label)).tolist()))


def land_by_line(
    land_area: pd.DataFrame, lines: ControlLines, unit_of: Optional[Mapping[str, str]] = None
) -> pd.DataFrame:
    """m² per unit (index: code) and kind of control line, from a saved overlay.

    land_area  result `land_area`: unit_code (village, empty outside all), constraints ("a+b"), area_m2
    unit_of    village -> unit of the level drawn, for townships; a unit of which a village was not overlaid is absent
    A layer of control lines that the catalogue does not know keeps its name.
    """
    rows = pd.DataFrame(land_area[land_area["unit_code"].fillna("") != ""])
    texts = rows["constraints"].fillna("").astype(str)
    known = {text: _kinds(text, lines) for text in texts.unique()}
    units = sorted(set(rows["unit_code"]))
    order = [line.kind for line in lines.lines]
    kinds = sorted({kind for found in known.values() for kind in found}, key=lambda kind: _place(kind, order))
    table = pd.DataFrame(0.0, index=units, columns=kinds)
    for kind in kinds:
        under = texts.map({text: kind in found for text, found in known.items()}).astype(bool)
        areas = rows.loc[under].groupby("unit_code")["area_m2"].sum()
        table.loc[areas.index, kind] = areas
    if unit_of is None:
        return table
    owner = {village: unit for village, unit in unit_of.items() if unit}
    missing = {unit for village, unit in owner.items() if village not in table.index}
    table = table.groupby(pd.Series(owner).reindex(table.index).to_numpy()).sum()
    return table[~table.index.isin(missing)]


def _place(kind: str, order: list[str]) -> tuple[int, str]:
    return (order.index(kind) if kind in order else len(order), kind)


def _kinds(text: str, lines: ControlLines) -> set[str]:
    """Two layers of one kind cover ground once."""
    named = {name: lines.line_of(name) for name in text.split("+") if name}
    return {name if line is None else line.kind for name, line in named.items()}


def _complete(units: gpd.GeoDataFrame, rules: Rules) -> tuple[gpd.GeoDataFrame, Rules, list[Message]]:
    """Units that can be counted though figures are missing, as they may be while a county is still being drawn."""
    frame, warnings = units.copy(), list[Message]()
    codes = frame[rules.code].to_numpy()
    if rules.population:
        people = pd.to_numeric(frame[rules.population], errors="coerce")
        if people.isna().any():
            warnings.append(
                message(
                    "{count} units have no population and count as empty: {units}. Fill it in and import again.",
                    count=int(people.isna().sum()),
                    units=some(codes[people.isna()]),
                )
            )
        frame[rules.population] = people.fillna(0.0)
    alike = []
    for name in rules.similarity:
        values = (
            pd.to_numeric(frame[name], errors="coerce") if name in frame.columns else pd.Series(np.nan, frame.index)
        )
        if values.isna().any():
            warnings.append(
                message(
                    "Similarity does without {field}: {count} units have no value of it.",
                    field=name,
                    count=int(values.isna().sum()),
                )
            )
        else:
            alike.append(name)
    if rules.parent:
        parent = frame[rules.parent].fillna("").astype(str)
        if parent.eq("").any():
            warnings.append(
                message(
                    "{count} villages lie in townships without a district: {units}. Draw the township districts first.",
                    count=int(parent.eq("").sum()),
                    units=some(codes[parent.eq("")]),
                )
            )
        frame[rules.parent] = parent.replace("", NO_PARENT)
    return frame, replace(rules, similarity=alike), warnings


def _areas(frame: gpd.GeoDataFrame) -> NDArray:
    """(n,) m²: the units' control areas where they have them, else those of their outlines on the ellipsoid."""
    given = pd.to_numeric(frame["area_m2"], errors="coerce").to_numpy(dtype=float) if "area_m2" in frame else None
    if given is not None and np.isfinite(given).all():
        return given
    own = np.round(ellipsoid_areas(frame.geometry), 2)
    return own if given is None else np.where(np.isfinite(given), given, own)


def _deviation(population: float, mean: float) -> Optional[float]:
    return 100 * (population / mean - 1) if mean > 0 else None


def _known(value: float) -> Optional[float]:
    return None if np.isnan(value) else round(float(value), 2)
