"""Forms of the report: an empty one taken home, a filled one brought in; every fault shown before anything is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLabel, QTableWidgetItem, QWidget

from ...core.errors import PlannerError
from ...core.task import Task
from ...translation import in_own_language, say, say_error, tr
from ..background import Background
from ..desk import Desk
from ..import_dialog import ImportDialog
from ..look import whole
from ..runner import Job, Run
from ..widgets import refuse
from . import session

if TYPE_CHECKING:
    from ...core.tables.forms import FormReading, FormRow

FILTER = "*.xlsx *.xlsm *.csv *.txt *.tsv"


class FormImport(ImportDialog):
    """What is brought in takes the place of what was brought before; the last import can be undone."""

    blank_asked = pyqtSignal(str, str)  # form, where the empty one is to be written

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, "villagePlannerForms", tr("Forms to fill in"))
        self.reading: Optional[FormReading] = None
        self.catalogue = ""  # the county's own file of tables, "" for the shipped ones
        self._place_shown = desk.place
        self._before: Optional[tuple[str, list[FormRow]]] = None  # what an undo brings back
        self.background = Background(self)
        self.background.began.connect(lambda: self.say(tr("Reading …")))
        self._listen(self.background)
        self._build()
        self.resize(860, 460)

    def _build(self) -> None:
        self.form = self._combo("form", tr("A table of the report that the county fills in"), (), self._other_form)
        self.blank = self._button(
            "blank_form",
            tr("Take home an empty form …"),
            tr("A workbook with the heads of the form, and what was brought so far"),
            self.ask_blank,
        )
        self._name_file("filled_form", tr("Workbooks ({endings})", endings=FILTER), tr("The workbook that came back"))
        row = QHBoxLayout()
        row.addWidget(self.form, 1)
        row.addWidget(self.blank)
        head = QFormLayout()
        head.addRow(tr("Form"), row)
        head.addRow(QLabel(tr("Bring in a filled form"), self), self.file)
        headings = [tr("Cell"), tr("Column"), tr("Value"), tr("What is wrong, and the cure")]
        self.table = self._table("faults", headings, 3)
        self.table.setWordWrap(True)
        self.table.setTextElideMode(Qt.TextElideMode.ElideNone)  # the cure stands at the end
        for column, width in enumerate((120, 140, 110)):
            self.table.horizontalHeader().resizeSection(column, width)
        self.undo = self._button("undo", tr("Undo the import"), tr("Put back what was there before"), self.take_back)
        self.undo.hide()
        self.good = self._button(
            "import_good", tr("Import without the bad rows"), tr("The rows named above are left out"), self.keep
        )
        self.import_button = self._button(
            "import", tr("Import"), tr("Takes the place of what was brought for this form before"), self.keep
        )
        self._lay_out(head, self.table, (self.undo, self.good, self.import_button))

    # ---- opening
    def open_form(self, form: str = "", catalogue: str = "") -> None:
        """Show the dialog, with a form in hand; catalogue: the county's own file of tables. Raises `PlannerError`."""
        self.catalogue = catalogue
        if self._place_shown.county != self._desk.place.county:
            self._clear()
        self._list_forms(form)
        self.show()
        self.raise_()
        self.activateWindow()

    def follow(self) -> None:
        """Another county is in hand: what was read belongs to the other one."""
        if self._place_shown.county != self._desk.place.county:
            self.background.cancel()
            self._clear()
            self.close()
        self._enable()

    def _clear(self) -> None:
        self._place_shown, self._before = self._desk.place, None
        self.undo.hide()
        self._empty_file()
        self.reading = None
        self._show()

    def _list_forms(self, chosen: str = "") -> None:
        with self._desk.database(read_only=True) as db:
            brought = db.read_table("form_row")["form"].value_counts()
        catalogue, now = session.table_catalogue(self.catalogue), chosen or self._form()
        self.form.clear()
        for name in session.forms_to_fill(catalogue):
            count = int(brought.get(name, 0))
            told = tr("{count} rows brought", count=whole(count)) if count else tr("not brought yet")
            self.form.addItem(f"{in_own_language(catalogue[name]['title'])} · {told}", name)
        self.form.setCurrentIndex(max(self.form.findData(now), 0))
        if chosen and chosen != now:
            self._other_form()
        self._enable()

    def _form(self) -> str:
        return str(self.form.currentData() or "")

    def _other_form(self) -> None:
        self.undo.hide()
        self._empty_file()
        self.reading = None
        self._show()

    def _empty_file(self) -> None:
        self.file.blockSignals(True)
        self.file.setFilePath("")
        self.file.blockSignals(False)

    # ---- the empty form
    def ask_blank(self) -> None:
        """Ask where to, and have it written."""
        title = session.table_catalogue(self.catalogue)[self._form()]["title"]["zh"]
        county = self._desk.path
        proposed = Path(f"{title}.xlsx") if county is None else county.with_name(f"{title}.xlsx")
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Take home an empty form"), str(proposed), tr("Excel workbook (*.xlsx)")
        )
        if path:
            self.blank_asked.emit(self._form(), path if path.lower().endswith(".xlsx") else f"{path}.xlsx")

    # ---- the filled one
    def _choose(self) -> None:
        """Read the file; nothing is written."""
        path, form = self._path(), self._form()
        if not path or self._desk.path is None:
            return
        desk, place, catalogue = self._desk, self._desk.place, self.catalogue
        self.reading = None
        self._show()

        def have(reading: FormReading) -> None:
            if (place.county, form, path) == (self._desk.place.county, self._form(), self._path()):
                self.reading = reading
            self._show()

        self.background.start(lambda task: _read(desk, path, catalogue, form, task), have)

    def _show(self) -> None:
        reading = self.reading
        faults = reading.faults if reading is not None else ()
        self.table.setRowCount(len(faults))
        for row, fault in enumerate(faults):
            near = "; ".join(one.name for one in fault.nearest[:3])
            cure = say(fault.text) + (" " + tr("Nearest: {names}.", names=near) if near else "")
            for column, text in enumerate((f"{fault.sheet}!{fault.cell}", fault.column, fault.value, cure)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                self.table.setItem(row, column, cell)
        room = self.fontMetrics().height() // 2  # Chinese among Latin stands higher than the hint knows
        for row in range(len(faults)):
            self.table.setRowHeight(row, self.table.sizeHintForRow(row) + room)
        self.say("" if reading is None else self._told(reading), bad=bool(faults))
        self._enable()

    def _told(self, reading: FormReading) -> str:
        from ...core.opinions.forms import bad_rows

        parts = [
            tr("{good} rows are good, {bad} bad.", good=whole(len(reading.rows)), bad=whole(bad_rows(reading.faults)))
        ]
        if reading.skipped:
            parts.append(tr("{count} rows of totals are skipped.", count=whole(reading.skipped)))
        if reading.missing:
            parts.append(tr("Columns that stay empty: {columns}.", columns=", ".join(self._heads(reading.missing))))
        return " ".join([*parts, *(say(note) for note in reading.notes)])

    def _heads(self, keys: Any) -> list[str]:
        from ...core.tables.form_header import head_of

        columns = session.table_catalogue(self.catalogue)[self._form()]["columns"]
        return [head_of(column) for column in columns if column["key"] in keys]

    def _enable(self) -> None:
        reading = self.reading
        ready = reading is not None and bool(reading.rows) and not self._desk.read_only
        bad = reading is not None and bool(reading.faults)
        self.import_button.setEnabled(ready and not bad)
        self.good.setEnabled(ready and bad)
        for button in (self.import_button, self.good, self.undo):
            refuse(button, self._desk.refusal())

    # ---- keeping
    def keep(self) -> None:
        """The good rows take the place of what was brought before."""
        reading, form, file = self.reading, self._form(), Path(self._path()).name
        if reading is None:
            return
        try:
            with self._desk.database() as db, db.transaction():
                before = db.form_rows(form)
                db.save_form(form, reading.rows, {"workbook": file})
            self._list_forms()
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            return
        self._before, self.reading = (form, before), None
        self._show()
        self.undo.setVisible(True)
        self.say(
            tr(
                "{fresh} rows imported in the place of {before}.",
                fresh=whole(len(reading.rows)),
                before=whole(len(before)),
            )
        )
        self.imported.emit()

    def take_back(self) -> None:
        """Put back what the last import replaced."""
        if self._before is None:
            return
        form, rows = self._before
        try:
            with self._desk.database() as db:
                db.save_form(form, rows, {"undone": True})
            self._list_forms()
        except PlannerError as error:
            self.say(say_error(error), bad=True)
            return
        self._before = None
        self.undo.hide()
        self.say(tr("Undone: {count} rows are there again.", count=whole(len(rows))))
        self.imported.emit()

    # ---- twins
    def job(self) -> Job:
        good = self.reading is not None and bool(self.reading.faults)
        parameters = {
            "DATABASE": self._desk.place.county,
            "FORM": self._form(),
            "WORKBOOK": self._path(),
            "ON_ERROR": "good" if good else "refuse",
            **({"CATALOGUE": self.catalogue} if self.catalogue else {}),
        }
        return Job(self.windowTitle(), (Run("importform", parameters),))

    def _copy(self) -> None:
        super()._copy()
        self.say(tr("The command is in the clipboard."))

    def remove(self) -> None:
        self.background.stop()
        super().remove()


def _read(desk: Desk, path: str, catalogue: str, form: str, task: Task) -> FormReading:
    """For a thread of its own; raises `PlannerError`."""
    from ...core.tables.forms import read_form
    from ...database.statistics import read_gazetteer, read_rules
    from ...excel.reading import read_book

    book = read_book(Path(path), task.part(0.0, 0.5))
    with desk.database(read_only=True) as db:
        rules = read_rules(db)
        gazetteer = read_gazetteer(db, rules)
    return read_form(book, session.table_catalogue(catalogue)[form], gazetteer, rules, (), task.part(0.5, 1.0))
