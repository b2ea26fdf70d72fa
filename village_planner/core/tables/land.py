"""Present land use: by first-level class, by second-level class (wide and vertical), by super-class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from ..charts.colours import OTHER
from .areas import LandAreas, nested_shares
from .build import TOWNSHIP, Sources, expand, finish, heads, name_of, simple, template_of
from .classes import UNKNOWN, LandClass
from .table import SUBTOTAL, TOTAL, Column, Row, Table, Value, sum_row

HA: dict[str, Any] = {"kind": "number", "decimals": 2, "adds": True, "area": True}
UNKNOWN_NAME = "其他/未知地类"


class _Block:
    """Columns in the making, and which leaves (land classes) each of them sums."""

    def __init__(self) -> None:
        self.columns: list[Column] = []
        self.leaves: dict[str, list[str]] = {}

    def add(self, column: Column, leaves: Sequence[str]) -> str:
        self.columns.append(column)
        self.leaves[column.key] = list(leaves)
        return column.key

    def add_first_level(
        self,
        key: str,
        first: LandClass,
        leaves: Sequence[LandClass],
        subtotal_head: Optional[Sequence[str]],
        leaf_head: Optional[Sequence[str]],
        **words: str,
    ) -> list[str]:
        """A first-level class: its subtotal and the classes below it, as far as the form has them.

        Returns the keys that make up the class in a sum above it.
        """
        codes = [leaf.code for leaf in leaves]
        own = dict(words, name=first.name, code=first.code)
        if leaf_head is None or codes == [first.code]:  # nothing below: one column
            head = heads(subtotal_head or ["{name}（{code}）"], **own)
            head = head[:-1] if head[-1] == SUBTOTAL and len(head) > 1 else head
            return [self.add(Column(key, head, colour=first.colour, **HA), codes)]
        keys = [f"leaf:{code}" for code in codes]
        if subtotal_head is not None:
            column = Column(key, heads(subtotal_head, **own), parts=tuple(keys), colour=first.colour, **HA)
            self.add(column, codes)
        for leaf, name in zip(leaves, keys):
            below = "未细分" if leaf.code == first.code else leaf.name
            head = heads(leaf_head, **words, name=below, code=leaf.code, first_name=first.name, first_code=first.code)
            self.add(Column(name, head, colour=leaf.colour, **HA), [leaf.code])
        return keys if subtotal_head is None else [key]


def land_first_level(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """One column per first-level class."""
    block, classes = _Block(), sources.classes
    for first in classes.first:
        leaves = [leaf for leaf in classes.leaves.values() if leaf.first == first.code]
        block.add_first_level(f"first:{first.code}", first, leaves, template_of(entry, "first_level"), None)
    return _wide_form("land_first_level", sources, entry, "first_level", block, pages_wide=1)


def land_second_level(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Under each first-level class its second-level classes."""
    block, classes, used = _Block(), sources.classes, _used(sources.areas)
    first_head, leaf_head = template_of(entry, "first_level"), template_of(entry, "second_level")
    for first in classes.first:
        block.add_first_level(f"first:{first.code}", first, classes.children(first.code, used), first_head, leaf_head)
    anchor = "first_level" if first_head is not None else "second_level"
    return _wide_form("land_second_level", sources, entry, anchor, block, pages_wide=0)


