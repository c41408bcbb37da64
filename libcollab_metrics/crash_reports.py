"""Reports of unexpected errors without their text: error type, code location and reference.

The text of such an error can quote a cell, so it is never shown on the screen, written to the event log, or
logged by third-party libraries (`keep_values_out_of_logs`).
"""

from __future__ import annotations

import logging
import secrets
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from libcollab_metrics.event_log import LOGGER, kind_of, note

__all__ = ["Mishap", "keep_values_out_of_logs", "mishap_of", "record"]

ROOT = Path(__file__).resolve().parents[1]
OURS = ("app.py", "libcollab_metrics", "pages")
#: Maximum number of code locations per report, innermost last.
MOST_FRAMES = 12


@dataclass(frozen=True)
class Mishap:
    """An unexpected error without its text.

    Attributes
    ----------
    reference : str
        Random hexadecimal reference, shown on the screen and written to the event log.
    kind : str
        Error type as a code.
    place : str
        Innermost location in this program's code, as `pages/share.py:12`; "elsewhere" if there is none.
    frames : tuple of str
        Innermost locations in this program's code, at most 12, innermost last.
    """

    reference: str
    kind: str
    place: str
    frames: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} at {self.place} (reference {self.reference})"


def mishap_of(error: BaseException) -> Mishap:
    """Build a report of an error: its type and locations in this program's code, without text.

    Parameters
    ----------
    error : BaseException
        Error with its traceback.

    Returns
    -------
    Mishap
        Report with a new random reference.
    """
    frames = tuple(found for frame in traceback.extract_tb(error.__traceback__) if (found := _place(frame)))
    return Mishap(secrets.token_hex(4), kind_of(error), frames[-1] if frames else "elsewhere", frames[-MOST_FRAMES:])


def _place(frame: traceback.FrameSummary) -> str:
    """Return a frame in this program's code as `pages/share.py:12`; "" for other libraries."""
    path = Path(frame.filename)
    if not path.is_relative_to(ROOT):
        return ""
    within = path.relative_to(ROOT)
    return f"{within.as_posix()}:{frame.lineno}" if within.parts[0] in OURS else ""


def record(error: BaseException, library: str = "") -> Mishap:
    """Write an unexpected error to the event log without its text.

    Parameters
    ----------
    error : BaseException
        Error to record.
    library : str, default ""
        Library (tenant) the error belongs to.

    Returns
    -------
    Mishap
        Report of the error, with the reference to show.
    """
    found = mishap_of(error)
    note("failure", library=library, reference=found.reference, kind=found.kind, place=found.place,
         frames=found.frames)  # fmt: skip
    return found


def _quotes_nothing(logger: str) -> bool:
    return False


def keep_values_out_of_logs(quotes: Callable[[str], bool] = _quotes_nothing) -> None:
    """Redact error texts from all logs of this process and from standard error.

    Third-party loggers print the text and traceback of an error. Their records are rewritten to the error
    type, location and reference; so is the output for an error that ends the process or a thread. Warnings,
    which quote the source line, are reduced to category and location, and so is every message of a logger
    that quotes user input. A second call replaces `quotes`.

    Parameters
    ----------
    quotes : callable
        Takes a logger name and returns True if its messages can quote user input.
    """
    make = logging.getLogRecordFactory()
    if getattr(make, "quotes", None) is quotes:
        return
    logging.setLogRecordFactory(_without_values(getattr(make, "with_values", make), quotes))
    warnings.showwarning = _warned
    logging.raiseExceptions = False  # a failing handler would print the original error with its text
    sys.excepthook = _at_the_end
    threading.excepthook = lambda ended: _tell(ended.exc_value)
    sys.unraisablehook = lambda ended: _tell(ended.exc_value)


def _without_values(
    make: Callable[..., logging.LogRecord], quotes: Callable[[str], bool]
) -> Callable[..., logging.LogRecord]:
    def made(*args: Any, **kwargs: Any) -> logging.LogRecord:
        found = make(*args, **kwargs)
        if found.name != LOGGER.name:
            _take_out(found, quotes)
        return found

    made.with_values, made.quotes = make, quotes  # type: ignore[attr-defined]
    return made


def _take_out(found: logging.LogRecord, quotes: Callable[[str], bool]) -> None:
    """Replace the content of a log record that contains an error by its report."""
    error, said = found.exc_info[1] if found.exc_info else None, found.__dict__["msg"]
    if error is not None:
        found.msg, found.args = "An unexpected error: %s", (str(mishap_of(error)),)
    elif isinstance(said, BaseException):
        found.msg, found.args = "%s", (kind_of(said),)
    elif quotes(found.name):
        found.msg, found.args = "A remark at %s:%d", (found.name, found.lineno)
    elif isinstance(found.args, tuple):
        found.args = tuple(kind_of(one) if isinstance(one, BaseException) else one for one in found.args)
    found.exc_info, found.exc_text, found.stack_info = None, None, None


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    logging.getLogger("py.warnings").warning("%s at %s:%d", category.__name__, Path(filename).name, lineno)


def _at_the_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        _tell(error)


def _tell(error: BaseException | None) -> None:
    if error is not None:
        record(error)
