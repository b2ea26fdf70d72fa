"""What is refused and why, sharing, numbering, judging and comparing."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from partition_oracle import grid, remainder_shares
from shapely.geometry import Polygon

from village_planner.core.errors import InfeasibleError, InputError, PlannerError
from village_planner.core.partition.compare import compare, match
from village_planner.core.partition.evaluate import judge, natural
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.problem import Rules, read_units
from village_planner.core.partition.share import band, district_codes, largest_remainder
from village_planner.core.partition.solve import Solution, lower_bound, solve
from village_planner.core.partition.stability import pair_shares, unit_shares


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
    assert "Unit 03" in text and "100" in text
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
    frame = grid(5, 1, population=[4, 1, 4, 1, 4])
    text = refusal(frame, InfeasibleError, "no_plan_exists", districts=2, population="population", tolerance=10)
    assert "proven" in text


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


# ---- comparing and stability
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


def test_shares_of_plans_in_which_neighbours_stay_together() -> None:
    pairs = np.array([[0, 1], [1, 2]])
    plans = [np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([0, 0, 0])]
    assert pair_shares(pairs, plans).tolist() == pytest.approx([2 / 3, 2 / 3])
    assert unit_shares(pairs, plans).tolist() == pytest.approx([2 / 3, 2 / 3, 1.0])
