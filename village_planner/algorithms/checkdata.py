"""Checks of a county's data before planning on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProviderRegistry,
)

from ..compat import VECTOR_POLYGON
from ..core.errors import InputError
from ..core.messages import Message
from ..core.task import Task
from ..layers import LayerSnapshot, read_source
from ..paths import catalogue_files
from ..translation import is_chinese, say, tr
from .base import PlannerAlgorithm
from .parameters import advanced, database, plan, source, yes_no

if TYPE_CHECKING:
    import geopandas as gpd

    from ..core.quality.check import Earlier
    from ..core.quality.measure import Memory
    from ..core.quality.model import CheckedLayer, Finding
    from ..core.quality.rules import Rules

LAYERS = {"village": "VILLAGES", "township": "TOWNSHIPS", "parcel": "PARCELS"}  # villages first: they set the CRS
# Kind of a control line -> role of its layer in the catalogues of layers and fields.
STANDARD_LINES = {
    "ecological_redline": "ecological_redline",
    "permanent_basic_farmland": "basic_farmland",
    "urban_development_boundary": "urban_boundary",
}


class CheckData(PlannerAlgorithm):
    NAME = "checkdata"
    GROUP = "data"

    def title(self) -> str:
        return tr("Check data")

    def help(self) -> str:
        return tr(
            "Checks townships, villages, parcels and control lines, alone and against each other: structure by the "
            "standard of the land survey, reference system, codes and code lists, missing and repeated values, ridges "
            "and net areas, slopes and widths, stated areas against outlines, sums by village and township, overlaps, "
            "gaps, several parts, self-crossing, repeated points and outlines, slivers, names that differ between "
            "layers, control lines that overlap each other.\n\n"
            "Needs a planning database, or single layers as they came; fields are recognised by the names of the "
            "Chinese standard and by their aliases. Rules, severities, thresholds, code lists and the standard's "
            "fields are a catalogue (quality_rules.json); a county's own file need name only what it wants "
            "otherwise.\n\n"
            "Gives one row per finding with rule, severity, layer, unit and what to do, and the polygon it is about. "
            "key is the same when the finding is found again. Of each rule and layer the first findings are listed (as "
            "many as the catalogue says), the rest is one row with its number in cases; ERRORS and WARNINGS count all."
        )

    def define(self) -> None:
        self.addParameter(database(optional=True))
        self.addParameter(source("VILLAGES", tr("Villages"), [VECTOR_POLYGON], optional=True))
        self.addParameter(source("TOWNSHIPS", tr("Townships"), [VECTOR_POLYGON], optional=True))
        self.addParameter(source("PARCELS", tr("Parcels"), [VECTOR_POLYGON], optional=True))
        self.addParameter(
            QgsProcessingParameterMultipleLayers("CONTROL_LINES", tr("Control lines"), VECTOR_POLYGON, optional=True)
        )
        self.addParameter(
            yes_no(
                "ONLY_CHANGED",
                tr("Only what changed"),
                False,
                tip=tr(
                    "Check only layers of the planning database that changed since the findings kept with the plan; "
                    "the other findings stand."
                ),
            )
        )
        self.addParameter(advanced(plan(), tr("With ONLY_CHANGED: the plan whose findings are kept.")))
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

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        # A list of layers is only reachable on the layers' own thread; snapshots of them are read on the worker's.
        layers = self.parameterAsLayerList(parameters, "CONTROL_LINES", context)
        self._lines = [(layer_name(layer), LayerSnapshot(layer)) for layer in layers]
        given = parameters.get("CONTROL_LINES")
        if len(self._lines) < (len(given) if isinstance(given, (list, tuple)) else int(bool(given))):
            raise QgsProcessingException(
                tr("Some layers in {name} cannot be read. Check their paths.", name=tr("Control lines"))
            )
        return True

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.quality.check import check_county
        from ..core.quality.rules import load_rules

        own_rules = self.parameterAsFile(parameters, "RULES", context)
        rules = load_rules(
            *catalogue_files("quality_rules"),
            Path(own_rules) if own_rules else None,
        )
        path = self.parameterAsFile(parameters, "DATABASE", context)
        # Taken before anything is read: what changes meanwhile has changed since this check.
        checked = self._checked(parameters, context)
        earlier = None
        if self.parameterAsBoolean(parameters, "ONLY_CHANGED", context):
            earlier = self._earlier(parameters, context, rules, checked, feedback)
        if earlier is not None and not earlier.changed:
            feedback.pushInfo(tr("Nothing changed since the last check; its findings stand."))
            findings = _stand(earlier, rules)
        else:
            layers, already = self._layers(parameters, context, rules, task.part(0.0, 0.2))
            memory = _memory_of(path)
            findings = check_county(layers, rules, _classes(), task.part(0.2, 0.9), already, earlier, memory)
        language = "zh" if is_chinese(QgsApplication.locale()) else "en"
        for rule, rows in findings.groupby("rule", sort=False):
            feedback.pushInfo(
                tr("{rule}: {count}", rule=rules.rules[rule].title[language], count=int(rows["cases"].sum()))
            )
        findings["message"] = [say(text) if isinstance(text, Message) else text for text in findings["message"]]
        findings["rules"] = rules.fingerprint
        findings["checked"] = json.dumps(checked)
        count = findings.groupby("severity")["cases"].sum()
        columns = ["rule", "severity", "layer", "unit_code", "message", "key", "cases", "rules", "checked", "geometry"]
        return {
            "OUTPUT": self.write(parameters, "OUTPUT", context, findings[columns], task.part(0.9, 1.0)),
            "ERRORS": int(count.get("error", 0)),
            "WARNINGS": int(count.get("warning", 0)),
        }

    def _checked(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, str]:
        """Table -> hash of what is there to be checked, "" where it is not the database's own; field_map likewise."""
        from ..database import open_database
        from ..database.results import INPUTS

        checked = dict.fromkeys(INPUTS["finding"], "")
        path = self.parameterAsFile(parameters, "DATABASE", context)
        if path:
            with open_database(path, read_only=True) as county:
                checked.update(county.fingerprints("finding"))
        for role, parameter in {**LAYERS, "control_line": "CONTROL_LINES"}.items():
            if parameters.get(parameter) not in (None, "", []):
                checked[role] = ""
        map_file = self.parameterAsFile(parameters, "FIELD_MAP", context)
        field_map = hashlib.blake2b(Path(map_file).read_bytes(), digest_size=16).hexdigest() if map_file else ""
        return {**checked, "field_map": field_map}

    def _earlier(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        rules: Rules,
        checked: Mapping[str, str],
        feedback: QgsProcessingFeedback,
    ) -> Optional[Earlier]:
        """The plan's findings and what changed since; None where everything has to be checked."""
        from ..core.quality.check import Earlier
        from ..database import open_database

        path = self.parameterAsFile(parameters, "DATABASE", context)
        if not path or any(parameters.get(name) not in (None, "", []) for name in (*LAYERS.values(), "CONTROL_LINES")):
            raise InputError(
                "no_database",
                "What changed is known of a planning database only. Choose the database and no single layers, or check "
                "everything.",
            )
        with open_database(path, read_only=True) as county:
            chosen = county.plan(self.parameterAsString(parameters, "PLAN", context))
            result = county.result(chosen.id, "finding")
            by = {"rules": rules.fingerprint, "field_map": checked["field_map"]}
            same = result is not None and all(result.parameters.get(name) == value for name, value in by.items())
            if result is None or not same or not result.table["key"].fillna("").ne("").all():
                feedback.pushInfo(tr("No earlier check by these rules; everything is checked."))
                return None
            changed = {name for name in (*LAYERS, "control_line") if result.fingerprints.get(name) != checked[name]}
            return Earlier(result.table, changed)

    def _layers(
        self, parameters: dict[str, Any], context: QgsProcessingContext, rules: Rules, task: Task
    ) -> tuple[list[CheckedLayer], list[Finding]]:
        from ..core.crs import check_coordinates
        from ..core.quality.model import CheckedLayer, Finding
        from ..database.importing.aliases import load_field_map

        map_file = self.parameterAsFile(parameters, "FIELD_MAP", context)
        field_map = load_field_map(Path(map_file) if map_file else None)
        layers, findings = [], []
        for given in self._given(parameters, context, task):
            standard = given.role if given.role != "control_line" else STANDARD_LINES.get(given.kind, "")
            fields = _fields(given.role, given.name, given.frame, field_map.get(given.role, {}), rules, standard)
            layers.append(
                CheckedLayer(given.role, given.name, given.frame, fields, given.kind, given.declared, standard)
            )
            try:
                check_coordinates(given.frame, given.name)
            except InputError as error:
                findings.append(Finding("wrong_crs", given.name, "", error.message))
        return layers, findings

    def _given(self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task) -> list[Given]:
        """Layers given one by one go before those of the database; villages first: they set the CRS."""
        from ..database import open_database

        found: dict[str, list[Given]] = {}
        path = self.parameterAsFile(parameters, "DATABASE", context)
        if path:
            with open_database(path, read_only=True) as county:
                for number, role in enumerate(LAYERS):
                    task.report(number / 5)
                    found[role] = [Given(role, role, county.read_layer(role))]
                lines = county.read_layer("control_line")
            found["control_line"] = [
                Given("control_line", str(kind), rows.reset_index(drop=True), str(kind))
                for kind, rows in lines.groupby(lines["kind"].fillna("control_line"))
            ]
        for role, parameter in LAYERS.items():
            if parameters.get(parameter) not in (None, ""):
                layer = self.source(parameters, parameter, context)
                name = self.label(parameters, parameter, layer)
                found[role] = [Given(role, name, read_source(layer, name, task=task), "", _declared(layer))]
        if self._lines:
            found["control_line"] = [
                Given("control_line", name, read_source(layer, name, task=task), _kind_of(name), _declared(layer))
                for name, layer in self._lines
            ]
        given = [one for role in (*LAYERS, "control_line") for one in found.get(role, ())]
        given = _named_apart([one for one in given if not (path and one.frame.empty)])
        if not given:
            raise InputError("nothing_to_check", "Nothing to check. Choose a planning database, or at least one layer.")
        for one in given:
            if one.frame.empty:
                raise InputError(
                    "empty_layer",
                    "Layer {layer} has no features. Choose another layer or clear its filter.",
                    layer=one.name,
                )
        return given


