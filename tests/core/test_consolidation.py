"""The potential of consolidation on a county small enough to do by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from village_planner.core.consolidation import consolidation_potential, load_consolidation, means, priorities

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "catalogues"
RULES = load_consolidation(RESOURCES / "consolidation.json", RESOURCES / "consolidation.schema.json")
RED, URBAN = "ecological_redline", "urban_development_boundary"


def land(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit_code", "class_code", "constraints", "area_m2"])


def parcels(*rows: tuple[str, str, str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit_code", "class_code", "settlement_code", "count", "area_m2"])


def test_potentials_by_hand() -> None:
    villages = pd.DataFrame({"population": [100, 10, np.nan]}, index=["u", "v", "w"])
    found = consolidation_potential(
        RULES,
        villages,
        land(
            ("u", "0404", "", 10_000),  # 20 % can become farmland
            ("u", "0404", RED, 5_000),  # in the redline: to be restored instead
            ("u", "1201", URBAN + "+x", 8_000),  # in the urban boundary: neither
            ("u", "0201K", "", 1_000),  # adjustable: 80 %
            ("u", "0201", "", 9_000),
            ("v", "1207", "", 777),
        ),
        parcels(
            ("u", "0101", "", 3, 50_000),
            ("u", "0103", "203", 2, 10_000),
            ("u", "0702", "203A", 9, 20_000),
            ("v", "0702", "203", 1, 900),
            ("v", "0701", "202", 1, 90_000),
            ("w", "0702", "203", 1, 90_000),
        ),
    )
    assert found["parcels"].tolist() == [5, 0, 0]
    assert found["farmland"].tolist() == [20 + 8, 0, 0]  # 2,000 + 800 m²
    assert found["ecology"].tolist() == [50, 8, 0]  # 777 m² are 0.08 ha
    # u: 30,000 m² in villages less 100 x 120; v: 900 less 1,200; w: nobody knows how many live there
    assert found["theoretical"].tolist()[:2] == [180, 0] and np.isnan(found.at["w", "theoretical"])
    assert found["construction"].tolist()[:2] == [92, 0]  # x 0.8³ = 92.16


def test_county_without_settlement_codes_is_estimated_by_homesteads() -> None:
    villages = pd.DataFrame({"population": [10]}, index=["u"])
    rows = parcels(("u", "0702", "", 1, 3_000), ("u", "0701", "", 1, 50_000))
    assert consolidation_potential(RULES, villages, land(), rows).at["u", "theoretical"] == 18  # 3,000 - 1,200 m²


@pytest.mark.parametrize(
    ("classes", "code", "meant"),
    [(["01"], "0101", True), (["01"], "0201", False), (["0201"], "0201K", False), (["0201K"], "0201K", True)],
)
def test_classes_that_are_meant(classes: list[str], code: str, meant: bool) -> None:
    assert means(classes, code) is meant


def test_priorities() -> None:
    units = pd.DataFrame(
        {
            "parcels": [10, 10, 10, 0],
            "cultivated": [100, 1_000, 1_000, 0],
            "farmland": [50, 100, 0, 0],
            "construction": [100, np.nan, 0, 0],
            "ecology": [0, 0, 10, 0],
        },
        index=list("abcd"),
    )
    # a: 0.35/2 + 0.35 + 0.15 (smallest fields); b: 0.35; c: 0.15; d: nothing
    assert priorities(RULES, units).to_dict() == {"a": "high", "b": "middle", "c": "middle", "d": "low"}
    rules = replace(RULES, weights={"farmland": 0, "construction": 0, "ecology": 1, "fragmentation": 0}, high=0.25)
    assert priorities(rules, units)["c"] == "high"
    assert set(priorities(RULES, units * 0)) == {""} and priorities(RULES, units.iloc[:0]).empty
