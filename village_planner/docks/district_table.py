"""The table of districts: figures derived from the assignment, right-aligned, each bad value with a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ..core.review.drawing import Problem, Tally
from ..translation import tr
from .look import signed, square_km, whole

DISTRICT, NAME, UNITS, POPULATION, DEVIATION, AREA, STATE, LOCKED = range(8)
NUMBERS = {UNITS, POPULATION, DEVIATION, AREA}
BAD = "#8a1f17"


class DistrictTable(QAbstractTableModel):
    """Rows are tallies; the lock column can be ticked."""

    lock_asked = pyqtSignal(str, bool)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._tallies: Sequence[Tally] = ()
        self._words: dict[str, str] = {}
        self._colours: Mapping[str, str] = {}

    def show(self, tallies: Sequence[Tally], problems: Sequence[Problem], colours: Mapping[str, str]) -> None:
        same = [tally.district.code for tally in tallies] == [tally.district.code for tally in self._tallies]
        if not same:
            self.beginResetModel()
        self._tallies, self._colours = tallies, dict(colours)
        self._words = {tally.district.code: state_word(tally, problems) for tally in tallies}
        if not same:
            self.endResetModel()
        elif tallies:
            # Keep the selection and the place in the list: only figures changed.
            self.dataChanged.emit(self.index(0, 0), self.index(len(tallies) - 1, LOCKED))

    def district(self, row: int) -> str:
        return self._tallies[row].district.code

    def row_of(self, district: str) -> int:
        """Row of a district, -1 for none."""
        codes = [tally.district.code for tally in self._tallies]
        return codes.index(district) if district in codes else -1

    # ---- QAbstractTableModel
    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._tallies)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else LOCKED + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            DISTRICT: tr("District"),
            NAME: tr("Name"),
            UNITS: tr("Units"),
            POPULATION: tr("Population"),
            DEVIATION: tr("Deviation, %"),
            AREA: tr("Area, km²"),
            STATE: tr("State"),
            LOCKED: tr("Locked"),
        }[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        tally, column = self._tallies[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(tally, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DecorationRole and column == DISTRICT:
            return QColor(self._colours.get(tally.district.code, "#c8ccc4"))
        if role == Qt.ItemDataRole.ForegroundRole and column == STATE and tally.pieces != 1:
            return QColor(BAD)
        if role == Qt.ItemDataRole.CheckStateRole and column == LOCKED:
            return Qt.CheckState.Checked if tally.district.locked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if index.column() != LOCKED or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.lock_asked.emit(self.district(index.row()), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == LOCKED else flags

    def _text(self, tally: Tally, column: int) -> str:
        if column == DISTRICT:
            return tally.district.code
        if column == NAME:
            return tally.district.name
        if column == UNITS:
            return whole(tally.units)
        if column == POPULATION:
            return whole(tally.population)
        if column == DEVIATION:
            return "–" if tally.deviation is None else signed(tally.deviation)
        if column == AREA:
            return square_km(tally.area_m2)
        if column == STATE:
            return self._words[tally.district.code]
        return ""


def state_word(tally: Tally, problems: Sequence[Problem]) -> str:
    """What is right or wrong with a district, in a word."""
    if not tally.units:
        return tr("empty")
    if tally.pieces > 1:
        return tr("broken into {count} pieces", count=tally.pieces)
    if any(problem.kind == "nesting" and problem.district == tally.district.code for problem in problems):
        return tr("crosses a township district")
    return tr("contiguous")
