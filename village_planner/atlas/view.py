"""What a page is about (the county, a township district or a township) and how fine its scale draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from ..core.tables.build import Scope
from .data import AtlasData, cut_to, dissolve

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

FINENESS = 0.1  # mm on the page: bends smaller than this are not drawn
COUNTY = Scope()


@dataclass(frozen=True)
class View:
    """One page's part of the county.

    denominator  of the scale on the template's page
    enlarged     west, south, east, north of what an inset shows larger: there the page itself writes no small names
    """

    data: AtlasData
    scope: Scope = COUNTY
    denominator: float = 100_000.0
    enlarged: Optional[tuple[float, float, float, float]] = None

    @property
    def township(self) -> Optional[str]:
        """Code of the township a page is for; None on other pages."""
        return self.scope.code if self.scope.kind == "township" else None

    @property
    def district(self) -> Optional[str]:
        """Code of the township district a page is for; None on other pages."""
        return self.scope.code if self.scope.kind == "district" else None

    @property
    def whole(self) -> bool:
        """Whether the page is about the whole county."""
        return self.scope.whole

    def millimetres(self, length: float) -> float:
        """A length on the page in metres on the ground."""
        return length / 1000 * self.denominator

    def drawn(self, shapes: gpd.GeoSeries) -> gpd.GeoSeries:
        """Shapes without the bends too small to see on this page; what would vanish stays as it is."""
        return gpd_series(self.drawn_shapes(shapes.to_numpy()), shapes)

    def drawn_shapes(self, whole: NDArray) -> NDArray:
        """As `drawn`."""
        import shapely

        simple = shapely.simplify(whole, self.millimetres(FINENESS), preserve_topology=False)
        return np.where(shapely.is_empty(simple) | shapely.is_missing(simple), whole, simple)

    def townships(self) -> gpd.GeoDataFrame:
        return self.data.townships_of(self.scope)

    def villages(self) -> gpd.GeoDataFrame:
        return self.data.villages_of(self.scope)

    def township_rows(self) -> pd.DataFrame:
        """The townships without geometry, which rows are chosen from many times faster."""
        rows: pd.DataFrame = self.kept("rows", "townships", lambda: rows_of(self.townships()))
        return rows

    def village_rows(self) -> pd.DataFrame:
        """The villages without geometry."""
        rows: pd.DataFrame = self.kept("rows", "villages", lambda: rows_of(self.villages()))
        return rows

    def ground(self) -> gpd.GeoDataFrame:
        """The area the page shows, as one feature."""
        return self.data.ground(self.scope)

    def inside(self, name: str) -> Optional[gpd.GeoDataFrame]:
        """A layer of the database, cut to the page's ground; None where nothing is left."""
        frame = self.data.layers.get(name)
        if frame is None or self.whole:
            return frame
        cut = self.kept("inside", name, lambda: cut_to(frame, self.ground().geometry.iloc[0]))
        return None if cut.empty else cut

    def village_districts(self) -> gpd.GeoDataFrame:
        """The districts of the villages on the page; a township's part of those it shares."""
        if self.whole:
            return self.data.dissolved("village")
        return self.kept(
            "village_districts",
            "",
            lambda: dissolve(self.villages(), self.data.county.village_districts, self.data.outlines["village"]),
        )

    def kept(self, what: str, name: str, make: Any) -> Any:
        """What was made for this scope before, else what `make()` gives; dropped when the page is done."""
        return self.data.once((what, name, self.scope), make)


def rows_of(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """The attributes of a frame as a plain table."""
    import pandas as pd

    return pd.DataFrame(frame.drop(columns=frame.geometry.name))


def gpd_series(shapes: Any, like: gpd.GeoSeries) -> gpd.GeoSeries:
    import geopandas as gpd

    return gpd.GeoSeries(shapes, index=like.index, crs=like.crs)
