"""Catalogues: what a county may want otherwise, as JSON files checked by a JSON schema (draft 7).

The shipped catalogues lie in resources/catalogues; their path is the caller's to give, as core knows no paths.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Callable, Optional, Union

from .errors import InputError
from .messages import Message, message

CODE_PATTERN = "^[A-Za-z][A-Za-z0-9_]*$"  # of codes in the schemas
SCHEMA_KEY = "$schema"  # editors use it to find the schema; it is no content


@dataclass(frozen=True)
class CatalogueText:
    """The text of a catalogue that is no file, as a planning database keeps it; shown is what messages call it."""

    text: str
    shown: str


CountyCatalogue = Union[Path, CatalogueText]


def shown_name(path: Path, county: Optional[CountyCatalogue]) -> str:
    """What messages call the catalogue that was read: the county's own where there is one."""
    return county.shown if isinstance(county, CatalogueText) else str(county or path)


def load_catalogue(path: Path, schema_path: Path, county: Optional[CountyCatalogue] = None) -> dict[str, Any]:
    """Read a catalogue and check it; defaults of the schema are filled in (a default that is an object: as it stands).

    path         the shipped catalogue (or any complete one)
    schema_path  its JSON schema
    county       a county's own file, or the text that its planning database keeps: its top-level entries replace the
                 shipped ones, entry by entry; what it leaves out stays as shipped

    Raises `InputError` (missing_catalogue, unreadable_catalogue, invalid_catalogue) naming file, place and cure.
    `fastjsonschema` must be importable; the plugin carries it (`paths.use_bundled_packages`).
    """
    schema = _text(Path(schema_path)), Path(schema_path)
    data = _check(_read(Path(path)), schema, Path(path))
    if county is None:
        return data
    if isinstance(county, CatalogueText):
        return _check({**data, **_parse(county.text, county.shown)}, schema, county.shown)
    return _check({**data, **_read(Path(county))}, schema, Path(county))


def _read(path: Path) -> dict[str, Any]:
    return _parse(_text(path), path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # editors on Windows put a byte order mark before the text
    except FileNotFoundError:
        raise InputError(
            "missing_catalogue", "Catalogue {file} does not exist. Choose another file or leave it empty.", file=path
        ) from None
    except UnicodeDecodeError:
        raise InputError(
            "unreadable_catalogue", "Catalogue {file} is not UTF-8 text. Save it as UTF-8 and run again.", file=path
        ) from None


def _parse(text: str, path: Union[Path, str]) -> dict[str, Any]:
    try:
        data = json.loads(text, object_pairs_hook=_unique_keys)
    except json.JSONDecodeError as error:
        raise InputError(
            "unreadable_catalogue",
            "Catalogue {file} is not valid JSON at line {line}, column {column} ({reason}). Mend that place and run "
            "again.",
            file=path,
            line=error.lineno,
            column=error.colno,
            reason=error.msg,
        ) from None
    except _DuplicateKeyError as error:
        raise InputError(
            "invalid_catalogue",
            "Catalogue {file} gives the entry {name} twice in one place. Keep one of them.",
            file=path,
            name=error.args[0],
        ) from None
    if not isinstance(data, dict):
        raise InputError(
            "invalid_catalogue",
            "Catalogue {file}, at {place}: {reason}. Mend that entry and run again.",
            file=path,
            place="/",
            reason=message("must be of type {wanted}", wanted="object"),
        )
    data.pop(SCHEMA_KEY, None)
    return data


class _DuplicateKeyError(ValueError):
    """JSON lets a key stand twice and the last one win; in a catalogue that hides an entry."""


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise _DuplicateKeyError(key)
        result[key] = value
    return result


@cache
def _compiled(schema: str, file: Path) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The check that a schema says. Compiling takes far longer than checking, and the catalogues are read often."""
    import fastjsonschema

    check: Callable[[dict[str, Any]], dict[str, Any]] = fastjsonschema.compile(_parse(schema, file))
    return check


def _check(data: dict[str, Any], schema: tuple[str, Path], file: Union[Path, str]) -> dict[str, Any]:
    """schema: its text, and the file that it is from"""
    import fastjsonschema

    try:
        checked = _compiled(*schema)(data)
    except fastjsonschema.JsonSchemaValueException as error:
        raise InputError(
            "invalid_catalogue",
            "Catalogue {file}, at {place}: {reason}. Mend that entry and run again.",
            file=file,
            place="/" + "/".join(error.path[1:]),
            reason=schema_reason(error),
        ) from None
    return checked


def schema_reason(error: Any) -> Message:
    """The schema's rule that is broken, in words; `error` is a JsonSchemaValueException of fastjsonschema."""
    rule, wanted, value = error.rule, error.rule_definition, error.value
    if rule == "required":
        return message("{names} is missing", names=", ".join(name for name in wanted if name not in value))
    if rule == "additionalProperties":
        known = (error.definition or {}).get("properties", {})
        return message("unknown entry {names}", names=", ".join(name for name in value if name not in known))
    if rule == "type":
        return message(
            "must be of type {wanted}", wanted=wanted if isinstance(wanted, str) else " / ".join(map(str, wanted))
        )
    if rule == "enum":
        return message("{value} is not one of {choices}", value=value, choices=", ".join(map(str, wanted)))
    if rule == "pattern" and wanted == CODE_PATTERN:
        return message("{value} must begin with a letter and hold only letters, digits and _", value=value)
    return message("{value} breaks the rule {rule}: {wanted}", value=value, rule=rule, wanted=wanted)