@dataclass(frozen=True)
class Given:
    """A layer to check as it was read; see `CheckedLayer`."""

    role: str
    name: str
    frame: gpd.GeoDataFrame
    kind: str = ""
    declared: Mapping[str, tuple[str, int]] = field(default_factory=dict)


_memories: dict[str, Memory] = {}  # of the database last checked: the areas of its outlines


def _memory_of(path: str) -> Optional[Memory]:
    """What the last check in this process measured of a database; one is remembered at a time."""
    from ..core.quality.measure import Memory

    if not path:
        return None
    if path not in _memories:
        _memories.clear()
        _memories[path] = Memory()
    return _memories[path]


def _stand(earlier: Earlier, rules: Rules) -> gpd.GeoDataFrame:
    """The earlier findings as they were."""
    from ..core.quality.keys import cases_of

    findings = earlier.findings.copy()
    findings["cases"] = [cases_of(key) for key in findings["key"]]
    return findings[findings["rule"].map(rules.on).astype(bool)].reset_index(drop=True)


def layer_name(layer: QgsMapLayer) -> str:
    """A layer's name in its file where it has one (3.22 names it after the file), else its name in the project."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return str(parts.get("layerName") or layer.name())


def _named_apart(given: list[Given]) -> list[Given]:
    """Layers of the same name are numbered, so that findings tell them apart."""
    seen: dict[str, int] = {}
    named = []
    for one in given:
        seen[one.name] = seen.get(one.name, 0) + 1
        named.append(one if seen[one.name] == 1 else replace(one, name=f"{one.name} ({seen[one.name]})"))
    return named


def _kind_of(name: str) -> str:
    """Which control line a layer is, by the names it goes by; "" for one of the county's own."""
    from ..database.importing.aliases import plain, roles

    for kind, role in STANDARD_LINES.items():
        if plain(name) in {plain(alias) for alias in (kind, *roles()[role].layers)}:
            return kind
    return ""


