"""First plans for a block: connected districts, the right number, populations as even as a few tries give.

Two ways: cutting random spanning trees where the shares come out best, and growing districts from seeds where some
units are nominated. Neither promises the limits; `improve` repairs what is left.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components, minimum_spanning_tree

from .block import Block
from .feasibility import district_range

TRIES = 4  # spanning trees looked at for one cut
EVEN = 2e-3  # excess of a cut below which no further tree is tried


def first_plan(block: Block, rng: np.random.Generator) -> NDArray:
    """(N,) labels 0..k-1 of k connected districts."""
    if block.crossing_limited and block.cap < block.k:
        return _by_township(block, rng)
    if (block.contains is not None or block.rival is not None) and rng.random() < 0.6:
        return grow(block, rng)
    return _split_parts(block, _parts(block, np.arange(block.n)), block.k, rng)


def _parts(block: Block, nodes: NDArray) -> list[NDArray]:
    """Connected parts of some nodes, each ascending."""
    labels = connected_components(block.graph[nodes][:, nodes], directed=False)[1]
    return [nodes[labels == label] for label in range(int(labels.max()) + 1)]


def _split_parts(block: Block, parts: list[NDArray], k: int, rng: np.random.Generator) -> NDArray:
    """Share k districts over parts that no district joins, and split each."""
    label = np.full(block.n, -1)
    used = 0
    for part, share in zip(parts, _share(block, parts, k)):
        for piece in split(block, part, share, rng):
            label[piece] = used
            used += 1
    return label


def _share(block: Block, parts: list[NDArray], k: int) -> list[int]:
    """Districts per part: within its range where that works out, most to the most populous."""
    ranges = [district_range(block, part) for part in parts]
    population = [float(block.population[part].sum()) for part in parts]
    shares = [min(max(1, low), len(part)) for (low, _), part in zip(ranges, parts)]
    while sum(shares) > k and max(shares) > 1:
        shares[max((s > 1, s - p * k, i) for i, (s, p) in enumerate(zip(shares, _fractions(population))))[2]] -= 1
    while sum(shares) < k:
        # A part below its upper limit goes first; then the one with most people per district.
        room = [
            (s < high, s < len(part), p / s, -i)
            for i, (s, (_, high), part, p) in enumerate(zip(shares, ranges, parts, population))
        ]
        shares[-max(r for r in room if r[1])[3]] += 1
    return shares


def _fractions(population: list[float]) -> list[float]:
    total = sum(population)
    return [p / total if total > 0 else 1 / len(population) for p in population]


def split(block: Block, nodes: NDArray, k: int, rng: np.random.Generator) -> list[NDArray]:
    """Split connected nodes into k connected pieces by cutting spanning trees again and again."""
    done: list[NDArray] = []
    todo = [(nodes, k)]
    while todo:
        nodes, k = todo.pop()
        if k == 1:
            done.append(nodes)
            continue
        first, share = _best_cut(block, nodes, k, rng)
        inside = np.isin(nodes, first)
        todo += [(nodes[inside], share), (nodes[~inside], k - share)]
    return done


def _best_cut(block: Block, nodes: NDArray, k: int, rng: np.random.Generator) -> tuple[NDArray, int]:
    """One side of the best of the cuts of a few spanning trees, and how many of the k districts it becomes."""
    graph = block.graph[nodes][:, nodes].tocoo()
    upper = graph.row < graph.col
    row, col = graph.row[upper], graph.col[upper]
    x = block.features[nodes] / block.count[nodes, None]
    unlike = np.sqrt(((x[row] - x[col]) ** 2).sum(axis=1)) if x.shape[1] else np.zeros(len(row))
    unlike = unlike / unlike.mean() if unlike.sum() > 0 else unlike
    best: tuple[float, NDArray, int] | None = None
    for _ in range(TRIES):
        weight = rng.random(len(row)) + 0.5 * unlike + 1e-6
        tree = minimum_spanning_tree(csr_matrix((weight, (row, col)), shape=(len(nodes), len(nodes))))
        order, before = breadth_first_order(tree, 0, directed=False)
        population, number = _below(order, before, block.population[nodes])
        excess, share = _cut_excess(block, population[order[1:]], number[order[1:]], float(population[0]), k)
        pick = int(np.argmin(excess + 1e-3 * rng.random(len(excess))))
        if best is None or excess[pick] < best[0]:
            best = (float(excess[pick]), nodes[_subtree(order, before, int(order[1 + pick]))], int(share[pick]))
            if best[0] <= EVEN:
                break
    assert best is not None
    return best[1], best[2]


def _below(order: NDArray, before: NDArray, population: NDArray) -> tuple[NDArray, NDArray]:
    """Population and number of the nodes below each node of a tree, itself included."""
    people, number = population.tolist(), [1] * len(population)
    above = before.tolist()
    for v in order[:0:-1].tolist():
        people[above[v]] += people[v]
        number[above[v]] += number[v]
    return np.array(people), np.array(number)


def _cut_excess(block: Block, below: NDArray, number: NDArray, total: float, k: int) -> tuple[NDArray, NDArray]:
    """How far each cut of a tree lies outside the limits (share of a district's mean), and the best share of districts.

    below, number  population and nodes on one side of each cut     total  population of the tree
    """
    size = len(number) + 1
    mean = max(block.population.sum() / block.k, 1e-9)
    ideal = below / max(total, 1e-9) * k if total > 0 else number / size * k
    best = np.full(len(below), np.inf)
    share = np.ones(len(below), dtype=int)
    for offset in (0, 1):
        j = np.clip(np.floor(ideal) + offset, 1, k - 1)
        lack = np.maximum(0, j - number) + np.maximum(0, (k - j) - (size - number))
        out = np.zeros(len(below))
        for population, districts in ((below, j), (total - below, k - j)):
            out += np.maximum(0, districts * block.low - population)
            if np.isfinite(block.high):
                out += np.maximum(0, population - districts * block.high)
        # Even within the limits a cut near the mean leaves later cuts more room, and a cut near the middle makes
        # fewer rounds of cutting.
        uneven = 0.05 * np.abs(below / mean - j) / k + 0.05 * np.maximum(0, np.abs(2 * j / k - 1) - 0.5)
        score = 1e6 * lack + out / mean + uneven
        better = score < best
        best[better], share[better] = score[better], j[better].astype(int)
    return best, share


def _subtree(order: NDArray, before: NDArray, top: int) -> NDArray:
    inside = np.zeros(len(order), dtype=bool).tolist()
    inside[top] = True
    above = before.tolist()
    for v in order[1:].tolist():
        if inside[above[v]]:
            inside[v] = True
    return np.flatnonzero(inside)


def grow(block: Block, rng: np.random.Generator) -> NDArray:
    """Grow k districts from seeds, the least populous one first; seeds are nominated units where there are any."""
    label = np.full(block.n, -1)
    parts = _parts(block, np.arange(block.n))
    used = 0
    for part, share in zip(parts, _share(block, parts, block.k)):
        seeds = _seeds(block, part, share, rng)
        for seed in seeds:
            label[seed] = used
            used += 1
        _fill(block, label, part, rng)
    return label


def _seeds(block: Block, part: NDArray, k: int, rng: np.random.Generator) -> list[int]:
    """k nodes far from one another: one of each label of the largest rival family, then units of CONTAINS, then any."""
    seeds: list[int] = []
    if block.rival is not None:
        ends = [*block.rival_starts[1:].tolist(), block.rival.shape[1]]
        start, end = max(zip(block.rival_starts.tolist(), ends), key=lambda family: family[1] - family[0])
        for column in range(start, end):
            holders = part[block.rival[part, column] > 0]
            if len(holders) and len(seeds) < k:
                seeds.append(int(rng.choice(holders)))
    place = np.zeros((block.n, 2))
    np.add.at(place, block.node, block.xy)
    place /= block.count[:, None]
    marked = part if block.contains is None else part[block.contains[part] > 0]
    for pool in (marked, part):
        while len(seeds) < k:
            rest = np.setdiff1d(pool, seeds)
            if len(rest) == 0:
                break
            if not seeds:
                seeds.append(int(rng.choice(rest)))
                continue
            far = ((place[rest, None] - place[None, seeds]) ** 2).sum(axis=2).min(axis=1)
            seeds.append(int(rest[np.argmax(far * (0.5 + rng.random(len(rest))))]))
    return seeds


def _fill(block: Block, label: NDArray, part: NDArray, rng: np.random.Generator) -> None:
    districts = sorted(set(label[part].tolist()) - {-1})
    population = {d: float(block.population[label == d].sum()) for d in districts}
    left = int((label[part] < 0).sum())
    while left:
        for d in sorted(districts, key=lambda d: (population[d], d)):
            border = sorted(
                {u for v in np.flatnonzero(label == d).tolist() for u in block.neighbours[v] if label[u] < 0}
            )
            if border:
                u = border[int(rng.integers(len(border)))]
                label[u] = d
                population[d] += float(block.population[u])
                left -= 1
                break


def _by_township(block: Block, rng: np.random.Generator) -> NDArray:
    """Districts inside townships; townships that cannot stand alone are merged with a neighbour first."""
    assert block.townships is not None
    township = block.townships.argmax(axis=1)
    parts: list[NDArray] = []
    for t in range(block.townships.shape[1]):
        if (township == t).any():
            parts += _parts(block, np.flatnonzero(township == t))
    while len(parts) > 1:
        ranges = [district_range(block, part) for part in parts]
        bad = [i for i, (low, high) in enumerate(ranges) if low > high]
        if not bad:
            least, most = (sum(r[side] for r in ranges) for side in (0, 1))
            if least <= block.k <= most:
                break
            bad = sorted(range(len(parts)), key=lambda i: (len(parts[i]), i))[:3]
        first = bad[int(rng.integers(len(bad)))]
        options = _mergers(block, parts, first)
        if not options:
            break
        good = [i for i in options if _fits(block, np.concatenate([parts[first], parts[i]]))] or options
        second = min(good, key=lambda i: (len(parts[i]) * (0.5 + rng.random()), i))
        merged = np.sort(np.concatenate([parts[first], parts[second]]))
        parts = [part for i, part in enumerate(parts) if i not in (first, second)] + [merged]
    if len(parts) > block.k:
        parts = _parts(block, np.arange(block.n))
    return _split_parts(block, parts, block.k, rng)


def _mergers(block: Block, parts: list[NDArray], first: int) -> list[int]:
    near = np.asarray(block.graph[parts[first]].sum(axis=0))[0] > 0
    return [i for i, part in enumerate(parts) if i != first and near[part].any()]


def _fits(block: Block, nodes: NDArray) -> bool:
    low, high = district_range(block, nodes)
    return low <= high
