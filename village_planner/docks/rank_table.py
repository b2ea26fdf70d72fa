"""The rank list: score bars by group, TOPSIS beside, what has changed, how firm it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ..translation import tr
from .rank_colours import FALLS, RISES, group_colours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .weights_session import WeightsSession

RANK, NAME, SCORE, TOPSIS, CHANGE, FIRM = range(6)
BAR = int(Qt.ItemDataRole.UserRole) + 1  # (points by group, highest score)
TOP_LINE = "#c8382f"


class RankTable(QAbstractTableModel):
    """Rows are units in the order asked for; figures stay in arrays, so that 10,000 of them follow a hand."""

    def __init__(self, session: WeightsSession, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._headings = (
            tr("Rank"),
            tr("Unit"),
            tr("Score"),
            tr("TOPSIS"),
            tr("Change"),
            tr("Firm, %"),
        )
        self._tips = (
            "",
            "",
            tr("Weighted sum, 0 to 1; the bar shows what each group gives"),
            tr("Rank by TOPSIS under the same weights"),
            tr("Places up or down against the weights saved with the plan"),
            tr("Share of the trials with other weights in which the unit is among the top; known when the hand pauses"),
        )
        self._codes: Sequence[str] = ()
        self._names: Sequence[str] = ()
        self._places: dict[str, int] = {}
        self._points: Optional[NDArray] = None
        self._change: Optional[NDArray] = None
        self._firm: Optional[Mapping[str, NDArray]] = None
        self._highest = 1.0
        self.order: NDArray[Any]
        self.sorted_by, self.descending = RANK, False
        self._empty()

    def _empty(self) -> None:
        import numpy as np

        self.order = np.empty(0, dtype=int)

    # ---- from the session
    def reload(self) -> None:
        """Another level or plan."""
        self.beginResetModel()
        session = self._session
        self._empty()
        if session.units is None or session.board is None:
            self._codes, self._names, self._places = (), (), {}
        else:
            self._codes = session.board.units
            self._names = [str(name or code) for name, code in zip(session.units["name"], self._codes)]
            if session.level == "village":
                towns = session.units["township_name"]
                self._names = [f"{name} · {town}" if town else name for name, town in zip(self._names, towns)]
            self._places = {code: place for place, code in enumerate(self._codes)}
            self._take()
            self._sort()
        self.endResetModel()

    def refresh(self) -> None:
        """Other weights: the rows are put in order anew; who is selected stays so."""
        if self._session.board is None:
            return
        self._take()
        self._reorder()

    def show_trials(self) -> None:
        self._take_trials()
        if self.sorted_by == FIRM:
            self._reorder()
        elif len(self.order):
            self.dataChanged.emit(self.index(0, FIRM), self.index(len(self.order) - 1, FIRM))

    def _take(self) -> None:
        session = self._session
        assert session.board is not None and session.weighting is not None and session.ranked is not None
        from ..core.indicators.scoreboard import shifts

        self._points = session.board.group_points(session.weighting)
        self._colours = list(group_colours(session.weighting.groups).values())
        self._highest = max(float(session.ranked.scores.max()), 1e-9)
        self._change = shifts(session.ranked.ranks, session.plan_ranked.ranks if session.plan_ranked else None)
        self._take_trials()

    def _take_trials(self) -> None:
        trials = self._session.trials
        self._firm = (
            None
            if trials is None
            else {name: trials[name].to_numpy() for name in ("top_share", "best_rank", "worst_rank")}
        )

    # ---- order
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.sorted_by, self.descending = column, order == Qt.SortOrder.DescendingOrder
        if self._session.board is not None:
            self._reorder()

    def _reorder(self) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        units = [int(self.order[index.row()]) for index in held]
        self._sort()
        if held:
            import numpy as np

            row_of = np.empty(len(self.order), dtype=int)
            row_of[self.order] = np.arange(len(self.order))
            self.changePersistentIndexList(
                held, [self.index(int(row_of[unit]), index.column()) for unit, index in zip(units, held)]
            )
        self.layoutChanged.emit()

    def _sort(self) -> None:
        import numpy as np

        ranked = self._session.ranked
        assert ranked is not None
        if self.sorted_by == NAME:
            key: Any = np.argsort(np.argsort(np.array(self._names, dtype=object), kind="stable"), kind="stable")
        elif self.sorted_by == TOPSIS:
            key = ranked.topsis_ranks
        elif self.sorted_by == SCORE:
            key = ranked.scores
        elif self.sorted_by == CHANGE and self._change is not None:
            key = self._change
        elif self.sorted_by == FIRM and self._firm is not None:
            key = self._firm["top_share"]
        else:
            key = ranked.ranks
        self.order = np.lexsort((ranked.ranks, -key if self.descending else key))

    @property
    def by_rank(self) -> bool:
        """Whether the best stand on top, so that a line under the top makes sense."""
        return (self.sorted_by, self.descending) in ((RANK, False), (SCORE, True))

    def code(self, row: int) -> str:
        return self._codes[int(self.order[row])]

    def name(self, code: str) -> str:
        return self._names[self._places[code]]

    def row_of(self, code: str) -> int:
        """Row of a unit, -1 for none."""
        import numpy as np

        place = self._places.get(code)
        return -1 if place is None else int(np.flatnonzero(self.order == place)[0])

    # ---- QAbstractTableModel
    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return self._tips[section] or None if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        ranked = self._session.ranked
        if not index.isValid() or ranked is None:
            return None
        unit, column = int(self.order[index.row()]), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(unit, column)
        if role == BAR and column == SCORE and self._points is not None:
            return self._points[unit], self._colours, self._highest
        if role == Qt.ItemDataRole.TextAlignmentRole and column != NAME:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column == CHANGE and self._change is not None:
            change = int(self._change[unit])
            return QColor(RISES if change > 0 else FALLS) if change else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(unit, column)
        return None

    def _text(self, unit: int, column: int) -> str:
        ranked = self._session.ranked
        assert ranked is not None
        if column == RANK:
            return str(int(ranked.ranks[unit]))
        if column == NAME:
            return self._names[unit]
        if column == SCORE:
            return f"{ranked.scores[unit]:.4f}"
        if column == TOPSIS:
            return str(int(ranked.topsis_ranks[unit]))
        if column == CHANGE:
            return change_text(None if self._change is None else int(self._change[unit]))
        return "…" if self._firm is None else f"{100 * self._firm['top_share'][unit]:.0f}"

    def _tip(self, unit: int, column: int) -> Optional[str]:
        if column == NAME:
            return self._codes[unit]
        if column == SCORE and self._points is not None:
            names = self._session.group_names().values()
            return "\n".join(f"{name}  {points:.4f}" for name, points in zip(names, self._points[unit]))
        if column == FIRM and self._firm is not None:
            return tr(
                "Best rank {best}, worst {worst} over all trials",
                best=int(self._firm["best_rank"][unit]),
                worst=int(self._firm["worst_rank"][unit]),
            )
        return self._headings[column] if column == CHANGE and self._change is None else None


class BarDelegate(QStyledItemDelegate):
    """The score as a bar of what each group gives, and as a number beside it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        bar = index.data(BAR)
        if bar is None:
            super().paint(painter, option, index)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        points, colours, highest = bar
        text = str(index.data())
        width = QFontMetrics(option.font).horizontalAdvance("0.0000") + 8
        room = option.rect.adjusted(2, 4, -width - 2, -4)
        draw_bar(painter, room, points, colours, highest)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        painter.drawText(
            option.rect.adjusted(0, 0, -4, 0), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(150, super().sizeHint(option, index).height())


def draw_bar(
    painter: QPainter, room: QRect, points: Sequence[float], colours: Sequence[QColor], highest: float
) -> None:
    """Pieces beside each other, the whole room is the highest score."""
    left = float(room.left())
    for own, colour in zip(points, colours):
        wide = max(float(own), 0.0) / highest * room.width()
        right = left + wide
        painter.fillRect(QRect(round(left), room.top(), round(right) - round(left), room.height()), colour)
        left = right


class RankView(QTableView):
    """The table, with a line under the top."""

    def __init__(self, model: RankTable, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ranks")
        self.setModel(model)
        self.top = 0
        self.setSelectionBehavior(QAbstractItemView.SelectRows)
        self.setSelectionMode(QAbstractItemView.SingleSelection)
        self.setEditTriggers(QAbstractItemView.NoEditTriggers)
        self.setItemDelegateForColumn(SCORE, BarDelegate(self))
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        digits = self.fontMetrics().horizontalAdvance("0")
        for column, width in ((RANK, 5), (TOPSIS, 5), (CHANGE, 5), (FIRM, 5)):
            needed = self.fontMetrics().horizontalAdvance(str(model.headerData(column, Qt.Orientation.Horizontal)))
            self.setColumnWidth(column, max(width * digits, needed + (22 if column == RANK else 12)))
        self.setColumnWidth(NAME, 16 * digits)
        header.setMinimumSectionSize(36)
        self.setMinimumWidth(300)
        header.setSortIndicator(RANK, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def fit_names(self) -> None:
        """The names' column as wide as the first ones need, within reason."""
        model, digit = self.model(), self.fontMetrics().horizontalAdvance("0")
        names = [str(model.index(row, NAME).data()) for row in range(min(model.rowCount(), 50))]
        needed = max((self.fontMetrics().horizontalAdvance(name) for name in names), default=0) + 12
        self.setColumnWidth(NAME, min(max(needed, 8 * digit), 18 * digit))
        self._fit_score()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_score()

    def _fit_score(self) -> None:
        """The bars take the room left, and never less than shows something."""
        others = sum(self.columnWidth(column) for column in (RANK, NAME, TOPSIS, CHANGE, FIRM))
        self.setColumnWidth(
            SCORE, max(self.viewport().width() - others, 11 * self.fontMetrics().horizontalAdvance("0"))
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.model()
        if not self.top or not model.by_rank or self.top >= model.rowCount():
            return
        y = self.rowViewportPosition(self.top - 1) + self.rowHeight(self.top - 1) - 1
        if 0 <= y <= self.viewport().height():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(TOP_LINE), 2))
            painter.drawLine(0, y, self.viewport().width(), y)
            painter.end()


def change_text(change: Optional[int]) -> str:
    """▲ 3, ▼ 2, –; an empty text where there is nothing to compare with."""
    if change is None:
        return ""
    return f"▲ {change}" if change > 0 else f"▼ {-change}" if change < 0 else "–"
