"""The planning database's schema, in one place: every layer, table and column with what it holds.

`create.py` builds a database from it, `migrations.py` brings older files up to it, `describe` prints it. A change of
anything here needs a new `VERSION` and a migration.

Each table is plain SQLite inside one GeoPackage, registered in gpkg_contents, with an integer primary key, so that any
GIS reads it. Codes are text, areas m² on the CGCS2000 ellipsoid, times ISO 8601 in UTC, structured values JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

VERSION = 5
APPLICATION = "village_planner"  # setting `application`: tells a planning database from other GeoPackages

TEXT, INTEGER, REAL = "TEXT", "INTEGER", "REAL"
LEVELS = ("township", "village")
ROLES = ("central_town", "sub_central_town", "central_village")
LAYOUTS = ("central", "retained", "neither")  # places of a village in the 1+X+Y layout; the 1 is the central town
QUOTA_LEVELS = ("county", "district", "township", "village")


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    doc: str
    required: bool = False
    references: str = ""  # a table whose key this is; rows go when that row goes
    hashed: bool = True  # part of the fingerprint; a note of where a figure comes from is not


@dataclass(frozen=True)
class Layer:
    """A layer of the county; its key is `fid`, its geometry column `geom`."""

    name: str
    geometry: str
    doc: str
    columns: tuple[Column, ...]
    unique: str = ""  # a column without repeated values


@dataclass(frozen=True)
class Table:
    """A table; `key` is its integer primary key. With a `geometry` type it is a layer, too: of results or opinions,
    which are written by SQL and have no spatial index."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    key: str = "fid"
    unique: tuple[str, ...] = ()
    append_only: bool = False
    geometry: str = ""
    frozen: str = ""  # condition in SQL of a {row} that may no longer be written, changed or deleted
    index: tuple[str, ...] = ()  # columns it is looked up by, where these are not `unique` or the first one


_PLAN = Column("plan_id", INTEGER, "the plan", True, "plan")
_RESULT = Column("result_id", INTEGER, "the result this row belongs to", True, "result")
_LEVEL = Column("level", TEXT, "township or village", True)
_UNIT = Column("unit_code", TEXT, "code of the township or village", True)

