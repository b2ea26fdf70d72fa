"""Import of opinions or questionnaires: what is in the workbook, which rows are at fault and why, then the import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from ...core.opinions.forms import Fault, bad_rows
from ...core.opinions.questionnaires import FREE, MULTIPLE, SINGLE, SKIP, QuestionRule
from ...core.opinions.rows import Defaults
from ...translation import in_own_language, say, tr
from ..desk import Desk
from ..import_dialog import ImportDialog
from ..runner import Job, Run
from ..widgets import refuse
from .forms_session import OPINIONS, QUESTIONNAIRES, FormsSession, Preview

BAD = QColor("#8a1f17")
LISTED = 2000  # rows at fault that the dialog lists; the algorithm's table has all of them


class FormsDialog(ImportDialog):
    """What an import would add is shown before the good rows are kept."""

    session: Optional[FormsSession] = None

    def __init__(self, desk: Desk, kind: str, parent: QWidget) -> None:
        title = tr("Import opinions") if kind == OPINIONS else tr("Import questionnaires")
        super().__init__(desk, parent, "villagePlannerForms_" + kind, title)
        self.kind = kind
        self._topics: dict[str, str] = {}
        self._preset: Any = None  # the place and round that the field of rounds was set for
        self._build()
        self.resize(1100, 600)

    # ---- building
    def _build(self) -> None:
        self._name_file(
            "workbook", tr("Workbooks and text tables (*.xlsx *.xlsm *.csv *.txt *.tsv)"), tr("The workbook as it came")
        )
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
        self.import_button = self._button(
            "import", tr("Import"), tr("Keep the good rows in the county's database"), self.import_rows
        )
        self._lay_out(head, self.tabs, (self.import_button,))

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
        self.existing = self._combo(
            "existing",
            tr("What becomes of a reply or decision that is there with other words"),
            (
                ("error", tr("other replies: at fault")),
                ("keep", tr("other replies: keep what is there")),
                ("replace", tr("other replies: replace")),
            ),
            self._ask,
        )
        head.addWidget(QLabel(tr("Round:"), self))
        for widget in (self.round, self.source, self.existing):
            head.addWidget(widget)

    def _table(self, name: str, headings: Sequence[str], stretched: int) -> QTableWidget:
        table = super()._table(name, headings, stretched)
        table.setAlternatingRowColors(True)
        return table

    # ---- opening
    def open_for_plan(self) -> None:
        """Show the dialog for the county and plan in hand; raises `PlannerError`."""
        self._renew()
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
        self._take(session)
        _, _, topics = session.counts()
        self._topics = {topic: in_own_language(names) for topic, names in topics.items()}

    def follow(self) -> None:
        super().follow()
        refuse(self.import_button, self._desk.refusal())

    def _choose(self) -> None:
        path, session = self._path(), self.session
        if path and session is not None:
            self.say(tr("Reading {file} …", file=Path(path).name))
            session.open(Path(path))

    def _ask(self) -> None:
        if self.session is not None:
            defaults = Defaults(source=self.source.text().strip(), round=self.round.value() or None)
            existing = str(self.existing.currentData())
            if (defaults, existing) != (self.session.asked.defaults, self.session.asked.existing):
                self.session.ask(defaults=defaults, existing=existing)

    # ---- what is shown
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
            self.say(tr("Choose a workbook: .xlsx, .xlsm or a text table."))
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
        self.say(" ".join(parts), bad=not ready and bool(bad))

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
        self.say(text)
        self.imported.emit()

    def job(self) -> Job:
        """The same import for the toolbox and the command line."""
        session = self.session
        parameters: dict[str, Any] = {
            "DATABASE": self._desk.place.county,
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
