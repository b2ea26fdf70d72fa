"""The typeface of maps and pages: the one the styles and templates name, or the nearest the machine has."""

from __future__ import annotations

from functools import lru_cache

from qgis.PyQt.QtGui import QFont, QFontDatabase

FAMILY = "Noto Sans CJK SC"  # what resources/styles and resources/layouts name
# In order of likeness. The last ones are what Windows and old Linux offices have.
INSTEAD = (
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimSun",
)


@lru_cache(maxsize=1)
def chinese_family() -> str:
    """A family that is installed and holds Chinese; Qt's own choice where none of ours is there."""
    database = QFontDatabase()
    known = set(database.families())
    for family in (FAMILY, *INSTEAD):
        if family in known:
            return family
    simplified = database.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return simplified[0] if simplified else QFont().defaultFamily()


def with_installed_font(xml: str) -> str:
    """A style or template with our typeface replaced by the one this machine has."""
    family = chinese_family()
    return xml if family == FAMILY else xml.replace(FAMILY, family)
