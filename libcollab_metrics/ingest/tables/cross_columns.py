"""Columns of counts with a dimension across the top: months, weekdays or places."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.heading import (
    Heading,
    has_total_word,
    heading_month,
    is_not_counted,
    is_period_rollup,
)
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day, parse_month
from libcollab_metrics.ingest.values.lexicon import known_headings, known_words, weekdays, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.parts import AXES, part_of
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Fewest columns of a dimension, and fewest rows that show that a column is the sum of others.
MIN_COLUMNS, MIN_ROWS = 2, 3
#: Most rows that are looked at.
MAX_ROWS = 500
#: The hour behind a weekday: "Mon 10.00", "Wed 2:30 pm", "Fri 14h".
_HOUR = re.compile(r"[\s,]+\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?m\.?|h|hrs)?$", re.IGNORECASE)
#: Fewest weekdays across the top.
MIN_WEEKDAYS = 3
#: Axes of parts that rows may have, and share of their cells that must be numbers: a day may be called off.
AXES_OF_ROWS, MOST_COUNTED = ("age", "sex", "role", "format"), 0.5
#: Share of the filled cells of a column that must be counts: words such as "closed" may be among them.
MOST = 0.7
Measure = Literal["events", "people"]
Contribution = Literal["cash", "volunteer_hours", "staff_hours"]
#: Words for a budget, which may be spent.
BUDGET = {"budget", "presupuesto", "badyet"}


@dataclass(frozen=True)
class CrossColumns:
    """Columns of one dimension.

    Attributes
    ----------
    kind : {"months", "measures", "programs", "weekdays", "days", "parts", "places"}
        Dimension across the top; "measures" are months above rows that each count something else, "programs"
        are above rows that are each a month or a day, "days" above rows that are a place or a program, and
        "parts" are days above rows of the parts of those who came, such as children and adults.
    people : tuple of Heading
        Columns that count people, in order; their `month` is set where the dimension is the month.
    events : mapping of int to Heading
        Column of the number of sessions, by the column number of the people.
    label : Heading or None
        Column that names the rows.
    totals : tuple of Heading
        Columns that add up the others.
    measure : Heading or None
        Column that says what each row counts, if it is not the one that names the rows.
    dated : Heading or None
        Column of the day or the week of each row.
    compared : tuple of Heading
        Columns of a plan or an earlier year, which are not counted.
    """

    kind: Literal["months", "measures", "programs", "weekdays", "days", "parts", "places"]
    people: tuple[Heading, ...]
    events: Mapping[int, Heading] = field(default_factory=dict)
    label: Heading | None = None
    totals: tuple[Heading, ...] = ()
    measure: Heading | None = None
    dated: Heading | None = None
    compared: tuple[Heading, ...] = ()


def find_cross_columns(headings: Sequence[Heading], cells: SheetCells, header: int) -> CrossColumns | None:
    """Find the columns of a dimension across the top of a table; None if there are none.

    Months and programs need a number of sessions and of people below each. Weekdays need a column of days or
    weeks; places a column of days, and one that is their sum in every row; days a title that says that people
    were counted.
    """
    return (
        _find_month_pairs(headings, cells, header)
        or _find_measures(headings, cells, header)
        or _find_program_pairs(headings, cells, header)
        or _find_weekdays(headings, cells, header)
        or _find_days(headings, cells, header)
        or _find_parts(headings, cells, header)
        or _find_places(headings, cells, header)
    )


# Months, with two columns each.


def _find_month_pairs(headings: Sequence[Heading], cells: SheetCells, header: int) -> CrossColumns | None:
    months: dict[tuple[int | None, int], dict[Measure, Heading]] = {}
    totals = []
    for heading in headings:
        named = _split_month(heading)
        if named is None or named[1] is None:
            totals += [heading] if heading.text and _is_sum(heading) else []
            continue
        month, measure = named[0], named[1]
        if measure in months.setdefault(month, {}):
            return None  # two columns of the same month and measure
        months[month][measure] = replace(heading, month=month)
    complete = [columns for columns in months.values() if len(columns) == len(("events", "people"))]
    if len(complete) < MIN_COLUMNS or len(complete) < len(months):
        return None
    label = _find_label(headings, cells, header)
    if label is None:
        return None
    people = tuple(columns["people"] for columns in complete)
    events = {columns["people"].column: columns["events"] for columns in complete}
    return CrossColumns("months", people, events, label, tuple(totals))


def _split_month(heading: Heading) -> tuple[tuple[int | None, int], Measure | None] | None:
    """Return the month and the measure that a heading names: "Jan Programs", or "#" below "January"."""
    if heading.spanning_text and heading_month(heading):
        month = heading_month(heading)
        return None if month is None else (month, measure_of(heading.own_text))
    words = heading.text.split()
    for size in (1, 2):
        for month_words, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            text = " ".join(month_words)
            read = parse_month(text) if rest and not text.isdigit() else None
            if read is not None:
                return read, measure_of(" ".join(rest))
    return None


#: A year in a heading next to the months: "Same period 2024".
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: Hours that are the name of a session.
_USE_OF_COMPUTERS = re.compile(
    r"\b(?:computer|internet|wi-?fi|wireless|pc)s? (?:sessions|uses|users|logins)\b|sesiones de internet"
)
_SESSION_HOURS = re.compile(r"(?:story|storytelling|reading|library) hours?|oras ng (?:kuwento|pagbasa)")


def measure_of(text: str) -> Measure | None:
    """Return whether words count sessions or people; None if neither.

    Examples
    --------
    >>> [measure_of(text) for text in ("#", "Att.", "Sesiones realizadas", "Visits - people", "Libros")]
    ['events', 'people', 'events', 'people', None]
    """
    own = text.rpartition(" - ")[2]
    if own != text and (measure := measure_of(own)) is not None:
        return measure  # "School visits - sessions"
    folded = normalize_heading(text)
    known = known_headings().get(folded)
    if known is not None and known.role in ("events", "attendance"):
        return "events" if known.role == "events" else "people"
    if _USE_OF_COMPUTERS.search(folded):
        return None
    words = set(re.findall(r"[^\W\d_]+|#", folded))
    words, counting = words - set(word_list("cross_measures", "counting")), bool(words)
    words -= set(re.findall(r"\w+", " ".join(_SESSION_HOURS.findall(folded))))
    others = (word_list("cross_measures", key) for key in ("other", "visits", "called_off"))
    if any(words & set(listed) for listed in others):
        return None
    if words & set(word_list("cross_measures", "people")):
        return "people"
    return (
        "events" if words & set(word_list("cross_measures", "events")) or (counting and not words) else None
    )


def counts_called_off(text: str) -> bool:
    """Return whether words count sessions that were called off.

    Examples
    --------
    >>> counts_called_off("Actividades suspendidas"), counts_called_off("Orders cancelled")
    (True, False)
    """
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(text)))
    is_off = bool(words & set(word_list("cross_measures", "called_off")))
    return is_off and bool(words & set(word_list("cross_measures", "events")))


def is_other_measure(text: str) -> bool:
    """Return whether words count neither people, sessions nor visits: books, money, hours worked.

    Examples
    --------
    >>> [is_other_measure(text) for text in ("Volunteer hours", "Books lent", "Visits", "Oras ng kuwento")]
    [True, True, False, False]
    """
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(text)))
    others = {*word_list("cross_measures", "other")} - {*word_list("cross_measures", "hours")}
    return bool(words & others)


def contribution_of(text: str) -> Contribution | None:
    """Return the kind of what was spent or worked that words count; None if they count something else.

    Examples
    --------
    >>> [contribution_of(text) for text in ("Volunteer hours", "Budget spent (PHP)", "Budget", "Hours open")]
    ['volunteer_hours', 'cash', None, None]
    """
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(text)))
    if words & set(word_list("not_counted")) - BUDGET:
        return None
    if words & set(word_list("cross_measures", "hours")):
        worked: tuple[Contribution, ...] = ("volunteer_hours", "staff_hours")
        return next((kind for kind in worked if words & set(word_list("cross_measures", kind))), None)
    return "cash" if words & set(word_list("spending", "amounts")) else None


def _is_sum(heading: Heading) -> bool:
    return has_total_word(heading.text) or is_period_rollup(heading)


def _find_label(headings: Sequence[Heading], cells: SheetCells, header: int) -> Heading | None:
    """Return the first column that is filled, if it holds words."""
    for heading in headings:
        texts = [text for text in _texts(heading, cells, header) if text]
        if texts:
            return heading if all(parse_number(text).value is None for text in texts) else None
    return None


# Programs, with two columns each, in rows that are months or days.


def _find_program_pairs(headings: Sequence[Heading], cells: SheetCells, header: int) -> CrossColumns | None:
    """Find programs with a number of sessions and of people each.

    A program whose numbers are the sums of all others in every row is their total: "All activities". If one
    is called a total and is not, there are none. Groups and formats are everyone together, and are no
    programs, nor are years. "Last year" is not counted.
    """
    dated = [heading for heading in headings if heading.role in ("date", "month")]
    labels: dict[str, dict[Measure, Heading]] = {}
    for heading in headings:
        measure = measure_of(heading.own_text) if heading.spanning_text else None
        if measure is None or heading_month(heading):
            continue
        if measure in labels.setdefault(heading.spanning_text, {}):
            return None  # two columns of the same program and measure
        labels[heading.spanning_text][measure] = heading
    if any(map(_is_group, labels)) or _are_years(labels):
        return None
    complete = {label: own for label, own in labels.items() if len(own) == len(("events", "people"))}
    others = set(filter(is_not_counted, complete))
    compared = tuple(heading for label in complete if label in others for heading in complete[label].values())
    pairs = [own for label, own in complete.items() if label not in others]
    if len(dated) != 1 or len(pairs) < (1 if others else MIN_COLUMNS) or len(complete) < len(labels):
        return None
    total = _find_pair_of_sums(pairs, cells, header)
    named = [own for label, own in complete.items() if _names_total(label)]
    if named and named != [total]:
        return None
    pairs = [pair for pair in pairs if pair is not total]
    people = tuple(pair["people"] for pair in pairs)
    events = {pair["people"].column: pair["events"] for pair in pairs}
    totals = tuple(total.values()) if total else ()
    return CrossColumns("programs", people, events, totals=totals, dated=dated[0], compared=compared)


def _are_years(labels: Collection[str]) -> bool:
    """Return whether labels are several years, apart from those that are only compared: "2025", "2026"."""
    years = {year for label in labels if not is_not_counted(label) for year in _YEAR.findall(label)}
    return len(years) > 1


def _find_pair_of_sums(
    pairs: Sequence[Mapping[Measure, Heading]], cells: SheetCells, header: int
) -> Mapping[Measure, Heading] | None:
    """Return the pair of columns that are, in nearly every row, the sums of all other pairs; None without."""
    if len(pairs) <= MIN_COLUMNS:
        return None
    measures: tuple[Measure, ...] = ("events", "people")
    numbers = np.nan_to_num([[numbers_under(pair[m], cells, header) for m in measures] for pair in pairs])
    filled = numbers.sum(axis=0).all(axis=0)
    equal = (numbers * 2 == numbers.sum(axis=0)).all(axis=1)[:, filled].sum(axis=1)
    is_sum = (equal >= MIN_ROWS) & (equal >= MOST * filled.sum())
    return pairs[int(is_sum.argmax())] if is_sum.any() else None


def _is_group(label: str) -> bool:
    """Return whether a label is a group of people or a format, and not a program: "Adults", "Online"."""
    folded = normalize_heading(label)
    is_program = set(re.findall(r"[^\W\d_]+", folded)) & set(word_list("sheet_words", "programs"))
    return folded in known_words("format") or (bool(part_of(label)) and not is_program)


# Months above rows of different measures.


def _find_measures(headings: Sequence[Heading], cells: SheetCells, header: int) -> CrossColumns | None:
    months = [heading for heading in headings if heading_month(heading) and not heading.spanning_text]
    if len(months) < MIN_COLUMNS or any(heading.role == "date" for heading in headings):
        return None
    label = _find_label(headings, cells, header)
    if label is None:
        return None
    measure = _find_measure_column(headings, label, cells, header)
    others = [h for h in headings if h.text and h not in (*months, label, measure) and not _is_sum(h)]
    if not all(
        _YEAR.search(h.text) or is_not_counted(h.text) or _adds_up(h, months, cells, header) for h in others
    ):
        return None
    filled = [any(texts) for texts in zip(*(_texts(month, cells, header) for month in months), strict=True)]
    named = _texts(label, cells, header)
    counted = _texts(measure, cells, header) if measure else [""] * len(named)
    labels = {
        row: (name, what)
        for row, (name, what, any_count) in enumerate(zip(named, counted, filled, strict=True))
        if any_count
    }
    if not pair_rows(labels):
        return None
    totals = tuple(h for h in headings if h.text and h not in (*months, label, measure))
    return CrossColumns("measures", tuple(months), {}, label, totals, measure)


def _adds_up(heading: Heading, months: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether the numbers below a heading are the sums of the months, such as those of the year."""
    added = np.nansum([numbers_under(month, cells, header) for month in months], axis=0)
    stated = np.array(numbers_under(heading, cells, header))
    known = ~np.isnan(stated)
    return bool(known.sum() >= MIN_ROWS and (added[known] == stated[known]).all())


