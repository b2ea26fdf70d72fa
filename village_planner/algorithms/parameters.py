"""Short ways to declare the parameters that many algorithms share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..compat import DOUBLE, INTEGER, VECTOR_ANY, VECTOR_POLYGON
from ..translation import tr


def advanced(parameter: QgsProcessingParameterDefinition, tip: str = "") -> QgsProcessingParameterDefinition:
    """Show the parameter under “Advanced”."""
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
    return with_tip(parameter, tip)


def with_tip(parameter: QgsProcessingParameterDefinition, tip: str) -> QgsProcessingParameterDefinition:
    if tip:
        parameter.setHelp(tip)
    return parameter


def source(
    name: str, title: str, kinds: Sequence[int], optional: bool = False, tip: str = ""
) -> QgsProcessingParameterFeatureSource:
    return with_tip(QgsProcessingParameterFeatureSource(name, title, list(kinds), optional=optional), tip)


def table(name: str, title: str, optional: bool = False, tip: str = "") -> QgsProcessingParameterFeatureSource:
    return source(name, title, [VECTOR_ANY], optional, tip)


def field(
    name: str,
    title: str,
    parent: str,
    default: Any = None,
    optional: bool = False,
    many: bool = False,
    numeric: bool = False,
    tip: str = "",
) -> QgsProcessingParameterField:
    kind = QgsProcessingParameterField.Numeric if numeric else QgsProcessingParameterField.Any
    return with_tip(QgsProcessingParameterField(name, title, default, parent, kind, many, optional), tip)


def number(
    name: str,
    title: str,
    default: Optional[float] = None,
    minimum: Optional[float] = None,
    maximum: Optional[float] = None,
    integer: bool = False,
    tip: str = "",
) -> QgsProcessingParameterNumber:
    """A number; without a default it is optional and may stay empty."""
    parameter = QgsProcessingParameterNumber(
        name, title, INTEGER if integer else DOUBLE, default, optional=default is None
    )
    if minimum is not None:
        parameter.setMinimum(minimum)
    if maximum is not None:
        parameter.setMaximum(maximum)
    return with_tip(parameter, tip)


def choice(
    name: str, title: str, keys: Sequence[str], default: Optional[str], many: bool = False, tip: str = ""
) -> QgsProcessingParameterEnum:
    """An enumeration given by its English keys (`usesStaticStrings`), so that command lines read well."""
    parameter = QgsProcessingParameterEnum(
        name, title, list(keys), many, default, optional=default is None, usesStaticStrings=True
    )
    return with_tip(parameter, tip)


def choices_by_name(algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """With the keys of choices that are given by number, as `qgis_process help` lists them and asks for them."""
    given = {item.name(): item for item in _choices(algorithm) if item.name() in parameters}
    return {**parameters, **{name: _by_name(parameters[name], item) for name, item in given.items()}}


def wrong_choice(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> str:
    """What to choose instead of the first choice that there is not; "" where all are right."""
    named = choices_by_name(algorithm, parameters)
    for item in _choices(algorithm):
        value = named.get(item.name(), item.defaultValue())
        if not item.checkValueIsAcceptable(value, context):
            return tr(
                "{parameter}: {value} cannot be chosen. Choose from: {known}.",
                parameter=item.name(),
                value="-" if value in (None, "") else value,
                known=", ".join(item.options()),
            )
    return ""


def _choices(algorithm: QgsProcessingAlgorithm) -> list[QgsProcessingParameterEnum]:
    return [item for item in algorithm.parameterDefinitions() if isinstance(item, QgsProcessingParameterEnum)]


def _by_name(value: Any, parameter: QgsProcessingParameterEnum) -> Any:
    """A value, or values, of a choice; what is no number of an option is left as it is."""
    if isinstance(value, (list, tuple)):
        return [_by_name(item, parameter) for item in value]
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return value
    options, parts = parameter.options(), [part.strip() for part in str(value).split(",")]
    numbers = all(part.isdigit() and part not in options and int(part) < len(options) for part in parts)
    return ",".join(options[int(part)] for part in parts) if numbers else value


def yes_no(name: str, title: str, default: bool, tip: str = "") -> QgsProcessingParameterBoolean:
    return with_tip(QgsProcessingParameterBoolean(name, title, default), tip)


def database(name: str = "DATABASE", optional: bool = False) -> QgsProcessingParameterFile:
    return QgsProcessingParameterFile(
        name, tr("Planning database"), extension="gpkg", optional=optional, fileFilter=tr("Planning database (*.gpkg)")
    )


def plan(name: str = "PLAN", tip: str = "") -> QgsProcessingParameterString:
    return with_tip(
        QgsProcessingParameterString(name, tr("Plan (number or name; empty: the current plan)"), "", optional=True), tip
    )


def control_lines() -> QgsProcessingParameterMultipleLayers:
    return QgsProcessingParameterMultipleLayers("CONSTRAINTS", tr("Control lines"), VECTOR_POLYGON, optional=True)


def unit_layer(tip: str = "") -> QgsProcessingParameterFeatureSource:
    return source("UNITS", tr("Units (townships or villages)"), [VECTOR_POLYGON], optional=True, tip=tip)


def unit_code_field() -> QgsProcessingParameterField:
    tip = tr("Empty: code, ZLDWDM or XZQDM.")
    return field("UNIT_CODE_FIELD", tr("Unit code field"), "UNITS", optional=True, tip=tip)


def land_class_field(parent: str) -> QgsProcessingParameterField:
    return field("CLASS_FIELD", tr("Land class field"), parent, optional=True, tip=tr("Empty: class_code or DLBM."))


def area_choice(tip: str) -> QgsProcessingParameterEnum:
    """tip: which projection plane areas are of"""
    return choice("AREA", tr("Area"), ["ellipsoid", "plane"], "ellipsoid", tip=tip)


def seed() -> QgsProcessingParameterNumber:
    return advanced(
        number("SEED", tr("Seed"), 1, minimum=0, integer=True),
        tr("The same input and the same seed give the same result."),
    )


def listed_names(text: str) -> list[str]:
    """Names of a text that separates them by commas, Chinese or not, each once."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[,;，；、\n]", text) if part.strip()))
