"""A cell that lists several labels, when the labels themselves may hold commas."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from libcollab_metrics.ingest.columns import Column, Context, Said, as_text, tell
from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.names import fold, tidy

#: Commas that part labels: not those inside brackets, as in "Preschool (ages 3, 4)".
_COMMA = re.compile(r",(?![^()\[\]]*[)\]])")


def read_tags(column: Column, context: Context, is_label: Callable[[str], bool] = lambda part: False) -> Values:
    """Return each cell's labels as a tuple; cells with several are told: one session, its count is not split.

    `is_label` knows labels by their own words, beside those that stand alone in some row.
    """
    texts = [as_text(cell) for cell in column.distinct]
    labels = known_labels([*texts, *(part for text in texts for part in _parts(text) if is_label(part))])
    tags = [split_tags(text, labels) for text in texts]
    said: list[Said] = [
        ("several-values", f"{len(listed)} labels on one row: {'; '.join(listed)}. The count is not split")
        if len(listed) > 1
        else None
        for listed in tags
    ]
    tell(column, context, said)
    return Values(column.codes, tags)


def known_labels(texts: Iterable[str]) -> frozenset[str]:
    """Return the labels of a column, folded: those that stand alone in some row.

    A cell with a comma is one label when none of its parts stands alone anywhere.

    Examples
    --------
    >>> sorted(known_labels(["Craft", "Arts, Music & More", "Craft, Arts, Music & More"]))
    ['arts, music & more', 'craft']
    """
    parts = {tidy(text): _parts(text) for text in texts if tidy(text)}
    alone = {fold(text) for text, listed in parts.items() if len(listed) == 1}
    whole = {fold(text) for text, listed in parts.items() if not alone & set(map(fold, listed))}
    return frozenset(alone | whole)


def split_tags(text: str, labels: Collection[str]) -> tuple[str, ...]:
    """Return the labels of one cell, the longest known one first at each place.

    Parameters
    ----------
    labels : known labels, folded, as `known_labels` returns them.

    Examples
    --------
    >>> split_tags("Preschool (ages 3-6), Family", {"family"})
    ('Preschool (ages 3-6)', 'Family')
    >>> split_tags("Craft, Arts, Music & More", {"craft", "arts, music & more"})
    ('Craft', 'Arts, Music & More')
    """
    rest, found = _parts(text), []
    while rest:
        taken = next((many for many in range(len(rest), 1, -1) if fold(", ".join(rest[:many])) in labels), 1)
        found.append(", ".join(rest[:taken]))
        rest = rest[taken:]
    return tuple(dict.fromkeys(found))


def _parts(text: str) -> list[str]:
    return [part for piece in _COMMA.split(text) if (part := tidy(piece))]
