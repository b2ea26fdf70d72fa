"""What a plan hands down and decides: quotas, targets, village types, centres with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

import pandas as pd

from .area_units import in_chinese
from .build import DISTRICT, TOWNSHIP, Sources, count, expand, finish, heads, name_of, simple, text
from .table import Column, Row, Table, Value

KINDS = {"floor": "约束性（下限）", "cap": "约束性（上限）", "expected": "预期性"}
LIGHTS = {"green": "绿灯", "yellow": "黄灯", "red": "红灯"}
LAYOUTS = {"central": "中心村（X）", "retained": "保留村（Y）", "neither": "其他"}
ROLES = {
    "central_town": "中心镇",
    "sub_central_town": "副中心镇",
    "central_village": "中心村",
}
NOT_CHOSEN = "高潜力乡镇（未选为中心镇）"
NOT_KEPT = pd.Series(dtype=object)
AS_RATE = "比率，不求和"
NUMBER: dict[str, Any] = {"kind": "number", "decimals": 2}
FIGURE: dict[str, Any] = {**NUMBER, "unit_by_row": True}


def quotas(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Binding and expected indicators: what was handed down beside the units below, townships or villages."""
    county = sources.county
    rows_of = county.quotas
    if rows_of is None or rows_of.empty:
        return None
    level = "village" if sources.scope.kind == TOWNSHIP else "township"
    codes = [str(code) for code in (sources.villages if level == "village" else sources.townships).index]
    above = rows_of[rows_of["level"] == sources.scope.kind]
    if not sources.scope.whole:
        above = above[above["unit_code"] == sources.scope.code]
    units = county.units(level)
    figures = rows_of[rows_of["level"] == level].pivot_table(
        index="indicator", columns="unit_code", values="value", aggfunc="first"
    )
    decimals = int(rows_of["decimals"].max())
    number: dict[str, Any] = {"kind": "number", "decimals": decimals, "unit_by_row": True}
    rows = []
    for indicator in dict.fromkeys(rows_of["indicator"]):
        head: Any = rows_of[rows_of["indicator"] == indicator].iloc[0]
        handed = above[above["indicator"] == indicator]
        own = _figure(handed["value"].iloc[0] if len(handed) else None, decimals)
        each = {code: _figure(_cell(figures, indicator, code), decimals) for code in codes}
        if own is None and not any(value is not None for value in each.values()):
            continue
        known = [value for value in each.values() if isinstance(value, (int, float))]
        total = None if head["rate"] or not known else round(sum(known), decimals)
        missing = [name_of(units, code) for code, value in each.items() if value is None]
        unit = in_chinese(text(head["unit"]))
        rows.append(
            Row(
                {
                    "name": head["name"],
                    "kind": KINDS.get(text(head["kind"]), ""),
                    "unit": unit,
                    "handed_down": own,
                    **{f"unit:{code}": value for code, value in each.items()},
                    "total": total,
                    "check": AS_RATE if head["rate"] else _verdict(head["kind"], own, total, missing, decimals, unit),
                }
            )
        )
    if not rows:
        return None

    def unit_columns(template: Sequence[str]) -> list[Column]:
        return [Column(f"unit:{code}", heads(template, name=name_of(units, code)), **number) for code in codes]

    makers = {
        "name": simple("name"),
        "kind": simple("kind", centred=True),
        "unit": simple("unit", centred=True),
        "handed_down": simple("handed_down", **number),
        "units": unit_columns,
        "total": simple("total", **number),
        "check": simple("check", unit_by_row=True),
    }
    if sources.scope.kind == DISTRICT:  # nothing is handed down to a district: it is the sum of its townships
        del makers["handed_down"], makers["check"]
    columns = expand(entry, makers)
    return finish("quotas", entry, sources, columns, rows, {}, frozen=1, pages_wide=0 if len(columns) > 25 else 1)


def _verdict(kind: Any, own: Value, total: Value, missing: Sequence[str], decimals: int, unit: str) -> str:
    if not isinstance(own, (int, float)):
        return "上级未下达"
    words = []
    if missing:
        words.append(f"缺：{'、'.join(missing[:5])}{'等' if len(missing) > 5 else ''}（{len(missing)} 个）")
    if isinstance(total, (int, float)):
        difference = round(total - own, decimals)
        size = f"{abs(difference):,.{decimals}f} {unit}".rstrip()
        if difference > 0:
            words.append(f"超出上限 {size}" if kind == "cap" else f"多于下达 {size}")
        elif difference < 0 and not missing:
            words.append(f"低于下限 {size}" if kind == "floor" else f"未分解 {size}")
        elif not missing:
            words.append("一致")
    return "；".join(words)


