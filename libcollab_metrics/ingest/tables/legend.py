"""Legends: the marks of a sheet and the words that explain them, in a sentence, in a row, or on a tab."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.question_kinds import NOT_LISTED
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.people import is_closing_notice
from libcollab_metrics.model.names import has_phrase, normalize_heading

#: Where the meaning of a mark ends: at the next mark or sentence. A word before a dash belongs to it.
_END_OF_MEANING = re.compile(r"[;.]\s|[\s–-]+(?:[^\s\d:=]{1,9}\s*[=:]|[^\s\d]{1,2}\s[-–]\s)")
_DASHES = "–—-"
#: A remark on a meaning: "late (was there)".
_REMARK_IN_BRACKETS = re.compile(r"(?<=\w)\s*\([^()]{4,}\)")
#: A mark in brackets before its meaning: "(x) - Absent".
_BRACKETED_MARK = re.compile(r"\(([^\s()=:,;]{1,2})\)(?=\s*[=:–—-])")
#: Most and fewest words at the beginning of a meaning that may name a status.
_FIRST_WORDS = (
    re.compile(r"[^\W\d_]+ [^\W\d_]+ [^\W\d_]+"),
    re.compile(r"[^\W\d_]+ [^\W\d_]+"),
    re.compile(r"[^\W\d_]+"),
)
#: What separates the marks of a line with their meanings.
_WIDE_GAP = re.compile(r"\s{3,}")
#: What follows the meaning of a mark: "tardy, came after 3:30", "excused absence (parent called)".
_FIRST_CLAUSE = re.compile(r"\s*[,;(]")
_END_OF_PART = re.compile(r"\s*[,;()]\s*|\s+[–—-]\s+|\s{2,}")
#: Maximum number of cells in a legend row with one mark or word per cell, and maximum length of a mark.
MAX_LEGEND_CELLS, MAX_MARK_LENGTH = 12, 4
#: Most filled rows of a tab that only explains marks, and fewest marks that it explains; longer marks next to
#: a word may be names.
MAX_LEGEND_ROWS, MIN_LEGEND_MARKS, MAX_LEGEND_MARK = 20, 2, 2
#: Most cells of a line of a legend.
MAX_LINE_CELLS = 6
#: Most words of a status next to its mark: "no vino", "llegó tarde", "did not come".
MAX_STATUS_WORDS = 3
#: Fewest letters of a word in front of its mark.
MIN_WORD_LETTERS = 4
#: Most words of a line that is nothing but a legend.
MAX_LEGEND_WORDS = 24


@dataclass(frozen=True)
class Legend:
    """What a sheet says about its marks, in lower case; a blank is the empty mark.

    Attributes
    ----------
    statuses : dict of str to str
        Status by mark.
    closed : frozenset of str
        Marks that say that no session was held, such as "F: feriado".
    other : frozenset of str
        Marks explained in words that name no status; custom must not explain them.
    """

    statuses: dict[str, str]
    closed: frozenset[str]
    other: frozenset[str]


def read_legend(grid: Grid, texts: Sequence[str]) -> Legend:
    """Read the legend of a sheet: in the texts around its table, and in rows of marks and words."""
    in_cells, closed = _parse_legend_rows(grid)
    statuses = parse_legend(text for text in texts if not is_tardy_rule(text)) | in_cells
    closed |= find_closed_marks(texts)
    return Legend(statuses, frozenset(closed), frozenset(_find_other_marks(texts, statuses) - closed))


def parse_legend(texts: Iterable[str]) -> dict[str, str]:
    """Parse a legend in running text into status by mark; a blank is the empty mark.

    Examples
    --------
    >>> parse_legend(["P = present, A: absent", "L means late", "Excused = E", "(x) - no show"])
    {'p': 'present', 'a': 'absent', 'l': 'late', 'e': 'excused', 'x': 'absent'}
    >>> parse_legend(["A = was in attendance", "Story time: Friday"])
    {'a': 'present'}
    >>> parse_legend(["Sí = asistió · No = no asistió"])
    {'sí': 'present', 'no': 'absent'}
    """
    texts = list(texts)
    meanings = _parse_plain_legend(texts) | _parse_marks_in_sentences(texts) | _parse_bracketed(texts)
    for mark, sign, tail in itertools.chain.from_iterable(map(_parse_entries, texts)):
        if (entry := _read_entry(mark, sign, tail)) is not None:
            meanings.setdefault(*entry)
    return meanings


#: A mark in brackets and what is behind it: "(/) half shaded - Tardy (late comer)".
_BRACKETED_ENTRY = re.compile(r"\(([^\s()]{1,2})\)\s*[-–—=:]?\s*([^;,()]+)")


def _parse_bracketed(texts: Iterable[str]) -> dict[str, str]:
    """Return the status by mark of texts with at least two marks in brackets that are explained.

    Examples
    --------
    >>> _parse_bracketed(["(x) - Absent;  (/) half shaded - Tardy (late comer);  (-) not enrolled"])
    {'x': 'absent', '/': 'late', '-': 'not-listed'}
    """
    found: dict[str, str] = {}
    for text in texts:
        entries = [(mark, meaning.strip()) for mark, meaning in _BRACKETED_ENTRY.findall(text)]
        pairs = [
            _parse_pair(mark, meaning) or _parse_pair(mark, re.split(r"\s[–—-]\s", meaning)[-1])
            for mark, meaning in entries
        ]
        known = [pair for pair in pairs if pair is not None]
        found |= dict(known) if len(known) >= MIN_LEGEND_MARKS else {}
    return found


#: A mark in brackets before what it means: "con una diagonal (/) la falta".
_MARK_IN_SENTENCE = re.compile(
    r"\(\s*([^\s\w()]|[^\W_])\s*\)\s+(?:la |el |las |los |the |ang |an? )?([^\W\d_]+)"
)


def _parse_marks_in_sentences(texts: Iterable[str]) -> dict[str, str]:
    """Return the status by mark of sentences that explain how to fill in the form.

    Examples
    --------
    >>> _parse_marks_in_sentences(["Marque con un punto (•) la asistencia y con una diagonal (/) la falta."])
    {'•': 'present', '/': 'absent'}
    """
    known = _known_nouns()
    found = (match for text in texts for match in _MARK_IN_SENTENCE.finditer(text))
    return {
        _normalize_mark(match[1]): known[noun]
        for match in found
        if (noun := normalize_heading(match[2])) in known
    }


@cache
def _known_nouns() -> Mapping[str, str]:
    """Return the status of "attendance", "absence" and such, as a whole meaning."""
    return {
        **dict.fromkeys(word_list("legend_labels", "attendance"), "present"),
        **dict.fromkeys(word_list("legend_labels", "absence"), "absent"),
    }


def is_tardy_rule(text: str) -> bool:
    """Return True for a rule such as "3 tardies = 1 absence", which is not a legend."""
    late, absent = ("|".join(word_list("tardy_rule", key)) for key in ("late", "absent"))
    return re.search(rf"\d\W*(?:{late})\b.{{0,25}}\b(?:{absent})\b", normalize_heading(text)) is not None


def read_legend_tab(cells: SheetCells) -> dict[str, str]:
    """Return the status by mark of a tab that only explains marks; empty for any other tab.

    Each of its rows is a title, a sentence such as "P = present", or a mark next to its word; at least half
    of the rows with two cells explain a mark.
    """
    rows = [[cell for cell in row if cell is not None] for row in cells.rows]
    rows = [row for row in rows if row]
    is_short = len(rows) <= MAX_LEGEND_ROWS and all(len(row) <= 2 for row in rows)
    if not is_short or not all(isinstance(cell, str) for row in rows for cell in row):
        return {}
    legend = parse_legend(str(row[0]) for row in rows if len(row) == 1)
    pairs = [_parse_pair(cell_text(row[0]), cell_text(row[1])) for row in rows if len(row) == 2]
    known = [pair for pair in pairs if pair is not None and len(pair[0]) <= MAX_LEGEND_MARK]
    legend = dict(known) | legend
    return legend if len(legend) >= MIN_LEGEND_MARKS and 2 * len(known) >= len(pairs) else {}


def read_legend_lines(cells: SheetCells) -> Legend:
    """Return the legend in the lines of a tab that has none of its marks; empty for any other tab.

    Each cell of such a line explains a mark. As a heading, a mark may be in one cell.
    """
    rows = [[cell for cell in row if cell is not None] for row in cells.rows]
    lines = [row for row in rows if row and len(row) <= MAX_LINE_CELLS and all(map(_explains_mark, row))]
    text = "   ".join(str(cell) for row in lines for cell in row)
    statuses, closed = parse_legend([text]), find_closed_marks([text])
    texts = Counter(_normalize_mark(cell) for row in rows for cell in row if isinstance(cell, str))
    if len(statuses) < MIN_LEGEND_MARKS or any(texts[mark] > 1 for mark in statuses):
        return Legend({}, frozenset(), frozenset())
    return Legend(statuses, frozenset(closed), frozenset(_find_other_marks([text], statuses) - closed))


def _explains_mark(cell: object) -> bool:
    """Return whether a cell begins with a short mark and its sign, as in "A = absent"."""
    entries = _parse_entries(cell) if isinstance(cell, str) else iter(())
    return any(len(mark) <= MAX_LEGEND_MARK and str(cell).lstrip().startswith(mark) for mark, *_ in entries)


@cache
def _mark_pattern() -> re.Pattern[str]:
    """Match a mark or a word before its sign, or a short mark before a dash: "P = present", "A - absent"."""
    return re.compile(
        rf"(?:^\s*|(?<=[\s,;.(]))(?:({_blank_words()}|(?<!\S)[^\s(]{{1,2}}|[^\s=:,;()-]{{1,15}})\s*(=|:|\bmeans\b)"
        rf"|({_blank_words()}|[^\s=:,;()–—-]{{1,4}})\s*([–—-]))\s*",
        re.IGNORECASE,
    )


@cache
def _mark_behind() -> re.Pattern[str]:
    """Match the mark behind its word: "Present = P"."""
    return re.compile(rf"({_blank_words()}|[^\s,;]{{1,3}})(?=[,;.\s]|$)", re.IGNORECASE)


def _blank_words() -> str:
    return rf"\(?(?:{'|'.join(map(re.escape, word_list('legend_labels', 'blank')))})\)?"


def _is_blank(text: str) -> bool:
    """Return whether a text names a cell without a mark: "(blank)", "blanko"."""
    return normalize_heading(text.strip("()")) in word_list("legend_labels", "blank")


def _parse_entries(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each mark of a text, or the word in its place, with its sign and the text behind it.

    Examples
    --------
    >>> list(_parse_entries("/ = came  x - did not"))
    [('/', '=', 'came  x - did not'), ('x', '-', 'did not')]
    """
    text = _BRACKETED_MARK.sub(r"\1", text)
    for match in _mark_pattern().finditer(text):
        yield match[1] or match[3], match[2] or match[4], text[match.end() :]


