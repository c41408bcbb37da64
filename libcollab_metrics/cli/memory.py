"""Memory of a process that runs one command and ends."""

from __future__ import annotations

import ctypes
import sys

#: Parameters of `mallopt` in glibc.
_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4
_NEVER = 2**31 - 1


def keep_freed_memory() -> None:
    """Let the C library reuse freed memory instead of returning it to the system.

    Otherwise, every array of several megabytes gets new pages, which the system clears one by one: two fifths
    of the time to count ten million rows. The process keeps the memory of its peak until it ends, so this is
    for commands and not for a server. Does nothing where the C library is not glibc.
    """
    if not sys.platform.startswith("linux"):
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_M_MMAP_MAX, 0)
        set_option(_M_TRIM_THRESHOLD, _NEVER)
