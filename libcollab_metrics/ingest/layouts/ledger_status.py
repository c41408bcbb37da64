"""Status of each amount of a ledger: from a word in the sheet or an answer, else unclear and asked once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.base import ReadTask
from libcollab_metrics.ingest.layouts.ledger_direction import (
    find_direction,
    has_day_of_receipt,
    lists_gifts,
)
from libcollab_metrics.ingest.question_kinds import BY_SIGN, ask
from libcollab_metrics.ingest.tables.gift_columns import asks_receipt, read_receipt
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import CellIssue, Column, ParseContext, cell_text, report_issues
from libcollab_metrics.ingest.values.lexicon import known_words, months, word_list
from libcollab_metrics.ingest.values.marks import normalize_mark
from libcollab_metrics.ingest.values.table import EncodedValues, TableRows, mask_value
from libcollab_metrics.messages import Message, plural_message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import Question
from libcollab_metrics.model.schema import LEDGER_STATUSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

STATUS_OPTIONS = (
    ("received", Message("received: it is in hand")),
    ("spent", Message("spent: it was paid out")),
    ("pledged", Message("promised, not here yet")),
    ("budgeted", Message("planned, quoted or owed: nothing was paid yet")),
    ("unclear", Message("I do not know")),
)
SIGN_OPTION = Message("below zero: spent; others: received")
#: What sets a status apart from a remark on it.
_REMARK = re.compile(r"\s+[–—-]+\s+|\s*[,;:(–—]\s*")
#: Fewest letters of a word for a status inside a remark: "in" and "out" have other meanings there.
MIN_STATUS_WORD = 4
RESERVED_PARTIES = ("project", "library")


@dataclass(frozen=True)
class LedgerRules:
    """How the status and kind of an amount are found.

    Attributes
    ----------
    words : tuple of str
        Groups of known words, the first that knows a word deciding.
    assumed : str
        Status of a row without one; empty to ask.
    message : str
        Message of the rows whose status is assumed.
    kinds_in_words : bool
        Whether a kind is looked for in the words of the row ("two volunteers", "the hall").
    asked : tuple of str
        Statuses whose words are asked about: "paid" on a list of dues is money that came in.
    """

    words: tuple[str, ...] = ("ledger_status",)
    assumed: str = ""
    message: str = ""
    kinds_in_words: bool = False
    asked: tuple[str, ...] = ()

    @property
    def known(self) -> Mapping[str, str]:
        """Status by normalized word."""
        known: dict[str, str] = {}
        for group in reversed(self.words):
            known |= known_words(group)
        return {word: status for word, status in known.items() if status not in self.asked}


#: An ordinary ledger, where a blank status is asked about; and an agreement, whose rows are promises.
LEDGER_RULES = LedgerRules()
PROMISE_RULES = LedgerRules(
    ("promise_state", "ledger_status"),
    "pledged",
    Message("an agreement: read as promised"),
    kinds_in_words=True,
)


def read_statuses(
    column: Column | None, context: ParseContext, length: int, rules: LedgerRules = LEDGER_RULES
) -> EncodedValues:
    """Parse the status of each row; answers outrank known words; None for a blank.

    An unknown word is read as unclear, reported and asked about. Below a question such as "Received?", "No"
    is a promise.
    """
    if column is None:
        return EncodedValues.constant(None, length)
    answers, known = status_answers(context), rules.known
    statuses: list[str | None] = []
    cell_issues: list[CellIssue] = []
    for cell in column.distinct:
        text = cell_text(cell)
        status = answers.get(normalize_mark(text)) or _read_status(column, text, known)
        statuses.append(status or "unclear" if text else None)
        read = Message('"{value}" read as {choice}', value=text, choice=Message("unclear"))
        cell_issues.append(("choice-assumed", read) if text and status is None else None)
    report_issues(column, context, cell_issues)
    return EncodedValues(column.codes, statuses)


def _read_status(column: Column, text: str, known: Mapping[str, str]) -> str | None:
    """Return the status of a known word, or of an answer to "Received?"; None for other texts."""
    status = known.get(normalize_heading(text) or text) or _find_explained_status(text, known)
    status = status or _find_detailed_status(text, known)
    return status or (read_receipt(text) or None if asks_receipt(column.heading) else None)


def _find_explained_status(text: str, known: Mapping[str, str]) -> str | None:
    """Return the status before a remark that names no other one; None if there is no remark.

    Examples
    --------
    >>> known = {"pledged": "pledged", "received": "received"}
    >>> _find_explained_status("Pledged - not in yet", known), _find_explained_status("pledged", known)
    ('pledged', None)
    >>> _find_explained_status("pledged (received in May)", known) is None
    True
    """
    status, *remarks = _REMARK.split(text)
    words = normalize_heading(" ".join(remarks))
    named: set[str] = set()
    for word in sorted(known, key=len, reverse=True):  # "not paid" before "paid"
        if len(word) >= MIN_STATUS_WORD and word in words:
            words, found = re.subn(rf"\b{re.escape(word)}\b", " ", words)
            named |= {known[word]} if found else set()
    own = known.get(normalize_heading(status))
    return own if remarks and named <= {own} else None


def _find_detailed_status(text: str, known: Mapping[str, str]) -> str | None:
    """Return the status before nothing but a day, a number and how it was paid; None for other texts.

    Examples
    --------
    >>> known = {"paid": "spent", "received": "received"}
    >>> _find_detailed_status("Paid ck 1041", known), _find_detailed_status("received 2 Feb 26", known)
    ('spent', 'received')
    >>> _find_detailed_status("paid half", known) is None
    True
    >>> _find_detailed_status("GCash, received", known)
    'received'
    """
    *paid_by, last = (normalize_heading(part) for part in text.split(","))
    if paid_by and {word for part in paid_by for word in part.split()} <= set(word_list("status_details")):
        return known.get(last)
    first, *words = re.findall(r"[^\W\d_]+|\d+", normalize_heading(text)) or [""]
    details = {*word_list("status_details"), *months()}
    return known.get(first) if words and all(w.isdecimal() or w in details for w in words) else None


def status_answers(context: ParseContext) -> Mapping[str, str]:
    """Return the answers about ledger status words, without those about attendance marks."""
    answers = context.answers.get("marks", {})
    return {normalize_mark(word): status for word, status in answers.items() if status in LEDGER_STATUSES}


def fill_blank_statuses(
    statuses: EncodedValues,
    parties: tuple[EncodedValues, EncodedValues],
    has_amount: NDArray[np.bool_],
    column: Column | int,
    body: SheetRows,
    context: ParseContext,
    rules: LedgerRules = LEDGER_RULES,
    *,
    is_given: NDArray[np.bool_],
) -> tuple[EncodedValues, NDArray[np.bool_]]:
    """Fill in blank statuses, and return the rows that need a question.

    Without a status column, an amount from a payer to an outside payee or on a list of expenses was spent,
    and one from a donor on a list of gifts was received. An answer about blanks outranks that.

    Parameters
    ----------
    statuses : EncodedValues
        Status of each row, None for a blank.
    parties : tuple of EncodedValues
        Giver and receiver of each row.
    has_amount : ndarray of bool
        Rows with an amount or a quantity; the others are not asked about.
    column : Column or int
        The status column, else the number of the amount column.
    body : SheetRows
        Rows used.
    context : ParseContext
        Answers and issue log.
    rules : LedgerRules
        Known words, and the status assumed for a blank.
    is_given : ndarray of bool
        Rows whose amount is the value of what was given in kind, and not spent.

    Returns
    -------
    statuses : EncodedValues
        Status of each row, "unclear" where nothing decides it.
    open_rows : ndarray of bool
        Rows to ask about: unclear ones, and gifts assumed to be received.
    """
    blank, answer = ~statuses.known & has_amount, status_answers(context).get("")
    if rules.assumed and not answer:
        where = (column, Message("Status")) if isinstance(column, int) else (column.number, column.heading)
        rows = body.excel_rows[~statuses.known]
        context.log.add_rows("choice-assumed", rows, where[0], heading=where[1], message=rules.message)
        answer = rules.assumed
    if answer:
        return statuses.fill_unknown(EncodedValues.constant(answer, len(statuses))), np.zeros(
            len(statuses), dtype=bool
        )
    is_income = np.zeros(len(statuses), dtype=bool)
    if isinstance(column, int):
        statuses, is_income = _assume_statuses(
            statuses, parties, has_amount, column, body, context, is_given=is_given
        )
    unclear = ~statuses.known & has_amount
    where = (column, Message("Status")) if isinstance(column, int) else (column.number, column.heading)
    context.log.add_rows(
        "choice-assumed",
        body.excel_rows[unclear],
        where[0],
        heading=where[1],
        message=Message("nothing says what became of it: read as unclear"),
    )
    open_rows = blank & ~is_income & ~statuses.where(lambda status: status == "spent")
    return statuses.fill_unknown(EncodedValues.constant("unclear", len(statuses))), open_rows


def _assume_statuses(
    statuses: EncodedValues,
    parties: tuple[EncodedValues, EncodedValues],
    has_amount: NDArray[np.bool_],
    column: int,
    body: SheetRows,
    context: ParseContext,
    *,
    is_given: NDArray[np.bool_],
) -> tuple[EncodedValues, NDArray[np.bool_]]:
    """Fill in statuses that the parties decide, and report them at the amount column.

    The title or a heading may say that all amounts are income, or when each gift came; then their rows are
    returned too. On a list of what was spent, the things that were given in kind were received.
    """
    giver, taker = parties
    blank = ~statuses.known & has_amount & giver.known
    outside = taker.where(lambda name: bool(name) and name not in RESERVED_PARTIES)
    gifts = ~taker.known & lists_gifts(body, column)
    direction, evidence = find_direction(body, column)
    decided = ~statuses.known & has_amount & bool(direction)
    given = decided & is_given & (direction == "spent")
    read = Message("received") if direction == "received" else Message("spent")
    for rows, status, message in (
        (blank & outside, "spent", Message("from a payer to a payee outside: read as spent")),
        (blank & gifts, "received", Message("a list of gifts by donor: read as received")),
        (given, "received", Message("the value of what was given in kind: read as received")),
        (
            decided & ~given,
            direction,
            Message("{evidence}: read as {choice}", evidence=evidence, choice=read),
        ),
    ):
        context.log.add_rows(
            "choice-assumed", body.excel_rows[rows], column, heading=Message("Status"), message=message
        )
        statuses = statuses.fill_unknown(mask_value(rows, status))
    received = (blank & gifts) if has_day_of_receipt(body) else np.zeros(len(statuses), dtype=bool)
    return statuses, given | received | (decided & (direction == "received"))


def status_questions(
    sheet: str,
    column: Column | None,
    open_rows: NDArray[np.bool_],
    context: ParseContext,
    assumed: str = "unclear",
    rules: LedgerRules = LEDGER_RULES,
    *,
    has_signs: bool = False,
) -> tuple[Question, ...]:
    """Ask one question per unknown status word, and one about the rows without a status.

    `assumed` is the status that all rows without one were given, and `has_signs` is whether some amounts are
    below zero and others are not, as in an account.
    """
    questions = []
    counts: Counter[str] = Counter()
    for text, times in _unknown_words(column, rules.known).items():
        if normalize_mark(text) not in status_answers(context):
            counts[text] += times
    for text, times in counts.items():
        asked = Message(
            'The status is "{status}" in {rows}. What became of these amounts?',
            status=text,
            rows=_row_count_text(times),
        )
        questions.append(_ask_status(sheet, normalize_mark(text), asked))
    if open_rows.any():
        asked = Message(
            "Nothing says what became of the amounts in {rows}. Were they spent or received?",
            rows=_row_count_text(int(open_rows.sum())),
        )
        questions.append(_ask_status(sheet, "", asked, assumed, has_signs=has_signs))
    return tuple(questions)


def _ask_status(
    sheet: str, word: str, text: str, assumed: str = "unclear", *, has_signs: bool = False
) -> Question:
    options = ((BY_SIGN, SIGN_OPTION), *STATUS_OPTIONS) if has_signs else STATUS_OPTIONS
    likely = BY_SIGN if has_signs else ""
    return ask("marks", sheet, entry=word, text=text, options=options, default=assumed, likely=likely)


def goes_by_sign(context: ParseContext) -> bool:
    """Return whether the user answered that amounts below zero were spent, and others received."""
    return bool(context.answers.get("marks", {}).get("") == BY_SIGN)


def _unknown_words(column: Column | None, known: Mapping[str, str]) -> dict[str, int]:
    if column is None:
        return {}
    often = np.bincount(column.codes, minlength=len(column.distinct)).tolist()
    texts = column.cell_texts
    return {
        t: n for t, n in zip(texts, often, strict=True) if t and n and _read_status(column, t, known) is None
    }


def _row_count_text(count: int) -> Message:
    return plural_message(count, "{count} row", "{count} rows")


def find_pledged_rows(body: SheetRows, task: ReadTask) -> list[int]:
    """Return the rows without a day in which a cell begins with "pledge" or "promised"; report them.

    A column of statuses says so by itself, and a pledge that came says that too: "pledge paid".
    """
    by_field = {mapped.field: mapped for mapped in task.mapping}
    if "ledger.status" in by_field or "ledger.date" not in by_field:
        return []
    is_dated = (
        body.column(by_field["ledger.date"]).parse_text(lambda text: re.search(r"\d", text)).where(bool)
    )
    pledges, came = (set(word_list("promised_amounts", key)) for key in ("pledges", "received"))
    is_pledged = np.zeros(len(body.used), dtype=bool)
    for mapped in task.mapping:
        if mapped.field in ("", "ledger.note"):
            says_so = body.column(mapped).parse_text(lambda text: _says_pledged(text, pledges, came))
            is_pledged |= says_so.where(bool)
    is_pledged &= ~is_dated
    message = Message("promised, and without a day: read as pledged")
    task.context.log.add_rows(
        "choice-assumed",
        body.excel_rows[is_pledged],
        by_field["ledger.date"].column,
        heading=by_field["ledger.date"].heading,
        message=message,
    )
    return [int(index) for index in body.used[is_pledged]]


def _says_pledged(text: str, pledges: set[str], came: set[str]) -> bool:
    words = re.findall(r"[^\W\d_]+", normalize_heading(text))
    return bool(words) and words[0] in pledges and not came & set(words)


def mark_pledged(rows: TableRows, pledged: set[int]) -> TableRows:
    """Return ledger rows with those of given Excel rows as pledged, where they were read as received.

    An amount in brackets, as what is not counted, is a promise of that much.
    """
    status = rows.column("status")
    is_pledged = rows.column("row").where(lambda row: row in pledged)
    is_pledged &= status.where(lambda own: own in ("received", "unclear"))
    if not is_pledged.any():
        return rows
    codes = np.where(is_pledged, len(status.values), status.codes)
    values, shown = rows.column("value"), len(rows.column("value").values)
    promised = [None if value is None else abs(value) for value in values.values]
    value_codes = np.where(is_pledged, values.codes + shown, values.codes)
    amounts = EncodedValues(value_codes, [*values.values, *promised])
    changed = {"status": EncodedValues(codes, [*status.values, "pledged"]), "value": amounts}
    return TableRows(rows.columns | changed, len(rows))


def mark_unpaid(rows: TableRows, pending: set[int]) -> TableRows:
    """Return ledger rows with those of pending amounts as unclear, where they were read as spent."""
    is_open = rows.column("row").where(pending.__contains__)
    is_open &= rows.column("status").where(lambda status: status == "spent")
    statuses = mask_value(is_open, "unclear").fill_unknown(rows.column("status"))
    return TableRows(rows.columns | {"status": statuses}, len(rows))
