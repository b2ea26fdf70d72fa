"""The same ruler for every method: what a plan is worth and what is wrong with it. No code of the plugin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Verdict:
    """a, b         similarity and compactness (m²·persons) of the plan, raw
    districts       number of districts      wrong   parents (or the whole) with another number than asked for
    outside         districts out of the band (or below the floor)
    broken          districts in several pieces
    """

    a: float
    b: float
    districts: int
    wrong: int
    outside: int
    broken: int


def judge(case: dict[str, NDArray], labels: NDArray, tolerance: float | None = None, floor: bool = False) -> Verdict:
    """labels (n,) district of each unit; a district of several parents counts once in each. floor: no upper limit."""
    a = b = 0.0
    wrong = outside = broken = districts = 0
    around = neighbours(len(labels), case["pairs"])
    for parent, share in enumerate(case["shares"]):
        inside = np.flatnonzero(case["parent"] == parent)
        mean = case["population"][inside].sum() / share
        found = np.unique(labels[inside])
        wrong += len(found) != share
        districts += len(found)
        for label in found:
            members = inside[labels[inside] == label]
            a += similarity(case, members)
            b += compactness(case, members)
            broken += not connected(members, around)
            if tolerance is not None:
                ratio = case["population"][members].sum() / mean
                low, high = 1 - tolerance / 100 - 1e-9, 1 + tolerance / 100 + 1e-9
                outside += bool(ratio < low or (ratio > high and not floor))
    return Verdict(a, b, districts, wrong, outside, broken)


def similarity(case: dict[str, NDArray], members: NDArray) -> float:
    x = case["features"][members]
    return float(((x - x.mean(axis=0)) ** 2).sum())


def compactness(case: dict[str, NDArray], members: NDArray) -> float:
    xy, p = case["xy"][members], case["population"][members]
    square = ((xy[:, None, :] - xy[None, :, :]) ** 2).sum(axis=2)
    return float((p @ square).min())


def worth(case: dict[str, NDArray], labels: NDArray, weights: dict[str, float]) -> NDArray:
    """(parents,) what each parent's districts add to the objective of interface.md (similarity and compactness)."""
    parents = range(len(case["shares"]))
    out = np.zeros(len(parents))
    for term, measure in (("similarity", similarity), ("compactness", compactness)):
        if weights.get(term, 0.0) > 0:
            whole = sum(measure(case, np.flatnonzero(case["parent"] == p)) for p in parents)
            for p in parents:
                inside = np.flatnonzero(case["parent"] == p)
                groups = [inside[labels[inside] == label] for label in np.unique(labels[inside])]
                out[p] += weights[term] * sum(measure(case, members) for members in groups) / whole
    return out


def neighbours(n: int, pairs: NDArray) -> list[list[int]]:
    around: list[list[int]] = [[] for _ in range(n)]
    for i, j in pairs.tolist():
        around[i].append(j)
        around[j].append(i)
    return around


def connected(members: NDArray, around: list[list[int]]) -> bool:
    left = set(members.tolist())
    queue = [left.pop()] if left else []
    while queue:
        for other in around[queue.pop()]:
            if other in left:
                left.discard(other)
                queue.append(other)
    return not left
