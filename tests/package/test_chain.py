"""The main job end to end in the real process: sample county, import, and the shipped model of the whole chain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

RAW_LAYERS = {
    "XZQ", "CJDCQ", "DLTB", "YJJBNTTB", "STBHHX", "CZKFBJ", "DZZHD", "GGFWSS", "DL", "TDLYGH", "CXGH", "XMHX",
    "TJZB", "TQL", "YPQ", "GBZNT", "LSWHBHX", "JSKZDD", "LJX",
}  # fmt: skip
REPORTED = ("510799100", "510799101")


@pytest.fixture(scope="module")
def process(qgis_process: Any) -> Any:
    """Run an algorithm in the real process: process("importcounty", "--VILLAGES=…")."""

    def call(algorithm: str, *parameters: str) -> None:
        done = qgis_process("run", f"village_planner:{algorithm}", *parameters)
        assert done.returncode == 0, done.stderr

    return call


@pytest.fixture(scope="module")
def raw(process: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw layers of a small sample county."""
    folder = tmp_path_factory.mktemp("示例 县")
    process("createsamplecounty", "--PARCELS=3000", f"--OUTPUT={folder / '清岚县.gpkg'}")
    return folder / "清岚县.gpkg"


@pytest.fixture(scope="module")
def planned(process: Any, provider: Any, raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the planning database, the workbooks and the atlas of that county."""
    folder = tmp_path_factory.mktemp("全流程")
    database = folder / "county.gpkg"
    layers = {
        "VILLAGES": "CJDCQ",
        "TOWNSHIPS": "XZQ",
        "PARCELS": "DLTB",
        "ECOLOGICAL_REDLINE": "STBHHX",
        "BASIC_FARMLAND": "YJJBNTTB",
        "URBAN_BOUNDARY": "CZKFBJ",
        "INDICATORS": "TJZB",
        "ROADS": "DL",
        "FACILITIES": "GGFWSS",
    }
    process(
        "importcounty", *(f"--{name}={raw}|layername={layer}" for name, layer in layers.items()), f"--OUTPUT={database}"
    )
    # Older QGIS names a model's outputs "step:NAME", newer ones "NAME"; it is the same QGIS here as in the process.
    listed = [definition.name() for definition in provider.algorithm("plancounty").parameterDefinitions()]
    folder_name = next(name for name in listed if name.split(":")[-1] == "FOLDER")
    atlas_name = next(name for name in listed if name.split(":")[-1] == "ATLAS")
    tree_name = next(name for name in listed if name.split(":")[-1] == "HIERARCHY")
    process(
        "plancounty",
        f"--DATABASE={database}",
        "--DPI=60",
        "--SHEETS=cover,contents,township_districts,village_districts,hierarchy",  # all have tests elsewhere
        f"--TOWNSHIPS={','.join(REPORTED)}",  # the county's book and two of 33: all of them have a test below
        "--CROSSINGS=0",  # districts across townships take three times as long; they have tests of their own
        f"--{folder_name}={folder / 'reports'}",
        f"--{atlas_name}={folder / 'atlas.pdf'}",
        f"--{tree_name}={folder / 'tree.gpkg'}",
    )
    return folder


def test_the_sample_county_is_the_same_in_every_process(raw: Path, run: Any, tmp_path: Path) -> None:
    import pyogrio

    assert {name for name, _ in pyogrio.list_layers(raw)} == RAW_LAYERS
    assert pyogrio.read_info(raw, layer="DLTB")["features"] == 3000
    assert sorted(path.name for path in raw.parent.iterdir()) == ["清岚县.gpkg", "清岚县_statistics.xlsx"]
    parcels = pyogrio.read_dataframe(raw, layer="DLTB", max_features=5, read_geometry=False)
    assert parcels["ZLDWDM"].str.fullmatch(r"\d{19}").all()

    again = tmp_path / raw.name
    results = run("createsamplecounty", PARCELS=3000, OUTPUT=str(again))
    assert Path(results["OUTPUT"]) == again and results["PARCEL_COUNT"] == 3000
    for name in (raw.name, "清岚县_statistics.xlsx"):
        assert (tmp_path / name).read_bytes() == (raw.parent / name).read_bytes()


def test_every_unit_has_its_place_in_the_hierarchy(planned: Path) -> None:
    from village_planner.database import open_database

    with open_database(planned / "county.gpkg", read_only=True) as db:
        plan = db.plan()
        townships, villages = db.units(plan.id, "township"), db.units(plan.id, "village")
    assert (len(townships), len(villages)) == (33, 462)
    assert townships["district"].nunique() == 5 and villages["district"].nunique() == 99
    assert townships["district"].notna().all() and villages["district"].notna().all()
    parent = townships.set_index("code")["district"]
    assert (villages["district"].str.split("-").str[0] == villages["township_code"].map(parent)).all()
    assert (townships["role"] == "central_town").sum() == 5
    assert (townships["role"] == "sub_central_town").sum() == 2
    assert (villages["role"] == "central_village").sum() == 113
    assert (villages[villages["role"] == "central_village"].groupby("district").size() >= 1).sum() == 99
    by_district = townships.groupby("district")["population"].sum()
    assert (abs(by_district / by_district.mean() - 1) <= 0.15).all()


def test_every_choice_has_its_reasons(planned: Path) -> None:
    from village_planner.database import open_database

    with open_database(planned / "county.gpkg", read_only=True) as db:
        plan = db.plan()
        potential = db.high_potential(plan.id).set_index("unit_code")
        computed = set(db.indicator_values("village").columns)
        kept = {level: db.centres(plan.id, level).set_index("unit_code") for level in ("township", "village")}
        types, score = db.village_types(plan.id), db.units(plan.id, "township").set_index("code")["score"]
    assert len(potential) == 8 and set(potential.index) == set(score.nlargest(8).index)
    assert set(kept["township"].index[kept["township"]["role"] == "central_town"]) <= set(potential.index)
    for reasons in (potential["reason"], kept["township"]["reason"]):
        assert (reasons.str.contains("高潜力乡镇") & reasons.str.contains("优势度")).all()
    assert {"V7", "V8", "V11"} <= computed
    for centres in kept.values():
        assert (centres["reason"].str.len() > 20).all()
        for text in centres["figures"]:
            figures = json.loads(text)
            assert figures["criteria"] and figures["place"] <= figures["candidates"]
    assert kept["village"]["reason"].str.contains("到片区其他村平均用时").all()
    assert len(types) == 462 and (types["layout"] == "central").sum() == 113
    assert not (types.loc[types["layout"] == "central", "type"] == "relocate").any()


def test_the_hierarchy_holds_every_village_once(planned: Path) -> None:
    import pyogrio

    tree = pyogrio.read_dataframe(planned / "tree.gpkg")
    assert tree["role"].value_counts().to_dict() == {
        "ordinary_village": 349,
        "central_village": 113,
        "central_town": 5,
        "sub_central_town": 2,
        "county_seat": 1,
    }
    assert tree["code"].is_unique and set(tree["parent"].dropna()) - {""} <= set(tree["code"])
    assert tree.geometry.notna().sum() == 469 and (tree.loc[tree["tier"] >= 3, "travel"] >= 0).all()


def test_areas_of_the_overlay_are_the_county(planned: Path) -> None:
    from village_planner.database import open_database

    with open_database(planned / "county.gpkg", read_only=True) as db:
        land = db.result(db.plan().id, "land_area")
    assert land is not None and not land.stale
    # Each of the 3,000 parcels is rounded to 0.01 m² and its pieces close on that.
    assert abs(land.table["area_m2"].sum() - 2_659_700_000.00) <= 3000 * 0.005


def test_workbooks_and_atlas_are_there(planned: Path) -> None:
    import openpyxl
    import pypdf

    workbooks = sorted((planned / "reports").glob("*.xlsx"))
    assert sorted(path.name.split("_")[0] for path in workbooks) == ["510799", *REPORTED]
    for path in workbooks:
        assert len(openpyxl.load_workbook(path, read_only=True).sheetnames) >= 8
    pages = pypdf.PdfReader(planned / "atlas.pdf").pages
    assert len(pages) == 2 + 3  # cover and contents, county sheets


def test_no_choice_in_the_model_means_every_township_and_table(
    planned: Path, run: Any, provider: Any, tmp_path: Path
) -> None:
    model = provider.algorithm("plancounty").create()
    assert [model.parameterDefinition(name).defaultValue() for name in ("TOWNSHIPS", "TABLES")] == ["", ""]
    sources = model.childAlgorithm("workbooks").parameterSources()
    assert [sources[name][0].parameterName() for name in ("TOWNSHIPS", "TABLES")] == ["TOWNSHIPS", "TABLES"]
    run(
        "exporttownshipreports",
        DATABASE=str(planned / "county.gpkg"),
        TOWNSHIPS="",
        TABLES="district_scheme",  # a table is enough to count the books
        FOLDER=str(tmp_path / "reports"),
    )
    assert len(list((tmp_path / "reports").glob("*.xlsx"))) == 34
