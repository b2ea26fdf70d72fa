"""Tables as CSV: one file per table, header in one line, figures without separators, and a list of what is there."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..core.formulas import quoted
from ..core.tables.file_names import FILE_LENGTH, file_stem
from ..core.tables.table import Column, Report, Row, Table, Value, digits
from ..core.task import SILENT, Task

ENCODING = "utf-8-sig"  # with the mark that spreadsheets know UTF-8 by
LIST = "目录.csv"
BETWEEN = "·"  # levels of a header
KINDS = {"data": "数据", "subtotal": "小计", "total": "合计", "note": "说明"}
ROWS = 500  # between two looks at the cancel button


def file_names(report: Report) -> dict[str, str]:
    """Id of each table, made or left out -> its file: called after its title, the same in every scope; where several
    have the same title (or that of the list), after its id as well."""
    stems = {table.id: file_stem(table.title) for table in report.tables}
    stems |= {gap.id: file_stem(gap.title) for gap in report.gaps}
    taken = Counter(stem.casefold() for stem in (Path(LIST).stem, *stems.values()))
    return {
        name: (stem if taken[stem.casefold()] == 1 else f"{stem[: FILE_LENGTH - len(name) - 1]}_{name}") + ".csv"
        for name, stem in stems.items()
    }


def outdated(report: Report, folder: Path, made: Iterable[str]) -> list[str]:
    """Files of an earlier run in `folder` that hold a table of this report under another name, or one that is left out
    now: as its list says, or by the title of the table."""
    known = file_names(report)
    gone = {known[gap.id] for gap in report.gaps}
    try:
        with (folder / LIST).open(encoding=ENCODING, newline="") as file:
            gone |= {row.get("文件") or "" for row in csv.DictReader(file) if row.get("标识") in known}
    except (OSError, ValueError, csv.Error):
        pass  # none, or one that somebody changed
    kept = {name.casefold() for name in (LIST, *made)}  # where small and capital letters are the same
    return sorted(
        name for name in gone if name.endswith(".csv") and Path(name).name == name and name.casefold() not in kept
    )


def write_csv(report: Report, folder: Path, task: Task = SILENT) -> list[str]:
    """Write the tables of a report into `folder`, which exists; names of the files, the list first."""
    known = file_names(report)
    names = [LIST, *(known[table.id] for table in report.tables)]
    for table, name in zip(report.tables, names[1:]):
        _write(folder / name, _lines(table, task))
    _write(folder / LIST, _list_of(report, names[1:]))
    return names


def header(column: Column) -> str:
    """The header's levels in one line: 片区合计·面积."""
    return BETWEEN.join(column.heads)


def _lines(table: Table, task: Task) -> Iterable[Sequence[str]]:
    stale = ["数据状态"] if table.stamp else []
    yield [quoted(header(column)) for column in table.columns] + ["行类别", *stale]
    for number, row in enumerate(table.rows):
        if number % ROWS == 0:
            task.check()
        cells = [cell(column, row.values.get(column.key), row) for column in table.columns]
        yield [*cells, KINDS.get(row.kind, row.kind), *([table.stamp] if stale else [])]


def cell(column: Column, value: Value, row: Row) -> str:
    """A figure with the digits that are shown, text as text."""
    if value is None:
        return ""
    if column.kind == "number" and not isinstance(value, str):
        return f"{value:.{digits(column, row.kind)}f}"
    return quoted(str(value))


def _list_of(report: Report, names: Sequence[str]) -> Iterable[Sequence[str]]:
    """What each file holds, in which unit, from where; what is left out, and how to get it."""
    yield ["表名", "文件", "行政区", "单位", "说明", "资料来源", "数据状态", "标识"]
    for table, name in zip(report.tables, names):
        told = [
            table.title,
            name,
            table.subject,
            table.unit,
            " ".join(table.notes),
            table.source,
            table.stamp,
            table.id,
        ]
        yield [quoted(text) for text in told]
    for gap in report.gaps:
        yield [quoted(gap.title), "", quoted(report.name), "", "", "", quoted(f"未列：{gap.needs['zh']}"), gap.id]


def _write(path: Path, lines: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(lines)
