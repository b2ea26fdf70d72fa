"""One layout into one file: PDF, PNG with its world file, SVG; and a file replaced as a whole."""

from __future__ import annotations

import os
import re
from pathlib import Path

from qgis.core import QgsLayoutExporter, QgsPrintLayout, QgsRenderContext

from ..core.errors import StorageError


def print_pdf(layout: QgsPrintLayout, file: Path, dpi: float) -> None:
    """Draw a layout into a PDF of lines and searchable text."""
    layout.renderContext().setDpi(dpi)
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = dpi
    settings.forceVectorOutput = True
    settings.rasterizeWholeImage = False
    settings.exportMetadata = False
    settings.appendGeoreference = False  # `pdf` does, for every paper
    settings.simplifyGeometries = True
    settings.textRenderFormat = QgsRenderContext.TextFormatAlwaysText
    _check(layout, QgsLayoutExporter(layout).exportToPdf(str(file), settings))


def print_png(layout: QgsPrintLayout, file: Path, dpi: float) -> list[Path]:
    """Draw a layout into a picture; where it shows a map, a file beside says where on the ground it lies (.pgw).

    Returns the files.
    """
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = dpi
    settings.generateWorldFile = False  # it would ask GDAL to write into a PNG, which GDAL cannot
    settings.exportMetadata = False
    exporter = QgsLayoutExporter(layout)
    _check(layout, exporter.exportToImage(str(file), settings))
    if layout.referenceMap() is None:
        return [file]
    a, b, c, d, e, f = exporter.computeWorldFileParameters(dpi)
    world = file.with_suffix(".pgw")
    world.write_text("".join(f"{value:.9f}\n" for value in (a, d, b, e, c, f)), encoding="ascii")
    return [file, world]


def print_svg(layout: QgsPrintLayout, file: Path, dpi: float, size: tuple[float, float]) -> list[Path]:
    """Draw a layout into an SVG of lines and text that measures `size` (width and height in mm); returns the file."""
    settings = QgsLayoutExporter.SvgExportSettings()
    settings.dpi = dpi
    settings.forceVectorOutput = True
    settings.exportMetadata = False
    settings.simplifyGeometries = True
    settings.textRenderFormat = QgsRenderContext.TextFormatAlwaysText
    _check(layout, QgsLayoutExporter(layout).exportToSvg(str(file), settings))
    text = file.read_text(encoding="utf-8")
    head = re.search(r"<svg\b[^>]*>", text)
    assert head is not None
    sized = head[0]
    for name, side in zip(("width", "height"), size):  # in whatever order QGIS wrote them
        sized = re.sub(rf'\b{name}="[^"]*"', f'{name}="{side:g}mm"', sized, count=1)
    text = text.replace(head[0], sized, 1)
    file.write_text(text, encoding="utf-8")
    return [file]


def _check(layout: QgsPrintLayout, result: QgsLayoutExporter.ExportResult) -> None:
    if result != QgsLayoutExporter.Success:
        raise StorageError(
            "cannot_print",
            "Page {page} could not be drawn (QGIS says {number}). Check free disk space and memory.",
            page=layout.name(),
            number=int(result),
        )


def replace_file(output: Path, content: bytes) -> None:
    """Write beside, then replace, so that the old file survives any failure."""
    beside = output.with_name(f".{output.stem}.partial{output.suffix}")
    try:
        beside.write_bytes(content)
        os.replace(beside, output)
    finally:
        beside.unlink(missing_ok=True)
