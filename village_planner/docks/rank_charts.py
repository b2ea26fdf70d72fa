"""Charts of the ranks, painted by hand: bars by group, and who rises and falls between two weightings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from qgis.PyQt.QtWidgets import QWidget

from ..translation import tr
from .rank_colours import FALLS, RISES, STAYS

INK, PALE, PAPER, TOP_LINE = "#222222", "#777777", "#ffffff", "#c8382f"
SCALE = 2  # pixels of a picture per pixel of the screen
PICTURE_WIDTH = 900  # px of the screen
MARGIN = 12.0


@dataclass(frozen=True)
class Bar:
    """A unit's line of the bar chart; points by group."""

    rank: int
    name: str
    points: tuple[float, ...]
    score: float


@dataclass(frozen=True)
class Shift:
    """A unit's rank under two weightings."""

    name: str
    first: int
    second: int

    @property
    def change(self) -> int:
        return self.first - self.second


class Chart(QWidget):
    """A chart as high as its lines ask for; `png` gives it as a picture of twice the screen's resolution."""

    def __init__(self, name: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.title = ""
        self.empty = tr("Nothing to show yet.")

    @property
    def line(self) -> float:
        return QFontMetricsF(self.font()).height() + 5

    def lines(self) -> int:
        raise NotImplementedError

    def draw(self, painter: QPainter, width: float, top: float) -> None:
        """The lines below `top`; `lines` says how many there are."""
        raise NotImplementedError

    def head(self, width: float) -> float:
        """Height above the first line, in a chart of that width."""
        return 3.2 * self.line + MARGIN

    def needed(self, width: float) -> int:
        """Height of the whole chart in that width."""
        return round(self.head(width) + max(self.lines(), 1) * self.line + MARGIN)

    def sizeHint(self) -> QSize:
        return QSize(340, self.needed(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def changed(self) -> None:
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter, self.width())
        painter.end()

    def paint(self, painter: QPainter, width: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        height = max(self.height(), self.needed(width))
        painter.fillRect(QRectF(0, 0, width, height), QColor(PAPER))
        if not self.lines():
            painter.setPen(QColor(PALE))
            painter.drawText(QRectF(0, 0, width, 4 * self.line), int(Qt.AlignmentFlag.AlignCenter), self.empty)
            return
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(INK))
        _text(painter, QRectF(MARGIN, MARGIN / 2, width - 2 * MARGIN, self.line), self.title)
        painter.setFont(self.font())
        self.draw(painter, width, self.head(width))

    def png(self) -> bytes:
        """The chart as a picture, PICTURE_WIDTH wide and as high as it needs to be; 2x."""
        image = self.image()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        buffer.close()
        return bytes(data)

    def image(self) -> QImage:
        size = QSize(PICTURE_WIDTH, self.needed(PICTURE_WIDTH))
        image = QImage(size * SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(SCALE)
        image.fill(QColor(PAPER))
        painter = QPainter(image)
        self.paint(painter, size.width())
        painter.end()
        return image


class BarChart(Chart):
    """Score by unit, best first, in pieces of what each group gives."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        self.bars: Sequence[Bar] = ()
        self._groups: Sequence[tuple[str, QColor]] = ()
        super().__init__("barChart", parent)
        self._top = 0

    def show_bars(self, title: str, bars: Sequence[Bar], groups: Sequence[tuple[str, QColor]], top: int) -> None:
        self.title, self.bars, self._groups, self._top = title, bars, groups, top
        self.changed()

    def lines(self) -> int:
        return len(self.bars)

    def head(self, width: float) -> float:
        rows = 1 + max((row for _, row in self._legend(width)), default=0)
        return (1.6 + rows) * self.line + MARGIN

    def _legend(self, width: float) -> list[tuple[float, int]]:
        """Where each group stands in the legend: x and row, in as many rows as it takes."""
        metrics = QFontMetricsF(self.font())
        places = []
        x, row = MARGIN, 0
        for name, _ in self._groups:
            wide = metrics.horizontalAdvance(name) + 26
            if x > MARGIN and x + wide > width - MARGIN:
                x, row = MARGIN, row + 1
            places.append((x, row))
            x += wide
        return places

    def draw(self, painter: QPainter, width: float, top: float) -> None:
        metrics = QFontMetricsF(self.font())
        for (name, colour), (x, row) in zip(self._groups, self._legend(width)):
            y = MARGIN / 2 + (1.4 + row) * self.line
            painter.fillRect(QRectF(x, y + 4, 10, self.line - 9), colour)
            painter.setPen(QColor(INK))
            painter.drawText(QPointF(x + 14, y + metrics.ascent() + 2), name)
        label = min(max(metrics.horizontalAdvance(_label(bar.rank, bar.name)) for bar in self.bars) + 6, 0.4 * width)
        figure = metrics.horizontalAdvance("0.0000") + 6
        room = width - 2 * MARGIN - label - figure
        highest = max(max(bar.score for bar in self.bars), 1e-9)
        for place, bar in enumerate(self.bars):
            y = top + place * self.line
            painter.setPen(QColor(INK))
            _text(painter, QRectF(MARGIN, y, label - 6, self.line), _label(bar.rank, bar.name))
            x = MARGIN + label
            for points, (_, colour) in zip(bar.points, self._groups):
                wide = max(points, 0.0) / highest * room
                painter.fillRect(QRectF(x, y + 3, wide, self.line - 6), colour)
                x += wide
            painter.drawText(QPointF(x + 5, y + metrics.ascent() + 2), f"{bar.score:.4f}")
        under = sum(bar.rank <= self._top for bar in self.bars)
        if 0 < under < len(self.bars):
            y = top + under * self.line
            painter.setPen(QPen(QColor(TOP_LINE), 1.5))
            painter.drawLine(QPointF(MARGIN, y), QPointF(width - MARGIN, y))


class ShiftChart(Chart):
    """Ranks under two weightings as two columns, a line from the one to the other."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        self.shifts: Sequence[Shift] = ()
        super().__init__("shiftChart", parent)
        self._first = self._second = self._note = ""
        self._top = 0

    def show_shifts(self, title: str, shifts: Sequence[Shift], first: str, second: str, note: str, top: int) -> None:
        """first, second  what the weightings are called   note  what the chart leaves out, and how alike the two are"""
        self.title, self.shifts, self._top = title, shifts, top
        self._first, self._second, self._note = first, second, note
        self.changed()

    def lines(self) -> int:
        return len(self.shifts)

    def draw(self, painter: QPainter, width: float, top: float) -> None:
        metrics = QFontMetricsF(self.font())
        painter.setPen(QColor(PALE))
        _text(painter, QRectF(MARGIN, MARGIN / 2 + self.line, width - 2 * MARGIN, self.line), self._note)
        side = min(
            max(metrics.horizontalAdvance(_label(999, shift.name) + "  ▲ 99") for shift in self.shifts) + 6, 0.4 * width
        )
        left, right = MARGIN + side, width - MARGIN - side
        heads = MARGIN / 2 + 2.05 * self.line
        painter.setPen(QColor(INK))
        _text(painter, QRectF(MARGIN, heads, width / 2 - MARGIN - 6, self.line), self._first)
        _text(painter, QRectF(width / 2 + 6, heads, width / 2 - MARGIN - 6, self.line), self._second, right=True)
        before = sorted(self.shifts, key=lambda shift: (shift.first, shift.second))
        after = sorted(self.shifts, key=lambda shift: (shift.second, shift.first))
        line_of = {id(shift): place for place, shift in enumerate(after)}
        for place, shift in enumerate(before):
            y, end = top + place * self.line, top + line_of[id(shift)] * self.line
            change = shift.change
            colour = QColor(RISES if change > 0 else FALLS if change < 0 else STAYS)
            crosses = (shift.first <= self._top) != (shift.second <= self._top)
            painter.setPen(QPen(colour, 2.6 if crosses else 1.3))
            middle = self.line / 2
            painter.drawLine(QPointF(left + 4, y + middle), QPointF(right - 4, end + middle))
            painter.setBrush(colour)
            for x, dot in ((left + 4, y), (right - 4, end)):
                painter.drawEllipse(QPointF(x, dot + middle), 2.5, 2.5)
            painter.setPen(QColor(INK))
            _text(painter, QRectF(MARGIN, y, side - 4, self.line), _label(shift.first, shift.name), right=True)
            if change:
                sign = f"  ▲ {change}" if change > 0 else f"  ▼ {-change}"
                wide = metrics.horizontalAdvance(sign) + 1
                painter.setPen(colour)
                _text(painter, QRectF(width - MARGIN - wide, end, wide, self.line), sign, right=True)
            else:
                wide = 0.0
            painter.setPen(QColor(INK))
            _text(painter, QRectF(right + 4, end, side - 4 - wide, self.line), _label(shift.second, shift.name))
        painter.setPen(QPen(QColor(TOP_LINE), 1.2, Qt.PenStyle.DashLine))
        for column, ordered in enumerate((before, after)):
            under = sum((shift.second if column else shift.first) <= self._top for shift in ordered)
            if 0 < under < len(ordered):
                y = top + under * self.line
                ends = (right - 10, width - MARGIN) if column else (MARGIN, left + 10)
                painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))


def _label(rank: int, name: str) -> str:
    return f"{rank}  {name}"


def _text(painter: QPainter, room: QRectF, text: str, right: bool = False) -> None:
    """One line, shortened at its end where it does not fit."""
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
