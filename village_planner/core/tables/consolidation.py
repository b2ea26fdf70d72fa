"""The potential of land consolidation by township (in a township's workbook by village), and what comes first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import pandas as pd

from ..consolidation import (
    HIGH,
    LOW,
    MIDDLE,
    POTENTIALS,
    ConsolidationRules,
    consolidation_potential,
    means,
    priorities,
)
from .area_units import quotient
from .areas import LandAreas
from .build import TOWNSHIP, Sources, expand, finish, heads, name_of, simple, text
from .county import CountyData
from .table import TOTAL, Column, Row, Table, Value, sum_row

HA: dict[str, Any] = {"kind": "number", "decimals": 2, "adds": True, "area": True}
PRIORITIES = {HIGH: "高", MIDDLE: "中", LOW: "低"}
CULTIVATED = "01"  # first-level class that land-use tables sum


def consolidation_table(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Figures are estimated per village for the whole county, so that the order is the county's everywhere."""
    county, rules, areas = sources.county, sources.county.consolidation, sources.areas
    found = sources.once("consolidation", lambda: potentials(county, areas))
    if found is None or rules is None:
        return None
    villages, townships = found
    in_township = sources.scope.kind == TOWNSHIP
    groups = list(sources.township_groups())
    if in_township:
        units = villages
        named = [(code, name_of(sources.villages, code)) for _, _, members in groups for code in members]
    else:
        units = townships
        named = [(code, name) for code, name, members in groups if members]
    rows = [Row(_values(name, units.loc[code])) for code, name in named]
    if not rows:
        return None
    word = "村（社区）" if in_township else "乡镇"

    def unit_column(head: Any) -> list[Column]:
        return [Column("unit", heads(head, unit=word))]

    makers = {
        "unit": unit_column,
        "parcels": simple("parcels", kind="number", adds=True),
        "mean": simple("mean", kind="number", decimals=2, area=True, quotient=("cultivated", "parcels")),
        **{key: simple(key, **HA) for key in ("cultivated", *POTENTIALS)},
        "priority": simple("priority", centred=True),
    }
    columns = expand(entry, makers)
    labels: dict[str, Value] = {"unit": TOTAL}
    total = sum_row(columns, rows, range(len(rows)), labels)
    fields, hectares = total.values.get("parcels"), total.values.get("cultivated")
    if isinstance(fields, (int, float)) and isinstance(hectares, (int, float)) and fields:
        total = Row({**total.values, "mean": quotient(hectares, fields, 2)}, total.kind, total.parts)
    rows.append(total)
    last = len(rows) - 1
    anchors = {key: (last, key) for key in ("cultivated", *POTENTIALS)}
    if rules.cultivated == (CULTIVATED,):  # else other land counts with it here than in the tables of land use
        anchors["only_cultivated"] = (last, "cultivated")
    notes = list(_notes(rules))
    return finish("consolidation_potential", entry, sources, columns, rows, anchors, notes)


def potentials(county: CountyData, areas: Optional[LandAreas]) -> Optional[tuple[pd.DataFrame, pd.DataFrame]]:
    """By village and by township ("" for none): the potentials, cultivated (0.01 ha, as land-use tables show it), and
    the priority among the county's own; NaN where something of them is not known. None where it cannot be told.

    areas  as of `areas.shown_areas`
    """
    rules, land, fields = county.consolidation, county.land_area, county.parcel_counts
    if rules is None or areas is None or not areas.survey or land is None or fields is None:
        return None
    villages = consolidation_potential(rules, county.villages, land, fields)
    leaves = [leaf for leaf in areas.by_leaf.columns if means(rules.cultivated, leaf)]
    villages["cultivated"] = areas.by_leaf[leaves].sum(axis=1)
    owner = county.villages["township_code"].map(text)
    townships = villages.groupby(owner).sum()
    unknown = villages["construction"].isna().groupby(owner).any()
    townships.loc[unknown[unknown].index, ["theoretical", "construction"]] = float("nan")
    own = townships[townships.index.isin(county.townships.index)]
    return (
        villages.assign(priority=priorities(rules, villages)),
        townships.assign(priority=priorities(rules, own).reindex(townships.index, fill_value="")),
    )


def _values(name: str, unit: Any) -> dict[str, Value]:
    hectares = round(int(unit["cultivated"]) / 100, 2)
    values: dict[str, Value] = {
        "unit": name,
        "parcels": int(unit["parcels"]),
        "cultivated": hectares,
        "mean": quotient(hectares, float(unit["parcels"]), 2) if unit["parcels"] else None,
        "priority": PRIORITIES.get(unit["priority"], ""),
    }
    for key in POTENTIALS:
        values[key] = None if pd.isna(unit[key]) else round(int(unit[key]) / 100, 2)
    return values


def _notes(rules: ConsolidationRules) -> list[str]:
    """How the figures were estimated, by the catalogue."""
    farmland = "；".join(f"{ground.name['zh']}按 {ground.share:.0%}" for ground in rules.farmland)
    corrections = " × ".join(f"{name['zh']} {factor:g}" for name, factor in rules.corrections)
    return [
        f"新增耕地潜力：{farmland}。",
        f"建设用地潜力：理论潜力＝现状村庄建设用地－人均 {rules.standard:g} 平方米 × 常住人口（逐村计算，不足不抵扣）；"
        f"现实潜力＝理论潜力 × {corrections}。",
        f"生态修复：{'；'.join(ground.name['zh'] for ground in rules.ecology)}。",
        f"优先级按各项潜力与地块细碎程度加权排序，前 {rules.high:.0%} 为高，其后 {rules.middle:.0%} 为中。",
    ]
