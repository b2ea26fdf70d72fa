"""reviewstatus through the registry: the rounds of a plan, who has signed, what is missing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest

from village_planner.database import open_database


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import geopandas as gpd
    import shapely

    from village_planner.database import create_database

    path = tmp_path_factory.mktemp("status") / "县.gpkg"
    cells = gpd.GeoDataFrame(
        {"code": ["510722001200"], "name": ["东村"], "township_code": ["510722001"], "population": [5]},
        geometry=[shapely.box(35500000, 3400000, 35501000, 3401000)],
        crs="EPSG:4523",
    )
    townships = cells.assign(code="510722001", name="城关镇").drop(columns="township_code")
    create_database(path, "EPSG:4523", {"township": townships, "village": cells})
    with open_database(path) as db:
        plan = db.ensure_plan("甲").id
        db.save_assignment(plan, "township", pd.Series({"510722001": "1"}))
    return path


def test_before_and_during_a_round(run: Any, made: Path, tmp_path: Path) -> None:
    database = Path(shutil.copy(made, tmp_path))
    results = run("reviewstatus", DATABASE=str(database), OUTPUT=str(tmp_path / "1.gpkg"))
    rows = pyogrio.read_dataframe(results["OUTPUT"])
    assert (results["ROUND"], results["SIGNED"], results["MISSING"], results["UNDECIDED"]) == (1, 0, 13, 0)
    assert len(rows) == 13 + 5 + 2 and set(rows["status"]) == {"planned"}
    with open_database(database) as db:
        names = [one.name for one in db.open_round(1, 1).participants]
        for name in names[:7]:
            db.sign(1, 1, name, "agree", "张三", "2026-12-01")
        db._run(
            "INSERT INTO opinion (plan_id, number, round, source, subject, text) VALUES (1, 1, 1, ?, 'plan', '…')",
            [names[0]],
        )
    results = run("reviewstatus", DATABASE=str(database), PLAN="甲", OUTPUT=str(tmp_path / "2.gpkg"))
    rows = pyogrio.read_dataframe(results["OUTPUT"])
    assert (results["ROUND"], results["SIGNED"], results["MISSING"], results["UNDECIDED"]) == (1, 7, 6, 1)
    first = rows[rows["round"] == 1]
    assert first["verdict"].fillna("").tolist() == ["agree"] * 7 + [""] * 6
    assert first["opinions"].tolist() == first["undecided"].tolist() == [1] + [0] * 12
    assert first["signed_by"].tolist()[0] == "张三" and first["signed"].tolist()[0] == "2026-12-01"


def test_an_unknown_plan_is_refused(run: Any, made: Path, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="There is no plan"):
        run("reviewstatus", DATABASE=str(made), PLAN="乙", OUTPUT=str(tmp_path / "3.gpkg"))
