"""Import of a statistics workbook: the sheet as it lies, what its headers and rows were taken as, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QStringListModel, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QSplitter,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from ..core.statistics.answers import HeaderAnswer
from ..core.statistics.model import ERROR, INFO, WARNING, Candidate, Remark
from ..translation import in_own_language, say, tr
from .catalogue_words import choice_label
from .desk import LEVELS, Desk
from .import_dialog import ImportDialog
from .runner import Job, Run
from .statistics_grid import StatisticsGrid, places
from .statistics_session import StatisticsSession, Wanted

if TYPE_CHECKING:
    from ..core.statistics.model import Interpretation

OPEN, LEAVE_OUT = "", "-"  # choices of a combo that are no code
BAD, DOUBTFUL = QColor("#8a1f17"), QColor("#6b4a05")
KEY = Qt.ItemDataRole.UserRole


class StatisticsDialog(ImportDialog):
    """What was made of the sheet is shown in it, and every doubt may be settled before the certain figures are kept."""

    session: Optional[StatisticsSession] = None

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, "villagePlannerStatistics", tr("Import statistics"))
        self._units: dict[str, str] = {}  # label as the combos show it -> unit code
        self._indicators: dict[str, str] = {}  # code -> label
        self._build()
        self.resize(1180, 660)

    # ---- building
    def _build(self) -> None:
        self._name_file(
            "workbook", tr("Workbooks and text tables (*.xlsx *.xlsm *.csv *.txt *.tsv)"), tr("The workbook as it came")
        )
        self.sheet = self._combo("sheet", tr("The sheet that is shown"), (), self._show_sheet)
        self.all_sheets = self._combo(
            "sheets",
            tr("Which sheets are read"),
            ((True, tr("read all sheets")), (False, tr("read only this sheet"))),
            self._want,
        )
        self.level = self._combo(
            "level",
            tr("Which units the rows are"),
            (("", tr("Townships and villages")), *((level, choice_label(level)) for level in LEVELS)),
            self._want,
        )
        self.year = QSpinBox(self)
        self.year.setObjectName("year")
        self.year.setRange(1948, 2100)
        self.year.setSpecialValueText(tr("year as written"))
        self.year.setKeyboardTracking(False)
        self.year.valueChanged.connect(lambda _: self._want())
        head = QHBoxLayout()
        head.addWidget(self.file, 1)
        for widget in (self.sheet, self.all_sheets, self.level, self.year):
            head.addWidget(widget)

        self.grid = StatisticsGrid(self)
        self.table = QTableView(self)
        self.table.setObjectName("grid")
        self.table.setModel(self.grid)
        self.table.setWordWrap(False)
        self.table.setEditTriggers(QAbstractItemView.NoEditTriggers)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.table.horizontalHeader().setDefaultSectionSize(96)

        self.headers = self._answers_table("headers", [tr("Header"), tr("Taken as"), tr("Unit of measure")])
        self.rows = self._answers_table("rows", [tr("Row"), tr("Taken as")])
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.headers, "")
        self.tabs.addTab(self.rows, "")
        upper = QSplitter(self)
        upper.addWidget(self.table)
        upper.addWidget(self.tabs)
        upper.setSizes([680, 480])

        self.remarks = self._table("remarks", [tr("Severity"), tr("Place"), tr("Message")], 2)
        self.remarks.currentCellChanged.connect(lambda row, *_: self._go_to_remark(row))
        self.remarks.cellClicked.connect(lambda row, _: self._go_to_remark(row))
        body = QSplitter(Qt.Orientation.Vertical, self)
        body.addWidget(upper)
        body.addWidget(self.remarks)
        body.setSizes([380, 150])

        self.existing = self._combo(
            "existing",
            tr("What becomes of figures that the database has otherwise"),
            (
                ("error", tr("existing figures: ask")),
                ("keep", tr("existing figures stay")),
                ("replace", tr("existing figures are replaced")),
            ),
        )
        for combo in (self.sheet, self.all_sheets, self.level, self.existing):
            combo.setMaximumWidth(190)
        self.import_button = self._button(
            "import", tr("Import"), tr("Keep the certain figures in the county's database"), self.import_figures
        )
        more = [
            self._button(name, text, tip, call)
            for name, text, tip, call in (
                ("load_answers", tr("Answers from a file …"), tr("Take answers of last year"), self.ask_load),
                ("save_answers", tr("Answers to a file …"), tr("Keep the answers for next year"), self.ask_save),
            )
        ]
        self._lay_out(head, body, (self.existing, self.import_button), more)

    def _table(self, name: str, headings: Sequence[str], stretched: int) -> QTableWidget:
        table = super()._table(name, headings, stretched)
        table.setSelectionMode(QAbstractItemView.SingleSelection)
        return table

    def _answers_table(self, name: str, headings: Sequence[str]) -> QTableWidget:
        table = self._table(name, headings, 1)
        table.cellClicked.connect(lambda row, _: self._go_to(table.item(row, 0).data(KEY)))
        return table

    # ---- opening
    def open_for_county(self) -> None:
        """Show the dialog for the county in hand; raises `PlannerError`."""
        self._renew()
        self.show()
        self.raise_()

    def _begin(self) -> None:
        session = StatisticsSession(self._desk, self)
        self._take(session)
        catalogue = session.known.catalogue
        self._indicators = {
            item.code: f"{item.code}  {in_own_language({'zh': item.zh, 'en': item.en})}"
            for item in catalogue.indicators
        }
        snapshot = self._desk.snapshot
        self._units = {
            f"{unit.township} {unit.name}".strip() + f"  {unit.code}": unit.code
            for unit in (snapshot.units if snapshot is not None else ())
        }
        self._unit_labels = QStringListModel(list(self._units), self)
        if session.answer_file.is_file():
            self._guarded(lambda: session.load_answers(session.answer_file))
        self._show()

    def _place(self) -> str:
        return self._desk.place.county

    def _choose(self) -> None:
        path, session = self._path(), self.session
        if path and session is not None:
            self.say(tr("Reading {file} …", file=Path(path).name))
            session.open(Path(path))

    def _want(self) -> None:
        if self.session is None or self.session.book is None:
            return
        sheets = () if self.all_sheets.currentData() else (str(self.sheet.currentData()),)
        year = self.year.value() if self.year.value() > self.year.minimum() else None
        self.session.want(Wanted(sheets, str(self.level.currentData()), year))

    # ---- what is shown
    def _show(self) -> None:
        session = self.session
        if session is None:
            return
        book, found = session.book, session.found
        chosen = self.sheet.currentData()
        self.sheet.clear()
        for sheet in book.sheets if book is not None else ():
            self.sheet.addItem(sheet.name + (" " + tr("(hidden)") if sheet.hidden else ""), sheet.name)
        known = self.sheet.findData(chosen)
        first = self.sheet.findData(found.tables[0].sheet) if found is not None and found.tables else 0
        self.sheet.setCurrentIndex(known if known >= 0 else max(first, 0))
        self._show_sheet()
        self._fill_headers(found)
        self._fill_rows(found)
        self._fill_remarks(found)
        self._say_state(found)

    def _show_sheet(self) -> None:
        session = self.session
        book = session.book if session is not None else None
        sheet = book.sheet(str(self.sheet.currentData())) if book is not None else None
        self.grid.show(sheet, session.found if session is not None else None, self._indicators)
        self.table.clearSpans()
        for top, left, bottom, right in _spans(sheet):
            if bottom <= self.grid.rowCount() and right <= self.grid.columnCount():
                self.table.setSpan(top - 1, left - 1, bottom - top + 1, right - left + 1)

    def _say_state(self, found: Optional[Interpretation]) -> None:
        self.import_button.setText(tr("Import"))
        self.import_button.setEnabled(False)
        if found is None:
            self.say(tr("Choose a workbook: .xlsx, .xlsm or a text table."))
            return
        count, open_doubts, errors = len(found.values), len(self._open_doubts(found)), found.count(ERROR)
        self.import_button.setText(tr("Import {count} figures", count=f"{count:,}"))
        self.import_button.setEnabled(count > 0 and not self._desk.read_only)
        parts = [
            tr(
                "{figures} figures of {units} units and {indicators} indicators are certain.",
                figures=f"{count:,}",
                units=f"{found.values['unit_code'].nunique():,}",
                indicators=found.values["indicator"].nunique(),
            )
        ]
        if open_doubts:
            parts.append(tr("{count} headers and rows are not settled; their figures are left out.", count=open_doubts))
        if errors:
            parts.append(tr("{count} errors: their figures are left out.", count=errors))
        self.say(" ".join(parts), bad=not count)

    def _open_doubts(self, found: Interpretation) -> list[Any]:
        return list(found.doubts)

    # ---- headers and rows
    def _fill_headers(self, found: Optional[Interpretation]) -> None:
        session, table = self.session, self.headers
        table.setRowCount(0)
        if session is None or found is None:
            self.tabs.setTabText(0, tr("Headers"))
            return
        asked = set()
        for doubt in found.doubts:
            if doubt.part == "headers" and doubt.key not in asked:
                asked.add(doubt.key)
                self._add_header(doubt.sheet, doubt.cell, doubt.text, doubt.key, doubt.candidates, OPEN, "")
        for key, answer in session.answers.headers.items():
            if key not in asked and answer.indicator is None:
                asked.add(key)
                self._add_header("", "", key, key, (), LEAVE_OUT, "")
        for sheet_table in found.tables:
            for column in sheet_table.columns:
                key = column.key
                if key in asked:
                    continue
                asked.add(key)
                code = next(iter(column.indicators.values()), OPEN)
                self._add_header(sheet_table.sheet, column.cell, column.header, key, (), code, column.unit)
        doubts = sum(doubt.part == "headers" for doubt in found.doubts)
        self.tabs.setTabText(0, tr("Headers ({count}, {open} open)", count=table.rowCount(), open=doubts))

    def _add_header(
        self, sheet: str, cell: str, text: str, key: str, candidates: Sequence[Candidate], code: str, unit: str
    ) -> None:
        table, row = self.headers, self.headers.rowCount()
        table.insertRow(row)
        table.setItem(row, 0, self._first(text, sheet, cell, code == OPEN))
        combo = self._choices(table, candidates, code)
        listed = {candidate.code for candidate in candidates}
        combo.insertSeparator(combo.count())
        for known, label in self._indicators.items():
            if known not in listed:
                combo.addItem(label, known)
        combo.setCurrentIndex(max(combo.findData(code), 0))
        combo.activated.connect(lambda _: self._answer_header(key, combo))
        table.setCellWidget(row, 1, combo)
        edit = QLineEdit(table)
        edit.setText(unit)
        edit.setPlaceholderText(tr("as written"))
        edit.setToolTip(tr("Unit of measure, where the header says none or a wrong one"))
        edit.editingFinished.connect(lambda: self._answer_unit(key, combo, edit, unit))
        table.setCellWidget(row, 2, edit)

    def _answer_header(self, key: str, combo: QComboBox) -> None:
        if self.session is None:
            return
        code = combo.currentData()
        if code == OPEN:
            self.session.withdraw("headers", key)
            return
        before = self.session.answers.headers.get(key)
        unit = before.unit if before is not None else ""
        self.session.answer("headers", key, HeaderAnswer(None if code == LEAVE_OUT else str(code), unit))

    def _answer_unit(self, key: str, combo: QComboBox, edit: QLineEdit, shown: str) -> None:
        unit, code = edit.text().strip(), combo.currentData()
        if self.session is None or unit == shown or code in (OPEN, LEAVE_OUT):
            return
        before = self.session.answers.headers.get(key)
        fraction = before.fraction if before is not None else None
        self.session.answer("headers", key, HeaderAnswer(str(code), unit, fraction))

    def _fill_rows(self, found: Optional[Interpretation]) -> None:
        session, table = self.session, self.rows
        table.setRowCount(0)
        if session is None or found is None:
            self.tabs.setTabText(1, tr("Rows"))
            return
        asked = set()
        for doubt in found.doubts:
            if doubt.part == "rows" and doubt.key not in asked:
                asked.add(doubt.key)
                self._add_row(doubt.sheet, doubt.cell, doubt.text, doubt.key, doubt.candidates, OPEN)
        for key, code in session.answers.rows.items():
            if key not in asked:
                self._add_row("", "", key, key, (), LEAVE_OUT if code is None else code)
        doubts = len(asked)
        self.tabs.setTabText(1, tr("Rows ({count}, {open} open)", count=table.rowCount(), open=doubts))

    def _add_row(self, sheet: str, cell: str, text: str, key: str, candidates: Sequence[Candidate], code: str) -> None:
        table, row = self.rows, self.rows.rowCount()
        table.insertRow(row)
        table.setItem(row, 0, self._first(text, sheet, cell, code == OPEN))
        combo = self._choices(table, candidates, code)
        if code not in (OPEN, LEAVE_OUT) and combo.findData(code) < 0:
            combo.addItem(next((label for label, known in self._units.items() if known == code), code), code)
        # Any other unit: typed, and completed from all.
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self._unit_labels, combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        combo.setCompleter(completer)
        combo.setCurrentIndex(max(combo.findData(code), 0))
        combo.activated.connect(lambda _: self._answer_row(key, combo.currentData()))
        completer.activated[str].connect(lambda label: self._answer_row(key, self._units.get(label, OPEN)))
        combo.lineEdit().returnPressed.connect(
            lambda: self._answer_row(key, self._units[combo.currentText()])
            if combo.currentText() in self._units
            else None
        )
        table.setCellWidget(row, 1, combo)

    def _answer_row(self, key: str, code: Any) -> None:
        if self.session is None:
            return
        if code == OPEN:
            self.session.withdraw("rows", key)
        else:
            self.session.answer("rows", key, None if code == LEAVE_OUT else str(code))

    def _first(self, text: str, sheet: str, cell: str, doubtful: bool) -> QTableWidgetItem:
        item = QTableWidgetItem(("? " if doubtful else "") + text)
        item.setData(KEY, (sheet, cell))
        item.setToolTip(f"{text}\n{sheet} › {cell}" if cell else text)
        if doubtful:
            item.setForeground(DOUBTFUL)
        return item

    def _choices(self, parent: QWidget, candidates: Sequence[Candidate], code: str) -> QComboBox:
        combo = QComboBox(parent)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.addItem(tr("not settled") if code == OPEN else tr("as recognised"), OPEN)
        for candidate in candidates:
            combo.addItem(f"{candidate.name}  {candidate.code} ({candidate.likeness:.0%})", candidate.code)
        combo.addItem(tr("leave out"), LEAVE_OUT)
        return combo

    # ---- remarks
    def _fill_remarks(self, found: Optional[Interpretation]) -> None:
        table = self.remarks
        table.setRowCount(0)
        words = {ERROR: tr("error"), WARNING: tr("warning"), INFO: tr("note")}
        order = (ERROR, WARNING, INFO)
        remarks = sorted(found.remarks, key=lambda remark: order.index(remark.severity)) if found is not None else []
        table.setRowCount(len(remarks))
        for row, remark in enumerate(remarks):
            place = " › ".join(part for part in (remark.sheet, remark.cell) if part)
            for column, text in enumerate((words[remark.severity], place, say(remark.text))):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if remark.severity != INFO and column == 0:
                    item.setForeground(BAD if remark.severity == ERROR else DOUBTFUL)
                table.setItem(row, column, item)
            table.item(row, 0).setData(KEY, remark)
        table.resizeColumnToContents(0)
        table.resizeColumnToContents(1)

    def _go_to_remark(self, row: int) -> None:
        item = self.remarks.item(row, 0)
        remark: Optional[Remark] = item.data(KEY) if item is not None else None
        if remark is not None:
            self._go_to((remark.sheet, remark.cell or (f"A{remark.row}" if remark.row else "")))

    def _go_to(self, place: tuple[str, str]) -> None:
        """Show a cell of a sheet."""
        sheet, cell = place
        at = next(places(cell), None)
        index = self.sheet.findData(sheet)
        if index < 0 or at is None:
            return
        if index != self.sheet.currentIndex():
            self.sheet.setCurrentIndex(index)
            self._show_sheet()
        there = self.grid.index(at[0] - 1, at[1] - 1)
        self.table.setCurrentIndex(there)
        self.table.scrollTo(there, QAbstractItemView.PositionAtCenter)

    # ---- answers, import
    def ask_load(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Answers"), self._folder(), tr("Answers (*.json)"))
        session = self.session
        if path and session is not None:
            self._guarded(lambda: session.load_answers(Path(path)))

    def ask_save(self) -> None:
        session = self.session
        if session is None:
            return
        path, _ = QFileDialog.getSaveFileName(self, tr("Answers"), str(session.answer_file), tr("Answers (*.json)"))
        if path and self._guarded(lambda: session.save_answers(Path(path))):
            self.say(tr("Written: {path}", path=path))

    def _folder(self) -> str:
        return str(self._desk.path.parent) if self._desk.path is not None else ""

    def import_figures(self) -> None:
        """Keep what is certain, and the answers beside the database for the next year."""
        session = self.session
        if session is None:
            return
        counted: list[Any] = []
        if not self._guarded(lambda: counted.append(session.save(str(self.existing.currentData())))):
            return
        kept = counted[0]
        text = tr(
            "Imported: {fresh} new figures, {replaced} replaced, {same} were there already, {left} stay as they were.",
            fresh=f"{kept.fresh:,}",
            replaced=f"{kept.replaced:,}",
            same=f"{kept.same:,}",
            left=f"{kept.left:,}",
        )
        if session.answers.headers or session.answers.rows:
            file = session.answer_file
            if not self._guarded(lambda: session.save_answers(file)):
                return
            text += " " + tr("The answers are kept in {file} for the next year.", file=file.name)
        self.say(text)
        self.imported.emit()

    def job(self) -> Job:
        """The same import for the toolbox and the command line; the answers are in a file then."""
        session = self.session
        file = session.answer_file if session is not None else None
        parameters = {
            "DATABASE": self._desk.place.county,
            "WORKBOOK": str(session.path or "") if session is not None else "",
            "SHEETS": "" if self.all_sheets.currentData() else str(self.sheet.currentData() or ""),
            "LEVEL": self.level.currentData() or "auto",
            "YEAR": self.year.value() if self.year.value() > self.year.minimum() else None,
            "ANSWERS": str(file) if file is not None and file.is_file() else None,
            "EXISTING": self.existing.currentData(),
            "ON_ERROR": "certain",
            "OUTPUT": "TEMPORARY_OUTPUT",
        }
        return Job(tr("Importing the statistics …"), (Run("importstatistics", parameters),))


def _spans(sheet: Any) -> list[tuple[int, int, int, int]]:
    """Merged cells as the file has them, of a sheet that is turned, too."""
    if sheet is None:
        return []
    spans = [span for span in sheet.merged if span[:2] != span[2:]]
    return [(left, top, right, bottom) for top, left, bottom, right in spans] if sheet.turned else spans[:2000]
