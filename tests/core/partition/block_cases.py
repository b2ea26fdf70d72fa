"""Blocks to test on, and every district of a small block by plain Python."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from partition_oracle import grid

from village_planner.core.partition.block import Block, make_blocks
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.problem import Rules, read_units
from village_planner.core.partition.share import share_districts

ALL_TERMS = {"similarity": 1.0, "compactness": 0.7, "boundary": 0.4, "flow": 1.5, "stability": 0.3}


def random_block(
    width: int, height: int, districts: int, seed: int, weights: Optional[dict[str, float]] = None, **rules: Any
) -> Block:
    """A grid as one parent; columns `pair` (together), `old` (reference), `town` (township), `key` (contains)."""
    rng = np.random.default_rng(seed)
    n = width * height
    frame = grid(width, height, population=np.round(rng.lognormal(7, 0.6, n)))
    frame["f"], frame["g"] = rng.normal(0, 1, n), rng.normal(0, 1, n)
    frame["old"] = [str(i * districts // n) for i in range(n)]
    frame["town"] = [f"{i % width // 2}-{i // width // 2}" for i in range(n)]
    frame["key"] = rng.random(n) < 0.5
    frame["pair"] = ["p" if i in (0, 1) else "q" if i in (n - 1, n - 2 * width) else "" for i in range(n)]
    ends = rng.integers(0, n, (3 * n, 2))
    flows = pd.DataFrame(
        {
            "from_code": [f"{i:02d}" for i in ends[:, 0]],
            "to_code": [f"{i:02d}" for i in ends[:, 1]],
            "value": rng.random(3 * n),
        }
    )
    asked = Rules(
        code="code",
        population="population",
        similarity=("f", "g"),
        districts=districts,
        weights=weights or {"similarity": 1.0, "compactness": 1.0},
        **rules,
    )
    units = read_units(frame, asked, flows)
    return make_blocks(units, asked, Objective(units, asked), share_districts(units, asked))[0]


def every_district(block: Block) -> set[frozenset[int]]:
    """All connected sets of nodes that keep the rules, each set of nodes looked at."""
    found = set()
    for code in range(1, 1 << block.n):
        nodes = [v for v in range(block.n) if code >> v & 1]
        seen, queue = {nodes[0]}, [nodes[0]]
        while queue:
            for v in block.neighbours[queue.pop()]:
                if code >> v & 1 and v not in seen:
                    seen.add(v)
                    queue.append(v)
        if len(seen) < len(nodes):
            continue
        people = sum(block.population[v] for v in nodes)
        units = sum(block.count[v] for v in nodes)
        if not (block.low <= people <= block.high and block.min_units <= units <= block.max_units):
            continue
        if block.allowed(np.isin(np.arange(block.n), nodes)[None, :])[0]:
            found.add(frozenset(nodes))
    return found


def as_sets(rows: NDArray) -> set[frozenset[int]]:
    """(c, n) bool -> sets of nodes."""
    return {frozenset(np.flatnonzero(row).tolist()) for row in rows}
