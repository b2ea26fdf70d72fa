"""The sample county as raw layers, as a county would bring them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Union

import geopandas as gpd
import pandas as pd

from ..errors import InputError
from ..messages import message
from ..task import SILENT, Task
from .administration import raw_townships, raw_villages, unit_layers
from .controls import control_lines
from .farmland import high_standard_farmland
from .features import facility_points, hazard_points, places_of_the_county, project_footprints, road_lines
from .figures import commuting, figures, long_table
from .ground import make_ground
from .heritage import make_heritage
from .landsurvey import parcel_layer
from .names import SampleData
from .neighbours import neighbouring_counties
from .particulars import with_capacities, with_particulars
from .plans import older_plan, sector_plans

FEWEST, MOST = 3_000, 400_000  # parcels


@dataclass(frozen=True)
class SampleCounty:
    """Raw layers and tables by their names in the GeoPackage, EPSG:4523; areas in m².

    statistics  townships x indicators A1 … C8 for the workbook, with name first; indexed by code
    """

    XZQ: gpd.GeoDataFrame
    CJDCQ: gpd.GeoDataFrame
    DLTB: gpd.GeoDataFrame
    YJJBNTTB: gpd.GeoDataFrame
    STBHHX: gpd.GeoDataFrame
    CZKFBJ: gpd.GeoDataFrame
    DZZHD: gpd.GeoDataFrame
    GGFWSS: gpd.GeoDataFrame
    DL: gpd.GeoDataFrame
    TDLYGH: gpd.GeoDataFrame
    CXGH: gpd.GeoDataFrame
    XMHX: gpd.GeoDataFrame
    TJZB: pd.DataFrame
    TQL: pd.DataFrame
    YPQ: pd.DataFrame
    GBZNT: gpd.GeoDataFrame
    LSWHBHX: gpd.GeoDataFrame
    JSKZDD: gpd.GeoDataFrame
    LJX: gpd.GeoDataFrame
    statistics: pd.DataFrame

    def layers(self) -> dict[str, Union[gpd.GeoDataFrame, pd.DataFrame]]:
        """What the GeoPackage holds, by layer name, in order."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "statistics"}


def make_sample_county(parcels: int, seed: int, data: SampleData, task: Task = SILENT) -> SampleCounty:
    """Make the county; the same arguments give the same county.

    parcels  number of rows of DLTB, exactly     data  resources/sample, see `read_sample_data`
    Raises InputError where `parcels` is outside FEWEST … MOST.
    """
    if not FEWEST <= parcels <= MOST:
        raise InputError(
            "parcels_out_of_range",
            "The sample county can have {fewest} to {most} parcels, not {parcels}. Choose a number in between.",
            fewest=FEWEST,
            most=MOST,
            parcels=parcels,
        )
    ground = make_ground(parcels, seed, list(data.classes), task.part(0.0, 0.72))
    task.report(0.72, message("Measuring parcels …"))
    townships, villages = unit_layers(ground, data, seed)
    survey = parcel_layer(ground, villages, data, seed)
    task.report(0.85, message("Drawing control lines and plans …"))
    controls = control_lines(ground, townships, villages, data, seed)
    task.report(0.90)
    land_plan, urban_plan = sector_plans(ground, controls, data, seed)
    task.report(0.95, message("Counting people and trips …"))
    hazards = hazard_points(ground, seed)
    facilities = facility_points(ground, townships, villages, seed)
    township_table, village_table = figures(ground, townships, villages, hazards, facilities, controls, data, seed)
    statistics = township_table[[c for c in township_table.columns if c[0] in "ABC"]].copy()
    statistics.insert(0, "name", townships["name"].to_numpy())
    # The figures were counted without the county's own places and heritage, and stay as they are.
    places = pd.concat([facilities, places_of_the_county(ground, townships, villages, seed)], ignore_index=True)
    heritage = make_heritage(ground, townships, villages, data, seed)
    county = SampleCounty(
        XZQ=raw_townships(townships, data),
        CJDCQ=raw_villages(villages, data),
        DLTB=survey,
        YJJBNTTB=controls.YJJBNTTB,
        STBHHX=controls.STBHHX,
        CZKFBJ=controls.CZKFBJ,
        DZZHD=hazards,
        GGFWSS=pd.concat([with_capacities(places, seed), heritage.places], ignore_index=True),
        DL=road_lines(ground),
        TDLYGH=land_plan,
        CXGH=urban_plan,
        XMHX=with_particulars(project_footprints(ground, townships, townships.union_all(), seed), seed),
        TJZB=long_table(township_table, village_table, data),
        TQL=commuting(ground, villages, seed),
        YPQ=older_plan(ground, townships, villages, seed),
        GBZNT=high_standard_farmland(ground, townships, township_table["A8"], data, seed),
        LSWHBHX=heritage.LSWHBHX,
        JSKZDD=heritage.JSKZDD,
        LJX=neighbouring_counties(townships, data, seed),
        statistics=statistics.sort_index(),
    )
    task.report(1.0)
    return county
