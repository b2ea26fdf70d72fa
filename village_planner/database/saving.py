"""Saving a layer or table of results with a plan: what `saveresult` does, for each kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

import geopandas as gpd
import pandas as pd

from ..core.codes import code_text, unit_codes
from ..core.conflicts.carry import carried_notes, carry_over
from ..core.errors import InputError
from ..core.messages import Message, message
from .catalogues import read_indicators
from .ledger import decisions_in, match_shares, read_ledger
from .nesting import crossing_districts
from .plans import Plan
from .results import INPUTS
from .schema import INTEGER, QUOTA_LEVELS, TEXT, entry
from .values import long_values

if TYPE_CHECKING:
    from . import PlanningDatabase

SHOWN = 5  # codes named in a message; the rest is counted
GROUP_PREFIX = "score_"  # fields of scoreindicators that hold the score of a group
UNIT_STABILITY = "stability"  # field of partitiondistricts that says how firmly a unit lies in its district
SHARE_PREFIX = "share_"  # fields of its table of stability that hold the share by kind of trial


@dataclass(frozen=True)
class Input:
    """A layer or table to save.

    layer  what the user calls it            frame  its rows
    code   field of unit codes (of indicator codes for weights)      value  field of the values
    """

    layer: str
    frame: pd.DataFrame
    code: str
    value: str


@dataclass(frozen=True)
class Saved:
    plan: Optional[Plan]  # None: what was saved belongs to the county, and no plan was named
    warnings: tuple[Message, ...]


# kind -> usual field of codes, usual field of values
FIELDS: Mapping[str, tuple[str, str]] = {
    "assignment": ("code", "district"),
    "score": ("code", "score"),
    "weight": ("indicator", "weight"),
    "stability": ("code", "top_share"),
    "centre": ("code", "role"),
    "land_area": ("unit_code", "area_m2"),
    "land_change": ("unit_code", "area_m2"),
    "finding": ("unit_code", "message"),
    "conflict": ("unit_code", "area_m2"),
    "indicator": ("code", "value"),
    "judgement": ("row", "value"),
    "village_type": ("code", "village_type"),
    "quota": ("unit_code", "value"),
    "target": ("code", "value"),
    "target_actual": ("code", "value"),
}
WHOLE_TABLES = ("quota", "target")  # kept column by column, under their own names
PLANNED_VERSIONS = ("2023", "2020")
OF_COUNTY = ("indicator", "judgement", "target_actual")  # figures of the county, whatever the plan


def save(
    database: PlanningDatabase, plan: str, level: str, kind: str, given: Input, parameters: Mapping[str, Any]
) -> Saved:
    """Save rows of a kind with a plan, made where its name is new. All or nothing: a refusal leaves no new plan.

    Raises InputError unknown_field, missing_code, duplicate_code, unknown_unit, not_a_number, unknown_role,
    breaks_nesting, fixed_field, and what the database itself refuses.
    """
    _require(given, given.code)
    if kind in WHOLE_TABLES and given.value != FIELDS[kind][1]:
        raise InputError(
            "fixed_field",
            "KIND={kind} keeps the table with all its columns. Leave VALUE_FIELD empty instead of {field}.",
            kind=kind,
            field=given.value,
        )
    if kind != "indicator":  # which may have a field per indicator
        _require(given, given.value)
    with database.transaction():
        if kind in OF_COUNTY:
            return Saved(database.find_plan(plan), tuple(_COUNTY_SAVERS[kind](database, level, given)))
        chosen = database.ensure_plan(plan)
        warnings = _SAVERS[kind](database, chosen, level, given, dict(parameters))
    return Saved(chosen, tuple(warnings))


def _save_assignment(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    codes = _unit_codes(database, level, given)
    districts = code_text(given.frame[given.value])
    assigned = pd.Series(districts.to_numpy(dtype=object), index=codes.to_numpy())
    assigned = assigned[assigned != ""]
    left_out = _left_out(database, level, assigned.index)
    warnings = []
    if left_out:
        warnings.append(
            message("{count} units are in no district: {codes}.", count=len(left_out), codes=_some(left_out))
        )
    upper = database.assignment(plan.id, "township") if level == "village" else assigned
    lower = assigned if level == "village" else database.assignment(plan.id, "village")
    villages = database.read_table("village").set_index("code")["township_code"]
    crossing = crossing_districts(lower, villages, upper)
    if crossing:
        district, parents = sorted(crossing.items())[0]
        if level == "village":
            raise InputError(
                "breaks_nesting",
                "Layer {layer}, field {field}: village district {district} crosses the township districts {parents} "
                "({count} such districts). Give partitiondistricts PARENT_FIELD=parent_district.",
                layer=given.layer,
                field=given.value,
                district=district,
                parents=", ".join(parents),
                count=len(crossing),
            )
        warnings.append(
            message(
                "Village district {district} now crosses the township districts {parents} ({count} such districts). "
                "Draw the village districts anew.",
                district=district,
                parents=", ".join(parents),
                count=len(crossing),
            )
        )
    database.save_assignment(plan.id, level, assigned)
    return [
        *warnings,
        *_keep_unit_stability(database, plan, level, codes[codes.isin(assigned.index)], given, parameters),
    ]


def _keep_unit_stability(
    database: PlanningDatabase, plan: Plan, level: str, codes: pd.Series, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    """What partitiondistricts says of the units that have a district now, in place of what was known of the districts
    before; of districts from elsewhere nothing is known."""
    rows = pd.DataFrame({"unit_code": codes})
    warnings = []
    if UNIT_STABILITY in given.frame.columns:
        shares = pd.to_numeric(given.frame[UNIT_STABILITY], errors="coerce").astype(float)
        text = given.frame[UNIT_STABILITY].notna() & (given.frame[UNIT_STABILITY].astype(str).str.strip() != "")
        if (text & ~shares.between(0, 1)).any():
            warnings.append(
                message(
                    "Layer {layer}, field {field} is not kept: it holds other values than shares from 0 to 1.",
                    layer=given.layer,
                    field=UNIT_STABILITY,
                )
            )
        else:
            rows["share"] = shares
            rows = rows[rows["share"].notna()]
    if "share" in rows.columns and len(rows):
        database.save_result(plan.id, "unit_stability", rows, parameters, level)
    else:
        database.drop_result(plan.id, "unit_stability", level)
    return warnings


def _save_score(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    codes = _unit_codes(database, level, given)
    total = _numbers(given, given.value, codes)
    known = total.notna()
    parts = {"total": total}
    parts["rank"] = (
        _numbers(given, "rank", codes) if "rank" in given.frame.columns else total.rank(method="min", ascending=False)
    )
    for field in given.frame.columns:
        if str(field).startswith(GROUP_PREFIX) and field != given.value:
            parts[str(field)[len(GROUP_PREFIX) :]] = _numbers(given, field, codes)
    rows = pd.concat(
        [
            pd.DataFrame({"unit_code": codes[known], "part": part, "value": values[known]})
            for part, values in parts.items()
        ],
        ignore_index=True,
    )
    database.save_result(plan.id, "score", rows, parameters, level)
    left_out = _left_out(database, level, codes[known])
    if not left_out:
        return []
    return [message("{count} units have no score: {codes}.", count=len(left_out), codes=_some(left_out))]


def _save_stability(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    codes = _unit_codes(database, level, given)
    rows = pd.DataFrame({"unit_code": codes, "share": _numbers(given, given.value, codes)})
    for field in ("best_rank", "worst_rank", "decided_rank"):
        if field in given.frame.columns:
            rows[field] = _numbers(given, field, codes).round().astype("Int64")
    kinds = [field for field in given.frame.columns if str(field).startswith(SHARE_PREFIX)]
    if kinds:
        shares = pd.DataFrame({field: _numbers(given, field, codes) for field in kinds})
        rows["shares"] = [
            json.dumps({field: None if pd.isna(value) else value for field, value in row.items()})
            for row in shares.to_dict("records")
        ]
    if "decides" in given.frame.columns:
        rows["decides"] = code_text(given.frame["decides"])
    database.save_result(plan.id, "stability", rows, parameters, level)
    return []


def _save_weight(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    codes = unit_codes(given.frame[given.code], given.layer, given.code)
    rows = pd.DataFrame({"indicator": codes, "weight": _numbers(given, given.value, codes)})
    database.save_result(plan.id, "weight", rows, parameters, level)
    return []


def _save_centre(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    rows = pd.DataFrame({"unit_code": _unit_codes(database, level, given), "role": code_text(given.frame[given.value])})
    for field in ("reason", "figures"):
        if field in given.frame.columns:
            rows[field] = code_text(given.frame[field])
    if "high_potential" in given.frame.columns:
        rows["high_potential"] = given.frame["high_potential"].isin([True]).to_numpy()  # 1 too
    database.save_centres(plan.id, level, rows)
    return []


def _save_land_area(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    rows = _areas_of(database, level, given, ("class_code", "constraints"))
    if "net_area_m2" in given.frame.columns:
        rows["net_area_m2"] = _numbers(given, "net_area_m2", rows["unit_code"])
    twice = rows[rows.duplicated(["unit_code", "class_code", "constraints"])]
    if len(twice):
        first: Any = twice.iloc[0]
        raise InputError(
            "duplicate_row",
            "Layer {layer}: unit {unit}, class {land_class}, control lines “{constraints}” has more than one row "
            "({count} such rows). Save the summary of overlayconstraints, not its pieces.",
            layer=given.layer,
            unit=first["unit_code"] or "-",
            land_class=first["class_code"] or "-",
            constraints=first["constraints"],
            count=len(twice),
        )
    database.save_result(plan.id, "land_area", rows, parameters, None if level == "village" else level)
    return []


def _areas_of(database: PlanningDatabase, level: str, given: Input, texts: tuple[str, ...]) -> pd.DataFrame:
    """unit_code, the text columns, area_m2; InputError unknown_field, unknown_unit, not_a_number."""
    for field in texts:
        _require(given, field)
    codes = code_text(given.frame[given.code])
    _refuse_unknown(database, level, codes[codes != ""], given)
    rows = pd.DataFrame({"unit_code": codes, **{field: code_text(given.frame[field]) for field in texts}})
    rows["area_m2"] = _numbers(given, given.value, codes)
    if rows["area_m2"].isna().any():
        raise _not_a_number(given, given.value, codes[rows["area_m2"].isna()].iloc[0], None)
    return rows


def _save_land_change(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    """Villages whatever the level says: reports sum them up. The version of the planned codes goes with the result."""
    columns = ("class_code", "settlement_code", "planned_class", "constraints")
    rows = _areas_of(database, "village", given, columns)
    version = "2023"
    for field in ("planned", "planned_version"):
        if field in given.frame.columns and len(given.frame):
            said = code_text(given.frame[field]).unique().tolist()
            if len(said) > 1:
                raise InputError(
                    "several_sector_plans_saved",
                    "Layer {layer}, field {field} holds {count} values ({values}). Save what comparelanduse made of one "
                    "planned layer.",
                    layer=given.layer,
                    field=field,
                    count=len(said),
                    values=", ".join(said[:SHOWN]),
                )
            parameters[field] = said[0]
            version = said[0] if field == "planned_version" else version
    if version not in PLANNED_VERSIONS:
        raise InputError(
            "unknown_version",
            "PLANNED_VERSION is {value}; choose one of: {choices}.",
            value=version,
            choices=", ".join(PLANNED_VERSIONS),
        )
    parameters["planned_version"] = version
    rows = rows.groupby(["unit_code", *columns], as_index=False, sort=True)["area_m2"].sum()
    rows["area_m2"] = rows["area_m2"].round(2)
    database.save_result(plan.id, "land_change", rows, parameters)
    return []


def _save_finding(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    for field in ("rule", "severity"):
        _require(given, field)
    rows = pd.DataFrame(
        {"unit_code": code_text(given.frame[given.code]), "message": code_text(given.frame[given.value])}
    )
    for field in ("key", "rule", "severity", "layer"):
        rows[field] = code_text(given.frame[field]) if field in given.frame.columns else ""
    fingerprints = None
    if len(given.frame):  # else nothing says by what and of what they were found, see checkdata
        if "rules" in given.frame.columns:
            parameters["rules"] = str(given.frame["rules"].iloc[0])
        fingerprints = _checked(given.frame)
        parameters["field_map"] = fingerprints.pop("field_map", None)
    database.save_result(plan.id, "finding", _with_shapes(rows, given), parameters, None, fingerprints)
    return []


def _checked(findings: pd.DataFrame) -> dict[str, str]:
    """What checkdata says that it checked; hashes are "" where it says nothing."""
    said: Any = None
    if "checked" in findings.columns:
        with suppress(ValueError):  # a format with short texts has cut it
            said = json.loads(str(findings["checked"].iloc[0]))
    return {**dict.fromkeys(INPUTS["finding"], ""), **(said if isinstance(said, dict) else {})}


def _save_conflict(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    """The ledger takes the place of the plan's earlier one; conflicts found again keep key and decision."""
    for field in ("key", "rule", "class_a", "class_b"):
        _require(given, field)
    codes = code_text(given.frame[given.code])
    _refuse_unknown(database, level, codes[codes != ""], given)
    rows = pd.DataFrame({"unit_code": codes, "area_m2": _numbers(given, given.value, codes)})
    if rows["area_m2"].isna().any():
        raise _not_a_number(given, given.value, codes[rows["area_m2"].isna()].iloc[0], None)
    for column in entry("conflict").columns:
        if column.name in given.frame.columns and column.name not in rows.columns:
            values = given.frame[column.name]
            rows[column.name] = code_text(values) if column.type == TEXT else values.astype("float").astype("Int64")
    ledger = _with_shapes(rows, given)
    decided = decisions_in(given.frame)
    notes: list[Message] = []
    earlier = read_ledger(database, plan.id)
    if earlier is not None and isinstance(ledger, gpd.GeoDataFrame):
        share, area_change = match_shares()
        carried = carry_over(ledger, earlier, share, area_change)
        decided = {new: decided[old] for old, new in zip(ledger["key"], carried.keys) if old in decided}
        ledger["key"] = carried.keys
        notes = carried_notes(carried, ledger, earlier)
    known = set(database.decisions("conflict").index)
    database.save_result(plan.id, "conflict", ledger, parameters)
    database.decide("conflict", {key: decision for key, decision in decided.items() if key not in known})
    return notes


