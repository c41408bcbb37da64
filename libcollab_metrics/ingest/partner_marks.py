"""A partner written as a mark: an asterisk behind a title, or alone in the partners' column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from libcollab_metrics.ingest.columns import Column, Context, as_text, tell
from libcollab_metrics.ingest.layout import Grid
from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.names import tidy
from libcollab_metrics.model.readings import Question

_BEHIND = re.compile(r"\s*(\*{1,3}|†|‡)\s*$")
_ALONE = re.compile(r"^\s*(\*{1,3}|†|‡|#)\s*$")
_LEGEND = re.compile(
    r"^\s*(\*{1,3}|†|‡|#)\s*(?:[=:–—-]|means)?\s*(?:(?:done |held )?(?:in partnership with|together with|with|by)|"
    r"partner(?:ed)?(?: with)?|co-?sponsored by)?\s*[:=]?\s*(\w.+)$",
    re.IGNORECASE,
)

#: Says what one person did, not which organisation is behind the mark; whoever it was is not kept.
_HELPER = re.compile(
    r"(?:assisted|helped|led|facilitated|conducted|taught|read) by\b|tinulungan n|ayudad[oa] por\b"
    r"|(?:dirigid|impartid)[oa] por\b|a cargo de\b",
    re.IGNORECASE,
)


def strip_marks(titles: Values) -> tuple[Values, Values]:
    """Return the titles without a mark behind them, and the mark of each or None.

    Examples
    --------
    >>> bare, marks = strip_marks(Values.of(["Story hour *", "Craft"]))
    >>> list(bare), list(marks)
    (['Story hour', 'Craft'], ['*', None])
    """
    found = [_BEHIND.search(title) if title else None for title in titles.values]
    bare = [_BEHIND.sub("", title) if one else title for title, one in zip(titles.values, found, strict=True)]
    return Values(titles.codes, bare), Values(titles.codes, [one.group(1) if one else None for one in found])


def alone(column: Column) -> Values:
    """Return the mark that stands alone in each cell of the partners' column, or None."""
    return column.read(lambda cell: found.group(1) if (found := _ALONE.match(as_text(cell))) else None)


def who_is(grid: Grid, context: Context) -> dict[str, str]:
    """Return the partner behind each mark: as answered, or as a legend below the table says."""
    named: dict[str, str] = {}
    for row in [*grid.cells.rows[: grid.top], *grid.cells.rows[-15:]]:
        first = next((text for cell in row if (text := as_text(cell))), "")
        if (found := _LEGEND.match(first)) and len(first.split()) <= 12 and not _HELPER.match(found.group(2)):
            named.setdefault(found.group(1), tidy(found.group(2)).rstrip("."))
    answered: Mapping[str, str] = context.answers.get("partner_mark", {})
    return named | {mark: name for mark, name in answered.items() if name}


def tell_marks(columns: Sequence[tuple[Column, Values]], named: Mapping[str, str], context: Context) -> None:
    """Note each mark, and whom it was read as."""
    for column, marks in columns:
        said = [
            ("partner-by-mark", f'"{mark}" read as {named[mark]}' if mark in named else f'who "{mark}" is was not said')
            if mark
            else None
            for mark in marks.values
        ]
        tell(column, context, said)


def questions(sheet: str, marks: Sequence[Values], named: Mapping[str, str]) -> tuple[Question, ...]:
    """Ask whom each mark stands for that nothing explains; an empty answer links nobody."""
    open_marks = dict.fromkeys(mark for one in marks for mark in one.values if mark and mark not in named)
    return tuple(
        Question(f"sheets.{sheet}.partner_mark.{mark}", f'Who is the partner behind "{mark}"?', (), "")
        for mark in open_marks
    )
