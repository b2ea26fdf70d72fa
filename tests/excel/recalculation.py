"""What LibreOffice makes of workbooks: every formula calculated anew, and compared with the report behind it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

PROGRAM = shutil.which("soffice")
RESULT = re.compile(rb"(</f>)<v>[^<]*</v>")
MOST = 1e307  # greater figures overflow when they are written with the 15 digits that a spreadsheet holds
# LibreOffice takes seconds to break one word of 32,767 letters into lines, and there may be hundreds in a file.
LONG_TEXT = re.compile(rb"(<t[^>]*>(?:[^<&]|&[^;]+;){1000})[^<]+(?=</t>)")


def recalculated(files: Sequence[Path], folder: Path, timeout: float = 1800, shorten: bool = False) -> list[Path]:
    """The files as LibreOffice saves them. Results beside formulas are taken out first, so that it must calculate.

    shorten  texts of more than 1,000 letters are cut before, in copies
    """
    bare, out = folder / "bare", folder / "recalculated"
    for new in (bare, out):
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
    for file in files:
        with zipfile.ZipFile(file) as source, zipfile.ZipFile(bare / file.name, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                content = source.read(name)
                if name.startswith("xl/worksheets/"):
                    content = RESULT.sub(rb"\1", content)
                    content = LONG_TEXT.sub(rb"\1", content) if shorten else content
                target.writestr(name, content)
    assert PROGRAM is not None
    command = [PROGRAM, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    with subprocess.Popen(
        [*command, *(str(bare / file.name) for file in files)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"},
    ) as run:
        try:
            assert run.wait(timeout) == 0
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)  # soffice is a script: its child would go on without it
    return [out / file.name for file in files]


def compare(file: Path, report: Any) -> int:
    """Every figure of the report against the cell that shows it; returns how many there were."""
    book = openpyxl.load_workbook(file, data_only=True)
    sheets = [name for name in book.sheetnames[1:-1] if not name.endswith("·图")]
    assert len(sheets) == len(report.tables)
    compared = 0
    for name, table in zip(sheets, report.tables):
        sheet, top = book[name], 3 + max(len(column.heads) for column in table.columns)
        for number, row in enumerate(table.rows):
            for place, column in enumerate(table.columns, start=1):
                wanted = row.values.get(column.key)
                if column.kind != "number" or not isinstance(wanted, (int, float)):
                    continue
                found = sheet.cell(top + number, place).value
                decimals = 4 if row.kind == "note" else column.decimals
                assert isinstance(found, (int, float)), (name, number, column.key, found)
                same = f"{found:.{decimals}f}" == f"{wanted:.{decimals}f}" or f"{found:.14g}" == f"{wanted:.14g}"
                assert same or abs(wanted) > MOST, (name, number, column.key, found, wanted)
                compared += 1
    checks = book[book.sheetnames[-1]]
    for number, check in enumerate(report.checks, start=4):
        assert checks.cell(number, 9).value == ("一致" if check.agrees else "不一致"), check
        assert abs(checks.cell(number, 7).value - check.difference) < 10**-check.decimals / 2, check
    return compared
