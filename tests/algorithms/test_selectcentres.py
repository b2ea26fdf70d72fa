"""selectcentres as users call it."""

from __future__ import annotations

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
    assert units["reason"]["B"].startswith("协助 甲，其在本片区的辐射强度为倒数第 1")
    assert (result["CENTRE_COUNT"], result["SUBCENTRE_COUNT"]) == (2, 1)


def test_access_and_exclusion(call: Any) -> None:
    units, _ = call(DISTRICT_FIELD="district", SHORTLIST=6, SUBCENTRES=0, ACCESS_FIELD="minutes", EXCLUDE_FIELD="flood")
    assert roles(units) == {"A": "central_town", "D": "central_town"}
    assert units["reason"]["B"] == "已排除"
    assert "The shortlist holds 5 units instead of 6" in "\n".join(call.run.log)


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
