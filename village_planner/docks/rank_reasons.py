"""What makes a unit's rank: its figures, what each indicator gives, and the one that decides."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..translation import tr
from .look import bold
from .rank_colours import group_colours
from .weights_session import WeightsSession, in_language


class ReasonsPanel(QWidget):
    """Shows one unit under the weights in hand."""

    def __init__(self, session: WeightsSession, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self.code = ""
        self._name = ""
        self.heading = bold(QLabel(self))
        self.heading.setObjectName("reasonsHeading")
        self.deciding = QLabel(self)
        self.deciding.setObjectName("deciding")
        for label in (self.heading, self.deciding):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        heads = (tr("Indicator"), tr("Value"), tr("Normalised"), tr("Weight, %"), tr("Gives"))
        self.table = QTableWidget(0, len(heads), self)
        self.table.setObjectName("reasons")
        self.table.setHorizontalHeaderLabels(heads)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.table.setEditTriggers(QAbstractItemView.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectRows)
        self.table.setWordWrap(False)
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.Interactive)
        header.resizeSection(0, 17 * self.fontMetrics().horizontalAdvance("0"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.heading)
        column.addWidget(self.deciding)
        column.addWidget(self.table, 1)
        self.show_unit("", "")

    def show_unit(self, code: str, name: str) -> None:
        """The unit in hand; "" for none."""
        self.code, self._name = code, name
        self.refresh()

    def refresh(self) -> None:
        session = self._session
        if not self.code or session.board is None or session.weighting is None:
            self.heading.setText(tr("Choose a unit in the list: here stands what makes its rank."))
            self.deciding.clear()
            self.table.setRowCount(0)
            return
        why = session.board.explain(session.weighting, self.code)
        self.heading.setText(
            tr("{name}: rank {rank}, score {score}", name=self._name, rank=why.rank, score=f"{why.score:.4f}")
        )
        if why.deciding:
            (item,) = (part.indicator for part in why.parts if part.indicator.code == why.deciding)
            self.deciding.setText(
                tr(
                    "Decided by {indicator}: without it the rank would be {rank}.",
                    indicator=f"{item.code} {in_language(item.zh, item.en)}",
                    rank=why.without,
                )
            )
        else:
            self.deciding.setText(tr("No single indicator decides: without any one of them the rank stays."))
        colours = group_colours(session.weighting.groups)
        self.table.setRowCount(len(why.parts))
        for row, part in enumerate(why.parts):
            item = part.indicator
            unit = in_language(item.unit["zh"], item.unit["en"])
            name = f"{item.code} {in_language(item.zh, item.en)}" + (f" ({unit})" if unit else "")
            cells = (
                name,
                f"{part.value:,.{item.decimals}f}",
                f"{part.normalised:.3f}",
                f"{100 * part.weight:.2f}",
                f"{part.points:.4f}",
            )
            for column, text in enumerate(cells):
                cell = QTableWidgetItem(text)
                if column:
                    cell.setTextAlignment(int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
                else:
                    cell.setToolTip(name)
                    cell.setForeground(colours[item.group].darker(130))
                if item.code == why.deciding:
                    font = cell.font()
                    font.setBold(True)
                    cell.setFont(font)
                self.table.setItem(row, column, cell)
