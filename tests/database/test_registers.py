"""What the registers of a report read from a planning database, against plain geometry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, Polygon, box

from village_planner.core.tables.forms import FormRow
from village_planner.database import Decision, create_database, open_database, read_county, registers

X, Y, KM = 35_500_000.0, 3_400_000.0, 1000.0
VILLAGES = ("510722001001", "510722001200", "510722002200")


def at(left: float, bottom: float, right: float, top: float) -> Any:
    return box(X + left, Y + bottom, X + right, Y + top)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three villages side by side; a project across two of them, under both lines."""
    path = tmp_path_factory.mktemp("registers") / "county.gpkg"

    def layer(shapes: list[Any], **columns: Any) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4523")

    layers = {
        "township": layer([at(0, 0, 2000, 1000), at(2000, 0, 3000, 1000)], code=["510722001", "510722002"],
                          name=["甲镇", "乙乡"], population=[300, 100], area_m2=[2e6, 1e6]),
        "village": layer([at(KM * i, 0, KM * (i + 1), 1000) for i in range(3)], code=list(VILLAGES),
                         name=["东村", "西村", "南村"], township_code=[code[:9] for code in VILLAGES],
                         population=[100, 200, 100], area_m2=[1e6] * 3),
        "control_line": layer([at(0, 0, 950, 1000), at(500, 0, 1050, 1000), at(2000, 0, 3000, 9)],
                              kind=["ecological_redline", "permanent_basic_farmland", "ecological_redline"]),
        "project": layer([at(900, 100, 1200, 200), at(5000, 0, 5100, 100)], code=["P1", "P2"], name=["路", None],
                         kind=["交通", "市政"], investment=[12.5, None], start_year=[2024, None]),
        "facility": layer([Point(X + 10, Y + 10)], kind=["卫生院"], name=["卫生院"], unit_code=[None], capacity=[30.0]),
        "parcel": layer([at(0, 0, 100, 100), at(1500, 0, 1600, 100), at(1600, 0, 1700, 100), at(9000, 0, 9100, 100)],
                        parcel_id=list("1234"), class_code=["0101"] * 4, unit_code=[VILLAGES[0], None, None, None],
                        settlement_code=[None, "203", None, ""], area_m2=[10_000.0] * 4),
        "sector_plan": layer([at(0, 0, 100, 100), at(0, 0, 200, 100), at(0, 0, 10, 10)], class_code=["01"] * 3,
                             plan=["TDLYGH", "TDLYGH", "XG"]),
    }  # fmt: skip
    create_database(path, "EPSG:4523", layers, settings={"county_name": "试验县"})
    with open_database(path) as db:
        plan = db.add_plan("方案一")
        db.set_current_plan(plan.id)
        rows = layer(
            [at(0, 0, 10, 10)] * 2, number=[1, 2], key=["k1", "k2"], kind=["a_only", "b_only"],
            unit_code=[VILLAGES[0]] * 2, rule=["redline_development", "own"], principle=["ecology", ""],
            cause=["Construction inside the ecological redline", "自定原因"], area_m2=[100.0, 100.0],
            treatment=["The redline stands: take the construction out", "自定办法"],
            class_name_a=["Cultivated land", "耕地"],
        )  # fmt: skip
        db.save_result(plan.id, "conflict", rows, {})
        db.decide("conflict", {"k2": Decision("b", "已批", "调整")})
        db.save_form("safeguards", [FormRow({"measure": "会商"}, "", "w › s › 5"), FormRow({"measure": "督查"})])
        db.save_form("tenure_adjustment", [FormRow({"area_before": 1.5, "township": "甲镇"}, "510722001")])
    return path


@pytest.fixture(scope="module")
def county(file: Path) -> Any:
    with open_database(file, read_only=True) as db:
        return read_county(db)


def test_projects_say_what_they_touch(county: Any) -> None:
    first, second = (county.projects.iloc[i] for i in (0, 1))
    shape, scale = at(900, 100, 1200, 200), first["area_m2"] / 30_000  # ellipsoid over plane
    assert scale == pytest.approx(1, abs=2e-3)
    for kind, line in (
        ("ecological_redline", at(0, 0, 950, 1000)),
        ("permanent_basic_farmland", at(500, 0, 1050, 1000)),
    ):
        assert first["lines"][kind] == pytest.approx(shape.intersection(line).area * scale, abs=0.02)
    assert first["units"] == (VILLAGES[1], VILLAGES[0]) and first["unit_code"] == VILLAGES[1]  # most lies in the second
    assert first["verdict"] == "refuse" and (first["investment"], first["start_year"]) == (12.5, 2024)
    assert (second["units"], second["unit_code"], second["lines"]["ecological_redline"]) == ((), "", 0.0)


