"""selectcentres as users call it."""

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

# As in tests/core/indicators/test_centres.py: two districts in a row of squares 10 km wide
TOWNS = pd.DataFrame(
    {
        "code": list("ABCDEF"),
        "name": ["甲", "乙", "丙", "丁", "戊", "己"],
        "score": [0.9, 0.5, 0.4, 0.6, 0.7, 0.1],
        "district": [1, 1, 1, 2, 2, 2],
        "population": [50, 10, 10, 20, 30, 40],
        "minutes": [40, 30, 30, 10, 60, 60],
        "flood": ["no", "是", "", "0", "false", None],
    }
)


def write(path: Path, table: pd.DataFrame) -> str:
    squares = [shapely.box(i * 10_000, 0, i * 10_000 + 10_000, 10_000) for i in range(len(table))]
    gpd.GeoDataFrame(table, geometry=squares, crs="EPSG:4523").to_file(path, layer="乡镇")
    return str(path)


@pytest.fixture
def call(run: Any, tmp_path: Path) -> Any:
    """Run on a table of towns; gives the output by code, and the results. The log is call.run.log."""

    def select(table: pd.DataFrame = TOWNS, **parameters: Any) -> tuple[pd.DataFrame, dict[str, Any]]:
        source = write(tmp_path / "中心 镇.gpkg", table)
        result = run("selectcentres", INPUT=source, OUTPUT=str(tmp_path / "out.gpkg"), **parameters)
        return pyogrio.read_dataframe(result["OUTPUT"]).set_index("code"), result

    select.run = run  # type: ignore[attr-defined]
    return select


def roles(units: pd.DataFrame) -> dict[str, str]:
    return {code: role for code, role in units["role"].items() if role}


def test_first_call_gives_the_shortlist(call: Any) -> None:
    units, result = call(SHORTLIST=2)
    assert units["shortlist"].tolist() == [True, False, False, False, True, False]
    assert units["shortlist"].dtype == bool
    assert units["role"].tolist() == [""] * 6
    assert (result["CENTRE_COUNT"], result["SUBCENTRE_COUNT"]) == (0, 0)
    assert list(units.columns[:6]) == list(TOWNS.columns[1:])


def test_second_call_gives_towns_and_reasons(call: Any) -> None:
    units, result = call(DISTRICT_FIELD="district", SHORTLIST=2, SUBCENTRES=1)
    assert roles(units) == {"A": "central_town", "E": "central_town", "B": "sub_central_town"}
    assert units["reason"]["B"].startswith(
        "协助甲：其对片区 1 的辐射力为全县最强者的 83.3%，在 2 个片区中列倒数第 1 位"
    )
    assert "along straight lines" in "\n".join(call.run.log)
    assert (result["CENTRE_COUNT"], result["SUBCENTRE_COUNT"]) == (2, 1)


def test_access_and_exclusion(call: Any) -> None:
    units, _ = call(DISTRICT_FIELD="district", SHORTLIST=6, SUBCENTRES=0, ACCESS_FIELD="minutes", EXCLUDE_FIELD="flood")
    assert roles(units) == {"A": "central_town", "D": "central_town"}
    assert units["reason"]["B"] == "已排除"
    assert "The shortlist holds 5 units instead of 6" in "\n".join(call.run.log)


def test_radiation_by_a_table_and_over_roads(call: Any, tmp_path: Path) -> None:
    times = tmp_path / "时间.csv"
    near = {"ABC": 10, "DEF": 60}
    pairs = [(a, b, m) for row, m in near.items() for a in row for b in row if a < b]
    pairs += [("A", "E", 90), ("B", "E", 90), ("C", "E", 90), ("D", "A", 90), ("E", "A", 90), ("F", "A", 90)]
    pairs = [pair for i, pair in enumerate(pairs) if (pair[1], pair[0]) not in {p[:2] for p in pairs[:i]}]
    times.write_text("from,to,minutes\n" + "\n".join(f"{a},{b},{m}" for a, b, m in pairs), encoding="utf-8")
    common = {"DISTRICT_FIELD": "district", "SHORTLIST": 2, "SUBCENTRES": 1}
    units, _ = call(TRAVEL=str(times), **common)
    assert roles(units)["D"] == "sub_central_town" and "按行程时间的 2 次方" in units["reason"]["D"]
    roads = tmp_path / "路.gpkg"
    # District 1 has a fast road; that of district 2 is a lane.
    lines = [shapely.LineString([(5000, 5000), (25_000, 5000)]), shapely.LineString([(35_000, 5000), (55_000, 5000)])]
    gpd.GeoDataFrame({"kind": ["国道", "乡村道"]}, geometry=lines, crs="EPSG:4523").to_file(roads)
    units, _ = call(ROADS=str(roads), RADIATION="gravity", RADIATION_EXPONENT=2, **common)
    assert roles(units)["D"] == "sub_central_town"
    assert "6 units have no seat among SEATS" in "\n".join(call.run.log)
    units, _ = call(ROADS=str(roads), RADIATION="floating_catchment", CATCHMENT_MINUTES=20, **common)
    assert "两步移动搜索法，20 分钟服务圈" in units["reason"][next(c for c, r in roles(units).items() if r[0] == "s")]