def _meaning(tail: str) -> str:
    """Return the meaning of a mark: the text behind its sign up to the next mark."""
    return _END_OF_MEANING.split(tail, maxsplit=1)[0].strip()


def _read_entry(mark: str, sign: str, tail: str) -> tuple[str, str] | None:
    """Return a mark and its status, None if the words name none: "P = present", or "Present = P".

    The meaning names a status as a whole, or with its first three, two or one words. A person who was not
    yet, or no longer, in the group was not absent.
    """
    known = known_words("status")
    status = known.get(normalize_heading(mark)) if len(mark) >= MIN_WORD_LETTERS else None
    if status and sign in "=:" and (behind := _mark_behind().match(tail)):
        return _normalize_mark(behind[1]), status
    if len(mark) > MAX_MARK_LENGTH and not _is_blank(mark):
        return None
    tail = _without_subject(tail)
    if _closes_session(_meaning(tail)):
        return None
    if _says_not_listed(_meaning(tail)):
        return _normalize_mark(mark), NOT_LISTED
    matches = (pattern.match(tail) for pattern in _FIRST_WORDS)
    phrases = [_meaning(tail), *(match[0] for match in matches if match)]
    others = [p for p in phrases if p.casefold() != mark.casefold()]  # "p = p" explains nothing
    status = next(filter(None, (known.get(normalize_heading(phrase)) for phrase in others)), None)
    status = _counted_as(tail) or status
    return (_normalize_mark(mark), status) if status else None


