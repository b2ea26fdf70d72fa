"""Bringing an older planning database up to the schema of this plugin, one version at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Callable

from ..core.errors import StorageError
from . import schema
from .clock import now
from .connection import complaints, transaction

# Findings and conflicts become layers and gain columns; their old rows are kept, without geometry.
_TO_2 = (
    'ALTER TABLE "land_area" ADD COLUMN "net_area_m2" REAL',
    'ALTER TABLE "conflict" RENAME TO "old_conflict"',
    'ALTER TABLE "finding" RENAME TO "old_finding"',
    'DROP INDEX IF EXISTS "conflict_result_id"',
    'DROP INDEX IF EXISTS "finding_result_id"',
    """CREATE TABLE "conflict" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON,
    "result_id" INTEGER NOT NULL REFERENCES "result"("id") ON DELETE CASCADE, "number" INTEGER, "key" TEXT,
    "kind" TEXT, "unit_code" TEXT NOT NULL, "plan_a" TEXT, "class_a" TEXT, "class_name_a" TEXT, "codes_a" TEXT,
    "plan_b" TEXT, "class_b" TEXT, "class_name_b" TEXT, "codes_b" TEXT, "constraints" TEXT, "rule" TEXT,
    "principle" TEXT, "severity" TEXT, "winner" TEXT, "cause" TEXT, "treatment" TEXT, "exceptions" TEXT,
    "area_m2" REAL NOT NULL, "sliver" INTEGER, "basic_farmland" INTEGER, "redline" INTEGER, "urban_boundary" INTEGER,
    "major_project" INTEGER)""",
    """CREATE TABLE "finding" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" MULTIPOLYGON,
    "result_id" INTEGER NOT NULL REFERENCES "result"("id") ON DELETE CASCADE, "key" TEXT, "rule" TEXT NOT NULL,
    "severity" TEXT NOT NULL, "layer" TEXT, "unit_code" TEXT, "message" TEXT NOT NULL)""",
    """CREATE TABLE "decision" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL, "decision" TEXT NOT NULL, "treatment" TEXT, "reason" TEXT, "who" TEXT NOT NULL,
    "made" TEXT NOT NULL, UNIQUE ("subject", "key"))""",
    'CREATE INDEX "conflict_result_id" ON "conflict" ("result_id")',
    'CREATE INDEX "finding_result_id" ON "finding" ("result_id")',
    """INSERT INTO "conflict" ("fid", "result_id", "unit_code", "class_a", "class_b", "rule", "area_m2")
    SELECT "fid", "result_id", "unit_code", "class_a", "class_b", "rule", "area_m2" FROM "old_conflict" ORDER BY fid""",
    """INSERT INTO "finding" ("fid", "result_id", "rule", "severity", "layer", "unit_code", "message")
    SELECT "fid", "result_id", "rule", "severity", "layer", "unit_code", "message" FROM "old_finding" ORDER BY fid""",
    'DROP TABLE "old_conflict"',
    'DROP TABLE "old_finding"',
    """UPDATE gpkg_contents SET data_type = 'features', last_change = :now,
    description = 'The ledger of conflicts: ground on which plans differ, or cross a control line',
    srs_id = (SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'village') WHERE table_name = 'conflict'""",
    """UPDATE gpkg_contents SET data_type = 'features', last_change = :now,
    srs_id = (SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'village') WHERE table_name = 'finding'""",
    """INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)
    SELECT name, 'geom', 'MULTIPOLYGON', srs_id, 0, 0 FROM gpkg_geometry_columns,
    (SELECT 'conflict' AS name UNION SELECT 'finding') WHERE table_name = 'village'""",
    """INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES ('decision',
    'attributes', 'decision', 'What a user decided on a finding or a conflict; belongs to no result, so that a new '
    || 'analysis keeps it', :now)""",
    """CREATE VIEW "land_statistics" AS
    SELECT v."township_code", a."unit_code", a."class_code", k."line", a."constraints", r."plan_id",
    a."area_m2", a."net_area_m2" FROM "land_area" a JOIN "result" r ON r."id" = a."result_id" AND r."level" = ''
    LEFT JOIN "village" v ON v."code" = a."unit_code"
    JOIN (SELECT DISTINCT "kind" AS "line" FROM "control_line" WHERE "kind" <> '' UNION SELECT '') k
    ON k."line" = '' OR instr('+' || a."constraints" || '+', '+' || k."line" || '+') > 0""",
    """INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES
    ('land_statistics', 'attributes', 'land_statistics',
    'Areas of the villages, to be summed by plan, township, village, land class and control line: each row of '
    || 'land_area once with an empty line, for all the ground, and once more for every line that covers it',
    :now)""",
)


# Sources of figures, directions of traffic, judgements, village types and actuals; targets and quotas gain columns and
# keep their old rows. A quota's level and parent follow from the unit.
_TO_3 = (
    'ALTER TABLE "indicator_value" ADD COLUMN "source" TEXT',
    'ALTER TABLE "indicator_value" ADD COLUMN "made" TEXT',
    'ALTER TABLE "centre" ADD COLUMN "figures" TEXT',
    'ALTER TABLE "road" ADD COLUMN "direction" TEXT',
    'ALTER TABLE "stability" ADD COLUMN "best_rank" INTEGER',
    'ALTER TABLE "stability" ADD COLUMN "worst_rank" INTEGER',
    'ALTER TABLE "stability" ADD COLUMN "shares" TEXT',
    'ALTER TABLE "stability" ADD COLUMN "decides" TEXT',
    'ALTER TABLE "stability" ADD COLUMN "decided_rank" INTEGER',
    """CREATE TABLE "judgement" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "level" TEXT NOT NULL,
    "expert" TEXT NOT NULL, "row" TEXT NOT NULL, "column" TEXT NOT NULL, "value" REAL NOT NULL,
    UNIQUE ("level", "expert", "row", "column"))""",
    """CREATE TABLE "target_actual" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "code" TEXT NOT NULL,
    "unit_code" TEXT NOT NULL, "year" INTEGER NOT NULL, "value" REAL NOT NULL, "source" TEXT,
    UNIQUE ("code", "unit_code", "year"))""",
    """CREATE TABLE "village_type" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "plan_id" INTEGER NOT NULL REFERENCES "plan"("id") ON DELETE CASCADE, "unit_code" TEXT NOT NULL,
    "type" TEXT NOT NULL, "rule" TEXT, "reason" TEXT, "next_type" TEXT, "next_distance" REAL, "layout" TEXT,
    "decided_by_user" INTEGER NOT NULL,
    UNIQUE ("plan_id", "unit_code"))""",
    """CREATE TABLE "high_potential" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "plan_id" INTEGER NOT NULL REFERENCES "plan"("id") ON DELETE CASCADE, "unit_code" TEXT NOT NULL, "reason" TEXT,
    UNIQUE ("plan_id", "unit_code"))""",
    'ALTER TABLE "target" RENAME TO "old_target"',
    'ALTER TABLE "quota" RENAME TO "old_quota"',
    'DROP INDEX IF EXISTS "target_result_id"',
    'DROP INDEX IF EXISTS "quota_result_id"',
    """CREATE TABLE "target" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "result_id" INTEGER NOT NULL REFERENCES "result"("id") ON DELETE CASCADE, "code" TEXT NOT NULL,
    "unit_code" TEXT NOT NULL, "name" TEXT, "unit" TEXT, "kind" TEXT, "direction" TEXT, "comparison" TEXT,
    "base" REAL, "base_year" INTEGER, "value" REAL, "year" INTEGER, "year_assumed" INTEGER, "actual" REAL,
    "actual_year" INTEGER, "rate" REAL, "expected" REAL, "light" TEXT, "note" TEXT)""",
    """CREATE TABLE "quota" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "result_id" INTEGER NOT NULL REFERENCES "result"("id") ON DELETE CASCADE, "level" TEXT NOT NULL,
    "unit_code" TEXT NOT NULL, "parent" TEXT, "indicator" TEXT NOT NULL, "kind" TEXT, "value" REAL, "present" REAL,
    "lowest" REAL, "highest" REAL, "basis" TEXT, "basis_value" REAL, "origin" TEXT, "difference" REAL, "status" TEXT,
    "note" TEXT)""",
    'CREATE INDEX "target_result_id" ON "target" ("result_id")',
    'CREATE INDEX "quota_result_id" ON "quota" ("result_id")',
    """INSERT INTO "target" ("fid", "result_id", "code", "unit_code", "name", "kind", "value")
    SELECT "fid", "result_id", "indicator", '', "indicator", 'end', "value" FROM "old_target" ORDER BY fid""",
    """INSERT INTO "quota" ("fid", "result_id", "level", "unit_code", "parent", "indicator", "value", "origin")
    SELECT q."fid", q."result_id",
    CASE WHEN v."code" IS NOT NULL THEN 'village' WHEN t."code" IS NOT NULL THEN 'township' ELSE '' END,
    q."unit_code", v."township_code", q."indicator", q."value", 'given' FROM "old_quota" q
    LEFT JOIN "village" v ON v."code" = q."unit_code" LEFT JOIN "township" t ON t."code" = q."unit_code"
    ORDER BY q.fid""",
    'DROP TABLE "old_target"',
    'DROP TABLE "old_quota"',
    """UPDATE gpkg_contents SET description = 'Targets of the plan period and how far they are reached',
    last_change = :now WHERE table_name = 'target'""",
    """UPDATE gpkg_contents
    SET description = 'Binding and expected indicators passed down from the county to its villages',
    last_change = :now WHERE table_name = 'quota'""",
    """INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES
    ('judgement', 'attributes', 'judgement',
    'Pairwise judgements of experts (AHP): how many times the row matters more than the column', :now),
    ('target_actual', 'attributes', 'target_actual', 'What was reached of the targets, by year', :now),
    ('high_potential', 'attributes', 'high_potential',
    'Townships of high potential of a plan, from which its central towns are chosen', :now),
    ('village_type', 'attributes', 'village_type',
    'Types of the villages of a plan, and their place in the 1+X+Y layout', :now)""",
)


# The history of a plan's edits and its snapshots, and the units' stability; rounds, opinions, signatures and
# questionnaires gain columns and keep their old rows. Answers that were counted by village become one questionnaire per
# village, with the counts.
_TO_4 = (
    """CREATE TABLE "edit" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "plan_id" INTEGER NOT NULL REFERENCES "plan"("id") ON DELETE CASCADE, "level" TEXT NOT NULL, "parent" INTEGER,
    "what" TEXT NOT NULL, "changes" TEXT NOT NULL, "units" INTEGER NOT NULL, "made" TEXT NOT NULL,
    "who" TEXT NOT NULL)""",
    """CREATE TRIGGER "edit_no_update" BEFORE UPDATE ON "edit"
    BEGIN SELECT RAISE(ABORT, 'edit is append-only'); END""",
    """CREATE TRIGGER "edit_no_delete" BEFORE DELETE ON "edit"
    BEGIN SELECT RAISE(ABORT, 'edit is append-only'); END""",
    'CREATE INDEX "edit_plan_id" ON "edit" ("plan_id", "level", "parent")',
    """CREATE TABLE "head" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "plan_id" INTEGER NOT NULL REFERENCES "plan"("id") ON DELETE CASCADE, "level" TEXT NOT NULL, "edit_id" INTEGER,
    UNIQUE ("plan_id", "level"))""",
    """CREATE TABLE "snapshot" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "plan_id" INTEGER NOT NULL REFERENCES "plan"("id") ON DELETE CASCADE, "name" TEXT NOT NULL, "made" TEXT NOT NULL,
    "who" TEXT NOT NULL, "note" TEXT, "round" INTEGER, "content" TEXT NOT NULL, "digest" TEXT NOT NULL)""",
    """CREATE TRIGGER "snapshot_no_update" BEFORE UPDATE ON "snapshot"
    BEGIN SELECT RAISE(ABORT, 'snapshot is append-only'); END""",
    """CREATE TRIGGER "snapshot_no_delete" BEFORE DELETE ON "snapshot"
    BEGIN SELECT RAISE(ABORT, 'snapshot is append-only'); END""",
    'CREATE INDEX "snapshot_plan_id" ON "snapshot" ("plan_id")',
    'ALTER TABLE "round" ADD COLUMN "stage" TEXT',
    'ALTER TABLE "round" ADD COLUMN "outcome" TEXT',
    'ALTER TABLE "round" ADD COLUMN "participants" TEXT',
    'ALTER TABLE "round" ADD COLUMN "agenda" TEXT',
    'ALTER TABLE "round" ADD COLUMN "held" TEXT',
    'ALTER TABLE "round" ADD COLUMN "due" TEXT',
    'ALTER TABLE "round" ADD COLUMN "snapshot_id" INTEGER',
    'ALTER TABLE "round" ADD COLUMN "note" TEXT',
    'ALTER TABLE "opinion" RENAME TO "old_opinion"',
    'ALTER TABLE "sign_off" RENAME TO "old_sign_off"',
    'ALTER TABLE "questionnaire" RENAME TO "old_questionnaire"',
    'DROP INDEX IF EXISTS "opinion_plan_id"',
    'DROP INDEX IF EXISTS "sign_off_plan_id"',
    """CREATE TABLE "opinion" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" POINT,
    "plan_id" INTEGER NOT NULL REFERENCES "plan"("id") ON DELETE CASCADE, "number" INTEGER NOT NULL, "round" INTEGER,
    "source" TEXT, "source_kind" TEXT, "subject" TEXT NOT NULL, "level" TEXT, "district_code" TEXT, "unit_code" TEXT,
    "topic" TEXT, "text" TEXT NOT NULL, "decision" TEXT, "reason" TEXT, "reply" TEXT, "change" TEXT, "responsible" TEXT,
    "due" TEXT, "edit_id" INTEGER, "given" TEXT, "entered" TEXT, "who" TEXT, "origin" TEXT, "key" TEXT,
    "withdrawn" TEXT,
    UNIQUE ("plan_id", "number"))""",
    """CREATE TABLE "sign_off" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "plan_id" INTEGER NOT NULL REFERENCES "plan"("id") ON DELETE CASCADE, "round" INTEGER NOT NULL,
    "participant" TEXT NOT NULL, "verdict" TEXT NOT NULL, "signed_by" TEXT, "given" TEXT NOT NULL, "note" TEXT,
    UNIQUE ("plan_id", "round", "participant"))""",
    """CREATE TABLE "questionnaire" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "number" TEXT NOT NULL,
    "unit_code" TEXT, "township_code" TEXT, "given" TEXT, "origin" TEXT, UNIQUE ("number"))""",
    """CREATE TABLE "answer" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "questionnaire_id" INTEGER NOT NULL REFERENCES "questionnaire"("id") ON DELETE CASCADE, "question" TEXT NOT NULL,
    "topic" TEXT, "answer" TEXT NOT NULL, "count" INTEGER NOT NULL)""",
    'CREATE INDEX "answer_questionnaire_id" ON "answer" ("questionnaire_id")',
    """CREATE TABLE "unit_stability" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "result_id" INTEGER NOT NULL REFERENCES "result"("id") ON DELETE CASCADE, "unit_code" TEXT NOT NULL,
    "share" REAL NOT NULL, UNIQUE ("result_id", "unit_code"))""",
    """INSERT INTO "opinion" ("fid", "plan_id", "number", "round", "source", "subject", "level", "district_code",
    "unit_code", "text", "decision", "reply", "given")
    SELECT "fid", "plan_id", (SELECT count(*) FROM "old_opinion" b WHERE b."plan_id" = a."plan_id" AND b.fid <= a.fid),
    "round", "source", CASE WHEN coalesce("unit_code", '') <> '' THEN 'unit' WHEN coalesce("district_code", '') <> ''
    THEN 'district' ELSE 'plan' END, "level", "district_code", "unit_code", "text", "decision", "reply", "given"
    FROM "old_opinion" a ORDER BY fid""",
    # One participant may have signed more than once before: the later ones are told apart by their number.
    """INSERT INTO "sign_off" ("fid", "plan_id", "round", "participant", "verdict", "signed_by", "given", "note")
    SELECT "fid", "plan_id", "round", "who" || CASE WHEN EXISTS (SELECT 1 FROM "old_sign_off" b WHERE b.fid < a.fid
    AND b."plan_id" = a."plan_id" AND b."round" = a."round" AND b."who" = a."who") THEN ' (' || a.fid || ')' ELSE ''
    END, 'agree', "who", "given", "note" FROM "old_sign_off" a ORDER BY fid""",
    """INSERT INTO "questionnaire" ("number", "unit_code", "township_code")
    SELECT DISTINCT '#' || q."unit_code", q."unit_code", coalesce(v."township_code", t."code")
    FROM "old_questionnaire" q LEFT JOIN "village" v ON v."code" = q."unit_code"
    LEFT JOIN "township" t ON t."code" = q."unit_code"
    ORDER BY q."unit_code" """,
    """INSERT INTO "answer" ("questionnaire_id", "question", "topic", "answer", "count")
    SELECT n."id", q."topic", q."topic", q."answer", q."count" FROM "old_questionnaire" q
    JOIN "questionnaire" n ON n."number" = '#' || q."unit_code" ORDER BY q.fid""",
    'DROP TABLE "old_opinion"',
    'DROP TABLE "old_sign_off"',
    'DROP TABLE "old_questionnaire"',
    """UPDATE gpkg_contents SET data_type = 'features', last_change = :now,
    description = 'Opinions and public comments given on a plan',
    srs_id = (SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'village') WHERE table_name = 'opinion'""",
    """INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)
    SELECT 'opinion', 'geom', 'POINT', srs_id, 0, 0 FROM gpkg_geometry_columns WHERE table_name = 'village'""",
    """UPDATE gpkg_contents SET description = 'What the participants of a round signed', last_change = :now
    WHERE table_name = 'sign_off'""",
    """UPDATE gpkg_contents SET description = 'Questionnaires of villagers', last_change = :now
    WHERE table_name = 'questionnaire'""",
    """INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES
    ('edit', 'attributes', 'edit',
    'Every step that changed the districts or centres of a plan; never changed, never deleted', :now),
    ('head', 'attributes', 'head', 'Where the history of each level of a plan stands: undo goes to the parent, '
    || 'redo to the youngest child', :now),
    ('snapshot', 'attributes', 'snapshot',
    'Plans as they were once, with their tables; never changed, never deleted', :now),
    ('answer', 'attributes', 'answer', 'Answers of the questionnaires', :now),
    ('unit_stability', 'attributes', 'unit_stability',
    'How firmly units lie in the district that was computed for them', :now)""",
    # Nothing is replaced in what is append-only, and a closed round with its signatures stays as it is.
    """CREATE TRIGGER "edit_no_replace" BEFORE INSERT ON "edit"
    WHEN EXISTS (SELECT 1 FROM "edit" WHERE "id" = NEW."id") BEGIN SELECT RAISE(ABORT, 'edit is append-only'); END""",
    """CREATE TRIGGER "snapshot_no_replace" BEFORE INSERT ON "snapshot"
    WHEN EXISTS (SELECT 1 FROM "snapshot" WHERE "id" = NEW."id")
    BEGIN SELECT RAISE(ABORT, 'snapshot is append-only'); END""",
    """CREATE TRIGGER "record_no_replace" BEFORE INSERT ON "record"
    WHEN EXISTS (SELECT 1 FROM "record" WHERE "fid" = NEW."fid")
    BEGIN SELECT RAISE(ABORT, 'record is append-only'); END""",
    """CREATE TRIGGER "round_closed_insert" BEFORE INSERT ON "round"
    WHEN EXISTS (SELECT 1 FROM "round" r WHERE r."status" = 'closed' AND (r."fid" = NEW."fid" OR
    (r."plan_id" = NEW."plan_id" AND r."number" = NEW."number")))
    BEGIN SELECT RAISE(ABORT, 'the round is closed'); END""",
    """CREATE TRIGGER "round_closed_update" BEFORE UPDATE ON "round"
    WHEN EXISTS (SELECT 1 FROM "round" r WHERE r."status" = 'closed' AND (r."fid" = OLD."fid" OR
    (r."plan_id" = OLD."plan_id" AND r."number" = OLD."number")))
    OR EXISTS (SELECT 1 FROM "round" r WHERE r."status" = 'closed' AND (r."fid" = NEW."fid" OR
    (r."plan_id" = NEW."plan_id" AND r."number" = NEW."number")))
    BEGIN SELECT RAISE(ABORT, 'the round is closed'); END""",
    """CREATE TRIGGER "round_closed_delete" BEFORE DELETE ON "round"
    WHEN EXISTS (SELECT 1 FROM "round" r WHERE r."status" = 'closed' AND (r."fid" = OLD."fid" OR
    (r."plan_id" = OLD."plan_id" AND r."number" = OLD."number")))
    BEGIN SELECT RAISE(ABORT, 'the round is closed'); END""",
    """CREATE TRIGGER "sign_off_closed_insert" BEFORE INSERT ON "sign_off"
    WHEN EXISTS (SELECT 1 FROM "round" r WHERE r."status" = 'closed' AND ((r."plan_id" = NEW."plan_id" AND
    r."number" = NEW."round") OR EXISTS (SELECT 1 FROM "sign_off" s WHERE s."fid" = NEW."fid" AND
    s."plan_id" = r."plan_id" AND s."round" = r."number")))
    BEGIN SELECT RAISE(ABORT, 'the round is closed'); END""",
    """CREATE TRIGGER "sign_off_closed_update" BEFORE UPDATE ON "sign_off"
    WHEN EXISTS (SELECT 1 FROM "round" r WHERE r."status" = 'closed' AND ((r."plan_id" = OLD."plan_id" AND
    r."number" = OLD."round") OR EXISTS (SELECT 1 FROM "sign_off" s WHERE s."fid" = OLD."fid" AND
    s."plan_id" = r."plan_id" AND s."round" = r."number")))
    OR EXISTS (SELECT 1 FROM "round" r WHERE r."status" = 'closed' AND ((r."plan_id" = NEW."plan_id" AND
    r."number" = NEW."round") OR EXISTS (SELECT 1 FROM "sign_off" s WHERE s."fid" = NEW."fid" AND
    s."plan_id" = r."plan_id" AND s."round" = r."number")))
    BEGIN SELECT RAISE(ABORT, 'the round is closed'); END""",
    """CREATE TRIGGER "sign_off_closed_delete" BEFORE DELETE ON "sign_off"
    WHEN EXISTS (SELECT 1 FROM "round" r WHERE r."status" = 'closed' AND ((r."plan_id" = OLD."plan_id" AND
    r."number" = OLD."round") OR EXISTS (SELECT 1 FROM "sign_off" s WHERE s."fid" = OLD."fid" AND
    s."plan_id" = r."plan_id" AND s."round" = r."number")))
    BEGIN SELECT RAISE(ABORT, 'the round is closed'); END""",
)

# Projects and facilities gain what their tables show; use from base to target year; forms brought filled in.
_TO_5 = (
    'ALTER TABLE "facility" ADD COLUMN "capacity" REAL',
    'ALTER TABLE "facility" ADD COLUMN "level" TEXT',
    'ALTER TABLE "project" ADD COLUMN "sector_plan" TEXT',
    'ALTER TABLE "project" ADD COLUMN "content" TEXT',
    'ALTER TABLE "project" ADD COLUMN "standard" TEXT',
    'ALTER TABLE "project" ADD COLUMN "scale" TEXT',
    'ALTER TABLE "project" ADD COLUMN "investment" REAL',
    'ALTER TABLE "project" ADD COLUMN "start_year" INTEGER',
    'ALTER TABLE "project" ADD COLUMN "end_year" INTEGER',
    'ALTER TABLE "project" ADD COLUMN "responsible" TEXT',
    """CREATE TABLE "land_change" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "result_id" INTEGER NOT NULL REFERENCES "result"("id") ON DELETE CASCADE, "unit_code" TEXT NOT NULL,
    "class_code" TEXT NOT NULL, "settlement_code" TEXT NOT NULL, "planned_class" TEXT NOT NULL,
    "constraints" TEXT NOT NULL, "area_m2" REAL NOT NULL)""",
    'CREATE INDEX "land_change_result_id" ON "land_change" ("result_id")',
    """CREATE TABLE "form_row" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "form" TEXT NOT NULL,
    "number" INTEGER NOT NULL, "unit_code" TEXT, "content" TEXT NOT NULL, "origin" TEXT, UNIQUE ("form", "number"))""",
    """INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES
    ('land_change', 'attributes', 'land_change', 'Area by village, present class, planned class and control lines',
    :now),
    ('form_row', 'attributes', 'form_row', 'Rows of the forms that the county brings filled in; a new import of a form '
    || 'takes the place of the earlier one', :now)""",
)


def _to_2(connection: sqlite3.Connection) -> None:
    _run(connection, _TO_2)


def _to_3(connection: sqlite3.Connection) -> None:
    _run(connection, _TO_3)


def _to_4(connection: sqlite3.Connection) -> None:
    _run(connection, _TO_4)


def _to_5(connection: sqlite3.Connection) -> None:
    _run(connection, _TO_5)


def _run(connection: sqlite3.Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.execute(statement, {"now": now().replace("Z", ".000Z")} if ":now" in statement else {})


# version -> what brings a file of that version to the next one. SQL as it was then, not made from today's schema. The
# triggers of a spatial index call functions that SQLite alone lacks, so a migration never updates their geometry.
MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _to_2, 2: _to_3, 3: _to_4, 4: _to_5}


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of an open file; StorageError not_a_database where it is no planning database."""
    with complaints(path):
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found = {}
        if {"gpkg_contents", "setting"} <= tables:
            found = dict(connection.execute("SELECT key, value FROM setting"))
    if found.get("application") != schema.APPLICATION or not str(found.get("schema_version", "")).isdigit():
        raise StorageError(
            "not_a_database", "{path} is not a planning database. Choose a file made by importcounty.", path=path
        )
    return int(found["schema_version"])


def migrate(connection: sqlite3.Connection, path: Path, read_only: bool = False) -> int:
    """Bring the file to the current version, all or nothing; returns the version it had.

    Raises StorageError newer_schema, and older_schema where it may not be written.
    """
    version = version_of(connection, path)
    if version > schema.VERSION:
        raise StorageError(
            "newer_schema",
            "{path} was made by a newer Village Planner (schema {found}, this plugin {known}). Update the plugin.",
            path=path,
            found=version,
            known=schema.VERSION,
        )
    if version == schema.VERSION:
        return version
    if read_only:
        raise StorageError(
            "older_schema",
            "{path} was made by an older Village Planner (schema {found}) and must be updated, but may not be written. "
            "Copy it to a folder of your own and open it there.",
            path=path,
            found=version,
        )
    with transaction(connection, path):
        version = version_of(connection, path)  # another program may have migrated it meanwhile
        for step in range(version, schema.VERSION):
            MIGRATIONS[step](connection)
        connection.execute("UPDATE setting SET value = ? WHERE key = 'schema_version'", [str(schema.VERSION)])
    return version