def test_towns_by_location_and_trend_named_as_the_catalogue_names_them(call: Any) -> None:
    units, _ = call(
        TOWNS.assign(B2=TOWNS["minutes"], A6=[1, 2, 3, 0, 0, 0]),
        DISTRICT_FIELD="district",
        SUBCENTRES=0,
        MERIT="criteria",
    )
    assert roles(units) == {"C": "central_town", "D": "central_town"}
    assert "到县城行车时间 30.0 分钟（片区第 1）、人口净流入率 3.00%（片区第 1）" in units["reason"]["C"]
    figures = json.loads(units["figures"]["C"])
    assert [item["id"] for item in figures["criteria"]] == ["access", "trend"] and figures["against"]["code"] == "B"
    assert units["high_potential"].all() and units["runner_up"]["C"] == "B"


def test_nominated_and_village_types(call: Any) -> None:
    table = TOWNS.assign(fixed=["no", "yes", "no", "no", "no", "no"], kind=["", "", "", "", "搬迁撤并类", ""])
    units, _ = call(table, LEVEL="village", DISTRICT_FIELD="district", NOMINATED_FIELD="fixed", TYPE_FIELD="kind")
    assert roles(units) == {"B": "central_village", "D": "central_village"}
    assert units["reason"]["B"].startswith("由用户指定；")
    assert units["reason"]["E"] == "属搬迁撤并类村庄，不作中心村"


def test_villages(call: Any) -> None:
    units, result = call(LEVEL="village", DISTRICT_FIELD="district", COUNT=3)
    assert roles(units) == {"A": "central_village", "D": "central_village", "E": "central_village"}
    assert result["CENTRE_COUNT"] == 3


def test_old_roles_are_replaced(call: Any) -> None:
    units, _ = call(TOWNS.assign(Role="x", reason="y", shortlist="z"), DISTRICT_FIELD="district", SUBCENTRES=0)
    assert roles(units) == {"A": "central_town", "E": "central_town"}


@pytest.mark.parametrize(
    ("table", "parameters", "text"),
    [
        (TOWNS.drop(columns="score"), {}, "Layer 中心 镇 has no field score"),
        (TOWNS, {"TREND_FIELD": "trend"}, "Layer 中心 镇 has no field trend"),
        (TOWNS, {"EXCLUDE_FIELD": "name"}, "Layer 中心 镇, field name: unit A has 甲, which is neither yes nor no"),
        (TOWNS, {"LEVEL": "village"}, "Choose DISTRICT_FIELD"),
        (TOWNS, {"LEVEL": "village", "DISTRICT_FIELD": "district", "COUNT": 5}, "COUNT is 5, but 2 districts"),
        (TOWNS.assign(district=[1, None, 1, 2, 2, 2]), {"DISTRICT_FIELD": "district"}, "Units B are in no district"),
        (TOWNS.assign(score=[None, 1, 1, 1, 1, 1]), {}, "Layer 中心 镇, field score: no value for units A"),
    ],
)
def test_faults_are_told_and_nothing_is_written(
    call: Any, tmp_path: Path, table: pd.DataFrame, parameters: dict[str, Any], text: str
) -> None:
    with pytest.raises(QgsProcessingException, match=text):
        call(table, **parameters)
    assert not (tmp_path / "out.gpkg").exists()
