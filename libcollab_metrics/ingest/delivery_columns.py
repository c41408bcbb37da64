"""The columns of a delivery log: which stage a heading names, and whether it counts books or boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from libcollab_metrics.ingest.heading import Heading
from libcollab_metrics.ingest.lexicon import headings, words
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped
from libcollab_metrics.model.schema import STAGES

#: Words beside a stage that only say what is counted: "No. of books shipped", "Received (boxes)".
_COUNTING = re.compile(r"\b(no|number|total|bilang|numero)\b\.?|#|\b(of|ng|de|na|the|mga)\b|[()/:.-]")
#: Columns that say a stage in the cells, in a log without a column for each stage.
STEPS = ("number", "stage", "day")
#: Where fields of other tables go when they stand in a delivery log.
PLACED = {
    "programs.name": "deliveries.program_id", "sessions.site": "deliveries.site",
    "sessions.language": "deliveries.language",
}  # fmt: skip


def role_of(heading: Heading) -> str:
    """The role a heading plays in a delivery log, also where it says books or boxes beside the stage."""
    entry = heading.under("deliveries")
    if entry is not None and entry.to.startswith("deliveries."):
        return entry.role
    stage = headings("deliveries").get(_without_units(heading.text))
    if stage is not None and stage.role in STAGES:
        return stage.role
    return entry.role if entry is not None and not entry.weak else ""


def unit_in(text: str) -> str:
    """The unit a heading or a word names, "books" or "boxes"; nothing where it names none, or both.

    Examples
    --------
    >>> unit_in("No. of boxes shipped"), unit_in("Books"), unit_in("Books per box"), unit_in("Shipped")
    ('boxes', 'books', '', '')
    """
    known = words("lot_unit")
    found = {known[word] for word in re.findall(r"[^\W\d_]+", plain(text)) if word in known}
    return found.pop() if len(found) == 1 else ""


def _without_units(text: str) -> str:
    known = words("lot_unit")
    bare = " ".join(word for word in _COUNTING.sub(" ", plain(text)).split() if word not in known)
    return bare.strip()


def settle_deliveries(found: Sequence[Heading], mapped: Sequence[Mapped]) -> list[Mapped]:
    """Return the mapping of a delivery log: a stage counted in books and in boxes is read in books."""
    roles = {heading.column: role_of(heading) for heading in found}
    in_books = {roles[one.column] for one in mapped if roles[one.column] in STAGES and unit_in(one.heading) == "books"}
    wide = bool(set(roles.values()) & set(STAGES))
    return [one if one.reason == "by hand" else _settled(one, roles[one.column], in_books, wide) for one in mapped]


def _settled(one: Mapped, role: str, in_books: set[str], wide: bool) -> Mapped:
    if role in STAGES:
        if in_books and unit_in(one.heading) == "boxes":
            return replace(
                one, field="", reason="books are counted beside them, and boxes are never converted: not used"
            )
        return replace(one, field=f"deliveries.{role}", reason="exact")
    if role in STEPS and not wide:
        return replace(one, reason="tells how far a lot got: read row by row")
    if one.field and not one.field.startswith(("deliveries.", "check", "discard")):
        target = PLACED.get(one.field, "")
        return replace(
            one, field=target, reason=one.reason if target else "it has no place in a delivery log: not used"
        )
    return one


def units_of(mapping: Sequence[Mapped]) -> Mapping[str, str]:
    """The unit each stage is counted in, by its heading; "" where the heading does not say."""
    return {one.field.split(".")[1]: unit_in(one.heading) for one in mapping if one.field.split(".")[-1] in STAGES}
