"""Numbers of people in a list: similar names with the same number are one person."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.values.columns import Column, ParseContext
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

_NUMBER = re.compile(r"(?=.*\d\d)[\w./-]{2,20}")
#: Share of the filled cells that must be such numbers, and most spellings of one person's name.
MOST_NUMBERS, MAX_SPELLINGS = 0.8, 12


def find_id_column(
    column_of: Callable[[ColumnMapping], Column], mapping: Sequence[ColumnMapping]
) -> Column | None:
    """Return the column of the numbers of people, such as "Student ID"; None if there is none, or several.

    `column_of` gives the cells under a mapped heading. Numbers are read in memory only, and never stored.
    """
    words, shared = set(word_list("person_ids")), set(word_list("person_ids", "shared"))
    named = [
        mapped
        for mapped in mapping
        if mapped.field in ("", "discard") and mapped.reason != BY_HAND
        if words & (own := set(re.findall(r"[^\W\d_]+", normalize_heading(mapped.heading))))
        and not shared & own
    ]
    columns = [column for mapped in named if _holds_numbers(column := column_of(mapped))]
    return columns[0] if len(columns) == 1 else None


def _holds_numbers(column: Column) -> bool:
    texts = [text for text in column.cell_texts if text]
    numbers = [text for text in texts if _NUMBER.fullmatch(text)]
    return bool(numbers) and len(numbers) >= MOST_NUMBERS * len(texts)


def join_names_by_id(names: EncodedValues, ids: Column, context: ParseContext) -> EncodedValues:
    """Return the names with the first one of each number in place of its other spellings, and report these.

    A number may also be that of a family. A number with many names is that of something else, such as that of
    a meeting.
    """
    known: dict[str, dict[str, int]] = {}  # the row of each first spelling, by number
    joined: list[str | None] = []
    texts = ids.cell_texts
    spelled: dict[str, set[str]] = {}
    for name, code in zip(names, ids.codes.tolist(), strict=True):
        if name is not None:
            spelled.setdefault(texts[code], set()).add(name)
    for name, code, row in zip(names, ids.codes.tolist(), ids.rows.tolist(), strict=True):
        number = texts[code]
        if name is None or not _NUMBER.fullmatch(number) or len(spelled[number]) > MAX_SPELLINGS:
            joined.append(name)
            continue
        firsts = known.setdefault(number, {})
        same = next((first for first in firsts if are_spellings(name, first)), name)
        firsts.setdefault(same, row)
        joined.append(same)
        if same != name:
            message = Message(
                "spelled differently; read as the person of row {row}, who has the same number",
                row=str(firsts[same]),
            )
            context.log.add("spelling-joined", row, ids.number, heading=ids.heading, message=message)
    return EncodedValues.from_list(joined)


def are_spellings(left: str, right: str) -> bool:
    """Return whether each word of one name is in the other, or is the initial of a word of it.

    Examples
    --------
    >>> are_spellings("Hoa", "Nguyen Thi Hoa"), are_spellings("Marisela Q.", "Marisela Quiroz")
    (True, True)
    >>> are_spellings("Kevin Musau", "Kevin M."), are_spellings("Angel Capili", "Ryza Mae Capili")
    (True, False)
    """
    first, second = (re.findall(r"[^\W\d_]+", normalize_heading(name)) for name in (left, right))
    shorter, longer = sorted((first, second), key=lambda words: (len(words), len("".join(words))))
    initials = {word[0] for word in longer}
    return bool(shorter) and all(w in longer or (len(w) == 1 and w in initials) for w in shorter)
