"""The atlas's pages as print layouts of a project, which a technician may change and print again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsProject

from ..core.messages import Message, message
from ..core.task import SILENT, Task
from .catalogue import Sheet
from .charts_left_out import charts_left_out
from .export import TEMPLATE_PAPER, Units, nothing_of_units, open_atlas, saying
from .page import whole_labels_only
from .pagination import table_left_out, why_left_out
from .project_layouts import Ready, added_layers, carry_over, held_layouts, layers_of, layout_xml, put_layouts
from .template import Board

STORE = "_atlas.gpkg"  # behind the project's name


@dataclass(frozen=True)
class LayoutsMade:
    """pages  layouts made   changed  titles of those with changes by hand   kept  as of `AtlasFiles`"""

    pages: int
    skipped: Sequence[Message]
    changed: Sequence[str]
    kept: Mapping[str, Sequence[tuple[str, str]]]


def store_of(project_file: Path) -> Path:
    """The GeoPackage beside a project in which its atlas's layers lie."""
    return project_file.with_name(project_file.stem + STORE)


def make_layouts(
    database_path: str,
    plan: str,
    sheets: Sequence[Sheet],
    wanted: Sequence[Sheet],
    project: QgsProject,
    store: Path,
    organisation: str = "",
    date: str = "",
    reset: bool = False,
    task: Task = SILENT,
    units: Units = None,
) -> LayoutsMade:
    """Make the pages of the wanted sheets layouts of the project; what was changed by hand in those it has stays.

    sheets  all of the atlas: they settle the numbers of the pages
    reset   make all anew as if nobody had changed anything
    units   whose pages are made
    Nothing is changed before all pages are made.
    """
    task.report(0.0, message("Reading the planning database …"))
    reading = task.part(0.0, 0.05)
    atlas = open_atlas(database_path, plan, sheets, TEMPLATE_PAPER, organisation, date, None, reading, units)
    entries = [entry for entry in atlas.wanted if entry.sheet in wanted]
    reasons = {sheet.id: why_left_out(sheet, atlas.data) for sheet in wanted}
    if not entries and None in reasons.values():
        raise nothing_of_units()
    skipped: list[Message] = []
    for sheet in wanted:
        reason = reasons[sheet.id]
        skipped += table_left_out(sheet, atlas.data) if reason is None else [reason]
    held = {} if reset else held_layouts(project, atlas.data.county_key)
    ready: list[Ready] = []
    projects: list[QgsProject] = []  # they own the layers
    changed: list[str] = []
    kept: dict[str, Sequence[tuple[str, str]]] = {}
    crowded: dict[str, list[int]] = {}
    with closing(atlas.contents(entries, task)) as contents:
        for position, entry in enumerate(entries):
            task.report(0.05 + 0.8 * position / len(entries), saying(entry, position + 1, len(entries)))
            projects.append(QgsProject())
            page = atlas.page(Board(projects[-1]), entry, next(contents))
            page.layout.setName(f"{entry.page:02d} {page.layout.name()}")
            for chart in page.charts_left_out:
                crowded.setdefault(chart, []).append(entry.page)
            layers, made = layers_of(page.layout), layout_xml(page.layout)
            one = held.get(entry.key)
            if one is not None and one.there():
                merged = carry_over(page, one, {layer.id(): layer.id() for layer in added_layers(one)})
                made = merged.made
                if merged.changed:
                    changed.append(entry.title)
                if merged.kept:
                    kept[entry.title] = merged.kept
            ready.append(Ready(entry.key, page.layout.name(), layout_xml(page.layout), made, layers))
            del page
    task.report(0.85, message("Writing the layers of {pages} pages …", pages=len(ready)))
    put_layouts(project, atlas.data.county_key, ready, store, reset)
    whole_labels_only(project)  # else a reprint shows labels that the atlas leaves out
    return LayoutsMade(len(ready), [*skipped, *charts_left_out(crowded)], changed, kept)
