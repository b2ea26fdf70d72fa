"""Name, function and colour of a district."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from qgis.gui import QgsColorButton
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from ...core.drawing.edits import DistrictRow
from ...translation import tr
from .unit_layer import SPARE_COLOUR


class DistrictDialog(QDialog):
    """`row` is the district as the fields say."""

    def __init__(self, row: DistrictRow, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("districtDialog")
        self.setWindowTitle(tr("District {district}", district=row.code))
        self._row = row
        self.name = QLineEdit(row.name, self)
        self.name.setObjectName("districtName")
        self.function = QLineEdit(row.function, self)
        self.function.setObjectName("districtFunction")
        self.function.setPlaceholderText(tr("its leading function, e.g. rice and fish farming"))
        self.function.setMinimumWidth(320)
        self.colour = QgsColorButton(self)
        self.colour.setObjectName("districtColour")
        self.colour.setColor(QColor(row.colour or SPARE_COLOUR))
        buttons = QDialogButtonBox(QDialogButtonBox.Ok | QDialogButtonBox.Cancel, self)
        buttons.button(QDialogButtonBox.Ok).setText(tr("Save"))
        buttons.button(QDialogButtonBox.Cancel).setText(tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Function"), self.function)
        form.addRow(tr("Colour"), self.colour)
        form.addRow(buttons)

    @property
    def row(self) -> DistrictRow:
        colour = self.colour.color().name()
        if not self._row.colour and colour == SPARE_COLOUR:
            colour = ""  # none was given, none was chosen
        return replace(self._row, name=self.name.text().strip(), function=self.function.text().strip(), colour=colour)
