"""Layouts that a technician changes by hand in a project, saves, and prints again after the plan has changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtGui import QColor

pypdf = pytest.importorskip("pypdf")

SHEETS = "township_districts,scores"
DISTRICTS = "township_districts"


def text_of(path: Path, page: int) -> str:
    return re.sub(r"\s", "", pypdf.PdfReader(path).pages[page].extract_text())


OPENED: list[Any] = []


@pytest.fixture(autouse=True)
def closed() -> Any:
    """No project keeps its files open longer than QGIS lives, whoever holds on to it."""
    yield
    while OPENED:
        OPENED.pop().clear()


def open_project(path: Path) -> Any:
    from qgis.core import QgsProject

    project = QgsProject()
    OPENED.append(project)
    assert project.read(str(path))
    return project


def layout_of(project: Any, title: str) -> Any:
    return next(one for one in project.layoutManager().printLayouts() if title in one.name())


def move_township(path: Path) -> None:
    """The plan changes: one township to another district."""
    from village_planner.database import open_database

    with open_database(path) as database:
        plan = database.plan("")
        assignment = database.assignment(plan.id, "township")
        assignment["510722100"] = "2"
        database.save_assignment(plan.id, "township", assignment)


@pytest.fixture(scope="module")
def made(county: Path, qgis_app: Any, tmp_path_factory: Any) -> Path:
    """A folder with a project of three pages, `a.qgz`, which nobody has changed."""
    from qgis.core import QgsProject

    from village_planner.atlas.catalogue import load_sheets, select_sheets
    from village_planner.atlas.make_layouts import make_layouts, store_of

    folder = tmp_path_factory.mktemp("project") / "项 目"
    folder.mkdir()
    project, file = QgsProject(), folder / "a.qgz"
    theirs(project)
    sheets = load_sheets()
    made = make_layouts(str(county), "", sheets, select_sheets(sheets, SHEETS.split(",")), project, store_of(file))
    assert made.pages == 2
    assert project.write(str(file))
    return folder


@pytest.fixture
def folder(made: Path, county: Path, tmp_path: Path) -> Path:
    """A copy of it, with a copy of the county."""
    shutil.copytree(made, tmp_path / "a")
    shutil.copy(county, tmp_path / "a" / "county.gpkg")
    return tmp_path / "a"


def theirs(project: Any) -> None:
    """What the project of a technician says of its own map, unlike the one in which the atlas draws."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsLabelingEngineSettings, QgsUnitTypes

    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    project.setEllipsoid("EPSG:7004")
    project.setAreaUnits(QgsUnitTypes.AreaSquareMiles)
    project.setBackgroundColor(QColor("#ffeedd"))
    settings = project.labelingEngineSettings()
    settings.setFlag(QgsLabelingEngineSettings.UsePartialCandidates, True)
    settings.setFlag(QgsLabelingEngineSettings.DrawLabelRectOnly, False)
    settings.setMaximumLineCandidatesPerCm(7)
    project.setLabelingEngineSettings(settings)


def picture(layout: Any) -> Any:
    """The page as an array of colours."""
    from qgis.core import QgsLayoutExporter

    image = QgsLayoutExporter(layout).renderPageToImage(0, dpi=40)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bits, np.uint8).astype(int)


def test_the_project_opens_again_and_shows_what_is_printed(made: Path, county: Path) -> None:
    """Pixel by pixel against the page as the atlas draws it, whose layers lie in memory."""
    from qgis.core import QgsLabelingEngineSettings, QgsProject

    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.export import open_atlas
    from village_planner.atlas.template import Board

    project = open_project(made / "a.qgz")
    assert all(layer.isValid() for layer in project.mapLayers().values())
    names = [layout.name() for layout in project.layoutManager().printLayouts()]
    assert [re.sub(r"^\d+ ", "", name) for name in sorted(names)] == [
        "云岭县乡镇综合评价图",
        "云岭县镇级片区划分图",
    ]
    group = project.layerTreeRoot().children()[0]
    assert not group.itemVisibilityChecked()
    assert len(group.findLayers()) == len(project.mapLayers())
    item = layout_of(project, "镇级片区").itemById("map")
    assert item.keepLayerSet()
    atlas = open_atlas(str(county), "", load_sheets(), "A3")
    entry = next(entry for entry in atlas.entries if entry.sheet.id == "township_districts")
    scratch = QgsProject()
    page = atlas.page(Board(scratch), entry)
    # a project keeps six digits of a column's width: an edge may be a shade darker
    assert np.abs(picture(layout_of(project, "镇级片区")) - picture(page.layout)).max() <= 8
    settings = project.labelingEngineSettings()
    assert not settings.testFlag(QgsLabelingEngineSettings.UsePartialCandidates)
    assert (settings.maximumLineCandidatesPerCm(), project.ellipsoid()) == (7, "EPSG:7004")
    assert (project.crs().authid(), project.backgroundColor().name()) == ("EPSG:3857", "#ffeedd")


