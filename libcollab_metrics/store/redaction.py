"""Redaction before anything is written to disk: which words, numbers and answers may be stored.

People are stored as pseudonyms; of the text on a sheet, only the columns used for figures and words that
cannot be names are stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from libcollab_metrics.model import (
    ISSUE_KINDS,
    PEOPLE,
    SCHEMA,
    Answer,
    ColumnMapping,
    Edit,
    Import,
    Issue,
    Merge,
    Operation,
    Reply,
    RowAddress,
    SheetReading,
)
from libcollab_metrics.model.addresses import column_letters
from libcollab_metrics.model.dataset import conform_frame
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.store.database import StorageError
from libcollab_metrics.store.serialization import (
    deserialize_operation,
    operation_kind,
    serialize_tables,
    serialize_text,
)

# Text that may be stored: words known to this program, and short numbers; neither can be a name.

#: Words of sheet names and of this program's messages that occur in no label; months and weekdays in three
#: languages.
_EXTRA_WORDS = """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
    febrero marzo junio julio septiembre setiembre octubre noviembre diciembre
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    lunes martes miyerkules huwebes biyernes sabado linggo miercoles jueves viernes domingo
    sheet hoja tabelle table data log list roster attendance asistencia pagdalo register summary total totals
    monthly  weekly daily form responses participants sessions session program programs activity activities
    event events  statistics stats report budget costs expenses income ledger donors sponsors partners
    deliveries books scores survey  feedback notes settings instructions template sign in out quarter semester
    term year month week day date fiscal  school grade class section name names first last full surname given
    middle contact phone email address signature  title location venue site time start end number count visits
    people adults children boys girls male female age  language remarks comments about almost nearly around at
    least over more than up to approx approximately circa  not recorded nobody came leave read known by hand
    exact alias near chosen among hidden empty holds typed  stand stands heading headings row rows column
    columns cell cells kept detail person memory only
