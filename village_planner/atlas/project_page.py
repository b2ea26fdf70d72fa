"""The report of one project as a page: facts, a map of the outline over the control lines, findings, areas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutTable,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProject,
    QgsRectangle,
    QgsScaleBarSettings,
    QgsSingleSymbolRenderer,
    QgsTableCell,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont

from ..core.tables.table import Table
from ..core.tables.text_width import ems
from ..layers import qgis_crs
from ..paths import resource
from . import styles
from .data import cut_to
from .fonts import chinese_family
from .legend import fill_legend
from .map_layers import PageLayer
from .map_layers.control_lines import control_line_layers
from .map_layers.layer import border_layer_of, memory_layer
from .pdf import PdfPage, merge_pages
from .printing import print_pdf
from .scale import bar_segment, round_scale, scale_text
from .table_item import HEAD_FILL, LEADING, POINT, fill_table
from .tables import NUMBER, PROSE, TEXT, Column, SmallTable
from .template import Page, box, move

if TYPE_CHECKING:
    import geopandas as gpd

    from ..core.projects.check import NamedLayer, ProjectCheck, Surroundings
    from ..core.projects.report import ProjectReport

PAPER = (210.0, 297.0)  # mm, A4 upright, as the template is drawn
DPI = 300
PICTURE_DPI = 150
FILL = 0.62  # of the map that the outline takes at most
LEAST_SCALE = 500.0
MOST_CLASSES = 11  # rows, the total among them; with more the page sums up first-level classes
LEAST_MAP = 62.0  # mm, height that tables leave to the map
GAP = 3.0
SMALL_ROW, AREAS_SHARE = 4.2, 0.6  # mm of a row set small; of the room for both tables that the areas may keep
FACT_WIDTHS = (20.0, 73.0, 20.0, 73.0)  # mm
ADVICE_EMS, NAME_EMS = 29.0, 11.0  # characters of a line of the findings' two columns of text
VERDICT_FILLS = {"pass": "#dcebd5", "caution": "#fbe6bd", "refuse": "#f6d5d0"}  # with the word, never alone
OUTLINE = "#c8382f"
LABELLED = 60  # boundary points that are named on the map
PALE = 0.35
LAND_USE = "土地利用现状"


@dataclass(frozen=True)
class ProjectPage:
    """pdf  the page   picture  PNG of its map and legend, and the picture's width and height in mm"""

    pdf: bytes
    picture: bytes
    size: tuple[float, float]


def project_page(report: ProjectReport, check: ProjectCheck, around: Surroundings, scratch: Path) -> ProjectPage:
    """Draw a project's page. scratch  a folder for what is in the making."""
    project = QgsProject()
    project.setCrs(qgis_crs(check.projects))
    page = Page(project, "project", report.name)
    page.write(title=report.title)
    page.write(compiler=f"编制单位：{report.compiler}", date=f"日期：{report.date}")
    page.write(note="结论由规则库自动判定，供预审参考；面积为图上量算并经平差，以批准文件为准。")
    item = page.item("map")
    assert isinstance(item, QgsLayoutItemMap)
    _arrange(page, report, item)
    _map(project, page, item, report, check, around)
    file = scratch / "page.pdf"
    print_pdf(page.layout, file, DPI)
    pdf = merge_pages([PdfPage(file, report.name)], 1.0, f"{report.name} {report.title}", report.compiler, PAPER)
    picture, size = _picture(page, item)
    del page
    project.clear()
    return ProjectPage(pdf, picture, size)


# ---- tables
def _arrange(page: Page, report: ProjectReport, item: QgsLayoutItemMap) -> None:
    """Tables from the bottom of the page up; the map takes what they leave."""
    facts_height = _facts(page, report)
    left, top, _, _ = box(page.item("facts"))
    start = top + facts_height + GAP
    bottom = box(page.item("note"))[1] - 1
    width = sum(FACT_WIDTHS)
    titles = box(page.item("findings_title"))[3]
    room = bottom - start - LEAST_MAP - GAP
    findings = _findings(report)
    table = report.summary if report.areas is not None and len(report.areas.rows) > MOST_CLASSES else report.areas
    areas = None if table is None else _areas(table)
    heights: dict[str, float] = {}
    # The areas keep the room they need when set small; a row of them that is cut off is a sum that does not close.
    kept = 0.0 if areas is None else titles + GAP + min(SMALL_ROW * (len(areas.rows) + 1) + 1, AREAS_SHARE * room)
    for name, content, most in (("findings", findings, room - titles - kept), ("areas", areas, 0.0)):
        place = page.table(name)
        if content is None or place is None or not content.rows:
            page.remove(name, f"{name}_title")
            continue
        heights[name] = fill_table(*place, content, width, most or room - titles)
        room -= heights[name] + titles + GAP
    end = bottom
    for name in ("areas", "findings"):
        if name in heights:
            y = end - heights[name]
            move(page.item(name), (left, y, width, heights[name]))
            move(page.item(f"{name}_title"), (left, y - titles, width, titles))
            end = y - titles - GAP
    x, _, map_width, _ = box(item)
    move(item, (x, start, map_width, end - start))


