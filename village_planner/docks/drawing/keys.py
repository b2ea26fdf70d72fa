"""The keys of the drawing table, and the page that lists them."""

from __future__ import annotations

from ...translation import tr


def keys() -> list[tuple[str, str]]:
    """Keys and what they do, in the order of the help."""
    return [
        ("1–9", tr("move the selected units to the district of that number; nothing selected: draw with it")),
        (tr("Space"), tr("hold it and move the mouse: pan the map")),
        (tr("Right button"), tr("draw with the district under the pointer")),
        ("S", tr("select units")),
        ("P", tr("paint with the brush")),
        ("[  ]", tr("smaller, larger brush")),
        ("R", tr("draw with a rectangle")),
        ("E", tr("push the edge of the district under the pointer")),
        ("T", tr("draw whole townships")),
        ("F", tr("fill: all connected units of the district under the pointer")),
        ("X", tr("swap this district to draw with and the one before")),
        ("L", tr("lock or unlock the district to draw with")),
        ("N", tr("go to the next problem: pieces cut off, units without a district")),
        ("B", tr("branch: go on in a copy of the plan")),
        ("Ctrl+Z", tr("undo, without end")),
        ("Ctrl+Shift+Z", tr("redo")),
        ("Esc", tr("take the stroke in hand back; else select nothing")),
    ]


def help_page() -> str:
    """Rich text of the keys, two columns of a table."""
    rows = "".join(f"<tr><td><b>{key}</b>&nbsp;&nbsp;</td><td>{what}</td></tr>" for key, what in keys())
    return f"<table>{rows}</table>"
