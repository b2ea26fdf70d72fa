"""The list of sector plans: what the county brought of each, with its layer and the projects that name it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import pandas as pd

from .areas import cents
from .brought import brought_rows
from .build import Sources, expand, finish, simple, text
from .table import TOTAL, Row, Table, Value, sum_row

BROUGHT = ("lead", "content", "demand")


def sector_plan_list(sources: Sources, entry: Mapping[str, Any]) -> Optional[Table]:
    """Rows of the form in its order, then layers and names that only data know. In the workbook of a district or
    township the projects are those of the scope; areas and features are told for the county only."""
    county = sources.county
    rows = _rows(sources, entry)
    counts = _projects(sources)
    for name in counts:
        if not any(name in row["names"] for row in rows):
            rows.append({"names": {name}, "name": name})
    if not rows:
        return None
    made: list[Row] = []
    for number, row in enumerate(rows, start=1):
        values: dict[str, Value] = {key: row.get(key) for key in ("name", *BROUGHT)}
        values.update(number=number, projects=sum(counts.get(name, 0) for name in row["names"]))
        layer = row.get("plan")
        values["layer"] = layer or row.get("named_layer")
        if layer is not None and sources.scope.whole and county.sector_plans is not None:
            found = county.sector_plans.set_index("plan").loc[layer]
            values["features"] = int(found["features"])
            values["area_ha"] = int(cents(pd.Series([found["area_m2"]])).iloc[0]) / 100
        made.append(Row(values))
    figures: dict[str, Any] = {"kind": "number"}
    makers = {
        "number": simple("number", **figures),
        **{key: simple(key) for key in ("name", *BROUGHT, "layer")},
        "projects": simple("projects", adds=True, **figures),
    }
    if sources.scope.whole:  # layers of plans may overlap: they are not added up
        makers["features"] = simple("features", **figures)
        makers["area_ha"] = simple("area_ha", decimals=2, area=True, **figures)
    columns = expand(entry, makers)
    made.append(sum_row(columns, made, range(len(made)), {"name": TOTAL}))
    anchors = {"projects": (len(made) - 1, "projects")}
    return finish("sector_plan_list", entry, sources, columns, made, anchors, frozen=2)


def _rows(sources: Sources, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is known of each plan, with every name that a project may call it by."""
    layers = sources.county.sector_plans
    known = [] if layers is None else layers[["plan", "name"]].to_dict("records")
    rows: list[dict[str, Any]] = []
    for given in brought_rows(sources, "sector_plan_list"):
        row = {key: text(given.get(key)) or None for key in ("name", *BROUGHT)}
        names = {text(given.get("name")), text(given.get("layer"))} - {""}
        layer = next((item for item in known if {item["plan"], item["name"]} & names), None)
        if layer is not None:
            known.remove(layer)
            names |= {layer["plan"], layer["name"]}
            row["plan"] = layer["plan"]
        elif text(given.get("layer")):
            row["named_layer"] = text(given.get("layer"))
        rows.append({**row, "names": names})
    rows += [{"names": {item["plan"], item["name"]}, "plan": item["plan"], "name": item["name"]} for item in known]
    return rows


def _projects(sources: Sources) -> dict[str, int]:
    """Sector plan as projects name it -> projects of the scope, in the order in which they first do."""
    found = sources.county.projects
    if found is None:
        return {}
    if not sources.scope.whole:
        found = found[found["unit_code"].isin(set(sources.villages.index))]
    named = found["sector_plan"].map(text).str.strip()
    named = named[named != ""]
    return {str(name): int((named == name).sum()) for name in dict.fromkeys(named)}