def targets(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Targets with what was reached and a light; else those that have figures of the scope itself."""
    rows_of = sources.county.targets
    if rows_of is None or rows_of.empty:
        return None
    rows_of = rows_of[rows_of["unit_code"].map(text) == sources.scope.code]
    if rows_of.empty:
        return None
    rows = []
    for number, row in enumerate(rows_of.to_dict("records"), start=1):
        rate = _figure(row["rate"], 6)
        rows.append(
            Row(
                {
                    "number": number,
                    "name": text(row["name"]) or text(row["code"]),
                    "unit": in_chinese(text(row["unit"])),
                    "base": _figure(row["base"], 2),
                    "comparison": {">=": "≥", "<=": "≤", "=": "＝", "~": "约"}.get(
                        text(row["comparison"]), text(row["comparison"])
                    ),
                    "value": _figure(row["value"], 2),
                    "year": _year(row),
                    "actual": _figure(row["actual"], 2),
                    "actual_year": count(row["actual_year"]),
                    "rate": round(100 * rate, 2) if isinstance(rate, (int, float)) else None,
                    "light": LIGHTS.get(text(row["light"]), "—"),
                    "note": text(row["note"]),
                }
            )
        )
    makers = {
        "number": simple("number", kind="number"),
        "name": simple("name"),
        "unit": simple("unit", centred=True),
        "base": simple("base", **FIGURE),
        "comparison": simple("comparison", centred=True),
        "value": simple("value", **FIGURE),
        "year": simple("year", centred=True),
        "actual": simple("actual", **FIGURE),
        "actual_year": simple("actual_year", centred=True),
        "rate": simple("rate", **NUMBER),
        "light": simple("light", centred=True),
        "note": simple("note"),
    }
    return finish("targets", entry, sources, expand(entry, makers), rows, {}, frozen=2)


def _year(row: Mapping[Any, Any]) -> str:
    if text(row["kind"]) == "yearly":
        return "每年"
    year = count(row["year"])
    if year is None:
        return ""
    return f"{year}（推定）" if count(row["year_assumed"]) else str(year)


def village_types(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """A village per row with its type, place in the 1+X+Y layout and grounds."""
    types = sources.county.village_types
    if types is None or types.empty:
        return None
    found = types.to_dict("index")
    rows: list[Row] = []
    for _, township, codes in sources.township_groups():
        for code in codes:
            known: dict[Any, Any] = found.get(code, {})
            rows.append(
                Row(
                    {
                        "number": len(rows) + 1,
                        "township": township,
                        "name": name_of(sources.villages, code),
                        "type": text(known.get("type")) or "（未分类）",
                        "layout": LAYOUTS.get(text(known.get("layout")), ""),
                        "reason": in_chinese(text(known.get("reason"))),
                        "decided": "人工" if known.get("decided_by_user") else "规则" if len(known) else "",
                    }
                )
            )
    counted: dict[str, int] = {}
    for row in rows:
        counted[str(row.values["type"])] = counted.get(str(row.values["type"]), 0) + 1
    note = "共 {} 个村（社区）：{}。".format(
        len(rows), "，".join(f"{name} {number} 个" for name, number in sorted(counted.items()))
    )
    makers = {
        "number": simple("number", kind="number"),
        "township": simple("township"),
        "name": simple("name"),
        "type": simple("type", centred=True),
        "layout": simple("layout", centred=True),
        "reason": simple("reason", area=True),
        "decided": simple("decided", centred=True),
    }
    return finish("village_types", entry, sources, expand(entry, makers), rows, {}, [note], frozen=3)


def centre_reasons(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """The central and sub-central towns, the central villages and the other townships of high potential, each with
    why it was chosen, or why not."""
    county = sources.county
    rows = []
    for level in ("township", "village"):
        units = pd.DataFrame(county.units(level))
        if "role" not in units:
            continue
        potential = county.high_potential if level == "township" else NOT_KEPT
        chosen = units[(units["role"].map(text) != "") | units.index.isin(potential.index)]
        own = sources.townships if level == "township" else sources.villages
        chosen = chosen[chosen.index.isin(own.index)]
        reasons = county.reasons.get(level, pd.Series(dtype=object))
        districts = county.districts(level)
        place = {role: number for number, role in enumerate(ROLES)}
        order = sorted(chosen.index, key=lambda code: (place.get(text(chosen.at[code, "role"]), len(place)), str(code)))
        for code in order:
            district = text(chosen.at[code, "district"]) if "district" in chosen else ""
            township = code if level == "township" else text(chosen.at[code, "township_code"])
            rows.append(
                Row(
                    {
                        "role": ROLES.get(text(chosen.at[code, "role"]), NOT_CHOSEN),
                        "name": name_of(units, code),
                        "township": name_of(county.townships, township),
                        "district": name_of(districts, district) if district else "",
                        "reason": in_chinese(text(reasons.get(code)) or text(potential.get(code))),
                    }
                )
            )
    if not rows:
        return None
    makers = {
        "role": simple("role", centred=True),
        "name": simple("name"),
        "township": simple("township"),
        "district": simple("district"),
        "reason": simple("reason", area=True),
    }
    return finish("centre_reasons", entry, sources, expand(entry, makers), rows, {}, frozen=2)


def _cell(figures: pd.DataFrame, indicator: str, code: str) -> Any:
    return figures.at[indicator, code] if indicator in figures.index and code in figures.columns else None


def _figure(value: Any, decimals: int) -> Value:
    number = pd.to_numeric(value, errors="coerce") if value is not None else None
    return None if number is None or pd.isna(number) else round(float(number), decimals) + 0.0
