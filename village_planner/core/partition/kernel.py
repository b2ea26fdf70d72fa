"""The inner loops of annealing: plain Python over flat arrays, compiled where numba is at hand (`accelerate`).

A function judges what one proposal would do to two districts; it costs as much as the node has neighbours, fields and
labels. Compactness of a large district is judged by its present centre unit and corrected when a move is made.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

FINE = 1e-9  # breaches below this are rounding
SMALL = 12  # nodes of a district up to which every unit is tried as its centre for every proposal
REACH = 400  # nodes looked at to find a way round a node that leaves


class Fixed(NamedTuple):
    """A block as flat arrays. Lists of a node's labels are given as positions `…_start` (N + 1,) and entries."""

    districts: int
    fields: int
    join: int  # 1, -1 and 0, the signs that `judge` and `shift` take; literals would be compiled once for each
    leave: int
    stay: int
    similarity: float  # weights
    compactness: float
    boundary: float
    flow: float
    stability: float
    low: float
    high: float
    mean: float
    min_units: float
    max_units: float
    mean_units: float
    start: Any
    near: Any
    source: Any  # node at the other end of each entry of `near`
    pairs: Any
    inner_pairs: Any
    flow_start: Any
    flow_near: Any
    flow_value: Any
    inner_flow: Any
    population: Any
    count: Any
    features: Any  # (N * fields,)
    norm: Any
    squares: Any
    moment_x: Any
    moment_y: Any
    second: Any
    unit_start: Any
    unit_x: Any
    unit_y: Any
    unit_nominated: Any
    unit_node: Any
    nominated: Any
    must_contain: int
    contains: Any
    rivals: int
    families: int
    family: Any  # of each rival label
    rival_start: Any
    rival_label: Any
    rival_count: Any
    groups: int
    group: Any  # of each node, -1 for none
    group_size: Any
    towns: int
    town_start: Any
    town_label: Any
    town_count: Any
    references: int
    reference_start: Any
    reference_label: Any
    reference_count: Any


class Moving(NamedTuple):
    """A plan of the block, as sums per district."""

    label: Any
    first: Any  # linked list of each district's nodes
    following: Any
    previous: Any
    size: Any
    population: Any
    count: Any
    sums: Any
    norm: Any
    squares: Any
    moment_x: Any
    moment_y: Any
    second: Any
    centre: Any  # unit
    nominated: Any
    inner_pairs: Any
    inner_flow: Any
    contains: Any
    rival_table: Any
    held: Any
    group_table: Any
    extra: Any  # breaches of rivals and groups
    town_table: Any
    town_number: Any
    reference_table: Any
    top: Any  # units of the commonest reference district
    cost: Any
    breach: Any
    crossing: Any
    mark: Any
    queue: Any
    stamp: Any


class Slice(NamedTuple):
    """What a stretch of annealing brought: the log of moves is cut at `best_at` to get the best valid plan."""

    moves: int
    best: float
    best_at: int
    judged: int
    change: float  # sum of |change of cost| over the proposals judged