def _find_measure_column(
    headings: Sequence[Heading], label: Heading, cells: SheetCells, header: int
) -> Heading | None:
    """Return the column after the names of the rows, if its cells are words for sessions and for people."""
    for heading in headings:
        if heading.column == label.column + 1 and heading_month(heading) is None:
            measures = {measure_of(text) for text in _texts(heading, cells, header) if text}
            return heading if {"events", "people"} <= measures else None
    return None


def pair_rows(labels: Mapping[int, tuple[str, str]]) -> list[tuple[int, int, str]]:
    """Pair the row of sessions with that of people.

    Parameters
    ----------
    labels : mapping of int to (str, str)
        Name of each row by its index, and what it counts if another column says so. A blank name is that of
        the row above.

    Returns
    -------
    list of (int, int, str)
        Row of the sessions, row of the people, and their name; empty if it is not clear which rows count.
    """
    if not any(what for _, what in labels.values()):
        return pair_measures({row: name for row, (name, _) in labels.items()})
    rows: dict[str, dict[Measure, list[int]]] = {}
    above = ""
    for row, (name, what) in labels.items():
        above = name or above
        if (measure := measure_of(what)) is not None:
            rows.setdefault(above, {}).setdefault(measure, []).append(row)
    if any(len(own.get(measure, ())) != 1 for own in rows.values() for measure in ("events", "people")):
        return []
    return [(own["events"][0], own["people"][0], name) for name, own in rows.items()]


