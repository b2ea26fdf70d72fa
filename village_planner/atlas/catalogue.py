"""The sheets of the atlas: order, titles, layers and tables, from resources/catalogues/sheets.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from ..core.catalogue import load_catalogue
from ..core.errors import InputError
from ..core.messages import Message, message
from ..paths import catalogue_files
from .charts import CHARTS
from .holdings import HOLDINGS
from .map_layers import LAYERS
from .tables import TABLES

# cover and contents are pages of their own kind, county is one map page, district one per township district, township
# one per township
ATLAS = "atlas"  # the group of sheets that is bound; the others are prints of a review
MAP_KINDS = ("county", "district", "township")


@dataclass(frozen=True)
class Sheet:
    """One entry of the catalogue.

    title     by language; `{county}`, `{district}` and `{township}` are filled in
    title_without  id of `holdings.HOLDINGS` -> title by language where the plan lacks it; the first that is lacking
    layers    ids of `map_layers.LAYERS`, top to bottom
    requires  what the planning database must hold (ids of `holdings.HOLDINGS`), else the sheet is left out
    table     id of `tables.TABLES`, or empty       chart  id of `charts.CHARTS`, or empty
    group     "atlas", or "review" for prints of a review, which are not part of the bound atlas
    needs     by language: what to bring where the sheet is left out; may be empty
    table_requires  what its table is made of (as requires), else the sheet is printed without
    table_needs     by language: what to do where the table is left out
    scale     denominator to print at; 0: the largest round scale at which the ground fits
    margin    share of the ground's size left free on each side of it
    graticule  whether lines of longitude and latitude are drawn
    """

    id: str
    kind: str
    title: Mapping[str, str]
    title_without: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    table: str = ""
    chart: str = ""
    group: str = "atlas"
    needs: Mapping[str, str] = field(default_factory=dict)
    table_requires: tuple[str, ...] = ()
    table_needs: Mapping[str, str] = field(default_factory=dict)
    scale: float = 0.0
    margin: float = 0.025
    graticule: bool = False

    @property
    def unknown_layers(self) -> tuple[str, ...]:
        """Layers that nobody draws (yet)."""
        return tuple(name for name in self.layers if name not in LAYERS)


def load_sheets(county: Optional[Path] = None) -> tuple[Sheet, ...]:
    """Every sheet in its order; `county` is a county's own file, which replaces the list.

    InputError unknown_part_of_sheet where it names a layer, requirement, table or chart that there is not.
    """
    content = load_catalogue(*catalogue_files("sheets"), county)
    sheets = tuple(
        Sheet(
            entry["id"],
            entry["kind"],
            entry["title"],
            entry["title_without"],
            tuple(entry["layers"]),
            tuple(entry["requires"]),
            entry["table"],
            entry["chart"],
            entry["group"],
            entry["needs"],
            tuple(entry["table_requires"]),
            entry["table_needs"],
            entry["scale"],
            entry["margin"],
            entry["graticule"],
        )
        for entry in content["sheets"]
    )
    for sheet in sheets:
        _check(sheet, county)
    return sheets


def _check(sheet: Sheet, county: Optional[Path]) -> None:
    """A name that nobody knows is a mistake, except a layer of the shipped list: that sheet is only left out."""
    known: tuple[tuple[Message, Sequence[str], Mapping[str, object]], ...] = (
        (message("layer"), sheet.layers if county is not None else (), LAYERS),
        (message("requirement"), (*sheet.requires, *sheet.table_requires, *sheet.title_without), HOLDINGS),
        (message("table"), (sheet.table,) if sheet.table else (), TABLES),
        (message("chart"), (sheet.chart,) if sheet.chart else (), CHARTS),
    )
    for what, names, registry in known:
        for name in names:
            if name not in registry:
                raise InputError(
                    "unknown_part_of_sheet",
                    "Sheet {sheet} of the atlas names the {what} {name}, which there is not. Choose from: {choices}.",
                    sheet=sheet.id,
                    what=what,
                    name=name,
                    choices=", ".join(sorted(registry)),
                )


def select_sheets(sheets: Sequence[Sheet], wanted: Sequence[str]) -> tuple[Sheet, ...]:
    """The wanted sheets in the catalogue's order, each by its name or its group's; the bound atlas where none is named.

    InputError unknown_sheet
    """
    names = [name.strip() for name in wanted if name.strip()] or [ATLAS]
    known, groups = [sheet.id for sheet in sheets], sorted({sheet.group for sheet in sheets})
    for name in names:
        if name not in known and name not in groups:
            raise InputError(
                "unknown_sheet",
                "There is no sheet {sheet}. Choose from: {sheets}.",
                sheet=name,
                sheets=", ".join([*groups, *known]),
            )
    return tuple(sheet for sheet in sheets if sheet.id in names or sheet.group in names)
