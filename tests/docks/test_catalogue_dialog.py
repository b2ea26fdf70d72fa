"""The catalogue editor, driven by real clicks and keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docks_hands import click, part
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QInputMethodEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QMessageBox, QWidget

from village_planner.docks.catalogue_dialog import ROW, CatalogueDialog
from village_planner.docks.catalogue_session import CatalogueSession
from village_planner.docks.workspace import Workspace


@pytest.fixture
def dialog(workspace: Workspace) -> CatalogueDialog:
    workspace.show_planner().show_page("indicators")
    click(part(workspace.planner, "edit_indicators"))
    assert workspace.dialogs.catalogue_dialog is not None and workspace.dialogs.catalogue_dialog.isVisible()
    return workspace.dialogs.catalogue_dialog


def take(dialog: CatalogueDialog, code: str) -> None:
    """Click the row of an indicator."""
    for leaf in dialog._items():
        if leaf.text(0) == code:
            dialog.tree.scrollToItem(leaf)
            rect = dialog.tree.visualItemRect(leaf)
            QTest.mouseClick(
                dialog.tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 8, rect.center().y())
            )
            return
    raise AssertionError(code)


def codes(dialog: CatalogueDialog) -> list[str]:
    return [leaf.text(0) for leaf in dialog._items()]


def edit(dialog: CatalogueDialog, field: str) -> Any:
    return part(part(dialog._scroll, f"field_{field}"), "edit")


def fault(dialog: CatalogueDialog, field: str) -> str:
    label = part(part(dialog._scroll, f"field_{field}"), "fault")
    return str(label.text()) if label.isVisibleTo(dialog) else ""


def retype(widget: QWidget, text: str) -> None:
    """Select what is there and write over it, as an input method does: key clicks know no Chinese."""
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    if not text:
        QTest.keyClick(widget, Qt.Key.Key_Delete)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def pick(combo: QComboBox, value: Any) -> None:
    """By keys, as the popup's own window is not there offscreen."""
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.findData(value)):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    combo.activated.emit(combo.currentIndex())
    assert combo.currentData() == value


def test_the_indicators_stand_by_group_and_level(dialog: CatalogueDialog) -> None:
    assert "A1" in codes(dialog) and "V1" in codes(dialog)
    pick(part(dialog, "level"), "township")
    assert len([code for code in codes(dialog) if code[0] in "ABC"]) == 25 and "V1" not in codes(dialog)
    assert dialog.tree.topLevelItem(0).text(0) == "Layout of productive forces"
    assert edit(dialog, "code").text() == "A1" and edit(dialog, "unit_zh").text() == "万元"
    take(dialog, "B2")
    assert edit(dialog, "direction").currentText() == "less is better"
    assert edit(dialog, "source_measure").text() == "travel_time"
    assert not fault(dialog, "code") and not part(dialog, "save").isEnabled()


def test_a_fault_is_said_at_its_field_and_nothing_is_saved(dialog: CatalogueDialog) -> None:
    take(dialog, "A2")
    retype(edit(dialog, "zh"), "")
    assert fault(dialog, "zh") and not fault(dialog, "en")
    retype(edit(dialog, "code"), "2 A")
    assert fault(dialog, "code")
    assert "2 faults" in dialog.message.text() and not part(dialog, "save").isEnabled()
    assert next(leaf for leaf in dialog._items() if leaf.data(0, ROW) == 1).text(3) == "fault"
    retype(edit(dialog, "zh"), "主导产业增加值")
    retype(edit(dialog, "code"), "A1")  # the schema cannot know, the loader does
    assert "A1 listed more than once" in dialog.message.text() and not part(dialog, "save").isEnabled()
    retype(edit(dialog, "code"), "A2")
    assert "not saved yet" in dialog.message.text() and part(dialog, "save").isEnabled()


def test_what_is_saved_is_what_is_scored_by(dialog: CatalogueDialog, workspace: Workspace) -> None:
    """The small county has values of A1 only; a feature is not scored."""
    assert workspace.desk.snapshot is not None and workspace.desk.snapshot.indicators["township"] == ("A1",)
    take(dialog, "A1")
    pick(edit(dialog, "kind"), "feature")
    retype(edit(dialog, "zh"), "生产总值合计")
    click(part(dialog, "save"))
    assert "Saved" in dialog.message.text() and not dialog.session.dirty
    assert workspace.desk.snapshot.features["township"] == ("A1",)
    dialog.close()
    click(part(workspace.planner, "edit_indicators"))
    assert edit(dialog, "zh").text() == "生产总值合计"
    assert "2 differences" in dialog.message.text() and dialog.tabs.tabText(2) == "Differences (2)"
    rows = [[dialog.changes.topLevelItem(i).text(c) for c in range(4)] for i in range(2)]
    assert ["Indicators › A1 › Chinese", "changed", "地区生产总值", "生产总值合计"] in rows
    click(part(dialog, "revert"))
    click(part(dialog, "save"))
    assert workspace.desk.snapshot.indicators["township"] == ("A1",)
    with workspace.desk.database(read_only=True) as db:
        assert db.setting("catalogue.indicators") is None


