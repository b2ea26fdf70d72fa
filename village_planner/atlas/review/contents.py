"""The lists of the prints of a review, as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from ...core.opinions.dates import in_chinese
from ...core.opinions.opinions import state
from ...core.opinions.terms import STATES_IN_PRINT
from ...core.tables.moves import NONE
from ...core.tables.opinions import place_words
from ...core.tables.paging import shorten
from ..tables.table import NUMBER, PROSE, SmallTable
from .lists import ListColumn, LongList, joined, panel_room

if TYPE_CHECKING:
    from ...core.tables.moves import MovedRow
    from ..data import AtlasData
    from .material import Borderline, LevelChanges

UNITS = {"township": "乡镇", "village": "村"}
BREAKS = "调出后原片区不连片"
LONGEST_QUOTE = 40.0  # ems of an opinion in the list of moved units


def moved_list(changes: LevelChanges, level: str) -> LongList:
    """Every moved unit, with why."""
    columns = [ListColumn("序号", NUMBER), ListColumn("代码", most=12), ListColumn(UNITS[level], most=12)]
    if level == "village":
        columns.append(ListColumn("所属乡镇", most=10))
    columns += [
        ListColumn("调整前片区", most=14),
        ListColumn("调整后片区", most=20),
        ListColumn("人口(人)", NUMBER),
        ListColumn("面积(ha)", NUMBER),
        ListColumn("修改记录", PROSE, share=2.0),
        ListColumn("对应意见", PROSE, share=3.0),
    ]
    rows = []
    for number, row in enumerate(changes.rows, 1):
        cells = [str(number), row.code, row.name]
        if level == "village":
            cells.append(row.township)
        cells += [row.before, row.after, f"{row.population:,}", f"{row.area_m2 / 10_000:,.2f}", row.reason or NONE]
        rows.append((*cells, _quoted(changes, row) or NONE))
    return LongList(f"调整{UNITS[level]}清单", tuple(columns), tuple(rows))


def _quoted(changes: LevelChanges, row: MovedRow) -> str:
    opinions = changes.reasons[row.code].opinions
    return "\n".join(
        f"第 {one.number} 条{f'（{one.source}）' if one.source else ''}：{shorten(one.text, LONGEST_QUOTE)}"
        for one in opinions
    )


def borderline_list(found: Borderline, level: str) -> LongList:
    """Every unit whose place is not firm, the least firm first."""
    columns = [ListColumn("序号", NUMBER), ListColumn("代码", most=12), ListColumn(UNITS[level], most=14)]
    if level == "village":
        columns.append(ListColumn("所属乡镇", most=12))
    columns += [
        ListColumn("现归属片区", share=1.0),
        ListColumn("次优片区", share=1.0),
        ListColumn("支持率(%)", NUMBER),
        ListColumn("说明", PROSE, share=1.2),
    ]
    rows = []
    for number, unit in enumerate(found.units, 1):
        cells = [str(number), unit.code, unit.name]
        if level == "village":
            cells.append(unit.township)
        note = BREAKS if unit.breaks else ""
        rows.append((*cells, unit.district, unit.second or NONE, f"{100 * unit.share:.1f}", note))
    return LongList(f"归属不稳{UNITS[level]}清单", tuple(columns), tuple(rows))


def borderline_beside_map(data: AtlasData, level: str) -> Optional[SmallTable]:
    """All that the list says but codes, in the column beside the map; None where that is too narrow for it."""
    key = ("borderline beside map", level)
    if key not in data.cache:
        data.cache[key] = _borderline_beside_map(data, level)
    return data.cache[key]


def _borderline_beside_map(data: AtlasData, level: str) -> Optional[SmallTable]:
    assert data.review is not None
    units = data.review.borderline[level].units
    columns = [ListColumn(UNITS[level], most=8)]
    if level == "village":
        columns.append(ListColumn("所属乡镇", most=6))
    columns += [ListColumn("现归属", share=1.0), ListColumn("次优片区", share=1.0), ListColumn("支持率(%)", NUMBER)]
    noted = any(unit.breaks for unit in units)
    if noted:
        columns.append(ListColumn("说明", PROSE, share=1.0))
    rows = []
    for unit in units:
        cells = [unit.name, unit.township] if level == "village" else [unit.name]
        cells += [unit.district, unit.second or NONE, f"{100 * unit.share:.1f}"]
        rows.append((*cells, *([BREAKS if unit.breaks else ""] if noted else [])))
    return joined(LongList("", tuple(columns), tuple(rows)), panel_room())


def opinions_beside_map(data: AtlasData) -> Optional[SmallTable]:
    """Every open opinion in full in the column beside the map; None where they are too long for it."""
    key = ("opinions beside map",)
    if key not in data.cache:
        data.cache[key] = _opinions_beside_map(data)
    return data.cache[key]


def _opinions_beside_map(data: AtlasData) -> Optional[SmallTable]:
    review = data.review
    assert review is not None
    columns = (
        ListColumn("编号", NUMBER),
        ListColumn("来源", share=1.0),
        ListColumn("涉及范围", share=1.0),
        ListColumn("意见", PROSE, share=2.4),
        ListColumn("办理", share=1.2),
    )
    rows = tuple(
        (
            str(one.number),
            (one.source or NONE) + (f"（第{one.round}轮）" if one.round is not None else ""),
            place_words(data.county, one),
            one.text,
            "\n".join(filter(None, (one.responsible, in_chinese(one.due), STATES_IN_PRINT[state(one, review.today)]))),
        )
        for one in review.opinions
    )
    return joined(LongList("", columns, rows), panel_room())


def opinion_list(data: AtlasData) -> LongList:
    """Every open opinion with its full text."""
    review = data.review
    assert review is not None
    columns = (
        ListColumn("编号", NUMBER),
        ListColumn("轮次"),
        ListColumn("来源", share=1.0),
        ListColumn("涉及范围", share=1.0),
        ListColumn("意见", PROSE, share=5.0),
        ListColumn("责任", share=0.8),
        ListColumn("办理期限", most=11),
        ListColumn("状态"),
    )
    rows = tuple(
        (
            str(one.number),
            f"第{one.round}轮" if one.round is not None else NONE,
            one.source or NONE,
            place_words(data.county, one),
            one.text,
            one.responsible or NONE,
            in_chinese(one.due) or NONE,
            STATES_IN_PRINT[state(one, review.today)],
        )
        for one in review.opinions
    )
    return LongList("未办结意见清单", columns, rows)
