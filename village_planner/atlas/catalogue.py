"""The sheets of the atlas: order, titles, layers and tables, from resources/catalogues/sheets.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ..core.catalogue import load_catalogue
from ..core.errors import InputError
from ..paths import catalogue_files

# cover and contents are one page of their own kind, county one map page, township one map page per township
KINDS = ("cover", "contents", "county", "township")


@dataclass(frozen=True)
class Sheet:
    """One entry of the catalogue.

    title     by language; `{county}` and `{township}` are filled in
    layers    ids of `map_layers.LAYERS`, top to bottom
    requires  what the planning database must hold (`data.HOLDINGS`), else the sheet is left out
    table     id of `tables.TABLES`, or empty
    """

    id: str
    kind: str
    title: Mapping[str, str]
    layers: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    table: str = ""


def load_sheets(county: Optional[Path] = None) -> tuple[Sheet, ...]:
    """Every sheet in its order; `county` is a county's own file, which replaces the list."""
    content = load_catalogue(*catalogue_files("sheets"), county)
    return tuple(
        Sheet(
            entry["id"],
            entry["kind"],
            entry["title"],
            tuple(entry["layers"]),
            tuple(entry["requires"]),
            entry["table"],
        )
        for entry in content["sheets"]
    )


def select_sheets(sheets: Sequence[Sheet], wanted: Sequence[str]) -> tuple[Sheet, ...]:
    """The wanted sheets in the catalogue's order; all where none is named."""
    wanted = [name.strip() for name in wanted if name.strip()]
    known = [sheet.id for sheet in sheets]
    for name in wanted:
        if name not in known:
            raise InputError(
                "unknown_sheet",
                "There is no sheet {sheet}. Choose from: {sheets}.",
                sheet=name,
                sheets=", ".join(known),
            )
    return tuple(sheet for sheet in sheets if not wanted or sheet.id in wanted)
