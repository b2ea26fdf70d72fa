"""Stage the plugin as QGIS loads it: build/plugins/village_planner, with everything it needs inside.

Usage: python scripts/stage.py TARGET_FOLDER
Run by `make stage`; the demo, the desktop, the tests and the package all use this one stage.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Pure Python packages that a QGIS on Windows may lack and that are small enough to travel along.
BUNDLED = ("openpyxl", "et-xmlfile", "pypdf", "fastjsonschema", "typing-extensions")
IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc", ".*", "tests")


def stage(target: Path) -> None:
    """Build the plugin's folder anew at `target`; the old one is replaced only when the new one is whole."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(ROOT / "village_planner", fresh, ignore=IGNORED)
    shutil.copytree(ROOT / "resources", fresh / "resources", ignore=IGNORED)
    for name in ("metadata.txt", "LICENSE", "README.md", "CHANGELOG.md"):
        if (ROOT / name).exists():
            shutil.copy2(ROOT / name, fresh / name)
    (fresh / "i18n").mkdir()
    for source in sorted((ROOT / "i18n").glob("*.ts")):
        compile_translation(source, fresh / "i18n" / source.with_suffix(".qm").name)
    for package in BUNDLED:
        bundle(package, fresh / "vendor")
    shutil.rmtree(target, ignore_errors=True)
    fresh.replace(target)


def compile_translation(source: Path, target: Path) -> None:
    tool = next((t for t in ("/usr/lib/qt5/bin/lrelease", "lrelease-qt5", "lrelease") if shutil.which(t)), None)
    if tool is None:
        raise SystemExit("lrelease is missing: install qttools5-dev-tools (or put Qt's lrelease on PATH)")
    subprocess.run([tool, "-silent", str(source), "-qm", str(target)], check=True)


def bundle(package: str, vendor: Path) -> None:
    """Copy an installed pure Python package with its licence."""
    vendor.mkdir(exist_ok=True)
    for file in distribution(package).files or ():
        parts = file.parts
        if parts[0].startswith("..") or "__pycache__" in parts or "tests" in parts or parts[0] == "bin":
            continue
        wanted = parts[0].endswith(".dist-info") and ("licen" in file.name.lower() or file.name == "METADATA")
        if not parts[0].endswith(".dist-info") and file.suffix in (".py", ".typed"):
            wanted = True
        if wanted:
            goal = vendor.joinpath(*parts)
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file.locate(), goal)


if __name__ == "__main__":
    if importlib.util.find_spec("openpyxl") is None:
        raise SystemExit("run this with the project's own Python: make stage")
    stage(Path(sys.argv[1]).resolve())
