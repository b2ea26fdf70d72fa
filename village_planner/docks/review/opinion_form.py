"""The form of one opinion: what was said, by whom, about what; the reply, the decision and the change that answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from ...core.errors import InputError
from ...core.opinions.dates import date_of
from ...core.opinions.opinions import Opinion
from ...core.opinions.terms import DECISION_NAMES, DECISIONS, SOURCE_KIND_NAMES, SOURCE_KINDS
from ...translation import say, tr
from .opinions_table import Names

About = tuple[str, str, str, str]  # subject, level, district, unit
RECENT = 60  # edits that are offered as answers
THE_PLAN: About = ("plan", "", "", "")


class OpinionForm(QWidget):
    """`touched` follows every change by hand; nothing is saved here."""

    touched = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("opinion_form")
        self.opinion = Opinion("")
        self._names = Names()
        self._about: dict[str, About] = {}
        self._filling = False
        self.dirty = False
        self._build()

    # ---- building
    def _build(self) -> None:
        self.source = self._line("source", tr("Who says so"))
        self.kind = self._combo("source_kind", tr("Kind of source"))
        self.kind.addItem(tr("not said"), "")
        for kind in SOURCE_KINDS:
            self.kind.addItem(say(SOURCE_KIND_NAMES[kind]), kind)
        self.round = self._combo("round", tr("In which review round it was given"))
        self.given = self._line("given", tr("When it was given, such as 2026-03-05 or 2026年3月5日"))
        self.topic = self._combo("topic", tr("Topic; proposed by the words of the text"))
        self.about = self._combo("about", tr("What it is about: type a part of the name, then choose"))
        self.about.setEditable(True)
        self.about.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.about.editTextChanged.connect(lambda _: self._touch())
        self.text = self._paragraph("text", tr("What was said"))
        self.reply = self._paragraph("reply", tr("Reply"))
        self.decision = self._combo("decision", tr("Whether it is adopted"))
        for decision in ("", *DECISIONS):
            self.decision.addItem(say(DECISION_NAMES[decision]), decision)
        self.reason = self._line("reason", tr("Why it is adopted in part or not"))
        self.edit = self._combo("edit", tr("The edit of the plan that answers it"))
        self.change = self._line("change", tr("Where the plan was changed, in words"))
        self.responsible = self._line("responsible", tr("Who deals with it"))
        self.due = self._line("due", tr("Until when, such as 2026-04-01"))

        grid = QGridLayout(self)
        grid.setContentsMargins(4, 0, 4, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(3)
        grid.addWidget(self.text, 0, 0, 1, 4)
        rows: tuple[tuple[tuple[str, QWidget], ...], ...] = (
            ((tr("Source"), self.source), (tr("Kind"), self.kind)),
            ((tr("About"), self.about), (tr("Topic"), self.topic)),
            ((tr("Round"), self.round), (tr("Date"), self.given)),
            ((tr("Decision"), self.decision), (tr("Reason"), self.reason)),
        )
        for number, row in enumerate(rows, start=1):
            self._place(grid, number, row)
        grid.addWidget(self.reply, 5, 0, 1, 4)
        self._place(grid, 6, ((tr("Answered by"), self.edit), (tr("Changed in"), self.change)))
        self._place(grid, 7, ((tr("Responsible"), self.responsible), (tr("Due"), self.due)))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(8, 1)

    def _place(self, grid: QGridLayout, number: int, row: Any) -> None:
        for place, (title, widget) in enumerate(row):
            label = QLabel(title, self)
            label.setBuddy(widget)
            grid.addWidget(label, number, 2 * place)
            grid.addWidget(widget, number, 2 * place + 1)

    def _line(self, name: str, tip: str) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setObjectName(name)
        edit.setToolTip(tip)
        edit.setMinimumWidth(64)
        edit.textEdited.connect(lambda _: self._touch())
        return edit

    def _combo(self, name: str, tip: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setToolTip(tip)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(4)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.activated.connect(lambda _: self._touch())
        return combo

    def _paragraph(self, name: str, tip: str) -> QPlainTextEdit:
        edit = QPlainTextEdit(self)
        edit.setObjectName(name)
        edit.setPlaceholderText(tip)
        edit.setToolTip(tip)
        edit.setTabChangesFocus(True)
        edit.setMinimumHeight(self.fontMetrics().height() * 2 + 12)
        edit.setMaximumHeight(self.fontMetrics().height() * 4 + 12)
        edit.textChanged.connect(self._touch)
        return edit

    # ---- what is offered
    def offer(self, names: Names) -> None:
        """Topics, rounds, edits, and what an opinion may be about."""
        self._names = names
        self._filling = True
        _refill(self.topic, {"": tr("by its words"), **names.topics})
        _refill(self.round, {None: tr("none"), **names.rounds})
        _refill(self.edit, {None: tr("no edit"), **dict(list(names.edits.items())[:RECENT])})
        self._about = {tr("The plan"): THE_PLAN}
        for (level, code), label in names.districts.items():
            self._about[tr("District {name}", name=label)] = ("district", level, code, "")
        for code, label in names.units.items():
            level = "township" if code in names.townships else "village"
            shown = label if label not in self._about else f"{label} {code}"
            self._about[shown] = ("unit", level, "", code)
        self.about.clear()
        self.about.addItems(list(self._about))
        completer = QCompleter(list(self._about), self.about)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.about.setCompleter(completer)
        self._filling = False

    # ---- one opinion
    def show_opinion(self, opinion: Optional[Opinion]) -> None:
        """None: nothing to fill in."""
        self.setEnabled(opinion is not None)
        self.opinion = opinion or Opinion("")
        self._filling = True
        shown = self.opinion
        for edit, text in (
            (self.source, shown.source),
            (self.given, shown.given),
            (self.reason, shown.reason),
            (self.change, shown.change),
            (self.responsible, shown.responsible),
            (self.due, shown.due),
        ):
            edit.setText(text)
        self.text.setPlainText(shown.text)
        self.reply.setPlainText(shown.reply)
        for combo, value in (
            (self.kind, shown.source_kind),
            (self.topic, shown.topic),
            (self.round, shown.round),
            (self.decision, shown.decision),
            (self.edit, shown.edit_id),
        ):
            place = combo.findData(value)
            if place < 0:  # not offered, but so it is
                combo.addItem(
                    self._names.edits.get(shown.edit_id or 0, str(value)) if combo is self.edit else str(value), value
                )
                place = combo.count() - 1
            combo.setCurrentIndex(place)
        self.about.setEditText(self._label_of(shown))
        self.about.lineEdit().setCursorPosition(0)  # a long name shows its beginning
        self._filling = False
        self.dirty = False

    def put_point(self, point: tuple[float, float], unit: str) -> None:
        """Make it an opinion about a point; the village there is known."""
        about: Mapping[str, Any] = {"subject": "point", "level": "village" if unit else "", "district_code": ""}
        self.opinion = replace(self.opinion, point=point, unit_code=unit, **about)
        self._filling = True
        self.about.setEditText(self._label_of(self.opinion))
        self._filling = False
        self._touch()

    def values(self) -> dict[str, Any]:
        """The fields as they stand in the form. InputError bad_date, unknown_place."""
        return {
            "text": self.text.toPlainText().strip(),
            "source": self.source.text().strip(),
            "source_kind": self.kind.currentData(),
            "round": self.round.currentData(),
            "given": self._date(self.given, tr("Date")),
            "topic": self.topic.currentData(),
            "reply": self.reply.toPlainText().strip(),
            "decision": self.decision.currentData(),
            "reason": self.reason.text().strip(),
            "edit_id": self.edit.currentData(),
            "change": self.change.text().strip(),
            "responsible": self.responsible.text().strip(),
            "due": self._date(self.due, tr("Due")),
            **self._placed(),
        }

    def _placed(self) -> dict[str, Any]:
        text = self.about.currentText().strip()
        shown = self.opinion
        if text == self._label_of(shown):
            about: About = (shown.subject, shown.level, shown.district_code, shown.unit_code)
            point = shown.point
        elif text in self._about or not text:
            about, point = self._about.get(text, THE_PLAN), None
        else:
            raise InputError(
                "unknown_place",
                "“{text}” is no unit or district of the plan. Choose one from the list, or draw a point.",
                text=text,
            )
        return {**dict(zip(("subject", "level", "district_code", "unit_code"), about)), "point": point}

    def _label_of(self, opinion: Opinion) -> str:
        about = (opinion.subject, opinion.level, opinion.district_code, opinion.unit_code)
        known = next((label for label, known in self._about.items() if known == about), None)
        return known or self._names.place(opinion)

    def _date(self, edit: QLineEdit, field: str) -> str:
        text = edit.text().strip()
        found = date_of(text) if text else ""
        if found is None:
            raise InputError(
                "bad_date", "{field}: {text} is no date. Write year, month and day, such as 2026-03-05.",
                field=field, text=text,
            )  # fmt: skip
        return found

    def _touch(self) -> None:
        if not self._filling:
            self.dirty = True
            self.touched.emit()


def _refill(combo: QComboBox, choices: Mapping[Any, str]) -> None:
    combo.clear()
    for value, text in choices.items():
        combo.addItem(text, value)
