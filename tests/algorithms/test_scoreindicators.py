"""scoreindicators as users call it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from qgis.core import QgsProcessingException

# A1 output (benefit), B2 minutes to the county seat (cost), C1 beds (benefit): names the catalogue knows
TOWNS = pd.DataFrame(
    {
        "code": ["510722001", "510722002", "510722003", "510722004"],
        "name": ["甲镇", "乙镇", "丙镇", "丁镇"],
        "A1": [100.0, 300.0, 200.0, 500.0],
        "C1": [2.0, 4.0, 6.0, 2.0],
        "B2": [30.0, 10.0, 50.0, 20.0],
        "T1": [300.0, 400.0, 500.0, 600.0],
    }
)


def write(path: Path, table: pd.DataFrame) -> str:
    squares = [shapely.box(i, 0, i + 1, 1) for i in range(len(table))]
    gpd.GeoDataFrame(table, geometry=squares, crs="EPSG:4523").to_file(path, layer="乡镇")
    return str(path)


@pytest.fixture
def towns(tmp_path: Path) -> str:
    folder = tmp_path / "某县 数据"
    folder.mkdir()
    return write(folder / "乡镇.gpkg", TOWNS)


def read(path: str) -> pd.DataFrame:
    return pyogrio.read_dataframe(path)


def test_the_catalogue_gives_fields_groups_and_directions(run: Any, towns: str, tmp_path: Path) -> None:
    names = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", "WEIGHTS", "STABILITY")}
    result = run("scoreindicators", INPUT=towns, **names)
    scored = read(result["OUTPUT"])
    assert isinstance(scored, gpd.GeoDataFrame) and scored.crs.to_epsg() == 4523
    assert list(scored.columns[:6]) == list(TOWNS.columns)
    # min-max by hand: A1 0, 1/2, 1/4, 1; B2 turned round 1/2, 1, 0, 3/4; C1 0, 1/2, 1, 0
    assert scored["score"].tolist() == pytest.approx([1 / 6, 2 / 3, 5 / 12, 7 / 12], abs=1e-9)
    assert scored["rank"].tolist() == [4, 1, 3, 2]
    groups = scored[["score_productivity", "score_infrastructure", "score_services"]]
    assert groups.sum(axis=1).tolist() == pytest.approx(scored["score"].tolist(), abs=1e-9)
    assert result["KENDALL_TAU"] == pytest.approx(1)
    weights = read(result["WEIGHTS"])
    assert weights[["indicator", "group", "direction"]].to_numpy().tolist() == [
        ["A1", "productivity", "benefit"],
        ["B2", "infrastructure", "cost"],
        ["C1", "services", "benefit"],
    ]
    assert weights["weight"].tolist() == [1 / 3] * 3
    assert weights["name"].tolist()[0] == "Gross domestic product"
    stability = read(result["STABILITY"])
    assert stability["code"].tolist() == TOWNS["code"].tolist()
    assert stability["top"].tolist() == [8] * 4
    assert stability["top_share"].tolist() == [1.0] * 4


def test_cost_fields_overrule_the_catalogue(run: Any, towns: str, tmp_path: Path) -> None:
    result = run(
        "scoreindicators",
        INPUT=towns,
        CODE_FIELD="code",
        INDICATOR_FIELDS=["A1", "T1"],
        COST_FIELDS=["T1"],
        OUTPUT=str(tmp_path / "out.gpkg"),
    )
    # A1 0, 1/2, 1/4, 1; T1 turned round 1, 2/3, 1/3, 0
    assert read(result["OUTPUT"])["score"].tolist() == pytest.approx([1 / 2, 7 / 12, 7 / 24, 1 / 2], abs=1e-9)
    assert read(result["OUTPUT"])["rank"].tolist() == [2, 1, 4, 2]
    assert "WEIGHTS" not in result


def test_ahp_from_a_csv_table(run: Any, towns: str, tmp_path: Path) -> None:
    table = tmp_path / "判断.csv"
    table.write_text(
        "row,column,value\n生产力布局,基础设施建设,4\nproductivity,services,2\ninfrastructure,services,1/2\n"
    )
    result = run(
        "scoreindicators",
        INPUT=towns,
        WEIGHTING="ahp",
        JUDGEMENTS=str(table),
        OUTPUT=str(tmp_path / "o.gpkg"),
        WEIGHTS=str(tmp_path / "w.gpkg"),
    )
    assert read(result["WEIGHTS"])["weight"].tolist() == pytest.approx([4 / 7, 1 / 7, 2 / 7])
    assert result["CONSISTENCY_RATIO"] == pytest.approx(0, abs=1e-9)


def test_experts_are_combined_and_every_table_says_its_part(run: Any, towns: str, tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("expert,row,column,value\n王工,A1,B2,2\n王工,A1,C1,4\n王工,B2,C1,2\n")
    two.write_text("row,column,value\nA1,B2,1/2\nA1,C1,1\nB2,C1,2\n")
    sinks = ("OUTPUT", "WEIGHTS", "STABILITY", "CONTRIBUTIONS", "CONSISTENCY", "REPORT")
    result = run(
        "scoreindicators",
        INPUT=towns,
        INDICATOR_FIELDS=["A1", "B2", "C1"],
        WEIGHTING="ahp",
        JUDGEMENTS=str(one),
        EXPERTS=[str(two)],
        **{name: str(tmp_path / f"{name}.gpkg") for name in sinks},
    )
    assert read(result["WEIGHTS"])["weight"].tolist() == pytest.approx([0.4, 0.4, 0.2])
    experts = read(result["CONSISTENCY"])
    assert experts["expert"].tolist() == ["王工", "two", "*"]
    assert experts["used"].tolist() == [1, 1, 1]
    scored, parts = read(result["OUTPUT"]), read(result["CONTRIBUTIONS"])
    assert parts.groupby("code")["contribution"].sum().tolist() == pytest.approx(scored["score"].tolist(), abs=1e-9)
    assert {"topsis_score", "topsis_rank"} <= set(scored)
    stability = read(result["STABILITY"])
    assert set(stability["decides"]) <= {"", "A1", "B2", "C1"}
    assert stability["why"].str.contains("among the first 8").all()
    lines = read(result["REPORT"])
    assert lines["kind"].tolist() == ["run", *["indicator"] * 3, *["judgement"] * 3]


def test_own_weights_logarithms_and_tables_without_rows(run: Any, towns: str, tmp_path: Path) -> None:
    weights = tmp_path / "weights.csv"
    weights.write_text("指标,权重\n地区生产总值,60\nC1,40\n")
    result = run(
        "scoreindicators",
        INPUT=towns,
        INDICATOR_FIELDS=["A1", "C1"],
        WEIGHTING="own",
        WEIGHTS_TABLE=str(weights),
        LOG_FIELDS=["A1"],
        TOP=1,
        OUTPUT=str(tmp_path / "o.gpkg"),
        CONSISTENCY=str(tmp_path / "c.gpkg"),
        STABILITY=str(tmp_path / "s.gpkg"),
    )
    logs = [math.log(value / 100) / math.log(5) for value in TOWNS["A1"]]
    expected = [0.6 * a + 0.4 * (beds - 2) / 4 for a, beds in zip(logs, TOWNS["C1"])]
    assert read(result["OUTPUT"])["score"].tolist() == pytest.approx(expected, abs=1e-9)
    assert len(read(result["CONSISTENCY"])) == 0
    assert read(result["STABILITY"])["top"].tolist() == [1] * 4


def test_an_inconsistent_expert_is_left_out_on_request(run: Any, towns: str, tmp_path: Path) -> None:
    table = tmp_path / "专家.csv"
    table.write_text(
        "专家,行,列,值\n甲,A1,B2,2\n甲,A1,C1,4\n甲,B2,C1,2\n乙,A1,B2,3\n乙,A1,C1,1/5\n乙,B2,C1,4\n", encoding="utf-8"
    )
    given = {"INPUT": towns, "INDICATOR_FIELDS": ["A1", "B2", "C1"], "WEIGHTING": "ahp", "JUDGEMENTS": str(table)}
    with pytest.raises(QgsProcessingException, match="Expert 乙: The judgements on A1, B2, C1 contradict each other"):
        run("scoreindicators", OUTPUT=str(tmp_path / "o.gpkg"), **given)
    sinks = {"OUTPUT": str(tmp_path / "o.gpkg"), "WEIGHTS": str(tmp_path / "w.gpkg")}
    result = run("scoreindicators", INCONSISTENT="leave_out", **sinks, **given)
    assert read(result["WEIGHTS"])["weight"].tolist() == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert any("Expert 乙" in line and "left out" in line for line in run.log)


def test_a_table_without_geometry_and_a_countys_own_catalogue(run: Any, tmp_path: Path) -> None:
    table, own = tmp_path / "table.csv", tmp_path / "own.json"
    table.write_text("XZQDM,forest\n510722001,10\n510722002,\n510722003,30\n")
    indicator = {"code": "forest", "zh": "林地", "en": "Forest", "group": "land", "levels": ["township"]}
    own.write_text(json.dumps({"indicators": [{**indicator, "kind": "indicator", "missing": "median"}]}))
    result = run("scoreindicators", INPUT=str(table), CATALOGUE=str(own), OUTPUT=str(tmp_path / "out.csv"))
    scored = read(result["OUTPUT"])
    assert scored["score"].astype(float).tolist() == [0, 0.5, 1]
    assert any("missing values of 510722002 were replaced by the median" in line for line in run.log)


def test_old_scores_are_replaced(run: Any, towns: str, tmp_path: Path) -> None:
    again = write(tmp_path / "again.gpkg", TOWNS.assign(score=9.0, RANK=9, weighted_sum_score=9.0))
    result = run("scoreindicators", INPUT=again, OUTPUT=str(tmp_path / "out.gpkg"))
    scored = read(result["OUTPUT"])
    assert sorted(scored["rank"]) == [1, 2, 3, 4]
    assert "RANK" not in scored and scored["score"].max() < 1
    assert "weighted_sum_score" not in scored and "topsis_score" in scored


@pytest.mark.parametrize(
    ("table", "parameters", "text"),
    [
        (TOWNS, {"INDICATOR_FIELDS": ["A1", "A7"]}, "Layer 乡镇 has no field A7"),
        (TOWNS, {"COST_FIELDS": ["A7"]}, "Layer 乡镇 has no field A7"),
        (TOWNS, {"COST_FIELDS": ["T1"]}, "COST_FIELDS names T1"),
        (TOWNS, {"LOG_FIELDS": ["T1"]}, "LOG_FIELDS names T1"),
        (TOWNS, {"WEIGHTING": "own"}, "Give WEIGHTS_TABLE"),
        (TOWNS, {"CODE_FIELD": "id"}, "Layer 乡镇 has no field id"),
        (TOWNS.rename(columns={"code": "id"}), {}, "no code field that is known by name"),
        (TOWNS.assign(code=["1", "2", "2", "3"]), {}, "code 2 occurs more than once"),
        (TOWNS.assign(code=["1", None, "2", "3"]), {}, "1 units have no code (first in row 2)"),
        (TOWNS.assign(A1=[1.0, None, 2.0, 3.0]), {}, "510722002: A1"),
        (TOWNS.assign(A1=["1", "n/a", "2", "3"]), {}, "field A1: values that are not numbers (510722002 = n/a)"),
        (TOWNS[["code", "name"]], {}, "No indicator is chosen"),
        (TOWNS, {"WEIGHTING": "ahp"}, "Give JUDGEMENTS"),
        (TOWNS, {"CATALOGUE": "none.json"}, "none.json does not exist"),
    ],
)
def test_faults_are_told_and_nothing_is_written(
    run: Any, tmp_path: Path, table: pd.DataFrame, parameters: dict[str, Any], text: str
) -> None:
    output = tmp_path / "out.gpkg"
    with pytest.raises(QgsProcessingException, match=text.replace("(", r"\(").replace(")", r"\)")):
        run("scoreindicators", INPUT=write(tmp_path / "乡镇.gpkg", table), OUTPUT=str(output), **parameters)
    assert not output.exists()
