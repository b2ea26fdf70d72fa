"""The record as a table, in the form of the catalogue of tables: of a report, or handed in by itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional, Union

from ..formulas import quoted
from ..messages import Message
from ..opinions.dates import local_time
from ..review.record import DATA, DRAWING, GROUPS, OUTPUT, PLAN, REVIEW, Entry
from .build import Sources, expand, simple, titled
from .county import RecordLine
from .table import Column, Report, Row, Table

RAW = ("变更前（原始数据）", "变更后（原始数据）")
GROUP_WORDS = {DRAWING: "绘制", REVIEW: "评审", PLAN: "方案", DATA: "数据与计算", OUTPUT: "成果输出"}
CENTRED = ("number", "made")


def said(side: Union[Message, str], say: Callable[[Message], str]) -> str:
    return say(side) if isinstance(side, Message) else side


def record_line(entry: Entry, say: Callable[[Message], str], codes: frozenset[str] = frozenset()) -> RecordLine:
    """An entry in words. say: puts a sentence into a language; codes: the units that it is about."""
    before, after = said(entry.before, say), said(entry.after, say)
    return RecordLine(local_time(entry.made), entry.who, say(entry.text), before, after, codes, entry.group)


def review_record(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """The record, the youngest entry first, as many and of those groups as the catalogue says; the note tells how many
    there are and how many were left out.

    The workbook of a district or township holds the entries that concern its townships or villages.
    """
    lines = sources.county.record
    if lines is None:
        return None
    if not sources.scope.whole:
        own = {*map(str, sources.townships.index), *map(str, sources.villages.index)}
        lines = tuple(line for line in lines if line.codes & own)
    groups = entry.get("groups") or GROUPS
    shown = tuple(line for line in lines if line.group in ("", *groups))
    others, lines = len(lines) - len(shown), shown
    most = int(entry.get("most", 300))
    notes = []
    if len(lines) > most:
        notes.append(f"记录共 {len(lines):,} 条，本表列最近 {most:,} 条，全部记录见规划数据库。")
    else:
        notes.append(f"记录共 {len(lines):,} 条，全部列出。")
    if others:
        words = "、".join(GROUP_WORDS[group] for group in GROUPS if group not in groups)
        notes.append(f"另有{words}记录 {others:,} 条未列入，见规划数据库。")
    if not sources.scope.whole:
        notes.append(f"本表只列涉及本{sources.scope.word}及所辖村的记录，全县记录见县级工作簿。")
    return titled("review_record", entry, sources.subject, _columns(entry), _rows(lines[:most]), {}, notes)


def record_report(
    lines: Sequence[RecordLine], entry: Mapping[str, Any], county: str, plan: str, chosen: bool = False
) -> Report:
    """A workbook of the record alone, all of the lines.

    entry   the table's in the catalogue      chosen  some of the record were left out
    """
    notes = [f"本表列出 {len(lines):,} 条" + ("（按条件筛选），全部记录见规划数据库。" if chosen else "。")]
    table = titled("review_record", entry, county, _columns(entry), _rows(lines), {}, notes)
    return Report("", county, f"{county}{entry['title']['zh']}", (table,), (), (), (("方案", plan),) if plan else ())


def record_csv(lines: Sequence[RecordLine], raw: Sequence[tuple[str, str]], entry: Mapping[str, Any]) -> str:
    """The same rows as comma-separated text; beside each what was before and after as it was kept (JSON)."""
    columns, text = _columns(entry), io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(column.heads[-1] for column in columns), *RAW])
    for row, kept in zip(_rows(lines), raw):
        told = (row.values[column.key] for column in columns)
        writer.writerow([*(quoted(value) if isinstance(value, str) else value for value in told), *kept])
    return text.getvalue()


def _columns(entry: Mapping[str, Any]) -> tuple[Column, ...]:
    keys = [column["key"] for column in entry["columns"]]
    return expand(entry, {key: simple(key, centred=key in CENTRED) for key in keys})


def _rows(lines: Sequence[RecordLine]) -> list[Row]:
    return [
        Row(
            {
                "number": str(number),
                "made": line.made,
                "who": line.who,
                "what": line.what,
                "before": line.before,
                "after": line.after,
            }
        )
        for number, line in enumerate(lines, 1)
    ]
