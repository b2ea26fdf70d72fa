"""The pass-down table: worked by hand, and what always holds."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from village_planner.core.catalogue import CatalogueText
from village_planner.core.control_lines import load_control_lines
from village_planner.core.errors import InputError
from village_planner.core.quotas.catalogue import BindingCatalogue, load_binding_indicators
from village_planner.core.quotas.figures import closed, lines_by_kind, village_figures
from village_planner.core.quotas.given import no_figures, read_given
from village_planner.core.quotas.passdown import PassDown, pass_down
from village_planner.core.quotas.share import share_within
from village_planner.core.quotas.tree import UnitTree, build_tree
from village_planner.core.statistics.rules import load_rules

CATALOGUES = Path(__file__).resolve().parents[3] / "resources" / "catalogues"
MEASURES = load_rules(CATALOGUES / "statistics.json", CATALOGUES / "statistics.schema.json").measures
TOWNSHIPS = pd.DataFrame({"name": ["甲镇", "乙镇", "丙乡"], "district": ["1", "1", "2"]}, index=["a", "b", "c"])
VILLAGES = pd.DataFrame(
    {"name": ["一", "二", "三", "四", "五"], "township_code": ["a", "a", "b", "c", "c"]},
    index=["a1", "a2", "b1", "c1", "c2"],
)
FIGURES = pd.DataFrame(
    {
        "population": [100, 200, 300, 150, 250],
        "area": [4e6, 5e6, 6e6, 3e6, 2e6],
        "buildable": [1e6, 1e6, 2e6, 1e6, 1e6],
        "present:farmland": [1e6, 2e6, 3e6, 1e6, 0.5e6],  # 100, 200, 300, 100, 50 ha
        "present:redline": [0.0, 1e6, 0.0, 0.5e6, 0.0],
    },
    index=VILLAGES.index,
)


def catalogue(own: str = "") -> BindingCatalogue:
    file, schema = CATALOGUES / "binding_indicators.json", CATALOGUES / "binding_indicators.schema.json"
    return load_binding_indicators(file, schema, CatalogueText(own, "own") if own else None)


@pytest.fixture(scope="module")
def shipped() -> BindingCatalogue:
    return catalogue()


@pytest.fixture(scope="module")
def tree() -> UnitTree:
    return build_tree(("51", "某县"), TOWNSHIPS, VILLAGES, pd.Series({"1": "东片", "2": "西片"}))


def table(tree: UnitTree, **figures: float) -> pd.DataFrame:
    """Given figures by unit name and indicator: county__farmland=700."""
    rows = [(name.split("__")[0], name.split("__")[1], value) for name, value in figures.items()]
    return pd.DataFrame(
        [
            {"unit": 0 if unit == "county" else tree.find(unit), "indicator": code, "value": value, "locked": False}
            for unit, code, value in rows
        ]
    )


def values(result: PassDown, indicator: str) -> dict[str, float]:
    rows = result.rows[result.rows["indicator"] == indicator]
    return dict(zip(rows["unit_code"], rows["value"]))


def check(result: PassDown, indicator: str, unit: str, kind: str = "children") -> Any:
    rows = result.checks
    found = rows[(rows["indicator"] == indicator) & (rows["unit_code"] == unit) & (rows["check"] == kind)]
    assert len(found) == 1
    return found.iloc[0]


def test_the_tree(tree: UnitTree) -> None:
    assert tree.code == ("51", "1", "2", "a", "b", "c", "a1", "a2", "b1", "c1", "c2")
    assert tree.parent.tolist() == [-1, 0, 0, 1, 1, 2, 3, 3, 4, 5, 5]
    assert [below.tolist() for below in tree.children[:4]] == [[1, 2], [3, 4], [5], [6, 7]]
    assert tree.find("全县") == 0 and tree.find("丙乡") == 5 and tree.find("9") is None
    assert tree.sums(np.array([0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5.0]))[:6].tolist() == [15, 6, 9, 3, 3, 9]


def test_townships_in_no_district_are_the_countys_own() -> None:
    without = build_tree(("51", ""), TOWNSHIPS.assign(district=[None, "2", ""]), VILLAGES)
    assert without.code[:5] == ("51", "2", "a", "b", "c") and without.parent[:5].tolist() == [-1, 0, 0, 1, 0]
    with pytest.raises(InputError) as error:
        build_tree(("51", ""), TOWNSHIPS.iloc[:1], VILLAGES)
    assert error.value.code == "unknown_township"


def test_in_proportion_to_the_present_by_largest_remainder(tree: UnitTree, shipped: BindingCatalogue) -> None:
    # 700 over 600 : 150 = 560 : 140; 560 over 300 : 300 = 280 : 280; 280 over 100 : 200 = 93.33 : 186.67;
    # 140 over 100 : 50 = 93.33 : 46.67
    result = pass_down(tree, shipped, table(tree, county__farmland=700), FIGURES)
    assert values(result, "farmland") == {
        **{"51": 700, "1": 560, "2": 140, "a": 280, "b": 280, "c": 140},
        **{"a1": 93.33, "a2": 186.67, "b1": 280, "c1": 93.33, "c2": 46.67},
    }
    assert check(result, "farmland", "51")["status"] == "ok" and not len(
        result.broken[lambda t: t["indicator"] == "farmland"]
    )
    row = result.rows[(result.rows["indicator"] == "farmland") & (result.rows["unit_code"] == "a1")].iloc[0]
    assert (row["origin"], row["basis"], row["present"], row["highest"], row["parent"]) == (
        *("proposed", "present", 100, 400),
        "a",
    )


def test_a_floor_is_never_proposed_below_the_present(tree: UnitTree, shipped: BindingCatalogue) -> None:
    # 120 ha handed down, 150 present: 100 and 50 stay as they are, and that the children have 30 more is said.
    result = pass_down(tree, shipped, table(tree, county__redline=120), FIGURES)
    assert values(result, "redline") == {
        **{"51": 120, "1": 100, "2": 50, "a": 100, "b": 0, "c": 50},
        **{"a1": 0, "a2": 100, "b1": 0, "c1": 50, "c2": 0},
    }
    over = check(result, "redline", "51")
    assert (over["difference"], over["holds"], over["status"]) == (30, True, "over")
    assert "30.00 公顷 more" in str(over["words"])
    # 180 ha: in proportion, 120 and 60; the village without any stays without.
    more = values(pass_down(tree, shipped, table(tree, county__redline=180), FIGURES), "redline")
    assert (more["a2"], more["c1"], more["a1"], more["c2"]) == (120, 60, 0, 0)


def test_given_figures_stay_and_the_rest_is_shared(tree: UnitTree, shipped: BindingCatalogue) -> None:
    given = table(tree, county__farmland=700, a__farmland=200, c1__farmland=130)
    result = pass_down(tree, shipped, given, FIGURES)
    got = values(result, "farmland")
    # district 1 : 2 = 560 : 140, in their limits; a has 200, so b gets 360; of c 140: c1 has 130, c2 the other 10
    assert (got["1"], got["2"], got["a"], got["b"], got["c"], got["c1"], got["c2"]) == (
        560,
        140,
        200,
        360,
        140,
        130,
        10,
    )
    assert got["a1"] + got["a2"] == 200
    origins = dict(zip(result.rows["unit_code"][:11], result.rows["origin"][:11]))
    assert (origins["51"], origins["a"], origins["b"], origins["c1"]) == ("given", "given", "proposed", "given")


def test_what_was_given_below_is_kept_by_the_proposals_above(tree: UnitTree, shipped: BindingCatalogue) -> None:
    got = values(
        pass_down(tree, shipped, table(tree, county__farmland=700, c1__farmland=200, c2__farmland=60), FIGURES),
        "farmland",
    )
    assert (got["c"], got["2"], got["1"]) == (260, 260, 440)


def test_what_units_with_a_basis_cannot_take_goes_by_the_next_one(tree: UnitTree, shipped: BindingCatalogue) -> None:
    # All present construction land is in a1, which has room for 400 ha; the other 100 ha go to a2 by population.
    figures = FIGURES.assign(**{"present:construction": [1e6, 0, 0, 0, 0]})
    result = pass_down(tree, shipped, table(tree, a__construction=500), figures)
    got = values(result, "construction")
    assert (got["a1"], got["a2"]) == (400, 100) and check(result, "construction", "a")["status"] == "ok"
    assert any("population" in str(warning) for warning in result.warnings)


def test_over_and_under_allocation_with_the_figure(tree: UnitTree, shipped: BindingCatalogue) -> None:
    given = table(
        tree,
        **{"county__construction": 50, "1__construction": 40, "2__construction": 15.5},
        **{"county__farmland": 700, "1__farmland": 500, "2__farmland": 150},
    )
    result = pass_down(tree, shipped, given, FIGURES, basis="population")
    cap, floor = check(result, "construction", "51"), check(result, "farmland", "51")
    assert (cap["difference"], cap["holds"], cap["status"]) == (5.5, False, "over")
    assert (floor["difference"], floor["holds"], floor["status"]) == (-50, False, "under")
    assert "exceed the cap by 5.50" in str(cap["words"]) and "short of the floor by 50.00" in str(floor["words"])
    county = result.rows[(result.rows["unit_code"] == "51") & (result.rows["indicator"] == "construction")].iloc[0]
    assert (county["status"], county["holds"], county["difference"]) == ("over", False, 5.5)


def test_missing_figures_are_named(tree: UnitTree, shipped: BindingCatalogue) -> None:
    # Nothing is known of forests, so nothing can be proposed; one township was given.
    result = pass_down(tree, shipped, table(tree, county__forest=90, a__forest=30), FIGURES)
    got = values(result, "forest")
    assert got["51"] == 90 and got["a"] == 30 and np.isnan([got["1"], got["2"], got["b"], got["a1"]]).all()
    county = check(result, "forest", "51")
    assert (county["status"], county["holds"]) == ("incomplete", True)
    assert "东片, 西片 (2)" in str(county["words"])
    assert any("林地保有量" in str(warning) and "某县" in str(warning) for warning in result.warnings)
    assert set(result.rows["origin"][result.rows["indicator"] == "wetland"]) == {"missing"}


def test_sums_where_nothing_was_handed_down(tree: UnitTree, shipped: BindingCatalogue) -> None:
    given = table(tree, a__forest=30, b__forest=20.5, c__forest=1)
    result = pass_down(tree, shipped, given, FIGURES)
    got = values(result, "forest")
    assert (got["1"], got["2"], got["51"]) == (50.5, 1, 51.5)
    assert result.rows["origin"][
        (result.rows["indicator"] == "forest") & (result.rows["unit_code"] == "51")
    ].tolist() == ["summed"]


def test_rates_are_averaged_not_summed(tree: UnitTree, shipped: BindingCatalogue) -> None:
    rate = "village_construction_per_person"
    given = table(
        tree, **{f"county__{rate}": 120, f"1__{rate}": 120, f"2__{rate}": 135, "county__village_construction": 12}
    )
    result = pass_down(tree, shipped, given, FIGURES, basis="population")
    got = values(result, rate)
    assert got["a1"] == 120 and got["c2"] == 135
    mean = check(result, rate, "51")  # (600 x 120 + 400 x 135) / 1000 = 126
    assert (mean["compared"], mean["difference"], mean["status"], mean["holds"]) == (126, 6, "over", True)
    implied = check(result, rate, "51", "implied_rate")  # 12 ha for 1,000 people
    assert (implied["compared"], implied["status"]) == (120, "ok")
    blind = pass_down(tree, shipped, given, FIGURES.drop(columns="population"))
    assert check(blind, rate, "51")["status"] == "incomplete"


def test_rural_share_of_the_construction_quota(tree: UnitTree, shipped: BindingCatalogue) -> None:
    result = pass_down(tree, shipped, table(tree, county__construction_quota=123.45), FIGURES)
    got = values(result, "rural_quota")  # 12.345, up to the last digit
    assert got["51"] == 12.35 and round(got["1"] + got["2"], 2) == 12.35
    assert check(result, "rural_quota", "51", "rural_share")["holds"]
    low = pass_down(tree, shipped, table(tree, county__construction_quota=100, county__rural_quota=9.99), FIGURES)
    share = check(low, "rural_quota", "51", "rural_share")
    assert not share["holds"] and "9.99 %" in str(share["words"]) and "at least 10 %" in str(share["words"])
    own = catalogue(
        '{"rural_share": {"part": "rural_quota", "whole": "construction_quota", "least_percent": 15, '
        '"levels": ["county"]}}'
    )
    assert values(pass_down(tree, own, table(tree, county__construction_quota=100), FIGURES), "rural_quota")["51"] == 15


def test_given_beyond_the_room_or_below_the_present_is_said(tree: UnitTree, shipped: BindingCatalogue) -> None:
    result = pass_down(tree, shipped, table(tree, a1__farmland=400.01, a2__redline=99.5), FIGURES)
    assert not check(result, "farmland", "a1", "room")["holds"]
    below = check(result, "redline", "a2", "present")
    assert (below["difference"], below["holds"], below["status"]) == (-0.5, False, "below_floor")


def test_present_figures_from_parcels_and_overlay(shipped: BindingCatalogue) -> None:
    villages = pd.DataFrame({"population": [1, 2], "area_m2": [10.0, 20.0]}, index=["v1", "v2"])
    parcels = pd.DataFrame(
        {
            "unit_code": ["v1", "v1", "v2"],
            "class_code": ["0101", "0702", "0702"],
            "settlement_code": ["", "203", "203A"],
            "area_m2": [5.0, 2.0, 3.0],
        }
    )
    land = pd.DataFrame(
        {
            "unit_code": ["v1", "v1", "v2", ""],
            "class_code": ["0101", "0301", "0101", "0101"],
            "constraints": ["permanent_basic_farmland", "ecological_redline+x", "", "ecological_redline"],
            "area_m2": [5.0, 4.0, 7.0, 9.0],
            "net_area_m2": [4.5, np.nan, np.nan, 9.0],
        }
    )
    supers = {"0702": "construction"}
    both = village_figures(villages, shipped, parcels, land, supers)
    assert both["present:farmland"].tolist() == [4.5, 7.0]
    assert both["present:redline"].tolist() == [4.0, 0.0] and both["present:basic_farmland"].tolist() == [5.0, 0.0]
    assert both["present:village_construction"].tolist() == [2.0, 3.0] and both["buildable"].tolist() == [0.0, 7.0]
    plain = village_figures(villages, shipped, parcels, None, supers)
    assert plain["present:farmland"].tolist() == [5.0, 0.0] and plain["present:construction"].tolist() == [2.0, 3.0]
    assert plain["present:redline"].isna().all() and plain["buildable"].isna().all()
    nothing = village_figures(villages, shipped, None, None, supers)
    assert nothing.filter(like="present:").isna().all().all()


LINES = load_control_lines(CATALOGUES / "control_lines.json", CATALOGUES / "control_lines.schema.json")


def overlay(*constraints: str) -> pd.DataFrame:
    """A village of ten hectares for each."""
    codes = [f"v{i}" for i in range(len(constraints))]
    return pd.DataFrame(
        {"unit_code": codes, "class_code": "0101", "constraints": constraints, "area_m2": 1e5, "net_area_m2": np.nan}
    )


def test_an_overlay_by_the_names_of_layers(shipped: BindingCatalogue) -> None:
    land = overlay("永久基本农田+生态保护红线", "永久基本农田", "")
    land, unknown, warnings = lines_by_kind(land, LINES, {"permanent_basic_farmland"}, shipped)
    assert not unknown and not warnings
    villages = pd.DataFrame({"population": [1] * 3, "area_m2": [1e5] * 3}, index=land["unit_code"])
    figures = village_figures(villages, shipped, None, land, {}, unknown)
    assert figures["present:basic_farmland"].tolist() == [1e5, 1e5, 0.0]
    assert figures["present:redline"].tolist() == [1e5, 0.0, 0.0] and figures["buildable"].tolist() == [0, 0, 1e5]


def test_a_line_that_the_overlay_leaves_out_is_not_nothing(shipped: BindingCatalogue) -> None:
    land = overlay("生态保护红线", "")
    villages = pd.DataFrame({"population": [1] * 2, "area_m2": [1e5] * 2}, index=land["unit_code"])
    for constraints, county, unclear in (
        (["生态保护红线", ""], {"永久基本农田", "ecological_redline"}, True),  # the county has it
        (["生态保护红线", "图层2"], set(), True),  # it may be the layer of the other name
        (["生态保护红线", ""], {"ecological_redline"}, False),
    ):
        by_kind, unknown, warnings = lines_by_kind(land.assign(constraints=constraints), LINES, county, shipped)
        figures = village_figures(villages, shipped, None, by_kind, {}, unknown)
        assert figures["present:redline"].tolist() == [1e5, 0.0] and len(warnings) == int(unclear)
        assert figures["present:basic_farmland"].isna().all() == unclear == figures["buildable"].isna().all()


def test_an_unknown_leaf_blanks_its_own_branch_alone(tree: UnitTree, shipped: BindingCatalogue) -> None:
    item = shipped.get("redline")
    assert item is not None
    leaves = pd.Series({"a1": 1.004, "a2": 2.004, "b1": 0.5, "c1": np.nan, "c2": 4.0})
    shown = closed(tree, np.array([leaves.get(code, 0.0) for code in tree.code]), item)
    # 3.51 of the district are 3.01 + 0.50, and 3.01 goes to the first of equal remainders
    by_code = {"51": np.nan, "1": 3.51, "2": np.nan, "a": 3.01, "b": 0.5, "c": np.nan, "a1": 1.01, "a2": 2.0}
    by_code |= {"b1": 0.5, "c1": np.nan, "c2": 4.0}
    assert dict(zip(tree.code, shown)) == pytest.approx(by_code, nan_ok=True)
    figures = FIGURES.copy()
    figures.loc["c1", "present:redline"] = np.nan
    result = pass_down(tree, shipped, table(tree, a2__redline=99.5), figures)
    assert check(result, "redline", "a2", "present")["status"] == "below_floor"


def test_no_proposal_is_minus_nothing(tree: UnitTree, shipped: BindingCatalogue) -> None:
    figures = FIGURES.assign(buildable=[0.0, 1e4, 1e4, 1e4, 0.0])
    result = pass_down(tree, shipped, table(tree, county__construction_quota=2, county__farmland=0), figures)
    found = result.rows["value"].to_numpy(dtype=float)
    assert (found == 0).any() and not np.signbit(found[found == 0]).any()


def test_table_of_given_figures_by_names_and_codes(tree: UnitTree, shipped: BindingCatalogue) -> None:
    long = pd.DataFrame(
        {
            "层级": ["县", "乡镇", "", "村"],
            "名称": ["全县", "甲镇", "东片", "b1"],
            "指标": ["耕地保有量", "farmland", "生态保护红线", "耕地保有量"],
            "数值": ["1,700.5", 20, 3.456, None],
            "锁定": ["", "是", "", ""],
        }
    )
    found, warnings = read_given(long, "任务书", tree, shipped, MEASURES)
    assert found.values.tolist() == [
        [0, "farmland", 1700.5, False],
        [3, "farmland", 20.0, True],
        [1, "redline", 3.46, False],
    ]
    assert len(warnings) == 1 and "3.456" in str(warnings[0])
    wide = pd.DataFrame(
        {"code": ["51", "a"], "耕地保有量（公顷）": [5, None], "建设用地总规模": [1, 2], "备注": ["", ""]}
    )
    found, _ = read_given(wide, "表", tree, shipped, MEASURES)
    assert found.values.tolist() == [
        [0, "farmland", 5.0, False],
        [0, "construction", 1.0, False],
        [3, "construction", 2.0, False],
    ]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"value": [1]}, "unknown_field"),
        ({"unit": ["a"], "note": ["x"]}, "unknown_field"),
        ({"unit": ["z"], "indicator": ["farmland"], "value": [1]}, "unknown_unit"),
        ({"unit": ["a"], "level": ["village"], "indicator": ["farmland"], "value": [1]}, "unknown_unit"),
        ({"unit": ["a"], "level": ["x"], "indicator": ["farmland"], "value": [1]}, "unknown_level"),
        ({"unit": ["a"], "indicator": ["x"], "value": [1]}, "unknown_indicator"),
        ({"unit": ["a"], "indicator": ["farmland"], "value": ["约5"]}, "not_a_number"),
        ({"unit": ["a"], "indicator": ["farmland"], "value": [-1]}, "negative_figure"),
        ({"unit": ["a", "甲镇"], "indicator": ["farmland", "耕地保有量"], "value": [1, 1]}, "repeated_figure"),
    ],
)
def test_bad_tables_are_refused(tree: UnitTree, shipped: BindingCatalogue, columns: Any, code: str) -> None:
    with pytest.raises(InputError) as error:
        read_given(pd.DataFrame(columns), "表", tree, shipped, MEASURES)
    assert error.value.code == code and "表" in str(error.value)


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        # 15 mu are a hectare, by the definition of the mu
        ({"单元": ["全县"], "耕地保有量（亩）": [150000]}, [10000.0]),
        ({"单元": ["全县"], "耕地保有量（万亩）": [15]}, [10000.0]),
        ({"单元": ["全县"], "耕地保有量(万亩)": ["1.005"]}, [670.0]),  # the written digits, not their binary form
        ({"单元": ["全县"], "耕地保有量/亩": [1]}, [0.07]),
        ({"单元": ["全县"], "耕地保有量（平方公里）（2035年）": [1.5]}, [150.0]),
        ({"单元": ["全县"], "耕地保有量（公顷）": [150000]}, [150000.0]),
        ({"单元": ["全县"], "指标": ["耕地保有量"], "数值（亩）": [150000]}, [10000.0]),
        ({"单元": ["全县"], "指标": ["耕地保有量（亩）"], "数值": [150000]}, [10000.0]),
        ({"单元": ["全县"], "指标": ["耕地保有量"], "单位": ["亩"], "数值": [150000]}, [10000.0]),
        # as the algorithm's own table is
        ({"unit_code": ["51"], "unit": ["公顷"], "indicator": ["farmland"], "value": [3]}, [3.0]),
        ({"单元": ["全县"], "人均村庄建设用地（亩/人）": ["0.15"]}, [100.0]),
    ],
)
def test_units_of_measure_are_converted(
    tree: UnitTree, shipped: BindingCatalogue, columns: Any, wanted: list[float]
) -> None:
    found, warnings = read_given(pd.DataFrame(columns), "表", tree, shipped, MEASURES)
    assert found["value"].tolist() == wanted
    mu = any("亩" in str(text) for text in [*columns, *columns.values()])
    assert any("converted" in str(warning) for warning in warnings) == (mu or "公里" in str(columns))


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"单元": ["全县"], "耕地保有量（吨）": [5]}, "unknown_measure"),
        ({"单元": ["全县"], "耕地保有量（人）": [5]}, "unlike_measure"),
        ({"单元": ["全县"], "指标": ["人均村庄建设用地"], "数值（亩）": [5]}, "unlike_measure"),
        ({"单元": ["全县"], "指标": ["耕地保有量"], "单位": ["吨"], "数值": [5]}, "unlike_measure"),
        ({"单元": ["全县"], "耕地保有量": ["12,5"]}, "not_a_number"),
        ({"单元": ["全县"], "耕地保有量": ["75，5"]}, "not_a_number"),
        ({"单元": ["全县"], "耕地保有量": ["1,2345"]}, "not_a_number"),
        ({"单元": ["全县"], "耕地保有量": ["是"]}, "not_a_number"),
    ],
)
def test_figures_that_may_be_others_are_refused(
    tree: UnitTree, shipped: BindingCatalogue, columns: Any, code: str
) -> None:
    with pytest.raises(InputError) as error:
        read_given(pd.DataFrame(columns), "表", tree, shipped, MEASURES)
    assert error.value.code == code and "表" in str(error.value)


def test_columns_of_figures_that_are_no_indicator_are_named(tree: UnitTree, shipped: BindingCatalogue) -> None:
    table = pd.DataFrame({"代码": ["51"], "名称": ["某县"], "耕地保有量": [5], "耕地保有量增减": [3], "备注": ["无"]})
    found, warnings = read_given(table, "表", tree, shipped, MEASURES)
    assert found["value"].tolist() == [5.0] and len(warnings) == 1 and "“耕地保有量增减”" in str(warnings[0])


@pytest.mark.parametrize(
    "own",
    [
        '{"rural_share": {"part": "x", "whole": "construction_quota", "least_percent": 10, "levels": ["county"]}}',
        '{"indicators": [{"code": "a", "zh": "甲", "en": "A", "unit": {"zh": "x", "en": "x"}, "kind": "cap", '
        '"basis": ["b"]}]}',
        '{"indicators": [{"code": "a", "zh": "甲", "en": "甲", "unit": {"zh": "x", "en": "x"}, "kind": "max"}]}',
    ],
)
def test_bad_catalogues_are_refused(own: str) -> None:
    with pytest.raises(InputError) as error:
        catalogue(own)
    assert error.value.code == "invalid_catalogue" and "own" in str(error.value)


# ---- what always holds
whole = st.integers(0, 40)


@settings(max_examples=settings.default.max_examples * 3 // 2)
@drawn(st.data())
def test_shares_are_the_nearest_whole_ones_within_their_limits(data: Any) -> None:
    n = data.draw(st.integers(1, 4))
    basis = np.array(data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), dtype=float)
    low = np.array(data.draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)), dtype=float)
    high = low + np.array(data.draw(st.lists(st.integers(0, 6), min_size=n, max_size=n)), dtype=float)
    total = data.draw(whole)
    got = share_within(total, basis, low, high)
    assert (got >= low).all() and (got <= high).all() and (got == np.rint(got)).all()
    assert got.sum() == min(max(total, low.sum()), high.sum())
    if low.sum() <= total <= high.sum():  # brute force: Σ (x - λb)² / b is least, as in proportional sharing
        options = [x for x in product(*(range(int(a), int(b) + 1) for a, b in zip(low, high))) if sum(x) == total]
        cost = [float(((np.array(x) - total * basis / basis.sum()) ** 2 / basis).sum()) for x in options]
        mine = float(((got - total * basis / basis.sum()) ** 2 / basis).sum())
        # Largest remainder minimises Σ(x - q)², not Σ(x - q)²/b: within one last digit per unit of the best.
        best = np.array(options[int(np.argmin(cost))])
        assert mine <= min(cost) + 1e-9 or np.abs(got - best).max() <= 1


@settings(max_examples=40)
@drawn(st.data())
def test_children_sum_to_the_parent_and_limits_hold(data: Any) -> None:
    shipped, places = _SHIPPED, _TREE
    n = len(VILLAGES)

    def amounts(least: int, most: int) -> list[float]:
        return data.draw(st.lists(st.integers(least, most).map(float), min_size=n, max_size=n))

    figures = FIGURES.assign(population=amounts(1, 900))
    figures["present:farmland"] = [amount * 370.0 for amount in amounts(1, 5_000)]
    figures["present:redline"] = [amount * 170.0 for amount in amounts(1, 5_000)]
    given = {f"county__{code}": data.draw(st.integers(0, 3_000_000)) / 1000 for code in ("farmland", "redline")}
    given["county__construction"] = data.draw(st.integers(0, 2500))
    fixed = data.draw(
        st.dictionaries(st.sampled_from(places.code[1:]), st.integers(0, 20_000).map(lambda x: x / 100), max_size=3)
    )
    rows = table(places, **{name: round(value, 2) for name, value in given.items()})
    rows = (
        pd.concat([rows, table(places, **{f"{unit}__farmland": value for unit, value in fixed.items()})])
        if fixed
        else rows
    )
    result = pass_down(places, shipped, rows, figures)
    for code in ("farmland", "redline", "construction"):
        frame = result.rows[result.rows["indicator"] == code].reset_index(drop=True)
        assert frame["value"].notna().all()
        cents = np.rint(frame["value"] * 100)
        assert np.abs(frame["value"] * 100 - cents).max() < 1e-6
        proposed = frame[frame["origin"] == "proposed"]
        assert (proposed["value"] >= proposed["lowest"] - 1e-9).all()
        assert not (proposed["value"] > proposed["highest"] + 1e-9).any()
        if code == "redline":  # no proposal below the present figure, whatever was handed down
            below = frame[frame["origin"] == "proposed"]
            assert (below["value"] >= below["present"] - 1e-9).all()
        for i, below in enumerate(places.children):
            free = [j for j in below if frame["origin"][j] == "proposed"]
            if not free:
                continue
            sums, wanted = cents[below].sum(), cents[i]
            low, high = frame["lowest"][free].sum() * 100, (frame["highest"][free] * 100).sum()
            rest = wanted - (sums - cents[free].sum())
            if low - 1e-6 <= rest and (rest <= high + 1e-6 and code != "redline"):
                assert sums == wanted
            elif low - 1e-6 > rest:
                assert abs(cents[free].sum() - low) < 1e-6
        for unit, value in fixed.items():
            assert code != "farmland" or frame["value"][places.code.index(unit)] == value


@settings(max_examples=40)
@drawn(st.lists(st.floats(0, 1e7), min_size=5, max_size=5))
def test_present_figures_close(amounts: list[float]) -> None:
    leaves = np.zeros(len(_TREE))
    leaves[_TREE.leaves] = amounts
    item = _SHIPPED.indicators[0]
    cents = np.rint(closed(_TREE, leaves / item.m2, item) * 100)
    assert all(cents[below].sum() == cents[i] for i, below in enumerate(_TREE.children) if len(below))
    assert abs(cents[0] - sum(amounts) / 100) <= 0.51


def test_no_figures_give_no_proposals(tree: UnitTree, shipped: BindingCatalogue) -> None:
    result = pass_down(tree, shipped, no_figures(), FIGURES)
    assert result.rows["value"].isna().all() and len(result.rows) == len(tree) * len(shipped.indicators)
    assert result.checks.empty and not result.warnings


_SHIPPED = catalogue()
_TREE = build_tree(("51", "某县"), TOWNSHIPS, VILLAGES, pd.Series({"1": "东片", "2": "西片"}))
