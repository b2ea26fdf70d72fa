"""Sheets whose units stand across, indicators down: turned, so that they are read like all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .gazetteer import Gazetteer
from .grid import Sheet
from .headings import Headings
from .layout import Layout, label_text
from .rules import plain


def turned_parts(
    sheet: Sheet, gazetteer: Gazetteer, headings: Headings, layout: Layout
) -> list[tuple[Sheet, Sequence[str]]]:
    """A sheet with the units across as sheets with the units down, one for each line of units, each with the titles
    above that line: turned with the rest they would stand beside the header and say nothing."""
    rows = sorted(sheet.rows)
    lines = [row for row in rows if _units(sheet, row, gazetteer) and len(set(_texts(sheet, row))) > 1]
    if not lines:
        return [(sheet.turn(), ())]
    first = lines[0]
    starts = [first]
    for row in lines[1:]:
        before = rows[rows.index(row) - 1]
        if before not in lines and _lead(sheet, row) == _lead(sheet, first):
            starts.append(row)
    heads = [_above(sheet, rows, row, headings, layout) if row != first else [r for r in rows if r < first]
             for row in starts]  # fmt: skip
    result: list[tuple[Sheet, Sequence[str]]] = []
    for number, (start, head) in enumerate(zip(starts, heads)):
        following = starts[number + 1 :]
        end = min([*heads[number + 1], following[0]]) if following else rows[-1] + 1
        piece = replace(
            sheet,
            cells={place: cell for place, cell in sheet.cells.items() if start <= place[0] < end},
            merged=tuple(span for span in sheet.merged if start <= span[0] and span[2] < end),
        )
        titles = [text for row in head for text in dict.fromkeys(_texts(sheet, row)) if text]
        result.append((piece.turn(), titles))
    return result


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [label_text(sheet.spread[row, column].value) for column in sheet.rows[row]]


def _units(sheet: Sheet, row: int, gazetteer: Gazetteer) -> bool:
    return any(gazetteer.find(text).units or gazetteer.by_code(text) for text in _texts(sheet, row))


def _lead(sheet: Sheet, row: int) -> str:
    cell = sheet.spread.get((row, min(column for line in sheet.rows.values() for column in line)))
    return "" if cell is None else plain(label_text(cell.value))


def _above(sheet: Sheet, rows: list[int], start: int, headings: Headings, layout: Layout) -> list[int]:
    """The title rows right above a further line of units: no figures, no indicator."""
    head: list[int] = []
    for row in reversed(rows[: rows.index(start)]):
        columns = sheet.rows[row]
        if any(layout.is_numeric(row, column) or headings.is_indicator(sheet.spread[row, column].value)
               for column in columns) or len(set(_texts(sheet, row))) > 2:  # fmt: skip
            break
        head.insert(0, row)
    return head
