"""Index rows are settled, not added: what a change touches is compared with what is true now.

So repeating a record, or reading two at once, ends in the same rows.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

R = TypeVar("R")

_ROUNDS: Final = 5


def settle(
    touched: set[R],
    present: Callable[[], set[R]],
    *,
    put: Callable[[Iterable[R]], Any],
    remove: Callable[[Iterable[R]], Any],
    told: set[R] | None = None,
) -> None:
    """Put the touched rows that should be there, remove the others, and look again in case that changed meanwhile.

    `told` are the rows that should be there by the change itself: with them only the last look is needed.
    """
    wanted = present() if told is None else told
    for _ in range(_ROUNDS):
        put(touched & wanted)
        remove(touched - wanted)
        before, wanted = wanted, present()
        if before & touched == wanted & touched:
            return
