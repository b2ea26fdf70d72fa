"""The Results page's own part: scope, tables, sheets and forms to choose, a look at the first page, once more."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QDate, QLocale, Qt, QThread, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QHideEvent, QShowEvent
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFormLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.errors import PlannerError
from ...core.tables.build import DISTRICT, TOWNSHIP, Scope
from ...core.tables.file_names import FILE_LENGTH, file_stem
from ...layers import warm_crs
from ...translation import in_own_language, say_error, tr
from ..background import Background
from ..desk import Desk, Place, Snapshot
from ..jobs import results
from ..look import STALE, STATE_COLOURS
from ..runner import Outcome
from . import cures, session
from .choice import Choice, Names, remember, remembered
from .cures import Cure
from .format_form import FormatForm
from .preview import ATLAS, TABLE, Preview
from .session import Look, Titled
from .tick_list import KEY, Entry, TickList

if TYPE_CHECKING:
    from ...atlas.page import Entry as Page

WHOLE = "county"
FEW = 3  # units that a file is called after by name
WAIT = 400  # milliseconds after the last tick before the preview is drawn anew
TABS = "QTabBar::tab { padding: 4px 7px; } QTabBar::tab:selected { border-bottom: 2px solid #3f7fb5; }"


class ResultsPanel(QWidget):
    """Looks at the county when it is seen, and again when the county has changed."""

    cure_asked = pyqtSignal(object, str)  # Cure of what is missing, and the table or sheet that misses it
    run_asked = pyqtSignal(object)  # Setting -> Job

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("results_panel")
        self._desk = desk
        self._cure: Optional[Cure] = None  # where the two buttons go
        self._stale_cure: Optional[Cure] = None
        self._seen: tuple[Place, Optional[Snapshot]] = (Place(), None)
        self.look: Optional[Look] = None
        self._titles: Mapping[str, Titled] = {}
        self._tables: Optional[tuple[str, Mapping[str, Any]]] = None  # the county's own file of tables, what it says
        self._fault = ""  # of that file
        self._laid_out_for = ""  # county whose choice is shown
        self._folder_of = ""  # county that the folder is for
        self._reading = Background(self)
        self._reading.failed.connect(self._failed)
        self._drawing = Background(self)
        self._drawing.failed.connect(lambda text: self.preview.say(text))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT)
        self._later.timeout.connect(self._draw)
        self._build()
        desk.changed.connect(self.follow)
        self.follow()

    # ---- widgets
    def _build(self) -> None:
        self.scope = TickList("scope", self)
        self.tables = TickList("tables", self)
        self.sheets = TickList("sheets", self)
        self.form = FormatForm(self)
        self.form.changed.connect(self._chosen)
        self.preview = Preview(self)
        self.preview.asked.connect(self._draw)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("results_tabs")
        self.tabs.setStyleSheet(TABS)  # all five fit beside each other
        for part, title in (
            (self.scope, tr("Scope")),
            (self.tables, tr("Tables")),
            (self.sheets, tr("Sheets")),
            (self.form, tr("Format")),
            (self.preview, tr("Preview")),
        ):
            self.tabs.addTab(part, title)
        self.tabs.currentChanged.connect(lambda _: self._later.start())
        for ticks in (self.scope, self.tables, self.sheets):
            ticks.changed.connect(self._chosen)
            ticks.picked.connect(lambda *_: self._explain())
        self.tables.cure_asked.connect(lambda _, key: self._go("tables", key))
        self.sheets.cure_asked.connect(lambda _, key: self._go("sheets", key))
        self.tabs.currentChanged.connect(lambda _: self._explain())
        self.needs = QLabel(self)
        self.needs.setObjectName("needs")
        self.needs.setWordWrap(True)
        self.go = QPushButton(self)
        self.go.setObjectName("go_to_step")
        self.go.clicked.connect(lambda: self._go(*self._in_hand()))
        self.stale = QLabel(self)
        self.stale.setObjectName("stale")
        self.stale.setWordWrap(True)
        background, colour = STATE_COLOURS[STALE]
        self.stale.setStyleSheet(f"background: {background}; color: {colour}; border-radius: 3px; padding: 4px;")
        self.update_stale = QPushButton(self)
        self.update_stale.setObjectName("go_to_stale")
        self.update_stale.clicked.connect(lambda: self.cure_asked.emit(self._stale_cure, ""))
        self.folder = QgsFileWidget(self)
        self.folder.setObjectName("folder")
        self.folder.setStorageMode(QgsFileWidget.GetDirectory)
        self.folder.lineEdit().setToolTip(tr("Where the files go; files of the same names are replaced"))
        where = QFormLayout()
        where.addRow(tr("Folder"), self.folder)
        self.once_more = QPushButton(self)
        self.once_more.setObjectName("once_more")
        self.once_more.setMinimumHeight(30)
        self.once_more.clicked.connect(self._again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.once_more, self.stale, self.update_stale, self.tabs, self.needs, self.go):
            column.addWidget(part, 1 if part is self.tabs else 0)
        column.addLayout(where)
        for part in (self.once_more, self.stale, self.update_stale, self.needs, self.go):
            part.hide()

    # ---- following the desk
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._later.stop()

    def follow(self) -> None:
        """Show the county in hand; look at it again where it has changed and this is seen."""
        place, snapshot = self._desk.place, self._desk.snapshot
        if place != self._seen[0]:
            self._seen = (place, None)
            self.look = None
            self._reading.cancel()
            self._drawing.cancel()
            self.preview.clear()
            self._offer_again()
        if snapshot is None or snapshot == self._seen[1] or not self.isVisible():
            return
        self._seen = (place, snapshot)
        another = place.county != self._laid_out_for
        last = self._last()
        choice = Choice() if last is None else last[0]
        if another:
            self._laid_out_for = place.county
            self.form.take(choice)  # the tables there are follow from it
        self._list_scopes(snapshot)
        self._list_works()
        if another:  # nothing of the county before
            self._tick(choice)
        self._offer_again()
        self._read()

    def _list_scopes(self, snapshot: Snapshot) -> None:
        groups: dict[tuple[str, str], Sequence[Entry]] = {
            (WHOLE, ""): [Entry(WHOLE, snapshot.county or tr("The whole county"))]
        }
        districts = [Entry(item.code, item.name or item.code) for item in snapshot.districts]
        if districts:
            groups[DISTRICT, tr("Township districts")] = districts
        groups[TOWNSHIP, tr("Townships")] = [
            Entry(unit.code, f"{unit.name}  {unit.code}", name=unit.name)
            for unit in snapshot.units
            if unit.level == "township"
        ]
        self.scope.set_entries(groups)

    def _list_works(self) -> None:
        """Tables and sheets; once the county was looked at, what they miss."""
        look = self.look
        tables, sheets = session.tables_to_choose(self._catalogue()), session.sheets_to_choose()
        self._titles = {f"tables/{item.id}": item for item in tables} | {f"sheets/{item.id}": item for item in sheets}
        for ticks, items, missing in (
            (self.tables, tables, look.tables if look else {}),
            (self.sheets, sheets, look.sheets if look else {}),
        ):
            entries = [
                Entry(item.id, _title(item), item.id, missing.get(item.id, ""), cure=_go_to(item.cure))
                for item in items
            ]
            ticks.set_entries({("", ""): entries})

    def _catalogue(self) -> Mapping[str, Any]:
        """Of tables: the county's own where a file is named that can be read, else what was shown before."""
        own = self.form.catalogue.filePath()
        if self._tables is None or own != self._tables[0]:
            self._fault = ""
            try:
                self._tables = own, session.table_catalogue(own)
            except PlannerError as error:
                self._fault = say_error(error)
                self._tables = own, session.table_catalogue() if self._tables is None else self._tables[1]
        return self._tables[1]

    def _read(self) -> None:
        path, plan = Path(self._desk.place.county), self._desk.plan
        if not plan:
            self.preview.say(tr("There is no plan yet."))
            return
        self.preview.say(tr("Looking at what there is …"))
        self._explain()
        catalogue = self._catalogue()
        self._reading.start(lambda task: session.read_look(path, plan, catalogue, task), self._looked)

    def _looked(self, look: Look) -> None:
        self.look = look
        self.form.show_known(look.county.compiler, look.county.date)
        self._list_works()
        self._explain()
        self._chosen()

    def _failed(self, text: str) -> None:
        self.preview.say(text)

    # ---- the choice
    def choice(self) -> Choice:
        choice = Choice(
            self.scope.ticked(WHOLE) is None,
            self._units(DISTRICT),
            self._units(TOWNSHIP),
            self.tables.ticked(),
            self.sheets.ticked(),
            folder=self.folder.filePath(),
        )
        return self.form.into(choice)

    def _units(self, kind: str) -> Names:
        """Codes that are ticked; None for all, also where there are none yet."""
        return self.scope.ticked(kind) if self.scope.has(kind) else None

    def take(self, choice: Choice) -> None:
        """Show a choice, as far as there still is what it names."""
        self.form.take(choice)  # the tables there are follow from it
        self._tick(choice)
        if choice.folder:
            self.folder.setFilePath(choice.folder)

    def _tick(self, choice: Choice) -> None:
        self.scope.set_ticked(None if choice.county else (), WHOLE)
        for group, wanted in ((DISTRICT, choice.districts), (TOWNSHIP, choice.townships)):
            self.scope.set_ticked(wanted, group)
        self.tables.set_ticked(choice.tables)
        self.sheets.set_ticked(choice.sheets)

    def options(self) -> dict[str, Any]:
        """For the jobs: what is chosen, and the folder by the name that pages give it."""
        chosen = self.choice()
        return {"results": chosen, "folder": chosen.folder, "atlas_part": self._part(chosen)}

    def _part(self, chosen: Choice) -> str:
        """What a file with some of the atlas's pages is called after: its units, so that other units are another file;
        "" for the whole."""
        if chosen.all_units:
            return ""
        kinds = (WHOLE, DISTRICT, TOWNSHIP)
        taken = Counter(name for kind in kinds for name in self.scope.names(kind).values())
        ticked = [(key, self.scope.names(kind)[key]) for kind in kinds for key in self.scope.keys(kind)]
        stem = "_".join(file_stem(name if taken[name] == 1 else f"{name}{key}") for key, name in ticked)
        if len(ticked) <= FEW and len(stem) <= FILE_LENGTH:
            return stem
        mark = zlib.crc32(",".join(key for key, _ in ticked).encode())
        return tr("part") + f"_{len(ticked)}_{mark:08x}"

    def offer_folder(self, folder: str) -> None:
        """Where nobody has said anything of this county: where its files went last, else this."""
        county = self._desk.place.county
        if county != self._folder_of:
            self._folder_of = county
            last = self._last()
            self.folder.setFilePath((last[0].folder if last else "") or folder)
        elif not self.folder.filePath():
            self.folder.setFilePath(folder)

    def ended(self, outcome: Outcome) -> None:
        """What was written well is what is offered once more."""
        written = outcome.job.choice
        if written is None or outcome.error:
            return
        remember(self._county(), written, date.today())
        self._offer_again()

    def _county(self) -> str:
        snapshot = self._desk.snapshot
        return (snapshot.county if snapshot else "") or Path(self._desk.place.county).stem

    def _last(self) -> Optional[tuple[Choice, date]]:
        """The last choice for this county, and its day; a date that was printed then is of that day."""
        last = remembered(self._county()) if self._desk.snapshot is not None else None
        return None if last is None else (replace(last[0], date=""), last[1])

    def _offer_again(self) -> None:
        last = self._last()
        self.once_more.setVisible(last is not None)
        if last is not None:
            choice, day = last
            short = QLocale().toString(QDate(day), tr("d MMM"))
            self.once_more.setText(tr("Again as last time ({day})", day=short))
            self.once_more.setToolTip(tr("Write the same choice into {folder}", folder=choice.folder))

    def _again(self) -> None:
        last = self._last()
        if last is not None:
            self.take(last[0])
            self.run_asked.emit(results)

    def _chosen(self, *_: Any) -> None:
        shown = self._tables
        if shown is not None and self._catalogue() is not shown[1] and self._desk.snapshot is not None:
            self._list_works()
            self._read()
        self._explain()
        self._tell_stale()
        self._later.start()

    # ---- what is missing, what is out of date
    def _explain(self) -> None:
        """Say what the entry in hand needs, with a button that goes there."""
        kind, key = self._in_hand()
        needs, self._cure = "", None
        if key and self.look is not None:
            needs = (self.look.tables if kind == "tables" else self.look.sheets).get(key, "")
            self._cure = self._titles[f"{kind}/{key}"].cure if needs else None
        elif kind and self.look is None and self._desk.plan:
            needs = tr("Looking at what there is …")
        elif self.tabs.currentWidget() is self.scope:
            needs = self._told_pages()
        elif self.tabs.currentWidget() is self.form:
            needs = self._fault
        self.needs.setText(needs)
        self.needs.setVisible(bool(needs))
        self.go.setVisible(self._cure is not None)
        if self._cure is not None:
            self.go.setText(_go_to(self._cure))

    def _told_pages(self) -> str:
        chosen = self.choice()
        if chosen.all_units or self.look is None:
            return tr("Tables are written for these units, and the atlas has their pages.")
        entries = session.entries_of(self.look, self.sheets.keys())
        wanted = self._wanted(entries)
        return tr(
            "Of the atlas {wanted} of {all} pages are printed, into a file of their own; they keep the numbers that "
            "they have in the whole atlas.",
            wanted=f"{len(wanted):,}",
            all=f"{len(entries):,}",
        )

    def _wanted(self, entries: Sequence[Page]) -> list[Page]:
        """The pages of the units that are ticked."""
        codes = {kind: self.scope.keys(kind) for kind in (DISTRICT, TOWNSHIP)}
        county = bool(self.scope.keys(WHOLE))
        return [one for one in entries if (county if one.scope.whole else one.scope.code in codes[one.scope.kind])]

    def _in_hand(self) -> tuple[str, str]:
        """ "tables" or "sheets" and the id of what is in hand there, "" for nothing."""
        ticks = self.tabs.currentWidget()
        if ticks not in (self.tables, self.sheets):
            return "", ""
        return "tables" if ticks is self.tables else "sheets", ticks.current()[1]

    def _go(self, kind: str, key: str) -> None:
        if key:
            self.cure_asked.emit(self._titles[f"{kind}/{key}"].cure, key)

    def read_again(self) -> None:
        """Something that no step tells of has changed in the county."""
        self._seen = (self._seen[0], None)
        self.follow()

    def _tell_stale(self) -> None:
        chosen = self.tables.ticked()
        if self.look is None:
            stale: tuple[str, ...] = ()
        elif chosen is None or self.sheets.ticked() != ():
            stale = tuple(sorted(self.look.stale))
        else:
            stale = self.look.stale_of(chosen)
        self.stale.setVisible(bool(stale))
        self.update_stale.setVisible(bool(stale))
        if not stale:
            return
        self._stale_cure = cures.of_stale(stale[0])
        self.update_stale.setText(_go_to(self._stale_cure))
        names = tr(", ").join(_result(key) for key in stale)
        self.stale.setText(
            tr("Out of date: {results}. What shows them is stamped; compute them again first.", results=names)
            if self.form.treatment.currentData() == "stamp"
            else tr("Out of date: {results}. Nothing that shows them is written; compute them again.", results=names)
        )

    # ---- the preview
    def _draw(self) -> None:
        """Draw what is chosen, if the preview is seen."""
        look = self.look
        if look is None or self.tabs.currentWidget() is not self.preview or not self.isVisible():
            return
        if self.preview.kind == TABLE:
            self._draw_table(look)
        elif self.preview.kind == ATLAS:
            self._draw_page(look)

    def _draw_table(self, look: Look) -> None:
        names = [name for name in (str(one.data(0, KEY)) for one in self.tables.items()) if name not in look.tables]
        ticked = self.tables.ticked()
        chosen = names if ticked is None else [name for name in names if name in ticked]
        in_hand = self.tables.current()[1]
        name = in_hand if in_hand in chosen else next(iter(chosen), "")
        scope = self._first_scope()
        if not name or scope is None:
            self.preview.say(tr("Nothing is ticked."))
            return
        self.preview.say(tr("Drawing …"))
        units = str(self.form.units.currentData())
        self._drawing.start(
            lambda task: [session.table_html(table) for table in session.read_table(look, scope, name, units, task)],
            lambda made: self._table_drawn(name, made),
        )

    def _table_drawn(self, name: str, made: Sequence[str]) -> None:
        if made:
            self.preview.show_table(_title(self._titles[f"tables/{name}"]), made[0])
        else:
            self.preview.say(tr("There is nothing to show for this unit."))

    def _first_scope(self) -> Optional[Scope]:
        """The first unit that is ticked."""
        if self.scope.ticked(WHOLE) is None:
            return Scope()
        for kind in (DISTRICT, TOWNSHIP):
            for key in self.scope.keys(kind):
                return Scope(kind, key)
        return None

    def _draw_page(self, look: Look) -> None:
        entries = session.entries_of(look, self.sheets.keys())
        self.preview.set_entries(self._wanted(entries))
        entry = self.preview.entry
        if entry is None:
            self.preview.say(tr("Nothing is ticked."))
            return
        self.preview.say(tr("Drawing …"))
        path, paper, thread = Path(self._desk.place.county), str(self.form.paper.currentData()), QThread.currentThread()
        warm_crs(look.atlas.data.crs)
        self._drawing.start(
            lambda task: session.prepare_page(path, look, entry, paper, thread, task),
            lambda handed: self._page_ready(look, entries, entry, paper, handed.take()),
        )

    def _page_ready(self, look: Look, entries: Sequence[Page], entry: Page, paper: str, content: Any) -> None:
        imprint = self.form.organisation.text().strip(), self.form.date.text().strip()
        project = QgsProject()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            page = look.atlas.page(project, entries, entry, paper, content, *imprint)
        except PlannerError as error:
            self.preview.say(say_error(error))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.preview.show_page(project, page, f"{entry.page}/{len(entries)}  {entry.title}")

    def remove(self) -> None:
        """Called when the plugin is unloaded."""
        self._later.stop()
        self._reading.stop()
        self._drawing.stop()
        self.preview.remove()


def _title(item: Titled) -> str:
    return in_own_language(item.title).replace("{county}", "").replace("{district}", "").replace("{township}", "")


def _go_to(cure: Cure) -> str:
    from ..pages import action_label, step_title

    place = action_label(cure.step, cure.action) if cure.action else step_title(cure.step)
    return tr("Go to “{step}”", step=place.rstrip(" …"))


def _result(key: str) -> str:
    """What the interface calls a result."""
    kind, _, level = key.partition("/")
    name = {
        "score": tr("scores"),
        "weight": tr("weights"),
        "stability": tr("stability of ranks"),
        "land_area": tr("overlay of control lines"),
        "land_change": tr("change of land use"),
        "conflict": tr("conflicts"),
        "finding": tr("findings"),
        "quota": tr("quotas"),
        "target": tr("targets"),
    }.get(kind, kind)
    of_level = {"township": tr("townships"), "village": tr("villages")}.get(level)
    return f"{name} ({of_level})" if of_level else name
