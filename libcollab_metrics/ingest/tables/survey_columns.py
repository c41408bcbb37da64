"""Columns of a survey: ratings whose scale is explained, yes and no, and options that are ticked.

A scale is from 1 to 5, or from 1 to 10 where the title or the heading says so.

Of yes and no, only questions about what an event did for people are outcomes: "Did you enjoy it?", but not
"Have you been here before?" or "Would you like to come again?".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.values.categories import are_yes_or_no, is_no_answer
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.grid import Grid
    from libcollab_metrics.ingest.tables.heading import Heading

#: Fewest words of a heading that is a statement or a question, unless it explains the scale itself.
MIN_STATEMENT_WORDS = 3
#: Lowest and usual highest rating, most columns that are looked at, and most averages below ratings.
LOWEST, HIGHEST, MAX_STATEMENTS, MAX_AVERAGES = 1.0, 5.0, 64, 2
#: Most rows of averages and counts below a blank row.
MAX_SUMMARY_ROWS = 3
#: Most rows at the end of a sheet that are searched for a legend.
MAX_LINES_BELOW = 10
#: A number of the scale and what it means: "5 = strongly agree", "1 malo".
_MEANING = re.compile(r"(?<![\d/.,-])(10|[15])(?![\d/.,])\s*(?:=|:|-|–|\()?\s*([^\W\d_][^\d=]*)")
#: A line or a part of it that only says what 5 means: "(5 = pinakamataas)".
_BEST_ONLY = re.compile(r"(?:.*[(\[.;:]\s*)?5\s*=\s*[^\W\d_]+")
#: "(1-5)", "from 1 to 10", "del 1 al 5".
_RANGE = re.compile(r"(?<![\d/.,-])1\s*(?:-|–|to|a|al|hanggang)\s*(5|10)(?![\d/-]|[.,]\d)")
#: A scale in brackets behind a statement: "The books were suitable (1-5)".
_SCALE_BEHIND = re.compile(r"\S\s*[(\[]\s*1\s*(?:-|–|to|a|al|hanggang|/)\s*(5|10)\s*[)\]]\s*[?.:]?$")
#: "out of 5", "sobre 10", "/5" in a heading.
_OUT_OF = re.compile(r"(?:\b(?:out of|sobre|de|sa|over)|/)\s*(5|10)\b(?![.,/-]?\d)")
#: Share of the answers that may be in words of no known rating below a heading that explains the scale.
SOME_WORDS = 0.25
#: A rating, perhaps with its meaning: "4", "4.5", "5 - loved it".
_RATING = re.compile(
    r"(10|\d(?:[.,]\d+)?)(?:\s*[-–=:(]\s*[^\W\d_].*"
    r"|\s*(?:po|lang|lang po|puntos?|points?|stars?)|\s*(?:/|out of|de|sa)\s*(?:5|10))?"
)
#: A rating with its meaning and nothing else: "5 - loved it", "3 (so so)".
_TYPED_RATING = re.compile(r"([1-5])\s*[-–=:(]\s*([^\W\d_][^\d]*)")
#: Most different cells of a column of ratings with their meaning, headings included.
MAX_TYPED_CELLS = 30
#: Fewest options of a question, and fewest questions of a survey without ratings.
MIN_OPTIONS, MIN_QUESTIONS = 2, 3
_WORD = re.compile(r"[^\W\d_]+")
#: "(Y/N)", "yes or no" in a heading.
_ASKS_YES_OR_NO = re.compile(
    r"\b(?:y\s*/\s*n|s\s*/\s*n|yes\s*(?:/|or)\s*no|si\s*(?:/|o)\s*no|oo\s*/\s*hindi)\b"
)
#: Fewest statements with a scale behind them, if nothing says in words what the numbers mean.
MIN_SCALED = 2


def explains_ratings(text: str) -> bool:
    """Return whether a text says what 1 and 5 mean, or 1 and 10, and the highest is the best.

    Examples
    --------
    >>> explains_ratings("1 = no way ... 5 = absolutely"), explains_ratings("1 = excellent, 5 = poor")
    (True, False)
    >>> explains_ratings("Rate the workshop (1-5)"), explains_ratings("Workshop of May 1-5, 2026")
    (True, False)
    >>> explains_ratings("De 1 a 5, ¿qué tanto te gustó?"), explains_ratings("Days 1-5: will you come?")
    (True, False)
    >>> explains_ratings("Overall rating (out of 5)"), explains_ratings("How useful (1-5)")
    (True, True)
    """
    return find_explained_scale(text) > 0


def find_explained_scale(text: str) -> float:
    """Return the highest rating of the scale that a text explains, 5 or 10; 0 if it explains none.

    Examples
    --------
    >>> find_explained_scale("Del 1 al 10, ¿cuánto aprendiste?"), find_explained_scale("Rate us (1-5)")
    (10.0, 5.0)
    >>> find_explained_scale("Municipal Library (5 = pinakamataas)"), find_explained_scale("5 = books")
    (5.0, 0.0)
    >>> find_explained_scale("1 = not at all, 10 = a great deal, very good"), find_explained_scale("10 books")
    (10.0, 0.0)
    """
    folded = normalize_heading(text)
    meanings = dict(_MEANING.findall(folded))
    if set(meanings) == {"5"} and _BEST_ONLY.match(folded):
        return HIGHEST if _is_best_last(set(), set(_WORD.findall(meanings["5"]))) else 0.0
    if set(meanings) in ({"1", "5"}, {"1", "10"}):
        highest = max(map(int, meanings))
        worst, best = (set(_WORD.findall(meanings[number])) for number in ("1", str(highest)))
        return float(highest) if _is_best_last(worst, best) else 0.0
    words = set(_WORD.findall(folded))
    found = _RANGE.search(folded) or _OUT_OF.search(folded)
    if found is None:
        return 0.0
    asks_how = ("?" in text or _SCALE_BEHIND.search(folded) is not None) and bool(
        words & set(word_list("rating_words", "how"))
    )
    return float(found[1]) if asks_how or words & set(word_list("rating_words", "scale")) else 0.0


def find_sheet_scale(cells: SheetCells, header: int) -> float:
    """Return the highest rating of the scale that a line above or below a table explains; 0 if none does."""
    above = [cell_text(cell) for row in cells.rows[:header] for cell in row if isinstance(cell, str)]
    return max(map(find_explained_scale, (*above, *_lines_below(cells, header))), default=0.0)


def find_rating_columns(headings: Sequence[Heading], cells: SheetCells, header: int) -> list[int]:
    """Return the numbers of the columns of ratings; empty if nothing explains the scale.

    Parameters
    ----------
    headings : sequence of Heading
        Headings of the table.
    cells : SheetCells
        Cells of the table.
    header : int
        Index of the last header row.
    """
    looked_at = headings[:MAX_STATEMENTS]
    own = [heading for heading in looked_at if explains_ratings(heading.text)]
    explained = list(own)
    if find_sheet_scale(cells, header):
        own += [
            h
            for h in looked_at
            if h not in own
            and (_is_statement(h) or _is_answer(h, cells, header) or _has_typed_rating(h, cells, header))
        ]
        if _names_survey(cells, header):
            others = {*word_list("rating_words", "counted"), *word_list("tallies", "groups")}
            named = [h for h in looked_at if h not in own and h.text and h.entry is None]
            named = [h for h in named if not others & _words_of(h) and _has_high_rating(h, cells, header)]
            own += [h for h in named if not _numbers_forms(h, cells, header)]
    own += _find_scaled_statements([heading for heading in looked_at if heading not in own])
    own += [h for h in looked_at if h not in own and _holds_typed_ratings(h, cells, header)]
    return [h.column for h in own if _holds_ratings(h, cells, header, SOME_WORDS if h in explained else 0.0)]


def _names_survey(cells: SheetCells, header: int) -> bool:
    """Return whether the tab or a line above the table calls it a survey: then any heading may be rated."""
    above = [cell_text(cell) for row in cells.rows[:header] for cell in row if isinstance(cell, str)]
    words = set(_WORD.findall(normalize_heading(" ".join([cells.name, *above]))))
    return bool(words & set(word_list("tallies", "surveys")))


def _has_high_rating(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether 4 or 5 is below a heading; 1 and 2 alone may be codes, as of boys and girls."""
    return bool({"4", "5"} & set(_distinct_texts(heading, cells, header)))


