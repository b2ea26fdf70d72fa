"""Which layer is which, and which field is which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Union

import pandas as pd

from ...core.errors import InputError, StorageError
from ...core.messages import message
from .aliases import FieldMap, Target, plain, roles, targets
from .notes import Notes, some

_FAMILIES = {"polygon": ("Polygon", "Surface"), "line": ("Line", "Curve"), "point": ("Point",)}


def recognise_layers(path: Any) -> dict[str, Union[str, list[str]]]:
    """importcounty's parameter -> name of the layer that fits it; a list of names where it takes several.

    path  any vector file. Layers of the wrong geometry are passed over; what is not recognised is left out.
    """
    import pyogrio

    try:
        listed = pyogrio.list_layers(str(path))
    except pyogrio.errors.DataSourceError as error:
        raise StorageError(
            "cannot_open", "{path} cannot be read ({reason}). Choose another file.", path=path, reason=str(error)
        ) from None
    found: dict[str, Union[str, list[str]]] = {}
    for role in roles().values():
        fitting = [(str(name), str(kind)) for name, kind in listed if _fits(role.geometry, kind)]
        by_name = {plain(name): name for name, _ in reversed(fitting)}
        names = list(dict.fromkeys(by_name[plain(alias)] for alias in role.layers if plain(alias) in by_name))
        if names:
            found[role.parameter] = names if role.many else names[0]
    return found


def _fits(wanted: str, kind: Any) -> bool:
    text = "" if kind is None else str(kind)
    if wanted == "table" or (wanted == "any" and text):
        return True  # a layer may also serve as a table
    return text in ("Unknown", "Unknown Z") or any(family in text for family in _FAMILIES.get(wanted, ()))


def wanted_fields(role: str, names: Sequence[str], field_map: FieldMap) -> list[str]:
    """Those fields of a layer that the import may need; all of them for indicators, where any may be one."""
    if role == "indicator":
        return list(names)
    known = {plain(alias) for target in targets()[role].values() for step in target.aliases for alias in step}
    mapped = set(field_map.get(role, {}).values())
    return [name for name in names if name in mapped or plain(name) in known]


def recognise_fields(
    role: str, layer: str, frame: pd.DataFrame, names: Sequence[str], field_map: FieldMap, notes: Notes
) -> dict[str, str]:
    """Target -> field of the layer; says in the notes what was taken as what.

    role   of the layer   layer  its name, for messages
    frame  its rows       names  all its fields, for messages
    Raises InputError unknown_field (the field map names one that is not there), ambiguous_field, missing_field.
    """
    mapped = field_map.get(role, {})
    taken: dict[str, str] = {}
    for target in targets()[role].values():
        if target.name in mapped:
            field = mapped[target.name]
            if field is None:
                continue
            if field not in frame.columns:
                raise InputError(
                    "unknown_field",
                    "Layer {layer} has no field {field}. Choose one of: {fields}.",
                    layer=layer,
                    field=field,
                    fields=", ".join(names),
                )
            taken[target.name] = field
            continue
        found = _matches(target, frame, layer, role)
        if found:
            taken[target.name] = found
        elif target.required:
            raise missing(role, target.name, layer, names)
    if taken:
        notes.say(
            message(
                "Layer {layer}: fields taken as {taken}.",
                layer=layer,
                taken=", ".join(f"{field} → {target}" for target, field in taken.items()),
            )
        )
    return taken


def missing(role: str, target: str, layer: str, names: Sequence[str]) -> InputError:
    """The error for a field that is needed and not there."""
    aliases = [alias for step in targets()[role][target].aliases for alias in step]
    return InputError(
        "missing_field",
        "Layer {layer} has no field recognised as {target} (it may be called {aliases}). Its fields are: {fields}. "
        "Name the right one in a field map (FIELD_MAP) under {role}, {target}.",
        layer=layer,
        target=target,
        aliases=some(aliases),
        fields=", ".join(names) or "-",
        role=role,
    )


def _matches(target: Target, frame: pd.DataFrame, layer: str, role: str) -> str:
    geometry = getattr(frame, "_geometry_column_name", None)
    columns = [column for column in frame.columns if column != geometry]
    for step in target.aliases:
        wanted = {plain(alias) for alias in step}
        found = [column for column in columns if plain(column) in wanted]
        if len(found) > 1 and not all(_same(frame[found[0]], frame[other]) for other in found[1:]):
            raise InputError(
                "ambiguous_field",
                "Layer {layer}: each of the fields {fields} may be {target}. Name the right one in a field map "
                "(FIELD_MAP) under {role}, {target}.",
                layer=layer,
                fields=", ".join(found),
                target=target.name,
                role=role,
            )
        if found:
            return str(found[0])
    return ""


def _same(first: pd.Series, second: pd.Series) -> bool:
    return bool((first.astype(str) == second.astype(str)).all())
