"""The register of projects: what is built where, for how much, by whom, and which control lines it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

import pandas as pd

from .areas import cents
from .build import Sources, count, expand, finish, heads, name_of, simple, text
from .control import kind_name, ordered_kinds
from .county import NO_OUTLINE
from .table import TOTAL, Column, Row, Table, Value, sum_row

HA: dict[str, Any] = {"kind": "number", "decimals": 2, "adds": True, "area": True}
MONEY: dict[str, Any] = {"kind": "number", "decimals": 2, "adds": True}
NAMED = 3  # villages of one project that are named; the rest is counted
OUTSIDE = "（县界外）"
HALF_DIGIT = 50.0  # m²: less is shown as 0.00 ha
TOUCHED = "占用不足 0.005 公顷的显示为 0.00，仍计入核查结论。"
UNPLACED = "{count} 个项目没有可用的用地范围（标“无范围”），未计面积、未作三线核查：请补绘范围后重新生成。"
VERDICTS = {"pass": "符合", "caution": "需论证", "refuse": "不符合", NO_OUTLINE: "无范围"}
TEXTS = ("name", "kind", "sector_plan", "content", "standard", "scale", "responsible")


def projects(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """A row per project of the scope: it belongs to the village in which most of it lies."""
    found = sources.county.projects
    if found is None or found.empty:
        return None
    kinds = ordered_kinds({kind for lines in found["lines"] for kind in lines})
    shown = shown_project_areas(found, kinds)
    mine = found if sources.scope.whole else found[found["unit_code"].isin(set(sources.villages.index))]
    if mine.empty:
        return None
    rows = [_row(sources, number, mine.loc[i], shown.loc[i], kinds) for number, i in enumerate(mine.index, start=1)]

    def line_columns(head: Sequence[str]) -> list[Column]:
        return [Column(f"line:{kind}", heads(head, name=kind_name(sources.county, kind)), **HA) for kind in kinds]

    makers = {
        "number": simple("number", kind="number"),
        **{key: simple(key) for key in (*TEXTS, "place")},
        "area_ha": simple("area_ha", **HA),
        "investment": simple("investment", **MONEY),
        "years": simple("years", centred=True),
        "lines": line_columns,
        "verdict": simple("verdict", centred=True),
    }
    columns = expand(entry, makers)
    labels: dict[str, Value] = {"name": TOTAL}
    for key in ("investment", "area_ha", *(f"line:{kind}" for kind in kinds)):
        if not any(isinstance(row.values[key], float) for row in rows):
            labels[key] = None  # nothing is known of it: that is not nothing
    rows.append(sum_row(columns, rows, range(len(rows)), labels))
    last = len(rows) - 1
    anchors = {key: (last, key) for key in ("area_ha", "investment")}
    touched = any(0 < area < HALF_DIGIT for lines in mine["lines"] for area in lines.values())
    lacking = int((mine["verdict"] == NO_OUTLINE).sum())
    notes = [*([TOUCHED] if touched else []), *([UNPLACED.format(count=lacking)] if lacking else [])]
    return finish("projects", entry, sources, columns, rows, anchors, notes, frozen=2)


def shown_project_areas(found: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    """Hectares as shown: area_ha of each project, and line:<kind>, what of it lies under each line. Each is rounded by
    itself, so that no line covers more than the project; totals sum what is shown."""
    areas = {"area_ha": found["area_m2"].astype(float)}
    for kind in kinds:
        areas[f"line:{kind}"] = pd.Series([float(lines.get(kind, 0.0)) for lines in found["lines"]], found.index)
    return pd.DataFrame({key: cents(values) / 100 for key, values in areas.items()})


def _row(sources: Sources, number: int, project: Any, shown: Any, kinds: Sequence[str]) -> Row:
    values: dict[str, Value] = {key: text(project[key]) for key in TEXTS}
    values["name"] = values["name"] or text(project["code"])
    outlined = project["verdict"] != NO_OUTLINE
    money = pd.to_numeric(project["investment"], errors="coerce")
    values.update(
        number=number,
        place=_place(sources, project["units"]) if outlined else "",
        area_ha=float(shown["area_ha"]) if outlined else None,
        investment=None if pd.isna(money) else round(float(money), 2),
        years=_years(count(project["start_year"]), count(project["end_year"])),
        verdict=VERDICTS.get(project["verdict"], ""),
        **{f"line:{kind}": float(shown[f"line:{kind}"]) if outlined else None for kind in kinds},
    )
    return Row(values)


def _place(sources: Sources, codes: Sequence[str]) -> str:
    """Township · village, the largest part first."""
    county = sources.county
    known = [code for code in codes if code in county.villages.index]
    if not known:
        return OUTSIDE
    owner = {code: text(county.villages.at[code, "township_code"]) for code in known}
    groups: dict[str, list[str]] = {}
    for code in known[:NAMED]:
        groups.setdefault(owner[code], []).append(name_of(county.villages, code))
    parts = [f"{name_of(county.townships, town)}·{'、'.join(names)}" for town, names in groups.items()]
    return "；".join(parts) + (f"等{len(known)}个村" if len(known) > NAMED else "")


def _years(start: Optional[int], end: Optional[int]) -> str:
    if start is None or end is None or start == end:
        return str(end if start is None else start) if (start or end) else ""
    return f"{start}–{end}"
