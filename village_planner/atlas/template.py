"""Layout templates: resources/layouts/*.qpt, drawn for A3 landscape and filled by the ids of their items.

A county restyles its atlas by opening a template in QGIS's layout designer: items may be moved, resized, recoloured or
removed as long as the others keep their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional
from xml.etree import ElementTree

from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemGroup,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemManualTable,
    QgsLayoutItemMap,
    QgsLayoutItemRegistry,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
)
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtXml import QDomDocument

from ..core.errors import StorageError
from ..paths import resource
from .fonts import with_installed_font

SMALLEST = 5.0  # points, text is not set smaller than this
Box = tuple[float, float, float, float]  # x, y, width, height in mm


class Page:
    """One page made from a template; coordinates in mm of the template's page."""

    def __init__(self, project: QgsProject, template: str, name: str, least: float = SMALLEST) -> None:
        """least  size in points that labels are not set below to fit"""
        self.least = least
        self.charts_left_out: list[str] = []  # titles of those there was no room for
        path = _path(template)
        document = _document(path, path.stat().st_mtime_ns)
        if document is None:
            raise StorageError("broken_template", "Layout {path} is not valid XML. Restore or replace it.", path=path)
        self.layout = QgsPrintLayout(project)
        self.layout.initializeDefaults()
        self.layout.loadFromTemplate(document, QgsReadWriteContext(), True)
        self.layout.setName(name)
        self.layout.undoStack().blockCommands(True)  # nobody undoes what the program writes
        self.project = project  # after the layout, so that it goes after it: a layout must not outlive its project
        self._as_opened: dict[str, _State] = {}  # by uuid
        self._by_id: dict[str, QgsLayoutItem] = {}  # items of a template that is kept: they never go
        self._removed: set[str] = set()  # ids of items that stay in a layout that is kept, hidden

    def item(self, identifier: str) -> Optional[Any]:
        """The item of that id in its own class; None where the county's template has none, or it was removed."""
        if identifier in self._removed:
            return None
        return self._by_id.get(identifier) or self.layout.itemById(identifier)

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
            if item is not None and self._as_opened:
                item.setVisibility(False)
                self._removed.add(identifier)
            elif item is not None:
                self.layout.removeLayoutItem(item)

    def table(self, identifier: str) -> Optional[tuple[QgsLayoutItemManualTable, QgsLayoutFrame]]:
        """A table and its frame."""
        frame = self.item(identifier)
        if not isinstance(frame, QgsLayoutFrame):
            return None
        table = frame.multiFrame()
        return (table, frame) if isinstance(table, QgsLayoutItemManualTable) else None

    # ---- page after page
    def keep(self) -> None:
        """Remember how the template was, to be able to `reset` to it."""
        items = _items(self.layout)
        self._as_opened = {item.uuid(): _State.of(item) for item in items}
        self._by_id = {item.id(): self.layout.itemById(item.id()) for item in items if item.id()}

    def reset(self) -> None:
        """As opened anew, for the next page."""
        self._removed.clear()
        items = [(item, self._as_opened.get(item.uuid())) for item in _items(self.layout)]
        groups = [item for item, state in items if state is None and isinstance(item, QgsLayoutItemGroup)]
        for group in groups:
            self.layout.ungroupItems(group)  # else what is in it goes with it
        for item, state in items:
            if item in groups:
                continue
            if state is not None:
                state.restore(item)
                continue
            table = item.multiFrame() if isinstance(item, QgsLayoutFrame) else None
            self.layout.removeLayoutItem(item)
            if table is not None:
                self.layout.removeMultiFrame(table)


@lru_cache(maxsize=16)
def _document(path: Path, changed: int) -> Optional[QDomDocument]:
    """A template, parsed once for all its pages; None where it is not valid XML.

    changed  when the file was, so that a template saved in between is read anew

    Loading marks the document's items as a template's, once for all, and leaves it as it is from then on: a copy for
    each page would take as long as parsing, and marking each copy longer than both.
    """
    document = QDomDocument()
    return document if document.setContent(with_installed_font(path.read_text(encoding="utf-8")))[0] else None


