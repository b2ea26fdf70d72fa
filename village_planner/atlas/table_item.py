"""Putting a small table on a page, folded into two halves side by side where it is long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

from qgis.core import QgsLayoutFrame, QgsLayoutItemManualTable, QgsLayoutTable, QgsTableCell, QgsTextFormat
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF

from ..core.tables.text_width import ems
from .tables import NUMBER, PROSE, TEXT, SmallTable
from .template import SMALLEST, box, move

FORM = "village_planner_form"  # custom property
MOST_FOLDS = 3
TIGHT = 0.5  # room around the text of a long table, relative to the template's
SMALLER = (0.9, 0.8)  # text sizes of a long table, relative to the template's
POINT = 25.4 / 72  # mm
SLACK = 0.1  # mm, so that rounding never costs the last row
LEADING = 1.25  # height of a line of text relative to its size
MEASURED = 1000  # pixels, size at which a typeface's own spacing of lines is read
HEAD_FILL = QColor("#e8f1e4")


@dataclass(frozen=True)
class Fitted:
    """height  in mm   cut  whether rows are left out for want of room"""

    height: float
    cut: bool


def fill_table(
    table: QgsLayoutItemManualTable, frame: QgsLayoutFrame, content: SmallTable, width: float, height: float
) -> float:
    """Write the table into its frame and fit the frame; returns its height in mm.

    width   of the table in mm
    height  room for it; a longer table is folded or set smaller, and at last cut with a row that says so
    """
    return fit_table(table, frame, content, width, height).height


def fit_table(
    table: QgsLayoutItemManualTable,
    frame: QgsLayoutFrame,
    content: SmallTable,
    width: float,
    height: float,
    least: float = SMALLEST,
) -> Fitted:
    """As `fill_table`; says whether the table had to be cut. least  size of text in points it is not set below"""
    form = _form(table)
    folds = range(1, MOST_FOLDS + 1) if content.foldable else (1,)
    smaller = [size for size in SMALLER if size * min(form[:2]) >= least]
    trials = [
        (fold, size, gap) for size, gap in ((1.0, 1.0), (1.0, TIGHT), *((s, s) for s in smaller)) for fold in folds
    ]
    best = 1  # the most halves that are wide enough for their texts
    for fold, size, gap in trials:
        _set_size(table, form, size, gap)
        folded = _folded(content, fold)
        if sum(_needs(table, folded)) > _free(table, folded, width):
            continue
        best = fold
        used = _write(table, frame, folded, width)
        if used <= height:
            return Fitted(used, False)
    used = _write(table, frame, _folded(content, best), width)
    rows = len(content.rows)
    while used > height and rows > 1:
        rows -= max(1, rows // 20)
        shown = replace(content, rows=(*content.rows[:rows], _more(content, len(content.rows) - rows)))
        used = _write(table, frame, _folded(shown, best), width)
    return Fitted(used, rows < len(content.rows))


def _form(table: QgsLayoutItemManualTable) -> tuple[float, float, float]:
    """Sizes of the template's text and margin: kept on the table, as it may be filled more than once."""
    kept = table.customProperty(FORM)
    if kept is None:
        kept = f"{table.contentTextFormat().size()} {table.headerTextFormat().size()} {table.cellMargin()}"
        table.setCustomProperty(FORM, kept)
    body, head, margin = map(float, str(kept).split())
    return body, head, margin


def _set_size(table: QgsLayoutItemManualTable, form: tuple[float, float, float], size: float, gap: float) -> None:
    """size, gap  of text and around it, relative to the template's own"""
    for own, read, write in (
        (form[0], table.contentTextFormat, table.setContentTextFormat),
        (form[1], table.headerTextFormat, table.setHeaderTextFormat),
    ):
        text = read()
        spacing = LEADING / _own_spacing(text.font())  # else lines in a cell stand wider than rows have room for
        if text.size() != own * size or text.lineHeight() != spacing:  # each setter has the table measured anew
            text.setSize(own * size)
            text.setLineHeight(spacing)
            write(text)
    if table.cellMargin() != form[2] * gap:
        table.setCellMargin(form[2] * gap)