#: The next mark with its sign: " T/O - ".
_NEXT_ENTRY = re.compile(r"\s\S{1,4}\s*[-–—=:]\s")
#: A remark in brackets behind the meaning of a mark.
_REMARK = re.compile(r"[^()=:;]*\(([^()]*)\)")


def _counted_as(tail: str) -> str:
    """Return the status that a mark counts as, where a remark behind its meaning says so; else "".

    Examples
    --------
    >>> _counted_as("falta justificada (cuenta como falta)  X = otra"), _counted_as("late (10 min)  A = away")
    ('absent', '')
    """
    remark = _REMARK.match(tail)
    words = normalize_heading(remark[1]) if remark else ""
    rest = next(
        (words.removeprefix(b) for b in word_list("legend_labels", "counts_as") if words.startswith(b)), ""
    )
    if rest.strip() in word_list("legend_labels", "attendance"):
        return "present"
    return "absent" if rest.strip() in word_list("legend_labels", "absence") else ""


def _says_not_listed(meaning: str) -> bool:
    """Return whether words say that a person was not yet, or no longer, in the group.

    Examples
    --------
    >>> [_says_not_listed(text) for text in ("not in the club yet", "left early", "transferred")]
    [True, False, True]
    >>> _says_not_listed("late (present) T/O - transferred out")
    False
    """
    meaning = _NEXT_ENTRY.split(meaning, maxsplit=1)[0]
    if normalize_heading(meaning) in word_list("legend_labels", "not_listed_alone"):
        return True
    return has_phrase(meaning, word_list("legend_labels", "not_listed"))


