"""A small planning database: four townships of six square villages, two township and four village districts."""

from __future__ import annotations

from pathlib import Path

KM = 1000.0
# Village 5107001zz..: townships are blocks of 3 x 2 villages, two beside each other, two above each other.
TOWNSHIPS = ("510700101", "510700102", "510700103", "510700104")
NAMES = ("龙潭镇", "石桥镇", "青山乡", "白马乡")


def village_code(column: int, row: int) -> str:
    """Code of the village in a column 0..5 and a row 0..3, counted from the lower left."""
    township = TOWNSHIPS[column // 3 + 2 * (row // 2)]
    return f"{township}{200 + 3 * (row % 2) + column % 3}"


def make_county(path: Path) -> Path:
    """Write the database; nothing in its plan is broken."""
    import geopandas as gpd
    import pandas as pd
    import shapely

    from village_planner.database import create_database, open_database

    rows = []
    for row in range(4):
        for column in range(6):
            code = village_code(column, row)
            shape = shapely.box(
                35500000 + column * KM, 3400000 + row * KM, 35500000 + (column + 1) * KM, 3400000 + (row + 1) * KM
            )
            rows.append((code, f"{column}{row}村", "village", code[:9], 1000 + 10 * column + row, 1e6, shape))
    columns = ["code", "name", "kind", "township_code", "population", "area_m2", "geometry"]
    villages = gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4523")
    townships = villages.dissolve("township_code", aggfunc={"population": "sum", "area_m2": "sum"}).reset_index()
    townships = townships.rename(columns={"township_code": "code"}).assign(name=NAMES)
    values = pd.DataFrame(
        [("township", code, "A1", 2023, float(i)) for i, code in enumerate(TOWNSHIPS)],
        columns=["level", "unit_code", "indicator", "year", "value"],
    )
    create_database(
        path,
        "EPSG:4523",
        {"township": townships, "village": villages},
        {"indicator_value": values},
        {"county_name": "梓潼县", "county_code": "510700"},
    )
    with open_database(path) as db:
        plan = db.ensure_plan("方案一")
        # West: townships 1 and 3; east: 2 and 4.
        district = dict(zip(TOWNSHIPS, ("1", "2", "1", "2")))
        db.save_assignment(plan.id, "township", pd.Series(district))
        drawn = {
            village_code(column, row): f"{1 + column // 3}-{1 + row // 2:02d}"
            for row in range(4)
            for column in range(6)
        }
        db.save_assignment(plan.id, "village", pd.Series(drawn))
    return path