def pair_measures(labels: Mapping[int, str]) -> list[tuple[int, int, str]]:
    """Pair the row of sessions with that of people, by what else their labels say.

    Parameters
    ----------
    labels : mapping of int to str
        Label of each row by its index.

    Returns
    -------
    list of (int, int, str)
        Row of the sessions, row of the people, and the words they have in common; empty if several rows of
        people have no row of sessions of the same words, so that it is not clear which rows count.
    """
    indented = _pair_indented(labels)
    rest = labels.keys() - {row for events, people, _ in indented for row in (events, people)}
    if indented and not any(measure_of(labels[row]) and not has_total_word(labels[row]) for row in rest):
        return indented
    rows: dict[Measure, dict[int, str]] = {"events": {}, "people": {}}
    for row, text in labels.items():
        measure = measure_of(text)
        if measure is not None:
            rows[measure][row] = name_of(text, measure)
    for measure, named in rows.items():
        if len(named) > 1:  # the sums of the other rows
            rows[measure] = {row: name for row, name in named.items() if not has_total_word(labels[row])}
    if len(rows["events"]) == len(rows["people"]) == 1:
        ((events, own_name),), ((people, name),) = rows["events"].items(), rows["people"].items()
        return [(events, people, name if name == own_name else "")]
    pairs = []
    for people, name in rows["people"].items():
        own = [row for row in rows["events"] if _subject_of(labels[row]) == _subject_of(labels[people])]
        if len(own) != 1:
            return []
        pairs.append((own[0], people, name if rows["events"][own[0]] == name else rows["events"][own[0]]))
    return pairs if len(pairs) == len(rows["events"]) else []


