"""The built ZIP in a clean profile, run by the real qgis_process: what a user installs is what is tested."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
UNITS = {
    "type": "FeatureCollection",
    "crs": {"type": "name", "properties": {"name": "EPSG:4544"}},
    "features": [
        {
            "type": "Feature",
            "properties": {"code": f"{column}{row}", "人口": 100 + 10 * column + row},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [
                        [500000 + 1000 * (column + dx), 3400000 + 1000 * (row + dy)]
                        for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
                    ]
                ],
            },
        }
        for column in range(4)
        for row in range(3)
    ],
}


def test_the_zip_holds_one_folder_and_nothing_that_the_repository_refuses(archive: Path) -> None:
    with zipfile.ZipFile(archive) as content:
        names = content.namelist()
    assert {name.split("/")[0] for name in names} == {"village_planner"}
    for needed in (
        "metadata.txt",
        "LICENSE",
        "__init__.py",
        "i18n/village_planner_zh_CN.qm",
        "vendor/openpyxl/__init__.py",
    ):
        assert f"village_planner/{needed}" in names
    assert not [name for name in names if "__pycache__" in name or "/." in name or name.endswith((".pyc", ".so"))]


def test_qgis_process_lists_every_algorithm_of_the_zip(qgis_process: Any) -> None:
    listed = qgis_process("list")
    assert listed.returncode == 0, listed.stderr
    algorithms = json.loads(listed.stdout)["providers"]["village_planner"]["algorithms"]
    ids = {name.split(":")[1] for name in algorithms}
    shared = {"base", "models", "parameters", "provider"}
    files = {path.stem for path in (ROOT / "village_planner" / "algorithms").glob("[a-z]*.py")}
    expected = files - shared | {"plancounty"}
    assert expected <= ids


def test_a_partition_runs_in_the_real_process(qgis_process: Any, tmp_path: Path) -> None:
    folder = tmp_path / "县 数据"
    folder.mkdir()
    source, target = folder / "单元.geojson", folder / "结果.gpkg"
    source.write_text(json.dumps(UNITS), encoding="utf-8")
    parameters = (
        f"--INPUT={source}", "--CODE_FIELD=code", "--DISTRICTS=3", "--POPULATION_FIELD=人口", "--TOLERANCE=20",
        f"--OUTPUT={target}",
    )  # fmt: skip
    done = qgis_process("run", "village_planner:partitiondistricts", *parameters)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["VALID"] is True
    import pyogrio

    districts = pyogrio.read_dataframe(target)["district"]
    assert len(districts) == 12 and districts.nunique() == 3 and districts.notna().all()


def test_a_wrong_field_fails_with_a_sentence_and_leaves_the_old_output(qgis_process: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "units.geojson", tmp_path / "old.gpkg"
    source.write_text(json.dumps(UNITS), encoding="utf-8")
    target.write_bytes(b"what was there before")
    parameters = (f"--INPUT={source}", "--CODE_FIELD=kode", "--DISTRICTS=3", f"--OUTPUT={target}")
    done = qgis_process("run", "village_planner:partitiondistricts", *parameters)
    assert done.returncode != 0
    assert "kode" in done.stderr and "Traceback" not in done.stderr
    assert target.read_bytes() == b"what was there before"