def _without_subject(meaning: str) -> str:
    """Return a meaning without the person it begins with.

    Examples
    --------
    >>> _without_subject("the child came that week"), _without_subject("student"), _without_subject("came")
    ('came that week', 'student', 'came')
    """
    people, words = (
        {*word_list("role_words", "person"), *word_list("legend_labels", "articles")},
        meaning.split(),
    )
    start = next((place for place, word in enumerate(words) if normalize_heading(word) not in people), 0)
    return " ".join(words[start:]) if start else meaning


def find_closed_marks(texts: Iterable[str]) -> set[str]:
    """Return the marks that a legend explains as a holiday, or as no session.

    Examples
    --------
    >>> find_closed_marks(["F: feriado, no hubo apoyo", "A: ausente", "H = Holiday"]) == {"f", "h"}
    True
    >>> find_closed_marks(["X = no vino   S = suspendida, no hubo sesión"])
    {'s'}
    >>> find_closed_marks(["A - Absent   L - On leave   H - Holiday (Moharram)", "Nov 26 - Holiday"])
    {'h'}
    """
    return {
        _normalize_mark(mark)
        for text in texts
        for mark, sign, tail in _parse_entries(text)
        if not re.search(r"\d", mark)
        and (sign not in _DASHES or len(mark) <= MAX_LEGEND_MARK)
        and _closes_session(_meaning(tail))
    }


