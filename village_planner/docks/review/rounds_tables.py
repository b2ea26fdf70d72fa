"""The tables of the rounds dock: the rounds, and who takes part in the one in hand."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QColor

from ...core.review.round_rules import PASSED, PASSED_WITH_CHANGES, RETURNED
from ...core.review.rounds import AGREE, AGREE_WITH_CHANGES, CLOSED, DISAGREE, OPEN, PLANNED, Round
from ...translation import in_own_language, tr
from ..item_table import ItemTable
from .rounds_session import ParticipantRow, RoundRow

NUMBER, TITLE, STATE, SIGNED = range(4)
WHO, VERDICT, BY, GIVEN, OPINIONS, NOTE = range(6)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
COLOURS = {
    PASSED: "#28502f",
    PASSED_WITH_CHANGES: "#28502f",
    RETURNED: "#8a1f17",
    OPEN: "#1f4e79",
    AGREE: "#28502f",
    AGREE_WITH_CHANGES: "#6b4a05",
    DISAGREE: "#8a1f17",
}


def outcome_word(outcome: str) -> str:
    return {
        PASSED: tr("passed"),
        PASSED_WITH_CHANGES: tr("passed with changes"),
        RETURNED: tr("returned"),
    }.get(outcome, outcome)


def status_word(item: Round) -> str:
    if item.status == CLOSED:
        return outcome_word(item.outcome) or tr("closed")
    return {PLANNED: tr("planned"), OPEN: tr("under way")}[item.status]


def verdict_word(verdict: str) -> str:
    return {
        AGREE: tr("in favour"),
        AGREE_WITH_CHANGES: tr("with changes"),
        DISAGREE: tr("disagrees"),
    }.get(verdict, verdict)


class RoundsTable(ItemTable):
    def __init__(self, parent: Optional[QObject] = None) -> None:
        headings = {
            NUMBER: tr("No."),
            TITLE: tr("Stage"),
            STATE: tr("State"),
            SIGNED: tr("Signed"),
        }
        super().__init__(headings, parent)

    def text(self, item: RoundRow, column: int) -> str:
        if column == NUMBER:
            return str(item.item.number)
        if column == TITLE:
            return in_own_language(item.title)
        if column == STATE:
            return status_word(item.item)
        return f"{item.signed} / {len(item.item.participants)}"

    def tip(self, item: RoundRow, column: int) -> Optional[str]:
        if item.item.due:
            return tr("{title}; due {date}", title=in_own_language(item.title), date=item.item.due)
        return in_own_language(item.title)

    def look(self, item: RoundRow, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (NUMBER, SIGNED):
            return RIGHT
        colour = COLOURS.get(item.item.outcome or item.item.status)
        if role == Qt.ItemDataRole.ForegroundRole and column == STATE and colour:
            return QColor(colour)
        return None


class ParticipantsTable(ItemTable):
    def __init__(self, parent: Optional[QObject] = None) -> None:
        headings = {
            WHO: tr("Participant"),
            VERDICT: tr("State"),
            BY: tr("Signer"),
            GIVEN: tr("Date"),
            OPINIONS: tr("Opinions"),
            NOTE: tr("Note"),
        }
        super().__init__(headings, parent)

    def text(self, item: ParticipantRow, column: int) -> str:
        signed = item.signed
        if column == WHO:
            return item.who.name
        if column == VERDICT:
            return tr("not signed") if signed is None else verdict_word(signed.verdict)
        if column == OPINIONS:
            if not item.undecided:
                return f"{item.opinions:,}"
            return tr("{count}, {open} open", count=f"{item.opinions:,}", open=f"{item.undecided:,}")
        if signed is None:
            return ""
        return {BY: signed.signed_by, GIVEN: signed.given, NOTE: signed.note}[column]

    def tip(self, item: ParticipantRow, column: int) -> Optional[str]:
        return self.text(item, column) if column in (WHO, NOTE) else None

    def look(self, item: ParticipantRow, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (GIVEN, OPINIONS):
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and column == VERDICT and item.signed is not None:
            return QColor(COLOURS[item.signed.verdict])
        return None
