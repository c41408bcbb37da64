"""Limits on uploads (size, cells, columns, sheets), worker memory and CPU time, and concurrent reads.

An administrator can change the file limits through environment variables.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from libcollab_metrics.errors import LibCollabError

MB = 1 << 20
_SETTING_PREFIX = "LIBCOLLAB_MOST_"
#: Number of files read concurrently across all sessions: the default and the maximum.
READERS, MAX_READERS = 2, 64
READERS_SETTING = _SETTING_PREFIX + "READERS"


def _limit_field(default: int | None = None, *, ceiling: int, unit: int = 1) -> int:
    """Define a field of `Limits` with its default, and its upper bound in the given unit."""
    about = {"ceiling": ceiling, "unit": unit}
    made: int = field(metadata=about) if default is None else field(default=default, metadata=about)
    return made


@dataclass(frozen=True)
class Limits:
    """Limits on the size of an uploaded file.

    Sizes are in bytes. They are counted while decompressing; sizes declared in headers are not trusted.

    Attributes
    ----------
    upload : int
        Size of the uploaded file, in bytes.
    inflated : int
        Size of the decompressed file, in bytes.
    cells : int
        Cells within the bounding boxes of the filled cells, over all sheets.
    members : int
        Members of the ZIP container.
    columns : int
        Columns per sheet.
    sheets : int
        Sheets per workbook.
    strings : int
        Distinct strings in a workbook.
    depth : int
        Nesting depth of XML elements.
    merges : int
        Merged ranges.
    """

    upload: int = _limit_field(ceiling=1_024, unit=MB)
    inflated: int = _limit_field(ceiling=4_096, unit=MB)
    cells: int = _limit_field(ceiling=100_000_000)
    members: int = _limit_field(2_000, ceiling=20_000)
    columns: int = _limit_field(2_000, ceiling=16_384)
    sheets: int = _limit_field(60, ceiling=1_000)
    strings: int = _limit_field(1_000_000, ceiling=10_000_000)
    depth: int = _limit_field(40, ceiling=200)
    merges: int = _limit_field(100_000, ceiling=1_000_000)


LAPTOP = Limits(upload=100 * MB, inflated=1024 * MB, cells=16_000_000)
HOSTED = Limits(upload=25 * MB, inflated=256 * MB, cells=2_000_000)
_FIELDS = {limit.name: limit for limit in fields(Limits)}


def setting_for(limit: str) -> str:
    """Return the environment variable that sets a limit.

    Examples
    --------
    >>> setting_for("cells"), setting_for("upload")
    ('LIBCOLLAB_MOST_CELLS', 'LIBCOLLAB_MOST_UPLOAD_MB')
    """
    return _SETTING_PREFIX + limit.upper() + ("_MB" if _FIELDS[limit].metadata["unit"] == MB else "")


def load_limits(environment: Mapping[str, str], *, hosted: bool = False) -> Limits:
    """Load the limits of a local or hosted installation, with overrides from the environment.

    Parameters
    ----------
    environment : mapping of str to str
        Environment variables.
    hosted : bool, default False
        Whether the program runs on a shared server, where the defaults are lower.

    Returns
    -------
    Limits
        Limits on uploaded files.

    Raises
    ------
    LibCollabError
        If a setting is not a whole number within its bounds; the message names the setting and the bounds.

    Examples
    --------
    >>> load_limits({"LIBCOLLAB_MOST_SHEETS": "12"}).sheets, load_limits({}, hosted=True).cells
    (12, 2000000)
    """
    usual = HOSTED if hosted else LAPTOP
    settings = {
        name: environment[setting_for(name)]
        for name in _FIELDS
        if environment.get(setting_for(name), "").strip()
    }
    return replace(usual, **{name: _parse_limit(name, value, usual) for name, value in settings.items()})


def load_reader_count(environment: Mapping[str, str]) -> int:
    """Load the number of files that may be read concurrently.

    Each worker process uses up to 2 GB of memory.

    Parameters
    ----------
    environment : mapping of str to str
        Environment variables.

    Returns
    -------
    int
        Number of concurrent worker processes.

    Raises
    ------
    LibCollabError
        If `LIBCOLLAB_MOST_READERS` is not a whole number from 1 to 64.

    Examples
    --------
    >>> load_reader_count({}), load_reader_count({"LIBCOLLAB_MOST_READERS": "4"})
    (2, 4)
    """
    setting = environment.get(READERS_SETTING, "").strip()
    return _parse_whole_number(READERS_SETTING, setting, MAX_READERS, READERS) if setting else READERS


def _parse_limit(limit: str, value: str, defaults: Limits) -> int:
    unit, ceiling = int(_FIELDS[limit].metadata["unit"]), int(_FIELDS[limit].metadata["ceiling"])
    return _parse_whole_number(setting_for(limit), value, ceiling, getattr(defaults, limit) // unit) * unit


def _parse_whole_number(setting: str, value: str, ceiling: int, default: int) -> int:
    bare = value.strip().replace("_", "")
    if bare.isascii() and bare.isdigit() and len(bare) < 12 and 1 <= int(bare) <= ceiling:
        return int(bare)
    raise LibCollabError(
        f'{setting} is "{value.strip()[:40]}", and must be a whole number from 1 to {ceiling:,}. '
        f"Correct it, or remove it for the default of {default:,}."
    )


# Restrict the worker process before it reads a file. This limits damage and is not a sandbox: it does not
# stop code that already controls the process.

DEFAULT_MEMORY = 512 * MB
LARGE_MEMORY = 2_048 * MB
LARGE_FILE_CELLS = 2_000_000
#: Added to the niceness of a worker process.
NICENESS = 10
CPU_SECONDS = 120  # twice the longest wall-clock timeout; a backup, since the parent enforces the timeout

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


class ForbiddenOperation(RuntimeError):
    """Forbidden operation in the worker process, such as network access or writing a file."""


def lower_priority() -> None:
    """Let the processes that answer visitors compute first; no-op on Windows."""
    if sys.platform != "win32":
        os.nice(NICENESS)


def apply_resource_limits() -> None:
    """Limit the worker's memory, CPU time, file writes and core dumps.

    The memory limit is relative to the address space in use after imports: 512 MB more at first, and at most
    2 GB more (`raise_memory_for_cells`). Windows has none of these limits and macOS ignores the memory limit;
    there the parent process monitors memory instead. The number of processes is not limited, because that
    limit also counts the user's other programs.
    """
    if sys.platform == "win32":
        return
    import resource

    for limit, value in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _set_limit(limit, value, value)
    base = _address_space_bytes()
    if base is not None:
        _set_limit(resource.RLIMIT_AS, base + DEFAULT_MEMORY, base + LARGE_MEMORY)


def _set_limit(limit: int, value: int, ceiling: int) -> None:
    """Set a soft and hard resource limit, never above the current hard limit."""
    if sys.platform == "win32":
        return
    import resource

    allowed = resource.getrlimit(limit)[1]
    ceiling = ceiling if allowed == resource.RLIM_INFINITY else min(ceiling, allowed)
    resource.setrlimit(limit, (min(value, ceiling), ceiling))


def raise_memory_for_cells(cells: int) -> None:
    """Raise the soft memory limit to the hard limit for files of more than two million cells."""
    if cells > LARGE_FILE_CELLS:
        raise_memory_limit()


def raise_memory_limit() -> None:
    """Raise the soft memory limit to the hard limit."""
    if sys.platform == "win32":
        return
    import resource

    _, ceiling = resource.getrlimit(resource.RLIMIT_AS)
    if ceiling != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def install_audit_hook() -> None:
    """Block network access, other programs and file writes for the rest of the process."""
    sys.addaudithook(_block_forbidden_event)


def _block_forbidden_event(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        _, mode, flags = (*arguments, None, None, None)[:3]
        if _is_write_mode(mode, flags):
            raise ForbiddenOperation("writing a file")
    elif event.startswith(_FORBIDDEN_EVENTS):
        raise ForbiddenOperation(event)


def _is_write_mode(mode: object, flags: object) -> bool:
    if isinstance(mode, str) and set(mode) & set("wax+"):
        return True
    return isinstance(flags, int) and bool(
        flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    )


def _address_space_bytes() -> int | None:
    """Return the bytes of address space in use; None on platforms other than Linux."""
    if not sys.platform.startswith("linux"):
        return None
    with open("/proc/self/statm", encoding="ascii") as status:
        return int(status.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