def test_add_copy_move_and_remove(dialog: CatalogueDialog) -> None:
    before = codes(dialog)
    take(dialog, "A3")
    click(part(dialog, "copy"))
    assert codes(dialog)[:5] == ["A1", "A2", "A3", "A3_2", "A4"]
    assert edit(dialog, "code").text() == "A3_2" and not dialog.session.faults
    click(part(dialog, "up"))
    assert codes(dialog)[2:4] == ["A3_2", "A3"] and edit(dialog, "code").text() == "A3_2"
    click(part(dialog, "remove"))
    assert codes(dialog) == before and not dialog.session.dirty
    take(dialog, "A1")
    click(part(dialog, "up"))  # the first of its group stays
    assert codes(dialog) == before
    click(part(dialog, "add"))
    assert codes(dialog)[:2] == ["A1", "A1_2"] and fault(dialog, "zh") == "is missing"
    retype(edit(dialog, "zh"), "新指标")
    retype(edit(dialog, "en"), "New")
    assert not dialog.session.faults and part(dialog, "save").isEnabled()
    click(part(dialog, "revert"))


def test_export_and_import(dialog: CatalogueDialog, tmp_path: Path) -> None:
    take(dialog, "C1")
    retype(edit(dialog, "aliases"), "床位；千人床位")
    dialog.export_file(tmp_path / "指标.json")
    written = json.loads((tmp_path / "指标.json").read_text(encoding="utf-8"))
    assert next(i for i in written["indicators"] if i["code"] == "C1")["aliases"] == ["床位", "千人床位"]
    click(part(dialog, "revert"))
    assert not dialog.session.dirty
    dialog.import_file(tmp_path / "指标.json")
    assert dialog.session.dirty and dialog.tabs.tabText(2) == "Differences (1)"
    (tmp_path / "bad.json").write_text("{]", encoding="utf-8")
    dialog.import_file(tmp_path / "bad.json")
    assert "bad.json cannot be read" in dialog.message.text() and dialog.session.dirty
    click(part(dialog, "revert"))


def test_the_text_of_an_entry_can_be_edited(dialog: CatalogueDialog) -> None:
    take(dialog, "A1")
    dialog.tabs.setCurrentIndex(1)
    text = part(dialog.text, "edit")
    entry = {**json.loads(text.toPlainText()), "decimals": 3}
    retype(text, json.dumps(entry, ensure_ascii=False))
    assert dialog.session.data["indicators"][0]["decimals"] == 3
    retype(text, "{")
    assert "no valid JSON" in part(dialog.text, "fault").text() and not part(dialog, "save").isEnabled()
    click(part(dialog, "revert"))
    assert edit(dialog, "decimals").value() == 0


def test_leaving_asks_only_when_there_is_something_to_lose(dialog: CatalogueDialog, monkeypatch: Any) -> None:
    asked = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        wanted = answers.pop()
        click(next(button for button in box.buttons() if button.text() == wanted))
        return 0

    monkeypatch.setattr(QMessageBox, "exec_", answer)
    answers = ["Discard", "Go on editing"]
    take(dialog, "A1")
    retype(edit(dialog, "en"), "Product")
    assert dialog.session.dirty
    dialog.reject()  # what Escape calls; the offscreen platform has no key for cancelling
    assert dialog.isVisible() and len(asked) == 1
    click(part(dialog, "close"))
    assert not dialog.isVisible() and len(asked) == 2


@pytest.mark.parametrize(
    ("name", "section", "change"),
    [
        ("road_speeds", "classes", {"id": "other"}),  # the names are those of another class
        ("village_types", "types", {}),
        ("binding_indicators", "indicators", {}),
        ("targets", "targets", {}),
        ("indicators", "indicators", {}),
        ("centre_rules", "village", {}),
        ("facility_standards", "facilities", {}),
    ],
)
def test_what_a_loader_refuses_is_said_before_it_is_saved(
    workspace: Workspace, name: str, section: str, change: dict[str, Any]
) -> None:
    session = CatalogueSession(workspace.desk, name)
    session.load()
    assert session.refusal is None and not session.faults
    session.insert(section, 1, {**session.entry(section, 0), **change})
    assert not session.faults and session.dirty
    assert session.refusal is not None and name in str(session.refusal) and not session.may_save
    session.revert()
    assert session.refusal is None


@pytest.mark.parametrize("name", ["places", "statistics", "consolidation"])
def test_other_catalogues_are_read_by_their_loaders_too(workspace: Workspace, name: str) -> None:
    session = CatalogueSession(workspace.desk, name)
    session.load()
    assert session.refusal is None and not session.faults