def _closes_session(meaning: str) -> bool:
    """Return whether words say that there was no session, and not first what a person did.

    Examples
    --------
    >>> _closes_session("flood, no class"), _closes_session("holiday"), _closes_session("absent (holiday)")
    (True, True, False)
    >>> _closes_session("Sunday"), _closes_session("came on Sunday"), _closes_session("cancelled ahead")
    (True, False, True)
    """
    first, *others = (part.strip() for part in _END_OF_PART.split(meaning))
    word = _FIRST_WORDS[-1].match(first)
    if is_closing_notice(first) or normalize_heading(first) in word_list("legend_labels", "weekend"):
        return True
    if word is not None and normalize_heading(word[0]) in word_list("cancelled_in_title"):
        return True
    says_status = word is not None and normalize_heading(word[0]) in known_words("status")
    return any(map(is_closing_notice, others)) and not says_status


def _find_other_marks(texts: Iterable[str], legend: Mapping[str, str]) -> set[str]:
    """Return the marks that a legend explains in words that name no status.

    Examples
    --------
    >>> _find_other_marks(["P - Present   L - Library duty"], {"p": "present"})
    {'l'}
    """
    entries = ([mark for mark, *_ in _parse_entries(text) if not re.search(r"\d", mark)] for text in texts)
    legends = [set(map(_normalize_mark, marks)) for marks in entries if len(marks) >= MIN_LEGEND_MARKS]
    explained = set().union(*(marks for marks in legends if marks & set(legend)))
    return {mark for mark in explained if len(mark) <= MAX_LEGEND_MARK} - set(legend)


def _parse_plain_legend(texts: Iterable[str]) -> dict[str, str]:
    """Parse lines that hold nothing but marks and their words, in turn, into status by mark.

    Examples
    --------
    >>> _parse_plain_legend(["/ present    x absent    L late"])
    {'/': 'present', 'x': 'absent', 'l': 'late'}
    >>> _parse_plain_legend(["P present, A absent, E excused. No class 1/19"])
    {'p': 'present', 'a': 'absent', 'e': 'excused'}
    >>> _parse_plain_legend(["Key:  • came   / absent   L late (but was there)"])
    {'•': 'present', '/': 'absent', 'l': 'late'}
    >>> _parse_plain_legend(["Read Buddies – ✓ here, L late, – away, E excused (called). blank = not joined"])
    {'✓': 'present', 'l': 'late', '–': 'absent', 'e': 'excused'}
    >>> _parse_plain_legend(["• asistencia    / falta    R retardo (cuenta como asistencia)"])
    {'•': 'present', '/': 'absent', 'r': 'late'}
    >>> _parse_plain_legend(["• asistió    / faltó    B baja    amarillo: se suspendió"])
    {'•': 'present', '/': 'absent', 'b': 'not-listed'}
    >>> _parse_plain_legend(["We came by bus"])
    {}
    """
    texts = list(texts)
    meanings: dict[str, str] = {}
    for text in itertools.chain.from_iterable(map(_split_at_gap, texts)):
        sentence = re.split(r"\.\s", text.partition(":")[2] or text)[0].rstrip(".")
        sentence = _REMARK_IN_BRACKETS.sub(lambda match: match[0] if _is_blank(match[0]) else " ", sentence)
        words = re.split(r"[\s,;|]+", sentence)
        words = [word for word in words if word]
        pairs = [] if any(_parse_entries(sentence)) else _pair_words(words)
        if len(pairs) >= MIN_LEGEND_MARKS:
            for mark, status in pairs:
                meanings.setdefault(mark, status)
    for mark, status in itertools.chain.from_iterable(map(_parse_segments, texts)):
        meanings.setdefault(mark, status)
    return meanings


def has_wide_gap(text: str) -> bool:
    """Return whether a line as typed has a wide gap between its parts."""
    return _WIDE_GAP.search(text.strip()) is not None


def _parse_segments(text: str) -> list[tuple[str, str]]:
    """Return the marks and statuses of a line with wide gaps between them; empty if fewer than two."""
    parts = [part.split(maxsplit=1) for part in _WIDE_GAP.split(text.strip())]
    typed = [(part[0], part[1]) for part in parts if len(part) == 2 and len(part[0]) <= MAX_LEGEND_MARK]
    pairs = [pair for pair in (_parse_pair(*part) for part in typed) if pair is not None]
    return pairs if len(pairs) >= MIN_LEGEND_MARKS else []


