"""Forms for opinions: a workbook that a department fills in and sends back through the import of opinions."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..core.opinions.dates import in_chinese
from ..core.opinions.opinions import Opinion
from ..core.opinions.terms import DECISIONS, DECISIONS_IN_PRINT, SOURCE_KINDS_IN_PRINT
from ..core.storage import in_place
from ..core.task import SILENT, Task
from .layout import row_height
from .sheet import HEAD, NOTE, PLAIN, TITLE, put
from .style import Look, Stylist, set_page
from .workbook import rewrite

SHEET, LISTS = "意见征求表", "选项"
INSTRUCTIONS = (
    "填写说明：1. 每行填写一条意见；“意见”必填，行数不够可向下续填。2. 涉及具体乡镇、村或片区的，请从下拉列表中选择，"
    "不涉及的留空。3. “主题”可留空，导入时按意见内容自动归类。4. 日期按“2026年3月5日”格式填写。5. 灰色各栏由编制单位"
    "填写；“部分采纳”“不采纳”须填写理由。6. 请勿改动表头和最后的“标识”列，填好后以 .xlsx 格式退回。"
)
ENTRY, OURS = Look(), Look(fill="total")
TEXT_FORMAT = "@"
LAST_VILLAGE = 20_000  # rows that the lists of the drop-downs may take


@dataclass(frozen=True)
class Lists:
    """What the drop-down lists offer. villages: township's name -> names of its villages, in order."""

    topics: Mapping[str, str] = field(default_factory=dict)  # id -> name
    villages: Mapping[str, Sequence[str]] = field(default_factory=dict)
    districts: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (level, code) -> as it is written
    units: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # code -> names of township and village


@dataclass(frozen=True)
class _Column:
    head: str
    width: float
    ours: bool = False  # filled in by those who draw up the plan


def _columns(source: str) -> dict[str, _Column]:
    """Column key -> what it is; a form for one department does not ask who gives the opinion."""
    who = {} if source else {"source": _Column("来源", 16), "source_kind": _Column("来源类别", 9)}
    return {
        "order": _Column("序号", 6),
        **who,
        "round": _Column("轮次", 6),
        "given": _Column("日期", 14),
        "township": _Column("乡镇", 12),
        "village": _Column("村", 12),
        "district": _Column("片区", 14),
        "topic": _Column("主题", 13),
        "text": _Column("意见", 46),
        "reply": _Column("回复", 28, True),
        "decision": _Column("采纳情况", 10, True),
        "reason": _Column("理由", 20, True),
        "change": _Column("修改处", 18, True),
        "responsible": _Column("责任单位", 14, True),
        "due": _Column("办理期限", 14, True),
        "key": _Column("标识", 4, True),
    }


def write_form(
    path: Path,
    title: str,
    source: str,
    round_number: Optional[int],
    opinions: Sequence[Opinion],
    lists: Lists,
    blank: int = 30,
    due: str = "",
    task: Task = SILENT,
) -> None:
    """Write one form, with the opinions known so far and blank rows below. StorageError file_open.

    title   of the sheet         source  whose form it is, "" for a register of all sources, with a column for them
    due     until when it is asked for, as it is printed
    """
    book, stylist = Workbook(), Stylist()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    columns = _columns(source)
    last = len(columns)
    for place, column in enumerate(columns.values(), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.column_dimensions[get_column_letter(last)].hidden = True  # the mark by which a row is known again
    shown = last - 1
    room = sum(column.width for column in list(columns.values())[:-1])
    parts = [f"部门：{source}" if source else "", f"轮次：第{round_number}轮" if round_number else ""]
    parts.append(f"反馈期限：{due}" if due else "")
    for row, text, look in (
        (1, title, TITLE),
        (2, "　　".join(filter(None, parts)), PLAIN),
        (3, INSTRUCTIONS, NOTE),
    ):
        put(sheet.cell(row, 1), text, stylist, look)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=shown)
    sheet.row_dimensions[1].height = 30
    sheet.row_dimensions[3].height = row_height([(INSTRUCTIONS, room)]) + 6
    for place, column in enumerate(columns.values(), start=1):
        put(sheet.cell(4, place), column.head, stylist, HEAD)
    sheet.row_dimensions[4].height = 26
    end = 4 + len(opinions) + blank
    for number, row in enumerate(range(5, end + 1), start=1):
        if number % 200 == 0:
            task.check()
        opinion = opinions[number - 1] if number <= len(opinions) else None
        values = _values(opinion, lists) if opinion is not None else {}
        values["order"] = str(number)
        tall = []
        for place, (key, column) in enumerate(columns.items(), start=1):
            text = values.get(key, "")
            look = OURS if column.ours else ENTRY
            centred = column.width < 15 and key not in ("township", "village", "district")
            look = Look(
                fill=look.fill,
                format=TEXT_FORMAT,  # what is typed stays as it is typed: 3-5 is no date
                horizontal="center" if centred else "left",
                vertical="center",
            )
            put(sheet.cell(row, place), text, stylist, look)
            tall.append((text, column.width))
        sheet.row_dimensions[row].height = max(row_height(tall[:-1]), 22)
    _drop_downs(book, sheet, list(columns), lists, end)
    sheet.freeze_panes = sheet.cell(5, list(columns).index("text") + 1).coordinate if not source else "A5"
    sheet.print_area = f"A1:{get_column_letter(shown)}{end}"
    set_page(sheet, "A3", 1, (1, 4), 1)
    buffer = io.BytesIO()
    book.save(buffer)
    with in_place(path) as beside:
        rewrite(buffer, beside, task)