def test_opening_painting_and_saving_is_no_change(folder: Path) -> None:
    from village_planner.atlas.handwork import merge_layouts
    from village_planner.atlas.project_layouts import held_layouts, layout_xml, restyled

    project = open_project(folder / "a.qgz")
    for layout in project.layoutManager().printLayouts():
        picture(layout)
    assert project.write(str(folder / "b.qgz"))
    project = open_project(folder / "b.qgz")
    held = held_layouts(project, "510722")
    assert sorted(key.split("/")[0] for key in held) == sorted(SHEETS.split(","))
    for one in held.values():
        assert not merge_layouts(one.made, layout_xml(one.layout), one.made).changed
    assert not [layer.name() for layer in project.mapLayers().values() if restyled(layer)]


def test_what_was_changed_by_hand_is_printed_with_new_figures(run: Any, folder: Path) -> None:
    """Moved, recoloured, deleted, added, restyled; saved, reopened; the plan changes; printed: all of it is there."""
    from qgis.core import QgsLayoutItemLabel, QgsLayoutPoint
    from qgis.PyQt.QtGui import QColor

    from village_planner.atlas.project_layouts import held_layouts

    database, out = folder / "county.gpkg", folder / "out.pdf"
    project = open_project(folder / "a.qgz")
    layout = layout_of(project, "镇级片区")
    title, arrow, table = (layout.itemById(name) for name in ("title", "north_arrow", "table"))
    title.setFontColor(QColor("#aa0000"))
    layout.removeLayoutItem(arrow)
    table.attemptMove(QgsLayoutPoint(20, 200))
    note = QgsLayoutItemLabel(layout)
    note.setText("仅供内部审查")
    layout.addLayoutItem(note)
    note.adjustSizeToText()
    note.attemptMove(QgsLayoutPoint(30, 40))
    borders = held_layouts(project, "510722")["township_districts//0"].layer("map/镇级片区界")
    symbol = borders.renderer().symbol().clone()
    symbol.setColor(QColor("#0000ff"))
    borders.renderer().setSymbol(symbol)
    assert project.write(str(folder / "a.qgz"))

    move_township(database)
    run("exportatlas", DATABASE=str(database), SHEETS=DISTRICTS, DPI=72, PROJECT=str(folder / "a.qgz"), OUTPUT=str(out))
    page = pypdf.PdfReader(out).pages[0]
    after = text_of(out, 0)
    # district 1 had 6,000 + 6,100 + 6,300 people; the first of them has gone over to district 2
    assert "仅供内部审查" in after and "12,400" in after and "18,400" not in after
    assert "各镇级片区面积与人口占比（%）" in after  # the chart's text can be searched
    content = page.get_contents().get_data().decode("latin-1")
    assert re.search(r"0\.66\d* 0 0 scn", content)  # the title's colour
    assert re.search(r"\b0 0 1 (scn|SCN)", content)  # the borders'
    places: dict[str, tuple[float, float]] = {}

    def note_place(text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        for word in ("片区", "合计"):
            if text.strip().startswith(word):
                places[word] = (cm[0] * tm[4] + cm[4], float(page.mediabox.height) - cm[3] * tm[5] - cm[5])

    page.extract_text(visitor_text=note_place)
    assert places["合计"][0] * 25.4 / 72 < 60 and places["合计"][1] * 25.4 / 72 > 200  # the table is where it was put

    # the project's own layouts follow, and keep the changes
    result = run("makelayouts", DATABASE=str(database), SHEETS=DISTRICTS, PROJECT_OUTPUT=str(folder / "a.qgz"))
    assert result["PAGES"] == 1
    project = open_project(folder / "a.qgz")
    layout = layout_of(project, "镇级片区")
    assert layout.itemById("north_arrow") is None
    assert layout.itemById("title").fontColor() == QColor("#aa0000")
    frame = layout.itemById("table")
    assert frame.positionWithUnits().x() == pytest.approx(20)
    cells = [cell.content() for row in frame.multiFrame().tableContents() for cell in row]
    assert "12,400" in cells and "18,400" not in cells
    held = held_layouts(project, "510722")["township_districts//0"]
    assert held.layer("map/镇级片区界").renderer().symbol().color() == QColor("#0000ff")
    assert "仅供内部审查" in [item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    districts = {f["code"]: f.geometry().area() for f in held.layer("map/镇级片区").getFeatures()}
    assert districts["2"] > 1.3 * districts["1"]

    # until it is told to make all anew
    run("makelayouts", DATABASE=str(database), SHEETS=DISTRICTS, RESET=True, PROJECT_OUTPUT=str(folder / "a.qgz"))
    project = open_project(folder / "a.qgz")
    layout = layout_of(project, "镇级片区")
    assert layout.itemById("north_arrow") is not None
    assert "仅供内部审查" not in [item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]


def test_units_without_a_page_of_the_sheets_are_told(run: Any, county: Path, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    asked = {"SHEETS": DISTRICTS, "TOWNSHIPS": "510722100", "PROJECT_OUTPUT": str(tmp_path / "a.qgz")}
    with pytest.raises(QgsProcessingException, match="None of the sheets"):
        run("makelayouts", DATABASE=str(county), **asked)
    assert not list(tmp_path.iterdir())


def test_a_text_written_by_hand_stays_and_is_said(run: Any, folder: Path) -> None:
    database, out = folder / "county.gpkg", folder / "out.pdf"
    project = open_project(folder / "a.qgz")
    layout_of(project, "镇级片区").itemById("title").setText("云岭县片区（送审稿）")
    assert project.write(str(folder / "a.qgz"))
    run("exportatlas", DATABASE=str(database), SHEETS=DISTRICTS, DPI=72, PROJECT=str(folder / "a.qgz"), OUTPUT=str(out))
    assert "云岭县片区（送审稿）" in text_of(out, 0)
    assert [line for line in run.log if line.startswith("WARNING") and "title" in line and "镇级片区划分图" in line]


def test_a_project_not_saved_after_still_shows_its_layers(run: Any, folder: Path) -> None:
    """The file beside is new, the project is as it was before: every layer has its features."""
    database = folder / "county.gpkg"
    old = (folder / "a.qgz").read_bytes()
    move_township(database)
    run("makelayouts", DATABASE=str(database), SHEETS=DISTRICTS, PROJECT_OUTPUT=str(folder / "a.qgz"))
    (folder / "a.qgz").write_bytes(old)
    project = open_project(folder / "a.qgz")
    counts = {layer.name(): layer.featureCount() for layer in project.mapLayers().values()}
    assert all(counts.values()), counts


def test_the_open_project_is_used_where_none_is_given(provider: Any, folder: Path) -> None:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    database = folder / "county.gpkg"

    def call(project: Any, name: str, **parameters: Any) -> None:
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        context.setProject(project)
        provider.algorithm(name).create().run(parameters, context, feedback, {}, False)

    asked = {"DATABASE": str(database), "SHEETS": "scores"}
    with pytest.raises(QgsProcessingException, match="PROJECT_OUTPUT"):
        call(QgsProject(), "makelayouts", **asked)
    project = open_project(folder / "a.qgz")
    layout_of(project, "综合评价").itemById("title").setText("自定标题")
    call(project, "makelayouts", **asked)
    assert layout_of(project, "综合评价").itemById("title").text() == "自定标题"
    call(project, "exportatlas", DPI=60, OUTPUT=str(folder / "a.pdf"), **asked)
    assert "自定标题" in text_of(folder / "a.pdf", 0)
    with pytest.raises(QgsProcessingException, match="open project"):
        call(project, "makelayouts", PROJECT_OUTPUT=str(folder / "a.qgz"), **asked)


def test_a_failure_leaves_project_and_layers_as_they_were(run: Any, folder: Path, monkeypatch: Any) -> None:
    from village_planner.atlas import layer_store
    from village_planner.core.errors import StorageError

    def fail(*_: Any, **__: Any) -> None:
        raise StorageError("disk_full", "The disk is full; nothing was written. Free some space.")

    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    monkeypatch.setattr(layer_store.LayerStore, "write", fail)
    with pytest.raises(QgsProcessingException):
        run("makelayouts", DATABASE=str(folder / "county.gpkg"), SHEETS="scores", PROJECT_OUTPUT=str(folder / "a.qgz"))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
