"""Plans as they were once: copies to go on drawing in, and frozen ones that nobody can change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Optional, TypeVar

import pandas as pd

from ..core.drawing.edit_kinds import BRANCH_PLAN, RESTORE_SNAPSHOT
from ..core.drawing.edits import CentreRow, DistrictRow, Edit, Scheme, difference
from ..core.errors import InputError, StorageError
from . import schema
from .clock import now
from .plans import Plan, Plans
from .store import user

T = TypeVar("T")
_COPIED = ("village_type",)  # tables of a plan beside its schemes


@dataclass(frozen=True)
class SavedSnapshot:
    """A frozen plan: the scheme of each level, and the tables that were kept with it (name -> anything of JSON)."""

    id: int
    plan_id: int
    name: str
    made: str
    who: str
    note: str
    round: Optional[int]
    schemes: Mapping[str, Scheme]
    tables: Mapping[str, Any]
    digest: str


class Snapshots(Plans):
    def branch_plan(self, plan_id: int, name: str, note: str = "") -> Plan:
        """A new plan in draft that begins as a copy of another: units, districts, centres and village types.

        Its history begins there, and results are computed anew: all but the units' stability, which belongs to the
        districts. InputError unknown_plan, bad_plan_name.
        """
        old = self.plan(str(plan_id))
        with self.transaction():
            new = self.add_plan(name, note, old.id)
            for level in schema.LEVELS:
                self._write(new.id, level, difference(Scheme(), self.scheme(old.id, level), BRANCH_PLAN))
            for table in _COPIED:
                columns = [column.name for column in schema.entry(table).columns if column.name != "plan_id"]
                names = ", ".join(f'"{column}"' for column in columns)
                self._run(
                    f'INSERT INTO "{table}" (plan_id, {names}) SELECT ?, {names} FROM "{table}" WHERE plan_id = ? '
                    "ORDER BY fid",
                    [new.id, old.id],
                )
            self._copy_unit_stability(old.id, new.id)
            self.record("", BRANCH_PLAN, {"plan": old.id}, {"plan": new.id, "based_on": old.id})
        return new

    def _copy_unit_stability(self, old_id: int, new_id: int) -> None:
        heads = "SELECT id FROM result WHERE plan_id = ? AND kind = 'unit_stability'"
        for (head,) in self._run(heads, [old_id]).fetchall():
            cursor = self._run(
                "INSERT INTO result (plan_id, kind, level, parameters, fingerprints, made) "
                "SELECT ?, kind, level, parameters, fingerprints, made FROM result WHERE id = ?",
                [new_id, head],
            )
            self._run(
                "INSERT INTO unit_stability (result_id, unit_code, share) "
                "SELECT ?, unit_code, share FROM unit_stability WHERE result_id = ? ORDER BY fid",
                [cursor.lastrowid, head],
            )

    def save_snapshot(
        self,
        plan_id: int,
        name: str,
        note: str = "",
        round: Optional[int] = None,
        tables: Optional[Mapping[str, Any]] = None,
    ) -> int:
        """Freeze the plan as it is now; returns the id of the snapshot. InputError unknown_plan, bad_snapshot_name.

        round   the review round whose material it is
        tables  what is kept with it: name -> anything that JSON can hold
        """
        if not name.strip():
            raise InputError("bad_snapshot_name", "Give the snapshot a name.")
        plan = self.plan(str(plan_id))
        with self.transaction():
            schemes = {level: _written(self.scheme(plan.id, level)) for level in schema.LEVELS}
            content = json.dumps({"schemes": schemes, "tables": dict(tables or {})}, ensure_ascii=False, sort_keys=True)
            digest = _digest(content)
            cursor = self._run(
                "INSERT INTO snapshot (plan_id, name, made, who, note, round, content, digest) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [plan.id, name.strip(), now(), user(), note, round, content, digest],
            )
            made = int(cursor.lastrowid or 0)
            told = {"plan": plan.id, "snapshot": made, "name": name.strip(), "round": round, "digest": digest}
            self.record("", "save snapshot", None, told)
        return made

    def snapshots(self, plan_id: int) -> pd.DataFrame:
        """The plan's snapshots in their order, without what they hold: id, name, made, who, note, round, digest."""
        return self._frame(
            "SELECT id, name, made, who, note, round, digest FROM snapshot WHERE plan_id = ? ORDER BY id",
            [int(plan_id)],
        )

    def snapshot(self, snapshot_id: int) -> SavedSnapshot:
        """A snapshot with all it holds.

        InputError unknown_snapshot; StorageError snapshot_changed where its content is no longer what was frozen.
        """
        row = self._run(
            "SELECT plan_id, name, made, who, coalesce(note, ''), round, content, digest FROM snapshot WHERE id = ?",
            [int(snapshot_id)],
        ).fetchone()
        if row is None:
            raise InputError("unknown_snapshot", "There is no snapshot {snapshot}.", snapshot=snapshot_id)
        plan_id, name, made, who, note, round, content, digest = row
        if _digest(content) != digest:
            raise StorageError(
                "snapshot_changed",
                "Snapshot “{name}” in {path} is not what was frozen: the file was changed by other means. Take it from "
                "a backup.",
                name=name,
                path=self.path,
            )
        held = json.loads(content)
        schemes = {level: _read(scheme) for level, scheme in held["schemes"].items()}
        return SavedSnapshot(int(snapshot_id), plan_id, name, made, who, note, round, schemes, held["tables"], digest)

    def units_gone(self, plan_id: int, snapshot_id: int) -> dict[str, tuple[str, ...]]:
        """Level -> units of a snapshot that neither the county nor the plan has any more: what cannot be restored."""
        return {
            level: tuple(
                sorted(_units_of(scheme) - set(self.read_table(level)["code"]) - _units_of(self.scheme(plan_id, level)))
            )
            for level, scheme in self.snapshot(snapshot_id).schemes.items()
        }

    def restore_snapshot(self, plan_id: int, snapshot_id: int) -> dict[str, Edit]:
        """Make the plan what a snapshot says: one step per level, which can be undone; level -> what it changed.

        Units that are gone from the county meanwhile stay out, see `units_gone`.
        """
        held = self.snapshot(snapshot_id)
        with self.transaction():
            gone = self.units_gone(plan_id, snapshot_id)
            edits = {
                level: difference(self.scheme(plan_id, level), _without(scheme, gone[level]), RESTORE_SNAPSHOT)
                for level, scheme in held.schemes.items()
            }
            for level, edit in edits.items():
                self.apply_edit(plan_id, level, edit)
        return edits


def _units_of(scheme: Scheme) -> set[str]:
    return {*scheme.assignment, *scheme.centres, *scheme.potential}


def _without(scheme: Scheme, gone: tuple[str, ...]) -> Scheme:
    def left(rows: Mapping[str, T]) -> dict[str, T]:
        return {unit: row for unit, row in rows.items() if unit not in gone}

    return Scheme(left(scheme.assignment), scheme.districts, left(scheme.centres), left(scheme.potential))


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def _written(scheme: Scheme) -> dict[str, Any]:
    return {
        "assignment": dict(scheme.assignment),
        "districts": [asdict(row) for row in scheme.districts.values()],
        "centres": {unit: asdict(row) for unit, row in scheme.centres.items()},
        "potential": dict(scheme.potential),
    }


def _read(held: Mapping[str, Any]) -> Scheme:
    districts = [DistrictRow(**fields) for fields in held["districts"]]
    centres = {unit: CentreRow(**fields) for unit, fields in held["centres"].items()}
    return Scheme(
        dict(held["assignment"]), {row.code: row for row in districts}, centres, dict(held.get("potential", {}))
    )
