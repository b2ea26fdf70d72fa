"""Tables of figures: indicators (long or wide), flows, and an older plan to compare with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isnan

import numpy as np
import pandas as pd

from ...core.codes import code_text, owner_of
from ...core.errors import InputError
from ...core.messages import message
from . import values
from .aliases import FieldMap, indicator_names, plain
from .measures import factor_of
from .notes import Notes, some
from .recognise import missing
from .source import Recognised
from .units import Units


def convert_indicators(source: Recognised, units: Units, field_map: FieldMap, notes: Notes) -> pd.DataFrame:
    """Rows of `indicator_value`: level, unit_code, indicator, year, value; missing values are left out.

    A long table has fields for unit, indicator and value; a wide one a column per indicator, named by its code, its
    name in either language, or in the field map. A row of a wide table may name its unit instead of giving its code.
    A unit of measure in a column's name is converted. Raises InputError missing_field, unknown_units, not_a_number,
    duplicate_value, unknown_measure, unlike_measure.
    """
    level, codes, kept = _placed(source, units, notes)
    frame = source.frame[kept]
    year = source.column("year")
    years = pd.Series([np.nan] * len(frame)) if year is None else values.numbers(year[kept])
    if {"indicator", "value"} <= set(source.fields):
        rows = pd.DataFrame(
            {
                "indicator": code_text(frame[source.fields["indicator"]]).to_numpy(),
                "value": values.figures(
                    frame[source.fields["value"]], codes, source.name, source.fields["value"]
                ).to_numpy(),
            }
        )
        rows.insert(0, "level", level.to_numpy())
        rows.insert(1, "unit_code", codes.to_numpy())
        rows.insert(3, "year", years.to_numpy())
    else:
        parts = []
        stated = set(field_map.get("indicator", {}).values())
        for field, indicator in _indicator_fields(source, field_map, notes).items():
            factor = factor_of(source.name, field, indicator, field in stated)
            given = values.figures(frame[field], codes, source.name, field).to_numpy()
            if factor != 1:
                # Exactly, by the digits that stand there: 0.07 万人 are 700 people, not 700.0000000000001.
                given = np.array([x if isnan(x) else float(Fraction(repr(float(x))) * factor) for x in given])
                notes.say(
                    message(
                        "Layer {layer}: figures of {field} are multiplied by {factor}, to be in the unit of {target}.",
                        layer=source.name,
                        field=field,
                        factor=f"{float(factor):g}",
                        target=indicator,
                    )
                )
            parts.append(
                pd.DataFrame(
                    {
                        "level": level.to_numpy(),
                        "unit_code": codes.to_numpy(),
                        "indicator": indicator,
                        "year": years.to_numpy(),
                        "value": given,
                    }
                )
            )
        rows = pd.concat(parts, ignore_index=True)
    rows = rows[rows["indicator"] != ""]
    twice = rows.duplicated(["level", "unit_code", "indicator", "year"])
    if twice.any():
        first = rows[twice].iloc[0]
        raise InputError(
            "duplicate_value",
            "Layer {layer}: unit {unit} has indicator {indicator} more than once for one year ({count} such rows). "
            "Keep one of each.",
            layer=source.name,
            unit=first["unit_code"],
            indicator=first["indicator"],
            count=int(twice.sum()),
        )
    blank = rows["value"].isna()
    if blank.any():
        notes.warn(
            message(
                "Layer {layer}: {count} values are missing ({names}).",
                layer=source.name,
                count=int(blank.sum()),
                names=some(f"{row.unit_code} {row.indicator}" for row in rows[blank].itertuples()),
            )
        )
    rows = rows[~blank].sort_values(["level", "unit_code", "indicator", "year"], kind="stable").reset_index(drop=True)
    rows["year"] = rows["year"].round().astype("Int64")
    return rows


def _placed(source: Recognised, units: Units, notes: Notes) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Level and code of the units that rows are about, and which rows are about any (the others are said)."""
    index = source.frame.index
    if "unit_code" in source.fields:
        named = code_text(source.frame[source.fields["unit_code"]])
        known = _levels(units)
        codes = named.where(named.isin(known), _national(named))
        level = codes.map(known)
    elif "unit_name" in source.fields:
        named = values.texts(source.column("unit_name"), index)
        by_name = _by_name(units)
        level = named.map({name: place[0] for name, place in by_name.items()})
        codes = named.map({name: place[1] for name, place in by_name.items()})
    else:
        raise missing(source.role, "unit_code", source.name, list(source.frame.columns))
    kept = level.notna()
    if not kept.any():
        raise InputError(
            "unknown_units",
            "Layer {layer}, field {field}: none of its units is in the county ({names}). Check the field, and that "
            "codes kept their leading digits.",
            layer=source.name,
            field=source.field("unit_code" if "unit_code" in source.fields else "unit_name"),
            names=some(named.drop_duplicates()),
        )
    if not kept.all():
        notes.warn(
            message(
                "Layer {layer}: {count} rows are about no unit of the county ({names}); they are left out.",
                layer=source.name,
                count=int((~kept).sum()),
                names=some(named[~kept].drop_duplicates().replace("", "-")),
            )
        )
    return level[kept], codes[kept], kept


def _levels(units: Units) -> dict[str, str]:
    return {
        **dict.fromkeys(units.townships["code"], "township"),
        **dict.fromkeys(units.villages["code"], "village"),
    }


