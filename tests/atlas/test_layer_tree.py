"""The county's layers in a project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def project(qgis_app: Any) -> Any:
    from qgis.core import QgsProject

    return QgsProject()


def layers_of(group: Any) -> dict[str, Any]:
    return {node.name(): node.layer() for node in group.findLayers()}


def test_themes_and_layers(project: Any, county: Path) -> None:
    from village_planner.atlas.layer_tree import add_layer_tree

    group = add_layer_tree(project, str(county))
    assert group.name() == "云岭县"
    assert [child.name() for child in group.children()] == [
        "Centres",
        "Administrative areas",
        "Control lines",
        "Facilities, roads and projects",
        "Districts",
        "Present land use",
    ]
    layers = layers_of(group)
    assert all(layer.isValid() and layer.featureCount() > 0 for layer in layers.values())
    assert layers["Village districts"].featureCount() == 36
    assert layers["Central towns"].featureCount() == 3
    districts = layers["Township districts"].renderer()
    assert [category.label() for category in districts.categories()] == ["第1片区", "第2片区", "Not assigned"]
    by_name = {feature["name"]: feature["district"] for feature in layers["Township districts"].getFeatures()}
    assert by_name["白沙镇"] == "1" and by_name["枫林镇"] == "2"


def test_called_again_it_replaces_itself(project: Any, county: Path) -> None:
    from village_planner.atlas.layer_tree import add_layer_tree

    first = len(layers_of(add_layer_tree(project, str(county))))
    add_layer_tree(project, str(county), "方案一")
    assert len(project.layerTreeRoot().children()) == 1
    assert len(project.mapLayers()) == first


def test_what_is_saved_in_the_plan_shows(project: Any, tmp_path: Path) -> None:
    from small_county import make_county

    from village_planner.atlas.layer_tree import add_layer_tree
    from village_planner.database import open_database

    path = make_county(tmp_path / "a.gpkg")
    layer = layers_of(add_layer_tree(project, str(path)))["Township districts"]
    with open_database(path) as database:
        plan = database.plan("")
        assignment = database.assignment(plan.id, "township")
        assignment["510722100"] = "2"
        database.save_assignment(plan.id, "township", assignment)
    layer.reload()
    found = {feature["code"]: feature["district"] for feature in layer.getFeatures()}
    assert found["510722100"] == "2"


def test_a_county_without_districts_or_parcels(project: Any, tmp_path: Path) -> None:
    from small_county import make_county

    from village_planner.atlas.layer_tree import add_layer_tree

    path = make_county(tmp_path / "空 县.gpkg", planned=False, parcels=False, control_lines=False)
    group = add_layer_tree(project, str(path))
    assert "Present land use" not in [child.name() for child in group.children()]
    assert all(layer.isValid() for layer in layers_of(group).values())
