"""`partitiondistricts` through the registry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from shapely.geometry import box


def county(width: int = 6, height: int = 4, seed: int = 3) -> gpd.GeoDataFrame:
    rng = np.random.default_rng(seed)
    x0, y0 = 35_500_000, 3_400_000
    cells = [
        box(x0 + x * 2000, y0 + y * 2000, x0 + (x + 1) * 2000, y0 + (y + 1) * 2000)
        for y in range(height)
        for x in range(width)
    ]
    n = len(cells)
    return gpd.GeoDataFrame(
        {
            "code": [f"5107220{i:02d}" for i in range(n)],
            "人口": rng.integers(800, 2500, n),
            "elevation": rng.normal(400, 90, n),
            "parent": ["1" if i % width < width // 2 else "2" for i in range(n)],
            "shortlist": [i % 3 == 0 for i in range(n)],
        },
        geometry=cells,
        crs="EPSG:4523",
    )


@pytest.fixture
def units(tmp_path: Path) -> str:
    path = tmp_path / "县 单元.gpkg"
    county().to_file(path, layer="unit")
    return f"{path}|layername=unit"


def table(path: Path, frame: gpd.GeoDataFrame) -> str:
    pyogrio.write_dataframe(frame, path, layer="t")
    return f"{path}|layername=t"


def test_units_districts_and_figures(run: Any, units: str, tmp_path: Path) -> None:
    out, districts, others = (tmp_path / name for name in ("o.gpkg", "d.gpkg", "a.gpkg"))
    results = run(
        "partitiondistricts",
        INPUT=units,
        CODE_FIELD="code",
        DISTRICTS=4,
        POPULATION_FIELD="人口",
        TOLERANCE=20,
        SIMILARITY_FIELDS=["elevation"],
        CONTAINS_FIELD="shortlist",
        ALTERNATIVES=2,
        OUTPUT=str(out),
        DISTRICTS_OUTPUT=str(districts),
        ALTERNATIVES_OUTPUT=str(others),
    )
    assert results["VALID"] is True and results["PROVEN"] is True and results["GAP"] <= 1e-6
    assert results["BOUND"] == pytest.approx(results["OBJECTIVE"], rel=1e-6)
    frame = gpd.read_file(out)
    assert frame["code"].tolist() == county()["code"].tolist()
    assert sorted(frame["district"].unique()) == ["1", "2", "3", "4"]
    people = frame.groupby("district")["人口"].sum()
    mean = people.sum() / 4
    assert (abs(people - mean) <= 0.2 * mean).all()
    shapes = gpd.read_file(districts).set_index("district")
    assert (shapes.geometry.geom_type == "MultiPolygon").all() and (shapes.geometry.count_geometries() == 1).all()
    assert shapes["population"].to_dict() == people.to_dict()
    assert shapes["share"].to_dict() == pytest.approx((100 * (people / mean - 1)).round(2).to_dict())
    assert shapes["area_m2"].sum() == pytest.approx(24 * 4e6, rel=2e-3)
    assert shapes["similarity"].sum() == pytest.approx(results["SIMILARITY"])
    assert shapes["compactness"].sum() == pytest.approx(results["COMPACTNESS"])
    plans = pyogrio.read_dataframe(others)
    assert plans.groupby("plan").size().to_dict() == {1: 24, 2: 24}
    assert plans["district"].nunique() == 4
    assert any("stability" in column for column in frame.columns)


def test_nested_districts_flows_links_and_reference(run: Any, units: str, tmp_path: Path) -> None:
    codes = county()["code"]
    flows = table(
        tmp_path / "f.gpkg",
        pd.DataFrame({"from_code": codes[:-1].to_numpy(), "to_code": codes[1:].to_numpy(), "value": 3.0}),
    )
    links = table(tmp_path / "l.gpkg", pd.DataFrame({"a": [codes[0]], "b": [codes[23]]}))
    results = run(
        "partitiondistricts",
        INPUT=units,
        DISTRICTS=5,
        POPULATION_FIELD="人口",
        PARENT_FIELD="parent",
        REFERENCE_FIELD="parent",
        FLOWS=flows,
        LINKS=links,
        WEIGHT_FLOW=1,
        WEIGHT_STABILITY=0.5,
        WEIGHT_BOUNDARY=0.5,
        EFFORT="quick",
        OUTPUT=str(tmp_path / "o.gpkg"),
    )
    frame = gpd.read_file(tmp_path / "o.gpkg")
    assert frame.groupby("district")["parent"].nunique().max() == 1
    assert all(code.startswith(f"{parent}-0") for code, parent in zip(frame["district"], frame["parent"]))
    label = dict(zip(frame["code"], frame["district"]))
    lost = sum(label[a] != label[b] for a, b in zip(codes[:-1], codes[1:]))
    assert results["FLOW"] == pytest.approx(lost / 23)
    assert results["STABILITY"] == 0


def test_the_same_seed_writes_the_same_plan(run: Any, units: str) -> None:
    def plan(seed: int) -> list[str]:
        results = run(
            "partitiondistricts", INPUT=units, DISTRICTS=3, TOLERANCE=10, SEED=seed, EFFORT="quick",
            POPULATION_FIELD="人口", OUTPUT="memory:",
        )  # fmt: skip
        layer = run.context.takeResultLayer(results["OUTPUT"])
        assert isinstance(layer, QgsVectorLayer)
        return [feature["district"] for feature in layer.getFeatures()]

    assert plan(5) == plan(5)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"DISTRICTS": 99}, "99 districts cannot be made of 24 units"),
        ({"TOLERANCE": 1, "DISTRICTS": 20, "POPULATION_FIELD": "人口"}, "alone has"),
        ({"CODE_FIELD": "kode"}, "kode"),
        ({"SIMILARITY_FIELDS": ["elevation", "nix"]}, "nix"),
        ({"MAX_CROSSING": 2}, "TOWNSHIP_FIELD"),
        ({"POPULATION_FIELD": "code", "TOLERANCE": 0.001}, "Parent"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    run: Any, units: str, tmp_path: Path, parameters: dict[str, Any], words: str
) -> None:
    old = tmp_path / "o.gpkg"
    old.write_bytes(b"old")
    with pytest.raises(QgsProcessingException) as caught:
        run("partitiondistricts", **{"INPUT": units, "EFFORT": "quick", "OUTPUT": str(old), **parameters})
    assert words in str(caught.value) and "Traceback" not in str(caught.value)
    assert old.read_bytes() == b"old"


def test_ph_lanao_townships(run: Any, shared_data: Path, tmp_path: Path) -> None:
    results = run(
        "partitiondistricts",
        INPUT=f"{shared_data / 'ph_lanao.gpkg'}|layername=township",
        CODE_FIELD="code",
        DISTRICTS=5,
        POPULATION_FIELD="population",
        TOLERANCE=15,
        OUTPUT=str(tmp_path / "o.gpkg"),
    )
    assert results["VALID"] is True and results["PROVEN"] is True
    frame = gpd.read_file(tmp_path / "o.gpkg")
    people = frame.groupby("district")["population"].sum()
    assert len(people) == 5 and (abs(people / people.mean() - 1) <= 0.15).all()
    assert (frame.dissolve("district").geometry.geom_type == "Polygon").all()
