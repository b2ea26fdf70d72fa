"""Checks of attribute values: structure by the standard, missing values, code lists, formats, identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from ..messages import Message, message
from .listing import ground_of, row_findings, value_findings
from .model import CheckedLayer, Finding
from .rules import Rules, StandardField

# Said by rules of their own.
OWN_RULES = ("class_code", "code", "name", "population")
NUMBERS = ("area", "ridge_area", "net_area")  # m²; the share of ridges has a rule of its own


def check_structure(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """The standard's fields are there, of its type and length; only of a layer that is meant to follow it."""
    if not _follows(layer, rules):
        return
    fields = rules.fields[layer.standard]
    there = {field.target: layer.fields[field.target] for field in fields if layer.has(field.target)}
    missing = [field for field in fields if field.required and field.target not in there]
    if missing and rules.on("field_missing"):
        names = ", ".join(field.name for field in missing)
        yield Finding(
            "field_missing",
            layer.name,
            "",
            message("The layer has no field {fields}. Add what the standard asks for.", fields=names),
            None,
            names,
        )
    for field in fields:
        if field.target in there:
            yield from _declared(layer, field, there[field.target], rules)


def _follows(layer: CheckedLayer, rules: Rules) -> bool:
    """Whether a layer has at least half of the fields that the standard requires of it."""
    required = [field for field in rules.fields.get(layer.standard, ()) if field.required]
    return bool(required) and 2 * sum(layer.has(field.target) for field in required) >= len(required)


def _declared(layer: CheckedLayer, field: StandardField, own: str, rules: Rules) -> Iterator[Finding]:
    kind, length = layer.declared.get(own, ("", 0))
    kinds = {"text": ("text",), "integer": ("integer",), "number": ("number", "integer"), "any": (kind,)}[field.kind]
    if rules.on("field_type") and kind and kind not in kinds:
        yield Finding(
            "field_type",
            layer.name,
            "",
            message(
                "Field {field} is {found}; the standard asks for {wanted}.",
                field=own,
                found=_word(kind),
                wanted=_word(field.kind),
            ),
            None,
            own,
        )
    if rules.on("field_length") and field.length and kind == "text" and length and length != field.length:
        yield Finding(
            "field_length",
            layer.name,
            "",
            message(
                "Field {field} is {found} characters long; the standard asks for {wanted}.",
                field=own,
                found=length,
                wanted=field.length,
            ),
            None,
            own,
        )


def _word(kind: str) -> Message:
    return {
        "text": message("text"),
        "integer": message("a whole number"),
        "number": message("a number"),
    }[kind]


