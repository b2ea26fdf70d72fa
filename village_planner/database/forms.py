"""Rows of the forms that a county brings filled in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Union

import pandas as pd

from ..core.tables.forms import FormRow
from .create import insert
from .store import Store, as_json


class Forms(Store):
    def form_rows(self, form: str) -> list[FormRow]:
        """What was brought for a form, in the form's order."""
        rows = self.read_table("form_row", form=form).sort_values("number", kind="stable")
        return [
            FormRow(json.loads(row["content"]), row["unit_code"] or "", row["origin"] or "")
            for row in rows.to_dict("records")
        ]

    def save_form(self, form: str, rows: Sequence[FormRow], told: Any = None) -> int:
        """Keep the rows of a form in the place of all earlier ones; returns how many there were. Recorded.

        told  what else the record says, e.g. which workbook
        """
        with self.transaction():
            before = self._run("DELETE FROM form_row WHERE form = ?", [form]).rowcount
            frame = pd.DataFrame(
                {
                    "form": form,
                    "number": range(1, len(rows) + 1),
                    "unit_code": [row.unit_code for row in rows],
                    "content": [as_json(dict(row.values)) for row in rows],
                    "origin": [row.origin for row in rows],
                }
            )
            insert(self._connection, "form_row", frame)
            place: dict[str, Union[str, int]] = {"form": form}
            self.record("", "import form", {**place, "rows": before}, {**place, "rows": len(rows), "from": told})
        return before
