"""importcounty: a county's own layers become its planning database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..compat import VECTOR_ANY_GEOMETRY, VECTOR_LINE, VECTOR_POLYGON
from ..core.errors import InputError
from ..core.task import Task
from ..layers import LayerSnapshot, crs_text, read_source
from ..translation import say, tr
from .base import PlannerAlgorithm, push_warnings
from .parameters import advanced, source, table, with_tip

if TYPE_CHECKING:
    from ..database.importing.source import Source

# Parameter -> role of the layer.
ROLES = {
    "VILLAGES": "village",
    "TOWNSHIPS": "township",
    "PARCELS": "parcel",
    "ECOLOGICAL_REDLINE": "ecological_redline",
    "BASIC_FARMLAND": "basic_farmland",
    "URBAN_BOUNDARY": "urban_boundary",
    "HAZARDS": "hazard",
    "FACILITIES": "facility",
    "ROADS": "road",
    "NEIGHBOURS": "neighbour",
    "INDICATORS": "indicator",
    "FLOWS": "flow",
    "PROJECTS": "project",
    "REFERENCE_PLAN": "reference_plan",
}
LISTS = {"CONTROL_LINES": "control_line", "SECTOR_PLANS": "sector_plan"}  # parameters that take several layers
TABLES = ("INDICATORS", "FLOWS", "REFERENCE_PLAN")


class ImportCounty(PlannerAlgorithm):
    NAME = "importcounty"
    GROUP = "data"

    _lists: dict[str, list[tuple[str, LayerSnapshot]]]

    def title(self) -> str:
        return tr("Import county")

    def help(self) -> str:
        return tr(
            "Makes the planning database of a county, one GeoPackage, from the county's own layers. Only the villages "
            "are needed; townships are made from them where no layer is given.\n\n"
            "Fields are recognised by the names of the Chinese standard (XZQDM, ZLDWDM, ZLDWMC, CZRK, JSMJ, DLBM, TBMJ "
            "…), by Chinese headers (村代码, 村名, 常住人口 …) or by English names (code, name, township_code, "
            "population …); the log says which field was taken as what. Other names are mapped by a JSON file "
            "(FIELD_MAP), e.g. "
            '{"village": {"code": "CUN_ID", "population": "RK2023"}}.\n\n'
            "Layers are reprojected and invalid geometry is repaired, and the log says so. Indicators come as a row "
            "per value (unit, indicator, year, value), as a column per indicator, or as a statistics workbook with "
            "title and headers over several rows. An older plan to compare with is kept as plan “原方案”.\n\n"
            "Missing or repeated codes, units without ground or township, populations that are no numbers, and "
            "coordinates that do not fit their reference system are refused; the old database then stays as it was."
        )

    def define(self) -> None:
        polygons = [VECTOR_POLYGON]
        self.addParameter(source("VILLAGES", tr("Villages and communities (CJDCQ)"), polygons))
        self.addParameter(source("TOWNSHIPS", tr("Townships (XZQ)"), polygons, True))
        self.addParameter(source("PARCELS", tr("Parcels (DLTB)"), polygons, True))
        self.addParameter(source("ECOLOGICAL_REDLINE", tr("Ecological redline (STBHHX)"), polygons, True))
        self.addParameter(source("BASIC_FARMLAND", tr("Permanent basic farmland (YJJBNTTB)"), polygons, True))
        self.addParameter(source("URBAN_BOUNDARY", tr("Urban development boundary (CZKFBJ)"), polygons, True))
        self.addParameter(
            with_tip(
                QgsProcessingParameterMultipleLayers(
                    "CONTROL_LINES", tr("Other control lines"), VECTOR_POLYGON, optional=True
                ),
                tr(
                    "Lines of heritage (LSWHBHX), its construction-control zones (JSKZDD), flood, hazard and water "
                    "protection, nature reserves, village boundaries …; the kind follows from the layer's name."
                ),
            )
        )
        self.addParameter(source("HAZARDS", tr("Geological hazards"), [VECTOR_ANY_GEOMETRY], True))
        self.addParameter(source("FACILITIES", tr("Public facilities"), [VECTOR_ANY_GEOMETRY], True))
        self.addParameter(source("ROADS", tr("Roads"), [VECTOR_LINE], True))
        tip = tr("Named at the county's border on the maps of the atlas.")
        self.addParameter(source("NEIGHBOURS", tr("Neighbouring counties"), polygons, True, tip))
        self.addParameter(table("INDICATORS", tr("Indicators (table)"), True))
        self.addParameter(table("FLOWS", tr("Flows between units (table)"), True))
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                "SECTOR_PLANS", tr("Other plans"), QgsProcessing.TypeVectorPolygon, optional=True
            )
        )
        self.addParameter(source("PROJECTS", tr("Project footprints"), polygons, True))
        self.addParameter(table("REFERENCE_PLAN", tr("Older plan to compare with (table)"), True))
        self.addParameter(
            QgsProcessingParameterFile(
                "FIELD_MAP", tr("Field map"), extension="json", optional=True, fileFilter=tr("Field map (*.json)")
            )
        )
        self.addParameter(
            QgsProcessingParameterCrs(
                "TARGET_CRS", tr("Coordinate reference system (empty: the villages’)"), optional=True
            )
        )
        self.addParameter(
            advanced(
                QgsProcessingParameterString("COUNTY_NAME", tr("Name of the county"), "", optional=True),
                tr("Printed on reports and maps; empty: what the villages say."),
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("Planning database"), fileFilter=tr("Planning database (*.gpkg)")
            )
        )
        self.addOutput(QgsProcessingOutputNumber("VILLAGE_COUNT", tr("Number of villages")))
        self.addOutput(QgsProcessingOutputNumber("TOWNSHIP_COUNT", tr("Number of townships")))
        self.addOutput(QgsProcessingOutputNumber("PARCEL_COUNT", tr("Number of parcels")))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        # A list of layers is only reachable on the layers' own thread; snapshots of them are read on the worker's.
        self._lists = {}
        for name in LISTS:
            asked = [value for value in _as_list(parameters.get(name)) if value]
            layers = [
                layer
                for layer in self.parameterAsLayerList(parameters, name, context)
                if isinstance(layer, QgsVectorLayer)
            ]
            if len(layers) < len(asked):
                raise QgsProcessingException(
                    tr(
                        "{missing} of {asked} layers of {parameter} could not be opened as vector layers. Check paths "
                        "and layer names (on the command line repeat --{parameter}= for each layer).",
                        missing=len(asked) - len(layers),
                        asked=len(asked),
                        parameter=name,
                    )
                )
            self._lists[name] = [(_name_of(layer), LayerSnapshot(layer)) for layer in layers]
        return True

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..database.importing.aliases import load_field_map
        from ..database.importing.importer import import_county

        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        if output.resolve() in self._input_files(parameters, context):
            raise InputError(
                "output_is_input",
                "{parameter}: {path} holds an input of this run and would be replaced with all its layers. Choose "
                "another file.",
                parameter="OUTPUT",
                path=output,
            )
        field_map = self._field_map(parameters, context)
        sources = self._sources(parameters, context, load_field_map(field_map), task.part(0.0, 0.35))
        crs = self.parameterAsCrs(parameters, "TARGET_CRS", context)
        result = import_county(
            sources,
            output,
            field_map,
            crs_text(crs) if crs.isValid() else None,
            self.parameterAsString(parameters, "COUNTY_NAME", context).strip(),
            task.part(0.35, 1.0),
        )
        for info in result.infos:
            feedback.pushInfo(say(info))
        push_warnings(feedback, result.warnings)
        return {
            "OUTPUT": str(output),
            "VILLAGE_COUNT": result.villages,
            "TOWNSHIP_COUNT": result.townships,
            "PARCEL_COUNT": result.parcels,
        }

    def _field_map(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Optional[Path]:
        text = self.parameterAsString(parameters, "FIELD_MAP", context)
        return Path(text) if text else None

    def _sources(
        self, parameters: dict[str, Any], context: QgsProcessingContext, field_map: Any, task: Task
    ) -> list[Source]:
        from ..database.importing.recognise import wanted_fields
        from ..database.importing.source import Source

        given = [name for name in ROLES if parameters.get(name)]
        several = [(LISTS[name], *one) for name, layers in self._lists.items() for one in layers]
        steps = len(given) + len(several)
        made = []
        for number, name in enumerate(given):
            layer = self.source(parameters, name, context)
            label = self.label(parameters, name, layer)
            fields = [field.name() for field in layer.fields()]
            part = task.part(number / steps, (number + 1) / steps)
            frame = read_source(layer, label, wanted_fields(ROLES[name], fields, field_map), name not in TABLES, part)
            made.append(Source(ROLES[name], label, frame, fields))
        for number, (role, label, snapshot) in enumerate(several, len(given)):
            fields = [field.name() for field in snapshot.fields()]
            part = task.part(number / steps, (number + 1) / steps)
            frame = read_source(snapshot, label, wanted_fields(role, fields, field_map), task=part)
            made.append(Source(role, label, frame, fields))
        return made


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _name_of(layer: QgsVectorLayer) -> str:
    """The layer's name in its file where it has one: QGIS 3.22 names a layer loaded by path after the file."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return parts.get("layerName") or layer.name()
