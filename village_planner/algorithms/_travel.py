"""Travel between the units of a layer, from what the user gives: roads, a table of times, or nothing but outlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsApplication, QgsProcessingContext

from ..compat import VECTOR_LINE, VECTOR_POINT
from ..core.errors import InputError
from ..core.messages import Message, message
from ..paths import catalogue_files
from ..translation import is_chinese, tr
from ._catalogues import define_catalogue, own_catalogues
from ._units import recognised
from .parameters import source, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

    from ..core.indicators.travel import Travel
    from ..core.network.graph import RoadNetwork
    from ..core.task import Task
    from .base import PlannerAlgorithm

FACILITY_KINDS = ("kind", "SSLX", "type", "fclass", "设施类型", "类型")
FACILITY_UNITS = ("unit_code", "ZLDWDM", "DWDM")
TRAVEL_FIELDS = {
    "from": ("from", "from_code", "origin", "CFDM", "出发地代码", "起点代码"),
    "to": ("to", "to_code", "destination", "DDDM", "到达地代码", "终点代码"),
    "minutes": ("minutes", "time", "duration", "FZ", "分钟", "时间"),
}
SEATS = {"township": "township_seat", "village": "village_seat"}


def define_travel(algorithm: PlannerAlgorithm) -> None:
    """Declare ROADS, SEATS, TRAVEL and ROAD_SPEEDS."""
    algorithm.addParameter(
        source(
            "ROADS", tr("Roads (travel is measured over them)"), [VECTOR_LINE], True, tr("Their kind gives the speed.")
        )
    )
    algorithm.addParameter(
        source(
            "SEATS",
            tr("Seats of the units (facilities with their kind)"),
            [VECTOR_POINT],
            True,
            tr("Township governments or village committees; for units without one an inner point."),
        )
    )
    algorithm.addParameter(
        table(
            "TRAVEL",
            tr("Table of travel times (from, to, minutes), instead of roads"),
            True,
            tr("A pair given one way only counts both ways."),
        )
    )
    define_catalogue(
        algorithm, "ROAD_SPEEDS", tr("Catalogue of road speeds (empty: the county's, else the plugin's own)")
    )


def read_travel(
    algorithm: PlannerAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    units: Optional[gpd.GeoDataFrame],
    codes: Sequence[str],
    level: str,
    task: Task,
) -> tuple[Optional[Travel], list[Message]]:
    """Travel by TRAVEL, else by ROADS, else straight; None where the units have no geometry either.

    units  their outlines, None for a table      codes  in the order of the units
    """
    from ..core.indicators.travel import NetworkTravel, StraightTravel, travel_table

    if parameters.get("TRAVEL"):
        times: Any = algorithm.read(parameters, "TRAVEL", context, task, geometry=False)
        layer = algorithm.label(parameters, "TRAVEL", algorithm.source(parameters, "TRAVEL", context))
        return travel_table(times, list(codes), layer, _travel_fields(times, layer)), []
    if units is None:
        return None, []
    if not parameters.get("ROADS"):
        return StraightTravel(units.geometry), []
    roads: Any = algorithm.read(parameters, "ROADS", context, task, required=False)
    if roads.empty:
        return StraightTravel(units.geometry), [message("ROADS holds no roads: distances are straight.")]
    network, said = _network(algorithm, parameters, context, roads, task)
    points, unseated = _points(algorithm, parameters, context, units.assign(code=list(codes)), level, network, task)
    return NetworkTravel(network, points), [*said, *unseated]


def language() -> str:
    return "zh" if is_chinese(QgsApplication.locale()) else "en"


def _network(
    algorithm: PlannerAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, roads: Any, task: Task
) -> tuple[RoadNetwork, list[Message]]:
    import pandas as pd

    from ..core.network.graph import RoadNetwork
    from ..core.network.speeds import load_road_speeds

    layer = algorithm.label(parameters, "ROADS", algorithm.source(parameters, "ROADS", context))
    kind, direction = road_field(roads, "kind"), road_field(roads, "direction")
    own = own_catalogues(algorithm, parameters, context, {"road_speeds": "ROAD_SPEEDS"})
    speeds = load_road_speeds(*catalogue_files("road_speeds"), own["road_speeds"])
    kinds = pd.Series([""] * len(roads), index=roads.index) if kind is None else roads[kind]
    speed, said = speeds.of(kinds, layer)
    ways = None if direction is None else speeds.directions(roads[direction], layer, direction)
    network = RoadNetwork.build(roads.geometry, speed, ways, walking=speeds.walking, layer=layer, task=task)
    return network, [*said, *network.warnings]


def road_field(roads: pd.DataFrame, target: str) -> Optional[str]:
    """The field of a layer of roads that importcounty takes for `kind` or `direction`."""
    from ..database.importing.aliases import plain, targets

    names = {plain(column): str(column) for column in reversed(list(roads.columns))}
    aliases = [plain(alias) for step in targets()["road"][target].aliases for alias in step]
    return next((names[alias] for alias in aliases if alias in names), None)


def _points(
    algorithm: PlannerAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    units: gpd.GeoDataFrame,
    level: str,
    network: RoadNetwork,
    task: Task,
) -> tuple[Any, list[Message]]:
    """(n, 2) where the units are reached, in the CRS of the roads, and which are not reached at their seat."""
    import geopandas as gpd
    import numpy as np

    from ..core.indicators.measures.county import load_places
    from ..core.indicators.travel import unit_points

    seats = None
    kinds: Sequence[str] = ()
    if parameters.get("SEATS"):
        given: Any = algorithm.read(parameters, "SEATS", context, task, required=False)
        seats = None if given.empty else _facilities(given.to_crs(units.crs))
        own = own_catalogues(algorithm, parameters, context, {"places": ""})
        places = load_places(*catalogue_files("places"), own["places"])
        kinds = places.places[SEATS[level]].kinds
    points, seated = unit_points(units, seats, kinds)
    said = []
    if not seated.all():
        bare = [str(code) for code in units["code"][~seated]]
        said.append(
            message(
                "{count} units have no seat among SEATS ({codes}): an inner point stands for it.",
                count=len(bare),
                codes=", ".join(bare[:5]) + (" …" if len(bare) > 5 else ""),
            )
        )
    moved = gpd.GeoSeries(gpd.points_from_xy(*points.T), crs=units.crs).to_crs(network.crs)
    return np.stack([moved.x.to_numpy(), moved.y.to_numpy()], axis=1), said


def _facilities(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """kind and unit_code under their own names."""
    fields = [str(name) for name in frame]
    kind, unit = recognised(fields, FACILITY_KINDS), recognised(fields, FACILITY_UNITS)
    named = frame[["geometry"]].copy()
    named["kind"] = "" if kind is None else frame[kind]
    if unit is not None:
        named["unit_code"] = frame[unit]
    return named


def _travel_fields(times: pd.DataFrame, layer: str) -> dict[str, str]:
    fields = [str(name) for name in times]
    found = {role: recognised(fields, aliases) for role, aliases in TRAVEL_FIELDS.items()}
    for role, name in found.items():
        if name is None:
            raise InputError(
                "missing_field",
                "Layer {layer} has no field for {role} that is known by name ({aliases}). Rename the field.",
                layer=layer,
                role=role,
                aliases=", ".join(TRAVEL_FIELDS[role]),
            )
    return {role: str(name) for role, name in found.items()}
