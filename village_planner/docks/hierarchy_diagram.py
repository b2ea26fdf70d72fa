"""The settlement hierarchy as a tidy picture: seat, towns, central villages, and the ordinary ones beside them."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from ..core.errors import StorageError
from ..core.indicators.hierarchy import ORDINARY_VILLAGE
from ..core.review.settlement import PlanHierarchy
from ..translation import tr
from .hierarchy_map import LINES, SIZES, draw_sign
from .hierarchy_model import role_word

WIDTH, MARGIN, GAP = 2000, 40, 6
COLUMNS = (60, 300, 640, 960)  # px from the left of the signs of the four tiers
LEAVES = WIDTH - COLUMNS[3] - MARGIN


def draw_diagram(plan: PlanHierarchy, title: str) -> QImage:
    """The whole tree, a line per central village; as high as it needs to be."""
    font, small, head = QFont(), QFont(), QFont()
    font.setPixelSize(17)
    small.setPixelSize(14)
    head.setPixelSize(28)
    head.setBold(True)
    line = QFontMetricsF(small).lineSpacing()
    children, nodes = plan.tree.children(), plan.tree.nodes
    names = {str(code): str(name) or str(code) for code, name in nodes["name"].items()}
    roles = {str(code): str(role) for code, role in nodes["role"].items()}
    heights: dict[str, float] = {}
    leaves: dict[str, str] = {}
    for code in reversed([str(code) for code in nodes.index]):  # children first
        below = children.get(code, [])
        ordinary = [child for child in below if roles[child] == ORDINARY_VILLAGE]
        leaves[code] = "、".join(names[child] for child in ordinary)
        text = QFontMetricsF(small).boundingRect(QRectF(0, 0, LEAVES, 1e6), int(Qt.TextFlag.TextWordWrap), leaves[code])
        own = max(line + 4, text.height() + 4) if ordinary else line + 4
        inner = sum(heights[child] + GAP for child in below if roles[child] != ORDINARY_VILLAGE)
        heights[code] = max(own, inner + (own + GAP if ordinary and inner else 0))
    root = str(nodes.index[0])
    top = MARGIN + 90
    image = QImage(WIDTH, round(top + heights[root] + MARGIN), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    image.setDotsPerMeterX(5906)  # 150 dpi
    image.setDotsPerMeterY(5906)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.Antialiasing)
    painter.setFont(head)
    painter.setPen(QColor("#1d2730"))
    painter.drawText(QPointF(MARGIN, MARGIN + 24), title)
    painter.setFont(font)
    heads = [[role] for role in ("county_seat",)] + [["central_town", "sub_central_town"], ["central_village"]]
    for x, roles_of in zip(COLUMNS, [*heads, [ORDINARY_VILLAGE]]):
        counts = plan.tree.counts()
        words = [f"{role_word(role)} {counts[role]}" for role in roles_of]
        painter.drawText(QPointF(x - 12, MARGIN + 64), " · ".join(words))

    def place(code: str, tier: int, y: float) -> QPointF:
        """Draw a node and what is below it from y downwards; where its sign is."""
        role = roles[code]
        middle = QPointF(COLUMNS[tier], y + heights[code] / 2)
        at = y
        ends = []
        for child in children.get(code, []):
            if roles[child] == ORDINARY_VILLAGE:
                continue
            deeper = 2 if roles[child] == "central_village" else tier + 1
            ends.append((place(child, deeper, at), roles[child]))
            at += heights[child] + GAP
        for end, of in ends:
            width, colour = LINES[of]
            painter.setPen(QPen(QColor(colour), width))
            bend = COLUMNS[tier] + 190 if tier < 2 else COLUMNS[tier] + 20
            bend = min(bend, end.x() - 20)
            painter.drawPolyline(middle, QPointF(bend, middle.y()), QPointF(bend, end.y()), end)
        if leaves[code]:
            box_top = at if ends else y
            box = QRectF(COLUMNS[3], box_top, LEAVES, y + heights[code] - box_top)
            centre = QPointF(COLUMNS[3] - 10, box.center().y())
            painter.setPen(QPen(QColor(LINES[ORDINARY_VILLAGE][1]), 1))
            if tier == 2:
                name_end = COLUMNS[2] + 14 + QFontMetricsF(font).horizontalAdvance(names[code])
                painter.drawLine(QPointF(min(name_end + 8, centre.x()), middle.y()), centre)
            painter.setPen(QColor("#39444c"))
            painter.setFont(small)
            flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(box, flags, leaves[code])
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        room = (COLUMNS[tier + 1] - COLUMNS[tier] - 40) if tier < 3 else LEAVES
        text = metrics.elidedText(names[code], Qt.TextElideMode.ElideRight, room)
        spot = QPointF(middle.x() + 14, middle.y() + metrics.ascent() / 2 - 2)
        painter.fillRect(
            QRectF(
                spot.x() - 2, middle.y() - metrics.height() / 2, metrics.horizontalAdvance(text) + 4, metrics.height()
            ),
            QColor("#ffffff"),
        )
        draw_sign(painter, middle, role, SIZES[role], "#26323a")
        painter.setPen(QColor("#1d2730"))
        painter.drawText(spot, text)
        return middle

    place(root, 0, top)
    painter.end()
    return image


def save_diagram(plan: PlanHierarchy, title: str, path: Path) -> None:
    """Write the picture as PNG; raises StorageError where that fails."""
    if not draw_diagram(plan, title).save(str(path), "PNG"):
        raise StorageError(
            "cannot_write",
            "Output {layer} could not be written ({reason}). Check free disk space and write permission.",
            layer=path.name,
            reason=tr("no file was made"),
        )