LAYERS: tuple[Layer, ...] = (
    Layer(
        "township",
        "MultiPolygon",
        "Townships (XZQ)",
        (
            Column("code", TEXT, "administrative code, 9 digits in China"),
            Column("name", TEXT, "name"),
            Column("population", INTEGER, "resident population, persons"),
            Column("area_m2", REAL, "control area, m²"),
        ),
        "code",
    ),
    Layer(
        "village",
        "MultiPolygon",
        "Villages and communities (CJDCQ)",
        (
            Column("code", TEXT, "administrative code, 12 digits in China"),
            Column("name", TEXT, "name"),
            Column("kind", TEXT, "village, community, or empty where unknown"),
            Column("township_code", TEXT, "code of its township"),
            Column("population", INTEGER, "resident population, persons"),
            Column("area_m2", REAL, "control area, m²"),
        ),
        "code",
    ),
    Layer(
        "parcel",
        "MultiPolygon",
        "Land-use parcels (DLTB)",
        (
            Column("parcel_id", TEXT, "identifier, unique (BSM)"),
            Column("class_code", TEXT, "land class code (DLBM)"),
            Column("class_name", TEXT, "land class name (DLMC)"),
            Column("unit_code", TEXT, "code of the village it is recorded in (ZLDWDM), empty where unknown"),
            Column("area_m2", REAL, "area, m² (TBMJ)"),
            Column("ridge_factor", REAL, "share of ridges to deduct, 0 to below 1 (KCXS)"),
            Column("settlement_code", TEXT, "inside a city, town or village: 201, 202, 203 … (CZCSXM)"),
        ),
        "parcel_id",
    ),
    Layer(
        "control_line",
        "MultiPolygon",
        "Control lines",
        (
            Column(
                "kind",
                TEXT,
                "ecological_redline, permanent_basic_farmland, urban_development_boundary or the county's own",
            ),
            Column("name", TEXT, "name"),
        ),
    ),
    Layer(
        "hazard",
        "Point",
        "Geological hazard points",
        (Column("kind", TEXT, "kind of hazard"), Column("name", TEXT, "name")),
    ),
    Layer(
        "facility",
        "Point",
        "Public facilities",
        (
            Column("kind", TEXT, "kind of facility"),
            Column("name", TEXT, "name"),
            Column("unit_code", TEXT, "code of the village it lies in"),
            Column("capacity", REAL, "what it holds, as its kind is counted: beds, places, m²; empty where unknown"),
            Column("level", TEXT, "level or class of the facility"),
        ),
    ),
    Layer(
        "road",
        "MultiLineString",
        "Roads",
        (
            Column("kind", TEXT, "class of road"),
            Column("name", TEXT, "name"),
            Column("direction", TEXT, "direction of traffic as the catalogue road_speeds tells it, empty: both ways"),
        ),
    ),
    Layer(
        "sector_plan",
        "MultiPolygon",
        "Areas of other plans (land-use plan, urban-rural plan, …)",
        (
            Column("plan", TEXT, "which plan"),
            Column("class_code", TEXT, "plan class code"),
            Column("class_name", TEXT, "plan class name"),
        ),
    ),
    Layer(
        "project",
        "MultiPolygon",
        "Project footprints",
        (
            Column("code", TEXT, "code"),
            Column("name", TEXT, "name"),
            Column("kind", TEXT, "kind of project"),
            Column("sector_plan", TEXT, "sector plan it belongs to"),
            Column("content", TEXT, "what is built"),
            Column("standard", TEXT, "standard it is built to"),
            Column("scale", TEXT, "scale"),
            Column("investment", REAL, "investment, 10,000 yuan"),
            Column("start_year", INTEGER, "year it begins"),
            Column("end_year", INTEGER, "year it is completed"),
            Column("responsible", TEXT, "who is responsible"),
        ),
    ),
)

# Written only where the county brings them; a file without them is whole.
BROUGHT_LAYERS: tuple[Layer, ...] = (
    Layer(
        "neighbour",
        "MultiPolygon",
        "Neighbouring counties, which the atlas names at the border; only in a file for which they were brought",
        (Column("name", TEXT, "name"),),
    ),
)

