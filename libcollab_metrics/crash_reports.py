"""What may be told of an error nobody foresaw: its kind and its place in the code, under a short reference.

The text of such an error can quote a cell, so it is told to nobody: neither on the screen, nor in the logbook, nor in
the logs of the libraries around this package (`keep_values_out_of_logs`).
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
#: Places told of one error, the innermost last.
MOST_FRAMES = 12


@dataclass(frozen=True)
class Mishap:
    """An unforeseen error without its text: `reference` stands on the screen and in the logbook."""

    reference: str
    kind: str
    place: str
    frames: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} at {self.place} (reference {self.reference})"


def mishap_of(error: BaseException) -> Mishap:
    """Return what may be told of an error: lines of this program's own code and the kind of error, no text."""
    frames = tuple(found for frame in traceback.extract_tb(error.__traceback__) if (found := _place(frame)))
    return Mishap(secrets.token_hex(4), kind_of(error), frames[-1] if frames else "elsewhere", frames[-MOST_FRAMES:])


def _place(frame: traceback.FrameSummary) -> str:
    """A line of our own code as `pages/share.py:12`; nothing for a line of another library."""
    path = Path(frame.filename)
    if not path.is_relative_to(ROOT):
        return ""
    within = path.relative_to(ROOT)
    return f"{within.as_posix()}:{frame.lineno}" if within.parts[0] in OURS else ""


def record(error: BaseException, library: str = "") -> Mishap:
    """Write an unforeseen error into the logbook without its text; return what may be told of it."""
    found = mishap_of(error)
    note("failure", library=library, reference=found.reference, kind=found.kind, place=found.place,
         frames=found.frames)  # fmt: skip
    return found


def _quotes_nothing(logger: str) -> bool:
    return False


def keep_values_out_of_logs(quotes: Callable[[str], bool] = _quotes_nothing) -> None:
    """Take the text of every error out of every log of this process and off standard error.

    Loggers of other libraries print the text and the traceback of what went wrong. From now on their records say kind,
    place and reference instead; so does what ends a thread. Warnings, which quote what was written, keep their place
    only, and so does every message of a logger that quotes what was typed. A second call replaces `quotes`.

    Parameters
    ----------
    quotes : whether the messages of the logger of this name can quote what was typed.
    """
    make = logging.getLogRecordFactory()
    if getattr(make, "quotes", None) is quotes:
        return
    logging.setLogRecordFactory(_without_values(getattr(make, "with_values", make), quotes))
    warnings.showwarning = _warned
    logging.raiseExceptions = False  # a log that cannot be written would print the error on its way, with its text
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
    """Where a record brings an error along, say what may be told of it in the place of everything else."""
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
