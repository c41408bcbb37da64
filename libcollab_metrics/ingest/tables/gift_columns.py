"""Columns of a list of gifts: number × value of each, what was promised and received, and who gave."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.files.cells import SheetCells
from libcollab_metrics.ingest.tables.amounts import read_amounts
from libcollab_metrics.ingest.tables.cash_sides import speaks_of_things
from libcollab_metrics.ingest.tables.counted_people import is_open
from libcollab_metrics.ingest.tables.heading import has_total_word, sheet_title
from libcollab_metrics.ingest.values.columns import cell_text, find_kind_in_words
from libcollab_metrics.ingest.values.currencies import find_heading_currency
from libcollab_metrics.ingest.values.lexicon import HeadingEntry, known_headings, known_words, word_list
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile
    from libcollab_metrics.ingest.tables.heading import Heading

#: Share of numbers in a column that is multiplied, and most columns that are tried.
MOST_NUMBERS, MAX_COLUMNS = 0.8, 6
#: Share of numbers in a column of the values of gifts in kind: others may be TBD.
HALF = 0.5
#: Fewest rows that must be products, and largest difference from rounding.
MIN_PRODUCTS, MAX_ROUNDING = 3, 0.01
#: Largest share of the pledges that are not paid in full and have no amount in the column of what is missing.
MOST_NOT_OWED = 0.34
#: Fewest columns of the installments of a pledge.
MIN_INSTALLMENTS = 2
#: Share of words in a column of businesses.
MOST_WORDS = 0.8
#: Roles of amounts of gifts, and of the parties to them, in the vocabulary of ledgers.
AMOUNT_ROLES, PARTY_ROLES = {"amount", "estimate", "sum", "fund_in_kind"}, {"giver", "taker"}
QUANTITY = HeadingEntry("quantity", "ledger.quantity", False)
UNIT_VALUE = HeadingEntry("unit_value", "ledger.unit_value", False)
AMOUNT = HeadingEntry("amount", "ledger.value", False)
THING = HeadingEntry("what", "ledger.note", False)
PRODUCT = HeadingEntry("sum", "ledger.value", False)
PAID_IN = HeadingEntry("paid_in", "ledger.value", False)
PLEDGED = HeadingEntry("pledged", "ledger.value", False)
MISSING = HeadingEntry("missing", "check", False)
#: The letter for pesos behind a heading: "Pangako (P)".
_PESOS = re.compile(r"\([Pp]\)$")
#: Behind a yes or a no: "No – in October", "Yes (2 boxes)".
_END_OF_ANSWER = re.compile(r"\s*[,;(:]|\s+[–—-]")
IN_KIND = HeadingEntry("fund_in_kind", "ledger.value", False)
CASH = HeadingEntry("fund_cash", "ledger.value", False)
DONATED = HeadingEntry("donated", "ledger.value", False)
SPENT = HeadingEntry("spent", "ledger.value", False)
RECEIPT = HeadingEntry("state", "ledger.status", False)
GIVER = HeadingEntry("giver", "ledger.from_party", False)


def infer_gift_columns(
    headings: list[Heading],
    profiles: Mapping[int, ColumnProfile],
    cells: SheetCells,
    header: int,
    *,
    is_money: bool = False,
) -> list[Heading]:
    """Return the headings with the columns of a list of gifts that add up or multiply, and their givers.

    "How many" counts things, and no people, where the number times the value of each is the value. What was
    promised is what was received and what is missing; donors may give more. Below a title that speaks of
    gifts, and next to amounts, a column of businesses or people names the givers.

    Parameters
    ----------
    headings : list of Heading
        Headings of the table.
    profiles : mapping of int to ColumnProfile
        Profiles by column number.
    cells : SheetCells
        Cells of the table.
    header : int
        Index of the last header row.
    is_money : bool
        Whether the user said that the rows are pledges or payments: then words for things say what for.
    """
    table = (headings, profiles, cells, header)
    entries = _find_products(*table)
    known = known_headings("ledger")
    roles = {known[text].role for h in headings if (text := normalize_heading(h.text)) in known}
    entries |= _find_contributions(headings, profiles, has_amounts=bool(roles & AMOUNT_ROLES))
    if not entries and (promises := _find_promises(*table, is_money=is_money)):
        entries = promises | _find_businesses(headings, profiles)
    elif (
        _lists_gifts(headings, cells, header)
        and (entries or roles & AMOUNT_ROLES)
        and not roles & PARTY_ROLES
    ):
        entries |= _find_businesses(headings, profiles) or _find_people(headings, cells, header)
    money_and_things = _find_cash_next_to_kind(headings, profiles, has_giver="giver" in roles)
    entries |= money_and_things
    if (roles & {"giver", "fund_cash"} or PAID_IN in entries.values()) and not money_and_things:
        entries |= _find_gifts_in_kind(headings, profiles, next_to_money=PAID_IN in entries.values())
    if IN_KIND in entries.values():
        entries |= _find_things_in_kind(headings, profiles)
    if "giver" in roles or GIVER in entries.values():
        entries |= _find_receipts(headings, profiles)
    else:
        entries |= _find_donated_values(headings, profiles)
    return [
        replace(h, entry=entries[h.column], is_inferred=True) if h.column in entries else h for h in headings
    ]


def _find_contributions(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile], *, has_amounts: bool
) -> dict[int, HeadingEntry]:
    """Return the meaning of the only column headed as contributions, next to partners or businesses.

    Numbers are amounts. Words next to amounts say what was given; elsewhere, what a partner is good at.
    """
    words = set(word_list("gifts", "contributions"))
    around = {*words, *word_list("promised_amounts", "values"), *word_list("gifts", "around")}
    named = [h for h in headings if h.column in profiles and words & _words(h) and _words(h) <= around]
    is_by_partner = any(normalize_heading(h.text) in word_list("businesses") for h in headings)
    if len(named) != 1 or not is_by_partner:
        return {}
    profile = profiles[named[0].column]
    is_amount, is_thing = profile.numbers >= MOST_NUMBERS, has_amounts and profile.words >= MOST_WORDS
    return {named[0].column: AMOUNT if is_amount else THING} if is_amount or is_thing else {}


def _find_gifts_in_kind(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile], *, next_to_money: bool = False
) -> dict[int, HeadingEntry]:
    """Return the meaning of each column of numbers whose heading says that they were given in kind.

    Next to what was paid, that is also so of one that is called an amount.
    """
    return {
        h.column: IN_KIND
        for h in headings
        if h.column in profiles and _names_gifts_in_kind(h.text)
        if is_open(h) or (next_to_money and h.role == AMOUNT.role)
        if profiles[h.column].numbers >= HALF
    }


def _find_things_in_kind(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]
) -> dict[int, HeadingEntry]:
    """Return the columns of gifts in kind that have words, as what was given: their value is elsewhere.

    "In kind - ano" says so next to "In kind - value".
    """
    known = known_headings("ledger")
    return {
        h.column: THING
        for h in headings
        if h.column in profiles and profiles[h.column].words >= MOST_WORDS
        if ((entry := known.get(normalize_heading(h.text))) and entry.role == IN_KIND.role)
        or (is_open(h) and find_kind_in_words(h.text) == "in_kind")
    }


def _find_cash_next_to_kind(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile], *, has_giver: bool
) -> dict[int, HeadingEntry]:
    """Return the meaning of "Cash $ 2026 | In-kind est. $", one column of each, and of who gave it."""
    in_kind = _find_gifts_in_kind(headings, profiles)
    cash = [
        h.column
        for h in headings
        if h.column in profiles and is_open(h) and profiles[h.column].numbers >= HALF and _names_cash(h)
    ]
    if len(in_kind) != 1 or len(cash) != 1:
        return {}
    givers = {} if has_giver else _find_businesses(headings, profiles)
    if not has_giver and not givers:
        first = next((h for h in headings if h.column in profiles), None)
        if first and normalize_heading(first.text) in word_list("gifts", "who"):
            givers = {first.column: GIVER}
    return in_kind | {cash[0]: CASH} | givers


def _names_cash(heading: Heading) -> bool:
    """Return whether a heading says no more than that its amounts are money that was given."""
    money = {word for word, kind in known_words("ledger_kind").items() if kind == "cash"}
    around = {*word_list("gifts", "around"), *word_list("gifts", "values"), *word_list("gifts", "amounts")}
    words = {word for word in _words(heading) if word.isalpha() and len(word) > 1}
    return bool(words & money) and words <= money | around


def _find_donated_values(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]
) -> dict[int, HeadingEntry]:
    """Return the meaning of what was paid and of the value of what was donated: "Paid | Worth if donated".

    Each is the only such column, and holds numbers where it is filled.
    """
    worth, given = set(word_list("gifts", "values")), set(word_list("gifts", "donated"))
    amounts = [h for h in headings if h.column in profiles and profiles[h.column].numbers >= MOST_NUMBERS]
    donated = [h for h in amounts if is_open(h) and _words(h) & worth and _words(h) & given]
    spending = {*word_list("session_costs", "pay"), *word_list("session_costs", "spent")}
    around = {*spending, *word_list("session_costs", "around")}
    spent = [h for h in amounts if h not in donated and _words(h) & spending and _words(h) <= around]
    if len(donated) != 1 or len(spent) != 1:
        return {}
    return {donated[0].column: DONATED, spent[0].column: SPENT}


def _names_gifts_in_kind(text: str) -> bool:
    """Return whether a heading says that its amounts are what was given in kind, and not money.

    Examples
    --------
    >>> [_names_gifts_in_kind(text) for text in ("IN KIND - value (P)", "Cash or in kind", "Amount")]
    [True, False, False]
    """
    folded = normalize_heading(text)
    phrases = word_list("gifts", "titled")
    bare = re.sub("|".join(map(re.escape, phrases)), " ", folded)
    money = {word for word, kind in known_words("ledger_kind").items() if kind == "cash"}
    return bare != folded and not money & set(re.findall(r"[^\W\d_]+", bare))


def _find_products(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile], cells: SheetCells, header: int
) -> dict[int, HeadingEntry]:
    """Return the meanings of three columns of which one is the product of the others; empty if none are.

    People, hours and books may be products too: the heading of a value speaks of none of them. Where the
    numbers have units ("3 boxes"), the headings of the value of one and of the total say which they are.
    """
    numbers = [
        h
        for h in headings
        if h.column in profiles
        and profiles[h.column].numbers >= MOST_NUMBERS
        and (is_open(h) or h.role in ("cost", "totals"))
    ]
    if not 2 <= len(numbers) <= MAX_COLUMNS:
        return {}
    read = {h.column: read_amounts(h, cells, header) for h in numbers}
    others = {*word_list("cash_book", "others"), *word_list("role_words", "attendance")}
    for count, each, product in permutations(numbers, 3):
        is_value = not (_words(each) | _words(product)) & others
        is_each = bool(_words(each) & set(word_list("value_of_each")))
        if is_value and is_each and _are_products(*(read[h.column] for h in (count, each, product))):
            return {count.column: QUANTITY, each.column: UNIT_VALUE, product.column: PRODUCT}
    values = [h for h in numbers if not _words(h) & others]
    units = [h for h in values if _words(h) & set(word_list("value_of_each"))]
    totals = [h for h in values if h not in units and has_total_word(h.text)]
    if len(units) == len(totals) == 1 and _are_larger(read[totals[0].column], read[units[0].column]):
        return {units[0].column: UNIT_VALUE, totals[0].column: PRODUCT}
    return {}


def _are_larger(totals: NDArray[np.float64], units: NDArray[np.float64]) -> bool:
    """Return whether the total is at least the value of one in every row, and larger in some."""
    known = np.isfinite(totals) & np.isfinite(units)
    return bool((totals >= units)[known].all() and (totals > units)[known].any())


def _are_products(
    counts: NDArray[np.float64], each: NDArray[np.float64], products: NDArray[np.float64]
) -> bool:
    """Return whether in every complete row the third number is the first times the second."""
    known = np.isfinite(counts) & np.isfinite(each) & np.isfinite(products)
    if known.sum() < MIN_PRODUCTS or not (each[known] != 1).any():
        return False
    whole = (counts[known] % 1 == 0).all()
    return bool(whole and (np.abs(counts[known] * each[known] - products[known]) <= MAX_ROUNDING).all())


def _find_promises(
    headings: Sequence[Heading],
    profiles: Mapping[int, ColumnProfile],
    cells: SheetCells,
    header: int,
    *,
    is_money: bool,
) -> dict[int, HeadingEntry]:
    """Return the meanings of what was promised and received, and of the givers; empty if unclear.

    Another column says of each row whether it is money or goods, or the table is a list of pledges: then it
    speaks of no things, or the headings say that values or amounts are below them, and what is missing need
    not have a column. Where it has one, it agrees in all rows where it is filled, except perhaps in the last
    one, which may be a total; a total or a lost pledge may have a blank.
    """
    promised, received, missing = _find_amounts_of_promises(headings, profiles)
    if promised is not None and received is None and missing is not None:
        return _find_installments(headings, profiles, cells, header, (promised, missing))
    if promised is None or received is None or any(map(_has_own_meaning, (promised, received))):
        return {}
    givers = _find_givers(headings, profiles, promised)
    if any(map(_are_kinds, profiles.values())):
        is_list = missing is not None or (bool(givers) and _name_values(promised, received))
    else:
        is_money = is_money or _name_values(promised, received)
        is_list = bool(givers) and (is_money or not speaks_of_things(sheet_title(cells, header), headings))
    amounts = np.nan_to_num(read_amounts(promised, cells, header))
    filled = amounts > 0
    if not is_list or filled.sum() < MIN_PRODUCTS:
        return {}
    found = givers | {promised.column: PLEDGED, received.column: PAID_IN}
    if missing is None:
        return found
    paid, owed = (np.nan_to_num(read_amounts(h, cells, header)) for h in (received, missing))
    return found | {missing.column: MISSING} if _is_rest(amounts, paid, owed) else {}


def _is_rest(promised: NDArray[np.float64], paid: NDArray[np.float64], owed: NDArray[np.float64]) -> bool:
    """Return whether what is missing is what was promised and not paid, in the rows with a promise.

    The last row may be a total, and a total or a lost pledge may have a blank.
    """
    filled = promised > 0
    agree = (np.abs(np.maximum(promised - paid, 0) - owed) <= MAX_ROUNDING)[filled]
    agree[-1] |= len(agree) > MIN_PRODUCTS
    is_blank = ~agree & (owed[filled] == 0)
    return bool((agree | is_blank).all() and is_blank.mean() <= MOST_NOT_OWED)


def _find_installments(
    headings: Sequence[Heading],
    profiles: Mapping[int, ColumnProfile],
    cells: SheetCells,
    header: int,
    around: tuple[Heading, Heading],
) -> dict[int, HeadingEntry]:
    """Return the meanings of pledges paid in installments: "Pledge | 1st | 2nd | 3rd | Balance".

    All columns between the promise and what is missing are numbers, and their sum is what was paid.
    """
    promised, missing = around
    between = [h for h in headings if promised.column < h.column < missing.column and h.text]
    if len(between) < MIN_INSTALLMENTS or not all(
        h.column in profiles and profiles[h.column].numbers >= MOST_NUMBERS for h in between
    ):
        return {}
    amounts, owed = (np.nan_to_num(read_amounts(h, cells, header)) for h in around)
    paid = np.sum([np.nan_to_num(read_amounts(h, cells, header)) for h in between], axis=0)
    givers = _find_givers(headings, profiles, promised)
    if not givers or (amounts > 0).sum() < MIN_PRODUCTS or not _is_rest(amounts, paid, owed):
        return {}
    received = dict.fromkeys((heading.column for heading in between), PAID_IN)
    return givers | received | {promised.column: PLEDGED, missing.column: MISSING}


def _name_values(*headings: Heading) -> bool:
    """Return whether each heading speaks of a value or an amount of money, and not of a number of things."""
    words = set(word_list("promised_amounts", "values"))
    return all(
        bool(words & _words(h)) or bool(find_heading_currency(h.text)) or _PESOS.search(h.text) is not None
        for h in headings
    )


def _has_own_meaning(heading: Heading) -> bool:
    """Return whether a ledger has a meaning of its own for a heading, which outranks what is inferred.

    That of a plain amount does not: "Amount received" next to "Amount pledged".
    """
    text = normalize_heading(heading.text)
    own = known_headings("ledger").get(text)
    return own != known_headings().get(text) and (own is None or own.role != "amount")


def _find_amounts_of_promises(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]
) -> list[Heading | None]:
    """Return the only columns of numbers headed as promised, as received and as missing; None if several."""
    found: dict[str, list[Heading]] = {"missing": [], "promised": [], "received": []}
    for heading in headings:
        if heading.column in profiles and profiles[heading.column].numbers >= MOST_NUMBERS:
            named = (name for name in found if _words(heading) & set(word_list("promised_amounts", name)))
            is_paid = _words(heading) & set(word_list("promised_amounts", "received_money"))
            first = next(named, "received" if is_paid and _name_values(heading) else None)
            if first is not None:
                found[first].append(heading)
    if len(found["missing"]) > 1:
        return [None, None, None]
    return [
        own[0] if len(own) == 1 else None for own in (found[n] for n in ("promised", "received", "missing"))
    ]


def has_promises(headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]) -> bool:
    """Return whether a column of numbers says what was pledged or promised: the others count no people."""
    return any(
        _words(heading) & set(word_list("promised_amounts", "pledges"))
        and profiles[heading.column].numbers >= MOST_NUMBERS
        for heading in headings
        if heading.column in profiles
    )


def _find_givers(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile], promised: Heading
) -> dict[int, HeadingEntry]:
    """Return the column of those who promised: headed as such, else the first names next to pledges."""
    known = known_headings("ledger")
    named = [h for h in headings if (entry := known.get(normalize_heading(h.text))) and entry.role == "giver"]
    named = named or [h for h in headings if normalize_heading(h.text) in word_list("businesses")]
    if not named and _words(promised) & set(word_list("promised_amounts", "pledges")):
        named = [h for h in headings if h.column in profiles and profiles[h.column].words >= MOST_WORDS][:1]
    return {named[0].column: GIVER} if len(named) == 1 else {}


def _are_kinds(profile: ColumnProfile) -> bool:
    """Return whether a column says of each row whether it is money or goods."""
    known = known_words("ledger_kind")
    kinds = {known.get(normalize_heading(text)) for text in profile.texts}
    return {"cash", "in_kind"} <= kinds and None not in kinds


def _lists_gifts(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether the title, the tab or a heading speaks of gifts, and of nothing promised or spent."""
    above = [cell_text(cell) for row in cells.rows[:header] for cell in row if isinstance(cell, str)]
    title = set(re.findall(r"[^\W\d_]+", normalize_heading(" ".join([cells.name, *above]))))
    title |= {word for heading in headings for word in _words(heading)}
    gifts = {w for key in ("words", "contributions", "donations") for w in word_list("gifts", key)}
    return bool(title & gifts) and not title & set(word_list("gifts", "not_received"))


