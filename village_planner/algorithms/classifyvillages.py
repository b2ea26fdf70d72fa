"""classifyvillages: village types by rules, and the 1+X+Y layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..compat import NO_GEOMETRY, VECTOR_ANY
from ..core.errors import InputError
from ..core.task import Task
from ..paths import catalogue_files, use_bundled_packages
from ..translation import say_in_chinese, tr
from ._catalogues import define_catalogue
from ._loading import dress
from ._units import code_field, require_fields, truths, with_columns
from .base import PlannerAlgorithm, push_warnings
from .parameters import database, field, plan, table

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from ..core.indicators.catalogue import IndicatorCatalogue
    from ..core.indicators.type_rules import TypeRules
    from ..core.indicators.village_types import FigureName

PLANNED = ("role", "kind")  # fields that rules may ask for whether the villages have them or not
ROLE_NAMES = {"central_village": ("中心村", "central village")}
KIND_NAMES = {"village": ("行政村", "village"), "community": ("社区", "community")}


class ClassifyVillages(PlannerAlgorithm):
    NAME = "classifyvillages"
    GROUP = "planning"

    def title(self) -> str:
        return tr("Classify villages")

    def help(self) -> str:
        return tr(
            "Puts each village into a type (suburban-integrated, clustering, to be improved, heritage, relocate and "
            "merge; the list is the county’s to set) by rules on indicators, facilities and control lines, and says "
            "which rule fired with its figures, which type is next best and how near it is. The rules are a catalogue "
            "(RULES): the first that holds decides. They are a proposal, to be set by the county.\n\n"
            "Give DATABASE and PLAN, or a layer of villages (INPUT); with both, the layer’s fields go before those of "
            "the database, which adds facilities and control lines. Types that a user decided on (in the database, or "
            "by DECIDED_FIELD of the layer) are kept, and the reason says what the rules would have given.\n\n"
            "OUTPUT: all fields and village_type (id), type_name, type_rule, type_reason, next_type, next_distance "
            "(how much its nearest rule lacks, in standard deviations of all villages; 0: it holds as well), "
            "decided_by_user, layout. The 1+X+Y layout counts central towns (1), central villages (X: central) and "
            "villages that stay (Y: retained); villages of a type that is not retained are neither. LAYOUT: "
            "these counts and lists for the county, each township district and each township."
        )

    def define(self) -> None:
        self.addParameter(database(optional=True))
        self.addParameter(plan())
        self.addParameter(table("INPUT", tr("Villages (instead of those of the database)"), optional=True))
        self.addParameter(field("CODE_FIELD", tr("Code field (empty: known by its name)"), "INPUT", optional=True))
        self.addParameter(field("TYPE_FIELD", tr("Field of types decided by the user"), "INPUT", optional=True))
        self.addParameter(
            field("DECIDED_FIELD", tr("Villages whose type the user decided (yes/no field)"), "INPUT", optional=True)
        )
        define_catalogue(self, "RULES", tr("Rules of village types (empty: the county's, else the plugin's own)"))
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Villages with types"), VECTOR_ANY))
        self.addParameter(QgsProcessingParameterFeatureSink("LAYOUT", tr("1+X+Y layout"), VECTOR_ANY, None, True))
        self.addOutput(QgsProcessingOutputNumber("CENTRAL_COUNT", tr("Number of central villages")))
        self.addOutput(QgsProcessingOutputNumber("RETAINED_COUNT", tr("Number of retained villages")))
        self.addOutput(QgsProcessingOutputNumber("NEITHER_COUNT", tr("Number of villages that are neither")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.indicators.type_rules import check_indicators
        from ..core.indicators.village_types import classify_villages, layout_table

        path = self.parameterAsFile(parameters, "DATABASE", context)
        if not path and not parameters.get("INPUT"):
            raise InputError("missing_input", "Choose a planning database, or a layer of villages.")
        county = _County(path, self.parameterAsString(parameters, "PLAN", context)) if path else None
        frame, code, layer = self._villages(parameters, context, county, task.part(0.0, 0.3))
        rules, file = self._rules(parameters, context, county)
        indicators = _indicators(county)
        known = [str(name) for name in frame if name != "geometry"]
        check_indicators(rules, [*known, *PLANNED, *(item.code for item in indicators.of("village"))], file)
        decided = self._decided(parameters, context, frame, layer, code, rules, county)
        villages = frame.set_index(code, drop=False)
        if "role" in villages and villages["role"].isna().all():
            villages = villages.drop(columns="role")  # no centres are chosen yet
        for column, values in (county.facts(villages, rules, task.part(0.3, 0.8)) if county else {}).items():
            villages[column] = values
        result = classify_villages(villages, rules, _names(indicators, rules), decided)
        push_warnings(feedback, result.warnings)
        types = result.units
        names = {item.id: item.name["zh"] for item in rules.types}
        types.insert(1, "type_name", types["village_type"].map(names))
        types["type_reason"] = [say_in_chinese(reason) for reason in types["type_reason"]]
        layouts = None
        if county is not None:
            whole = villages.assign(layout=types["layout"])
            layouts = layout_table(whole, county.townships.set_index("code"))
        elif parameters.get("LAYOUT"):
            raise InputError(
                "missing_input", "LAYOUT needs the townships of a planning database. Choose DATABASE, or no LAYOUT."
            )
        frames = {"OUTPUT": with_columns(frame, types)}
        if layouts is not None:
            frames["LAYOUT"] = layouts
        written = self.write_all(parameters, context, frames, task.part(0.8, 1.0))
        dress(context, {written["OUTPUT"]: "village_type"})
        counts = types["layout"].value_counts()
        return {
            **{name: value for name, value in written.items() if value is not None},
            "CENTRAL_COUNT": int(counts.get("central", 0)),
            "RETAINED_COUNT": int(counts.get("retained", 0)),
            "NEITHER_COUNT": int(counts.get("neither", 0)),
        }

    def _villages(
        self, parameters: dict[str, Any], context: QgsProcessingContext, county: Optional[_County], task: Task
    ) -> tuple[pd.DataFrame, str, str]:
        """The villages, the field of their codes, and what messages call them."""
        from ..core.codes import unit_codes

        if not parameters.get("INPUT"):
            assert county is not None  # one of the two is given
            return county.villages, "code", "village"
        source = self.source(parameters, "INPUT", context)
        layer, fields = self.label(parameters, "INPUT", source), [item.name() for item in source.fields()]
        code = code_field(layer, fields, self.parameterAsString(parameters, "CODE_FIELD", context))
        frame = self.read(parameters, "INPUT", context, task, geometry=source.wkbType() != NO_GEOMETRY)
        assert frame is not None  # INPUT is given
        frame[code] = unit_codes(frame[code], layer, code)
        if county is not None:
            frame = county.completed(frame, code, layer)
        return frame, code, layer

    def _rules(
        self, parameters: dict[str, Any], context: QgsProcessingContext, county: Optional[_County]
    ) -> tuple[TypeRules, str]:
        """The rules of the file given, else the county's, else the plugin's; and what messages call them."""
        from pathlib import Path

        from ..core.catalogue import shown_name
        from ..core.indicators.type_rules import load_type_rules

        use_bundled_packages()
        given = self.parameterAsString(parameters, "RULES", context)
        own = Path(given) if given else None if county is None else county.catalogue("village_types")
        files = catalogue_files("village_types")
        return load_type_rules(*files, own), shown_name(files[0], own)

    def _decided(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        frame: pd.DataFrame,
        layer: str,
        code: str,
        rules: TypeRules,
        county: Optional[_County],
    ) -> dict[str, str]:
        """Village -> type that a user decided on: of the layer, else of the database."""
        decided = county.decided() if county is not None else {}
        types, flag = (self.parameterAsString(parameters, name, context) for name in ("TYPE_FIELD", "DECIDED_FIELD"))
        require_fields(layer, [str(name) for name in frame], [name for name in (types, flag) if name])
        if types:
            mine = frame[types].notna() & (frame[types].astype(str).str.strip() != "")
            if flag:
                mine &= truths(layer, frame, flag, frame[code])
            decided |= dict(zip(frame.loc[mine, code].astype(str), frame.loc[mine, types].astype(str)))
        elif flag:
            raise QgsProcessingException(tr("DECIDED_FIELD needs TYPE_FIELD: the field that holds the types."))
        return {village: _known_type(text, rules, village, layer) for village, text in decided.items()}


class _County:
    """What a planning database adds: villages of a plan, facilities, control lines, types decided by the user."""

    def __init__(self, path: str, plan: str) -> None:
        from ..database import open_database

        with open_database(path, read_only=True) as opened:
            chosen = opened.find_plan(plan.strip())
            number = None if chosen is None else chosen.id
            self.villages: Any = opened.units(number, "village").drop(columns=["village_type", "layout"])
            self.townships: Any = opened.units(number, "township")
            self.facilities = opened.read_layer("facility")
            self.lines = opened.read_layer("control_line")
            self._types = None if number is None else opened.village_types(number)
            self._catalogues = {name: opened.read_catalogue(name) for name in ("village_types", "indicators")}

    def catalogue(self, name: str) -> Any:
        return self._catalogues[name]

    def decided(self) -> dict[str, str]:
        if self._types is None:
            return {}
        mine = self._types[self._types["decided_by_user"]]
        return {str(code): str(value) for code, value in mine["type"].items()}

    def completed(self, frame: pd.DataFrame, code: str, layer: str) -> pd.DataFrame:
        """The layer with what the database knows besides. InputError unknown_unit."""
        unknown = sorted(set(frame[code]) - set(self.villages["code"]))
        if unknown:
            raise InputError(
                "unknown_unit",
                "Layer {layer}, field {field}: the county has no {level} with the code {codes} ({count} unknown). "
                "Check code field and level.",
                layer=layer,
                field=code,
                level="village",
                codes=", ".join(unknown[:5]),
                count=len(unknown),
            )
        have = {str(name).lower() for name in frame}
        mine = self.villages.set_index("code", drop=False)
        for name in mine:
            if str(name).lower() not in have and name != "geometry":
                frame[name] = frame[code].map(mine[name])
        return frame

    def facts(self, villages: pd.DataFrame, rules: TypeRules, task: Task) -> Mapping[str, Any]:
        """What the rules ask of facilities and control lines, by the column it stands in."""
        from ..core.indicators.type_rules import CONTROL_LINE, FACILITIES, facts_column
        from ..core.indicators.village_facts import facility_count, share_inside

        outlines: gpd.GeoSeries = self.villages.set_index("code").geometry.reindex(villages.index)
        found: dict[str, Any] = {}
        if len(self.facilities):
            for kinds in rules.facility_kinds():
                found[facts_column(FACILITIES, kinds)] = facility_count(outlines, self.facilities, kinds)
        lines = rules.control_lines() if len(self.lines) else []
        for number, kind in enumerate(lines):
            inside = self.lines.geometry[self.lines["kind"] == kind]
            if len(inside):
                part = task.part(number / len(lines), (number + 1) / len(lines))
                found[facts_column(CONTROL_LINE, [kind])] = share_inside(outlines, inside, part)
        return found


def _indicators(county: Optional[_County]) -> IndicatorCatalogue:
    from ..core.indicators.catalogue import load_indicators

    return load_indicators(
        *catalogue_files("indicators"),
        None if county is None else county.catalogue("indicators"),
    )


def _names(indicators: IndicatorCatalogue, rules: TypeRules) -> dict[str, FigureName]:
    """How figures and texts are called in reasons."""
    from ..core.indicators.type_rules import CONTROL_LINE
    from ..core.indicators.village_types import FigureName

    none = {"zh": "", "en": ""}
    names = {
        item.code: FigureName({"zh": item.zh, "en": item.en}, item.unit, item.decimals)
        for item in indicators.indicators
    }
    for column, field_names, values in (
        ("role", ("层级", "role"), ROLE_NAMES),
        ("kind", ("类别", "kind"), KIND_NAMES),
    ):
        names[column] = FigureName({"zh": field_names[0], "en": field_names[1]}, none, 0)
        for value, (zh, en) in values.items():
            names[f"{column}={value}"] = FigureName({"zh": zh, "en": en}, none, 0)
    lines = _line_names()
    for part in rules.figures():
        if part.subject == CONTROL_LINE and part.names[0] in lines:
            zh, en = lines[part.names[0]]
            names[part.column] = FigureName(
                {"zh": f"{zh}内面积占比", "en": f"share inside the {en}"}, {"zh": "%", "en": "%"}, 1
            )
    return names


def _line_names() -> dict[str, tuple[str, str]]:
    from ..core.catalogue import load_catalogue

    data = load_catalogue(*catalogue_files("control_lines"))
    return {item["kind"]: (item["zh"], item["en"]) for item in data["lines"]}


def _known_type(text: str, rules: TypeRules, village: str, layer: str) -> str:
    found = rules.identify(text)
    if found is None:
        raise InputError(
            "unknown_type",
            "Layer {layer}, village {village}: {type} is no village type of the list. Choose one of: {types}.",
            layer=layer,
            village=village,
            type=text,
            types=", ".join(item.id for item in rules.types),
        )
    return found
