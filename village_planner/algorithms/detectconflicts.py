"""Plans against each other and against control lines: the ledger of conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..compat import VECTOR_ANY, VECTOR_POLYGON
from ..core.errors import InputError
from ..core.task import Task
from ..paths import catalogue_files, use_bundled_packages
from ..translation import is_chinese, say, tr
from ._layers import check_place, columns_of, field_of, read_lines, read_list, snapshots
from .base import PlannerAlgorithm, push_warnings
from .parameters import (
    advanced,
    area_choice,
    choice,
    control_lines,
    database,
    field,
    number,
    plan,
    source,
    unit_code_field,
    unit_layer,
    with_tip,
)

if TYPE_CHECKING:
    import geopandas as gpd

    from ..core.conflicts.classes import ClassCodes
    from ..core.conflicts.detect import PlanLayer
    from ..core.conflicts.rules import ConflictRules
    from ..core.overlay.inputs import UnitLayer

CODES = ("plan_2023", "plan_2020", "survey", "own")
SECTOR_PLANS, PLAN_FIELD = "sector_plan", "plan"  # the planning database's layer holds several plans
EARLIER = ("key", "rule", "class_a", "class_b", "area_m2")  # fields that an earlier ledger must have


class DetectConflicts(PlannerAlgorithm):
    NAME = "detectconflicts"
    GROUP = "control"

    def title(self) -> str:
        return tr("Detect conflicts of plans")

    def help(self) -> str:
        return tr(
            "Lays plans over each other, over control lines and over units, and writes the ledger of conflicts: where "
            "the plans differ and where they cross a line, which rule decides, who wins by it, how it is to be "
            "treated, and what the law lets pass.\n\n"
            "The rules are an ordered catalogue (conflict_rules.json) that a county may replace; the first that fits "
            "decides. Of the classes of difference (both construction, only the first, only the second, neither) the "
            "middle two are conflicts, and what the rules say of control lines. Classes that are not in the list of "
            "codes are named in a warning, not guessed. Codes of 2020 are compared by their codes of 2023.\n\n"
            "INPUT_A alone may be the planning database's layer sector_plan: its plans are then compared with each "
            "other. INPUT_B may be left out where control lines are given. Layers of control lines are recognised by "
            "name (control_lines.json); the planning database's layer control_line counts as one line per kind. Rules "
            "about lines alone hold outside the plans, too (class “No plan”).\n\n"
            "Every spot is in the ledger once at most. Adjacent pieces of one pair of polygons under one rule and in "
            "one unit are one row. No area is lost: the summary's other classes sum to the ground of the plans, unit "
            "by unit. Conflicts smaller than the least area are flagged as slivers, and kept.\n\n"
            "With an earlier ledger (DECISIONS, or the one that DATABASE holds for PLAN), conflicts that are found "
            "again keep their key and what was decided on them; the log says what changed, vanished and is new."
        )

    def define(self) -> None:
        self.addParameter(source("INPUT_A", tr("First plan"), [VECTOR_POLYGON]))
        self.addParameter(
            field("CLASS_A", tr("Class field of the first plan"), "INPUT_A", optional=True, tip=_usual_tip())
        )
        self.addParameter(
            source(
                "INPUT_B",
                tr("Second plan"),
                [VECTOR_POLYGON],
                optional=True,
                tip=tr("May be left out where control lines are given."),
            )
        )
        self.addParameter(
            field("CLASS_B", tr("Class field of the second plan"), "INPUT_B", optional=True, tip=_usual_tip())
        )
        tip = tr("Which list the class codes are of; own: codes that only your rule catalogue knows.")
        self.addParameter(choice("CODES_A", tr("Codes of the first plan"), CODES, "plan_2023", tip=tip))
        self.addParameter(
            choice("CODES_B", tr("Codes of the second plan and further plans"), CODES, "plan_2023", tip=tip)
        )
        self.addParameter(control_lines())
        self.addParameter(unit_layer())
        self.addParameter(unit_code_field())
        tip = tr("ellipsoid: on CGCS2000, the statutory area. plane: in the plane of the first plan's projection.")
        self.addParameter(area_choice(tip))
        self.addParameter(
            number(
                "MIN_AREA",
                tr("Least area (m²; empty: the rule catalogue's)"),
                minimum=0,
                tip=tr("Smaller conflicts are flagged as slivers; they stay in the ledger."),
            )
        )
        self._define_advanced()
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", tr("Ledger of conflicts"), VECTOR_POLYGON))
        self.addParameter(QgsProcessingParameterFeatureSink("SUMMARY", tr("Summary"), VECTOR_ANY, None, True, True))
        self.addOutput(QgsProcessingOutputNumber("CONFLICT_COUNT", tr("Number of conflicts")))
        self.addOutput(QgsProcessingOutputNumber("CONFLICT_AREA", tr("Area of the conflicts (m²)")))
        self.addOutput(QgsProcessingOutputNumber("SLIVER_COUNT", tr("Number of slivers among them")))

    def _define_advanced(self) -> None:
        self.addParameter(
            advanced(
                QgsProcessingParameterMultipleLayers("OTHERS", tr("Further plans"), VECTOR_POLYGON, optional=True),
                tr("Compared with the first two and with each other; class fields by their usual names."),
            )
        )
        for name, title in (("PLAN_A", tr("Name of the first plan")), ("PLAN_B", tr("Name of the second plan"))):
            self.addParameter(
                advanced(
                    QgsProcessingParameterString(name, title, "", optional=True), tr("Empty: the name of the layer.")
                )
            )
        self.addParameter(
            advanced(
                QgsProcessingParameterFile("RULES", tr("Rules"), optional=True, fileFilter=tr("JSON files (*.json)")),
                tr("A county's own rules, sets of classes and names of lines; empty: those of the plugin."),
            )
        )
        self.addParameter(
            advanced(
                source("DECISIONS", tr("Earlier ledger"), [VECTOR_POLYGON], optional=True),
                tr("A ledger made before: conflicts found again keep their key, decision and reason."),
            )
        )
        self.addParameter(
            with_tip(
                advanced(database(optional=True)),
                tr("Takes the earlier ledger and its decisions from there, where DECISIONS is empty."),
            )
        )
        self.addParameter(advanced(plan()))

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        super().prepareAlgorithm(parameters, context, feedback)
        self._lists = snapshots(self, parameters, context, ["CONSTRAINTS", "OTHERS"])
        return True

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback, task: Task
    ) -> dict[str, Any]:
        from ..core.conflicts.detect import detect_conflicts

        own = self.parameterAsFile(parameters, "RULES", context)
        codes, rules = load_rules(Path(own) if own else None)
        language = "zh" if is_chinese(QgsApplication.locale()) else "en"
        earlier = self._earlier(
            parameters, context, task.part(0.0, 0.0)
        )  # first: what is wrong with it is told before the work
        plans = self._plans(parameters, context, task.part(0.0, 0.1))
        units = self._units(parameters, context, task)
        result = detect_conflicts(
            plans,
            read_lines(self._lists["CONSTRAINTS"], task.part(0.1, 0.15)),
            rules,
            codes,
            units,
            self.parameterAsEnumString(parameters, "AREA", context),
            self.number(parameters, "MIN_AREA", context),
            language,
            task.part(0.15, 0.85),
        )
        push_warnings(feedback, result.warnings)
        ledger = result.ledger if earlier is None else _carried(feedback, result.ledger, earlier, rules)
        slivers = int(ledger["sliver"].sum())
        feedback.pushInfo(
            tr(
                "{count} conflicts of {area:,.2f} ha, {slivers} of them slivers.",
                count=len(ledger),
                area=result.area / 1e4,
                slivers=slivers,
            )
        )
        results = self.write_all(
            parameters,
            context,
            {"OUTPUT": _labelled(ledger, rules, language), "SUMMARY": result.summary},
            task.part(0.9, 1.0),
        )
        return results | {"CONFLICT_COUNT": len(ledger), "CONFLICT_AREA": result.area, "SLIVER_COUNT": slivers}

    def _plans(self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task) -> list[PlanLayer]:
        frame = self.read(parameters, "INPUT_A", context, task)
        assert frame is not None  # INPUT_A is not optional
        label = self.label(parameters, "INPUT_A", self.source(parameters, "INPUT_A", context))
        check_place(frame, label)
        asked = self.field_name(parameters, "CLASS_A", context)
        codes_a, codes_b = (self.parameterAsEnumString(parameters, name, context) for name in ("CODES_A", "CODES_B"))
        second = self.read(parameters, "INPUT_B", context, task, required=False)
        plans = _split_plans(label, frame, asked, codes_a, second is None)
        names = [self.parameterAsString(parameters, name, context).strip() for name in ("PLAN_A", "PLAN_B")]
        if second is not None:
            label_b = self.label(parameters, "INPUT_B", self.source(parameters, "INPUT_B", context))
            if second.empty:
                raise InputError(
                    "empty_layer",
                    "Layer {layer} has no features. Choose another layer or clear its filter.",
                    layer=label_b,
                )
            check_place(second, label_b)
            asked_b = self.field_name(parameters, "CLASS_B", context)
            plans += _split_plans(label_b, second, asked_b, codes_b, False)
        plans = [_renamed(item, name) for item, name in zip(plans, [*names, *[""] * len(plans)])]
        for name, other in read_list(self._lists["OTHERS"], "OTHERS", task):
            plans += _split_plans(name, other, "", codes_b, True)
        return _told_apart(plans)

    def _units(self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task) -> Optional[UnitLayer]:
        from ..core.codes import code_text
        from ..core.overlay.inputs import UnitLayer
        from ..core.overlay.naming import UNIT_CODE_FIELDS

        frame = self.read(parameters, "UNITS", context, task, required=False)
        if frame is None:
            return None
        name = self.label(parameters, "UNITS", self.source(parameters, "UNITS", context))
        check_place(frame, name)
        asked = self.field_name(parameters, "UNIT_CODE_FIELD", context)
        code = field_of(columns_of(frame), asked, UNIT_CODE_FIELDS, name)
        return UnitLayer(name, frame.geometry, code_text(frame[code]))

    def _earlier(self, parameters: dict[str, Any], context: QgsProcessingContext, task: Task) -> Any:
        """The ledger of before, from a layer or from the planning database; None where there is none."""
        from ..database import open_database
        from ..database.ledger import read_ledger

        frame = self.read(parameters, "DECISIONS", context, task, required=False)
        if frame is not None:
            name = self.label(parameters, "DECISIONS", self.source(parameters, "DECISIONS", context))
            for needed in EARLIER:
                field_of(columns_of(frame), needed, (), name)
            _check_decisions(frame, name)
            return frame
        path = self.parameterAsFile(parameters, "DATABASE", context)
        if not path:
            return None
        named = self.parameterAsString(parameters, "PLAN", context)
        with open_database(path, read_only=True) as opened:
            if not named and not opened.setting("current_plan", ""):
                return None  # a county without a plan has no ledger yet
            return read_ledger(opened, opened.plan(named).id)


def _check_decisions(frame: Any, layer: str) -> None:
    """InputError unknown_decision."""
    from ..core.review.conflicts import WINNERS

    if "decision" not in frame.columns:
        return
    given = frame["decision"].fillna("").astype(str).str.strip()
    wrong = given[~given.isin(("", *WINNERS))]
    if len(wrong):
        raise InputError(
            "unknown_decision",
            "Layer {layer}: field {field} has {count} values that are no decision (e.g. {example}). Write one of: "
            "{choices}; or leave it empty.",
            layer=layer,
            field="decision",
            count=len(wrong),
            example=wrong.iloc[0],
            choices=", ".join(WINNERS),
        )


def _carried(
    feedback: QgsProcessingFeedback, ledger: gpd.GeoDataFrame, earlier: Any, rules: ConflictRules
) -> gpd.GeoDataFrame:
    """The ledger with the keys and decisions of the earlier one; the log says what became of these."""
    from ..core.conflicts.carry import carried_notes, carry_over, with_decisions

    carried = carry_over(ledger, earlier, rules.match_share, rules.area_change)
    balance, *attention = carried_notes(carried, ledger, earlier)
    feedback.pushInfo(say(balance))
    push_warnings(feedback, attention)
    return with_decisions(ledger, earlier, carried)


def load_rules(county: Optional[Path] = None) -> tuple[ClassCodes, ConflictRules]:
    """The lists of classes and the rules, of the plugin or a county's own."""
    from ..core.conflicts.classes import load_class_codes
    from ..core.conflicts.rules import load_conflict_rules
    from ..core.control_lines import load_control_lines

    use_bundled_packages()
    codes = load_class_codes(*catalogue_files("plan_classes"), *catalogue_files("survey_classes"))
    lines = load_control_lines(*catalogue_files("control_lines"))
    return codes, load_conflict_rules(*catalogue_files("conflict_rules"), codes, lines, county)


