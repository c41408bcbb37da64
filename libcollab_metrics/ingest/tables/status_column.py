"""Attendance status column of a list of people, found by its heading, words or marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.answers import Answers
from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.heading import Heading, read_heading
from libcollab_metrics.ingest.tables.legend import find_closed_marks, parse_legend
from libcollab_metrics.ingest.values.columns import CellIssue, Column, ParseContext, cell_text, report_issues
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.marks import (
    COMMON_MARKS,
    ENTRY_MARKS,
    LEAVING_MARKS,
    OTHER_TEXT,
    build_mark_questions,
    format_mark_question,
    normalize_mark,
    resolve_marks,
)
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import cell_reference
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping, Question

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.grid import Grid

STATUS_FIELD = "participation.status"
#: Maximum length of an unknown mark that is repeated in messages; longer text could be a name.
MAX_MARK_LENGTH = 2
#: Numbers that are marks of one person; any other number is a count of people.
PERSON_NUMBERS = ("0", "1")
MAX_CELLS_LISTED = 5
#: Most different texts of a column that says who did not come, and fewest letters of a text that says so
#: below any heading, where "no" and "A" may mean anything.
MAX_STATUS_TEXTS, MIN_CONCLUSIVE = 8, 6
#: Statuses of a coarse and a detailed column that may be of one row.
DETAILS = {("absent", "excused"), ("present", "late")}
#: Most different spellings of them.
MAX_SPELLINGS = 50
#: Most different codes of a status column, and letters of the longest: V, NV and AV.
MAX_CODES, MAX_CODE_LENGTH = 6, 4


def detect_status_heading(headings: Sequence[Heading], cells: SheetCells, header: int) -> Sequence[Heading]:
    """Replace a heading next to names by a status heading, if its cells say who came.

    "Attendance" over Present and Absent, P and A, or 1 and 0 is the status of a person; over 18 it is a
    count. "Status" is one over words such as "Checked in" and "No show", all of them known.
    """
    counts = [heading for heading in headings if heading.role == "attendance"]
    weak = [h for h in headings if h.entry is not None and h.entry.is_weak and h.entry.role == "status"]
    named = any(heading.role in ("person", "first_name", "last_name") for heading in headings)
    if not named or len(counts or weak) != 1:
        return headings
    column = cells.columns[(counts or weak)[0].column - cells.first_column]
    texts = {cell_text(column.cells[code]) for code in column.distinct_codes(header + 1).tolist()}
    if not (are_person_marks(texts) if counts else say_who_came(texts)):
        return headings
    status = read_heading("Attendance status", column=(counts or weak)[0].column)
    return [status if heading is (counts or weak)[0] else heading for heading in headings]


def say_who_came(texts: Iterable[str]) -> bool:
    """Return whether all texts are known statuses of persons, in words: some came and some did not.

    Examples
    --------
    >>> say_who_came(["Present", "Absent", ""]), say_who_came(["P", "A"]), say_who_came(["Present", "12"])
    (True, False, False)
    """
    filled = {text for text in texts if text}
    if len(filled) > MAX_SPELLINGS or any(len(text) <= MAX_MARK_LENGTH for text in filled):
        return False
    statuses = find_known_statuses(filled)
    all_known = all(normalize_mark(text) in statuses for text in filled)
    return all_known and {"present", "absent"} <= set(statuses.values())


def are_person_marks(texts: Iterable[str]) -> bool:
    """Return True for statuses and short marks without any number except 0 and 1.

    Examples
    --------
    >>> (are_person_marks(["P", "A", ""]), are_person_marks(["1", "0"]),
    ...  are_person_marks(["1", "18"]), are_person_marks(["about ten"]))
    (True, True, False, False)
    """
    filled = {normalize_mark(text) for text in texts} - {""}
    if any(re.search(r"\d", text) and text not in PERSON_NUMBERS for text in filled):
        return False
    return bool(find_known_statuses(filled)) or any(len(text) <= MAX_MARK_LENGTH for text in filled)


def find_known_statuses(texts: Iterable[str]) -> dict[str, str]:
    """Return the status of each text that is a known word or mark; "out" for withdrawn."""
    marks = Counter(normalize_mark(text) for text in texts if text)
    out = known_words("order_state")
    meanings = resolve_marks(marks, _known_status_words(marks), Answers({}))
    statuses = {
        mark: meaning.status
        for mark, meaning in meanings.items()
        if meaning.source not in ("unexplained", "number")
    }
    return {mark: "out" for mark in marks if out.get(normalize_heading(mark)) == "out"} | statuses


#: Reason of a column of hours that also says who did not come.
HOURS_REASON = Message("the hours of those who came, and a mark for those who did not")


def refine_list_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Map the status column of a list of people, if no heading names one, or the more detailed one of two.

    The column is a count that holds marks, a few codes below "Asist.", a Status column, words that all say
    who came below any heading, or remarks whose words are statuses. Otherwise it is a column that says of
    somebody that they did not come. The reason repeats known words only.
    """
    found = _find_status_column(grid, mapped)
    named = [mapping for mapping in found if mapping.field == STATUS_FIELD]
    if len(named) != 1 or named[0].reason == "by hand":
        return found
    return _prefer_detailed_status(grid, found, named[0])