def _save_village_type(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    codes = _unit_codes(database, "village", given)
    rows = pd.DataFrame({"unit_code": codes, "type": code_text(given.frame[given.value])})
    for field in ("rule", "reason", "next_type", "layout"):
        for found in (field, f"type_{field}"):  # as classifyvillages calls two of them
            if found in given.frame.columns:
                rows[field] = code_text(given.frame[found])
    if "next_distance" in given.frame.columns:
        rows["next_distance"] = _numbers(given, "next_distance", codes)
    if "decided_by_user" in given.frame.columns:
        rows["decided_by_user"] = _numbers(given, "decided_by_user", rows["unit_code"]).fillna(0) != 0
    kept = database.save_village_types(plan.id, rows)
    notes = []
    if kept:
        notes.append(
            message(
                "{count} villages keep the type that was decided by hand: {codes}.", count=len(kept), codes=_some(kept)
            )
        )
    left_out = sorted(set(_left_out(database, "village", rows.loc[rows["type"] != "", "unit_code"])) - set(kept))
    if left_out:
        notes.append(message("{count} villages have no type: {codes}.", count=len(left_out), codes=_some(left_out)))
    return notes


def _save_quota(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    """The pass-down table of passdownquotas: a row per indicator and unit of any level."""
    for field in ("level", "indicator"):
        _require(given, field)
    rows = _table_rows("quota", given, {"unit_code": code_text(given.frame[given.code])}, {"value": given.value})
    for name in ("township", "village"):
        of_level = rows["level"] == name
        _refuse_unknown(database, name, rows["unit_code"][of_level], given)
    wrong = sorted(set(rows["level"]) - set(QUOTA_LEVELS))
    if wrong:
        raise InputError(
            "unknown_level", "{level} is no level. Choose {levels}.", level=wrong[0], levels=", ".join(QUOTA_LEVELS)
        )
    _refuse_repeated(rows, ["level", "unit_code", "indicator"], given)
    database.save_result(plan.id, "quota", rows, parameters)
    return []


def _save_target(
    database: PlanningDatabase, plan: Plan, level: str, given: Input, parameters: dict[str, Any]
) -> list[Message]:
    """The table of tracktargets: a row per target, and per target and township where these have figures."""
    rows = _table_rows("target", given, {"code": code_text(given.frame[given.code])}, {"value": given.value})
    rows["unit_code"] = rows["unit_code"] if "unit_code" in rows.columns else ""
    _refuse_unknown(database, "township", rows["unit_code"][rows["unit_code"] != ""], given)
    _refuse_repeated(rows, ["code", "unit_code"], given)
    database.save_result(plan.id, "target", rows, parameters)
    return []


def _save_indicator(database: PlanningDatabase, level: str, given: Input) -> list[Message]:
    """Long: a row per figure (indicator, value; year, source). Wide: a row per unit and a field per indicator."""
    if "indicator" in given.frame.columns:
        _require(given, given.value)
        codes = code_text(given.frame[given.code])
        _refuse_unknown(database, level, codes, given)
        rows = pd.DataFrame({"unit_code": codes, "indicator": code_text(given.frame["indicator"])})
        rows["value"] = _numbers(given, given.value, codes)
        for field in ("year", "source"):
            if field in given.frame.columns:
                rows[field] = code_text(given.frame[field]) if field == "source" else _numbers(given, field, codes)
        empty = int(rows["value"].isna().sum())
    else:
        codes = _unit_codes(database, level, given)
        present = sorted(_indicator_codes(database, level) & set(given.frame.columns))
        if not present:
            raise InputError(
                "no_indicators",
                "Layer {layer} has neither a field indicator nor one named after an indicator of the catalogue. Give "
                "a row per figure (code, indicator, value), or a field per indicator.",
                layer=given.layer,
            )
        values = pd.DataFrame({name: _numbers(given, name, codes) for name in present}).set_axis(codes, axis=0)
        rows = long_values(values, None, {name: f"{given.layer} › {name}" for name in present})
        empty = int(values.isna().to_numpy().sum())
    database.save_indicator_values(level, rows, given.layer)
    return [message("{count} figures are empty and were left out.", count=empty)] if empty else []


def _indicator_codes(database: PlanningDatabase, level: str) -> set[str]:
    """Indicators of the level in the county's catalogue, and those it has figures of."""
    known = {item.code for item in read_indicators(database).indicators}
    return known | set(database.indicator_values(level).columns)


def _save_judgement(database: PlanningDatabase, level: str, given: Input) -> list[Message]:
    """A row per judgement: row, column, value; expert where several judged, else one by the table's name."""
    _require(given, "column")
    rows = pd.DataFrame({"row": code_text(given.frame[given.code]), "column": code_text(given.frame["column"])})
    rows["value"] = given.frame[given.value]
    experts = code_text(given.frame["expert"]) if "expert" in given.frame.columns else pd.Series("", rows.index)
    experts = experts.where(experts != "", given.layer)
    for expert, part in rows.groupby(experts, sort=False):
        database.save_judgements(level, str(expert), part)
    return []


def _save_target_actual(database: PlanningDatabase, level: str, given: Input) -> list[Message]:
    """A row per target, year and unit: code, year, value; unit_code of a township, empty for the county; source."""
    _require(given, "year")
    codes = code_text(given.frame[given.code])
    rows = pd.DataFrame({"code": codes, "year": _numbers(given, "year", codes)})
    rows["value"] = _numbers(given, given.value, codes)
    for field in ("unit_code", "source"):
        rows[field] = code_text(given.frame[field]) if field in given.frame.columns else ""
    _refuse_unknown(database, "township", rows["unit_code"][rows["unit_code"] != ""], given)
    if rows["year"].isna().any():
        raise _not_a_number(given, "year", codes[rows["year"].isna()].iloc[0], None)
    empty = int(rows["value"].isna().sum())
    database.save_target_actuals(rows[rows["value"].notna()], given.layer)
    return [message("{count} figures are empty and were left out.", count=empty)] if empty else []


_COUNTY_SAVERS: Mapping[str, Callable[[Any, str, Input], list[Message]]] = {
    "indicator": _save_indicator,
    "judgement": _save_judgement,
    "target_actual": _save_target_actual,
}

_SAVERS: Mapping[str, Callable[[Any, Plan, str, Input, dict[str, Any]], list[Message]]] = {
    "assignment": _save_assignment,
    "score": _save_score,
    "weight": _save_weight,
    "stability": _save_stability,
    "centre": _save_centre,
    "land_area": _save_land_area,
    "land_change": _save_land_change,
    "finding": _save_finding,
    "conflict": _save_conflict,
    "village_type": _save_village_type,
    "quota": _save_quota,
    "target": _save_target,
}


def _table_rows(kind: str, given: Input, columns: Mapping[str, pd.Series], renamed: Mapping[str, str]) -> pd.DataFrame:
    """Rows of the table of that kind: `columns` as they are, the others from the fields of their name, by type.

    renamed  column -> field it is taken from, where that is not of its name
    """
    rows = pd.DataFrame(columns)
    first = next(iter(columns.values()))
    for column in entry(kind).columns:
        field = renamed.get(column.name, column.name)
        if column.name in rows.columns or column.name == "result_id" or field not in given.frame.columns:
            continue
        if column.type == TEXT:
            rows[column.name] = code_text(given.frame[field])
        else:
            values = _numbers(given, field, first)
            rows[column.name] = values.round().astype("Int64") if column.type == INTEGER else values
    return rows


def _refuse_repeated(rows: pd.DataFrame, columns: list[str], given: Input) -> None:
    twice = rows[rows.duplicated(columns)]
    if len(twice):
        raise InputError(
            "duplicate_row",
            "Layer {layer}: {what} has more than one row ({count} such rows). Keep one of them.",
            layer=given.layer,
            what=", ".join(text for text in twice.iloc[0][columns] if text),
            count=len(twice),
        )


def _with_shapes(rows: pd.DataFrame, given: Input) -> pd.DataFrame:
    """The rows with the geometry of the layer they come from, where it has any."""
    if not isinstance(given.frame, gpd.GeoDataFrame):
        return rows
    return gpd.GeoDataFrame(rows, geometry=given.frame.geometry)


def _require(given: Input, field: str) -> None:
    if field not in given.frame.columns:
        raise InputError(
            "unknown_field",
            "Layer {layer} has no field {field}. Choose one of: {fields}.",
            layer=given.layer,
            field=field,
            fields=", ".join(str(column) for column in given.frame.columns if column != "geometry"),
        )


def _unit_codes(database: PlanningDatabase, level: str, given: Input) -> pd.Series:
    codes = unit_codes(given.frame[given.code], given.layer, given.code)
    _refuse_unknown(database, level, codes, given)
    return codes


def _refuse_unknown(database: PlanningDatabase, level: str, codes: pd.Series, given: Input) -> None:
    unknown = sorted(set(codes) - set(database.read_table(level)["code"]))
    if unknown:
        raise InputError(
            "unknown_unit",
            "Layer {layer}, field {field}: the county has no {level} with the code {codes} ({count} unknown). Check "
            "code field and level.",
            layer=given.layer,
            field=given.code,
            level=level,
            codes=_some(unknown),
            count=len(unknown),
        )


def _left_out(database: PlanningDatabase, level: str, codes: Any) -> list[str]:
    """Units of the level that are not among the codes."""
    return sorted(set(database.read_table(level)["code"]) - set(codes))


def _numbers(given: Input, field: str, codes: pd.Series) -> pd.Series:
    values = pd.to_numeric(given.frame[field], errors="coerce").astype(float)
    # A table of text (CSV) has empty text where nothing stands.
    wrong = values.isna() & given.frame[field].notna() & (given.frame[field].astype(str).str.strip() != "")
    if wrong.any():
        raise _not_a_number(given, field, codes[wrong].iloc[0], given.frame[field][wrong].iloc[0])
    return values


def _not_a_number(given: Input, field: str, unit: str, value: Optional[Any]) -> InputError:
    return InputError(
        "not_a_number",
        "Layer {layer}, field {field}, unit {unit}: {value} is not a number. Enter a number.",
        layer=given.layer,
        field=field,
        unit=unit or "-",
        value="NULL" if value is None else value,
    )


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:SHOWN]) + (", …" if len(codes) > SHOWN else "")
