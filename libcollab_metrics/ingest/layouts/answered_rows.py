"""Rows that a column of answers rules out: "Void | x", "Paid? | No", "Showed up? | No"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import ParseContext
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: By kind of row: lists of headings, the answer that rules a row out, and the reason.
RULES: Mapping[str, tuple[tuple[str, str, Message], ...]] = {
    "payment": (
        ("void", "yes", Message("a column says that it was cancelled or void")),
        ("paid", "no", Message("a column says that it is not paid yet")),
    ),
    "hours": (
        ("came", "no", Message("a column says that the person did not come")),
        ("away", "yes", Message("a column says that the person did not come")),
    ),
}


def exclude_answered_rows(body: SheetRows, kind: str, context: ParseContext) -> None:
    """Exclude and report the rows that a column without another meaning rules out.

    Parameters
    ----------
    body : SheetRows
        Rows used.
    kind : str
        "payment" or "hours".
    context : ParseContext
        Issue log.
    """
    for key, answer, reason in RULES[kind]:
        ruled_out = _find_answered(body, key, answer)
        context.log.add_rows(
            "row-left-out", body.excel_rows[ruled_out], body.grid.cells.first_column, message=reason
        )
        body.exclude(np.flatnonzero(ruled_out), reason)


def _find_answered(body: SheetRows, key: str, answer: str) -> NDArray[np.bool_]:
    """Return the rows with an answer below one of the headings, which may also repeat itself as a yes."""
    found = np.zeros(len(body.used), dtype=bool)
    headings = word_list("ruled_out", key)
    meanings = {
        **known_words("yes_no"),
        **dict.fromkeys(headings, "yes"),
        **dict.fromkeys(word_list("ruled_out", "not_yet"), "no"),
    }
    ruling = {text for text, meaning in meanings.items() if meaning == answer}
    for heading in body.grid.headings:
        if normalize_heading(heading.text).lstrip("¿") in headings:
            column = body.column_at(heading.column)
            if any(map(_is_amount, column.distinct)):
                continue  # what was paid
            texts = column.parse_text(lambda text: normalize_heading(text) or text)
            found |= texts.where(lambda text: text in ruling)
    return found


def _is_amount(cell: object) -> bool:
    return isinstance(cell, int | float) and cell not in (0, 1)
