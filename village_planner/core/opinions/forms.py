"""Tables of opinions and questionnaires in a workbook: where they are, which column is what, and what is wrong.

Header rows and columns are found as in statistics workbooks (core.statistics.layout), by other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Optional

from ..errors import InputError
from ..indicators.catalogue import IndicatorCatalogue, JudgementPlan, StabilityPlan
from ..messages import Message, message
from ..statistics.answers import Answers
from ..statistics.gazetteer import Gazetteer, Unit
from ..statistics.grid import VALUE, Book, Cell, Sheet
from ..statistics.headings import FOOTNOTES, NUMBERING, Headings
from ..statistics.labels import NOTE, SUBTOTAL, TOTAL, UNIT, Labels
from ..statistics.layout import Layout, Table, label_text
from ..statistics.model import Candidate
from ..statistics.rules import CODE_ROLES, UNIT_ROLES, Rules, plain
from ..task import SILENT, Task

UNIT_COLUMNS = (*UNIT_ROLES, *CODE_ROLES)
NO_INDICATORS = IndicatorCatalogue((), (), StabilityPlan({}, (), 0), JudgementPlan(0, ()))
CHECK_ROWS = 500


@dataclass(frozen=True)
class Fault:
    """Why a row was not taken; a row may have several.

    row      row in the file            cell     address, "A7" where it is about the whole row
    column   header of the column, ""   value    what stands there
    code     stable name for tests and scripts
    text     what is wrong and the cure
    nearest  what may have been meant, best first
    """

    sheet: str
    row: int
    cell: str
    column: str
    value: str
    code: str
    text: Message
    nearest: tuple[Candidate, ...] = ()


def bad_rows(faults: Iterable[Fault]) -> int:
    """How many rows they are of."""
    return len({(fault.sheet, fault.row) for fault in faults})


@dataclass(frozen=True)
class FormRow:
    """A row below a header: role -> cell, and the questions' cells by header; blank cells are absent."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    others: Mapping[str, Cell]

    def text(self, role: str) -> str:
        cell = self.cells.get(role)
        return "" if cell is None or cell.kind != VALUE else value_text(cell.value)


@dataclass(frozen=True)
class Form:
    """One table of a sheet. headers: role -> header as written; questions: the other columns' headers, in order."""

    sheet: Sheet
    table: Table
    headers: Mapping[str, str]
    questions: Mapping[int, str]

    @property
    def titles(self) -> list[str]:
        return self.table.titles

    def rows(self, task: Task = SILENT) -> Iterator[FormRow]:
        keys, spread = self.table.keys, self.sheet.spread
        for number, row in enumerate(self.table.rows):
            if number % CHECK_ROWS == 0:
                task.report(number / len(self.table.rows))
            cells = {role: spread[row, column] for role, column in keys.items() if (row, column) in spread}
            others = {
                header: self.sheet.cells[row, column]
                for column, header in self.questions.items()
                if (row, column) in self.sheet.cells
            }
            yield FormRow(self.sheet.name, row, _filled(cells), _filled(others))

    def fault(
        self, row: FormRow, role: str, code: str, text: Message, nearest: tuple[Candidate, ...] = (), question: str = ""
    ) -> Fault:
        cell = row.others.get(question) if question else row.cells.get(role)
        column = self.table.keys.get(role)
        if cell is not None:
            address, value = cell.address, value_text(cell.value)
        else:
            address, value = self.sheet.address(row.row, column or 1), ""
        return Fault(row.sheet, row.row, address, question or self.headers.get(role, ""), value, code, text, nearest)

    def broken(self, row: FormRow) -> Iterator[Fault]:
        """Cells whose formula ends in an error or was never calculated."""
        for question, cell in (*(("", cell) for cell in row.cells.values()), *row.others.items()):
            if cell.kind == VALUE:
                continue
            role = "" if question else next(role for role, other in row.cells.items() if other is cell)
            text = message("the formula has no usable result. Enter the text or date itself.")
            yield self.fault(row, role, "formula_error", text, (), question)