def _numbers_forms(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether the cells below a heading are 1, 2, 3 and so on, in any order."""
    column = cells.columns[heading.column - cells.first_column]
    codes = column.codes[header + 1 :]
    texts = [cell_text(column.cells[code]) for code in codes[codes != 0].tolist()]
    return sorted(map(int, filter(str.isdecimal, texts))) == list(range(1, len(texts) + 1))


def _words_of(heading: Heading) -> set[str]:
    return set(_WORD.findall(normalize_heading(heading.text)))


def find_highest_rating(heading: str, cells: SheetCells, header: int) -> float:
    """Return the highest rating below a heading, as it or a line of the sheet says; 0 if none does."""
    behind = _SCALE_BEHIND.search(normalize_heading(heading))
    own = float(behind[1]) if behind else find_explained_scale(heading)
    return own or find_sheet_scale(cells, header)


def find_likely_ratings(headings: Sequence[Heading], cells: SheetCells, header: int) -> list[int]:
    """Return the columns of whole numbers up to 5 below statements, although nothing explains the scale.

    Whether more is better, only the user knows: "The pace was right" and "The pace" have the same numbers.
    """
    stated = [heading for heading in headings[:MAX_STATEMENTS] if _is_statement(heading)]
    return [
        h.column
        for h in stated
        if _holds_ratings(h, cells, header) and f"{HIGHEST:g}" in _distinct_texts(h, cells, header)
    ]


def _find_named_ratings(headings: Sequence[Heading], cells: SheetCells, header: int) -> list[int]:
    """Return the columns called a rating with whole numbers up to 5, in a survey that explains no scale."""
    words = set(word_list("rating_words", "named"))
    named = [h for h in headings[:MAX_STATEMENTS] if words & set(_WORD.findall(normalize_heading(h.text)))]
    return [
        h.column
        for h in named
        if _holds_ratings(h, cells, header) and f"{HIGHEST:g}" in _distinct_texts(h, cells, header)
    ]


def _holds_typed_ratings(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether the few different cells below a heading are ratings with their meaning."""
    column = cells.columns[heading.column - cells.first_column]
    is_short = len(column.cells) <= MAX_TYPED_CELLS
    return is_short and explains_itself(_distinct_texts(heading, cells, header))


def _has_typed_rating(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether a cell below a heading is a rating with its meaning, such as "5 - excellent"."""
    column = cells.columns[heading.column - cells.first_column]
    is_short = len(column.cells) <= MAX_TYPED_CELLS
    texts = _distinct_texts(heading, cells, header) if is_short else ()
    return any(_TYPED_RATING.fullmatch(normalize_heading(text)) for text in texts)


def explains_itself(texts: Iterable[str]) -> bool:
    """Return whether ratings are typed with what they mean, and 5 is the best.

    Examples
    --------
    >>> explains_itself(["5 - Excellent", "4 - Good", ""]), explains_itself(["5 - poor", "4 - fair"])
    (True, False)
    >>> explains_itself(["5 - 6 years", "3 - 4 years"]), explains_itself(["5 - Excellent", "4"])
    (False, False)
    """
    folded = [normalize_heading(text) for text in texts if text and not is_no_answer(text)]
    typed = [match for text in folded if (match := _TYPED_RATING.fullmatch(text))]
    meanings = {match[1]: set(_WORD.findall(match[2])) for match in typed}
    best, worst = meanings.get("5", set()), meanings.get("1", set())
    return len(typed) == len(folded) and len(meanings) > 1 and _is_best_last(worst, best)


def _is_best_last(worst: set[str], best: set[str]) -> bool:
    """Return whether the words of 1 and 5 say that 5 is the best: "did not like it" and "loved it"."""
    low, high = set(word_list("rating_words", "low")), set(word_list("rating_words", "high"))
    is_reversed = bool(best & low) or bool(worst & high and not worst & low)
    return bool(best & high or worst & low) and not is_reversed


def _lines_below(cells: SheetCells, header: int) -> list[str]:
    """Return the texts of the last rows that have a single cell, such as a legend below the table."""
    last = cells.rows[max(header + 1, cells.height - MAX_LINES_BELOW) :]
    lines = [[cell for cell in row if cell is not None] for row in last]
    return [cell_text(line[0]) for line in lines if len(line) == 1 and isinstance(line[0], str)]


def _find_scaled_statements(headings: Sequence[Heading]) -> list[Heading]:
    """Return the statements with "(1-5)" behind them; empty if there is only one."""
    scaled = [h for h in headings if _SCALE_BEHIND.search(normalize_heading(h.text)) and _is_statement(h)]
    return scaled if len(scaled) >= MIN_SCALED else []


def _is_statement(heading: Heading) -> bool:
    """Return whether a heading is a statement or a question that does not ask for a number."""
    words = re.findall(r"[^\W\d_]+", normalize_heading(heading.text))
    return len(words) >= MIN_STATEMENT_WORDS and not set(words) & set(word_list("rating_words", "counted"))


def _is_answer(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether a heading only says that the answers to the question above are below it.

    Answers that are all different are those of a tally.
    """
    words = set(_WORD.findall(normalize_heading(heading.text)))
    if not words or not words <= set(word_list("rating_words", "answers")):
        return False
    codes = cells.columns[heading.column - cells.first_column].codes[header + 1 :]
    return bool(len(np.unique(codes[codes != 0])) < np.count_nonzero(codes))


def _holds_ratings(heading: Heading, cells: SheetCells, header: int, some_words: float = 0.0) -> bool:
    """Return whether the cells below a heading are whole ratings of its scale, blank, or a few averages.

    A share of them may be in words without a number. A few rows below a blank one sum up the answers.
    """
    column = cells.columns[heading.column - cells.first_column]
    highest = find_highest_rating(heading.text, cells, header) or HIGHEST
    codes, often = np.unique(column.codes[header + 1 : find_last_answer(cells, header)], return_counts=True)
    whole = others = words = 0
    for code, times in zip(codes.tolist(), often.tolist(), strict=True):
        text = cell_text(column.cells[code])
        if not text or is_no_answer(text):
            continue
        written = _RATING.fullmatch(text)
        if written is None and not re.search(r"\d", text):
            words += times
            continue
        rating = float(written[1].replace(",", ".")) if written else 0.0
        if not LOWEST <= rating <= highest:
            return False
        is_whole = rating.is_integer()
        whole, others = whole + is_whole * times, others + (not is_whole) * times
    return others <= MAX_AVERAGES and whole > others and words <= some_words * whole


def find_last_answer(cells: SheetCells, header: int) -> int:
    """Return the index below the last answer: a blank row above at most a few rows, or the end.

    A line with a single cell, such as a remark, is not one of these rows.
    """
    filled = np.flatnonzero(cells.filled[header + 1 :]) + header + 1
    while len(filled) and sum(cell is not None for cell in cells.rows[filled[-1]]) == 1:
        filled = filled[:-1]
    gaps = np.flatnonzero(np.diff(filled) > 1)
    if len(gaps) and len(filled) - gaps[-1] - 1 <= MAX_SUMMARY_ROWS:
        return int(filled[gaps[-1]]) + 1
    return cells.height


def asks_what_it_did(text: str) -> bool:
    """Return whether a question or statement asks what an event did for the person who answers.

    A question to which yes is no praise, such as "Was it hard to understand?", is none.

    Examples
    --------
    >>> asks_what_it_did("Did you enjoy the event?"), asks_what_it_did("¿Le ayudó el taller?")
    (True, True)
    >>> asks_what_it_did("Did you enjoy reading before?"), asks_what_it_did("Do you have a library card?")
    (False, False)
    """
    folded = normalize_heading(text)
    words = _WORD.findall(folded)
    phrases = f" {' '.join(words)} "
    if set(words) & {*word_list("evaluation", "earlier"), *word_list("evaluation", "negative")}:
        return False
    if not any(f" {word} " in phrases for word in word_list("evaluation")):
        return False
    return len(words) >= MIN_STATEMENT_WORDS or "?" in text or _ASKS_YES_OR_NO.search(folded) is not None


def find_yes_no_columns(headings: Sequence[Heading], cells: SheetCells, header: int) -> list[int]:
    """Return the numbers of the columns that say yes or no to what an event did for people."""
    asked = [heading for heading in headings[:MAX_STATEMENTS] if asks_what_it_did(heading.text)]
    return [h.column for h in asked if are_yes_or_no(_distinct_texts(h, cells, header))]


def find_ticked_options(headings: Sequence[Heading], cells: SheetCells, header: int) -> dict[int, str]:
    """Return the columns of options that people ticked, each with the question it belongs to.

    Each option has a column of its own below its question; the cells repeat the option, or hold a mark. An
    option that no one ticked is one too. Of a question that is not about what the event did, such as where
    people heard of it, there is none.
    """
    below = [heading for heading in headings[:MAX_STATEMENTS] if heading.spanning_text]
    by_question = sorted(
        below, key=lambda heading: (normalize_heading(heading.spanning_text), heading.column)
    )
    found: dict[int, str] = {}
    for question, listed in groupby(by_question, key=lambda h: normalize_heading(h.spanning_text)):
        group = list(listed)
        options = [heading for heading in group if _is_option(heading, cells, header)]
        outcomes = sum(asks_what_it_did(f"{h.spanning_text}: {h.own_text}") for h in options)
        if len(options) >= MIN_OPTIONS and outcomes * 2 >= len(options):
            unticked = [heading for heading in group if _is_unticked_option(heading, cells, header)]
            found |= dict.fromkeys((heading.column for heading in (*options, *unticked)), question)
    return found


def is_yes_no_survey(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether people answered with yes, no or ticks what an event did, among other questions."""
    asked = [
        heading for heading in headings[:MAX_STATEMENTS] if "?" in heading.text or _is_statement(heading)
    ]
    if len(asked) < MIN_QUESTIONS or not any(asks_what_it_did(heading.text) for heading in asked):
        return False
    table = (headings, cells, header)
    return bool(find_yes_no_columns(*table) or find_ticked_options(*table))


def _is_option(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether the filled cells below a heading only repeat it, or hold one and the same mark."""
    texts = {normalize_heading(text) or text for text in _distinct_texts(heading, cells, header) if text}
    return texts == {normalize_heading(heading.own_text)} or (
        len(texts) == 1 and texts <= set(word_list("yes_or_no", "ticks"))
    )


def _is_unticked_option(heading: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether nothing is below an option; "Other (please specify)" asks for words."""
    words = set(_WORD.findall(normalize_heading(heading.own_text)))
    asks_for_words = bool(words & set(word_list("evaluation", "in_words")))
    return bool(words) and not asks_for_words and not any(_distinct_texts(heading, cells, header))


def _distinct_texts(heading: Heading, cells: SheetCells, header: int) -> list[str]:
    column = cells.columns[heading.column - cells.first_column]
    return [cell_text(column.cells[code]) for code in column.distinct_codes(header + 1).tolist()]


def refine_form_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Map the columns of answers to the rating; the user's choices stay unchanged."""
    table = (grid.headings, grid.cells, grid.header)
    reasons = dict.fromkeys(
        find_yes_no_columns(*table), Message("by its answers: yes or no; any other answer counts as not yes")
    )
    reasons |= dict.fromkeys(
        find_ticked_options(*table),
        Message("an option of a question: ticked or not by those who answered it"),
    )
    reasons |= dict.fromkeys(
        _find_named_ratings(*table), Message("by its heading and numbers: ratings from 1 to 5")
    )
    reasons |= dict.fromkeys(
        find_rating_columns(*table),
        Message("by its numbers: ratings, as the title or heading explains"),
    )
    return [
        replace(mapping, field="outcomes.rating", reason=reasons[mapping.column])
        if mapping.column in reasons and mapping.reason != "by hand"
        else mapping
        for mapping in mapped
    ]
