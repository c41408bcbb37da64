"""Column roles in score sheets, delivery logs and ledgers, and the mapping they imply."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from libcollab_metrics.ingest.tables.heading import (
    NAMED,
    Heading,
    Score,
    names_phil_iri,
    score_of,
    sheet_phase,
    with_measure,
)
from libcollab_metrics.ingest.values.lexicon import headings, word_list, words
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped
from libcollab_metrics.model.schema import STAGES

if TYPE_CHECKING:
    from libcollab_metrics.ingest.tables.grid import Grid

#: Field of a score column by phase, and replacements for fields of people lists in a score sheet.
FIELDS = {"before": "outcomes.before", "after": "outcomes.after"}
SCORE_FIELDS = {"participation.date": "outcomes.date", "programs.name": "outcomes.program_id"}
KEPT = (
    "outcomes.",
    "check",
    "discard",
    "participation.person_key",
    "participation.first_name",
    "participation.last_name",
)
#: Roles of headings that identify a person.
PEOPLE = ("code", "person", "first_name", "last_name")
BY_ROW = "a score; another column says of each whether it was before or after"


def score_role(heading: Heading) -> str:
    """Return the role of a heading in a score sheet, or ""."""
    entry = heading.under("scores")
    return entry.role if entry is not None and not entry.weak else ""


def scores_of(grid: Grid) -> Mapping[int, Score]:
    """Find the score columns by Excel column number; a missing phase is that of the sheet."""
    phase, phil_iri = sheet_phase(grid.cells, grid.top), names_phil_iri(grid.headings)
    found = {}
    for heading in grid.headings:
        score = with_measure(score_of(heading.text), grid.texts_under(heading.column), phil_iri)
        if is_scores(heading, score):
            found[heading.column] = score if score.phase else replace(score, phase=phase, measure=_own(heading, score))
    return found


def is_scores(heading: Heading, score: Score) -> bool:
    """Return True for a heading of scores: it names a phase, a result or a known measure."""
    if not heading.text or score_role(heading) in ("phase", "measure", "best", "occasion", "gain", "remarks"):
        return False
    if score_role(heading) in (*PEOPLE, "personal"):
        return False
    return bool(score.phase) or score_role(heading) == "result" or score.measure in NAMED


def _own(heading: Heading, score: Score) -> str:
    return "" if score_role(heading) == "result" and score.measure not in NAMED else score.measure


def settle_scores(grid: Grid, mapped: Sequence[Mapped]) -> list[Mapped]:
    """Refine the mapping of a score sheet: each measure is read once before and once after."""
    scores = scores_of(grid)
    by_row = any(score_role(heading) == "phase" for heading in grid.headings)
    seen: set[tuple[str, str]] = set()
    settled = []
    for one in mapped:
        score = scores.get(one.column)
        if one.reason == "by hand":
            settled.append(one)
        elif score is not None and score.phase and (score.phase, score.measure) not in seen:
            seen.add((score.phase, score.measure))
            settled.append(replace(one, field=FIELDS[score.phase], reason=_why(score)))
        elif score is not None:
            settled.append(_without_phase(one, score, by_row))
        else:
            settled.append(_beside(one))
    return settled


def _without_phase(one: Mapped, score: Score, by_row: bool) -> Mapped:
    if score.phase:
        return replace(one, field="", reason="an earlier column holds the same measure and time: not used")
    if by_row:
        return replace(one, field="check", reason=BY_ROW)
    return replace(one, field="", reason="nothing says whether it was before or after: not used until you say so")


def _beside(one: Mapped) -> Mapped:
    target = SCORE_FIELDS.get(one.field, one.field)
    if target and not target.startswith(KEPT):
        return replace(one, field="", reason="it has no place beside scores: not used")
    return replace(one, field=target)


def _why(score: Score) -> str:
    measure = f" of {score.measure.replace('_', ' ')}" if score.measure else ""
    return f"a score{measure} {score.phase}"


def is_score_sheet(found: Sequence[Heading], phase_of_sheet: Callable[[], str]) -> bool:
    """Return True if people, or their codes, have scores with a phase.

    The phase is named by a heading, by a column or by the sheet.
    """
    scores = [(h, score) for h in found if is_scores(h, score := score_of(h.text))]
    phases = {score.phase for _, score in scores} - {""}
    if phases == {"before", "after"}:
        return True
    if not scores or not any(score_role(h) in PEOPLE for h in found):
        return False
    return bool(phases) or any(score_role(h) == "phase" for h in found) or bool(phase_of_sheet())


# Columns of a delivery log: the stage a heading names, and whether it counts books or boxes.

#: Words around a stage that only describe what is counted: "No. of books shipped", "Received (boxes)".
_COUNTING = re.compile(r"\b(no|number|total|bilang|numero)\b\.?|#|\b(of|ng|de|na|the|mga)\b|[()/:.-]")
#: Roles that describe a stage row by row, in a log without one column per stage.
STEPS = ("number", "stage", "day")
#: Replacements for fields of other tables in a delivery log.
DELIVERY_FIELDS = {
    "programs.name": "deliveries.program_id", "sessions.site": "deliveries.site",
    "sessions.language": "deliveries.language",
}  # fmt: skip


def delivery_role(heading: Heading) -> str:
    """Return the role of a heading in a delivery log, ignoring books or boxes next to the stage."""
    entry = heading.under("deliveries")
    if entry is not None and entry.to.startswith("deliveries."):
        return entry.role
    stage = headings("deliveries").get(_without_units(heading.text))
    if stage is not None and stage.role in STAGES:
        return stage.role
    return entry.role if entry is not None and not entry.weak else ""


def unit_in(text: str) -> str:
    """Return the unit named in a text, "books" or "boxes"; "" if it names neither or both.

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
    """Refine the mapping of a delivery log: a stage counted in books and boxes is read in books."""
    roles = {heading.column: delivery_role(heading) for heading in found}
    in_books = {roles[one.column] for one in mapped if roles[one.column] in STAGES and unit_in(one.heading) == "books"}
    wide = bool(set(roles.values()) & set(STAGES))
    return [
        one if one.reason == "by hand" else _refine_delivery_column(one, roles[one.column], in_books, wide)
        for one in mapped
    ]


