"""The sheet of a workbook as it lies there, with what was made of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush, QColor

from ..core.statistics.grid import column_letters
from ..core.statistics.model import ERROR, INFO, WARNING
from ..translation import say, tr

if TYPE_CHECKING:
    from ..core.statistics.grid import Sheet
    from ..core.statistics.model import Interpretation

TAKEN, HEADER, DOUBT = "taken", "header", "doubt"
# What a cell is -> background; a sign in the cell and its tip say the same.
COLOURS = {TAKEN: "#e4f0de", HEADER: "#dbe7f3", DOUBT: "#fbe6bd", WARNING: "#fbe6bd", ERROR: "#f6d5d0"}
SIGNS = {DOUBT: "? ", WARNING: "! ", ERROR: "✗ "}
RANK = (TAKEN, HEADER, WARNING, DOUBT, ERROR)
SHOWN_ROWS, SHOWN_COLUMNS = 20000, 500
Place = tuple[int, int]  # row, column, from 1


def places(address: str) -> Iterator[Place]:
    """The cells of an address as A1, C5:C9 or several with commas; none of one that cannot be read, at most 2,000."""
    for part in address.replace("$", "").split(","):
        match = re.fullmatch(r"\s*([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?\s*", part)
        if match is None:
            continue
        left, top = _number(match[1]), int(match[2])
        right, bottom = (_number(match[3]), int(match[4])) if match[3] else (left, top)
        count = 0
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                count += 1
                if count > 2000:
                    return
                yield row, column


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


class StatisticsGrid(QAbstractTableModel):
    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._cells: Mapping[Place, Any] = {}
        self._rows = self._columns = 0
        self._state: dict[Place, str] = {}
        self._tips: dict[Place, list[str]] = {}

    def show(self, sheet: Optional[Sheet], found: Optional[Interpretation], words: Mapping[str, str]) -> None:
        """words: indicator code -> its name, for the tips."""
        self.beginResetModel()
        cells = {} if sheet is None else {(cell.row, cell.column): cell for cell in sheet.cells.values()}
        self._cells = cells
        self._rows = min(max((row for row, _ in cells), default=0), SHOWN_ROWS)
        self._columns = min(max((column for _, column in cells), default=0), SHOWN_COLUMNS)
        self._state, self._tips = {}, {}
        if sheet is not None and found is not None:
            self._mark_all(sheet.name, found, words)
        self.endResetModel()

    def _mark_all(self, sheet: str, found: Interpretation, words: Mapping[str, str]) -> None:
        for source, unit, indicator in found.values[["source", "unit_code", "indicator"]].itertuples(index=False):
            parts = str(source).split(" › ")
            if len(parts) >= 3 and " › ".join(parts[1:-1]) == sheet:
                tip = tr("taken: {indicator} of {unit}", indicator=words.get(indicator, indicator), unit=unit)
                self._mark(parts[-1], TAKEN, tip)
        for table in found.tables:
            for column in table.columns if table.sheet == sheet else ():
                names = " / ".join(words.get(code, code) for code in dict.fromkeys(column.indicators.values()))
                self._mark(column.cell, HEADER, tr("taken as {indicator}", indicator=names))
        for doubt in found.doubts:
            if doubt.sheet == sheet:
                self._mark(doubt.cell, DOUBT, tr("not recognised: {text}", text=doubt.text))
        for remark in found.remarks:
            if remark.sheet == sheet and remark.severity != INFO:
                self._mark(remark.cell, remark.severity, say(remark.text))

    def _mark(self, address: str, state: str, tip: str) -> None:
        for place in places(address):
            before = self._state.get(place)
            if before is None or RANK.index(state) > RANK.index(before):
                self._state[place] = state
            self._tips.setdefault(place, []).append(tip)

    # ---- QAbstractTableModel
    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._columns

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_letters(section + 1) if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = (index.row() + 1, index.column() + 1)
        state = self._state.get(place, "")
        if role == Qt.ItemDataRole.DisplayRole:
            cell = self._cells.get(place)
            text = "" if cell is None or cell.value is None else str(cell.value)
            return SIGNS.get(state, "") + text
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(self._tips.get(place, ())) or None
        if role == Qt.ItemDataRole.BackgroundRole and state:
            return QBrush(QColor(COLOURS[state]))
        if role == Qt.ItemDataRole.ForegroundRole and state:
            return QBrush(QColor("#1d2730"))  # readable on the light grounds in a dark theme, too
        if role == Qt.ItemDataRole.TextAlignmentRole:
            cell = self._cells.get(place)
            if cell is not None and isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None
