"""The planted county's layers as `check_county` takes them."""

from __future__ import annotations

import json

from planted_county import County

from village_planner.core.quality.model import CheckedLayer
from village_planner.core.quality.rules import Rules, load_rules
from village_planner.paths import resource, use_bundled_packages

# Layer -> role, kind of line, key of the standard's fields.
ROLES = {
    "DLTB": ("parcel", "", "parcel"),
    "CJDCQ": ("village", "", "village"),
    "XZQ": ("township", "", "township"),
    "STBHHX": ("control_line", "ecological_redline", "ecological_redline"),
    "YJJBNTTB": ("control_line", "permanent_basic_farmland", "basic_farmland"),
}
NAMES = {"STBHHX": "HXMC", "YJJBNTTB": "YJJBNTTBBH"}


def shipped_rules() -> Rules:
    use_bundled_packages()
    return load_rules(resource("catalogues", "quality_rules.json"), resource("catalogues", "quality_rules.schema.json"))


def survey_classes() -> dict[str, str]:
    data = json.loads(resource("catalogues", "survey_classes.json").read_text(encoding="utf-8"))
    return {item["code"]: item.get("super", "") for item in data["classes"]}


def checked_layers(county: County, rules: Rules) -> list[CheckedLayer]:
    layers = []
    for name, frame in county.layers().items():
        role, kind, standard = ROLES[name]
        fields = {field.target: field.name for field in rules.fields[standard] if field.name in frame.columns}
        if name in NAMES:
            fields["name"] = NAMES[name]
        layers.append(CheckedLayer(role, name, frame, fields, kind, {}, standard))
    return layers
