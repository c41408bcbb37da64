"""What a title says beside the program's name: that the session was cancelled, or put off."""

from __future__ import annotations

import re

from libcollab_metrics.ingest.columns import Column, Context, Said, as_text, status_of, tell
from libcollab_metrics.ingest.lexicon import word_list, words
from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.names import plain


def read_titles(column: Column | None, fallback: str, context: Context, length: int) -> tuple[Values, Values]:
    """Return each row's program, and its status where only the title says it ("CANCELLED - Story hour")."""
    if column is None:
        return Values.all(fallback or None, length), Values.all(None, length)
    titles, statuses, said = [], [], []
    for cell in column.distinct:
        typed = as_text(cell)
        title, word = strip_status(typed)
        status = status_of(word, context)
        titles.append(title or fallback or None)
        statuses.append(status or None)
        said.append(("cancelled-by-title", f'"{typed}" read as "{title}", {status}') if status else None)
    tell(column, context, said)
    return Values(column.codes, titles), Values(column.codes, statuses)


def read_called_off(columns: list[Column], context: Context, length: int) -> Values:
    """Return the status of each row whose head count says in a word that the session was cancelled."""
    known = words("held")
    found = Values.all(None, length)
    for column in columns:
        statuses: list[str | None] = []
        said: list[Said] = []
        for cell in column.distinct:
            word = known.get(plain(cell)) if isinstance(cell, str) else None
            off = word in ("cancelled", "postponed") and plain(as_text(cell)) != "no"
            status = status_of(word if off and word else "", context)
            statuses.append(status or None)
            message = f'"{as_text(cell)}" stands where a number should; read as {status}'
            said.append(("cancelled-by-title", message) if off else None)
        tell(column, context, said)
        found = found.otherwise(Values(column.codes, statuses))
    return found


def strip_status(title: str) -> tuple[str, str]:
    """Return a title without the word that calls it off, and whether it was "cancelled" or "postponed" ("": neither).

    Examples
    --------
    >>> strip_status("CANCELLED - Story hour"), strip_status("Story hour (postponed)")
    (('Story hour', 'cancelled'), ('Story hour', 'postponed'))
    """
    for listed, status in (
        (word_list("cancelled_in_title"), "cancelled"),
        (word_list("postponed_in_title"), "postponed"),
    ):
        for word in listed:
            pattern = rf"^\s*[\[(]?\s*{word}\b\s*[\])]?\s*[-–—:!*]*\s*|\s*[-–—:(\[]+\s*{word}\b\s*[\])]?\s*$"
            bare, changed = re.subn(pattern, "", title, flags=re.IGNORECASE)
            if changed:
                return bare.strip(), status
            if inside := re.search(rf"\s+((was|is|has been)\s+)?[\[(]?{word}\b.*$", title, flags=re.IGNORECASE):
                return title[: inside.start()].strip(" -–—:([,"), status
    return title, ""