"""
#: Words of this program's texts that are also given names.
_AMBIGUOUS_NAMES = {
    "mark",
    "will",
    "bill",
    "grace",
    "rose",
    "art",
    "sol",
    "mar",
    "hope",
    "joy",
    "angel",
    "rich",
    "dates",
}
#: Longest run of digits to store: a date has eight; longer ones may be a telephone or student number.
_MAX_DIGITS = 8


@cache
def _known_words() -> frozenset[str]:
    texts = [_EXTRA_WORDS]
    for kind in ISSUE_KINDS.values():
        texts += [kind.title, kind.why, kind.advice]
    for table in SCHEMA.values():
        texts += [table.name, table.label, table.meaning]
        for field in table.fields:
            texts += [field.name, field.label, field.meaning, *field.choices]
    return frozenset(_split_words(" ".join(texts))) - _AMBIGUOUS_NAMES


def _split_words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", normalize_heading(text))


def is_known_vocabulary(text: str) -> bool:
    """Return whether a text contains only words known to this program and short numbers.

    Examples
    --------
    >>> (is_known_vocabulary("March 2026"), is_known_vocabulary("Date of the session"),
    ...  is_known_vocabulary("12.5 %"))
    (True, True, True)
    >>> is_known_vocabulary("Ana Cruz"), is_known_vocabulary("0917 123 4567")
    (False, False)
    """
    numbers = (re.sub(r"\D", "", run) for run in re.findall(r"\d[\d\s./:,+-]*", text))
    short = all(len(number) <= _MAX_DIGITS for number in numbers)
    return short and all(
        (len(word) == 1 and word.isascii()) or word in _known_words() for word in _split_words(text)
    )


def redact_text(text: str) -> str:
    """Return the text if it may be stored, else an empty string."""
    return text if is_known_vocabulary(text) else ""


#: Answers that quote people or sheets; they are asked again when needed.
_NAMING_ANSWERS = ("same_person", "different_people", "sheets", "only_sheets")
_PSEUDONYM = re.compile(r"[0-9a-f]{16,64}(-[0-9]+)*")
_FILE_TYPES = {
    "xlsx": "workbook",
    "xlsm": "workbook",
    "xls": "workbook",
    "xlsb": "workbook",
    "ods": "workbook",
    "csv": "CSV file",
    "tsv": "text file",
    "txt": "text file",
}


def redact_for_disk(operation: Operation, day: date, keep_notes: bool = False) -> Operation:
    """Redact an operation for storage, and return it as it will be read back from the disk.

    Removed from an import: its file name (replaced by "workbook read on 2026-03-14"), rows as typed,
    questions, the fingerprint of its headings, headings that do not fill a field, and every sheet name,
    quoted cell or message with a word this program does not know. Removed from every table unless
    `keep_notes`: notes and other free text. Payees of the ledger are unchanged: who is a payee depends on
    earlier steps, so `model.payee_codes` replaces them before anything is written. SECURITY.md lists the
    columns that are stored as typed.

    Raises
    ------
    StorageError
        If a person is identified by anything but a pseudonym.
    """
    if isinstance(operation, Import):
        operation = _redact_import(operation, day, keep_notes)
    elif isinstance(operation, Edit):
        operation = _redact_edit(operation, keep_notes)
    elif isinstance(operation, Merge) and operation.column.rpartition(".")[2] in PEOPLE:
        _check_pseudonyms([operation.old, operation.new])
    elif isinstance(operation, Answer):
        operation = Answer(operation.fingerprint, _redact_answers(operation.answers))
    return deserialize_operation(
        operation_kind(operation), serialize_text(operation), serialize_tables(operation)
    )


def _free_text_columns(table: str) -> list[str]:
    """Return the free-text columns of a table.

    Values of settings are excluded: this program defines what they contain.
    """
    own = (*PEOPLE, *(("value",) if table == "settings" else ()))
    return [field.name for field in SCHEMA[table].fields if field.kind == "text" and field.name not in own]


def _check_pseudonyms(values: Sequence[Any]) -> None:
    if not all(_PSEUDONYM.fullmatch(str(value)) for value in values):
        raise StorageError(
            "A person was about to be kept who is not a code. Nothing was kept; please report this."
        )


def _redact_row(table: str, row: Mapping[str, Any], keep_notes: bool) -> dict[str, Any]:
    _check_pseudonyms([row[name] for name in PEOPLE if row.get(name) is not None])
    dropped = () if keep_notes or table not in SCHEMA else _free_text_columns(table)
    return {name: None if name in dropped else value for name, value in row.items()}


def _redact_edit(edit: Edit, keep_notes: bool) -> Edit:
    """Remove free text from an edit; a note keeps only its number among the typed rows."""
    rows = tuple(_redact_row(edit.table, row, keep_notes) for row in edit.rows)
    changed = tuple(
        (_redact_address(where), _redact_row(edit.table, values, keep_notes))
        for where, values in edit.changed
    )
    removed = tuple(map(_redact_address, edit.removed))
    labels = {field.label for field in SCHEMA[edit.table].fields}
    issues = tuple(_redact_issue(issue, {issue.sheet: issue.sheet}, labels) for issue in edit.issues)
    if keep_notes or edit.table != "notes":
        return Edit(edit.table, rows, changed, removed, issues)
    addresses = (*(where for where, _ in changed), *removed)
    return Edit(edit.table, tuple({} for _ in rows), (), addresses, issues)


def _redact_address(address: RowAddress) -> RowAddress:
    """Redact the sheet in an address; it is not needed to find the row."""
    return replace(address, sheet=redact_text(address.sheet))


def _redact_import(imported: Import, day: date, keep_notes: bool) -> Import:
    names = _redact_sheet_names(imported.reading.sheets)
    tables = {
        table: _redact_frame(table, frame, names, keep_notes)
        for table, frame in imported.tables.items()
        if table in SCHEMA and (keep_notes or table != "notes")
    }
    sheets = tuple(
        _redact_sheet(sheet, names, keep_notes) for sheet in imported.reading.without_rows().sheets
    )
    headings = {mapped.heading for sheet in sheets for mapped in sheet.mapping}
    reading = replace(imported.reading, name=_redact_file_name(imported.reading.name, day), sheets=sheets)
    return replace(
        imported,
        tables=tables,
        reading=reading,
        issues=tuple(_redact_issue(issue, names, headings) for issue in imported.issues),
    )


def _redact_file_name(name: str, day: date) -> str:
    """Replace a file name by its type and the day it was read; a replaced name is unchanged."""
    kinds = {f"{kind} read on" for kind in (*_FILE_TYPES.values(), "file")}
    if name.rpartition(" ")[0] in kinds:
        return name
    return f"{_FILE_TYPES.get(name.rpartition('.')[2].casefold(), 'file')} read on {day.isoformat()}"


def redact_for_session(imported: Import, day: date) -> Import:
    """Redact an import for use in the session after the review, with all notes.

    The rows and cells quoted in the review are removed: later screens show no file, sheet or cell that may
    name a person. The file name stays if all its words are known.

    Parameters
    ----------
    imported : Import
        Confirmed import.
    day : date
        Day it was read.

    Returns
    -------
    Import
    """
    used, name = _redact_import(imported, day, keep_notes=True), imported.reading.name
    known = is_known_vocabulary(name.rpartition(".")[0])
    return replace(used, reading=replace(used.reading, name=name)) if known else used


def _redact_sheet_names(sheets: Sequence[SheetReading]) -> dict[str, str]:
    """Return name → stored name: itself if all its words are known, else its number; unique."""
    names: dict[str, str] = {sheet.name: sheet.name for sheet in sheets if is_known_vocabulary(sheet.name)}
    for number, sheet in enumerate(sheets, 1):
        label = f"Sheet {number}"
        while sheet.name not in names and label in names.values():
            label += "'"
        names.setdefault(sheet.name, label)
    return names


def _redact_frame(
    table: str, frame: pd.DataFrame, names: Mapping[str, str], keep_notes: bool
) -> pd.DataFrame:
    redacted = conform_frame(table, frame)
    for name in PEOPLE:
        if name in redacted:
            _check_pseudonyms(list(redacted[name].dropna().unique()))
    for name in () if keep_notes else _free_text_columns(table):
        redacted[name] = pd.Series(pd.NA, index=redacted.index, dtype="string")
    redacted["sheet"] = redacted["sheet"].map(names, na_action="ignore").astype("string")
    return redacted


def _redact_sheet(sheet: SheetReading, names: Mapping[str, str], keep_notes: bool) -> SheetReading:
    mapping = tuple(_redact_mapping(mapped) for mapped in sheet.mapping)
    # Drop the fingerprint: it is a plain hash, which for a list without headings would be that of a name.
    replies = tuple(_redact_reply(reply, keep_notes) for reply in sheet.replies)
    return replace(
        sheet,
        name=names[sheet.name],
        mapping=mapping,
        questions=(),
        saw=redact_text(sheet.saw),
        fingerprint="",
        replies=replies,
    )


def _redact_reply(reply: Reply, keep_notes: bool) -> Reply:
    """Redact a partner's own words in a reply; the parsed value is a number, date or choice."""
    return (
        reply
        if keep_notes
        else replace(reply, typed=redact_text(reply.typed), recorded=redact_text(reply.recorded))
    )


