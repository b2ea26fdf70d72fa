"""An assignment that comes or goes as a table: its fields known by name, read against a plan, kept as one edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Optional

import geopandas as gpd
import pandas as pd

from ..core.drawing.edit_kinds import IMPORT_ASSIGNMENT
from ..core.drawing.edits import CentreRow, Edit, difference
from ..core.drawing.exchange import REFUSE, ROLES, Line, Reading, plain_text, read_assignment
from ..core.errors import InputError
from ..core.messages import Message, message
from ..core.task import SILENT, Task
from .importing.aliases import assignment_targets, plain
from .nesting import crossing_districts
from .plans import Plan
from .statistics import read_gazetteer, read_rules

if TYPE_CHECKING:
    from . import PlanningDatabase

TARGETS = ("code", "name", "township", "district", "district_name", "role")
# Column -> what a Chinese table calls it; a shapefile holds ten bytes, three Chinese characters.
CHINESE = {
    "code": "代码",
    "name": "名称",
    "township": "乡镇",
    "district": "片区",
    "district_name": "片区名",
    "population": "人口",
    "role": "角色",
}
ROW = "\0row"  # column of what a sheet counts its rows by; no table has a field of this name
SHORT = {"district_name": "dist_name"}  # column -> English name within ten characters


def recognise(names: Iterable[str], chosen: Optional[Mapping[str, str]] = None) -> dict[str, str]:
    """Target (see `TARGETS`) -> field of a table: those chosen, else the first that goes by a name of the catalogue."""
    listed = list(names)
    found = {target: field for target, field in (chosen or {}).items() if field}
    for target in TARGETS:
        for step in assignment_targets()[target].aliases if target not in found else ():
            wanted = {plain(alias) for alias in step}
            field = next((name for name in listed if plain(name) in wanted and name not in found.values()), None)
            if field is not None:
                found[target] = field
                break
    return found


def require(found: Mapping[str, str], names: Sequence[str], table: str, by_name: bool) -> None:
    """InputError missing_field where what units or districts are known by is not there."""
    for target in ("name" if by_name else "code", "district"):
        if target not in found:
            aliases = [alias for step in assignment_targets()[target].aliases for alias in step]
            raise InputError(
                "missing_field",
                "{table} has no field for {target} that is known by name ({aliases} …). Its fields are: {fields}. "
                "Rename one, or choose it.",
                table=table,
                target=target,
                aliases=", ".join(aliases[:4]),
                fields=", ".join(names) or "-",
            )


def lines_of_frame(frame: pd.DataFrame, fields: Mapping[str, str]) -> list[Line]:
    """The rows of a layer or table, counted as in the column `ROW`, else from 1."""
    columns = {target: frame[field].tolist() for target, field in fields.items()}
    rows = frame[ROW].tolist() if ROW in frame.columns else range(1, len(frame) + 1)
    return [
        Line(int(row), **{target: values[number] for target, values in columns.items()})
        for number, row in enumerate(rows)
    ]


def read_for_plan(
    database: PlanningDatabase,
    plan: Optional[Plan],
    level: str,
    lines: Iterable[Line],
    by_name: bool = False,
    missing: str = REFUSE,
    has_roles: bool = False,
    task: Task = SILENT,
) -> Reading:
    """Read the rows against the county and a plan; None: a new one. Nothing is written."""
    present: Mapping[str, str] = {}
    parents: Mapping[str, str] = {}
    locked: list[str] = []
    named: dict[str, str] = {}
    if plan is not None:
        present = dict(database.assignment(plan.id, level))
        districts = database.districts(plan.id, level)
        locked = districts.loc[districts["locked"], "code"].tolist()
        named = dict(zip(districts["code"], districts["name"].fillna("")))
        if level == "village":
            upper = dict(database.assignment(plan.id, "township"))
            villages = database.read_table("village")
            parents = {
                code: upper.get(township, "")
                for code, township in zip(villages["code"], villages["township_code"])
            }  # fmt: skip
    gazetteer = read_gazetteer(database, read_rules(database))
    return read_assignment(lines, gazetteer, level, present, parents, locked, by_name, missing, has_roles, named, task)


def edit_of(database: PlanningDatabase, plan: Plan, level: str, reading: Reading) -> Edit:
    """The one step that makes the plan what the table says; new districts get name, colour and parent."""
    before = database.scheme(plan.id, level)
    assignment = dict(reading.assignment)
    empty = set(before.districts) - set(before.assignment.values())  # drawn, and waiting for their first unit
    matching = database._matching_districts(plan.id, level, assignment, before)
    districts = {**{code: before.districts[code] for code in empty}, **matching}
    districts = {
        code: replace(row, name=_named(row.name, reading.names.get(code, ""))) for code, row in districts.items()
    }
    centres = dict(before.centres)
    for unit, role in (reading.roles or {}).items():
        if role and (unit not in centres or centres[unit].role != role):
            centres[unit] = CentreRow(role)
        elif not role:
            centres.pop(unit, None)
    return difference(
        before, replace(before, assignment=assignment, districts=districts, centres=centres), IMPORT_ASSIGNMENT
    )


def _named(before: str, called: str) -> str:
    """A district's name as a table has it; as it is where they differ only by what a table does to a text."""
    return before if not called or plain_text(before) == plain_text(called) else called


def crossing_below(database: PlanningDatabase, plan: Plan, assignment: Mapping[str, str]) -> list[Message]:
    """Township level: the village districts that would lie in several township districts then."""
    villages = database.read_table("village").set_index("code")["township_code"]
    crossing = crossing_districts(
        database.assignment(plan.id, "village"), villages, pd.Series(dict(assignment), dtype=object)
    )
    return [
        message(
            "Village district {district} now crosses the township districts {parents} ({count} such districts). "
            "Draw the village districts anew.",
            district=district,
            parents=", ".join(parents),
            count=len(crossing),
        )
        for district, parents in sorted(crossing.items())[:1]
    ]


def headers(columns: Iterable[str], chinese: bool, short: bool) -> dict[str, str]:
    """Column -> its name in a file; short: in at most ten bytes, as a shapefile has them."""
    english = SHORT if short else {}
    return {column: CHINESE[column] if chinese else english.get(column, column) for column in columns}


def table_of(database: PlanningDatabase, plan: Plan, level: str, chinese: bool = False) -> gpd.GeoDataFrame:
    """The assignment as it goes out, in the order of the codes. chinese: roles by their official names

    code, name, township (villages: its name), district, district_name, population, role, geometry
    """
    units = database.units(plan.id, level)
    names = database.districts(plan.id, level).set_index("code")["name"]
    table: dict[str, Any] = {"code": units["code"], "name": units["name"].fillna("")}
    if level == "village":
        table["township"] = units["township_name"].fillna("")
    table["district"] = units["district"].fillna("")
    table["district_name"] = units["district"].map(names).fillna("")
    table["population"] = units["population"].astype("Int64")
    table["role"] = units["role"].fillna("").replace(ROLES[level] if chinese else {})
    return gpd.GeoDataFrame(table, geometry=units.geometry, crs=units.crs)
