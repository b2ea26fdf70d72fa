"""What a level of a plan is drawn as: its units, districts and centres, read and written row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Optional

import shapely

from ..core.drawing.colours import choose_colours
from ..core.drawing.edits import CentreRow, DistrictRow, Edit, Scheme, apply
from ..core.errors import InputError
from ..core.order import natural
from ..core.review.rounds import check_changeable
from . import schema
from .store import Store

SOME = 500  # values in one statement: older SQLite takes 999


class Schemes(Store):
    def scheme(self, plan_id: int, level: str) -> Scheme:
        """The level as it is drawn now: units by code, districts in the order of their codes, centres and townships of
        high potential by unit."""
        place = (int(plan_id), known_level(level))
        assignment = self._run(
            "SELECT unit_code, district_code FROM assignment WHERE plan_id = ? AND level = ? ORDER BY unit_code", place
        )
        return Scheme(
            dict(assignment.fetchall()), self._district_rows(*place), self._centre_rows(*place), self._potential(*place)
        )

    def _write(self, plan_id: int, level: str, edit: Edit) -> None:
        """Write the rows that the edit changes, and no other, within a transaction; refused as `apply_edit` says."""
        self._check_changeable(plan_id)
        place = (plan_id, level)
        rows = self._district_rows(*place)
        centres = self._centre_rows(*place) if edit.centres else {}
        potential = self._potential(*place) if edit.potential else {}
        after = apply(Scheme(self._districts_of(*place, list(edit.units)), rows, centres, potential), edit)
        self._check_units(level, [unit for unit, (before, _) in edit.units.items() if not before])
        self._check_units(level, [unit for unit, (before, _) in edit.centres.items() if before is None])
        self._check_units(level, [unit for unit, (before, _) in edit.potential.items() if before is None])
        _check_roles(row.role for _, row in edit.centres.values() if row is not None)
        unknown = sorted({district for district in after.assignment.values() if district not in after.districts})
        if unknown:
            raise InputError("unknown_district", "The plan has no district {district}.", district=unknown[0])
        self._write_districts(*place, edit)
        self._write_units(*place, edit)
        self._write_centres(*place, edit)
        self._write_potential(plan_id, edit)
        self._check_gone(*place, [code for code, (_, row) in edit.districts.items() if row is None])

    def _check_changeable(self, plan_id: int) -> None:
        """Whatever changes a plan comes through here. InputError approved_plan, archived_plan."""
        row = self._run("SELECT status, name FROM plan WHERE id = ?", [int(plan_id)]).fetchone()
        if row is not None:
            check_changeable(*row)

    def _write_units(self, plan_id: int, level: str, edit: Edit) -> None:
        moves = sorted((unit, after) for unit, (_, after) in edit.units.items())
        self._connection.executemany(
            "INSERT INTO assignment (plan_id, level, unit_code, district_code) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (plan_id, level, unit_code) DO UPDATE SET district_code = excluded.district_code",
            [(plan_id, level, unit, district) for unit, district in moves if district],
        )
        self._connection.executemany(
            "DELETE FROM assignment WHERE plan_id = ? AND level = ? AND unit_code = ?",
            [(plan_id, level, unit) for unit, district in moves if not district],
        )

    def _write_districts(self, plan_id: int, level: str, edit: Edit) -> None:
        for code, (_, row) in edit.districts.items():
            if row is None:
                self._run("DELETE FROM district WHERE plan_id = ? AND level = ? AND code = ?", [plan_id, level, code])
                continue
            self._run(
                "INSERT INTO district (plan_id, level, code, name, function, parent, colour, locked) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (plan_id, level, code) DO UPDATE SET "
                "name = excluded.name, function = excluded.function, parent = excluded.parent, "
                "colour = excluded.colour, locked = excluded.locked",
                [plan_id, level, code, row.name, row.function, row.parent or None, row.colour, int(row.locked)],
            )

    def _write_centres(self, plan_id: int, level: str, edit: Edit) -> None:
        for unit, (_, row) in sorted(edit.centres.items()):
            if row is None:
                self._run(
                    "DELETE FROM centre WHERE plan_id = ? AND level = ? AND unit_code = ?", [plan_id, level, unit]
                )
                continue
            self._run(
                "INSERT INTO centre (plan_id, level, unit_code, role, reason, figures) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (plan_id, level, unit_code) DO UPDATE SET role = excluded.role, "
                "reason = excluded.reason, figures = excluded.figures",
                [plan_id, level, unit, row.role, row.reason, row.figures or None],
            )

    def _write_potential(self, plan_id: int, edit: Edit) -> None:
        for unit, (_, reason) in sorted(edit.potential.items()):
            self._run("DELETE FROM high_potential WHERE plan_id = ? AND unit_code = ?", [plan_id, unit])
            if reason is not None:
                self._run(
                    "INSERT INTO high_potential (plan_id, unit_code, reason) VALUES (?, ?, ?)", [plan_id, unit, reason]
                )

    def _check_gone(self, plan_id: int, level: str, codes: Iterable[str]) -> None:
        for code in codes:
            unit = self._one(
                "SELECT unit_code FROM assignment WHERE plan_id = ? AND level = ? AND district_code = ?",
                [plan_id, level, code],
            )
            if unit is not None:
                raise InputError(
                    "district_not_empty",
                    "District {district} still has units, {unit} among them. Move them first, then dissolve it.",
                    district=code,
                    unit=unit,
                )

    def _coloured(self, plan_id: int, level: str, edit: Edit) -> Edit:
        """The edit with a colour for every district that it leaves without one."""
        changes = dict(edit.districts)
        bare = {code: row for code, (_, row) in changes.items() if row is not None and not row.colour}
        if not bare:
            return edit
        held = self.scheme(plan_id, level)
        colours = {code: row.colour for code, row in held.districts.items()}
        colours.update({code: row.colour if row else "" for code, (_, row) in changes.items()})
        colours = {code: colour for code, colour in colours.items() if colour}
        moved = {unit: district for unit, (_, district) in edit.units.items()}
        around = [unit for unit, district in moved.items() if district in bare]
        pairs = self._borders(level, {**held.assignment, **moved}, around) if around else set()
        for code, colour in choose_colours(list(bare), colours, touching(pairs)).items():
            changes[code] = (changes[code][0], replace(bare[code], colour=colour))
        return replace(edit, districts=changes)

    # ---- reading
    def _districts_of(self, plan_id: int, level: str, units: Sequence[str]) -> dict[str, str]:
        return {
            unit: district
            for part in _parts(units)
            for unit, district in self._run(
                "SELECT unit_code, district_code FROM assignment WHERE plan_id = ? AND level = ? "
                f"AND unit_code IN ({_marks(part)})",
                [plan_id, level, *part],
            )
        }

    def _district_rows(self, plan_id: int, level: str) -> dict[str, DistrictRow]:
        rows = self._run(
            "SELECT code, coalesce(name, ''), coalesce(function, ''), coalesce(parent, ''), colour, locked "
            "FROM district WHERE plan_id = ? AND level = ?",
            [plan_id, level],
        )
        found = [
            DistrictRow(code, name, function, parent, colour, bool(locked))
            for code, name, function, parent, colour, locked in rows
        ]
        return {row.code: row for row in sorted(found, key=lambda row: natural(row.code))}

    def _centre_rows(self, plan_id: int, level: str) -> dict[str, CentreRow]:
        rows = self._run(
            "SELECT unit_code, role, coalesce(reason, ''), coalesce(figures, '') FROM centre "
            "WHERE plan_id = ? AND level = ? ORDER BY unit_code",
            [plan_id, level],
        )
        return {row[0]: CentreRow(*row[1:]) for row in rows}

    def _potential(self, plan_id: int, level: str) -> dict[str, str]:
        """Townships of high potential -> why each is a central town, or why not."""
        if level != "township":
            return {}
        rows = self._run(
            "SELECT unit_code, coalesce(reason, '') FROM high_potential WHERE plan_id = ? ORDER BY unit_code", [plan_id]
        )
        return dict(rows.fetchall())

    def _check_units(self, level: str, codes: Iterable[str]) -> None:
        """InputError duplicate_code, unknown_unit."""
        counted = Counter(codes)
        repeated = sorted(code for code, count in counted.items() if count > 1)
        if repeated:
            raise InputError(
                "duplicate_code",
                "Unit {unit} occurs more than once ({count} such codes). Give each unit one row.",
                unit=repeated[0],
                count=len(repeated),
            )
        known = {
            code
            for part in _parts(list(counted))
            for (code,) in self._run(f'SELECT code FROM "{level}" WHERE code IN ({_marks(part)})', part)
        }
        unknown = sorted(set(counted) - known)
        if unknown:
            raise InputError(
                "unknown_unit",
                "The county has no {level} with the code {codes} ({count} unknown). Check code field and level.",
                level=level,
                codes=", ".join(unknown[:5]),
                count=len(unknown),
            )

    def _borders(
        self, level: str, assigned: Mapping[str, str], around: Optional[list[str]] = None
    ) -> set[tuple[str, str]]:
        """Pairs of districts whose units touch; those near some units only, where these are given."""
        units = self.read_layer(level, ["code"], None if around is None else self._bounds(level, around))
        districts = [assigned.get(code) for code in units["code"]]
        shapes = units.geometry.to_numpy()
        first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        pairs = {(districts[a], districts[b]) for a, b in zip(first, second) if a < b}
        return {(a, b) for a, b in pairs if a and b and a != b}

    def _bounds(self, level: str, codes: Sequence[str]) -> tuple[float, float, float, float]:
        boxes = [
            self._run(
                "SELECT min(ST_MinX(geom)), min(ST_MinY(geom)), max(ST_MaxX(geom)), max(ST_MaxY(geom)) "
                f'FROM "{level}" WHERE code IN ({_marks(part)})',
                part,
            ).fetchone()
            for part in _parts(codes)
        ]
        west, south, east, north = zip(*boxes)
        return min(west), min(south), max(east), max(north)


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + SOME] for start in range(0, len(values), SOME))


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def touching(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """District -> those it touches."""
    beside: dict[str, set[str]] = {}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    return beside


def known_level(level: str) -> str:
    if level not in schema.LEVELS:
        raise InputError(
            "unknown_level", "{level} is no level. Choose {levels}.", level=level, levels=", ".join(schema.LEVELS)
        )
    return level


def _check_roles(roles: Iterable[str]) -> None:
    wrong = sorted(set(roles) - set(schema.ROLES))
    if wrong:
        raise InputError(
            "unknown_role", "{role} is no role. Roles are: {roles}.", role=wrong[0], roles=", ".join(schema.ROLES)
        )
