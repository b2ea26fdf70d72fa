"""The experts' pairwise judgements of a level, as they are kept with the county."""

from __future__ import annotations

from collections.abc import Sequence

from .store import Store

Row = tuple[str, str, str, float]  # expert, row, column, value


def read_judgements(database: Store, level: str) -> list[Row]:
    """All judgements of a level, in the order in which they were written."""
    rows = database.read_table("judgement", level=level)
    return [
        (str(expert), str(row), str(column), float(value))
        for expert, row, column, value in zip(rows["expert"], rows["row"], rows["column"], rows["value"])
    ]


def save_judgements(database: Store, level: str, rows: Sequence[Row]) -> None:
    """Put all judgements of a level in place of the earlier ones; what changed goes into the record."""
    before = {row[:3]: row[3] for row in read_judgements(database, level)}
    after = {row[:3]: row[3] for row in rows}
    with database.transaction():
        database._run("DELETE FROM judgement WHERE level = ?", [level])
        for expert, row, column, value in rows:
            database._run(
                'INSERT INTO judgement (level, expert, "row", "column", value) VALUES (?, ?, ?, ?, ?)',
                [level, expert, row, column, float(value)],
            )
        database.record(
            "",
            "judge",
            {"level": level, "judgements": [[*key, value] for key, value in before.items() if after.get(key) != value]},
            {"level": level, "judgements": [[*key, value] for key, value in after.items() if before.get(key) != value]},
        )
