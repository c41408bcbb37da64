"""Whether the people on a list came: nothing says so on a list of members or on a form without signatures."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.layouts.base import NAME_FIELDS, ReadResult, ReadTask
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.context import names_dated_session
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.tables.status_column import MIN_CONCLUSIVE
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.columns import ParseContext, cell_text
from libcollab_metrics.ingest.values.lexicon import known_headings, known_words, word_list
from libcollab_metrics.ingest.values.people import is_closing_notice, is_non_person_row, pseudonymize_names
from libcollab_metrics.ingest.values.table import RowsByTable, TableRows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import has_phrase, normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question, SheetReading

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Fields that show that a person of a list came, or when.
EVIDENCE_FIELDS = ("participation.date", "participation.status", "participation.session_no")
#: Share of the people of a list that another sheet also names.
MOST_KNOWN = 0.6
#: Reason for not counting the people of a list.
MEMBERS_REASON = Message("a list of members: it does not say that they came")
#: A time of day: "7.00", "15:30:00", "9 am".
_TIME = re.compile(r"\d{1,2}[.:h]\d\d(?!\d)|\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
BLANK_REASON = Message("a form without names")
UNSIGNED_REASON = Message("a form without signatures")
MEMBERS_QUESTION = Message(
    "This list of names shows no day, mark or signature. Did these people come to a session?"
)
DAYS_REASON = Message("it has a column of signatures for each of several days")
DAYS_QUESTION = Message("This list has signatures for several days. Should everyone listed count once?")
CALLED_OFF_FORM_REASON = Message("the form has no names, and says that there was no session")
CALLED_OFF_REASON = Message("a line above the list says that there was no session")
CALLED_OFF_QUESTION = Message("A line above this list says that there was no session. Did these people come?")
NOT_SIGNED_REASON = Message("not signed, and the sheet says that only those who signed came")
ANSWERED_REASON = Message("not signed, and you answered that only those who signed came")
AWAY_REASON = Message("the signature says that this person did not come")
UNSIGNED_QUESTION = Message("This list of names has no signature. Did these people come to a session?")


def read_members(task: ReadTask) -> ReadResult:
    """Read nothing from a list of members: it names people and does not say that they came."""
    return _exclude_everyone(task, MEMBERS_REASON, ())


def _exclude_everyone(
    task: ReadTask, reason: str, questions: tuple[Question, ...], code: str = "members-not-counted"
) -> ReadResult:
    """Exclude all rows of a list of people with one reason."""
    grid = task.grid
    filled = grid.cells.filled.copy()
    filled[: grid.header + 1] = False
    rows = np.flatnonzero(filled)
    body = SheetRows(grid, excluded=[(index, reason) for index in rows.tolist()])
    is_answered = task.context.answers.get("row_is") == "person"
    task.context.log.add_rows(
        "row-without-data" if is_answered else code,
        [grid.row_number(index) for index in rows.tolist()],
        grid.cells.first_column,
        message=reason,
    )
    return ReadResult(body, {}, questions)


def exclude_unconfirmed(task: ReadTask) -> ReadResult | None:
    """Return a result without rows for a list that does not show that anyone came; else None.

    A day, a status, a session number, a signature, a time of arrival or the user's answer shows it. A form
    without names needs no question. A blank
    column of signatures belongs to a form that has not been filled in, whatever its day, unless a status is
    next to it. Columns of signatures for several days are several sessions. A line above the list may say
    that there was no session: the tab of another day, copied and not cleared.
    """
    answers, sheet = task.context.answers, task.grid.cells.name
    if answers.get("row_is") == "person-at-session" or answers.get("layout") is not None:
        return None
    is_named = any(mapped.field in NAME_FIELDS for mapped in task.mapping)
    if is_named and not _is_filled(task, NAME_FIELDS):
        blank = _exclude_everyone(task, BLANK_REASON, (), "row-without-data")
        return replace(blank, tables=_read_cancelled_session(task))
    if not _is_filled(task, ("participation.date",)) and _is_called_off(task):
        return _exclude_everyone(
            task, CALLED_OFF_REASON, (_ask_who_came(sheet, CALLED_OFF_QUESTION),), "row-without-data"
        )
    signatures = [mapped for mapped in task.mapping if _holds_signatures(mapped)]
    numbers = [frozenset(re.findall(r"\d+", mapped.heading)) for mapped in signatures]
    if len(set(numbers) - {frozenset()}) > 1 and not _is_filled(task, EVIDENCE_FIELDS):
        return _exclude_everyone(task, DAYS_REASON, (_ask_who_came(sheet, DAYS_QUESTION),))
    signed = [
        task.grid.has_text_under(mapped.column)
        for mapped in signatures
        if mapped.field == "discard" or len(signatures) == 1
    ]
    if signed and not any(signed) and not _is_filled(task, ("participation.status",)):
        return _exclude_everyone(task, UNSIGNED_REASON, (_ask_who_came(sheet, UNSIGNED_QUESTION),))
    is_dated = task.sheet_context.day is not None or names_dated_session(sheet)
    if signed or _is_filled(task, EVIDENCE_FIELDS) or is_dated or _has_arrivals(task):
        return None
    return _exclude_everyone(task, MEMBERS_REASON, (_ask_who_came(sheet, MEMBERS_QUESTION),))


def _read_cancelled_session(task: ReadTask) -> RowsByTable:
    """Return the session of a dated form without names that its tab or a line below calls off."""
    cells, context = task.grid.cells, task.context
    day = task.sheet_context.session_day(context)
    words = (*word_list("no_session"), *word_list("cancelled_in_title"))
    lines = [
        (task.grid.row_number(index), cell)
        for index in range(task.grid.header + 1, cells.height)
        for cell in cells.rows[index]
        if isinstance(cell, str)
    ]
    texts = [(task.grid.row_number(task.grid.header), cells.name), *lines]
    notice = next((row for row, text in texts if has_phrase(normalize_heading(text), words)), None)
    if day is None or notice is None:
        return {}
    context.log.add("cancelled-by-title", notice, cells.first_column, message=CALLED_OFF_FORM_REASON)
    program, site = task.sheet_context.program or None, task.sheet_context.site or None
    session = {"program_id": program, "date": day, "site": site, "status": "cancelled", "events": 1.0}
    return {"sessions": TableRows.from_dicts([session | {"row": notice}])}


def _has_arrivals(task: ReadTask) -> bool:
    """Return whether a column says when each person came in."""
    columns = [m.column for m in task.mapping if normalize_heading(m.heading) in word_list("arrivals")]
    return any(_TIME.match(text) for column in columns for text in task.grid.texts_under(column))


def _is_called_off(task: ReadTask) -> bool:
    rows = task.grid.cells.rows[: task.grid.top]
    return any(is_closing_notice(cell) for row in rows for cell in row if isinstance(cell, str))


def _is_filled(task: ReadTask, fields: Collection[str]) -> bool:
    """Return whether a column of one of these fields has any cell."""
    columns = [mapped.column for mapped in task.mapping if mapped.field in fields]
    return any(map(task.grid.has_text_under, columns))


def _holds_signatures(mapped: ColumnMapping) -> bool:
    """Return whether a column holds signatures: "Firma (padre)", "Child's signature"; not "Signed up"."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(mapped.heading)))
    is_named = bool(words & set(word_list("signatures"))) and "up" not in words
    return is_named and mapped.field in ("", "check", "discard")


