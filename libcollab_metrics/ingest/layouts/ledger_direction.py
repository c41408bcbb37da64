"""Direction of the amounts of a ledger: what says that all of them were spent, or that all were received."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.tables.cash_sides import find_money_section, speaks_of_things
from libcollab_metrics.ingest.tables.column_roles import ledger_role
from libcollab_metrics.ingest.tables.gift_columns import is_titled_donations
from libcollab_metrics.ingest.tables.heading import sheet_title
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.tables.sum_rows import is_period
from libcollab_metrics.ingest.values.columns import ParseContext
from libcollab_metrics.ingest.values.lexicon import word_list
from libcollab_metrics.ingest.values.table import EncodedValues, mask_value
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import clean_spaces, has_phrase, normalize_heading
from libcollab_metrics.model.schema import LIBRARY

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Roles of the columns that say where the money of a list came from, and to whom it went.
SOURCE_ROLES, PAYEE_ROLES = ("giver",), ("taker",)
#: Roles of the columns of a list that also has things.
THING_ROLES = ("kind", "quantity", "unit_value")
#: Roles of the day of a gift.
DAY_ROLES = ("day", "date", "ledger_date")
#: Share of the rows of a list of costs that have their day.
MOST_DATED = 0.8
#: The amount that was there to spend, in a title: "budget from Friends: $1,000".
_BUDGET_LINE = re.compile(r"\b(?:budget|presupuesto|badyet)\b[^:=\d]*[:=]?\s*[₱$€£]?\s*\d[\d.,]*")


def find_direction(body: SheetRows, amount_column: int) -> tuple[str, str]:
    """Return the status of all amounts of a list and what says so; two empty texts if nothing does.

    The title, the heading of the amounts or the label of their total speaks of expenses or of income, or
    each amount has a payee and a receipt. A word for plans or pledges in the title or a heading denies it.

    Parameters
    ----------
    body : SheetRows
        Rows of the list.
    amount_column : int
        Number of the column of the amounts.

    Returns
    -------
    status : str
        "spent", "received" or "".
    evidence : str
        What says so.
    """
    title = _BUDGET_LINE.sub("", sheet_title(body.grid.cells, body.grid.header))
    headings = {heading.column: normalize_heading(heading.text) for heading in body.grid.headings}
    totals = " ".join(normalize_heading(body.label(index)) for index in body.totals)
    lines = word_list("spending", "lines")
    texts = (title, *(text for text in headings.values() if text not in lines))
    if section := _find_section(body, " ".join([title, *map(normalize_heading, body.grid.cells.titles)])):
        return section, Message("the label above the table is that of one side of an account")
    if is_titled_in_kind(title) and not _names_only_takers(body):
        return "received", Message("the title is that of what was given in kind")
    spent = _find_spending(title, headings, amount_column, totals, _roles(body)) or _find_dated(body, title)
    received = _find_income(title, headings, amount_column, totals, _roles(body))
    received = received or _find_dated_donations(body, title)
    if spent and not _have_word(texts, (*word_list("gifts"), *word_list("spending", "others"))):
        return ("", "") if received else ("spent", spent)
    if received and not spent and not _have_word(texts, word_list("income", "others")):
        return "received", received
    return "", ""


def _find_section(body: SheetRows, title: str) -> str:
    """Return the status of a table labelled as one side of an account; else "".

    The title names both sides, or is that of a cash book or of a liquidation, which begins with what came in.
    """
    sides = (word_list("money_sections", "income"), word_list("money_sections", "expenses"))
    incoming = [*sides[0], *word_list("money_sections", "gifts")]
    outgoing = [*sides[1], *word_list("money_sections", "next_to_income"), *word_list("spending", "titles")]
    is_account = has_word(title, word_list("cash_book", "books")) or _is_bare_section(body)
    if not is_account and not (has_word(title, incoming) and has_word(title, outgoing)):
        return ""
    section = find_money_section(body.grid.cells, body.grid.top, body.grid.header)
    return {"income": "received", "expenses": "spent"}.get(section, "")


def _is_bare_section(body: SheetRows) -> bool:
    """Return whether the label above the headings is nothing but the name of a section: "SALIDAS".

    "Receipts" may also be the slips of what was paid.
    """
    words = {word for word in _words(_find_label(body)) if len(word) > 1}
    sections = [set(word_list("money_sections", key)) - {"receipts"} for key in ("income", "expenses")]
    return bool(words) and any(words <= section for section in sections)


def _find_label(body: SheetRows) -> str:
    """Return the first text of the line directly above the headings."""
    index = body.grid.top - 1 if body.grid.top == body.grid.header else body.grid.top
    return next((cell for cell in body.grid.cells.rows[max(index, 0)] if isinstance(cell, str)), "")


def lists_gifts(body: SheetRows, amount_column: int) -> bool:
    """Return whether the title or headings speak of gifts or donors, and of nothing promised or spent.

    So does a day of receipt next to a column of givers, and a label such as "IN KIND (delivered)". A title
    needs such a column, or says "in kind".
    """
    label = _find_label(body)
    if says_in_kind(normalize_heading(label)) and _words(label) & set(word_list("gifts", "receipts")):
        return True
    words = {
        heading.column: _words(heading.text)
        for heading in body.grid.headings
        if ledger_role(heading) != "unit_value"  # "unit cost" of a gift in kind
    }
    gifts = {*word_list("gifts"), *word_list("gifts", "contributions")}
    spoken_of = set().union(*words.values())
    text = sheet_title(body.grid.cells, body.grid.header)
    title, above = _words(text), _words(" ".join(body.grid.cells.titles))
    if is_titled_in_kind(text) and not _names_only_takers(body):
        return True
    is_in_kind = says_in_kind(text) and bool(title & gifts)
    if (title | above) & gifts and ("giver" in _roles(body) or is_in_kind):
        spoken_of |= title | above
    not_received = set(word_list("gifts", "not_received"))
    if spoken_of & not_received or (says_in_kind(text) and title & not_received):
        return False
    planned = words.get(amount_column, set()) & set(word_list("not_counted"))
    is_of_gifts = "giver" in _roles(body) and not title & not_received
    return not planned and ((is_of_gifts and has_day_of_receipt(body)) or bool(spoken_of & gifts))


def names_own_fund(note: str | None) -> bool:
    """Return whether a line of income speaks of the library's own money, which replenishes petty cash.

    Examples
    --------
    >>> names_own_fund("Replenishment - Treasurer's Office"), names_own_fund("Fondo inicial")
    (True, True)
    >>> names_own_fund("Fundraiser"), names_own_fund(None)
    (False, False)
    """
    return bool(note) and has_phrase(str(note), word_list("own_funds"))


def says_own_money(note: str | None) -> bool:
    """Return whether a remark says that money is the library's own, and no gift.

    Examples
    --------
    >>> says_own_money("sariling pondo natin, di solicit"), says_own_money("own delivery")
    (True, False)
    """
    return bool(note) and has_phrase(str(note), word_list("own_funds", "remarks"))


def name_library(
    giver: EncodedValues,
    notes: EncodedValues,
    is_received: NDArray[np.bool_],
    column: int,
    body: SheetRows,
    context: ParseContext,
    *,
    is_cash_book: bool,
) -> EncodedValues:
    """Return the givers with the library where the line says that the money is its own; report it.

    In a cash book, petty cash without a giver is replenished by the library. Elsewhere, a remark says so.
    """
    own = notes.where(says_own_money) & is_received
    replenished = notes.where(names_own_fund) & is_received & ~giver.known & ~own & is_cash_book
    for rows, message in (
        (replenished, Message("petty cash was replenished: read as the library's own money")),
        (own, Message("a remark says that it is the library's own money: read as given by the library")),
    ):
        context.log.add_rows(
            "choice-assumed", body.excel_rows[rows], column, heading=Message("From"), message=message
        )
    return mask_value(own | replenished, LIBRARY).fill_unknown(giver)


def has_day_of_receipt(body: SheetRows) -> bool:
    """Return whether a heading such as "Date received" gives the day on which each amount came."""
    receipts = set(word_list("gifts", "receipts"))
    days = [heading for heading in body.grid.headings if ledger_role(heading) in DAY_ROLES]
    return any(receipts & _words(re.sub("['’]", "", heading.text)) for heading in days)  # "Date rec'd"


def _names_only_takers(body: SheetRows) -> bool:
    """Return whether a column says who received each amount, and none who gave it."""
    roles = _roles(body)
    return bool(roles & set(PAYEE_ROLES)) and not roles & set(SOURCE_ROLES)


def is_titled_in_kind(title: str) -> bool:
    """Return whether a normalized title says that all below it was given in kind, not wanted or planned.

    Examples
    --------
    >>> [is_titled_in_kind(text) for text in ("in kind", "in-kind wanted", "cash and in kind")]
    [True, False, False]
    >>> is_titled_in_kind("in kind given out to schools")
    False
    """
    others = {
        *word_list("gifts", "not_received"),
        *word_list("gifts", "given_out"),
        *word_list("not_counted"),
    }
    is_named = has_word(title, word_list("gifts", "named_in_kind"))
    return is_named and says_in_kind(title) and not _words(title) & others


def says_in_kind(title: str) -> bool:
    """Return whether a normalized title says that gifts are things, and not that some are money.

    Examples
    --------
    >>> [says_in_kind(text) for text in ("in-kind match, no cash", "gifts (not cash)", "cash and in kind")]
    [True, True, False]
    """
    phrases = word_list("gifts", "titled")
    found = [phrase for phrase in phrases if phrase in title]
    rest = re.sub("|".join(map(re.escape, sorted(found, key=len, reverse=True))), " ", title)
    denied = re.sub(r"\b(?:no|sin|walang)\s+\w+", " ", rest)
    return bool(found) and not _words(denied) & set(word_list("gifts", "money"))


def find_giver_in_title(body: SheetRows) -> str:
    """Return the giver that a title names for all gifts: "Aportes de: Municipalidad"; "" if none does.

    Without a colon or a word such as "from", it is a giver only if the tab has its name: a title may also say
    what was given.
    """
    cells = body.grid.cells
    tab = normalize_heading(cells.name)
    for cell in (cell for row in cells.rows[: body.grid.top] for cell in row):
        match = _gifts_of_pattern().fullmatch(clean_spaces(cell)) if isinstance(cell, str) else None
        if match and (match[1] or normalize_heading(match[2]) == tab):
            return match[2]
    return ""


@cache
def _gifts_of_pattern() -> re.Pattern[str]:
    gifts = "|".join(map(re.escape, (*word_list("gifts"), *word_list("gifts", "in_kind"))))
    plainly = r"from:?|by:?|mula sa:?|mula kay:?|galing sa:?|galing kay:?|(?:of|de|del|de la|ng)\s*:"
    return re.compile(rf"(?:{gifts})\s+(?:({plainly})|of|de|del|de la|ng)\s+(.+)", re.IGNORECASE)


def lists_sales(body: SheetRows) -> bool:
    """Return whether the title speaks of sales, and no column names givers."""
    title = _words(sheet_title(body.grid.cells, body.grid.header))
    return bool(title & set(word_list("sales"))) and "giver" not in _roles(body)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", normalize_heading(text)))


def _roles(body: SheetRows) -> set[str]:
    return {ledger_role(heading, body.grid.layout) for heading in body.grid.headings}


def _find_spending(
    title: str, headings: dict[int, str], amount_column: int, totals: str, roles: set[str]
) -> str:
    """Return what says that all amounts were spent; "" if nothing does.

    "Payments" were made where a column names their payees or what was paid for, and the title or the amounts
    say that they were paid; they may have been received otherwise.
    """
    is_paid = "what" in roles and has_word(headings.get(amount_column, ""), word_list("spending", "paid"))
    are_payments = (roles & set(PAYEE_ROLES) or is_paid) and not roles & set(SOURCE_ROLES)
    words = (*word_list("spending", "titles"), *word_list("spending", "paid_to"))
    words += word_list("spending", "payments") if are_payments else ()
    if has_word(title, words):
        return Message("the title is that of a list of what was spent")
    if has_word(headings.get(amount_column, ""), word_list("spending", "amounts")):
        return Message("the heading of the amounts speaks of expenses")
    if has_word(totals, word_list("spending", "amounts")):
        return Message("the label of the total speaks of expenses")
    has_payees = _have_word(headings.values(), word_list("spending", "suppliers"))
    if has_payees and _have_word((title, *headings.values()), word_list("spending", "receipts")):
        return Message("the amounts have payees and receipts")
    return ""


def _find_dated(body: SheetRows, title: str) -> str:
    """Return what says that the dated lines of a list such as "Costs" or "Vouchers" were spent; else "".

    No column names a giver.
    """
    if set(SOURCE_ROLES) & _roles(body) or not has_word(title, word_list("spending", "dated")):
        return ""
    return Message("the title is that of a list of what was spent") if _has_days(body) else ""


def _find_dated_donations(body: SheetRows, title: str) -> str:
    """Return what says that the dated amounts of a list such as "Donations" were received; else "".

    No column names a payee or things, and no heading speaks of costs or promises.
    """
    if not is_titled_donations(title) or speaks_of_things(title, body.grid.headings):
        return ""
    words = set().union(*(_words(heading.text) for heading in body.grid.headings))
    if _roles(body) & {*PAYEE_ROLES, *THING_ROLES} or words & set(word_list("gifts", "not_received")):
        return ""
    if not _has_days(body):
        return ""
    return Message("the title is that of donations, and nearly every amount has its day")


def _has_days(body: SheetRows) -> bool:
    """Return whether nearly every row has its day."""
    dated = [h.column for h in body.grid.headings if ledger_role(h, body.grid.layout) in DAY_ROLES]
    is_dated = body.column_at(dated[0]).parse(is_period).where(bool) if dated else np.zeros(0)
    return bool(len(is_dated)) and bool(is_dated.mean() >= MOST_DATED)


def _find_income(
    title: str, headings: dict[int, str], amount_column: int, totals: str, roles: set[str]
) -> str:
    """Return what says that all amounts were received; "" if nothing does.

    "Receipts" are income where a column names their sources, and none a payee.
    """
    words = word_list("income", "titles")
    if has_word(title, words) or has_word(headings.get(amount_column, ""), words):
        return Message("the title or the heading of the amounts is that of what was received")
    if has_word(totals, word_list("income", "totals")):
        return Message("the label of the total speaks of income")
    is_income = has_word(title, ("receipts",)) and roles & set(SOURCE_ROLES) and not roles & set(PAYEE_ROLES)
    return Message("receipts with their sources are income") if is_income else ""


def has_word(text: str, words: Iterable[str]) -> bool:
    """Return whether a normalized text has one of these words or phrases."""
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)


def _have_word(texts: Iterable[str], words: Iterable[str]) -> bool:
    listed = tuple(words)
    return any(has_word(text, listed) for text in texts)
