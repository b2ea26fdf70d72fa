"""Coordinates as people paste them: from a spreadsheet, a mail, a 界址点成果表 or a whole exchange file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Optional

from ..errors import InputError
from .boundary_points import (
    COORDINATES,
    GB,
    MOST_RINGS_NUMBER,
    NUMBER_TEXT,
    UTF8,
    BoundaryPoint,
    Plot,
    PointFile,
    read_points,
)

LEAST_COORDINATE = 10_000.0  # m; smaller numbers are serials, rings and lengths of sides
X_HEADS, Y_HEADS = ("x", "纵", "北"), ("y", "横", "东")  # without 坐标 and the unit in brackets
_PARTING = re.compile(r"\s*[,，;；\t]\s*|\s+")


def read_pasted(text: str, name: str) -> PointFile:
    """Lines of "X Y", "name X Y", "name ring X Y" or "serial name X Y length", parted by commas, tabs or spaces.

    text  one outline; an empty line, a new ring number or a closed ring begins another ring; what is not closed is
          closed here, as tables seldom repeat the first point. A heading with X and Y says which column is which.
          A whole exchange file is read as one.
    name  what messages call it. InputError no_points, not_a_number, short_ring, as `read_points`
    """
    if f"[{COORDINATES}]" in text:
        return read_points(text.encode(UTF8), name)
    rings: list[list[BoundaryPoint]] = [[]]
    heading: Optional[tuple[int, int]] = None
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        line = raw.strip("\ufeff \t\u3000")
        if not line:
            rings.append([])
            continue
        # A table's empty cells count: its columns are told by their places.
        fields = [part.strip() for part in raw.split("\t")] if "\t" in raw else _PARTING.split(line)
        if not any(NUMBER_TEXT.fullmatch(text) for text in fields):
            found = _heading(fields)
            if found is not None:
                heading = found
                continue
            if not any(rings):
                continue  # a title above the table
        point = _point(fields, heading, number)
        if point is None:
            if heading is not None or _is_side(fields):
                continue  # the length of a side stands in a row of its own
            raise InputError(
                "not_a_number",
                "{file}, line {line}: “{text}” holds no pair of coordinates X Y in metres. Write name, X and Y, or X "
                "and Y alone, one point a line.",
                file=name,
                line=number,
                text=line[:40],
            )
        ring = rings[-1]
        if ring and (point.ring != ring[0].ring or (len(ring) > 2 and ring[0].place == ring[-1].place)):
            rings.append([point])
        else:
            ring.append(point)
    rings = [ring for ring in rings if ring]
    if not rings:
        raise InputError("no_points", "{file}: there are no coordinates. Paste lines of X and Y.", file=name)
    points: list[BoundaryPoint] = []
    for serial, ring in enumerate(rings, start=1):
        if len({point.place for point in ring}) < 3:
            raise InputError(
                "short_ring",
                "{file}, line {line}: ring {ring} of plot {plot} has fewer than three different points. Add the "
                "missing points, or remove the ring.",
                file=name,
                line=ring[0].line,
                ring=serial,
                plot=1,
            )
        if ring[0].place != ring[-1].place:
            ring = [*ring, ring[0]]
        points += [
            BoundaryPoint(p.name or f"J{len(points) + i}", str(serial), p.x, p.y, (), p.line)
            for i, p in enumerate(ring, start=1)
        ]
    return PointFile((), (Plot((str(len(points)),), tuple(points), 1),), (), GB)


def _heading(fields: Sequence[str]) -> Optional[tuple[int, int]]:
    """Places of the columns X and Y where a line names them."""
    names = [re.sub(r"[（(].*|坐标|\s", "", text).lower() for text in fields]
    x = next((i for i, text in enumerate(names) if text in X_HEADS), None)
    y = next((i for i, text in enumerate(names) if text in Y_HEADS), None)
    return None if x is None or y is None else (x, y)


def _point(fields: Sequence[str], heading: Optional[tuple[int, int]], line: int) -> Optional[BoundaryPoint]:
    if heading is not None:
        if max(heading) >= len(fields) or not all(NUMBER_TEXT.fullmatch(fields[i]) for i in heading):
            return None
        x, y = heading
        before = list(fields[: min(heading)])
    else:
        big = [NUMBER_TEXT.fullmatch(text) is not None and abs(float(text)) >= LEAST_COORDINATE for text in fields]
        x = next((i for i in range(len(fields) - 1) if big[i] and big[i + 1]), -1)
        if x < 0:
            return None
        y = x + 1
        before = list(fields[:x])
    name, ring = "", "1"
    if len(before) == 1:
        name = before[0]
    elif len(before) >= 2:
        first, second = before[-2:]
        if second.isdecimal() and second.isascii() and int(second) < MOST_RINGS_NUMBER and not first.isdecimal():
            name, ring = first, second  # J1, 1
        else:
            name = second  # serial, J1
    return BoundaryPoint(name.replace(",", " "), ring, fields[x], fields[y], (), line)


def _is_side(fields: Sequence[str]) -> bool:
    filled = [text for text in fields if text]
    return len(filled) == 1 and NUMBER_TEXT.fullmatch(filled[0]) is not None and float(filled[0]) < LEAST_COORDINATE