def _facts(page: Page, report: ProjectReport) -> float:
    place = page.table("facts")
    if place is None:
        return 0.0
    table, frame = place
    size = table.contentTextFormat().size() * POINT
    wide = {"用地面积", "坐标系"}
    pairs = [fact for fact in report.facts if fact[0] not in wide] + [f for f in report.facts if f[0] in wide]
    rows, heights = [], []
    for first, second in zip(pairs[::2], pairs[1::2]):
        cells, lines = [], 1
        for label, text in (first, second):
            wrapped = wrap(text, (FACT_WIDTHS[1] - 3) / size)
            lines = max(lines, 1 + wrapped.count("\n"))
            cells += [_cell(label, HEAD_FILL, table.headerTextFormat()), _cell(wrapped, None, None, left=True)]
            if label == "综合结论":
                cells[-1].setBackgroundColor(QColor(VERDICT_FILLS[report.verdict]))
                cells[-1].setTextFormat(table.headerTextFormat())
        rows.append(cells)
        heights.append(size * LEADING * lines)
    margin, grid = table.cellMargin(), table.gridStrokeWidth()
    table.setIncludeTableHeader(False)
    table.setHeaderMode(QgsLayoutTable.NoHeaders)
    table.setColumnWidths([width - 2 * margin - grid for width in FACT_WIDTHS])
    table.setRowHeights(heights)
    table.setTableContents(rows)
    table.refresh()
    height = sum(heights) + len(rows) * (2 * margin + grid) + grid + 0.1
    move(frame, (*box(frame)[:2], sum(FACT_WIDTHS), height))
    table.recalculateFrameSizes()
    return height


def _cell(text: str, fill: Optional[QColor], form: Optional[QgsTextFormat], left: bool = False) -> QgsTableCell:
    cell = QgsTableCell(text)
    cell.setHorizontalAlignment(Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter)
    cell.setVerticalAlignment(Qt.AlignmentFlag.AlignVCenter)
    if fill is not None:
        cell.setBackgroundColor(fill)
    if form is not None:
        cell.setTextFormat(form)
    return cell


def _findings(report: ProjectReport) -> SmallTable:
    """What does not conform comes first, so that a page too short for all loses the least."""
    order = ("refuse", "caution", "pass")
    rows = sorted(report.findings.rows, key=lambda row: order.index(row.kind))
    text = [
        (
            str(row.values["subject"]),
            wrap(str(row.values["name"]), NAME_EMS),
            _figure(row.values["area_m2"]),
            _figure(row.values["share"]),
            str(row.values["verdict"]),
            wrap(str(row.values["advice"]), ADVICE_EMS),
        )
        for row in rows
    ]
    heads = ("检测项", "检测对象", "面积（㎡）", "占比（%）", "结论", "处理意见与依据")
    kinds = (TEXT, TEXT, NUMBER, NUMBER, TEXT, PROSE)
    columns = tuple(
        Column(head, kind, 4.0 if place == 5 else 0.5) for place, (head, kind) in enumerate(zip(heads, kinds))
    )
    return SmallTable("", columns, tuple(text))


def _areas(table: Table) -> SmallTable:
    columns = tuple(
        Column(wrap(column.heads[-1], NAME_EMS), NUMBER if column.kind == "number" else TEXT)
        for column in table.columns
    )
    rows = tuple(
        tuple(
            _figure(row.values.get(column.key)) if column.kind == "number" else str(row.values.get(column.key) or "")
            for column in table.columns
        )
        for row in table.rows
    )
    return SmallTable("", columns, rows)


def _figure(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, (int, float)) else "—"


