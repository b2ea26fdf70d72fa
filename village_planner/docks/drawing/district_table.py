"""The table of districts: figures derived from what is drawn, right-aligned, each bad value with a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ...core.drawing.edits import DistrictRow
from ...core.drawing.sheet import Problem
from ...translation import tr
from ..look import signed, square_km, whole
from .unit_layer import SPARE_COLOUR
from .words import is_far, state_word

if TYPE_CHECKING:
    from ...core.drawing.figures import DistrictFigures, Figures

DISTRICT, NAME, UNITS, POPULATION, DEVIATION, LOCKED, STATE, AREA, PIECES, SIMILARITY, COMPACTNESS, LAND = range(12)
NUMBERS = {UNITS, POPULATION, DEVIATION, AREA, PIECES, SIMILARITY, COMPACTNESS}  # and every line from LAND on
BAD = "#8a1f17"


class DistrictTable(QAbstractTableModel):
    """Rows are districts; the lock column can be ticked. From LAND on a column for each control line."""

    lock_asked = pyqtSignal(str, bool)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._figures: Sequence[DistrictFigures] = ()
        self._words: dict[str, str] = {}
        self._far: Optional[float] = None
        self._districts: Mapping[str, DistrictRow] = {}
        self._lines: dict[str, str] = {}

    def show(
        self,
        figures: Figures,
        problems: Sequence[Problem],
        districts: Mapping[str, DistrictRow],
        lines: Mapping[str, str],
        far: Optional[float] = None,
    ) -> None:
        """lines: kind of control line -> its title; those that the figures know of have a column

        far  per cent beyond which a deviation has a word
        """
        rows = figures.districts
        known = rows[0].land if rows else {}
        titles = {kind: lines.get(kind, kind) for kind in known}
        same = [row.code for row in rows] == [row.code for row in self._figures] and titles == self._lines
        if not same:
            self.beginResetModel()
        self._figures, self._districts, self._lines = rows, districts, titles
        self._far = far
        self._words = {row.code: state_word(row, problems, far) for row in rows}
        if not same:
            self.endResetModel()
        elif rows:
            # Keep the selection and the place in the list: only figures changed.
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))

    def district(self, row: int) -> str:
        return self._figures[row].code

    def row_of(self, district: str) -> int:
        """Row of a district, -1 for none."""
        return next((row for row, own in enumerate(self._figures) if own.code == district), -1)

    # ---- QAbstractTableModel
    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._figures)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else LAND + len(self._lines)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number(section):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return {
                DEVIATION: tr("Of the population from the mean of its parent’s districts"),
                SIMILARITY: tr(
                    "Its part of the sum of squared deviations from the districts’ means; less is more alike"
                ),
                COMPACTNESS: tr("People times squared distance from the centre, in 1,000 km²; less is more compact"),
            }.get(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section >= LAND:
            return tr("{line}, km²", line=list(self._lines.values())[section - LAND])
        return {
            DISTRICT: tr("District"),
            NAME: tr("Name"),
            UNITS: tr("Units"),
            POPULATION: tr("Population"),
            DEVIATION: tr("Deviation, %"),
            AREA: tr("Area, km²"),
            PIECES: tr("Parts"),
            STATE: tr("State"),
            LOCKED: tr("Locked"),
            SIMILARITY: tr("Similarity"),
            COMPACTNESS: tr("Compactness, 1,000 km²"),
        }[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._figures[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number(column):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DecorationRole and column == DISTRICT:
            return QColor(self._row(row.code).colour or SPARE_COLOUR)
        if role == Qt.ItemDataRole.ForegroundRole and column in (STATE, PIECES) and row.pieces != 1:
            return QColor(BAD)
        if role == Qt.ItemDataRole.ForegroundRole and column in (STATE, DEVIATION) and is_far(row, self._far):
            return QColor(BAD)
        if role == Qt.ItemDataRole.CheckStateRole and column == LOCKED:
            return Qt.CheckState.Checked if self._row(row.code).locked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole and column in (DISTRICT, NAME):
            return self._row(row.code).function or None
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if index.column() != LOCKED or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.lock_asked.emit(self.district(index.row()), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == LOCKED else flags

    def _row(self, code: str) -> DistrictRow:
        return self._districts.get(code, DistrictRow(code))

    def _text(self, row: DistrictFigures, column: int) -> str:
        if column >= LAND:
            area = list(row.land.values())[column - LAND]
            return "–" if area is None else square_km(area)
        if column == DEVIATION:
            return "–" if row.deviation is None else signed(row.deviation)
        return {
            DISTRICT: row.code,
            NAME: self._row(row.code).name,
            UNITS: whole(row.units),
            POPULATION: whole(row.population),
            AREA: square_km(row.area_m2),
            PIECES: whole(row.pieces),
            STATE: self._words.get(row.code, ""),
            LOCKED: "",
            SIMILARITY: f"{row.similarity:,.2f}",
            COMPACTNESS: f"{row.compactness / 1e9:,.2f}",
        }[column]


def is_number(column: int) -> bool:
    return column in NUMBERS or column >= LAND