def loops(jit: Any) -> Any:
    """The inner loops; `jit` compiles each function or hands it back."""

    @jit
    def pairs_into(g: Any, s: Any, d: int, u: int) -> float:
        total = 0.0
        for i in range(g.start[u], g.start[u + 1]):
            if s.label[g.near[i]] == d:
                total += g.pairs[i]
        return total

    @jit
    def flow_into(g: Any, s: Any, d: int, u: int) -> float:
        total = 0.0
        for i in range(g.flow_start[u], g.flow_start[u + 1]):
            if s.label[g.flow_near[i]] == d:
                total += g.flow_value[i]
        return total

    @jit
    def centre(g: Any, s: Any, d: int, u: int, sign: int, x: float, y: float) -> Any:
        """Least squared distance of (x, y) to a unit that may be the centre, and which one."""
        named = s.nominated[d] + sign * g.nominated[u] > 0
        best, which = np.inf, -1
        if sign > 0:
            for i in range(g.unit_start[u], g.unit_start[u + 1]):
                if g.unit_nominated[i] or not named:
                    square = (g.unit_x[i] - x) ** 2 + (g.unit_y[i] - y) ** 2
                    if square < best:
                        best, which = square, i
        quick = s.size[d] > SMALL and sign != 0 and g.nominated[u] == 0 and g.unit_node[s.centre[d]] != u
        if quick:
            i = s.centre[d]
            square = (g.unit_x[i] - x) ** 2 + (g.unit_y[i] - y) ** 2
            if square < best:
                best, which = square, i
            return best, which
        v = s.first[d]
        while v >= 0:
            if v != u or sign == 0:
                for i in range(g.unit_start[v], g.unit_start[v + 1]):
                    if g.unit_nominated[i] or not named:
                        square = (g.unit_x[i] - x) ** 2 + (g.unit_y[i] - y) ** 2
                        if square < best:
                            best, which = square, i
            v = s.following[v]
        return best, which

    @jit
    def reference_top(g: Any, s: Any, d: int, u: int, sign: int) -> float:
        base, top = d * g.references, s.top[d]
        if sign == 0:
            return top
        lost = False
        for i in range(g.reference_start[u], g.reference_start[u + 1]):
            now = s.reference_table[base + g.reference_label[i]]
            if sign > 0:
                top = max(top, now + g.reference_count[i])
            elif now >= top:
                lost = True
        if lost:
            for i in range(g.reference_start[u], g.reference_start[u + 1]):
                s.reference_table[base + g.reference_label[i]] -= g.reference_count[i]
            top = 0.0
            for i in range(base, base + g.references):
                top = max(top, s.reference_table[i])
            for i in range(g.reference_start[u], g.reference_start[u + 1]):
                s.reference_table[base + g.reference_label[i]] += g.reference_count[i]
        return top

    @jit
    def judge(g: Any, s: Any, d: int, u: int, sign: int) -> Any:
        """(cost, breach, crossing) of district d with node u added (sign 1), taken away (-1), or as it is (0)."""
        count = s.count[d] + sign * g.count[u]
        population = s.population[d] + sign * g.population[u]
        cost = 0.0
        if g.similarity > 0:
            dot, i, j = 0.0, d * g.fields, u * g.fields
            for f in range(g.fields):
                dot += s.sums[i + f] * g.features[j + f]
            square = s.norm[d] + 2 * sign * dot + sign * sign * g.norm[u]
            cost += g.similarity * max(0.0, s.squares[d] + sign * g.squares[u] - square / count)
        if g.compactness > 0 and population > 0:
            x, y = s.moment_x[d] + sign * g.moment_x[u], s.moment_y[d] + sign * g.moment_y[u]
            spread = s.second[d] + sign * g.second[u] - (x * x + y * y) / population
            square, which = centre(g, s, d, u, sign, x / population, y / population)
            if sign == 0:
                s.centre[d] = which
            cost += g.compactness * (max(0.0, spread) + population * square)
        if g.boundary > 0:
            cost -= g.boundary * (s.inner_pairs[d] + sign * (pairs_into(g, s, d, u) + g.inner_pairs[u]))
        if g.flow > 0:
            cost -= g.flow * (s.inner_flow[d] + sign * (flow_into(g, s, d, u) + g.inner_flow[u]))
        if g.references > 0:
            cost += g.stability * (count - reference_top(g, s, d, u, sign))
        breach = s.extra[d]
        if population < g.low:
            breach += (g.low - population) / g.mean
        elif population > g.high:
            breach += (population - g.high) / g.mean
        if count < g.min_units:
            breach += (g.min_units - count) / g.mean_units
        elif count > g.max_units:
            breach += (count - g.max_units) / g.mean_units
        if g.must_contain and s.contains[d] + sign * g.contains[u] <= 0:
            breach += 1.0
        if sign != 0 and g.rivals > 0:
            for i in range(g.rival_start[u], g.rival_start[u + 1]):
                label = g.rival_label[i]
                now, others = s.rival_table[d * g.rivals + label], s.held[d * g.families + g.family[label]]
                if sign > 0 and now == 0 and others >= 1:
                    breach += 1.0
                elif sign < 0 and now == g.rival_count[i] and others >= 2:
                    breach -= 1.0
        if sign != 0 and g.groups > 0 and g.group[u] >= 0:
            now, size = s.group_table[d * g.groups + g.group[u]], g.group_size[g.group[u]]
            breach += (1.0 if 0 < now + sign < size else 0.0) - (1.0 if 0 < now < size else 0.0)
        crossing = 0
        if g.towns > 0:
            number = s.town_number[d]
            if sign != 0:
                for i in range(g.town_start[u], g.town_start[u + 1]):
                    now = s.town_table[d * g.towns + g.town_label[i]]
                    if sign > 0 and now == 0:
                        number += 1
                    elif sign < 0 and now == g.town_count[i]:
                        number -= 1
            crossing = 1 if number > 1 else 0
        return cost, breach, crossing

    @jit
    def shift(g: Any, s: Any, d: int, u: int, sign: int) -> None:
        """Add node u to the sums of district d or take it away."""
        if g.references > 0:
            s.top[d] = reference_top(g, s, d, u, sign)
            for i in range(g.reference_start[u], g.reference_start[u + 1]):
                s.reference_table[d * g.references + g.reference_label[i]] += sign * g.reference_count[i]
        s.size[d] += sign
        s.count[d] += sign * g.count[u]
        s.population[d] += sign * g.population[u]
        if g.similarity > 0:
            norm, i, j = 0.0, d * g.fields, u * g.fields
            for f in range(g.fields):
                value = s.sums[i + f] + sign * g.features[j + f]
                s.sums[i + f] = value
                norm += value * value
            s.norm[d] = norm
            s.squares[d] += sign * g.squares[u]
        if g.compactness > 0:
            s.moment_x[d] += sign * g.moment_x[u]
            s.moment_y[d] += sign * g.moment_y[u]
            s.second[d] += sign * g.second[u]
            s.nominated[d] += sign * g.nominated[u]
        if g.boundary > 0:
            s.inner_pairs[d] += sign * (pairs_into(g, s, d, u) + g.inner_pairs[u])
        if g.flow > 0:
            s.inner_flow[d] += sign * (flow_into(g, s, d, u) + g.inner_flow[u])
        if g.must_contain:
            s.contains[d] += sign * g.contains[u]
        if g.rivals > 0:
            for i in range(g.rival_start[u], g.rival_start[u + 1]):
                place = d * g.rivals + g.rival_label[i]
                family = d * g.families + g.family[g.rival_label[i]]
                before = s.rival_table[place] > 0
                s.rival_table[place] += sign * g.rival_count[i]
                if sign > 0 and not before:
                    s.held[family] += 1
                    if s.held[family] > 1:
                        s.extra[d] += 1.0
                elif sign < 0 and s.rival_table[place] == 0:
                    s.held[family] -= 1
                    if s.held[family] > 0:
                        s.extra[d] -= 1.0
        if g.groups > 0 and g.group[u] >= 0:
            place, size = d * g.groups + g.group[u], g.group_size[g.group[u]]
            if 0 < s.group_table[place] < size:
                s.extra[d] -= 1.0
            s.group_table[place] += sign
            if 0 < s.group_table[place] < size:
                s.extra[d] += 1.0
        if g.towns > 0:
            for i in range(g.town_start[u], g.town_start[u + 1]):
                place = d * g.towns + g.town_label[i]
                if s.town_table[place] == 0:
                    s.town_number[d] += 1
                s.town_table[place] += sign * g.town_count[i]
                if s.town_table[place] == 0:
                    s.town_number[d] -= 1

    @jit
    def move(g: Any, s: Any, u: int, b: int) -> None:
        """Give node u to district b."""
        a = s.label[u]
        shift(g, s, a, u, g.leave)
        shift(g, s, b, u, g.join)
        s.label[u] = b
        before, after = s.previous[u], s.following[u]
        if before >= 0:
            s.following[before] = after
        else:
            s.first[a] = after
        if after >= 0:
            s.previous[after] = before
        head = s.first[b]
        s.previous[u], s.following[u] = -1, head
        if head >= 0:
            s.previous[head] = u
        s.first[b] = u
        s.cost[a], s.breach[a], s.crossing[a] = judge(g, s, a, u, g.stay)
        s.cost[b], s.breach[b], s.crossing[b] = judge(g, s, b, u, g.stay)

    @jit
    def stays(g: Any, s: Any, u: int) -> bool:
        """Whether u's district is still in one piece without it. False where the way round is very long."""
        a = s.label[u]
        stamp = s.stamp[0] + 2
        s.stamp[0] = stamp
        wanted, begin = 0, -1
        for i in range(g.start[u], g.start[u + 1]):
            v = g.near[i]
            if s.label[v] == a:
                s.mark[v] = stamp
                wanted += 1
                begin = v
        if wanted <= 1:
            return wanted == 1
        s.mark[u] = s.mark[begin] = stamp + 1
        wanted -= 1
        s.queue[0] = begin
        here, end = 0, 1
        while here < end and here < REACH:
            v = s.queue[here]
            here += 1
            for i in range(g.start[v], g.start[v + 1]):
                w = g.near[i]
                if s.label[w] == a and s.mark[w] <= stamp:
                    if s.mark[w] == stamp:
                        wanted -= 1
                        if wanted == 0:
                            return True
                    s.mark[w] = stamp + 1
                    s.queue[end] = w
                    end += 1
        return False

    @jit
    def partner(g: Any, s: Any, u: int, v: int, a: int, b: int, steps: int) -> int:
        """A node of b that borders a (u not counted), `steps` places after v in b's list; -1 where none is near."""
        w = v
        for step in range(steps + 2 * SMALL):
            w = s.following[w]
            if w < 0:
                w = s.first[b]
            if step >= steps and w != u:
                for i in range(g.start[w], g.start[w + 1]):
                    if s.label[g.near[i]] == a:
                        return w
        return -1

    @jit
    def anneal(
        g: Any,
        s: Any,
        uniform: Any,
        waiting: Any,
        temperature: float,
        cooling: float,
        price: float,
        strict: bool,
        swaps: float,
        cap: int,
        best: float,
        log_node: Any,
        log_from: Any,
        log_to: Any,
        log_cost_from: Any,
        log_cost_to: Any,
    ) -> Any:
        """A slice of proposals. uniform (2m,) in [0, 1), waiting (2m,) exponential; see `Annealer.run`."""
        total, breach, bad, crossing = 0.0, 0.0, 0, 0
        for d in range(g.districts):
            total += s.cost[d]
            breach += s.breach[d]
            bad += 1 if s.breach[d] > FINE else 0
            crossing += s.crossing[d]
        ends = len(g.near)
        moves, best_at, judged, change = 0, -1, 0, 0.0
        for step in range(len(uniform) // 2):
            temperature *= cooling
            e = int(uniform[2 * step] * ends)
            u, v = g.source[e], g.near[e]
            a, b = s.label[u], s.label[v]
            if a == b or s.size[a] == 1:
                continue
            over = max(0, crossing - cap)
            cost_a, breach_a, crossing_a = judge(g, s, a, u, g.leave)
            cost_b, breach_b, crossing_b = judge(g, s, b, u, g.join)
            old_cost, old_breach = s.cost[a] + s.cost[b], s.breach[a] + s.breach[b]
            old_bad = (1 if s.breach[a] > FINE else 0) + (1 if s.breach[b] > FINE else 0)
            old_crossing = s.crossing[a] + s.crossing[b]
            cost = cost_a + cost_b - old_cost
            worse = (
                breach_a
                + breach_b
                - old_breach
                + max(0, crossing + crossing_a + crossing_b - old_crossing - cap)
                - over
            )
            judged += 1
            change += abs(cost)
            fits = not (strict and worse > FINE)
            accepted = fits and cost + price * worse <= temperature * waiting[2 * step]
            chance = uniform[2 * step + 1]
            if not accepted and (chance >= swaps or s.size[b] == 1):
                continue
            if not stays(g, s, u):
                continue
            move(g, s, u, b)
            log_node[moves], log_from[moves], log_to[moves] = u, a, b
            log_cost_from[moves] = s.cost[a] if s.breach[a] <= FINE else np.inf
            log_cost_to[moves] = s.cost[b] if s.breach[b] <= FINE else np.inf
            moves += 1
            if not accepted:
                w = partner(g, s, u, v, a, b, int(chance / swaps * min(s.size[b], 2 * SMALL)))
                if w >= 0:
                    cost_b, breach_b, crossing_b = judge(g, s, b, w, g.leave)
                    cost_a, breach_a, crossing_a = judge(g, s, a, w, g.join)
                    cost = cost_a + cost_b - old_cost
                    after = crossing + crossing_a + crossing_b - old_crossing
                    worse = breach_a + breach_b - old_breach + max(0, after - cap) - over
                    accepted = (
                        not (strict and worse > FINE) and cost + price * worse <= temperature * waiting[2 * step + 1]
                    )
                    accepted = accepted and stays(g, s, w)
                if not accepted:
                    move(g, s, u, a)
                    moves -= 1
                    continue
                move(g, s, w, a)
                log_node[moves], log_from[moves], log_to[moves] = w, b, a
                log_cost_from[moves] = s.cost[b] if s.breach[b] <= FINE else np.inf
                log_cost_to[moves] = s.cost[a] if s.breach[a] <= FINE else np.inf
                moves += 1
            total += s.cost[a] + s.cost[b] - old_cost
            bad += (1 if s.breach[a] > FINE else 0) + (1 if s.breach[b] > FINE else 0) - old_bad
            crossing += s.crossing[a] + s.crossing[b] - old_crossing
            if bad == 0 and crossing <= cap and total < best:
                best, best_at = total, moves
        return moves, best, best_at, judged, change

    @jit
    def settle(g: Any, s: Any) -> None:
        """Judge every district as it is."""
        for d in range(g.districts):
            s.cost[d], s.breach[d], s.crossing[d] = judge(g, s, d, s.first[d], g.stay)

    return anneal, settle
