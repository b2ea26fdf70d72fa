"""From a planning database to `CountyData`: what a report table or an atlas page needs of one plan."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Optional

import geopandas as gpd
import pandas as pd

from ..core.catalogue import load_catalogue
from ..core.control_lines import load_control_lines
from ..core.errors import InputError
from ..core.indicators.measures.county import Settings, county_layers, load_places
from ..core.indicators.measures.survey import Survey
from ..core.indicators.travel import Travel, county_travel
from ..core.indicators.type_rules import TypeRules, load_type_rules
from ..core.landuse.conversion import load_conversion, names_of_classes
from ..core.landuse.structure import load_form
from ..core.messages import Message
from ..core.network.speeds import load_road_speeds
from ..core.opinions.dates import in_chinese
from ..core.review.record import entries_of
from ..core.review.settlement import plan_tree
from ..core.tables.change_areas import LandUseRules
from ..core.tables.county import LEVELS, CountyData, IndicatorInfo, RecordLine
from ..core.tables.record import record_line
from ..core.task import SILENT, Task
from ..paths import catalogue_files
from .catalogues import own_catalogue, read_indicators
from .comparing import read_moves, usual_states
from .opinion_reading import read_topics
from .passing_down import binding_catalogue
from .registers import (
    read_conflicts,
    read_consolidation,
    read_facilities,
    read_forms,
    read_parcel_counts,
    read_projects,
    read_sector_plans,
    read_standards,
)
from .results import Result

if TYPE_CHECKING:
    from ..core.opinions.opinions import Opinion
    from ..core.tables.moves import Moves
    from . import PlanningDatabase

CODES = re.compile(r"[^\s\"',;:{}\[\]]+")  # words of JSON among which codes of units are looked for
RESULTS = (
    ("score", "township"),
    ("score", "village"),
    ("weight", "township"),
    ("weight", "village"),
    ("stability", "township"),
    ("stability", "village"),
    ("land_area", ""),
    ("land_change", ""),
    ("conflict", ""),
    ("quota", ""),
    ("target", ""),
)


def read_county(
    database: PlanningDatabase, plan: str = "", task: Task = SILENT, hierarchy: bool = True, measured: bool = True
) -> CountyData:
    """Everything of one plan; see `CountyData` for the shapes. InputError no_plan, unknown_plan.

    hierarchy  False leaves the settlement hierarchy out
    measured   False leaves out what is measured for registers: projects, sector plans
    """
    chosen = database.plan(plan)
    results = {}
    for kind, level in RESULTS:
        found = database.result(chosen.id, kind, level or None)
        if found is not None:
            results["/".join(filter(None, (kind, level)))] = found
    tables = {key: result.table for key, result in results.items()}
    kinds = sorted(filter(None, database.count_values("control_line", ["kind"])["kind"]))
    townships, villages = (_units(database, chosen.id, level) for level in ("township", "village"))
    opinions = database.opinions(chosen.id)
    return CountyData(
        county_code=database.setting("county_code", "") or "",
        county_name=database.setting("county_name", "") or "",
        plan_id=chosen.id,
        plan_name=chosen.name,
        plan_status=chosen.status,
        townships=townships,
        villages=villages,
        township_districts=database.districts(chosen.id, "township").set_index("code"),
        village_districts=database.districts(chosen.id, "village").set_index("code"),
        indicators={level: _indicators(database, level) for level in LEVELS},
        scores=_by_level(tables, "score", ["unit_code", "part", "value"]),
        weights={
            level: rows.set_index("indicator")["weight"]
            for level, rows in _by_level(tables, "weight", ["indicator", "weight"]).items()
        },
        stability={
            level: rows.set_index("unit_code")["share"]
            for level, rows in _by_level(tables, "stability", ["unit_code", "share"]).items()
        },
        reasons={level: database.centres(chosen.id, level).set_index("unit_code")["reason"] for level in LEVELS},
        high_potential=database.high_potential(chosen.id).set_index("unit_code")["reason"],
        hierarchy=_hierarchy(database, townships, villages) if hierarchy else None,
        quotas=_quotas(database, tables.get("quota")),
        targets=tables.get("target"),
        village_types=_village_types(database, chosen.id),
        land_area=tables.get("land_area"),
        land_change=tables.get("land_change"),
        planned_version=planned_version(results.get("land_change")),
        land_use=land_use_rules(database, planned_version(results.get("land_change"))),
        facilities=read_facilities(database),
        facility_standards=read_standards(database),
        conflicts=read_conflicts(database, chosen.id),
        parcel_counts=read_parcel_counts(database),
        consolidation=read_consolidation(database),
        forms=read_forms(database),
        **(_measured(database, task) if measured else {}),
        class_names=_class_names(database),
        control_kinds=tuple(kinds),
        control_names=_line_names(kinds),
        has_parcels=database.count("parcel") > 0,
        opinions=opinions,
        topics={topic.id: topic.names["zh"] for topic in read_topics(database).topics},
        edits=_edits(database, chosen.id, opinions),
        rounds=_rounds(database, chosen.id),
        sign_offs=database.read_table("sign_off", plan_id=chosen.id),
        questionnaires=database.topic_counts() if database.count("questionnaire") else None,
        moves=_moves(database, chosen.id),
        told=date.today().isoformat(),
        made={key: result.made[:10] for key, result in results.items()},
        stale=frozenset(key for key, result in results.items() if result.stale),
        compiler=database.setting("compiler", "") or "",
        filler=database.setting("filler", "") or "",
        reviewer=database.setting("reviewer", "") or "",
        date=database.setting("date", "") or "",
        data_note=database.setting("data_note", "") or "",
    )


def _measured(database: PlanningDatabase, task: Task) -> dict[str, Any]:
    return {
        "projects": read_projects(database, task.part(0.3, 0.6)),
        "sector_plans": read_sector_plans(database, task.part(0.6, 1.0)),
    }


def planned_version(change: Optional[Result]) -> str:
    """Which list the planned classes of a saved change of land use are of; "" where there is none."""
    return "" if change is None else str(change.parameters.get("planned_version", "2023"))


def land_use_rules(database: PlanningDatabase, version: str) -> Optional[LandUseRules]:
    """What land use is compared by, in the codes of a version: the county's own catalogues, else the shipped ones.

    None where nothing was compared (version "").
    """
    if not version:
        return None
    names = names_of_classes(load_catalogue(*catalogue_files("plan_classes")), version)
    own = {name: own_catalogue(name, database) for name in ("plan_conversion", "structure_rows")}
    return LandUseRules(
        load_conversion(*catalogue_files("plan_conversion"), version, own["plan_conversion"]),
        load_form(*catalogue_files("structure_rows"), version, names, own["structure_rows"]),
    )


def _edits(database: PlanningDatabase, plan_id: int, opinions: Sequence[Opinion]) -> dict[int, str]:
    """What the steps were that answer an opinion, as the column of changes names them; one that was undone says so."""
    asked = {opinion.edit_id for opinion in opinions if opinion.edit_id is not None}
    standing = database.edits_done(plan_id) if asked else frozenset()
    entries = [database.edit_entry(number) for number in sorted(asked)]
    return {
        entry.id: f"修改记录第 {entry.id} 号（{in_chinese(entry.made[:10])}，涉及 {entry.units} 个单元"
        f"{'' if entry.id in standing else '，已撤销'}）"
        for entry in entries
        if entry is not None
    }


def _rounds(database: PlanningDatabase, plan_id: int) -> Optional[pd.DataFrame]:
    """The rounds that were opened, with the names of those who take part; None where none was."""
    rounds = database.read_table("round", plan_id=plan_id)
    rounds = rounds[rounds["status"] != "planned"]
    if rounds.empty:
        return None
    names = [tuple(str(one.get("name") or "") for one in json.loads(held or "[]")) for held in rounds["participants"]]
    return rounds[["number", "name"]].assign(participants=names)


def _moves(database: PlanningDatabase, plan_id: int) -> Optional[Moves]:
    states = usual_states(database, plan_id)
    return None if states is None else read_moves(database, states, plan_id)


def record_lines(database: PlanningDatabase, plan_id: int, say: Callable[[Message], str]) -> tuple[RecordLine, ...]:
    """The record of a plan and of the county in words, the youngest entry first.

    say  puts a message into the language of the report; core knows none
    """
    codes = {code for level in LEVELS for code in database.read_table(level)["code"]}
    concerns = {opinion.number: opinion.township for opinion in database.opinions(plan_id)}
    return tuple(
        record_line(
            entry,
            say,
            frozenset(codes & {*CODES.findall(" ".join(entry.raw)), concerns.get(_opinion_of(entry.raw), "")}),
        )
        for entry in entries_of(database.read_table("record"), names_in_record(database), plan_id)
    )


def names_in_record(database: PlanningDatabase, language: str = "zh") -> dict[str, str]:
    """What codes and ids in the record are called: layers, indicators, topics, village types, townships, villages.

    language  "zh" or "en", of what has a name in both
    """
    layers = load_catalogue(*catalogue_files("layers"))
    names = {role: str(item[language]) for role, item in layers.items() if isinstance(item, Mapping)}
    catalogue = read_indicators(database)
    names.update({item.code: getattr(item, language) for item in catalogue.indicators})
    names.update({topic.id: topic.names[language] for topic in read_topics(database).topics})
    rules = load_type_rules(*catalogue_files("village_types"), own_catalogue("village_types", database))
    names.update({item.id: item.name[language] for item in rules.types})
    for level in LEVELS:
        table = database.read_table(level)
        names.update(zip(table["code"], table["name"].fillna("")))
    return names


def _opinion_of(raw: tuple[str, str]) -> int:
    """Number of the opinion that an entry is about, 0 for none."""
    for side in raw:
        held = json.loads(side) if side.startswith("{") else {}
        if isinstance(held.get("opinion"), int):
            return int(held["opinion"])
    return 0


def _units(database: PlanningDatabase, plan_id: int, level: str) -> gpd.GeoDataFrame:
    return database.units(plan_id, level).set_index("code")


def _hierarchy(
    database: PlanningDatabase, townships: gpd.GeoDataFrame, villages: gpd.GeoDataFrame
) -> Optional[pd.DataFrame]:
    """The nodes of the plan's settlement hierarchy as reports show them; None where centres are not chosen yet."""
    county = {"code": database.setting("county_code") or "", "name": database.setting("county_name") or ""}
    try:
        tree = plan_tree(townships, villages, county, plan_travel(database, townships, villages)[0])
    except InputError as error:
        if error.code != "no_centres":
            raise
        return None  # the report says what to do
    names = {item.id: item.name["zh"] for item in read_type_rules(database).types}
    nodes = tree.nodes.join(tree.below())
    kinds = villages["village_type"].where(villages["village_type"].notna(), "")
    nodes["village_type"] = [names.get(kind, kind) for kind in kinds.reindex(nodes.index).fillna("")]
    nodes["layout"] = villages["layout"].reindex(nodes.index)
    nodes["travel_unit"] = tree.unit
    return nodes


