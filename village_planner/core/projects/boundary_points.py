"""The boundary-point text that surveyors exchange (界址点坐标交换文件): read leniently, written strictly.

    [属性描述]
    坐标系=2000国家大地坐标系
    几度分带=3
    带号=35
    [地块坐标]
    5,0.1234,1,地块一,面,,工业用地,,@
    J1,1,3400000.000,35500000.000

A plot's header: point count, area (ha), plot number, plot name, geometry type, map sheet, use, class code, @. Its
points: name, ring, X (north), Y (east); each ring is closed by its first point. Everything is kept as the text it was,
so that a file written again says the same; what is written is read back byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..errors import InputError
from ..messages import Message, message

ATTRIBUTES, COORDINATES = "属性描述", "地块坐标"
HEADER_FIELDS = 8  # before the closing @
AREA, NUMBER, NAME, USE, CLASS = 1, 2, 3, 6, 7  # places in a plot's header
AREAL_TYPE = "面"
LINE_END = "\r\n"
GB, UTF8, UTF8_BOM = "gb18030", "utf-8", "utf-8-sig"
MOST_RINGS_NUMBER = 10_000  # a ring's number is small; a coordinate in its place is told by that
NUMBER_TEXT = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_BLOCK = re.compile(r"[\[【［]\s*(.*?)\s*[\]】］]")


@dataclass(frozen=True)
class BoundaryPoint:
    """One line of coordinates, as text: x is north, y is east.

    more  further fields of the line (a height, a side's length)   line  where it stood, 0 where it was made
    """

    name: str
    ring: str
    x: str
    y: str
    more: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def north(self) -> float:
        return float(self.x)

    @property
    def east(self) -> float:
        return float(self.y)

    @property
    def place(self) -> tuple[float, float]:
        return self.north, self.east


@dataclass(frozen=True)
class Plot:
    """A plot: the fields of its header without the @, and its points ring after ring."""

    header: tuple[str, ...]
    points: tuple[BoundaryPoint, ...]
    line: int = field(default=0, compare=False)

    def text(self, place: int) -> str:
        return self.header[place] if place < len(self.header) else ""

    @property
    def number(self) -> str:
        return self.text(NUMBER)

    @property
    def name(self) -> str:
        return self.text(NAME)

    def rings(self) -> list[tuple[BoundaryPoint, ...]]:
        """Closed rings in the order of the file; a new one begins with a new number, or after a ring has closed."""
        return list(_rings(self.points))


@dataclass(frozen=True)
class PointFile:
    """A boundary-point file.

    attributes  (key, value) of [属性描述] in their order; a line without "=" is (line, None)
    plots       of [地块坐标]
    others      (title, lines) of blocks that the exchange does not define, kept as they are
    encoding    in which it was read and is written
    warnings    what was put up with
    """

    attributes: tuple[tuple[str, str | None], ...]
    plots: tuple[Plot, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()
    encoding: str = GB
    warnings: tuple[Message, ...] = field(default=(), compare=False)

    def attribute(self, key: str) -> str:
        return next((value or "" for name, value in self.attributes if name == key), "")


# ---- reading
def read_points(content: bytes, file: str) -> PointFile:
    """Read a file's bytes: UTF-8 with or without a mark, GBK or GB18030; CRLF or LF.

    file  what messages call it. InputError unreadable_points, missing_block, no_plots, not_a_number, few_fields,
    unclosed_ring, short_ring, each with the line and the cure
    """
    text, encoding = _decode(content, file)
    attributes: list[tuple[str, str | None]] = []
    others: list[tuple[str, tuple[str, ...]]] = []
    lines: list[tuple[int, str]] = []
    titles: list[str] = []
    block = ""
    for number, raw in enumerate(_lines(text), start=1):
        line = raw.strip().lstrip("\ufeff").strip()
        if not line:
            continue
        titled = _BLOCK.fullmatch(line)
        if titled:
            block = titled[1]
            titles.append(block)
            if block not in (ATTRIBUTES, COORDINATES):
                others.append((block, ()))
        elif block == COORDINATES:
            lines.append((number, line))
        elif block == ATTRIBUTES:
            key, separator, value = _split_pair(line)
            attributes.append((key, value if separator else None))
        elif block:
            others[-1] = (block, (*others[-1][1], line))
        else:
            raise InputError(
                "missing_block",
                "{file}, line {line}: “{text}” stands before any block. A boundary-point file begins with "
                "[属性描述], and its coordinates follow [地块坐标]. Add the missing line above it.",
                file=file,
                line=number,
                text=_short(line),
            )
    if COORDINATES not in titles:
        raise InputError(
            "missing_block",
            "{file}: the block [{block}] is missing (the file has {lines} lines). Add a line [{block}] above the "
            "plots' coordinates.",
            file=file,
            block=COORDINATES,
            lines=len(_lines(text)),
        )
    plots, warnings = _read_plots(lines, file)
    if ATTRIBUTES not in titles:
        warnings.append(message("{file}: the block [属性描述] is missing; nothing is known of its system.", file=file))
    return PointFile(tuple(attributes), tuple(plots), tuple(others), encoding, tuple(warnings))


def _decode(content: bytes, file: str) -> tuple[str, str]:
    if content.startswith(b"\xef\xbb\xbf"):
        encodings: tuple[str, ...] = (UTF8_BOM,)
    elif content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    else:
        encodings = (UTF8, GB)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, UTF8_BOM if encoding == "utf-16" else encoding
    raise InputError(
        "unreadable_points",
        "{file} is not text in UTF-8 or GBK. Save it as a text file (.txt) in one of them, then read it again.",
        file=file,
    )


def _lines(text: str) -> list[str]:
    """Lines by CRLF, LF or CR alone: other signs that Python counts as line ends may stand in a name."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _split_pair(line: str) -> tuple[str, str, str]:
    found = re.search("[=＝]", line)
    if found is None:
        return line, "", ""
    return line[: found.start()].strip(), found.group(), line[found.end() :].strip()


def _fields(line: str) -> list[str]:
    """Fields of a line; full-width commas part them where no half-width one does."""
    sign = "," if "," in line else "，"
    return [part.strip() for part in line.split(sign)]


def _is_header(line: str) -> bool:
    """The sign @ ends a header; without it the kind of the fields tells."""
    if line[-1] in "@＠":
        return True
    fields = _point_fields(line)
    if len(fields) <= 4:
        return False
    # A point may carry a height or a side's length behind its coordinates; a header carries words there.
    return not (all(NUMBER_TEXT.fullmatch(text) for text in fields[1:4]) and all(map(_is_figure, fields[4:])))


def _is_figure(text: str) -> bool:
    return not text or NUMBER_TEXT.fullmatch(text) is not None


def _header_fields(line: str) -> tuple[str, ...]:
    body = line[:-1].rstrip() if line[-1] in "@＠" else line
    fields = _fields(body)
    if "，" in fields[0]:  # both kinds of commas: the first field, a number, shows that both part
        fields = [part.strip() for part in re.split("[,，]", body)]
    if len(fields) > 1 and fields[-1] == "":
        fields.pop()  # the comma before the @
    return tuple(fields)


def _point_fields(line: str) -> list[str]:
    fields = [part.strip() for part in re.split("[,，]", line)]
    while len(fields) > 4 and fields[-1] == "":
        fields.pop()
    return fields


def _read_plots(lines: Sequence[tuple[int, str]], file: str) -> tuple[list[Plot], list[Message]]:
    plots: list[Plot] = []
    warnings: list[Message] = []
    header: tuple[str, ...] = ()
    start = 0
    points: list[BoundaryPoint] = []

    def finish() -> None:
        plot = Plot(header, tuple(points), start)
        _check_plot(plot, len(plots) + 1, file, warnings)
        plots.append(plot)

    for number, line in lines:
        if _is_header(line):
            if points or header:
                finish()
            header, start, points = _header_fields(line), number, []
            continue
        if not points and not header:
            start = number
            warnings.append(
                message(
                    "{file}, line {line}: the plot has no header line; it gets an empty one.", file=file, line=number
                )
            )
        points.append(_point(number, line, file))
    if points or header:
        finish()
    if not plots:
        raise InputError(
            "no_plots", "{file}: the block [地块坐标] is empty. Add at least one plot with its points.", file=file
        )
    return plots, warnings


def _point(number: int, line: str, file: str) -> BoundaryPoint:
    fields = _point_fields(line)
    if len(fields) < 4:
        raise InputError(
            "few_fields",
            "{file}, line {line}: “{text}” has {count} fields, a point has four: name, ring, X, Y. Complete the line "
            "(or end it with @ if it is a plot's header).",
            file=file,
            line=number,
            text=_short(line),
            count=len(fields),
        )
    name, ring, x, y = fields[:4]
    for what, value in ((message("ring"), ring), ("X", x), ("Y", y)):
        if not NUMBER_TEXT.fullmatch(value):
            raise InputError(
                "not_a_number",
                "{file}, line {line}: {what} of point {point} is “{value}”, not a number. Put the number there.",
                file=file,
                line=number,
                what=what,
                point=name or "?",
                value=_short(value),
            )
    if not (ring.isdecimal() and ring.isascii() and int(ring) < MOST_RINGS_NUMBER):
        raise InputError(
            "bad_ring",
            "{file}, line {line}: the ring of point {point} is “{value}”. A ring is a whole number: 1 outside, 2 and "
            "more for holes and further parts. Check that the fields are name, ring, X, Y, and end the line with @ "
            "if it is a plot's header.",
            file=file,
            line=number,
            point=name or "?",
            value=_short(ring),
        )
    return BoundaryPoint(name, ring, x, y, tuple(fields[4:]), number)


def _rings(points: Sequence[BoundaryPoint]) -> Iterator[tuple[BoundaryPoint, ...]]:
    ring: list[BoundaryPoint] = []
    for point in points:
        if ring and (point.ring != ring[0].ring or (_closed(ring) and point.place != ring[0].place)):
            yield tuple(ring)
            ring = []
        ring.append(point)
    if ring:
        yield tuple(ring)


def _closed(ring: Sequence[BoundaryPoint]) -> bool:
    return len({p.place for p in ring}) > 1 and ring[0].place == ring[-1].place


def _check_plot(plot: Plot, serial: int, file: str, warnings: list[Message]) -> None:
    called = plot.name or plot.number or str(serial)
    if not plot.points:
        raise InputError(
            "empty_plot",
            "{file}, line {line}: plot {plot} has no points. Add them below its header, or remove the header.",
            file=file,
            line=plot.line,
            plot=called,
        )
    rings = plot.rings()
    for ring in rings:
        first, last = ring[0], ring[-1]
        if first.place != last.place:
            raise InputError(
                "unclosed_ring",
                "{file}, line {line}: ring {ring} of plot {plot} is not closed: it ends at {last} ({x}, {y}) and began "
                "at {first} in line {start}. Repeat the first point at the end of the ring.",
                file=file,
                line=last.line,
                ring=first.ring,
                plot=called,
                last=last.name or "?",
                x=last.x,
                y=last.y,
                first=first.name or "?",
                start=first.line,
            )
        if len({point.place for point in ring}) < 3:
            raise InputError(
                "short_ring",
                "{file}, line {line}: ring {ring} of plot {plot} has fewer than three different points. Add the "
                "missing points, or remove the ring.",
                file=file,
                line=first.line,
                ring=first.ring,
                plot=called,
            )
    if plot.header:
        declared = plot.text(0)
        if not _count_fits(declared, plot):
            warnings.append(
                message(
                    "{file}, line {line}: plot {plot} is said to have “{said}” points, but {count} follow ({rings} "
                    "of them close a ring). The points that are there were taken.",
                    file=file,
                    line=plot.line,
                    plot=called,
                    said=_short(declared),
                    count=len(plot.points),
                    rings=len(rings),
                )
            )
        if len(plot.header) < HEADER_FIELDS:
            warnings.append(
                message(
                    "{file}, line {line}: the header of plot {plot} has {count} of {wanted} fields; the last ones "
                    "are taken as empty.",
                    file=file,
                    line=plot.line,
                    plot=called,
                    count=len(plot.header),
                    wanted=HEADER_FIELDS,
                )
            )


def _count_fits(declared: str, plot: Plot) -> bool:
    """Some count the points that close a ring, some do not; both are right."""
    if not (declared.isdecimal() and declared.isascii()):
        return False
    return int(declared) in (len(plot.points), len(plot.points) - len(plot.rings()))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


# ---- writing
def write_points(points: PointFile) -> bytes:
    """The file's bytes: CRLF, half-width commas, both blocks, eight header fields and the @.

    Texts are kept as they are; a point count that was wrong, and none else, is put right. Reading and writing again
    gives the same bytes. InputError unwritable_field where a text holds a sign that would part it.
    """
    lines = [f"[{ATTRIBUTES}]"]
    lines += [key if value is None else f"{key}={value}" for key, value in points.attributes]
    lines.append(f"[{COORDINATES}]")
    for plot in points.plots:
        lines.append(",".join(_checked(text) for text in _strict_header(plot)) + ",@")
        lines += [",".join(_checked(text, "，") for text in (p.name, p.ring, p.x, p.y, *p.more)) for p in plot.points]
    for title, content in points.others:
        lines += [f"[{title}]", *content]
    return (LINE_END.join(lines) + LINE_END).encode(points.encoding)


def _strict_header(plot: Plot) -> tuple[str, ...]:
    fields = (*plot.header, *[""] * (HEADER_FIELDS - len(plot.header)))
    return fields if _count_fits(fields[0], plot) else (str(len(plot.points)), *fields[1:])


def _checked(text: str, also: str = "") -> str:
    if re.search(f"[,\r\n{also}]", text):
        raise InputError(
            "unwritable_field",
            "“{text}” holds a comma or a line break, which part the fields of a boundary-point file. Take it out.",
            text=_short(text),
        )
    return text
