"""How results are written: formats, units, paper, title block, own template and catalogue of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from ...translation import tr
from .choice import Choice

FORMATS = (("xlsx", "Excel"), ("html", "HTML"), ("csv", "CSV"), ("gpkg", "GeoPackage"))
ATLAS_FORMATS = (("pdf", "PDF"), ("png", "PNG"), ("svg", "SVG"))
ROW = 4  # pixels between rows


class FormatForm(QScrollArea):
    """Scrolls by itself, so that its rows do not push the buttons of the page out of sight."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = QWidget(self)
        form = QFormLayout(self.body)
        form.setContentsMargins(6, 4, 6, 4)
        form.setVerticalSpacing(ROW)
        form.setHorizontalSpacing(6)
        self.formats = {key: QCheckBox(text, self.body) for key, text in FORMATS}
        tips = {
            "xlsx": tr("A workbook for each unit that is ticked"),
            "html": tr("A page for each unit, to read on the screen"),
            "csv": tr("A folder for each unit, a file for each table"),
            "gpkg": tr("One GeoPackage, a table for each report table"),
        }
        form.addRow(QLabel(tr("Formats of the tables"), self.body))
        form.addRow(self._boxes(self.formats, "format", tips))
        self.units = self._combo("units", (("ha", tr("hectares")), ("mu", tr("mu"))))
        form.addRow(tr("Areas in"), self.units)
        self.atlas_formats = {key: QCheckBox(text, self.body) for key, text in ATLAS_FORMATS}
        tips = {
            "pdf": tr("All pages in one file"),
            "png": tr("A picture of each page, with its world file, in a folder beside"),
            "svg": tr("A drawing of each page, in a folder beside"),
        }
        form.addRow(tr("Atlas as"), self._boxes(self.atlas_formats, "atlas", tips))
        self.paper = self._combo("paper", (("A3", "A3"), ("A4", "A4"), ("A0", "A0")))
        self.dpi = QSpinBox(self.body)
        self.dpi.setObjectName("dpi")
        self.dpi.setRange(30, 1200)
        self.dpi.setSingleStep(50)
        self.dpi.setSuffix(" dpi")
        self.dpi.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.dpi.setToolTip(tr("Resolution of pictures, and of what a PDF holds as pictures; 300 for print"))
        self.dpi.valueChanged.connect(self._tell)
        paper = QHBoxLayout()
        paper.addWidget(self.paper, 1)
        paper.addWidget(self.dpi, 1)
        form.addRow(tr("Atlas on"), paper)
        tip = tr("Printed in the title block of the maps and at the head of the tables")
        self.organisation = self._line("organisation", tip)
        form.addRow(tr("Compiled by"), self.organisation)
        self.date = self._line("date", tr("Empty: the date kept with the county, else the present month on the maps"))
        form.addRow(tr("Date"), self.date)
        self.treatment = self._combo(
            "stale_treatment",
            (("stamp", tr("stamp what shows them")), ("refuse", tr("write nothing"))),
        )
        form.addRow(tr("Stale figures"), self.treatment)
        tip = tr("A workbook with marks such as {mark}, filled for each unit in place of ours", mark="{{table:…}}")
        self.template = self._file(
            "template", tr("Workbooks ({endings})", endings="*.xlsx"), tr("none: our own form"), tip
        )
        form.addRow(tr("Own template"), self.template)
        self.catalogue = self._file(
            "catalogue",
            tr("Catalogues ({endings})", endings="*.json"),
            tr("none: the shipped tables"),
            tr("A JSON file with the tables that differ from the shipped ones (titles, columns, notes, order)."),
        )
        form.addRow(tr("Own tables"), self.catalogue)
        self.setWidget(self.body)
        self.take(Choice())

    # ---- what it says
    def into(self, choice: Choice) -> Choice:
        """The choice, written as is said here."""
        return replace(
            choice,
            formats=_ticked(self.formats),
            units=str(self.units.currentData()),
            paper=str(self.paper.currentData()),
            stale=str(self.treatment.currentData()),
            template=self.template.filePath(),
            atlas_formats=_ticked(self.atlas_formats),
            dpi=self.dpi.value(),
            organisation=self.organisation.text().strip(),
            date=self.date.text().strip(),
            catalogue=self.catalogue.filePath(),
        )

    def take(self, choice: Choice) -> None:
        for boxes, wanted in ((self.formats, choice.formats), (self.atlas_formats, choice.atlas_formats)):
            for key, box in boxes.items():
                box.setChecked(key in wanted)
        for combo, value in ((self.units, choice.units), (self.paper, choice.paper), (self.treatment, choice.stale)):
            combo.setCurrentIndex(max(combo.findData(value), 0))
        self.dpi.setValue(choice.dpi)
        self.organisation.setText(choice.organisation)
        self.date.setText(choice.date)
        self.template.setFilePath(choice.template)
        self.catalogue.setFilePath(choice.catalogue)

    def show_known(self, compiler: str, day: str) -> None:
        """What is printed where nothing is said here."""
        today = date.today()
        self.organisation.setPlaceholderText(compiler or tr("e.g. natural resources bureau of the county"))
        self.date.setPlaceholderText(day or f"{today.year} 年 {today.month} 月")

    # ---- widgets
    def _tell(self, *_: Any) -> None:
        self.changed.emit()

    def _boxes(self, boxes: Mapping[str, QCheckBox], name: str, tips: Mapping[str, str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(ROW)
        for key, box in boxes.items():
            box.setObjectName(f"{name}_{key}")
            box.setToolTip(tips[key])
            box.toggled.connect(self._tell)
            row.addWidget(box)
        row.addStretch()
        return row

    def _combo(self, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        combo = QComboBox(self.body)
        combo.setObjectName(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, text in choices:
            combo.addItem(text, key)
        combo.currentIndexChanged.connect(self._tell)
        return combo

    def _line(self, name: str, tip: str) -> QLineEdit:
        line = QLineEdit(self.body)
        line.setObjectName(name)
        line.setToolTip(tip)
        line.textChanged.connect(self._tell)
        return line

    def _file(self, name: str, kinds: str, empty: str, tip: str) -> QgsFileWidget:
        widget = QgsFileWidget(self.body)
        widget.setObjectName(name)
        widget.setFilter(kinds)
        widget.lineEdit().setPlaceholderText(empty)
        widget.lineEdit().setToolTip(tip)
        widget.fileChanged.connect(self._tell)
        return widget


def _ticked(boxes: Mapping[str, QCheckBox]) -> tuple[str, ...]:
    return tuple(key for key, box in boxes.items() if box.isChecked())
