"""Cutting the ground: what neither the ledger nor its summary shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from village_planner.core.conflicts import ground
from village_planner.core.overlay.pieces import cut_parcels

from .conflict_cases import cell


def test_overlaps_are_cut_with_polygons_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads of the cutter prepare parcels and units; the same object in both is a race."""
    shared = []

    def watched(parcels: Any, own: Any, units: Any, *rest: Any) -> Any:
        shared.append({id(shape) for shape in parcels} & {id(shape) for shape in units.polygons})
        return cut_parcels(parcels, own, units, *rest)

    monkeypatch.setattr(ground, "cut_parcels", watched)
    made, twice = ground.claimed_once(np.array([cell(0, 0, 10, 10), cell(5, 0, 15, 10)], dtype=object))
    assert shared == [set()] and twice == pytest.approx(50.0)
    assert [shape.area for shape in made] == pytest.approx([100.0, 50.0])
