"""Results: what was costly to compute, with fingerprints of what it was computed from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..core.errors import InputError
from . import schema
from .blobs import from_blobs, to_blobs
from .catalogues import CATALOGUE
from .clock import now
from .create import insert
from .store import Store, as_json

# Kind of result -> what it is computed from: tables and layers ("units" is the layer of the result's level; of tables
# that belong to a plan its own rows), and the county's own catalogues ("catalogue.<name>", see `Catalogues`).
# Judgements are none of it: what is scored by are the weights they led to, which are kept themselves.
_SCORED = ("units", "indicator_value", "catalogue.indicators")
INPUTS: dict[str, tuple[str, ...]] = {
    "score": _SCORED,
    "weight": _SCORED,
    "stability": _SCORED,
    "unit_stability": ("units", "indicator_value"),
    "land_area": ("parcel", "village", "control_line"),
    "land_change": ("parcel", "village", "control_line", "sector_plan"),
    "conflict": ("sector_plan", "village", "control_line"),
    "finding": ("township", "village", "parcel", "control_line", "indicator_value"),
    "target": ("target_actual", "catalogue.targets"),
    "quota": ("village", "township", "parcel", "assignment", "land_area", "catalogue.binding_indicators"),
}
_OWNERS = ("plan_id", "result_id")
_OF_LEVEL = ("indicator_value",)  # tables of which a result of one level takes that level's rows
_NOTHING = hashlib.blake2b(digest_size=16).hexdigest()  # of a table without rows, and of one that was not there yet


@dataclass(frozen=True)
class Result:
    """What was saved: its rows as a frame (findings and conflicts: a GeoDataFrame, geometry None where a row has
    none), table -> hash of what it was computed from, and whether that has changed since."""

    id: int
    kind: str
    level: Optional[str]
    parameters: Mapping[str, Any]
    made: str
    stale: bool
    table: pd.DataFrame
    fingerprints: Mapping[str, str]


@dataclass(frozen=True)
class UnitStability:
    """Share of the good plans in which a unit lies with its neighbours in the district that was computed for it, 0..1,
    by unit code; units that are not there are not known. stale: units or figures have changed since."""

    shares: Mapping[str, float]
    stale: bool


class Results(Store):
    _known_fingerprints: Optional[tuple[tuple[int, int], dict[tuple[str, str, Optional[int]], str]]] = None

    def save_result(
        self,
        plan_id: int,
        kind: str,
        frame: pd.DataFrame,
        parameters: Mapping[str, Any],
        level: Optional[str] = None,
        fingerprints: Optional[Mapping[str, str]] = None,
    ) -> int:
        """Keep a result in place of the plan's earlier one of that kind and level; returns its id.

        frame       columns of the table of that kind (see schema.py), without keys; findings and conflicts: a
                    GeoDataFrame where they have geometry, in any CRS
        parameters  how it was computed; anything JSON can hold
        fingerprints  table -> hash of what it was computed from, "" for what is not of this file; None: the tables as
                    they are now
        """
        if kind not in INPUTS:
            raise InputError("unknown_kind", "{kind} is no kind of result.", kind=kind)
        columns = [column.name for column in schema.entry(kind).columns if column.name != "result_id"]
        rows = frame.copy()
        if "level" in columns and "level" not in rows.columns:
            rows["level"] = level
        shapes = self._shapes(kind, rows)
        rows = pd.DataFrame(rows[[column for column in columns if column in rows.columns]])
        if shapes is not None:
            rows["geom"] = pd.Series(shapes, index=rows.index, dtype=object)
        with self.transaction():
            self._run(
                "DELETE FROM result WHERE plan_id = ? AND kind = ? AND level = ?", [int(plan_id), kind, level or ""]
            )
            cursor = self._run(
                "INSERT INTO result (plan_id, kind, level, parameters, fingerprints, made) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    int(plan_id),
                    kind,
                    level or "",
                    as_json(dict(parameters)),
                    as_json(self.fingerprints(kind, level, plan_id) if fingerprints is None else dict(fingerprints)),
                    now(),
                ],
            )
            result_id = int(cursor.lastrowid or 0)
            rows.insert(0, "result_id", result_id)
            insert(self._connection, kind, rows)
            if shapes is not None:
                self._note_extent(kind)
            self.record(
                "",
                "save result",
                None,
                {"plan": int(plan_id), "kind": kind, "level": level, "result": result_id, "rows": len(rows)},
            )
        return result_id

    def result(self, plan_id: int, kind: str, level: Optional[str] = None) -> Optional[Result]:
        """The plan's result of that kind and level, or None."""
        heads = self.read_table("result", plan_id=int(plan_id), kind=kind, level=level or "")
        if heads.empty:
            return None
        head: Any = heads.iloc[0]
        table = self._rows(kind, int(head["id"]))
        then = json.loads(head["fingerprints"])
        return Result(
            int(head["id"]),
            kind,
            head["level"] or None,
            json.loads(head["parameters"]),
            head["made"],
            bool(changed(then, self.fingerprints(kind, level, plan_id))),
            table,
            then,
        )

    def unit_stability(self, plan_id: int, level: str) -> Optional[UnitStability]:
        """How firmly the units of a level lie in the districts computed for the plan; None where that is not known."""
        found = self.result(plan_id, "unit_stability", level)
        if found is None:
            return None
        return UnitStability(dict(zip(found.table["unit_code"], found.table["share"])), found.stale)

    def drop_result(self, plan_id: int, kind: str, level: Optional[str] = None) -> None:
        """A result that is no longer one of what the plan holds goes, if there is one. Recorded."""
        place = [int(plan_id), kind, level or ""]
        with self.transaction():
            if self._run("DELETE FROM result WHERE plan_id = ? AND kind = ? AND level = ?", place).rowcount:
                self.record("", "drop result", {"plan": int(plan_id), "kind": kind, "level": level}, None)

    def _shapes(self, kind: str, rows: pd.DataFrame) -> Optional[list[Optional[bytes]]]:
        """What goes into the geometry column of that kind; None where it has none, or the rows have none."""
        if not schema.entry(kind).geometry or not isinstance(rows, gpd.GeoDataFrame):
            return None
        if rows.crs is not None and self.crs is not None and rows.crs != self.crs:
            rows = rows.to_crs(self.crs)
        shapes = np.asarray(rows.geometry.values, dtype=object)
        # Coordinates that cannot be in the layer's own system come out infinite: such a row has no place.
        shapes = np.where(np.isfinite(shapely.bounds(shapes)).all(axis=1), shapes, None)
        srs_id = self._one("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ?", [kind])
        return to_blobs(shapes, int(srs_id))

    def _note_extent(self, kind: str) -> None:
        """Tell the file where the layer's rows lie, of all plans, so that a GIS zooms there."""
        self._run(
            "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = (SELECT min(ST_MinX(geom)), min(ST_MinY(geom)), "
            f'max(ST_MaxX(geom)), max(ST_MaxY(geom)) FROM "{kind}"), last_change = ? WHERE table_name = ?',
            [now().replace("Z", ".000Z"), kind],
        )

    def _rows(self, kind: str, result_id: int) -> pd.DataFrame:
        table = self.read_table(kind, result_id=result_id).drop(columns=["fid", "result_id"])
        if not schema.entry(kind).geometry:
            return table
        blobs = self._run(f'SELECT geom FROM "{kind}" WHERE result_id = ? ORDER BY fid', [result_id]).fetchall()
        return gpd.GeoDataFrame(table, geometry=from_blobs([blob for (blob,) in blobs]), crs=self.crs)

    def fingerprints(self, kind: str, level: Optional[str] = None, plan_id: Optional[int] = None) -> dict[str, str]:
        """What a result of this kind, level and plan is computed from (see `INPUTS`) -> hash of it as it is now."""
        names = [level or "village" if name == "units" else name for name in INPUTS[kind]]
        return {
            name: self._fingerprint(name, level if name in _OF_LEVEL and level else "", plan_id)
            for name in dict.fromkeys(names)
        }

    def _fingerprint(self, name: str, level: str, plan_id: Optional[int]) -> str:
        # Hashing 250,000 parcels takes a moment: remembered until this or another connection changes the file.
        state = (int(self._one("PRAGMA data_version")), self._connection.total_changes)
        if self._known_fingerprints is None or self._known_fingerprints[0] != state:
            self._known_fingerprints = (state, {})
        known = self._known_fingerprints[1]
        columns = () if name.startswith(CATALOGUE) else [column.name for column in schema.entry(name).columns]
        owner = plan_id if "plan_id" in columns or "result_id" in columns else None
        if (name, level, owner) not in known:
            known[name, level, owner] = (
                self._hash_setting(name) if name.startswith(CATALOGUE) else self._hash_rows(name, level, owner)
            )
        return known[name, level, owner]

    def _hash_setting(self, name: str) -> str:
        return hashlib.blake2b((self.setting(name) or "").encode("utf-8"), digest_size=16).hexdigest()

    def _hash_rows(self, name: str, level: str, plan_id: Optional[int]) -> str:
        entry = schema.entry(name)
        key = "fid" if isinstance(entry, schema.Layer) else entry.key
        columns = [column.name for column in entry.columns if column.hashed and column.name not in _OWNERS]
        columns += ["geom"] if isinstance(entry, schema.Layer) else []
        names = ", ".join(f'"{column}"' for column in columns)
        conditions: dict[str, Any] = {}
        if level:
            conditions['"level" = ?'] = level
        if plan_id is not None:
            of_plan = '"plan_id" = ?'
            if "plan_id" not in {column.name for column in entry.columns}:
                of_plan = '"result_id" IN (SELECT "id" FROM "result" WHERE "plan_id" = ?)'
            conditions[of_plan] = int(plan_id)
        where = " AND ".join(conditions) or "1"
        order = f'"{key}"' if plan_id is None else names  # saving a plan's rows again gives them new keys
        digest = hashlib.blake2b(digest_size=16)
        for row in self._run(f'SELECT {names} FROM "{name}" WHERE {where} ORDER BY {order}', list(conditions.values())):
            shape = row[-1] if isinstance(row[-1], bytes) else b""
            digest.update(repr(row[:-1] if shape else row).encode("utf-8"))
            digest.update(shape)  # as it is: writing out the bytes of a large geometry is slow
        return digest.hexdigest()


def changed(then: Mapping[str, str], now_are: Mapping[str, str]) -> set[str]:
    """Inputs whose fingerprint differs; one that an older version did not have yet counts as empty then."""
    return {name for name, fingerprint in now_are.items() if then.get(name, _NOTHING) != fingerprint}