@dataclass(frozen=True)
class _State:
    """What filling a page changes in an item of its template. added: ids of a map's grids and overviews"""

    place: Box
    visible: bool
    text: str = ""
    mode: Optional[QgsLayoutItemLabel.Mode] = None
    font: Optional[QFont] = None
    added: frozenset[str] = frozenset()

    @classmethod
    def of(cls, item: QgsLayoutItem) -> _State:
        place, visible = box(item), item.isVisible()
        if isinstance(item, QgsLayoutItemLabel):
            return cls(place, visible, item.text(), item.mode(), QFont(item.font()))
        if isinstance(item, QgsLayoutItemMap):
            return cls(place, visible, added=frozenset(_added(item)))
        return cls(place, visible)

    def restore(self, item: QgsLayoutItem) -> None:
        if item.isVisible() != self.visible:
            item.setVisibility(self.visible)
        move(item, self.place)
        if isinstance(item, QgsLayoutItemLabel):
            if item.mode() != self.mode:
                item.setMode(self.mode)
            if item.text() != self.text:
                item.setText(self.text)
            if item.font() != self.font:
                item.setFont(self.font)
        elif isinstance(item, QgsLayoutItemLegend):
            item.model().rootGroup().clear()
        elif isinstance(item, QgsLayoutItemMap):
            item.setLayers([])
            for identifier, remove in _added(item).items():
                if identifier not in self.added:
                    remove(identifier)


def _added(item: QgsLayoutItemMap) -> dict[str, Callable[[str], None]]:
    """Id of each grid and overview of a map -> what removes it."""
    stacks = ((item.grids(), item.grids().removeGrid), (item.overviews(), item.overviews().removeOverview))
    return {one.id(): remove for stack, remove in stacks for one in stack.asList()}


def _items(layout: QgsPrintLayout) -> list[QgsLayoutItem]:
    return [
        item
        for item in layout.items()
        if isinstance(item, QgsLayoutItem) and item.type() != QgsLayoutItemRegistry.LayoutPage
    ]


class Board:
    """A project, and the page that is made in it."""

    def __init__(self, project: QgsProject) -> None:
        self.project = project

    def page(self, template: str, name: str, least: float = SMALLEST) -> Page:
        return Page(self.project, template, name, least)

    def clear(self) -> None:
        """Done with the page."""
        self.project.clear()


class KeepingBoard(Board):
    """Page after page of the same template is made on the layout of the one before, which takes long to open."""

    def __init__(self, project: QgsProject) -> None:
        super().__init__(project)
        self._open: dict[str, Page] = {}
        self._used: Optional[Page] = None

    def page(self, template: str, name: str, least: float = SMALLEST) -> Page:
        page = self._open.get(template)
        if page is None:
            page = self._open[template] = Page(self.project, template, name, least)
            page.keep()
        page.least, page.charts_left_out = least, []
        page.layout.setName(name)
        self._used = page
        return page

    def clear(self) -> None:
        if self._used is not None:
            self._used.reset()
        self.project.removeAllMapLayers()


def _path(template: str) -> Path:
    return resource("layouts", f"{template}.qpt")


def boxes(template: str) -> Mapping[str, Box]:
    """Id of an item -> where the template has it; for any thread."""
    path = _path(template)
    return _boxes(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _boxes(path: Path, changed: int) -> Mapping[str, Box]:
    """changed  as of `_document`"""
    try:
        items = ElementTree.parse(path).getroot().iter("LayoutItem")
    except ElementTree.ParseError:
        return {}  # opening the page tells
    found = {}
    for item in items:
        position = QgsLayoutPoint.decodePoint(item.get("position", ""))
        size = QgsLayoutSize.decodeSize(item.get("size", ""))
        found[item.get("id", "")] = position.x(), position.y(), size.width(), size.height()
    return found


def box(item: QgsLayoutItem) -> Box:
    """x, y, width, height in mm."""
    position, size = item.positionWithUnits(), item.sizeWithUnits()
    return position.x(), position.y(), size.width(), size.height()


def move(item: QgsLayoutItem, place: Sequence[float]) -> None:
    """Only what is not yet so: each has the item, and what hangs on it, laid out anew."""
    x, y, width, height = place
    now = box(item)
    if now[:2] != (x, y):
        item.attemptMove(QgsLayoutPoint(x, y))
    if now[2:] != (width, height):
        item.attemptResize(QgsLayoutSize(width, height))


def fit(label: QgsLayoutItemLabel, least: float = SMALLEST) -> None:
    """Set a long text smaller, so that its longest line fits into the label."""
    width, font = box(label)[2], label.font()
    size = font.pointSizeF()
    while size > least and label.sizeForText().width() > width:
        size *= 0.95
        font.setPointSizeF(size)
        label.setFont(font)
