"""Two columns of scores at two times: months, seasons, or words for the first and the last time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.cross_columns import numbers_under
from libcollab_metrics.ingest.tables.heading import (
    NAMED_MEASURES,
    is_not_counted,
    parse_score_heading,
    sheet_title,
    strip_maximum,
)
from libcollab_metrics.ingest.values.lexicon import HeadingEntry, known_headings, months, word_list
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile
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
_NOTE, _YEAR = re.compile(r"\([^)]*\)"), re.compile(r"(?:19|20)\d\d|['’]\d\d")


def infer_score_pairs(
    headings: list[Heading],
    profiles: Mapping[int, ColumnProfile],
    cells: SheetCells,
    header: int,
    *,
    is_named: bool = False,
) -> list[Heading]:
    """Return the headings with two times above numbers as the scores before and after.

    Another column has people. The title or the headings speak of scores, or a third column is the gain, or
    several labels such as "Reading" and "Math" each have their own pair. If the user said that the rows are
    scores, or a label is a known measure, two days or months are enough.

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
    is_named : bool
        Whether the user said that the rows are scores.
    """
    people = any(heading.role in ("person", "first_name", "last_name") for heading in headings)
    if not is_named and not people and not any(p.names >= MOST_NAMES for p in profiles.values()):
        return headings
    label_by_column = _label_columns(headings)
    labels = {heading.spanning_text for heading in headings if heading.column in profiles}
    groups = [
        [h for h in headings if label_by_column[h.column] == label and h.column in profiles]
        for label in dict.fromkeys(label_by_column.values())
    ]
    scored = [[h for h in group if _holds_scores(profiles[h.column])] for group in groups]
    pairs = [(_find_pair(own), group) for own, group in zip(scored, groups, strict=True)]
    if (is_named or _name_a_measure(labels)) and not any(pair for pair, _ in pairs):
        pairs = [(_find_dated(own), group) for own, group in zip(scored, groups, strict=True)]
    pairs = [(pair, group) for pair, group in pairs if pair]
    entries: dict[int, HeadingEntry] = {}
    for pair, group in pairs:
        is_repeated = len(pairs) > 1 and not _find_gains(pair, group)
        speaks = is_repeated and not _speak_of_others(pair, cells, header)
        speaks |= is_named or _speak_of_scores(pair, cells, header)
        if speaks or _have_gain(pair, group, cells, header):
            entries |= {heading.column: entry for heading, entry in zip(pair, PAIR, strict=True)}
    return [
        replace(
            h,
            entry=entries[h.column],
            is_inferred=True,
            day=None,
            month=None,
            number=None,
            spanning_text=label_by_column[h.column],
        )
        if h.column in entries
        else h
        for h in headings
    ]


def _name_a_measure(labels: Collection[str]) -> bool:
    """Return whether one of several labels over the times is a known measure of reading: "WCPM"."""
    named = [parse_score_heading(label).measure for label in labels if label]
    return len(named) > 1 and any(measure in NAMED_MEASURES for measure in named)


def _label_columns(headings: Sequence[Heading]) -> dict[int, str]:
    """Return what each column measures: the label above it, or the words next to a time.

    "WPM first" and "WPM last" next to "Compr. first" and "Compr. last" have the labels "wpm" and "compr".
    """
    labels = {heading.column: heading.spanning_text for heading in headings}
    times = {word for time in ("first", "last") for word in word_list("score_times", time)}
    rests = {}
    for heading in headings:
        words = re.findall(r"[^\W_]+", normalize_heading(strip_maximum(heading.own_text)))
        rest = " ".join(word for word in words if word not in times)
        if not heading.spanning_text and rest and rest != " ".join(words):
            rests[heading.column] = rest
    pairs = [rest for rest, times in Counter(rests.values()).items() if times == len(PAIR)]
    if len(pairs) < len(PAIR):
        return labels
    return labels | {column: rest for column, rest in rests.items() if rest in pairs}


def _find_pair(group: Sequence[Heading]) -> list[Heading]:
    """Return the two columns of a group that name two times, the earlier first; empty if none do.

    Of several seasons they are the first and the last; several months are those of other tests.

    Words for the first and the last time decide before months: "Beginning (Sept)", "Nov", "Feb", "End (May)".

    Headings that both have a known word, such as "Pre-test", need no other evidence, and are not returned.
    """
    found = [[h for h in group if _names_time(h, time)] for time in ("first", "last")]
    if not found[1] and not any(_names_time(heading, "third") for heading in group):
        found[1] = [heading for heading in group if _names_time(heading, "second")]
    both = [*found[0], *found[1]]
    if [len(part) for part in found] == [1, 1] and both[0] is not both[1]:
        return [] if all(parse_score_heading(h.own_text).phase for h in both) else both
    group = [heading for heading in group if not is_not_counted(heading.own_text)]  # "May goal"
    timed = [heading for heading in group if _without_season(heading) == ""]
    if len(timed) == len(PAIR):
        return timed
    timed = timed or [heading for heading in group if _without_season(heading)]
    is_pair = len(timed) == len(PAIR) or (len(timed) > len(PAIR) and all(map(_names_season, timed)))
    is_series = is_pair and len(set(map(_without_season, timed))) == 1
    return [timed[0], timed[-1]] if is_series else []  # "BOY ORF", "MOY ORF" and "EOY ORF"


def _find_dated(group: Sequence[Heading]) -> list[Heading]:
    """Return the only two columns of a group that are below days or months, in their order; else none."""
    found = [heading for heading in group if heading.day is not None or heading.month is not None]
    return found if len(found) == len(PAIR) else []


def _without_season(heading: Heading) -> str | None:
    """Return the words of a heading after or before its season or month; None if it has none.

    Examples
    --------
    >>> from libcollab_metrics.ingest.tables.heading import read_heading
    >>> [_without_season(read_heading(text, 1)) for text in ("Fall", "Fall WPM (9/25)", "WPM May", "WPM")]
    ['', 'wpm', 'wpm', None]
    """
    seasons = {*months(), *word_list("seasons")}
    words = [word.strip(".") for word in normalize_heading(_NOTE.sub(" ", heading.own_text)).split()]
    words = [word for word in words if not _YEAR.fullmatch(word)]
    if words and words[0] in seasons:
        return " ".join(words[1:])
    return " ".join(words[:-1]) if words and words[-1] in seasons else None


def _names_season(heading: Heading) -> bool:
    words = {word.strip(".") for word in normalize_heading(_NOTE.sub(" ", heading.own_text)).split()}
    return bool(words & set(word_list("seasons")))


def _names_time(heading: Heading, time: str) -> bool:
    """Return whether a heading such as "First night /10" names a time: first, second, third or last.

    Examples
    --------
    >>> from libcollab_metrics.ingest.tables.heading import read_heading
    >>> texts = ("First night /10", "Marzo (inicial)", "Score (first try)")
    >>> [_names_time(read_heading(text, 1), "first") for text in texts]
    [True, True, False]
    """
    text = strip_maximum(heading.own_text)
    words = re.findall(r"[^\W_]+", normalize_heading(_NOTE.sub(" ", text)))
    if set(words) <= set(months()):  # the note says which of the months it is
        words = re.findall(r"[^\W_]+", normalize_heading(text))
    phase = parse_score_heading(heading.own_text).phase
    named = phase == {"first": "before", "last": "after"}.get(time, time)
    return named or (len(words) <= MAX_WORDS and bool(set(words) & set(word_list("score_times", time))))


def _holds_scores(profile: ColumnProfile) -> bool:
    return profile.numbers >= MOST_SCORES and profile.has_several


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", normalize_heading(text)))


def _speak_of_scores(pair: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether the title, the tab or the headings of a pair speak of scores, and of nothing else."""
    words = _words_around(pair, cells, header)
    return bool(words & set(word_list("score_titles"))) and not _speak_of_others(pair, cells, header)


