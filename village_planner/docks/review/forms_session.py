"""Reading a workbook of opinions or questionnaires beside the interface: what is new, what is there, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...core.errors import InputError
from ...core.opinions.questionnaires import QuestionRule
from ...core.opinions.rows import Defaults
from ...core.storage import write_text
from ...core.task import Task
from ..background import Background
from ..desk import Desk, Place

if TYPE_CHECKING:
    import pandas as pd

    from ...core.opinions.forms import Fault
    from ...core.opinions.merge import OpinionChanges
    from ...core.opinions.questionnaires import FoundQuestionnaires, NewQuestionnaires
    from ...core.opinions.rows import FoundOpinions
    from ...core.statistics.grid import Book

OPINIONS, QUESTIONNAIRES = "opinions", "questionnaires"


@dataclass(frozen=True)
class Asked:
    """How a workbook is read: what its rows do not say, what wins, how questions are coded."""

    defaults: Defaults = Defaults()  # noqa: RUF009 - frozen
    existing: str = "error"
    questions: Mapping[str, QuestionRule] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """What an import would do. new: how many rows are new; updated: filled in; skipped: there already."""

    found: Union[FoundOpinions, FoundQuestionnaires]
    change: Union[OpinionChanges, NewQuestionnaires]
    new: int
    updated: int
    skipped: int

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self.change.faults


class FormsSession(QObject):
    """`read` follows every reading; nothing is written before `save`."""

    read = pyqtSignal()

    def __init__(self, desk: Desk, kind: str, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kind = kind
        self.place = desk.place  # the county and plan it is read for
        self.background = Background(self)
        self.path: Optional[Path] = None
        self.book: Optional[Book] = None
        self.preview: Optional[Preview] = None
        self.asked = Asked(questions=self._kept_rules())

    # ---- reading
    def open(self, path: Path) -> None:
        """Read a workbook in the background."""
        from ...excel.reading import read_book

        asked, place, kind = self.asked, self.place, self.kind

        def work(task: Task) -> Any:
            book = read_book(path, task.part(0, 0.6))
            return book, _look(book, asked, place, kind, task.part(0.6, 1))

        def then(result: Any) -> None:
            self.path = path
            self.book, self.preview = result
            self.read.emit()

        self.background.start(work, then)

    def ask(self, **changes: Any) -> None:
        """Read the same workbook otherwise."""
        self.asked = replace(self.asked, **changes)
        book, asked, place, kind = self.book, self.asked, self.place, self.kind
        if book is None:
            return

        def then(preview: Any) -> None:
            self.preview = preview
            self.read.emit()

        self.background.start(lambda task: _look(book, asked, place, kind, task), then)

    def code(self, question: str, rule: QuestionRule) -> None:
        """Settle how a question is coded."""
        self.ask(questions={**self.asked.questions, question: rule})

    # ---- the mapping, kept beside the database for the next workbook
    @property
    def mapping_file(self) -> Path:
        path = self._desk.path
        assert path is not None
        return path.with_name(path.stem + "_questionnaires.json")

    def _kept_rules(self) -> Mapping[str, QuestionRule]:
        from ...database.opinion_reading import read_mapping

        if self.kind != QUESTIONNAIRES or not self.mapping_file.is_file():
            return {}
        try:
            return read_mapping(self.mapping_file).questions
        except InputError:  # somebody else's file of that name; the import goes by the words then
            return {}

    # ---- the database
    def save(self) -> Preview:
        """Import the rows that are good, all or none; raises `PlannerError`."""
        preview, path = self.preview, self.path
        if preview is None or path is None or not (preview.new or preview.updated):
            raise InputError("nothing_new", "The workbook has no row that could be imported.")
        if self._desk.place != self.place:
            raise InputError(
                "another_place",
                "Another county or plan is in hand than the one the workbook was read for. Open the workbook again.",
            )
        told = {"workbook": path.name}
        with self._desk.database() as db:
            change: Any = preview.change
            if self.kind == OPINIONS:
                db.import_opinions(db.plan(self.place.plan).id, change, told=told)
            else:
                db.import_questionnaires(change, told=told)
        if self.kind == QUESTIONNAIRES and self.asked.questions:
            rules = {
                name: {"topic": rule.topic, **({"kind": rule.kind} if rule.kind else {})}
                for name, rule in self.asked.questions.items()
            }
            text = json.dumps({"questions": rules, "rows": {}}, ensure_ascii=False, indent=2)
            write_text(self.mapping_file, text + "\n")
        return preview

    def open_round(self) -> int:
        """Number of the round of the plan that is open, 0 for none; raises `PlannerError`."""
        from ...core.review.rounds import OPEN

        with self._desk.database(read_only=True) as db:
            held = db.review(db.plan(self.place.plan).id).rounds
        return next((item.number for item in held if item.status == OPEN), 0)

    def counts(self) -> tuple[pd.DataFrame, dict[str, str], dict[str, dict[str, str]]]:
        """Answers per township and topic of all questionnaires kept; names of townships; names of topics.

        Raises `PlannerError`.
        """
        from ...database.opinion_reading import read_topics

        with self._desk.database(read_only=True) as db:
            townships = db.read_table("township")
            names = dict(zip(townships["code"], townships["name"].fillna("")))
            topics = {topic.id: dict(topic.names) for topic in read_topics(db).topics}
            return db.topic_counts(), names, topics

    def close(self) -> None:
        self.background.stop()


def _look(book: Book, asked: Asked, place: Place, kind: str, task: Task) -> Preview:
    """Runs in the background, with a connection of its own."""
    from ...core.opinions.merge import compare_opinions
    from ...core.opinions.questionnaires import Mappings, compare_questionnaires
    from ...database import open_database
    from ...database.opinion_reading import FormReader

    with open_database(place.county, read_only=True) as db:
        if kind == OPINIONS:
            plan = db.plan(place.plan).id
            said = FormReader.of(db, plan).opinions(book, asked.defaults, task=task)
            changes = compare_opinions(db.opinions(plan), said, asked.existing)
            return Preview(said, changes, len(changes.fresh), len(changes.updated), changes.skipped)
        found = FormReader.of(db).questionnaires(book, Mappings(asked.questions), task=task)
        new = compare_questionnaires(found, db.questionnaire_contents(list(found.questionnaires["number"])))
        return Preview(found, new, len(new.questionnaires), 0, new.skipped)
