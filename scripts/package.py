"""Pack the staged plugin as dist/village_planner-VERSION.zip: exactly what a user installs from file.

Refuses to pack what the QGIS plugin repository would refuse: missing metadata, compiled or hidden files, no licence.
The same sources give the same bytes.
"""

from __future__ import annotations

import configparser
import os
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIRED = (
    "name", "qgisMinimumVersion", "description", "about", "version", "author", "email", "repository", "tracker",
    "homepage", "license",
)  # fmt: skip
FORBIDDEN = {".pyc", ".pyd", ".so", ".dll", ".exe", ".dylib", ".bin"}
LIMIT = 20 * 1024 * 1024  # bytes, the repository's


def metadata(stage: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(stage / "metadata.txt", encoding="utf-8")
    return parser["general"]


def problems(stage: Path) -> list[str]:
    """What the repository would refuse."""
    general = metadata(stage)
    found = [f"metadata.txt: {key} is missing" for key in REQUIRED if not general.get(key)]
    icon = general.get("icon")
    found += [f"metadata.txt: {name} does not exist" for name in (icon,) if name and not (stage / name).exists()]
    found += [] if (stage / "LICENSE").exists() else ["LICENSE is missing"]
    for file in contents(stage):
        name = file.relative_to(stage)
        if file.suffix in FORBIDDEN or name.name.startswith("."):
            found.append(f"{name} must not be in a plugin")
    return found


def contents(stage: Path) -> list[Path]:
    """The files that go into the ZIP: all but make's mark and what Python leaves where tests import the stage."""
    return [
        file
        for file in sorted(stage.rglob("*"))
        if file.is_file() and file.name != ".done" and "__pycache__" not in file.parts
    ]


def package(stage: Path, folder: Path) -> Path:
    version = metadata(stage)["version"]
    target = folder / f"village_planner-{version}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(f".{os.getpid()}.partial")  # tests in several processes make it at once
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in contents(stage):
            entry = zipfile.ZipInfo(f"village_planner/{file.relative_to(stage).as_posix()}", (2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    if beside.stat().st_size > LIMIT:
        raise SystemExit(f"{target.name} is larger than the repository takes")
    beside.replace(target)
    return target


if __name__ == "__main__":
    stage = ROOT / "build" / "plugins" / "village_planner"
    found = problems(stage)
    if found:
        sys.exit("\n".join(found))
    made = package(stage, ROOT / "dist")
    print(f"{made.relative_to(ROOT)}  {made.stat().st_size / 1e6:.1f} MB")
