"""What the builders of single tables share: the scope, the catalogue's entry, and headers filled in from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Callable, Optional

import pandas as pd

from .areas import LandAreas
from .change_areas import ChangeAreas
from .chart import charts_of
from .classes import LandClasses
from .county import CountyData
from .table import Column, Row, Table

UNNAMED_TOWNSHIP = "（未归属乡镇）"


COUNTY, DISTRICT, TOWNSHIP = "county", "district", "township"
WORDS = {COUNTY: "县", DISTRICT: "片区", TOWNSHIP: "乡镇"}


@dataclass(frozen=True)
class Scope:
    """What a workbook is about: the county, a township district or a township (`code` of the latter two)."""

    kind: str = COUNTY
    code: str = ""

    @property
    def whole(self) -> bool:
        return self.kind == COUNTY

    @property
    def word(self) -> str:
        """As in 本县, 本片区, 本乡镇."""
        return WORDS[self.kind]


@dataclass(frozen=True)
class Sources:
    """What every builder reads; `villages`, `townships` and `subject` are those of the scope."""

    county: CountyData
    classes: LandClasses
    areas: Optional[LandAreas]
    control: pd.Series  # village code -> control area as shown, 0.01 ha (areas.control_areas)
    scope: Scope = Scope()
    change: Optional[ChangeAreas] = None  # land use now and as planned; None where it was not computed
    shared: dict[str, Any] = field(default_factory=dict)  # see `once`

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """What all scopes of a run have in common: made by the first that asks for it."""
        if key not in self.shared:
            self.shared[key] = make()
        return self.shared[key]

    @property
    def subject(self) -> str:
        if self.scope.kind == DISTRICT:
            return name_of(self.county.township_districts, self.scope.code)
        return county_name(self.county) if self.scope.whole else name_of(self.county.townships, self.scope.code)

    @cached_property
    def townships(self) -> pd.DataFrame:
        """The townships of the scope, sorted by code."""
        townships = pd.DataFrame(self.county.townships.drop(columns="geometry", errors="ignore"))
        if self.scope.kind == DISTRICT:
            townships = townships[district_of(townships) == self.scope.code]
        elif self.scope.kind == TOWNSHIP:
            townships = townships[townships.index.astype(str) == self.scope.code]
        return townships.loc[sorted(townships.index, key=str)]

    @cached_property
    def villages(self) -> pd.DataFrame:
        """The villages of the scope, sorted by township and code."""
        villages = pd.DataFrame(self.county.villages.drop(columns="geometry", errors="ignore"))
        if not self.scope.whole:
            villages = villages[villages["township_code"].map(text).isin(set(self.townships.index.map(str)))]
        order = sorted(villages.index, key=lambda code: (str(villages.at[code, "township_code"]), code))
        return villages.loc[order]

    def township_groups(self) -> Iterator[tuple[str, str, list[str]]]:
        """(township code, name, its village codes), every village once; townships without villages included."""
        villages = self.villages
        owner = villages["township_code"].fillna("").astype(str) if len(villages) else pd.Series(dtype=object)
        members = {str(code): list(group) for code, group in owner.groupby(owner).groups.items()}
        for code in map(str, self.townships.index):
            yield code, name_of(self.county.townships, code), members.pop(code, [])
        for code in sorted(members):
            yield code, UNNAMED_TOWNSHIP, members[code]


def county_name(county: CountyData) -> str:
    return county.county_name or "全县"


def name_of(units: pd.DataFrame, code: str) -> str:
    """The unit's name, or its code where it has none."""
    if code not in units.index:
        return code
    name = units.at[code, "name"]
    return str(name) if isinstance(name, str) and name.strip() else code


def district_of(units: pd.DataFrame) -> pd.Series:
    """Code of each unit's district, "" where it has none."""
    if "district" not in units:
        return pd.Series("", index=units.index, dtype=object)
    return units["district"].map(text).astype(object)


def text(value: Any) -> str:
    return "" if value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NA else str(value)


def count(value: Any) -> Optional[int]:
    """A number of people or things; None where it is not known."""
    number = pd.to_numeric(value, errors="coerce")
    return None if pd.isna(number) else round(float(number))


def heads(template: Sequence[str], **words: str) -> tuple[str, ...]:
    """Header cells with the words in braces filled in; what stays empty is left out."""
    filled = []
    for part in template:
        for key, word in words.items():
            part = part.replace("{" + key + "}", word)
        part = part.replace("（）", "").strip()
        if part:
            filled.append(part)
    return tuple(filled) or ("",)


def template_of(entry: Mapping[str, Any], key: str) -> Optional[Sequence[str]]:
    """The catalogue's header of a column, None where the form leaves the column out."""
    return next((column["head"] for column in entry["columns"] if column["key"] == key), None)


def expand(entry: Mapping[str, Any], make: Mapping[str, Any]) -> tuple[Column, ...]:
    """The form's columns in the catalogue's order.

    make  key -> function from the header template to a list of columns; a key it lacks is a column this table
          cannot show here (e.g. “of which this township” in the county's workbook) and is left out
    """
    columns: list[Column] = []
    for column in entry["columns"]:
        if column["key"] in make:
            columns.extend(make[column["key"]](column["head"]))
    return tuple(columns)


def simple(key: str, **details: Any) -> Any:
    """A maker of one plain column for `expand`."""
    return lambda head: [Column(key, heads(head), **details)]


def finish(
    identifier: str,
    entry: Mapping[str, Any],
    sources: Sources,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    anchors: Mapping[str, tuple[int, str]],
    notes: Sequence[str] = (),
    frozen: int = 1,
    pages_wide: int = 1,
) -> Table:
    """The table of a report's scope with its title, unit line, notes and source from the catalogue's entry."""
    return titled(identifier, entry, sources.subject, columns, rows, anchors, notes, frozen, pages_wide)


def titled(
    identifier: str,
    entry: Mapping[str, Any],
    subject: str,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    anchors: Mapping[str, tuple[int, str]],
    notes: Sequence[str] = (),
    frozen: int = 1,
    pages_wide: int = 1,
) -> Table:
    """As `finish`, about any subject."""
    shown = {column.key for column in columns}
    return Table(
        identifier,
        entry["title"]["zh"],
        entry["sheet"],
        columns,
        tuple(rows),
        subject,
        entry.get("unit", ""),
        (*entry.get("notes", ()), *notes),
        entry.get("source", ""),
        entry.get("paper", "A4"),
        min(frozen, len(columns)),
        pages_wide,
        {name: place for name, place in anchors.items() if place[1] in shown},
        charts_of(entry, columns, rows),
    )