def _filled(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    return {key: cell for key, cell in cells.items() if cell.kind != VALUE or value_text(cell.value)}


def value_text(value: Any) -> str:
    """A cell's value as text, lines kept; whole numbers lose their ".0"."""
    return _lines(value) if isinstance(value, str) else label_text(value)


@lru_cache(maxsize=20_000)  # the same few answers stand in thousands of cells
def _lines(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


class FormHeadings(Headings):
    """Knows the columns of a form by their names; every other one is a question."""

    def __init__(self, rules: Rules) -> None:
        super().__init__(NO_INDICATORS, rules, Answers())
        self._roles: dict[str, Optional[str]] = {}

    def role(self, raw: Any) -> Optional[str]:
        if not isinstance(raw, str):
            return None
        if raw not in self._roles:
            bare = NUMBERING.sub("", FOOTNOTES.sub("", raw.strip()))
            self._roles[raw] = (
                super().role(raw) or super().role(bare) or super().role(bare.rstrip("?？:：")) or self._sign(raw)
            )
        return self._roles[raw]

    def _sign(self, raw: str) -> Optional[str]:
        """A header without letters, such as #."""
        return self.rules.headings.get(raw.strip())

    def is_indicator(self, raw: Any) -> bool:
        """A column that is known, whatever it holds."""
        return self.role(raw) is not None


class FormLayout(Layout):
    """Finds forms: a header has at least two columns that are known, one of those that `needed` names among them.

    Answers may be the same words as headers (村 as the answer to where one wants to live), so that a row further down
    is a header only where it repeats the first one.
    """

    def __init__(
        self,
        sheet: Sheet,
        gazetteer: Gazetteer,
        headings: FormHeadings,
        rules: Rules,
        needed: frozenset[str],
        guess_units: bool,
        task: Task = SILENT,
    ) -> None:
        super().__init__(sheet, gazetteer, headings, rules, task)
        self._needed, self._guess_units = needed, guess_units
        self._first: Optional[dict[int, str]] = None

    def _is_heading(self, row: int) -> bool:
        if self._first is not None and any(
            (row, column) not in self.spread or self.spread[row, column].value != text
            for column, text in self._first.items()
        ):
            return False
        known = {column: self.spread[row, column].value for column in self.rows[row]}
        known = {column: value for column, value in known.items() if self.headings.role(value) is not None}
        roles = {self.headings.role(value) for value in known.values()}
        if len(roles) < 2 or not roles & self._needed:
            return False
        if self._first is None:
            self._first = known
        return True

    def _find_units(
        self, keys: dict[str, int], figures: list[int], headers: Mapping[int, list[Cell]], below: Sequence[int]
    ) -> None:
        if self._guess_units:
            super()._find_units(keys, figures, headers, below)


def form_rules(rules: Rules, roles: Mapping[str, str]) -> Rules:
    """The rules with a form's own headers; only those of units are kept of the others."""
    kept = {name: role for name, role in rules.headings.items() if role in UNIT_COLUMNS}
    return replace(rules, headings={**kept, **roles})


def find_forms(
    book: Book,
    gazetteer: Gazetteer,
    rules: Rules,
    needed: frozenset[str],
    guess_units: bool = False,
    sheets: Sequence[str] = (),
    task: Task = SILENT,
) -> list[Form]:
    """The forms of a workbook, sheet by sheet; hidden sheets are left out unless named.

    rules  see `form_rules`       needed  roles of which a header names at least one
    Raises InputError unknown_sheet, no_table.
    """
    headings = FormHeadings(rules)
    forms = []
    for sheet in book.chosen(sheets):
        layout = FormLayout(sheet, gazetteer, headings, rules, needed, guess_units, task)
        forms += [_form(sheet, table) for table in layout.tables()]
    if not forms:
        names = [name for name, role in rules.headings.items() if role in needed]
        raise InputError(
            "no_table",
            "{file}: no sheet has a header row that is known. One of the headers must be {names}, with one more known "
            "column beside it.",
            file=book.file,
            names=", ".join(names[:8]),
        )
    return forms


def _form(sheet: Sheet, table: Table) -> Form:
    def header(column: int) -> str:
        cells = [sheet.spread[row, column] for row in table.band if (row, column) in sheet.spread]
        return " › ".join(dict.fromkeys(value_text(cell.value).replace("\n", " ") for cell in cells))

    questions: dict[int, str] = {}
    for column in table.columns:
        text = " › ".join(value_text(cell.value).replace("\n", " ") for cell in table.headers[column])
        if not text:
            continue
        if text in questions.values():
            text = f"{text} ({sheet.address(table.band[-1], column)})"
        questions[column] = text
    return Form(sheet, table, {role: header(column) for role, column in table.keys.items()}, questions)


class UnitFinder:
    """Which unit a row is about, by code or name, as statistics tables are read."""

    def __init__(self, form: Form, gazetteer: Gazetteer, rules: Rules, answers: Answers) -> None:
        self._labels = Labels(form.table, gazetteer, rules, answers, None, None)
        self._towns = sorted((unit.name for unit in gazetteer.of_level("township")), key=len, reverse=True)
        self._labels.villages_first = True  # a row says nothing of the ones below it
        self._form = form

    def find(self, row: FormRow) -> tuple[Optional[Unit], Optional[Fault], bool]:
        """(unit, fault, whether the row is a total or a note); all empty where the row names no unit."""
        texts = {role: row.text(role) for role in UNIT_COLUMNS}
        if not any(texts.values()):
            return None, None, False
        if texts["village"] and not texts["township"]:
            texts["township"], texts["village"] = self._apart(texts["village"])
        found = self._labels.read(texts, True, False)
        if found.kind == UNIT:
            return found.unit, None, False
        if found.kind in (TOTAL, SUBTOTAL, NOTE):
            return None, None, True
        role = next(role for role in ("village_code", "code", "village", "unit", "township_code", "township")
                    if texts[role])  # fmt: skip
        if found.candidates and texts["township"] and found.label == texts["township"]:
            role = "township"
        text = found.text or message("the unit is not known. Mend the name or give its code.")
        return None, self._form.fault(row, role, found.code or "unknown_name", text, found.candidates), False

    def _apart(self, text: str) -> tuple[str, str]:
        """A village with its township before it, as people write it: 荷源镇花园社区."""
        for town in self._towns:
            if text.startswith(town) and text != town:
                return town, text[len(town) :].lstrip(" ·、，,/-—")
        return "", text


def title_value(titles: Sequence[str], words: Sequence[str]) -> str:
    """What stands behind one of the words and a colon in the lines above a table: 部门：自然资源局."""
    for title in titles:
        for part in title.replace("：", ":").split("　"):
            name, colon, value = part.partition(":")
            if colon and plain(name) in {plain(word) for word in words} and value.strip():
                return value.strip()
    return ""
