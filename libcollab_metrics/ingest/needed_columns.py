"""Columns that a table needs once the user has said what its rows are: asked for, and named by an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.files.cells import column_letters
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS
from libcollab_metrics.ingest.question_kinds import JOINED_FIELDS, NO_COLUMN, PLUS, ask
from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile, profile_column
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.header_merge import HeaderRows
from libcollab_metrics.ingest.tables.heading import find_sheet_phase, has_total_word, is_not_counted
from libcollab_metrics.ingest.tables.mark_columns import ROWS_WITH_MARKS, find_mark_columns, find_marks
from libcollab_metrics.ingest.tables.survey_columns import find_likely_ratings
from libcollab_metrics.ingest.values.categories import are_yes_or_no, parse_rating
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import ColumnMapping, Question

#: Key of the answers.
KEY = "column_of"
#: Fields of the amounts of payments and of ratings, and fewest amounts that are added up.
AMOUNT, RATING, MIN_ADDED = "ledger.value", "outcomes.rating", 2
#: Highest rating of any scale.
HIGHEST_RATING = 10
MORE_RATINGS = Message("Which other columns have ratings, where more is better, or answers of yes and no?")
#: Most numbers among answers of yes and no.
MAX_SUMS = 3
#: Highest rating of the most common scale.
COMMON_SCALE = 5
#: A question of a survey: "Would you come again?", or numbered: "P4", "Q 2.", "3) Staff".
_QUESTION = re.compile(r"[?¿]|^\s*[PpQq]\.?\s?\d{1,2}\b|^\s*\d{1,2}\s*[.)]")
#: Key of the answer what columns of marks are, and most marks that its question quotes.
MARK_COLUMNS, MAX_MARKS = "mark_columns", 3
#: Key of the answer which column holds the number of people.
HEAD_COUNT = "head_count"
#: Layouts of rows that the user named in which columns of marks are not read yet.
MARKED_LAYOUTS = ("member_list", "attendee_log", "session_log")
_CODE = re.compile(r"[^\W\d_]{1,4}-?\d{2,12}|\d{5,12}")
#: Share of the cells of a column that must be of the kind that is needed.
MOST = 0.5


@dataclass(frozen=True)
class NeededColumn:
    """A column without which the rows of a table give no figure of their kind.

    Attributes
    ----------
    fields : tuple of str
        Fields of which one is enough; an answer maps the column to the first, or to that of a test's phase.
    text : Message
        Question for the column.
    share : callable
        Share of the cells of a column that may be such cells.
    may_be_checked : bool
        Whether a column that is only compared, such as one of sums, is offered.
    """

    fields: tuple[str, ...]
    text: Message
    share: Callable[[ColumnProfile], float]
    may_be_checked: bool = True


def _share_of_numbers(profile: ColumnProfile) -> float:
    """Return the share of numbers; 0 for those of the rows: 1, 2, 3 and so on."""
    values = (parse_number(text).value for text in profile.texts)
    numbers = sorted(value for value in values if value is not None)
    is_serial = not profile.is_repeated and numbers == [float(n) for n in range(1, len(numbers) + 1)]
    return 0.0 if is_serial and len(numbers) > 1 else profile.numbers


def _share_of_ratings(profile: ColumnProfile) -> float:
    """Return the share of ratings up to 10, in numbers or words, or 1 for answers of yes and no."""
    if _are_yes_or_no(profile):
        return 1.0
    are_numbers = _share_of_numbers(profile) > 0
    rated = sum(
        parse_rating(text) is not None or (are_numbers and 0 <= _number(text) <= HIGHEST_RATING)
        for text in profile.texts
    )
    return rated / max(len(profile.texts), 1)


def _are_yes_or_no(profile: ColumnProfile) -> bool:
    """Return whether the answers are yes and no; a few numbers among them may be their sums and shares."""
    words = [text for text in profile.texts if parse_number(text).value is None]
    return len(profile.texts) - len(words) <= MAX_SUMS and are_yes_or_no(words)


def _number(text: str) -> float:
    value = parse_number(text).value
    return -1.0 if value is None else value


def _share_of_people(profile: ColumnProfile) -> float:
    """Return the share of words, or 1 for numbers each of which occurs once."""
    return max(profile.words, float(not profile.is_repeated and _holds_only_numbers(profile)))


def _share_of_names(profile: ColumnProfile) -> float:
    """Return the share of words and of codes such as A101 or 18121960, which number no rows."""
    codes = sum(_CODE.fullmatch(text) is not None for text in profile.texts)
    is_serial = profile.is_serial or profile.is_serial_code
    return max(profile.words, 0.0 if is_serial else codes / max(len(profile.texts), 1))


def _holds_only_numbers(profile: ColumnProfile) -> bool:
    return len(profile.texts) > 1 and all(text.isdecimal() for text in profile.texts)


_PEOPLE = NeededColumn(
    ("sessions.attended",),
    Message("Which column has the number of people who came?"),
    lambda profile: 0.0 if profile.is_serial else profile.counts,
)
#: Of a roster, where a row is a person; and of a list of visits, where numbers may be those of the rows.
_PEOPLE_OF_ROWS = NeededColumn(
    NAME_FIELDS, Message("Which column has the names or numbers of the people?"), _share_of_people
)
_NAMES = NeededColumn(
    NAME_FIELDS, Message("Which column has the names or numbers of the people?"), _share_of_names
)
_DAYS = NeededColumn(
    ("participation.date", "participation.session_no"),
    Message("Which column has the days on which these people came?"),
    lambda profile: profile.dates,
)
#: Columns that are asked for by what a row is, in the order in which they are asked for.
NEEDED: Mapping[str, tuple[NeededColumn, ...]] = MappingProxyType(
    {
        "session": (_PEOPLE,),
        "month-total": (_PEOPLE,),
        "person-at-session": (_NAMES, _DAYS),
        "partner": (
            NeededColumn(
                ("partners.name",),
                Message("Which column has the names of the partners?"),
                lambda profile: profile.words,
                may_be_checked=False,
            ),
        ),
        "program": (
            NeededColumn(
                ("programs.name",),
                Message("Which column has the names of the programs?"),
                lambda profile: profile.words,
                may_be_checked=False,
            ),
        ),
        "payment": (
            NeededColumn(
                ("ledger.value", "ledger.unit_value"),
                Message("Which column has the amounts of money?"),
                _share_of_numbers,
            ),
        ),
        "promise": (
            NeededColumn(
                ("ledger.value", "ledger.quantity", "ledger.note", "ledger.unit_value"),
                Message("Which column has the amounts that were promised?"),
                _share_of_numbers,
            ),
        ),
        "score": (
            NeededColumn(
                ("outcomes.before", "outcomes.after"),
                Message("Which column has the results of the test?"),
                _share_of_numbers,
            ),
            NeededColumn(
                ("outcomes.after",),
                Message("Which column has the results of a second test?"),
                _share_of_numbers,
                may_be_checked=False,
            ),
        ),
        "answer": (
            NeededColumn(
                (RATING,),
                Message("Which columns have ratings, where more is better, or answers of yes and no?"),
                _share_of_ratings,
            ),
        ),
    }
)


def name_columns(answers: Answers, headings: Collection[str] = ()) -> Answers:
    """Return the answers with each column that was named for a field in the mapping.

    Amounts and ratings may be in several columns, joined by " + "; a heading with that sign is one.

    Examples
    --------
    >>> name_columns(Answers({"column_of": {"ledger.value": "How much"}})).values
    {'mapping': {'How much': 'ledger.value'}}
    """
    named = answers.get(KEY, {})
    if not named:
        return answers
    columns = {
        part: field
        for field, heading in named.items()
        for part in (heading.split(PLUS) if field in JOINED_FIELDS and heading not in headings else [heading])
        if heading != NO_COLUMN
    }
    rest = answers.without(KEY)
    values = {**rest.values, "mapping": {**columns, **answers.get("mapping", {})}}
    if named.get(_PEOPLE.fields[0]) == NO_COLUMN:
        values.setdefault(HEAD_COUNT, NO_COLUMN)  # the same question
    return replace(rest, values=values)


def ask_for_columns(grid: Grid, mapping: Sequence[ColumnMapping], answers: Answers) -> tuple[Question, ...]:
    """Ask for the column that the rows need, as the user named them, if no column is read as it.

    Parameters
    ----------
    grid : Grid
        Table whose rows the user named.
    mapping : sequence of ColumnMapping
        Fields of its columns.
    answers : Answers
        Answers that apply to the sheet, before `name_columns`.

    Returns
    -------
    tuple of Question
        At most one; none where no unused column may be the one, or the user has answered.
    """
    if asked := _ask_about_marks(grid, answers):
        return asked
    more = _find_more_ratings(grid, mapping)
    row_is = answers.get("row_is", "answer" if more or _is_form_without_ratings(grid, mapping) else "")
    for needed in (_PEOPLE_OF_ROWS,) if grid.layout == "roster" else NEEDED.get(row_is, ()):
        if asked := _ask_for_column(needed, grid, mapping, answers, more):
            return asked
    return ()


def _is_form_without_ratings(grid: Grid, mapping: Sequence[ColumnMapping]) -> bool:
    """Return whether a table was read as a form only because of numbers that nothing says are ratings."""
    fields = {mapped.field for mapped in mapping}
    return (
        grid.layout == "form_responses"
        and not fields & {RATING, *NAME_FIELDS}
        and bool(_propose_ratings(grid))
    )


def _find_more_ratings(grid: Grid, mapping: Sequence[ColumnMapping]) -> list[str]:
    """Return the headings of unused questions of a survey, next to ratings, whose answers may be ratings too.

    Their answers are numbers up to 5 or yes and no. A question is marked as one, or numbered: "P4".
    """
    fields = {mapped.field for mapped in mapping}
    if grid.layout != "form_responses" or RATING not in fields:
        return []
    unused = {mapped.column for mapped in mapping if not mapped.field and _QUESTION.search(mapped.heading)}
    found = []
    for heading in grid.headings:
        if heading.column in unused:
            profile = profile_column(heading, grid.cells, grid.header)
            numbers = [_number(text) for text in profile.texts if parse_number(text).value is not None]
            is_scale = bool(numbers) and max(numbers) <= COMMON_SCALE
            if _share_of_ratings(profile) >= MOST and (is_scale or _are_yes_or_no(profile)):
                found.append(heading.text)
    return found


def _propose_ratings(grid: Grid) -> list[str]:
    """Return the headings of the columns that likely hold ratings."""
    found = find_likely_ratings(grid.headings, grid.cells, grid.header)
    return [heading.text for heading in grid.headings if heading.column in found]


def _ask_for_column(
    needed: NeededColumn,
    grid: Grid,
    mapping: Sequence[ColumnMapping],
    answers: Answers,
    more_ratings: Sequence[str],
) -> tuple[Question, ...]:
    """Ask for a column, unless one is read as it, the user has answered, or none may be it.

    Of ratings, there may be more than those that are read.
    """
    if answers.get(KEY, {}).keys() & set(needed.fields):
        return ()
    if needed is _PEOPLE and answers.get(HEAD_COUNT):
        return ()
    more = more_ratings if needed.fields[0] == RATING else ()
    if any(mapped.field in needed.fields for mapped in mapping) and not more:
        return ()
    open_fields = ("", "check") if needed.may_be_checked else ("",)
    unused = {mapped.column for mapped in mapping if mapped.field in open_fields and mapped.heading}
    profiles = [
        (heading.text, profile_column(heading, grid.cells, grid.header))
        for heading in grid.headings
        if heading.column in unused
    ]
    counts_people = needed is _PEOPLE
    options = [
        (text, text)
        for text, profile in profiles
        if needed.share(profile) >= MOST and not (counts_people and is_not_counted(text))
    ]
    if not options:
        return ()
    if needed.fields[0] == AMOUNT:
        options += _add_up([text for text, _ in options if not has_total_word(text)])
    options.append((NO_COLUMN, Message("none of them")))
    sheet = grid.cells.name
    field = needed.fields[0]
    is_after = find_sheet_phase(grid.cells, grid.top) == "after"
    if field == "outcomes.before" and is_after:
        field = "outcomes.after"
    likely = ""
    if field == RATING:
        likely = PLUS.join(text for text in more or _propose_ratings(grid) if PLUS not in text)
    text = MORE_RATINGS if more else needed.text
    return (ask(KEY, sheet, entry=field, text=text, options=tuple(options), likely=likely),)


def _add_up(headings: Sequence[str]) -> list[tuple[str, str]]:
    """Return the answer that several columns, such as those of months, are amounts to add up."""
    if len(headings) < MIN_ADDED or any(PLUS in heading for heading in headings):
        return []
    first, last = headings[0], headings[-1]
    label = Message(
        "{count} columns, from “{first}” to “{last}”", count=len(headings), first=first, last=last
    )
    return [(PLUS.join(headings), label)]


def _ask_about_marks(grid: Grid, answers: Answers) -> tuple[Question, ...]:
    """Ask what the columns of marks are, if the user said that each row is a person or a session."""
    is_answered = answers.get(MARK_COLUMNS) or answers.get("row_is") not in ROWS_WITH_MARKS
    if is_answered or grid.layout not in MARKED_LAYOUTS:
        return ()
    rows = HeaderRows(grid.top, grid.header, grid.headings)
    found = find_mark_columns(rows, grid.cells)
    if not found:
        return ()
    first, last = (column_letters(found[place].column) for place in (0, -1))
    marks = ", ".join(f"“{mark}”" for mark in find_marks(found, grid.cells, grid.header)[:MAX_MARKS])
    return (
        ask(
            MARK_COLUMNS,
            grid.cells.name,
            columns=Message("{first} to {last}", first=first, last=last),
            marks=marks,
        ),
    )