def _national(codes: pd.Series) -> pd.Series:
    """Longer forms of national codes: 19 digits are cut to the village's 12, 12 ending in 000 to the township's 9."""
    digits = codes.str.isdigit()
    cut = codes.where(~(digits & (codes.str.len() == values.LONG_CODE)), codes.str.slice(0, values.VILLAGE_CODE))
    township = digits & (cut.str.len() == values.VILLAGE_CODE) & cut.str.endswith("000")
    return cut.where(~township, cut.str.slice(0, values.TOWNSHIP_CODE))


def _by_name(units: Units) -> dict[str, tuple[str, str]]:
    """Names that only one unit of its level has; a township's name goes before a village's."""
    result: dict[str, tuple[str, str]] = {}
    for level, frame in (("village", units.villages), ("township", units.townships)):
        single = frame[~frame["name"].duplicated(keep=False)]
        result.update({name: (level, code) for name, code in zip(single["name"], single["code"])})
    return result


def _indicator_fields(source: Recognised, field_map: FieldMap, notes: Notes) -> dict[str, str]:
    """Field of a wide table -> indicator code: by the field map, else by code or name in the catalogue."""
    known = indicator_names()
    own = set(source.fields)
    mapped = {field: target for target, field in field_map.get("indicator", {}).items() if target not in own and field}
    unset = {target for target, field in field_map.get("indicator", {}).items() if field is None}
    lost = [field for field in mapped if field not in source.frame.columns]
    if lost:
        raise InputError(
            "unknown_field",
            "Layer {layer} has no field {field}. Choose one of: {fields}.",
            layer=source.name,
            field=lost[0],
            fields=", ".join(map(str, source.frame.columns)),
        )
    result: dict[str, str] = {}
    for field in source.frame.columns:
        code = mapped.get(field) or known.get(plain(field))
        if field in source.fields.values() or not code or code in unset:
            continue
        if field not in mapped and code in mapped.values():
            continue
        if code in result.values():
            raise InputError(
                "ambiguous_field",
                "Layer {layer}: each of the fields {fields} may be {target}. Name the right one in a field map "
                "(FIELD_MAP) under {role}, {target}.",
                layer=source.name,
                fields=", ".join([*(known_field for known_field, c in result.items() if c == code), str(field)]),
                target=code,
                role="indicator",
            )
        result[str(field)] = code
    if not result:
        raise InputError(
            "missing_field",
            "Layer {layer} holds no indicators: it needs the fields {long} (a row per value), or a column per "
            "indicator named by its code or name. Its fields are: {fields}.",
            layer=source.name,
            long="unit_code, indicator, value",
            fields=", ".join(map(str, source.frame.columns)),
        )
    notes.say(
        message(
            "Layer {layer}: fields taken as {taken}.",
            layer=source.name,
            taken=", ".join(f"{field} → {code}" for field, code in result.items()),
        )
    )
    return result


def convert_flows(source: Recognised, units: Units, notes: Notes) -> pd.DataFrame:
    """Rows of `flow`: from_code, to_code, value; pairs that occur again are summed, flows out of the county left out.

    InputError bad_flow where an amount is missing, a text or negative.
    """
    listed = list(_levels(units))
    ends = {}
    for target in ("from_code", "to_code"):
        codes = code_text(source.frame[source.fields[target]])
        owner = owner_of(codes, listed)
        ends[target] = pd.Series([listed[place] if place >= 0 else None for place in owner], index=codes.index)
    amount = values.numbers(source.frame[source.fields["value"]])
    wrong = amount.isna() | (amount < 0)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise InputError(
            "bad_flow",
            "Layer {layer}, field {field}, row {row}: the amount is missing, a text or negative ({count} such rows). "
            "Enter a number or delete the row.",
            layer=source.name,
            field=source.fields["value"],
            row=row + 1,
            count=int(wrong.sum()),
        )
    rows = pd.DataFrame({**ends, "value": amount})
    lost = rows["from_code"].isna() | rows["to_code"].isna()
    if lost.any():
        notes.warn(
            message(
                "Layer {layer}: {count} flows start or end outside the county; they are left out.",
                layer=source.name,
                count=int(lost.sum()),
            )
        )
    return rows[~lost].groupby(["from_code", "to_code"], sort=True)[["value"]].sum().reset_index()


def convert_reference(source: Recognised, units: Units, notes: Notes) -> Mapping[str, pd.Series]:
    """Level -> unit code -> district code of an older plan.

    InputError unknown_units, duplicate_code.
    """
    level, codes, kept = _placed(source, units, notes)
    districts = code_text(source.frame[source.fields["district_code"]])[kept]
    twice = codes[codes.duplicated()]
    if len(twice):
        raise InputError(
            "duplicate_code",
            "Layer {layer}, field {field}: code {unit} occurs more than once ({count} such codes). Give each unit one "
            "row.",
            layer=source.name,
            field=source.field("unit_code"),
            unit=twice.iloc[0],
            count=len(twice),
        )
    result = {}
    for name in ("township", "village"):
        chosen = (level == name) & (districts != "")
        if not chosen.any():
            continue
        result[name] = pd.Series(districts[chosen].to_numpy(), index=codes[chosen].to_numpy(), dtype=object)
        _say_left_out(result[name], name, units, source, notes)
    return result


def _say_left_out(assigned: pd.Series, level: str, units: Units, source: Recognised, notes: Notes) -> None:
    whole: Sequence[str] = (units.townships if level == "township" else units.villages)["code"].tolist()
    left_out = [code for code in whole if code not in assigned.index]
    if left_out:
        notes.warn(
            message(
                "Layer {layer}: {count} units are in no district ({names}).",
                layer=source.name,
                count=len(left_out),
                names=some(left_out),
            )
        )
