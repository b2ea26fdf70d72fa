"""Layers that cannot be meant as they are: refused by name, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from qgis.core import QgsProcessingException

SIDE = 1000.0


def grid(columns: int = 4, rows: int = 3) -> gpd.GeoDataFrame:
    places = [(500 + i % columns, 300 + i // columns) for i in range(columns * rows)]
    squares = [shapely.box(*(SIDE * v for v in (x, y, x + 1, y + 1))) for x, y in places]
    codes = [str(510722101000 + i) for i in range(len(squares))]
    data = {"code": codes, "people": 10, "district": ["1"] * 6 + ["2"] * 6}
    return gpd.GeoDataFrame(data, geometry=squares, crs="EPSG:4544")


@pytest.fixture
def save(tmp_path: Path) -> Callable[[gpd.GeoDataFrame], str]:
    def write(frame: gpd.GeoDataFrame) -> str:
        path = tmp_path / "县 界.gpkg"
        frame.to_file(path, layer="村", engine="pyogrio")
        return f"{path}|layername=村"

    return write


def jobs(layer: str, output: Path) -> dict[str, dict[str, Any]]:
    return {
        "partitiondistricts": {"INPUT": layer, "DISTRICTS": 2, "OUTPUT": str(output)},
        "evaluateplan": {"INPUT": layer, "DISTRICT_FIELD": "district", "OUTPUT": str(output)},
        "compareplans": {"INPUT": layer, "FIELD_A": "district", "FIELD_B": "district", "OUTPUT": str(output)},
        "scoreindicators": {"INPUT": layer, "INDICATOR_FIELDS": ["people"], "OUTPUT": str(output)},
        "selectcentres": {"INPUT": layer, "SCORE_FIELD": "people", "OUTPUT": str(output)},
        "overlayconstraints": {"INPUT": layer, "CLASS_FIELD": "code", "UNITS": layer, "OUTPUT": str(output)},
    }


@pytest.mark.parametrize("name", jobs("", Path()))
@pytest.mark.parametrize(
    ("crs", "text"),
    [
        (4490, r"Layer 村 is said to be in degrees \(EPSG:4490\), but its coordinates are not"),
        (None, "Layer 村 has no coordinate reference system"),
    ],
)
def test_metres_in_degrees_or_in_no_system_are_refused(
    run: Any, save: Any, tmp_path: Path, name: str, crs: Any, text: str
) -> None:
    layer = save(grid().set_crs(crs, allow_override=True))
    output = tmp_path / "out.gpkg"
    output.write_bytes(b"old")
    with pytest.raises(QgsProcessingException, match=text):
        run(name, **jobs(layer, output)[name])
    assert output.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"县 界.gpkg", "out.gpkg"}


@pytest.mark.parametrize("name", ["partitiondistricts", "scoreindicators", "overlayconstraints"])
def test_degrees_in_metres_are_refused(run: Any, save: Any, tmp_path: Path, name: str) -> None:
    layer = save(grid().to_crs(4490).set_crs(4544, allow_override=True))
    with pytest.raises(QgsProcessingException, match=r"is said to be in metres .* look like degrees"):
        run(name, **jobs(layer, tmp_path / "out.gpkg")[name])


def test_the_zone_number_matters_where_layers_are_laid_over_each_other(run: Any, save: Any, tmp_path: Path) -> None:
    layer = save(grid().set_crs(4523, allow_override=True))
    job = jobs(layer, tmp_path / "out.gpkg")
    for area in ("ellipsoid", "plane"):
        with pytest.raises(QgsProcessingException, match=r"have no zone number: choose .* EPSG:4544"):
            run("overlayconstraints", AREA=area, **job["overlayconstraints"])
    run("partitiondistricts", **job["partitiondistricts"])


@pytest.mark.parametrize("name", jobs("", Path()))
def test_an_empty_layer_is_called_empty_even_without_a_system(run: Any, save: Any, tmp_path: Path, name: str) -> None:
    layer = save(grid().iloc[:0])
    with pytest.raises(QgsProcessingException, match="Layer 村 has no features"):
        run(name, **jobs(layer, tmp_path / "out.gpkg")[name])


def test_scores_weights_and_stability_are_written_together_or_not_at_all(run: Any, save: Any, tmp_path: Path) -> None:
    frame = grid().assign(people=range(12))
    output, weights = tmp_path / "out.gpkg", tmp_path / "nowhere" / "weights.gpkg"
    with pytest.raises(QgsProcessingException, match="nowhere does not exist"):
        run("scoreindicators", **{**jobs(save(frame), output)["scoreindicators"], "WEIGHTS": str(weights)})
    with pytest.raises(QgsProcessingException, match="same file"):
        run("scoreindicators", **{**jobs(save(frame), output)["scoreindicators"], "WEIGHTS": str(output)})
    assert not output.exists()
