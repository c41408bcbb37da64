"""Self-tests of the worker process: count cells, or misbehave to verify the resource limits."""

from __future__ import annotations

import ctypes
import mmap
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libcollab_metrics.ingest.files.workbook import SheetCells, read_sheets
from libcollab_metrics.ingest.limits import LAPTOP, MB, ForbiddenOperation, Limits

if TYPE_CHECKING:
    import pyarrow as pa

Answer = tuple[dict[str, Any], "dict[str, pa.Table]"]


def count_sheets(header: dict[str, Any], data: bytes, key: bytes) -> Answer:
    """Read a file and return the number of rows and filled cells of each sheet."""
    import pyarrow as pa

    limits = Limits(**header["limits"]) if "limits" in header else LAPTOP
    sheets = read_sheets(data, str(header["name"]), limits)
    counts = pa.table(
        {"rows": [len(sheet.rows) for sheet in sheets], "filled": [_count_filled(sheet) for sheet in sheets]}
    )
    return {"sheets": len(sheets), "key_length": len(key)}, {"counts": counts}


def _count_filled(sheet: SheetCells) -> int:
    return sum(cell is not None for row in sheet.rows for cell in row)


def use_memory(header: dict[str, Any], data: bytes, key: bytes) -> Answer:
    """Allocate memory, one megabyte at a time."""
    blocks = [bytearray(MB) for _ in range(int(header["megabytes"]))]
    return {"held": len(blocks)}, {}


def wait_seconds(header: dict[str, Any], data: bytes, key: bytes) -> Answer:
    """Answer after a delay."""
    time.sleep(float(header["seconds"]))
    return {"waited": True}, {}


def crash(header: dict[str, Any], data: bytes, key: bytes) -> Answer:
    """Abort the process at once, as a failing C library would."""
    os.abort()


def try_forbidden_calls(header: dict[str, Any], data: bytes, key: bytes) -> Answer:
    """Attempt network access, programs, file writes and native calls; return those refused."""
    path = Path(str(header["path"]))
    attempts: dict[str, Callable[[], object]] = {
        "network": lambda: socket.create_connection(("127.0.0.1", 9)),
        "program": lambda: os.system("true"),
        "file": lambda: path.write_bytes(b"x"),
        "open file": lambda: os.open(path, os.O_CREAT | os.O_WRONLY),
        "map of a file": lambda: mmap.mmap(os.open(__file__, os.O_RDWR), 0),
        "library": lambda: ctypes.CDLL(None),
        "function of a library": lambda: ctypes.pythonapi.Py_GetVersion,
    }
    refused = []
    for name, attempt in attempts.items():
        try:
            attempt()
        except ForbiddenOperation:
            refused.append(name)
    return {"refused": refused}, {}