def _own_spacing(font: QFont) -> float:
    """From line to line as the typeface has it, relative to its size; Chinese ones are wide."""
    measured = QFont(font)
    measured.setPixelSize(MEASURED)
    return float(QFontMetricsF(measured).lineSpacing()) / MEASURED


def _more(content: SmallTable, count: int) -> tuple[str, ...]:
    return ("…", f"另 {count} 行", *[""] * (len(content.columns) - 2))


def _folded(content: SmallTable, folds: int) -> SmallTable:
    if folds == 1:
        return content
    length = -(-len(content.rows) // folds)
    empty = ("",) * len(content.columns)
    parts = [content.rows[i * length : (i + 1) * length] for i in range(folds)]
    rows = tuple(tuple(cell for part in parts for cell in (part[i] if i < len(part) else empty)) for i in range(length))
    return replace(content, columns=content.columns * folds, rows=rows)


def _write(table: QgsLayoutItemManualTable, frame: QgsLayoutFrame, content: SmallTable, width: float) -> float:
    """Heights are set, not left to QGIS, which tells them only once the page is drawn."""
    rows = [tuple(column.title for column in content.columns), *content.rows]
    grid, margin = table.gridStrokeWidth(), table.cellMargin()
    free, needs = _free(table, content, width), _needs(table, content)
    spare = max(0.0, free - sum(needs))
    wanted = sum(column.width for column in content.columns)
    shares = [need + spare * column.width / wanted for need, column in zip(needs, content.columns)]
    line = table.contentTextFormat().size() * POINT * LEADING
    heights = [line * max(1 + cell.count("\n") for cell in row) for row in rows]
    if table.includeTableHeader() or table.headerMode() != QgsLayoutTable.NoHeaders:
        table.setIncludeTableHeader(False)
        table.setHeaderMode(QgsLayoutTable.NoHeaders)  # the head is a row like the others
    table.setColumnWidths([share * free / sum(shares) for share in shares])
    table.setRowHeights(heights)
    head = [_cell(column.title, TEXT, table.headerTextFormat(), HEAD_FILL) for column in content.columns]
    body = [[_cell(text, column.kind) for text, column in zip(row, content.columns)] for row in content.rows]
    table.setTableContents([head, *body])
    table.refresh()
    height = sum(heights) + len(rows) * (2 * margin + grid) + grid + SLACK
    move(frame, (*box(frame)[:2], width, height))
    table.recalculateFrameSizes()
    return height


def row_boxes(table: QgsLayoutItemManualTable, frame: QgsLayoutFrame) -> list[tuple[float, float, float, float]]:
    """Where each row lies: x, y, width, height in mm of the page."""
    x, y, width, _ = box(frame)
    grid, margin = table.gridStrokeWidth(), table.cellMargin()
    boxes = []
    for height in table.rowHeights():
        whole = height + 2 * margin + grid
        boxes.append((x, y, width, whole))
        y += whole
    return boxes


def _free(table: QgsLayoutItemManualTable, content: SmallTable, width: float) -> float:
    """Room for text in a row, mm."""
    grid, margin = table.gridStrokeWidth(), table.cellMargin()
    return float(width - len(content.columns) * (2 * margin + grid) - grid)


def _needs(table: QgsLayoutItemManualTable, content: SmallTable) -> list[float]:
    """Width of each column's longest line, mm."""
    size = table.contentTextFormat().size() * POINT
    rows = [tuple(column.title for column in content.columns), *content.rows]
    return [
        size * max(ems(line, ambiguous=False) for cell in cells for line in cell.split("\n")) for cells in zip(*rows)
    ]


def _cell(text: str, kind: str, form: Optional[QgsTextFormat] = None, fill: Optional[QColor] = None) -> QgsTableCell:
    cell = QgsTableCell(text)
    sides = {NUMBER: Qt.AlignmentFlag.AlignRight, PROSE: Qt.AlignmentFlag.AlignLeft}
    cell.setHorizontalAlignment(sides.get(kind, Qt.AlignmentFlag.AlignHCenter))
    cell.setVerticalAlignment(Qt.AlignmentFlag.AlignVCenter)
    if form is not None:
        cell.setTextFormat(form)
    if fill is not None:
        cell.setBackgroundColor(fill)
    return cell