def _values(opinion: Opinion, lists: Lists) -> dict[str, str]:
    township, village = lists.units.get(opinion.unit_code, ("", ""))
    return {
        "source": opinion.source,
        "source_kind": SOURCE_KINDS_IN_PRINT.get(opinion.source_kind, ""),
        "round": str(opinion.round or ""),
        "given": in_chinese(opinion.given),
        "township": township,
        "village": village,
        "district": lists.districts.get(opinion.district, opinion.district_code),
        "topic": lists.topics.get(opinion.topic, opinion.topic),
        "text": opinion.text,
        "reply": opinion.reply,
        "decision": DECISIONS_IN_PRINT[opinion.decision] if opinion.decision else "",
        "reason": opinion.reason,
        "change": opinion.change,
        "responsible": opinion.responsible,
        "due": in_chinese(opinion.due),
        "key": opinion.key,
    }


def _drop_downs(book: Workbook, sheet: Worksheet, columns: Sequence[str], lists: Lists, end: int) -> None:
    """Lists on a hidden sheet; the villages offered are those of the township in the same row."""
    hidden = book.create_sheet(LISTS)
    hidden.sheet_state = "hidden"
    offered: dict[str, Sequence[str]] = {
        "topic": list(lists.topics.values()),
        "decision": [DECISIONS_IN_PRINT[decision] for decision in DECISIONS],
        "source_kind": list(SOURCE_KINDS_IN_PRINT.values()),
        "district": list(lists.districts.values()),
        "township": list(lists.villages),
    }
    ranges: dict[str, str] = {}
    for place, (key, texts) in enumerate(offered.items(), start=1):
        letter = get_column_letter(place)
        for row, text in enumerate(texts, start=1):
            _plain(hidden.cell(row, place), text)
        ranges[key] = f"{LISTS}!${letter}$1:${letter}${max(len(texts), 1)}"
    place = len(offered) + 1
    pairs = [(township, village) for township, villages in lists.villages.items() for village in villages]
    for row, (township, village) in enumerate(pairs[:LAST_VILLAGE], start=1):
        _plain(hidden.cell(row, place), township)
        _plain(hidden.cell(row, place + 1), village)
    if pairs and "township" in columns:
        owner, name = get_column_letter(place), get_column_letter(place + 1)
        own = f"${get_column_letter(columns.index('township') + 1)}5"
        known = f"{LISTS}!${owner}$1:${owner}${len(pairs)}"
        ranges["village"] = f"OFFSET({LISTS}!${name}$1,MATCH({own},{known},0)-1,0,COUNTIF({known},{own}),1)"
    for key, source in ranges.items():
        if key not in columns or (key in offered and not offered[key]):
            continue
        letter = get_column_letter(columns.index(key) + 1)
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.errorStyle = "stop" if key in ("decision", "source_kind") else "warning"
        rule.error = "请从下拉列表中选择。"
        rule.errorTitle = "不在列表中"
        rule.add(f"{letter}5:{letter}{max(end, 5) + 200}")
        sheet.add_data_validation(rule)


def _plain(cell: Any, text: str) -> None:
    """A list's entry: text, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
