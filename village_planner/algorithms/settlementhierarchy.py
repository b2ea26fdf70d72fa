"""settlementhierarchy: the tree county seat – central (sub-central) town – central village – ordinary village."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ..compat import VECTOR_LINE, VECTOR_POINT
from ..core.messages import Message, message
from ..core.task import Task
from ..translation import say_in_chinese, tr
from ._loading import dress
from ._travel import language
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, database, plan, with_tip

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from ..core.indicators.hierarchy import Hierarchy
    from ..core.indicators.measures.survey import Survey

COUNTS = {
    "county_seat": "COUNTY_SEAT_COUNT",
    "central_town": "CENTRAL_TOWN_COUNT",
    "sub_central_town": "SUB_CENTRAL_TOWN_COUNT",
    "central_village": "CENTRAL_VILLAGE_COUNT",
    "ordinary_village": "ORDINARY_VILLAGE_COUNT",
}


class SettlementHierarchy(PlannerAlgorithm):
    NAME = "settlementhierarchy"
    GROUP = "planning"

    def title(self) -> str:
        return tr("Settlement hierarchy")

    def help(self) -> str:
        return tr(
            "Makes the settlement hierarchy of a plan: county seat – central (sub-central) town – central village – "
            "ordinary village. A central village belongs to its own township where that is a central or sub-central "
            "town, else to the nearest such town of its township district; an ordinary village belongs to the nearest "
            "central village of its village district. Nearest is by travel over the county’s roads from seat to seat; "
            "along straight lines where the county has no roads, which is said.\n\n"
            "OUTPUT: a row per unit with a line to the one it belongs to: code, name, role, role_name, tier (1 to 4), "
            "parent, parent_name, district, village_district, people, villages_below and people_below (of all villages "
            "under it, itself included), travel (minutes, or km without roads), reason. NODES: the same as points. "
            "What of the plan does not fit a hierarchy (a village district without central village, a village that no "
            "road reaches) is said and counted in PROBLEM_COUNT; the tree holds every village exactly once all the "
            "same."
        )

    def define(self) -> None:
        self.addParameter(database())
        self.addParameter(plan())
        self.addParameter(
            advanced(
                with_tip(
                    QgsProcessingParameterString("SEAT", tr("Township of the county seat"), "", optional=True),
                    tr(
                        "Code or name. Empty: where the county’s government is among the facilities, else the township "
                        "with the shortest way to the county seat."
                    ),
                )
            )
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Hierarchy (lines)"), VECTOR_LINE))
        self.addParameter(
            QgsProcessingParameterFeatureSink("NODES", tr("Hierarchy (points)"), VECTOR_POINT, None, True)
        )
        for name, title in (
            ("COUNTY_SEAT_COUNT", tr("Number of county seats")),
            ("CENTRAL_TOWN_COUNT", tr("Number of central towns")),
            ("SUB_CENTRAL_TOWN_COUNT", tr("Number of sub-central towns")),
            ("CENTRAL_VILLAGE_COUNT", tr("Number of central villages")),
            ("ORDINARY_VILLAGE_COUNT", tr("Number of ordinary villages")),
            ("PROBLEM_COUNT", tr("Number of problems")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, title))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.indicators.hierarchy import check_hierarchy, seat_of_county, settlement_hierarchy
        from ..core.indicators.measures.county import county_layers
        from ..core.indicators.measures.survey import Survey
        from ..core.indicators.travel import county_travel
        from ..database import open_database
        from ..database.county import travel_settings

        with open_database(self.parameterAsFile(parameters, "DATABASE", context), read_only=True) as opened:
            chosen = opened.plan(self.parameterAsString(parameters, "PLAN", context).strip())
            townships, villages = opened.units(chosen.id, "township"), opened.units(chosen.id, "village")
            roads, facilities = opened.read_layer("road"), opened.read_layer("facility")
            county = {"code": opened.setting("county_code", "") or "", "name": opened.setting("county_name", "") or ""}
            settings = travel_settings(opened, language())
        survey = Survey(county_layers(villages, townships, roads, facilities), settings, task=task.part(0.0, 0.4))
        travel, points = county_travel(survey)
        if survey.county.roads is None:
            survey.warnings.append(
                message("The county has no roads: what is nearest is measured along straight lines.")
            )
        townships, villages = townships.set_index("code"), villages.set_index("code")
        seat, why = seat_of_county(townships, self.parameterAsString(parameters, "SEAT", context).strip())
        found = settlement_hierarchy(townships, villages, county, travel, task.part(0.4, 0.8))
        wrong = check_hierarchy(found.nodes, [str(code) for code in villages.index])
        push_warnings(feedback, [*survey.warnings, *found.problems, *wrong])
        place = _county_place(survey, points[len(villages) + townships.index.get_loc(seat)], parameters, why, feedback)
        where = dict(zip([*villages.index, *townships.index], points))
        where[str(found.nodes.index[0])] = place
        lines, nodes = _layers(found, where, survey.county.villages.crs)
        written = self.write_all(parameters, context, {"OUTPUT": lines, "NODES": nodes}, task.part(0.8, 1.0))
        dress(context, {written["OUTPUT"]: "hierarchy_line", written.get("NODES"): "hierarchy_node"})
        counts = {COUNTS[role]: count for role, count in found.counts().items()}
        results = {**written, **counts, "PROBLEM_COUNT": len(found.problems) + len(wrong)}
        return {name: value for name, value in results.items() if value is not None}


def _county_place(
    survey: Survey, seat: NDArray, parameters: dict[str, Any], why: Message, feedback: QgsProcessingFeedback
) -> NDArray:
    """Where the county seat lies: as SEAT says, else its government among the facilities, else the township's seat."""
    from ..core.indicators.measures.survey import LackingError
    from ..translation import say

    if not parameters.get("SEAT"):
        try:
            place: NDArray = survey.destination("county_seat")[0]
            return place
        except LackingError:
            pass
    feedback.pushInfo(tr("County seat: {why}", why=say(why)))
    return seat


def _layers(found: Hierarchy, where: dict[str, NDArray], crs: Any) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """The tree as lines from each unit to the one it belongs to, and as points."""
    import geopandas as gpd
    import numpy as np
    import shapely

    nodes = found.nodes
    roles: dict[str, Optional[str]] = {
        "county_seat": "县城",
        "central_town": "中心镇",
        "sub_central_town": "副中心镇",
        "central_village": "中心村",
        "ordinary_village": "一般村",
    }
    frame = nodes.join(found.below())
    frame.insert(2, "role_name", frame["role"].map(roles))
    frame.insert(5, "parent_name", frame["parent"].map(nodes["name"]).fillna(""))
    frame["reason"] = [say_in_chinese(reason) for reason in frame["reason"]]
    frame["travel"] = frame["travel"].round(2)
    frame = frame[[*[name for name in frame if name != "reason"], "reason"]].rename_axis("code").reset_index()
    lines = [
        shapely.linestrings(np.stack([where[code], where[parent]])) if parent else None
        for code, parent in zip(nodes.index.astype(str), nodes["parent"])
    ]
    points = shapely.points(np.stack([where[str(code)] for code in nodes.index]))
    return gpd.GeoDataFrame(frame, geometry=lines, crs=crs), gpd.GeoDataFrame(frame, geometry=points, crs=crs)
