"""The project in hand on the page: where its outlines came from, the run that checks them, what it found."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from ..core.errors import InputError
from ..core.messages import Message
from ..core.projects.rules import VERDICTS
from ..paths import catalogue_files, use_bundled_packages
from ..translation import tr
from .runner import Job, Run

if TYPE_CHECKING:
    import geopandas as gpd

    from ..core.projects.outlines import Outlines
    from ..core.projects.rules import StatedArea

OUTLINE_FILE, POINTS_FILE = "project_outline.gpkg", "project_points.txt"
PASTED = "坐标"  # what messages call coordinates that came from the clipboard


@dataclass(frozen=True)
class Source:
    """Outlines ready to be checked.

    parameter  INPUT or COORDINATES, with `path` its file     outlines  the outlines as a GeoPackage, to be shown
    target     TARGET_CRS, "" for the outlines' own
    """

    parameter: str
    path: Path
    outlines: Path
    frame: gpd.GeoDataFrame
    target: str = ""
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A row of the table: a line (`row` of OUTPUT), or another rule that applies."""

    project: str
    what: str
    area: Optional[float]
    share: Optional[float]
    verdict: str
    reason: str
    row: int = -1


def from_layer_geometry(
    geometries: Sequence[QgsGeometry],
    crs: QgsCoordinateReferenceSystem,
    names: Sequence[tuple[str, str, str]],
    county: Path,
    scratch: Path,
) -> Source:
    """Drawn or selected polygons, brought into the county's system.

    names  (code, name, kind) of each. InputError no_outline, missing_crs, wrong_crs
    """
    import geopandas as gpd
    import pyogrio
    import shapely

    from ..core.crs import check_coordinates
    from ..core.projects.outlines import outlines_of_layer
    from ..layer_files import unclosed
    from ..layers import crs_text, wkb_of

    shapes = shapely.from_wkb([wkb_of(geometry) for geometry in geometries], on_invalid=unclosed())
    codes, called, kinds = (list(column) for column in zip(*names))
    frame = gpd.GeoDataFrame(
        {"code": codes, "name": called, "kind": kinds},
        geometry=gpd.GeoSeries(shapes, crs=crs_text(crs) if crs.isValid() else None),
    )
    check_coordinates(frame, tr("Outline"))
    target = pyogrio.read_info(str(county), layer="village")["crs"]
    found = outlines_of_layer(frame.to_crs(target) if target else frame, tr("Outline"))
    folder = _own_folder(scratch)
    return _kept(found, folder, "INPUT", folder / OUTLINE_FILE, target or "")


def from_points(content: bytes, name: str, zone: Optional[int], scratch: Path) -> Source:
    """A boundary-point file, by its bytes. zone  of eastings without zone number, None: as the file says"""
    from ..core.projects.boundary_points import read_points
    from ..core.projects.outlines import outlines_of_points

    target = _target(zone)
    points = read_points(content, name)
    found = outlines_of_points(points, name, target or None, _stated_area())
    path = _own_folder(scratch) / POINTS_FILE
    path.write_bytes(content)
    return _kept(found, path.parent, "COORDINATES", path, target)


def from_pasted(text: str, name: str, zone: Optional[int], scratch: Path) -> Source:
    """Coordinates as text; they become a boundary-point file named `name`."""
    from ..core.projects.boundary_points import NAME, NUMBER, write_points
    from ..core.projects.outlines import outlines_of_points
    from ..core.projects.pasted import read_pasted

    target = _target(zone)
    points = read_pasted(text, PASTED)
    if len(points.plots) == 1 and name:
        header = list((*points.plots[0].header, *[""] * 8)[:8])
        header[NUMBER], header[NAME] = header[NUMBER] or "1", header[NAME] or name.replace(",", "，")
        points = replace(points, plots=(replace(points.plots[0], header=tuple(header)),))
    found = outlines_of_points(points, PASTED, target or None)
    path = _own_folder(scratch) / POINTS_FILE
    path.write_bytes(write_points(points))
    return _kept(found, path.parent, "COORDINATES", path, target)


def _target(zone: Optional[int]) -> str:
    from ..core.crs import WITHOUT_ZONE

    return "" if zone is None else f"EPSG:{WITHOUT_ZONE + zone}"


def _stated_area() -> StatedArea:
    from ..core.control_lines import load_control_lines
    from ..core.projects.rules import load_project_rules

    use_bundled_packages()
    lines = load_control_lines(*catalogue_files("control_lines"))
    return load_project_rules(*catalogue_files("project_rules"), lines).stated_area


def _own_folder(scratch: Path) -> Path:
    """A folder for one source: the check of another one may still be reading its files."""
    return Path(tempfile.mkdtemp(prefix="project_", dir=scratch))


def _kept(found: Outlines, folder: Path, parameter: str, path: Path, target: str) -> Source:
    import pyogrio

    outlines = folder / OUTLINE_FILE
    pyogrio.write_dataframe(found.frame, outlines, layer="project_outline")
    return Source(parameter, path, outlines, found.frame, target, found.warnings)


def check_job(source: Source, database: str, report: str = "") -> Job:
    """The run that checks the outlines; its results lie beside them, those of a run with report by themselves."""
    folder, stem = source.outlines.parent, "report" if report else "check"
    parameters: dict[str, Any] = {
        source.parameter: str(source.path),
        "DATABASE": database,
        "TARGET_CRS": source.target,
        "OUTPUT": str(folder / f"project_{stem}.gpkg"),
        "DETAILS": str(folder / f"project_{stem}_details.gpkg"),
    }
    if report:
        parameters["REPORT"] = report
    return Job(tr("Checking the project …"), (Run("checkprojects", {k: v for k, v in parameters.items() if v}),))


def read_findings(results: dict[str, Any]) -> list[Finding]:
    """What a run found, the worst first: lines, then classes, plans and hazards, as the algorithm wrote them."""
    import pyogrio

    lines = pyogrio.read_dataframe(results["OUTPUT"], read_geometry=False)
    found = [
        Finding(r.project, r.line_name, r.area_m2, r.share, r.verdict, r.reason or "", i)
        for i, r in enumerate(lines.itertuples(index=False))
    ]
    details = pyogrio.read_dataframe(results["DETAILS"], read_geometry=False)
    rules = details[details["rule"].fillna("").ne("") & details["subject"].ne("line")]
    whole = dict(zip(lines["project"], lines["project_area_m2"]))
    for r in rules.itertuples(index=False):
        area = r.area_m2 if r.subject != "hazard" else None
        share = area / whole[r.project] if area is not None and r.project in whole else None
        about = f"{r.about} · {r.title}" if r.subject == "plan" and r.about else r.title
        found.append(Finding(r.project, about, area, share, r.verdict, r.reason or ""))
    return sorted(found, key=lambda finding: VERDICTS.index(finding.verdict), reverse=True)


def no_outline() -> InputError:
    return InputError(
        "no_project", "There is no outline yet. Draw one, paste coordinates, open a file or take the selected features."
    )