TABLES: tuple[Table, ...] = (
    Table(
        "setting",
        "Settings: schema_version, application, county_code, county_name, current_plan, …",
        (Column("key", TEXT, "name", True), Column("value", TEXT, "value")),
        unique=("key",),
    ),
    Table(
        "indicator_value",
        "Figures of units",
        (
            _LEVEL,
            _UNIT,
            Column("indicator", TEXT, "indicator code", True),
            Column("year", INTEGER, "year, empty where unknown"),
            Column("value", REAL, "value in the indicator's unit"),
            Column("source", TEXT, "where it comes from: workbook › sheet › cell, or computed: …", hashed=False),
            Column("made", TEXT, "time it was written", hashed=False),
        ),
    ),
    Table(
        "judgement",
        "Pairwise judgements of experts (AHP): how many times the row matters more than the column",
        (
            _LEVEL,
            Column("expert", TEXT, "who judged", True),
            Column("row", TEXT, "code of an indicator, or id of an indicator group", True),
            Column("column", TEXT, "what it is compared with", True),
            Column("value", REAL, "1 to 9, or 1/2 to 1/9", True),
        ),
        unique=("level", "expert", "row", "column"),
    ),
    Table(
        "target_actual",
        "What was reached of the targets, by year",
        (
            Column("code", TEXT, "code of the target", True),
            Column("unit_code", TEXT, "township, empty for the whole county", True),
            Column("year", INTEGER, "year", True),
            Column("value", REAL, "value in the target's unit; 1 or 0 where it is a yes or a no", True),
            Column("source", TEXT, "where it comes from", hashed=False),
        ),
        unique=("code", "unit_code", "year"),
    ),
    Table(
        "flow",
        "Flows between units, e.g. commuters",
        (
            Column("from_code", TEXT, "unit it starts in", True),
            Column("to_code", TEXT, "unit it ends in", True),
            Column("value", REAL, "amount, e.g. persons", True),
        ),
    ),
    Table(
        "plan",
        "Plans: full assignments of units to districts",
        (
            Column("name", TEXT, "unique, never all digits", True),
            Column("based_on", INTEGER, "id of the plan it was copied from"),
            Column("status", TEXT, "draft, in_review, approved, archived", True),
            Column("note", TEXT, "note"),
            Column("created", TEXT, "time", True),
        ),
        key="id",
        unique=("name",),
    ),
    Table(
        "assignment",
        "Which district each unit is in",
        (_PLAN, _LEVEL, _UNIT, Column("district_code", TEXT, "code of the district", True)),
        unique=("plan_id", "level", "unit_code"),
    ),
    Table(
        "district",
        "Planning districts of a plan",
        (
            _PLAN,
            _LEVEL,
            Column("code", TEXT, "1 … k; village districts <parent>-01 …", True),
            Column("name", TEXT, "name"),
            Column("function", TEXT, "what the district is for"),
            Column("parent", TEXT, "village districts: code of the township district"),
            Column("colour", TEXT, "#rrggbb", True),
            Column("locked", INTEGER, "1: its units stay", True),
        ),
        unique=("plan_id", "level", "code"),
    ),
    Table(
        "centre",
        "Central towns and villages of a plan",
        (
            _PLAN,
            _LEVEL,
            _UNIT,
            Column("role", TEXT, "central_town, sub_central_town, central_village", True),
            Column("reason", TEXT, "why"),
            Column("figures", TEXT, "JSON: the figures of the reason"),
        ),
        unique=("plan_id", "level", "unit_code"),
    ),
    Table(
        "high_potential",
        "Townships of high potential of a plan, from which its central towns are chosen",
        (_PLAN, _UNIT, Column("reason", TEXT, "why it became a central town, or why not")),
        unique=("plan_id", "unit_code"),
    ),
    Table(
        "village_type",
        "Types of the villages of a plan, and their place in the 1+X+Y layout",
        (
            _PLAN,
            _UNIT,
            Column("type", TEXT, "id of the type", True),
            Column("rule", TEXT, "rule that decided"),
            Column("reason", TEXT, "why"),
            Column("next_type", TEXT, "the type that comes next"),
            Column("next_distance", REAL, "how far from it, in standard deviations of the villages; 0: fits as well"),
            Column("layout", TEXT, "place in the layout: " + ", ".join(LAYOUTS) + ", or empty"),
            Column("decided_by_user", INTEGER, "1: a person decided; a new classification keeps it", True),
        ),
        unique=("plan_id", "unit_code"),
    ),
    Table(
        "result",
        "Heads of what was costly to compute",
        (
            _PLAN,
            Column(
                "kind",
                TEXT,
                "score, weight, stability, unit_stability, land_area, land_change, conflict, finding, target, quota",
                True,
            ),
            Column("level", TEXT, "township or village, empty where it has none", True),
            Column("parameters", TEXT, "JSON", True),
            Column("fingerprints", TEXT, "JSON: table -> hash of the rows it was computed from", True),
            Column("made", TEXT, "time", True),
        ),
        key="id",
        unique=("plan_id", "kind", "level"),
    ),
    Table(
        "score",
        "Scores of units",
        (
            _RESULT,
            _LEVEL,
            _UNIT,
            Column("part", TEXT, "total, rank, or the code of an indicator group", True),
            Column("value", REAL, "score, or rank from 1"),
        ),
        unique=("result_id", "unit_code", "part"),
    ),
    Table(
        "weight",
        "Weights of indicators",
        (_RESULT, _LEVEL, Column("indicator", TEXT, "indicator code", True), Column("weight", REAL, "sums to 1")),
        unique=("result_id", "indicator"),
    ),
    Table(
        "stability",
        "How firmly units stand on the shortlist",
        (
            _RESULT,
            _LEVEL,
            _UNIT,
            Column("share", REAL, "share of the trial runs in which it stays, 0 to 1"),
            Column("best_rank", INTEGER, "best rank over the trial runs"),
            Column("worst_rank", INTEGER, "worst rank over the trial runs"),
            Column("shares", TEXT, "JSON: the share by kind of trial, as share_10, share_left_out, share_random"),
            Column("decides", TEXT, "the indicator whose leaving out moves the unit most, empty where none does"),
            Column("decided_rank", INTEGER, "the rank without it"),
        ),
        unique=("result_id", "unit_code"),
    ),
    Table(
        "unit_stability",
        "How firmly units lie in the district that was computed for them",
        (
            _RESULT,
            _UNIT,
            Column("share", REAL, "share of the good plans in which it lies with its neighbours there, 0 to 1", True),
        ),
        unique=("result_id", "unit_code"),
    ),
    Table(
        "land_area",
        "Area by village, land class and control lines",
        (
            _RESULT,
            Column("unit_code", TEXT, "village, empty outside all", True),
            Column("class_code", TEXT, "land class", True),
            Column("constraints", TEXT, "names of the lines that cover it, joined by +", True),
            Column("area_m2", REAL, "m²", True),
            Column("net_area_m2", REAL, "m² after deduction of ridges, empty where not computed"),
        ),
    ),
    Table(
        "land_change",
        "Area by village, present class, planned class and control lines",
        (
            _RESULT,
            Column("unit_code", TEXT, "village, empty outside all", True),
            Column("class_code", TEXT, "present land class (survey)", True),
            Column("settlement_code", TEXT, "inside a city, town or village: 201, 202, 203 …; empty outside", True),
            Column("planned_class", TEXT, "class planned for it", True),
            Column("constraints", TEXT, "names of the lines that cover it, joined by +", True),
            Column("area_m2", REAL, "m²", True),
        ),
    ),
    Table(
        "conflict",
        "The ledger of conflicts: ground on which plans differ, or cross a control line",
        (
            _RESULT,
            Column("number", INTEGER, "number in the ledger, from 1 (DKBH)"),
            Column("key", TEXT, "identity that survives a new analysis"),
            Column("kind", TEXT, "class of difference (CTFL): a_only, b_only, both_construction, neither, …"),
            Column("unit_code", TEXT, "village, empty outside all", True),
            Column("plan_a", TEXT, "first plan"),
            Column("class_a", TEXT, "class in the first plan"),
            Column("class_name_a", TEXT, "its name"),
            Column("codes_a", TEXT, "version of its code: plan_2023, plan_2020, survey, own"),
            Column("plan_b", TEXT, "second plan, empty where only one covers the ground"),
            Column("class_b", TEXT, "class in the second plan"),
            Column("class_name_b", TEXT, "its name"),
            Column("codes_b", TEXT, "version of its code"),
            Column("constraints", TEXT, "names of the lines that cover it, joined by +"),
            Column("rule", TEXT, "rule that decides"),
            Column("principle", TEXT, "principle of the rule: ecology, totals, development, functions, safety"),
            Column("severity", TEXT, "severity of the rule"),
            Column("winner", TEXT, "who wins by the rule: a, b, constraint, check"),
            Column("cause", TEXT, "cause (TZYY)"),
            Column("treatment", TEXT, "way of coordination by the rule (XTFS)"),
            Column("exceptions", TEXT, "what the law lets pass, by the rule"),
            Column("area_m2", REAL, "m²", True),
            Column("sliver", INTEGER, "1: smaller than the least area that was asked for"),
            Column("basic_farmland", INTEGER, "1: touches permanent basic farmland (JBNT)"),
            Column("redline", INTEGER, "1: touches the ecological redline (STHX)"),
            Column("urban_boundary", INTEGER, "1: touches the urban development boundary (KFBJ)"),
            Column("major_project", INTEGER, "1: touches a major project (ZDXM)"),
        ),
        geometry="MultiPolygon",
    ),
    Table(
        "finding",
        "What a check reports",
        (
            _RESULT,
            Column("key", TEXT, "identity that survives a new check"),
            Column("rule", TEXT, "rule", True),
            Column("severity", TEXT, "error, warning or note", True),
            Column("layer", TEXT, "layer"),
            Column("unit_code", TEXT, "unit"),
            Column("message", TEXT, "what is wrong and what to do", True),
        ),
        geometry="MultiPolygon",
    ),
    Table(
        "decision",
        "What a user decided on a finding or a conflict; belongs to no result, so that a new analysis keeps it",
        (
            Column("subject", TEXT, "finding or conflict", True),
            Column("key", TEXT, "key of the finding or conflict", True),
            Column("decision", TEXT, "finding: accepted; conflict: who wins (a, b, constraint, other)", True),
            Column("treatment", TEXT, "conflict: how it is coordinated, where not as its rule says"),
            Column("reason", TEXT, "why"),
            Column("who", TEXT, "user", True),
            Column("made", TEXT, "time", True),
        ),
        unique=("subject", "key"),
    ),
    Table(
        "target",
        "Targets of the plan period and how far they are reached",
        (
            _RESULT,
            Column("code", TEXT, "code of the target", True),
            Column("unit_code", TEXT, "township, empty for the whole county", True),
            Column("name", TEXT, "name"),
            Column("unit", TEXT, "unit of the value"),
            Column("kind", TEXT, "end (reached by a year), yearly (each year) or base (a figure to start from)"),
            Column("direction", TEXT, "up: more is better, down: less is better"),
            Column("comparison", TEXT, ">=, <=, =, ~ (about), > or <"),
            Column("base", REAL, "value in the base year"),
            Column("base_year", INTEGER, "base year"),
            Column("value", REAL, "value to be reached, empty where it is a yes or a no"),
            Column("year", INTEGER, "year it is to be reached by"),
            Column("year_assumed", INTEGER, "1: the source names no year"),
            Column("actual", REAL, "value reached"),
            Column("actual_year", INTEGER, "year of that value"),
            Column("rate", REAL, "rate of completion, 0 to 1 and beyond"),
            Column("expected", REAL, "rate that a steady pace would have by then"),
            Column("light", TEXT, "green, yellow, red, or none where nothing can be said"),
            Column("note", TEXT, "what the light rests on"),
        ),
    ),
    Table(
        "quota",
        "Binding and expected indicators passed down from the county to its villages",
        (
            _RESULT,
            Column("level", TEXT, "county, district, township, village; empty where unknown", True),
            Column("unit_code", TEXT, "code of the unit", True),
            Column("parent", TEXT, "unit it is passed down from"),
            Column("indicator", TEXT, "indicator", True),
            Column("kind", TEXT, "floor (not below), cap (not above), expected"),
            Column("value", REAL, "figure of the unit"),
            Column("present", REAL, "present figure"),
            Column("lowest", REAL, "least figure that a proposal may take"),
            Column("highest", REAL, "greatest figure that a proposal may take"),
            Column("basis", TEXT, "what a proposal is in proportion to"),
            Column("basis_value", REAL, "that figure of the unit"),
            Column("origin", TEXT, "given, locked, proposed, summed, or missing"),
            Column("difference", REAL, "sum of the children less the figure; a rate: the mean of the children less it"),
            Column("status", TEXT, "ok, over, under, incomplete, below_floor, above_cap, missing"),
            Column("note", TEXT, "the status in words"),
        ),
    ),
    Table(
        "edit",
        "Every step that changed the districts or centres of a plan; never changed, never deleted",
        (
            _PLAN,
            _LEVEL,
            Column("parent", INTEGER, "id of the edit it follows, empty for the first"),
            Column("what", TEXT, "what was done", True),
            Column("changes", TEXT, "JSON: units, districts and centres, each with what was before and after", True),
            Column("units", INTEGER, "number of units that changed their district", True),
            Column("made", TEXT, "time", True),
            Column("who", TEXT, "user", True),
        ),
        key="id",
        append_only=True,
        index=("plan_id", "level", "parent"),
    ),
    Table(
        "head",
        "Where the history of each level of a plan stands: undo goes to the parent, redo to the youngest child",
        (_PLAN, _LEVEL, Column("edit_id", INTEGER, "the edit that was done last, empty where all are undone")),
        unique=("plan_id", "level"),
    ),
    Table(
        "snapshot",
        "Plans as they were once, with their tables; never changed, never deleted",
        (
            _PLAN,
            Column("name", TEXT, "name", True),
            Column("made", TEXT, "time", True),
            Column("who", TEXT, "user", True),
            Column("note", TEXT, "note"),
            Column("round", INTEGER, "number of the review round it is the material of"),
            Column("content", TEXT, "JSON: schemes (districts and centres of both levels) and tables", True),
            Column("digest", TEXT, "SHA-256 of the content", True),
        ),
        key="id",
        append_only=True,
    ),
    Table(
        "round",
        "Review rounds",
        (
            _PLAN,
            Column("number", INTEGER, "1, 2, … in the order of work", True),
            Column("stage", TEXT, "stage of the catalogue of rounds"),
            Column("name", TEXT, "who reviews"),
            Column("status", TEXT, "planned, open or closed", True),
            Column("outcome", TEXT, "passed, passed_with_changes, returned, or empty"),
            Column("participants", TEXT, "JSON: list of name and kind"),
            Column("agenda", TEXT, "agenda"),
            Column("held", TEXT, "date of the meeting"),
            Column("due", TEXT, "date by which opinions are due"),
            Column("opened", TEXT, "time"),
            Column("closed", TEXT, "time"),
            Column("snapshot_id", INTEGER, "the snapshot it reviews"),
            Column("note", TEXT, "note"),
        ),
        unique=("plan_id", "number"),
        frozen="""EXISTS (SELECT 1 FROM "round" r WHERE r."status" = 'closed' AND (r."fid" = {row}."fid" OR
        (r."plan_id" = {row}."plan_id" AND r."number" = {row}."number")))""",
    ),
    Table(
        "opinion",
        "Opinions and public comments given on a plan",
        (
            _PLAN,
            Column("number", INTEGER, "running number in the plan, from 1", True),
            Column("round", INTEGER, "number of the round, empty outside of any"),
            Column("source", TEXT, "who gave it"),
            Column("source_kind", TEXT, "department, township, meeting, leader, villager, public; empty where unknown"),
            Column("subject", TEXT, "what it is about: plan, district, unit or point", True),
            Column("level", TEXT, "township or village, of the district or unit"),
            Column("district_code", TEXT, "district it is about"),
            Column("unit_code", TEXT, "unit it is about"),
            Column("topic", TEXT, "topic"),
            Column("text", TEXT, "opinion", True),
            Column("decision", TEXT, "adopted, partly, not; empty while open"),
            Column("reason", TEXT, "why, where it is not wholly adopted"),
            Column("reply", TEXT, "reply"),
            Column("change", TEXT, "where the plan was changed, in words"),
            Column("responsible", TEXT, "who is to deal with it"),
            Column("due", TEXT, "date by which"),
            Column("edit_id", INTEGER, "the edit that answers it"),
            Column("given", TEXT, "when it was given"),
            Column("entered", TEXT, "when it was entered"),
            Column("who", TEXT, "user who entered it"),
            Column("origin", TEXT, "where it was read from: workbook › sheet › row"),
            Column("key", TEXT, "hash of what was first said, so that nothing is read twice"),
            Column("withdrawn", TEXT, "why it was withdrawn, empty where it stands; an opinion is never deleted"),
        ),
        unique=("plan_id", "number"),
        geometry="Point",
    ),
    Table(
        "sign_off",
        "What the participants of a round signed",
        (
            _PLAN,
            Column("round", INTEGER, "number of the round", True),
            Column("participant", TEXT, "department or person", True),
            Column("verdict", TEXT, "agree, agree_with_changes, disagree", True),
            Column("signed_by", TEXT, "who signed for it"),
            Column("given", TEXT, "time", True),
            Column("note", TEXT, "note"),
        ),
        unique=("plan_id", "round", "participant"),
        frozen="""EXISTS (SELECT 1 FROM "round" r WHERE r."status" = 'closed' AND ((r."plan_id" = {row}."plan_id" AND
        r."number" = {row}."round") OR EXISTS (SELECT 1 FROM "sign_off" s WHERE s."fid" = {row}."fid" AND
        s."plan_id" = r."plan_id" AND s."round" = r."number")))""",
    ),
    Table(
        "questionnaire",
        "Questionnaires of villagers",
        (
            Column("number", TEXT, "number on the sheet; # and unit and question where answers came counted", True),
            Column("unit_code", TEXT, "village, empty where unknown"),
            Column("township_code", TEXT, "township, empty where unknown"),
            Column("given", TEXT, "date"),
            Column("origin", TEXT, "where it was read from: workbook › sheet › row"),
        ),
        key="id",
        unique=("number",),
    ),
    Table(
        "answer",
        "Answers of the questionnaires",
        (
            Column("questionnaire_id", INTEGER, "the questionnaire", True, "questionnaire"),
            Column("question", TEXT, "question", True),
            Column("topic", TEXT, "topic"),
            Column("answer", TEXT, "answer", True),
            Column("count", INTEGER, "1; more where the row stands for several people", True),
        ),
    ),
    Table(
        "form_row",
        "Rows of the forms that the county brings filled in; a new import of a form takes the place of the earlier one",
        (
            Column("form", TEXT, "id of the table in the catalogue of tables", True),
            Column("number", INTEGER, "number of the row in the form, from 1", True),
            Column("unit_code", TEXT, "township it is about, empty for the county"),
            Column("content", TEXT, "JSON: key of the column -> value", True),
            Column("origin", TEXT, "where it was read from: workbook › sheet › row"),
        ),
        unique=("form", "number"),
    ),
    Table(
        "record",
        "What happened; never changed, never deleted",
        (
            Column("made", TEXT, "time", True),
            Column("who", TEXT, "user", True),
            Column("what", TEXT, "what was done", True),
            Column("before", TEXT, "JSON"),
            Column("after", TEXT, "JSON"),
        ),
        append_only=True,
    ),
)