def _refine_delivery_column(one: Mapped, role: str, in_books: set[str], wide: bool) -> Mapped:
    if role in STAGES:
        if in_books and unit_in(one.heading) == "boxes":
            return replace(
                one, field="", reason="books are counted beside them, and boxes are never converted: not used"
            )
        return replace(one, field=f"deliveries.{role}", reason="exact")
    if role in STEPS and not wide:
        return replace(one, reason="tells how far a lot got: read row by row")
    if one.field and not one.field.startswith(("deliveries.", "check", "discard")):
        target = DELIVERY_FIELDS.get(one.field, "")
        return replace(
            one, field=target, reason=one.reason if target else "it has no place in a delivery log: not used"
        )
    return one


def units_of(mapping: Sequence[Mapped]) -> Mapping[str, str]:
    """Return the unit of each mapped stage by its heading; "" if the heading does not name one."""
    return {one.field.split(".")[1]: unit_in(one.heading) for one in mapping if one.field.split(".")[-1] in STAGES}


# Columns of a ledger: the main amount of a row, a separate source, a side of a cash book, or a tick.


@dataclass(frozen=True)
class Part:
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
#: The two sides of a cash book; a sheet with only one of them has plain amounts.
SIDES = ("money_in", "money_out")
#: Replacements for fields of other tables in a ledger.
LEDGER_FIELDS = {
    "programs.name": "ledger.program_id", "sessions.date": "ledger.date", "notes.text": "ledger.note",
    "partners.name": "ledger.from_party",
}  # fmt: skip
TICKS = "a mark ticks this category: kept as a word, never an attendance and never counted"


def ledger_role(heading: Heading) -> str:
    """Return the role of a heading in a ledger, or ""."""
    entry = heading.under("ledger")
    return entry.role if entry is not None and not entry.weak else ""


def settle_ledger(
    found: Sequence[Heading], mapped: Sequence[Mapped], texts_under: Callable[[int], set[str]]
) -> list[Mapped]:
    """Refine the mapping of a ledger so that each amount is read once; respect user choices."""
    roles = {heading.column: ledger_role(heading) for heading in found}
    roles = one_side(roles)
    amounts = [one.column for one in mapped if one.field == "ledger.value" and roles[one.column] == "amount"]
    apart = [one.column for one in mapped if one.field == "ledger.value" and roles[one.column] in PARTS]
    return [
        one if one.reason == "by hand" else _refine_ledger_column(one, roles[one.column], amounts, apart, texts_under)
        for one in mapped
    ]


def one_side(roles: Mapping[int, str]) -> dict[int, str]:
    """Return the roles by column, with income or expenses alone treated as a plain amount."""
    if set(SIDES) <= set(roles.values()):
        return dict(roles)
    return {column: "amount" if role in SIDES else role for column, role in roles.items()}


def _refine_ledger_column(
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
        target = LEDGER_FIELDS.get(one.field, "")
        return replace(one, field=target, reason=one.reason if target else "it has no place in a ledger: not used")
    return one


def is_ticked(texts: set[str]) -> bool:
    """Return True if a nonempty column holds only marks that tick a category."""
    filled = {text.casefold() for text in texts if text}
    return bool(filled) and filled <= set(word_list("ticks"))


def knows_kinds(texts: set[str]) -> bool:
    """Return True if a column is empty or contains a known kind of gift."""
    filled = {plain(text) for text in texts if text}
    return not filled or bool(filled & set(words("ledger_kind")))


def _all_numbers(texts: set[str]) -> bool:
    filled = [text for text in texts if text]
    return bool(filled) and all(re.search(r"\d", text) and not re.search(r"[^\W\d_]{4,}", text) for text in filled)
