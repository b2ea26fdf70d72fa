"""Reading a statistics workbook: what is certain, what is doubtful, and the answers that settle it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.errors import InputError
from ..core.storage import write_text
from ..core.task import Task
from .background import Background
from .desk import Desk

if TYPE_CHECKING:
    from ..core.indicators.catalogue import IndicatorCatalogue
    from ..core.statistics.answers import Answers
    from ..core.statistics.grid import Book
    from ..core.statistics.model import Interpretation
    from ..database.statistics import Kept


@dataclass(frozen=True)
class Wanted:
    """What of the workbook is read: names of sheets (empty: all that are not hidden), level, year ("" and None: as the
    workbook says)."""

    sheets: tuple[str, ...] = ()
    level: str = ""
    year: Optional[int] = None


@dataclass(frozen=True)
class Known:
    """What a workbook is read by: the county's units and indicators."""

    gazetteer: Any
    catalogue: IndicatorCatalogue
    rules: Any


class StatisticsSession(QObject):
    """`read` follows every reading; nothing is written before `save`."""

    read = pyqtSignal()

    def __init__(self, desk: Desk, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        from ..core.statistics.answers import Answers

        self._desk = desk
        self.place = desk.place.county  # the county it is read for
        self.background = Background(self)
        self.path: Optional[Path] = None
        self.book: Optional[Book] = None
        self.found: Optional[Interpretation] = None
        self.wanted = Wanted()
        self.answers: Answers = Answers()
        self.known = self._read_known()

    def _read_known(self) -> Known:
        from ..database import statistics
        from ..database.catalogues import read_indicators

        with self._desk.database(read_only=True) as db:
            rules = statistics.read_rules(db)
            return Known(statistics.read_gazetteer(db, rules), read_indicators(db), rules)

    # ---- reading
    def open(self, path: Path) -> None:
        """Read a workbook in the background."""
        from ..excel.reading import read_book

        known, answers, wanted = self.known, self.answers, Wanted(level=self.wanted.level, year=self.wanted.year)

        def work(task: Task) -> Any:
            book = read_book(path, task.part(0, 0.6))
            return book, _interpret(book, known, answers, wanted, task.part(0.6, 1))

        def then(result: Any) -> None:
            self.path, self.wanted = path, wanted
            self.book, self.found = result
            self.read.emit()

        self.background.start(work, then)

    def want(self, wanted: Wanted) -> None:
        """Read other sheets, another level or year of the same workbook."""
        self.wanted = wanted
        self._again()

    def answer(self, part: str, key: str, value: Any) -> None:
        """Settle a header (`HeaderAnswer`) or a row label (unit code, None: leave it out)."""
        self.answers = replace(self.answers, **{part: {**getattr(self.answers, part), key: value}})
        self._again()

    def withdraw(self, part: str, key: str) -> None:
        kept = {name: value for name, value in getattr(self.answers, part).items() if name != key}
        self.answers = replace(self.answers, **{part: kept})
        self._again()

    def _again(self) -> None:
        book, known, answers, wanted = self.book, self.known, self.answers, self.wanted
        if book is None:
            return

        def then(found: Any) -> None:
            self.found = found
            self.read.emit()

        self.background.start(lambda task: _interpret(book, known, answers, wanted, task), then)

    # ---- answers
    @property
    def answer_file(self) -> Path:
        """Where the answers lie for the next year, beside the county's database."""
        path = self._desk.path
        assert path is not None
        return path.with_name(path.stem + "_statistics_answers.json")

    def load_answers(self, path: Path) -> None:
        """Take the answers of a file to those here; raises `InputError`."""
        from ..database.statistics import read_answers

        more = read_answers(path)
        parts = {name: {**getattr(self.answers, name), **getattr(more, name)} for name in vars(more)}
        self.answers = replace(self.answers, **parts)
        self._again()

    def save_answers(self, path: Path) -> None:
        """Raises `StorageError`."""
        from ..core.statistics.answers import answers_as_data

        write_text(path, json.dumps(answers_as_data(self.answers), ensure_ascii=False, indent=2) + "\n")

    # ---- the database
    def save(self, existing: str) -> Kept:
        """Keep the figures that are certain, all or none; raises `PlannerError`.

        existing  what becomes of figures that the database has otherwise: "error", "keep" or "replace"
        """
        from ..database.statistics import keep_figures

        found, path = self.found, self.path
        if found is None or path is None or found.values.empty:
            raise InputError("no_figures", "The workbook has no certain figure yet. Settle its headers and rows first.")
        if self._desk.place.county != self.place:
            raise InputError(
                "another_county",
                "Another county is in hand than the one the workbook was read for. Open the workbook again.",
            )
        with self._desk.database() as db:
            return keep_figures(db, found.values, existing, {"workbook": path.name})

    def close(self) -> None:
        self.background.stop()


def _interpret(book: Book, known: Known, answers: Answers, wanted: Wanted, task: Task) -> Interpretation:
    from ..core.statistics.interpret import interpret

    return interpret(
        book,
        known.gazetteer,
        known.catalogue,
        known.rules,
        answers,
        wanted.sheets,
        wanted.level or None,
        wanted.year,
        task,
    )
