"""Coded errors. Each names what is wrong, where, and what to do; the faces translate and show it."""

from __future__ import annotations

from typing import Any

from .messages import Message


class PlannerError(Exception):
    """An error meant for a person.

    code      stable name for tests and scripts, e.g. ``"duplicate_code"``
    template  English sentence with ``{named}`` placeholders: layer, field, unit code, cure
    params    values of the placeholders
    """

    def __init__(self, code: str, template: str, **params: Any) -> None:
        self.code = code
        self.message = Message(template, params)
        super().__init__(str(self.message))


class InputError(PlannerError):
    """The data or the parameters are at fault, and the user can mend them."""


class InfeasibleError(PlannerError):
    """The request contradicts itself: no result can satisfy it. The message says why."""


class StorageError(PlannerError):
    """A file cannot be read or written: locked, read-only, full, or newer than this plugin."""


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user cancelled; nothing was written."""
