"""What a round was opened with: the tables of the frozen plan, read-only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.review.dossier import COLUMNS, told_note
from ...core.review.record import value_words
from ...translation import say, tr
from ..look import square_km

if TYPE_CHECKING:
    from ...database.snapshots import SavedSnapshot

DECIMALS = {"objective": 4, "similarity": 2, "compactness": 0, "boundary": 0, "flow": 3, "stability": 0}
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def table_title(name: str) -> str:
    return {
        "district_scheme": tr("Township districts"),
        "village_districts": tr("Village districts"),
        "centres": tr("Centres"),
        "figures": tr("Main figures"),
        "objective": tr("Objective"),
    }.get(name, name)


def heading(key: str) -> str:
    return {
        "code": tr("Code"),
        "name": tr("Name"),
        "function": tr("Function"),
        "parent": tr("Township district"),
        "units": tr("Units"),
        "unit_count": tr("Number of units"),
        "population": tr("People"),
        "deviation": tr("Deviation (%)"),
        "area_m2": tr("Area (km²)"),
        "pieces": tr("Connected pieces"),
        "centres": tr("Centres"),
        "level": tr("Level"),
        "role": tr("Role"),
        "reason": tr("Reason"),
        "districts": tr("Districts"),
        "unassigned": tr("Without a district"),
        "largest_deviation": tr("Largest deviation (%)"),
        "broken_rules": tr("Broken rules"),
        "objective": tr("Objective"),
        "similarity": tr("Similarity"),
        "compactness": tr("Compactness (m²·persons)"),
        "boundary": tr("Pairs cut by borders"),
        "flow": tr("Flow across borders"),
        "stability": tr("Units moved from the older plan"),
        "notes": tr("Notes"),
    }.get(key, key)


def cell(key: str, value: Any) -> str:
    """A value as it is shown: thousands separated, areas in km², the same digits down a column."""
    if value is None or value == "":
        return "–" if value is None else ""
    if key == "area_m2":
        return square_km(float(value))
    if isinstance(value, (bool, str)):
        return say(value_words("", value, {})) if key in ("level", "role") else str(value)
    if key == "notes":
        return " ".join(say(told_note(note)) for note in value)
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.{DECIMALS.get(key, 1)}f}".replace("-", "−")


class MaterialsDialog(QDialog):
    """Not modal."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("villagePlannerMaterials")
        self.head = QLabel(self)
        self.head.setObjectName("head")
        self.head.setWordWrap(True)
        self.head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tabs = QTabWidget(self)
        column = QVBoxLayout(self)
        column.addWidget(self.head)
        column.addWidget(self.tabs, 1)
        self.resize(980, 480)

    def show_snapshot(self, snapshot: SavedSnapshot) -> None:
        """Fill with the tables of a snapshot, and come to the front."""
        self.setWindowTitle(snapshot.name)
        self.head.setText(
            tr(
                "Frozen {made} by {who}. Fingerprint of the content: {digest}",
                made=snapshot.made.replace("T", " ").rstrip("Z") + " UTC",
                who=snapshot.who,
                digest=snapshot.digest[:16],
            )
        )
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            page.deleteLater()
        for name in [*COLUMNS, *(other for other in snapshot.tables if other not in COLUMNS)]:
            rows = snapshot.tables.get(name)
            if isinstance(rows, list) and rows:
                self.tabs.addTab(_table(self.tabs, rows, COLUMNS.get(name, ())), table_title(name))
        self.show()
        self.raise_()


def _table(parent: QWidget, rows: list[dict[str, Any]], columns: Sequence[str]) -> QTableWidget:
    there = dict.fromkeys(key for row in rows for key in row)
    keys = [*(key for key in columns if key in there), *(key for key in there if key not in columns)]
    table = QTableWidget(len(rows), len(keys), parent)
    table.setEditTriggers(QAbstractItemView.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.setHorizontalHeaderLabels([heading(key) for key in keys])
    for row, values in enumerate(rows):
        for column, key in enumerate(keys):
            value = values.get(key)
            item = QTableWidgetItem(cell(key, value))
            item.setToolTip(item.text() if isinstance(value, (str, list)) else "")
            if isinstance(value, (int, float)):
                item.setTextAlignment(RIGHT)
            table.setItem(row, column, item)
    table.resizeColumnsToContents()
    for column in range(len(keys)):
        table.setColumnWidth(column, min(table.columnWidth(column), 260))
    return table
