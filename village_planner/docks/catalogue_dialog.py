"""The editor of catalogues: entries on the left, the entry in hand as a form on the right, faults said at the field."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QFont
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..core.catalogue_editing import ADDED, CHANGED, MOVED, REMOVED, Difference, free_name, name_field
from ..core.errors import PlannerError
from ..paths import resource
from ..translation import in_own_language, say, say_error, tr
from .catalogue_session import GENERAL, CatalogueSession
from .catalogue_words import catalogue_title, choice_label, field_label, list_title
from .desk import LEVELS, Desk
from .schema_form import Choices, JsonField, SchemaForm, as_text
from .widgets import message_label, say_on, tool_button

EDITABLE = (
    *("indicators", "village_types", "binding_indicators", "targets", "road_speeds", "review_rounds"),
    *("facility_standards", "consolidation"),
)
BAD, OWN = QColor("#8a1f17"), QColor("#28502f")
ROW = Qt.ItemDataRole.UserRole


def editable() -> list[str]:
    """Catalogues that are there."""
    return [name for name in EDITABLE if resource("catalogues", f"{name}.schema.json").exists()]


class CatalogueDialog(QDialog):
    """Not modal. `saved` carries the name of a catalogue that was kept in the county's database."""

    saved = pyqtSignal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("villagePlannerCatalogue")
        self.setWindowTitle(tr("Catalogues of the county"))
        self._desk = desk
        self.session: Optional[CatalogueSession] = None
        self._form: Optional[SchemaForm] = None
        self._section, self._row = GENERAL, -1
        self._build()
        self.resize(1060, 640)

    # ---- building
    def _build(self) -> None:
        head = QHBoxLayout()
        self.catalogue = self._combo("catalogue", tr("The catalogue to edit"))
        for name in editable():
            self.catalogue.addItem(catalogue_title(name), name)
        self.catalogue.activated.connect(lambda _: self._choose())
        self.section = self._combo("section", tr("The part of the catalogue"))
        self.section.activated.connect(lambda _: self._fill())
        self.level = self._combo("level", tr("The units an indicator is known of"))
        self.level.addItem(tr("Townships and villages"), "")
        for level in LEVELS:
            self.level.addItem(choice_label(level), level)
        self.level.activated.connect(lambda _: self._fill())
        self.figure = QLabel(self)
        self.figure.setObjectName("figure")
        for widget in (self.catalogue, self.section, self.level):
            head.addWidget(widget)
        head.addStretch()
        head.addWidget(self.figure)

        self.tree = QTreeWidget(self)
        self.tree.setObjectName("entries")
        self.tree.setHeaderLabels([tr("Code"), tr("Name"), tr("Unit of measure"), tr("State")])
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SingleSelection)
        self.tree.header().setSectionResizeMode(1, QHeaderView.Stretch)
        self.tree.header().setStretchLastSection(False)
        self.tree.currentItemChanged.connect(lambda now, _: self._take(now))
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree, 1)
        row = QHBoxLayout()
        self._edit_buttons = []
        for name, text, tip, call in (
            ("add", tr("Add"), tr("Add an entry below the one in hand"), self.add),
            ("copy", tr("Copy"), tr("Add a copy of the entry in hand"), self.copy),
            ("remove", tr("Remove"), tr("Remove the entry in hand"), self.remove_entry),
            ("up", "▲", tr("Move the entry up"), lambda: self.move_entry(-1)),
            ("down", "▼", tr("Move the entry down"), lambda: self.move_entry(1)),
        ):
            button = tool_button(left, name, text, tip, call)
            self._edit_buttons.append(button)
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)

        self.tabs = QTabWidget(self)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = JsonField((), self, lines=12)
        self.text.edited.connect(self._text_edited)
        self.changes = QTreeWidget(self)
        self.changes.setObjectName("differences")
        self.changes.setRootIsDecorated(False)
        self.changes.setHeaderLabels([tr("Entry"), tr("What"), tr("Shipped"), tr("The county's")])
        self.tabs.addTab(self._scroll, tr("Form"))
        self.tabs.addTab(self.text, tr("As text (JSON)"))
        self.tabs.addTab(self.changes, "")

        splitter = QSplitter(self)
        splitter.addWidget(left)
        splitter.addWidget(self.tabs)
        splitter.setStretchFactor(0, 5)
        splitter.setStretchFactor(1, 5)
        splitter.setSizes([520, 540])

        self.message = message_label(self)
        foot = QHBoxLayout()
        for name, text, tip, call in (
            ("import", tr("Import …"), tr("Take a file's entries in place of these"), self.ask_import),
            ("export", tr("Export …"), tr("Write the catalogue to a file, as algorithms take it"), self.ask_export),
            ("revert", tr("As shipped"), tr("Take the shipped catalogue in place of these entries"), self.revert),
        ):
            foot.addWidget(self._button(name, text, tip, call))
        foot.addStretch()
        self.save_button = self._button(
            "save", tr("Save"), tr("Keep it in the county's database; what is computed next uses it"), self.save
        )
        foot.addWidget(self.save_button)
        foot.addWidget(self._button("close", tr("Close"), "", self.close))
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.message)
        layout.addLayout(foot)

    def _combo(self, name: str, tip: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setToolTip(tip)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return combo

    def _button(self, name: str, text: str, tip: str, call: Callable[[], Any]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: call())
        return button

    # ---- opening
    def open_catalogue(self, name: str) -> None:
        """Show a catalogue of the county in hand; raises `PlannerError`."""
        if self.session is None or (self.session.name != name and self._may_leave()):
            self.catalogue.setCurrentIndex(max(self.catalogue.findData(name), 0))
            self._open()
        self.show()
        self.raise_()

    def follow(self) -> None:
        """Another county is in hand: what was not saved stays for its file, what was is read anew."""
        session = self.session
        if session is not None and self.isVisible() and not session.dirty and session.place != self._desk.place.county:
            self._guarded(self._open)

    def _choose(self) -> None:
        session = self.session
        if session is not None and session.name == self.catalogue.currentData():
            return
        if not self._may_leave():
            self.catalogue.setCurrentIndex(self.catalogue.findData(session.name if session else ""))
            return
        self._guarded(self._open)

    def _open(self) -> None:
        session = CatalogueSession(self._desk, str(self.catalogue.currentData()), self)
        session.load()
        self._forget()
        self.session = session
        self.section.clear()
        for name in (*session.schema.lists, GENERAL):
            if name or session.entry(GENERAL, 0):
                self.section.addItem(list_title(name) if name else tr("General"), name)
        lists = session.schema.lists
        first = session.name if session.name in lists else lists[0] if lists else GENERAL
        self.section.setCurrentIndex(self.section.findData(first))
        session.changed.connect(self._show_state)
        self._fill()

    # ---- what is shown
    def _fill(self, row: int = -1) -> None:
        """List the section's entries; the one in hand, or `row`, stays in hand."""
        session = self.session
        assert session is not None
        section = str(self.section.currentData() or GENERAL)
        row = row if row >= 0 else self._row if section == self._section else 0
        self._section = section
        items = session.data.get(section, []) if section else []
        levelled = any(isinstance(item, dict) and ("levels" in item or "level" in item) for item in items)
        self.level.setVisible(levelled)
        level = str(self.level.currentData()) if levelled else ""
        shown = [i for i, item in enumerate(items) if not level or level in (item.get("levels") or [item.get("level")])]
        self.tree.parentWidget().setVisible(bool(section))
        self.tree.blockSignals(True)
        self.tree.clear()
        groups = self._group_names(section)
        branches: dict[str, QTreeWidgetItem] = {}
        chosen: Optional[QTreeWidgetItem] = None
        for number in shown:
            group = items[number].get("group", "") if groups else ""
            parent: Any = self.tree
            if groups:
                if group not in branches:
                    branches[group] = QTreeWidgetItem(self.tree, [groups.get(group, str(group))])
                    branches[group].setFirstColumnSpanned(True)
                    branches[group].setFlags(Qt.ItemFlag.ItemIsEnabled)
                    branches[group].setFont(0, _bold(self.font()))
                    branches[group].setExpanded(True)
                parent = branches[group]
            leaf = QTreeWidgetItem(parent)
            leaf.setData(0, ROW, number)
            if number == row or chosen is None:
                chosen = leaf
        self.tree.blockSignals(False)
        self._row = -1
        self._build_form()
        self._label_rows()
        if section == GENERAL:
            self._row = 0
            self._show_entry()
        elif chosen is not None:
            self.tree.setCurrentItem(chosen)
            if self._row < 0:
                self._take(chosen)
        else:
            self._show_entry()
        for column in (0, 2):
            self.tree.resizeColumnToContents(column)
        self.tree.header().resizeSection(3, self.fontMetrics().horizontalAdvance(tr("changed")) + 24)
        self._show_state()

    def _group_names(self, section: str) -> dict[str, str]:
        assert self.session is not None
        items = self.session.data.get(section, []) if section else []
        groups = self.session.data.get("groups", [])
        if section == "groups" or not all(isinstance(item, dict) and "group" in item for item in items):
            return {}
        return {
            str(group["id"]): in_own_language(group)
            for group in groups
            if isinstance(group, dict) and "id" in group and "zh" in group and "en" in group
        }

    def _build_form(self) -> None:
        assert self.session is not None
        schema = self.session.schema
        if self._section == GENERAL:
            root = schema.node(())
            inner = {key: part for key, part in root.get("properties", {}).items() if key not in schema.lists}
            node: Mapping[str, Any] = {**root, "properties": inner}
        else:
            node = schema.node((self._section, 0))
        choices: dict[str, Choices] = {}
        groups = self._group_names(self._section)
        if groups:
            choices["group"] = tuple(groups.items())
        self._form = SchemaForm(schema, node, choices, self._scroll)
        self._form.edited.connect(self._form_edited)
        self._scroll.setWidget(self._form)

    def _items(self) -> list[QTreeWidgetItem]:
        """Rows of entries, groups left out."""
        found = []
        for index in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(index)
            found += [item] if item.data(0, ROW) is not None else [item.child(i) for i in range(item.childCount())]
        return found

    def _label_rows(self) -> None:
        session = self.session
        assert session is not None
        if not self._section:
            return
        entries = session.data.get(self._section, [])
        shipped = session.shipped.get(self._section, [])
        field = name_field(shipped) or "code"
        before = {item.get(field): item for item in shipped if isinstance(item, dict)}
        bad = {
            fault.place[1] for fault in session.faults if fault.place[:1] == (self._section,) and len(fault.place) > 1
        }
        for leaf in self._items():
            row = leaf.data(0, ROW)
            entry = entries[row]
            name = entry.get(field) if isinstance(entry, dict) else None
            if row in bad:
                state, colour = tr("fault"), BAD
            elif name not in before:
                state, colour = tr("new"), OWN
            elif before[name] != entry:
                state, colour = tr("changed"), OWN
            else:
                state, colour = "", None
            leaf.setText(0, str(name or row + 1))
            leaf.setText(1, _title(entry))
            leaf.setText(2, _title(entry.get("unit", "")) if isinstance(entry, dict) else "")
            leaf.setText(3, state)
            leaf.setToolTip(1, _title(entry))
            brush = QBrush() if colour is None else QBrush(colour)
            for column in range(4):
                leaf.setForeground(column, brush)

    def _take(self, leaf: Optional[QTreeWidgetItem]) -> None:
        row = None if leaf is None else leaf.data(0, ROW)
        self._row = -1 if row is None else int(row)
        self._show_entry()

    def _show_entry(self) -> None:
        session, form = self.session, self._form
        if session is None or form is None:
            return
        there = self._row >= 0
        entry = session.entry(self._section, self._row) if there else {}
        form.setEnabled(there)
        self.text.setEnabled(there)
        form.show_entry(entry)
        self.text.show_value(entry)
        self._show_faults()

    def _show_faults(self) -> None:
        session, form = self.session, self._form
        if session is None or form is None:
            return
        place = (self._section, self._row) if self._section else ()
        faults = session.faults_at(place) if self._row >= 0 else []
        form.show_faults(faults)
        self.text.show_faults(faults)

    def _show_state(self) -> None:
        """What is true of the whole catalogue: faults, differences, whether it may be saved."""
        session = self.session
        if session is None:
            return
        changes = session.differences()
        self.changes.clear()
        for change in changes:
            item = QTreeWidgetItem(self.changes, list(_told(change)))
            for column in range(4):
                item.setToolTip(column, item.text(column))
        for column in (0, 1):
            self.changes.resizeColumnToContents(column)
        self.tabs.setTabText(2, tr("Differences ({count})", count=len(changes)))
        entries = session.data.get(self._section, []) if self._section else []
        self.figure.setText(tr("{count} entries", count=f"{len(entries):,}") if self._section else "")
        if session.faults:
            fault = session.faults[0]
            place = " › ".join(self._place_words(fault.place))
            text = tr(
                "{count} faults; the first at {place}: {reason}",
                count=len(session.faults),
                place=place,
                reason=say(fault.reason),
            )
            say_on(self.message, text, bad=True)
        elif session.refusal is not None:
            say_on(self.message, say(session.refusal), bad=True)
        elif session.dirty:
            say_on(self.message, tr("Right as it stands; not saved yet."))
        elif changes:
            say_on(self.message, tr("The county has a catalogue of its own: {count} differences.", count=len(changes)))
        else:
            say_on(self.message, tr("As shipped."))
        self.save_button.setEnabled(session.may_save and not self._desk.read_only)
        for button in self._edit_buttons:
            button.setEnabled(bool(self._section) and (self._row >= 0 or button.objectName() == "add"))

    def _place_words(self, place: Sequence[Any]) -> list[str]:
        words: list[str] = []
        data: Any = self.session.data if self.session is not None else {}
        for step in place:
            inner = data[step] if isinstance(data, (list, dict)) and _has(data, step) else None
            if isinstance(step, int):
                field = name_field(data) if isinstance(data, list) else None
                named = inner.get(field or "code") if isinstance(inner, dict) else None
                words.append(str(named or step + 1))
            else:
                words.append(list_title(step) if not words else field_label(step))
            data = inner
        return words

    # ---- editing
    def _form_edited(self) -> None:
        if self.session is None or self._form is None or self._row < 0:
            return
        entry = self._form.entry()
        regroup = entry.get("group") != self.session.entry(self._section, self._row).get("group")
        self.session.set_entry(self._section, self._row, entry)
        self.text.show_value(entry)
        self._after_edit(regroup)

    def _text_edited(self) -> None:
        value = self.text.value()
        if self.session is None or self._form is None or self._row < 0:
            return
        if not isinstance(value, dict):
            self.text.show_faults([])
            self.save_button.setEnabled(False)
            return
        regroup = value.get("group") != self.session.entry(self._section, self._row).get("group")
        self.session.set_entry(self._section, self._row, value)
        self._form.show_entry(value)
        self._after_edit(regroup and value.get("group") in self._group_names(self._section))

    def _after_edit(self, regroup: bool) -> None:
        self._show_faults()
        if regroup and self._section and self._group_names(self._section):
            self._fill(self._row)
        else:
            self._label_rows()

    def add(self) -> None:
        """An entry below the one in hand, with what the schema asks for left to fill in."""
        session = self.session
        if session is None or not self._section:
            return
        entries = session.data.get(self._section, [])
        model = entries[self._row] if 0 <= self._row < len(entries) else (entries[-1] if entries else {})
        node = session.schema.node((self._section, 0))
        kept = {"group", "levels", "level", "kind"} & set(node.get("required", ())) - {name_field(entries)}
        entry = {name: copy.deepcopy(model[name]) for name in node.get("properties", {}) if name in kept & set(model)}
        self._insert({**entry, **self._new_name(entries, model)})

    def copy(self) -> None:
        session = self.session
        if session is None or self._row < 0 or not self._section:
            return
        entries = session.data[self._section]
        entry = copy.deepcopy(entries[self._row])
        entry.pop("aliases", None)  # a header can mean one indicator only
        self._insert({**entry, **self._new_name(entries, entry)})

    def _new_name(self, entries: Sequence[Any], model: dict[str, Any]) -> dict[str, str]:
        """A code of its own for a further entry."""
        field = name_field(entries)
        if field is None:
            return {}
        return {field: free_name(str(model.get(field) or "X"), [item.get(field) for item in entries])}

    def _insert(self, entry: dict[str, Any]) -> None:
        assert self.session is not None
        row = self._row + 1 if self._row >= 0 else len(self.session.data.get(self._section, []))
        self.session.insert(self._section, row, entry)
        self._fill(row)
        self.tabs.setCurrentIndex(0)

    def remove_entry(self) -> None:
        if self.session is None or self._row < 0 or not self._section:
            return
        shown = [leaf.data(0, ROW) for leaf in self._items()]
        at = shown.index(self._row)
        after = shown[at + 1] - 1 if at + 1 < len(shown) else shown[at - 1] if at else 0
        self.session.remove(self._section, self._row)
        self._fill(after)

    def move_entry(self, by: int) -> None:
        """Among the entries beside it: those of its group and level."""
        leaf = self.tree.currentItem()
        if self.session is None or leaf is None or self._row < 0 or not self._section:
            return
        parent = leaf.parent() or self.tree.invisibleRootItem()
        to = parent.indexOfChild(leaf) + by
        if not 0 <= to < parent.childCount():
            return
        row = int(parent.child(to).data(0, ROW))
        self.session.move(self._section, self._row, row)
        self._fill(row)

    # ---- files, saving, leaving
    def ask_import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import a catalogue"), self._folder(), tr("Catalogue (*.json)"))
        if path:
            self.import_file(Path(path))

    def import_file(self, path: Path) -> None:
        session = self.session
        if session is not None and self._guarded(lambda: session.import_file(path)):
            self._fill()

    def ask_export(self) -> None:
        session = self.session
        if session is None:
            return
        name = str(Path(self._folder()) / f"{session.name}.json")
        path, _ = QFileDialog.getSaveFileName(self, tr("Export the catalogue"), name, tr("Catalogue (*.json)"))
        if path:
            self.export_file(Path(path))

    def export_file(self, path: Path) -> None:
        session = self.session
        if session is not None and self._guarded(lambda: session.export_file(path)):
            say_on(self.message, tr("Written: {path}", path=str(path)))

    def _folder(self) -> str:
        return str(self._desk.path.parent) if self._desk.path is not None else ""

    def revert(self) -> None:
        if self.session is not None:
            self.session.revert()
            self._fill()

    def save(self) -> None:
        session = self.session
        if session is not None and self._guarded(session.save):
            self._label_rows()
            say_on(self.message, tr("Saved in the county's database."))
            self.saved.emit(session.name)

    def _guarded(self, work: Callable[[], Any]) -> bool:
        try:
            work()
        except PlannerError as error:
            say_on(self.message, say_error(error), bad=True)
            return False
        return True

    def _may_leave(self) -> bool:
        """Whether unsaved entries may go, were saved, or there are none."""
        session = self.session
        if session is None or not session.dirty:
            return True
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.windowTitle(),
            tr("What you changed in “{catalogue}” is not saved.", catalogue=catalogue_title(session.name)),
            QMessageBox.StandardButton.NoButton,
            self,
        )
        if session.may_save and not self._desk.read_only:
            keep = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        else:
            keep = None
        drop = box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(tr("Go on editing"), QMessageBox.ButtonRole.RejectRole)
        box.exec_()
        if keep is not None and box.clickedButton() is keep:
            self.save()
            return not session.dirty
        return bool(box.clickedButton() is drop)

    def remove(self) -> None:
        """Close without asking; the plugin is unloaded."""
        self._forget()
        self.close()
        self.deleteLater()

    def reject(self) -> None:
        """Escape, the button and the window's own cross all end here."""
        if self._may_leave():
            self._forget()
            super().reject()

    def _forget(self) -> None:
        if self.session is not None:
            self.session.blockSignals(True)
            self.session.deleteLater()
            self.session = None


def _told(change: Difference) -> tuple[str, str, str, str]:
    what = {ADDED: tr("added"), REMOVED: tr("removed"), CHANGED: tr("changed"), MOVED: tr("order")}[change.kind]
    place = [list_title(change.place[0]), *(field_label(step) for step in change.place[1:])]
    return " › ".join(place), what, _short(change.shipped), _short(change.own)


def _short(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) and "zh" in value and "en" in value:
        return in_own_language(value)
    return choice_label(value) if isinstance(value, str) else as_text(value).replace("\n", " ")


def _title(entry: Any) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    if "zh" in entry and "en" in entry:
        return in_own_language(entry)
    name = entry.get("name", "")
    return in_own_language(name) if isinstance(name, dict) and "zh" in name else str(name or "")


def _has(data: Any, step: Any) -> bool:
    return step in data if isinstance(data, dict) else isinstance(step, int) and step < len(data)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
