"""Gives memory back to the operating system: what slow clients and large answers took is free, but glibc keeps it."""

import asyncio
import ctypes
import gc
from collections.abc import Callable

_PERIOD = 2.0  # seconds
_KEPT = 2 * 1024 * 1024  # bytes that may stay free for what comes next


# glibc gives blocks of this size pages of their own, which go back when they are free. It raises the size by itself as
# larger ones are freed, and what lies in the heap from then on keeps its pages.
_OWN_PAGES = 64 * 1024  # bytes
_M_MMAP_THRESHOLD = -3
_M_TOP_PAD = -2
_MALLINFO2 = (
    "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
)  # fmt: skip


class _MallocStatistics(ctypes.Structure):
    """glibc's `struct mallinfo2`; `fordblks` are the free bytes that the process holds."""

    _fields_ = tuple((name, ctypes.c_size_t) for name in _MALLINFO2)


def bound_heap() -> None:
    """Tell glibc, before much is allocated, to keep little that is free; other C libraries have rules of their own."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_MMAP_THRESHOLD, _OWN_PAGES)
        libc.mallopt(_M_TOP_PAD, 0)


async def release_memory_often() -> None:
    """Look every few seconds whether much is free, and release it; other C libraries release on their own."""
    libc = ctypes.CDLL(None)
    if not (hasattr(libc, "mallinfo2") and hasattr(libc, "malloc_trim")):
        return
    read_statistics: Callable[[], _MallocStatistics] = libc.mallinfo2
    libc.mallinfo2.restype = _MallocStatistics
    released = 0  # bytes that stay free in glibc's books although the system has them back
    while True:
        await asyncio.sleep(_PERIOD)
        released = min(released, read_statistics().fordblks)
        if read_statistics().fordblks - released > _KEPT:
            gc.collect()
            libc.malloc_trim(0)
            released = read_statistics().fordblks
