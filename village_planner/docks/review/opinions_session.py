"""Working through the opinions on the plan in hand: entered, answered, decided, withdrawn; each step saved at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject

from ...core.errors import PlannerError
from ...core.opinions.opinions import Choice, Opinion, arrange, choose, state, warnings
from ...core.review.record import title_of
from ...core.review.rounds import OPEN
from ...translation import in_own_language, say, say_error, tr
from ..decisions import DecisionSession
from ..desk import LEVELS, Desk, Place
from .opinions_table import Item, Names

if TYPE_CHECKING:
    import pandas as pd


class OpinionsSession(DecisionSession):
    """The opinions kept with the plan in hand."""

    SUBJECT = "opinion"

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(desk, parent)
        self.items: tuple[Item, ...] = ()
        self.names = Names()
        self.proposing: Any = None  # Topics: proposes one for a text

    def load(self) -> None:
        """Read anew; raises `PlannerError`."""
        from ...database.opinion_reading import read_topics

        with self._desk.database(read_only=True) as db:
            plan = db.plan(self._desk.plan).id
            opinions = db.opinions(plan)
            self.proposing = read_topics(db)
            answering = {one.edit_id for one in opinions if one.edit_id is not None}
            self.names = _names(db, plan, self.proposing, answering)
        today = date.today()
        self.items = tuple(
            Item(opinion, state(opinion, today), self.names.place(opinion), warnings(opinion, today))
            for opinion in opinions
        )
        if self.elsewhere:
            self.stack.clear()
        self._loaded = self._desk.place
        self.changed.emit()

    def clear(self) -> None:
        self.items, self.names = (), Names()
        self._loaded = Place()
        self.stack.clear()
        self.changed.emit()

    def chosen(self, choice: Choice, by: str, backwards: bool) -> list[Item]:
        """The items that a choice leaves, in order of a field."""
        today = date.today()
        opinions = [item.opinion for item in self.items]
        kept = choose(opinions, choice, today)
        called = {**self.names.topics, **self.names.townships}
        order = arrange([opinions[i] for i in kept], by, today, backwards, called)
        return [self.items[kept[i]] for i in order]

    # ---- changing
    def change(self, opinion: Opinion, values: Mapping[str, Any], title: str = "") -> bool:
        """Change fields of an opinion, as one step; False where nothing differs or it was refused.

        title  what the step is called, empty for the usual words
        """
        changed = {name: value for name, value in values.items() if getattr(opinion, name) != value}
        if not changed:
            return False
        key = str(opinion.number)
        before = {name: getattr(opinion, name) for name in changed}
        title = title or tr("change of opinion {number}", number=opinion.number)
        return self.push(title, {key: before}, {key: changed})

    def add(self, opinion: Opinion) -> Optional[Opinion]:
        """Enter an opinion, as one step: undone, it is withdrawn, for nothing that was said is deleted."""
        try:
            with self._desk.database() as db:
                kept = db.add_opinion(db.plan(self._desk.plan).id, opinion)
        except PlannerError as error:
            self.refused.emit(say_error(error))
            return None
        why = tr("taken back right after it was entered")
        key = str(kept.number)
        self.push(
            tr("entry of opinion {number}", number=kept.number), {key: {"withdrawn": why}}, {key: {"withdrawn": ""}}
        )
        return kept

    def write(self, decisions: Mapping[str, Any]) -> None:
        with self._desk.database() as db, db.transaction():
            plan = db.plan(self._desk.plan).id
            for key, values in decisions.items():
                db.change_opinion(plan, int(key), values)

    def members(self, level: str, district: str) -> list[str]:
        """Codes of the units of a district; raises `PlannerError`."""
        with self._desk.database(read_only=True) as db:
            assignment = db.assignment(db.plan(self._desk.plan).id, level)
        return [str(code) for code in assignment.index[assignment == district]]

    def propose_topic(self, text: str) -> str:
        """The topic that the words of a text tell."""
        return "" if self.proposing is None else str(self.proposing.propose(text))


def _district_labels(districts: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], str]:
    """(level, code) -> code and name, with the level where both use the code. districts: of each level"""
    labels = {
        (level, str(code)): f"{code} {name or ''}".strip()
        for level, rows in districts.items()
        for code, name in zip(rows["code"], rows["name"])
    }
    times = Counter(code for _, code in labels)
    for (level, code), label in labels.items():
        if times[code] > 1 and level == "township":
            labels[level, code] = tr("{district} (township level)", district=label)
        elif times[code] > 1:
            labels[level, code] = tr("{district} (village level)", district=label)
    return labels


def _names(db: Any, plan: int, topics: Any, answering: Collection[int]) -> Names:
    """answering  edits that answer an opinion, which may be of a branch of the history that was left"""
    townships, villages = db.read_table("township"), db.read_table("village")
    called = {row.code: row.name or row.code for row in townships.itertuples(index=False)}
    units = dict(called)
    for row in villages.itertuples(index=False):
        units[row.code] = f"{called.get(row.township_code, '')} {row.name or row.code}".strip()
    districts = _district_labels({level: db.districts(plan, level) for level in LEVELS})
    steps = {entry.id: entry for level in LEVELS for entry in db.edit_history(plan, level)}
    left = (db.edit_entry(number) for number in answering if number not in steps)
    steps.update({entry.id: entry for entry in left if entry is not None})
    edits, done = {}, db.edits_done(plan)
    for number, entry in sorted(steps.items(), reverse=True):
        edits[number] = tr(
            "{id}: {what}, {units} units, {day}",
            id=number,
            what=say(title_of(entry.what)),
            units=entry.units,
            day=entry.made[:10],
        )
        if number not in done:
            edits[number] = tr("{step} (undone)", step=edits[number])
    held = db.review(plan).rounds
    return Names(
        {topic.id: in_own_language(topic.names) for topic in topics.topics},
        called,
        units,
        districts,
        {one.number: tr("{number} {name}", number=one.number, name=one.name) for one in held},
        edits,
        next((one.number for one in held if one.status == OPEN), None),
    )