def land_super_classes(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Agricultural, construction and unused land, each with its first-level and second-level classes."""
    block, classes, used = _Block(), sources.classes, _used(sources.areas)
    super_head = template_of(entry, "super_class") or ["{super}"]
    first_head, leaf_head = template_of(entry, "super_first_level"), template_of(entry, "super_second_level")
    for code, name in classes.supers:
        inner, parts, within = _Block(), [], []
        for first in classes.first:
            leaves = [leaf for leaf in classes.children(first.code, used) if leaf.super_class == code]
            if leaves:
                within += [leaf.code for leaf in leaves]
                parts += inner.add_first_level(
                    f"super:{code}:{first.code}", first, leaves, first_head, leaf_head, super=name
                )
        if first_head is None and leaf_head is None:
            inner, parts = _Block(), []
        block.add(Column(f"super:{code}", heads(super_head, super=name), parts=tuple(parts), **HA), within)
        for column in inner.columns:
            block.add(column, inner.leaves[column.key])
    return _wide_form("land_super_classes", sources, entry, "super_class", block, pages_wide=0)


def land_vertical(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """One row per class; also for counties whose classes are not those of the survey."""
    areas = sources.areas
    if areas is None:
        return None
    villages = list(sources.villages.index)
    sums = areas.by_leaf.loc[villages].sum()
    columns = expand(
        entry,
        {
            "first_code": simple("first_code", centred=True),
            "code": simple("code", centred=True),
            "name": simple("name"),
            "area": simple("area", **HA),
            "share": simple("share", kind="number", decimals=2, adds=True),
        },
    )
    groups: list[tuple[Optional[LandClass], list[tuple[str, str, int]]]] = []
    colours = {leaf.code: leaf.colour for leaf in sources.classes.leaves.values()} if areas.survey else {}
    if areas.survey:
        for known in sources.classes.first:
            leaves = sources.classes.children(known.code, _used(areas))
            groups.append((known, [(leaf.code, leaf.name, int(sums.get(leaf.code, 0))) for leaf in leaves]))
        if len(areas.unknown):
            groups.append((None, [("", UNKNOWN_NAME, int(sums.get(UNKNOWN, 0)))]))
    else:
        names = sources.county.class_names
        listed = sorted(areas.by_leaf.columns)
        groups.append((None, [(c, str(names.get(c, c)) if c else "（无地类编码）", int(sums[c])) for c in listed]))
    percent = iter(nested_shares([[cents for _, _, cents in members] for _, members in groups]))
    rows: list[Row] = []
    parts: list[int] = []
    for first, members in groups:
        alone = first is None or [code for code, _, _ in members] == [first.code]
        data: list[Row] = []
        for code, name, cents in members:
            label = {"first_code": first.code if first and alone else "", "code": "" if first and alone else code}
            figures = {"area": cents / 100, "share": next(percent)}
            colour = colours.get(code, OTHER if areas.survey else "")
            data.append(Row({**label, "name": name, **figures}, colour=colour))
        if alone:
            parts += range(len(rows), len(rows) + len(data))
            rows += data
            continue
        assert first is not None
        within = range(1, len(data) + 1)
        subtotal = sum_row(
            columns,
            [Row({}), *data],
            list(within),
            {"first_code": first.code, "code": "", "name": first.name},
            "subtotal",
        )
        start = len(rows)
        parts.append(start)
        parts_of = tuple(start + i for i in within)
        rows += [Row(subtotal.values, "subtotal", parts_of, colour=first.colour), *data]
    rows.append(sum_row(columns, rows, parts, {"name": TOTAL}))
    last = len(rows) - 1
    anchors = {"area": (last, "area"), "share": (last, "share")}
    return finish("land_vertical", entry, sources, columns, rows, anchors, _unknown_note(areas), frozen=3)


def _wide_form(
    identifier: str, sources: Sources, entry: Mapping[str, Any], place: str, block: _Block, pages_wide: int
) -> Optional[Table]:
    """A row per unit (the scope's own, townships, villages) and the block's columns at `place` in the form.

    Classes that no column of the block holds go to the column of unknown classes, so that every row closes.
    """
    areas = sources.areas
    if areas is None or not areas.survey:
        return None
    held = {leaf for leaves in block.leaves.values() for leaf in leaves}
    left = [leaf for leaf in areas.by_leaf.columns if leaf not in held]
    villages = sources.villages
    matrix = areas.by_leaf.loc[villages.index].to_numpy()  # villages x leaves, 0.01 ha
    place_of = {leaf: i for i, leaf in enumerate(areas.by_leaf.columns)}
    summed = {**block.leaves, "unknown": left, "total": list(place_of)}
    figures = {
        key: matrix[:, [place_of[leaf] for leaf in leaves if leaf in place_of]].sum(axis=1).tolist()
        for key, leaves in summed.items()
    }
    inner = {part for column in block.columns for part in column.parts}
    top = [column.key for column in block.columns if column.key not in inner]
    unknown = ["unknown"] if left else []

    def make_unknown(head: Sequence[str]) -> list[Column]:
        return [Column("unknown", heads(head), colour=OTHER, **HA)] if left else []

    columns = expand(
        entry,
        {
            "name": simple("name"),
            "code": simple("code", centred=True),
            "total": simple("total", parts=tuple([*top, *unknown]), **HA),
            place: lambda head: block.columns,
            "unknown": make_unknown,
        },
    )
    if left and not any(column.key == "unknown" for column in columns):  # never dropped, whatever the form says
        columns = (*columns, Column("unknown", (UNKNOWN_NAME,), colour=OTHER, **HA))
    keys = [column.key for column in columns if column.kind == "number"]
    row_of = {code: i for i, code in enumerate(villages.index)}

    def data(code: str, name: str) -> Row:
        values: dict[str, Value] = {key: figures[key][row_of[code]] / 100 for key in keys}
        return Row({**values, "name": name, "code": code}, indent=1 + whole)

    whole = sources.scope.kind != TOWNSHIP
    rows: list[Row] = [Row({})] if whole else []
    townships: list[int] = []
    for code, name, members in sources.township_groups():
        start = len(rows)
        townships.append(start)
        below = [data(member, name_of(villages, member)) for member in members]
        parts = list(range(start + 1, start + 1 + len(below)))
        subtotal = sum_row(
            columns, [*rows, Row({}), *below], parts, {"name": name, "code": code}, "subtotal", int(whole)
        )
        rows += [subtotal, *below]
    if whole:
        own_code = sources.county.county_code if sources.scope.whole else sources.scope.code
        names: dict[str, Value] = {"name": sources.subject, "code": own_code}
        rows[0] = sum_row(columns, rows, townships, names)
    anchors = {key: (0, key) for key in keys}
    return finish(identifier, entry, sources, columns, rows, anchors, _unknown_note(areas), 3, pages_wide)


def _used(areas: Optional[LandAreas]) -> frozenset[str]:
    return frozenset() if areas is None else frozenset(areas.by_leaf.columns)


def _unknown_note(areas: LandAreas) -> list[str]:
    """Names the codes in the column of unknown classes, largest first."""
    if areas.unknown.empty:
        return []
    ordered = areas.unknown.sort_index().sort_values(ascending=False, kind="stable")
    listed = "、".join(f"{code or '（空）'} {cents / 100:,.2f} 公顷" for code, cents in ordered.head(12).items())
    more = f"等 {len(ordered)} 种" if len(ordered) > 12 else ""
    return [f"全县“{UNKNOWN_NAME}”中的编码：{listed}{more}。请核对图斑的地类编码，或在地类目录中补充。"]
