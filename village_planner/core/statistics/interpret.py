"""From the grids of a workbook to figures of units: the one entry of this package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from ..indicators.catalogue import IndicatorCatalogue
from ..task import SILENT, Task
from .answers import Answers
from .gazetteer import Gazetteer
from .grid import Book
from .model import Interpretation
from .rules import Rules


def interpret(
    book: Book,
    gazetteer: Gazetteer,
    catalogue: IndicatorCatalogue,
    rules: Rules,
    answers: Optional[Answers] = None,
    sheets: Sequence[str] = (),
    level: Optional[str] = None,
    year: Optional[int] = None,
    task: Task = SILENT,
) -> Interpretation:
    """Figures of a workbook that are certain, and remarks on everything else.

    book       `excel.reading.read_book(path)`
    gazetteer  the county's units, `Gazetteer.build(townships, villages, county_name)`
    catalogue  the indicators; `rules` the words and units of resources/catalogues/statistics.json
    answers    what the user settled before (`load_answers`); None: nothing
    sheets     names of the sheets to read; empty: all that are not hidden
    level      "township" or "village": rows of the other level are left out and said; None: as the rows are
    year       the year asked for; None: as the workbook says

    A figure is taken only where unit, indicator, unit of measure and number are certain. Raises InputError
    unknown_sheet; nothing else about the content raises: it is a remark.
    """
    raise NotImplementedError
