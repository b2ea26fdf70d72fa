"""What the registers of a report show: projects, facilities, conflicts, parcels, sector plans and forms brought in."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd

from ..core.catalogue import load_catalogue
from ..core.consolidation import ConsolidationRules, load_consolidation
from ..core.control_lines import ControlLines, load_control_lines
from ..core.facilities.provision import FacilityStandards, load_standards
from ..core.overlay.ellipsoid import ellipsoid_areas
from ..core.overlay.repair import repair_polygons
from ..core.projects.check import NamedLayer, Surroundings, check_projects, rows_of
from ..core.projects.outlines import measurable, outlines_of_layer
from ..core.projects.rules import ProjectRules, load_project_rules
from ..core.tables.county import NO_OUTLINE
from ..core.task import SILENT, Task
from ..paths import catalogue_files
from .catalogues import own_catalogue
from .ledger import read_ledger

if TYPE_CHECKING:
    from . import PlanningDatabase

AREAS_OF = ("unit_code", "class_code", "settlement_code")


def read_projects(database: PlanningDatabase, task: Task = SILENT) -> Optional[pd.DataFrame]:
    """The projects, as `CountyData.projects` says; what they touch is what checkprojects finds.

    One without a usable outline keeps its row: nothing is known of its place, and no report waits for it.
    """
    layer = database.read_layer("project")
    if layer.empty:
        return None
    plain = pd.DataFrame(layer.drop(columns="geometry"))
    unmeasured = plain.assign(
        area_m2=np.nan, verdict=NO_OUTLINE, lines=[{} for _ in plain.index], units=[()] * len(plain), unit_code=""
    )
    placed = layer.drop(index=layer.index[list(repair_polygons(layer.geometry.to_numpy()).reasons)])
    if placed.empty:
        return unmeasured
    found = _measured(database, placed, task)
    return pd.concat([plain.loc[placed.index].join(found), unmeasured.drop(index=placed.index)]).sort_index()


def _measured(database: PlanningDatabase, layer: gpd.GeoDataFrame, task: Task) -> pd.DataFrame:
    """area_m2, verdict, lines, units, unit_code of projects that have an outline, under the index of `layer`."""
    outlines = measurable(outlines_of_layer(layer, "project").frame)
    lines = database.read_layer("control_line", ["kind"])
    villages = database.read_layer("village", ["code", "name"])
    kinds = sorted(filter(None, lines["kind"].dropna().unique()))
    around = Surroundings(
        [NamedLayer(kind, lines.geometry[lines["kind"] == kind]) for kind in kinds],
        units=NamedLayer("village", villages.geometry, villages["code"], villages["name"]),
    )
    check = check_projects(outlines, around, read_project_rules(), task=task)
    touched: dict[int, dict[str, float]] = defaultdict(dict)
    for row in rows_of(check.lines):
        touched[row.project][row.line] = float(row.area_m2)
    units: dict[int, list[str]] = defaultdict(list)
    for row in rows_of(check.units.sort_values(["area_m2", "unit_code"], ascending=[False, True], kind="stable")):
        if row.unit_code:
            units[row.project].append(row.unit_code)
    numbers = range(len(layer))
    return pd.DataFrame(
        {
            "area_m2": check.projects["area_m2"].to_numpy(),
            "verdict": check.projects["verdict"].to_numpy(),
            "lines": pd.Series([touched[i] for i in numbers], layer.index, dtype=object),
            "units": pd.Series([tuple(units[i]) for i in numbers], layer.index, dtype=object),
            "unit_code": [units[i][0] if units[i] else "" for i in numbers],
        },
        layer.index,
    )


def read_project_rules() -> ProjectRules:
    return load_project_rules(*catalogue_files("project_rules"), _control_lines())


def _control_lines() -> ControlLines:
    return load_control_lines(*catalogue_files("control_lines"))


def read_facilities(database: PlanningDatabase) -> Optional[pd.DataFrame]:
    """kind, name, unit_code, capacity, level of the county's facilities; None where it has none."""
    table = database.read_table("facility")
    if table.empty:
        return None
    columns = ["kind", "name", "unit_code", "capacity", "level"]
    return table[columns].assign(
        unit_code=table["unit_code"].fillna(""), capacity=pd.to_numeric(table["capacity"], errors="coerce")
    )


