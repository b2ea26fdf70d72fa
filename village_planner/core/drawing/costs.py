"""What districts cost by the objective of partitions, asked by unit codes; and dividing one into two."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..partition.block import Block
from ..partition.contiguity import Contiguity
from ..partition.improve import Found, search
from ..partition.objective import Objective
from ..partition.problem import Rules, Units
from ..partition.resplit import MOST, best_division
from ..partition.share import band
from ..task import SILENT, Task
from .sheet import Sheet

EVEN = (5.0, 10.0, 20.0, 40.0, None)  # per cent that halves may differ from the mean: the first that can be kept
STEPS = 40  # of the search for two halves of many units, and two more for each


class Costs:
    """One level's units and their objective."""

    def __init__(self, units: Units, objective: Objective) -> None:
        self.units, self.objective = units, objective
        self._position = {str(code): i for i, code in enumerate(units.codes)}

    @classmethod
    def of_sheet(cls, sheet: Sheet) -> Costs:
        """Where no rules are known: the fewest pairs of neighbours in different districts is best."""
        units = units_of(sheet)
        return cls(units, Objective(units, Rules(code="code", weights={"boundary": 1.0})))

    def positions(self, units: Collection[str]) -> NDArray:
        """(m,) ascending."""
        return np.array(sorted(self._position[unit] for unit in units), dtype=int)

    def of(self, districts: Sequence[Collection[str]]) -> NDArray:
        """(c,) weighted cost of each district; one without units costs nothing."""
        which = self.positions({unit for units in districts for unit in units})
        costs = np.zeros(len(districts))
        sets = np.zeros((len(districts), len(which)), dtype=bool)
        for row, units in enumerate(districts):
            sets[row, np.searchsorted(which, self.positions(units))] = True
        filled = sets.any(axis=1)
        if filled.any():
            costs[filled] = self.objective.costs(sets[filled], which)
        return costs

    def halves(self, units: Collection[str], task: Task = SILENT) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Two connected parts of about as many people each, the better ones by the objective of those that are as
        even; None where there are no two."""
        members = self.positions(units)
        for step, tolerance in enumerate(EVEN):
            rules = Rules(code="code", tolerance=tolerance)
            low, high = band(float(self.units.population[members].sum()), 2, rules)
            block = Block(self.units, rules, self.objective, members, 2, low, high, 2)
            if block.n < 2 or block.components().max() > 1:
                return None
            first = _half(block, task.part(step / len(EVEN), (step + 1) / len(EVEN)))
            if first is not None:
                inside = np.isin(block.node, first)
                return tuple(map(str, self.units.codes[members[inside]])), tuple(
                    map(str, self.units.codes[members[~inside]])
                )
        return None


def _half(block: Block, task: Task) -> NDArray | None:
    """The nodes of one of two districts that keep the rules of a block, None where none are found: small blocks are
    divided in the best way there is, large ones by a search."""
    task.check()
    if block.n <= MOST:
        best = best_division(block, np.arange(block.n), Found())
        return None if best is None else best[0]
    found = search(block, STEPS + 2 * block.n, np.random.default_rng(1), task)
    return np.flatnonzero(found.plans[0][2] == 0) if found.plans else None


def units_of(sheet: Sheet) -> Units:
    """The units of a sheet as partitions know them: who lives there and who borders whom, nothing of their places."""
    codes = list(sheet.units)
    parents = sorted({unit.parent for unit in sheet.units.values()}) or [""]
    label = {parent: i for i, parent in enumerate(parents)}
    return Units(
        codes=np.array(codes, dtype=object),
        population=np.array([unit.population for unit in sheet.units.values()], dtype=float),
        parent=np.array([label[unit.parent] for unit in sheet.units.values()], dtype=int),
        parents=tuple(parents),
        centroid=np.zeros((len(codes), 2)),
        features=np.zeros((len(codes), 0)),
        contiguity=contiguity_of(codes, sheet.neighbours),
    )


def contiguity_of(codes: Sequence[str], neighbours: Mapping[str, Collection[str]]) -> Contiguity:
    """The graph of neighbours by position in `codes`; border lengths are not known and left 0."""
    position = {code: i for i, code in enumerate(codes)}
    pairs = sorted(
        (i, position[other])
        for i, code in enumerate(codes)
        for other in neighbours.get(code, ())
        if position.get(other, -1) > i
    )
    return Contiguity(len(codes), np.array(pairs, dtype=int).reshape(-1, 2), np.zeros(len(pairs)))
