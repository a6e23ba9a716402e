"""Let several do the same thing at the same moment, each with a connection of its own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connections


def together(calls: Sequence[Callable[[], Any]], *, wait: float = 60) -> list[Any]:
    """Start every call behind one barrier; answers in the order of the calls, an exception being an answer.

    Needs `django_db(transaction=True)`: threads see only what is committed.
    """
    barrier, answers = Barrier(len(calls)), [None] * len(calls)

    def run(place: int) -> None:
        try:
            connections["default"].ensure_connection()
            barrier.wait(wait)
            answers[place] = calls[place]()
        except Exception as error:
            answers[place] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(place,), daemon=True) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(wait)
        assert not thread.is_alive(), "a rival hangs: deadlock or endless wait"
    return answers


def kinds(answers: Sequence[Any]) -> dict[str, int]:
    """How many answers of each type, by name."""
    names = [type(answer).__name__ for answer in answers]
    return {name: names.count(name) for name in sorted(set(names))}