def _split_at_gap(text: str) -> tuple[str, ...]:
    """Return a text, and what follows the first wide gap or dash: "Reading 2026 – ✓ came, ✗ did not"."""
    gaps = (re.split(gap, text.strip(), maxsplit=1)[1:] for gap in (r"\s{3,}", r"\s[–—-]\s"))
    return text, *itertools.chain.from_iterable(gaps)


def _pair_words(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return the marks and statuses that words consist of; empty if other words are among them.

    Behind several marks with their status, one may have another meaning: "? register not taken".

    Examples
    --------
    >>> _pair_words(["•", "came", "R", "came", "late"]), _pair_words(["•", "came", "home"])
    ([('•', 'present'), ('r', 'late')], [])
    >>> _pair_words("/ present O absent E excused ? register not taken".split())
    [('/', 'present'), ('o', 'absent'), ('e', 'excused')]
    """
    pairs: list[tuple[str, str]] = []
    rest = list(words)
    while rest and len(words) <= MAX_LEGEND_WORDS:
        mark, *following = rest
        phrases = [following[:count] for count in range(min(MAX_STATUS_WORDS, len(following)), 0, -1)]
        phrases = [phrase for phrase in phrases if all(re.search(r"[^\W\d_]", word) for word in phrase)]
        found = [(pair, words) for words in phrases if (pair := _parse_pair(mark, " ".join(words)))]
        if not found:
            is_mark = not mark.isalnum() or len(mark) == 1
            return pairs if is_mark and len(pairs) > MIN_LEGEND_MARKS else []
        pair, used = found[0]
        pairs.append(pair)
        rest = following[len(used) :]
    return pairs


def _parse_legend_rows(grid: Grid) -> tuple[dict[str, str], set[str]]:
    """Parse legend rows, with marks and words in separate cells, into status by mark, and closed marks."""
    meanings: dict[str, str] = {}
    closed: set[str] = set()
    often = grid.cells.filled_counts
    above = np.arange(len(often)) < grid.top
    below = np.arange(len(often)) > grid.header
    possible = (above & (often > 0) & (often <= MAX_LEGEND_CELLS)) | (below & (often >= 2) & (often <= 3))
    for index in np.flatnonzero(possible).tolist():
        filled = [cell_text(cell) for cell in grid.cells.rows[index] if cell is not None]
        if normalize_heading(filled[0]).rstrip(":") in word_list("legend_labels"):
            filled = filled[1:]
        if len(filled) % 2:
            continue
        typed = list(zip(filled[::2], filled[1::2], strict=True))
        pairs = [_parse_pair(*pair) for pair in typed]
        if all(pairs):
            for mark, status in filter(None, pairs):
                meanings.setdefault(mark, status)
        elif all(len(mark) <= MAX_LEGEND_MARK and is_closing_notice(words) for mark, words in typed):
            closed |= {_normalize_mark(mark) for mark, _ in typed}
    return meanings, closed


def _parse_pair(left_cell: str, right_cell: str) -> tuple[str, str] | None:
    """Return the mark and status of two adjacent cells, a mark and its word in either order."""
    known = {**_known_nouns(), **known_words("status")}
    for mark, word in ((left_cell, right_cell), (right_cell, left_cell)):
        short = len(mark) <= MAX_MARK_LENGTH or _is_blank(mark)
        is_word = len(mark) > 1 and normalize_heading(mark) in known
        if short and not is_word and len(word) > len(mark) and _says_not_listed(word):
            return _normalize_mark(mark), NOT_LISTED
        meaning = known.get(normalize_heading(word)) or known.get(
            normalize_heading(_FIRST_CLAUSE.split(word)[0])
        )
        if short and not is_word and len(word) > len(mark) and meaning:
            return _normalize_mark(mark), meaning
    return None


def _normalize_mark(text: str) -> str:
    return "" if _is_blank(text) else text.strip().casefold()