def wrap(text: str, width: float) -> str:
    """Lines of `width` Chinese characters; none begins with a closing sign, or ends with an opening one."""
    lines, line, used = [], "", 0.0
    for sign in text:
        step = ems(sign)
        if line and used + step > width and sign not in "，。；：、）》%":
            kept = line.rstrip("（《(")
            lines.append(kept)
            line = line[len(kept) :]
            used = float(len(line))
        line, used = line + sign, used + step
    return "\n".join([*lines, line])


# ---- map
def _map(
    project: QgsProject,
    page: Page,
    item: QgsLayoutItemMap,
    report: ProjectReport,
    check: ProjectCheck,
    around: Surroundings,
) -> None:
    outline = check.projects.iloc[[report.project]]
    west, south, east, north = outline.total_bounds
    _, y0, width, height = box(item)
    needed = max((east - west) / width, (north - south) / height) * 1000 / FILL
    scale = round_scale(max(needed, LEAST_SCALE))
    half_width, half_height = width / 2000 * scale, height / 2000 * scale
    x, y = (west + east) / 2, (south + north) / 2
    view = (x - half_width, y - half_height, x + half_width, y + half_height)
    layers = _layers(outline, report, check, around, view, lambda length: length / 1000 * scale)
    project.addMapLayers([shown.layer for shown in layers], False)
    item.setCrs(qgis_crs(check.projects))
    item.setLayers([shown.layer for shown in layers])
    item.setKeepLayerSet(True)
    item.setExtent(QgsRectangle(*view))

    column, panel = box(page.item("legend_title"))[0], box(page.item("legend_title"))[2]
    picture = page.item("north_arrow")
    if isinstance(picture, QgsLayoutItemPicture):
        picture.setPicturePath(str(resource("layouts", "north_arrow.svg")))
        move(picture, (column + panel - 14, y0, 14, 16))
    page.write(scale_text=scale_text(scale))
    move(page.item("scale_text"), (column, y0 + 1, panel - 15, 5))
    bar = page.item("scale_bar")
    if isinstance(bar, QgsLayoutItemScaleBar):
        bar.setLinkedMap(item)
        segment = bar_segment(scale, panel - 22, 2)
        bar.setUnits(QgsUnitTypes.DistanceMeters)
        bar.setUnitLabel("m")
        bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeFixed)
        bar.setNumberOfSegments(2)
        bar.setNumberOfSegmentsLeft(0)
        bar.setMapUnitsPerScaleBarUnit(1)
        bar.setUnitsPerSegment(segment)
        bar.update()
        move(bar, (column, y0 + 7, bar.minimumSize().width(), bar.minimumSize().height()))
    move(page.item("legend_title"), (column, y0 + 18, panel, 5))
    legend = page.item("legend")
    if isinstance(legend, QgsLayoutItemLegend):
        move(legend, (column, y0 + 24, panel, 10))
        if fill_legend(legend, layers, panel, height - 24) > height - 24:
            # Colours without a legend would say nothing: the present use stays away where its classes find no room.
            layers = [shown for shown in layers if shown.layer.name() != LAND_USE]
            item.setLayers([shown.layer for shown in layers])
            fill_legend(legend, layers, panel, height - 24)


