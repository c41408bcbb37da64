"""How large a file may be, and how somebody who runs the program changes that."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from libcollab_metrics.errors import LibCollabError

MB = 1 << 20
_SETTING = "LIBCOLLAB_MOST_"
#: How many files are read at the same time, in all windows together: unless said otherwise, and at most.
READERS, MOST_READERS = 2, 64
READERS_SETTING = _SETTING + "READERS"


def _limit(usual: int | None = None, *, ceiling: int, unit: int = 1) -> int:
    """A field of `Limits`: what it is unless said otherwise, and how far it may be raised, in its unit."""
    about = {"ceiling": ceiling, "unit": unit}
    made: int = field(metadata=about) if usual is None else field(default=usual, metadata=about)
    return made


@dataclass(frozen=True)
class Limits:
    """How large a file may be; sizes in bytes, counted while inflating and never taken from a header.

    `cells` counts the boxes around the filled cells of all sheets, `strings` the different texts of a workbook,
    `members` the parts of its container, `depth` how deep their elements nest, `merges` its merged ranges.
    """

    upload: int = _limit(ceiling=1_024, unit=MB)
    inflated: int = _limit(ceiling=4_096, unit=MB)
    cells: int = _limit(ceiling=100_000_000)
    members: int = _limit(2_000, ceiling=20_000)
    columns: int = _limit(500, ceiling=16_384)
    sheets: int = _limit(60, ceiling=1_000)
    strings: int = _limit(1_000_000, ceiling=10_000_000)
    depth: int = _limit(40, ceiling=200)
    merges: int = _limit(100_000, ceiling=1_000_000)


LAPTOP = Limits(upload=100 * MB, inflated=1024 * MB, cells=16_000_000)
HOSTED = Limits(upload=25 * MB, inflated=256 * MB, cells=2_000_000)
_FIELDS = {limit.name: limit for limit in fields(Limits)}


def setting_of(limit: str) -> str:
    """Return the environment variable that changes one limit.

    Examples
    --------
    >>> setting_of("cells"), setting_of("upload")
    ('LIBCOLLAB_MOST_CELLS', 'LIBCOLLAB_MOST_UPLOAD_MB')
    """
    return _SETTING + limit.upper() + ("_MB" if _FIELDS[limit].metadata["unit"] == MB else "")


def limits_in(environment: Mapping[str, str], *, hosted: bool = False) -> Limits:
    """Return the limits of a laptop or a hosted program, with what the environment says otherwise.

    Raises
    ------
    LibCollabError : a setting is no whole number within its bounds; the sentence names it and both.

    Examples
    --------
    >>> limits_in({"LIBCOLLAB_MOST_SHEETS": "12"}).sheets, limits_in({}, hosted=True).cells
    (12, 2000000)
    """
    usual = HOSTED if hosted else LAPTOP
    said = {name: environment[setting_of(name)] for name in _FIELDS if environment.get(setting_of(name), "").strip()}
    return replace(usual, **{name: _read(name, value, usual) for name, value in said.items()})


def readers_in(environment: Mapping[str, str]) -> int:
    """Return how many files may be read at the same time; each reading process takes 2 GB of memory at most.

    Raises
    ------
    LibCollabError : the setting `LIBCOLLAB_MOST_READERS` is not a whole number from 1 to 64.

    Examples
    --------
    >>> readers_in({}), readers_in({"LIBCOLLAB_MOST_READERS": "4"})
    (2, 4)
    """
    said = environment.get(READERS_SETTING, "").strip()
    return _whole_number(READERS_SETTING, said, MOST_READERS, READERS) if said else READERS


def _read(limit: str, value: str, usual: Limits) -> int:
    unit, ceiling = int(_FIELDS[limit].metadata["unit"]), int(_FIELDS[limit].metadata["ceiling"])
    return _whole_number(setting_of(limit), value, ceiling, getattr(usual, limit) // unit) * unit


def _whole_number(setting: str, value: str, ceiling: int, usual: int) -> int:
    bare = value.strip().replace("_", "")
    if bare.isascii() and bare.isdigit() and len(bare) < 12 and 1 <= int(bare) <= ceiling:
        return int(bare)
    raise LibCollabError(
        f'{setting} is "{value.strip()[:40]}", and must be a whole number from 1 to {ceiling:,}. '
        f"Mend it, or take it away for the usual {usual:,}."
    )


# What the reading process takes away from itself before it sees a file.
#
# This is damage control, no sandbox: it stops a reader that swells, runs on or reaches for the network or
# the disk by ordinary means, not code that has already taken the process over.

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