def _pair_indented(labels: Mapping[int, str]) -> list[tuple[int, int, str]]:
    """Return the rows of people that only say so, each with the row of a program's sessions right above it.

    "Teen programs (#)" and "attendance" below it.
    """
    return [
        (above, row, name)
        for (above, events), (row, people) in pairwise(labels.items())
        if measure_of(events) == "events"
        and (name := name_of(events, "events"))
        and measure_of(people) == "people"
        and not name_of(people, "people")
    ]


def _subject_of(text: str) -> frozenset[str]:
    """Return the words of a label without those that count and those for people, in the singular.

    Examples
    --------
    >>> sorted(_subject_of("Learners who attended tutorials")), sorted(_subject_of("Tutorial sessions held"))
    (['tutorial'], ['tutorial'])
    >>> _subject_of("# Programs ages 0-5") == _subject_of("Attendance ages 6-11")
    False
    """
    dropped = set(word_list("role_words", "attendance"))
    for group in ("counting", "events", "people", "among"):
        dropped |= set(word_list("cross_measures", group))
    words = re.findall(r"[^\W_]+", normalize_heading(text))
    return frozenset(word.removesuffix("s") for word in words if word not in dropped)


def name_of(text: str, measure: Measure) -> str:
    """Return what else a label says than that it counts sessions or people.

    Examples
    --------
    >>> name_of("Story hour - sessions", "events"), name_of("No. of Chess club participants", "people")
    ('Story hour', 'Chess club')
    >>> name_of("Sessions held", "events")
    ''
    """
    if " - " in text:
        return text.partition(" - ")[0].strip()
    dropped = {*word_list("cross_measures", "counting"), *word_list("cross_measures", measure), "no."}
    return " ".join(word for word in text.split() if normalize_heading(word.strip("()")) not in dropped)


