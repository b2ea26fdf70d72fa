"""Choosing centres, on counties small enough to work out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.errors import InfeasibleError, InputError
from village_planner.core.indicators.centre_rules import Criterion, RadiationRules, load_centre_rules
from village_planner.core.indicators.centres import PLAIN, PLAIN_RULES, CentreOptions, select_centres
from village_planner.core.indicators.radiation import catchment_reach, gravity_reach
from village_planner.core.indicators.travel import MINUTES, StraightTravel, TableTravel

# Two districts in a row of unit squares 10 km wide:  A B C | D E F
CODES = list("ABCDEF")
TOWNS = pd.DataFrame(
    {
        "score": [0.9, 0.5, 0.4, 0.6, 0.7, 0.1],
        "district": ["1", "1", "1", "2", "2", "2"],
        "name": ["甲", "乙", "丙", "丁", "戊", "己"],
        "population": [50, 10, 10, 20, 30, 40],
    },
    index=CODES,
)
ROW = gpd.GeoSeries([shapely.box(i * 10_000, 0, i * 10_000 + 10_000, 10_000) for i in range(6)], crs="EPSG:4523")


def roles(result: Any) -> dict[str, str]:
    return {code: role for code, role in result.units["role"].items() if role}


def select(units: pd.DataFrame, geometry: Any = ROW, **options: Any) -> Any:
    return select_centres(
        units, CentreOptions(**options), None if geometry is None else StraightTravel(geometry), language="en"
    )


def test_shortlist_only_without_districts() -> None:
    units = TOWNS.drop(columns="district").assign(excluded=[False, False, False, False, True, False])
    result = select(units, shortlist=3)
    assert result.units["shortlist"].tolist() == [True, True, False, True, False, False]
    assert roles(result) == {}
    assert str(result.units["reason"]["A"]) == (
        "high-potential township, score 0.9000, rank 1 of 6; 0.5000 above 丙, the best that is not on the list"
    )
    assert result.units["high_potential"].tolist() == result.units["shortlist"].tolist()
    assert str(result.units["reason"]["E"]) == "excluded"
    assert result.units["reason"]["F"] is None


def test_equal_scores_at_the_end_of_the_shortlist_go_by_code() -> None:
    units = TOWNS.drop(columns="district").assign(score=[0.1, 0.5, 0.5, 0.5, 0.9, 0.1])
    assert select(units, shortlist=3).units["shortlist"].tolist() == [False, True, True, False, True, False]


def test_a_shortlist_longer_than_the_county_is_told() -> None:
    result = select(TOWNS.drop(columns="district"), shortlist=8)
    assert result.units["shortlist"].all()
    assert str(result.warnings[0]) == "The shortlist holds 6 units instead of 8: there are no more."


def test_one_central_town_per_district_by_score() -> None:
    result = select(TOWNS, shortlist=2, subcentres=0)
    assert roles(result) == {"A": "central_town", "E": "central_town"}
    assert str(result.units["reason"]["A"]) == (
        "high-potential township, score 0.9000, rank 1 of 6; "
        "place 1 of 3 candidates in district 1: score 0.9000 (place 1); "
        "next is 乙 (merit 0.5000), which is not a high-potential township "
        "(score 0.5000, 0.2000 below the last of them)"
    )


def test_access_and_trend_count_as_much_as_score() -> None:
    # min-max: score D 0.625, E 0.75; access (less is better) D 1, E 0; trend D 1/2, E 1 -> D 2.125 / 3 > E 1.75 / 3
    units = TOWNS.assign(access=[40, 30, 30, 10, 60, 60], trend=[0, 0, 0, 5, 10, 0])
    result = select(units, shortlist=6, subcentres=0)
    assert roles(result)["D"] == "central_town"
    # Ahead by (0.625 - 0.75 + 1 - 0 + 0.5 - 1) / 3 = 0.125. Access: 0.625 = 0.375 / 0.6 ... weight w of access turns it
    # where -0.125 + w - 0.5 = 0: w = 0.625. E's minutes: 0.125 · 3 of the spread of 50 less than 60: 41.25.
    assert str(result.units["reason"]["D"]) == (
        "high-potential township, score 0.6000, rank 3 of 6; "
        "merit 0.7083, place 1 of 3 candidates in district 2: score 0.6000 (place 2), travel access 10 (place 1), "
        "long-term trend 5 (place 2); "
        "ahead of 戊 (merit 0.5833) by 0.1250: better in travel access (10 against 60), worse in long-term trend "
        "(5 against 10), score (0.6000 against 0.7000); "
        "戊 would go before it if the weight of travel access fell from 1 below 0.62; "
        "戊 would draw level if its travel access were 41.25 instead of 60"
    )
    assert "丁 preferred (merit 0.7083, 0.1250 more): it is better in travel access" in str(result.units["reason"]["E"])
    figures = json.loads(result.units["figures"]["D"])
    assert (figures["place"], figures["candidates"], figures["merit"]) == (1, 3, pytest.approx(0.708333, abs=1e-6))
    assert figures["against"]["code"] == "E" and figures["against"]["margin"] == pytest.approx(0.125)
    assert figures["against"]["better"] == ["access"] and figures["against"]["worse"] == ["trend", "score"]
    assert figures["against"]["turning_weight"] == {"criterion": "access", "from": 1.0, "to": pytest.approx(0.625)}
    assert figures["against"]["turning_figure"]["to"] == pytest.approx(41.25)
    assert (result.units["runner_up"]["D"], result.units["margin"]["D"]) == ("E", pytest.approx(0.125))


def test_the_shortlist_goes_before_merit() -> None:
    # E is on the shortlist, D is not, though it has the better merit
    units = TOWNS.assign(access=[40, 30, 30, 10, 60, 60])
    assert roles(select(units, shortlist=6, subcentres=0))["D"] == "central_town"
    assert roles(select(units, shortlist=2, subcentres=0))["E"] == "central_town"


def test_a_district_without_shortlisted_unit_takes_its_best() -> None:
    result = select(TOWNS, shortlist=1, subcentres=0)
    assert roles(result) == {"A": "central_town", "E": "central_town"}
    assert "the district has no high-potential township, its best one is taken" in str(result.units["reason"]["E"])
    assert str(result.warnings[0]).startswith("Districts 2 have no high-potential township")


def test_excluded_units_are_never_chosen() -> None:
    units = TOWNS.assign(excluded=[True, False, False, False, False, False], score=[None, *TOWNS["score"][1:]])
    assert roles(select(units, shortlist=2, subcentres=0)) == {"B": "central_town", "E": "central_town"}


def test_the_centre_that_radiates_least_gets_a_sub_central_town() -> None:
    # Strength is the score min-max: A 1, E 0.75. District 1: from A to B 10 km (10 people), C 20 km (10):
    # (1/100 · 10 + 1/400 · 10) / 20 = 0.00625. District 2: from E to D and F 10 km: 0.75/100 = 0.0075.
    result = select(TOWNS, shortlist=2, subcentres=1)
    assert roles(result) == {"A": "central_town", "E": "central_town", "B": "sub_central_town"}
    assert str(result.units["reason"]["B"]) == (
        "helps 甲, which radiates 83.3% of the strongest centre in district 1 "
        "(gravity by straight distance to the power of 2), number 1 from below of 2; "
        "the next one, 戊 in district 2, radiates 100.0%; "
        "not a high-potential township, score 0.5000, rank 4 of 6; "
        "place 2 of 3 candidates in district 1: score 0.5000 (place 2); "
        "ahead of 丙 (merit 0.3750) by 0.1250: better in score (0.5000 against 0.4000)"
    )
    assert json.loads(result.units["figures"]["B"])["reach"] == {"1": 0.00625, "2": 0.0075}
    assert result.units["runner_up"]["A"] == "B"
    assert "measured along straight lines" in str(result.warnings[0])


def test_population_moves_the_reach() -> None:
    # All people of district 1 next to A: reach 0.01 > 0.0075 of district 2
    units = TOWNS.assign(population=[50, 10, 0, 20, 30, 40])
    assert roles(select(units, shortlist=2, subcentres=1))["D"] == "sub_central_town"


def test_more_sub_central_towns_than_districts_is_told() -> None:
    result = select(TOWNS, shortlist=2, subcentres=3)
    assert sorted(roles(result).values()) == ["central_town"] * 2 + ["sub_central_town"] * 2
    assert "2 sub-central towns instead of 3" in str(result.warnings[-1])


def test_sub_central_towns_need_geometry() -> None:
    with pytest.raises(InputError, match="set SUBCENTRES to 0"):
        select(TOWNS, geometry=None)
    bare = ROW.copy()
    bare.iloc[2] = None
    with pytest.raises(InputError, match="Units C have no geometry"):
        select(TOWNS, geometry=bare)


def test_central_villages_one_each_then_where_they_serve_most() -> None:
    # District 1: next is B, merit (0.5 - 0.1) / 0.8 = 0.5, 70 people / 2 = 35 -> 17.5.
    # District 2: next is D, merit 0.625, 90 / 2 = 45 -> 28.1.
    result = select(TOWNS, geometry=None, level="village", count=3)
    assert roles(result) == {"A": "central_village", "E": "central_village", "D": "central_village"}
    assert str(result.units["reason"]["D"]).startswith(
        "one more centre: 45 instead of 90 people per centre in the district; "
        "merit times that is 28.1, the greatest left; next is 17.5 in district 1; "
    )
    assert len(roles(select(TOWNS, geometry=None, level="village", count=4))) == 4
    assert len(roles(select(TOWNS, geometry=None, level="village"))) == 2


def test_counts_that_cannot_be_met_say_why() -> None:
    with pytest.raises(InfeasibleError) as caught:
        select(TOWNS, level="village", count=5)
    assert caught.value.code == "count_too_high"
    assert "2 districts with at most 2 each" in str(caught.value) and "at most 4" in str(caught.value)
    with pytest.raises(InfeasibleError) as caught:
        select(TOWNS, count=1)
    assert caught.value.code == "count_too_low"
    with pytest.raises(InfeasibleError) as caught:
        select(TOWNS.assign(excluded=[True] * 3 + [False] * 3))
    assert caught.value.code == "too_few_candidates"
    assert "Districts 1 have fewer" in str(caught.value)


def test_a_limit_above_what_districts_hold_is_cut_to_their_units() -> None:
    assert len(roles(select(TOWNS, level="village", count=6, maximum=9))) == 6
    with pytest.raises(InfeasibleError, match="give at most 6"):
        select(TOWNS, level="village", count=7, maximum=9)


@pytest.mark.parametrize(
    ("units", "options", "code"),
    [
        (TOWNS, {"level": "county"}, "not_supported"),
        (TOWNS, {"minimum": 3, "maximum": 2}, "invalid_limits"),
        (TOWNS.drop(columns="district"), {"level": "village"}, "missing_district"),
        (TOWNS.assign(district=["1", "", None, "2", "2", "2"]), {}, "missing_district"),
        (TOWNS.assign(score=[None, 1, 1, 1, 1, 1]), {}, "missing_value"),
        (TOWNS.assign(score=["high", 1, 1, 1, 1, 1]), {}, "not_a_number"),
        (TOWNS.assign(trend=[None, 1, 1, 1, 1, 1]), {}, "missing_value"),
        (TOWNS.assign(population=[None, 1, 1, 1, 1, 1]), {}, "missing_value"),
    ],
)
def test_faults(units: pd.DataFrame, options: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        select(units, **options)
    assert caught.value.code == code


def test_faults_name_layer_and_field_as_the_user_knows_them() -> None:
    units = TOWNS.assign(access=[None, 1, 1, 1, 1, 1])
    with pytest.raises(InputError, match="Layer XZQ, field minutes: no value for units A"):
        select_centres(units, CentreOptions(), StraightTravel(ROW), {"access": "minutes", "layer": "XZQ"})


def test_gravity_by_hand() -> None:
    # two centres: the stronger pull counts; (4/1, 1/4) and (1/4, 1/1) -> 4 and 1, people 1 and 3
    travel = np.array([[1.0, 2.0], [4.0, 1.0]])  # (units, centres)
    strength = np.array([4.0, 1.0])
    assert gravity_reach(strength, travel, np.array([1.0, 3.0]), 2, "km") == pytest.approx((4 + 3) / 4)
    assert gravity_reach(strength, travel, np.zeros(2), 2, "km") == pytest.approx(2.5)
    assert gravity_reach(strength, travel, np.array([1.0, 3.0]), 1, "km") == pytest.approx((4 + 3 * 1) / 4)
    assert gravity_reach(np.array([1.0]), np.empty((0, 1)), np.empty(0), 2, "km") == float("inf")


@given(st.lists(st.tuples(st.floats(2, 90), st.integers(1, 900)), min_size=1, max_size=8), st.floats(0.5, 3))
def test_gravity_of_one_centre_is_the_mean_pull_on_people(units: list[Any], exponent: float) -> None:
    minutes, people = np.array(units, dtype=float).T
    own = gravity_reach(np.array([0.7]), minutes[:, None], people, exponent, MINUTES)
    assert own == pytest.approx(sum(p * 0.7 / m**exponent for m, p in units) / sum(people))


def test_floating_catchment_by_hand() -> None:
    # Centre 0 reaches units 0 and 1 (people 2 + 3) and offers 1/5 each; centre 1 reaches 1 and 2 (3 + 5): 0.5/8 each.
    minutes = np.array([[0.0, 60.0], [20.0, 30.0], [40.0, 0.0]])
    people, strength = np.array([2.0, 3.0, 5.0]), np.array([1.0, 0.5])
    inside, rules = np.array([True, True, False]), RadiationRules(catchment_minutes=30)
    first = catchment_reach(strength, np.array([True, False]), minutes, people, inside, rules)
    assert first == pytest.approx(1000 / 5)  # both units of the district are within reach
    second = catchment_reach(strength, np.array([False, True]), minutes, people, ~inside, rules)
    assert second == pytest.approx(1000 * 0.5 / 8)
    # Of a district of all three, 5 people of 10 have the first centre within reach.
    assert catchment_reach(
        strength, np.array([True, False]), minutes, people, np.ones(3, bool), rules
    ) == pytest.approx(1000 / 5 * 5 / 10)


def test_radiation_over_a_table_turns_the_choice() -> None:
    # Straight, district 1 radiates least; by these times its people are near and those of district 2 far.
    minutes = np.full((6, 6), 90.0)
    minutes[:3, :3] = 10.0
    np.fill_diagonal(minutes, 0)
    rules = replace(PLAIN_RULES, radiation=RadiationRules("gravity", 2.0))
    result = select_centres(TOWNS, CentreOptions(shortlist=2, subcentres=1), TableTravel(minutes), rules=rules)
    assert roles(result)["D"] == "sub_central_town"
    assert not any("straight" in str(warning) for warning in result.warnings)
    catchment = replace(PLAIN_RULES, radiation=RadiationRules("floating_catchment", catchment_minutes=30))
    result = select_centres(TOWNS, CentreOptions(shortlist=2, subcentres=1), TableTravel(minutes), rules=catchment)
    # A offers 1/70 to all of its district, E 0.75/30 to itself only, 30 of 90 people: 0.0143 > 0.0083
    figures = json.loads(result.units["figures"]["D"])
    assert figures["reach"] == {"1": pytest.approx(1000 / 70), "2": pytest.approx(750 / 30 * 30 / 90)}


def test_people_without_a_way_to_their_centre_are_named() -> None:
    minutes = np.full((6, 6), np.inf)
    minutes[:3, :3] = 10.0
    np.fill_diagonal(minutes, 0)
    result = select_centres(TOWNS, CentreOptions(shortlist=2, subcentres=1), TableTravel(minutes))
    assert roles(result)["D"] == "sub_central_town"
    assert str(result.warnings[-1]).startswith("No way leads from units D, F")


def test_nominated_centres_are_kept_and_said() -> None:
    units = TOWNS.assign(nominated=[False, False, True, False, False, False])
    result = select(units, shortlist=2, subcentres=0)
    assert roles(result) == {"C": "central_town", "E": "central_town"}
    assert str(result.units["reason"]["C"]).startswith("fixed by the user; not a high-potential township")
    assert str(result.units["reason"]["C"]).endswith("by merit 甲 would go before it (1.0000 against 0.3750)")
    assert str(result.units["reason"]["A"]).endswith("丙 was fixed by the user")
    both = units.assign(nominated=[True, False, True, False, False, False])
    with pytest.raises(InfeasibleError, match=r"Districts 1 \(2\) have more units fixed as centres than the 1"):
        select(both, subcentres=0)
    with pytest.raises(InfeasibleError, match="all units fixed as centres need 3"):
        select(both, level="village", count=2)
    with pytest.raises(InputError) as caught:
        select(units.assign(excluded=[False, False, True, False, False, False]), subcentres=0)
    assert caught.value.code == "nominated_excluded"


def test_villages_to_be_relocated_are_no_central_villages() -> None:
    units = TOWNS.assign(village_type=["relocate", "", None, "x", "搬迁撤并类", ""])
    rules = replace(PLAIN_RULES, excluded_types=frozenset(["relocate", "搬迁撤并类"]))
    result = select_centres(units, CentreOptions("village"), None, rules=rules)
    assert roles(result) == {"B": "central_village", "D": "central_village"}
    assert str(result.units["reason"]["A"]) == "village type relocate: no central village"
    everybody = units.assign(village_type=["relocate"] * 3 + [""] * 3)
    result = select_centres(everybody, CentreOptions("village"), None, rules=rules)
    assert roles(result) == {"A": "central_village", "E": "central_village"}
    assert str(result.warnings[0]).startswith("Districts 1 have too few villages of other types")


def test_equal_merits_go_by_code_and_say_so() -> None:
    result = select(TOWNS.assign(score=[0.5, 0.5, 0.1, 0.2, 0.3, 0.1]), geometry=None, level="village")
    assert roles(result)["A"] == "central_village"
    assert str(result.units["reason"]["A"]).endswith("same merit as 乙; the lower code goes first")


def test_the_shipped_rules_choose_villages_by_their_criteria() -> None:
    folder = Path(__file__).resolve().parents[3] / "resources" / "catalogues"
    rules = load_centre_rules(folder / "centre_rules.json", folder / "centre_rules.schema.json")
    assert [item.id for item in rules.criteria["township", "criteria"]] == ["access", "trend"]
    assert [item.id for item in rules.criteria["township", "score"]] == ["score", "access", "trend"]
    known = rules.criteria["village", "criteria"]
    assert {"population", "trend", "access", "bus", "services", "land", "economy", "members"} <= {k.id for k in known}
    assert "score" not in {k.id for k in known}
    # District 1: A 30, B 20, C 10 people; C lies in the middle of the times, and has the better services.
    units = TOWNS.assign(population=[30, 20, 10, 1, 1, 1], services=[0, 0, 9, 1, 1, 1])
    minutes = np.full((6, 6), 60.0)
    minutes[2, :2] = minutes[:2, 2] = 10.0
    np.fill_diagonal(minutes, 0)
    result = select_centres(
        units, CentreOptions("village", merit="criteria"), TableTravel(minutes), rules=rules, language="en"
    )
    # A: people 1, services 0, members mean (20·60 + 10·10)/30 = 43.3; C: 10/…: people 9/29, services 1, members 10
    assert roles(result)["C"] == "central_village"
    assert "mean travel to the district's other villages 10.0 min (place 1)" in str(result.units["reason"]["C"])
    bare = select_centres(
        TOWNS.drop(columns="population"), CentreOptions("village", merit="criteria"), None, rules=rules
    )
    assert "chosen by score alone" in str(bare.warnings[0])


MEMBERS_RULES = replace(
    PLAIN_RULES,
    criteria={
        ("village", "score"): (PLAIN[0], Criterion("members", {"zh": "到其他村用时", "en": "mean travel"}, True, 1.0))
    },
)


@pytest.mark.parametrize(
    ("people", "best", "text"),
    [
        # Others of B are A 50, C 10: five sixths are reached in 10 minutes. Of A's, B 10 and C 10, a half: 20 minutes.
        (10, "B", "12.0 min, raised as no way leads to 16.7% of the district"),
        (0, "A", "mean travel 10.0 min"),  # who has no people does not count; A has the better score
    ],
)
def test_a_village_out_of_reach_does_not_spoil_its_district(people: int, best: str, text: str) -> None:
    # No way leads to C, whose score is the best; all others are 10 minutes apart.
    units = TOWNS.assign(score=[0.5, 0.4, 0.9, 0.6, 0.7, 0.1], population=[50, 10, people, 20, 30, 40])
    minutes = np.full((6, 6), 10.0)
    minutes[2, :] = minutes[:, 2] = np.inf
    np.fill_diagonal(minutes, 0)
    travel = TableTravel(minutes)
    result = select_centres(units, CentreOptions("village"), travel, rules=MEMBERS_RULES, language="en")
    assert roles(result) == {best: "central_village", "E": "central_village"}
    reason = str(result.units["reason"][best])
    assert text in reason and "out of reach" not in reason and ("raised" in reason) == (people > 0)
    assert "for units C." in str(result.warnings[0])
    both = select_centres(units, CentreOptions("village", minimum=2), travel, rules=MEMBERS_RULES, language="en")
    assert {code for code in roles(both) if code in "ABC"} == {"A", "B"}
    assert str(both.units["reason"]["A"]).endswith(
        f"next is 丙 (merit {both.units['merit']['C']:.4f}), to which no way leads from the others of the district"
    )


def test_a_gap_counts_as_the_worst_under_criteria_and_is_said() -> None:
    rules = replace(PLAIN_RULES, criteria={("village", "criteria"): PLAIN[1:2]})
    units = TOWNS.assign(access=[np.nan, 5, 9, 1, 2, None])
    result = select_centres(units, CentreOptions("village", merit="criteria"), None, rules=rules, language="en")
    assert roles(result) == {"B": "central_village", "D": "central_village"}
    assert str(result.warnings[0]).startswith("Criterion travel access: no figure, or no way, for units A, F.")
    assert result.units["merit"].tolist() == pytest.approx([0, 0.5, 0, 1, 0.875, 0])


@settings(max_examples=settings.default.max_examples // 4)  # 22 choices each
@given(st.data())
def test_what_turns_a_choice_does_turn_it(data: Any) -> None:
    """The weight and the figure that a reason names put the other one level or first; just short of them nothing is."""
    n = data.draw(st.integers(2, 6))
    column = st.lists(st.integers(0, 8), min_size=n, max_size=n)
    units = pd.DataFrame({name: data.draw(column) for name in ("score", "access", "trend")})
    units = units.set_axis([f"u{i}" for i in range(n)], axis=0).assign(district="1").astype({"score": float})
    weights = data.draw(st.lists(st.sampled_from([0.5, 1.0, 2.0, 3.0]), min_size=3, max_size=3))
    criteria = tuple(replace(item, weight=w) for item, w in zip(PLAIN, weights))

    def choose(criteria: Any, units: pd.DataFrame = units) -> Any:
        rules = replace(PLAIN_RULES, criteria={("village", "score"): criteria})
        return select_centres(units, CentreOptions("village"), None, rules=rules)

    result = choose(criteria)
    chosen = next(iter(roles(result)))
    against = json.loads(result.units["figures"][chosen]).get("against")
    assert against["code"] == result.units["runner_up"][chosen]
    best = result.units["merit"].drop(chosen).max()
    assert result.units["margin"][chosen] == pytest.approx(result.units["merit"][chosen] - best)
    if "turning_figure" in against:
        turn = against["turning_figure"]
        changed = units.astype(float)
        changed.loc[against["code"], turn["criterion"]] = turn["to"]
        merit = choose(criteria, changed).units["merit"]
        assert merit[against["code"]] == pytest.approx(merit[chosen], abs=1e-6)
    order = [item.id for item in PLAIN]
    named = str(result.units["reason"][chosen])
    for k, name in enumerate(order):  # brute force over a grid of weights
        for factor in (0.25, 0.5, 0.75, 1.5, 2, 4, 9):
            other = [replace(item, weight=item.weight * (factor if i == k else 1)) for i, item in enumerate(criteria)]
            if chosen not in roles(choose(tuple(other))):
                assert "no single weight" not in named, (name, factor)


@given(st.data())
def test_roles_keep_every_limit_and_do_not_depend_on_the_order(data: Any) -> None:
    n = data.draw(st.integers(2, 14))
    units = pd.DataFrame(
        {
            "score": data.draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)),
            "district": data.draw(st.lists(st.sampled_from("123"), min_size=n, max_size=n)),
            "population": data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)),
        },
        index=[f"u{i:02d}" for i in range(n)],
    )
    sizes = units["district"].value_counts()
    most = int(sizes.clip(upper=2).sum())
    count = data.draw(st.integers(len(sizes), most))
    result = select(units, geometry=None, level="village", count=count)
    chosen = units[result.units["role"] == "central_village"]
    assert len(chosen) == count
    per_district = chosen["district"].value_counts()
    assert set(per_district.index) == set(sizes.index)
    assert per_district.max() <= 2
    for district, members in chosen.groupby("district"):  # the best of each district, equal ones by code
        ordered = sorted(units.index[units["district"] == district], key=lambda code: (-units["score"][code], code))
        assert set(members.index) == set(ordered[: len(members)])
    turned = select(units.iloc[::-1], geometry=None, level="village", count=count)
    assert roles(turned) == roles(result)
