"""What lies under the control lines: by unit, and as a closed account of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from ..charts.colours import OTHER, line_colour
from .areas import shares
from .build import TOWNSHIP, Sources, expand, finish, heads, name_of, simple
from .county import CountyData
from .table import TOTAL, Column, Row, Table, Value, sum_row

HA: dict[str, Any] = {"kind": "number", "decimals": 2, "adds": True, "area": True}
SHARE: dict[str, Any] = {"kind": "number", "decimals": 2}
# Order of the form; other kinds follow by name.
KIND_NAMES = {
    "urban_development_boundary": "城镇开发边界",
    "permanent_basic_farmland": "永久基本农田",
    "ecological_redline": "生态保护红线",
}


def control_kinds(sources: Sources) -> list[str]:
    """The county's control lines in the order of the form: those it has, and those the overlay met."""
    if sources.areas is None:
        return []
    met = {kind for combination in sources.areas.by_constraints.columns for kind in _kinds(combination)}
    known = met | set(sources.county.control_kinds)
    return ordered_kinds(known)


def ordered_kinds(kinds: set[str]) -> list[str]:
    """Kinds of control lines in the order of the form, others by name."""
    return [kind for kind in KIND_NAMES if kind in kinds] + sorted(kinds - set(KIND_NAMES))


def kind_name(county: CountyData, kind: str) -> str:
    return KIND_NAMES.get(kind) or str(county.control_names.get(kind, kind))


def control_summary(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """A row per township (county) or village (township); overlapping lines count in each."""
    kinds = control_kinds(sources)
    if sources.areas is None or not kinds:
        return None
    combinations = sources.areas.by_constraints

    def kind_columns(head: Sequence[str]) -> list[Column]:
        columns = []
        share_head = next((c["head"] for c in entry["columns"] if c["key"] == "kind_share"), None)
        for kind in kinds:
            name = kind_name(sources.county, kind)
            columns.append(Column(f"area:{kind}", heads(head, kind=name), colour=line_colour([kind]), **HA))
            if share_head is not None:
                columns.append(Column(f"share:{kind}", heads(share_head, kind=name), **SHARE))
        return columns

    columns = expand(
        entry,
        {
            "name": simple("name"),
            "code": simple("code", centred=True),
            "total": simple("total", **HA),
            "kind_area": kind_columns,
        },
    )

    def values(villages: list[str]) -> dict[str, Value]:
        sums = combinations.loc[villages].sum()
        total = int(sums.sum())
        figures: dict[str, Value] = {"total": total / 100}
        for kind in kinds:
            under = int(sum(sums[c] for c in combinations.columns if kind in _kinds(c)))
            figures[f"area:{kind}"] = under / 100
            figures[f"share:{kind}"] = _percent(under, total)
        return figures

    groups = list(sources.township_groups())
    everything = [village for _, _, members in groups for village in members]
    if sources.scope.kind == TOWNSHIP:
        units = sources.villages
        rows = [Row({**values([v]), "name": name_of(units, v), "code": v}) for v in everything]
    else:
        rows = [Row({**values(members), "name": name, "code": code}) for code, name, members in groups]
    last = sum_row(columns, rows, list(range(len(rows))), {"name": TOTAL, "code": ""})
    share = {key: value for key, value in values(everything).items() if key.startswith("share:")}
    rows.append(Row({**last.values, **share}, last.kind, last.parts))
    anchors = {key: (len(rows) - 1, key) for key in ["total", *(f"area:{kind}" for kind in kinds)]}
    return finish("control_summary", entry, sources, columns, rows, anchors, _missing_note(kinds), frozen=2)


def control_areas(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Every combination of lines once, the rest as outside: the rows sum to the whole."""
    kinds = control_kinds(sources)
    if sources.areas is None or not kinds:
        return None
    sums = sources.areas.by_constraints.loc[list(sources.villages.index)].sum()
    single = [kind for kind in kinds]
    several = sorted(
        (c for c in sources.areas.by_constraints.columns if len(_kinds(c)) > 1),
        key=lambda c: [kinds.index(kind) for kind in _kinds(c)],
    )
    listed = [(kind, kind_name(sources.county, kind)) for kind in single]
    listed += [(c, "与".join(kind_name(sources.county, kind) for kind in _kinds(c)) + "重叠") for c in several]
    listed.append(("", "管控线以外"))
    areas = [int(sums.get(key, 0)) for key, _ in listed]
    columns = expand(
        entry, {"name": simple("name"), "area": simple("area", **HA), "share": simple("share", adds=True, **SHARE)}
    )
    rows = [
        Row({"name": name, "area": area / 100, "share": share}, colour=line_colour(_kinds(key)) if key else OTHER)
        for (key, name), area, share in zip(listed, areas, shares(areas))
    ]
    rows.append(sum_row(columns, rows, list(range(len(rows))), {"name": TOTAL}))
    anchors = {"area": (len(rows) - 1, "area"), "share": (len(rows) - 1, "share")}
    anchors.update({f"row:{key}": (i, "area") for i, (key, _) in enumerate(listed)})
    notes = [*_missing_note(kinds)]
    if several:
        notes.append("单项行为仅受该线管控的面积，重叠部分另列；某线的总面积见“三区三线指标汇总表”。")
    return finish("control_areas", entry, sources, columns, rows, anchors, notes)


def area_under(sources: Sources, kind: str) -> int:
    """0.01 ha of the scope under one line, overlapping or not."""
    if sources.areas is None:
        return 0
    sums = sources.areas.by_constraints.loc[list(sources.villages.index)].sum()
    return int(sum(sums[c] for c in sums.index if kind in _kinds(c)))


def _kinds(combination: str) -> list[str]:
    return [kind for kind in combination.split("+") if kind]


def _percent(part: int, whole: int) -> float:
    """part / whole in percent, two digits, half up, in integers."""
    return (20000 * part + whole) // (2 * whole) / 100 if whole else 0.0


def _missing_note(kinds: list[str]) -> list[str]:
    missing = [name for kind, name in KIND_NAMES.items() if kind not in kinds]
    return [f"未导入：{'、'.join(missing)}。"] if missing else []
