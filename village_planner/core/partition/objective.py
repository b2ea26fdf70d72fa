"""The objective of a partition, to the letter of interface.md.

Every term is a sum over districts, so that a district has a cost of its own: that is what search, set partitioning
and lower bounds rest on. `Objective.terms` computes a whole plan, `Objective.costs` many candidate districts at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray

from ..messages import Message, message
from .problem import TERMS, Rules, Units

CHUNK = 4000  # candidate districts costed at a time: a few MB


@dataclass(frozen=True)
class Terms:
    """Raw terms of a plan and the weighted objective."""

    similarity: float
    compactness: float
    boundary: float
    flow: float
    stability: float
    objective: float


def sum_of_squares(features: NDArray) -> float:
    """Sum of squared deviations from the mean of a group (m, p)."""
    if len(features) == 0 or features.shape[1] == 0:
        return 0.0
    return float(((features - features.mean(axis=0)) ** 2).sum())


def moment(centroid: NDArray, population: NDArray, candidates: NDArray) -> tuple[float, int]:
    """Least Σ population · squared distance to one of the candidate units, and which (position in the group).

    Σ p ‖c − cⱼ‖² = Σ p ‖c − μ‖² + P ‖μ − cⱼ‖² with μ the weighted mean: the best centre is the one nearest to μ.
    centroid (m, 2)  population (m,)  candidates (m,) bool, at least one
    """
    total = population.sum()
    choice = np.flatnonzero(candidates)
    if total <= 0:
        return 0.0, int(choice[0])
    mean = population @ centroid / total
    square = ((centroid - mean) ** 2).sum(axis=1)
    best = int(choice[np.argmin(square[choice])])
    return float(((centroid - centroid[best]) ** 2).sum(axis=1) @ population), best


class Objective:
    """The objective for one set of units and weights.

    weights   effective weight of each raw term: weight / divisor, 0 for a term that dropped out
    divisors  value of each term when all units of a parent form one district (see interface.md)
    warnings  terms that were asked for and have no data
    """

    def __init__(self, units: Units, rules: Rules) -> None:
        self.units = units
        self.pairs = units.contiguity.pairs
        n = units.n
        self.flow_total = 0.0 if units.flows is None else float(units.flows[:, 2].sum())
        whole = [np.flatnonzero(units.parent == p) for p in range(len(units.parents))]
        inside = int((units.parent[self.pairs[:, 0]] == units.parent[self.pairs[:, 1]]).sum())
        self.divisors = {
            "similarity": sum(self.similarity_of(members) for members in whole),
            "compactness": sum(self.compactness_of(members) for members in whole),
            "boundary": float(inside),
            "flow": 1.0 if self.flow_total > 0 else 0.0,
            "stability": float(n) if units.reference is not None and (units.reference >= 0).any() else 0.0,
        }
        self.weights: dict[str, float] = {}
        self.warnings: list[Message] = []
        for term in TERMS:
            weight = float(rules.weights.get(term, 0.0))
            if weight > 0 and not self.divisors[term] > 0:
                self.warnings.append(_no_data(term))
            self.weights[term] = weight / self.divisors[term] if self.divisors[term] > 0 else 0.0

    # ---- one district
    def similarity_of(self, members: NDArray) -> float:
        return sum_of_squares(self.units.features[members])

    def candidates(self, members: NDArray) -> NDArray:
        """(m,) bool: which members may be the centre unit: the nominated ones, else all."""
        if self.units.centre is not None:
            nominated = self.units.centre[members] >= 0
            if nominated.any():
                return nominated
        return np.ones(len(members), dtype=bool)

    def compactness_of(self, members: NDArray) -> float:
        units = self.units
        return moment(units.centroid[members], units.population[members], self.candidates(members))[0]

    def centre_of(self, members: NDArray) -> int:
        """The centre unit of a district (position among all units)."""
        units = self.units
        best = moment(units.centroid[members], units.population[members], self.candidates(members))[1]
        return int(members[best])

    def strangers(self, members: NDArray) -> int:
        """Units outside the commonest reference district of their district; units without a reference are outside."""
        if self.units.reference is None:
            return 0
        known = self.units.reference[members]
        known = known[known >= 0]
        return len(members) - (int(np.bincount(known).max()) if len(known) else 0)

    # ---- a whole plan
    def terms(self, district: NDArray) -> Terms:
        """Terms of a plan: (n,) labels 0..k-1; units with -1 are in no district and each counts as cut off."""
        units = self.units
        groups = [np.flatnonzero(district == d) for d in range(int(district.max(initial=-1)) + 1)]
        groups = [members for members in groups if len(members)]
        a, b = district[self.pairs[:, 0]], district[self.pairs[:, 1]]
        flow = 0.0
        if units.flows is not None and self.flow_total > 0:
            start, end = (district[units.flows[:, side].astype(int)] for side in (0, 1))
            flow = float(units.flows[(start != end) | (start < 0), 2].sum()) / self.flow_total
        raw = {
            "similarity": float(sum(self.similarity_of(members) for members in groups)),
            "compactness": float(sum(self.compactness_of(members) for members in groups)),
            "boundary": float(((a != b) | (a < 0)).sum()),
            "flow": flow,
            "stability": float(sum(self.strangers(members) for members in groups) + (district < 0).sum())
            if units.reference is not None
            else 0.0,
        }
        return Terms(**raw, objective=float(sum(self.weights[term] * raw[term] for term in TERMS)))

    # ---- many candidate districts
    def costs(self, members: NDArray, which: Optional[NDArray] = None) -> NDArray:
        """Weighted cost of each of m candidate districts.

        Costs of a plan's districts sum to its objective less `self.constant`: a district is credited with the pairs
        and flows inside it, and the constant holds all of them.
        members  (m, n') bool over the units `which` (default: all)
        """
        units = self.units
        which = np.arange(units.n) if which is None else which
        out = np.empty(len(members))
        inner = self._inner(which)
        for start in range(0, len(members), CHUNK):
            block = members[start : start + CHUNK]
            out[start : start + CHUNK] = self._block_costs(block, which, inner)
        return out

    @property
    def constant(self) -> float:
        """Boundary and flow when every unit is a district of its own (self-flows apart): see `costs`."""
        pairs = float(len(self.pairs)) * self.weights["boundary"]
        return pairs + (self.weights["flow"] if self.flow_total > 0 else 0.0)

    def _inner(self, which: NDArray) -> Optional[NDArray]:
        """(n', n') upper: what a pair inside one district saves in boundary and flow."""
        use_flow = self.weights["flow"] > 0 and self.units.flows is not None
        if self.weights["boundary"] <= 0 and not use_flow:
            return None
        position = np.full(self.units.n, -1)
        position[which] = np.arange(len(which))
        saved = np.zeros((len(which), len(which)))
        i, j = position[self.pairs[:, 0]], position[self.pairs[:, 1]]
        ok = (i >= 0) & (j >= 0)
        np.add.at(saved, (i[ok], j[ok]), self.weights["boundary"])
        if use_flow and self.units.flows is not None:
            flows = self.units.flows
            i, j = (position[flows[:, side].astype(int)] for side in (0, 1))
            ok = (i >= 0) & (j >= 0)
            np.add.at(saved, (i[ok], j[ok]), self.weights["flow"] * flows[ok, 2] / self.flow_total)
        return saved

    def _block_costs(self, block: NDArray, which: NDArray, inner: Optional[NDArray]) -> NDArray:
        units = self.units
        x = block.astype(float)
        cost = np.zeros(len(block))
        count = x.sum(axis=1)
        if self.weights["similarity"] > 0:
            features = units.features[which]
            sums = x @ features
            spread = x @ (features**2).sum(axis=1) - (sums**2).sum(axis=1) / np.maximum(count, 1)
            cost += self.weights["similarity"] * np.maximum(spread, 0)
        if self.weights["compactness"] > 0:
            cost += self.weights["compactness"] * self._block_moments(block, x, which)
        if inner is not None:
            cost -= ((x @ inner) * x).sum(axis=1)
        if self.weights["stability"] > 0 and units.reference is not None:
            labels = units.reference[which]
            known, column = np.unique(labels[labels >= 0], return_inverse=True)
            one_hot = np.zeros((len(which), max(len(known), 1)))
            one_hot[np.flatnonzero(labels >= 0), column] = 1
            cost += self.weights["stability"] * (count - (x @ one_hot).max(axis=1))
        return cost

    def _block_moments(self, block: NDArray, x: NDArray, which: NDArray) -> NDArray:
        units = self.units
        p = units.population[which]
        c = units.centroid[which] - units.centroid.mean(axis=0)  # near 0, so that squares lose no digits
        total = x @ p
        safe = np.where(total > 0, total, 1)
        mean = (x @ (p[:, None] * c)) / safe[:, None]
        second = x @ (p * (c**2).sum(axis=1)) - safe * (mean**2).sum(axis=1)
        square = ((mean[:, None, :] - c[None, :, :]) ** 2).sum(axis=2)
        allowed = block
        if units.centre is not None:
            nominated = block & (units.centre[which] >= 0)
            allowed = np.where(nominated.any(axis=1)[:, None], nominated, block)
        nearest = np.where(allowed, square, np.inf).min(axis=1)
        return np.where(total > 0, np.maximum(second, 0) + total * nearest, 0.0)


def _no_data(term: str) -> Message:
    return {
        "similarity": message("No SIMILARITY_FIELDS that differ among units: similarity is left out of the objective."),
        "compactness": message("All units lie in one place or hold nobody: compactness is left out of the objective."),
        "boundary": message("No unit has a neighbour: the boundary is left out of the objective."),
        "flow": message("No FLOWS between the units: flow is left out of the objective."),
        "stability": message("No REFERENCE_FIELD with an older plan: stability is left out of the objective."),
    }[term]
