"""Import of opinions or questionnaires: what is in the workbook, which rows are at fault and why, then the import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.errors import PlannerError
from ...core.opinions.forms import Fault, bad_rows
from ...core.opinions.questionnaires import FREE, MULTIPLE, SINGLE, SKIP, QuestionRule
from ...core.opinions.rows import Defaults
from ...translation import in_own_language, say, say_error, tr
from ..desk import Desk
from ..runner import Job, Run
from ..widgets import message_label, refuse, say_on
from .forms_session import OPINIONS, QUESTIONNAIRES, FormsSession, Preview

BAD = QColor("#8a1f17")
LISTED = 2000  # rows at fault that the dialog lists; the algorithm's table has all of them


class FormsDialog(QDialog):
    """Not modal; reading runs beside the interface. `imported` follows an import."""

    imported = pyqtSignal()
    toolbox_asked = pyqtSignal(object)  # Run
    command_asked = pyqtSignal(object)  # Job

    def __init__(self, desk: Desk, kind: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = kind
        self.setObjectName("villagePlannerForms_" + kind)
        self.setWindowTitle(tr("Import opinions") if kind == OPINIONS else tr("Import questionnaires"))
        self._desk = desk
        self.session: Optional[FormsSession] = None
        self._topics: dict[str, str] = {}
        self._preset: Any = None  # the place and round that the field of rounds was set for
        self._build()
        self.resize(1100, 600)

    # ---- building
    def _build(self) -> None:
        self.file = QgsFileWidget(self)
        self.file.setObjectName("workbook")
        self.file.setFilter(tr("Workbooks and text tables (*.xlsx *.xlsm *.csv *.txt *.tsv)"))
        self.file.lineEdit().setPlaceholderText(tr("The workbook as it came"))
        self.file.fileChanged.connect(self._choose)
        head = QHBoxLayout()
        head.addWidget(self.file, 1)
        if self.kind == OPINIONS:
            self._build_defaults(head)
        self.faults = self._table(
            "faults",
            [tr("Sheet"), tr("Cell"), tr("Column"), tr("What stands there"), tr("What is wrong"), tr("Nearest")],
            4,
        )
        self.columns = self._table(
            "columns",
            [tr("Column"), tr("Read as")]
            if self.kind == OPINIONS
            else [tr("Question"), tr("Kind of answer"), tr("Topic")],
            0,
        )
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.faults, "")
        self.tabs.addTab(self.columns, "")
        if self.kind == QUESTIONNAIRES:
            self.counts = self._table("counts", [], -1)
            self.tabs.addTab(self.counts, tr("Per township and topic"))
        self.message = message_label(self)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("progress")
        self.progress.setMaximumWidth(180)
        self.progress.hide()
        self.cancel_button = self._button("cancel", tr("Cancel"), "", self._cancel)
        self.cancel_button.hide()
        self.import_button = self._button(
            "import", tr("Import"), tr("Keep the good rows in the county's database"), self.import_rows
        )
        foot = QHBoxLayout()
        for name, text, tip, call in (
            ("toolbox", tr("In the toolbox"), tr("Open the algorithm's dialog with the same parameters"), self._twin),
            ("command", tr("Copy as command"), tr("Copy the qgis_process commands that do the same"), self._copy),
        ):
            foot.addWidget(self._button(name, text, tip, call))
        foot.addStretch()
        for widget in (self.progress, self.cancel_button, self.import_button):
            foot.addWidget(widget)
        foot.addWidget(self._button("close", tr("Close"), "", self.close))
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.message)
        layout.addLayout(foot)

    def _build_defaults(self, head: QHBoxLayout) -> None:
        self.round = QSpinBox(self)
        self.round.setObjectName("round")
        self.round.setRange(0, 99)
        self.round.setSpecialValueText(tr("as written"))
        self.round.setToolTip(tr("Review round of rows that say none"))
        self.round.setKeyboardTracking(False)
        self.round.valueChanged.connect(lambda _: self._ask())
        self.source = QLineEdit(self)
        self.source.setObjectName("source")
        self.source.setPlaceholderText(tr("Source, where no column says it"))
        self.source.setMinimumWidth(190)
        self.source.editingFinished.connect(self._ask)
        self.existing = QComboBox(self)
        self.existing.setObjectName("existing")
        self.existing.setToolTip(tr("What becomes of a reply or decision that is there with other words"))
        for value, text in (
            ("error", tr("other replies: at fault")),
            ("keep", tr("other replies: keep what is there")),
            ("replace", tr("other replies: replace")),
        ):
            self.existing.addItem(text, value)
        self.existing.activated.connect(lambda _: self._ask())
        head.addWidget(QLabel(tr("Round:"), self))
        for widget in (self.round, self.source, self.existing):
            head.addWidget(widget)

    def _button(self, name: str, text: str, tip: str, call: Callable[[], Any]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: call())
        return button

    def _table(self, name: str, headings: Sequence[str], stretched: int) -> QTableWidget:
        table = QTableWidget(0, len(headings), self)
        table.setObjectName(name)
        table.setHorizontalHeaderLabels(headings)
        table.setEditTriggers(QAbstractItemView.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectRows)
        table.setWordWrap(False)
        table.setAlternatingRowColors(True)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        if stretched >= 0:
            table.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.Stretch)
        return table

    # ---- opening
    def open_for_plan(self) -> None:
        """Show the dialog for the county and plan in hand; raises `PlannerError`."""
        if self.session is None or self.session.place != (str(self._desk.path or ""), self._desk.plan):
            self._begin()
        self._preset_round()
        self._show()
        self.show()
        self.raise_()

    def _preset_round(self) -> None:
        """What comes in while a round is open is given in it; a number set by hand stays until that changes."""
        if self.kind != OPINIONS or self.session is None:
            return
        number = self.session.open_round()
        if (self.session.place, number) != self._preset:
            self._preset = (self.session.place, number)
            self.round.setValue(number)
            self._ask()  # a session that is new knows nothing of what stands in the fields

    def _begin(self) -> None:
        session = FormsSession(self._desk, self.kind, self)
        self._forget()
        self.session = session
        session.read.connect(self._show)
        session.background.began.connect(lambda: self._set_busy(True))
        session.background.ended.connect(lambda: self._set_busy(False))
        session.background.progressed.connect(lambda fraction: self.progress.setValue(round(100 * fraction)))
        session.background.failed.connect(lambda text: say_on(self.message, text, bad=True))
        _, _, topics = session.counts()
        self._topics = {topic: in_own_language(names) for topic, names in topics.items()}
        self.file.blockSignals(True)
        self.file.setFilePath("")
        self.file.blockSignals(False)

    def follow(self) -> None:
        """Another county or plan is in hand: what was read belongs to the other one."""
        if self.session is not None and self.session.place != (str(self._desk.path or ""), self._desk.plan):
            self._forget()
            self.close()
        else:
            refuse(self.import_button, self._desk.refusal())

    def remove(self) -> None:
        """No signal comes after this."""
        self._forget()
        self.close()
        self.deleteLater()

    def _forget(self) -> None:
        if self.session is not None:
            self.session.blockSignals(True)
            self.session.close()
            self.session.deleteLater()
            self.session = None

    def _choose(self, path: str) -> None:
        if path and self.session is not None:
            file = Path(path.strip('"'))
            say_on(self.message, tr("Reading {file} …", file=file.name))
            self.session.open(file)

    def _ask(self) -> None:
        if self.session is not None:
            defaults = Defaults(source=self.source.text().strip(), round=self.round.value() or None)
            existing = str(self.existing.currentData())
            if (defaults, existing) != (self.session.asked.defaults, self.session.asked.existing):
                self.session.ask(defaults=defaults, existing=existing)

    # ---- what is shown
    def _set_busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)
        self.progress.setValue(0)
        if busy:
            self.import_button.setEnabled(False)

    def _cancel(self) -> None:
        if self.session is not None:
            self.session.background.cancel()
            say_on(self.message, tr("Cancelled; nothing was written."))

    def _show(self) -> None:
        session = self.session
        if session is None:
            return
        preview = session.preview
        self._fill_faults(preview)
        if self.kind == OPINIONS:
            self._fill_columns(preview)
        else:
            self._fill_questions(preview)
            self._guarded(self._fill_counts)
        self._say_state(preview)

    def _fill_faults(self, preview: Optional[Preview]) -> None:
        faults: Sequence[Fault] = () if preview is None else preview.faults
        bad = bad_rows(faults)
        self.tabs.setTabText(0, tr("Rows at fault ({count})", count=f"{bad:,}"))
        table = self.faults
        table.setRowCount(min(len(faults), LISTED))
        for row, fault in enumerate(faults[:LISTED]):
            nearest = ", ".join(one.name for one in fault.nearest)
            texts = (fault.sheet, fault.cell, fault.column, fault.value, say(fault.text), nearest)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(" ".join(text.split()))
                item.setToolTip(text)
                if column == 4:
                    item.setForeground(BAD)
                table.setItem(row, column, item)
        for column in (0, 1, 2, 3, 5):
            table.resizeColumnToContents(column)
            table.setColumnWidth(column, min(table.columnWidth(column), 180))

    def _fill_columns(self, preview: Optional[Preview]) -> None:
        columns = {} if preview is None else preview.found.columns  # type: ignore[union-attr]
        unread = sum(not role for role in columns.values())
        self.tabs.setTabText(1, tr("Columns ({count}, {unread} not read)", count=len(columns), unread=unread))
        words = role_words()
        self.columns.setRowCount(len(columns))
        for row, (header, role) in enumerate(columns.items()):
            self.columns.setItem(row, 0, QTableWidgetItem(header))
            self.columns.setItem(row, 1, QTableWidgetItem(words.get(role, role) if role else tr("not read")))
        self.columns.setColumnWidth(1, 300)

    def _fill_questions(self, preview: Optional[Preview]) -> None:
        questions = () if preview is None else preview.found.questions  # type: ignore[union-attr]
        left_out = () if preview is None else preview.found.left_out  # type: ignore[union-attr]
        self.tabs.setTabText(1, tr("Questions ({count})", count=len(questions)))
        table = self.columns
        table.setRowCount(0)
        table.setRowCount(len(questions) + len(left_out))
        kinds = {
            SINGLE: tr("one choice"),
            MULTIPLE: tr("several choices"),
            FREE: tr("free text"),
            SKIP: tr("not read"),
        }
        rules = self.session.asked.questions if self.session is not None else {}
        for row, question in enumerate(questions):
            table.setItem(row, 0, QTableWidgetItem(question.header))
            kind = _combo(table, kinds, question.kind)
            topic = _combo(table, {"": tr("by each answer's words"), **self._topics}, question.topic)
            settled = rules.get(question.header, QuestionRule())
            kind.activated.connect(
                lambda _, q=question.header, c=kind, r=settled: self._code(q, QuestionRule(r.topic, c.currentData()))
            )
            topic.activated.connect(
                lambda _, q=question.header, c=topic, r=settled: self._code(q, QuestionRule(c.currentData(), r.kind))
            )
            table.setCellWidget(row, 1, kind)
            table.setCellWidget(row, 2, topic)
        for row, header in enumerate(left_out, start=len(questions)):
            table.setItem(row, 0, QTableWidgetItem(header))
            if header in rules and rules[header].kind == SKIP:
                kind = _combo(table, kinds, SKIP)
                kind.activated.connect(
                    lambda _, q=header, c=kind: self._code(q, QuestionRule(rules[q].topic, c.currentData()))
                )
                table.setCellWidget(row, 1, kind)
            else:
                table.setItem(row, 1, QTableWidgetItem(tr("not read")))
        table.setColumnWidth(1, 150)
        table.setColumnWidth(2, 220)

    def _code(self, question: str, rule: QuestionRule) -> None:
        if self.session is not None:
            self.session.code(question, rule)

    def _fill_counts(self) -> None:
        """All questionnaires that are kept, with a row of totals."""
        session = self.session
        if session is None:
            return
        counts, names, _ = session.counts()
        shown = [topic for topic in self._topics if topic in counts.columns]
        shown += [topic for topic in counts.columns if topic not in (*shown, "questionnaires")]
        headings = [
            tr("Township"),
            tr("Questionnaires"),
            *(self._topics.get(topic, topic) or tr("no topic") for topic in shown),
        ]
        table = self.counts
        table.setRowCount(len(counts) + 1)
        table.setColumnCount(len(headings))
        table.setHorizontalHeaderLabels(headings)
        total = counts.sum()
        rows = [(names.get(code) or code or tr("unknown"), counts.loc[code]) for code in counts.index]
        for row, (name, values) in enumerate((*rows, (tr("Total"), total))):
            table.setItem(row, 0, QTableWidgetItem(name))
            for column, key in enumerate(("questionnaires", *shown), start=1):
                item = QTableWidgetItem(f"{int(values[key]):,}")
                item.setTextAlignment(int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
                table.setItem(row, column, item)
        table.resizeColumnsToContents()

    def _say_state(self, preview: Optional[Preview]) -> None:
        self.import_button.setText(tr("Import"))
        self.import_button.setEnabled(False)
        if preview is None:
            say_on(self.message, tr("Choose a workbook: .xlsx, .xlsm or a text table."))
            return
        ready = preview.new + preview.updated
        self.import_button.setText(tr("Import {count} rows", count=f"{ready:,}"))
        self.import_button.setEnabled(ready > 0 and not self._desk.read_only)
        refuse(self.import_button, self._desk.refusal())
        parts = [tr("{count} rows are new.", count=f"{preview.new:,}")]
        if preview.updated:
            parts.append(tr("{count} fill in what is there.", count=f"{preview.updated:,}"))
        if preview.skipped:
            parts.append(tr("{count} are there already.", count=f"{preview.skipped:,}"))
        bad = bad_rows(preview.faults)
        if bad:
            parts.append(tr("{count} are at fault and are left out; mend them in the workbook.", count=f"{bad:,}"))
        say_on(self.message, " ".join(parts), bad=not ready and bool(bad))

    # ---- import
    def import_rows(self) -> None:
        """Keep the good rows; read again, so that what was imported shows as there already."""
        session = self.session
        if session is None or not self._guarded(session.save):
            return
        preview = session.preview
        assert preview is not None
        text = tr(
            "Imported: {new} new, {updated} filled in; {skipped} were there already; {bad} at fault.",
            new=f"{preview.new:,}",
            updated=f"{preview.updated:,}",
            skipped=f"{preview.skipped:,}",
            bad=f"{bad_rows(preview.faults):,}",
        )
        self.import_button.setEnabled(False)
        if self.kind == QUESTIONNAIRES:
            self._guarded(self._fill_counts)
            self.tabs.setCurrentWidget(self.counts)
        say_on(self.message, text)
        self.imported.emit()

    def job(self) -> Job:
        """The same import for the toolbox and the command line."""
        session = self.session
        parameters: dict[str, Any] = {
            "DATABASE": str(self._desk.path or ""),
            "WORKBOOK": str(session.path or "") if session is not None else "",
            "ON_ERROR": "good",
        }
        if self.kind == OPINIONS:
            parameters = {
                **parameters,
                "PLAN": self._desk.plan,
                "ROUND": self.round.value() or None,
                "SOURCE": self.source.text().strip() or None,
                "EXISTING": self.existing.currentData(),
            }
            return Job(tr("Importing the opinions …"), (Run("importopinions", parameters),))
        if session is not None and session.mapping_file.is_file():
            parameters["MAPPING"] = str(session.mapping_file)
        return Job(tr("Importing the questionnaires …"), (Run("importquestionnaires", parameters),))

    def _twin(self) -> None:
        self.toolbox_asked.emit(self.job().runs[0])

    def _copy(self) -> None:
        self.command_asked.emit(self.job())

    def _guarded(self, work: Callable[[], Any]) -> bool:
        try:
            work()
        except PlannerError as error:
            say_on(self.message, say_error(error), bad=True)
            return False
        return True


def _combo(parent: QWidget, choices: dict[str, str], chosen: str) -> QComboBox:
    combo = QComboBox(parent)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for value, text in choices.items():
        combo.addItem(text, value)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    return combo


def role_words() -> dict[str, str]:
    """What the columns of a workbook of opinions are called."""
    return {
        "number": tr("number"),
        "order": tr("running number"),
        "key": tr("mark of a known row"),
        "source": tr("Source"),
        "source_kind": tr("Kind of source"),
        "round": tr("Round"),
        "given": tr("Date"),
        "topic": tr("Topic"),
        "text": tr("Opinion"),
        "reply": tr("Reply"),
        "decision": tr("Decision"),
        "reason": tr("Reason"),
        "change": tr("Changed in"),
        "responsible": tr("Responsible"),
        "due": tr("Due"),
        "district": tr("District"),
        "township": tr("Township"),
        "township_code": tr("Township"),
        "village": tr("Village"),
        "village_code": tr("Village"),
        "unit": tr("Unit"),
        "code": tr("Unit"),
        "east": tr("coordinate"),
        "north": tr("coordinate"),
        "longitude": tr("coordinate"),
        "latitude": tr("coordinate"),
    }