# Weekdays and places, in rows that have a day.


def _find_weekdays(headings: Sequence[Heading], cells: SheetCells, header: int) -> CrossColumns | None:
    named = [h for h in headings if weekday_of(h) is not None]
    if len(named) < MIN_WEEKDAYS or len({weekday_of(h) for h in named}) < len(named):
        return None
    dated = next((h for h in headings if h.role == "date"), None) or _find_weeks(headings, cells, header)
    if dated is None or not _counts(named, cells, header) or _counts_others(cells, header):
        return None
    totals = tuple(h for h in headings if _is_sum(h))
    return CrossColumns("weekdays", tuple(named), totals=totals, dated=dated)


def _find_weeks(headings: Sequence[Heading], cells: SheetCells, header: int) -> Heading | None:
    """Return the first column in which most cells are the first or the last day of a week: "w/b 8 Sept"."""
    for heading in headings:
        texts = [text for text in _texts(heading, cells, header) if text]
        if texts and sum(split_week(text) is not None for text in texts) >= MOST * len(texts):
            return heading
    return None


def split_week(text: str) -> tuple[str, bool] | None:
    """Split a week into a day and whether it is its last one; None for other texts.

    Examples
    --------
    >>> split_week("w/b 8 Sept"), split_week("Week ending 12 September"), split_week("Week 3")
    (('8 Sept', False), ('12 September', True), None)
    """
    folded = text.casefold()
    for key in ("last", "first"):
        word = next((word for word in word_list("week_days", key) if folded.startswith(f"{word} ")), "")
        if word and parse_day(day := text[len(word) :].strip(" :")) is not None:
            return day, key == "last"
    return None


