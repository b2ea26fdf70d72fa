"""The sheet of the settlement hierarchy, and where the tree comes from."""

from __future__ import annotations

import dataclasses

from hand_county import catalogues, hand_county

from village_planner.core.review.settlement import plan_tree
from village_planner.core.tables.build import TOWNSHIP, Scope
from village_planner.core.tables.report import build_reports
from village_planner.core.tables.table import Table

V1, V2, V3 = "510000001201", "510000001202", "510000002201"


def tables(township: bool) -> Table:
    county = hand_county()
    villages = county.villages.set_crs("EPSG:4523")
    tree = plan_tree(county.townships.set_crs("EPSG:4523"), villages, {"code": "510000", "name": "甲县"})
    nodes = tree.nodes.join(tree.below()).assign(village_type="", layout="")
    nodes.loc[V1, ["village_type", "layout"]] = ["集聚建设类", "central"]
    county = dataclasses.replace(county, hierarchy=nodes)
    scopes = [Scope(TOWNSHIP, "510000002") if township else Scope()]
    report = next(iter(build_reports(county, catalogues(), scopes, ["settlement_hierarchy"])))
    return report.tables[0]


def test_a_row_per_settlement_in_the_order_of_the_tree() -> None:
    table = tables(township=False)
    shown = [(row.values["name"], row.values["role"], row.values["parent"], row.indent) for row in table.rows]
    # 西村's village district has 南村 as its only central village; both districts hang on the only town, 甲镇.
    assert shown == [
        ("甲县", "县城", "", 0),
        ("甲镇", "中心镇", "甲县", 1),
        ("东村", "中心村", "甲镇", 2),
        ("南村", "中心村", "甲镇", 2),
        ("西村", "一般村", "南村", 3),
    ]
    south = table.rows[3].values
    assert (south["population"], south["villages_below"], south["population_below"]) == (100, 2, 200)
    assert (table.rows[2].values["village_type"], table.rows[2].values["layout"]) == ("集聚建设类", "中心村（X）")


def test_a_township_has_its_own_villages_and_what_stands_above_them() -> None:
    assert [row.values["name"] for row in tables(township=True).rows] == ["甲县", "甲镇", "南村"]


def test_without_centres_the_sheet_says_what_to_do() -> None:
    report = next(iter(build_reports(hand_county(), catalogues(), [Scope()], ["settlement_hierarchy"])))
    assert [gap.id for gap in report.gaps] == ["settlement_hierarchy"]
    assert "选择中心镇与中心村" in report.gaps[0].needs["zh"]
