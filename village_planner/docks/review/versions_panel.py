"""The part of the Review page where states of the plan are kept: save now, go on in a copy, restore, open, compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QGroupBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.drawing.edit_kinds import RESTORE_SNAPSHOT
from ...core.errors import PlannerError
from ...translation import say_error, tr
from ..desk import Desk, Place
from ..widgets import message_label, refuse, say_on
from .versions import PLAN, SNAPSHOT, Version, read_versions, when_short

KEY = Qt.ItemDataRole.UserRole
NOTE = 24  # characters of a note in the list; the tooltip has all
ROWS = 9  # shown before the list scrolls


class VersionsPanel(QGroupBox):
    """A tree: each plan, below it its snapshots and the plans that branch off it."""

    changed = pyqtSignal()  # the plan in the database has changed
    compare_asked = pyqtSignal(str, str)  # keys of two versions

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(tr("Snapshots and branches"), parent)
        self.setObjectName("versions")
        self._desk = desk
        self._versions: dict[str, Version] = {}
        self._seen = Place()
        self._build()
        desk.changed.connect(self.follow)
        self.follow()

    def _build(self) -> None:
        self.name = QLineEdit(self)
        self.name.setObjectName("version_name")
        self.name.returnPressed.connect(self.save_now)
        self.note = QLineEdit(self)
        self.note.setObjectName("version_note")
        self.note.setPlaceholderText(tr("Note (may be empty)"))
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("version_tree")
        self.tree.setHeaderLabels([tr("Name"), tr("Date and time")])
        self.tree.setSelectionMode(QAbstractItemView.ExtendedSelection)
        # Names are never cut: the list scrolls sideways where they are long.
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeToContents)
        self.tree.itemSelectionChanged.connect(self._enable)
        self.tree.itemDoubleClicked.connect(lambda item, _: self._open_item(item))
        height = self.fontMetrics().height() + 6
        self.tree.setFixedHeight((ROWS + 1) * height + 20)
        self.save = self._button(
            "save_snapshot",
            tr("Save now"),
            tr("Keep the plan as it is now, both levels; it cannot be changed"),
            self.save_now,
        )
        self.branch = self._button(
            "branch_plan",
            tr("New branch"),
            tr("Go on in a copy of the plan; the plan itself stays (B)"),
            self.branch_off,
        )
        self.open = self._button(
            "open_branch", tr("Take in hand"), tr("Take the selected plan in hand"), self.open_selected
        )
        self.restore = self._button(
            "restore_snapshot",
            tr("Restore"),
            tr("Make the plan in hand what the selected snapshot says: one step, which can be undone"),
            self.restore_selected,
        )
        self.undo = self._button("undo_restore", tr("Undo"), tr("Take the restoring back"), self.undo_restore)
        self.compare = self._button(
            "compare_versions",
            tr("Compare …"),
            tr("Set the selected state beside the plan in hand, or two selected ones beside each other"),
            self.ask_compare,
        )
        self.message = message_label(self)
        grid = QGridLayout()
        for place, button in enumerate((self.save, self.branch, self.open, self.restore, self.undo, self.compare)):
            grid.addWidget(button, place // 2, place % 2)  # the dock is narrow
        column = QVBoxLayout(self)
        for widget in (self.name, self.note):
            column.addWidget(widget)
        column.addLayout(grid)
        column.addWidget(self.tree)
        column.addWidget(self.message)

    def _button(self, name: str, text: str, tip: str, call: Callable[[], Any]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.clicked.connect(lambda: call())
        return button

    # ---- what is shown
    def follow(self) -> None:
        """Show what the county in hand has kept."""
        desk = self._desk
        there = desk.path is not None and bool(desk.plan)
        self.setVisible(there)
        if not there:
            self.tree.clear()
            self._versions = {}
            return
        if self._seen != desk.place:
            self._seen = desk.place
            self.say("")
        try:
            with desk.database(read_only=True) as db:
                versions = read_versions(db)
                self._can_undo = self._restored_levels(db)
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            return
        self._fill(versions)
        self.name.setPlaceholderText(self._proposed(tr("snapshot")))
        self._enable()

    def _fill(self, versions: list[Version]) -> None:
        selected = {version.key for version in self.selected()}
        self._versions = {version.key: version for version in versions}
        self.tree.blockSignals(True)
        self.tree.clear()
        items: dict[int, QTreeWidgetItem] = {}
        for version in versions:
            told = " · ".join(filter(None, (version.who, shortened(version.note))))  # a second line: the dock is narrow
            item = QTreeWidgetItem(["", when_short(version.made)])
            item.setData(0, KEY, version.key)
            for column in range(2):
                item.setToolTip(column, "\n".join(filter(None, (version.title, version.who, version.note))))
            name = version.name if version.kind == PLAN else f"◷ {version.name}"
            if version.kind == PLAN:
                above = items.get(version.based_on or -1)
                items[version.id] = item
                if str(version.id) == self._desk.plan:
                    font = item.font(0)
                    font.setBold(True)
                    item.setFont(0, font)
                    name = tr("{plan} (in hand)", plan=version.name)
            else:
                above = items[version.plan_id]
            item.setText(0, "\n".join(filter(None, (name, told))))
            if above is None:
                self.tree.addTopLevelItem(item)
            else:
                above.addChild(item)
            item.setSelected(version.key in selected)
        self.tree.expandAll()
        current = items.get(int(self._desk.plan))
        if current is not None:
            self.tree.scrollToItem(current)
        self.tree.blockSignals(False)

    def selected(self) -> list[Version]:
        keys = [item.data(0, KEY) for item in self.tree.selectedItems()]
        return [self._versions[key] for key in keys if key in self._versions]

    def _enable(self) -> None:
        chosen = self.selected()
        one = chosen[0] if len(chosen) == 1 else None
        writes = not self._desk.read_only
        self.save.setEnabled(writes)
        self.branch.setEnabled(writes)
        self.open.setEnabled(one is not None and str(one.plan_id) != self._desk.plan)
        self.restore.setEnabled(writes and one is not None and one.kind == SNAPSHOT)
        self.compare.setEnabled(len(chosen) in (1, 2))
        self.undo.setEnabled(writes and bool(self._can_undo))
        for button in (self.save, self.branch, self.restore, self.undo):
            refuse(button, self._desk.refusal())

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)

    def _proposed(self, word: str) -> str:
        """A name that is free: plan, word, number."""
        taken = {version.name for version in self._versions.values()}
        plan = self._versions.get(f"{PLAN}:{self._desk.plan}")
        number = 1
        while (name := f"{plan.name if plan else ''} {word} {number}".strip()) in taken:
            number += 1
        return name

    # ---- doing
    def save_now(self) -> None:
        name = self.name.text().strip() or self._proposed(tr("snapshot"))
        if self._write(lambda db: db.save_snapshot(int(self._desk.plan), name, self.note.text().strip())) is not None:
            self._clear()
            self.follow()
            self.say(tr("Kept: {name}", name=name))

    def branch_off(self) -> None:
        """A copy of the plan in hand, which is taken in hand."""
        name = self.name.text().strip() or self._proposed(tr("branch"))
        plan = self._write(lambda db: db.branch_plan(int(self._desk.plan), name, self.note.text().strip()))
        if plan is not None:
            self._clear()
            self._take(plan.id)
            self.say(tr("Plan {name} is in hand; what it branched off stays as it is.", name=name))

    def open_selected(self) -> None:
        for version in self.selected()[:1]:
            self._take(version.plan_id)

    def _open_item(self, item: QTreeWidgetItem) -> None:
        version = self._versions.get(item.data(0, KEY))
        if version is not None and version.kind == PLAN and str(version.id) != self._desk.plan:
            self._take(version.id)

    def restore_selected(self) -> None:
        chosen = self.selected()
        if len(chosen) != 1 or chosen[0].kind != SNAPSHOT:
            return
        place = (int(self._desk.plan), chosen[0].id)
        done = self._write(lambda db: (db.units_gone(*place), db.restore_snapshot(*place)))
        if done is None:
            return
        gone, edits = done
        missing = [code for codes in gone.values() for code in codes]
        count = sum(len(edit.units) for edit in edits.values())
        if any(edits.values()):
            self.changed.emit()
            self.follow()
        if missing:
            self.say(
                tr(
                    "Restored {name}, {count} units changed district; {missing} units are no longer in the county: "
                    "{codes}",
                    name=chosen[0].name,
                    count=count,
                    missing=len(missing),
                    codes=", ".join(missing[:5]) + (" …" if len(missing) > 5 else ""),
                ),
                bad=True,
            )
        elif any(edits.values()):
            self.say(
                tr("Restored and saved: {name}, {count} units changed district.", name=chosen[0].name, count=count)
            )
        else:
            self.say(tr("The plan in hand is what the snapshot says."))

    def undo_restore(self) -> None:
        def work(db: Any) -> list[str]:
            with db.transaction():
                levels = self._restored_levels(db)
                for level in levels:
                    db.undo(int(self._desk.plan), level)
            return levels

        if self._write(work):
            self.changed.emit()
            self.follow()
            self.say(tr("The restoring was taken back."))

    def ask_compare(self) -> None:
        """Of two selected ones the upper first; the plan in hand beside one."""
        chosen = sorted(self.selected(), key=lambda version: list(self._versions).index(version.key))
        keys = [version.key for version in chosen]
        if len(keys) == 1:
            own = f"{PLAN}:{self._desk.plan}"
            keys = [keys[0], own]
        if len(keys) == 2:
            self.compare_asked.emit(keys[0], keys[1])

    def remove(self) -> None:
        self._desk.changed.disconnect(self.follow)

    _can_undo: Any = ()

    def _restored_levels(self, db: Any) -> list[str]:
        """The levels whose last step is a restoring."""
        entries = {level: db.undo_entry(int(self._desk.plan), level) for level in ("township", "village")}
        return [level for level, entry in entries.items() if entry is not None and entry.what == RESTORE_SNAPSHOT]

    def _clear(self) -> None:
        self.name.clear()
        self.note.clear()

    def _take(self, plan_id: int) -> None:
        try:
            self._desk.choose_plan(plan_id)
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            return
        self.changed.emit()

    def _write(self, work: Callable[[Any], Any]) -> Any:
        """What the work gave; None where it failed, and why is shown."""
        try:
            with self._desk.database() as db:
                return work(db)
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            return None


def shortened(note: str) -> str:
    return note if len(note) <= NOTE else note[: NOTE - 1] + "…"
