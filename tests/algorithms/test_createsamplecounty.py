"""createsamplecounty through the registry: files, layers, safety of an older output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyogrio
import pytest

LAYERS = {
    "XZQ", "CJDCQ", "DLTB", "YJJBNTTB", "STBHHX", "CZKFBJ", "DZZHD", "GGFWSS", "DL", "TDLYGH", "CXGH", "XMHX",
    "TJZB", "TQL", "YPQ", "GBZNT",
}  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Any:
    """The county that the algorithm makes below, made without it."""
    from village_planner.core.sample.county import make_sample_county
    from village_planner.core.sample.names import read_sample_data
    from village_planner.paths import resource

    return make_sample_county(3000, 4, read_sample_data(resource("sample")))


@pytest.fixture
def take_made(made: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Call it to have the algorithm take that county instead of making it again, which takes long."""

    def make(parcels: int, seed: int, *_: Any) -> Any:
        assert (parcels, seed) == (3000, 4)
        return made

    return lambda: monkeypatch.setattr("village_planner.core.sample.county.make_sample_county", make)


def test_county_and_workbook(run: Any, tmp_path: Path, take_made: Any) -> None:
    folder = tmp_path / "示例 县"
    folder.mkdir()
    target = folder / "清岚县.gpkg"
    results = run("createsamplecounty", PARCELS=3000, SEED=4, OUTPUT=str(target))
    assert Path(results["OUTPUT"]) == target and results["PARCEL_COUNT"] == 3000
    assert {name for name, _ in pyogrio.list_layers(target)} == LAYERS
    assert pyogrio.read_info(target, layer="DLTB")["features"] == 3000
    assert sorted(path.name for path in folder.iterdir()) == ["清岚县.gpkg", "清岚县_statistics.xlsx"]
    parcels = pyogrio.read_dataframe(target, layer="DLTB", max_features=5, read_geometry=False)
    assert parcels["ZLDWDM"].str.fullmatch(r"\d{19}").all()

    first = target.read_bytes()
    take_made()  # made a second time, from the same arguments
    run("createsamplecounty", PARCELS=3000, SEED=4, OUTPUT=str(target))
    assert target.read_bytes() == first


def test_a_failure_leaves_the_old_file(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, take_made: Any
) -> None:
    from qgis.core import QgsProcessingException

    take_made()
    target = tmp_path / "county.gpkg"
    target.write_bytes(b"old")

    def fail(*_: Any, **__: Any) -> None:
        raise pyogrio.errors.DataSourceError("database or disk is full")

    monkeypatch.setattr(pyogrio, "write_dataframe", fail)
    with pytest.raises(QgsProcessingException, match=r"The disk is full; .*county\.gpkg was not written"):
        run("createsamplecounty", PARCELS=3000, SEED=4, OUTPUT=str(target))
    assert [path.name for path in tmp_path.iterdir()] == ["county.gpkg"]
    assert target.read_bytes() == b"old"


def test_too_few_parcels_are_refused(run: Any, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException):
        run("createsamplecounty", PARCELS=10, OUTPUT=str(tmp_path / "county.gpkg"))
    assert not list(tmp_path.iterdir())
