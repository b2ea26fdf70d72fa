"""Which control every piece of ground comes under in the plan (国土空间管控表): each piece in exactly one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

import pandas as pd

from ..landuse.conversion import code_set
from .areas import shares
from .build import Sources, expand, finish, simple
from .land_structure import HA, SHARE, change_notes
from .table import TOTAL, Row, Table, sum_row


def space_control(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """The form's rows in its order; a piece is in the first that takes it, by the rows' `rank`."""
    change = sources.change
    rows_of_form: Sequence[Mapping[str, Any]] = entry.get("rows", ())
    if change is None or not rows_of_form:
        return None
    cells = change.cells[change.cells["unit_code"].isin(sources.villages.index)]
    sums = cells["cents"].groupby(zones(cells, change.rules.form.version, rows_of_form)).sum()
    areas = [int(sums.get(row["id"], 0)) for row in rows_of_form]
    columns = expand(entry, {"name": simple("name"), "area": simple("area", **HA), "share": simple("share", **SHARE)})
    rows = [
        Row({"name": row["label"], "area": area / 100, "share": share})
        for row, area, share in zip(rows_of_form, areas, shares(areas))
    ]
    rows.append(sum_row(columns, rows, list(range(len(rows))), {"name": TOTAL}))
    last = len(rows) - 1
    anchors = {"area": (last, "area"), "share": (last, "share")}
    anchors |= {f"row:{row['id']}": (i, "area") for i, row in enumerate(rows_of_form)}
    return finish("space_control", entry, sources, columns, rows, anchors, change_notes(sources, change))


def zones(cells: pd.DataFrame, version: str, rows: Sequence[Mapping[str, Any]]) -> pd.Series:
    """Id of the row that each cell (`ChangeAreas.cells`) is in: the first by rank that takes it, else the last.

    A row takes what fits one of its rules (`when`): under one of the lines, inside a place, of the plan classes, as
    far as the rule says so.
    """
    ranked = sorted(rows, key=lambda row: row["rank"])
    found = pd.Series(ranked[-1]["id"], index=cells.index, dtype=object)
    lines = cells["constraints"].map(lambda text: frozenset(text.split("+")))
    open_ = pd.Series(True, index=cells.index)
    for row in ranked:
        taken = pd.Series(False, index=cells.index)
        for rule in row.get("when", ()):
            fits = open_.copy()
            if "lines" in rule:
                wanted = frozenset(rule["lines"])
                fits &= lines.map(lambda held, wanted=wanted: bool(held & wanted)).astype(bool)
            if "inside" in rule:
                fits &= cells["target_place"] == rule["inside"]
            if "codes" in rule:
                codes = code_set(rule, version)
                fits &= cells["target_class"].map(lambda code, codes=codes: code in codes).astype(bool)
            taken |= fits
        found[taken] = row["id"]
        open_ &= ~taken
    return found
