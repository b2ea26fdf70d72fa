"""Moving the centres of a plan one at a time: what the districts would become, said in codes and figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..task import SILENT, Task
from .block import Block
from .columns import columns_of, pack
from .evaluate import crossing_districts, natural
from .objective import Objective
from .problem import Rules, read_units, some
from .recentre import nominate, replan
from .share import band


@dataclass(frozen=True)
class Figures:
    """Of a plan as a whole: its objective, and the largest deviation from the mean of its parent (signed, per cent)
    with the district that has it."""

    objective: float
    deviation: float
    district: str


@dataclass(frozen=True)
class CentreMove:
    """What moving a centre does: units whose district changes, with the new one."""

    centre: str
    to: str
    changes: Mapping[str, str]
    before: Figures
    after: Figures


class CentreMoves:
    """One level of a plan and its centres.

    The districts of the moved centre's parent are planned anew with every centre of theirs kept in its own district;
    where a district has no centre its middle unit stands in. Locked districts and other parents stay as they are.
    """

    def __init__(
        self, frame: gpd.GeoDataFrame, rules: Rules, locked: Collection[str] = (), task: Task = SILENT
    ) -> None:
        """frame and rules as for `partitiondistricts`, without a centre field. InputError."""
        self.units = read_units(frame, rules, task=task)
        self.rules, self.locked = rules, frozenset(locked)
        self.objective = Objective(self.units, rules)
        self._position = {str(code): i for i, code in enumerate(self.units.codes)}

    def put(self, assignment: Mapping[str, str], centres: Collection[str]) -> None:
        """Take a plan in hand: unit code -> district code, and the codes of the units that are centres.

        InputError unassigned: every unit needs a district.
        """
        units = self.units
        codes = [assignment.get(str(code), "") for code in units.codes]
        missing = [code for code, district in zip(units.codes, codes) if not district]
        if missing:
            raise InputError(
                "unassigned",
                "Units {units} are in no district. Give every unit a district first.",
                units=some(missing),
            )
        self.codes = sorted(set(codes), key=natural)
        number = {code: i for i, code in enumerate(self.codes)}
        self.district = np.array([number[code] for code in codes])
        self.centre = np.full(units.n, -1)
        for code in centres:
            if code in self._position:
                self.centre[self._position[code]] = self.district[self._position[code]]
        for d in set(range(len(self.codes))) - set(self.centre.tolist()):
            self.centre[self.objective.centre_of(np.flatnonzero(self.district == d))] = d
        self._blocks: dict[int, Block] = {}
        self._moves: dict[tuple[str, str], CentreMove] = {}
        self.figures = self._figures(self._objective(self.district, self.centre), self.district)

    def centres(self) -> dict[str, str]:
        """Unit code of each centre, stand-ins among them -> its district."""
        where = np.flatnonzero(self.centre >= 0)
        return {str(self.units.codes[i]): self.codes[self.centre[i]] for i in where}

    def move(self, centre: str, to: str, task: Task = SILENT) -> CentreMove:
        """What becomes of the plan when a centre moves to another unit; the plan in hand stays as it is.

        InputError another_parent, another_centre, locked_district; InfeasibleError as `replan`.
        """
        if (centre, to) not in self._moves:
            self._moves[centre, to] = self._move(centre, to, task)
        return self._moves[centre, to]

    def _move(self, centre: str, to: str, task: Task) -> CentreMove:
        here, there = self._position[centre], self._position[to]
        if here == there:
            return CentreMove(centre, to, {}, self.figures, self.figures)
        self._check(here, there)
        block = self._block(int(self.units.parent[here]))
        nominated = self.centre.copy()
        nominated[here], nominated[there] = -1, self.centre[here]
        held = np.unique(self.district[block.members])  # the block's labels are these districts, in this order
        plan = np.searchsorted(held, self.district[block.members])
        fresh, now = nominate(block, nominated), nominate(block, self.centre)
        found = replan(fresh, _of_nodes(fresh, plan), task)
        district = self.district.copy()
        district[block.members] = held[found.labels[fresh.node]]
        sets = _of_nodes(now, plan)[None, :] == np.arange(block.k)[:, None]
        gained = found.cost - float(columns_of(now, pack(sets)).cost.sum())
        changed = np.flatnonzero(district != self.district)
        changes = {str(self.units.codes[i]): self.codes[district[i]] for i in changed}
        return CentreMove(centre, to, changes, self.figures, self._figures(self.figures.objective + gained, district))

    def _check(self, here: int, there: int) -> None:
        units = self.units
        if units.parent[here] != units.parent[there]:
            raise InputError(
                "another_parent",
                "Unit {unit} lies in {parent}: a centre stays inside its township district.",
                unit=units.codes[there],
                parent=units.parents[units.parent[there]],
            )
        if self.centre[there] >= 0:
            raise InputError(
                "another_centre",
                "Unit {unit} is a centre already, of district {district}.",
                unit=units.codes[there],
                district=self.codes[self.centre[there]],
            )
        for unit in (here, there):
            if self.codes[self.district[unit]] in self.locked:
                raise InputError(
                    "locked_district",
                    "District {district} is locked. Unlock it in the table, then move the centre.",
                    district=self.codes[self.district[unit]],
                )

    def _block(self, parent: int) -> Block:
        """The problem of one parent without its locked districts."""
        if parent not in self._blocks:
            units, rules = self.units, self.rules
            inside = units.parent == parent
            free = np.array([code not in self.locked for code in self.codes])
            low, high = band(float(units.population[inside].sum()), len(np.unique(self.district[inside])), rules)
            members = np.flatnonzero(inside & free[self.district])
            held = set(np.unique(self.district[members]).tolist())
            cap = len(members)
            if rules.max_crossing is not None:
                crossing = crossing_districts(units, self.district)
                own = len(held.intersection(crossing))
                # A plan that crosses more often than it may does not get worse.
                cap = max(own, rules.max_crossing - (len(crossing) - own))
            self._blocks[parent] = Block(units, rules, self.objective, members, len(held), low, high, cap)
        return self._blocks[parent]

    def _objective(self, district: NDArray, centre: NDArray) -> float:
        """With the divisors of a plan without nominated centres, so that all choices of centres compare."""
        objective = copy(self.objective)
        objective.units = replace(self.units, centre=centre)
        costs = objective.costs(district[None, :] == np.arange(len(self.codes))[:, None])
        return float(costs.sum() + objective.constant)

    def _figures(self, objective: float, district: NDArray) -> Figures:
        units = self.units
        k = len(self.codes)
        population = np.bincount(district, weights=units.population, minlength=k)
        parent = np.zeros(k, dtype=int)
        parent[district] = units.parent
        mean = (np.bincount(parent, weights=population) / np.bincount(parent))[parent]
        share = 100 * (population / np.where(mean > 0, mean, 1) - 1)
        worst = int(np.argmax(np.abs(share)))
        return Figures(objective, float(share[worst]), self.codes[worst])


def _of_nodes(block: Block, units: NDArray) -> NDArray:
    """Labels of units (m,) -> of nodes (N,); units that share a node share the label, but for a moved centre's."""
    labels = np.zeros(block.n, dtype=int)
    labels[block.node] = units
    return labels
