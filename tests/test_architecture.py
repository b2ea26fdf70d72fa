"""The house stands: imports run one way, core knows no QGIS, every string is translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "village_planner"

# Which rooms a room may import from; shared small modules of the package's root count as "root".
ALLOWED = {
    "core": {"core"},
    "database": {"core", "database", "root"},
    "root": {"core", "root"},
    "algorithms": {"core", "database", "root", "algorithms", "excel", "publish", "atlas"},
    "excel": {"core", "database", "root", "excel"},
    "publish": {"core", "database", "root", "excel", "publish"},
    "atlas": {"core", "database", "root", "atlas"},
    "docks": {"core", "database", "root", "docks", "atlas", "excel", "publish"},
    "plugin": {"plugin", "core", "database", "root", "algorithms", "docks", "excel", "publish", "atlas"},
}
QGIS_FREE = {"core", "database"}
SQL = {"database", "root", "algorithms"}  # rooms that open SQLite files; the last two only foreign ones


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    if len(parts) > 1:
        return parts[0]
    return "plugin" if parts[0] in ("plugin.py", "__init__.py") else "root"


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Absolute names of what a file imports, relative imports resolved."""
    package = ["village_planner", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            for name in node.names:
                yield f"{stem}.{name.name}", node.lineno


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    for name, line in imports_of(path):
        place = f"{path.relative_to(ROOT)}:{line} imports {name}"
        if name.startswith("village_planner."):
            rest = name.split(".")[1]
            target = rest if (PACKAGE / rest).is_dir() else ("plugin" if rest == "plugin" else "root")
            assert target in ALLOWED[room], place
        if room in QGIS_FREE:
            assert name.split(".")[0] not in ("qgis", "PyQt5", "PyQt6", "processing"), place
        assert name.split(".")[0] not in ("PyQt5", "PyQt6"), f"{place}; use qgis.PyQt"


def test_only_the_database_knows_how_it_is_stored() -> None:
    """Another store can stand beside it: no dock and no core imports SQLite, or reaches behind the store's calls."""
    for path in FILES:
        text, room = path.read_text(encoding="utf-8"), room_of(path)
        if room not in SQL:
            assert not re.search(r"^\s*(import|from) (sqlite3|osgeo)", text, re.MULTILINE), path
        if room != "database":
            assert not re.search(r"(?<!self)\._run\(|\b(db|database|county)\._connection", text), path


def test_every_string_is_translated() -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts" / "translations.py")
    assert spec and spec.loader
    translations = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(translations)
    assert translations.problems() == []
