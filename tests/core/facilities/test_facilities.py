"""Needs of public facilities against sums worked out by hand and by plain loops."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from village_planner.core.catalogue import CatalogueText
from village_planner.core.errors import InputError
from village_planner.core.facilities.provision import (
    FacilityStandards,
    Standard,
    load_standards,
    need_of,
    planned_population,
    provide,
)

RESOURCES = Path(__file__).resolve().parents[3] / "resources" / "catalogues"
FILES = (RESOURCES / "facility_standards.json", RESOURCES / "facility_standards.schema.json")
NAMES = {"zh": "某", "en": "some"}
GROUPS = {"residents": (NAMES, 1.0), "elderly": (NAMES, 0.2)}


def standard(name: str, **more: Any) -> Standard:
    return Standard(name, NAMES, frozenset({name}), more.pop("level", "township"), "床", **more)


BEDS = standard("beds", per_thousand=1.5, group="residents", size=10)
HOMES = standard("homes", per_thousand=40, group="elderly")
CLINIC = standard("clinic", each="village", level="village")
FIRE = standard("fire", each="central_town", level="district")
HUB = standard("hub", each="district", level="district")
STANDARDS = FacilityStandards((BEDS, HOMES, CLINIC, FIRE, HUB), GROUPS)


def county() -> tuple[pd.DataFrame, pd.DataFrame]:
    townships = pd.DataFrame(
        {"population": [10_001, 4_000], "district": ["1", "1"], "role": ["central_town", None]}, index=["a", "b"]
    )
    villages = pd.DataFrame(
        {
            "township_code": ["a", "a", "b"],
            "role": ["central_village", None, None],
            "population": [6_000, 4_001, 4_000],
        },
        index=["a1", "a2", "b1"],
    )
    return townships, villages


def facilities(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["kind", "unit_code", "capacity"])


def test_needs_by_hand() -> None:
    townships, villages = county()
    have = facilities(
        ("beds", "a1", 12), (" Beds ", "b1", 3), ("homes", "a2", np.nan), ("clinic", "a1", np.nan),
        ("clinic", "a1", np.nan), ("clinic", "", np.nan), ("hub", "b1", np.nan),
    )  # fmt: skip
    people, planned = planned_population(townships, STANDARDS)
    assert not planned
    found = provide(STANDARDS, townships, villages, have, people)

    beds = need_of(found, BEDS, ["a", "b"])
    assert beds is not None
    # 10,001 x 1.5/1,000 = 15.0015 -> 16; 4,000 x 1.5/1,000 = 6; three beds and four lack, one new home of ten each
    assert (beds.need, beds.existing, beds.gap, beds.sites) == (22, 15, 7, 1)
    homes = need_of(found, HOMES, ["a"])
    assert homes is not None
    assert homes.need == math.ceil(10_001 * 0.2 * 40 / 1000) and homes.existing is None and homes.gap is None
    assert homes.uncounted == 1
    clinic = need_of(found, CLINIC, ["a", "b"])
    assert clinic is not None
    assert (clinic.need, clinic.existing, clinic.gap, clinic.sites) == (3, 1, 2, 2)  # the second of a1 helps no other
    assert clinic.places == ("a2", "b1")
    fire = need_of(found, FIRE, ["a", "b"])
    assert fire is not None and (fire.need, fire.gap, fire.places) == (1, 1, ("a",))
    hub = need_of(found, HUB, ["1"])
    assert hub is not None and (hub.need, hub.existing, hub.gap) == (1, 1, 0)
    assert found.strays == {"clinic": 1}


def test_facilities_of_a_township_that_has_none_go_where_most_lacks() -> None:
    townships, villages = county()
    people, _ = planned_population(townships, STANDARDS)
    found = provide(STANDARDS, townships, villages, facilities(), people)
    beds = need_of(found, BEDS, ["b", "a"])
    assert beds is not None and (beds.gap, beds.sites, beds.places) == (22, 3, ("a", "b"))


def test_planned_population() -> None:
    townships, _ = county()
    standards = FacilityStandards((BEDS,), GROUPS, indicator="P", total=15_000)
    people, planned = planned_population(townships.assign(P=[9_000, np.nan]), standards)
    assert planned and people.to_dict() == {"a": 9_000, "b": 6_000}  # what is left of the county's total
    people, planned = planned_population(townships, FacilityStandards((BEDS,), GROUPS, total=14_000))
    assert planned and people.sum() == 14_000 and people["a"] == round(14_000 * 10_001 / 14_001)
    people, planned = planned_population(townships.assign(population=[np.nan, 5]), FacilityStandards((BEDS,), GROUPS))
    assert not planned and np.isnan(people["a"])
    found = provide(FacilityStandards((BEDS,), GROUPS), *county(), facilities(), people)
    beds = need_of(found, BEDS, ["a", "b"])
    assert beds is not None and beds.need is None and beds.gap is None


@pytest.mark.parametrize("seed", range(6))
def test_needs_as_plain_loops_count_them(seed: int) -> None:
    rng = random.Random(seed)
    towns = [f"t{i}" for i in range(rng.randint(1, 5))]
    roles = [rng.choice(["central_town", "sub_central_town", None]) for _ in towns]
    townships = pd.DataFrame(
        {
            "population": [rng.randint(0, 60_000) for _ in towns],
            "district": [rng.choice("12") for _ in towns],
            "role": roles,
        },
        index=towns,
    )
    codes = [f"v{i}" for i in range(rng.randint(1, 12))]
    villages = pd.DataFrame(
        {
            "township_code": [rng.choice(towns) for _ in codes],
            "role": [rng.choice(["central_village", None]) for _ in codes],
            "population": [rng.randint(0, 3_000) for _ in codes],
        },
        index=codes,
    )
    standards = FacilityStandards(
        (
            standard("beds", per_thousand=1.3, group="elderly"),
            standard("hospital", per_thousand=4, group="residents", from_population=30_000),
            standard("clinic", each="village", number=2),
            standard("day", each="central_village"),
            standard("police", each="township"),
            standard("hub", each="district"),
        ),
        GROUPS,
    )
    rows = [
        (rng.choice([one.id for one in standards.standards]), rng.choice([*codes, ""]), float(rng.randint(0, 90)))
        for _ in range(40)
    ]
    have = facilities(*rows)
    people, _ = planned_population(townships, standards)
    found = provide(standards, townships, villages, have, people)

    def in_town(town: str, kind: str) -> list[float]:
        own = [code for code in codes if villages.at[code, "township_code"] == town]
        return [capacity for k, unit, capacity in rows if k == kind and unit in own]

    for one in standards.standards:
        if one.each == "district":
            for district in set(townships["district"]):
                here = [town for town in towns if townships.at[town, "district"] == district]
                there = sum(len(in_town(town, one.id)) for town in here)
                need = need_of(found, one, [district])
                assert need is not None and (need.need, need.gap) == (1, 1 - min(there, 1))
            continue
        for chosen in ([town] for town in towns):
            need = need_of(found, one, chosen)
            town = chosen[0]
            own = [code for code in codes if villages.at[code, "township_code"] == town]
            assert need is not None
            if one.per_thousand:
                persons = int(townships.at[town, "population"])
                share = 0.2 if one.group == "elderly" else 1.0
                wanted = math.ceil(round(persons * share * one.per_thousand / 1000, 9))
                wanted = wanted if persons > one.from_population else 0
                stock = sum(in_town(town, one.id))
            elif one.each == "township":
                wanted, stock = 1, min(1, len(in_town(town, one.id)))
            else:
                own = [code for code in own if one.each == "village" or villages.at[code, "role"] == "central_village"]
                wanted = one.number * len(own)
                counts = [sum(1 for k, unit, _ in rows if k == one.id and unit == code) for code in own]
                stock = sum(min(one.number, count) for count in counts)
            assert (need.need, need.existing, need.gap) == (wanted, stock, max(0, wanted - stock)), (one.id, town)
        together = need_of(found, one, towns)
        each = [need_of(found, one, [town]) for town in towns]
        assert together is not None and together.need == sum(n.need or 0 for n in each if n)


def test_shipped_standards_and_a_group_that_does_not_exist() -> None:
    shipped = load_standards(*FILES)
    assert {one.level for one in shipped.standards} == {"district", "township", "village"}
    bad = CatalogueText(
        '{"facilities": [{"id": "x", "name": {"zh": "x", "en": "x"}, "kinds": ["x"], "level": "village", "unit": "处", '
        '"rule": {"per_thousand": 1, "of": "nobody"}}]}',
        "own.json",
    )
    with pytest.raises(InputError) as error:
        load_standards(*FILES, bad)
    assert error.value.code == "unknown_group" and "own.json" in str(error.value)
