"""What the algorithms on units (townships, villages) share: finding code and name fields, reading yes and no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from ..core.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# The plugin's own names first, then those of the Chinese standard.
CODE_FIELDS = ("code", "unit_code", "XZQDM", "ZLDWDM", "DWDM")
NAME_FIELDS = ("name", "unit_name", "XZQMC", "ZLDWMC", "DWMC")


def recognised(fields: Sequence[str], aliases: Sequence[str]) -> Optional[str]:
    """The first alias that the layer has, whatever its case; None where it has none."""
    by_name = {field.lower(): field for field in fields}
    return next((by_name[alias.lower()] for alias in aliases if alias.lower() in by_name), None)


def require_fields(layer: str, fields: Sequence[str], wanted: Sequence[str]) -> None:
    """Refuse fields the layer does not have: QGIS itself lets them pass."""
    for field in wanted:
        if field not in fields:
            raise InputError(
                "unknown_field",
                "Layer {layer} has no field {field}. Choose one of: {fields}.",
                layer=layer,
                field=field,
                fields=", ".join(fields),
            )


def code_field(layer: str, fields: Sequence[str], chosen: str) -> str:
    """The chosen code field, or the one recognised by its name."""
    if chosen:
        require_fields(layer, fields, [chosen])
        return chosen
    found = recognised(fields, CODE_FIELDS)
    if found is None:
        raise InputError(
            "missing_code_field",
            "Layer {layer} has no code field that is known by name ({aliases}). Choose the code field.",
            layer=layer,
            aliases=", ".join(CODE_FIELDS),
        )
    return found


def with_columns(frame: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """The frame with `columns` (in the order of its rows) at its end, in place of older ones of the same name.

    Names that differ only in case count as the same: a GeoPackage cannot hold both.
    """
    new = {str(name).lower() for name in columns}
    kept = frame.drop(columns=[name for name in frame if str(name).lower() in new])
    for name in columns:
        kept[name] = columns[name].to_numpy()
    return kept


YES = frozenset(("true", "t", "yes", "y", "1", "1.0", "是"))
NO = frozenset(("false", "f", "no", "n", "0", "0.0", "否", ""))


def truths(layer: str, frame: pd.DataFrame, field: str, codes: pd.Series) -> pd.Series:
    """A yes/no field as booleans: true, yes, 1, 是 or their opposites; empty is no, anything else is refused."""
    text = frame[field].astype(object).where(frame[field].notna(), "").astype(str).str.strip().str.lower()
    wrong = ~text.isin(YES | NO)
    if wrong.any():
        raise InputError(
            "not_yes_or_no",
            "Layer {layer}, field {field}: unit {unit} has {value}, which is neither yes nor no. Use true and false, "
            "or 1 and 0.",
            layer=layer,
            field=field,
            unit=codes[wrong].iloc[0],
            value=text[wrong].iloc[0],
        )
    return text.isin(YES)
