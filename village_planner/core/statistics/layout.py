"""Where the tables of a sheet are: title rows, header band, key columns, columns of figures, rows.

All of it is about a sheet whose units stand in rows; `interpret` turns sheets whose units stand across.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from ..task import Task
from .gazetteer import Gazetteer
from .grid import Cell, Sheet
from .headings import Headings, years_in
from .numbers import figure_of
from .rules import CODE_ROLES, UNIT_ROLES, Rules, plain
from .titles import other_figures

KEY_ROLES = (*UNIT_ROLES, *CODE_ROLES)
SAMPLE = 400  # rows looked at to find the column of units where no header names it
CHECK_ROWS = 1000
NOT_HEADER = re.compile(r"单位[:：]|编制|填报|制表|日期|[:：].*年")


@dataclass
class Table:
    """A table on a sheet; rows and columns in the sheet's own counting.

    titles   texts above it, from the end of the table before
    band     rows of its header             keys     role -> column (unit, township, village, code …, year, measure …)
    columns  columns of figures             headers  column -> header cells from top to bottom
    rows     rows below the header, up to the next table's title
    width    of a text table: fields of its header rows (of a turned one, of the line of units)
    dated    columns say in their header of which year they are, all of them
    """

    titles: list[str]
    band: list[int]
    keys: dict[str, int]
    columns: list[int]
    headers: dict[int, list[Cell]]
    rows: list[int] = field(default_factory=list)
    width: Optional[int] = None
    dated: bool = False

    @property
    def signature(self) -> tuple[Any, ...]:
        shown = tuple((c, tuple(str(cell.value) for cell in self.headers[c])) for c in sorted(self.headers))
        return tuple(sorted(self.keys.items())), shown


class Layout:
    """Finds the tables of one sheet."""

    def __init__(self, sheet: Sheet, gazetteer: Gazetteer, headings: Headings, rules: Rules, task: Task) -> None:
        self.sheet, self.gazetteer, self.headings, self.rules, self.task = sheet, gazetteer, headings, rules, task
        self.spread = sheet.spread
        self.rows = sheet.rows
        self._numeric: dict[tuple[int, int], bool] = {}

    def tables(self) -> list[Table]:
        """The tables from top to bottom, side by side ones from left to right; a header that is repeated on a further
        page belongs to the table before."""
        bands = self._bands()
        result: list[Table] = []
        listed = sorted(self.rows)
        for number, band in enumerate(bands):
            end = bands[number + 1][0] if number + 1 < len(bands) else None
            below = [row for row in listed if row > band[-1] and (end is None or row < end)]
            start = bands[number - 1][-1] if number else 0
            above = self._titles([row for row in listed if start < row < band[0]], number > 0)
            for table in self._split(band, above, below):
                earlier = next((t for t in reversed(result) if t.signature == table.signature), None)
                if earlier is not None and self._same_titles(earlier.titles, table.titles):
                    earlier.rows += table.rows
                    earlier.band += table.band
                else:
                    result.append(table)
        return result

    def _titles(self, rows: list[int], further: bool) -> list[int]:
        """The rows above a header that are titles: of a further table those below the last row of the one before."""
        if not further:
            return rows
        last = max(
            (
                row
                for row in rows
                if any(self.is_numeric(row, column) for column in self.rows[row]) or self._has_unit(row, self.rows[row])
            ),
            default=0,
        )
        return [row for row in rows if row > last]

    def _same_titles(self, earlier: Sequence[str], later: Sequence[str]) -> bool:
        """A page's title is that of the table before, or says 续表, or is missing."""
        known = {plain(text) for text in earlier}
        fresh = [text for text in later if plain(text) not in known and "续" not in text]
        return not any(re.search(r"\d{4}|单位", text) or other_figures(text, self.rules) for text in fresh)

    # ---- header bands
    def _bands(self) -> list[list[int]]:
        bands: list[list[int]] = []
        listed = sorted(self.rows)
        position = 0
        while position < len(listed):
            if position % CHECK_ROWS == 0:
                self.task.check()
            row = listed[position]
            if not self._is_heading(row):
                position += 1
                continue
            band = [row]
            while position + 1 < len(listed) and self._continues(band, listed[position + 1]):
                position += 1
                band.append(listed[position])
            first = listed.index(band[0])
            used = bands[-1][-1] if bands else 0
            while first > 0 and listed[first - 1] > used and self._leads(listed[first - 1], band):
                first -= 1
                band.insert(0, listed[first])
            bands.append(band)
            position += 1
        return bands

    def _distinct(self, row: int) -> list[Cell]:
        return list(dict.fromkeys(self.spread[row, column] for column in self.rows[row]))

    def _is_heading(self, row: int) -> bool:
        cells = self._distinct(row)
        if len(cells) < 2:
            return False
        roles = {self.headings.role(cell.value) for cell in cells} & {*KEY_ROLES, "indicator"}
        known = sum(self.headings.is_indicator(cell.value) for cell in cells)
        if not roles and not known:
            return False
        if any(self.is_numeric(row, column) for column in self.rows[row]):
            return False
        return bool(roles) or known >= 2

    def is_numeric(self, row: int, column: int) -> bool:
        """True where a figure stands, a doubtful one too; years are none."""
        place = (row, column)
        if place not in self._numeric:
            self._numeric[place] = self._looks_numeric(self.spread.get(place))
        return self._numeric[place]

    def _looks_numeric(self, cell: Optional[Cell]) -> bool:
        if cell is None:
            return False
        value = cell.value
        if isinstance(value, str):
            text = unicodedata.normalize("NFKC", value).strip()
            if not any(digit in text for digit in "0123456789") or re.fullmatch(r"(19|20)\d\d\s*年?(度|末|底)?", text):
                return False
            if re.search(r"[年月]", text) or self.headings.is_indicator(value):
                return False
            figure = figure_of(cell, self.rules)
            return figure.value is not None or figure.problem in ("approximate", "misplaced_separator", "footnote_mark")
        if isinstance(value, bool) or value is None:
            return True
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        return not self.rules.is_year(whole)

    def _continues(self, band: Sequence[int], row: int) -> bool:
        """True where the row below a header belongs to it."""
        if row != band[-1] + 1:
            return False
        above = band[-1]
        columns = self.rows[row]
        hanging = [c for c in columns if self.spread[row, c] == self.spread.get((above, c))]
        fresh = [c for c in columns if c not in hanging]
        if not fresh:
            return True
        if self._is_numbering(row) or self._names_years(row):
            return True
        if any(self.is_numeric(row, column) for column in fresh):
            return False
        if self._is_heading(row) and not self._has_unit(row, fresh):
            return True
        if self._has_unit(row, fresh):
            return False
        if hanging:
            return True
        keys = [c for c in self.rows[above] if self.headings.role(self.spread[above, c].value) in KEY_ROLES]
        texts = [self.spread[row, c].value for c in fresh]
        words = all(
            isinstance(text, (int, float)) or not self.headings.label(text).name or self.headings.is_indicator(text)
            for text in texts
        )
        return words or (bool(keys) and not any(c in columns for c in keys) and len(fresh) >= 2)

    def _names_years(self, row: int) -> bool:
        """年份 2022 2023: the line of years below or above a header. Across from the units, what is no year there is
        no indicator's, either; in a column of its own, it may be another table's row."""
        first, *others = self.rows[row]
        if self.headings.role(self.spread[row, first].value) != "year" or not others:
            return False
        texts = [label_text(self.spread[row, column].value) for column in others]
        return self.sheet.turned or all(years_in(text, self.rules) and len(text) <= 8 for text in texts)

    def _has_unit(self, row: int, columns: Sequence[int]) -> bool:
        for column in columns:
            value = self.spread[row, column].value
            if isinstance(value, str) and self.headings.role(value) is None and not self.headings.is_indicator(value):
                if self.gazetteer.find(value).units or self.gazetteer.by_code(value.strip()):
                    return True
                if plain(value) in self.rules.totals:
                    return not self._under_header(row, column)
        return False

    def _under_header(self, row: int, column: int) -> bool:
        """合计 under 常住人口 is a header, 合计 under 乡镇 a total row."""
        above = self.spread.get((row - 1, column))
        return above is not None and self.headings.is_indicator(above.value)

    def _is_numbering(self, row: int) -> bool:
        """甲 乙 1 2 3: the row that numbers the columns."""
        values = [label_text(self.spread[row, column].value).strip("()（）") for column in self.rows[row]]
        numbers = [v for v in values if v.isdecimal()]
        rest = [v for v in values if not v.isdecimal()]
        if len(numbers) < 2 or any(plain(v) not in ("甲", "乙", "丙", "丁", "序号") for v in rest):
            return False
        counted = [int(v) for v in numbers]
        return (
            counted == list(range(counted[0], counted[0] + len(counted)))
            and counted[0] in (0, 1)
            and bool(rest or counted[0] == 1)
        )

    def _leads(self, row: int, band: Sequence[int]) -> bool:
        """True where the row above a header is its upper level: groups over columns, not a title."""
        if row != band[0] - 1:
            return False
        cells = self._distinct(row)
        if any(isinstance(cell.value, str) and NOT_HEADER.search(cell.value) for cell in cells):
            return False
        if self._names_years(row):
            return True
        if any(self.is_numeric(row, column) for column in self.rows[row]) or self._has_unit(row, self.rows[row]):
            return False
        keys = [
            column
            for line in band
            for column in self.rows[line]
            if self.headings.role(self.spread[line, column].value) is not None
        ]
        for column in keys:
            cell = self.spread.get((row, column))
            if cell is not None and cell != self.spread.get((band[0], column)):
                return False
        return bool(keys) or len(cells) >= 2

    # ---- columns
    def _split(self, band: list[int], above: Sequence[int], below: list[int]) -> list[Table]:
        columns = sorted({column for row in (*band, *below) for column in self.rows[row]})
        headers = {column: self._header(band, column) for column in columns}
        blocks: list[list[int]] = [[]]
        seen: set[str] = set()
        for column in columns:
            role = self._role(headers[column])
            if role in (*KEY_ROLES, "number"):
                if role in seen and role != "code":
                    blocks.append([])
                    seen = set()
                seen.add(role)
            blocks[-1].append(column)
        titles = [str(cell.value) for row in above for cell in self._distinct(row) if isinstance(cell.value, str)]
        widths = [self.sheet.lengths.get(row, 0) for row in band]
        result = []
        for block in blocks:
            keys: dict[str, int] = {}
            figures = []
            for column in block:
                role = self._role(headers[column])
                again = role is not None and keys.setdefault(role, column) != column
                if role is None or (again and role not in ("number", "remark")):
                    figures.append(column)
            if "value" in keys and "indicator" not in keys:
                figures.append(keys.pop("value"))
            self._find_units(keys, figures, headers, below)
            table = Table(titles, list(band), keys, figures, {c: headers[c] for c in figures}, list(below))
            if self.sheet.lengths:
                units = [column for role, column in keys.items() if role in KEY_ROLES]
                across = [self.sheet.lengths.get(column, 0) for column in units]
                table.width = max(across, default=None) if self.sheet.turned else max(widths)
            table.dated = self.sheet.turned and any(self._names_years(row) for row in band)
            result.append(table)
        return result

    def _header(self, band: Sequence[int], column: int) -> list[Cell]:
        """The header cells above a column; a blank beside an upper header that is not merged belongs to it, too."""
        result: list[Cell] = []
        for row in band:
            if self._is_numbering(row):
                continue
            cell = self.spread.get((row, column))
            if cell is None and row != band[-1]:
                cell = self._left_of(band, row, column)
            if cell is not None and cell not in result:
                result.append(cell)
        return result

    def _left_of(self, band: Sequence[int], row: int, column: int) -> Optional[Cell]:
        for left in range(column - 1, 0, -1):
            cell = self.spread.get((row, left))
            if cell is None:
                continue
            merged = any(
                top <= row <= bottom and first <= left <= last for top, first, bottom, last in self.sheet.merged
            )
            whole = all(self.spread.get((line, left)) in (None, cell) for line in band if line > row)
            if merged or whole or self.headings.role(cell.value) is not None or self.headings.is_indicator(cell.value):
                return None
            return cell
        return None

    def _role(self, header: Sequence[Cell]) -> Optional[str]:
        for cell in reversed(header):
            role = self.headings.role(cell.value)
            if role == "value" and any(self.headings.label(other.value).years for other in header):
                continue  # 数值 over 2022年, beside others
            if role in ("value", "indicator", "measure", "year") and any(
                self.headings.is_indicator(other.value) for other in header
            ):
                continue  # 数值 below 常住人口
            if role is not None:
                return role
        return None

    def _find_units(
        self, keys: dict[str, int], figures: list[int], headers: Mapping[int, list[Cell]], below: Sequence[int]
    ) -> None:
        """Where no key column holds units, the column that does becomes one, whatever its header says."""
        sample = below[:SAMPLE]
        if any(self._share(keys[role], sample) > 0 for role in KEY_ROLES if role in keys):
            return
        others = [*figures, *(column for role, column in keys.items() if role not in KEY_ROLES)]
        best = max(others, key=lambda column: self._share(column, sample), default=None)
        if best is None or self._share(best, sample) < 0.3:
            return
        for role in [role for role, column in keys.items() if column == best]:
            del keys[role]
        for role in UNIT_ROLES:
            keys.pop(role, None)
        if best in figures:
            figures.remove(best)
        keys["unit"] = best

    def _share(self, column: int, sample: Sequence[int]) -> float:
        """Share of a column's texts that are units of the county."""
        texts = [self.spread[row, column].value for row in sample if (row, column) in self.spread]
        texts = [label_text(value) for value in texts]
        texts = [text for text in texts if text]
        if not texts:
            return 0.0
        hits = sum(bool(self.gazetteer.find(text).units or self.gazetteer.by_code(text)) for text in texts)
        return hits / len(texts)


def label_text(value: Any) -> str:
    """A label or code as text: whole numbers lose their ".0"."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else str(value)
    return " ".join(str(value).split())
