"""Reader for attendance lists and sign-in sheets: missing signatures, and duplicates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from libcollab_metrics.ingest.layouts.base import NAME_FIELDS, ReadResult, ReadTask
from libcollab_metrics.ingest.layouts.companions import add_companions
from libcollab_metrics.ingest.layouts.list_blocks import (
    days_of_blocks,
    find_block_days,
    find_block_numbers,
    sessions_of_blocks,
)
from libcollab_metrics.ingest.layouts.list_statuses import (
    SESSION_KEY,
    exclude_days_off,
    exclude_not_listed,
    exclude_undated_below,
    exclude_withdrawn,
    read_list_statuses,
    settle_unattended,
    split_absences,
)
from libcollab_metrics.ingest.layouts.listed_names import expand_name_lists, join_rows
from libcollab_metrics.ingest.layouts.person_ids import find_id_column, join_names_by_id
from libcollab_metrics.ingest.layouts.personal_columns import without_homes, without_personal_columns
from libcollab_metrics.ingest.layouts.session_days import carry_days_down
from libcollab_metrics.ingest.layouts.signatures import exclude_unconfirmed, settle_unsigned
from libcollab_metrics.ingest.layouts.sittings import separate_sittings
from libcollab_metrics.ingest.question_kinds import ONE_DAY, ask
from libcollab_metrics.ingest.tables.evidence import TableEvidence
from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.tables.rows import (
    CLOSED_REASON,
    COUNT_REASON,
    HEADING_REASON,
    ByField,
    SheetRows,
    classify_rows,
)
from libcollab_metrics.ingest.tables.status_column import redact_mark
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text, parse_column, parse_days
from libcollab_metrics.ingest.values.dates import parse_day
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.marks import OTHER_TEXT, normalize_mark
from libcollab_metrics.ingest.values.people import (
    is_count_line,
    is_illegible,
    is_name_part,
    is_non_person_row,
    is_placeholder_name,
    is_section_heading,
    pseudonymize_names,
    says_no_session,
)
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, first_duplicate_rows, mask_value
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import PRESENT_STATUSES, SCHEMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

PARTICIPATION = SCHEMA["participation"]
#: Fields that identify one visit: one person at one session.
VISIT_KEY = ("person_key", *SESSION_KEY)
#: Fewest blocks below lines with a day that show that the people of a list came.
MIN_DATED_BLOCKS = 2
#: Share of the filled cells of a status column that are days, if it says when each person came.
MOST_DAYS = 0.6


def read_list(task: ReadTask) -> ReadResult:
    """Read an attendee log or a sign-in sheet into participation rows.

    Also returns the rows used and the questions about attendance marks that could not be resolved.
    """
    grid, mapping, sheet_context, context, key = (
        task.grid,
        task.mapping,
        task.sheet_context,
        task.context,
        task.key,
    )
    lines = find_block_days(task)
    unconfirmed = None if len(lines) >= MIN_DATED_BLOCKS else exclude_unconfirmed(task)
    if unconfirmed is not None:
        return unconfirmed
    numbered = {} if lines else find_block_numbers(task)
    body = classify_rows(
        grid, mapping, context.log, _missing_reason, _is_non_person_name, headings=sorted({*lines, *numbered})
    )
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    exclude_withdrawn(body, columns.get("participation.status"), context)
    exclude_days_off(body, columns.get("participation.status"), context, sheet_context.closed_marks)
    exclude_not_listed(body, columns.get("participation.status"), dict(sheet_context.legend), context)
    exclude_undated_below(
        body, columns.get("participation.date"), columns.get("participation.person_key"), context
    )
    is_scanned = _exclude_leaving(task, body)
    blocks = sorted({*lines, *numbered})
    unsigned = settle_unsigned(body, mapping, context, blocks)
    mapping = _map_days_of_coming(body, mapping, context)
    mapping = without_personal_columns(body, mapping, context, blocks)
    columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
    body, listed_names = expand_name_lists(body, columns.get("participation.person_key"), context.log)
    if listed_names is not None:
        columns = {mapped.field: body.column(mapped) for mapped in reversed(mapping) if mapped.field}
        columns["participation.person_key"] = listed_names
    length = len(body.used)
    _report_mixed_ages(body, mapping, context)
    statuses, source, asked = read_list_statuses(body, mapping, columns, sheet_context, context)
    if (listed := columns.get("participation.person_key")) is not None:
        columns["participation.person_key"], is_away = split_absences(listed)
        if "participation.status" not in columns and is_away.any():
            statuses = mask_value(is_away, "absent").fill_unknown(statuses)
            message = Message('"absent" is behind the name')
            context.log.add_rows("choice-assumed", listed.rows[is_away], listed.number, message=message)
    _report_several_people(columns.get("participation.person_key"), context)
    names = join_name_columns(columns, length)
    ids = find_id_column(body.column, mapping)
    names = names if ids is None else join_names_by_id(names, ids, context)
    people = _pseudonymize(names, key)
    _report_merged_spellings(people, names, columns, body, context)
    values = read_person_fields(columns, context)
    values |= _read_session_days(columns.get("participation.date"), task, length)
    if lines:
        values |= days_of_blocks(lines, body, values, sheet_context, context)
    if numbered:
        values |= sessions_of_blocks(numbered, body, values)
    is_named = context.answers.get("row_is") == "person-at-session"
    is_undated = not values["date"].known.any() and len({*values["session_no"]}) == 1
    if is_named and is_undated and context.answers.get("session_day") != ONE_DAY:
        context.log.add("one-session-assumed", message=Message("no day is given: read as one session"))
    _report_undated(body, values, context)
    values |= {
        "program_id": _read_programs(columns.get("programs.name"), sheet_context.program, length),
        "person_key": _separate_classes(people, values["date"], body, context, key),
        "status": statuses,
        "source": EncodedValues.constant(source, length),
        "row": EncodedValues.from_list(body.excel_rows.tolist()),
    }
    if "participation.date" not in columns and not (lines or numbered):
        site = next((m for m in mapping if m.field == "participation.site" and m.reason != BY_HAND), None)
        column = None if site is None else body.column(site)
        values = without_homes(values, column, context, is_one_session=sheet_context.day is not None)
    if sheet_context.site:
        values.setdefault("site", EncodedValues.constant(sheet_context.site, length))
    rows, sittings = separate_sittings(task, body, TableRows(values, length), columns)
    rows = handle_duplicate_visits(body, rows, context, is_scanned=is_scanned)
    rows, others = add_companions(body, rows, mapping, context)
    rows, unattended = settle_unattended(body, rows, columns.get("participation.status"), context)
    body = body if listed_names is None else join_rows(body)
    questions = (*unsigned, *asked, *sittings, *others, *unattended)
    answer = context.answers.get("list_complete")
    if source != "sign_in" or not len(rows):
        return ReadResult(body, {"participation": rows}, questions)
    if answer != "yes":
        asked_all = () if answer else (ask("list_complete", grid.cells.name),)
        return ReadResult(body, {"participation": rows}, (*questions, *asked_all))
    return ReadResult(body, {"participation": rows, "sessions": _complete_sessions(rows)}, questions)


def _complete_sessions(rows: TableRows) -> TableRows:
    """Return the sessions of a list that has everyone who came, the first row of each."""
    keys = [rows.column(name).value_codes for name in SESSION_KEY]
    first = np.flatnonzero(first_duplicate_rows(keys, len(rows)) == np.arange(len(rows)))
    fields = {name: rows.column(name) for name in (*SESSION_KEY, "row")}
    return TableRows(fields, len(rows)).select(first).assign_constants(roster="complete", events=1.0)


def _report_undated(body: SheetRows, values: Mapping[str, EncodedValues], context: ParseContext) -> None:
    """Report people without a day on a list of which others have one: their session may be one of those."""
    is_undated = ~values["date"].known
    if is_undated.any() and not is_undated.all():
        context.log.add_rows("session-unclear", body.excel_rows[is_undated], body.grid.cells.first_column)


def _map_days_of_coming(
    body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext
) -> Sequence[ColumnMapping]:
    """Map a status column of days as the day of each visit, and exclude the rows without a day.

    "Orientation attended" over days says when each person came; "not yet" and a blank say that one did not.
    """
    fields = {mapped.field: mapped for mapped in mapping}
    chosen = fields.get("participation.status")
    if chosen is None or chosen.reason == BY_HAND or "participation.date" in fields:
        return mapping
    column = body.column(chosen)
    is_day = [isinstance(cell, date) or parse_day(cell_text(cell)) is not None for cell in column.distinct]
    came = np.array(is_day, dtype=bool)[column.codes]
    if not len(came) or came.sum() < MOST_DAYS * column.is_filled.sum():
        return mapping
    reason = Message('no day under "{heading}": did not come', heading=chosen.heading)
    context.log.add_rows(
        "row-without-data", column.rows[~came], column.number, heading=chosen.heading, message=reason
    )
    body.exclude(np.flatnonzero(~came), reason)
    return [replace(m, field="participation.date") if m is chosen else m for m in mapping]


def _report_mixed_ages(body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext) -> None:
    """Report a column that marks children and accompanying adults; both are counted."""
    parts = known_words("people_parts")
    for mapped in mapping:
        if mapped.field not in ("", "check", "participation.age_group"):
            continue
        column = body.column(mapped)
        named = [parts.get(normalize_heading(cell_text(cell))) for cell in column.distinct if cell_text(cell)]
        if {"children", "adults"} <= set(named):
            context.log.add_rows(
                "people-mixed",
                column.rows[:1],
                mapped.column,
                heading=mapped.heading,
                message=Message('"{column}" lists children and adults: both count', column=mapped.heading),
            )


def handle_duplicate_visits(
    body: SheetRows, rows: TableRows, context: ParseContext, *, is_scanned: bool = False
) -> TableRows:
    """Report duplicate rows of a person at one session; drop them if answered so, or scanned twice.

    Of two rows with other statuses, the one that says that the person came is the first.
    """
    order = np.argsort(~rows.column("status").where(lambda status: status in PRESENT_STATUSES), kind="stable")
    keys = [rows.column(name).value_codes[order] for name in VISIT_KEY]
    first = np.empty_like(order)
    first[order] = order[first_duplicate_rows(keys, len(rows))]
    named = rows.column("person_key").known
    twins = np.flatnonzero((first != np.arange(len(rows))) & named)
    if len(twins) == 0:
        return rows
    if is_scanned:
        reason = Message("scanned again at the same session")
        context.log.add_rows(
            "row-without-data", body.excel_rows[twins], body.grid.cells.first_column, message=reason
        )
        return _drop_rows(body, rows, twins, reason)
    earlier, later = rows[int(first[twins[0]])], rows[int(twins[0])]
    row = str(earlier["row"])
    if earlier["status"] == later["status"]:
        message = Message("the same person and session as row {row}, and the same status", row=row)
    else:
        message = Message("the same person and session as row {row}, and another status", row=row)
    context.log.add_rows(
        "duplicate-rows",
        body.excel_rows[twins],
        body.grid.cells.first_column,
        message=message,
        message_for_row=lambda n: Message(
            "the same person and session as row {row}", row=str(rows[int(first[twins[n]])]["row"])
        ),
    )
    if context.answers.get("duplicates") == "keep":
        message = Message("the same person more than once on a day")
        context.log.add_rows(
            "sessions-perhaps-several", body.excel_rows[twins], body.grid.cells.first_column, message=message
        )
    if context.answers.get("duplicates") != "drop":
        return rows
    return _drop_rows(body, rows, twins, Message("the same person and session as another row"))


def _drop_rows(body: SheetRows, rows: TableRows, dropped: NDArray[np.intp], reason: str) -> TableRows:
    is_used = np.ones(len(rows), dtype=bool)
    is_used[dropped] = False
    body.exclude(dropped, reason)
    return rows.select(is_used)


def compute_pseudonyms(columns: dict[str, Column], length: int, key: bytes) -> EncodedValues:
    """Compute the pseudonym of each row; real names do not leave this function.

    A name is one column, or first and last name together.
    """
    return _pseudonymize(join_name_columns(columns, length), key)


def compute_pseudonyms_by_id(columns: dict[str, Column], body: SheetRows, task: ReadTask) -> EncodedValues:
    """Compute the pseudonym of each row as `compute_pseudonyms`.

    Similar names with the same number are one person.
    """
    names = join_name_columns(columns, len(body.used))
    ids = find_id_column(body.column, task.mapping)
    return _pseudonymize(names if ids is None else join_names_by_id(names, ids, task.context), task.key)


def _pseudonymize(names: EncodedValues, key: bytes) -> EncodedValues:
    return EncodedValues(names.codes, list(pseudonymize_names(names.values, key)))


def _separate_classes(
    people: EncodedValues, days: EncodedValues, body: SheetRows, context: ParseContext, key: bytes
) -> EncodedValues:
    """Give people of one name who came on one day from different classes different pseudonyms; report it."""
    words = set(word_list("classes"))
    heading = next((h for h in body.grid.headings if normalize_heading(h.text) in words), None)
    if heading is None:
        return people
    column = body.column_at(heading.column, heading.text)
    person, classes = people.value_codes, [normalize_heading(text) for text in column.cell_texts]
    classed: dict[tuple[int, int], set[str]] = {}
    for who, day, code in zip(person.tolist(), days.value_codes.tolist(), column.codes.tolist(), strict=True):
        classed.setdefault((who, day), set()).add(classes[code])
    namesakes = [who for (who, _), own in classed.items() if len(own - {""}) > 1]
    shared = np.isin(person, namesakes) & people.known
    if not shared.any():
        return people
    message = Message("on one day in several classes under one name: read as a person for each class")
    context.log.add_rows("same-person-perhaps", body.excel_rows[shared], heading.column, message=message)
    texts = [f"{who} {classes[code]}" for who, code in zip(people, column.codes.tolist(), strict=True)]
    separated = zip(people, pseudonymize_names(texts, key), shared.tolist(), strict=True)
    return EncodedValues.from_list(own if is_shared else who for who, own, is_shared in separated)


def join_name_columns(columns: dict[str, Column], length: int) -> EncodedValues:
    """Join the name columns of each row; None for a blank or a placeholder."""
    parts = [columns[name] for name in NAME_FIELDS if name in columns]
    if not parts:
        return EncodedValues.constant(None, length)
    if len(parts) == len(NAME_FIELDS):  # in the order of a full name
        other, first, last = parts
        parts = [first, last, other] if is_name_part(other.heading, "second") else parts
        parts = [first, other, last] if is_name_part(other.heading, "middle") else parts
    if len(parts) == 1:
        return parts[0].parse_text(lambda text: None if is_placeholder_name(text) else text)
    first_rows, places = np.unique(
        first_duplicate_rows([part.codes for part in parts], length), return_inverse=True
    )
    typed = [[part.text_at(row) for part in parts] for row in first_rows]
    return EncodedValues(places, [" ".join(_name_parts(name_parts)) or None for name_parts in typed])


def _name_parts(parts: Sequence[str]) -> list[str]:
    """Return the parts of a name that are not placeholders.

    Next to a real first name, a word such as Do or Na is a family name.
    """
    is_name = [not is_placeholder_name(text) for text in parts]
    named = any(is_name)
    return [
        text for text, own in zip(parts, is_name, strict=True) if text and (own or (named and text.isalpha()))
    ]


#: Two people in one cell, such as "Ana & Ben"; or a number of people, and no age: "Grade 4, 28 children".
_JOINED_NAMES = re.compile(
    r"[^\W\d_]\.?\s+(?:&|\+|and)\s+[^\W\d_]"
    r"|\w[,;:(]*\s+\d{1,3}\s+(?!(?:y|yo|yrs?|years?|a[nñ]os?|taon|gulang|mos?|months?|meses)\b)[^\W\d_]{2,}",
    re.IGNORECASE,
)


_NUMBER_OF = re.compile(r"\d\s+[^\W\d_]{2}")


def _report_several_people(names: Column | None, context: ParseContext) -> None:
    """Report the rows whose name may be that of several people; each counts as one visit."""
    if names is None or not _may_name_several("\0".join(names.cell_texts)):
        return
    is_joined = np.array([_names_several(text) for text in names.cell_texts], dtype=bool)
    rows = names.rows[is_joined[names.codes]]
    context.log.add_rows("several-people-perhaps", rows, names.number, heading=names.heading)


def _names_several(text: str) -> bool:
    """Return whether a name is joined with another one, or speaks of a number of people.

    Examples
    --------
    >>> [_names_several(text) for text in ("Nhung & sister Lin", "Gr. 4, 28 na bata", "3 Ana", "Ana 7 yrs")]
    [True, True, False, False]
    """
    return _may_name_several(text) and _JOINED_NAMES.search(text) is not None


def _may_name_several(text: str) -> bool:
    """Return whether a text has what `_JOINED_NAMES` looks for: much faster for thousands of names."""
    has_sign = "&" in text or "+" in text or " and " in text.casefold()
    return has_sign or _NUMBER_OF.search(text) is not None


def _report_merged_spellings(
    people: EncodedValues,
    names: EncodedValues,
    columns: dict[str, Column],
    body: SheetRows,
    context: ParseContext,
) -> None:
    """Report differently spelled names that were read as one person, by row number only."""
    if len(set(people.values)) == len(set(names.values)):
        return  # as many people as spellings
    spelled = list(dict.fromkeys(names.codes.tolist()))  # in row order
    firsts: dict[object, int] = {}
    for code in spelled:
        firsts.setdefault(people.values[code], code)
    others = {
        code: firsts[person]
        for code in spelled
        if (person := people.values[code]) is not None and names.values[code] != names.values[firsts[person]]
    }
    if not others:
        return
    first_row = dict(zip(*(part.tolist() for part in _first_rows(names, body)), strict=True))
    places = np.flatnonzero(np.isin(names.codes, list(others)))
    column = next(columns[name] for name in NAME_FIELDS if name in columns)
    messages = [
        Message(
            "spelled differently; read as the person of row {row}",
            row=str(first_row[others[int(names.codes[place])]]),
        )
        for place in places
    ]
    context.log.add_rows(
        "spelling-joined",
        body.excel_rows[places],
        column.number,
        heading=column.heading,
        message=messages[0],
        message_for_row=messages.__getitem__,
    )


def _first_rows(names: EncodedValues, body: SheetRows) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    codes, first = np.unique(names.codes, return_index=True)
    return codes, body.excel_rows[first]


def read_person_fields(columns: dict[str, Column], context: ParseContext) -> dict[str, EncodedValues]:
    """Read the personal fields of each row other than name, date and status."""
    own = ("date", "status", "person_key", "first_name", "last_name", "session_no")
    return {
        name.split(".")[1]: parse_column(
            "participation", PARTICIPATION.field(name.split(".")[1]), column, context
        )
        for name, column in columns.items()
        if name.startswith("participation.") and name.split(".")[1] not in own
    }


def _is_non_person_name(field: str, text: str) -> bool:
    return field in NAME_FIELDS and is_non_person_row(text)


def _missing_reason(row: ByField) -> str:
    """Return why a row is excluded: it is about no person, or has no name and no status."""
    names = [cell_text(cell) for cell in _typed_names(row)]
    if names and all(name.rstrip().endswith(":") for name in names):
        return COUNT_REASON
    named = any(not is_placeholder_name(name) for name in names)
    marks = [cell_text(cell) for cell in row.get("participation.status", ())]
    if any(map(is_illegible, names)):
        return ""
    is_marked = any(redact_mark(normalize_mark(mark)) != OTHER_TEXT for mark in marks)
    return find_other_line(row) or ("" if named or is_marked else Message("no name"))


def _typed_names(row: ByField) -> list[object]:
    return [cell for field in NAME_FIELDS for cell in row.get(field, ())]


def _is_remark(name: str) -> bool:
    """Return whether a text in place of a name is a remark: sentences, a footnote, or words with a number."""
    has_number = re.search(r"\d", name) is not None and len(name.split()) >= MIN_REMARK_WORDS
    return _SENTENCE.search(name) is not None or name.startswith(("*", "†")) or has_number


def _is_count(name: str) -> bool:
    """Return whether a text in place of a name counts the people of a list: "Vinieron 10", "Came: 9"."""
    return bool(re.search(r"\d", name)) and is_count_line(re.sub(r"[\d:=]+", " ", name).strip() or "-")


#: Fewest words of a text with a number, alone in its row, that is no name.
MIN_REMARK_WORDS = 5
#: The end of a sentence inside a text; a short word with a full stop is a title: "Engr. Ana Cruz".
_SENTENCE = re.compile(r"[^\W\d_]{6,}[.;!?]\s+\S")


def find_other_line(row: ByField) -> str:
    """Return what a row of a list is that is about no person: a notice, a count or a heading; else ""."""
    typed = _typed_names(row)
    if len(typed) > 1 and any(isinstance(cell, float) for cell in typed):
        return COUNT_REASON
    names = [text for cell in typed if not is_placeholder_name(text := cell_text(cell))]
    others = set(row) - {*NAME_FIELDS, "check"}
    if names and others <= {"participation.date"} and all(map(says_no_session, names)):
        return CLOSED_REASON
    if names and not others and all(map(_is_count, names)):
        return COUNT_REASON
    if names and not others and any(map(_is_remark, names)):
        return Message("a remark below the table")
    heading = bool(names) and not others and all(map(is_section_heading, names))
    return HEADING_REASON if heading else ""


def _exclude_leaving(task: ReadTask, body: SheetRows) -> bool:
    """Exclude the scans of people who went out; return whether the list is a log of scans."""
    grid = task.grid
    evidence = TableEvidence(grid.headings, grid.cells, grid.header)
    heading = next((h for h in grid.headings if h.text and evidence.holds_scans(h)), None)
    if heading is None:
        return False
    column, reason = body.column_at(heading.column), Message("went out again: no visit of its own")
    leaving = np.flatnonzero(
        column.parse_normalized(lambda text: text in word_list("scans", "out")).where(bool)
    )
    task.context.log.add_rows("row-without-data", column.rows[leaving], column.number, message=reason)
    body.exclude(leaving, reason)
    return True


def _read_session_days(column: Column | None, task: ReadTask, length: int) -> dict[str, EncodedValues]:
    """Return the day of each row, and the name of the tab as the number of a session without any day."""
    if column is not None:
        days = parse_days(carry_days_down(column, task.context), task.context)
        return {"date": days.map(lambda day: day[0]), "session_no": days.map(lambda day: day[1] or None)}
    day = task.sheet_context.session_day(task.context)
    return {
        "date": EncodedValues.constant(day, length),
        "session_no": EncodedValues.constant(None if day else task.grid.cells.name, length),
    }


def _read_programs(column: Column | None, fallback: str, length: int) -> EncodedValues:
    if column is None:
        return EncodedValues.constant(fallback or None, length)
    return column.parse(lambda cell: cell_text(cell) or fallback or None)
