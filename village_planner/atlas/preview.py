"""The atlas before it is printed: which of its sheets there can be, and one page at a time to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qgis.core import QgsProject

from ..core.messages import Message
from ..core.task import SILENT, Task
from .catalogue import Sheet
from .data import LAYERS, AtlasData, read_atlas_data, read_layers
from .export import PAPERS, TEMPLATE_PAPER, layers_read, make_imprint, make_page, plan_pages, why_left_out
from .page import Entry
from .template import Page

if TYPE_CHECKING:
    from ..database import PlanningDatabase

HEAVY = frozenset({"parcel"})  # read only for the page that shows it


class AtlasPreview:
    """A plan of a county as the atlas sees it. Reading is for any thread, pages are made on the main thread."""

    def __init__(self, data: AtlasData, held: frozenset[str]) -> None:
        """held: layers that the county has, read or not"""
        self.data, self._held = data, held

    @classmethod
    def read(cls, database: PlanningDatabase, plan: str, task: Task = SILENT) -> AtlasPreview:
        data = read_atlas_data(database, plan, frozenset())
        task.report(0.6)
        data = replace(data, layers=read_layers(database, frozenset(LAYERS) - HEAVY, data.crs))
        return cls(data, frozenset(data.layers) | {name for name in HEAVY if database.count(name)})

    def left_out(self, sheets: Sequence[Sheet]) -> Mapping[str, Message]:
        """Id of each sheet that cannot be drawn -> why, and what to bring."""
        found = ((sheet.id, why_left_out(sheet, self._known())) for sheet in sheets)
        return {identifier: reason for identifier, reason in found if reason is not None}

    def pages(self, sheets: Sequence[Sheet]) -> list[Entry]:
        """The pages of these sheets in their order."""
        return plan_pages(sheets, self._known())[0]

    def prepare(self, database: PlanningDatabase, entry: Entry, task: Task = SILENT) -> None:
        """Read what a page shows and is not there yet, and have the outlines ready that it is drawn with."""
        wanted = layers_read([entry.sheet]) & self._held - set(self.data.layers)
        self.data.layers.update(read_layers(database, wanted, self.data.crs))
        task.check()
        self.data.ground(entry.scope)
        for level in ("township", "village"):
            if f"{level}_districts" in entry.sheet.layers:
                task.check()
                self.data.dissolved(level)

    def page(self, project: QgsProject, entries: Sequence[Entry], entry: Entry, paper: str) -> Page:
        """One page, its layers in `project`, which must outlive it."""
        scale = PAPERS[paper][0] / PAPERS[TEMPLATE_PAPER][0]
        page = make_page(project, self.data, make_imprint(self.data, "", ""), entry, entries, scale)
        self.data.forget(entry.scope)
        return page

    def _known(self) -> AtlasData:
        """What there is, layers that are not read as their names alone."""
        import geopandas as gpd

        unread = {name: gpd.GeoDataFrame() for name in self._held - set(self.data.layers)}
        return replace(self.data, layers={**self.data.layers, **unread})
