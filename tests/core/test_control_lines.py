"""Control lines by the names of their layers: one catalogue, read alike by both rule catalogues."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Optional

import pytest

from village_planner.core.conflicts.classes import load_class_codes
from village_planner.core.conflicts.rules import ConflictRules, load_conflict_rules
from village_planner.core.control_lines import ControlLines, load_control_lines
from village_planner.core.errors import InputError
from village_planner.core.overlay.naming import constraint_names
from village_planner.core.projects.rules import LINE, ProjectRules, load_project_rules
from village_planner.paths import resource, use_bundled_packages


def catalogue(name: str) -> tuple[Path, Path]:
    return resource("catalogues", f"{name}.json"), resource("catalogues", f"{name}.schema.json")


def shipped() -> ControlLines:
    use_bundled_packages()
    return load_control_lines(*catalogue("control_lines"))


def conflict_rules(own: Optional[Path] = None) -> ConflictRules:
    codes = load_class_codes(*catalogue("plan_classes"), *catalogue("survey_classes"))
    return load_conflict_rules(*catalogue("conflict_rules"), codes, shipped(), own)


def project_rules(own: Optional[Path] = None) -> ProjectRules:
    return load_project_rules(*catalogue("project_rules"), shipped(), own)


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        ("STBHHX", "ecological_redline"),
        ("ecological_redline", "ecological_redline"),
        ("Ecological  Redline", "ecological_redline"),
        ("north STBHHX", "ecological_redline"),
        ("北 县 生态保护红线", "ecological_redline"),
        ("north Ecological redline", "ecological_redline"),
        ("yjjbnttb", "permanent_basic_farmland"),
        ("farmland", "permanent_basic_farmland"),
        ("城镇开发边界", "urban_development_boundary"),
        ("flood_zone", "flood_line"),
        ("flood", "flood_line"),
        ("河道管理范围", "flood_line"),
        ("蓄滞洪区", "flood_line"),
        ("自然保护地", "nature_reserve"),
        ("水源保护区", "water_source_protection"),
        ("STBHHX north", None),
        ("x", None),
    ],
)
def test_both_rule_catalogues_know_a_layer_by_the_same_name(layer: str, kind: Any) -> None:
    found = conflict_rules().lines.line_of(layer)
    assert (found.kind if found else None) == kind
    assert project_rules().kind_of(layer) == (kind or layer)
    assert project_rules().line_name(layer, "zh") == (found.title["zh"] if found else layer)


def test_layers_of_one_name_keep_their_kind() -> None:
    names = constraint_names(["STBHHX", "STBHHX", "CZKFBJ"], ["north", "south part", "all"])
    assert names[:2] == ["north STBHHX", "south part STBHHX"]
    found = [conflict_rules().lines.line_of(name) for name in names]
    assert [line.kind for line in found if line] == [
        "ecological_redline", "ecological_redline", "urban_development_boundary"
    ]  # fmt: skip


def test_every_kind_that_a_rule_names_is_in_the_catalogue() -> None:
    kinds = {line.kind for line in shipped().lines}
    conflicts = {kind for rule in conflict_rules().rules for kind in (*rule.lines, *rule.any_line)}
    projects = {kind for rule in project_rules().rules if rule.subject == LINE for kind in rule.match if kind != "*"}
    assert conflicts <= kinds and projects <= kinds


def test_a_county_names_its_own_lines_in_either_file(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    mine = [
        {"kind": "ecological_redline", "zh": "红线", "en": "Red", "layers": ["HX"]},
        {"kind": "moat", "zh": "护城河", "en": "Moat", "layers": ["HCH", "STBHHX"]},
    ]
    own.write_text(json.dumps({"lines": mine}), encoding="utf-8")
    for lines in (conflict_rules(own).lines, project_rules(own).lines):
        found = [lines.line_of(name) for name in ("hx", "STBHHX", "YJJBNT", "生态红线")]
        assert [line and line.kind for line in found] == [
            "ecological_redline", "moat", "permanent_basic_farmland", None
        ]  # fmt: skip


def test_a_name_of_two_kinds_is_refused(tmp_path: Path) -> None:
    use_bundled_packages()
    file = tmp_path / "lines.json"
    file.write_text(
        json.dumps({"lines": [{"kind": k, "zh": k, "en": k, "layers": ["Same"]} for k in ("a", "b")]}), encoding="utf-8"
    )
    with pytest.raises(InputError, match="same is that of a and of b"):
        load_control_lines(file, catalogue("control_lines")[1])