def travel_settings(database: PlanningDatabase, language: str = "zh") -> Settings:
    """How roads and places are taken: the county's own catalogues, else the shipped ones."""
    speeds = load_road_speeds(*catalogue_files("road_speeds"), own_catalogue("road_speeds", database))
    places = load_places(*catalogue_files("places"), own_catalogue("places", database))
    return Settings(speeds, places, language=language)


def plan_travel(
    database: PlanningDatabase, townships: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, task: Task = SILENT
) -> tuple[Travel, tuple[Message, ...]]:
    """Travel between villages in the order of their codes, then townships (index code), over the county's roads from
    seat to seat, straight where it has none; and what a person should know of it."""
    layers = county_layers(
        villages.sort_index().reset_index(),
        townships.sort_index().reset_index(),
        database.read_layer("road"),
        database.read_layer("facility"),
    )
    survey = Survey(layers, travel_settings(database), task=task)
    travel, _ = county_travel(survey)
    return travel, tuple(survey.warnings)


def _quotas(database: PlanningDatabase, rows: Optional[pd.DataFrame]) -> Optional[pd.DataFrame]:
    """The saved table with what the catalogue knows of each indicator, in the catalogue's order."""
    if rows is None:
        return None
    catalogue = binding_catalogue(database)
    order = {item.code: place for place, item in enumerate(catalogue.indicators)}
    rows = rows.iloc[rows["indicator"].map(lambda code: order.get(code, len(order))).argsort(kind="stable")]
    known = [catalogue.get(code) for code in rows["indicator"]]
    return rows.assign(
        name=[code if item is None else item.zh for code, item in zip(rows["indicator"], known)],
        unit=["" if item is None else item.unit["zh"] for item in known],
        decimals=[2 if item is None else item.decimals for item in known],
        rate=[item is not None and item.rate is not None for item in known],
        kind=[given or ("" if item is None else item.kind) for given, item in zip(rows["kind"], known)],
    )


