"""What the Results page looks at: read from the planning database in a thread of its own, made by core and atlas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...core.catalogue import load_catalogue
from ...core.charts.colours import read_land_classes
from ...core.tables.area_units import MU, in_mu
from ...core.tables.build import Scope
from ...core.tables.origins import stale_results
from ...core.tables.report import Catalogues, build_reports, table_order
from ...core.tables.table import Table
from ...core.task import Task
from ...paths import catalogue_files, resource
from ...translation import in_own_language, say, say_in_chinese
from . import cures
from .cures import Cure

if TYPE_CHECKING:
    from qgis.PyQt.QtCore import QThread

    from ...atlas.catalogue import Sheet
    from ...atlas.content import HandedContent
    from ...atlas.page import Entry
    from ...atlas.preview import AtlasPreview

SHOWN_ROWS = 30  # of a table's preview


@dataclass(frozen=True)
class Titled:
    """A table or a sheet to choose: id, title by language, where what it needs comes from."""

    id: str
    title: Mapping[str, str]
    cure: Cure


@dataclass(frozen=True)
class Look:
    """What a plan has to show.

    tables, sheets  id -> what it needs, of those that cannot be made
    stale           keys of the results that are out of date
    """

    county: Any  # CountyData
    atlas: AtlasPreview
    tables: Mapping[str, str]
    sheets: Mapping[str, str]
    stale: frozenset[str]
    catalogue: Mapping[str, Any]  # of tables

    def stale_of(self, tables: Sequence[str]) -> tuple[str, ...]:
        """Results out of date that these tables show."""
        return tuple(sorted({key for table in tables for key in stale_results(table, self.stale)}))


def table_catalogue(own: str = "") -> dict[str, Any]:
    """own: the county's own file, "" for the shipped tables. InputError where it cannot be read or is wrong."""
    return load_catalogue(*catalogue_files("tables"), Path(own) if own else None)


def tables_to_choose(catalogue: Mapping[str, Any]) -> list[Titled]:
    forms = forms_to_fill(catalogue)
    return [Titled(name, catalogue[name]["title"], cures.of_table(name, forms)) for name in table_order(catalogue)]


def forms_to_fill(catalogue: Mapping[str, Any]) -> list[str]:
    """Ids of the tables that the county brings filled in."""
    from ...core.tables.forms import forms_of

    return forms_of(catalogue)


def sheets_to_choose() -> list[Titled]:
    return [Titled(sheet.id, sheet.title, cures.of_sheet(sheet.requires)) for sheet in _atlas_sheets()]


def read_look(path: Path, plan: str, catalogue: Mapping[str, Any], task: Task) -> Look:
    """Read a plan and find out what can be made of it; takes seconds. catalogue: of tables"""
    from ...atlas.data import county_of
    from ...atlas.preview import AtlasPreview
    from ...database import open_database
    from ...database.county import record_lines

    with open_database(path, read_only=True) as database:
        county = county_of(database, plan)
        county = replace(county, record=record_lines(database, county.plan_id, say_in_chinese))
        task.check()
        atlas = AtlasPreview.read(database, plan, _atlas_sheets(), county, task)
    task.report(0.7)
    report = next(build_reports(county, _catalogues(catalogue), [Scope()], table_order(catalogue), task.part(0.7, 0.8)))
    task.report(0.9)
    sheets = {identifier: say(reason) for identifier, reason in atlas.left_out(_atlas_sheets()).items()}
    tables = {gap.id: in_own_language(gap.needs) for gap in report.gaps}
    return Look(county, atlas, tables, sheets, county.stale, catalogue)


def read_table(look: Look, scope: Scope, identifier: str, units: str, task: Task) -> tuple[Table, ...]:
    """One table of one scope as it will be written, () where there is none."""
    report = next(build_reports(look.county, _catalogues(look.catalogue), [scope], [identifier], task))
    return tuple(in_mu(table) if units == MU else table for table in report.tables)


def prepare_page(path: Path, look: Look, entry: Entry, paper: str, thread: QThread, task: Task) -> HandedContent:
    """Make what a page of the atlas shows; the page itself is made on the main thread, which is the one given."""
    from ...database import open_database

    with open_database(path, read_only=True) as database:
        return look.atlas.prepare(database, entry, paper, thread, task)


def entries_of(look: Look, sheets: Sequence[str]) -> list[Entry]:
    """The pages of an atlas of these sheets."""
    return look.atlas.pages([sheet for sheet in _atlas_sheets() if sheet.id in sheets])


def table_html(table: Table) -> str:
    """The beginning of a table, for a browser that knows little of styles."""
    from ...publish.page import grid, paper_pages

    rest = len(table.rows) - SHOWN_ROWS
    cut = replace(table, rows=table.rows[:SHOWN_ROWS])
    body = "".join(grid(cut, paper_pages(table)[0]))
    look = 'border="1" cellspacing="0" cellpadding="3" style="border-collapse:collapse; border-style:solid"'
    for old, new in (
        ("<table>", f"<table {look}>"),
        ("<th>", '<th bgcolor="#e8f1e4">'),
        ("<th ", '<th bgcolor="#e8f1e4" '),
        ("<td>", '<td align="right">'),
        ("<td class=c", '<td align="center"'),
        ("<td class=x", '<td align="left"'),
    ):
        body = body.replace(old, new)
    stamp = f'<p style="color:#8a1f17">{escape(table.stamp)}</p>' if table.stamp else ""
    more = f"<p>… +{rest:,}</p>" if rest > 0 else ""
    return f'<h3 align="center">{escape(table.title)}</h3>{stamp}<p align="right">{escape(table.unit)}</p>{body}{more}'


def _catalogues(tables: Mapping[str, Any]) -> Catalogues:
    styles = read_land_classes(resource("styles", "land_use.csv"), "survey")
    return Catalogues.of(tables, load_catalogue(*catalogue_files("survey_classes")), styles)


def _atlas_sheets() -> Sequence[Sheet]:
    """The sheets of the bound atlas; prints of a review are made where the review is."""
    from ...atlas.catalogue import load_sheets

    return [sheet for sheet in load_sheets() if sheet.group == "atlas"]
