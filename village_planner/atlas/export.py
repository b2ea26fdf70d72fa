"""The atlas as one PDF: pages are made, drawn and dropped one by one, then put together."""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qgis.core import QgsLayoutExporter, QgsPrintLayout, QgsProject, QgsRenderContext

from ..core.errors import InputError, StorageError
from ..core.messages import Message, message
from ..core.task import SILENT, Task
from ..database import open_database
from ..layers import qgis_crs
from .catalogue import Sheet
from .data import AtlasData, read_atlas_data
from .page import Entry, Imprint, contents_page, contents_pages, cover_page, map_page
from .pdf import merge_pages
from .template import Page

PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0), "A0": (1189.0, 841.0)}  # mm, landscape
TEMPLATE_PAPER = "A3"
HOLDING_NAMES = {
    "township_districts": message("township districts"),
    "village_districts": message("village districts"),
    "scores": message("scores of townships"),
    "centres": message("centres"),
    "parcels": message("parcels"),
    "control_lines": message("control lines"),
    "roads": message("roads"),
    "hazards": message("hazard points"),
    "facilities": message("facilities"),
    "projects": message("projects"),
}


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
    task: Task = SILENT,
) -> AtlasResult:
    """Draw the sheets of a plan into one PDF; an old file is replaced only by a whole new one.

    dpi  resolution of what is not drawn as lines and text, and the fineness of lines
    """
    needed = frozenset(holding for sheet in sheets for holding in sheet.requires) | {
        holding for sheet in sheets for holding in _shown_holdings(sheet)
    }
    task.report(0.0, message("Reading the planning database …"))
    with open_database(database_path, read_only=True) as database:
        data = read_atlas_data(database, plan, needed)
    if data.townships.empty:
        raise InputError(
            "no_townships", "{path} has no townships to draw. Import the township layer first.", path=database_path
        )
    entries, skipped = plan_pages(sheets, data)
    if not entries:
        raise InputError("nothing_to_draw", "There is nothing to print. {reason}", reason=skipped[0])
    imprint = make_imprint(data, organisation, date)
    scale = PAPERS[paper][0] / PAPERS[TEMPLATE_PAPER][0]
    listed = [entry for entry in entries if entry.sheet.kind in ("county", "township")]
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
            data.forget(entry.township)
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
        missing = next((name for name in sheet.requires if name not in data.holdings), None)
        if missing is not None:
            skipped.append(
                message(
                    "Sheet {sheet} is left out: the planning database holds no {what}.",
                    sheet=sheet.id,
                    what=HOLDING_NAMES[missing],
                )
            )
            continue
        if sheet.kind == "township":
            for row in data.townships[["code", "name"]].itertuples(index=False):
                drawn += 1
                entries.append(Entry(sheet, _title(sheet, data, row.name), number=str(drawn), township=row.code))
        elif sheet.kind == "county":
            drawn += 1
            entries.append(Entry(sheet, _title(sheet, data), number=str(drawn)))
        else:
            entries.append(Entry(sheet, _title(sheet, data)))
    spread = []
    for entry in entries:
        parts = contents_pages(drawn) if entry.sheet.kind == "contents" else 1
        spread += [replace(entry, part=part) for part in range(parts)]
    return [replace(entry, page=page) for page, entry in enumerate(spread, 1)], skipped


def _title(sheet: Sheet, data: AtlasData, township: str = "") -> str:
    return sheet.title["zh"].replace("{county}", data.county.county_name).replace("{township}", township)


def _shown_holdings(sheet: Sheet) -> set[str]:
    """Layers of the county that a sheet shows where they are there."""
    from .data import HOLDING_OF

    own = set(HOLDING_OF.values())
    shown = {"land_use": "parcels", "water": "parcels"}
    if sheet.kind == "cover":
        return {"parcels"}
    return {shown.get(name, name) for name in sheet.layers} & own


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
