"""Opinions as a table: those that the filters leave, each with its state and decision in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QColor

from ...core.messages import Message
from ...core.opinions.opinions import Opinion
from ...core.opinions.terms import DECISION_NAMES, OVERDUE, SOURCE_KIND_NAMES, STATE_NAMES
from ...translation import say, tr
from ..item_table import ItemTable

NUMBER, STATE, SOURCE, TEXT, TOPIC, PLACE, DECISION, DUE, ROUND = range(9)
SORTED_BY = {
    NUMBER: "number",
    ROUND: "round",
    SOURCE: "source",
    TOPIC: "topic",
    PLACE: "township",
    TEXT: "text",
    DECISION: "decision",
    STATE: "state",
    DUE: "due",
}
LATE = QColor("#8a1f17")


@dataclass(frozen=True)
class Item:
    """An opinion as it stands today. place: what it is about, in words."""

    opinion: Opinion
    state: str
    place: str
    missing: tuple[Message, ...] = ()

    @property
    def key(self) -> str:
        return str(self.opinion.number)


@dataclass(frozen=True)
class Names:
    """What codes are called. about: (subject, level, district, unit) -> label"""

    topics: Mapping[str, str] = field(default_factory=dict)
    townships: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (level, code) -> label
    rounds: Mapping[int, str] = field(default_factory=dict)
    edits: Mapping[int, str] = field(default_factory=dict)
    open_round: Optional[int] = None  # in which an opinion that comes in now is given

    def place(self, opinion: Opinion) -> str:
        """What an opinion is about."""
        unit = self.units.get(opinion.unit_code, opinion.unit_code)
        if opinion.subject == "point":
            return tr("Point in {unit}", unit=unit) if unit else tr("Map point")
        if unit:
            return unit
        if opinion.district_code:
            return self.districts.get(opinion.district, opinion.district_code)
        return tr("The plan")


class OpinionsTable(ItemTable):
    """Rows are `Item`s."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        headings = {
            NUMBER: tr("No."),
            ROUND: tr("Round"),
            SOURCE: tr("Source"),
            TOPIC: tr("Topic"),
            PLACE: tr("About"),
            TEXT: tr("Opinion"),
            DECISION: tr("Decision"),
            STATE: tr("State"),
            DUE: tr("Due"),
        }
        super().__init__(headings, parent)
        self.names = Names()

    def tip(self, item: Item, column: int) -> str:
        opinion = item.opinion
        if column == TEXT:
            return opinion.text
        if column == SOURCE and opinion.source_kind:
            return f"{opinion.source} ({say(SOURCE_KIND_NAMES[opinion.source_kind])})"
        if column in (STATE, DECISION) and item.missing:
            return "\n".join(say(text) for text in item.missing)
        return self.text(item, column)

    def look(self, item: Item, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (NUMBER, ROUND):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column in (STATE, DUE) and item.state == OVERDUE:
            return LATE
        return None

    def text(self, item: Item, column: int) -> str:
        opinion = item.opinion
        return {
            NUMBER: str(opinion.number),
            ROUND: str(opinion.round or ""),
            SOURCE: opinion.source,
            TOPIC: self.names.topics.get(opinion.topic, opinion.topic),
            PLACE: item.place,
            TEXT: " ".join(opinion.text.split()),
            DECISION: say(DECISION_NAMES[opinion.decision]),
            STATE: say(STATE_NAMES[item.state]),
            DUE: opinion.due,
        }[column]
