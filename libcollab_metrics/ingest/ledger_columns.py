"""The columns of a ledger: the amount of a row, a source of its own, a side of a cash book, or a tick."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from libcollab_metrics.ingest.heading import Heading
from libcollab_metrics.ingest.lexicon import word_list, words
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped


@dataclass(frozen=True)
class Part:
    """What a column of its own says of every amount in it; "" where the row or nothing says it.

    `giver` "heading" is the heading itself: "Friends of the Library".
    """

    kind: str
    giver: str = ""
    taker: str = ""
    status: str = ""


#: Columns that each make a row of the ledger of their own, by the role of the heading.
PARTS: Mapping[str, Part] = {
    "money_in": Part("cash", taker="project", status="received"),
    "money_out": Part("cash", status="spent"),
    "fund_cash": Part("cash", taker="project"),
    "fund_group": Part("cash", "heading", "project"),
    "fund_in_kind": Part("in_kind", taker="project"),
    "cost_library": Part("cash", "library"),
    "cost_partner": Part("cash"),
    "cost_staff": Part("staff_hours", "library", "project"),
    "cost_materials": Part("cash"),
    "volunteer_hours": Part("volunteer_hours", taker="project"),
    "staff_hours": Part("staff_hours", "library", "project"),
}
#: The two sides of a cash book; one of them alone is just the amount.
SIDES = ("money_in", "money_out")
#: Where fields of other tables go when they stand in a ledger.
PLACED = {
    "programs.name": "ledger.program_id", "sessions.date": "ledger.date", "notes.text": "ledger.note",
    "partners.name": "ledger.from_party",
}  # fmt: skip
TICKS = "a mark ticks this category: kept as a word, never an attendance and never counted"


def role_of(heading: Heading) -> str:
    """The role a heading plays in a ledger, or nothing."""
    entry = heading.under("ledger")
    return entry.role if entry is not None and not entry.weak else ""


def settle_ledger(
    found: Sequence[Heading], mapped: Sequence[Mapped], texts_under: Callable[[int], set[str]]
) -> list[Mapped]:
    """Return the mapping of a ledger in which each amount stands once; what was matched by hand is left as it is."""
    roles = {heading.column: role_of(heading) for heading in found}
    roles = one_side(roles)
    amounts = [one.column for one in mapped if one.field == "ledger.value" and roles[one.column] == "amount"]
    apart = [one.column for one in mapped if one.field == "ledger.value" and roles[one.column] in PARTS]
    return [
        one if one.reason == "by hand" else _settled(one, roles[one.column], amounts, apart, texts_under)
        for one in mapped
    ]


def one_side(roles: Mapping[int, str]) -> dict[int, str]:
    """Return the roles by column; income without outlays, or the other way round, is a plain amount."""
    if set(SIDES) <= set(roles.values()):
        return dict(roles)
    return {column: "amount" if role in SIDES else role for column, role in roles.items()}


def _settled(
    one: Mapped, role: str, amounts: Sequence[int], apart: Sequence[int], texts_under: Callable[[int], set[str]]
) -> Mapped:
    if one.field in ("check", "discard"):
        return one
    if role == "sum" and (amounts or apart):
        return replace(one, field="check", reason="sums up the row: compared, never counted")
    if role == "amount" and one.column != amounts[0]:
        return replace(one, field="", reason="another column holds the amount: not used")
    if role == "giver" and _all_numbers(texts_under(one.column)):
        return replace(one, field="ledger.value", reason="by its numbers: an amount")
    if role == "kind" and not knows_kinds(texts_under(one.column)):
        return replace(
            one, field="ledger.note", reason="words of the library's own, not kinds of gifts: kept as a note"
        )
    if not one.field and is_ticked(texts_under(one.column)):
        return replace(one, reason=TICKS)
    if one.field and not one.field.startswith("ledger."):
        target = PLACED.get(one.field, "")
        return replace(one, field=target, reason=one.reason if target else "it has no place in a ledger: not used")
    return one


def is_ticked(texts: set[str]) -> bool:
    """True when a column holds nothing but marks that tick a category."""
    filled = {text.casefold() for text in texts if text}
    return bool(filled) and filled <= set(word_list("ticks"))


def knows_kinds(texts: set[str]) -> bool:
    """True when some word of a column is a known kind of gift, or the column is empty."""
    filled = {plain(text) for text in texts if text}
    return not filled or bool(filled & set(words("ledger_kind")))


def _all_numbers(texts: set[str]) -> bool:
    filled = [text for text in texts if text]
    return bool(filled) and all(re.search(r"\d", text) and not re.search(r"[^\W\d_]{4,}", text) for text in filled)
