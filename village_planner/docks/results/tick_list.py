"""A list to tick, with a search field: groups of entries, and entries that are missing say what they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Optional, Union

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ...translation import tr
from ..widgets import tool_button
from .choice import Names

KEY = Qt.ItemDataRole.UserRole
NAME = Qt.ItemDataRole.UserRole + 1
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
WAY = "QToolButton { color: #3f7fb5; background: white; border: 1px solid #c8d8e4; border-radius: 2px; }"
ROWS = 7  # shown before the list scrolls


@dataclass(frozen=True)
class Entry:
    """key: what it is called in a choice; text: what is read; missing: why it cannot be had, "" where it can; name:
    what it is called alone, "" for text."""

    key: str
    text: str
    tip: str = ""
    missing: str = ""
    ticked: bool = True
    cure: str = ""  # where what is missing comes from, as a button says it
    name: str = ""


class TickList(QWidget):
    """`changed` follows every change of the ticks; `picked` says which entry is in hand; `cure_asked` wants to go where
    an entry that is missing comes from."""

    changed = pyqtSignal()
    picked = pyqtSignal(str, str)  # group, key
    cure_asked = pyqtSignal(str, str)

    def __init__(self, name: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._later = QTimer(self)  # a tick on a group changes every entry of it
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._say)
        self.search = QgsFilterLineEdit(self)
        self.search.setObjectName(f"{name}_search")
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(tr("Find"))
        self.search.textChanged.connect(self._filter)
        every = tool_button(self, f"{name}_all", tr("All"), tr("Tick all that are shown"))
        every.clicked.connect(lambda: self._tick_shown(ON))
        none = tool_button(self, f"{name}_none", tr("None"), tr("Untick all that are shown"))
        none.clicked.connect(lambda: self._tick_shown(OFF))
        self.count = QLabel(self)
        self.count.setObjectName(f"{name}_count")
        self.tree = QTreeWidget(self)
        self.tree.setObjectName(f"{name}_tree")
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)  # the second: the way to what is missing
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeToContents)
        self.tree.setUniformRowHeights(True)
        self.tree.setMinimumHeight(ROWS * (self.fontMetrics().height() + 5))
        self.tree.setMinimumWidth(120)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.itemChanged.connect(lambda *_: self._later.start())
        self.tree.currentItemChanged.connect(self._pick)
        self.tree.itemActivated.connect(self._activate)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        for part in (every, none):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.tree, 1)
        self.lacking = tool_button(self, f"{name}_missing", "", tr("Show only what is missing"))
        self.lacking.setCheckable(True)
        self.lacking.toggled.connect(lambda _: self._filter(self.search.text()))
        self.lacking.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.lacking)
        column.addLayout(foot)
        self._groups: dict[str, list[QTreeWidgetItem]] = {}

    def set_entries(self, groups: Mapping[tuple[str, str], Sequence[Entry]]) -> None:
        """(key, title) of a group -> its entries; a group without title has none over its entries. Ticks stay."""
        kept = {group: self.ticked(group) for group, items in self._groups.items() if any(map(_can, items))}
        current = self.current()
        self.tree.blockSignals(True)
        self.tree.clear()
        self._groups = {}
        for (group, title), entries in groups.items():
            parent: Union[QTreeWidget, QTreeWidgetItem] = self.tree
            if title:
                parent = QTreeWidgetItem(self.tree, [title])
                parent.setFlags(parent.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            self._groups[group] = [self._item(parent, entry, group) for entry in entries]
            if isinstance(parent, QTreeWidgetItem):
                parent.setExpanded(len(entries) < ROWS)
            if group in kept:
                self._tick(group, kept[group])
            for item in self._groups[group]:
                if (group, item.data(0, KEY)) == current:
                    self.tree.setCurrentItem(item)
        self.tree.setRootIsDecorated(any(title for _, title in groups))
        self.tree.blockSignals(False)
        lacking = sum(not _can(item) for item in self.items())
        self.lacking.setText(tr("{count} missing", count=lacking))
        self.lacking.setVisible(lacking > 0)
        if not lacking:
            self.lacking.setChecked(False)
        self._filter(self.search.text())
        self._say(False)

    def _item(self, parent: Union[QTreeWidget, QTreeWidgetItem], entry: Entry, group: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [entry.text if not entry.missing else f"{entry.text}  ({tr('missing')})"])
        item.setData(0, KEY, entry.key)
        item.setData(0, NAME, entry.name or entry.text)
        item.setToolTip(0, entry.missing or entry.tip or entry.text)
        if entry.missing:  # can be picked to read what it needs, but not ticked
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setForeground(0, self.tree.palette().placeholderText())
            if entry.cure:
                way = tool_button(self.tree, f"cure_{entry.key}", tr("Bring it ›"), entry.cure)
                way.setStyleSheet(WAY)
                way.clicked.connect(lambda: self.cure_asked.emit(group, entry.key))
                self.tree.setItemWidget(item, 1, way)
        else:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, ON if entry.ticked else OFF)
        return item

    def ticked(self, group: str = "") -> Names:
        """Keys that are ticked; None where all are that can be."""
        found, able = self.keys(group), [item for item in self._groups.get(group, ()) if _can(item)]
        return None if able and len(found) == len(able) else tuple(found)

    def keys(self, group: str = "") -> list[str]:
        """Keys that are ticked, one by one."""
        items = (item for item in self._groups.get(group, ()) if _can(item) and item.checkState(0) == ON)
        return [str(item.data(0, KEY)) for item in items]

    def names(self, group: str = "") -> dict[str, str]:
        """Key -> name of every entry, ticked or not."""
        return {str(item.data(0, KEY)): str(item.data(0, NAME)) for item in self._groups.get(group, ())}

    def has(self, group: str) -> bool:
        """Whether a group has entries."""
        return bool(self._groups.get(group))

    def set_ticked(self, wanted: Names, group: str = "") -> None:
        self.tree.blockSignals(True)
        self._tick(group, wanted)
        self.tree.blockSignals(False)
        self.tree.viewport().update()
        self._say()

    def current(self) -> tuple[str, str]:
        """Group and key of the entry in hand."""
        item = self.tree.currentItem()
        for group, items in self._groups.items():
            if item is not None and any(item is one for one in items):
                return group, str(item.data(0, KEY))
        return "", ""

    def items(self) -> Iterable[QTreeWidgetItem]:
        return (item for items in self._groups.values() for item in items)

    def _tick(self, group: str, wanted: Names) -> None:
        for item in self._groups.get(group, ()):
            if _can(item):
                item.setCheckState(0, ON if wanted is None or item.data(0, KEY) in wanted else OFF)

    def _tick_shown(self, state: Qt.CheckState) -> None:
        for item in self.items():
            if _can(item) and not item.isHidden():
                item.setCheckState(0, state)

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        only = self.lacking.isChecked()
        for item in self.items():
            found = wanted in f"{item.text(0)} {item.data(0, KEY)}".casefold()
            item.setHidden(not found or (only and _can(item)))
        for number in range(self.tree.topLevelItemCount()):
            parent = self.tree.topLevelItem(number)
            if parent.childCount():
                shown = [i for i in range(parent.childCount()) if not parent.child(i).isHidden()]
                parent.setHidden(not shown)
                if wanted:
                    parent.setExpanded(True)

    def _activate(self, item: QTreeWidgetItem, _: int) -> None:
        """Enter or a double click on what is missing."""
        if not _can(item) and not item.childCount():
            self.cure_asked.emit(*self.current())

    def _pick(self, item: Optional[QTreeWidgetItem], _: Optional[QTreeWidgetItem]) -> None:
        self.picked.emit(*self.current())

    def _say(self, tell: bool = True) -> None:
        able = [item for item in self.items() if _can(item)]
        ticked = sum(item.checkState(0) == ON for item in able)
        self.count.setText(tr("{ticked} of {all} ticked", ticked=ticked, all=len(able)))
        if tell:
            self.changed.emit()


def _can(item: QTreeWidgetItem) -> bool:
    return bool(item.flags() & Qt.ItemFlag.ItemIsUserCheckable)