@dataclass(frozen=True)
class View:
    """A query kept in the file, which any GIS reads as a table."""

    name: str
    doc: str
    sql: str


VIEWS: tuple[View, ...] = (
    View(
        "land_statistics",
        "Areas of the villages, to be summed by plan, township, village, land class and control line: each row of "
        "land_area once with an empty line, for all the ground, and once more for every line that covers it",
        """SELECT v."township_code", a."unit_code", a."class_code", k."line", a."constraints", r."plan_id",
        a."area_m2", a."net_area_m2" FROM "land_area" a JOIN "result" r ON r."id" = a."result_id" AND r."level" = ''
        LEFT JOIN "village" v ON v."code" = a."unit_code"
        JOIN (SELECT DISTINCT "kind" AS "line" FROM "control_line" WHERE "kind" <> '' UNION SELECT '') k
        ON k."line" = '' OR instr('+' || a."constraints" || '+', '+' || k."line" || '+') > 0""",
    ),
)

ENTRIES: tuple[Union[Layer, Table], ...] = LAYERS + TABLES
_BY_NAME = {entry.name: entry for entry in ENTRIES}


def entry(name: str) -> Union[Layer, Table]:
    """The layer or table of that name; KeyError where the schema has none."""
    return _BY_NAME[name]


def table_sql(table: Table) -> list[str]:
    """The statements that make a table, its uniqueness and, where it is append-only, its guards."""
    lines = [f'"{table.key}" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL']
    if table.geometry:
        lines.append(f'"geom" {table.geometry.upper()}')
    for column in table.columns:
        line = f'"{column.name}" {column.type}'
        if column.required:
            line += " NOT NULL"
        if column.references:
            line += f' REFERENCES "{column.references}"("id") ON DELETE CASCADE'
        lines.append(line)
    if table.unique:
        lines.append("UNIQUE ({})".format(", ".join(f'"{name}"' for name in table.unique)))
    statements = ['CREATE TABLE "{}" ({})'.format(table.name, ", ".join(lines))]
    if table.append_only:
        statements += [
            f'CREATE TRIGGER "{table.name}_no_{what}" BEFORE {what.upper()} ON "{table.name}" '
            f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
            for what in ("update", "delete")
        ]
        # INSERT OR REPLACE deletes without a trigger's knowing.
        statements.append(
            f'CREATE TRIGGER "{table.name}_no_replace" BEFORE INSERT ON "{table.name}" '
            f'WHEN EXISTS (SELECT 1 FROM "{table.name}" WHERE "{table.key}" = NEW."{table.key}") '
            f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
        )
    if table.frozen:
        statements += [
            f'CREATE TRIGGER "{table.name}_closed_{what}" BEFORE {what.upper()} ON "{table.name}" '
            f"WHEN {' OR '.join(table.frozen.format(row=row) for row in rows)} "
            f"BEGIN SELECT RAISE(ABORT, 'the round is closed'); END"
            for what, rows in (("insert", ("NEW",)), ("update", ("OLD", "NEW")), ("delete", ("OLD",)))
        ]
    first = table.columns[0]
    index = table.index or ((first.name,) if first.references and not table.unique else ())
    if index:
        names = ", ".join(f'"{name}"' for name in index)
        statements.append(f'CREATE INDEX "{table.name}_{index[0]}" ON "{table.name}" ({names})')
    if table.geometry:  # in the county's reference system, which the layers have already
        statements += [
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
            f"SELECT '{table.name}', 'features', '{table.name}', '{table.doc}', :now, srs_id "
            "FROM gpkg_geometry_columns WHERE table_name = 'village'",
            "INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) "
            f"SELECT '{table.name}', 'geom', '{table.geometry.upper()}', srs_id, 0, 0 "
            "FROM gpkg_geometry_columns WHERE table_name = 'village'",
        ]
        return statements
    statements.append(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        f"VALUES ('{table.name}', 'attributes', '{table.name}', '{table.doc}', :now)"
    )
    return statements


