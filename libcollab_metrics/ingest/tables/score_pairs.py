"""Two columns of scores at two times: months, seasons, or words for the first and the last time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.cross_columns import numbers_under
from libcollab_metrics.ingest.tables.heading import parse_score_heading, strip_maximum
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import HeadingEntry, known_headings, months, word_list
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.column_evidence import ColumnProfile
    from libcollab_metrics.ingest.tables.heading import Heading

#: Share of the cells below a time that must be scores: some learners left, and some were absent.
MOST_SCORES = 0.6
#: Share of names in a column of people, and of the rows whose gain must be the difference of the scores.
MOST_NAMES, MOST_GAINS = 0.8, 0.9
#: Fewest rows with a gain, and most words of a heading that names a time.
MIN_GAINS, MAX_WORDS = 3, 4
PAIR = (
    HeadingEntry("before", "outcomes.before", False),
    HeadingEntry("after", "outcomes.after", False),
)
_NOTE = re.compile(r"\([^)]*\)")


def infer_score_pairs(
    headings: list[Heading], profiles: Mapping[int, ColumnProfile], cells: SheetCells, header: int
) -> list[Heading]:
    """Return the headings with two times above numbers as the scores before and after.

    Another column has people. The title or the headings speak of scores, or a third column is the gain. Below
    labels such as "Reading" and "Math", each label has its own pair.

    Parameters
    ----------
    headings : list of Heading
        Headings of the table.
    profiles : mapping of int to ColumnProfile
        Profiles by column number.
    cells : SheetCells
        Cells of the table.
    header : int
        Index of the last header row.
    """
    people = any(heading.role in ("person", "first_name", "last_name") for heading in headings)
    if not people and not any(profile.names >= MOST_NAMES for profile in profiles.values()):
        return headings
    entries: dict[int, HeadingEntry] = {}
    for label in dict.fromkeys(heading.spanning_text for heading in headings):
        group = [h for h in headings if h.spanning_text == label and h.column in profiles]
        pair = _find_pair([h for h in group if _holds_scores(profiles[h.column])])
        if pair and (_speak_of_scores(pair, cells, header) or _have_gain(pair, group, cells, header)):
            entries |= {heading.column: entry for heading, entry in zip(pair, PAIR, strict=True)}
    return [
        replace(h, entry=entries[h.column], is_inferred=True, day=None, month=None, number=None)
        if h.column in entries
        else h
        for h in headings
    ]


def _find_pair(group: Sequence[Heading]) -> list[Heading]:
    """Return the two columns of a group that name two times, the earlier first; empty if none do.

    Headings that both have a known word, such as "Pre-test", need no other evidence, and are not returned.
    """
    seasons = {*months(), *word_list("seasons")}
    timed = [heading for heading in group if normalize_heading(heading.own_text) in seasons]
    if len(timed) == len(PAIR):
        return timed
    found = [[h for h in group if _names_time(h, time)] for time in ("first", "last")]
    both = [*found[0], *found[1]]
    if [len(part) for part in found] != [1, 1] or both[0] is both[1]:
        return []
    return [] if all(parse_score_heading(h.own_text).phase for h in both) else both


def _names_time(heading: Heading, time: str) -> bool:
    """Return whether a heading such as "First night /10" names the first or the last time."""
    text = _NOTE.sub(" ", strip_maximum(heading.own_text))
    words = re.findall(r"[^\W_]+", normalize_heading(text))
    phase = parse_score_heading(heading.own_text).phase
    named = phase == ("before" if time == "first" else "after")
    return named or (len(words) <= MAX_WORDS and bool(set(words) & set(word_list("score_times", time))))


def _holds_scores(profile: ColumnProfile) -> bool:
    return profile.numbers >= MOST_SCORES and profile.has_several


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", normalize_heading(text)))


def _speak_of_scores(pair: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether the title, the tab or the headings of a pair speak of scores, and of nothing else."""
    above = [cell_text(cell) for row in cells.rows[:header] for cell in row if isinstance(cell, str)]
    words = _words(" ".join([cells.name, *above, *(heading.text for heading in pair)]))
    return bool(words & set(word_list("score_titles"))) and not words & set(
        word_list("score_titles", "others")
    )


def _have_gain(pair: Sequence[Heading], group: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether a column headed as a gain is the difference of two others."""
    known = known_headings("scores")
    before, after = (np.array(numbers_under(heading, cells, header)) for heading in pair)
    for heading in group:
        entry = known.get(normalize_heading(heading.own_text))
        if heading in pair or entry is None or entry.role != "gain":
            continue
        stated = np.array(numbers_under(heading, cells, header))
        complete = ~np.isnan(stated) & ~np.isnan(before) & ~np.isnan(after)
        agree = np.isclose(stated[complete], (after - before)[complete])
        if complete.sum() >= MIN_GAINS and agree.mean() >= MOST_GAINS:
            return True
    return False
