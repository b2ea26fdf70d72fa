"""Work in a thread of its own, awaited by who can be told to stop."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from village_planner.core.errors import Cancelled, InputError
from village_planner.core.messages import message
from village_planner.core.task import SILENT, Task
from village_planner.core.waiting import Fed, ahead, in_thread


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


def worker_is_gone(name: str) -> bool:
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(10)
    return not any(thread.name == name for thread in threading.enumerate())


def test_answers_come_ahead_and_in_order_and_no_further_than_asked() -> None:
    begun: list[int] = []
    third = threading.Event()

    def work(item: int, task: Task) -> int:
        begun.append(item)
        if item == 3:
            third.set()
        return item * item

    answers = ahead(work, range(1, 9), 3, SILENT)
    assert next(answers) == 1
    assert third.wait(10) and len(begun) <= 4  # one is taken, three lie ready
    assert [*answers] == [4, 9, 16, 25, 36, 49, 64] and begun == [*range(1, 9)]
    assert worker_is_gone("village_planner_ahead")


def test_an_error_comes_after_the_answers_before_it() -> None:
    def work(item: int, task: Task) -> int:
        if item == 3:
            raise InputError("wrong", "Wrong.")
        return item

    answers = ahead(work, [1, 2, 3, 4], 3, SILENT)
    assert [next(answers), next(answers)] == [1, 2]
    with pytest.raises(InputError, match="Wrong"):
        next(answers)
    assert worker_is_gone("village_planner_ahead")


def test_who_wants_no_more_answers_ends_the_work() -> None:
    going, told = threading.Event(), threading.Event()

    def work(item: int, task: Task) -> int:
        while item == 2 and not told.wait(0.01):
            going.set()
            if task.is_cancelled():
                told.set()
        return item

    answers = ahead(work, [1, 2, 3], 1, SILENT)
    assert next(answers) == 1 and going.wait(10)
    answers.close()
    assert told.wait(10) and worker_is_gone("village_planner_ahead")


def test_answers_that_nobody_wants_end_in_the_thread_that_asked() -> None:
    ended: list[threading.Thread] = []
    made = threading.Event()

    class Answer:
        def __del__(self) -> None:
            ended.append(threading.current_thread())

    def work(item: int, _: Task) -> Answer:
        if item == 4:
            made.set()
        return Answer()

    answers = ahead(work, [1, 2, 3, 4], 4, SILENT)
    next(answers)
    assert made.wait(10)
    while not worker_is_gone("village_planner_ahead"):
        pass
    answers.close()
    assert ended == [threading.current_thread()] * 4


def test_one_can_be_cancelled_while_waiting_for_an_answer() -> None:
    never, wanted = threading.Event(), threading.Event()
    answers = ahead(lambda item, task: never.wait(10), [1], 1, Task(is_cancelled=wanted.is_set))
    wanted.set()
    with pytest.raises(Cancelled):
        next(answers)
    never.set()


def test_work_is_fed_item_by_item() -> None:
    with Fed(lambda items: [item + 1 for item in items]) as fed:
        for item in (1, 2, 3):
            fed.give(item)
        assert fed.answer(SILENT) == [2, 3, 4]
    assert worker_is_gone("village_planner_fed")


def test_fed_work_that_fails_says_so_with_the_next_item_at_the_latest() -> None:
    def work(items: Any) -> None:
        next(items)
        raise InputError("wrong", "Wrong.")

    with pytest.raises(InputError, match="Wrong"), Fed(work) as fed:
        fed.give(1)
        worker_is_gone("village_planner_fed")
        fed.give(2)


def test_fed_work_ends_when_the_giver_fails() -> None:
    seen: list[int] = []

    def work(items: Any) -> None:
        seen.extend(items)  # never ends by itself

    with pytest.raises(ZeroDivisionError), Fed(work) as fed:
        fed.give(1)
        _ = 1 / 0
    assert worker_is_gone("village_planner_fed") and seen in ([], [1])
