"""python -m benchmarks.drawing: how fast the figures of the drawing table follow a stroke.

A stroke over 50 units: the edit is made and applied, every figure counted anew and every problem looked for. Medians;
the worst in brackets; CPU is that of this thread, for machines with other work. Districts of some 15 units.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STROKES = 20
PAINTED = 50
INDICATORS = 6
TOWNSHIP = "township_code"


def main() -> int:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}")
    for villages, townships in ((462, 33), (10_000, 330)):
        core(villages, townships)
    return 0


def core(villages: int, townships: int) -> None:
    """Everything that `core` does at the end of a stroke."""
    from village_planner.core.partition.problem import Rules
    from village_planner.core.review.contiguity import FORBID
    from village_planner.core.review.drawing import problems
    from village_planner.core.review.edits import apply, from_json, inverse, to_json
    from village_planner.core.review.figures import DrawingFigures
    from village_planner.core.review.hover import hover
    from village_planner.core.review.neighbours import neighbours_by_code
    from village_planner.core.review.strokes import Stroke

    frame = county(villages, townships)
    neighbours = neighbours_by_code(frame)
    rules = Rules(
        code="code",
        population="population",
        parent="parent_district",
        similarity=[f"A{i}" for i in range(INDICATORS)],
        weights={"similarity": 1.0, "compactness": 1.0, "boundary": 1.0},
    )
    begin = time.perf_counter()
    figures = DrawingFigures(frame, neighbours, rules, lands(frame), best=0.1)
    prepared = time.perf_counter() - begin
    sheet, scheme = drawn(frame, neighbours)
    print(f"{villages:,} units, {len(scheme.districts)} districts; prepared once in {prepared:.2f} s")
    strokes = [
        (target, hand(sheet, scheme, target))
        for target in list(scheme.districts)[:: max(1, len(scheme.districts) // STROKES)]
    ]

    def stroke(number: int, guard: str = "warn") -> Any:
        target, units = strokes[number % len(strokes)]
        painting = Stroke(sheet, scheme, target, guard=guard)
        for unit in units:
            painting.add([unit])
        edit = painting.edit()
        return edit, apply(scheme, edit)

    def whole(number: int) -> None:
        _, after = stroke(number)
        found = figures.count(after)
        problems(sheet, after.assignment, after.districts, found.broken)

    def undone(number: int) -> None:
        edit, after = stroke(number)
        assert apply(after, inverse(from_json(to_json(edit)))) == scheme

    report(f"stroke over {PAINTED} units: edit, all figures, problems", whole)
    report("of which the stroke and its edit", stroke)
    report("of which the stroke where the guard forbids breaks", lambda number: stroke(number, FORBID))
    report("of which all figures", lambda number: figures.count(scheme))
    broken = figures.count(scheme).broken
    report("of which the problems", lambda _: problems(sheet, scheme.assignment, scheme.districts, broken))
    report("edit to text and back, and undone", undone)
    counted = figures.count(scheme)
    report(
        "hover over one unit",
        lambda n: hover(
            figures, sheet, scheme, strokes[n % len(strokes)][1][:1], strokes[n % len(strokes)][0], counted
        ),
    )


def county(villages: int, townships: int) -> Any:
    """Voronoi villages with random figures, as `database.units` gives them; a township district has 7 townships."""
    import geopandas as gpd
    import numpy as np
    import shapely

    random = np.random.default_rng(1)
    box = shapely.box(35_500_000, 3_400_000, 35_600_000, 3_500_000)
    points = shapely.points(*(random.uniform(*box.bounds[i::2], villages) for i in (0, 1)))
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=box))
    shapes = shapely.intersection(cells, box)
    x, y = shapely.get_coordinates(shapely.centroid(shapes)).T
    side = int(np.ceil(np.sqrt(townships)))
    column, row = ((v - v.min()) // ((v.max() - v.min()) / side + 1) for v in (x, y))
    township = (column * side + row).astype(int)
    frame = gpd.GeoDataFrame(
        {"code": [f"510700{t:04d}{i:05d}" for i, t in enumerate(township)]}, geometry=shapes, crs="EPSG:4523"
    )
    frame["name"] = [f"村{i}" for i in range(villages)]
    frame["township_code"] = [f"510700{t:04d}" for t in township]
    frame["population"] = random.integers(300, 3000, villages)
    frame["area_m2"] = frame.area.round(2)
    for number in range(INDICATORS):
        frame[f"A{number}"] = random.normal(size=villages)
    frame["parent_district"] = [str(1 + t // 7) for t in township]
    return frame


def lands(frame: Any) -> Any:
    import numpy as np
    import pandas as pd

    share = np.random.default_rng(2).random((len(frame), 3))
    return pd.DataFrame(
        share * frame[["area_m2"]].to_numpy(), index=frame["code"], columns=["redline", "farmland", "urban"]
    )


def drawn(frame: Any, neighbours: Any) -> tuple[Any, Any]:
    """The sheet, and a scheme with a district for every township."""
    from village_planner.core.review.drawing import Sheet, Unit
    from village_planner.core.review.edits import DistrictRow, Scheme

    units = {
        row.code: Unit(
            row.code, row.name, row.population, row.area_m2, row.township_code, row.township_code, row.parent_district
        )
        for row in frame.itertuples(index=False)
    }
    assignment = {unit.code: f"{unit.parent}-{int(unit.township_code[-4:]) % 7 + 1:02d}" for unit in units.values()}
    rows = {code: DistrictRow(code, parent=code.split("-")[0]) for code in sorted(set(assignment.values()))}
    return Sheet(units, neighbours), Scheme(assignment, rows)


def hand(sheet: Any, scheme: Any, target: str) -> list[str]:
    """The way of a hand: units of other districts in the same township district, outwards from the target."""
    inside = {unit for unit, district in scheme.assignment.items() if district == target}
    parent = scheme.districts[target].parent
    way: dict[str, None] = {}
    edge = sorted(inside)
    while edge and len(way) < PAINTED:
        edge = sorted(
            {
                o
                for u in edge
                for o in sheet.neighbours[u]
                if o not in inside and o not in way and sheet.units[o].parent == parent
            }
        )
        way.update(dict.fromkeys(edge))
    return list(way)[:PAINTED]


def report(label: str, call: Any) -> None:
    call(0)
    wall, processor = [], []
    for number in range(STROKES):
        begin, used = time.perf_counter(), time.thread_time()
        call(number)
        wall.append(1000 * (time.perf_counter() - begin))
        processor.append(1000 * (time.thread_time() - used))
    middle = STROKES // 2
    print(
        f"  {label:<56} {sorted(wall)[middle]:7.1f} ms ({max(wall):.1f}), CPU {sorted(processor)[middle]:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
