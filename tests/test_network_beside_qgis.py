"""Travel times are those of QGIS's own network analysis, where that joins roads as we do: at common vertices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest


def test_minutes_are_those_of_qgis(qgis_app: Any, tmp_path: Path) -> None:
    from benchmarks.network import grid_of_roads, of_qgis, ours, points_on

    roads = grid_of_roads(9, seed=5)
    roads = roads.iloc[np.random.default_rng(7).permutation(len(roads))[:80]]  # with dead ends and parts of their own
    path = str(tmp_path / "roads.gpkg")
    roads.to_file(path, engine="pyogrio")
    villages, goals = points_on(roads, 40, 2), {"seats": points_on(roads, 5, 3)}
    found, expected = ours(path, villages, goals)["seats"], of_qgis(path, villages, goals)["seats"]
    reached = expected < 1e300  # QGIS gives the largest number there is to what it cannot reach
    assert np.array_equal(np.isfinite(found), reached) and 20 < reached.sum() < reached.size
    assert found[reached] == pytest.approx(expected[reached], abs=1e-9)
