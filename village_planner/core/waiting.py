"""Long work in a thread of its own, while the one that asked for it waits and stays able to be told to stop."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, wait
from typing import Any, Generic, Optional, TypeVar

from .errors import Cancelled
from .messages import Message
from .task import Task

T = TypeVar("T")
Item = TypeVar("Item")
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


def ahead(work: Callable[[Item, Task], T], items: Sequence[Item], depth: int, task: Task) -> Generator[T, None, None]:
    """The answers of `work` in the order of the items, made in a thread of its own up to `depth` before they are asked
    for. What holds of `in_thread` holds here; nothing more is begun once the iterator is closed.
    """
    unwanted = threading.Event()
    made: queue.Queue[tuple[Optional[T], Optional[BaseException]]] = queue.Queue()
    room = threading.Semaphore(depth)
    inner = Task(is_cancelled=unwanted.is_set)

    def make_all() -> None:
        for item in items:
            room.acquire()
            if unwanted.is_set():
                return
            try:
                made.put((work(item, inner), None))
            except BaseException as error:  # noqa: BLE001 - raised where the answer is awaited
                made.put((None, error))
                return

    threading.Thread(target=make_all, name="village_planner_ahead", daemon=True).start()
    try:
        for _ in items:
            while True:
                try:
                    answer, error = made.get(timeout=TICK)
                    break
                except queue.Empty:
                    task.check()
            if error is not None:
                raise error
            room.release()
            yield answer  # type: ignore[misc]
    finally:
        unwanted.set()
        room.release()
        while not made.empty():  # what nobody wants any more ends here: it may belong to this thread
            made.get_nowait()


class Fed(Generic[Item, T]):
    """Work in a thread of its own on items that it is given one by one, while the giver makes the next."""

    def __init__(self, work: Callable[[Iterator[Item]], T]) -> None:
        self._items: queue.Queue[Optional[tuple[Item]]] = queue.Queue()
        self._answer: Future[T] = Future()
        self._unwanted = False
        arguments = (self._answer, lambda _: work(self._given()), Task())
        threading.Thread(target=_fulfil, args=arguments, name="village_planner_fed", daemon=True).start()

    def give(self, item: Item) -> None:
        """Raises what the work has failed with so far."""
        if self._answer.done():
            self._answer.result()
        self._items.put((item,))

    def answer(self, task: Task) -> T:
        """The answer to all items, waited for as `in_thread` does."""
        self._items.put(None)
        while not wait([self._answer], TICK).done:
            task.check()
        return self._answer.result()

    def __enter__(self) -> Fed[Item, T]:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """After an error no answer is wanted: the work is left behind and comes to no end."""
        self._unwanted = kind is not None
        self._items.put(None)

    def _given(self) -> Iterator[Item]:
        while (item := self._items.get()) is not None and not self._unwanted:
            yield item[0]
        if self._unwanted:
            raise Cancelled


def _fulfil(future: Future[Any], work: Callable[[Task], Any], task: Task) -> None:
    try:
        future.set_result(work(task))
    except BaseException as error:  # noqa: BLE001 - raised where the answer is awaited
        future.set_exception(error)
