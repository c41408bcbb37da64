"""Questions about rows that count although something on the sheet suggests that they may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.doubtful_words import find_doubtful_word
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts.base import ReadResult
from libcollab_metrics.ingest.layouts.session_status import find_uncounted_answer
from libcollab_metrics.ingest.layouts.session_titles import find_remark_status, gives_reason_first
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.row_doubts import Doubt, find_doubts, remark_columns
from libcollab_metrics.ingest.tables.rows import BALANCE_REASON, CANCELLED_REASON, find_notes
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.people import is_closing_notice
from libcollab_metrics.ingest.values.table import TableRows, mask_value
from libcollab_metrics.messages import Message, join_messages, plural_message
from libcollab_metrics.model.addresses import list_cells
from libcollab_metrics.model.names import has_phrase, normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from libcollab_metrics.ingest.tables.rows import SheetRows

#: Tables whose rows a note may doubt.
NOTED_TABLES = ("ledger", "sessions")
#: Share of the rows with a number in a column of numbers, and fewest such columns of a row without any.
MOST_NUMBERS, MIN_NUMBER_COLUMNS = 0.7, 3
#: What is reported of a session with such a remark and no number.
NOT_HELD_REASON = Message(
    "no number or 0, and the remark calls the session off: read as {choice}", choice=Message("cancelled")
)
#: Fields in place of which a notice such as "Holiday" may be.
TITLE_FIELDS = ("programs.name", "sessions.site", "sessions.session_no")
#: Most sessions without a number that are asked about one by one, and the entry of the answer for all.
MAX_ASKED_EACH, REMARKS = 4, "remarks"
#: Most cells that a question lists.
MAX_LISTED = 3
#: A note that explains a mark or a color: "- = did not happen", "Yellow: was cancelled".
_LEGEND = re.compile(r"\s*\S{1,12}(?:\s\S{1,12})?\s*[=:]")
LEFT_OUT_REASON = Message("left out, as you answered")
RULED_OUT_REASON = Message("not counted, as a line above says")


def check_rows(
    result: ReadResult,
    mapping: Sequence[ColumnMapping],
    answers: Answers,
    log: IssueLog,
    settled: Collection[int] = (),
) -> ReadResult:
    """Ask about counted rows that may not count, and exclude them if answered so.

    Parameters
    ----------
    result : ReadResult
        A table as read; its excluded rows, and rows whose status counts nothing, are not looked at.
    mapping : sequence of ColumnMapping
        Fields of its columns. Only columns without a field and those of notes are searched.
    answers : Answers
        "count" or "leave-out" under `doubtful_rows`, for all rows or by reason, if the user answered.
    log : IssueLog
        Log that receives the issue.
    settled : collection of int
        Excel rows that are not doubted: something else was asked about them.

    Returns
    -------
    ReadResult
        With a question for each reason that is not answered, without the rows that are left out.
    """
    result, uncounted = _check_uncounted(result, mapping, answers, log)
    _report_notes(result, log)
    settled = {*settled, *uncounted}
    doubts = {row: doubt for row, doubt in find_doubts(result, mapping).items() if row not in settled}
    doubts = {row: doubt for row, doubt in doubts.items() if _find_answer(doubt, answers) != "count"}
    ruled_out = {row for row, doubt in doubts.items() if doubt.is_ruled_out}
    for row in sorted(ruled_out):
        log.add("row-without-data", row, doubts[row].column, message=doubts[row].reason)
    if ruled_out:
        result = _exclude_rows(result, ruled_out, RULED_OUT_REASON)
    left_out = {
        row for row, doubt in doubts.items() if _find_answer(doubt, answers) == "leave-out"
    } - ruled_out
    for row in sorted(left_out):
        message = Message("left out, as you answered: {reason}", reason=doubts[row].reason)
        log.add("row-without-data", row, doubts[row].column, message=message)
    if left_out:
        result = _exclude_rows(result, left_out)
    return _ask_about_rows(result, {row: doubts[row] for row in doubts.keys() - ruled_out - left_out}, log)


def _ask_about_rows(result: ReadResult, doubts: Mapping[int, Doubt], log: IssueLog) -> ReadResult:
    """Report the rows that may not count, and ask one question for each reason."""
    by_reason: dict[Message, list[int]] = {}
    for row in sorted(doubts):
        by_reason.setdefault(doubts[row].reason, []).append(row)
    questions = list(result.questions)
    for reason, rows in by_reason.items():
        for row in rows:
            message = Message("counted, but {reason}", reason=reason)
            log.add("remark-open", row, doubts[row].column, message=message)
        cells = list_cells([log.name_cell(row, doubts[row].column) for row in rows], MAX_LISTED)
        sentences = [
            plural_message(len(rows), "{count} row ({cells}).", "{count} rows ({cells}).", cells=cells),
            Message("Such a row may not count: {reason}.", reason=reason),
            Message("Does it count?"),
        ]
        text = join_messages(" ", sentences)
        likely = "leave-out" if all(doubts[row].is_unlikely for row in rows) else ""
        sheet = result.body.grid.cells.name
        questions.append(ask("doubtful_rows", sheet, entry=str(reason), text=text, likely=likely))
    return replace(result, questions=tuple(questions))


def _find_answer(doubt: Doubt, answers: Answers) -> str:
    """Return whether the user answered "count" or "leave-out" for all rows or this reason; "" if not."""
    given = answers.get("doubtful_rows", "")
    answer: str = given.get(doubt.reason, "") if isinstance(given, Mapping) else given
    return answer


def _report_notes(result: ReadResult, log: IssueLog) -> None:
    """Report notes outside the table that speak of rows which may not count: "the rug was refunded"."""
    phrases = [
        phrase
        for name in result.tables
        for phrase in (word_list("doubtful_notes", name) if name in NOTED_TABLES else ())
    ]
    if not phrases:
        return
    grid = result.body.grid
    settled = {
        grid.row_number(index)
        for index, reason in result.body.excluded
        if reason in (BALANCE_REASON, CANCELLED_REASON)
    }
    for row, column, text in find_notes(result.body):
        if row not in settled and has_phrase(text, phrases) and not _LEGEND.match(text):
            log.add("remark-open", row, column, message=Message("a note speaks of rows that may not count"))


def _check_uncounted(
    result: ReadResult, mapping: Sequence[ColumnMapping], answers: Answers, log: IssueLog
) -> tuple[ReadResult, list[int]]:
    """Ask whether sessions with a remark in place of a number were held, and cancel them if answered so.

    Also return the Excel rows that are asked about, or were.
    """
    sessions = result.tables.get("sessions")
    if sessions is None:
        return result, []
    is_open = (
        sessions.column("status").where(lambda value: value == "held") & ~sessions.column("attended").known
    )
    is_open &= sessions.column("date_precision").where(lambda value: value == "day")
    if not is_open.any():
        return result, []
    is_counted = 2 * is_open.sum() <= len(sessions)
    remarks_by_row = _find_unread_remarks(result.body, mapping, only_notices=not is_counted)
    remarks = {row: columns[0] for row, columns in remarks_by_row.items()}
    is_open &= sessions.column("row").where(remarks.__contains__)
    rows = [int(row) for row in sessions.column("row").select(is_open)]
    given = {row: find_uncounted_answer(answers, log.name_cell(row, remarks[row])) for row in rows}
    given = {row: answer or find_uncounted_answer(answers, REMARKS) for row, answer in given.items()}
    said = [
        row
        for row in rows
        if not given[row] and any(_says_not_held(result.body, row, column) for column in remarks_by_row[row])
    ]
    off = {*said, *(row for row in rows if given[row] == "cancelled")}
    if off:
        is_off = is_open & sessions.column("row").where(off.__contains__)
        statuses = mask_value(is_off, "cancelled").fill_unknown(sessions.column("status"))
        changed = TableRows(sessions.columns | {"status": statuses}, len(sessions))
        result = replace(result, tables=result.tables | {"sessions": changed})
    for row in said:
        log.add("cancelled-by-title", row, remarks[row], message=NOT_HELD_REASON)
    return _ask_about_uncounted(
        result, {row: remarks[row] for row in rows if row not in off and not given[row]}, log
    ), [row for row in rows if row not in off]


def _ask_about_uncounted(result: ReadResult, remarks: Mapping[int, int], log: IssueLog) -> ReadResult:
    """Ask whether the sessions in these Excel rows were held: each, or all at once if there are many."""
    if not remarks:
        return result
    for row, column in remarks.items():
        log.add("held-unclear", row, column, message=Message("a remark, and no number: read as held"))
    cells = [log.name_cell(row, column) for row, column in remarks.items()]
    is_each = 1 < len(cells) <= MAX_ASKED_EACH
    groups = {cell: [cell] for cell in cells} if is_each else {REMARKS: cells}
    questions = [
        ask(
            "uncounted_rows",
            result.body.grid.cells.name,
            entry=entry,
            text=plural_message(
                len(group),
                "A session has a remark and no number of people ({cells}). Was it held?",
                "{count} sessions have a remark and no number of people ({cells}). Were they held?",
                cells=list_cells(group, MAX_LISTED),
            ),
        )
        for entry, group in groups.items()
    ]
    return replace(result, questions=(*result.questions, *questions))


def _find_unread_remarks(
    body: SheetRows, mapping: Sequence[ColumnMapping], *, only_notices: bool
) -> dict[int, list[int]]:
    """Return the columns of the remarks of each used row, without those that say that people came.

    Numbers come first, then columns of remarks, other columns of words, and titles.

    A column that is filled in most rows holds no remarks, except in rows that lack every number of the
    others, and notices such as "Library closed". A title or a place can be such a notice too, and text in
    place of a number, or of the total of numbers, is a remark. In a log that counts hardly any session, a
    remark says nothing about its number: `only_notices` are then returned.
    """
    counts = sorted(m.column for m in mapping if m.field == "sessions.attended" or _is_total_column(m, body))
    notes = {*counts, *(mapped.column for mapped in mapping if mapped.field == "notes.text")}
    titles = {mapped.column for mapped in mapping if mapped.field in TITLE_FIELDS}
    found: dict[int, list[int]] = {}
    said_uncounted: set[int] = set()
    is_numberless = _mask_numberless_rows(body)
    remarks = sorted(remark_columns(body.grid, mapping), key=lambda number: number not in notes)
    for number in (*counts, *remarks, *sorted(titles)):
        column = body.grid.cells.columns[number - body.grid.cells.first_column]
        codes = column.codes[body.used]
        is_text = np.array([isinstance(cell, str) for cell in column.cells], dtype=bool)[codes]
        is_full = number in titles or (number not in notes and 2 * np.count_nonzero(is_text) > len(codes))
        is_word = [isinstance(cell, str) and any(map(str.isalpha, cell)) for cell in column.cells]
        is_uncounted = [
            is_text and bool(find_doubtful_word(str(cell), ("uncounted",)))
            for cell, is_text in zip(column.cells, is_word, strict=True)
        ]
        if number in notes:
            said_uncounted.update(body.excel_rows[np.array(is_uncounted, dtype=bool)[codes]].tolist())
        hits = (np.array(is_word, dtype=bool) & ~np.array(is_uncounted, dtype=bool))[codes]
        if is_full or only_notices:
            is_notice = [isinstance(cell, str) and _calls_off(cell) for cell in column.cells]
            is_called_off = np.fromiter(is_notice, dtype=bool, count=len(is_notice))[codes]
            is_bare = is_numberless & (number not in titles) & (not only_notices)
            hits &= is_called_off | is_bare
        for row in body.excel_rows[hits].tolist():
            found.setdefault(row, []).append(number)
    return {row: columns for row, columns in found.items() if row not in said_uncounted}


def _says_not_held(body: SheetRows, row: int, column: int) -> bool:
    """Return whether the remark in an Excel row and column says that the session was not held, or not yet."""
    cells = body.grid.cells
    text = cell_text(cells.rows[row - cells.first_row][column - cells.first_column])
    if normalize_heading(text) in word_list("doubtful", "still_to_come"):
        return True
    return gives_reason_first(text) or (find_remark_status(text) == "cancelled" and _calls_off(text))


def _is_total_column(mapped: ColumnMapping, body: SheetRows) -> bool:
    """Return whether most filled cells of a column that is only compared are numbers."""
    if mapped.field != "check":
        return False
    column = body.grid.cells.columns[mapped.column - body.grid.cells.first_column]
    codes = column.codes[body.used]
    numbers = np.array([isinstance(cell, float) for cell in column.cells], dtype=bool)[codes]
    return bool(2 * numbers.sum() > np.count_nonzero(codes))


def _calls_off(text: str) -> bool:
    """Return whether a text may say that there was no session: "NO RHYMETIME", "High waves. No reading."."""
    parts = re.split(r"[.,;!]\s+|\s[-–—]\s|[()]", text.casefold())
    begins = any(part.lstrip().startswith(word_list("doubtful", "beginnings")) for part in parts)
    return begins or is_closing_notice(text) or bool(find_doubtful_word(text, ("sessions",)))


def _mask_numberless_rows(body: SheetRows) -> NDArray[np.bool_]:
    """Mask the used rows that are blank in all of several columns with a number in nearly every row."""
    is_blank = np.ones(len(body.used), dtype=bool)
    columns = 0
    for column in body.grid.cells.columns:
        numbers = np.array([isinstance(cell, float) for cell in column.cells], dtype=bool)
        codes = column.codes[body.used]
        if np.count_nonzero(numbers[codes]) >= MOST_NUMBERS * len(codes):
            is_blank &= codes == 0
            columns += 1
    return is_blank & (columns >= MIN_NUMBER_COLUMNS)


def _exclude_rows(result: ReadResult, rows: Collection[int], reason: Message = LEFT_OUT_REASON) -> ReadResult:
    tables = {
        name: listed.select(~listed.column("row").where(rows.__contains__))
        if "row" in listed.columns
        else listed
        for name, listed in result.tables.items()
    }
    result.body.exclude(np.flatnonzero(np.isin(result.body.excel_rows, list(rows))), reason)
    return replace(result, tables=tables)
