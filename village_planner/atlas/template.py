"""Layout templates: resources/layouts/*.qpt, drawn for A3 landscape and filled by the ids of their items.

A county restyles its atlas by opening a template in QGIS's layout designer: items may be moved, resized, recoloured or
removed as long as the others keep their ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemManualTable,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
)
from qgis.PyQt.QtXml import QDomDocument

from ..core.errors import StorageError
from ..paths import resource
from .fonts import with_installed_font

SMALLEST = 5.0  # points, text is not set smaller than this


class Page:
    """One page made from a template; coordinates in mm of the template's page."""

    def __init__(self, project: QgsProject, template: str, name: str, least: float = SMALLEST) -> None:
        """least  size in points that labels are not set below to fit"""
        self.least = least
        self.charts_left_out: list[str] = []  # titles of those there was no room for
        path = resource("layouts", f"{template}.qpt")
        document = _document(path, path.stat().st_mtime_ns)
        if document is None:
            raise StorageError("broken_template", "Layout {path} is not valid XML. Restore or replace it.", path=path)
        self.layout = QgsPrintLayout(project)
        self.layout.initializeDefaults()
        self.layout.loadFromTemplate(document, QgsReadWriteContext(), True)
        self.layout.setName(name)
        self.project = project  # after the layout, so that it goes after it: a layout must not outlive its project

    def item(self, identifier: str) -> Optional[Any]:
        """The item of that id in its own class; None where the county's template has none."""
        item = self.layout.itemById(identifier)
        return None if item is None else item

    def write(self, **texts: str) -> None:
        """Fill labels by id."""
        for identifier, text in texts.items():
            item = self.item(identifier)
            if isinstance(item, QgsLayoutItemLabel):
                item.setMode(QgsLayoutItemLabel.ModeFont)
                item.setText(text.replace("[%", "[ %"))  # a name is never an expression
                fit(item, self.least)

    def remove(self, *identifiers: str) -> None:
        for identifier in identifiers:
            item = self.item(identifier)
            if item is not None:
                self.layout.removeLayoutItem(item)

    def table(self, identifier: str) -> Optional[tuple[QgsLayoutItemManualTable, QgsLayoutFrame]]:
        """A table and its frame."""
        frame = self.item(identifier)
        if not isinstance(frame, QgsLayoutFrame):
            return None
        table = frame.multiFrame()
        return (table, frame) if isinstance(table, QgsLayoutItemManualTable) else None


@lru_cache(maxsize=16)
def _document(path: Path, changed: int) -> Optional[QDomDocument]:
    """A template, parsed once for all its pages; None where it is not valid XML.

    changed  when the file was, so that a template saved in between is read anew

    Loading marks the document's items as a template's, once for all, and leaves it as it is from then on: a copy for
    each page would take as long as parsing, and marking each copy longer than both.
    """
    document = QDomDocument()
    return document if document.setContent(with_installed_font(path.read_text(encoding="utf-8")))[0] else None


def box(item: QgsLayoutItem) -> tuple[float, float, float, float]:
    """x, y, width, height in mm."""
    position, size = item.positionWithUnits(), item.sizeWithUnits()
    return position.x(), position.y(), size.width(), size.height()


def move(item: QgsLayoutItem, box: Sequence[float]) -> None:
    x, y, width, height = box
    item.attemptMove(QgsLayoutPoint(x, y))
    item.attemptResize(QgsLayoutSize(width, height))


def fit(label: QgsLayoutItemLabel, least: float = SMALLEST) -> None:
    """Set a long text smaller, so that its longest line fits into the label."""
    width, font = box(label)[2], label.font()
    size = font.pointSizeF()
    while size > least and label.sizeForText().width() > width:
        size *= 0.95
        font.setPointSizeF(size)
        label.setFont(font)