@pytest.mark.parametrize("lost", [(0,), (1,), (0, 1)])
def test_a_project_without_an_outline_keeps_its_row(
    file: Path, tmp_path: Path, county: Any, lost: tuple[int, ...]
) -> None:
    with open_database(file, read_only=True) as db:
        layers = {name: db.read_layer(name) for name in ("township", "village", "control_line", "project")}
    shapes = list(layers["project"].geometry)
    for number, shape in zip(lost, (None, Polygon())):
        shapes[number] = shape
    layers["project"] = layers["project"].set_geometry(gpd.GeoSeries(shapes, crs="EPSG:4523"))
    create_database(tmp_path / "other.gpkg", "EPSG:4523", layers)
    with open_database(tmp_path / "other.gpkg", read_only=True) as db:
        read = registers.read_projects(db)
    assert read is not None
    assert read.index.tolist() == [0, 1] and read.columns.tolist() == county.projects.columns.tolist()
    for number in (0, 1):
        one = read.iloc[number]
        if number in lost:
            assert (one["verdict"], one["lines"], one["units"], one["unit_code"]) == ("no_outline", {}, (), "")
            assert pd.isna(one["area_m2"]) and one["code"] == f"P{number + 1}"
        else:
            pd.testing.assert_series_equal(one, county.projects.iloc[number])


def test_parcels_without_a_village_are_counted_where_they_lie(county: Any) -> None:
    rows = county.parcel_counts[["unit_code", "settlement_code", "count", "area_m2"]].to_numpy().tolist()
    assert sorted(rows) == [
        ["", "", 1, 10_000.0],
        [VILLAGES[0], "", 1, 10_000.0],
        [VILLAGES[1], "", 1, 10_000.0],
        [VILLAGES[1], "203", 1, 10_000.0],
    ]


def test_conflicts_in_chinese_with_what_was_decided(county: Any) -> None:
    columns = ["kind_name", "principle_name", "cause", "treatment", "class_name_a", "decision", "own_treatment"]
    first, second = county.conflicts[[*columns, "decision_reason"]].to_numpy().tolist()
    assert first[:2] == ["甲规建设、乙规非建设", "生态优先"] and first[4:] == ["耕地", "", "", ""]
    assert first[2:4] == ["建设用地占用生态保护红线", "以生态保护红线为准，退出建设安排"]
    assert second == ["甲规非建设、乙规建设", "", "自定原因", "自定办法", "耕地", "b", "调整", "已批"]


def test_sector_plans_facilities_and_forms(county: Any) -> None:
    plans = county.sector_plans
    assert plans[["plan", "name", "features"]].to_numpy().tolist() == [
        ["TDLYGH", "土地利用总体规划", 2],
        ["XG", "XG", 1],
    ]
    assert plans["area_m2"].tolist() == pytest.approx([30_000, 100], rel=2e-3)
    assert county.facilities[["unit_code", "capacity"]].to_numpy().tolist() == [["", 30.0]]
    assert county.forms["safeguards"].to_dict("list") == {"measure": ["会商", "督查"], "unit_code": ["", ""]}
    assert county.forms["tenure_adjustment"].loc[0, ["area_before", "unit_code"]].tolist() == [1.5, "510722001"]


def test_a_form_takes_the_place_of_the_earlier_one(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "county.gpkg"
    copy.write_bytes(file.read_bytes())
    with open_database(copy) as db:
        assert db.save_form("safeguards", [FormRow({"measure": "新"})], {"workbook": "a.xlsx"}) == 2
        assert registers.read_forms(db)["safeguards"]["measure"].tolist() == ["新"]
        assert len(registers.read_forms(db)["tenure_adjustment"]) == 1  # another form
        assert db.save_form("safeguards", []) == 1 and "safeguards" not in registers.read_forms(db)


def test_a_county_without_any_of_it(database: Any) -> None:
    assert registers.read_projects(database) is None and registers.read_facilities(database) is None
    assert registers.read_parcel_counts(database) is None and registers.read_sector_plans(database) is None
    assert registers.read_forms(database) == {} and registers.read_conflicts(database, 1) is None
    assert isinstance(registers.read_standards(database).standards, tuple)
    assert pd.notna(registers.read_consolidation(database).factor)