def _layers(
    outline: gpd.GeoDataFrame,
    report: ProjectReport,
    check: ProjectCheck,
    around: Surroundings,
    view: tuple[float, float, float, float],
    millimetres: Callable[[float], float],
) -> list[PageLayer]:
    import geopandas as gpd
    import shapely

    frame = shapely.box(*view)
    crs = check.projects.crs

    def near(layer: Optional[NamedLayer]) -> Optional[gpd.GeoDataFrame]:
        if layer is None or layer.geometry.empty:
            return None
        rows = gpd.GeoDataFrame(
            {"code": layer.texts(layer.code), "name": layer.texts(layer.label)}, geometry=layer.geometry.to_numpy(),
            crs=layer.geometry.crs,
        ).to_crs(crs)  # fmt: skip
        rows = rows[~(rows.geometry.isna() | rows.geometry.is_empty)]
        cut = cut_to(rows, frame)
        return None if cut.empty else cut

    made: list[PageLayer] = []
    hazards = near(around.hazards)
    if hazards is not None:
        made.append(PageLayer(memory_layer(hazards.rename(columns={"code": "kind"}), "地质灾害隐患点", "hazard")))
    made.append(PageLayer(_corners(boundary_points(report).to_crs(crs)), in_legend=False))
    line = memory_layer(outline[["code", "geometry"]], "项目用地范围")
    line.setRenderer(
        QgsSingleSymbolRenderer(
            QgsFillSymbol.createSimple(
                {"style": "no", "outline_color": OUTLINE, "outline_width": "0.7", "outline_width_unit": "MM"}
            )
        )
    )
    made.append(PageLayer(line))
    kinds: list[gpd.GeoDataFrame] = []
    others: list[gpd.GeoDataFrame] = []
    for layer in around.lines:
        rows = near(layer)
        if rows is None:
            continue
        kind = check.rules.kind_of(layer.name)
        rows["kind"] = kind
        (kinds if kind in STYLED else others).append(rows[["kind", "geometry"]])
    if kinds:
        import pandas as pd

        made += control_line_layers(
            gpd.GeoDataFrame(pd.concat(kinds, ignore_index=True), geometry="geometry", crs=crs), millimetres
        )
    for rows, colour in zip(others, OTHER_COLOURS * (1 + len(others) // len(OTHER_COLOURS))):
        layer = memory_layer(rows, check.rules.line_name(str(rows["kind"].iat[0]), "zh"))
        layer.setRenderer(
            QgsSingleSymbolRenderer(
                QgsFillSymbol.createSimple(
                    {"color": f"{colour}30", "outline_color": colour, "outline_width": "0.5", "outline_style": "dash"}
                )
            )
        )
        made.append(PageLayer(layer))
    units = near(around.units)
    if units is not None:
        made.append(PageLayer(border_layer_of(units, "村界", "village")))
    parcels = near(around.parcels)
    if parcels is not None:
        parcels["code"] = parcels["code"].str[:2]
        land = memory_layer(parcels[["code", "geometry"]], LAND_USE)
        land.setRenderer(_pale(styles.land_use_renderer("code", parcels["code"])))
        made.append(PageLayer(land))
    return made


STYLED = ("ecological_redline", "permanent_basic_farmland", "urban_development_boundary")  # of control_line.qml
OTHER_COLOURS = ("#3f7fb5", "#7b4fa3", "#8a5a2b", "#2b7f7a")


def _pale(renderer: QgsCategorizedSymbolRenderer) -> QgsCategorizedSymbolRenderer:
    for index, category in enumerate(renderer.categories()):
        symbol = category.symbol().clone()
        symbol.setOpacity(PALE)
        renderer.updateCategorySymbol(index, symbol)
    return renderer


def boundary_points(report: ProjectReport) -> gpd.GeoDataFrame:
    """name, geometry: the points of the report's table (界址点成果表), each once, as they are called there."""
    import geopandas as gpd

    rows = [row for ring in report.rings for row in ring[:-1]]
    places = gpd.points_from_xy([float(row.y) for row in rows], [float(row.x) for row in rows])  # y is east
    return gpd.GeoDataFrame({"name": [row.name for row in rows]}, geometry=places, crs=report.crs)


def _corners(points: gpd.GeoDataFrame) -> QgsVectorLayer:
    """Boundary points as dots, named where they are few."""
    layer = memory_layer(points, "界址点")
    layer.setRenderer(
        QgsSingleSymbolRenderer(
            QgsMarkerSymbol.createSimple({"color": "#ffffff", "outline_color": OUTLINE, "size": "1.4"})
        )
    )
    if len(points) <= LABELLED:
        text = QgsTextFormat()
        text.setFont(QFont(chinese_family()))
        text.setSize(6.5)
        text.setColor(QColor("#1d2529"))
        halo = QgsTextBufferSettings()
        halo.setEnabled(True)
        halo.setSize(0.5)
        text.setBuffer(halo)
        settings = QgsPalLayerSettings()
        settings.fieldName = "name"
        settings.dist = 1.0
        settings.setFormat(text)
        layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
        layer.setLabelsEnabled(True)
    return layer


def _picture(page: Page, item: QgsLayoutItemMap) -> tuple[bytes, tuple[float, float]]:
    """Map, scale and legend as a PNG."""
    x, y, _, height = box(item)
    width = sum(FACT_WIDTHS)
    pixels = QSize(round(width / 25.4 * PICTURE_DPI), round(height / 25.4 * PICTURE_DPI))
    image = QgsLayoutExporter(page.layout).renderRegionToImage(
        QRectF(x - 0.3, y - 0.3, width + 0.6, height + 0.6), pixels, PICTURE_DPI
    )
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data), (width, height)
