"""Every page of the catalogue, measured."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest


def measured(database: Path, paper: str = "A3") -> tuple[int, dict[str, list[str]]]:
    """Number of pages, and what is wrong on each that is not right."""
    from page_faults import faults_of
    from qgis.core import QgsProject

    from village_planner.atlas.catalogue import load_sheets
    from village_planner.atlas.export import open_atlas
    from village_planner.atlas.pagination import scopes_of, why_left_out
    from village_planner.atlas.template import Board

    sheets = load_sheets()
    atlas = open_atlas(str(database), "", sheets, paper)
    drawn = [sheet for sheet in sheets if why_left_out(sheet, atlas.data) is None]
    assert len(atlas.entries) == sum(len(scopes_of(sheet, atlas.data)) for sheet in drawn)
    assert len(atlas.skipped) == len(sheets) - len(drawn)
    found = {}
    for entry in atlas.entries:
        project = QgsProject()
        page = atlas.page(Board(project), entry)
        faults = faults_of(page)
        if faults:
            found[f"{entry.page} {entry.title}"] = faults
        del page
        project.clear()
        atlas.data.forget(entry.scope)
    return len(atlas.entries), found


def test_every_page_of_a_small_county(county: Path, qgis_app: Any) -> None:
    count, found = measured(county)
    assert count > 12
    assert not found, "\n".join(f"{page}: {fault}" for page, faults in found.items() for fault in faults)


@pytest.mark.fuzz
@pytest.mark.parametrize("paper", ["A3", "A4", "A0"])
def test_every_page_of_a_whole_county(qgis_app: Any, paper: str) -> None:
    """The county that VP_COUNTY names, or the demo's."""
    path = Path(os.environ.get("VP_COUNTY", "build/demo/county.gpkg"))
    if not path.exists():
        pytest.skip("no county to draw: make demo, or set VP_COUNTY")
    _, found = measured(path, paper)
    assert not found, "\n".join(f"{page}: {fault}" for page, faults in found.items() for fault in faults)