def _title_words(cells: SheetCells, header: int) -> set[str]:
    """Return the words of the tab and of the rows above a table, without hours that are a session's name."""
    above = [cells.name, *(cell_text(cell) for row in cells.rows[:header] for cell in row)]
    return set(re.findall(r"[^\W\d_]+", _SESSION_HOURS.sub(" ", normalize_heading(" ".join(above)))))


def _people_words() -> set[str]:
    return {*word_list("role_words", "attendance"), *word_list("cross_measures", "people")}


def _counts_others(cells: SheetCells, header: int) -> bool:
    """Return whether a title speaks of loans, hours or money, and not of people."""
    words = _title_words(cells, header)
    return bool(words & set(word_list("cross_measures", "other"))) and not words & _people_words()


def _find_days(headings: Sequence[Heading], cells: SheetCells, header: int) -> CrossColumns | None:
    """Find columns of counts below days, in rows that are places or programs, where people were counted.

    Rows under another heading are groups such as grades, and their numbers are added up.
    """
    days = [heading for heading in headings if heading.day is not None]
    roles = {heading.role for heading in headings}
    if len(days) < MIN_COLUMNS or roles & {"date", "attendance", "part", "person", "first_name", "last_name"}:
        return None
    label = _find_label(headings, cells, header)
    if label is None or not _counts(days, cells, header):
        return None
    others = [heading for heading in headings if heading not in (*days, label)]
    totals = tuple(h for h in others if _is_sum(h) or _adds_up(h, days, cells, header))
    if label.role not in ("site", "program") and not _are_added_groups(label, days, totals, cells, header):
        return None
    words = _title_words(cells, header) | set(re.findall(r"[^\W\d_]+", normalize_heading(label.text)))
    unrelated = {*word_list("cross_measures", "other"), *word_list("expected_people")}
    if not words & _people_words() or words & unrelated:
        return None
    parts = {part_of(text) for text in _texts(label, cells, header) if not has_total_word(text)}
    if parts - ({""} if label.role else {"", "grade"}):
        return None  # rows of children and adults are parts of one session
    return CrossColumns("days", tuple(days), label=label, totals=totals)


def _find_parts(headings: Sequence[Heading], cells: SheetCells, header: int) -> CrossColumns | None:
    """Find columns of counts below days, in rows of children and adults, or of other parts along one axis.

    One row or column has their sums. A row of numbers that is no part of the people, and neither a size nor a
    total, may count more of them unless a row of totals leaves it out.
    """
    days = [heading for heading in headings if heading.day is not None]
    roles = {heading.role for heading in headings}
    if len(days) < MIN_COLUMNS or roles & {"date", "attendance", "part", "person", "first_name", "last_name"}:
        return None
    label = _find_label(headings, cells, header)
    if label is None or _counts_others(cells, header):
        return None
    if _title_words(cells, header) & set(word_list("expected_people")):
        return None
    texts = _texts(label, cells, header)
    rows = [row for row, text in enumerate(texts) if part_of(text)]
    parts = {part_of(texts[row]) for row in rows}
    along_one = any(parts <= axis for name, axis in AXES.items() if name in AXES_OF_ROWS)
    if len(rows) < MIN_COLUMNS or not along_one or len({texts[row] for row in rows}) < len(rows):
        return None
    numbers = np.array([numbers_under(day, cells, header) for day in days])
    if not np.isfinite(numbers[:, rows]).mean() >= MOST_COUNTED:
        return None
    sums = np.nansum(numbers[:, rows], axis=1)
    is_sum = [has_total_word(text) and _states(numbers[:, row], sums) for row, text in enumerate(texts)]
    totals = tuple(h for h in headings if h not in (*days, label) and (_is_sum(h) or not h.text))
    added = [h for h in totals if _adds_up(h, days, cells, header)]
    others = [row for row, text in enumerate(texts) if row not in rows and not has_total_word(text)]
    may_count = [
        row for row in others if np.isfinite(numbers[:, row]).any() and not is_not_counted(texts[row])
    ]
    if not any(is_sum) and (may_count or not added):
        return None
    return CrossColumns("parts", tuple(days), label=label, totals=tuple(h for h in totals if h.text))


