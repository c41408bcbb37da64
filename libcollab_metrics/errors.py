"""Errors with messages for users, their codes in the event log, and similar names for an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from libcollab_metrics.messages import Message, join_with_or


class LibCollabError(Exception):
    """Base class of all expected errors; the message is written for the user."""

    log_code = ""  # code of the error in the event log; empty for the class name

    @property
    def message(self) -> str:
        """The message; a `Message` can be translated where it is shown, which `str()` of the error cannot."""
        return self.args[0] if self.args else ""


class UnreadableFileError(LibCollabError):
    """A file that cannot be read at all; the message names file, cause and next step."""

    log_code = "unreadable-file"

    code = "workbook-unreadable"  # issue code used when listing excluded files


class UnknownNameError(LibCollabError):
    """An unknown field, metric, setting or option; the message suggests the nearest names."""

    log_code = "unknown-name"


class ReleaseBlockedError(LibCollabError):
    """A document that must not be released yet; the message says which lines to clear first."""

    log_code = "held-back"


def unknown_name_error(kind: str, name: str, known: Iterable[str]) -> UnknownNameError:
    """Build the error for an unknown name, with suggestions of the nearest known names.

    Parameters
    ----------
    kind : str
        Kind of name, in the user's words ("metric", "field", "setting").
    name : str
        Unknown name.
    known : iterable of str
        Valid names.

    Returns
    -------
    UnknownNameError
        Error to raise.

    Examples
    --------
    >>> str(unknown_name_error("metric", "atendance_total", ["attendance_total", "reach_rate"]))
    'There is no metric "atendance_total". Did you mean "attendance_total"?'
    >>> str(unknown_name_error("metric", "zzz", ["attendance_total", "reach_rate"]))
    'There is no metric "zzz". Known: attendance_total, reach_rate.'
    """
    names = list(known)
    near = get_close_matches(name, names, n=3, cutoff=0.6)
    if near:
        hint = Message("Did you mean {names}?", names=join_with_or([f'"{each}"' for each in near]))
    else:
        hint = Message("Known: {names}.", names=", ".join(sorted(names)))
    return UnknownNameError(Message('There is no {kind} "{name}". {hint}', kind=kind, name=name, hint=hint))
