"""importstatistics through the registry: stored whole or not at all, with the record kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
from shapely.geometry import box

TOWNSHIPS = {"510799101": "观桥镇", "510799102": "石安镇"}
VILLAGES = {"510799101201": "新桥村", "510799101202": "东风村", "510799102201": "东风村"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from village_planner.database.importing.importer import import_county
    from village_planner.database.importing.source import Source

    folder = tmp_path_factory.mktemp("清岚 县")
    x, y, side = 35_500_000.0, 3_400_000.0, 1000.0

    def squares(count: int) -> list[Any]:
        return [box(x + side * i, y, x + side * (i + 1), y + side) for i in range(count)]

    towns = gpd.GeoDataFrame(
        {"XZQDM": list(TOWNSHIPS), "XZQMC": list(TOWNSHIPS.values())},
        geometry=[box(x, y, x + 2 * side, y + side), box(x + 2 * side, y, x + 3 * side, y + side)],
        crs="EPSG:4523",
    )
    villages = gpd.GeoDataFrame(
        {"ZLDWDM": [f"{c}0000000" for c in VILLAGES], "ZLDWMC": list(VILLAGES.values()), "CZRK": [300, 200, 100]},
        geometry=squares(3),
        crs="EPSG:4523",
    )
    import_county([Source("village", "CJDCQ", villages), Source("township", "XZQ", towns)], folder / "county.gpkg")
    return folder / "county.gpkg"


@pytest.fixture
def county(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "县.gpkg"
    path.write_bytes(made.read_bytes())
    return path


def workbook(path: Path, *rows: Any) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


GOOD = (
    ["2023年乡镇基本情况"],
    ["乡镇名称", "地区生产总值（亿元）", "常住人口（人）"],
    ["观桥", 2.5, "12,345"],
    ["石安镇", 1.25, 6789],
    ["合计", 3.75, 19134],
)
FIGURES = {("510799101", "A1"): 25000.0, ("510799102", "A1"): 12500.0, ("510799101", "A5"): 12345.0,
           ("510799102", "A5"): 6789.0}  # fmt: skip


def stored(county: Path) -> pd.DataFrame:
    from village_planner.database import open_database

    with open_database(county) as database:
        return database.indicator_rows("township")


def figures(rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(row.unit_code, row.indicator): row.value for row in rows.itertuples()}


def test_figures_are_stored_with_their_source(run: Any, county: Path, tmp_path: Path) -> None:
    from village_planner.database import open_database

    book = workbook(tmp_path / "统计 表.xlsx", *GOOD)
    output = tmp_path / "figures.gpkg"
    results = run("importstatistics", WORKBOOK=str(book), DATABASE=str(county), OUTPUT=str(output))
    assert [results[name] for name in ("VALUE_COUNT", "ERROR_COUNT", "UNMATCHED_COUNT")] == [4, 0, 0]
    rows = stored(county)
    assert figures(rows) == FIGURES == figures(pyogrio.read_dataframe(output))
    assert set(rows["year"]) == {2023} and "统计 表.xlsx › Sheet › B3" in set(rows["source"])
    with open_database(county) as database:
        assert "import statistics" in set(database.read_table("record")["what"])
    assert any("地区生产总值" in line and "A1" in line for line in run.log)


def test_errors_refuse_everything_but_the_messages(run: Any, county: Path, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    book = workbook(tmp_path / "b.xlsx", *GOOD[:2], ["关桥镇", 2.5, "约12000"], GOOD[3])
    messages = tmp_path / "messages.gpkg"
    asked = {
        "WORKBOOK": str(book),
        "DATABASE": str(county),
        "OUTPUT": str(tmp_path / "o.gpkg"),
        "MESSAGES": str(messages),
    }
    with pytest.raises(QgsProcessingException, match="ON_ERROR"):
        run("importstatistics", **asked)
    assert stored(county).empty and not (tmp_path / "o.gpkg").exists()
    told = pyogrio.read_dataframe(messages)
    (row,) = told[told["code"] == "unknown_name"].itertuples()
    assert (row.severity, row.cell, row.row, row.key) == ("error", "A3", 3, "关桥镇") and "观桥镇" in row.candidates
    certain = run("importstatistics", **asked, ON_ERROR="certain")
    assert (certain["VALUE_COUNT"], certain["UNMATCHED_COUNT"]) == (2, 1)
    assert set(figures(stored(county))) == {("510799102", "A1"), ("510799102", "A5")}
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"rows": {"关桥镇": "510799101"}, "cells": {"Sheet!C3": 12000}}), encoding="utf-8")
    assert run("importstatistics", **asked, ANSWERS=str(answers))["VALUE_COUNT"] == 4
    assert figures(stored(county))["510799101", "A5"] == 12000


def test_existing_figures(run: Any, county: Path, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    output = {"DATABASE": str(county), "OUTPUT": str(tmp_path / "o.gpkg")}
    run("importstatistics", WORKBOOK=str(workbook(tmp_path / "a.xlsx", *GOOD)), **output)
    other = str(workbook(tmp_path / "b.xlsx", *GOOD[:2], ["观桥镇", 2.5, 9999], GOOD[3]))
    before = (tmp_path / "o.gpkg").read_bytes()
    with pytest.raises(QgsProcessingException, match=r"510799101.*12345"):
        run("importstatistics", WORKBOOK=other, **output)
    assert figures(stored(county)) == FIGURES and (tmp_path / "o.gpkg").read_bytes() == before
    run("importstatistics", WORKBOOK=other, **output, EXISTING="keep")
    assert figures(stored(county)) == FIGURES
    assert any(line.startswith("WARNING") and "12345" in line for line in run.log)
    run("importstatistics", WORKBOOK=other, **output, EXISTING="replace")
    assert figures(stored(county)) == {**FIGURES, ("510799101", "A5"): 9999}
    assert len(stored(county)) == 4


@pytest.mark.parametrize(
    ("asked", "named"),
    [({"SHEETS": "Sheet2"}, "Sheet2"), ({"YEAR": 2020}, "ON_ERROR"), ({"WORKBOOK": "missing.xlsx"}, "missing.xlsx")],
)
def test_refused(asked: Any, named: str, run: Any, county: Path, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    book = workbook(tmp_path / "b.xlsx", *GOOD)
    given = {"WORKBOOK": str(book), "DATABASE": str(county), "OUTPUT": "memory:", **asked}
    with pytest.raises(QgsProcessingException, match=named):
        run("importstatistics", **given)
    assert stored(county).empty


def test_one_level_of_a_text_table(run: Any, county: Path, tmp_path: Path) -> None:
    text = "名称,常住人口（人）\n观桥镇,12345\n新桥村,300\n"
    book = tmp_path / "2022年人口.csv"
    book.write_bytes(text.encode("gbk"))
    results = run(
        "importstatistics", WORKBOOK=str(book), DATABASE=str(county), LEVEL="township", OUTPUT="memory:", YEAR=2022
    )
    assert results["VALUE_COUNT"] == 1 and figures(stored(county)) == {("510799101", "A5"): 12345}


def test_figures_without_a_year_beside_dated_ones_are_named(county: Path) -> None:
    from village_planner.database import open_database
    from village_planner.database.statistics import keep_figures

    def figures(year: Any, value: float) -> pd.DataFrame:
        rows = [("township", "510799101", "A5", year, value, "表"), ("township", "510799102", "A5", year, value, "表")]
        frame = pd.DataFrame(rows, columns=["level", "unit_code", "indicator", "year", "value", "source"])
        return frame.assign(year=frame["year"].astype("Int64"))

    with open_database(county) as opened:
        assert not keep_figures(opened, figures(None, 1.0), "error").warnings
        assert not keep_figures(opened, figures(2022, 2.0), "error").warnings
        (warning,) = keep_figures(opened, figures(None, 3.0), "replace").warnings
        assert set(opened.indicator_values("township")["A5"]) == {2.0}  # what the warning is about
    assert "510799101 A5" in str(warning) and "YEAR" in str(warning)
