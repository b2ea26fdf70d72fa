"""numba where it is installed: plain loops over flat arrays are compiled, else they run as Python over lists.

Both do the same arithmetic in the same order and so give the same plan. Compiled loops are some twenty times as fast,
but compiling takes several seconds once per session. numba is never needed.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from typing import Any, Callable

from ..messages import Message, message

LARGE = 2000  # nodes of a block above which numba makes a difference that a person notices
AVAILABLE = importlib.util.find_spec("numba") is not None
WORTH = 4_000_000  # proposals from which compiling pays


def worth(proposals: int) -> bool:
    """Whether compiled loops are at hand and pay for that many proposals."""
    return AVAILABLE and proposals >= WORTH and _compiler() is not None


@lru_cache(maxsize=1)
def _compiler() -> Callable[[Any], Any] | None:
    """numba's decorator, None where numba does not work here."""
    try:
        import numba

        # Without counting of references the loops are ten times as fast; they keep no array alive. The option is
        # not official, so that it is tried first.
        plain = numba.njit(_nrt=False)
        plain(lambda x: x + 1)(1)
        return plain
    except Exception:  # noqa: BLE001 -- a numba that does not fit the numpy at hand fails in many ways
        return None


@lru_cache(maxsize=4)
def build(factory: Callable[[Callable[[Any], Any]], Any], fast: bool) -> Any:
    """What `factory(decorator)` returns, its functions compiled if `fast`.

    No cache on disk: it would lie in the plugin's folder, and an outdated one crashes instead of failing.
    """
    return factory((fast and _compiler()) or (lambda function: function))


def flat(array: Any, fast: bool) -> Any:
    """A one-dimensional array as the loops want it: itself where they are compiled, else a list (Python reads a list
    several times as fast)."""
    return array if fast else array.tolist()


def advice(nodes: int) -> Message | None:
    """What to say about speed for a block of that many nodes; None where nothing is to be gained."""
    if nodes <= LARGE or _compiler() is not None:
        return None
    return message(
        "numba is not installed: districts of {units:,} units are found without it, but slower.", units=nodes
    )
