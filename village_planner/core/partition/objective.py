"""The objective of a partition, to the letter of interface.md.

Every term is a sum over districts, so that a district has a cost of its own: that is what search, set partitioning
and lower bounds rest on. `Objective.terms` computes a whole plan, `Objective.column_terms` many candidate districts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from ..messages import Message, message
from .problem import TERMS, Rules, Units

CHUNK = 30_000  # candidate districts costed at a time: a few MB


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
        groups = [np.flatnonzero(district == d) for d in range(int(district.max(initial=-1)) + 1)]
        groups = [members for members in groups if len(members)]
        return self.terms_of(
            district,
            float(sum(self.similarity_of(members) for members in groups)),
            float(sum(self.compactness_of(members) for members in groups)),
        )

    def terms_of(self, district: NDArray, similarity: float, compactness: float) -> Terms:
        """The same where the sums of similarity and compactness over the districts are known."""
        units = self.units
        a, b = district[self.pairs[:, 0]], district[self.pairs[:, 1]]
        flow, stability = 0.0, 0.0
        if units.flows is not None and self.flow_total > 0:
            start, end = (district[units.flows[:, side].astype(int)] for side in (0, 1))
            flow = float(units.flows[(start != end) | (start < 0), 2].sum()) / self.flow_total
        if units.reference is not None:
            inside = (np.flatnonzero(district == d) for d in np.unique(district[district >= 0]))
            stability = float(sum(self.strangers(members) for members in inside) + (district < 0).sum())
        raw = {
            "similarity": similarity,
            "compactness": compactness,
            "boundary": float(((a != b) | (a < 0)).sum()),
            "flow": flow,
            "stability": stability,
        }
        return Terms(**raw, objective=float(sum(self.weights[term] * raw[term] for term in TERMS)))

    def raw_of(self, districts: csr_matrix) -> tuple[NDArray, NDArray]:
        """(c,) similarity and (c,) compactness of many districts at once, as `similarity_of` and `compactness_of` but
        for rounding: (c, n) of ones, no row empty."""
        which = np.arange(self.units.n)
        return self._spreads(districts, which), self._moments(districts, which)

    # ---- many candidate districts
    def costs(self, members: NDArray, which: Optional[NDArray] = None) -> NDArray:
        """(c,) weighted cost of each candidate district.

        Costs of a plan's districts sum to its objective less `self.constant`: a district is credited with the pairs
        and flows inside it, and the constant holds all of them.
        members  (c, m) bool over the units `which` (default: all)
        """
        which = np.arange(self.units.n) if which is None else which
        return self.column_terms(csr_matrix(members, dtype=float), which).sum(axis=1)

    @property
    def constant(self) -> float:
        """Boundary and flow when every unit is a district of its own (self-flows apart): see `costs`."""
        pairs = float(len(self.pairs)) * self.weights["boundary"]
        return pairs + (self.weights["flow"] if self.flow_total > 0 else 0.0)

    def column_terms(self, matrix: csr_matrix, which: NDArray) -> NDArray:
        """(c, 5) weighted cost of each candidate district by term, in the order of TERMS; they sum to `costs`.

        matrix  (c, m) of ones: the units of each district, among the units `which`; no row empty
        """
        weights = self.weights
        terms = np.zeros((matrix.shape[0], len(TERMS)))
        for start in range(0, len(terms), CHUNK):
            part = matrix[start : start + CHUNK]
            out = terms[start : start + CHUNK]
            if weights["similarity"] > 0:
                out[:, 0] = weights["similarity"] * self._spreads(part, which)
            if weights["compactness"] > 0:
                out[:, 1] = weights["compactness"] * self._moments(part, which)
            for column, saved in ((2, self._pairs_between(which)), (3, self._flows_between(which))):
                if saved is not None:
                    inside = (part @ saved).multiply(part)
                    out[:, column] = -weights[TERMS[column]] * np.asarray(inside.sum(axis=1)).ravel()
            if weights["stability"] > 0 and self.units.reference is not None:
                out[:, 4] = weights["stability"] * self._strangers(part, which)
        return terms

    def _spreads(self, part: csr_matrix, which: NDArray) -> NDArray:
        features = self.units.features[which]
        sums = part @ features
        count = np.diff(part.indptr)
        return np.maximum(part @ (features**2).sum(axis=1) - (sums**2).sum(axis=1) / np.maximum(count, 1), 0)

    def _moments(self, part: csr_matrix, which: NDArray) -> NDArray:
        """See `moment`; here the units of all districts stand in one long list."""
        units = self.units
        p = units.population[which]
        c = units.centroid[which] - units.centroid.mean(axis=0)  # near 0, so that squares lose no digits
        total = part @ p
        safe = np.where(total > 0, total, 1)
        mean = (part @ (p[:, None] * c)) / safe[:, None]
        second = part @ (p * (c**2).sum(axis=1)) - safe * (mean**2).sum(axis=1)
        unit = part.indices
        square = ((c[unit] - np.repeat(mean, np.diff(part.indptr), axis=0)) ** 2).sum(axis=1)
        if units.centre is not None:
            nominated = units.centre[which] >= 0
            bound = np.repeat(part @ nominated.astype(float) > 0, np.diff(part.indptr))
            square[bound & ~nominated[unit]] = np.inf
        nearest = np.minimum.reduceat(square, part.indptr[:-1])
        return np.where(total > 0, np.maximum(second, 0) + total * nearest, 0.0)

    def _pairs_between(self, which: NDArray) -> Optional[csr_matrix]:
        """(m, m) upper: number of neighbouring pairs; None where the boundary has no weight."""
        if self.weights["boundary"] <= 0:
            return None
        return _between(self.pairs[:, 0], self.pairs[:, 1], np.ones(len(self.pairs)), which, self.units.n)

    def _flows_between(self, which: NDArray) -> Optional[csr_matrix]:
        """(m, m): share of the flow from unit to unit; None where flow has no weight."""
        flows = self.units.flows
        if self.weights["flow"] <= 0 or flows is None:
            return None
        start, end = (flows[:, side].astype(int) for side in (0, 1))
        return _between(start, end, flows[:, 2] / self.flow_total, which, self.units.n)

    def _strangers(self, part: csr_matrix, which: NDArray) -> NDArray:
        assert self.units.reference is not None
        labels = self.units.reference[which]
        known, column = np.unique(labels[labels >= 0], return_inverse=True)
        one_hot = np.zeros((len(which), max(len(known), 1)))
        one_hot[np.flatnonzero(labels >= 0), column] = 1
        return np.diff(part.indptr) - (part @ one_hot).max(axis=1)


def _between(start: NDArray, end: NDArray, value: NDArray, which: NDArray, n: int) -> csr_matrix:
    position = np.full(n, -1)
    position[which] = np.arange(len(which))
    i, j = position[start], position[end]
    ok = (i >= 0) & (j >= 0)
    return csr_matrix((value[ok], (i[ok], j[ok])), shape=(len(which), len(which)))


def _no_data(term: str) -> Message:
    return {
        "similarity": message("No SIMILARITY_FIELDS that differ among units: similarity is left out of the objective."),
        "compactness": message("All units lie in one place or hold nobody: compactness is left out of the objective."),
        "boundary": message("No unit has a neighbour: the boundary is left out of the objective."),
        "flow": message("No FLOWS between the units: flow is left out of the objective."),
        "stability": message("No REFERENCE_FIELD with an older plan: stability is left out of the objective."),
    }[term]
