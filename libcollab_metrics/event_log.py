"""Event log: level and allowed fields of each event; codes and counts, never values from sheets.

The dashboard and the command line choose the destination with `open_event_log`; by default nothing is
written. A name, a cell, a file name or a sentence cannot get into a line: an event accepts only the fields
listed for it, and text that is not a code is written as "other".
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from libcollab_metrics.errors import LibCollabError

if TYPE_CHECKING:
    from libcollab_metrics.model import Import

__all__ = [
    "EVENTS",
    "LEVELS",
    "LOGGER",
    "EventField",
    "error_code",
    "log_event",
    "log_import",
    "log_refused_file",
    "open_event_log",
]

LOGGER = logging.getLogger("libcollab")
LOGGER.addHandler(logging.NullHandler())
LOGGER.propagate = False

#: Level and allowed fields of each event. Info: completed work. Warning: a refusal. Error: the program failed
#: and needs attention.
EVENTS: Mapping[str, tuple[int, tuple[str, ...]]] = MappingProxyType(
    {
        "import": (
            logging.INFO,
            ("library", "format", "bytes", "sheets", "rows", "left_out", "issues", "seconds"),
        ),
        "export": (logging.INFO, ("library", "what", "audience", "format", "bytes", "hidden", "seconds")),
        "backup": (logging.INFO, ("library", "bytes", "steps", "seconds")),
        "restore": (logging.INFO, ("library", "bytes", "steps", "seconds")),
        "forget": (logging.INFO, ("library", "what")),
        "refusal": (logging.WARNING, ("library", "what", "kind", "audience", "format", "bytes", "seconds")),
        "sign-in-refused": (logging.WARNING, ("kind",)),
        "not-started": (logging.ERROR, ("kind", "missing")),
        "failure": (logging.ERROR, ("library", "reference", "kind", "place", "frames")),
    }
)
#: Environment variable with the minimum level: info, warning or error.
LEVEL_VARIABLE = "LIBCOLLAB_LOG"
LEVELS = MappingProxyType({"info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR})

#: Magic bytes of the two workbook formats; the rest of a file is only parsed in the worker process.
FILE_SIGNATURES = {b"PK": "zip", b"\xd0\xcf": "ole"}

_CODE = re.compile(r"[a-z0-9][a-z0-9._:/-]{0,119}")
EventField = str | int | float | Sequence[str] | Mapping[str, int]


def log_event(event: str, **facts: EventField) -> None:
    """Write one event to the log.

    Parameters
    ----------
    event : str
        A key of `EVENTS`.
    **facts : Fact
        Fields listed for the event: counts, seconds, bytes, codes (lowercase letters, digits and `._:/-`),
        lists of codes, or counts by code.

    Raises
    ------
    ValueError
        If the event or a field is not listed.

    Examples
    --------
    >>> _format_event("refusal", {"kind": "held-back", "what": "Ana Cruz"}, "2026-03-07")
    '{"time": "2026-03-07", "level": "warning", "event": "refusal", "kind": "held-back", "what": "other"}'
    """
    if event not in EVENTS or not set(facts) <= set(EVENTS[event][1]):
        raise ValueError(f"The logbook does not know {event} with {', '.join(sorted(facts))}.")
    if LOGGER.isEnabledFor(EVENTS[event][0]):
        LOGGER.log(
            EVENTS[event][0], "%s", _format_event(event, facts, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        )


def _format_event(event: str, facts: Mapping[str, EventField], time: str) -> str:
    level = logging.getLevelName(EVENTS[event][0]).lower()
    redacted = {name: _redact_field(value) for name, value in facts.items()}
    return json.dumps({"time": time, "level": level, "event": event, **redacted}, ensure_ascii=True)


def _redact_field(value: EventField) -> object:
    """Redact a field: numbers pass, text passes only if it is a code."""
    if isinstance(value, str):
        return value if not value or _CODE.fullmatch(value) else "other"
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return {str(_redact_field(code)): int(count) for code, count in value.items()}
    return [_redact_field(code) for code in value]


def log_import(imported: Import, data: bytes, seconds: float, library: str) -> None:
    """Log that a file was imported: its size, and the number of issues by code.

    Parameters
    ----------
    imported : Import
        Result of reading the file.
    data : bytes
        Content of the file; only its length and first two bytes are used.
    seconds : float
        Duration of reading.
    library : str
        Library (tenant) the file belongs to.
    """
    kinds: Counter[str] = Counter()
    for issue in imported.issues:
        kinds[issue.code] += issue.count
    sheets = imported.reading.sheets
    log_event(
        "import",
        library=library,
        format=_file_type(data),
        bytes=len(data),
        sheets=len(sheets),
        rows=sum(sheet.rows_used for sheet in sheets),
        left_out=sum(sheet.rows_left_out for sheet in sheets),
        issues=kinds,
        seconds=seconds,
    )


def log_refused_file(error: Exception, data: bytes, seconds: float, library: str) -> None:
    """Log that a file could not be read.

    Parameters
    ----------
    error : Exception
        Reason; only its type is logged.
    data : bytes
        Content of the file; only its length and first two bytes are used.
    seconds : float
        Duration until the failure.
    library : str
        Library (tenant) the file belongs to.
    """
    log_event(
        "refusal",
        library=library,
        what="file",
        kind=error_code(error),
        format=_file_type(data),
        bytes=len(data),
        seconds=seconds,
    )


def _file_type(data: bytes) -> str:
    return FILE_SIGNATURES.get(data[:2], "other")


def error_code(error: BaseException) -> str:
    """Return the type of an error as a code: the name of its class, never its text.

    Parameters
    ----------
    error : BaseException
        Error to classify.

    Returns
    -------
    str
        `log_code` of an error of this package; otherwise the class name in kebab case.

    Examples
    --------
    >>> error_code(ZeroDivisionError("Ana Cruz"))
    'zero-division-error'
    """
    if isinstance(error, LibCollabError) and error.log_code:
        return error.log_code
    name = re.sub(r"[^A-Za-z0-9]", "", type(error).__name__)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def open_event_log(environment: Mapping[str, str], default_level: str = "") -> None:
    """Send the event log to standard error from now on.

    Parameters
    ----------
    environment : mapping of str to str
        Environment, as `os.environ`; `LIBCOLLAB_LOG` sets the minimum level, a key of `LEVELS`. An unknown
        value means "info", so that a typing error does not discard events.
    default_level : str, default ""
        Level if the environment sets none; "" disables the log.
    """
    level = environment.get(LEVEL_VARIABLE) or default_level
    if level:
        written = logging.StreamHandler(sys.stderr)
        written.setFormatter(logging.Formatter("%(message)s"))
        LOGGER.addHandler(written)
    LOGGER.setLevel(LEVELS.get(level.strip().casefold(), logging.INFO))
