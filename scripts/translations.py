"""Keep i18n/village_planner_zh_CN.ts in step with the source strings.

    python scripts/translations.py update   add new strings as unfinished, drop those no longer used
    python scripts/translations.py check    list what has no translation; exit 1 if anything has none

Qt's own extractors split strings over contexts by class and mistake f-strings; ours are read from the syntax tree:
the literal handed to `tr`, `message` or a coded error.
"""

from __future__ import annotations

import ast
import string
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "i18n" / "village_planner_zh_CN.ts"
CONTEXT = "VillagePlanner"
# Function name -> which argument is the string.
MARKERS = {"tr": 0, "message": 0, "PlannerError": 1, "InputError": 1, "InfeasibleError": 1, "StorageError": 1}


def source_strings() -> dict[str, str]:
    """Every translatable literal, with the file that has it."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "village_planner").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name not in MARKERS or len(node.args) <= MARKERS[name]:
                continue
            argument = node.args[MARKERS[name]]
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                found.setdefault(argument.value, place)
            elif isinstance(argument, ast.JoinedStr):
                raise SystemExit(f"{place}: an f-string cannot be translated; use {{named}} placeholders")
    return found


def translations() -> dict[str, str]:
    """Source -> translation, empty where unfinished."""
    if not CATALOGUE.exists():
        return {}
    result = {}
    for item in ET.parse(CATALOGUE).getroot().iter("message"):
        goal = item.find("translation")
        done = goal is not None and goal.get("type") is None
        result[item.findtext("source") or ""] = (goal.text or "") if done and goal is not None else ""
    return result


def write(pairs: dict[str, str]) -> None:
    root = ET.Element("TS", version="2.1", language="zh_CN", sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for source in sorted(pairs):
        item = ET.SubElement(context, "message")
        ET.SubElement(item, "source").text = source
        goal = ET.SubElement(item, "translation")
        if pairs[source]:
            goal.text = pairs[source]
        else:
            goal.set("type", "unfinished")
    ET.indent(root, space=" ")
    text = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n' + ET.tostring(root, encoding="unicode") + "\n"
    CATALOGUE.write_text(text, encoding="utf-8")


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def problems() -> list[str]:
    """Strings without translation, and translations whose placeholders differ from the source's."""
    known = translations()
    result = []
    for source, place in source_strings().items():
        if not known.get(source):
            result.append(f"{place}: not translated: {source}")
        elif placeholders(known[source]) != placeholders(source):
            result.append(f"{place}: placeholders differ: {source} / {known[source]}")
    return result


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        known = translations()
        write({source: known.get(source, "") for source in source_strings()})
    elif sys.argv[1:] == ["check"]:
        found = problems()
        print("\n".join(found) or "every string is translated")
        sys.exit(1 if found else 0)
    else:
        sys.exit(__doc__)