def is_titled_donations(title: str) -> bool:
    """Return whether a normalized title speaks of donations, and of nothing promised, spent or given out.

    "Gifts" may also be what children were given.

    Examples
    --------
    >>> [is_titled_donations(title) for title in ("donations 2026", "donations pledged", "gifts")]
    [True, False, False]
    """
    words = set(re.findall(r"[^\W\d_]+", title))
    others = {*word_list("gifts", "not_received"), *word_list("gifts", "given_out")}
    return bool(words & set(word_list("gifts", "donations"))) and not words & others


def _find_people(headings: Sequence[Heading], cells: SheetCells, header: int) -> dict[int, HeadingEntry]:
    """Return the only column of names as the givers, below a title that speaks of donations; else empty.

    A heading such as "Child" names who was given something.
    """
    people = [h for h in headings if h.role == "person"]
    if len(people) != 1 or not is_titled_donations(sheet_title(cells, header)):
        return {}
    is_of_givers = normalize_heading(people[0].text) in word_list("gifts", "names")
    return {people[0].column: GIVER} if is_of_givers else {}


def _find_businesses(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]
) -> dict[int, HeadingEntry]:
    """Return the only column of businesses or groups as the givers; empty if there is none."""
    named = [
        h.column
        for h in headings
        if h.column in profiles
        and (is_open(h) or h.role == "partner")
        and normalize_heading(h.text) in word_list("businesses")
        and profiles[h.column].words >= MOST_WORDS
    ]
    return {named[0]: GIVER} if len(named) == 1 else {}


