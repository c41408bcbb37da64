"""Column roles in ledgers and logs of hours, and the mapping they imply."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.tables.amounts import add_up, read_amounts
from libcollab_metrics.ingest.tables.cross_columns import numbers_under
from libcollab_metrics.ingest.tables.heading import (
    Heading,
    sheet_title,
)
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.columns import split_kind
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import column_letters
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.tables.grid import Grid

# Columns of a ledger: the main amount of a row, a separate source, a side of a cash book, or a tick.


@dataclass(frozen=True)
class AmountSource:
    """Ledger values implied by a separate amount column; "" where the row decides.

    Attributes
    ----------
    kind : str
        Kind of contribution.
    giver : str
        Giver; "heading" means the text of the heading, such as "Friends of the Library".
    taker : str
        Receiver.
    status : str
        Ledger status.
    """

    kind: str
    giver: str = ""
    taker: str = ""
    status: str = ""


#: Columns that each make a ledger row of their own, by the role of the heading.
AMOUNT_SOURCES: Mapping[str, AmountSource] = {
    "money_in": AmountSource("cash", taker="project", status="received"),
    "money_out": AmountSource("cash", status="spent"),
    "fund_cash": AmountSource("cash", taker="project"),
    "fund_group": AmountSource("cash", "heading", "project"),
    "fund_in_kind": AmountSource("in_kind", taker="project"),
    "donated": AmountSource("in_kind", taker="project", status="received"),
    "cost_library": AmountSource("cash", "library"),
    "cost_partner": AmountSource("cash"),
    "cost_staff": AmountSource("staff_hours", "library", "project"),
    "cost_materials": AmountSource("cash"),
    "planned": AmountSource("cash", status="budgeted"),
    "spent": AmountSource("cash", status="spent"),
    "paid_in": AmountSource("", taker="project", status="received"),
    "pledged": AmountSource("", "", "project", "pledged"),
    "volunteer_hours": AmountSource("volunteer_hours", taker="project"),
    "staff_hours": AmountSource("staff_hours", "library", "project"),
}
#: Fewest different words of a column without a heading that names the lines.
MIN_LABELS = 3
#: Fewest rows in which charges or a tax are added to an amount.
MIN_CHARGES = 2
#: Fewest columns of one role of which one may be the sum of the others, and share of the rows in which it
#: must be: an amount may be typed wrong.
MIN_SUMMED, MOST_SUMS = 3, 0.8
#: Reason of a column that adds up others.
SUM_REASON = Message("sums up the row: compared, never counted")
#: Reason of a column of what was accrued, next to what was paid.
ACCRUED_REASON = Message("another column says what was paid: compared, never counted")
#: The two sides of a cash book; a sheet with only one of them has plain amounts.
SIDES = ("money_in", "money_out")
#: Replacements for fields of other tables in a ledger.
LEDGER_FIELDS = {
    "programs.name": "ledger.program_id",
    "sessions.date": "ledger.date",
    "notes.text": "ledger.note",
    "partners.name": "ledger.from_party",
}
TICKS_REASON = Message("a mark ticks this category: read as a note, not as attendance")

#: Fields of the calculation of a planned amount.
ESTIMATE_FIELDS = ("ledger.quantity", "ledger.unit", "ledger.unit_value")
ESTIMATE_REASON = Message("it explains the planned amount")
WORDS_REASON = Message("by its words: what the lines are")
RECEIVER_REASON = Message("who accepted the gifts for the library: not used")
CATEGORIES_REASON = Message("by its words: categories of what was bought")


def ledger_role(heading: Heading, layout: str = "ledger") -> str:
    """Return the role of a heading in a ledger, or in a layout that extends its words; "" if it has none."""
    entry = heading.entry_for(layout)
    return entry.role if entry is not None and not entry.is_weak else ""


def refine_ledger_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Refine the mapping of a ledger so that each amount is read once; respect user choices."""
    roles = {heading.column: ledger_role(heading, grid.layout) for heading in grid.headings}
    roles = settle_amount_roles(_without_check_numbers(grid, roles))
    roles = _count_charges(grid, mapped, roles)
    amounts = [
        column_mapping.column
        for column_mapping in mapped
        if column_mapping.field == "ledger.value" and roles[column_mapping.column] == "amount"
    ]
    apart = [
        column_mapping.column
        for column_mapping in mapped
        if column_mapping.field == "ledger.value" and roles[column_mapping.column] in AMOUNT_SOURCES
    ]
    refined = [
        (
            column_mapping
            if column_mapping.reason == "by hand"
            else replace(column_mapping, field="check", reason=ESTIMATE_REASON)
            if column_mapping.field in ESTIMATE_FIELDS and _states_plan_and_spending(grid, roles)
            else replace(column_mapping, field="", reason=RECEIVER_REASON)
            if column_mapping.field == "ledger.to_party" and "paid_in" in roles.values()
            else replace(column_mapping, field="ledger.note", reason=CATEGORIES_REASON)
            if column_mapping.field == "ledger.kind" and _holds_categories(grid, column_mapping, roles)
            else _refine_ledger_column(
                column_mapping, roles[column_mapping.column], amounts, apart, grid.texts_under
            )
        )
        for column_mapping in mapped
    ]
    return [*_map_label_column(grid, refined), *_check_sums(grid, refined, roles)]