def _states(stated: NDArray[np.float64], sums: NDArray[np.float64]) -> bool:
    """Return whether the known numbers of a row of totals are the sums of the parts."""
    known = np.isfinite(stated)
    return bool(known.any() and (stated[known] == sums[known]).all())


def _are_added_groups(
    label: Heading, days: Sequence[Heading], totals: Sequence[Heading], cells: SheetCells, header: int
) -> bool:
    """Return whether rows are groups, or what was counted, and a column holds the sums of all days."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(label.text)))
    named = {*word_list("tallies", "groups"), *word_list("role_words", "attendance")}
    if label.role or not words & named or words & set(word_list("register_people", "people")):
        return False
    return any(_adds_up(total, days, cells, header) for total in totals)


def weekday_of(heading: Heading) -> int | None:
    """Return the number of the weekday that a heading is, 0 for Monday; None for others."""
    return weekdays().get(normalize_heading(_HOUR.sub("", heading.text)))


def _find_places(headings: Sequence[Heading], cells: SheetCells, header: int) -> CrossColumns | None:
    """Find columns of counts under unknown headings that add up to another column in every row.

    "Total books" is a number of things, and a title may say so: then none of them counts people.
    """
    if not any(heading.role == "date" for heading in headings):
        return None
    if any(heading.role in ("attendance", "person", "first_name", "last_name") for heading in headings):
        return None
    sums = [h for h in headings if _is_total(h) and _counts([h], cells, header)]
    named = [h for h in headings if h.text and h not in sums and _is_name(h)]
    open_columns = [h for h in named if _counts([h], cells, header)]
    if len(open_columns) < MIN_COLUMNS or len(sums) != 1:
        return None
    about = _title_words(cells, header) | set(normalize_heading(sums[0].text).split())
    if about & set(word_list("measures", "things")) - _people_words() and not about & _people_words():
        return None
    added = np.nansum([numbers_under(h, cells, header) for h in open_columns], axis=0)
    total = np.array(numbers_under(sums[0], cells, header))
    known = ~np.isnan(total)
    if known.sum() < MIN_ROWS or not (added[known] == total[known]).all():
        return None
    return CrossColumns("places", tuple(open_columns), totals=(sums[0],))


def _is_name(heading: Heading) -> bool:
    """Return whether a heading may be the name of a place: it has no meaning and is no part of the people."""
    is_open = heading.entry is None or heading.is_inferred
    dated = heading.day is not None or heading.month is not None or heading.number is not None
    return is_open and not dated and not part_of(heading.text) and measure_of(heading.text) is None


def _is_total(heading: Heading) -> bool:
    return _names_total(heading.text) or is_period_rollup(heading)


def _names_total(text: str) -> bool:
    """Return whether a text has a word for a total, or is one for everyone: "Total Attend.", "All"."""
    phrases = {*word_list("totals"), *word_list("totals", "everyone")}
    return has_total_word(text) or normalize_heading(text) in phrases


def _texts(heading: Heading, cells: SheetCells, header: int) -> list[str]:
    column = cells.columns[heading.column - cells.first_column]
    codes = column.codes[header + 1 : header + 1 + MAX_ROWS].tolist()
    return [cell_text(column.cells[code]) for code in codes]


def numbers_under(heading: Heading, cells: SheetCells, header: int) -> list[float]:
    """Return the numbers below a heading by row; not a number for other cells."""
    reads = [parse_number(text).value for text in _texts(heading, cells, header)]
    return [np.nan if value is None else value for value in reads]


def _counts(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether most filled cells below some headings are whole numbers; a dash is a blank."""
    texts = [text for heading in headings for text in _texts(heading, cells, header)]
    filled = [text for text in texts if re.search(r"\w", text)]
    numbers = [parse_number(text).value for text in filled]
    whole = sum(value is not None and value >= 0 and value % 1 == 0 for value in numbers)
    return bool(filled) and whole >= MOST * len(filled)
