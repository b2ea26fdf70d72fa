"""An assignment as a table that offices hand to each other: rows read into an assignment, and every bad row named.

What spreadsheets do to codes is undone where that is certain (a code that became a number, a trailing .0, a lost
leading zero) and named where it is not (digits cut to 5.10722E+11, a district 1-02 that became a date).
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Optional

from ..messages import Message, message
from ..order import natural
from ..review.rounds import shortened
from ..statistics.gazetteer import Gazetteer, Unit
from ..task import SILENT, Task

# What becomes of units that get no district from the table.
REFUSE, UNASSIGNED, KEEP = "refuse", "unassigned", "keep"
MISSING = (REFUSE, UNASSIGNED, KEEP)
ROLES = {
    "township": {"central_town": "中心镇", "sub_central_town": "副中心镇"},
    "village": {"central_village": "中心村"},
}
ORDINARY = frozenset(("", "一般镇", "一般乡镇", "一般村", "ordinary", "-", "–", "—"))
STEP = 100  # rows between two reports of progress
NEAREST = 3  # units that a message offers
CLOSELY = 200  # unknown codes that are compared with all of the county's; where more are, it is another county
VINTAGE = 2  # rows whose name is known and whose code is not, from which on the codes are called those of another year

MISSING_UNIT = "missing_unit"
NOT_CALCULATED = "=?"  # stands for the result of a formula that no spreadsheet has calculated
BROKEN = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", NOT_CALCULATED)
)

_WRAPPED = re.compile(r'^="(.*)"$')  # ="1-01", which keeps a spreadsheet from making a date of it
_SCIENTIFIC = re.compile(r"^(\d)(?:\.(\d+))?[eE]\+?(\d+)$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATES = (
    re.compile(r"^(?P<month>\d{1,2})月(?P<day>\d{1,2})日$"),
    re.compile(r"^\d{4}[-/年](?P<month>\d{1,2})[-/月](?P<day>\d{1,2})日?(?:[ T]00:00(?::00)?)?$"),
    re.compile(r"^(?P<day>\d{1,2})-(?P<name>[A-Za-z]{3})$"),
    re.compile(r"^(?P<name>[A-Za-z]{3})-(?P<day>\d{1,2})$"),
)


@dataclass(frozen=True)
class Line:
    """A row of the table, cells as they came. `number` is what its user counts rows by."""

    number: int
    code: Any = None
    district: Any = None
    name: Any = None
    township: Any = None
    district_name: Any = None
    role: Any = None


@dataclass(frozen=True)
class BadRow:
    """What is wrong with a row, and the cure. row 0: the table as a whole. `near`: the units that may be meant."""

    row: int
    kind: str
    code: str
    district: str
    text: Message
    near: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a table says.

    assignment  unit -> district, of the good rows and of what stays
    given       units that a good row gave a district
    names       district -> its name, where the table has names
    roles       unit -> role, "" for none, of the rows that were taken; None where the table has no roles
    left_out    units that no good row gave a district
    bad, notes  every bad row in their order; what was understood differently from how it is written
    vintage     the codes seem to be those of another year: reading by name may help
    """

    assignment: Mapping[str, str]
    given: frozenset[str]
    names: Mapping[str, str]
    roles: Optional[Mapping[str, str]]
    left_out: tuple[str, ...]
    bad: tuple[BadRow, ...]
    notes: tuple[Message, ...]
    vintage: bool = False

    @property
    def bad_rows(self) -> int:
        """How many rows are bad; what is wrong with the table as a whole, or is not in it, is no row."""
        return len({item.row for item in self.bad if item.row})

    @property
    def untold(self) -> int:
        """How many units are missing from the table where each must have its row."""
        return sum(item.kind == MISSING_UNIT for item in self.bad)


