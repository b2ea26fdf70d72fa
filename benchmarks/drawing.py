"""python -m benchmarks.drawing: how fast the figures of the drawing table follow a stroke.

A stroke over 50 units: in core the edit is made and applied, every figure counted anew and every problem looked for; in
the dock, offscreen, the same by real mouse events until map layer, table, totals, labels and the database hold it.
Medians; the worst in brackets; CPU is that of this thread, for machines with other work. Districts of some 15 units.
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
        dock(villages, townships)
    sys.stdout.flush()
    os._exit(0)  # QGIS's own end is not measured


def core(villages: int, townships: int) -> None:
    """Everything that `core` does at the end of a stroke."""
    from village_planner.core.drawing.contiguity import FORBID
    from village_planner.core.drawing.edits import apply, from_json, inverse, to_json
    from village_planner.core.drawing.figures import DrawingFigures
    from village_planner.core.drawing.hover import hover
    from village_planner.core.drawing.neighbours import neighbours_by_code
    from village_planner.core.drawing.sheet import problems
    from village_planner.core.drawing.strokes import Stroke
    from village_planner.core.partition.problem import Rules

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


def dock(villages: int, townships: int) -> None:
    """What the hand waits for at the end of a stroke, in the real dock."""
    import tempfile

    window, iface = interface()
    from qgis.core import QgsRectangle
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QApplication

    from village_planner.database import open_database
    from village_planner.docks.workspace import Workspace

    with tempfile.TemporaryDirectory() as folder:
        path = stored_county(Path(folder) / "county.gpkg", villages, townships)
        workspace = Workspace(iface)
        workspace.show_planner()
        workspace.open_county(path)
        iface.mapCanvas().setExtent(QgsRectangle(35_500_000, 3_400_000, 35_600_000, 3_500_000))
        table = workspace.docks.show_review()
        assert table is not None
        begin = time.perf_counter()
        table.level.setCurrentIndex(1)
        while table.session is None or table.session.level != "village":  # a large level is read in the background
            QTest.qWait(20)
        print(f"  village districts opened in {time.perf_counter() - begin:.2f} s")
        while workspace.desk.checking():
            QTest.qWait(50)
        session = table.session
        assert session is not None
        targets = list(session.districts)[:: max(1, len(session.districts) // STROKES)]
        ways = [(target, hand(session.sheet, session.scheme, target)) for target in targets]
        strokes = [(target, units) for target, units in ways if len(units) == PAINTED]
        tool = table.hand.tools["paint"]
        table.take("paint")
        QApplication.processEvents()

        def drawn_to_the_end(number: int) -> None:
            target, units = strokes[number % len(strokes)]
            table.bar.choose_target(target)
            tool.began.emit(units[0])
            for unit in units:
                tool.touched.emit([unit], False)
            times.append((time.perf_counter(), time.thread_time()))
            tool.ended.emit()
            times.append((time.perf_counter(), time.thread_time()))

        times: list[tuple[float, float]] = []
        for number in range(STROKES + 1):
            drawn_to_the_end(number)
            if number:
                table.bar.undo.click()
            else:  # and it is really there
                with open_database(path, read_only=True) as db:
                    assert dict(db.assignment(db.plan().id, "village")) == dict(session.assignment)
                table.bar.undo.click()
                times.clear()
        wall, processor = (
            sorted(1000 * (after[i] - before[i]) for before, after in zip(times[::2], times[1::2])) for i in (0, 1)
        )
        print(
            f"  {'end of the stroke: database, layer, table, totals, map':<56} {wall[STROKES // 2]:7.1f} ms "
            f"({wall[-1]:.1f}), CPU {processor[STROKES // 2]:.1f}"
        )
        report("the table painted", lambda _: table.table.viewport().repaint())
        report("undo and redo", lambda _: (table.bar.redo if session.redo_entry else table.bar.undo).click())
        report("hover over one unit", lambda number: table.hover_text(strokes[number % len(strokes)][1][0]))
        QTest.keyClick(iface.mapCanvas(), Qt.Key.Key_Escape)
        workspace.close()
    window.close()


def interface() -> tuple[Any, Any]:
    """A window with a map canvas and what of QgisInterface the plugin uses; QGIS is started at the first call."""
    sys.path[:0] = [os.environ["QGIS_PLUGINPATH"], "/usr/share/qgis/python/plugins", str(ROOT / "tests" / "docks")]
    from qgis.core import QgsApplication

    if QgsApplication.instance() is None:
        KEPT.append(QgsApplication([], True))
        KEPT[0].initQgis()
        from processing.core.Processing import Processing

        Processing.initialize()
    from fake_iface import make_window

    return make_window()


KEPT: list[Any] = []  # the application, for as long as the process lives


def stored_county(path: Path, villages: int, townships: int) -> Path:
    """The same county as a planning database, with a district for every township, seven to a township district."""
    import pandas as pd

    from village_planner.database import create_database, open_database
    from village_planner.database.values import long_values

    frame = county(villages, townships)
    towns = frame.dissolve("township_code", aggfunc={"population": "sum", "area_m2": "sum"}).reset_index()
    towns = towns.rename(columns={"township_code": "code"}).assign(name=lambda rows: "镇" + rows["code"].str[-4:])
    columns = ["code", "name", "township_code", "population", "area_m2", "geometry"]
    layers = {"township": towns, "village": frame[columns].assign(kind="village")}
    create_database(path, "EPSG:4523", layers, {}, {"county_name": "县"})
    with open_database(path) as db:
        plan = db.ensure_plan("方案一").id
        values = frame.set_index("code")[[f"A{i}" for i in range(INDICATORS)]]
        db.save_indicator_values("village", long_values(values))
        upper = {code: str(1 + int(code[-4:]) // 7) for code in towns["code"]}
        db.save_assignment(plan, "township", pd.Series(upper))
        own = frame["township_code"].map(lambda code: f"{upper[code]}-{int(code[-4:]) % 7 + 1:02d}")
        db.save_assignment(plan, "village", pd.Series(own.to_numpy(), index=frame["code"]))
    return path


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
    from village_planner.core.drawing.edits import DistrictRow, Scheme
    from village_planner.core.drawing.sheet import Sheet, Unit

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
