"""The header of a form that comes back filled in: which column is what, and heads that are none of the form's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional, Union

from ..errors import InputError
from ..messages import Message, message
from ..opinions.forms import Fault, value_text
from ..statistics.grid import VALUE, Cell, Sheet
from ..statistics.rules import plain

NOTE = re.compile(r"\s*(注|说明|填表人|资料来源|备注)[:：]")  # what ends the rows
BRACKETED = re.compile(r"[（(]([^（）()]*)[)）]\s*$")
HEAD_ROWS = 60  # in which the header is looked for
DEEPEST = 4  # rows of a header
LEAST = 0.5  # of the form's columns that a header must show


def head_of(column: Mapping[str, Any]) -> str:
    """The header of a column on one line."""
    return " › ".join(part for part in column["head"] if "{" not in part) or column["key"]


@dataclass(frozen=True)
class Column:
    place: int
    text: str
    unit: str  # of measure, as the header says it


@dataclass(frozen=True)
class Header:
    last: int  # its lowest row
    columns: Mapping[str, Column]
    others: frozenset[int]  # columns that the form computes


def find_header(sheet: Sheet, entry: Mapping[str, Any], filled: Mapping[str, str]) -> Optional[Header]:
    """The row under which most of the form's columns stand; None where there are too few."""
    names = _names(entry)
    best: Optional[Header] = None
    for last in list(sheet.rows)[:HEAD_ROWS]:
        columns: dict[str, Column] = {}
        others: set[int] = set()
        near = {place for row in range(last - DEEPEST + 1, last + 1) for place in sheet.rows.get(row, ())}
        for place in sorted(near):
            path = _path(sheet, last, place)
            key, start, unit = _key(path, names)
            if key in filled and key not in columns:
                columns[key] = Column(place, " › ".join(path[start:]), unit)
            elif key:
                others.add(place)
        if len(columns) > len(best.columns if best else ()):
            best = Header(last, columns, frozenset(others))
    if best is None or len(best.columns) < max(1, LEAST * len(filled)):
        return None
    return best


def _names(entry: Mapping[str, Any]) -> dict[str, str]:
    """What a column may be called, as compared -> its key: its heads from the top, and its last one where no other
    column has it."""
    names: dict[str, str] = {}
    lasts: dict[str, list[str]] = {}
    for column in entry["columns"]:
        parts = [_bare(part)[0] for part in column["head"]]
        names[plain("".join(parts))] = column["key"]
        lasts.setdefault(plain(parts[-1]), []).append(column["key"])
    for name, keys in lasts.items():
        if len(keys) == 1:
            names.setdefault(name, keys[0])
    return names


def _bare(text: str) -> tuple[str, str]:
    """A header without what stands in brackets at its end, and that."""
    found = BRACKETED.search(text)
    return (text, "") if found is None else (text[: found.start()], found.group(1))


def _path(sheet: Sheet, last: int, place: int) -> list[str]:
    """What stands over a place from the top down, each merged cell once."""
    path: list[str] = []
    seen: Optional[Cell] = None
    for row in range(last - DEEPEST + 1, last + 1):
        cell = sheet.spread.get((row, place))
        if cell is None or cell is seen or cell.kind != VALUE:
            continue
        seen = cell
        text = value_text(cell.value).replace("\n", "")
        if text:
            path.append(text)
    return path


def _key(path: Sequence[str], names: Mapping[str, str]) -> tuple[str, int, str]:
    """Key of the column whose heads the path ends in ("" for none), where in the path they begin, and the unit of
    measure they name; the longest ending wins."""
    if not path:
        return "", 0, ""
    below, unit = _bare(path[-1])
    for start in range(len(path)):
        for text in ("".join((*path[start:-1], path[-1])), "".join((*(_bare(p)[0] for p in path[start:-1]), below))):
            key = names.get(plain(text))
            if key:
                return key, start, unit
    return "", 0, ""


def first_text(sheet: Sheet, row: int) -> str:
    cells = (sheet.spread[row, place] for place in sheet.rows[row])
    return next((value_text(cell.value) for cell in cells if cell.kind == VALUE and value_text(cell.value)), "")


# ---- heads that the form does not have
def strange_heads(sheet: Sheet, header: Header) -> list[Cell]:
    """Lowest header cells of columns in which rows are filled in, and which are no columns of the form; where there is
    no head, the cell that it should stand in."""
    known = {column.place for column in header.columns.values()} | header.others
    filled: set[int] = set()
    for row in sheet.rows:
        if row <= header.last:
            continue
        if NOTE.match(first_text(sheet, row)):
            break
        filled.update(place for place in sheet.rows[row] if (row, place) in sheet.cells)
    over = range(header.last, header.last - DEEPEST, -1)
    of_others = {id(sheet.spread.get((row, place))) for place in known for row in over}  # a title, or of a group
    heads = []
    for place in sorted(filled - known):
        cells = [sheet.spread.get((row, place)) for row in over]
        own = (cell for cell in cells if cell is not None and id(cell) not in of_others and value_text(cell.value))
        heads.append(next(own, Cell(header.last, place, "")))
    return heads


def column_missing(
    file: str, sheet: Sheet, header: Header, entry: Mapping[str, Any], column: Mapping[str, Any], strange: list[Cell]
) -> InputError:
    wanted, form = head_of(column), entry["title"]["zh"]
    if not strange:
        return InputError(
            "form_column_missing",
            "{file} › {sheet} › row {row}: the form “{form}” needs a column “{column}”, and there is none. Add it (the "
            "blank form that exportform writes has it) and import again; nothing was imported.",
            file=file,
            sheet=sheet.name,
            row=header.last,
            form=form,
            column=wanted,
        )
    return InputError(
        "form_column_missing",
        "{file} › {sheet} › {cell}: the form “{form}” needs a column “{column}”, but here the head is {found}. Correct "
        "the head (the blank form that exportform writes has them all) and import again; nothing was imported.",
        file=file,
        sheet=sheet.name,
        cell=", ".join(cell.address for cell in strange),
        form=form,
        column=wanted,
        found=", ".join(f"“{value_text(cell.value)}”" for cell in strange),
    )


def tell_strange(
    sheet: Sheet, header: Header, entry: Mapping[str, Any], filled: Mapping[str, str], strange: list[Cell]
) -> list[Union[Fault, Message]]:
    """A fault where a column that is missing may have been meant, else only a note that the column is not taken."""
    missing = [head_of(column) for column in entry["columns"] if column["key"] in set(filled) - set(header.columns)]
    told: list[Union[Fault, Message]] = []
    for cell in strange:
        text = value_text(cell.value)
        if not missing:
            told.append(
                message(
                    "{sheet}!{cell}: the form has no column “{column}”; it is not taken.",
                    sheet=sheet.name,
                    cell=cell.address,
                    column=text,
                )
            )
            continue
        wrong = message(
            "no column of the form has this head, and {missing} is missing. Correct the head, or clear the column.",
            missing=", ".join(missing),
        )
        told.append(Fault(sheet.name, cell.row, cell.address, text, text, "unknown_head", wrong))
    return told
