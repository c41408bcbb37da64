"""Tallies of a survey: the answers of a scale across or down a table, and how many people gave each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import Heading
from libcollab_metrics.ingest.tables.survey_columns import explains_itself, explains_ratings
from libcollab_metrics.ingest.values.categories import parse_rating
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.model.names import clean_spaces, normalize_heading

#: Fewest answers of a scale, rows that are looked at, and headings that are compared.
MIN_ANSWERS, MAX_ROWS, MAX_COLUMNS = 3, 300, 64
#: Points of a scale.
POINTS = (1.0, 2.0, 3.0, 4.0, 5.0)
#: Fewest words of a statement in a row; the names of schools and programs are shorter.
MIN_STATEMENT_WORDS = 4
#: A point of a scale, perhaps with its meaning: "5", "4 (buena)", "3 - so so".
_POINT = re.compile(
    r"([1-5])(?:\s*(?:[-–=:(*★⭐]|stars?|pts?|points?|puntos?).*|\s+(?P<words>[^\W\d_][^\d]*))?"
)
#: A word with its point: "Excelente (5)", "Good = 4".
_WORD_WITH_POINT = re.compile(r"[^\W\d_][^\d(=:]*[(=:–-]\s*([1-5])\s*\)?")
_MAY_BE_POINT = re.compile(r"[\W_]*(?:[1-5]|[^\x00-\x7f])")
#: A label in front of a statement, and quotation marks.
_LABELED = re.compile(r"^(?:[^\W\d_]+\s*:\s*)?[\"“«]?(.+?)[\"”»]?$")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[\"“«](.+?)[\"”»]")


@dataclass(frozen=True)
class Tally:
    """Columns of a tally.

    Attributes
    ----------
    label : Heading
        Column of the statements, or of the groups that answered; of the answers where these are down.
    counts : tuple of Heading
        Columns of counts: one for each answer, or one for each group where the answers are down.
    is_down : bool
        Whether the answers are rows.
    end : int
        Index of the first row of another table below.
    ratings : tuple of float
        The answer of each column of counts; empty where the answers are down.
    statement : str
        What everyone answered, from the lines above; empty where the rows are statements.
    ratings_by_row : tuple of (int, float)
        Rows of the only statement whose answers are down, by index, with the answer of each.
    """

    label: Heading
    counts: tuple[Heading, ...]
    is_down: bool
    end: int
    ratings: tuple[float, ...] = ()
    statement: str = ""
    ratings_by_row: tuple[tuple[int, float], ...] = ()


def rating_of(text: Heading | str) -> float | None:
    """Return the rating that an answer in words is: "Strongly agree", or that below or above a number."""
    if isinstance(text, str):
        return parse_rating(text)
    whole = parse_rating(text.text)
    return whole if whole is not None else parse_rating(text.own_text) or parse_rating(text.spanning_text)


def find_tally(headings: Sequence[Heading], cells: SheetCells, header: int) -> Tally | None:
    """Find the statements, the answers and their counts; None if the table is no tally."""
    filled = [heading for heading in headings[:MAX_COLUMNS] if heading.text]
    if len(filled) < len(("label", "count")):
        return None
    return (
        _find_answers_across(headings, filled, cells, header)
        or _find_statements_with_answers(filled, cells, header)
        or _find_answers_down(filled, cells, header)
    )


def _find_answers_across(
    headings: Sequence[Heading], filled: Sequence[Heading], cells: SheetCells, header: int
) -> Tally | None:
    """Find a tally with the answers of a scale across the top, in words or as points."""
    rated, question = _rate_answers(filled), ""
    rated = rated or _find_points_across(filled, _WORD_WITH_POINT)
    if not rated:
        rated = _find_points_across(filled, _POINT)
        is_best_first = bool(rated) and rated[0][1] == POINTS[-1]
        if not _has_scale_above(cells, header, accept_names=is_best_first):
            return None
    answers = [heading for heading, _ in rated]
    if not len({rating for _, rating in rated}) == len(answers) >= MIN_ANSWERS:
        return None
    label = _find_statements(headings, answers, cells, header)
    end = _find_end(answers, cells, header)
    is_tally = all(_counts(heading, cells, header, end) for heading in answers)
    between = [h for h in filled if answers[0].column < h.column < answers[-1].column]
    if label is None or not is_tally or not set(between) <= set(answers):
        return None  # an unknown answer among the others would be missing from each share
    if not _are_statements(label, cells, header, end):
        question = _find_question(cells, header)
    return Tally(label, tuple(answers), False, end, tuple(rating for _, rating in rated), question)


def _find_points_across(filled: Sequence[Heading], pattern: re.Pattern[str]) -> list[tuple[Heading, float]]:
    """Return the headings of the five points of a scale in their order; empty if they are not all there."""
    points = [
        (h, float(match[1])) for h in filled if (match := pattern.fullmatch(normalize_heading(h.own_text)))
    ]
    numbers = tuple(rating for _, rating in points)
    return points if numbers in (POINTS, POINTS[::-1]) else []


def _has_scale_above(cells: SheetCells, header: int, *, accept_names: bool = False) -> bool:
    """Return whether the lines above explain a scale, or perhaps only call what follows a survey."""
    lines = list(_lines_above(cells, header))
    words = set(_WORD.findall(normalize_heading(" ".join(lines))))
    is_named = accept_names and bool(words & set(word_list("tallies", "surveys")))
    return is_named or any(map(explains_ratings, lines))


def _find_statements_with_answers(filled: Sequence[Heading], cells: SheetCells, header: int) -> Tally | None:
    """Find a tally with the answers in words below each of several statements."""
    label, count = filled[:2]
    texts = _texts(label, cells, header)
    repeated = Counter(rating for text in texts if (rating := parse_rating(text)))
    if len(repeated) < MIN_ANSWERS or not _counts(count, cells, header, cells.height):
        return None
    if max(repeated.values()) == 1 and (one := _find_answers_down(filled, cells, header)) is not None:
        return one
    return Tally(label, (count,), True, cells.height)


def _find_answers_down(filled: Sequence[Heading], cells: SheetCells, header: int) -> Tally | None:
    """Find a tally of a single statement, with its answers down and how many in each group gave them."""
    label, *others = filled
    points = next((h for h in others if set(_points_of(h, cells, header).values()) == set(POINTS)), None)
    if points is None and others and _are_meanings(label, others[0], cells, header):
        points, label = label, others[0]
    ratings = _points_of(label if points is None else points, cells, header)
    texts = {header + 1 + row: text for row, text in enumerate(_texts(label, cells, header))}
    if points is None:
        in_words = {row: rating for row, text in texts.items() if (rating := parse_rating(text))}
        ratings = in_words if len(in_words) > len(ratings) else ratings
        typed = [_name_points(texts[row]) for row in ratings]
        is_explained = ratings == in_words or explains_itself(typed) or _has_scale_above(cells, header)
    else:
        is_explained = explains_itself([f"{rating:.0f} - {texts[row]}" for row, rating in ratings.items()])
    if not len(set(ratings.values())) == len(ratings) >= MIN_ANSWERS or not is_explained:
        return None
    if points is None and _numbers_answers(label, others, texts.values()):
        return None
    statement = _find_question(cells, header)
    counts = [h for h in others if h is not points and _counts_rows(h, cells, tuple(ratings))]
    written = [h for h in counts if not _are_strokes(h, cells, tuple(ratings))]
    counts = _exclude_products(_exclude_total(written or counts, cells, tuple(ratings)), ratings, cells)
    if not counts or not statement:
        return None
    return Tally(label, tuple(counts), True, cells.height, (), statement, tuple(ratings.items()))


def _numbers_answers(label: Heading, others: Sequence[Heading], texts: Iterable[str]) -> bool:
    """Return whether the numbers of a column go on above 5, or number answers that are next to them."""
    words = set(word_list("rating_words", "answers"))
    named = [bool(words & set(_WORD.findall(normalize_heading(h.text)))) for h in (label, *others)]
    is_longer = any((parse_number(text).value or 0) > POINTS[-1] for text in texts)
    return is_longer or (not named[0] and any(named[1:]))


def _name_points(text: str) -> str:
    """Return a point with its words behind a dash: "5 - excellent" for "5  Excellent"."""
    match = _POINT.fullmatch(normalize_heading(text))
    return f"{match[1]} - {match['words']}" if match and match["words"] else text


def _are_meanings(points: Heading, words: Heading, cells: SheetCells, header: int) -> bool:
    """Return whether a column of the points of a scale has what each means next to it."""
    ratings, texts = _points_of(points, cells, header), _texts(words, cells, header)
    meanings = [texts[row - header - 1] for row in ratings]
    are_words = all(re.search(r"[^\W\d_]", text) and not re.search(r"\d", text) for text in meanings)
    return set(ratings.values()) == set(POINTS) and are_words


def _points_of(heading: Heading, cells: SheetCells, header: int) -> dict[int, float]:
    """Return the rows of a column that hold a point of a scale, with the point."""
    texts = _texts(heading, cells, header)
    likely = {text for text in set(texts) if _MAY_BE_POINT.match(text)}  # rules out nearly all names
    matches = {text: match for text in likely if (match := _POINT.fullmatch(normalize_heading(text)))}
    rows = enumerate(texts, start=header + 1)
    return {row: float(matches[text][1]) for row, text in rows if text in matches}


def _counts_rows(heading: Heading, cells: SheetCells, rows: Sequence[int]) -> bool:
    """Return whether a column has whole numbers in certain rows, and is no column of shares."""
    texts = [cell_text(cells.rows[row][heading.column - cells.first_column]) for row in rows]
    numbers = [parse_number(text).value for text in texts]
    is_share = any("%" in text for text in (heading.text, *texts))
    return not is_share and any(numbers) and all(value is not None and value % 1 == 0 for value in numbers)


def _are_strokes(heading: Heading, cells: SheetCells, rows: Sequence[int]) -> bool:
    """Return whether a column has strokes in certain rows, which another column counts."""
    texts = [cell_text(cells.rows[row][heading.column - cells.first_column]) for row in rows]
    return any(texts) and not any(map(str.isalnum, "".join(texts).replace("I", "|").replace("l", "|")))


def _exclude_total(counts: Sequence[Heading], cells: SheetCells, rows: Sequence[int]) -> list[Heading]:
    """Return the columns of counts without one that is the sum of the others in each row."""
    numbers = {h: [_number(cells, row, h) for row in rows] for h in counts}
    for heading in counts:
        others = [own for other, own in numbers.items() if other is not heading]
        if len(others) > 1 and numbers[heading] == [sum(values) for values in zip(*others, strict=True)]:
            return [other for other in counts if other is not heading]
    return list(counts)


def _exclude_products(
    counts: Sequence[Heading], ratings: Mapping[int, float], cells: SheetCells
) -> list[Heading]:
    """Return the columns of counts without those of points times answers."""
    numbers = {h: [_number(cells, row, h) for row in ratings] for h in counts}
    products = {
        heading
        for heading in counts
        for other in counts
        if heading is not other
        and numbers[heading]
        == [n * points for n, points in zip(numbers[other], ratings.values(), strict=True)]
    }
    return [heading for heading in counts if heading not in products]


def _number(cells: SheetCells, row: int, heading: Heading) -> float:
    return parse_number(cell_text(cells.rows[row][heading.column - cells.first_column])).value or 0.0


def _lines_above(cells: SheetCells, header: int) -> Iterator[str]:
    """Yield the texts above a table, from the top."""
    for row in cells.rows[:header]:
        yield from (clean_spaces(cell) for cell in row if isinstance(cell, str))


def _find_question(cells: SheetCells, header: int) -> str:
    """Return what everyone answered, from the lines above: a question, a quotation, or else the title."""
    lines = list(_lines_above(cells, header))
    for line in lines:
        if (quoted := _QUOTED.search(line)) is not None:
            return quoted[1].strip(" ,.")
    asked = next((line for line in lines if "?" in line and not explains_ratings(line)), "")
    if not asked:
        asked = next((line for line in lines if "?" in line), lines[0] if lines else "")
    match = _LABELED.match(asked.split("?")[0] + "?" if "?" in asked else asked)
    return match[1] if match else ""


def _are_statements(label: Heading, cells: SheetCells, header: int, end: int) -> bool:
    """Return whether the rows are statements: most are sentences, or no line above is a question."""
    texts = [text for text in _texts(label, cells, header)[: end - header - 1] if text]
    sentences = sum(len(_WORD.findall(text)) >= MIN_STATEMENT_WORDS for text in texts)
    lines = list(_lines_above(cells, header))
    has_question = any("?" in line or _QUOTED.search(line) for line in lines)
    names_groups = set(_WORD.findall(normalize_heading(label.text))) & set(word_list("tallies", "groups"))
    return not names_groups and (sentences * 2 >= len(texts) or not has_question)


def _rate_answers(headings: Sequence[Heading]) -> list[tuple[Heading, float]]:
    """Return the headings that are answers with their ratings."""
    rated = zip(headings, fill_middle([rating_of(heading) for heading in headings]), strict=True)
    return [(heading, rating) for heading, rating in rated if rating is not None]


def fill_middle(ratings: Sequence[float | None]) -> list[float | None]:
    """Return the ratings with 3 for an unknown answer between "agree" and "disagree", such as "not sure".

    Examples
    --------
    >>> fill_middle([None, 5.0, 4.0, None, 2.0, 1.0, None])
    [None, 5.0, 4.0, 3.0, 2.0, 1.0, None]
    """
    neighbors = zip([None, *ratings], [*ratings[1:], None], strict=False)
    is_middle = [pair in ((4.0, 2.0), (2.0, 4.0)) for pair in neighbors]
    return [
        3.0 if rating is None and middle else rating
        for rating, middle in zip(ratings, is_middle, strict=True)
    ]


def _find_statements(
    headings: Sequence[Heading], answers: Sequence[Heading], cells: SheetCells, header: int
) -> Heading | None:
    """Return the first column before the answers that holds words, with or without a heading."""
    before = [heading for heading in headings[:MAX_COLUMNS] if heading.column < answers[0].column]
    return next(
        (h for h in before if any(map(str.isalpha, "".join(_texts(h, cells, header))))),
        None,
    )


def _find_end(answers: Sequence[Heading], cells: SheetCells, header: int) -> int:
    """Return the index of the first row after a blank one with words in place of counts."""
    for index in range(header + 2, cells.height):
        row = [cell_text(cells.rows[index][h.column - cells.first_column]) for h in answers]
        if not cells.filled[index - 1] and any(text and parse_number(text).value is None for text in row):
            return index
    return cells.height


def _texts(heading: Heading, cells: SheetCells, header: int) -> list[str]:
    column = cells.columns[heading.column - cells.first_column]
    codes = column.codes[header + 1 : header + 1 + MAX_ROWS].tolist()
    texts = {code: cell_text(column.cells[code]) for code in set(codes)}
    return [texts[code] for code in codes]


def _counts(heading: Heading, cells: SheetCells, header: int, end: int) -> bool:
    """Return whether the filled cells below a heading are whole numbers, up to a row."""
    texts = _texts(heading, cells, header)[: end - header - 1]
    numbers = [parse_number(text).value for text in texts if text]
    return bool(numbers) and all(value is not None and value % 1 == 0 for value in numbers)