def read_standards(database: Optional[PlanningDatabase] = None) -> FacilityStandards:
    """The standards of facilities: the county's own, else as shipped."""
    return load_standards(*catalogue_files("facility_standards"), own_catalogue("facility_standards", database))


def read_consolidation(database: Optional[PlanningDatabase] = None) -> ConsolidationRules:
    """How the potential of consolidation is estimated: the county's own catalogue, else as shipped."""
    return load_consolidation(*catalogue_files("consolidation"), own_catalogue("consolidation", database))


def read_conflicts(database: PlanningDatabase, plan_id: int) -> Optional[pd.DataFrame]:
    """The ledger of a plan without its geometry, with names of kinds and principles."""
    ledger = read_ledger(database, plan_id)
    if ledger is None:
        return None
    rules = load_catalogue(*catalogue_files("conflict_rules"))
    kinds = {item["id"]: item["zh"] for item in rules["kinds"]}
    principles = {item["id"]: item["zh"] for item in rules["principles"]}
    table = pd.DataFrame(ledger.drop(columns="geometry")).rename(columns={"reason": "decision_reason"})
    chinese = _shipped_texts(rules)
    for column in ("cause", "treatment", "class_name_a", "class_name_b"):
        table[column] = [chinese.get(said, said) for said in table[column].fillna("")]
    return table.assign(
        kind_name=[kinds.get(kind, kind or "") for kind in table["kind"]],
        principle_name=[principles.get(one, one or "") for one in table["principle"]],
    )


def _shipped_texts(rules: dict[str, Any]) -> dict[str, str]:
    """English -> Chinese of the shipped texts of rules and names of classes: a ledger holds them in the language in
    which it was made, a report is Chinese."""
    texts = {item[part]["en"]: item[part]["zh"] for item in rules["rules"] for part in ("title", "treatment")}
    plans = load_catalogue(*catalogue_files("plan_classes"))
    classes = [*plans["plan_2023"], *plans["plan_2020"]]
    classes += [item["name"] for item in load_catalogue(*catalogue_files("survey_classes"))["classes"]]
    for names in classes:
        texts.setdefault(names["en"], names["zh"])
    return texts


def read_parcel_counts(database: PlanningDatabase) -> Optional[pd.DataFrame]:
    """Parcels by village, land class and settlement; those that name no village by the place of their middle."""
    counts = database.parcel_counts()
    if counts.empty:
        return None
    counts[list(AREAS_OF)] = counts[list(AREAS_OF)].fillna("")
    lost = counts["unit_code"] == ""
    if not lost.any():
        return counts
    parcels = database.read_layer("parcel", [*AREAS_OF, "area_m2"])
    parcels = parcels[parcels["unit_code"].fillna("") == ""]
    middles = gpd.GeoDataFrame(geometry=parcels.geometry.representative_point())
    found = gpd.sjoin(middles, database.read_layer("village", ["code"]), predicate="within")["code"]
    placed = parcels.drop(columns="geometry").assign(unit_code=found.groupby(level=0).min(), count=1)
    placed[list(AREAS_OF)] = placed[list(AREAS_OF)].fillna("")
    both = pd.concat([counts[~lost], placed], ignore_index=True)
    return both.groupby(list(AREAS_OF), sort=True)[["count", "area_m2"]].sum().reset_index()


def read_sector_plans(database: PlanningDatabase, task: Task = SILENT) -> Optional[pd.DataFrame]:
    """The layers of sector plans in the order they were brought: plan, name, features, area_m2 (ellipsoid)."""
    if not database.count("sector_plan"):
        return None
    rows = database.read_layer("sector_plan", ["plan"])
    rows = rows.assign(plan=rows["plan"].fillna(""))
    areas = ellipsoid_areas(rows.geometry, task)
    found = rows[["plan"]].assign(area_m2=areas, features=1).groupby("plan", sort=False)[["features", "area_m2"]].sum()
    rules = read_project_rules()
    names = [rules.plan_name(str(plan), "zh") for plan in found.index]
    return found.reset_index().assign(name=names)[["plan", "name", "features", "area_m2"]]


def read_forms(database: PlanningDatabase) -> dict[str, pd.DataFrame]:
    """The forms that were brought filled in: id of the table -> its rows."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(database.read_table("form_row").sort_values(["form", "number"], kind="stable")):
        rows[row.form].append({**json.loads(row.content), "unit_code": row.unit_code or ""})
    return {form: pd.DataFrame(found).replace({np.nan: None}) for form, found in rows.items()}
