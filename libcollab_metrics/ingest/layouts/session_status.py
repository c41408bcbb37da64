"""Status of the sessions of a log, held or cancelled: by a status column, the head count or a remark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.layouts.session_titles import (
    read_cancelled,
    read_remarks,
    report_cancelled_with_counts,
)
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.values.columns import (
    CellIssue,
    Column,
    ParseContext,
    cell_text,
    find_first_status,
    parse_column,
    report_issues,
)
from libcollab_metrics.ingest.values.lexicon import asked_status, choice_words, word_list, yes_or_no
from libcollab_metrics.ingest.values.marks import OTHER_TEXT, normalize_mark
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.addresses import list_cells
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import Question
from libcollab_metrics.model.schema import SCHEMA

STATUS = SCHEMA["sessions"].field("status")
#: Most words of a status that a question repeats; a longer text, or two words in capitals, may name a person.
MAX_QUOTED_WORDS = 2
#: Status of an unknown word until the other evidence is read; the session then counts as not held.
UNCLEAR = "unclear"
#: Share of the sessions that must have a status for a blank one to be asked about.
HALF = 0.5
#: Most cells that a question lists.
MAX_LISTED = 5
#: Entry of the answer about planned sessions.
PLANNED = "planned"
#: What an unknown status may mean.
OPTIONS = (("held", Message("yes, they were held")), ("cancelled", Message("no, or not yet")))


def read_status_column(
    column: Column | None, counts: EncodedValues, sheet: str, context: ParseContext
) -> tuple[EncodedValues, tuple[Question, ...]]:
    """Read the status column; ask about words that do not say whether a session was held.

    Until that is answered, those sessions were not held. An event that a calendar announces was held where
    people were counted.

    Parameters
    ----------
    column : Column or None
        Status column, None if there is none.
    counts : EncodedValues
        Number of people of each row (`ParsedNumber`).
    sheet : str
        Name of the sheet.
    context : ParseContext
        Answers (`marks`) and issue log.

    Returns
    -------
    statuses : EncodedValues
        Status of each row, `UNCLEAR` for an unknown word, None where the cell is blank.
    questions : tuple of Question
        One for each unknown word.
    """
    if column is None:
        return EncodedValues.constant(None, len(counts)), ()
    column = _answer_question(column)
    announced = column.parse_normalized(lambda text: text in word_list("announced")).where(bool)
    held = announced & counts.where(lambda read: bool(read.value))
    codes = np.where(held, len(column.distinct), column.codes)
    column = replace(column, codes=codes, distinct=[*column.distinct, "held"])
    texts = list(map(cell_text, column.distinct))
    entries = list(map(_entry_of, texts))
    answers = {normalize_mark(word): status for word, status in context.answers.get("marks", {}).items()}
    given = [
        answers.get(entry) if entry and answers.get(entry) in STATUS.choices else None for entry in entries
    ]
    bare: list[object] = [
        None if entry else cell for cell, entry in zip(column.distinct, entries, strict=True)
    ]
    is_open = [bool(entry) and answer is None for entry, answer in zip(entries, given, strict=True)]
    unclear: list[CellIssue] = [
        ("status-unclear", Message("it does not say whether the session was held: read as not held"))
        if asked
        else None
        for asked in is_open
    ]
    report_issues(replace(column, distinct=list(entries)), context, unclear)
    answered = EncodedValues(
        column.codes,
        [answer or (UNCLEAR if asked else None) for answer, asked in zip(given, is_open, strict=True)],
    )
    rows = np.bincount(column.codes, minlength=len(entries)).tolist()
    times: Counter[str] = Counter()
    for entry, asked, count in zip(entries, is_open, rows, strict=True):
        if asked and count:
            times[entry] += count
    column = replace(column, distinct=bare)
    statuses = answered.fill_unknown(parse_column("sessions", STATUS, column, context))
    written = dict(zip(reversed(entries), reversed(texts), strict=True)) | {OTHER_TEXT: OTHER_TEXT}
    return statuses, tuple(_ask_status(sheet, e, written[e], count) for e, count in times.items())


def settle_blanks(
    column: Column | None, statuses: EncodedValues, counts: EncodedValues, sheet: str, context: ParseContext
) -> tuple[EncodedValues, tuple[Question, ...]]:
    """Ask whether sessions without a status and without people were held, where most others have a status.

    They count as held until the question is answered. Below "Took place?" one answer is enough to ask.

    Parameters
    ----------
    column : Column or None
        Status column, None if there is none.
    statuses : EncodedValues
        Status of each row.
    counts : EncodedValues
        Number of people of each row (`ParsedNumber`).
    sheet : str
        Name of the sheet.
    context : ParseContext
        Answers (`marks`) and issue log.

    Returns
    -------
    statuses : EncodedValues
        Status of each row.
    questions : tuple of Question
        At most one.
    """
    if column is None or not column.is_filled.any():
        return statuses, ()
    if asked_status(column.heading) != "held" and column.is_filled.mean() <= HALF:
        return statuses, ()
    is_open = ~column.is_filled & statuses.where(lambda status: bool(status == "held"))
    is_open &= ~counts.where(lambda read: bool(read.value))
    if not is_open.any():
        return statuses, ()
    answer = context.answers.get("marks", {}).get("")
    if answer in STATUS.choices:
        codes = np.where(is_open, len(statuses.values), statuses.codes)
        return EncodedValues(codes, [*statuses.values, answer]), ()
    message = Message("no number: read as held")
    context.log.add_rows(
        "held-unclear", column.rows[is_open], column.number, heading=column.heading, message=message
    )
    text = plural_message(
        int(is_open.sum()),
        "A session has neither a status nor a number of people ({cells}). Was it held?",
        "{count} sessions have neither a status nor a number of people ({cells}). Were they held?",
        cells=_list_cells(column, is_open, context),
    )
    return statuses, (ask("marks", sheet, entry="", text=text, options=OPTIONS, default="held"),)


def settle_planned(
    days: Column | None,
    plans: Sequence[Column],
    statuses: EncodedValues,
    counts: EncodedValues,
    sheet: str,
    context: ParseContext,
) -> tuple[EncodedValues, tuple[Question, ...]]:
    """Read sessions that are only planned as not held, and ask whether they were.

    They have a "Planned date" and no people, or are the last rows of a log: with a number of people expected,
    and none of those who came.

    Parameters
    ----------
    days : Column or None
        Column of the day of each session, None if there is none.
    plans : sequence of Column
        Columns of the people expected.
    statuses : EncodedValues
        Status of each row.
    counts : EncodedValues
        Number of people of each row (`ParsedNumber`).
    sheet : str
        Name of the sheet.
    context : ParseContext
        Answers (`uncounted_rows`) and issue log.

    Returns
    -------
    statuses : EncodedValues
        Status of each row.
    questions : tuple of Question
        Empty if the heading says nothing of a plan, or if the question is answered.
    """
    answer = find_uncounted_answer(context.answers, PLANNED)
    if days is None or answer == "held" or not len(days):
        return statuses, ()
    is_counted = counts.where(lambda read: read.value is not None)
    is_open = statuses.where(lambda status: bool(status == "held")) & ~is_counted
    if not _names_plan(days.heading):
        is_expected = np.zeros(len(days), dtype=bool)
        for plan in plans:
            is_expected |= plan.is_filled
        is_last = ~np.logical_or.accumulate((is_counted | ~is_expected)[::-1])[::-1]
        is_open &= is_last & is_counted.any()
    if not is_open.any():
        return statuses, ()
    codes = np.where(is_open, len(statuses.values), statuses.codes)
    statuses = EncodedValues(codes, [*statuses.values, "cancelled"])
    if answer:
        return statuses, ()
    message = Message("planned, and no number of people: read as not held")
    context.log.add_rows(
        "status-unclear", days.rows[is_open], days.number, heading=days.heading, message=message
    )
    text = plural_message(
        int(is_open.sum()),
        "A planned session has no number of people ({cells}). Was it held?",
        "{count} planned sessions have no number of people ({cells}). Were they held?",
        cells=_list_cells(days, is_open, context),
    )
    question = ask("uncounted_rows", sheet, entry=PLANNED, text=text, options=OPTIONS, default="cancelled")
    return statuses, (question,)


def find_uncounted_answer(answers: Answers, entry: str) -> str:
    """Return the answer, "held" or "cancelled", for all sessions without a number or these; "" if none."""
    given = answers.get("uncounted_rows") or ""
    answer: str = given.get(entry, "") if isinstance(given, Mapping) else given
    return answer


def _list_cells(column: Column, is_listed: NDArray[np.bool_], context: ParseContext) -> str:
    """Return the addresses of some cells of a column."""
    rows = column.rows[is_listed].tolist()
    return list_cells([context.log.name_cell(row, column.number) for row in rows], MAX_LISTED)


def expects_people(heading: str) -> bool:
    """Return whether a heading counts the people expected: "Expected", "Planning for"; a target does not."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading)))
    return bool(words & set(word_list("planned", "people")))


