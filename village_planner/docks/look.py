"""How the docks look: words and colours of states, figures, small widgets. Colours come with a word, never alone."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ..core.review.steps import DONE, NOT_STARTED, PROBLEM, STALE, UNDER_WAY
from ..translation import tr

# State -> (background, text); dark on light, readable in print and for the colour-blind.
STATE_COLOURS = {
    NOT_STARTED: ("#e6e8ea", "#4a5257"),
    UNDER_WAY: ("#d9e6f2", "#1f4e79"),
    DONE: ("#dcebd5", "#28502f"),
    STALE: ("#fbe6bd", "#6b4a05"),
    PROBLEM: ("#f6d5d0", "#8a1f17"),
}


def state_word(state: str) -> str:
    return {
        NOT_STARTED: tr("not started"),
        UNDER_WAY: tr("under way"),
        DONE: tr("done"),
        STALE: tr("needs update"),
        PROBLEM: tr("problem"),
    }[state]


def chip(parent: QWidget) -> QLabel:
    """A small label that says a state; see `set_chip`."""
    label = QLabel(parent)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label


def set_chip(label: QLabel, state: str) -> None:
    background, text = STATE_COLOURS[state]
    label.setText(state_word(state))
    label.setStyleSheet(f"background: {background}; color: {text}; border-radius: 3px; padding: 1px 6px;")


def muted(label: QLabel, on: bool = True) -> None:
    """Grey a label, as a figure that is out of date; follows the theme, and stays readable in it."""
    palette = QPalette(label.parentWidget().palette() if label.parentWidget() else QPalette())
    if on:
        text = palette.color(QPalette.ColorRole.WindowText)
        ground = palette.color(QPalette.ColorRole.Window)
        mixed = (round(0.6 * a + 0.4 * b) for a, b in zip(text.getRgb()[:3], ground.getRgb()[:3]))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(*mixed))
    label.setPalette(palette)


def bold(label: QLabel, points: float = 0.0) -> QLabel:
    font = label.font()
    font.setBold(True)
    if points:
        font.setPointSizeF(font.pointSizeF() + points)
    label.setFont(font)
    return label


def whole(number: float) -> str:
    return f"{number:,.0f}"


def square_km(area_m2: float) -> str:
    return f"{area_m2 / 1e6:,.2f}"


def signed(percent: float) -> str:
    """+2.1, −0.4, 0.0: one decimal, a true minus sign."""
    text = f"{percent:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def difference(value: float, decimals: int = 0) -> str:
    """A signed difference, thousands separated: +1,200, −0.4, 0."""
    text = f"{value:+,.{decimals}f}"
    return text[1:] if not text.strip("+-0.,") else text.replace("-", "−")