def _find_receipts(
    headings: Sequence[Heading], profiles: Mapping[int, ColumnProfile]
) -> dict[int, HeadingEntry]:
    """Return the only column that says of each gift whether it is here, as its status; empty if none does."""
    known = known_headings("ledger")
    if any((entry := known.get(normalize_heading(h.text))) and entry.role == RECEIPT.role for h in headings):
        return {}
    named = [
        h.column
        for h in headings
        if h.column in profiles and h.entry is None and asks_receipt(h.text)
        and profiles[h.column].texts
        and all(map(read_receipt, profiles[h.column].texts))
    ]  # fmt: skip
    return {named[0]: RECEIPT} if len(named) == 1 else {}


def asks_receipt(text: str) -> bool:
    """Return whether a heading asks if a gift is here: "Received?", "Picked up", "Recogido".

    Examples
    --------
    >>> asks_receipt("Recibido (sí/no)"), asks_receipt("Received by"), asks_receipt("Thank-you sent?")
    (True, False, False)
    """
    words = re.findall(r"[^\W\d_]+", normalize_heading(text))
    own = set(word_list("gift_receipt"))
    names_person = words[-1:] == ["by"]
    return (
        bool(own & {*words}) and not names_person and {*words} <= own | {*word_list("gift_receipt", "filler")}
    )


def read_receipt(text: str) -> str:
    """Return the status of a gift that is here, or not yet; "" for other texts.

    Examples
    --------
    >>> [read_receipt(text) for text in ("Sí", "No – in October", "by Ana", "rcd", "promised for May")]
    ['received', 'pledged', '', 'received', 'pledged']
    """
    first = normalize_heading(_END_OF_ANSWER.split(text, maxsplit=1)[0])
    answer = "no" if first in word_list("ruled_out", "not_yet") else known_words("yes_no").get(first, "")
    known = known_words("ledger_status")
    status = known.get(first) or known.get(first.partition(" ")[0], "")
    named = status if status in ("received", "pledged") else ""
    return {"yes": "received", "no": "pledged"}.get(answer, named)


def _words(heading: Heading) -> set[str]:
    return set(re.findall(r"[^\W_]+", normalize_heading(heading.text)))