def _speak_of_others(pair: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether the title, the tab or the headings of a pair speak of books, hours or visits."""
    return bool(_words_around(pair, cells, header) & set(word_list("score_titles", "others")))


def _words_around(pair: Sequence[Heading], cells: SheetCells, header: int) -> set[str]:
    return _words(" ".join([sheet_title(cells, header), *(heading.text for heading in pair)]))


def _have_gain(pair: Sequence[Heading], group: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether a column headed as a gain is the difference of two others."""
    before, after = (np.array(numbers_under(heading, cells, header)) for heading in pair)
    for heading in _find_gains(pair, group):
        stated = np.array(numbers_under(heading, cells, header))
        complete = ~np.isnan(stated) & ~np.isnan(before) & ~np.isnan(after)
        agree = np.isclose(stated[complete], (after - before)[complete])
        if complete.sum() >= MIN_GAINS and agree.mean() >= MOST_GAINS:
            return True
    return False


def _find_gains(pair: Sequence[Heading], group: Sequence[Heading]) -> list[Heading]:
    """Return the columns of a group that are headed as a gain."""
    known = known_headings("scores")
    entries = [(heading, known.get(normalize_heading(heading.own_text))) for heading in group]
    return [h for h, entry in entries if h not in pair and entry is not None and entry.role == "gain"]
