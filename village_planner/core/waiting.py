"""Long work in a thread of its own, while the one that asked for it waits and stays able to be told to stop."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any, Optional, TypeVar

from .messages import Message
from .task import Task

T = TypeVar("T")
TICK = 0.03  # seconds between two looks at whether it is done, or no longer wanted


def in_thread(work: Callable[[Task], T], task: Task) -> T:
    """The answer of `work`, which runs beside; `task` is asked and told in the calling thread only.

    Where that thread keeps an interface alive whenever its task is asked, the interface lives while this waits. When
    the task is cancelled the work is told so and left behind: nobody waits for what cannot stop at once, so it must
    write nothing. Errors of the work are raised here. Off the main thread nothing waits for anything: the work runs
    where it was asked for.
    """
    if threading.current_thread() is not threading.main_thread():
        return work(task)
    unwanted = threading.Event()
    said: deque[tuple[float, Optional[Message]]] = deque()
    future: Future[T] = Future()
    inner = Task(lambda fraction, message: said.append((fraction, message)), unwanted.is_set)
    threading.Thread(target=_fulfil, args=(future, work, inner), name="village_planner_waiting", daemon=True).start()
    try:
        while True:
            done = wait([future], TICK).done
            while said:
                task.progress(*said.popleft())
            if done:
                return future.result()
            task.check()
    except BaseException:
        unwanted.set()
        raise


def _fulfil(future: Future[Any], work: Callable[[Task], Any], task: Task) -> None:
    try:
        future.set_result(work(task))
    except BaseException as error:  # noqa: BLE001 - raised where the answer is awaited
        future.set_exception(error)
