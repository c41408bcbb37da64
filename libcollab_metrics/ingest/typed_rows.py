"""Rules for rows typed in the dashboard: required fields, negative numbers, bands, ratings, currency.

Cells are parsed like those of the blank template, and each rejected cell is explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

import numpy as np

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.ingest.answers import merge_sheet_answers
from libcollab_metrics.ingest.issue_log import IssueLog
from libcollab_metrics.ingest.layouts.own_forms import fill_blank_cells, read_field_column
from libcollab_metrics.ingest.values.columns import SHARES, Column, ParseContext
from libcollab_metrics.ingest.values.currencies import find_currency
from libcollab_metrics.messages import Message, join_messages
from libcollab_metrics.model.currencies import is_same_currency
from libcollab_metrics.model.issues import ISSUE_KINDS, Issue
from libcollab_metrics.model.names import clean_spaces, normalize_heading
from libcollab_metrics.model.schema import SCHEMA, SHEET_TABLES, Field

# Why a typed cell is rejected, and what a correct value looks like.

#: Issue codes that a sheet import accepts and typed rows reject, with the reason and the advice.
REJECTED_ISSUES: Mapping[str, tuple[Message, Message]] = MappingProxyType(
    {
        "date-order-assumed": (
            Message("day and month could change places."),
            Message("Write it as 2026-03-07."),
        ),
        "choice-assumed": (Message("this word is none of the choices."), Message("")),
        "zero-in-text": (Message("0 is no word."), Message("Leave the cell empty if it is not known.")),
        "estimate-scaled": (
            Message("a product covers many sessions."),
            Message("Type the sessions one by one."),
        ),
        "times-missing": (Message("this is no time of day."), Message("Write it as 10:00.")),
        "formula-error": (Message("this is an error of a spreadsheet."), Message("Write the value.")),
    }
)
#: Fields that may be negative: bands of metrics such as the exchange balance, and scores.
NEGATIVE_FIELDS = ("low", "ideal", "high", "before", "after")
#: Pairs of fields where the first must not exceed the second.
ORDERED_FIELDS = (
    ("target_low", "target_ideal"),
    ("target_ideal", "target_high"),
    ("target_low", "target_high"),
    ("low", "ideal"),
    ("ideal", "high"),
    ("low", "high"),
)
BAND_FIELDS = ("low", "ideal", "high")
#: Ratings of the partnership run from 1 to 5; a survey rating may have another maximum, given in its row.
PARTNERSHIP_RATING = SCHEMA["perspectives"].field("rating")


@dataclass(frozen=True)
class TypingContext:
    """Context for reading typed rows.

    Attributes
    ----------
    key : bytes
        Secret of the workspace for pseudonyms.
    currency : str
        Currency code of the workspace; empty when none is set.
    metrics : mapping of str to (str, str)
        Id and unit of each metric, by id and by label. When empty, every metric name is accepted.
    """

    key: bytes = field(repr=False)
    currency: str = ""
    metrics: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    def find_metric(self, name: str) -> tuple[str, str] | None:
        """Find a metric by id or label, ignoring case.

        Parameters
        ----------
        name : str
            Id or label. A part after a colon ("Average gain: reading score") is appended to the id; it is not
            validated here.

        Returns
        -------
        tuple of (str, str) or None
            Id and unit; None when the metric is unknown.
        """
        known = {normalize_heading(name): about for name, about in self.metrics.items()}
        pieces = name.split(":")
        for cut in range(len(pieces), 0, -1):
            about, part = known.get(normalize_heading(":".join(pieces[:cut]))), ":".join(pieces[cut:]).strip()
            if about is not None:
                return (f"{about[0]}: {part}" if part else about[0], about[1])
        return None


@dataclass(frozen=True)
class CellProblem:
    """Reason why one cell is rejected.

    Attributes
    ----------
    field : str
        Name of the field.
    label : str
        Label of the field.
    typed : str
        Text as typed.
    why : Message
        What is wrong.
    right : Message
        What a correct value looks like; may be empty.
    """

    field: str
    label: str
    typed: str
    why: Message
    right: Message

    @property
    def message(self) -> Message:
        """The label of the field, what is wrong and what is right, as one text."""
        problem = Message("{field}: {why}", field=Message(self.label), why=self.why)
        return join_messages(" ", [problem, self.right]) if self.right else problem

    def __str__(self) -> str:
        return self.message


def problem_from_issues(field: Field, text: str, issues: Sequence[Issue]) -> CellProblem | None:
    """Return why a cell is rejected given its issues; None when its value can be used."""
    for issue in issues:
        if issue.code == "choice-unknown" or (issue.code == "choice-assumed" and field.choices):
            return _unknown_choice_problem(field, text)
        if issue.code in REJECTED_ISSUES:
            why, right = REJECTED_ISSUES[issue.code]
            return _build_problem(field, text, Message("“{text}”: {why}", text=text, why=why), right)
        if issue.severity == "left-out":
            return _build_problem(
                field, text, _issue_message(issue, text), Message(ISSUE_KINDS[issue.code].advice)
            )
    return None


def _issue_message(issue: Issue, text: str) -> Message:
    """Return the message of an issue, after the text of the cell if it does not begin with it."""
    if issue.message.startswith(f'"{issue.value}" '):
        return Message("{message}.", message=issue.message)
    return Message("“{text}”: {message}.", text=text, message=issue.message or Message("this cannot be read"))


def _unknown_choice_problem(field: Field, text: str) -> CellProblem:
    shown = [Message(choice.replace("_", " ")) for choice in field.choices]
    near = get_close_matches(
        normalize_heading(text), [normalize_heading(choice) for choice in shown], n=1, cutoff=0.6
    )
    right = next((choice for choice in shown if near and normalize_heading(choice) == near[0]), None)
    advice = (
        Message("Did you mean “{name}”?", name=right)
        if right
        else Message("Use one of: {choices}.", choices=join_messages(", ", shown))
    )
    return _build_problem(field, text, Message("“{text}” is none of the choices.", text=text), advice)


def check_value(field: Field, text: str, value: Any, typing_context: TypingContext) -> CellProblem | None:
    """Check a parsed value for sign, scale and currency; return the problem or None."""
    if field.kind == "money":
        problem = _currency_problem(field, text, typing_context.currency)
        if problem:
            return problem
    if (
        field.name == "rating"
        and value is not None
        and (value < 1 or (value > 5 and field == PARTNERSHIP_RATING))
    ):
        return _build_problem(
            field,
            text,
            Message("“{text}” is outside the scale.", text=text),
            Message("Ratings run from 1 to 5."),
        )
    is_amount = field.kind in ("number", "money") and isinstance(value, float)
    if is_amount and value < 0 and field.name not in NEGATIVE_FIELDS:
        return _build_problem(
            field,
            text,
            Message("“{text}” is below zero.", text=text),
            Message("Leave the cell empty if it is not known."),
        )
    return None


def _currency_problem(field: Field, text: str, currency: str) -> CellProblem | None:
    """Reject an amount in another currency: amounts are never converted."""
    named = find_currency(text)
    if not named or is_same_currency(named, currency):
        return None
    if not currency:
        return _build_problem(
            field,
            text,
            Message("“{text}” names a currency, and none is set yet.", text=text),
            Message(
                "Set the currency under Settings ({currency}?), or type the number alone.", currency=named
            ),
        )
    return _build_problem(
        field,
        text,
        Message(
            "“{text}” is in {named}, and everything here is counted in {currency}.",
            text=text,
            named=named,
            currency=currency,
        ),
        Message("Convert it, and type the amount in {currency}.", currency=currency),
    )


def unknown_metric_problem(field: Field, text: str, typing_context: TypingContext) -> CellProblem:
    """Build the problem for an unknown metric, suggesting the closest name."""
    names = {normalize_heading(name): name for name in typing_context.metrics}
    near = get_close_matches(normalize_heading(text), list(names), n=1, cutoff=0.5)
    advice = (
        Message("Did you mean “{name}”?", name=names[near[0]])
        if near
        else Message("The page “Help & definitions” lists them all.")
    )
    return _build_problem(field, text, Message("there is no metric “{text}”.", text=text), advice)


def check_required(
    table: str, values: Mapping[str, Any], problems: Sequence[CellProblem]
) -> list[CellProblem]:
    """Return a problem for each required field that is empty and not yet rejected."""
    reported = {problem.field for problem in problems}
    return [
        _build_problem(
            field,
            "",
            Message("this must be filled."),
            Message("For example: {example}", example=field.example),
        )
        for field in SCHEMA[table].typed_fields
        if field.is_required and values.get(field.name) is None and field.name not in reported
    ]


def check_contradictions(
    table: str, typed: Mapping[str, str], values: Mapping[str, Any], typing_context: TypingContext
) -> list[CellProblem]:
    """Return the contradictions between fields of one row, each at a typed field."""
    problems = [_check_field_order(table, typed, values, pair) for pair in ORDERED_FIELDS]
    if table == "sessions" and values.get("status") == "cancelled" and values.get("attended"):
        problems.append(
            _problem_at(
                table,
                "attended",
                typed,
                Message("a cancelled session counts no one."),
                Message("Clear the number, or say that the session was held."),
            )
        )
    if table == "criteria":
        problems += _check_criterion_band(typed, values, typing_context)
    if table == "outcomes":
        problems.append(_check_rating_scale(typed, values))
    return [problem for problem in problems if problem is not None]


def _check_rating_scale(typed: Mapping[str, str], values: Mapping[str, Any]) -> CellProblem | None:
    """Check a rating against the highest possible rating of its row, 5 by default.

    With scores in the row, that column is the maximum of the test, so the rating runs to 5.
    """
    scored = values.get("before") is not None or values.get("after") is not None
    if (values.get("rating") or 0) <= ((not scored and values.get("scale_max")) or 5):
        return None
    return _problem_at(
        "outcomes",
        "rating",
        typed,
        Message("“{text}” is outside the scale.", text=typed.get("rating", "")),
        Message("Ratings run from 1 to 5, or to the highest possible score."),
    )


def _check_field_order(
    table: str, typed: Mapping[str, str], values: Mapping[str, Any], pair: tuple[str, str]
) -> CellProblem | None:
    low, high = (values.get(name) for name in pair)
    if low is None or high is None or low <= high:
        return None
    labels = [Message(SCHEMA[table].field(name).label) for name in pair]
    name = pair[0] if pair[0] in typed else pair[1]
    return _problem_at(
        table,
        name,
        typed,
        Message("“{lower}” is more than “{upper}”.", lower=labels[0], upper=labels[1]),
        Message("Change one of them."),
    )


def _check_criterion_band(
    typed: Mapping[str, str], values: Mapping[str, Any], typing_context: TypingContext
) -> list[CellProblem | None]:
    """Check the band of a criterion: at least one limit, and % only for metrics that are shares."""
    if all(values.get(name) is None for name in BAND_FIELDS):
        return [
            _problem_at(
                "criteria",
                "low",
                typed,
                Message("a criterion needs a floor, an ideal or a ceiling."),
                Message("Fill one of them."),
            )
        ]
    about = typing_context.find_metric(str(values.get("metric_id")))
    problems: list[CellProblem | None] = []
    for name in SHARES if about else ():
        text, value, share = typed.get(name, ""), values.get(name), about is not None and about[1] == "share"
        if share and value is not None and abs(value) > 1 and text and not text.rstrip().endswith("%"):
            problems.append(
                _problem_at(
                    "criteria", name, typed, Message("this metric is a share."), Message("Write 75% or 0.75.")
                )
            )
        if not share and text.rstrip().endswith("%"):
            problems.append(
                _problem_at(
                    "criteria",
                    name,
                    typed,
                    Message("this metric is not a share."),
                    Message("Write a number without %."),
                )
            )
    return problems


def _problem_at(table: str, name: str, typed: Mapping[str, str], why: Message, right: Message) -> CellProblem:
    return _build_problem(SCHEMA[table].field(name), typed.get(name, ""), why, right)


def _build_problem(field: Field, text: str, why: Message, right: Message) -> CellProblem:
    return CellProblem(field.name, field.label, text, why, right)


#: Tables that can be typed row by row; participation comes from sheets only, and settings have their own
#: form.
TYPED_TABLES = tuple(table.name for table in SHEET_TABLES if table.name not in ("participation", "settings"))
#: Sheet name in the issues of typed rows.
RECORDS = "Records"


@dataclass(frozen=True)
class RejectedRow:
    """Typed row that was rejected.

    Attributes
    ----------
    position : int
        0-based position among the rows passed in.
    typed : mapping of str to str
        Text as typed, by field.
    problems : tuple of CellProblem
        All problems found in the row.
    """

    position: int
    typed: Mapping[str, str]
    problems: tuple[CellProblem, ...]

    @property
    def message(self) -> Message:
        """Problems of the row, joined into one text."""
        return join_messages(" ", [problem.message for problem in self.problems])


@dataclass(frozen=True)
class TypedRowsResult:
    """Result of reading typed rows.

    Attributes
    ----------
    accepted : tuple of mapping
        Parsed rows, with the fields of the table.
    rejected : tuple of RejectedRow
        Rows that were not accepted.
    issues : tuple of Issue
        Issues in the accepted rows, where a value differs from what was typed.
    """

    accepted: tuple[Mapping[str, Any], ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass
class _Row:
    """Row being read: its values, problems and issues."""

    values: dict[str, Any]
    problems: list[CellProblem]
    issues: list[Issue]


def read_typed_rows(
    table: str, rows: Iterable[Mapping[str, str | None]], typing_context: TypingContext
) -> TypedRowsResult:
    """Read new rows of a table; rows without a filled cell are ignored.

    Parameters
    ----------
    table : str
        One of `TYPED_TABLES`.
    rows : iterable of mapping
        Text as typed, by field; missing fields are blank. Persons are replaced by pseudonyms.
    typing_context : Known
        Pseudonym key, currency and metrics of the workspace.

    Returns
    -------
    TypedRowsResult
        Accepted rows, rejected rows with their problems, and issues.

    Raises
    ------
    UnknownNameError
        If the table cannot be typed into, or a field does not exist.
    """
    accepted, rejected, log = [], [], IssueLog(RECORDS)
    for index, typed in enumerate(_filled_fields(table, row) for row in rows):
        if not typed:
            continue
        row = _read_row(table, typed, typing_context)
        row.problems += check_required(table, row.values, row.problems)
        problems = row.problems or check_contradictions(table, typed, row.values, typing_context)
        if problems:
            rejected.append(RejectedRow(index, typed, tuple(problems)))
        else:
            accepted.append(_apply_defaults(table, typed, row.values))
            _add_issues(log, row.issues)
    return TypedRowsResult(tuple(accepted), tuple(rejected), tuple(log.issues()))


def read_row_change(
    table: str, typed: Mapping[str, str | None], current: Mapping[str, Any], typing_context: TypingContext
) -> TypedRowsResult:
    """Read new texts for some fields of an existing row; a blank text makes its field unknown.

    Parameters
    ----------
    table : str
        One of `TYPED_TABLES`.
    typed : mapping of str to str or None
        New text by field, for the fields to change.
    current : mapping of str to Any
        Current values of the whole row, used to check for contradictions.
    typing_context : Known
        Pseudonym key, currency and metrics of the workspace.

    Returns
    -------
    TypedRowsResult
        One accepted row with the changed fields only, or one rejected row.

    Raises
    ------
    UnknownNameError
        If the table cannot be typed into, or a field does not exist.
    """
    filled = _filled_fields(table, typed)
    row = _read_row(table, filled, typing_context)
    changed = {name: None for name in typed if name not in filled} | row.values
    whole = {**current, **changed}
    row.problems += [
        problem for problem in check_required(table, whole, row.problems) if problem.field in typed
    ]
    problems = row.problems or check_contradictions(table, filled, whole, typing_context)
    if problems:
        return TypedRowsResult(rejected=(RejectedRow(0, filled, tuple(problems)),))
    log = IssueLog(RECORDS)
    _add_issues(log, row.issues)
    return TypedRowsResult((changed,), (), tuple(log.issues()))


def format_typed_value(field: Field, row: Mapping[str, Any]) -> str:
    """Format a field of a recorded row as text that parses to the same value.

    Parameters
    ----------
    field : Field
        Field of the table.
    row : mapping of str to Any
        Recorded row.

    Returns
    -------
    str
        Text for the form; blank when the value is unknown, and for persons, whose pseudonyms cannot be typed.
    """
    value = row.get(field.name)
    if value is None or value != value or field.name.endswith("_key"):
        return ""
    if isinstance(value, date | datetime):
        precision = row.get("date_precision") if field.name == "date" else ""
        return f"{value:%Y-%m}" if precision == "month" else f"{value:%Y-%m-%d}"
    if field.kind == "time":
        return f"{int(value) // 60:02d}:{int(value) % 60:02d}"
    if field.kind in ("count", "number", "money"):
        before = (
            "at least "
            if _is_flag_set(row, field, "at_least")
            else "about "
            if _is_flag_set(row, field, "is_estimate")
            else ""
        )
        return f"{before}{float(value):.15g}"
    return str(value)


def _is_flag_set(row: Mapping[str, Any], field: Field, flag: str) -> bool:
    value = row.get(f"{field.name}_{flag}")
    return value is not None and value == value and bool(value)


def _filled_fields(table: str, row: Mapping[str, str | None]) -> dict[str, str]:
    if table not in TYPED_TABLES:
        raise unknown_name_error("table to type into", table, TYPED_TABLES)
    names = [field.name for field in SCHEMA[table].typed_fields]
    for name in row:
        if name not in names:
            raise unknown_name_error("field", name, names)
    return {name: text for name, text in row.items() if text is not None and clean_spaces(text)}


def _read_row(table: str, typed: Mapping[str, str], typing_context: TypingContext) -> _Row:
    row = _Row({}, [], [])
    for name, text in typed.items():
        field = SCHEMA[table].field(name)
        if name == "metric_id" and typing_context.metrics:
            _read_metric(row, field, text, typing_context)
            continue
        log = IssueLog(RECORDS)
        columns = read_field_column(
            table,
            name,
            _one_cell_column(field, text),
            ParseContext(merge_sheet_answers({}, ""), log, from_csv=True),
            typing_context.key,
        )
        problem = problem_from_issues(field, text, log.issues()) or check_value(
            field, text, columns[name][0], typing_context
        )
        row.problems += [problem] if problem else []
        row.issues += log.issues()
        row.values |= {part: column[0] for part, column in columns.items()}
    return row


def _read_metric(row: _Row, field: Field, text: str, typing_context: TypingContext) -> None:
    about = typing_context.find_metric(text)
    row.problems += [] if about else [unknown_metric_problem(field, text, typing_context)]
    row.values[field.name] = about[0] if about else None


def _apply_defaults(table: str, typed: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Fill the fields that were not typed with the defaults of the template.

    A typed field that was read as unknown stays unknown.
    """
    blank = fill_blank_cells(table, {}, None, 1)
    return {name: column[0] for name, column in blank.items() if name not in typed} | dict(values)


def _one_cell_column(field: Field, text: str) -> Column:
    """Wrap a text in a one-cell column, so that other rows do not affect how it is parsed."""
    return Column(field.label, 1, np.array([1]), np.array([0]), [clean_spaces(text)])


def _add_issues(log: IssueLog, issues: Sequence[Issue]) -> None:
    for issue in issues:
        log.add(issue.code, heading=issue.heading, value=issue.value, message=issue.message)
