"""The ledger of conflicts between plans, with how each is settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import numpy as np
import pandas as pd

from ..overlay.balance import round_groups_to_totals, round_to_total
from .areas import DIGIT
from .build import Sources, expand, finish, name_of, simple, text
from .table import SUBTOTAL, TOTAL, Row, Table, Value, sum_row

HA: dict[str, Any] = {"kind": "number", "decimals": 2, "adds": True, "area": True}
WINNERS = {"a": "从甲规", "b": "从乙规", "constraint": "从管控线", "other": "另行处理"}
OPEN = "未决定"
OUTSIDE = "（县界外）"


def conflicts(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """A row per conflict by township, slivers of a township together; subtotals per township."""
    ledger = sources.county.conflicts
    if ledger is None or ledger.empty:
        return None
    shown: pd.DataFrame = sources.once("conflicts", lambda: shown_conflicts(sources.county.villages, ledger))
    mine = shown
    if not sources.scope.whole:
        mine = shown[shown["unit_code"].isin(set(sources.villages.index))]
    if mine.empty:
        return None
    keys = [column["key"] for column in entry["columns"]]
    makers = {key: simple(key) for key in keys}
    makers["number"] = simple("number", kind="number")
    makers["area_ha"] = simple("area_ha", **HA)
    columns = expand(entry, makers)
    rows: list[Row] = []
    subtotals: list[int] = []
    towns = sorted(set(mine["township"]), key=lambda town: (town == "", town))
    for town in towns:
        name = name_of(sources.county.townships, town) if town else OUTSIDE
        group = mine[mine["township"] == town]
        start = len(rows)
        rows += [_row(sources, name, row) for row in group[~group["sliver"]].to_dict("records")]
        small = group[group["sliver"]]
        if len(small):
            area = round(float(small["hectares"].sum()), 2)
            rows.append(Row({"kind": f"细小图斑（{len(small)}个）", "township": name, "area_ha": area}))
        if len(towns) > 1:
            labels: dict[str, Value] = {"township": name, "kind": SUBTOTAL}
            rows.append(sum_row(columns, rows, range(start, len(rows)), labels, "subtotal"))
            subtotals.append(len(rows) - 1)
    parts = subtotals or range(len(rows))
    rows.append(sum_row(columns, rows, parts, {"kind": TOTAL}))
    last = len(rows) - 1
    counted = mine.groupby("kind_name").agg(number=("hectares", "size"), hectares=("hectares", "sum"))
    note = "共 {} 个图斑：{}。".format(
        f"{len(mine):,}",
        "；".join(f"{kind} {int(row.number):,} 个、{row.hectares:,.2f} 公顷" for kind, row in counted.iterrows()),
    )
    return finish("conflicts", entry, sources, columns, rows, {"area_ha": (last, "area_ha")}, [note], frozen=2)


def shown_conflicts(villages: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger with township and hectares as shown, which sum to the county's total by way of the townships'."""
    owner = villages["township_code"].map(text)
    town = ledger["unit_code"].map(owner).fillna("")
    exact = ledger["area_m2"].fillna(0).to_numpy(dtype=float) / 1e4
    group, _ = pd.factorize(town, sort=True)
    total = np.floor(exact.sum() / DIGIT + 0.5 + 1e-6) * DIGIT
    targets = round_to_total(np.bincount(group, weights=exact), float(total), DIGIT)
    hectares = round_groups_to_totals(exact, group, targets, DIGIT)
    sliver = pd.to_numeric(ledger["sliver"], errors="coerce").fillna(0) > 0
    decided = ledger["decision"].map(text) != ""
    made = ledger.assign(township=town, hectares=hectares, sliver=sliver & ~decided)
    return made.sort_values(["township", "unit_code", "number"], kind="stable")


def _row(sources: Sources, township: str, row: Mapping[Any, Any]) -> Row:
    unit = text(row["unit_code"])
    winner = text(row["decision"])
    return Row(
        {
            "number": int(row["number"]) if pd.notna(row["number"]) else None,
            "kind": text(row["kind_name"]),
            "township": township,
            "village": name_of(sources.county.villages, unit) if unit in sources.county.villages.index else OUTSIDE,
            "area_ha": float(row["hectares"]),
            "plan_a": _plan(row, "a"),
            "plan_b": _plan(row, "b"),
            "cause": text(row["cause"]),
            "principle": text(row["principle_name"]),
            "treatment": text(row["own_treatment"]) or text(row["treatment"]),
            "opinion": "：".join(filter(None, (WINNERS.get(winner, winner), text(row["decision_reason"])))) or OPEN,
        }
    )


def _plan(row: Mapping[Any, Any], side: str) -> str:
    """The plan, and the class that it gives the ground."""
    return " ".join(
        filter(None, (text(row[f"plan_{side}"]), text(row[f"class_name_{side}"]) or text(row[f"class_{side}"])))
    )
