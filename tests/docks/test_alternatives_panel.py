"""Choosing among the plans that were drawn: the table, the look on the map, the one step."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QSpinBox

from village_planner.core.review.steps import DISTRICTS
from village_planner.database import open_database
from village_planner.docks.alternatives import COLUMNS, AlternativesPanel
from village_planner.docks.runner import Offer
from village_planner.docks.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def drawn(provider: Any, made_county: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with the county, whose village districts are just drawn with alternatives and saved, and these files;
    district of each village. The villages have scores and centres."""
    import processing

    folder = tmp_path_factory.mktemp("drawn")
    county = Path(shutil.copy(made_county, folder))
    units, drawn = str(folder / "units.gpkg"), str(folder / "drawn.gpkg")
    offer = Offer("village", str(folder / "alternatives.gpkg"), str(folder / "comparison.gpkg"))
    with open_database(county) as db:
        plan, codes = db.plan().id, db.read_table("village")["code"]
        scores = pd.DataFrame({"unit_code": codes, "part": "total", "value": range(len(codes))})
        db.save_result(plan, "score", scores, {}, "village")
        db.save_centres(plan, "village", pd.DataFrame({"unit_code": codes[:1], "role": ["central_village"]}))
    processing.run("village_planner:loadunits", {"DATABASE": str(county), "LEVEL": "village", "OUTPUT": units})
    processing.run(
        "village_planner:partitiondistricts",
        {
            "INPUT": units, "CODE_FIELD": "code", "DISTRICTS": 4, "POPULATION_FIELD": "population", "TOLERANCE": 40,
            "PARENT_FIELD": "parent_district", "ALTERNATIVES": 3, "OUTPUT": drawn,
            "ALTERNATIVES_OUTPUT": offer.alternatives, "COMPARISON_OUTPUT": offer.comparison,
        },
    )  # fmt: skip
    with open_database(county) as db:
        answer = {f["code"]: f["district"] for f in QgsVectorLayer(drawn, "drawn", "ogr").getFeatures()}
        db.save_assignment(db.plan().id, "village", pd.Series(answer))
    return folder, answer


@pytest.fixture
def county(drawn: tuple[Path, dict[str, str]], county: Path) -> Path:
    """The files of the alternatives lie beside it."""
    for name in (county.name, "alternatives.gpkg", "comparison.gpkg"):
        shutil.copy(drawn[0] / name, county.parent)
    return county


@pytest.fixture
def panel(workspace: Workspace, drawn: tuple[Path, dict[str, str]], county: Path) -> AlternativesPanel:
    dock = workspace.show_planner()
    dock.show_page(DISTRICTS)
    dock.pages[DISTRICTS].findChild(QSpinBox, "central_villages").setValue(5)
    panel = workspace.alternatives
    assert panel is not None and not panel.isVisible()
    panel.county, panel.workspace, panel.answer = county, workspace, drawn[1]  # type: ignore[attr-defined]
    files = (str(county.with_name(f"{name}.gpkg")) for name in ("alternatives", "comparison"))
    panel.offer(Offer("village", *files))
    return panel


def stored(panel: AlternativesPanel) -> tuple[dict[str, str], dict[str, str]]:
    with open_database(panel.county) as db:  # type: ignore[attr-defined]
        plan = db.plan().id
        centres = db.centres(plan, "village")
        return dict(db.assignment(plan, "village")), dict(zip(centres["unit_code"], centres["role"]))


def pick(panel: AlternativesPanel, row: int) -> None:
    place = panel.table.visualItemRect(panel.table.item(row, 0)).center()
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=place)


def shown() -> dict[str, str]:
    (layer,) = QgsProject.instance().mapLayers().values()
    return {feature["code"]: feature["district"] for feature in layer.getFeatures()}


def test_the_table_compares_the_plans(panel: AlternativesPanel) -> None:
    assert panel.isVisible()
    assert panel.table.rowCount() == 4
    first, second = ([panel.table.item(row, c).text() for c in range(len(COLUMNS))] for row in (0, 1))
    assert first[0] == "0  answer" and first[2:4] == ["0.0", "0.0"] and first[5] == "0"
    changed = [
        sum(own != panel.answer[code] for code, own in proposal.assignment.items())  # type: ignore[attr-defined]
        for proposal in panel._proposals
    ]
    assert int(second[5]) == changed[1] > 0
    assert float(second[1]) >= float(first[1])


def test_a_look_on_the_map_writes_nothing(panel: AlternativesPanel) -> None:
    before = stored(panel)
    for row in (2, 1):
        pick(panel, row)
        assert shown() == panel._proposals[row].assignment
    assert stored(panel) == before
    QTest.mouseClick(panel.close_button, LEFT)
    assert not panel.isVisible() and not QgsProject.instance().mapLayers()


def test_one_is_taken_in_one_step_with_its_centres(panel: AlternativesPanel) -> None:
    before = stored(panel)
    pick(panel, 1)
    QTest.mouseClick(panel.take, LEFT)
    assignment, centres = stored(panel)
    assert assignment == panel._proposals[1].assignment != before[0]
    assert {assignment[code] for code in centres} == set(assignment.values())  # a centre in every district
    with open_database(panel.county) as db:  # type: ignore[attr-defined]
        assert list(db.read_table("record")["what"])[-1] == "take alternative"
    assert panel.message.text().startswith("Taken and saved: plan 1")
    QTest.mouseClick(panel.undo, LEFT)
    assert stored(panel) == before
    pick(panel, 0)
    QTest.mouseClick(panel.take, LEFT)
    assert panel.message.text() == "This is the plan in hand."
    # A district that was locked meanwhile keeps its units, and no other comes in.
    unit = next(code for code, own in panel._proposals[1].assignment.items() if before[0][code] != own)
    with open_database(panel.county) as db:  # type: ignore[attr-defined]
        db.update_district(db.plan().id, "village", before[0][unit], locked=True)
    pick(panel, 1)
    QTest.mouseClick(panel.take, LEFT)
    assert f"District {before[0][unit]} is locked" in panel.message.text() and stored(panel) == before


def test_a_preview_removed_by_hand_is_no_trouble(panel: AlternativesPanel) -> None:
    pick(panel, 1)
    QgsProject.instance().removeAllMapLayers()
    pick(panel, 2)
    assert shown() == panel._proposals[2].assignment


def test_another_plan_in_hand_ends_the_choice(panel: AlternativesPanel) -> None:
    pick(panel, 1)
    panel.workspace.desk.new_plan("方案二")  # type: ignore[attr-defined]
    assert not panel.isVisible() and not QgsProject.instance().mapLayers()
