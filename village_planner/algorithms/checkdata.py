"""Check of a county's data before it is planned with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
)

from ..compat import VECTOR_POLYGON
from ..core.errors import InputError
from ..core.task import Task
from ..layers import read_source
from ..paths import resource, use_bundled_packages
from ..translation import is_chinese, say, tr
from .base import PlannerAlgorithm
from .parameters import advanced, database, source

if TYPE_CHECKING:
    import geopandas as gpd

    from ..core.quality.model import CheckedLayer, Finding

LAYERS = {"village": "VILLAGES", "township": "TOWNSHIPS", "parcel": "PARCELS"}  # villages first: they set the CRS
PARCEL_UNIT_NAMES = (
    "ZLDWMC",
    "坐落单位名称",
    "unit_name",
)  # a parcel's unit by name, to compare


class CheckData(PlannerAlgorithm):
    NAME = "checkdata"
    GROUP = "data"

    def title(self) -> str:
        return tr("Check data")

    def help(self) -> str:
        return tr(
            "Checks townships, villages and parcels, alone and against each other: missing, repeated and unusual "
            "codes, villages without township, populations that are empty, text or negative, invalid and empty "
            "geometry, overlaps and gaps between units, units in several parts, unknown land classes, ridge factors, "
            "stated areas against outlines, coordinates that do not fit their reference system, names that differ "
            "between layers.\n\n"
            "Needs a planning database, or single layers as they came; fields are recognised by the names of the "
            "Chinese standard and by their aliases. Rules, severities and thresholds are a catalogue "
            "(quality_rules.json) that a county may replace.\n\n"
            "Gives one row per finding with rule, severity, layer, unit and what to do, and the polygon it is about."
        )

    def define(self) -> None:
        self.addParameter(database(optional=True))
        self.addParameter(source("VILLAGES", tr("Villages"), [VECTOR_POLYGON], optional=True))
        self.addParameter(source("TOWNSHIPS", tr("Townships"), [VECTOR_POLYGON], optional=True))
        self.addParameter(source("PARCELS", tr("Parcels"), [VECTOR_POLYGON], optional=True))
        self.addParameter(
            advanced(
                QgsProcessingParameterFile(
                    "FIELD_MAP", tr("Field map"), optional=True, fileFilter=tr("JSON files (*.json)")
                ),
                tr("Which field is what, where the names do not tell; as for the import."),
            )
        )
        self.addParameter(
            advanced(
                QgsProcessingParameterFile("RULES", tr("Rules"), optional=True, fileFilter=tr("JSON files (*.json)")),
                tr("A county's own rules and thresholds; empty: those of the plugin."),
            )
        )
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Findings"), VECTOR_POLYGON))
        self.addOutput(QgsProcessingOutputNumber("ERRORS", tr("Number of errors")))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", tr("Number of warnings")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.quality.check import check_county
        from ..core.quality.model import load_rules

        use_bundled_packages()
        own_rules = self.parameterAsFile(parameters, "RULES", context)
        rules = load_rules(
            resource("catalogues", "quality_rules.json"),
            resource("catalogues", "quality_rules.schema.json"),
            Path(own_rules) if own_rules else None,
        )
        layers, already = self._layers(parameters, context, task.part(0.0, 0.2))
        findings = check_county(layers, rules, _classes(), task.part(0.2, 0.9), already)
        language = "zh" if is_chinese(QgsApplication.locale()) else "en"
        for rule, rows in findings.groupby("rule", sort=False):
            feedback.pushInfo(
                tr(
                    "{rule}: {count}",
                    rule=rules.rules[rule].title[language],
                    count=len(rows),
                )
            )
        severity = findings["severity"].tolist()
        findings["message"] = [say(text) for text in findings["message"]]
        return {
            "OUTPUT": self.write(parameters, "OUTPUT", context, findings, task.part(0.9, 1.0)),
            "ERRORS": severity.count("error"),
            "WARNINGS": severity.count("warning"),
        }

    def _layers(
        self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task
    ) -> tuple[list[CheckedLayer], list[Finding]]:
        from ..core.crs import check_coordinates
        from ..core.quality.model import CheckedLayer, Finding
        from ..database.importing.aliases import load_field_map

        map_file = self.parameterAsFile(parameters, "FIELD_MAP", context)
        field_map = load_field_map(Path(map_file) if map_file else None)
        frames = self._frames(parameters, context, task)
        layers, findings = [], []
        for role, (name, frame) in frames.items():
            fields = _fields(role, name, frame, field_map.get(role, {}))
            layers.append(CheckedLayer(role, name, frame, fields))
            try:
                check_coordinates(frame, name)
            except InputError as error:
                findings.append(Finding("wrong_crs", name, "", error.message))
        return layers, findings

    def _frames(
        self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task
    ) -> dict[str, tuple[str, gpd.GeoDataFrame]]:
        """Role -> name and rows; layers given one by one go before those of the database."""
        from ..database import open_database

        found: dict[str, tuple[str, gpd.GeoDataFrame]] = {}
        path = self.parameterAsFile(parameters, "DATABASE", context)
        if path:
            with open_database(path, read_only=True) as county:
                for role in LAYERS:
                    found[role] = (role, county.read_layer(role))
        for role, parameter in LAYERS.items():
            if parameters.get(parameter) in (None, ""):
                continue
            layer = self.source(parameters, parameter, context)
            name = self.label(parameters, parameter, layer)
            found[role] = (name, read_source(layer, name, task=task))
        found = {role: found[role] for role in LAYERS if role in found and not (path and found[role][1].empty)}
        if not found:
            raise InputError("nothing_to_check", "Nothing to check. Choose a planning database, or at least one layer.")
        for name, frame in found.values():
            if frame.empty:
                raise InputError(
                    "empty_layer",
                    "Layer {layer} has no features. Choose another layer or clear its filter.",
                    layer=name,
                )
        return found


def _fields(role: str, layer: str, frame: gpd.GeoDataFrame, mapped: Mapping[str, Optional[str]]) -> dict[str, str]:
    """What a field is to us -> its name in the layer, by the field map, else by the import's aliases."""
    from ..database.importing.aliases import plain, targets

    names = [str(column) for column in frame.columns if column != frame.geometry.name]
    known = {plain(name): name for name in reversed(names)}
    fields = {}
    for target in targets()[role].values():
        if target.name in mapped:
            own = mapped[target.name]
            if own is not None and own not in names:
                raise _unknown_field(layer, own, names)
            if own is not None:
                fields[target.name] = own
            continue
        aliases = (plain(alias) for step in target.aliases for alias in step)
        found = next((known[alias] for alias in aliases if alias in known), None)
        if found is not None:
            fields[target.name] = found
    if role == "parcel":
        own = next((known[plain(alias)] for alias in PARCEL_UNIT_NAMES if plain(alias) in known), None)
        if own is not None:
            fields["unit_name"] = own
    elif "code" not in fields:
        raise _unknown_field(layer, targets()[role]["code"].aliases[0][0], names)
    return fields


def _unknown_field(layer: str, field: str, names: list[str]) -> InputError:
    return InputError(
        "unknown_field",
        "Layer {layer} has no field {field}. Choose one of: {fields}.",
        layer=layer,
        field=field,
        fields=", ".join(names),
    )


def _classes() -> set[str]:
    """Codes of the land classes of the national survey."""
    from ..core.catalogue import load_catalogue

    data = load_catalogue(
        resource("catalogues", "survey_classes.json"), resource("catalogues", "survey_classes.schema.json")
    )
    return {item["code"] for item in data["classes"]}
