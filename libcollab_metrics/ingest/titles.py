"""What a title says beside the program's name: that the session was cancelled, or put off."""

from __future__ import annotations

import re

from libcollab_metrics.ingest.columns import PUT_OFF, Column, Context, Said, as_text, tell
from libcollab_metrics.ingest.lexicon import word_list, words
from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.names import plain


def read_titles(column: Column | None, fallback: str, context: Context, length: int) -> tuple[Values, Values]:
    """Return each row's program, and its status where only the title says it ("CANCELLED - Story hour")."""
    if column is None:
        return Values.all(fallback or None, length), Values.all(None, length)
    postponed = context.answers.get("postponed", "cancelled")
    titles, statuses, said = [], [], []
    for cell in column.distinct:
        typed = as_text(cell)
        title, called = strip_status(typed, PUT_OFF)
        status = postponed if called == PUT_OFF else called
        titles.append(title or fallback or None)
        statuses.append(status or None)
        how = f"{PUT_OFF}: {status}" if called == PUT_OFF else status
        said.append(("cancelled-by-title", f'"{typed}" read as "{title}", {how}') if status else None)
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
            status = context.answers.get("postponed", "cancelled") if word == "postponed" else "cancelled"
            statuses.append(status if off else None)
            how = f"{PUT_OFF}: {status}" if word == "postponed" else status
            message = f'"{as_text(cell)}" stands where a number should; read as {how}'
            said.append(("cancelled-by-title", message) if off else None)
        tell(column, context, said)
        found = found.otherwise(Values(column.codes, statuses))
    return found


def strip_status(title: str, postponed: str) -> tuple[str, str]:
    """Return a title without the word that cancels it, and the status that word gives ("" when none does).

    Examples
    --------
    >>> strip_status("CANCELLED - Story hour", "cancelled")
    ('Story hour', 'cancelled')
    """
    for listed, status in (
        (word_list("cancelled_in_title"), "cancelled"),
        (word_list("postponed_in_title"), postponed),
    ):
        for word in listed:
            pattern = rf"^\s*[\[(]?\s*{word}\b\s*[\])]?\s*[-–—:!*]*\s*|\s*[-–—:(\[]+\s*{word}\b\s*[\])]?\s*$"
            bare, changed = re.subn(pattern, "", title, flags=re.IGNORECASE)
            if changed:
                return bare.strip(), status
            if inside := re.search(rf"\s+((was|is|has been)\s+)?[\[(]?{word}\b.*$", title, flags=re.IGNORECASE):
                return title[: inside.start()].strip(" -–—:([,"), status
    return title, ""