def _names_plan(heading: str) -> bool:
    """Return whether a heading speaks of a plan: "Planned date", "Fecha prevista"."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading)))
    planned = {*word_list("planned"), *word_list("actual_or_planned", "planned")}
    return bool(words & planned) and not words & set(word_list("actual_or_planned", "actual"))


def _answer_question(column: Column) -> Column:
    """Return a column with the answers to "Took place?" or "Cancelled?" as statuses; others as they are."""
    asked = asked_status(column.heading)
    if not asked:
        return column
    meanings = {"yes": asked, "no": "cancelled" if asked == "held" else "held"}
    answers = [yes_or_no(cell_text(cell)) for cell in column.distinct]
    distinct = [meanings.get(given, cell) for given, cell in zip(answers, column.distinct, strict=True)]
    return replace(column, distinct=distinct)


def _entry_of(text: str) -> str:
    """Return the entry of the answer about an unknown status; "" for a blank or a known status.

    Examples
    --------
    >>> _entry_of("Held"), _entry_of("No issues"), _entry_of("moved to a room"), _entry_of("Ana Cruz")
    ('', 'no issues', 'other text', 'other text')
    """
    folded = normalize_heading(text) or text
    known = folded in choice_words("sessions.status", STATUS) or folded in word_list("announced")
    if not text or known or find_first_status(folded):
        return ""
    words = re.findall(r"\w+", text)
    may_be_quoted = len(words) <= MAX_QUOTED_WORDS and all(map(str.islower, words[1:]))
    return normalize_mark(text) if may_be_quoted else OTHER_TEXT


def _ask_status(sheet: str, entry: str, written: str, rows: int) -> Question:
    text = plural_message(
        rows,
        'The status of a session is "{status}". Was it held?',
        'The status of {count} sessions is "{status}". Were they held?',
        status=written,
    )
    return ask("marks", sheet, entry=entry, text=text, options=OPTIONS, default="cancelled")


def determine_statuses(
    typed: EncodedValues,
    counted: list[Column],
    counts: EncodedValues,
    remarks: Column | None,
    context: ParseContext,
) -> EncodedValues:
    """Determine the status of each row from its column or title, the head count or a remark; else "held".

    Parameters
    ----------
    typed : EncodedValues
        Status by the status column, the title or the place; None if they do not say.
    counted : list of Column
        Columns of head counts, and of their totals: a word for cancelled may be in place of a number.
    counts : EncodedValues
        Number of people of each row (`ParsedNumber`).
    remarks : Column or None
        Column of remarks.
    context : ParseContext
        Answers and issue log.
    """
    called_off = read_cancelled(counted, context, len(typed))
    has_people = counts.where(lambda read: bool(read.value)) & (len(counted) > 1)
    codes = np.where(has_people, len(called_off.values), called_off.codes)
    statuses = typed.fill_unknown(EncodedValues(codes, [*called_off.values, None]))
    statuses = statuses.fill_unknown(read_remarks(remarks, counts, context, len(typed)))
    statuses = statuses.map(lambda status: status or "held")
    report_cancelled_with_counts(counted, statuses, counts, context)
    return statuses.map(lambda status: "cancelled" if status == UNCLEAR else status)
