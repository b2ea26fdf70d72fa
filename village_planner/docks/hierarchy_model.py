"""The settlement hierarchy as a tree for a view."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFont

from ..core.indicators.hierarchy import (
    CENTRAL_TOWN,
    CENTRAL_VILLAGE,
    COUNTY_SEAT,
    ORDINARY_VILLAGE,
    SUB_CENTRAL_TOWN,
)
from ..core.indicators.type_rules import TypeRules
from ..core.review.settlement import PlanHierarchy
from ..translation import tr

NAME, ROLE, PEOPLE, TRAVEL, VILLAGES, TYPE = range(6)
SIGNS = {COUNTY_SEAT: "◎", CENTRAL_TOWN: "★", SUB_CENTRAL_TOWN: "▲", CENTRAL_VILLAGE: "●", ORDINARY_VILLAGE: "·"}


def role_word(role: str) -> str:
    return {
        COUNTY_SEAT: tr("county seat"),
        CENTRAL_TOWN: tr("central town"),
        SUB_CENTRAL_TOWN: tr("sub-central town"),
        CENTRAL_VILLAGE: tr("central village"),
        ORDINARY_VILLAGE: tr("ordinary village"),
    }[role]


class HierarchyModel(QAbstractItemModel):
    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._plan: Optional[PlanHierarchy] = None
        self._codes: list[str] = []
        self._number: dict[str, int] = {}
        self._children: dict[str, list[str]] = {}
        self._row: dict[str, int] = {}
        self._texts: list[tuple[str, ...]] = []
        self._roles: list[str] = []
        self._own: set[str] = set()  # villages whose type a person decided
        self._found: frozenset[str] = frozenset()

    def show(self, plan: Optional[PlanHierarchy], rules: Optional[TypeRules], language: str) -> None:
        self.beginResetModel()
        self._plan = plan
        self._codes, self._texts, self._roles, self._found = [], [], [], frozenset()
        self._children, self._own = {}, set()
        if plan is not None:
            nodes = plan.tree.nodes
            self._codes = [str(code) for code in nodes.index]
            self._children = plan.tree.children()
            types = plan.types["type"].to_dict()
            self._own = set(plan.types.index[plan.types["decided_by_user"]])
            names = {item.id: item.name[language] for item in rules.types} if rules is not None else {}
            villages = plan.below["villages_below"]
            self._roles = [str(role) for role in nodes["role"]]
            rows = zip(self._codes, nodes["name"], self._roles, nodes["people"], nodes["travel"], villages)
            for code, name, role, people, travel, count in rows:
                kind = types.get(code, "")
                self._texts.append(
                    (
                        f"{SIGNS[role]} {name or code}",
                        role_word(role),
                        f"{people:,.0f}" if people else "",
                        f"{travel:,.1f}" if travel == travel else "",
                        f"{count:,}" if role != ORDINARY_VILLAGE else "",
                        names.get(kind, kind) + (" *" if code in self._own else ""),
                    )
                )
        self._number = {code: number for number, code in enumerate(self._codes)}
        self._row = {code: row for group in self._children.values() for row, code in enumerate(group)}
        self.endResetModel()

    def mark(self, codes: list[str]) -> None:
        """Show nodes as found."""
        self._found = frozenset(codes)
        if self._codes:
            self.dataChanged.emit(QModelIndex(), QModelIndex())

    def code(self, index: QModelIndex) -> str:
        return self._codes[int(index.internalId())] if index.isValid() else ""

    def index_of(self, code: str) -> QModelIndex:
        """Invalid where the tree has no such node."""
        number = self._number.get(code)
        return QModelIndex() if number is None else self.createIndex(self._row[code], 0, number)

    # ---- QAbstractItemModel
    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self._children.get(self.code(parent), [])
        if not 0 <= row < len(children) or not 0 <= column < 6:
            return QModelIndex()
        return self.createIndex(row, column, self._number[children[row]])

    def parent(self, index: QModelIndex = QModelIndex()) -> Any:  # noqa: B008
        if not index.isValid() or self._plan is None:
            return QModelIndex()
        upper = str(self._plan.tree.nodes["parent"].iloc[int(index.internalId())])
        return self.index_of(upper) if upper else QModelIndex()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        if parent.column() > 0:
            return 0
        return len(self._children.get(self.code(parent), ()))

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        unit = self._plan.tree.unit if self._plan is not None else "km"
        return {
            NAME: tr("Settlement"),
            ROLE: tr("Level"),
            PEOPLE: tr("People"),
            TRAVEL: tr("To the centre, {unit}", unit=unit),
            VILLAGES: tr("Villages"),
            TYPE: tr("Village type"),
        }[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        number, column = int(index.internalId()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[number][column]
        if role == Qt.ItemDataRole.ToolTipRole and column == TYPE and self._codes[number] in self._own:
            return tr("* decided by a person")
        if role == Qt.ItemDataRole.ToolTipRole and column == NAME:
            return self._codes[number]
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (PEOPLE, TRAVEL, VILLAGES):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and self._roles[number] in (COUNTY_SEAT, CENTRAL_TOWN):
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.BackgroundRole and self._codes[number] in self._found:
            return QBrush(QColor("#fbe6bd"))
        return None
