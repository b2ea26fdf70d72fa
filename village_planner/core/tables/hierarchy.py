"""The settlement hierarchy: a row per settlement, in the order of the tree, standing in by its level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import pandas as pd

from .build import Sources, count, expand, finish, heads, simple, text
from .table import Column, Row, Table

ROLES = {
    "county_seat": "县城",
    "central_town": "中心镇",
    "sub_central_town": "副中心镇",
    "central_village": "中心村",
    "ordinary_village": "一般村",
}
LAYOUTS = {"central": "中心村（X）", "retained": "保留村（Y）", "neither": "其他"}
NUMBER: dict[str, Any] = {"kind": "number", "decimals": 0}
TOWNS = ("central_town", "sub_central_town")


def settlement_hierarchy_table(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """The county's tree; else the scope's villages, with what stands above them."""
    whole = sources.county.hierarchy
    if whole is None or whole.empty:
        return None
    nodes = whole
    parents = {str(code): text(parent) for code, parent in nodes["parent"].items()}
    if not sources.scope.whole:
        wanted = {code for village in sources.villages.index for code in _path(str(village), parents)}
        nodes = nodes[nodes.index.map(str).isin(wanted)]
    names = {str(code): text(name) or str(code) for code, name in whole["name"].items()}
    unit = "分钟" if "travel_unit" in whole and (whole["travel_unit"] == "min").any() else "千米"
    rows = []
    for code, node in nodes.iterrows():
        role = str(node["role"])
        town = role in TOWNS
        values = {
            "name": names[str(code)],
            "role": ROLES.get(role, role),
            "parent": names.get(parents[str(code)], ""),
            "travel": None if pd.isna(node["travel"]) else round(float(node["travel"]), 1),
            "population": None if role == "county_seat" else count(node["people"]),
            "villages_below": None if role == "ordinary_village" else count(node["villages_below"]),
            "population_below": None if role == "ordinary_village" else count(node["people_below"]),
            "district": text(node["district"]),
            "village_district": "" if town else text(node["village_district"]),
            "village_type": text(node["village_type"]),
            "layout": LAYOUTS.get(text(node["layout"]), ""),
        }
        rows.append(Row(values, indent=len(_path(str(code), parents)) - 1))
    makers = {
        "name": simple("name"),
        "role": simple("role", centred=True),
        "parent": simple("parent"),
        "travel": lambda head: [Column("travel", heads(head, unit=unit), kind="number", decimals=1)],
        "population": simple("population", **NUMBER),
        "villages_below": simple("villages_below", **NUMBER),
        "population_below": simple("population_below", **NUMBER),
        "district": simple("district", centred=True),
        "village_district": simple("village_district", centred=True),
        "village_type": simple("village_type"),
        "layout": simple("layout", centred=True),
    }
    return finish("settlement_hierarchy", entry, sources, expand(entry, makers), rows, {}, frozen=1)


def _path(code: str, parents: Mapping[str, str]) -> list[str]:
    """A settlement and what stands above it."""
    found: list[str] = []
    while code and code in parents and code not in found:
        found.append(code)
        code = parents[code]
    return found
