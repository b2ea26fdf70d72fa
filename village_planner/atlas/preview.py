"""The atlas before it is printed: which of its sheets there can be, and one page at a time to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsProject

from ..core.messages import Message
from ..core.task import SILENT, Task
from .catalogue import Sheet
from .content import Content, HandedContent
from .data import AtlasData, read_atlas_data
from .export import PAPERS, TEMPLATE_PAPER, Atlas, make_imprint
from .page import Entry
from .pagination import layers_read, plan_pages, why_left_out
from .template import Board, Page

if TYPE_CHECKING:
    from qgis.PyQt.QtCore import QThread

    from ..core.tables.county import CountyData
    from ..database import PlanningDatabase

HEAVY = frozenset({"parcel"})  # read only for a page that shows it


class AtlasPreview:
    """A plan of a county as the atlas sees it. Reading is for any thread, pages are made on the main thread, which
    must know the county's CRS first (`layers.warm_crs`)."""

    def __init__(self, plan: str, data: AtlasData, wanted: frozenset[str], unread: frozenset[str]) -> None:
        """wanted: layers that the sheets show; unread: those of them that the county has and that are not read yet"""
        self.data = data
        self._plan, self._wanted, self._unread = plan, wanted, unread

    @classmethod
    def read(
        cls,
        database: PlanningDatabase,
        plan: str,
        sheets: Sequence[Sheet],
        known: Optional[CountyData] = None,
        task: Task = SILENT,
    ) -> AtlasPreview:
        """known  the plan's figures where they have been read already"""
        wanted = layers_read(sheets)
        data = read_atlas_data(database, plan, wanted - HEAVY, known)
        task.check()
        return cls(plan, data, wanted, frozenset(name for name in wanted & HEAVY if database.count(name)))

    def left_out(self, sheets: Sequence[Sheet]) -> Mapping[str, Message]:
        """Id of each sheet that cannot be drawn -> why, and what to bring."""
        found = ((sheet.id, why_left_out(sheet, self._known())) for sheet in sheets)
        return {identifier: reason for identifier, reason in found if reason is not None}

    def pages(self, sheets: Sequence[Sheet]) -> list[Entry]:
        """The pages of these sheets in their order."""
        return plan_pages(sheets, self._known())[0]

    def prepare(
        self, database: PlanningDatabase, entry: Entry, paper: str, thread: QThread, task: Task = SILENT
    ) -> HandedContent:
        """Read what a page shows and is not there yet, and make it. thread: the one that will draw the page"""
        if layers_read([entry.sheet]) & self._unread:
            whole = read_atlas_data(database, self._plan, self._wanted, self.data.county)
            self.data, self._unread = replace(whole, cache=self.data.cache), frozenset()
        task.check()
        handed = HandedContent(self._atlas([entry], paper).content(entry, task), thread)
        self.data.forget(entry.scope)
        return handed

    def page(
        self,
        project: QgsProject,
        entries: Sequence[Entry],
        entry: Entry,
        paper: str,
        content: Optional[Content],
        organisation: str = "",
        date: str = "",
    ) -> Page:
        """One page with what was prepared for it; its layers go into `project`, which must outlive it."""
        return self._atlas(entries, paper, organisation, date).page(Board(project), entry, content)

    def _atlas(self, entries: Sequence[Entry], paper: str, organisation: str = "", date: str = "") -> Atlas:
        scale = PAPERS[paper][0] / PAPERS[TEMPLATE_PAPER][0]
        return Atlas(self.data, entries, (), make_imprint(self.data, organisation, date), scale)

    def _known(self) -> AtlasData:
        """What there is, layers that are not read as their names alone."""
        import geopandas as gpd

        unread = {name: gpd.GeoDataFrame({"geometry": []}) for name in self._unread}
        return replace(self.data, layers={**self.data.layers, **unread})