def check_values(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Codes are in their lists; by the standard, values that must be there are, and texts are not too long."""
    follows = _follows(layer, rules)
    for field in rules.fields.get(layer.standard, ()):
        if not layer.has(field.target):
            continue
        if follows and field.filled and field.target not in OWN_RULES:
            yield from _filled(layer, field, rules)
        if follows and field.length:
            yield from _short(layer, field, rules)
        if field.codes:
            yield from _listed(layer, field, rules)


def check_numbers(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Areas are numbers; one finding for each text that is none."""
    if not rules.on("value_not_number"):
        return
    for target in NUMBERS:
        if layer.has(target):
            yield from _numbers(layer, target, rules)


def _numbers(layer: CheckedLayer, target: str, rules: Rules) -> Iterator[Finding]:
    own, rows = layer.fields[target], np.flatnonzero(layer.no_number(target))
    number, distinct = layer.distinct(target)
    yield from value_findings(
        layer,
        "value_not_number",
        own,
        pd.Series(distinct[number[rows]], index=rows, dtype=object),
        rules,
        lambda value, count: message(
            "{count} rows have “{value}” in field {field}, which is not a number. Enter an area in m².",
            count=count,
            value=value,
            field=own,
        ),
    )


def _filled(layer: CheckedLayer, field: StandardField, rules: Rules) -> Iterator[Finding]:
    own, rows = layer.fields[field.target], np.flatnonzero(~layer.given(field.target))
    if len(rows) and rules.on("value_missing"):
        text = message("{count} rows have no value in field {field}. Fill it in.", count=len(rows), field=own)
        yield Finding("value_missing", layer.name, "", text, ground_of(layer, rows, rules), own)


def _short(layer: CheckedLayer, field: StandardField, rules: Rules) -> Iterator[Finding]:
    own = layer.fields[field.target]
    if rules.on("value_too_long"):
        yield from value_findings(
            layer,
            "value_too_long",
            own,
            _where(layer, field.target, lambda text: len(text) > field.length),
            rules,
            lambda value, count: message(
                "{count} rows have {value} in field {field}; the standard has room for {length} characters.",
                count=count,
                value=value,
                field=own,
                length=field.length,
            ),
        )


def _listed(layer: CheckedLayer, field: StandardField, rules: Rules) -> Iterator[Finding]:
    own, known = layer.fields[field.target], rules.code_lists[field.codes]
    if rules.on("value_not_in_list"):
        yield from value_findings(
            layer,
            "value_not_in_list",
            own,
            _where(layer, field.target, lambda text: text != "" and text not in known),
            rules,
            lambda value, count: message(
                "{count} rows have {value} in field {field}; it may be {known}.",
                count=count,
                value=value,
                field=own,
                known=", ".join(sorted(known)[:20]),
            ),
        )


def _where(layer: CheckedLayer, target: str, wrong: Callable[[str], bool]) -> pd.Series:
    """The values of a field that are wrong, by row."""
    number, distinct = layer.distinct(target)
    faulty = np.array([wrong(text) for text in distinct], dtype=bool)
    rows = np.flatnonzero(faulty[number])
    return pd.Series(distinct[number[rows]], index=rows, dtype=object)


def check_classes(layer: CheckedLayer, rules: Rules, known: Mapping[str, str]) -> Iterator[Finding]:
    """Every parcel has a land class of the survey's list; one finding for each unknown code."""
    if not layer.has("class_code"):
        return
    empty = np.flatnonzero(~layer.given("class_code"))
    if len(empty) and rules.on("class_missing"):
        yield Finding(
            "class_missing",
            layer.name,
            "",
            message(
                "{count} parcels have no land class. Fill in field {field}.",
                count=len(empty),
                field=layer.fields["class_code"],
            ),
            ground_of(layer, empty, rules),
        )
    if not rules.on("class_unknown"):
        return
    unknown = _where(layer, "class_code", lambda code: code != "" and code not in known)
    if len(unknown) > len(layer.frame) / 2:  # another classification: said once
        yield Finding(
            "class_unknown",
            layer.name,
            "",
            message(
                "{count} of {all} parcels have a land class that is not in the list (e.g. {example}).",
                count=len(unknown),
                all=len(layer.frame),
                example=unknown.iloc[0],
            ),
        )
        return
    yield from value_findings(
        layer,
        "class_unknown",
        "",
        unknown,
        rules,
        lambda code, count: message(
            "{count} parcels have land class {code}, which is not in the list.", count=count, code=code
        ),
    )


def check_identifiers(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Identifiers occur once; a BSM has its characters."""
    if layer.role == "parcel" and layer.has("parcel_id") and rules.on("duplicate_parcel_id"):
        ids = layer.texts("parcel_id")
        yield from value_findings(
            layer,
            "duplicate_parcel_id",
            "",
            ids[ids.ne("") & ids.duplicated(keep=False)],
            rules,
            lambda value, count: message(
                "Field {field}: {value} occurs {count} times. Give each row its own.",
                field=layer.fields["parcel_id"],
                value=value,
                count=count,
            ),
        )
    target = next((t for t, own in layer.fields.items() if own.upper() in ("BSM", "标识码")), "")
    if not target:
        return
    texts, length = layer.texts(target), int(rules.thresholds["identifier_length"])
    fits = re.compile(rf"[0-9A-Za-z]{{{length}}}").fullmatch
    if target != "parcel_id" and rules.on("duplicate_identifier"):
        yield from value_findings(
            layer,
            "duplicate_identifier",
            layer.fields[target],
            texts[texts.ne("") & texts.duplicated(keep=False)],
            rules,
            lambda value, count: message(
                "Field {field}: {value} occurs {count} times. Give each row its own.",
                field=layer.fields[target],
                value=value,
                count=count,
            ),
        )
    if not rules.on("identifier_format"):
        return
    wrong = _where(layer, target, lambda text: text != "" and not fits(text)).index.to_numpy()
    if len(wrong) > len(texts) / 2:  # identifiers of the county's own: said once
        yield Finding(
            "identifier_format",
            layer.name,
            "",
            message(
                "{count} of {all} values of field {field} are not {length} characters (e.g. {example}).",
                count=len(wrong),
                all=len(texts),
                field=layer.fields[target],
                length=length,
                example=texts[wrong[0]],
            ),
        )
        return
    yield from row_findings(
        layer,
        "identifier_format",
        wrong,
        rules,
        lambda row: message(
            "Row {row}: field {field} is {value}; it must be {length} characters.",
            row=row + 1,
            field=layer.fields[target],
            value=texts[row],
            length=length,
        ),
    )


def check_location_codes(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Codes of location and ownership have the digits of a village or of a group in it."""
    if rules.on("location_code_format"):
        for target in ("unit_code", "owner_code"):
            if layer.has(target):
                yield from _location_codes(layer, target, rules)


def _location_codes(layer: CheckedLayer, target: str, rules: Rules) -> Iterator[Finding]:
    own = layer.fields[target]
    lengths = (int(rules.thresholds["village_code_digits"]), int(rules.thresholds["location_code_digits"]))
    wrong = _where(layer, target, lambda text: text != "" and not (text.isdigit() and len(text) in lengths))
    if len(wrong) > len(layer.frame) / 2:  # another country's or the county's own codes: said once
        yield Finding(
            "location_code_format",
            layer.name,
            "",
            message(
                "{count} of {all} values of field {field} are not {short} or {long} digits (e.g. {example}).",
                count=len(wrong),
                all=len(layer.frame),
                field=own,
                short=lengths[0],
                long=lengths[1],
                example=wrong.iloc[0],
            ),
            None,
            own,
        )
        return
    yield from value_findings(
        layer,
        "location_code_format",
        own,
        wrong,
        rules,
        lambda value, count: message(
            "{count} rows have {value} in field {field}; it must be {short} or {long} digits.",
            count=count,
            value=value,
            field=own,
            short=lengths[0],
            long=lengths[1],
        ),
    )
