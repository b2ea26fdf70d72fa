"""Every plan class falls into one row of each form; the national rows are those of the profession's list."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from landuse_catalogues import VERSIONS, catalogue, form, plan_names

from village_planner.core.errors import InputError

VARIANTS = tuple(catalogue("structure_rows")["variants"])


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("version", VERSIONS)
def test_no_class_is_left_out(version: str, variant: str) -> None:
    made = form(version, variant)
    ids = {row.id for row in made.walk() if not row.rows}
    for code in plan_names(version):
        for place in ("town", "village", "outside"):
            assert made.row_of(code, place) in ids, (code, place)
    assert made.row_of("99", "outside") == "?" and made.row_of("", "town") == "?"


@pytest.mark.parametrize("version", VERSIONS)
def test_national_rows_are_those_of_the_list(version: str, shared_data: Path) -> None:
    made = form(version)
    labels = {row.id: row.label.split("（")[0] for row in made.walk()}
    text = (shared_data / "codes" / "structure_table_rows.csv").read_text(encoding="utf-8-sig")
    found: dict[str, set[str]] = {}
    for line in csv.DictReader(text.splitlines()):
        found.setdefault(line[f"code_{version}"], set()).add(line["row_of_structure_table"].split("（")[0])
    codes = [code for code in found if code in plan_names(version)]
    assert len(codes) > 100
    if version == "2023":
        found["060102"] = {"农业设施建设用地"}  # the list gives the row of the field track of 2020
    for code in codes:
        assert labels[made.row_of(code, "outside")] in found[code], code


@pytest.mark.parametrize(
    ("version", "code", "place", "row"),
    [
        ("2023", "0703", "town", "town"),  # a homestead inside a town is town land
        ("2023", "0703", "village", "residential"),
        ("2023", "070101", "village", "town"),
        ("2023", "1202", "town", "regional"),  # roads between places are no town's
        ("2023", "1311", "town", "regional"),
        ("2023", "1312", "outside", "utility"),
        ("2020", "1312", "outside", "regional"),
        ("2020", "1313", "outside", "utility"),
        ("2020", "060102", "village", "road"),
        ("2023", "060102", "village", "facility"),
        ("2023", "1207", "village", "road"),
        ("2020", "1207", "village", "town"),
        ("2023", "2301", "outside", "vacant"),
        ("2023", "2304", "outside", "other"),
        ("2023", "1003", "outside", "other_construction"),
    ],
)
def test_rows_of_the_national_form(version: str, code: str, place: str, row: str) -> None:
    assert form(version).row_of(code, place) == row


def test_qinghai_tells_towns_and_villages_apart() -> None:
    made = form("2023", "qinghai")
    assert [made.row_of("0801", place) for place in ("town", "village", "outside")] == [
        "public_town",
        "public",
        "public",
    ]
    assert [made.row_of("0101", p) for p in ("town", "village", "outside")] == [
        "other_town",
        "other_village",
        "farmland",
    ]
    assert made.row_of("1703", "outside") == "water1703"


def _rows(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"variants": {"own": {"title": {"zh": "表", "en": "Table"}, "rows": list(rows)}}}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (({"id": "a", "label": "甲", "codes": ["01"]}, {"id": "a", "label": "乙", "codes": ["02"]}), "two rows a"),
        (
            ({"id": "a", "label": "甲", "codes": ["01"]}, {"id": "b", "label": "乙", "codes": ["01"]}),
            "both take class 01",
        ),
        (({"id": "a", "label": "甲"},), "either codes or rows"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(rows: Any, words: str) -> None:
    with pytest.raises(InputError, match=words) as error:
        form("2023", "own", **_rows(*rows))
    assert error.value.code == "invalid_catalogue"


def test_a_variant_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="Choose one of: national, zhejiang, qinghai"):
        form("2023", "sichuan")


def test_a_countys_own_file_is_checked(tmp_path: Path) -> None:
    """The schema of the rows is recursive: a mistake deep inside is named with its place."""
    from village_planner.core.catalogue import load_catalogue

    folder = Path(__file__).resolve().parents[3] / "resources" / "catalogues"
    own = tmp_path / "own.json"
    own.write_text(
        '{"variants": {"own": {"title": {"zh": "表", "en": "T"}, "rows": [{"id": "a", "label": "甲", "rows": '
        '[{"id": "b", "label": "乙", "inside": "sea"}]}]}}}',
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="sea is not one of town, village, outside"):
        load_catalogue(folder / "structure_rows.json", folder / "structure_rows.schema.json", own)
