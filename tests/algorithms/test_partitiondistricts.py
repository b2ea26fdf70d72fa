"""`partitiondistricts` through the registry."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from qgis.core import QgsProcessingException, QgsProcessingOutputLayerDefinition, QgsProject, QgsVectorLayer
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


# ---- alternatives and stability
def test_plans_are_compared_and_borderline_units_are_told(run: Any, units: str, tmp_path: Path) -> None:
    out, others, table, pairs = (tmp_path / name for name in ("o.gpkg", "a.gpkg", "c.csv", "s.gpkg"))
    run(
        "partitiondistricts", INPUT=units, DISTRICTS=4, POPULATION_FIELD="人口", TOLERANCE=25,
        SIMILARITY_FIELDS=["elevation"], ALTERNATIVES=3, OUTPUT=str(out), ALTERNATIVES_OUTPUT=str(others),
        COMPARISON_OUTPUT=str(table), STABILITY_OUTPUT=str(pairs),
    )  # fmt: skip
    compared = pd.read_csv(table)
    assert compared["plan"].tolist() == [0, 1, 2, 3] and compared["kind"][0] == "answer"
    assert set(compared["kind"][1:]) <= {"more similar", "more compact", "other units"}
    assert compared["valid"].all() and compared["deviation_high"].max() <= 25 and compared["deviation_low"].min() >= -25
    first, plans = gpd.read_file(out), pyogrio.read_dataframe(others)
    for plan, group in plans.groupby("plan"):
        moving = group["district"].to_numpy() != first["district"].to_numpy()
        assert compared["units_moved"][plan] == moving.sum() >= 2
        assert compared["population_moved"][plan] == first.loc[moving, "人口"].sum()
    lines = gpd.read_file(pairs)
    assert len(lines) == 4 * 5 + 6 * 3 and lines["share"].between(0, 1).all()
    # a unit's stability is the mean share over its neighbours in its own district
    own = lines[lines["together"]]
    for code, value in zip(first["code"], first["stability"]):
        shares = own.loc[(own["code_a"] == code) | (own["code_b"] == code), "share"]
        assert value == pytest.approx(shares.mean() if len(shares) else 1.0, abs=1e-3)
    assert sum("objective" in line and "lie elsewhere" in line for line in run.log) == 3
    assert any("Stability rests on all" in line for line in run.log)
    assert any("borderline units" in line for line in run.log)


# ---- cancel
def stopped_task(
    provider: Any, units: str, wish: str, outputs: dict[str, Any], percent: float
) -> tuple[bool, dict[str, Any], list[str]]:
    """Run as the Processing dialog does, on another thread, and cancel when the progress bar reaches `percent`."""
    from qgis.core import QgsApplication, QgsProcessingAlgRunnerTask, QgsProcessingContext, QgsProcessingFeedback
    from qgis.PyQt.QtCore import Qt

    class Feedback(QgsProcessingFeedback):
        def __init__(self) -> None:
            super().__init__(False)
            self.lines: list[str] = []

        def pushInfo(self, info: str) -> None:
            self.lines.append(info)

        def pushWarning(self, warning: str) -> None:
            self.lines.append(warning)

        def reportError(self, error: str, fatalError: bool = False) -> None:
            self.lines.append(error)

    feedback, context, ends = Feedback(), QgsProcessingContext(), []
    feedback.progressChanged.connect(lambda now: now >= percent and feedback.cancel(), Qt.DirectConnection)
    context.setProject(QgsProject.instance())
    context.setFeedback(feedback)
    parameters = {
        "INPUT": units, "DISTRICTS": 4, "POPULATION_FIELD": "人口", "TOLERANCE": 25, "ON_CANCEL": wish, **outputs
    }  # fmt: skip
    task = QgsProcessingAlgRunnerTask(provider.algorithm("partitiondistricts").create(), parameters, context, feedback)
    task.executed.connect(lambda successful, results: ends.append((successful, results)))
    QgsApplication.taskManager().addTask(task)
    deadline = time.monotonic() + 60
    while not ends and time.monotonic() < deadline:
        QgsApplication.processEvents()
        time.sleep(0.01)
    QgsApplication.processEvents()
    feedback.progressChanged.disconnect()  # no circle that is collected after QGIS has ended
    return *ends[0], feedback.lines


@pytest.mark.parametrize("percent", [15, 60])
def test_a_stopped_run_gives_the_best_plan_where_that_is_wanted(
    provider: Any, units: str, tmp_path: Path, percent: float
) -> None:
    out, shapes = tmp_path / "o.gpkg", tmp_path / "d.gpkg"
    outputs = {"OUTPUT": str(out), "DISTRICTS_OUTPUT": str(shapes)}
    successful, results, log = stopped_task(provider, units, "best", outputs, percent)
    assert not successful, "QGIS counts a cancelled run as failed"
    assert results["VALID"] is True and results["OUTPUT"] == str(out)
    assert any("Stopped" in line for line in log) and any("Objective" in line for line in log)
    frame = gpd.read_file(out)
    people = frame.groupby("district")["人口"].sum()
    assert len(frame) == 24 and len(people) == 4 and (abs(people / people.mean() - 1) <= 0.25).all()
    assert len(gpd.read_file(shapes)) == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.gpkg", "o.gpkg", "县 单元.gpkg"]


def test_a_stopped_run_leaves_nothing_otherwise(provider: Any, units: str, tmp_path: Path) -> None:
    successful, results, log = stopped_task(provider, units, "nothing", {"OUTPUT": str(tmp_path / "o.gpkg")}, 15)
    assert not successful and not results and "Cancelled; nothing was written." in log
    assert not (tmp_path / "o.gpkg").exists()


def test_what_a_stopped_run_was_to_load_is_loaded(provider: Any, units: str, tmp_path: Path) -> None:
    project = QgsProject.instance()
    project.removeAllMapLayers()
    outputs: dict[str, Any] = {
        "OUTPUT": QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", project),
        "DISTRICTS_OUTPUT": QgsProcessingOutputLayerDefinition(str(tmp_path / "d.gpkg"), project),
    }
    _, _, log = stopped_task(provider, units, "best", outputs, 60)
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    assert {layer.featureCount() for layer in layers.values()} == {24, 4}, log
    assert any(line.startswith("Loaded: ") for line in log)
    project.removeAllMapLayers()


# ---- real places
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


def test_a_plan_is_improved_where_it_is_not_locked(run: Any, tmp_path: Path) -> None:
    frame = county(4, 3)
    frame["now"] = ["1", "1", "2", "2", "1", "3", "3", "2", "1", "3", "3", "2"]
    frame["locked"] = ["1" if own == "1" else None for own in frame["now"]]
    given: dict[str, Any] = {
        "INPUT": table(tmp_path / "u.gpkg", frame), "CODE_FIELD": "code", "POPULATION_FIELD": "人口",
        "SIMILARITY_FIELDS": ["elevation"], "EFFORT": "quick",
    }  # fmt: skip
    asked = {name: value for name, value in given.items() if name != "EFFORT"}
    drawn = run("evaluateplan", **asked, DISTRICT_FIELD="now", OUTPUT="memory:")
    out, more, compared = (tmp_path / name for name in ("o.gpkg", "a.gpkg", "c.gpkg"))
    files = {"OUTPUT": str(out), "ALTERNATIVES_OUTPUT": str(more), "COMPARISON_OUTPUT": str(compared)}
    results = run("partitiondistricts", **given, START_FIELD="now", LOCK_FIELD="locked", **files)
    kept = gpd.read_file(out)
    assert ((kept["district"] == "1") == (kept["now"] == "1")).all()
    assert results["VALID"] and results["OBJECTIVE"] < drawn["OBJECTIVE"] and results["PROVEN"]
    rows = pyogrio.read_dataframe(compared)
    assert rows["kind"].tolist() == ["as it is now", "improved"]
    assert rows["objective"].tolist() == pytest.approx([drawn["OBJECTIVE"], results["OBJECTIVE"]])
    plan = pyogrio.read_dataframe(more)
    assert plan["plan"].tolist() == [1] * 12 and plan["district"].tolist() == kept["district"].tolist()
    # What came out cannot be improved any more, and says so.
    again = kept.drop(columns="now").rename(columns={"district": "now"})
    given["INPUT"] = table(tmp_path / "again.gpkg", again)
    second = run("partitiondistricts", **given, START_FIELD="now", LOCK_FIELD="locked", **files)
    assert second["OBJECTIVE"] == pytest.approx(results["OBJECTIVE"])
    assert any("WARNING Nothing can be improved while these districts are locked (proven)" in line for line in run.log)
    assert len(pyogrio.read_dataframe(compared)) == 1 and len(pyogrio.read_dataframe(more)) == 0
    hurried = run("partitiondistricts", **given, START_FIELD="now", LOCK_FIELD="locked", TIME_LIMIT=0, **files)
    assert hurried["VALID"] and hurried["OBJECTIVE"] == pytest.approx(results["OBJECTIVE"])
    assert any("WARNING The search for improvements ended at the limit of time (0 min)" in line for line in run.log)
    all_locked = table(tmp_path / "locked.gpkg", frame.assign(locked=frame["now"]))
    with pytest.raises(QgsProcessingException, match="All districts are locked"):
        run(
            "partitiondistricts",
            **given | {"INPUT": all_locked},
            START_FIELD="now",
            LOCK_FIELD="locked",
            OUTPUT=str(out),
        )