def _prefer_detailed_status(
    grid: Grid, mapped: Sequence[ColumnMapping], status: ColumnMapping
) -> list[ColumnMapping]:
    """Map another column as the status if it says the same in more detail: "Excused" for "Absent"."""
    for mapping in mapped:
        if mapping.field or len(grid.texts_under(mapping.column)) > MAX_STATUS_TEXTS:
            continue
        pairs = _pair_statuses(grid, status.column, mapping.column)
        detailed = {pair for pair in pairs if pair[0] != pair[1]}
        if detailed and detailed <= DETAILS and all(all(pair) for pair in pairs):
            reason = Message("another column says the same in more detail")
            coarse = replace(status, field="check", reason=reason)
            fine = _as_status(mapping, grid.texts_under(mapping.column))
            return [fine if m is mapping else coarse if m is status else m for m in mapped]
    return list(mapped)


def _pair_statuses(grid: Grid, coarse: int, fine: int) -> set[tuple[str, str]]:
    """Return the statuses that two columns give the same row, "" for a text without one.

    A text is a status as a whole, or begins with one: "Absent Unverified".
    """
    known, is_row = known_words("status"), grid.cells.filled[grid.header + 1 :]
    statuses, codes = [], []
    for number in (coarse, fine):
        column = grid.cells.columns[number - grid.cells.first_column]
        words = [normalize_heading(cell_text(cell)) for cell in column.cells]
        statuses.append([known.get(text) or known.get(text.partition(" ")[0]) or "" for text in words])
        codes.append(column.codes[grid.header + 1 :][is_row])
    width = len(statuses[1])
    pairs = np.unique(codes[0].astype(np.int64) * width + codes[1]).tolist()
    return {(statuses[0][pair // width], statuses[1][pair % width]) for pair in pairs}


def _find_status_column(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Map the status column of a list of people, if no heading names one."""
    if any(column_mapping.field == STATUS_FIELD for column_mapping in mapped):
        return list(mapped)
    entries = {heading.column: heading.entry_for(grid.layout) for heading in grid.headings}
    for role, holds in (
        ("attendance", are_person_marks),
        ("", _are_codes),
        ("status", find_known_statuses),
        ("", _name_statuses),
        ("notes", _are_status_remarks),
    ):
        for index, column_mapping in enumerate(mapped):
            entry = entries.get(column_mapping.column)
            own_role = entry.role if entry is not None else ""
            if own_role != role or column_mapping.reason == "by hand":
                continue
            is_named = holds is not _are_codes or _means_attendance(column_mapping.heading)
            is_other = column_mapping.field or _names_another_person(column_mapping.heading)
            if entry is None and (not is_named or (holds is _name_statuses and is_other)):
                continue
            texts = grid.texts_under(column_mapping.column)
            if holds(texts):
                return [*mapped[:index], _as_status(column_mapping, texts), *mapped[index + 1 :]]
    for index, column_mapping in enumerate(mapped):
        is_other = _names_another_person(column_mapping.heading)
        if column_mapping.field or column_mapping.reason == "by hand" or is_other:
            continue
        texts = grid.texts_under(column_mapping.column)
        if _say_who_did_not_come(texts, _means_attendance(column_mapping.heading)):
            return [*mapped[:index], _as_status(column_mapping, texts), *mapped[index + 1 :]]
    for index, column_mapping in enumerate(mapped):
        if not column_mapping.field and _holds_hours_or_statuses(grid, column_mapping):
            status = replace(column_mapping, field=STATUS_FIELD, reason=HOURS_REASON)
            return [*mapped[:index], status, *mapped[index + 1 :]]
    return list(mapped)


def _holds_hours_or_statuses(grid: Grid, mapped: ColumnMapping) -> bool:
    """Return whether a column has the hours of those who came, and a known status for those who did not.

    Minutes are as good.
    """
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(mapped.heading)))
    texts = [text for text in grid.texts_under(mapped.column) if text]
    others = {normalize_heading(text) for text in texts if parse_number(text).value is None}
    others.discard(normalize_heading(mapped.heading))  # the headings again
    lengths = {*word_list("work_done", "hours"), *word_list("work_done", "minutes")}
    if not words & lengths or not others or 2 * len(others) > len(texts):
        return False
    lines = [cell for row in grid.cells.rows[: grid.top] for cell in row if isinstance(cell, str)]
    explained = set(parse_legend(lines)) | find_closed_marks(lines)
    known = known_words("status")
    return others <= explained | set(known) and any(
        known.get(text) == "absent" or text in explained for text in others
    )


def _name_statuses(texts: Collection[str]) -> bool:
    """Return whether texts say who came in words that mean nothing else, unlike yes and no."""
    answers = set(word_list("yes_or_no", "plain"))
    return say_who_came(texts) and not set(map(normalize_heading, texts)) & answers


def _names_another_person(heading: str) -> bool:
    """Return whether a heading speaks of the parents, helpers or teachers of those listed."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading)))
    others = {*word_list("helpers"), *word_list("role_words", "not_attendance")}
    return bool(words & {*word_list("people_parts", "adults"), *others})


def _as_status(mapping: ColumnMapping, texts: Iterable[str]) -> ColumnMapping:
    """Return the mapping of a column as the status, with the statuses in it that are known words."""
    known = ", ".join(sorted(find_known_statuses(texts))[:3])
    reason = Message("by its words: {known}", known=known) if known else Message("by its marks")
    return replace(mapping, field=STATUS_FIELD, reason=reason)


def _say_who_did_not_come(texts: Collection[str], asks_who_came: bool) -> bool:
    """Return whether a few different texts say of somebody that they did not come: "Met", "No show".

    Yes and no say so only below a heading that asks it. What the other texts mean is asked about.
    """
    if len(texts) > MAX_SPELLINGS:
        return False
    filled = {normalize_mark(text) for text in texts} - {""}
    if not 1 < len(filled) <= MAX_STATUS_TEXTS:
        return False
    if not asks_who_came and set(map(normalize_heading, filled)) & set(word_list("yes_or_no", "plain")):
        return False  # answers to another question, such as "Handed in homework?"
    known = find_known_statuses(filled)
    away = {mark for mark, status in known.items() if status in ("absent", "excused")}
    away |= {mark for mark in filled if _begins_with(mark, "cancelled")}
    conclusive = {mark for mark in away if len(mark) >= MIN_CONCLUSIVE}
    understood = known.keys() | away | {mark for mark in filled if _begins_with(mark, "held")}
    return bool(away) if asks_who_came else bool(conclusive) and 2 * len(understood) >= len(filled)


def _begins_with(text: str, status: str) -> bool:
    """Return whether a text begins with a word for held or called off: "canceled - snow"."""
    words = normalize_heading(text)
    return any(
        re.match(rf"{re.escape(word)}\b", words) for word in word_list("held", status) if len(word) > 2
    )


def _means_attendance(heading: str) -> bool:
    """Return True for a heading of a word for attendance alone, also a short one.

    Examples
    --------
    >>> _means_attendance("Asist."), _means_attendance("Att. (P/A)"), _means_attendance("School attended")
    (True, True, False)
    """
    words = re.findall(r"[^\W\d_]{2,}", normalize_heading(heading))
    return bool(words) and set(words) <= set(word_list("attendance_headings"))


def _are_codes(texts: Iterable[str]) -> bool:
    """Return True for a few short marks or statuses, without numbers other than 0 and 1."""
    filled = {normalize_mark(text) for text in texts} - {""}
    is_short = all(len(mark) <= MAX_CODE_LENGTH or find_known_statuses([mark]) for mark in filled)
    return 0 < len(filled) <= MAX_CODES and is_short and are_person_marks(filled)


def _are_status_remarks(texts: Iterable[str]) -> bool:
    """Return True if at least half of the remarks are statuses.

    "late" or ticks alone are not enough: they comment on people who are present.
    """
    filled = {normalize_mark(text) for text in texts} - {""}
    known = find_known_statuses(filled)
    conclusive = [
        mark for mark, status in known.items() if status != "late" and any(c.isalpha() for c in mark)
    ]
    away = {mark for mark in filled if _says_away(mark)}
    return bool(conclusive or away) and 2 * len(known.keys() | away) >= len(filled)


def settle_remarks(column: Column, grid: Grid, mapped: ColumnMapping, context: ParseContext) -> Column:
    """Return a column of remarks on some of the people as statuses: all others came.

    The remarks are the status because some say that a person did not come, which the user may have confirmed.
    A column that is filled for most people, was chosen by hand for other reasons, or whose blanks an answer
    explains is unchanged.
    """
    roles = [h.entry_for(grid.layout) for h in grid.headings if h.column == mapped.column]
    is_remark = any(entry is not None and entry.role == "notes" for entry in roles)
    is_chosen = mapped.reason == "by hand" and not _are_status_remarks(column.cell_texts)
    is_explained = is_chosen or "" in context.answers.get("marks", {})
    if not is_remark or is_explained or 2 * int(column.is_filled.sum()) > len(column):
        return column
    message = Message("the remarks say who did not come: everyone else on the list is read as present")
    context.log.add("choice-assumed", column=column.number, heading=column.heading, message=message)
    known = find_known_statuses(column.cell_texts)
    statuses: list[object] = [
        known.get(normalize_mark(text)) or ("absent" if _says_away(text) else "present")
        for text in column.cell_texts
    ]
    return replace(column, distinct=statuses)


def _says_away(remark: str) -> bool:
    """Return whether a remark begins with words for not coming, or they are all that a part of it says.

    Examples
    --------
    >>> [_says_away(text) for text in ("did not come - funeral", "sick, no show", "her brother was absent")]
    [True, True, False]
    """
    parts = [normalize_heading(part) for part in re.split(r"[,;:()]|\s[-–—]\s", remark)]
    words = [normalize_heading(word.rstrip("*")) for word in word_list("doubtful", "visits")]
    return any(part in words for part in parts) or parts[0].startswith(tuple(words))


def _known_status_words(marks: Iterable[str]) -> dict[str, str]:
    """Return the marks that are known status words, however short (Y, N)."""
    known = known_words("status")
    return {mark: known[key] for mark in marks if (key := normalize_heading(mark) or mark) in known}


def read_statuses(
    sheet: str, column: Column, legend: Mapping[str, str], context: ParseContext
) -> tuple[EncodedValues, tuple[Question, ...]]:
    """Parse each row's status; an unexplained mark or word is unknown, reported and asked about."""
    answered = {normalize_mark(mark) for mark in context.answers.get("marks", {})}
    typed = [normalize_mark(text) for text in column.cell_texts]
    marks = [mark if mark in answered or mark in legend else redact_mark(mark) for mark in typed]
    counts: Counter[str] = Counter()
    for mark, times in zip(marks, np.bincount(column.codes, minlength=len(marks)).tolist(), strict=True):
        counts[mark] += times
    meanings = resolve_marks(counts, _known_status_words(counts) | dict(legend), context.answers)
    cell_issues: list[CellIssue] = []
    for mark in marks:
        unknown = meanings[mark].status == "unknown"
        read = Message('"{mark}" read as {status}', mark=mark, status=Message(meanings[mark].status))
        by_legend = (
            ("marks-from-legend", read) if mark in legend and meanings[mark].source == "legend" else None
        )
        cell_issues.append(
            ("mark-unconfirmed", Message("what it means was not said, so it is not counted"))
            if unknown
            else by_legend
        )
    report_issues(
        Column(column.heading, column.number, column.rows, column.codes, list(marks)), context, cell_issues
    )
    statuses = EncodedValues(column.codes, [meanings[mark].status for mark in marks])
    asked = [
        mark
        for mark, meaning in meanings.items()
        if meaning.status == "unknown" and meaning.source not in ("answer", "legend")
    ]
    return statuses, ask_marks(sheet, asked, counts, [column], [EncodedValues(column.codes, list(marks))])


def ask_marks(
    sheet: str,
    asked: Sequence[str],
    counts: Counter[str],
    columns: Sequence[Column],
    marks: Sequence[EncodedValues],
) -> tuple[Question, ...]:
    """Return one question per mark that nothing explains, blank last; other text is located.

    Parameters
    ----------
    sheet : str
        Name of the sheet.
    asked : sequence of str
        Marks to ask about.
    counts : Counter
        How often each mark occurs.
    columns, marks : sequence of Column, sequence of EncodedValues
        Columns of the marks, and the mark of each of their rows.
    """
    if not asked:
        return ()
    in_order = sorted(asked, key=lambda mark: (mark == "", mark))
    text = format_mark_question(counts, in_order)
    if OTHER_TEXT in asked:
        cells = _list_other_text_cells(columns, marks)
        text = Message("{question} The other text is in {cells}.", question=text, cells=cells)
    return build_mark_questions(sheet, in_order, text)


def redact_mark(mark: str) -> str:
    """Return a mark that is safe to repeat in messages, else "other text".

    Short marks, known words and marks without letters are repeated.

    Examples
    --------
    >>> redact_mark("x"), redact_mark("present"), redact_mark("c/o a neighbour")
    ('x', 'present', 'other text')
    """
    known = normalize_heading(mark) in known_words("status") or normalize_heading(mark) in known_words(
        "order_state"
    )
    mark_of_form = mark in COMMON_MARKS or mark in ENTRY_MARKS | LEAVING_MARKS
    return (
        mark
        if len(mark) <= MAX_MARK_LENGTH or known or mark_of_form or not re.search(r"[^\W\d]", mark)
        else OTHER_TEXT
    )


def _list_other_text_cells(columns: Sequence[Column], marks: Sequence[EncodedValues]) -> str:
    found = [
        (row, column.number)
        for column, own in zip(columns, marks, strict=True)
        for row in column.rows[own.where(lambda mark: mark == OTHER_TEXT)].tolist()
    ]
    rows = sorted(found)
    named = ", ".join(cell_reference(*place) for place in rows[:MAX_CELLS_LISTED])
    return (
        named
        if len(rows) <= MAX_CELLS_LISTED
        else Message("{cells} and {more} more", cells=named, more=len(rows) - MAX_CELLS_LISTED)
    )


def ask_status_column(
    grid: Grid, mapped: ColumnMapping, column: Column, context: ParseContext
) -> tuple[Question, ...]:
    """Ask whether a column is the attendance status if its heading and words leave a doubt."""
    entry = next(
        (heading.entry_for(grid.layout) for heading in grid.headings if heading.column == mapped.column), None
    )
    sure = all(
        normalize_heading(text) in known_words("status")
        for cell in column.distinct
        if (text := cell_text(cell))
    )
    doubted = entry is not None and (entry.role == "notes" or (entry.is_weak and not sure))
    if (
        not doubted
        or mapped.reason == "by hand"
        or normalize_heading(mapped.heading) in _answered_headings(context)
    ):
        return ()
    other_field = "notes.text" if entry and entry.role == "notes" else "check"
    text = Message(
        '"{column}" was read as who came, {reason}. Does it say who came?',
        column=mapped.heading,
        reason=mapped.reason,
    )
    options = ((STATUS_FIELD, Message("yes")), (other_field, Message("no, everyone listed came")))
    question = ask(
        "mapping", grid.cells.name, entry=mapped.heading, text=text, options=options, default=STATUS_FIELD
    )
    return (question,)


def _answered_headings(context: ParseContext) -> set[str]:
    return {normalize_heading(heading) for heading in context.answers.get("mapping", {})}
