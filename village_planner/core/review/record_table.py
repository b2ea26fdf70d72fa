"""The record as a table to be handed in, and as text with all that was kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Union

from ..formulas import quoted
from ..messages import Message
from ..tables.table import Column, Report, Row, Table
from .record import Entry

HEADS = {"made": "时间（UTC）", "who": "经办人", "text": "事项", "before": "改前", "after": "改后"}
RAW = ("改前（原始数据）", "改后（原始数据）")


def said(side: Union[Message, str], say: Callable[[Message], str]) -> str:
    return say(side) if isinstance(side, Message) else side


def record_table(entries: Sequence[Entry], say: Callable[[Message], str]) -> Table:
    """A row per entry; `say` puts a sentence into the language it is handed in."""
    rows = tuple(
        Row(
            {
                "number": number,
                "made": entry.made.replace("T", " ").rstrip("Z"),
                "who": entry.who,
                "text": say(entry.text),
                "before": said(entry.before, say),
                "after": said(entry.after, say),
            }
        )
        for number, entry in enumerate(entries, 1)
    )
    columns = (Column("number", ("序号",), "number"), *(Column(key, (head,)) for key, head in HEADS.items()))
    return Table("record", "工作记录表", "工作记录", columns, rows, source="村庄规划数据库")


def record_report(entries: Sequence[Entry], say: Callable[[Message], str], county: str, plan: str) -> Report:
    """A workbook of the record alone."""
    facts = (("方案", plan),) if plan else ()
    return Report("", county, f"{county}工作记录", (record_table(entries, say),), (), (), facts)


def record_csv(entries: Sequence[Entry], say: Callable[[Message], str]) -> str:
    """The same rows as comma-separated text, and beside them what was before and after as it was kept (JSON)."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["序号", *HEADS.values(), *RAW])
    for row, entry in zip(record_table(entries, say).rows, entries):
        told = [quoted(value) if isinstance(value, str) else value for value in row.values.values()]
        writer.writerow([*told, *entry.raw])
    return text.getvalue()
