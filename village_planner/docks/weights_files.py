"""What goes out of the dock of weights and comes back: pictures, the workbook, matrices of judgements."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import InputError
from ..core.storage import in_place
from ..translation import tr
from .desk import Desk
from .weights_session import KEPT, WeightsSession

if TYPE_CHECKING:
    from .rank_charts import Chart


def save_picture(chart: Chart, path: Path) -> None:
    """A chart as PNG, written beside and put in place; StorageError file_open."""
    with in_place(path) as beside:
        beside.write_bytes(chart.png())


def export_book(session: WeightsSession, desk: Desk, pair: tuple[str, str], path: Path) -> None:
    """Ranks, weights, firmness and the shift between two weightings, with charts, into a workbook."""
    from ..core.tables.score_report import SOURCES, Ranks, score_report
    from ..excel.score_book import write_score_book
    from ..paths import use_bundled_packages

    use_bundled_packages()
    session.settle()
    board, units = session.board, session.units
    assert board is not None and units is not None and session.weighting is not None and session.ranked is not None
    assert session.catalogue is not None
    groups = {
        group: (item.zh if (item := session.catalogue.group(group)) else "其他") for group in session.weighting.groups
    }
    villages = session.level == "village"
    names = {key: key[len(KEPT) :] if key.startswith(KEPT) else SOURCES[key] for key in pair}
    given = Ranks(
        board=board,
        names={code: str(name or code) for code, name in zip(units["code"], units["name"])},
        owners=dict(zip(units["code"], units["township_name"].fillna(""))) if villages else {},
        groups=groups,
        weighting=session.weighting,
        ranked=session.ranked,
        saved=session.plan_ranked,
        trials=session.trials if session.trials is not None else board.trials(session.weighting),
        pair=((names[pair[0]], session.weighting_of(pair[0])), (names[pair[1]], session.weighting_of(pair[1]))),
    )
    snapshot = desk.snapshot
    county = snapshot.county if snapshot else ""
    plan = snapshot.plan.name if snapshot and snapshot.plan else ""
    write_score_book(score_report(given, county, plan, date.today().isoformat()), path)


def export_judgements(session: WeightsSession, title: str, who: str, path: Path) -> None:
    """The matrices of one expert (of all combined where `who` is ""), a sheet per comparison, to fill in."""
    from ..core.indicators.experts import comparisons
    from ..excel.judgement_book import Matrix, write_judgements
    from ..paths import use_bundled_packages

    use_bundled_packages()
    assert session.weighting is not None and session.judgements is not None
    labels, titles = _labels(session)
    matrices = []
    for comparison in comparisons(session.weighting):
        names = comparison.names
        matrix = session.judgements.matrix(who, names) if who else session.judgements.combined(names)[0]
        n = len(names)
        values = {
            (i, j): float(matrix[i, j]) for i in range(n) for j in range(i + 1, n) if matrix[i, j] == matrix[i, j]
        }
        matrices.append(Matrix(title, titles[comparison.group], tuple(labels[name] for name in names), values))
    write_judgements(matrices, path)


def import_judgements(session: WeightsSession, path: Path) -> str:
    """Take over the matrices of a workbook as one step of undo; says what was taken."""
    from ..core.indicators.experts import Judgements
    from ..excel.judgement_book import read_judgements
    from ..paths import use_bundled_packages

    use_bundled_packages()
    assert session.weighting is not None
    known = {}
    for name, label in _labels(session)[0].items():
        known[name] = known[label] = known[label.replace(" ", "")] = name
        known[label.partition(" ")[2] or label] = name
    matrices = read_judgements(path)
    strangers = sorted({name for matrix in matrices for name in matrix.names if name not in known})
    if strangers:
        raise InputError(
            "unknown_names",
            "{file} compares {names}, which are not scored here. Use the codes or names of the list of weights.",
            file=path.name,
            names=", ".join(strangers),
        )
    count = sum(len(matrix.values) for matrix in matrices)

    def take(judgements: Judgements) -> None:
        for matrix in matrices:
            for (i, j), value in matrix.values.items():
                judgements.set(matrix.expert, known[matrix.names[i]], known[matrix.names[j]], value)

    if not session.judge(take, tr("import judgements")):
        return ""
    experts = ", ".join(dict.fromkeys(matrix.expert for matrix in matrices))
    return tr("{count} judgements of {experts} taken over.", count=count, experts=experts)


def _labels(session: WeightsSession) -> tuple[dict[str, str], dict[str, str]]:
    """Names in workbooks, in Chinese: of groups and indicators by id and code; and of the comparisons by group."""
    assert session.catalogue is not None and session.weighting is not None and session.board is not None
    labels = {item.code: f"{item.code} {item.zh or item.en}" for item in session.board.indicators}
    groups = {
        group: (item.zh if (item := session.catalogue.group(group)) else "其他") for group in session.weighting.groups
    }
    return {**labels, **groups}, {"": "指标组", **groups}