def _check_sums(grid: Grid, mapped: Sequence[ColumnMapping], roles: Mapping[int, str]) -> list[ColumnMapping]:
    """Compare, and never count, an amount that is the sum of other amounts of its role in nearly every row.

    "Total spent" after what was spent in each quarter is none of its own.
    """
    checked = list(mapped)
    headings = {heading.column: heading for heading in grid.headings}
    for role in AMOUNT_SOURCES:
        places = [
            place
            for place, m in enumerate(mapped)
            if m.field == "ledger.value" and m.reason != "by hand" and roles[m.column] == role
        ]
        if len(places) < MIN_SUMMED:
            continue
        read = [read_amounts(headings[mapped[p].column], grid.cells, grid.header) for p in places]
        filled = [n for n, own in enumerate(read) if np.nan_to_num(own).any()]
        totals = [n for n in filled if len(filled) >= MIN_SUMMED and _is_total(read, n)]
        for number in totals[:1]:
            checked[places[number]] = replace(mapped[places[number]], field="check", reason=SUM_REASON)
    return checked


def _is_total(amounts: Sequence[NDArray[np.float64]], place: int) -> bool:
    """Return whether the amounts at a place are the sum of the others in nearly every row."""
    others = np.array([own for number, own in enumerate(amounts) if number != place])
    return add_up(others, amounts[place], fewest=MIN_CHARGES, share=MOST_SUMS)


def _count_charges(grid: Grid, mapped: Sequence[ColumnMapping], roles: dict[int, str]) -> dict[int, str]:
    """Return the roles with the sum as the amount if it is the amount and charges or a tax in every row."""
    by_role = {role: [h for h in grid.headings if roles[h.column] == role] for role in ("amount", "sum")}
    if any(len(headings) != 1 for headings in by_role.values()):
        return roles
    unused = {m.column for m in mapped if not m.field}
    (amount,), (total,) = by_role.values()
    paid, whole = (np.array(numbers_under(h, grid.cells, grid.header)) for h in (amount, total))
    for heading in grid.headings:
        if heading.column not in unused or not heading.text:
            continue
        charges = np.nan_to_num(numbers_under(heading, grid.cells, grid.header))
        is_paid = np.isfinite(paid)
        is_charged = is_paid & (charges != 0)
        if is_charged.sum() >= MIN_CHARGES and np.allclose((paid + charges)[is_paid], whole[is_paid]):
            return {**roles, amount.column: "uncharged", total.column: "amount"}
    return roles


def _states_plan_and_spending(grid: Grid, roles: Mapping[int, str]) -> bool:
    """Return whether a budget has an amount for what was planned and for what was spent."""
    return grid.layout == "budget" and {"planned", "spent"} <= set(roles.values())


def _without_check_numbers(grid: Grid, roles: Mapping[int, str]) -> dict[int, str]:
    """Return the roles with a column of checks as their numbers if a row with a day has cash too."""
    columns = {role: grid.cells.columns[column - grid.cells.first_column] for column, role in roles.items()}
    needed = ("day", "fund_cash", "fund_check")
    if not all(role in columns for role in needed):
        return dict(roles)
    is_dated = columns["day"].codes != 0
    numbers = [
        np.array([isinstance(cell, float) for cell in columns[r].cells])[columns[r].codes] for r in needed[1:]
    ]
    if not (is_dated & np.all(numbers, axis=0)).any():
        return dict(roles)
    return {column: "check_number" if role == "fund_check" else role for column, role in roles.items()}


