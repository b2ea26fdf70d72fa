"""A form made from a JSON schema: a field per property, what is wrong with it said below it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..core.catalogue_editing import CatalogueSchema, Fault, Place
from ..translation import say, tr
from .catalogue_words import choice_label, field_label

ABSENT = object()  # the entry says nothing: the property is left out
Choices = Sequence[tuple[str, str]]  # value, what it is called


class Field(QWidget):
    """One property; `edited` follows what the user does, never what is shown."""

    edited = pyqtSignal()

    def __init__(self, place: Place, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = place
        self.setObjectName("field_" + "_".join(map(str, place)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(1)
        self._fault = QLabel(self)
        self._fault.setObjectName("fault")
        self._fault.setWordWrap(True)
        self._fault.setStyleSheet("color: #8a1f17;")
        self._fault.hide()

    def _begin(self, widget: QWidget) -> None:
        widget.setObjectName("edit")
        self.column.addWidget(widget)
        self.column.addWidget(self._fault)
        self.setFocusProxy(widget)

    def show_value(self, value: Any) -> None:
        raise NotImplementedError

    def value(self) -> Any:
        """What the entry should hold, `ABSENT` where it should not have the property."""
        raise NotImplementedError

    def show_faults(self, faults: Iterable[Fault]) -> None:
        mine = [fault for fault in faults if fault.place[: len(self.place)] == self.place]
        text = "\n".join(say(fault.reason) for fault in mine)
        self._fault.setText(text)
        self._fault.setVisible(bool(text))


class TextField(Field):
    def __init__(self, place: Place, parent: QWidget, needed: bool) -> None:
        super().__init__(place, parent)
        self._needed = needed
        self._edit = QLineEdit(self)
        self._edit.textEdited.connect(lambda _: self.edited.emit())
        self._begin(self._edit)

    def show_value(self, value: Any) -> None:
        self._edit.setText("" if value is ABSENT else str(value))
        self._edit.setCursorPosition(0)

    def value(self) -> Any:
        text = self._edit.text().strip()
        return text if text or self._needed else ABSENT


class NumberField(TextField):
    """What is no number stays as it was typed, for the schema to find fault with."""

    def value(self) -> Any:
        text = self._edit.text().strip().replace("−", "-")
        if not text:
            return ABSENT
        try:
            return int(text)
        except ValueError:
            pass
        try:
            return float(text)
        except ValueError:
            return text


class WholeField(Field):
    def __init__(self, place: Place, parent: QWidget, least: int, most: int, default: int) -> None:
        super().__init__(place, parent)
        self._default = default
        self._edit = QSpinBox(self)
        self._edit.setRange(least, most)
        self._edit.setMaximumWidth(90)
        self._edit.valueChanged.connect(lambda _: self.edited.emit())
        self._begin(self._edit)

    def show_value(self, value: Any) -> None:
        self._edit.blockSignals(True)
        self._edit.setValue(self._default if not isinstance(value, int) else value)
        self._edit.blockSignals(False)

    def value(self) -> Any:
        return self._edit.value()


class FlagField(Field):
    def __init__(self, place: Place, parent: QWidget, needed: bool) -> None:
        super().__init__(place, parent)
        self._needed = needed
        self._edit = QCheckBox(self)
        self._edit.clicked.connect(lambda _: self.edited.emit())
        self._begin(self._edit)

    def show_value(self, value: Any) -> None:
        self._edit.setChecked(value is True)

    def value(self) -> Any:
        return True if self._edit.isChecked() else False if self._needed else ABSENT


class ChoiceField(Field):
    """One of several; a value that is none of them is shown as it stands, and found fault with."""

    def __init__(self, place: Place, parent: QWidget, choices: Choices, needed: bool) -> None:
        super().__init__(place, parent)
        self._edit = QComboBox(self)
        self._edit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if not needed:
            self._edit.addItem(tr("as usual"), ABSENT)
        for value, label in choices:
            self._edit.addItem(label, value)
        self._known = self._edit.count()
        self._edit.activated.connect(lambda _: self.edited.emit())
        self._begin(self._edit)

    def show_value(self, value: Any) -> None:
        while self._edit.count() > self._known:
            self._edit.removeItem(self._known)
        row = next((i for i in range(self._known) if self._edit.itemData(i) == value), -1)
        if row < 0 and value is not ABSENT:
            self._edit.addItem(str(value), value)
            row = self._known
        self._edit.setCurrentIndex(row)

    def value(self) -> Any:
        return ABSENT if self._edit.currentIndex() < 0 else self._edit.currentData()


class FlagsField(Field):
    """Some of a few."""

    def __init__(self, place: Place, parent: QWidget, choices: Choices) -> None:
        super().__init__(place, parent)
        row = QWidget(self)
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        self._boxes: dict[str, QCheckBox] = {}
        for value, label in choices:
            flag = QCheckBox(label, row)
            flag.setObjectName(str(value))
            flag.clicked.connect(lambda _: self.edited.emit())
            box.addWidget(flag)
            self._boxes[value] = flag
        box.addStretch()
        self._begin(row)

    def show_value(self, value: Any) -> None:
        for name, flag in self._boxes.items():
            flag.setChecked(isinstance(value, list) and name in value)

    def value(self) -> Any:
        return [name for name, flag in self._boxes.items() if flag.isChecked()]


class TextsField(TextField):
    """Several short texts, separated by semicolons."""

    def __init__(self, place: Place, parent: QWidget, needed: bool) -> None:
        super().__init__(place, parent, needed)
        self._edit.setPlaceholderText(tr("several: separated by ;"))

    def show_value(self, value: Any) -> None:
        super().show_value("; ".join(map(str, value)) if isinstance(value, list) else value)

    def value(self) -> Any:
        parts = [part.strip() for part in self._edit.text().replace("；", ";").split(";")]
        parts = [part for part in parts if part]
        return parts if parts or self._needed else ABSENT


class JsonField(Field):
    """Whatever no other field can show, as the text it has in the file."""

    def __init__(self, place: Place, parent: QWidget, lines: int = 3) -> None:
        super().__init__(place, parent)
        self._broken = ""
        self._silent = False
        self._edit = QPlainTextEdit(self)
        self._edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._edit.setMinimumHeight(self.fontMetrics().lineSpacing() * lines + 12)
        if lines <= 3:
            self._edit.setMaximumHeight(self.fontMetrics().lineSpacing() * lines + 26)
        self._edit.textChanged.connect(self._typed)
        self._begin(self._edit)

    def _typed(self) -> None:
        if not self._silent:
            self.edited.emit()

    def show_value(self, value: Any) -> None:
        self._silent = True
        self._edit.setPlainText("" if value is ABSENT else as_text(value))
        self._silent = False

    def value(self) -> Any:
        text = self._edit.toPlainText().strip()
        self._broken = ""
        if not text:
            return ABSENT
        try:
            return json.loads(text)
        except ValueError as error:
            self._broken = tr("no valid JSON: {reason}", reason=str(error))
            return text

    def broken(self) -> str:
        """Why what is typed is no JSON, "" where it is."""
        self.value()
        return self._broken

    def show_faults(self, faults: Iterable[Fault]) -> None:
        super().show_faults(faults)
        if self.broken():
            self._fault.setText(self._broken)
            self._fault.show()


class LinesField(JsonField):
    """A list of sentences or long names, a line each."""

    def __init__(self, place: Place, parent: QWidget, needed: bool) -> None:
        super().__init__(place, parent, lines=6)
        self._needed = needed
        self._edit.setPlaceholderText(tr("one per line"))
        self._edit.setMaximumHeight(self.fontMetrics().lineSpacing() * 14)

    def show_value(self, value: Any) -> None:
        self._silent = True
        self._edit.setPlainText("\n".join(map(str, value)) if isinstance(value, list) else "")
        self._silent = False

    def value(self) -> Any:
        lines = [line.strip() for line in self._edit.toPlainText().splitlines()]
        lines = [line for line in lines if line]
        return lines if lines or self._needed else ABSENT

    def broken(self) -> str:
        return ""


class ObjectField(Field):
    """Properties inside a property; left out where all of them are."""

    def __init__(self, place: Place, parent: QWidget, form: CatalogueSchema, node: Mapping[str, Any], needed: bool):
        super().__init__(place, parent)
        self._needed = needed
        self._had = False
        properties = node["properties"]
        plain = set(properties) <= {"zh", "en"}
        box: QWidget = QWidget(self) if plain else QGroupBox(self)
        layout = QFormLayout(box)
        layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        if plain:
            layout.setContentsMargins(0, 0, 0, 0)
        # An object that may be missing as a whole can be emptied field by field.
        owner = node if needed else {**node, "required": ()}
        self.fields = {name: make_field((*place, name), box, form, owner, name, {}) for name in properties}
        for name, field in self.fields.items():
            layout.addRow(field_label(name), field)
            field.edited.connect(self.edited)
        self.column.addWidget(box)
        self.column.addWidget(self._fault)
        self.setFocusProxy(next(iter(self.fields.values())))

    def show_value(self, value: Any) -> None:
        known = value if isinstance(value, dict) else {}
        for name, field in self.fields.items():
            field.show_value(known.get(name, ABSENT))

    def value(self) -> Any:
        values = {name: field.value() for name, field in self.fields.items()}
        if not self._needed and all(value in (ABSENT, "") for value in values.values()):
            return ABSENT
        return {name: value for name, value in values.items() if value is not ABSENT}

    def show_faults(self, faults: Iterable[Fault]) -> None:
        faults = [fault for fault in faults if fault.place[: len(self.place)] == self.place]
        depth = len(self.place)
        inner = [fault for fault in faults if len(fault.place) > depth and fault.place[depth] in self.fields]
        super().show_faults([fault for fault in faults if fault not in inner])
        for field in self.fields.values():
            field.show_faults(inner)


def make_field(
    place: Place,
    parent: QWidget,
    form: CatalogueSchema,
    owner: Mapping[str, Any],
    name: str,
    choices: Mapping[str, Choices],
) -> Field:
    """The field that suits what the schema says of a property of `owner`."""
    node = form.resolve(owner["properties"][name])
    needed = name in owner.get("required", ())
    kind = node.get("type")
    if name in choices:
        return ChoiceField(place, parent, choices[name], needed)
    if "enum" in node:
        return ChoiceField(place, parent, [(value, choice_label(value)) for value in node["enum"]], needed)
    if kind == "boolean":
        return FlagField(place, parent, needed)
    if kind == "integer" and "minimum" in node and "maximum" in node:
        least = int(node["minimum"])
        return WholeField(place, parent, least, int(node["maximum"]), int(node.get("default", least)))
    if kind in ("integer", "number"):
        return NumberField(place, parent, needed)
    if kind == "string":
        return TextField(place, parent, needed)
    items = form.resolve(node.get("items") or {}) if kind == "array" else {}
    if "enum" in items:
        return FlagsField(place, parent, [(value, choice_label(value)) for value in items["enum"]])
    if items.get("type") == "string" and node.get("lines"):
        return LinesField(place, parent, needed)
    if items.get("type") == "string":
        return TextsField(place, parent, needed)
    if kind == "object" and node.get("properties"):
        return ObjectField(place, parent, form, node, needed)
    return JsonField(place, parent)


class SchemaForm(QWidget):
    """Shows one entry of a catalogue; `edited` follows what the user does. Properties without a field are kept."""

    edited = pyqtSignal()

    def __init__(
        self, form: CatalogueSchema, node: Mapping[str, Any], choices: Mapping[str, Choices], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._entry: dict[str, Any] = {}
        self._shown: dict[str, Any] = {}  # what the fields said when the entry was shown
        layout = QFormLayout(self)
        layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        layout.setContentsMargins(4, 4, 4, 4)
        self.fields: dict[str, Field] = {}
        for name in node.get("properties", {}):
            field = make_field((name,), self, form, node, name, choices)
            field.edited.connect(self.edited)
            layout.addRow(field_label(name), field)
            self.fields[name] = field

    def show_entry(self, entry: Mapping[str, Any]) -> None:
        self._entry = dict(entry)
        for name, field in self.fields.items():
            field.show_value(entry.get(name, ABSENT))
            self._shown[name] = field.value()

    def entry(self) -> dict[str, Any]:
        """The entry as the fields say now, in its own order; a property whose field is untouched stays as it was."""
        result = dict(self._entry)
        for name, field in self.fields.items():
            value = field.value()
            if value == self._shown.get(name, ABSENT):
                continue
            if value is ABSENT:
                result.pop(name, None)
            else:
                result[name] = value
        return result

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Faults whose places begin at the entry."""
        for field in self.fields.values():
            field.show_faults(faults)


def as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
