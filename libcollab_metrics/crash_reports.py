"""Reports of unexpected errors without their text: error type, code location and reference.

The text of such an error can quote a cell, so it is never shown on the screen, written to the event log, or
logged by third-party libraries (`install_log_redaction`).
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

from libcollab_metrics.event_log import LOGGER, error_code, log_event

__all__ = ["CrashReport", "build_crash_report", "install_log_redaction", "record_crash"]

ROOT = Path(__file__).resolve().parents[1]
OWN_PATHS = ("app.py", "libcollab_metrics", "pages")
#: Maximum number of code locations per report, innermost last.
MAX_FRAMES = 12


@dataclass(frozen=True)
class CrashReport:
    """An unexpected error without its text.

    Attributes
    ----------
    reference : str
        Random hexadecimal reference, shown on the screen and written to the event log.
    kind : str
        Error type as a code.
    location : str
        Innermost location in this program's code, as `pages/share.py:12`; "elsewhere" if there is none.
    frames : tuple of str
        Innermost locations in this program's code, at most 12, innermost last.
    """

    reference: str
    kind: str
    location: str
    frames: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} at {self.location} (reference {self.reference})"


def build_crash_report(error: BaseException) -> CrashReport:
    """Build a report of an error: its type and locations in this program's code, without text.

    Parameters
    ----------
    error : BaseException
        Error with its traceback.

    Returns
    -------
    CrashReport
        Report with a new random reference.
    """
    frames = tuple(
        location
        for frame in traceback.extract_tb(error.__traceback__)
        if (location := _frame_location(frame))
    )
    return CrashReport(
        secrets.token_hex(4), error_code(error), frames[-1] if frames else "elsewhere", frames[-MAX_FRAMES:]
    )


def _frame_location(frame: traceback.FrameSummary) -> str:
    """Return a frame in this program's code as `pages/share.py:12`; "" for other libraries."""
    path = Path(frame.filename)
    if not path.is_relative_to(ROOT):
        return ""
    within = path.relative_to(ROOT)
    return f"{within.as_posix()}:{frame.lineno}" if within.parts[0] in OWN_PATHS else ""


def record_crash(error: BaseException, library: str = "") -> CrashReport:
    """Write an unexpected error to the event log without its text.

    Parameters
    ----------
    error : BaseException
        Error to record.
    library : str, default ""
        Library (tenant) the error belongs to.

    Returns
    -------
    CrashReport
        Report of the error, with the reference to show.
    """
    report = build_crash_report(error)
    log_event(
        "failure",
        library=library,
        reference=report.reference,
        kind=report.kind,
        place=report.location,
        frames=report.frames,
    )
    return report


def _never_quotes(logger: str) -> bool:
    return False


def install_log_redaction(quotes_input: Callable[[str], bool] = _never_quotes) -> None:
    """Redact error texts from all logs of this process and from standard error.

    Third-party loggers print the text and traceback of an error. Their records are rewritten to the error
    type, location and reference; so is the output for an error that ends the process or a thread. Warnings,
    which quote the source line, are reduced to category and location, and so is every message of a logger
    that quotes user input. A second call replaces `quotes_input`.

    Parameters
    ----------
    quotes_input : callable
        Takes a logger name and returns True if its messages can quote user input.
    """
    make = logging.getLogRecordFactory()
    if getattr(make, "quotes", None) is quotes_input:
        return
    logging.setLogRecordFactory(_redacting_factory(getattr(make, "with_values", make), quotes_input))
    warnings.showwarning = _log_warning
    logging.raiseExceptions = False  # a failing handler would print the original error with its text
    sys.excepthook = _handle_uncaught
    threading.excepthook = lambda ended: _record_if_error(ended.exc_value)
    sys.unraisablehook = lambda ended: _record_if_error(ended.exc_value)


def _redacting_factory(
    make: Callable[..., logging.LogRecord], quotes: Callable[[str], bool]
) -> Callable[..., logging.LogRecord]:
    def made(*args: Any, **kwargs: Any) -> logging.LogRecord:
        log_record = make(*args, **kwargs)
        if log_record.name != LOGGER.name:
            _redact_record(log_record, quotes)
        return log_record

    made.with_values, made.quotes = make, quotes  # type: ignore[attr-defined]
    return made


def _redact_record(log_record: logging.LogRecord, quotes: Callable[[str], bool]) -> None:
    """Replace the content of a log record that contains an error by its report."""
    error, message = log_record.exc_info[1] if log_record.exc_info else None, log_record.__dict__["msg"]
    if error is not None:
        log_record.msg, log_record.args = "An unexpected error: %s", (str(build_crash_report(error)),)
    elif isinstance(message, BaseException):
        log_record.msg, log_record.args = "%s", (error_code(message),)
    elif quotes(log_record.name):
        log_record.msg, log_record.args = "A remark at %s:%d", (log_record.name, log_record.lineno)
    elif isinstance(log_record.args, tuple):
        log_record.args = tuple(
            error_code(argument) if isinstance(argument, BaseException) else argument
            for argument in log_record.args
        )
    log_record.exc_info, log_record.exc_text, log_record.stack_info = None, None, None


def _log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    logging.getLogger("py.warnings").warning("%s at %s:%d", category.__name__, Path(filename).name, lineno)


def _handle_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        _record_if_error(error)


def _record_if_error(error: BaseException | None) -> None:
    if error is not None:
        record_crash(error)
