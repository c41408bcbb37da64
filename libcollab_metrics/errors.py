"""The errors a librarian may read: what is wrong, where, what was read, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class LibCollabError(Exception):
    """The family of everything this package refuses; its text is written for a person."""


class UnreadableFile(LibCollabError):
    """A file could not be read at all; the text names the file, the cause and the next step."""

    code = "workbook-unreadable"  # the kind of issue it is, for whoever lists the files that were left out


class UnknownName(LibCollabError):
    """A field, metric, setting or option that does not exist; the text proposes the nearest."""


class HeldBack(LibCollabError):
    """A document must not leave yet; the text says which lines to clear first."""


def did_you_mean(kind: str, name: str, known: Iterable[str]) -> UnknownName:
    """Return the error for an unknown `name` of some `kind`, with the nearest known names.

    Parameters
    ----------
    kind : what was asked for, in the reader's words ("metric", "field", "setting").
    name : what was read.
    known : the names that exist.

    Examples
    --------
    >>> str(did_you_mean("metric", "atendance_total", ["attendance_total", "reach_rate"]))
    'There is no metric "atendance_total". Did you mean "attendance_total"?'
    >>> str(did_you_mean("metric", "zzz", ["attendance_total", "reach_rate"]))
    'There is no metric "zzz". Known: attendance_total, reach_rate.'
    """
    names = list(known)
    near = get_close_matches(name, names, n=3, cutoff=0.6)
    if near:
        hint = "Did you mean " + " or ".join(f'"{n}"' for n in near) + "?"
    else:
        hint = "Known: " + ", ".join(sorted(names)) + "."
    return UnknownName(f'There is no {kind} "{name}". {hint}')
