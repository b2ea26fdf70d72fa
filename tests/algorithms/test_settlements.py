"""settlementhierarchy and classifyvillages as users call them, on a county of four villages along one road."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from qgis.core import QgsProcessingException

X, Y = 35_500_000.0, 3_400_000.0
CODES = ["510700101001", "510700101002", "510700102001", "510700102002"]


def box(column: float, wide: float = 1) -> Any:
    return shapely.box(X + 10_000 * column, Y, X + 10_000 * (column + wide), Y + 10_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two townships of two villages in one township and one village district; villages 1 and 4 are central."""
    from village_planner.database import create_database, open_database

    database = tmp_path / "县.gpkg"
    villages = gpd.GeoDataFrame(
        {
            "code": CODES,
            "name": ["甲村", "乙村", "丙村", "丁村"],
            "kind": "village",
            "township_code": [code[:9] for code in CODES],
            "population": [400, 300, 200, 100],
        },
        geometry=[box(i) for i in range(4)],
        crs="EPSG:4523",
    )
    townships = gpd.GeoDataFrame(
        {"code": ["510700101", "510700102"], "name": ["一镇", "二镇"], "population": [700, 300]},
        geometry=[box(0, 2), box(2, 2)],
        crs="EPSG:4523",
    )
    road = gpd.GeoDataFrame(
        {"kind": ["国道"], "name": [""]},
        geometry=[shapely.LineString([(X, Y + 5000), (X + 40_000, Y + 5000)])],
        crs="EPSG:4523",
    )
    facility = gpd.GeoDataFrame(
        {"kind": ["县政府", "传统村落"], "name": "", "unit_code": None},
        geometry=[shapely.Point(X + 100, Y + 100), shapely.Point(X + 35_000, Y + 1000)],
        crs="EPSG:4523",
    )
    line = gpd.GeoDataFrame({"kind": ["ecological_redline"], "name": ""}, geometry=[box(2.2, 0.8)], crs="EPSG:4523")
    values = pd.DataFrame(
        [("village", code, "V2", 2023, value) for code, value in zip(CODES, (1.0, 2.0, -5.0, -9.0))],
        columns=["level", "unit_code", "indicator", "year", "value"],
    )
    layers = {"township": townships, "village": villages, "road": road, "facility": facility, "control_line": line}
    settings = {"county_name": "梓潼县", "county_code": "510700"}
    create_database(database, "EPSG:4523", layers, {"indicator_value": values}, settings)
    with open_database(database) as db:
        plan = db.ensure_plan("方案一")
        db.save_assignment(plan.id, "township", pd.Series(dict.fromkeys(townships["code"], "1")))
        db.save_assignment(plan.id, "village", pd.Series(dict.fromkeys(CODES, "1-01")))
        db.save_centres(plan.id, "township", pd.DataFrame({"unit_code": ["510700101"], "role": ["central_town"]}))
        roles = pd.DataFrame({"unit_code": [CODES[0], CODES[3]], "role": "central_village"})
        db.save_centres(plan.id, "village", roles)
    return database


def test_the_hierarchy_with_lines_and_counts(run: Any, path: Path, tmp_path: Path) -> None:
    lines, nodes = tmp_path / "lines.gpkg", tmp_path / "nodes.gpkg"
    result = run("settlementhierarchy", DATABASE=str(path), OUTPUT=str(lines), NODES=str(nodes))
    counts = ("COUNTY_SEAT", "CENTRAL_TOWN", "SUB_CENTRAL_TOWN", "CENTRAL_VILLAGE", "ORDINARY_VILLAGE", "PROBLEM")
    assert [result[f"{name}_COUNT"] for name in counts] == [1, 1, 0, 2, 2, 0]
    tree = pyogrio.read_dataframe(lines).set_index("code")
    assert tree["parent"].to_dict() == {
        "510700": "",
        "510700101": "510700",
        CODES[0]: "510700101",
        CODES[1]: CODES[0],  # one village on against two
        CODES[2]: CODES[3],
        CODES[3]: "510700101",
    }
    assert tree["role_name"].tolist()[:3] == ["县城", "中心镇", "中心村"]
    assert tree["people_below"]["510700"] == 1000 and tree["villages_below"][CODES[3]] == 2
    assert tree["reason"][CODES[1]].startswith("2 个中心中甲村最近：行程 ")
    ends = shapely.get_coordinates(tree.geometry[CODES[1]])
    assert (ends[0] - ends[1]).tolist() == [10_000, 0] and tree.geometry["510700"] is None
    assert len(pyogrio.read_dataframe(nodes)) == 6
    assert shapely.get_coordinates(pyogrio.read_dataframe(nodes).geometry[0]).tolist() == [[X + 100, Y + 100]]