def _holds_categories(grid: Grid, mapped: ColumnMapping, roles: Mapping[int, str]) -> bool:
    """Return whether the words of a column say what money was spent on, and not what kind of gift came.

    "Food" and "Materials" are categories where no word of the column says money or in kind, and the table
    names no givers, or also names suppliers.
    """
    known = set(known_words("ledger_kind"))
    kinds = {normalize_heading(text) for text in grid.texts_under(mapped.column) if text} & known
    own_words = set(re.findall(r"[^\W\d_]+", normalize_heading(mapped.heading)))
    is_type = own_words == {"kind"}  # "Kind" of an expense, and not "In kind"
    if not kinds or (own_words & set(word_list("gifts", "in_kind")) and not is_type):
        return False
    if not kinds <= set(word_list("expense_categories")):
        return False
    headings = " / ".join(normalize_heading(heading.text) for heading in grid.headings)
    if any(re.search(rf"\b{word}\b", headings) for word in word_list("spending", "suppliers")):
        return True
    title = set(re.findall(r"[^\W\d_]+", f"{sheet_title(grid.cells, grid.header)} {headings}"))
    title -= own_words if is_type else set()
    gifts = {*word_list("gifts"), *word_list("gifts", "in_kind")}
    return not set(roles.values()) & {"giver"} and not title & gifts


