"""What a person wants written, and the same again next month."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Optional

from qgis.core import QgsSettings

ROOM = "village_planner/results/"
VERSION = 2  # of what is remembered; before, no districts was what nobody had chosen
Names = Optional[tuple[str, ...]]  # None: all there are, also those that come later


@dataclass(frozen=True)
class Choice:
    """county, districts, townships: what there is a book of, and pages in the atlas; tables, sheets: ids, () for none;
    stale: "stamp" or "refuse"; template: the county's own workbook that is filled, "" for none; catalogue: its own file
    of tables, "" for the shipped ones; date, organisation: "" for what the county keeps."""

    county: bool = True
    districts: Names = None
    townships: Names = None
    tables: Names = None
    sheets: Names = None
    formats: tuple[str, ...] = ("xlsx",)
    units: str = "ha"
    paper: str = "A3"
    stale: str = "stamp"
    folder: str = ""
    template: str = ""
    atlas_formats: tuple[str, ...] = ("pdf",)
    dpi: int = 300
    organisation: str = ""
    date: str = ""
    catalogue: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of units, as SCOPES of the algorithms names them."""
        kinds = (("county", self.county), ("districts", self.districts != ()), ("townships", self.townships != ()))
        return tuple(kind for kind, wanted in kinds if wanted)

    @property
    def all_units(self) -> bool:
        return self.county and self.districts is None and self.townships is None

    @property
    def books(self) -> bool:
        """Whether tables are to be written, of any scope and in any form."""
        return bool(self.kinds) and self.tables != () and bool(self.formats)

    @property
    def pages(self) -> bool:
        """Whether the atlas has pages, in whatever form."""
        return bool(self.kinds) and self.sheets != ()

    @property
    def atlas(self) -> bool:
        return self.pages and bool(self.atlas_formats)


def remembered(county: str) -> Optional[tuple[Choice, date]]:
    """The choice of the last run for a county, and its day; None where there was none that can be read."""
    try:
        kept = json.loads(QgsSettings().value(_key(county), "") or "null")
        known = {item.name for item in fields(Choice)}
        values = {name: _plain(value) for name, value in kept["choice"].items() if name in known}
        if "version" not in kept:
            values["districts"] = values.get("districts") or None
        return Choice(**values), date.fromisoformat(kept["day"])
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def remember(county: str, choice: Choice, day: date) -> None:
    kept = {"version": VERSION, "day": day.isoformat(), "choice": asdict(choice)}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    QgsSettings().setValue(_key(county), text)


def names(value: Names) -> str:
    """As algorithms take them: "" for all."""
    return ",".join(value or ())


def _plain(value: Any) -> Any:
    return tuple(map(str, value)) if isinstance(value, list) else value


def _key(county: str) -> str:
    return ROOM + county.replace("/", "_").replace("\\", "_")