def view_sql(view: View) -> list[str]:
    """The statements that make a view and register it."""
    return [
        f'CREATE VIEW "{view.name}" AS {view.sql}',
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        f"VALUES ('{view.name}', 'attributes', '{view.name}', '{view.doc}', :now)",
    ]


def describe() -> str:
    """The schema as Markdown: docs/database.md."""
    lines = [
        f"# The planning database (schema version {VERSION})",
        "",
        "One GeoPackage per county, which any GIS reads: plain tables with an integer primary key, layers with the",
        "geometry column `geom`. Codes are text, areas m² on the CGCS2000 ellipsoid, times ISO 8601 in UTC, structured",
        "values JSON. An older file is brought up to date when it is opened; a newer one is refused. This page is made",
        "from `village_planner/database/schema.py` by `python -m village_planner.database.schema > docs/database.md`.",
        "",
    ]
    parts: tuple[Union[Layer, Table], ...] = (*LAYERS, *BROUGHT_LAYERS, *TABLES)
    for part in parts:
        kind = f"layer, {part.geometry}" if part.geometry else "table"
        lines += [f"## {part.name} ({kind})", f"{part.doc}.", "", "| column | type | what it holds |", "|---|---|---|"]
        key = "fid" if isinstance(part, Layer) else part.key
        lines.append(f"| {key} | INTEGER | primary key |")
        lines += [f"| {column.name} | {column.type} | {column.doc} |" for column in part.columns]
        lines.append("")
    for view in VIEWS:
        lines += [f"## {view.name} (view)", f"{view.doc}.", "", "```sql", " ".join(view.sql.split()), "```", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    print(describe(), end="")
