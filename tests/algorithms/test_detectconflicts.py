"""detectconflicts through the registry: from files to ledger and summary, and on into the planning database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
from qgis.core import QgsProcessingException
from shapely.geometry import box

X, Y = 35_500_000.0, 3_400_000.0
VILLAGES = ["510722001001", "510722001200"]


def cell(x0: float, y0: float, x1: float, y1: float) -> Any:
    return box(X + x0, Y + y0, X + x1, Y + y1)


@pytest.fixture
def layers(tmp_path: Path) -> Any:
    """layers(name, shapes, **columns) -> a layer of 规划.gpkg to give as a parameter."""
    file = tmp_path / "规划 数据.gpkg"

    def call(name: str, shapes: list[Any], **columns: Any) -> str:
        frame = gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4523")
        pyogrio.write_dataframe(frame, file, layer=name)
        return f"{file}|layername={name}"

    return call


@pytest.fixture
def two_plans(layers: Any) -> dict[str, Any]:
    """The land plan builds west, the town plan east and south; a redline in the south-east corner; two villages."""
    return {
        "INPUT_A": layers("TDLYGH", [cell(0, 0, 50, 100), cell(50, 0, 100, 100)], GHFLDM=["07", "01"]),
        "INPUT_B": layers("CXGH", [cell(0, 0, 100, 50), cell(0, 50, 100, 100)], GHFLDM=["10", "03"]),
        "CONSTRAINTS": [layers("STBHHX", [cell(80, 0, 100, 20)], LXDM=["1"])],
        "UNITS": layers(
            "CJDCQ", [cell(0, 0, 100, 30), cell(0, 30, 100, 100)], ZLDWDM=[v + "0000000" for v in VILLAGES]
        ),
        "AREA": "plane",
    }


def read(path: str) -> Any:
    return pyogrio.read_dataframe(path)


def test_ledger_and_summary(run: Any, two_plans: dict[str, Any], tmp_path: Path) -> None:
    output, summary = str(tmp_path / "台账.gpkg"), str(tmp_path / "汇总.gpkg")
    results = run("detectconflicts", **two_plans, OUTPUT=output, SUMMARY=summary)
    ledger = read(output)
    assert results["CONFLICT_COUNT"] == len(ledger) == 4
    assert results["CONFLICT_AREA"] == ledger["area_m2"].sum() == ledger.area.sum() == 5000.0
    assert results["SLIVER_COUNT"] == 0
    found = {
        tuple(row)
        for row in ledger[["unit_code", "rule", "kind", "class_a", "class_b", "area_m2"]].itertuples(index=False)
    }
    own = [code + "0000000" for code in VILLAGES]
    assert found == {
        (own[0], "redline_development", "b_only", "01", "10", 400.0),
        (own[0], "construction_cultivated", "b_only", "01", "10", 1100.0),
        (own[1], "construction_cultivated", "b_only", "01", "10", 1000.0),
        (own[1], "construction_ecological", "a_only", "07", "03", 2500.0),
    }
    assert ledger["plan_a"].eq("TDLYGH").all() and ledger["kind_name"].ne("").all()
    table = read(summary)
    assert table["area_m2"].sum() == 10_000 and table["conflict_count"].sum() == 4
    assert table.groupby("unit_code")["share"].sum().tolist() == [100.0, 100.0]


def test_control_lines_are_enough(run: Any, two_plans: dict[str, Any]) -> None:
    given = {name: two_plans[name] for name in ("INPUT_A", "CONSTRAINTS", "AREA")}
    results = run("detectconflicts", **given, OUTPUT="memory:")
    assert (results["CONFLICT_COUNT"], results["CONFLICT_AREA"]) == (1, 400.0)  # the field in the redline
    with pytest.raises(QgsProcessingException, match="no conflicts"):
        run("detectconflicts", INPUT_A=two_plans["INPUT_A"], OUTPUT="memory:")


def test_decisions_of_an_earlier_ledger(run: Any, layers: Any, two_plans: dict[str, Any], tmp_path: Path) -> None:
    first = str(tmp_path / "first.gpkg")
    run("detectconflicts", **two_plans, OUTPUT=first)
    ledger = read(first)
    big = ledger["rule"] == "construction_ecological"
    ledger["decision"], ledger["reason"] = None, None
    ledger.loc[big, ["decision", "reason"]] = ["a", "已取得批复"]
    decided = str(tmp_path / "decided.gpkg")
    pyogrio.write_dataframe(ledger, decided)
    newer = layers("TDLYGH2", [cell(0, 0, 48, 100), cell(48, 0, 100, 100)], GHFLDM=["07", "01"])
    again = str(tmp_path / "again.gpkg")
    run("detectconflicts", **{**two_plans, "INPUT_A": newer, "DECISIONS": decided}, OUTPUT=again)
    rows = read(again).set_index("rule")
    kept = rows.loc["construction_ecological"]
    assert (kept["decision"], kept["reason"], kept["change"]) == ("a", "已取得批复", "changed")
    assert kept["area_before_m2"] == 2500.0 and kept["key"] == ledger.loc[big, "key"].iloc[0]
    log = "\n".join(run.log)
    assert "1 decisions were carried over" in log and "look at them again" in log
    with pytest.raises(QgsProcessingException, match="no field key"):
        run("detectconflicts", **{**two_plans, "DECISIONS": two_plans["INPUT_B"]}, OUTPUT="memory:")


def test_sector_plans_of_the_planning_database(run: Any, two_plans: dict[str, Any], tmp_path: Path) -> None:
    """Raw layers -> database -> conflicts -> saved; run again after a decision and a change of the plan."""
    from village_planner.database import Decision, open_database
    from village_planner.database.ledger import read_ledger

    county = str(tmp_path / "县.gpkg")
    run(
        "importcounty",
        VILLAGES=two_plans["UNITS"],
        ECOLOGICAL_REDLINE=two_plans["CONSTRAINTS"][0],
        SECTOR_PLANS=[two_plans["INPUT_A"], two_plans["INPUT_B"]],
        OUTPUT=county,
    )
    ledger = str(tmp_path / "台账.gpkg")
    given = {
        "INPUT_A": f"{county}|layername=sector_plan",
        "CONSTRAINTS": [f"{county}|layername=control_line"],
        "UNITS": f"{county}|layername=village",
        "AREA": "plane",
        "DATABASE": county,
    }
    save = {"DATABASE": county, "LEVEL": "village", "KIND": "conflict", "INPUT": ledger}
    with open_database(county) as database:
        database.ensure_plan("甲")
    assert run("detectconflicts", **given, OUTPUT=ledger)["CONFLICT_AREA"] == 5000.0
    run("saveresult", **save)
    with open_database(county) as database:
        rows = read_ledger(database, 1)
        assert rows is not None and rows["unit_code"].isin(VILLAGES).all() and rows["decision"].eq("").all()
        assert rows.area.sum() == 5000.0 and rows["redline"].sum() == 1 and rows["codes_a"].eq("plan_2023").all()
        key = rows.loc[rows["rule"] == "construction_ecological", "key"].iloc[0]
        database.decide("conflict", {key: Decision("a", "已批", "保留建设")})
    frame = pyogrio.read_dataframe(county, layer="sector_plan")
    land = frame["plan"] == "TDLYGH"
    assert land.tolist() == [True, True, False, False]
    frame.geometry = [cell(0, 0, 49, 100), cell(49, 0, 100, 100), *frame.geometry[2:]]
    newer = str(tmp_path / "newer.gpkg")
    pyogrio.write_dataframe(frame, newer, layer="sector_plan")
    run("detectconflicts", **{**given, "INPUT_A": f"{newer}|layername=sector_plan"}, OUTPUT=ledger)
    assert read(ledger).set_index("key").loc[key, "decision"] == "a"
    run("saveresult", **save)
    assert "1 decisions were carried over" in "\n".join(run.log)
    with open_database(county) as database:
        rows = read_ledger(database, 1)
        assert rows is not None
        kept = rows.set_index("key").loc[key]
        assert (kept["decision"], kept["reason"], kept["own_treatment"], kept["area_m2"]) == (
            "a",
            "已批",
            "保留建设",
            2450.0,
        )


def test_decisions_in_a_ledger_are_saved_but_never_overwrite(
    run: Any, two_plans: dict[str, Any], tmp_path: Path
) -> None:
    from village_planner.database import Decision, create_database, open_database

    county, ledger = tmp_path / "县.gpkg", str(tmp_path / "台账.gpkg")
    villages = gpd.GeoDataFrame(
        {"code": [v + "0000000" for v in VILLAGES]}, geometry=[cell(0, 0, 1, 1)] * 2, crs="EPSG:4523"
    )
    create_database(county, "EPSG:4523", {"village": villages})
    run("detectconflicts", **two_plans, OUTPUT=ledger)
    rows = read(ledger).assign(decision="b", reason="外业核实")
    pyogrio.write_dataframe(rows, ledger)
    with open_database(county) as database:
        database.decide("conflict", {rows["key"][0]: Decision("a", "会议")})
    run("saveresult", DATABASE=str(county), PLAN="甲", KIND="conflict", INPUT=ledger, LEVEL="village")
    with open_database(county) as database:
        kept = database.decisions("conflict")
    assert kept.loc[rows["key"][0], "reason"] == "会议" and (kept["decision"] == "b").sum() == len(rows) - 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"CLASS_A": "XX"}, "no field XX"),
        ({"UNIT_CODE_FIELD": "XX"}, "no field XX"),
        ({"OTHERS": ["nowhere.gpkg|layername=x"]}, "OTHERS"),
    ],
)
def test_faults_are_named(run: Any, two_plans: dict[str, Any], change: dict[str, Any], said: str) -> None:
    with pytest.raises(QgsProcessingException, match=said) as error:
        run("detectconflicts", **{**two_plans, **change}, OUTPUT="memory:")
    assert "Traceback" not in str(error.value)


@pytest.mark.parametrize("area", ["plane", "ellipsoid"])
@pytest.mark.parametrize("which", ["INPUT_A", "INPUT_B", "OTHERS", "UNITS", "CONSTRAINTS"])
def test_a_zone_that_does_not_fit_is_refused_in_every_layer(
    run: Any, layers: Any, two_plans: dict[str, Any], which: str, area: str
) -> None:
    """Read as it is labelled, such a layer lies elsewhere: no conflicts, without a word."""
    shape = box(500_000, Y, 500_100, Y + 100)  # no zone number, under a system that has one
    lost = layers("STBHHX", [shape], GHFLDM=["07"], ZLDWDM=["1"])
    given = {**two_plans, "AREA": area, which: [lost] if which in ("OTHERS", "CONSTRAINTS") else lost}
    with pytest.raises(QgsProcessingException, match=r"layer STBHHX .*its eastings have no zone number.*EPSG:4544"):
        run("detectconflicts", **given, OUTPUT="memory:")


def test_a_redline_in_two_files_keeps_its_rules(run: Any, two_plans: dict[str, Any], tmp_path: Path) -> None:
    """Layers of one name are told apart by their files; the rules know them all the same."""
    parts = {"north": cell(0, 60, 20, 100), "south": cell(80, 0, 100, 20)}
    files = [tmp_path / f"{name}.gpkg" for name in parts]
    for file, shape in zip(files, parts.values()):
        pyogrio.write_dataframe(gpd.GeoDataFrame(geometry=[shape], crs="EPSG:4523"), file, layer="STBHHX")
    given = {**two_plans, "CONSTRAINTS": [f"{file}|layername=STBHHX" for file in files]}
    output = str(tmp_path / "out.gpkg")
    run("detectconflicts", **given, OUTPUT=output)
    ledger = read(output)
    inside = ledger[ledger["rule"] == "redline_development"]
    assert sorted(zip(inside["constraints"], inside["area_m2"])) == [("north STBHHX", 800.0), ("south STBHHX", 400.0)]
    assert inside["redline"].all()


def test_rules_of_a_county(run: Any, two_plans: dict[str, Any], tmp_path: Path) -> None:
    text = {"zh": "一", "en": "a"}
    rule = {"id": "own", "principle": "totals", "severity": "note", "winner": "one", "title": text, "treatment": text}
    file = tmp_path / "规则.json"
    file.write_text(json.dumps({"rules": [{**rule, "when": {"one": "construction", "other": "forest"}}]}), "utf-8")
    results = run("detectconflicts", **two_plans, RULES=str(file), OUTPUT="memory:")
    assert (results["CONFLICT_COUNT"], results["CONFLICT_AREA"]) == (1, 2500.0)
    file.write_text('{"rules": [{}]}', "utf-8")
    with pytest.raises(QgsProcessingException, match=r"规则\.json, at /rules/0"):
        run("detectconflicts", **two_plans, RULES=str(file), OUTPUT="memory:")


def test_real_city_by_lines(run: Any, shared_data: Path) -> None:
    """Unknown codes are named, the area of everything is what it is, and nothing is guessed."""
    file = shared_data / "us_cambridge.gpkg"
    results = run(
        "detectconflicts",
        INPUT_A=f"{file}|layername=zoning",
        CLASS_A="ZONE_TYPE",
        CONSTRAINTS=[f"{file}|layername=ecological_redline"],
        UNITS=f"{file}|layername=township",
        AREA="plane",
        OUTPUT="memory:",
        SUMMARY="memory:",
    )
    assert results["CONFLICT_COUNT"] == 0 and any("not in the list plan_2023" in text for text in run.log)