def _usual_tip() -> str:
    return tr("Empty: class_code, GHFLDM, YDYHFLDM or DLBM.")


def class_fields() -> tuple[str, ...]:
    """What the class field of a plan is usually called."""
    from ..database.importing.aliases import targets

    return tuple(alias for step in targets()[SECTOR_PLANS]["class_code"].aliases for alias in step)


def _split_plans(label: str, frame: gpd.GeoDataFrame, asked: str, codes: str, several: bool) -> list[PlanLayer]:
    """The plan of a layer; the planning database's layer of sector plans is one plan for each value of its field."""
    from ..core.codes import code_text
    from ..core.conflicts.detect import PlanLayer

    usual = ("class_code",) if label.lower() == SECTOR_PLANS else class_fields()
    classes = code_text(frame[field_of(columns_of(frame), asked, usual, label)])
    if label.lower() != SECTOR_PLANS or PLAN_FIELD not in frame.columns:
        return [PlanLayer(label, frame.geometry, classes, codes)]
    names = code_text(frame[PLAN_FIELD])
    found = list(dict.fromkeys(names))
    if len(found) > 1 and not several:
        raise InputError(
            "several_plans",
            "Layer {layer} holds {count} plans ({plans}). Filter it to one of them, or leave INPUT_B empty to compare "
            "them with each other.",
            layer=label,
            count=len(found),
            plans=", ".join(found),
        )
    return [PlanLayer(name or label, frame.geometry[names == name], classes[names == name], codes) for name in found]


def _renamed(item: PlanLayer, name: str) -> PlanLayer:
    from dataclasses import replace

    return replace(item, name=name) if name else item


def _told_apart(plans: Sequence[PlanLayer]) -> list[PlanLayer]:
    """Plans of one name get a number: the ledger names them."""
    names = [item.name for item in plans]
    return [
        _renamed(item, f"{item.name} {names[: i + 1].count(item.name)}" if names.count(item.name) > 1 else "")
        for i, item in enumerate(plans)
    ]


def _labelled(ledger: gpd.GeoDataFrame, rules: ConflictRules, language: str) -> gpd.GeoDataFrame:
    """The ledger with what its codes mean, beside them."""
    from ..core.conflicts.judge import WINNER_NAMES

    names = {
        "kind": {kind: text[language] for kind, text in rules.kinds.items()},
        "principle": {label.id: label.title[language] for label in rules.principles},
        "winner": {winner: say(name) for winner, name in WINNER_NAMES.items()},
    }
    ledger = ledger.copy()
    for column, texts in names.items():
        ledger.insert(ledger.columns.get_loc(column) + 1, f"{column}_name", ledger[column].map(texts).astype(object))
    return ledger
