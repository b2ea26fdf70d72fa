"""createsamplecounty through the registry: safety of an older output. What it makes is looked at in test_chain.py."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
from shapely.geometry import Point


def test_a_failure_leaves_the_old_file(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qgis.core import QgsProcessingException

    from village_planner.core.sample.county import SampleCounty

    point = gpd.GeoDataFrame(geometry=[Point(0, 0)], crs=4523)  # any county will do: it is not written
    county = SampleCounty(**{field.name: point for field in fields(SampleCounty)})
    monkeypatch.setattr("village_planner.core.sample.county.make_sample_county", lambda *_: county)
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
