"""The dock of the record: who did what when, before and after; to look through and to hand in, never to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...core.catalogue import load_catalogue
from ...core.errors import PlannerError
from ...core.review.record import GROUPS, Entry, choose, entries_of
from ...core.storage import in_place, write_text
from ...core.tables.record import record_csv, record_line, record_report
from ...paths import catalogue_files, resource
from ...translation import is_chinese, say, say_error, say_in_chinese, tr
from ..desk import Desk, Place
from ..item_table import ItemTable
from ..widgets import add_shortcuts, date_field, date_of, message_label, row_table, say_on, scrolling, tool_button

WHEN, WHO, WHAT, BEFORE, AFTER = range(5)


def group_word(group: str) -> str:
    return {
        "drawing": tr("Drawing"),
        "review": tr("Review"),
        "plan": tr("Plans"),
        "data": tr("Data"),
        "output": tr("Outputs"),
    }[group]


@dataclass(frozen=True)
class Line:
    """An entry in the interface's language and this computer's time."""

    key: str
    entry: Entry
    texts: tuple[str, str, str, str, str]


class RecordTable(ItemTable):
    def __init__(self, parent: Optional[QObject] = None) -> None:
        headings = {
            WHEN: tr("Time"),
            WHO: tr("Who"),
            WHAT: tr("What was done"),
            BEFORE: tr("Before"),
            AFTER: tr("After"),
        }
        super().__init__(headings, parent)

    def text(self, item: Line, column: int) -> str:
        return item.texts[column]

    def tip(self, item: Line, column: int) -> Optional[str]:
        return item.texts[column]


class RecordDock(QDockWidget):
    """Shows the record of the plan in hand, or of the whole county."""

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("Record"), parent)
        self.setObjectName("villagePlannerRecordDock")
        self.setWindowIcon(QIcon(str(resource("icons", "reviewstatus.svg"))))
        self._desk = desk
        self._loaded = Place()
        self._lines: Sequence[Line] = ()
        self._build()

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        self.search = QLineEdit(body)
        self.search.setObjectName("record_search")
        self.search.setPlaceholderText(tr("Find a word, a name or a code"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(90)
        self.search.textChanged.connect(lambda _: self._refill())
        self.group = self._combo(body, "group", tr("Everything"))
        for group in GROUPS:
            self.group.addItem(group_word(group), group)
        self.who = self._combo(body, "who", tr("Everybody"))
        self.plan = self._combo(body, "which", tr("This plan"))
        self.plan.addItem(tr("All plans"), "all")
        self.plan.activated.connect(lambda _: self._guarded(self.load))
        self.since = date_field(body, "since", tr("Only what happened from this day on"), tr("since ever"))
        self.since.dateChanged.connect(lambda _: self._refill())
        export = tool_button(
            body,
            "export",
            tr("Export …"),
            tr("Write what is listed to a workbook, or as text with everything that was kept of it"),
            self.export,
        )
        bar = QHBoxLayout()
        bar.addWidget(self.search, 1)
        for widget in (self.group, self.who, self.plan, self.since, export):
            bar.addWidget(widget)

        self.model = RecordTable(self)
        self.table: QTableView = row_table(body, "record_entries", self.model, several=False)
        header = self.table.horizontalHeader()
        header.setResizeContentsPrecision(50)
        for column in (WHAT, BEFORE, AFTER):
            header.setSectionResizeMode(column, QHeaderView.Stretch)
        self.figure = QLabel(body)
        self.figure.setObjectName("figure")
        self.message = message_label(body)
        told = QHBoxLayout()
        told.addWidget(self.figure)
        told.addSpacing(12)
        told.addWidget(self.message, 1)
        column_of = QVBoxLayout(body)
        column_of.setContentsMargins(6, 4, 6, 4)
        column_of.setSpacing(4)
        column_of.addLayout(bar)
        column_of.addWidget(self.table, 1)
        column_of.addLayout(told)
        self.setWidget(scrolling(body, self))
        add_shortcuts(body, (("Ctrl+F", self.search.setFocus),))

    def _combo(self, body: QWidget, name: str, every: str) -> QComboBox:
        combo = QComboBox(body)
        combo.setObjectName(name)
        combo.addItem(every, "")
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setMaximumWidth(150)
        combo.currentIndexChanged.connect(lambda _: self._refill())
        return combo

    # ---- what is shown
    def load(self) -> None:
        """Read the record anew; raises `PlannerError`."""
        from ...database.county import names_in_record

        with self._desk.database(read_only=True) as db:
            record = db.read_table("record")
            names = names_in_record(db, "zh" if is_chinese(QgsApplication.locale()) else "en")
        everything = self.plan.currentData() == "all"
        plan = None if everything or not self._desk.plan else int(self._desk.plan)
        self._lines = [_line(entry) for entry in entries_of(record, names, plan)]
        self._loaded = self._desk.place
        chosen = self.who.currentData()
        self.who.blockSignals(True)
        while self.who.count() > 1:
            self.who.removeItem(1)
        for name in sorted({line.entry.who for line in self._lines}):
            self.who.addItem(name, name)
        self.who.setCurrentIndex(max(self.who.findData(chosen), 0))
        self.who.blockSignals(False)
        self._refill()

    def follow(self) -> None:
        """Show what the desk has in hand now; the record grows with everything that is done."""
        snapshot = self._desk.snapshot
        if self.isVisible() and snapshot is not None and snapshot.plan is not None:
            self._guarded(self.load)
        elif self._loaded != self._desk.place:
            self._lines, self._loaded = (), Place()
            self._refill()

    def set_busy(self, busy: bool) -> None:
        """Looking is always possible."""

    def _refill(self) -> None:
        since = date_of(self.since)
        group, who = str(self.group.currentData() or ""), str(self.who.currentData() or "")
        shown = [self._lines[i] for i in choose([line.entry for line in self._lines], group, who, since)]
        words = self.search.text().split()
        shown = [line for line in shown if all(any(word in text for text in line.texts) for word in words)]
        row = self.table.currentIndex().row()
        kept = self.model.item(row).key if 0 <= row < self.model.rowCount() else ""
        self.model.show(shown)
        if kept and self.model.row_of(kept) >= 0:
            self.table.selectRow(self.model.row_of(kept))
        self.figure.setText(tr("{count} of {all} entries", count=f"{len(shown):,}", all=f"{len(self._lines):,}"))

    def entries(self) -> list[Entry]:
        """What is listed."""
        return [self.model.item(row).entry for row in range(self.model.rowCount())]

    # ---- handing in
    def export(self) -> None:
        """Ask for a file and write what is listed; its ending says how."""
        path = Path(str(self._desk.path))
        proposal = str(path.with_name(path.stem + "_" + tr("record") + ".xlsx"))
        kinds = {tr("Excel workbook (*.xlsx)"): "xlsx", tr("Comma-separated text (*.csv)"): "csv"}
        chosen, kind = QFileDialog.getSaveFileName(self, tr("Write the record"), proposal, ";;".join(kinds))
        if chosen:
            ending = Path(chosen).suffix.lower().lstrip(".")
            ending = ending if ending in kinds.values() else kinds.get(kind, "xlsx")
            self._guarded(lambda: self.write(Path(chosen).with_suffix(f".{ending}"), ending))

    def write(self, path: Path, kind: str) -> None:
        """Write what is listed, in Chinese, as it is handed in; raises `PlannerError`."""
        from ...database.county import names_in_record

        entries, snapshot = self.entries(), self._desk.snapshot
        with self._desk.database(read_only=True) as db:
            chinese = {entry.key: entry for entry in entries_of(db.read_table("record"), names_in_record(db))}
        entries = [chinese[entry.key] for entry in entries]
        lines = [record_line(entry, say_in_chinese) for entry in entries]
        form = load_catalogue(*catalogue_files("tables"))["review_record"]
        if kind == "csv":
            text = record_csv(lines, [entry.raw for entry in entries], form)
            write_text(path, "\ufeff" + text)  # Excel takes it for UTF-8 by this mark
        else:
            from ...excel.workbook import write_report

            county = "" if snapshot is None else snapshot.county
            plan = "" if snapshot is None or snapshot.plan is None else snapshot.plan.name
            with in_place(path) as beside:
                write_report(record_report(lines, form, county, plan, len(lines) < len(self._lines)), beside)
        self.say(tr("Written: {file}", file=str(path)))

    # ---- inside
    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)

    def remove(self) -> None:
        """No signal comes after this."""
        self.blockSignals(True)


def _line(entry: Entry) -> Line:
    line = record_line(entry, say)
    return Line(entry.key, entry, (line.made, line.who, line.what, line.before, line.after))