def _declared(layer: Any) -> dict[str, tuple[str, int]]:
    """Own name of a field -> (text, integer or number; its length, 0 where unlimited)."""
    declared = {}
    for item in layer.fields():
        if item.isNumeric():
            whole = item.typeName().lower().startswith(("int", "mediumint", "bigint", "short"))
            declared[item.name()] = ("integer" if whole and not item.precision() else "number", 0)
        elif item.typeName().lower().startswith(("string", "text", "varchar", "char")):
            declared[item.name()] = ("text", max(item.length(), 0))
    return declared


def _fields(
    role: str,
    layer: str,
    frame: gpd.GeoDataFrame,
    mapped: Mapping[str, Optional[str]],
    rules: Rules,
    standard: str,
) -> dict[str, str]:
    """What a field is to us -> its name in the layer: by the field map, the import's aliases, then the standard's."""
    from ..database.importing.aliases import plain, targets

    names = [str(column) for column in frame.columns if column != frame.geometry.name]
    known = {plain(name): name for name in reversed(names)}
    fields: dict[str, str] = {}
    for target in targets().get(standard or role, {}).values():
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
    for item in rules.fields.get(standard, ()):
        own = next((known[plain(alias)] for alias in (item.name, *item.aliases) if plain(alias) in known), None)
        if own is not None and item.target not in {*fields, *mapped}:
            fields[item.target] = own
    if role in ("village", "township") and "code" not in fields:
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


def _classes() -> dict[str, str]:
    """Land classes of the national survey: code -> super-class, "" where it has none."""
    from ..core.catalogue import load_catalogue

    data = load_catalogue(*catalogue_files("survey_classes"))
    return {item["code"]: item.get("super", "") for item in data["classes"]}
