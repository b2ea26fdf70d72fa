"""Which control every piece of ground comes under in the plan (国土空间管控表): each piece in exactly one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from ..charts.colours import line_colour
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
    sums = dict.fromkeys((row["id"] for row in rows_of_form), 0)
    pieces = change.sums(sources.villages.index, "constraints", "target_place", "target_class")
    for (lines, place, code), cents in pieces.items():
        if cents:
            sums[zone(rows_of_form, change.rules.form.version, lines.split("+"), place, code)] += cents
    areas = [sums[row["id"]] for row in rows_of_form]
    columns = expand(entry, {"name": simple("name"), "area": simple("area", **HA), "share": simple("share", **SHARE)})
    rows = [
        Row({"name": row["label"], "area": area / 100, "share": share}, colour=_colour(row))
        for row, area, share in zip(rows_of_form, areas, shares(areas))
    ]
    rows.append(sum_row(columns, rows, list(range(len(rows))), {"name": TOTAL}))
    last = len(rows) - 1
    anchors = {"area": (last, "area"), "share": (last, "share")}
    anchors |= {f"row:{row['id']}": (i, "area") for i, row in enumerate(rows_of_form)}
    return finish("space_control", entry, sources, columns, rows, anchors, change_notes(sources, change))


def _colour(row: Mapping[str, Any]) -> str:
    """Of the control line that a row is about, else what the form says."""
    lines = [line for rule in row.get("when", ()) for line in rule.get("lines", ())]
    return line_colour(lines[:1]) or str(row.get("colour", ""))


def zone(rows: Sequence[Mapping[str, Any]], version: str, lines: Sequence[str], place: str, code: str) -> str:
    """Id of the row that ground is in which is under these lines and planned there as that class.

    The first row by rank that takes it, else the last. A row takes what fits one of its rules (`when`): under one of
    the lines, inside a place, of the plan classes, as far as the rule says so.
    """
    ranked = sorted(rows, key=lambda row: int(row["rank"]))

    def fits(rule: Mapping[str, Any]) -> bool:
        return (
            ("lines" not in rule or not set(rule["lines"]).isdisjoint(lines))
            and rule.get("inside", place) == place
            and ("codes" not in rule or code in code_set(rule, version))
        )

    return str(next((row["id"] for row in ranked if any(map(fits, row.get("when", ())))), ranked[-1]["id"]))
