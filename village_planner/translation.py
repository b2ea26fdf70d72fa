"""English source strings to the interface's language (Chinese, in full)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from .core.errors import PlannerError
from .core.messages import Message
from .paths import root

CONTEXT = "VillagePlanner"  # one context for everything, so that core's templates are found as well


def tr(template: str, **params: Any) -> str:
    """Translate a literal and fill its `{named}` placeholders."""
    text = QCoreApplication.translate(CONTEXT, template)
    return text.format(**params) if params else text


def say(message: Message) -> str:
    """Translate what core said; parameters that are messages themselves are translated, too."""
    params = {key: say(value) if isinstance(value, Message) else value for key, value in message.params.items()}
    return QCoreApplication.translate(CONTEXT, message.template).format(**params)


@lru_cache(maxsize=1)
def _chinese() -> QTranslator:
    translator = QTranslator()
    if not translator.load(str(root() / "i18n" / "village_planner_zh_CN.qm")):
        raise FileNotFoundError("i18n/village_planner_zh_CN.qm is missing from the plugin")
    return translator


def say_in_chinese(message: Message) -> str:
    """For what is handed in (workbooks, atlas, the plan's own reasons): Chinese whatever QGIS speaks."""
    params = {
        key: say_in_chinese(value) if isinstance(value, Message) else value for key, value in message.params.items()
    }
    return (_chinese().translate(CONTEXT.encode(), message.template.encode()) or message.template).format(**params)


def in_own_language(names: Mapping[str, str]) -> str:
    """Of a catalogue's {"zh", "en"} the one that QGIS speaks."""
    return names["zh"] if is_chinese(QgsApplication.locale()) else names["en"]


def say_error(error: PlannerError) -> str:
    return say(error.message)


def is_chinese(locale: str) -> bool:
    return locale.replace("-", "_").lower().split("_")[0] == "zh"


def install_translator() -> Optional[QTranslator]:
    """Install the Chinese translation where QGIS speaks Chinese (zh, zh_CN, zh-Hans); the caller keeps it."""
    if not is_chinese(QgsApplication.locale()):
        return None
    translator = QTranslator()
    if not translator.load(str(root() / "i18n" / "village_planner_zh_CN.qm")):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove_translator(translator: Optional[QTranslator]) -> None:
    if translator is not None:
        QCoreApplication.removeTranslator(translator)
