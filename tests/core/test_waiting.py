"""Work in a thread of its own, awaited by who can be told to stop."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from village_planner.core.errors import Cancelled, InputError
from village_planner.core.messages import message
from village_planner.core.task import SILENT, Task
from village_planner.core.waiting import in_thread


def test_it_runs_beside_and_is_heard_here() -> None:
    heard: list[Any] = []

    def work(task: Task) -> str:
        task.report(0.5, message("Reading the planning database …"))
        return threading.current_thread().name

    here = threading.current_thread().name
    task = Task(lambda fraction, said: heard.append((fraction, said, threading.current_thread().name)))
    assert in_thread(work, task) != here
    assert heard == [(0.5, message("Reading the planning database …"), here)]
    # Within it, work runs where it was asked for.
    assert in_thread(lambda _: in_thread(work, SILENT) == threading.current_thread().name, SILENT)


def test_errors_come_back() -> None:
    def work(task: Task) -> None:
        raise InputError("wrong", "Wrong.")

    with pytest.raises(InputError, match="Wrong"):
        in_thread(work, SILENT)


def test_what_is_cancelled_is_told_so_and_left_behind() -> None:
    going, stopped = threading.Event(), threading.Event()
    go_on = threading.Event()

    def work(task: Task) -> None:
        going.set()
        go_on.wait()  # as if it could not be stopped
        try:
            task.report(1.0)
        except Cancelled:
            stopped.set()

    with pytest.raises(Cancelled):
        in_thread(work, Task(is_cancelled=going.is_set))
    assert not stopped.is_set()
    go_on.set()
    assert stopped.wait(10)
