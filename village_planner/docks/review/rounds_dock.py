"""The dock of the review rounds: rounds, who signed, what is missing, agenda and materials; open, sign, close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QDate, QItemSelectionModel, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDockWidget,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.errors import PlannerError
from ...core.review.round_rules import PASSED, RETURNED
from ...core.review.rounds import (
    APPROVED,
    ARCHIVED,
    CLOSED,
    OPEN,
    PLANNED,
    VERDICTS,
    Obstacle,
    Participant,
    Round,
    outcomes_of,
)
from ...paths import resource
from ...translation import say, say_error, tr
from ..desk import Desk
from ..look import muted
from ..widgets import (
    ISO,
    add_shortcuts,
    date_field,
    date_of,
    message_label,
    refuse,
    row_table,
    say_on,
    scrolling,
    show_date,
    tool_button,
)
from .materials_dialog import MaterialsDialog
from .rounds_session import ParticipantRow, RoundsSession, blocking
from .rounds_tables import (
    NOTE,
    TITLE,
    WHO,
    ParticipantsTable,
    RoundsTable,
    outcome_word,
    verdict_word,
)


class RoundsDock(QDockWidget):
    """`saved` follows every change; the others ask for docks that the workspace owns."""

    saved = pyqtSignal()
    compare_asked = pyqtSignal(int)  # number of a snapshot, to be compared with the plan
    print_asked = pyqtSignal(int)  # number of a round, to be printed for the review
    record_asked = pyqtSignal()
    catalogue_asked = pyqtSignal(str)
    units_asked = pyqtSignal(str, list)  # level and codes, to go there

    def __init__(self, iface: Any, desk: Desk, parent: QWidget) -> None:
        super().__init__(tr("Review rounds"), parent)
        self.setObjectName("villagePlannerRoundsDock")
        self.setWindowIcon(QIcon(str(resource("icons", "rounds.svg"))))
        self._desk = desk
        self._filling = False
        self._number = 0  # of the round in hand, 0 for none
        self._materials: Optional[MaterialsDialog] = None
        self.session = RoundsSession(desk, self)
        self._build()
        self.session.changed.connect(self._show)
        self.session.refused.connect(self._refused)
        self.session.saved.connect(self._kept)

    # ---- building
    def _build(self) -> None:
        body = QWidget(self)
        parts = QSplitter(Qt.Orientation.Horizontal, body)
        parts.setChildrenCollapsible(False)
        self.tabs = QTabWidget(parts)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._build_participants(self.tabs), tr("Signatures"))
        self.tabs.setCornerWidget(self.next_button)  # beside the count of signatures, where there is room
        self.tabs.addTab(self._build_agenda(self.tabs), tr("Agenda"))
        self.tabs.addTab(self._build_materials(self.tabs), tr("Materials"))
        for widget, stretch in ((self._build_rounds(parts), 2), (self.tabs, 5)):
            parts.addWidget(widget)
            parts.setStretchFactor(parts.indexOf(widget), stretch)
        parts.setSizes([205, 500])
        # In a scrolling body with wrapped labels it is the preferred heights that count; tables prefer too much.
        parts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        parts.setMinimumHeight(150)
        self.missing = QLabel(body)
        self.missing.setObjectName("missing")
        self.missing.setWordWrap(True)
        self.missing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message = message_label(body)
        self.message.hide()
        for label in (self.missing, self.message):  # by itself a wrapped label asks for the height of a narrow one
            label.setMinimumHeight(label.fontMetrics().lineSpacing())
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 2, 6, 2)
        column.setSpacing(2)
        column.addWidget(parts, 1)
        column.addWidget(self.missing)
        column.addWidget(self.message)
        self.setWidget(scrolling(body, self))
        add_shortcuts(
            body,
            (
                ("Ctrl+Return", self.sign),
                ("Ctrl+S", self.save),
                ("Delete", self.withdraw),
                ("N", self.next_missing),
            ),
        )

    def _build_rounds(self, parent: QWidget) -> QWidget:
        part = QWidget(parent)
        self.rounds_model = RoundsTable(self)
        self.rounds = row_table(part, "rounds", self.rounds_model, several=False)
        self.rounds.horizontalHeader().setSectionResizeMode(TITLE, QHeaderView.Stretch)
        self.rounds.setMinimumWidth(200)
        self.rounds.selectionModel().currentRowChanged.connect(lambda now, _: self._take(now.row()))
        self.open_button = QPushButton(tr("Open round"), part)
        self.open_button.setObjectName("open_round")
        self.open_button.setToolTip(tr("Freeze the plan as it stands and send it into the round in hand"))
        self.open_button.clicked.connect(lambda: self.open_round())
        self.outcome = _narrow(QComboBox(part))
        self.outcome.setObjectName("outcome")
        self.outcome.setToolTip(tr("How the round ends"))
        self.outcome.currentIndexChanged.connect(lambda _: self._show_missing())
        self.close_button = QPushButton(tr("Close round"), part)
        self.close_button.setObjectName("close_round")
        self.close_button.setToolTip(
            tr("Close the open round with the outcome chosen here; it cannot be changed later")
        )
        self.close_button.clicked.connect(lambda: self.close_round())
        doing = _row(self.open_button, self.outcome, self.close_button)
        record = tool_button(part, "record", tr("Record …"), tr("Who did what when"), self.record_asked.emit)
        self.archive_button = tool_button(part, "archive", "", "", self.archive)
        self.approval_button = tool_button(
            part,
            "withdraw_approval",
            tr("Withdraw approval"),
            tr("Let the approved plan be drawn on again; its last round has to be held once more"),
            self.withdraw_approval,
        )
        more = _row(record, self.archive_button, self.approval_button)
        more.addStretch()
        column = _column(part)
        column.addWidget(self.rounds, 1)
        column.addLayout(doing)
        column.addLayout(more)
        return part

    def _build_participants(self, parent: QWidget) -> QWidget:
        part = QWidget(parent)
        self.model = ParticipantsTable(self)
        self.table: QTableView = row_table(part, "participants", self.model, several=True)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(WHO, QHeaderView.Interactive)
        header.resizeSection(WHO, 130)
        header.setMinimumSectionSize(48)  # the note's heading is read whole
        header.setSectionResizeMode(NOTE, QHeaderView.Stretch)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.verdict = _narrow(QComboBox(part))
        self.verdict.setObjectName("verdict")
        self.verdict.setToolTip(tr("What the selected participants say"))
        for verdict in VERDICTS:
            self.verdict.addItem(verdict_word(verdict), verdict)
        self.signed_by = self._line(
            part, "signed_by", tr("Signer"), tr("Who signed; may stay empty where the catalogue of rounds allows it")
        )
        self.given = QDateEdit(part)
        self.given.setObjectName("given")
        self.given.setDisplayFormat(ISO)
        self.given.setCalendarPopup(True)
        self.given.setToolTip(tr("Date of the signature"))
        self.sign_note = self._line(part, "sign_note", tr("Note"), tr("Kept with the signature"))
        for line in (self.signed_by, self.sign_note):
            line.returnPressed.connect(self.sign)
        self.sign_button = tool_button(
            part, "sign", tr("Sign"), tr("Put down the signature of the selected participants (Ctrl+Enter)"), self.sign
        )
        self.withdraw_button = tool_button(
            part,
            "withdraw",
            tr("Withdraw"),
            tr("Take back the signatures of the selected participants (Del); the record keeps them"),
            self.withdraw,
        )
        self.next_button = tool_button(
            part, "next_missing", tr("Next unsigned"), tr("Select who has not signed yet (N)"), self.next_missing
        )
        signing = _row(self.verdict, self.signed_by, self.given, self.sign_note, self.sign_button, self.withdraw_button)
        signing.setStretch(1, 2)
        signing.setStretch(3, 3)
        column = _column(part)
        column.addWidget(self.table, 1)
        column.addLayout(signing)
        return part

    def _build_agenda(self, parent: QWidget) -> QWidget:
        part = QWidget(parent)
        self.agenda = QPlainTextEdit(part)
        self.agenda.setObjectName("agenda")
        self.agenda.setTabChangesFocus(True)
        self.agenda.setToolTip(tr("What is asked, a line each"))
        self.agenda.setMinimumHeight(50)
        self.held = date_field(part, "held", tr("Date of the meeting"))
        self.due = date_field(part, "due", tr("Until when signatures and opinions are due"))
        self.note = self._line(part, "note", tr("Note"), tr("Note on the round, e.g. its minutes"))
        self.save_button = tool_button(
            part, "save", tr("Save"), tr("Save agenda, dates and note of the round in hand (Ctrl+S)"), self.save
        )
        for signal in (self.agenda.textChanged, self.held.dateChanged, self.due.dateChanged, self.note.textChanged):
            signal.connect(lambda *_: self._touched())
        self.new_name = self._line(
            part, "new_participant", tr("Another participant, then Enter"), tr("Takes part in the round in hand")
        )
        self.new_name.returnPressed.connect(self.add_participant)
        self.add_button = tool_button(
            part, "add_participant", tr("Add"), tr("Add a participant to the round in hand"), self.add_participant
        )
        self.remove_button = tool_button(
            part,
            "remove_participant",
            tr("Take out"),
            tr("Take the participants selected in the table of signatures out of the round in hand"),
            self.remove_participants,
        )
        dates = _row(
            QLabel(tr("Held"), part), self.held, QLabel(tr("Due"), part), self.due, self.note, self.save_button
        )
        dates.setStretch(4, 1)
        column = _column(part)
        column.addWidget(self.agenda, 1)
        column.addLayout(dates)
        catalogue = tool_button(
            part,
            "catalogue",
            tr("Settings …"),
            tr("Change stages, participants, agendas and what a round needs"),
            lambda: self.catalogue_asked.emit("review_rounds"),
        )
        column.addLayout(_row(self.new_name, self.add_button, self.remove_button, catalogue))
        return part

    def _build_materials(self, parent: QWidget) -> QWidget:
        part = QWidget(parent)
        self.materials = QLabel(part)
        self.materials.setObjectName("materials")
        self.materials.setWordWrap(True)
        self.materials.setMinimumHeight(self.materials.fontMetrics().lineSpacing())
        self.materials.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.view_button = tool_button(
            part, "materials_view", tr("Tables …"), tr("The plan's tables as they were frozen, read-only"), self.view
        )
        self.compare_button = tool_button(
            part, "compare", tr("Compare …"), tr("Compare the frozen plan with the plan as it is now"), self.compare
        )
        self.moved_button = tool_button(
            part, "moved", tr("Moved units"), tr("Go to the units that moved since the round was opened"), self.go_moved
        )
        self.print_button = tool_button(
            part,
            "print",
            tr("Print …"),
            tr(
                "Print for the review: the plan before and after the round with moved units hatched, units whose "
                "district is not firm, open opinions as numbered points; a PDF in the folder of results, opened when "
                "it is done"
            ),
            self.print_round,
        )
        material = _row(self.view_button, self.compare_button, self.moved_button, self.print_button)
        material.addStretch()
        column = _column(part)
        column.addWidget(self.materials)
        column.addLayout(material)
        column.addStretch()
        return part

    def _line(self, parent: QWidget, name: str, placeholder: str, tip: str) -> QLineEdit:
        line = QLineEdit(parent)
        line.setObjectName(name)
        line.setPlaceholderText(placeholder)
        line.setToolTip(tip)
        # A short name is not cut off.
        line.setMinimumWidth(min(line.fontMetrics().horizontalAdvance(placeholder) + 16, 70))
        return line

    # ---- what is shown
    def load(self) -> None:
        """Read anew; raises `PlannerError`."""
        self.session.load()

    def follow(self) -> None:
        """Show another county or plan when it is taken in hand, nothing where none is or nobody looks."""
        if not self.session.elsewhere:
            self._enable()  # who may write may have changed
            return
        snapshot = self._desk.snapshot
        self._number = 0
        if self.isVisible() and snapshot is not None and snapshot.plan is not None:
            self._guarded(self.load)
        else:
            self.session.clear()
            self.say("")

    def set_busy(self, busy: bool) -> None:
        """Nothing here waits for what runs; rounds are opened and closed on what is in the file."""

    def say(self, text: str, bad: bool = False) -> None:
        say_on(self.message, text, bad)
        self.message.setVisible(bool(text))

    def _show(self) -> None:
        """The rounds anew; the one in hand stays, else the one that is due is taken."""
        rows = self.session.rounds()
        review = self.session.review
        if self._number not in {row.item.number for row in rows}:
            current = None if review is None else review.current
            self._number = 0 if current is None else current.number
        self.rounds.selectionModel().blockSignals(True)
        self.rounds_model.show(rows)
        self.rounds.selectRow(self.rounds_model.row_of(str(self._number)))
        self.rounds.selectionModel().blockSignals(False)
        archived = review is not None and review.status == ARCHIVED
        self.approval_button.setVisible(review is not None and review.status == APPROVED)
        self.archive_button.setText(tr("Take out of the archive") if archived else tr("Archive plan"))
        self.archive_button.setToolTip(
            tr("Let the plan's rounds go on where they stood")
            if archived
            else tr("Put the plan away: nothing in its rounds can be changed until it is taken out")
        )
        self._show_round()

    def _take(self, row: int) -> None:
        if 0 <= row < self.rounds_model.rowCount():
            self._number = self.rounds_model.item(row).item.number
            self._show_round()

    @property
    def item(self) -> Optional[Round]:
        """The round in hand."""
        review = self.session.review
        return None if review is None or not self._number else review.round(self._number)

    def _show_round(self) -> None:
        item = self.item
        chosen, here = {row.key for row in self._selected()}, self.table.currentIndex().row()
        self.model.show([] if item is None else self.session.participants(item.number))
        self.table.selectionModel().setCurrentIndex(self.model.index(here, 0), QItemSelectionModel.NoUpdate)
        for row in range(self.model.rowCount()):
            if self.model.item(row).key in chosen:
                self._select(row, alone=False)
        self._filling = True
        self.agenda.setPlainText("" if item is None else item.agenda)
        self.note.setText("" if item is None else item.note)
        show_date(self.held, "" if item is None else item.held)
        show_date(self.due, "" if item is None else item.due)
        self.given.setDate(QDate.currentDate())
        wanted = self.outcome.currentData()
        self.outcome.blockSignals(True)
        self.outcome.clear()
        for outcome in () if item is None else outcomes_of(self.session.rules, item):
            self.outcome.addItem(outcome_word(outcome), outcome)
        self.outcome.setCurrentIndex(max(self.outcome.findData(wanted or PASSED), 0))
        self.outcome.blockSignals(False)
        self._filling = False
        rows = [] if item is None else self.session.participants(item.number)
        signed = sum(row.signed is not None for row in rows)
        self.tabs.setTabText(0, tr("Signed {signed} of {all}", signed=signed, all=len(rows)))
        self._show_materials(item)
        self._show_missing()
        self._enable()

    def _show_missing(self) -> None:
        """What is missing before the round can be opened, or closed as is chosen."""
        item = self.item
        obstacles: Sequence[Obstacle] = ()
        if item is not None and item.status == PLANNED:
            obstacles = self.session.to_open(item.number)
        elif item is not None and item.status == OPEN and self.outcome.currentData():
            obstacles = self.session.to_close(item.number, self.outcome.currentData())
        sentences = [say(obstacle.text) for obstacle in obstacles]
        if item is not None and not sentences:
            sentences = {
                PLANNED: [tr("Nothing is missing: the round can be opened.")],
                OPEN: [tr("Nothing is missing: the round can be closed.")],
                CLOSED: [tr("The round is closed and stays as it is.")],
            }[item.status]
        self.missing.setText(" ".join(sentences))
        self.missing.setStyleSheet("color: #8a1f17;" if blocking(obstacles) else "")

    def _show_materials(self, item: Optional[Round]) -> None:
        if item is None or item.snapshot_id is None:
            text = tr("The plan is frozen when the round is opened.") if item is not None else ""
        else:
            opened = tr("Plan as frozen on {date}", date=item.opened[:10])
            text = f"{opened}: {self._since_words(item)}"
        self.materials.setText(text)
        muted(self.materials, item is not None and item.snapshot_id is None)

    def _since_words(self, item: Round) -> str:
        since = self.session.since(item.number) or {}
        if not since:
            return tr("not changed since.")
        counts = {level: len(edit.units) for level, edit in since.items()}
        if not any(counts.values()):
            return tr("only names, locks or centres changed since.")
        return tr(
            "since then {townships} townships and {villages} villages moved.",
            townships=f"{counts.get('township', 0):,}",
            villages=f"{counts.get('village', 0):,}",
        )

    def _enable(self) -> None:
        item, review = self.item, self.session.review
        writes = not self._desk.read_only and review is not None and review.status != ARCHIVED
        status = "" if item is None or not writes else item.status
        chosen = self._selected()
        self.open_button.setEnabled(status == PLANNED)
        self.open_button.setVisible(item is None or item.status != OPEN)
        for widget in (self.outcome, self.close_button):
            widget.setEnabled(status == OPEN)
            widget.setVisible(item is not None and item.status == OPEN)
        self.sign_button.setEnabled(status == OPEN and bool(chosen))
        self.withdraw_button.setEnabled(status == OPEN and any(row.signed is not None for row in chosen))
        for widget in (self.verdict, self.signed_by, self.given, self.sign_note, self.next_button):
            widget.setEnabled(status == OPEN)
        for widget in (self.new_name, self.add_button, self.held, self.due, self.note):
            widget.setEnabled(status in (PLANNED, OPEN))
        self.remove_button.setEnabled(status in (PLANNED, OPEN) and bool(chosen))
        self.agenda.setReadOnly(status not in (PLANNED, OPEN))
        self.save_button.setEnabled(status in (PLANNED, OPEN) and bool(self._typed()))
        frozen = item is not None and item.snapshot_id is not None
        self.view_button.setEnabled(frozen)
        self.compare_button.setEnabled(frozen)
        self.print_button.setEnabled(frozen)
        self.moved_button.setEnabled(frozen and bool(self._moved()))
        self.archive_button.setEnabled(review is not None)
        self.approval_button.setEnabled(True)
        for button in (
            *(self.open_button, self.close_button, self.outcome, self.archive_button, self.approval_button),
            *(self.sign_button, self.withdraw_button, self.add_button, self.remove_button, self.save_button),
        ):
            refuse(button, self._desk.refusal())

    # ---- doing
    def open_round(self) -> None:
        """Freeze the plan and open the round in hand; asked first, as what is frozen stays."""
        item = self.item
        if item is None or not self._leave_typed():
            return
        obstacles = self.session.to_open(item.number)
        if not blocking(obstacles):
            question = tr(
                "Open round {number}? The plan is frozen as it stands, as what the round decides on.",
                number=item.number,
            )
            warnings = "\n".join(say(obstacle.text) for obstacle in obstacles)
            if not self._sure(question, warnings, tr("Open the round")):
                return
        self.session.open(item.number)

    def close_round(self) -> None:
        """Close the round in hand with the outcome chosen; asked first, as it is for good."""
        item, outcome = self.item, self.outcome.currentData()
        if item is None or not outcome or not self._leave_typed():
            return
        obstacles = self.session.to_close(item.number, outcome)
        if not blocking(obstacles):
            question = tr(
                "Close round {number} as “{outcome}”? It cannot be changed afterwards.",
                number=item.number,
                outcome=outcome_word(outcome),
            )
            sentences = [say(obstacle.text) for obstacle in obstacles]
            if outcome == RETURNED:
                sentences.append(tr("The plan goes back to draft, and the round is held again."))
            if not self._sure(question, "\n".join(sentences), tr("End the round")):
                return
        self.session.close(item.number, outcome, self.note.text())

    def sign(self) -> None:
        """Put down the signature for every selected participant."""
        item = self.item
        names = [row.key for row in self._selected()]
        if item is None or not self.sign_button.isEnabled():
            self.say(self._desk.refusal() or tr("Select who signs first."), bad=True)
            return
        verdict, by = self.verdict.currentData(), self.signed_by.text()
        if self.session.sign(
            item.number, names, verdict, by, str(self.given.date().toString(ISO)), self.sign_note.text()
        ):
            self.signed_by.clear()
            self.sign_note.clear()
            self.verdict.setCurrentIndex(0)
            self.next_missing(quiet=True)

    def withdraw(self) -> None:
        """Take back the signatures of the selected participants."""
        item = self.item
        names = [row.key for row in self._selected() if row.signed is not None]
        if item is not None and names and self.withdraw_button.isEnabled():
            self.session.withdraw(item.number, names)

    def next_missing(self, quiet: bool = False) -> None:
        """Select the next participant without a signature, round the end."""
        count, here = self.model.rowCount(), self.table.currentIndex().row()
        for row in [(here + step) % count for step in range(1, count + 1)] if count else ():
            if self.model.item(row).signed is None:
                self._select(row)
                return
        if not quiet:
            self.say(tr("Everybody has signed."))

    def add_participant(self) -> None:
        item, name = self.item, self.new_name.text().strip()
        if item is None or not name:
            return
        kind = item.participants[0].kind if item.participants else "department"
        if self.session.change(item.number, participants=(*item.participants, Participant(name, kind))):
            self.new_name.clear()

    def remove_participants(self) -> None:
        item = self.item
        gone = {row.key for row in self._selected()}
        if item is not None and gone:
            self.session.change(
                item.number, participants=tuple(one for one in item.participants if one.name not in gone)
            )

    def save(self) -> bool:
        """Save agenda, dates and note of the round in hand."""
        item, typed = self.item, self._typed()
        return item is None or not typed or self.session.change(item.number, **typed)

    def archive(self) -> None:
        review = self.session.review
        if review is not None:
            self.session.archive(review.status != ARCHIVED)

    def withdraw_approval(self) -> None:
        """Make the approved plan a draft again, after asking: what was approved is signed by people."""
        consequence = tr(
            "The plan becomes a draft that can be drawn on, and its last round has to be held once more. To keep the "
            "approved plan, draw on a branch of it instead."
        )
        if self._sure(tr("Withdraw the approval?"), consequence, tr("Withdraw approval")):
            self.session.withdraw_approval()

    # ---- materials
    def view(self) -> None:
        """The tables of the frozen plan, read-only."""
        item = self.item
        if item is None or item.snapshot_id is None:
            return
        number = item.snapshot_id

        def show() -> None:
            if self._materials is None:
                self._materials = MaterialsDialog(self)
            self._materials.show_snapshot(self.session.snapshot(number))

        self._guarded(show)

    def compare(self) -> None:
        item = self.item
        if item is not None and item.snapshot_id is not None:
            self.compare_asked.emit(item.snapshot_id)

    def print_round(self) -> None:
        item = self.item
        if item is not None and item.snapshot_id is not None:
            self.print_asked.emit(item.number)

    def go_moved(self) -> None:
        """Go to the villages that moved since, else to the townships."""
        moved = self._moved()
        for level in ("village", "township"):
            if moved.get(level):
                self.units_asked.emit(level, moved[level])
                return

    def _moved(self) -> dict[str, list[str]]:
        since = self.session.since(self._number) or {}
        return {level: sorted(edit.units) for level, edit in since.items() if edit.units}

    # ---- inside
    def _refused(self, text: str) -> None:
        """Why something was not done; what stands above already is not said twice."""
        self.say("" if text in self.missing.text() else text, bad=True)

    def _kept(self, text: str) -> None:
        self.say(text)
        self.saved.emit()

    def _touched(self) -> None:
        if not self._filling:
            self._enable()

    def _typed(self) -> dict[str, str]:
        """What the fields say otherwise than the round in hand."""
        item = self.item
        if item is None or item.status == CLOSED:
            return {}
        fields = {
            "agenda": self.agenda.toPlainText().strip(),
            "held": date_of(self.held),
            "due": date_of(self.due),
            "note": self.note.text().strip(),
        }
        return {name: value for name, value in fields.items() if value != getattr(item, name)}

    def _leave_typed(self) -> bool:
        """What was typed and not saved yet is saved before the round goes on."""
        return self.save()

    def _sure(self, question: str, more: str, yes: str) -> bool:
        box = QMessageBox(QMessageBox.Question, self.windowTitle(), question, parent=self)
        box.setInformativeText(more)
        box.setStandardButtons(QMessageBox.Yes | QMessageBox.Cancel)
        box.button(QMessageBox.Yes).setText(yes)
        box.button(QMessageBox.Cancel).setText(tr("Cancel"))
        box.setDefaultButton(QMessageBox.Cancel)
        return bool(box.exec() == QMessageBox.Yes)

    def _selected(self) -> list[ParticipantRow]:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.item(row) for row in rows if row < self.model.rowCount()]

    def _select(self, row: int, alone: bool = True) -> None:
        if alone:
            self.table.selectRow(row)
            return
        how = QItemSelectionModel.Select | QItemSelectionModel.Rows
        self.table.selectionModel().select(self.model.index(row, 0), how)

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except PlannerError as error:
            self.say(say_error(error), bad=True)

    def remove(self) -> None:
        """No signal comes after this."""
        self.session.blockSignals(True)
        self.blockSignals(True)


def _narrow(combo: QComboBox) -> QComboBox:
    """As wide as its room; the whole entry shows when it is opened."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    return combo


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget)
    return row


def _column(part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    return column