def repeats_people_of(cells: SheetCells, reading: SheetReading, present: Collection[str], key: bytes) -> bool:
    """Return whether a list names members, most of them in `present`: another sheet says when they came.

    A word of its tab, title or headings says that they are members, such as "contacts" or "phone".

    Parameters
    ----------
    cells : SheetCells
        Cells of the sheet.
    reading : SheetReading
        How it was read.
    present : collection of str
        Pseudonyms of the people of the other sheets of the file.
    key : bytes
        Secret of the workspace for pseudonyms.
    """
    if not any(question.text == MEMBERS_QUESTION for question in reading.questions):
        return False
    above = (cell for row in cells.rows[: max(reading.header_row - cells.first_row, 0)] for cell in row)
    texts = [cells.name, *map(cell_text, above), *(mapped.heading for mapped in reading.mapping)]
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", normalize_heading(text))}
    if not words & set(word_list("member_lists")):
        return False
    known = known_headings()
    named = [
        mapped
        for mapped in reading.mapping
        if mapped.field == "participation.person_key"
        or ((entry := known.get(normalize_heading(mapped.heading))) and entry.role == "person")
    ]
    if len(named) != 1:
        return False
    column = cells.columns[named[0].column - cells.first_column]
    below = reading.header_row + 1 - cells.first_row
    names = {cell_text(column.cells[code]) for code in column.distinct_codes(below).tolist()} - {""}
    people = set(pseudonymize_names([name for name in names if not is_non_person_row(name)], key)) - {None}
    return bool(people) and len(people & set(present)) >= MOST_KNOWN * len(people)


def _ask_who_came(sheet: str, text: Message) -> Question:
    options = (
        ("person", Message("no: do not count them")),
        ("person-at-session", Message("yes, everyone listed came")),
    )
    return ask("row_is", sheet, text=text, options=options, default="person")