def plain_text(value: Any) -> str:
    """A cell as text: stripped, full-width signs as plain ones, whole numbers without ".0"."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    text = re.sub(r"[\u200b\ufeff]", "", unicodedata.normalize("NFKC", str(value))).strip().lstrip("'").strip()
    wrapped = _WRAPPED.match(text)
    if wrapped:
        text = wrapped[1].strip()
    return text[: text.index(".")] if re.match(r"^\d+\.0+$", text) else text


def month_and_day(value: Any) -> Optional[tuple[int, int]]:
    """Month and day where a cell holds a date, as a spreadsheet makes one of 1-02; None where it does not."""
    if isinstance(value, datetime.date):  # and datetime
        return value.month, value.day
    text = plain_text(value)
    for pattern in _DATES:
        found = pattern.match(text)
        if found:
            parts = found.groupdict()
            name = parts.get("name")
            if name is not None:
                if name.lower() not in _MONTHS:
                    continue
                return _MONTHS.index(name.lower()) + 1, int(parts["day"])
            return int(parts["month"]), int(parts["day"])
    return None


def read_assignment(
    lines: Iterable[Line],
    units: Gazetteer,
    level: str,
    present: Mapping[str, str],
    parents: Mapping[str, str],
    locked: Collection[str] = (),
    by_name: bool = False,
    missing: str = REFUSE,
    has_roles: bool = False,
    districts: Optional[Mapping[str, str]] = None,
    task: Task = SILENT,
) -> Reading:
    """Read the rows of a table; nothing is raised, every bad row is named.

    units    of the county, both levels
    present  unit -> district of the plan as it is: of units that keep it, and for locked districts
    parents  village level: village -> township district of its township, "" for none
    locked   districts that no unit may enter or leave
    by_name  units are found by name (and township), codes are not looked at
    missing  what becomes of units without a district in the table: REFUSE (a bad row says so), UNASSIGNED, KEEP.
             Units of bad rows keep what they have, but for UNASSIGNED
    districts  of the plan: code -> name; others are said to be made. None: nothing is said
    """
    reader = _Reader(units, level, present, frozenset(locked), by_name, missing, districts)
    listed = list(lines)
    for number, line in enumerate(listed):
        task.check()  # a row that is not known is compared with all units
        if number % STEP == 0:
            task.report(number / len(listed))
        reader.read(line)
    reader.look_for_vintage()
    reader.check_locks()
    if level == "village":
        reader.check_homes(parents)
        reader.check_parents(parents)
    return reader.reading(has_roles)


class _Reader:
    def __init__(
        self,
        units: Gazetteer,
        level: str,
        present: Mapping[str, str],
        locked: frozenset[str],
        by_name: bool,
        missing: str,
        districts: Optional[Mapping[str, str]],
    ) -> None:
        self.units, self.level, self.present, self.locked = units, level, present, locked
        self.by_name, self.missing, self.districts = by_name, missing, districts
        self.known = [unit for unit in units.of_level(level)]
        self.lengths = sorted({len(unit.code) for unit in self.known})
        self.rows: dict[str, tuple[Line, str]] = {}  # unit -> its row, its district
        self.seen: dict[str, int] = {}  # unit -> row that named it first
        self.emptied: set[str] = set()  # units that a row leaves without district on purpose
        self.codes = {
            plain_text(code): code for code in {*present.values(), *locked, *(districts or ())}
        }  # districts as they are written
        self.names: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        self.bad: list[BadRow] = []
        self.zeros = self.totals = self.renamed = 0
        self.by_their_name: list[tuple[Line, Unit]] = []
        self.unknown = 0

    # ---- one row
    def read(self, line: Line) -> None:
        code, name, district = plain_text(line.code), plain_text(line.name), plain_text(line.district)
        if not (code or name or district):
            return
        if self.units.is_total(code) or (not code and self.units.is_total(name)):
            self.totals += 1
            return
        broken = self._broken_formula(line)
        if broken:
            self._complain(
                line,
                "formula_error",
                message("A formula of the row has no usable result ({value}). Enter the text itself.", value=broken),
            )
            return
        unit = self._by_name(line, code, name) if self.by_name else self._by_code(line, code, name)
        if unit is None:
            return
        if unit.code in self.seen:
            self._complain(
                line,
                "repeated_code",
                message(
                    "Unit {unit} stands in row {first} already. Keep one of the two rows.",
                    unit=self._called(unit),
                    first=self.seen[unit.code],
                ),
            )
            return
        self.seen[unit.code] = line.number
        if not self._take_role(line, unit):
            return
        date = month_and_day(line.district)
        if date is not None:
            self._complain(
                line,
                "district_is_date",
                message(
                    "The district of {unit} is a date: a spreadsheet has made one of a code such as "
                    "{month}-{day:02d}. Format the column as text and write the code again.",
                    unit=self._called(unit),
                    month=date[0],
                    day=date[1],
                ),
            )
        elif district:
            self._take(line, unit, district)
        elif self.missing == UNASSIGNED:
            self.emptied.add(unit.code)
        elif self.missing == REFUSE:
            self._complain(
                line,
                "no_district",
                message(
                    "Unit {unit} has no district. Write one, or choose what becomes of units without a district.",
                    unit=self._called(unit),
                ),
            )

    def _broken_formula(self, line: Line) -> str:
        """What stands in the first cell whose formula ended in an error or was never calculated, "" for none."""
        cells = (line.code, line.name, line.township, line.district, line.district_name, line.role)
        return next((text for cell in cells if (text := plain_text(cell)).upper() in BROKEN), "")

    def _take(self, line: Line, unit: Unit, district: str) -> None:
        district = self.codes.get(district, district)
        called = "" if line.district_name != line.district_name else str(line.district_name or "").strip()
        if called and plain_text(self.names.setdefault(district, called)) != plain_text(called):
            self._complain(
                line,
                "two_names",
                message(
                    "District {district} is called {name} here and {other} in a row above. Give it one name.",
                    district=district,
                    name=called,
                    other=self.names[district],
                ),
            )
            return
        self.rows[unit.code] = (line, district)

    def _take_role(self, line: Line, unit: Unit) -> bool:
        text = plain_text(line.role)
        if text.lower() in ORDINARY:
            self.roles[unit.code] = ""
            return True
        for role, chinese in ROLES[self.level].items():
            if text in (role, chinese):
                self.roles[unit.code] = role
                return True
        self._complain(
            line,
            "unknown_role",
            message(
                "{role} is no role of a unit of this level. Roles are {roles}; leave the cell empty for none.",
                role=text,
                roles=", ".join(f"{role} ({chinese})" for role, chinese in ROLES[self.level].items()),
            ),
        )
        return False

    # ---- which unit
    def _by_code(self, line: Line, code: str, name: str) -> Optional[Unit]:
        if not code:
            self._complain(
                line,
                "missing_code",
                message("The row has no code. Give it the code of {name}.", name=self._offer(near))
                if (near := self._near("", name, line))
                else message("The row has no code. Give it one, or delete the row."),
                near,
            )
            return None
        unit = self._known(code)
        if unit is None:
            self._unknown(line, code, name)
            return None
        if unit.level != self.level:
            self._other_level(line, unit)
            return None
        if name and self.units.compared(name) != self.units.compared(unit.name):
            meant = self._named(line, name)
            if meant is not None and meant.code != unit.code:
                self.by_their_name.append((line, meant))
                self._complain(
                    line,
                    "code_and_name_differ",
                    message(
                        "Code {code} is that of {unit}, the name {name} that of {other}. Correct one of the two.",
                        code=code,
                        unit=self._called(unit),
                        name=name,
                        other=self._called(meant),
                    ),
                    (unit, meant),
                )
                return None
            self.renamed += meant is None
        return unit

    def _known(self, code: str) -> Optional[Unit]:
        scientific = _SCIENTIFIC.match(code)
        if scientific:
            digits = scientific[1] + (scientific[2] or "")
            if len(digits) != int(scientific[3]) + 1:  # digits were cut off; which ones cannot be told
                return None
            code = digits
        unit = self.units.by_code(code)
        if unit is None and code.isdigit():
            for length in self.lengths:
                padded = self.units.by_code(code.zfill(length)) if length > len(code) else None
                if padded is not None:
                    self.zeros += 1
                    return padded
        return unit

    def _unknown(self, line: Line, code: str, name: str) -> None:
        self.unknown += 1
        if _SCIENTIFIC.match(code):
            text = message(
                "Code {code}: a spreadsheet has cut off its last digits. Format the column as text and write the "
                "codes again, or hand in the workbook instead of the text file.",
                code=code,
            )
            self._complain(line, "cut_code", text, self._near("", name, line))
            return
        meant = self._named(line, name)
        near = (meant,) if meant is not None else self._near(code, name, line)
        if meant is not None:
            self.by_their_name.append((line, meant))
            text = message(
                "The county has no code {code}; {name} has the code {other}. Correct the code.",
                code=code,
                name=name,
                other=meant.code,
            )
        elif self.units.foreign(code):
            text = message(
                "Code {code} is of another county ({prefix}…; this one is {county}…). Delete the row or correct the "
                "code.",
                code=code,
                prefix=code[:6],
                county=self.units.county_code,
            )
        elif near:
            text = message(
                "The county has no code {code}. Nearest: {near}. Correct the code.", code=code, near=self._offer(near)
            )
        else:
            text = message("The county has no code {code}. Correct the code or delete the row.", code=code)
        self._complain(line, "unknown_code", text, near)

    def _other_level(self, line: Line, unit: Unit) -> None:
        text = (
            message(
                "{unit} is a township, and the table is read as one of villages. Choose the level of townships, or "
                "give the codes of villages.",
                unit=self._called(unit),
            )
            if unit.level == "township"
            else message(
                "{unit} is a village, and the table is read as one of townships. Choose the level of villages, or "
                "give the codes of townships.",
                unit=self._called(unit),
            )
        )
        self._complain(line, "other_level", text)

    def _by_name(self, line: Line, code: str, name: str) -> Optional[Unit]:
        if not name:
            self._complain(
                line,
                "missing_name",
                message("The row has no name to find its unit by. Give it one, or read the table by code."),
            )
            return None
        unit = self._named(line, name)
        if unit is not None:
            return unit
        found = self.units.find(name, self.level, self._township(line, code)).units
        if found:
            self._complain(
                line,
                "ambiguous_name",
                message(
                    "{name} may be {near}. Give the township, or the code.",
                    name=name,
                    near=self._offer(found),
                ),
                found,
            )
            return None
        self.unknown += 1
        near = self._near("", name, line)
        text = (
            message("The county has no unit called {name}. Nearest: {near}.", name=name, near=self._offer(near))
            if near
            else message("The county has no unit called {name}. Correct the name or delete the row.", name=name)
        )
        self._complain(line, "unknown_name", text, near)
        return None

    def _named(self, line: Line, name: str) -> Optional[Unit]:
        """The one unit of this level that a name means: in the township the row tells, or the one of its code first."""
        if not name:
            return None
        near = self.units.find(name, self.level, self._township(line, plain_text(line.code))).unit
        return near if near or plain_text(line.township) else self.units.find(name, self.level).unit

    def _township(self, line: Line, code: str) -> Optional[str]:
        """Code of the township that a row of villages is in; None where it does not say, or says an unknown one."""
        if self.level != "village":
            return None
        text = plain_text(line.township)
        unit = self.units.by_code(text) if text else None
        if unit is None and text:
            unit = self.units.find(text, "township").unit
        if unit is None and len(code) >= 12:
            unit = self.units.by_code(code[:9])
        return unit.code if unit is not None and unit.level == "township" else None

    def _near(self, code: str, name: str, line: Line) -> tuple[Unit, ...]:
        """The units that may be meant, nearest first: by name, else by code."""
        codes = [
            candidate.code
            for candidate in (self.units.candidates(name, self.level, self._township(line, code)) if name else ())
        ]
        if not codes and code and self.unknown <= CLOSELY:
            codes = get_close_matches(code, [unit.code for unit in self.known], NEAREST, 0.8)
        found = (self.units.by_code(one) for one in codes[:NEAREST])
        return tuple(unit for unit in found if unit is not None)

    # ---- all rows together
    def look_for_vintage(self) -> None:
        """Names that are known where codes are not: a table of another year, or of another coding."""
        count = len(self.by_their_name)
        if self.by_name or count < VINTAGE or 2 * count < self.unknown:
            return
        line, unit = self.by_their_name[0]
        text = message(
            "{count} rows have names of the county and codes that are not the county's ({name}: {code} instead of "
            "{other}): the table has the codes of another year. Read it by name, or give it the present codes.",
            count=count,
            name=unit.name,
            code=plain_text(line.code),
            other=unit.code,
        )
        self.bad.insert(0, BadRow(0, "other_vintage", "", "", text))

    def check_locks(self) -> None:
        for code, (line, district) in list(self.rows.items()):
            before = self.present.get(code, "")
            if before == district or not {before, district} & self.locked:
                continue
            self._complain(
                line,
                "locked_district",
                message(
                    "{unit} would go from district {before} to {district}, of which {locked} is locked. Unlock it, "
                    "or leave the unit where it is.",
                    unit=self._called(self._unit(code)),
                    before=before or "–",
                    district=district,
                    locked=before if before in self.locked else district,
                ),
            )
            del self.rows[code]

    def check_homes(self, parents: Mapping[str, str]) -> None:
        """A village district's code begins with that of its township district, and such a one there must be."""
        homes = {parent for parent in parents.values() if parent}
        known = {*(self.districts or ()), *self.present.values()}
        for code, (line, district) in list(self.rows.items()):
            home, dash, _ = district.rpartition("-")
            if not homes or not dash or home in homes or district in known:
                continue
            of_its_own = [one for one in known if one.rpartition("-")[0] == parents.get(code)]
            near = get_close_matches(district, sorted(known), NEAREST, 0.6) or sorted(of_its_own)[:NEAREST]
            called = "; ".join(f"{one} {(self.districts or {}).get(one, '')}".strip() for one in near)
            text = (
                message(
                    "There is no township district {home}, in which {district} would lie. Nearest districts: {near}. "
                    "Correct the district.",
                    home=home,
                    district=district,
                    near=called,
                )
                if near
                else message(
                    "There is no township district {home}, in which {district} would lie. Township districts are "
                    "{homes}. Correct the district.",
                    home=home,
                    district=district,
                    homes=", ".join(sorted(homes)),
                )
            )
            self._complain(line, "unknown_parent", text)
            del self.rows[code]

    def check_parents(self, parents: Mapping[str, str]) -> None:
        """A village district lies in one township district: that of its code, else that of most of its villages."""
        merged = self._merged()
        inside: dict[str, list[str]] = defaultdict(list)
        for unit, district in merged.items():
            if parents.get(unit):
                inside[district].append(unit)
        for district, members in inside.items():
            counts = Counter(parents[unit] for unit in members)
            by_code = district.rsplit("-", 1)[0]
            home = by_code if by_code in counts else max(sorted(counts), key=lambda parent: counts[parent])
            for unit in members:
                if parents[unit] != home and unit in self.rows:
                    line = self.rows.pop(unit)[0]
                    text = message(
                        "{unit} lies in township district {parent}, village district {district} in {home}. A village "
                        "district never crosses a township district: give the village a district of {parent}.",
                        unit=self._called(self._unit(unit)),
                        parent=parents[unit],
                        district=district,
                        home=home,
                    )
                    self._complain(line, "crosses_parent", text)

    def _merged(self) -> dict[str, str]:
        """Unit -> district once the good rows hold; in the order of the county's units."""
        merged = {}
        for unit in self.known:
            row, before = self.rows.get(unit.code), self.present.get(unit.code)
            if row is not None:
                merged[unit.code] = row[1]
            elif before and (before in self.locked or not self._emptied(unit.code)):
                merged[unit.code] = before
        return merged

    def _emptied(self, code: str) -> bool:
        """Whether the table takes a unit out of its district: not where its row is bad."""
        return self.missing == UNASSIGNED and (code not in self.seen or code in self.emptied)

    def reading(self, has_roles: bool) -> Reading:
        left_out = tuple(unit.code for unit in self.known if unit.code not in self.rows)
        untold = [unit for unit in self.known if unit.code not in self.seen]
        bad = sorted(self.bad, key=lambda item: item.row)
        if self.missing == REFUSE and untold and self.seen:
            bad += [
                BadRow(
                    0,
                    MISSING_UNIT,
                    unit.code,
                    "",
                    message(
                        "Unit {unit} is not in the table. Add its row, or choose what becomes of units without a "
                        "district.",
                        unit=self._called(unit),
                    ),
                )
                for unit in untold
            ]
        assignment = self._merged()
        drawn = set(assignment.values())
        return Reading(
            assignment,
            frozenset(self.rows),
            {district: name for district, name in self.names.items() if district in drawn},
            {code: role for code, role in self.roles.items() if code in self.rows} if has_roles else None,
            left_out,
            tuple(bad),
            tuple(self._notes()),
            any(item.kind == "other_vintage" for item in bad),
        )

    def _notes(self) -> Iterable[Message]:
        if self.zeros:
            yield message("{count} codes had lost their leading zeros; they were put back.", count=self.zeros)
        kept = sum(
            1
            for unit in self.known
            if unit.code not in self.rows and self.present.get(unit.code) in self.locked and self._emptied(unit.code)
        )
        if kept:
            yield message("{count} units without a district in the table stay in their locked district.", count=kept)
        if self.districts is not None:
            made = sorted({district for _, district in self.rows.values()} - set(self.districts), key=natural)
            if made:
                yield message(
                    "{count} districts will be made: {districts}.", count=len(made), districts=shortened(made)
                )
        if self.totals:
            yield message("{count} rows of totals were passed over.", count=self.totals)
        if self.renamed:
            yield message(
                "{count} units have another name in the table than in the county; they were taken by their code.",
                count=self.renamed,
            )

    # ---- words
    def _complain(self, line: Line, kind: str, text: Message, near: Sequence[Unit] = ()) -> None:
        self.bad.append(BadRow(line.number, kind, plain_text(line.code), plain_text(line.district), text, tuple(near)))

    def _unit(self, code: str) -> Unit:
        unit = self.units.by_code(code)
        assert unit is not None  # one of the county's own
        return unit

    def _called(self, unit: Unit) -> str:
        return f"{unit.code} {self.units.title(unit)}".strip()

    def _offer(self, units: Sequence[Unit]) -> str:
        return "; ".join(self._called(unit) for unit in units[:NEAREST])