def _map_label_column(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Map the leftmost column but the days to the note if it has words without a heading."""
    days = {mapping.column for mapping in mapped if mapping.field == "ledger.date"}
    others = (heading for heading in grid.headings if heading.column not in days)
    first = next((heading for heading in others if any(grid.texts_under(heading.column))), None)
    if first is None or first.text or any(mapping.field == "ledger.note" for mapping in mapped):
        return []
    texts = {text for text in grid.texts_under(first.column) if text}
    if has_only_numbers(texts) or len(texts) < MIN_LABELS:
        return []
    heading = f"column {column_letters(first.column)}"
    return [
        ColumnMapping(heading, "ledger.note", Message("words without a heading name the lines"), first.column)
    ]


def settle_amount_roles(roles: Mapping[int, str]) -> dict[int, str]:
    """Return the roles by column, with those that depend on the other columns.

    Income or expenses alone are a plain amount, and expenses next to donated values were spent. What was
    accrued is compared with what was paid. An estimated value is that of goods next to a column of money, or
    of what was received of pledges, and a plain amount elsewhere; next to the latter, gifts in kind were
    received. "Check" is money next to a column of cash,
    and a number elsewhere. Amounts in one currency replace those in several, and their rates.
    """
    found = set(roles.values())
    settled = {} if set(SIDES) <= found else dict.fromkeys(SIDES, "amount")
    if "donated" in found:
        settled["money_out"] = "spent"
    if "converted" in found:
        settled |= {"converted": "amount"} | dict.fromkeys(("amount", "unit_value"), "unconverted")
    accrued = [column for column, role in roles.items() if role == "accrued"]
    spent = {} if "spent" in found else dict.fromkeys(accrued[-1:], "spent")  # the last stage but payment
    is_received = "paid_in" in found and "state" not in found
    settled["estimate"] = (
        "donated" if is_received else "fund_in_kind" if {"fund_cash", "paid_in"} & found else "amount"
    )
    if is_received:
        settled["fund_in_kind"] = "donated"
    settled["fund_check"] = "fund_cash" if "fund_cash" in found else "check_number"
    return {column: settled.get(role, role) for column, role in roles.items()} | spent


def _refine_ledger_column(
    mapped: ColumnMapping,
    role: str,
    amounts: Sequence[int],
    separate_columns: Sequence[int],
    texts_under: Callable[[int], set[str]],
) -> ColumnMapping:
    if mapped.field in ("check", "discard"):
        return mapped
    if mapped.field == "ledger.value" and not any(map(_has_digit, texts_under(mapped.column))):
        return replace(mapped, field="ledger.note", reason=WORDS_REASON)
    if role in ("fund_in_kind", "donated") and _are_things(texts_under(mapped.column)):
        return replace(mapped, field="ledger.note", reason=WORDS_REASON)
    if role == "sum" and (amounts or separate_columns):
        return replace(mapped, field="check", reason=SUM_REASON)
    if role == "accrued":
        return replace(mapped, field="check", reason=ACCRUED_REASON)
    if role == "check_number":
        return replace(
            mapped, field="", reason=Message("the number of a check, or how it was paid: not used")
        )
    if role == "uncharged":
        return replace(
            mapped, field="", reason=Message("another column gives it with what was charged: not used")
        )
    if role == "unconverted":
        return replace(mapped, field="", reason=Message("another column gives it in one currency: not used"))
    if role == "amount" and amounts and mapped.column != amounts[0]:
        return replace(mapped, field="", reason=Message("another column holds the amount: not used"))
    if role == "giver" and has_only_numbers(texts_under(mapped.column)):
        return replace(mapped, field="ledger.value", reason=Message("by its numbers: an amount"))
    if role == "kind" and has_only_statuses(texts_under(mapped.column)):
        return replace(mapped, field="ledger.status", reason=Message("by its words: income and expenses"))
    if role == "kind" and not has_known_kind(texts_under(mapped.column)):
        return replace(
            mapped,
            field="ledger.note",
            reason=Message("words that are not known kinds of gifts: read as a note"),
        )
    if not mapped.field.startswith("ledger.") and _are_kinds(texts_under(mapped.column)):
        return replace(mapped, field="ledger.kind", reason=Message("by its words: money and things"))
    if not mapped.field and _names_gifts(mapped.heading, texts_under(mapped.column)):
        return replace(mapped, field="ledger.note", reason=Message("by its words: what was given"))
    if not mapped.field and is_tick_column(texts_under(mapped.column)):
        return replace(mapped, reason=TICKS_REASON)
    if mapped.field and not mapped.field.startswith("ledger."):
        target = LEDGER_FIELDS.get(mapped.field, "")
        return replace(
            mapped,
            field=target,
            reason=mapped.reason if target else Message("a ledger has no such field: not used"),
        )
    return mapped


def _are_things(texts: set[str]) -> bool:
    """Return whether most texts begin with no amount alone: "300 pcs pandesal + juice", "2 tables"."""
    given = [text for text in texts if text and not is_possible_total(normalize_heading(text))]
    return 2 * sum(parse_number(text).value is None for text in given) > len(given)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _are_kinds(texts: set[str]) -> bool:
    """Return whether words other than labels of totals say which gifts are money and which are things.

    What was given may be behind them: "Kind - 120 story books".
    """
    known = {**known_words("kind_of_gift"), **known_words("ledger_kind")}
    kinds = {known.get(text) for text in map(split_kind, texts) if text and not is_possible_total(text)}
    return None not in kinds and "cash" in kinds and len(kinds) > 1


def _names_gifts(heading: str, texts: set[str]) -> bool:
    """Return whether a column of words under a heading such as Donation says what was given.

    "Donation payment type" says how.
    """
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading)))
    if words & set(word_list("gifts", "ways")):
        return False
    kinds = {known_words("ledger_kind").get(normalize_heading(text)) for text in texts if text}
    things = {"kind", "especie"} & words and not has_only_numbers(texts)
    return bool(words & set(word_list("gifts"))) and ("cash" in kinds or bool(things))


def is_tick_column(texts: set[str]) -> bool:
    """Return True if a nonempty column holds only marks that tick a category."""
    filled = {text.casefold() for text in texts if text}
    return bool(filled) and filled <= set(word_list("ticks"))


#: Smallest share of words for hours worked in a column of kinds of gifts without any other kind.
MIN_SHARE_OF_HOURS = 0.25


def has_known_kind(texts: set[str]) -> bool:
    """Return True if a column is empty or contains a known kind of gift.

    "Volunteers" as one of many words is a kind of organization: "school", "church", "volunteers".
    """
    filled = {normalize_heading(text) for text in texts if text}
    known = known_words("ledger_kind")
    kinds = [known[text] for text in filled if text in known]
    if set(kinds) <= {"volunteer_hours", "staff_hours"} and MIN_SHARE_OF_HOURS * len(filled) > len(kinds):
        return False
    return bool(kinds) or not filled


def has_only_statuses(texts: set[str]) -> bool:
    """Return True if a nonempty column holds only words for what became of an amount, such as Income."""
    filled = {normalize_heading(text) for text in texts if text}
    return bool(filled) and filled <= set(known_words("ledger_status"))


def has_only_numbers(texts: set[str]) -> bool:
    """Return True if a nonempty column holds only numbers, perhaps with a unit."""
    filled = [text for text in texts if text]
    return bool(filled) and all(
        re.search(r"\d", text) and not re.search(r"[^\W\d_]{4,}", text) for text in filled
    )


# Columns of sheets about the partnership: fields of other tables are dropped, hours are found by their roles.

#: Roles of the columns of hours, and the fields a user may choose for them.
HOURS_ROLES = ("hours", "minutes", "start", "end", "shift")
HOURS_FIELDS = {"ledger.quantity": "hours", "sessions.start": "start", "sessions.end": "end"}
#: Fields of the common vocabulary that mean a field of the table that a sheet fills.
TABLE_FIELDS: Mapping[str, Mapping[str, str]] = {
    "ledger": LEDGER_FIELDS,
    "programs": {"partners.name": "programs.partner_ids", "sessions.language": "programs.language"},
    "partners": {},
    "perspectives": {"partners.name": "perspectives.partner_id", "sessions.date": "perspectives.date"},
}


def keep_tables(*tables: str) -> Callable[[Grid, Sequence[ColumnMapping]], list[ColumnMapping]]:
    """Return the refinement of a mapping that drops fields of all but these tables."""

    def refine(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
        return [_keep_tables(mapping, tables) for mapping in mapped]

    return refine


def _keep_tables(mapped: ColumnMapping, tables: Sequence[str]) -> ColumnMapping:
    own = mapped.field.partition(".")[0]
    if mapped.reason == "by hand" or own in ("", "check", "discard", *tables):
        return mapped
    named = [TABLE_FIELDS.get(table, {}) for table in tables]
    target = next((fields[mapped.field] for fields in named if mapped.field in fields), "")
    return replace(
        mapped,
        field=target,
        reason=mapped.reason if target else Message("this kind of sheet has no such field: not used"),
    )


def hours_roles(grid: Grid, mapping: Sequence[ColumnMapping]) -> dict[str, int]:
    """Return the column of each role of hours; the user's choices outrank the headings."""
    roles: dict[str, int] = {}
    for heading in grid.headings:
        role = heading.own_role(grid.layout)
        if role in HOURS_ROLES:
            roles.setdefault(role, heading.column)
    chosen = {m.column: m.field for m in mapping if m.reason == "by hand"}
    roles = {role: column for role, column in roles.items() if column not in chosen}
    for column, field in chosen.items():
        if field in HOURS_FIELDS:
            heading = next(heading for heading in grid.headings if heading.column == column)
            minutes = heading.own_role("volunteer_log") == "minutes"
            roles["minutes" if field == "ledger.quantity" and minutes else HOURS_FIELDS[field]] = column
    return roles


def find_hours_of_groups(grid: Grid) -> dict[str, int]:
    """Return the columns of the hours of all staff and of all volunteers, by kind.

    Hours of each person next to the number of people are no hours of a group, and neither are those of two
    columns of one kind.
    """
    found: dict[str, list[int]] = {}
    for heading in grid.headings:
        words = re.findall(r"[^\W\d_]+", normalize_heading(heading.text))
        kinds = {kind for word in words if (kind := kind_of_worker(word))}
        is_each = set(words) & set(word_list("workers", "each"))
        if len(kinds) == 1 and set(words) & set(word_list("work_done", "hours")) and not is_each:
            found.setdefault(kinds.pop(), []).append(heading.column)
    return {kind: columns[0] for kind, columns in found.items() if len(columns) == 1}


def kind_of_worker(word: str) -> str:
    """Return whose hours a word of a heading or a cell speaks of: "volunteer_hours", "staff_hours" or ""."""
    if word.startswith(word_list("workers", "volunteers")):
        return "volunteer_hours"
    return "staff_hours" if word in word_list("workers", "staff") else ""