def test_types_layout_and_what_the_user_decided(run: Any, path: Path, tmp_path: Path) -> None:
    out, layout = tmp_path / "types.gpkg", tmp_path / "layout.gpkg"
    result = run("classifyvillages", DATABASE=str(path), OUTPUT=str(out), LAYOUT=str(layout))
    types = pyogrio.read_dataframe(out).set_index("code")
    assert types["village_type"].tolist() == ["clustering", "improve", "relocate", "heritage"]
    assert types["layout"].tolist() == ["central", "retained", "neither", "central"]
    # The redline covers the right four fifths of the third village.
    assert "生态保护红线内面积占比 80.0%（标准：不低于 60.0%）、人口净流入率 -5.00%" in types["type_reason"][CODES[2]]
    assert (result["CENTRAL_COUNT"], result["RETAINED_COUNT"], result["NEITHER_COUNT"]) == (2, 1, 1)
    table = pyogrio.read_dataframe(layout).set_index("level")
    assert table.loc["county", ["central_town", "central", "retained", "neither_names"]].tolist() == [
        "一镇",
        2,
        1,
        "丙村",
    ]
    # What is saved and then decided by hand survives the next run.
    run(
        "saveresult",
        DATABASE=str(path),
        LEVEL="village",
        KIND="village_type",
        INPUT=str(out),
        VALUE_FIELD="village_type",
    )
    from village_planner.database import open_database

    with open_database(path) as db:
        plan = db.plan()
        kept = db.village_types(plan.id)
        assert kept["rule"][CODES[2]] == "redline_and_decline" and kept["layout"][CODES[2]] == "neither"
        mine = kept.reset_index().assign(decided_by_user=lambda f: f["unit_code"] == CODES[2])
        mine.loc[2, "type"] = "improve"
        db.save_village_types(plan.id, mine)
    run("classifyvillages", DATABASE=str(path), OUTPUT=str(out))
    types = pyogrio.read_dataframe(out).set_index("code")
    assert types.loc[CODES[2], ["village_type", "type_rule", "layout"]].tolist() == ["improve", "user", "retained"]
    assert types["type_reason"][CODES[2]].startswith("由用户确定；按规则应为搬迁撤并类：")


def test_types_of_a_layer_alone(run: Any, tmp_path: Path) -> None:
    table, out = tmp_path / "村.csv", tmp_path / "out.gpkg"
    table.write_text("code,V8,kind_of,sure\na,10,搬迁撤并,1\nb,50,,0\nc,10,,0\n", encoding="utf-8")
    uri = str(table)
    run("classifyvillages", INPUT=uri, OUTPUT=str(out), TYPE_FIELD="kind_of", DECIDED_FIELD="sure")
    types = pyogrio.read_dataframe(out).set_index("code")["village_type"]
    assert types.to_dict() == {"a": "relocate", "b": "improve", "c": "suburban"}
    with pytest.raises(QgsProcessingException, match="LAYOUT needs the townships of a planning database"):
        run("classifyvillages", INPUT=uri, OUTPUT=str(out), LAYOUT=str(tmp_path / "layout.gpkg"))
    with pytest.raises(QgsProcessingException, match="Choose a planning database, or a layer of villages"):
        run("classifyvillages", OUTPUT=str(out))


def test_a_rule_on_an_unknown_indicator_is_refused(run: Any, path: Path, tmp_path: Path) -> None:
    when = {"indicator": "V99", "op": ">=", "value": 1}
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps({"rules": [{"id": "x", "type": "improve", "zh": "x", "en": "x", "when": when}]}))
    out = tmp_path / "out.gpkg"
    with pytest.raises(QgsProcessingException, match="rule x: V99 is no indicator of the catalogue"):
        run("classifyvillages", DATABASE=str(path), RULES=str(rules), OUTPUT=str(out))
    assert not out.exists()


def test_a_plan_without_centres_says_what_to_do(run: Any, path: Path, tmp_path: Path) -> None:
    from village_planner.database import open_database

    with open_database(path) as db:
        db.save_centres(db.plan().id, "village", pd.DataFrame({"unit_code": [], "role": []}))
    with pytest.raises(QgsProcessingException, match=r"1 central towns and 0 central villages. Choose both first"):
        run("settlementhierarchy", DATABASE=str(path), OUTPUT=str(tmp_path / "out.gpkg"))
