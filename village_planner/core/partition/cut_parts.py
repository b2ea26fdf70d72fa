"""A plan that cuts fewer pairs, two or three neighbouring districts at a time: each such part is divided anew as well
as it can be (cut.py). For counties too large for the whole to be solved."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..task import Task
from .block import Block
from .cut import fewest_cut

PART_WORK = 3_000_000  # on one part at most, in partial districts


def divide_parts(
    block: Block, labels: NDArray, work: int, task: Task, keep: Callable[[NDArray], None] = lambda labels: None
) -> tuple[NDArray, int]:
    """Labels (N,) of a valid plan -> labels of a valid plan that cuts no more pairs, and the work done.

    work  partial districts that may be touched     keep  told of every better plan on the way
    """
    labels, used = labels.copy(), 0
    for size in (2, 3):
        settled: set[tuple[bytes, ...]] = set()  # parts that are known to be divided well
        changed = block.k >= size
        while changed and used < work:
            changed = False
            for part in _neighbours(block, labels, size):
                key = tuple(np.flatnonzero(labels == d).tobytes() for d in part)
                if used >= work or key in settled:
                    continue
                task.report(min(1.0, used / work))
                better, spent = _divided(block, labels, part, min(PART_WORK, work - used), task)
                used += spent
                if better is None:
                    settled.add(key)
                else:
                    labels, changed = better, True
                    keep(labels)
    return labels, used


def _neighbours(block: Block, labels: NDArray, size: int) -> list[tuple[int, ...]]:
    """Sets of districts that hang together."""
    ends = np.unique(np.column_stack([labels[side] for side in block.graph.nonzero()]), axis=0)
    near: list[set[int]] = [set() for _ in range(block.k)]
    for d, other in ends[ends[:, 0] != ends[:, 1]].tolist():
        near[d].add(other)
    parts: set[tuple[int, ...]] = {(d,) for d in range(block.k)}
    for _ in range(size - 1):
        parts = {tuple(sorted({*part, other})) for part in parts for d in part for other in near[d] - {*part}}
    return sorted(parts)


def _divided(block: Block, labels: NDArray, part: tuple[int, ...], work: int, task: Task) -> tuple[NDArray | None, int]:
    """Labels with the part divided better, None where it cannot be or that was not found; and the work done."""
    inside = np.isin(labels, part)
    crosses = block.crosses(labels == np.arange(block.k)[:, None])
    cap = block.cap - int(np.delete(crosses, part).sum())
    members = block.members[inside[block.node]]
    smaller = Block(block.units, block.rules, block.objective, members, len(part), block.low, block.high, cap)
    # Nodes are numbered in the order of their first unit, here as there.
    known = np.searchsorted(part, labels[inside])
    result = fewest_cut(smaller, known, work, task)
    if result.labels is None:
        return None, result.used
    better = labels.copy()
    better[inside] = np.array(part)[result.labels]
    return better, result.used