def _village_types(database: PlanningDatabase, plan_id: int) -> Optional[pd.DataFrame]:
    types = database.village_types(plan_id)
    if types.empty:
        return None
    names = {item.id: item.name["zh"] for item in read_type_rules(database).types}
    return types.assign(type=types["type"].map(lambda kind: names.get(kind, kind)))


def read_type_rules(database: PlanningDatabase) -> TypeRules:
    """The rules of village types: the county's own, else the shipped ones."""
    return load_type_rules(*catalogue_files("village_types"), own_catalogue("village_types", database))


def _indicators(database: PlanningDatabase, level: str) -> tuple[IndicatorInfo, ...]:
    """The indicators that have values: those of the catalogue in its order, then the county's own by code."""
    present = list(database.indicator_values(level).columns)
    catalogue = read_indicators(database)
    groups = {group.id: group for group in catalogue.groups}
    known = [
        IndicatorInfo(
            code=item.code,
            name_zh=item.zh,
            name_en=item.en,
            unit=item.unit["zh"],
            group=item.group,
            group_zh=groups[item.group].zh,
            group_en=groups[item.group].en,
            cost=item.cost,
        )
        for item in catalogue.indicators
        if item.code in present
    ]
    listed = {item.code for item in known}
    return (*known, *(IndicatorInfo(code, code) for code in present if code not in listed))


def _by_level(tables: dict[str, pd.DataFrame], kind: str, columns: list[str]) -> dict[str, pd.DataFrame]:
    return {level: tables[f"{kind}/{level}"][columns] for level in LEVELS if f"{kind}/{level}" in tables}


def _line_names(kinds: list[str]) -> pd.Series:
    """Chinese name of each kind of control line; its own where the catalogue does not know it."""
    known = load_control_lines(*catalogue_files("control_lines"))
    names = [kind if line is None else line.title["zh"] for kind, line in zip(kinds, map(known.get, kinds))]
    return pd.Series(names, index=kinds, dtype=object)


def _class_names(database: PlanningDatabase) -> pd.Series:
    """Class code -> the name that most of its parcels carry."""
    counts = database.count_values("parcel", ["class_code", "class_name"])
    counts = counts[(counts["class_code"].fillna("") != "") & (counts["class_name"].fillna("") != "")]
    counts = counts.sort_values(["class_code", "count", "class_name"], ascending=[True, False, True], kind="stable")
    return counts.drop_duplicates("class_code").set_index("class_code")["class_name"]
