"""The structure of land use, base against target year: the form's tree of rows (空间功能结构调整表, variants)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Optional

from ..landuse.structure import UNKNOWN_ROW, FormRow, in_list_order
from .areas import shares
from .build import DISTRICT, TOWNSHIP, Sources, expand, finish, simple
from .change_areas import ChangeAreas
from .table import SUBTOTAL, Row, Table, sum_row

PLAIN = ("farmland", "construction", "urban_rural")
HA: dict[str, Any] = {"kind": "number", "decimals": 2, "adds": True, "area": True}
SHARE: dict[str, Any] = {"kind": "number", "decimals": 2, "adds": True}
UNKNOWN_NAME = "其他/未知地类"
VERSION_NOTES = {
    "2023": "规划地类采用《国土空间调查、规划、用途管制用地用海分类指南》（2023）编码。",
    "2020": "规划地类采用《国土空间调查、规划、用途管制用地用海分类指南（试行）》（2020）编码。",
}
Leaf = tuple[str, str]  # row of the form, plan class ("" for all of the row)


def land_structure(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """A row per row of the county's form, subtotals below what they sum."""
    change = sources.change
    if change is None:
        return None
    base, target = _leaf_sums(sources, change, "base"), _leaf_sums(sources, change, "target")
    rows_of_form = list(change.rules.form.rows)
    if _used(change, UNKNOWN_ROW):
        rows_of_form.append(FormRow(UNKNOWN_ROW, UNKNOWN_NAME, used_only=True))
    leaves = [leaf for row in rows_of_form for leaf in _leaves(change, row)]
    base_shares = dict(zip(leaves, shares([base.get(leaf, 0) for leaf in leaves])))
    target_shares = dict(zip(leaves, shares([target.get(leaf, 0) for leaf in leaves])))
    columns = expand(
        entry,
        {
            "name": simple("name"),
            "base_area": simple("base_area", **HA),
            "base_share": simple("base_share", **SHARE),
            "target_area": simple("target_area", **HA),
            "target_share": simple("target_share", **SHARE),
            "change": simple("change", parts=("target_area",), less=("base_area",), **HA),
        },
    )
    scope = {DISTRICT: "片区", TOWNSHIP: "乡域" if sources.subject.endswith("乡") else "镇域"}.get(
        sources.scope.kind, "县域"
    )
    rows: list[Row] = []
    drawn: list[int] = []
    places: dict[str, int] = {}

    def add(row: FormRow, indent: int) -> list[int]:
        """The rows of a row of the form; returns those that a sum above them takes."""
        label = row.label.replace("{scope}", scope)
        if row.rows:
            parts = [part for below in row.rows for part in add(below, indent + 1)]
            rows.append(sum_row(columns, rows, parts, {"name": label + SUBTOTAL}, "subtotal", indent))
            made = [len(rows) - 1]
        else:
            made = []
            for leaf in _leaves(change, row):
                now, then = base.get(leaf, 0), target.get(leaf, 0)
                figures = {
                    "base_area": now / 100,
                    "base_share": base_shares[leaf],
                    "target_area": then / 100,
                    "target_share": target_shares[leaf],
                    "change": (then - now) / 100,
                }
                name = label if not row.each else _class_name(change, leaf[1])
                rows.append(Row({"name": name, **figures}, indent=indent))
                made.append(len(rows) - 1)
        if row.main:
            drawn.extend(made)
        if len(made) == 1:
            places[row.id] = made[0]
        return made

    top = [part for row in rows_of_form for part in add(row, 0)]
    rows.append(sum_row(columns, rows, top, {"name": change.rules.form.total}))
    last = len(rows) - 1
    keys = ("base_area", "base_share", "target_area", "target_share", "change")
    anchors = {key: (last, key) for key in keys}
    for identifier, place in places.items():
        if identifier in PLAIN and identifier not in change.plain_rows:
            continue  # this form counts other ground here than the tables it would be compared with
        anchors |= {f"{identifier}:base": (place, "base_area"), f"{identifier}:target": (place, "target_area")}
    notes = [VERSION_NOTES[change.rules.form.version], *change_notes(sources, change, conversion=True)]
    table = finish("land_structure", entry, sources, columns, rows, anchors, notes)
    charts = tuple(replace(chart, rows=tuple(drawn)) for chart in table.charts if len(drawn) > 1)
    return replace(table, title=change.rules.form.title, charts=charts)


def _leaf_sums(sources: Sources, change: ChangeAreas, side: str) -> dict[Leaf, int]:
    """0.01 ha of the scope by row of the form, and by row and class for those with a row per class."""
    each = {row.id for row in change.rules.form.walk() if row.each}
    found: dict[Leaf, int] = {}
    for (row, code), cents in change.sums(sources.villages.index, f"{side}_row", f"{side}_class").items():
        leaf = (row, code if row in each else "")
        found[leaf] = found.get(leaf, 0) + cents
    return found


def _leaves(change: ChangeAreas, row: FormRow) -> Iterator[Leaf]:
    """What is printed of a row of the form: the same rows for every scope of the county."""
    if row.rows:
        for below in row.rows:
            yield from _leaves(change, below)
    elif row.each:
        for code in in_list_order(change.rules.form, _used(change, row.id)):
            yield row.id, code
    elif not row.used_only or _used(change, row.id):
        yield row.id, ""


def _used(change: ChangeAreas, row: str) -> set[str]:
    """Plan classes of the county that fall into a row, in either year."""
    found = set()
    for side in ("base", "target"):
        sums = change.sums(change.control.index, f"{side}_row", f"{side}_class")
        found |= {code for (of, code), cents in sums.items() if of == row and cents}
    return found


def _class_name(change: ChangeAreas, code: str) -> str:
    name = change.rules.form.names.get(code, "")
    return f"{name}（{code}）" if name else code or UNKNOWN_NAME


def change_notes(sources: Sources, change: ChangeAreas, conversion: bool = False) -> list[str]:
    """What a reader of any of these tables should know: ground not planned, data that differ.

    conversion  also which survey classes went to their default, which one table says for all
    """
    notes = []
    if change.defaults and not conversion:
        notes.append("现状地类按国土调查地类对照转换，口径见“空间功能结构调整”表附注。")
    elif change.defaults:
        listed = "，".join(f"{survey}计入{plan}" for survey, plan in change.defaults)
        notes.append(f"现状地类按国土调查地类对照转换；尚未人工细分、按默认归类的：{listed}。")
    cents = change.sums(sources.villages.index, "planned").get(False, 0)
    if cents:
        notes.append(f"规划图层未覆盖的 {cents / 100:,.2f} 公顷按现状用途计入目标年。")
    unknown = in_list_order(change.rules.form, _used(change, UNKNOWN_ROW))
    if unknown:
        codes = "、".join(code or "（空）" for code in unknown[:12])
        notes.append(f"“{UNKNOWN_NAME}”中的编码：{codes}。请核对编码及其版本（2020/2023）。")
    if not change.present:
        notes.append(
            "用地变化与管控线叠加成果所用数据不同，现状面积可能与现状各表不一致："
            "请重新运行“图斑与单元、控制线叠加”和“用地变化（现状与规划对比）”。"
        )
    return notes
