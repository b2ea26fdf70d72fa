"""What is refused and why, sharing, numbering, judging and comparing."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from partition_oracle import brute_force, grid, grid_pairs, remainder_shares
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from shapely.geometry import Polygon, box

from village_planner.core.errors import Cancelled, InfeasibleError, InputError, PlannerError
from village_planner.core.partition.block import make_blocks
from village_planner.core.partition.bottleneck import articulation_points
from village_planner.core.partition.compare import compare, match
from village_planner.core.partition.evaluate import judge, natural
from village_planner.core.partition.feasibility import check_block, check_blocks, check_units, least_tolerance
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.problem import Rules, read_units
from village_planner.core.partition.share import band, district_codes, largest_remainder, share_districts
from village_planner.core.partition.solve import Solution, lower_bound, solve
from village_planner.core.task import Task


def attempt(frame: gpd.GeoDataFrame, flows: Any = None, links: Any = None, **rules: Any) -> Solution:
    asked = Rules(code="code", **rules)
    return solve(read_units(frame, asked, flows, links, "village"), asked, "quick")


def refusal(frame: gpd.GeoDataFrame, kind: type[PlannerError], code: str, **rules: Any) -> str:
    with pytest.raises(kind) as caught:
        attempt(frame, **rules)
    assert caught.value.code == code
    return str(caught.value)


# ---- input
def test_bad_input_is_refused_by_name() -> None:
    frame = grid(3, 2, population=[1, 2, 3, 4, 5, 6])
    assert "nobody" in refusal(frame, InputError, "unknown_field", districts=2, population="nobody")
    assert "row 3" in refusal(frame.assign(code=["1", "2", None, "4", "5", "6"]), InputError, "missing_code")
    twice = refusal(frame.assign(code=["1", "2", "2", "4", "5", "6"]), InputError, "duplicate_code")
    assert "code 2 occurs more than once" in twice and "village" in twice
    text = frame.assign(population=["1", "2", "many", "4", "5", None])
    assert "02, 05" in refusal(text, InputError, "bad_number", districts=2, population="population")
    minus = frame.assign(population=[1, 2, 3, 4, 5, -6])
    assert "05" in refusal(minus, InputError, "bad_population", districts=2, population="population")
    holes = frame.copy()
    holes.loc[1, "geometry"] = Polygon()
    holes.loc[2, "geometry"] = None
    assert "01, 02" in refusal(holes, InputError, "empty_geometry", districts=2)
    gapped = frame.assign(parent=["a", "a", "", "b", "b", "b"])
    assert "02" in refusal(gapped, InputError, "missing_parent", districts=2, parent="parent")
    maybe = frame.assign(mark=["yes", "no", "perhaps", "1", "0", ""])
    assert "02" in refusal(maybe, InputError, "bad_boolean", districts=2, contains="mark")
    assert "TOWNSHIP_FIELD" in refusal(frame, InputError, "missing_township_field", districts=2, max_crossing=1)
    refusal(frame, InputError, "bad_range", districts=2, population_min=5, population_max=4)
    with pytest.raises(InputError, match="coordinate reference system"):
        attempt(frame.set_crs(None, allow_override=True), districts=2)
    bad_link = pd.DataFrame({"a": ["00"], "b": ["99"]})
    with pytest.raises(InputError, match="99"):
        attempt(frame, links=bad_link, districts=2)


def test_codes_may_be_numbers() -> None:
    solution = attempt(grid(2, 1).assign(code=[510722.0, 510723.0]), districts=2)
    assert sorted(solution.assigned) == ["1", "2"]


# ---- impossible requests
def test_impossible_requests_say_why_and_name_units() -> None:
    frame = grid(4, 1, population=[10, 10, 10, 100])
    people: dict[str, Any] = {"population": "population"}
    text = refusal(frame, InfeasibleError, "unit_above_band", districts=2, tolerance=10, **people)
    assert "unit 03" in text and "100" in text
    refusal(frame, InfeasibleError, "too_many_districts", districts=5)
    halves = frame.assign(parent=["a", "a", "b", "b"])
    refusal(halves, InfeasibleError, "fewer_than_parents", districts=1, parent="parent")
    refusal(frame, InfeasibleError, "population_total", districts=2, population_min=80, **people)
    refusal(frame, InfeasibleError, "unit_total", districts=2, min_units=3)
    marked = frame.assign(mark=[1, 0, 0, 0])
    assert "00" in refusal(marked, InfeasibleError, "too_few_contained", districts=2, contains="mark")
    apart = frame.assign(apart=["x", "x", "x", ""])
    refusal(apart, InfeasibleError, "too_many_apart", districts=2, apart="apart")
    both = frame.assign(together=["t", "t", "", ""], apart=["x", "x", "", ""])
    refusal(both, InfeasibleError, "together_and_apart", districts=2, together="together", apart="apart")
    locks = frame.assign(lock=["1", "2", "1", ""])
    assert "00, 02" in refusal(locks, InfeasibleError, "together_not_connected", districts=2, lock="lock")
    over = halves.assign(together=["t", "", "", "t"])
    refusal(over, InfeasibleError, "together_across_parents", districts=2, parent="parent", together="together")
    heavy = grid(4, 1, population=[30, 30, 30, 30], together=["t", "t", "", ""])
    refusal(heavy, InfeasibleError, "bundle_above_band", districts=3, tolerance=10, together="together", **people)


def test_a_request_that_fails_only_in_combination_is_proven_impossible() -> None:
    frame = grid(3, 2, population=[11, 7, 5, 8, 7, 4])
    text = refusal(frame, InfeasibleError, "no_plan_exists", districts=2, population="population", tolerance=9)
    assert "proven" in text


def test_an_impossible_band_says_what_it_takes() -> None:
    """02 needs 100 where the mean is 65, and 70 % where 03 behind it is alone; 06 of the other parent needs less."""
    people: dict[str, Any] = {"population": "population", "parent": "parent", "districts": 4}
    frame = grid(4, 2, population=[10, 10, 100, 10, 10, 10, 80, 10], parent=["a"] * 4 + ["b"] * 4)
    text = refusal(frame, InfeasibleError, "unit_above_band", tolerance=20, **people)
    assert "Parent a: unit 02" in text and "parents either: b" in text
    rules: dict[str, Any] = {"districts": 4, **{name: frame[name].tolist() for name in ("population", "parent")}}
    needed = next(percent for percent in range(301) if possible(grid_pairs(4, 2), {**rules, "tolerance": percent}))
    assert needed == 70  # 20 and 110 in parent a
    assert f"proven that {needed - 1} %" in text and f"try is {needed} %" in text
    attempt(frame, tolerance=needed, **people)
    for narrow in (0, 40, needed - 1):  # all below is impossible, and said alike
        with pytest.raises(InfeasibleError, match=f"try is {needed} %"):
            attempt(frame, tolerance=narrow, **people)
    marked = frame.assign(mark=[1] + [0] * 7)
    text = refusal(marked, InfeasibleError, "too_few_contained", tolerance=90, contains="mark", **people)
    assert "No TOLERANCE" in text


def test_what_is_called_proven_impossible_is() -> None:
    """The least TOLERANCE of narrow land, against all its plans just below it."""
    rng = np.random.default_rng(1)
    told: Counter[str] = Counter()
    for _ in range(25):
        frame, pairs = narrow_land(rng, 8)
        k = int(rng.integers(2, 5))
        limits: dict[str, Any] = {"min_units": int(rng.integers(1, 3)), "max_units": int(rng.integers(4, 7))}
        asked: dict[str, Any] = {"districts": k, "tolerance": float(rng.choice([5, 12.5, 30])), **limits}
        marked = rng.random() < 0.3
        rules = Rules(code="code", population="population", contains="mark" if marked else "", **asked)
        units = read_units(frame, rules)
        blocks = make_blocks(units, rules, Objective(units, rules), share_districts(units, rules))
        try:
            check_blocks(blocks, cure=True)
        except InfeasibleError:
            asked["population"], asked["contains"] = frame["population"].tolist(), frame["mark"] if marked else None
            least = least_tolerance(blocks)
            told["none" if least is None else "some"] += 1
            assert not possible(pairs, {**asked, "tolerance": 100 * k if least is None else least - 1})
    assert told["none"] > 1 and told["some"] > 5, told


def possible(pairs: list[tuple[int, int]], rules: dict[str, Any]) -> bool:
    people = rules["population"]
    data = {"xy": [(0.0, 0.0)] * len(people), "population": people, "features": [[]] * len(people)}
    return brute_force(pairs, rules, data, {}) is not None


def test_the_search_for_what_it_takes_can_be_cancelled() -> None:
    """Every inner unit of a row is a bottleneck; being asked once for each parent would not be enough."""
    frame = grid(40, 1, population=[10] * 20 + [500] + [10] * 19)
    asked = Rules(code="code", districts=4, population="population", tolerance=10)
    units = read_units(frame, asked)
    counts: list[int] = []

    def never() -> bool:
        counts.append(1)
        return False

    blocks = make_blocks(units, asked, Objective(units, asked), np.array([4]))
    with pytest.raises(InfeasibleError, match="the least whole number"):
        check_blocks(blocks, Task(is_cancelled=never), cure=True)
    assert len(counts) > 40
    stop = iter([False] * (len(counts) - 1))
    with pytest.raises(Cancelled):
        check_blocks(blocks, Task(is_cancelled=lambda: next(stop, True)), cure=True)


def test_large_units_and_whole_populations_are_counted() -> None:
    people: dict[str, Any] = {"population": "population", "tolerance": 10}
    text = refusal(
        grid(5, 1, population=[4, 1, 4, 1, 4]), InfeasibleError, "too_many_large_units", districts=2, **people
    )
    assert "00, 02, 04" in text
    # 33 units that count 1 each make no five districts of 6.27 to 6.93
    text = refusal(grid(11, 3), InfeasibleError, "population_steps", districts=5, tolerance=5)
    assert "multiples of 1" in text and "6.3" in text and "6.9" in text
    tens = grid(7, 1, population=[10] * 7)
    text = refusal(tens, InfeasibleError, "population_steps", districts=3, population="population", tolerance=20)
    assert "20 to 20 people" in text


def test_a_part_that_hangs_on_one_unit_is_named() -> None:
    """Unit 02 is the only way to 03, 04: too few people for a district, too many to go with it."""
    frame = grid(5, 1, population=[30, 30, 25, 10, 15])
    text = refusal(frame, InfeasibleError, "part_behind_bottleneck", districts=3, population="population", tolerance=20)
    assert "Only 02" in text and "03, 04" in text and "25 people" in text


def test_parts_that_fit_one_by_one_and_not_together_are_named() -> None:
    """Three arms of 20 round a unit of 10, in two districts of 30 to 40: each arm must go with the middle."""
    arms = grid(3, 3, population=[0, 20, 0, 20, 10, 20, 0, 0, 0]).iloc[[1, 3, 4, 5]]
    text = refusal(
        arms, InfeasibleError, "bottleneck", districts=2, population="population", population_min=30, population_max=40
    )
    assert "04" in text and "3 parts" in text


def test_a_centre_enclosed_by_others_is_named() -> None:
    frame = grid(6, 1, population=[10] * 6, lock=["1", "2", "", "", "3", ""])
    people: dict[str, Any] = {"population": "population", "tolerance": 50}
    text = refusal(frame, InfeasibleError, "enclosed", districts=3, lock="lock", min_units=2, **people)
    assert "The district of 00" in text and "only 1 units" in text


@pytest.mark.parametrize("seed", range(4))
def test_no_request_is_refused_that_could_be_met(seed: int) -> None:
    """Narrow land of 8 units, where arguments about bottlenecks abound, against all its plans."""
    rng = np.random.default_rng(seed)
    proofs: Counter[str] = Counter()
    for _ in range(60):
        frame, pairs = narrow_land(rng, 8)
        people, k = frame["population"].tolist(), int(rng.integers(2, 5))
        rules = Rules(
            code="code",
            districts=k,
            population="population",
            tolerance=float(rng.choice([15, 30, 50])),
            min_units=int(rng.integers(1, 3)),
            max_units=int(rng.integers(4, 7)),
            contains="mark" if rng.random() < 0.3 else "",
            lock="lock" if rng.random() < 0.3 else "",
        )
        units = read_units(frame, rules)
        try:
            check_units(units, rules)
            objective = Objective(units, rules)
            for block in make_blocks(units, rules, objective, share_districts(units, rules)):
                check_block(block)
        except InfeasibleError as error:
            proofs[error.code] += 1
            asked: dict[str, Any] = {
                "population": people,
                "tolerance": rules.tolerance,
                "districts": k,
                "min_units": rules.min_units,
                "max_units": rules.max_units,
                "contains": frame["mark"].tolist() if rules.contains else None,
                "lock": frame["lock"].tolist() if rules.lock else None,
            }
            nothing: dict[str, Any] = {"xy": [(0.0, 0.0)] * 8, "population": people, "features": [[]] * 8}
            assert brute_force(pairs, asked, nothing, {}) is None, str(error)
    assert proofs["part_behind_bottleneck"] > 2
    assert proofs["bottleneck"] + proofs["enclosed"] > 0


def narrow_land(rng: np.random.Generator, n: int) -> tuple[gpd.GeoDataFrame, list[tuple[int, int]]]:
    """n cells of a grid that grew at random, mostly from their ends; and which of them are neighbours."""
    cells = [(0, 0)]
    while len(cells) < n:
        x, y = cells[int(rng.integers(max(0, len(cells) - 2), len(cells)))]
        dx, dy = [(0, 1), (1, 0), (0, -1), (-1, 0)][int(rng.integers(4))]
        if (x + dx, y + dy) not in cells:
            cells.append((x + dx, y + dy))
    pairs = [
        (i, j)
        for i, j in combinations(range(n), 2)
        if abs(cells[i][0] - cells[j][0]) + abs(cells[i][1] - cells[j][1]) == 1
    ]
    x0, y0 = 35_500_000, 3_400_000
    shapes = [box(x0 + x * 1000, y0 + y * 1000, x0 + x * 1000 + 1000, y0 + y * 1000 + 1000) for x, y in cells]
    columns = {
        "code": [f"{i:02d}" for i in range(n)],
        "population": rng.integers(0, 40, n),
        "mark": rng.random(n) < 0.4,
        "lock": rng.choice(["", "", "", "1", "2"], n),
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4523"), pairs


def test_articulation_points_are_those_of_the_definition() -> None:
    rng = np.random.default_rng(5)
    for _ in range(200):
        n = int(rng.integers(2, 10))
        edges = {tuple(sorted(rng.choice(n, 2, replace=False).tolist())) for _ in range(int(rng.integers(1, 14)))}
        neighbours = [[b if a == v else a for a, b in sorted(edges) if v in (a, b)] for v in range(n)]

        def parts(without: int, n: int = n, edges: set[Any] = edges) -> int:
            kept = [v for v in range(n) if v != without]
            joined = [e for e in edges if without not in e]
            ends = np.array(joined, dtype=int).reshape(-1, 2)
            graph = csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n))
            return len(set(connected_components(graph, directed=False)[1][kept].tolist()))

        wanted = [v for v in range(n) if parts(v) > parts(-1) - (0 if neighbours[v] else 1)]
        assert articulation_points(neighbours) == wanted


def test_islands_are_reported_and_links_join_them() -> None:
    frame = grid(3, 1)
    frame.loc[2, "geometry"] = frame.geometry[2].buffer(0)
    far = frame.geometry.translate(0, 0)
    far[2] = Polygon([(35_600_000, 3_400_000), (35_600_100, 3_400_000), (35_600_100, 3_400_100)])
    frame = frame.set_geometry(far)
    refusal(frame, InfeasibleError, "parts_and_number", districts=1)
    alone = attempt(frame, districts=2)
    assert any("02" in str(warning) for warning in alone.warnings)
    joined = attempt(frame, links=pd.DataFrame({"from_code": ["01"], "to_code": ["02"]}), districts=1)
    assert set(joined.assigned) == {"1"}


def test_links_without_effect_are_told() -> None:
    frame = grid(4, 1, parent=list("aabb"))
    links = pd.DataFrame({"from_code": ["00", "00"], "to_code": ["01", "03"]})
    solution = attempt(frame, links=links, districts=2, parent="parent")
    assert any("1 LINKS" in str(warning) and "00 to 03" in str(warning) for warning in solution.warnings)


# ---- rules kept
def test_locked_units_keep_their_district_codes() -> None:
    frame = grid(6, 1, lock=["", "7", "", "", "2", ""])
    solution = attempt(frame, districts=3, lock="lock")
    assert solution.assigned[1] == "7" and solution.assigned[4] == "2"
    assert set(solution.assigned) == {"7", "2", "1"}


def test_units_that_stay_together_across_a_gap_share_a_connected_district() -> None:
    frame = grid(5, 1, together=["t", "", "t", "", ""])
    solution = attempt(frame, districts=2, together="together")
    assert len(set(solution.assigned[:3])) == 1


def test_nominated_centres_lie_in_districts_of_their_own() -> None:
    frame = grid(6, 1, centre=["central_town", "central_town", "sub_central_town", "", "", ""])
    solution = attempt(frame, districts=2, centre="centre")
    assert solution.assigned[0] != solution.assigned[1]
    named = grid(6, 1, centre=["A", "", "", "B", "", "A"])
    refusal(named, InfeasibleError, "together_not_connected", districts=2, centre="centre")


def test_districts_are_numbered_from_north_west() -> None:
    solution = attempt(grid(4, 4, population=[1] * 16), districts=4, population="population", tolerance=0)
    frame = grid(4, 4).assign(district=solution.assigned)
    centre = frame.dissolve("district").centroid
    keys = [centre[code].x - centre[code].y for code in ("1", "2", "3", "4")]
    assert keys == sorted(keys)


# ---- sharing and limits
@pytest.mark.parametrize(
    ("population", "most", "total", "shares"),
    [
        ([50, 30, 20], [9, 9, 9], 10, [5, 3, 2]),
        ([53, 24, 23], [99, 99, 99], 7, [4, 2, 1]),  # quotas 3.71 1.68 1.61
        ([98, 1, 1], [9, 9, 9], 5, [3, 1, 1]),  # at least one each
        ([90, 10], [3, 9], 8, [3, 5]),  # no more than units
        ([0, 0], [3, 3], 3, [2, 1]),
    ],
)
def test_districts_are_shared_by_largest_remainder(
    population: list[float], most: list[int], total: int, shares: list[int]
) -> None:
    assert largest_remainder(np.array(population, dtype=float), np.array(most), total).tolist() == shares
    names = [f"p{i}" for i in range(len(population))]
    oracle = remainder_shares(dict(zip(names, population)), dict(zip(names, most)), total)
    assert list(oracle.values()) == shares


def test_limits_include_their_ends() -> None:
    low, high = band(1000.0, 4, Rules(code="code", tolerance=20))
    assert low <= 200 <= high and low <= 300 <= high
    assert not low <= 199.99 <= high and not low <= 300.01 <= high
    assert band(10.0, 2, Rules(code="code")) == (0.0, np.inf)
    both = band(1000.0, 4, Rules(code="code", tolerance=20, population_min=240))
    assert both[0] == pytest.approx(240) and both[1] == pytest.approx(300)


def test_codes_of_districts_sort_as_people_count() -> None:
    assert district_codes("", 3) == ["1", "2", "3"]
    assert district_codes("4", 2) == ["4-01", "4-02"]
    assert district_codes("", 2, ["1"]) == ["2", "3"]
    assert sorted(["10", "2", "1-10", "1-02"], key=natural) == ["1-02", "1-10", "2", "10"]


# ---- judging
def broken_rules(frame: gpd.GeoDataFrame, plan: list[str], **rules: Any) -> dict[str, list[str]]:
    asked = Rules(code="code", **rules)
    units = read_units(frame, asked)
    found: dict[str, list[str]] = {}
    for finding in judge(units, asked, np.array(plan, dtype=object)).findings:
        found.setdefault(finding.rule, []).append(finding.unit_code or finding.district)
    return found


def test_every_rule_has_its_finding() -> None:
    frame = grid(6, 1, population=[1, 1, 1, 1, 1, 5], parent=list("aaabbb"), town=list("xxyyzz"), mark=[1] + [0] * 5,
                 pair=["p", "", "p", "", "", ""], foe=["q", "q", "", "", "", ""], lock=["", "", "", "", "", "9"],
                 centre=[1, 1, 0, 0, 0, 0])  # fmt: skip
    good = ["1", "1", "1", "2", "2", "2"]
    assert broken_rules(frame, good, districts=2, parent="parent") == {}
    assert broken_rules(frame, ["1", "1", "", "2", "2", "2"]) == {"unassigned": ["02"]}
    assert "number" in broken_rules(frame, good, districts=3)
    assert broken_rules(frame, ["1", "1", "2", "1", "2", "2"])["contiguity"] == ["03", "02"]
    assert broken_rules(frame, ["1", "1", "1", "1", "2", "2"], parent="parent")["nesting"] == ["03"]
    people: dict[str, Any] = {"population": "population", "tolerance": 20}
    assert broken_rules(frame, good, **people) == {"population": ["1", "2"]}
    assert broken_rules(frame, good, min_units=4)["units"] == ["1", "2"]
    assert broken_rules(frame, good, max_units=2)["units"] == ["1", "2"]
    assert broken_rules(frame, good, contains="mark") == {"contains": ["2"]}
    assert broken_rules(frame, good, township="town", max_crossing=1) == {"crossing": ["1", "2"]}
    asked = Rules(code="code", township="town", max_crossing=1)
    crossing = judge(read_units(frame, asked), asked, np.array(good, dtype=object)).findings[0]
    assert "townships (x, y)" in str(crossing.message)
    split = ["1", "1", "2", "2", "2", "2"]
    assert broken_rules(frame, split, together="pair") == {"together": ["02"]}
    assert broken_rules(frame, good, apart="foe") == {"apart": ["01"]}
    assert broken_rules(frame, good, lock="lock") == {"lock": ["05"]}
    assert broken_rules(frame, good, centre="centre") == {"centre": ["00"]}


def test_the_bound_for_a_drawn_plan_is_what_the_solver_proves() -> None:
    rng = np.random.default_rng(7)
    frame = grid(5, 3, population=rng.integers(5, 20, 15), f=rng.random(15))
    rules = Rules(code="code", districts=3, population="population", tolerance=40, similarity=("f",))
    units = read_units(frame, rules)
    best = solve(units, rules, "quick")
    drawn = np.array([str(i // 5 + 1) for i in range(15)], dtype=object)
    evaluation = judge(units, rules, drawn)
    bound = lower_bound(units, rules, Objective(units, rules), evaluation)
    assert best.proven and bound == pytest.approx(best.evaluation.terms.objective, rel=1e-6)


# ---- comparing
def test_renumbering_is_no_change() -> None:
    first = np.array(list("112233"), dtype=object)
    second = np.array(["c", "c", "a", "b", "b", "b"], dtype=object)
    people = np.array([5.0, 5, 5, 5, 5, 5])
    assert match(first, second, people) == {"c": "1", "a": "2", "b": "3"}
    frame = grid(6, 1)
    result = compare(frame, frame["code"].to_numpy(), people, first, second)
    assert result.moves["code"].tolist() == ["03"]
    assert result.moves["b_as_in_a"].tolist() == ["3"]
    assert result.moves["area_m2"].iloc[0] == pytest.approx(1e6, rel=2e-3)
    summary = result.summary.set_index("district_a")
    assert summary["units_kept"].sum() == 5
    assert summary.loc["2", "population_left"] == 5 and summary.loc["3", "population_joined"] == 5


def test_plans_with_different_numbers_of_districts_compare() -> None:
    frame = grid(4, 1)
    first = np.array(["1", "1", "2", ""], dtype=object)
    second = np.array(["1", "2", "3", "3"], dtype=object)
    result = compare(frame, frame["code"].to_numpy(), np.ones(4), first, second)
    assert result.moves["code"].tolist() in (["01", "03"], ["00", "03"])
    assert sorted(zip(result.summary["district_a"], result.summary["district_b"]))[0][0] == ""
