"""What the plan changes, unit by unit: construction land, farmland, linkage; and present land inside settlements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

import numpy as np
import pandas as pd

from .build import TOWNSHIP, Sources, expand, finish, heads, name_of, simple
from .change_areas import EXCHANGES, GAINS, KEPT, OCCUPIED, RETIRED
from .land_structure import HA, change_notes
from .table import TOTAL, Column, Row, Table, Value, sum_row

UNITS = {"name": simple("name"), "code": simple("code", centred=True)}


def construction_change(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """F3: construction land of the base year, demolished, newly built, and at the end."""
    change = sources.change
    if change is None:
        return None
    sums = change.by("base_built", "target_built")
    parts = {"kept": (True, True), "demolished": (True, False), "built": (False, True)}
    figures = {key: _column(sums, pair) for key, pair in parts.items()}
    figures["base"] = figures["kept"] + figures["demolished"]
    figures["end"] = figures["kept"] + figures["built"]
    figures["net"] = figures["built"] - figures["demolished"]
    makers = {
        **UNITS,
        "base": simple("base", **HA),
        "demolished": simple("demolished", **HA),
        "built": simple("built", **HA),
        "end": simple("end", parts=("base", "built"), less=("demolished",), **HA),
        "net": simple("net", parts=("built",), less=("demolished",), **HA),
    }
    return _unit_table("construction_change", sources, entry, makers, figures, change_notes(sources, change))


def farmland_change(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """F4: farmland of the base year, what it loses and gains by what and from what, and at the end."""
    change = sources.change
    if change is None:
        return None
    sums = change.by("fate")
    figures = {key: _column(sums, key) for key in (KEPT, RETIRED, OCCUPIED, *GAINS)}
    figures["lost"] = figures[RETIRED] + figures[OCCUPIED]
    figures["gained"] = figures[GAINS[0]] + figures[GAINS[1]] + figures[GAINS[2]]
    figures["base"] = figures[KEPT] + figures["lost"]
    figures["end"] = figures[KEPT] + figures["gained"]
    makers = {
        **UNITS,
        "base": simple("base", **HA),
        "lost": simple("lost", parts=(RETIRED, OCCUPIED), **HA),
        **{key: simple(key, **HA) for key in (RETIRED, OCCUPIED, *GAINS)},
        "gained": simple("gained", parts=GAINS, **HA),
        "end": simple("end", parts=("base", "gained"), less=("lost",), **HA),
    }
    return _unit_table("farmland_change", sources, entry, makers, figures, change_notes(sources, change))


def linkage(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Increase against decrease of rural construction land: what is built must not exceed what is reclaimed."""
    change = sources.change
    if change is None:
        return None
    sums = change.by("exchange")
    to_farmland, elsewhere, on_farmland, other = (_column(sums, key) for key in EXCHANGES)
    figures = {
        "demolished": to_farmland + elsewhere,
        "to_farmland": to_farmland,
        "built": on_farmland + other,
        "on_farmland": on_farmland,
    }
    figures["saved"] = figures["demolished"] - figures["built"]
    makers = {
        **UNITS,
        **{key: simple(key, **HA) for key in ("demolished", "to_farmland", "built", "on_farmland")},
        "saved": simple("saved", parts=("demolished",), less=("built",), **HA),
        "verdict": simple("verdict", centred=True, area=True),  # says how many hectares there are too many
    }
    return _unit_table("linkage", sources, entry, makers, figures, change_notes(sources, change), _verdict)


def settlement_land(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Present land inside cities, towns and villages, by the survey's settlement code; the form's rows say which."""
    change = sources.change
    if change is None or not (change.cells["settlement_code"] != "").any():
        return None
    sums = change.by("settlement_code")
    kinds: Sequence[Mapping[str, Any]] = entry.get("rows", ())
    figures: dict[str, pd.Series] = {}
    left = [code for code in sums.columns if code]
    for kind in kinds:
        own = [code for code in left if code.startswith(tuple(kind["settlement"]))]
        left = [code for code in left if code not in own]
        figures[f"kind:{kind['id']}"] = sums[own].sum(axis=1)
    notes = []
    if left:
        figures["kind:other"] = sums[left].sum(axis=1)
        notes.append(f"“其他”中的城镇村属性码：{'、'.join(sorted(left))}。")
    labels = [
        *((f"kind:{kind['id']}", str(kind["label"])) for kind in kinds),
        *([("kind:other", "其他")] if left else []),
    ]
    figures["total"] = sum((figures[key] for key, _ in labels), pd.Series(0, index=sums.index))
    figures["land"] = change.by("planned").sum(axis=1)

    def kind_columns(head: Sequence[str]) -> list[Column]:
        return [Column(key, heads(head, name=label), **HA) for key, label in labels]

    makers = {
        **UNITS,
        "total": simple("total", parts=tuple(key for key, _ in labels), **HA),
        "kinds": kind_columns,
        "land": simple("land", **HA),
    }
    return _unit_table("settlement_land", sources, entry, makers, figures, notes)


def _column(sums: pd.DataFrame, key: Any) -> pd.Series:
    """Village -> 0.01 ha; 0 where the county has none of it."""
    return sums[key] if key in sums.columns else pd.Series(0, index=sums.index)


def _verdict(figures: Mapping[str, int]) -> dict[str, Value]:
    over = -figures["saved"]
    return {"verdict": "符合" if over <= 0 else f"超出 {over / 100:,.2f} 公顷"}


def _unit_table(
    identifier: str,
    sources: Sources,
    entry: Mapping[str, Any],
    makers: Mapping[str, Any],
    figures: Mapping[str, pd.Series],
    notes: Sequence[str],
    words: Any = None,
) -> Table:
    """A row per township (county, district) or village (township), and their total.

    figures  column -> village -> 0.01 ha      words  what a row says besides, of its figures
    """
    columns = expand(entry, makers)
    keys = [column.key for column in columns if column.key in figures]
    groups = list(sources.township_groups())
    if sources.scope.kind == TOWNSHIP:
        units = [(code, name_of(sources.villages, code), [code]) for _, _, members in groups for code in members]
    else:
        units = [(code, name, members) for code, name, members in groups]

    matrix = np.column_stack([column.to_numpy() for column in figures.values()])
    place = {code: i for i, code in enumerate(next(iter(figures.values())).index)}

    def data(members: Sequence[str]) -> tuple[dict[str, Value], dict[str, Value]]:
        sums = dict(zip(figures, matrix[[place[member] for member in members]].sum(axis=0).tolist()))
        return {key: sums[key] / 100 for key in keys}, words(sums) if words else {}

    rows = []
    for code, name, members in units:
        values, said = data(members)
        rows.append(Row({"name": name, "code": code, **values, **said}))
    _, said = data([member for _, _, members in units for member in members])
    rows.append(sum_row(columns, rows, list(range(len(rows))), {"name": TOTAL, "code": "", **said}))
    anchors = {key: (len(rows) - 1, key) for key in keys}
    return finish(identifier, entry, sources, columns, rows, anchors, notes, frozen=2)
