"""The atlas as one PDF: pages are made, drawn and dropped one by one, then put together."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Optional

from qgis.core import QgsLayoutExporter, QgsPrintLayout, QgsProject, QgsRenderContext

from ..core.errors import InputError, StorageError
from ..core.messages import Message, message
from ..core.tables.build import Scope
from ..core.task import SILENT, Task
from ..database import open_database
from ..layers import qgis_crs
from ..translation import in_own_language
from .catalogue import MAP_KINDS, Sheet
from .data import AtlasData, read_atlas_data
from .holdings import HOLDINGS
from .map_layers import LAYERS
from .page import COVER_LAYERS, Entry, Imprint, contents_page, contents_pages, cover_page, map_page
from .pdf import merge_pages
from .review.entries import KINDS as REVIEW_KINDS
from .review.entries import review_entries
from .review.material import Against
from .template import Page
from .view import COUNTY

PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0), "A0": (1189.0, 841.0)}  # mm, landscape
TEMPLATE_PAPER = "A3"


@dataclass(frozen=True)
class AtlasResult:
    """pages  number of pages   skipped  why sheets were left out"""

    path: Path
    pages: int
    skipped: tuple[Message, ...]


def export_atlas(
    database_path: str,
    plan: str,
    sheets: Sequence[Sheet],
    paper: str,
    dpi: int,
    output: Path,
    organisation: str = "",
    date: str = "",
    against: Optional[Against] = None,
    task: Task = SILENT,
) -> AtlasResult:
    """Draw the sheets of a plan into one PDF; an old file is replaced only by a whole new one.

    dpi      resolution of what is not drawn as lines and text, and the fineness of lines
    against  what prints of a review set the plan beside
    """
    task.report(0.0, message("Reading the planning database …"))
    with open_database(database_path, read_only=True) as database:
        data = read_atlas_data(database, plan, layers_read(sheets), against, task.part(0.0, 0.05))
    if data.townships.empty:
        raise InputError(
            "no_townships", "{path} has no townships to draw. Import the township layer first.", path=database_path
        )
    entries, skipped = plan_pages(sheets, data)
    if not entries:
        raise InputError("nothing_to_draw", "There is nothing to print. {reason}", reason=skipped[0])
    imprint = make_imprint(data, organisation, date)
    scale = PAPERS[paper][0] / PAPERS[TEMPLATE_PAPER][0]
    listed = [entry for entry in entries if entry.number]
    with tempfile.TemporaryDirectory(prefix="village_planner_atlas_") as folder:
        files = []
        for position, entry in enumerate(entries):
            task.report(
                0.05 + 0.9 * position / len(entries),
                message("Page {page} of {pages}: {title}", page=entry.page, pages=len(entries), title=entry.title),
            )
            project = QgsProject()
            project.setCrs(qgis_crs(data.townships))
            page = _make_page(project, data, imprint, entry, listed, len(entries), scale)
            file = Path(folder) / f"{entry.page:04d}.pdf"
            print_pdf(page.layout, file, dpi * scale)
            files.append((file, entry.title))
            del page
            project.clear()
            data.forget(entry.scope)
        task.report(0.96, message("Putting the pages together …"))
        content = merge_pages(files, scale, f"{imprint.county}{imprint.plan}", imprint.organisation, PAPERS[paper])
    task.check()
    replace_file(output, content)
    return AtlasResult(output, len(entries), tuple(skipped))


def _make_page(
    project: QgsProject,
    data: AtlasData,
    imprint: Imprint,
    entry: Entry,
    listed: Sequence[Entry],
    pages: int,
    scale: float,
) -> Page:
    if entry.sheet.kind == "cover":
        return cover_page(project, data, imprint, scale)
    if entry.sheet.kind == "contents":
        return contents_page(project, listed, entry, pages)
    return map_page(project, data, imprint, entry, pages, scale)


def plan_pages(sheets: Sequence[Sheet], data: AtlasData) -> tuple[list[Entry], list[Message]]:
    """The pages in order, numbered, and what was left out for want of data."""
    entries: list[Entry] = []
    skipped: list[Message] = []
    drawn = 0
    for sheet in sheets:
        reason = why_left_out(sheet, data)
        if reason is not None:
            skipped.append(reason)
            continue
        if sheet.kind in REVIEW_KINDS:
            for page in review_entries(sheet, data):
                drawn += page.listed is None
                entries.append(replace(page, number="" if page.listed is not None else str(drawn)))
            continue
        for scope in scopes_of(sheet, data):
            number = ""
            if sheet.kind in MAP_KINDS:
                drawn += 1
                number = str(drawn)
            entries.append(Entry(sheet, _title(sheet, data, scope), number=number, scope=scope))
    spread = []
    for entry in entries:
        if entry.sheet.kind == "contents":
            spread += [replace(entry, part=part) for part in range(contents_pages(drawn))]
        else:
            spread.append(entry)
    return [replace(entry, page=page) for page, entry in enumerate(spread, 1)], skipped


def why_left_out(sheet: Sheet, data: AtlasData) -> Optional[Message]:
    """What a sheet misses and what to bring for it; None where it can be drawn."""
    missing = next((name for name in sheet.requires if not HOLDINGS[name].held(data)), None)
    if missing is not None:
        reason = message("the planning database holds no {what}", what=HOLDINGS[missing].name)
    elif sheet.unknown_layers:
        reason = message("nothing draws the layer {layer}", layer=sheet.unknown_layers[0])
    else:
        return None
    return message(
        "Sheet {sheet} is left out: {reason}. {needs}",
        sheet=sheet.id,
        reason=reason,
        needs=in_own_language(sheet.needs) if sheet.needs else "",
    )


def scopes_of(sheet: Sheet, data: AtlasData) -> list[Scope]:
    """What a sheet makes a page of each."""
    if sheet.kind == "township":
        return [Scope("township", code) for code in data.townships["code"]]
    if sheet.kind == "district":
        return [Scope("district", code) for code in data.dissolved("township")["code"]]
    return [COUNTY]


def _title(sheet: Sheet, data: AtlasData, scope: Scope) -> str:
    title = sheet.title["zh"].replace("{county}", data.county.county_name)
    return title if scope == COUNTY else title.replace("{" + scope.kind + "}", data.scope_name(scope))


def layers_read(sheets: Sequence[Sheet]) -> frozenset[str]:
    """The layers of the planning database that the sheets show or ask for."""
    names = {name for sheet in sheets for name in (*sheet.layers, *(COVER_LAYERS if sheet.kind == "cover" else ()))}
    shown = {read for name in names & set(LAYERS) for read in LAYERS[name].reads}
    return frozenset(shown | {read for sheet in sheets for name in sheet.requires for read in HOLDINGS[name].reads})


def make_imprint(data: AtlasData, organisation: str, date: str) -> Imprint:
    county = data.county
    today = datetime.date.today()
    return Imprint(
        county.county_name or "全域",
        county.plan_name,
        organisation or county.compiler,
        date or county.date or f"{today.year} 年 {today.month} 月",
        crs_text(data),
    )


def crs_text(data: AtlasData) -> str:
    """The CRS as a title block names it."""
    code = data.crs.to_epsg() or 0
    if 4513 <= code <= 4533:
        return f"2000 国家大地坐标系，3 度带第 {code - 4488} 带"
    if 4534 <= code <= 4554:
        return f"2000 国家大地坐标系，中央经线 {75 + 3 * (code - 4534)}°"
    return f"{data.crs.name}" + (f"（EPSG:{code}）" if code else "")


def print_pdf(layout: QgsPrintLayout, file: Path, dpi: float) -> None:
    """Draw a layout into a PDF of lines and searchable text."""
    layout.renderContext().setDpi(dpi)
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = dpi
    settings.forceVectorOutput = True
    settings.rasterizeWholeImage = False
    settings.exportMetadata = False
    settings.simplifyGeometries = True
    settings.textRenderFormat = QgsRenderContext.TextFormatAlwaysText
    result = QgsLayoutExporter(layout).exportToPdf(str(file), settings)
    if result != QgsLayoutExporter.Success:
        raise StorageError(
            "cannot_print",
            "Page {page} could not be drawn (QGIS says {number}). Check free disk space and memory.",
            page=layout.name(),
            number=int(result),
        )


def replace_file(output: Path, content: bytes) -> None:
    """Write beside, then replace, so that the old file survives any failure."""
    beside = output.with_name(f".{output.stem}.partial{output.suffix}")
    try:
        beside.write_bytes(content)
        os.replace(beside, output)
    finally:
        beside.unlink(missing_ok=True)
