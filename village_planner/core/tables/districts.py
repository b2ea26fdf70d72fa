"""The district scheme, and the village districts with their central villages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import numpy as np
import pandas as pd

from ..overlay.balance import round_to_total
from .build import DISTRICT, TOWNSHIP, Sources, count, district_of, expand, finish, heads, name_of, simple, text
from .table import TOTAL, Column, Row, Table, natural_key, sum_row

COUNT: dict[str, Any] = {"kind": "number", "decimals": 0, "adds": True}
HA: dict[str, Any] = {"kind": "number", "decimals": 2, "adds": True, "area": True}
WITHOUT_DISTRICT = "（未划入片区）"
YES, NO = "是", "否"


def district_scheme(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """One row per township district; in the workbook of a district or township the row of its own district."""
    county = sources.county
    townships = county.townships
    district = district_of(townships)
    if district.eq("").all():
        return None
    township_of = county.villages["township_code"].fillna("").astype(str)
    village_count = township_of.value_counts()
    cents = sources.control.groupby(township_of.reindex(sources.control.index)).sum()
    codes = _codes(district, county.township_districts)
    members = {code: sorted(district.index[district == code]) for code in codes}
    area = {code: int(sum(cents.get(t, 0) for t in members[code])) for code in codes}
    km2 = _balanced_km2(area)
    below = county.village_districts
    below_count = below["parent"].fillna("").astype(str).value_counts() if len(below) else pd.Series(dtype=int)
    columns = expand(
        entry,
        {
            "code": simple("code", centred=True),
            "name": simple("name"),
            "function": simple("function"),
            "township_count": simple("township_count", **COUNT),
            "townships": simple("townships"),
            "village_count": simple("village_count", **COUNT),
            "area_km2": simple("area_km2", kind="number", decimals=2, adds=True),
            "area_ha": simple("area_ha", **HA),
            "population": simple("population", **COUNT),
            "central_town": simple("central_town"),
            "sub_central_town": simple("sub_central_town"),
            "village_district_count": simple("village_district_count", **COUNT),
        },
    )
    if sources.scope.kind == DISTRICT:
        shown = [sources.scope.code]
    else:
        shown = codes if sources.scope.whole else list(district_of(sources.townships))
    rows = []
    for code in shown:
        units = members[code]
        rows.append(
            Row(
                {
                    "code": code,
                    "name": _district_name(county.township_districts, code) if code else WITHOUT_DISTRICT,
                    "function": _detail(county.township_districts, code, "function"),
                    "township_count": len(units),
                    "townships": "、".join(name_of(townships, unit) for unit in units),
                    "village_count": int(sum(village_count.get(unit, 0) for unit in units)),
                    "area_km2": km2[code],
                    "area_ha": area[code] / 100,
                    "population": _people(townships.loc[units]),
                    "central_town": _with_role(townships, units, "central_town"),
                    "sub_central_town": _with_role(townships, units, "sub_central_town"),
                    "village_district_count": int(below_count.get(code, 0)) if code else 0,
                },
                colour=_detail(county.township_districts, code, "colour"),
            )
        )
    anchors = {}
    if sources.scope.whole:
        rows.append(sum_row(columns, rows, list(range(len(rows))), {"name": TOTAL}))
        keys = ("township_count", "village_count", "area_km2", "area_ha", "population", "village_district_count")
        anchors = {key: (len(rows) - 1, key) for key in keys}
    return finish("district_scheme", entry, sources, columns, rows, anchors, frozen=2)


def village_districts(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """One row per village district; else the districts that hold any of the scope's villages.

    Figures of a district that reaches beyond the scope are the whole district's; what lies in the scope stands beside
    it, and only that adds up to the scope.
    """
    county = sources.county
    villages = county.villages
    district = district_of(villages)
    if district.eq("").all():
        return None
    owner = villages["township_code"].fillna("").astype(str)
    own = set(sources.villages.index)
    members = {code: list(group) for code, group in district.groupby(district).groups.items()}
    codes = [
        c for c in _codes(district, county.village_districts) if sources.scope.whole or own & set(members.get(c, []))
    ]
    beyond = sources.scope.kind == TOWNSHIP or any(set(members.get(c, [])) - own for c in codes)
    whole = {"kind": "number", "adds": not beyond}
    makers = {
        "code": simple("code", centred=True),
        "name": simple("name"),
        "parent": simple("parent"),
        "townships": simple("townships"),
        "villages": simple("villages"),
        "village_count": simple("village_count", **whole),
        "area_ha": simple("area_ha", decimals=2, area=True, **whole),
        "population": simple("population", **whole),
        "central_villages": simple("central_villages"),
        "crossing": simple("crossing", centred=True),
        "function": simple("function"),
    }
    if beyond:
        own_details = {"own_village_count": COUNT, "own_area_ha": HA, "own_population": COUNT}
        makers.update({key: _own_column(key, sources.scope.word, details) for key, details in own_details.items()})
    columns = expand(entry, makers)
    rows = []
    for code in codes:
        units = sorted(members.get(code, []), key=lambda unit: (owner[unit], unit))
        mine = [unit for unit in units if unit in own]
        townships = list(dict.fromkeys(owner[unit] for unit in units))
        parent = _detail(county.village_districts, code, "parent")
        rows.append(
            Row(
                {
                    "code": code,
                    "name": _district_name(county.village_districts, code) if code else WITHOUT_DISTRICT,
                    "parent": _district_name(county.township_districts, parent) if parent else "",
                    "townships": "、".join(name_of(county.townships, unit) for unit in townships),
                    "villages": "、".join(name_of(villages, unit) for unit in units),
                    "village_count": len(units),
                    "area_ha": int(sources.control.loc[units].sum()) / 100,
                    "population": _people(villages.loc[units]),
                    "own_village_count": len(mine),
                    "own_area_ha": int(sources.control.loc[mine].sum()) / 100,
                    "own_population": _people(villages.loc[mine]),
                    "central_villages": _with_role(villages, units, "central_village"),
                    "crossing": (YES if len(townships) > 1 else NO) if code else "",
                    "function": _detail(county.village_districts, code, "function"),
                }
            )
        )
    central = villages["role"].fillna("").eq("central_village") if "role" in villages else pd.Series(dtype=bool)
    chosen = int(central.reindex(sources.villages.index, fill_value=False).sum())
    crossing = sum(row.values["crossing"] == YES for row in rows)
    label = {"name": TOTAL, "central_villages": f"{chosen} 个", "crossing": f"{crossing} 个跨乡镇"}
    rows.append(sum_row(columns, rows, list(range(len(rows))), label))
    prefix = "own_" if beyond else ""
    anchors = {key: (len(rows) - 1, prefix + key) for key in ("village_count", "area_ha", "population")}
    return finish("village_districts", entry, sources, columns, rows, anchors, frozen=2)


def _own_column(key: str, word: str, details: Mapping[str, Any]) -> Any:
    return lambda head: [Column(key, heads(head, scope=word), **details)]


def _codes(district: pd.Series, districts: pd.DataFrame) -> list[str]:
    """Districts that hold a unit or are registered, in natural order; "" (without district) last."""
    codes = (set(district) | set(map(str, districts.index))) - {""}
    return sorted(codes, key=natural_key) + ([""] if district.eq("").any() else [])


def _balanced_km2(area: Mapping[str, int]) -> dict[str, float]:
    """Districts' areas (0.01 ha) in km² with two digits that sum to the rounded total."""
    total = (sum(area.values()) + 50) // 100 / 100
    rounded = round_to_total(np.array(list(area.values()), dtype=float) / 1e4, total, 0.01)
    return {code: float(value) for code, value in zip(area, rounded)}


def _detail(districts: pd.DataFrame, code: str, column: str) -> str:
    return text(districts.at[code, column]) if code in districts.index and column in districts else ""


def _district_name(districts: pd.DataFrame, code: str) -> str:
    return _detail(districts, code, "name") or code


def _people(units: pd.DataFrame) -> Optional[int]:
    known = (
        [number for number in map(count, units["population"]) if number is not None] if "population" in units else []
    )
    return sum(known) if known else None


def _with_role(units: pd.DataFrame, codes: list[str], role: str) -> str:
    if "role" not in units:
        return ""
    return "、".join(name_of(units, code) for code in codes if text(units.at[code, "role"]) == role)