def _redact_mapping(mapped: ColumnMapping) -> ColumnMapping:
    is_title = _is_column_title(mapped.heading, mapped.field)
    heading = (
        mapped.heading if is_title else f"Column {column_letters(mapped.column)}" if mapped.column else ""
    )
    return replace(mapped, heading=heading, reason=redact_text(mapped.reason))


def _is_column_title(heading: str, field: str) -> bool:
    """Return whether a heading may be stored: it is known, or it fills a column.

    Headings above attendance marks and people are stored only if known: they may be names of children.
    """
    by_person = field == "participation.status" or field.rpartition(".")[2] in PEOPLE
    return is_known_vocabulary(heading) or ("." in field and not by_person)


def _redact_issue(issue: Issue, names: Mapping[str, str], headings: set[str]) -> Issue:
    heading = issue.heading if issue.heading in headings else redact_text(issue.heading)
    sheet = names.get(issue.sheet) or redact_text(issue.sheet)
    value, message = redact_text(issue.value), redact_text(issue.message)
    return replace(issue, sheet=sheet, heading=heading, value=value, message=message)


def _redact_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Remove answers that quote people and sheets, and mapped headings that may be names."""
    remaining = {name: value for name, value in answers.items() if name not in _NAMING_ANSWERS}
    if isinstance(remaining.get("mapping"), Mapping):
        remaining["mapping"] = {
            heading: field
            for heading, field in remaining["mapping"].items()
            if _is_column_title(str(heading), str(field))
        }
    return remaining
