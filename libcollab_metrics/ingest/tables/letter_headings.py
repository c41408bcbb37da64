"""Headings of a letter whose meaning a line of the sheet explains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import Heading, read_heading
from libcollab_metrics.ingest.values.parts import part_of

#: Fewest headings of a letter that a line explains.
MIN_LETTERS = 2
#: What is behind the meaning of a letter: a sign, a gap, the next letter, or the end.
_END_OF_MEANING = r"(?=[,;.(]|\s{2,}|\S{1,2}\s*=|$)"
#: A letter in place of a heading, and most words of what a line says that it means.
_LETTERS, MAX_MEANING_WORDS = re.compile(r"[^\W\d_]{1,2}"), 3


def explain_letters(headings: Sequence[Heading], cells: SheetCells) -> list[Heading]:
    """Return the headings with the part of the people that a line explains: "K = kids, A = grown-ups"."""
    letters = [h for h in headings if h.entry is None and _LETTERS.fullmatch(h.text)]
    if len(letters) < MIN_LETTERS:
        return list(headings)
    lines = [cell for row in cells.rows for cell in row if isinstance(cell, str) and "=" in cell]
    meanings = {}
    for heading in letters:
        meaning = rf"(?<!\w){re.escape(heading.text)}\s*=\s*([^\W\d_][\w' -]*?)\s*{_END_OF_MEANING}"
        found = next((match[1] for line in lines if (match := re.search(meaning, line))), "")
        if found and len(found.split()) <= MAX_MEANING_WORDS and part_of(found):
            meanings[heading.column] = found
    if len(meanings) < MIN_LETTERS:
        return list(headings)
    return [
        replace(read_heading(meanings[h.column], h.column), spanning_text=h.spanning_text)
        if h.column in meanings
        else h
        for h in headings
    ]
