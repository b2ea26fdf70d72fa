"""Plans, assignments, districts, centres and village types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Optional

import pandas as pd

from ..core.drawing.colours import choose_colours
from ..core.drawing.districts import DISTRICT_NAME
from ..core.drawing.edit_kinds import SAVE_ASSIGNMENT, SAVE_CENTRES, UPDATE_DISTRICT
from ..core.drawing.edits import CentreRow, DistrictRow, Scheme, difference
from ..core.errors import InputError
from ..core.order import natural
from . import schema
from .clock import now
from .create import insert
from .edits import Edits
from .schemes import known_level, touching

DEFAULT_PLAN = "方案一"


@dataclass(frozen=True)
class Plan:
    """One scheme for the whole county. id is a number, name unique and never all digits."""

    id: int
    name: str
    based_on: Optional[int]
    status: str
    note: str
    created: str


class Plans(Edits):
    def plans(self) -> pd.DataFrame:
        """All plans, by id: id, name, based_on, status, note, created."""
        return self.read_table("plan")

    def plan(self, text: str = "") -> Plan:
        """The plan with that number or name; empty is the current one. InputError no_plan, unknown_plan."""
        text = str(text).strip()
        wanted = text or self.setting("current_plan", "") or ""
        if not wanted:
            raise InputError(
                "no_plan", "{path} has no current plan. Save an assignment first, or name the plan.", path=self.path
            )
        column = "id" if wanted.isdigit() else "name"
        found = self.read_table("plan", **{column: int(wanted) if column == "id" else wanted})
        if found.empty:
            names = ", ".join(f"{row.id} {row.name}" for row in self.plans()[["id", "name"]].itertuples(False, "Row"))
            raise InputError(
                "unknown_plan",
                "There is no plan {plan} in {path}. Plans there: {plans}.",
                plan=wanted,
                path=self.path,
                plans=names or "-",
            )
        row: Any = found.iloc[0]
        based_on = None if pd.isna(row["based_on"]) else int(row["based_on"])
        return Plan(int(row["id"]), row["name"], based_on, row["status"], row["note"] or "", row["created"])

    def find_plan(self, text: str = "") -> Optional[Plan]:
        """The plan of that number or name, the current one where empty; None where there is no such plan yet.

        InputError unknown_plan for a number that no plan has: a number cannot become one's name.
        """
        text = str(text).strip() or self.setting("current_plan", "") or ""
        if not text or (not text.isdigit() and self.read_table("plan", name=text).empty):
            return None
        return self.plan(text)

    def ensure_plan(self, text: str = "", note: str = "", based_on: Optional[int] = None) -> Plan:
        """The plan of that number or name, made where the name is new; it becomes current where none is.

        Empty is the current plan, or a first one by the default name.
        """
        text = str(text).strip() or self.setting("current_plan", "") or DEFAULT_PLAN
        if text.isdigit() or not self.read_table("plan", name=text).empty:
            plan = self.plan(text)
        else:
            plan = self.add_plan(text, note, based_on)
        if not self.setting("current_plan"):
            self.set_setting("current_plan", str(plan.id))
        return plan

    def add_plan(self, name: str, note: str = "", based_on: Optional[int] = None) -> Plan:
        """A new plan in draft. InputError bad_plan_name where the name is taken, empty or all digits."""
        name = name.strip()
        if not name or name.isdigit() or not self.read_table("plan", name=name).empty:
            raise InputError(
                "bad_plan_name",
                "A plan cannot be called “{name}”: a name is needed that is not all digits and that no other plan has.",
                name=name,
            )
        with self.transaction():
            self._run(
                "INSERT INTO plan (name, based_on, status, note, created) VALUES (?, ?, 'draft', ?, ?)",
                [name, based_on, note, now()],
            )
            plan = self.plan(name)
            self.record("", "create plan", None, {"plan": plan.id, "name": plan.name})
        return plan

    def set_current_plan(self, plan_id: int) -> None:
        self.set_setting("current_plan", str(self.plan(str(plan_id)).id))

    # ---- assignment
    def assignment(self, plan_id: int, level: str) -> pd.Series:
        """Index unit_code (sorted), values district_code; empty where nothing is assigned."""
        rows = self.read_table("assignment", plan_id=int(plan_id), level=known_level(level)).sort_values("unit_code")
        return pd.Series(
            rows["district_code"].to_numpy(dtype=object),
            index=pd.Index(rows["unit_code"].to_numpy(dtype=object), name="unit_code"),
            name="district_code",
            dtype=object,
        )

    def save_assignment(self, plan_id: int, level: str, series: pd.Series) -> None:
        """Replace the assignment of a level: unit code -> district code; missing values leave a unit out.

        Districts that are new get a name and a colour; those without units left go. One entry in the record.
        InputError unknown_unit, duplicate_code.
        """
        level = known_level(level)
        after = pd.Series(
            series.to_numpy(dtype=object), index=pd.Index([str(code) for code in series.index], dtype=object)
        )
        after = after[after.notna() & (after.astype(str).str.strip() != "")].astype(str).str.strip()
        self._check_units(level, after.index)
        with self.transaction():
            before = self.scheme(plan_id, level)
            assigned = after.sort_index().to_dict()
            districts = self._matching_districts(int(plan_id), level, assigned, before)
            edit = difference(before, replace(before, assignment=assigned, districts=districts), SAVE_ASSIGNMENT)
            self._keep(int(plan_id), level, edit)
            gone = [asdict(row) for code, row in before.districts.items() if code not in districts]
            place = {"plan": int(plan_id), "level": level}
            old, new = ({code: change[side] or None for code, change in edit.units.items()} for side in (0, 1))
            self.record("", SAVE_ASSIGNMENT, {**place, "units": old, "districts": gone}, {**place, "units": new})

    def _matching_districts(
        self, plan_id: int, level: str, assigned: Mapping[str, str], before: Scheme
    ) -> dict[str, DistrictRow]:
        """The districts of an assignment: old ones stay as they are, new ones are made; the parents follow."""
        wanted = sorted(set(assigned.values()), key=natural)
        parents = self._parents(plan_id, assigned) if level == "village" else {}
        rows = {code: before.districts[code] for code in wanted if code in before.districts}
        colours = {code: row.colour for code, row in rows.items()}
        new = [code for code in wanted if code not in rows]
        pairs = self._borders(level, assigned) if new else set()
        for code, colour in choose_colours(new, colours, touching(pairs)).items():
            rows[code] = DistrictRow(code, DISTRICT_NAME.format(code=code), colour=colour)
        return {code: replace(rows[code], parent=parents.get(code) or "") for code in wanted}

    def _parents(self, plan_id: int, assigned: Mapping[str, str]) -> dict[str, Optional[str]]:
        """Village district -> the township district of its townships; by its code where these are not assigned yet."""
        rows = self._run("SELECT code, township_code FROM village").fetchall()
        township = dict(rows)
        upper = self.assignment(plan_id, "township")
        found: dict[str, set[str]] = {}
        for unit, district in assigned.items():
            parent = upper.get(township.get(unit))
            if parent is not None:
                found.setdefault(district, set()).add(parent)
        by_code = {code: code.rsplit("-", 1)[0] if "-" in code else None for code in set(assigned.values())}
        return {code: sorted(found[code])[0] if len(found.get(code, ())) == 1 else by_code[code] for code in by_code}

    # ---- districts and centres
    def districts(self, plan_id: int, level: str) -> pd.DataFrame:
        """code, name, function, parent, colour, locked (bool); in the order of the codes."""
        rows = self.read_table("district", plan_id=int(plan_id), level=known_level(level))
        rows = rows.sort_values("code", key=lambda codes: codes.map(natural), kind="stable")
        rows = rows[["code", "name", "function", "parent", "colour", "locked"]].reset_index(drop=True)
        rows["locked"] = rows["locked"].astype(bool)
        return rows

    def update_district(self, plan_id: int, level: str, code: str, **values: Any) -> None:
        """Set name, function, parent, colour or locked of a district; recorded. InputError unknown_district."""
        unknown = set(values) - {"name", "function", "parent", "colour", "locked"}
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        level = known_level(level)
        with self.transaction():
            before = self.scheme(plan_id, level)
            row = before.districts.get(str(code))
            if row is None:
                raise InputError("unknown_district", "The plan has no district {district}.", district=code)
            given: dict[str, Any] = {
                name: bool(value) if name == "locked" else value or "" for name, value in values.items()
            }
            after = replace(before, districts={**before.districts, str(code): replace(row, **given)})
            self._keep(int(plan_id), level, difference(before, after, UPDATE_DISTRICT))
            place = {"plan": int(plan_id), "level": level, "district": str(code)}
            old = {name: getattr(row, name) for name in given}
            self.record("", UPDATE_DISTRICT, {**place, **old}, {**place, **given})

    def centres(self, plan_id: int, level: str) -> pd.DataFrame:
        """unit_code, role, reason, figures (JSON, None where there are none); by unit code."""
        rows = self.read_table("centre", plan_id=int(plan_id), level=known_level(level)).sort_values("unit_code")
        return rows[["unit_code", "role", "reason", "figures"]].reset_index(drop=True)

    def high_potential(self, plan_id: int) -> pd.DataFrame:
        """Townships of high potential: unit_code, reason (why each is a central town, or why not); by code."""
        rows = self.read_table("high_potential", plan_id=int(plan_id)).sort_values("unit_code")
        return rows[["unit_code", "reason"]].reset_index(drop=True)

    def save_centres(self, plan_id: int, level: str, frame: pd.DataFrame) -> None:
        """Replace the centres of a level by unit_code, role, and perhaps reason and figures (JSON).

        Rows without a role are ordinary. With a column high_potential (bool; townships) the townships of high potential
        are replaced too, each with its reason, chosen or not.
        """
        level = known_level(level)
        potential: Optional[dict[str, str]] = None
        if "high_potential" in frame.columns and level == "township":
            high = pd.DataFrame(frame[frame["high_potential"].astype(bool)]).sort_values("unit_code")
            reasons = high["reason"] if "reason" in high.columns else [""] * len(high)
            potential = {str(code): _text(why) or "" for code, why in zip(high["unit_code"], reasons)}
        rows = pd.DataFrame({"unit_code": frame["unit_code"].astype(str), "role": frame["role"]})
        rows["reason"] = frame["reason"] if "reason" in frame.columns else ""
        rows["figures"] = frame["figures"] if "figures" in frame.columns else None
        rows = rows[rows["role"].notna() & (rows["role"] != "")].sort_values("unit_code")
        self._check_units(level, rows["unit_code"])
        centres = {
            str(row["unit_code"]): CentreRow(str(row["role"]), _text(row["reason"]) or "", _text(row["figures"]) or "")
            for row in rows.to_dict("records")
        }
        with self.transaction():
            before = self.scheme(plan_id, level)
            after = replace(before, centres=centres, potential=before.potential if potential is None else potential)
            self._keep(int(plan_id), level, difference(before, after, SAVE_CENTRES))
            place = {"plan": int(plan_id), "level": level}
            self.record(
                "",
                SAVE_CENTRES,
                *(
                    {
                        **place,
                        "centres": {unit: row.role for unit, row in side.centres.items()},
                        **({} if potential is None else {"potential": dict(side.potential)}),
                    }
                    for side in (before, after)
                ),
            )

    # ---- village types
    def village_types(self, plan_id: int) -> pd.DataFrame:
        """Index unit_code (sorted): type, rule, reason, next_type, next_distance, layout, decided_by_user (bool)."""
        rows = self.read_table("village_type", plan_id=int(plan_id)).set_index("unit_code").sort_index()
        rows = rows[["type", "rule", "reason", "next_type", "next_distance", "layout", "decided_by_user"]]
        return rows.assign(decided_by_user=rows["decided_by_user"].astype(bool))

    def set_village_type(self, plan_id: int, unit_code: str, values: Optional[Mapping[str, Any]]) -> None:
        """Put one village's type in the place of what was kept, whoever decided on that; None: it has none. Recorded.

        values  columns of `village_types`; those left out are empty
        """
        self._check_units("village", [unit_code])
        names = ("type", "rule", "reason", "next_type", "next_distance", "layout")
        with self.transaction():
            self._check_changeable(plan_id)
            known = self.village_types(plan_id)
            before = known.loc[unit_code].to_dict() if unit_code in known.index else None
            self._run("DELETE FROM village_type WHERE plan_id = ? AND unit_code = ?", [int(plan_id), unit_code])
            if values is not None:
                self._run(
                    "INSERT INTO village_type (plan_id, unit_code, type, rule, reason, next_type, next_distance, "
                    "layout, decided_by_user) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [int(plan_id), unit_code, *map(values.get, names), int(bool(values.get("decided_by_user")))],
                )
            place = {"plan": int(plan_id), "unit": unit_code}
            after = None if values is None else {**place, **dict(values)}
            self.record("", "set village type", None if before is None else {**place, **before}, after)

    def save_village_types(self, plan_id: int, frame: pd.DataFrame) -> list[str]:
        """Replace the village types of a plan; returns the villages whose type a person decided and that so kept it.

        frame  unit_code, type, and perhaps rule, reason, next_type, next_distance, layout, decided_by_user. Rows
               without a type are left out. A row with decided_by_user takes the place of an earlier decision, another
               one does not (see `release_village_types`). Raises InputError unknown_unit, duplicate_code,
               unknown_layout.
        """
        rows = pd.DataFrame({"unit_code": frame["unit_code"].astype(str), "type": frame["type"]})
        for name in ("rule", "reason", "next_type", "next_distance", "layout"):
            rows[name] = frame[name] if name in frame.columns else None
        by_user = frame["decided_by_user"] if "decided_by_user" in frame.columns else pd.Series(False, frame.index)
        rows["decided_by_user"] = by_user.fillna(False).astype(bool).astype(int)
        rows = rows[rows["type"].notna() & (rows["type"] != "")]
        rows = rows.astype(object).where(rows.notna() & (rows != ""), None)
        self._check_units("village", rows["unit_code"])
        wrong = sorted(set(filter(_text, rows["layout"])) - set(schema.LAYOUTS))
        if wrong:
            raise InputError(
                "unknown_layout",
                "{layout} is no place in the 1+X+Y layout. Places are: {layouts}.",
                layout=wrong[0],
                layouts=", ".join(schema.LAYOUTS),
            )
        with self.transaction():
            self._check_changeable(plan_id)
            before = self.village_types(plan_id)
            decided = before[before["decided_by_user"]].reset_index()
            anew = set(rows.loc[rows["decided_by_user"] == 1, "unit_code"])
            kept = decided[~decided["unit_code"].isin(anew)]
            computed = rows[rows["unit_code"].isin(kept["unit_code"])].set_index("unit_code")
            rows = rows[~rows["unit_code"].isin(kept["unit_code"])]
            self._run("DELETE FROM village_type WHERE plan_id = ?", [int(plan_id)])
            # The place in the layout follows from the centres, whoever decided on the type.
            layouts = (
                kept["unit_code"].map(computed["layout"]).where(kept["unit_code"].isin(computed.index), kept["layout"])
            )
            rows = pd.concat([rows, kept.assign(layout=layouts, decided_by_user=1)], ignore_index=True)
            rows = rows.sort_values("unit_code")
            insert(self._connection, "village_type", rows.assign(plan_id=int(plan_id)))
            place = {"plan": int(plan_id)}
            self.record(
                "",
                "save village types",
                {**place, "types": before["type"].to_dict()},
                {**place, "types": dict(zip(rows["unit_code"], rows["type"]))},
            )
        return sorted(kept["unit_code"])

    def release_village_types(self, plan_id: int, codes: Sequence[str]) -> None:
        """Let the next classification decide on these villages again, whoever decided before. Recorded."""
        with self.transaction():
            self._check_changeable(plan_id)
            self._connection.executemany(
                "UPDATE village_type SET decided_by_user = 0 WHERE plan_id = ? AND unit_code = ?",
                [(int(plan_id), str(code)) for code in codes],
            )
            self.record("", "release village types", None, {"plan": int(plan_id), "villages": sorted(map(str, codes))})


def _text(value: Any) -> Optional[str]:
    return value if isinstance(value, str) and value else None
