"""What the reading process takes away from itself before it sees a file.

This is damage control, no sandbox: it stops a reader that swells, runs on or reaches for the network or
the disk by ordinary means, not code that has already taken the process over.
"""

from __future__ import annotations

import os
import sys

MB = 1 << 20
USUAL_MEMORY = 512 * MB
LARGE_MEMORY = 2_048 * MB
LARGE_FROM_CELLS = 2_000_000
CPU_SECONDS = 120  # twice the longest wall-clock wait: the parent's clock decides, this only backs it up

_FORBIDDEN_EVENTS = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.__new__",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.truncate",
    "os.link",
    "os.symlink",
    "os.chmod",
    "ctypes.dlopen",
    "ctypes.dlsym",
    "ctypes.call_function",
    "shutil.rmtree",
    "pty.spawn",
    "webbrowser.open",
)


class NotAllowed(RuntimeError):
    """The reading process reached for something it has no business with."""


def lower_limits() -> None:
    """Take away what reading does not need: memory, processor time, files, core dumps.

    Memory is counted from what the process has after its imports: 512 MB more now, 2 GB more at most
    (`grant_large_memory`). Windows has none of these limits and macOS ignores the one on memory; there
    the parent watches the size instead. The number of processes is not limited, because the same number
    would count the user's other programs.
    """
    if sys.platform == "win32":
        return
    import resource

    for limit, value in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _lower(limit, value, value)
    base = _address_space()
    if base is not None:
        _lower(resource.RLIMIT_AS, base + USUAL_MEMORY, base + LARGE_MEMORY)


def _lower(limit: int, value: int, ceiling: int) -> None:
    """Set a limit and how far it may be raised again; never above what whoever started the program allows."""
    if sys.platform == "win32":
        return
    import resource

    allowed = resource.getrlimit(limit)[1]
    ceiling = ceiling if allowed == resource.RLIM_INFINITY else min(ceiling, allowed)
    resource.setrlimit(limit, (min(value, ceiling), ceiling))


def grant_large_memory(cells: int) -> None:
    """Raise a lowered memory limit to its ceiling when a checked file has more than two million cells."""
    if cells > LARGE_FROM_CELLS:
        grant_all_memory()


def grant_all_memory() -> None:
    """Raise a lowered memory limit to its ceiling."""
    if sys.platform == "win32":
        return
    import resource

    _, ceiling = resource.getrlimit(resource.RLIMIT_AS)
    if ceiling != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def refuse_outside_world() -> None:
    """From here on sockets, other programs and files opened for writing end this process's work."""
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        _, mode, flags = (*arguments, None, None, None)[:3]
        if _writes(mode, flags):
            raise NotAllowed("writing a file")
    elif event.startswith(_FORBIDDEN_EVENTS):
        raise NotAllowed(event)


def _writes(mode: object, flags: object) -> bool:
    if isinstance(mode, str) and set(mode) & set("wax+"):
        return True
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND))


def _address_space() -> int | None:
    """Return the bytes of address space in use, or None where it cannot be told."""
    if not sys.platform.startswith("linux"):
        return None
    with open("/proc/self/statm", encoding="ascii") as status:
        return int(status.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
