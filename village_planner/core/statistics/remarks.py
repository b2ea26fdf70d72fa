"""Collecting what there is to say: one remark per cell or row, many alike in one column as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Optional

from ..messages import Message, message
from .grid import Sheet
from .model import Candidate, Doubt, Remark

ALIKE = 20  # so many remarks of one kind in one column are said one by one


@dataclass
class Remarks:
    """For one workbook. `column` groups what is alike; it is no part of the remark."""

    listed: list[tuple[Remark, object]] = field(default_factory=list)
    doubts: dict[tuple[str, str], Doubt] = field(default_factory=dict)

    def say(
        self,
        severity: str,
        code: str,
        text: Message,
        sheet: str = "",
        cell: str = "",
        row: Optional[int] = None,
        column: object = None,
    ) -> None:
        self.listed.append((Remark(severity, code, sheet, cell, row, text), column))

    def doubt(self, part: str, key: str, sheet: str, cell: str, text: str, candidates: tuple[Candidate, ...]) -> None:
        self.doubts.setdefault((part, key), Doubt(part, key, sheet, cell, text, candidates))

    def finished(self) -> tuple[Remark, ...]:
        """The remarks in order; more than `ALIKE` of one kind in a column become one that names all their rows."""
        groups: dict[object, list[Remark]] = defaultdict(list)
        for remark, column in self.listed:
            if column is not None:
                groups[remark.sheet, remark.code, remark.severity, column].append(remark)
        many = {key: found for key, found in groups.items() if len(found) > ALIKE}
        said: set[object] = set()
        result = []
        for remark, column in self.listed:
            key = (remark.sheet, remark.code, remark.severity, column)
            if column is None or key not in many:
                result.append(remark)
            elif key not in said:
                said.add(key)
                rows = [one.row for one in many[key] if one.row is not None]
                text = message(
                    "{first} The same holds for {count} cells of this column, rows {rows}.",
                    first=remark.text,
                    count=len(many[key]),
                    rows=row_ranges(rows),
                )
                result.append(replace(remark, text=text))
        return tuple(result)


def row_ranges(rows: Sequence[int]) -> str:
    """5, 7–9, 12."""
    listed = sorted(set(rows))
    parts: list[str] = []
    start = 0
    for i in range(1, len(listed) + 1):
        if i == len(listed) or listed[i] != listed[i - 1] + 1:
            parts.append(str(listed[start]) if i - 1 == start else f"{listed[start]}–{listed[i - 1]}")
            start = i
    return ", ".join(parts)


def place_words(sheet: Sheet, rows: Sequence[int]) -> str:
    """Rows of a sheet, or the columns' letters where it is turned."""
    if not sheet.turned:
        return row_ranges(rows)
    from .grid import column_letters

    return ", ".join(column_letters(row) for row in sorted(set(rows)))
