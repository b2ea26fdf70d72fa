"""Text in the PDF as people type it.

Qt notes for each glyph the first character that has it. In Chinese fonts that is often a radical that merely looks like
the character (U+2F1F for 土), and a tab for the space, so that a search for 土地 or 龙泉 finds nothing. The table that
says which character a glyph stands for is put right; what is drawn stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject

# Radicals for which Unicode has no compatibility mapping, each followed by the character it looks like.
SUPPLEMENT = (
    "⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻲龜⻳龟"
)


@lru_cache(maxsize=1)
def characters() -> dict[str, str]:
    """Four hexadecimal digits of a look-alike -> those of the character that is meant."""
    pairs = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    pairs.update(zip(SUPPLEMENT[::2], SUPPLEMENT[1::2]))
    pairs["\t"] = " "
    return {f"{ord(a):04X}": f"{ord(b):04X}" for a, b in pairs.items()}


def make_searchable(page: PageObject) -> None:
    """Put right the character tables of a page's fonts."""
    resources: Any = page["/Resources"]
    for reference in resources.get("/Font", {}).values():
        table = reference.get_object().get("/ToUnicode")
        if table is None:
            continue
        stream = table.get_object()
        text = stream.get_data().decode("latin-1")
        right = re.sub(r"\[[^\]]*\]", lambda found: _right(found.group()), text)
        if right != text:
            stream.set_data(right.encode("latin-1"))


def _right(codes: str) -> str:
    return re.sub(r"<([0-9A-Fa-f]{4})>", lambda found: f"<{characters().get(found[1].upper(), found[1])}>", codes)