def settle_unsigned(
    body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext, blocks: Sequence[int] = ()
) -> tuple[Question, ...]:
    """Exclude names whose signature says that they did not come, and those without one if the sheet says so.

    A total that counts only those who signed says so, a note, or an answer under `unsigned`. Otherwise, those
    who did not sign count as present, and are reported, which raises the question. One of several signatures,
    such as for morning and afternoon, is enough. `blocks` are the lines above the people of a session each:
    one without any signature may be a form that was not filled in, and does not count until it is answered.

    Returns
    -------
    tuple of Question
        Whether those who did not sign came, if no issue asks it.
    """
    signed = [mapped for mapped in mapping if _holds_signatures(mapped)]
    if not signed:
        return ()
    first = signed[0]
    columns = [body.column(mapped) for mapped in signed]
    says_away = np.array([column.parse_text(_says_absent).where(bool) for column in columns])
    has_signed = np.any([column.is_filled for column in columns] & ~says_away, axis=0)
    away = says_away.any(axis=0) & ~has_signed
    if away.any():
        rows = columns[0].rows[away]
        context.log.add_rows(
            "row-without-data", rows, first.column, heading=first.heading, message=AWAY_REASON
        )
        body.exclude(np.flatnonzero(away), AWAY_REASON)
    blank, rows = ~has_signed[~away], columns[0].rows[~away]
    unsigned = int(blank.sum())
    if not unsigned or unsigned == len(rows):
        return ()
    stated, answer = _find_stated_totals(body), context.answers.get("unsigned")
    number = len(rows) - unsigned
    is_settled = number in stated or bool(blocks and number == sum(stated)) or _says_only_signed(body)
    is_settled = answer == "leave-out" or (is_settled and answer is None)
    if is_settled:
        reason = ANSWERED_REASON if answer else NOT_SIGNED_REASON
        context.log.add_rows(
            "row-without-data", rows[blank], first.column, heading=first.heading, message=reason
        )
        body.exclude(np.flatnonzero(blank), reason)
    elif len(rows) not in stated and answer is None:
        return _report_unsigned(body, blank, first, context, blocks)
    return ()


def _report_unsigned(
    body: SheetRows,
    is_blank: NDArray[np.bool_],
    mapped: ColumnMapping,
    context: ParseContext,
    blocks: Sequence[int],
) -> tuple[Question, ...]:
    """Report those who did not sign and count, and exclude the blocks that no one signed."""
    above = np.searchsorted(np.array(blocks, dtype=np.intp), body.used)
    is_form = ~np.isin(above, above[~is_blank])
    is_counted = is_blank & ~is_form
    message = Message("not signed; counted as present")
    rows = body.excel_rows
    context.log.add_rows(
        "signature-missing", rows[is_counted], mapped.column, heading=mapped.heading, message=message
    )
    context.log.add_rows(
        "members-not-counted", rows[is_form], mapped.column, heading=mapped.heading, message=UNSIGNED_REASON
    )
    body.exclude(np.flatnonzero(is_form), UNSIGNED_REASON)
    return () if is_counted.any() or not is_form.any() else (ask("unsigned", body.grid.cells.name),)


def _says_absent(text: str) -> bool:
    """Return whether a text in place of a signature begins with words for absent: "no llegó, se enfermó"."""
    first = re.split(r"[,;:(]|\s[–-]", text)[0]
    return (
        len(first.strip()) >= MIN_CONCLUSIVE
        and known_words("status").get(normalize_heading(first)) == "absent"
    )


def _says_only_signed(body: SheetRows) -> bool:
    """Return whether a text outside the list says that only those who signed came."""
    cells, phrases = body.grid.cells, word_list("signatures", "only_signed")
    outside = sorted(set(range(cells.height)) - set(body.used.tolist()))
    texts = (
        normalize_heading(cell) for index in outside for cell in cells.rows[index] if isinstance(cell, str)
    )
    return any(phrase in text for text in texts for phrase in phrases)


def _find_stated_totals(body: SheetRows) -> list[float]:
    """Return the numbers of the rows with a label for a total, in or next to the label."""
    cells = body.grid.cells
    stated: list[float] = []
    for index in sorted(set(range(body.grid.header + 1, cells.height)) - set(body.used.tolist())):
        texts = [cell_text(cell) for cell in cells.rows[index] if cell is not None]
        if any(is_possible_total(re.sub(r"[\d:]+", " ", normalize_heading(text)).strip()) for text in texts):
            found = (re.search(r"(\d+)$", text) for text in texts)
            stated += [float(number[1]) for number in found if number]
    return stated
