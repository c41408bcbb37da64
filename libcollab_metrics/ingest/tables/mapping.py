"""Column mapping: proposes a field for each heading, always with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from libcollab_metrics.errors import did_you_mean
from libcollab_metrics.ingest.tables.column_roles import settle_deliveries, settle_ledger, settle_scores
from libcollab_metrics.ingest.tables.detection import are_head_counts
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import Heading, is_coarser, month_named, near_heading
from libcollab_metrics.ingest.tables.status_column import settle_list
from libcollab_metrics.ingest.values.categories import is_agreement
from libcollab_metrics.ingest.values.lexicon import MORE_LISTS, Entry, headings, words
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped
from libcollab_metrics.model.schema import SHEET_TABLES, Table

#: Layouts whose rows are people.
PEOPLE = ("attendee_log", "roster", "sf2", "sign_in", *MORE_LISTS)
STATUS_HEADINGS = ("status", "order status", "remarks on status")
#: Mapping targets in addition to the fields of the schema.
EXTRA = ("period.month", "period.year", "participation.first_name", "participation.last_name", "check", "discard", "")


def propose_mapping(
    found: Sequence[Heading], layout: str, given: Mapping[str, str], texts_under: Callable[[int], set[str]]
) -> list[Mapped]:
    """Propose a mapping for every heading, with a reason.

    Parameters
    ----------
    found : sequence of Heading
        Headings of the table.
    layout : str
        Layout of the table.
    given : mapping of str to str
        The user's choices (heading to "table.column", "" to exclude it); they outrank everything.
    texts_under : callable
        Returns the distinct texts of a column: a heading such as Status is decided by its words.

    Returns
    -------
    list of Mapped
        One mapping per nonblank heading.

    Raises
    ------
    LibCollabError
        If a chosen target is not a known field.
    """
    mine = {plain(heading): field for heading, field in given.items()}
    for field in mine.values():
        _check_target(field)
    mapped = [_mapped(heading, layout, mine) for heading in found if heading.text]
    mapped = [_by_its_words(one, layout, texts_under) for one in mapped]
    return _without_unclear(found, mapped)


def _without_unclear(found: Sequence[Heading], mapped: Sequence[Mapped]) -> list[Mapped]:
    """Map counts that may be unique people to "check" if there is a regular head count."""
    unclear = {heading.column for heading in found if heading.role == "unclear_count"}
    counted = [one for one in mapped if one.field == "sessions.attended" and one.column not in unclear]
    return [
        replace(one, field="check", reason="compared, never counted: another head count stands beside it")
        if counted and one.column in unclear and one.reason != "by hand"
        else one
        for one in mapped
    ]


def _by_its_words(mapped: Mapped, layout: str, texts_under: Callable[[int], set[str]]) -> Mapped:
    """Refine a mapping by the words in the column.

    A column headed Status is the session's status if its words are; answers of a form are ratings.
    """
    if layout == "form_responses" and not mapped.field and mapped.reason != "by hand":
        rated = is_agreement(texts_under(mapped.column), mapped.heading)
        return replace(mapped, field="outcomes.rating", reason="by its words of agreement") if rated else mapped
    if _counts_heads(mapped, layout, texts_under):
        return replace(mapped, field="sessions.attended", reason="by its numbers: people, not marks")
    if mapped.field or plain(mapped.heading) not in STATUS_HEADINGS or mapped.reason == "by hand":
        return mapped
    texts = {plain(text) for text in texts_under(mapped.column)} - {""}
    known = {text for text in texts if text in words("held")}
    if layout != "session_log" or not texts or len(known) * 2 < len(texts):
        return mapped
    return replace(mapped, field="sessions.status", reason=f"by its words: {', '.join(sorted(known)[:3])}")


def _counts_heads(mapped: Mapped, layout: str, texts_under: Callable[[int], set[str]]) -> bool:
    """Return True if a column headed Attended holds head counts, in a session log.

    In other layouts its values are marks of a person.
    """
    if layout not in ("session_log", "aggregated_log") or mapped.field != "discard" or mapped.reason == "by hand":
        return False
    entry = headings().get(plain(mapped.heading))
    return entry is not None and entry.role == "status" and are_head_counts(texts_under(mapped.column))


def _mapped(heading: Heading, layout: str, mine: Mapping[str, str]) -> Mapped:
    if plain(heading.text) in mine:
        return Mapped(heading.text, mine[plain(heading.text)], "by hand", heading.column)
    meets = heading.day is not None or (heading.number is not None and heading.entry is None)
    if meets and layout in ("roster", "sf2"):
        return Mapped(heading.text, "participation.status", "a day: one session", heading.column)
    if layout == "month_grid" and heading.entry is None and month_named(heading):
        return Mapped(heading.text, "sessions.attended", "a month: a count for each row", heading.column)
    if layout == "month_grid" and is_coarser(heading):
        return Mapped(heading.text, "check", "sums up the months: compared, never counted", heading.column)
    entry = heading.under(layout)
    near = near_heading(heading, layout) if entry is None else ""
    if near:
        target = headings(layout)[near].to
        return Mapped(heading.text, "", f'looks like "{near}" ({target}): not used until you say so', heading.column)
    if entry is None:
        return Mapped(heading.text, "", "not a known heading: not used", heading.column)
    if entry.weak:
        return Mapped(heading.text, "", f"may mean {entry.to}: not used until you say so", heading.column)
    if entry.to == "check":
        return Mapped(heading.text, "check", "compared, never counted", heading.column)
    if entry.to == "discard":
        return Mapped(heading.text, "discard", "personal: read for layout and not kept", heading.column)
    return Mapped(heading.text, _placed(entry, layout), "exact", heading.column)


def _placed(entry: Entry, layout: str) -> str:
    """Choose the field of an ambiguous heading by layout: the session's or person's language."""
    people = layout in PEOPLE
    if entry.role == "language" and not people:
        return "sessions.language"
    if people and entry.role in ("audience", "age"):
        return "participation.age_group"
    if people and entry.role in ("date", "start", "site"):
        return entry.to.replace("sessions.", "participation.")
    if layout in ("roster", "sf2") and entry.role == "session_no":
        return "participation.status"
    if people and entry.role in ("part", "unclear_count"):
        return "check"
    if not people and entry.role in ("person", "first_name", "last_name", "age", "first_time", "heard_from", "status"):
        return "discard"
    return entry.to


def template_mapping(found: Sequence[Heading], table: Table, given: Mapping[str, str]) -> list[Mapped]:
    """Map a template sheet: its headings are the labels of the table's fields."""
    labels = {plain(field.label): f"{table.name}.{field.name}" for field in table.typed}
    mine = {plain(heading): field for heading, field in given.items()}
    mapped = []
    for heading in found:
        folded = plain(heading.text)
        if folded in mine:
            mapped.append(Mapped(heading.text, mine[folded], "by hand", heading.column))
        elif folded in labels:
            mapped.append(Mapped(heading.text, labels[folded], "exact", heading.column))
        elif heading.text:
            mapped.append(Mapped(heading.text, "", "not a heading of the template: not used", heading.column))
    return mapped


def first_use_only(mapping: Sequence[Mapped], shared: tuple[str, ...]) -> list[Mapped]:
    """Allow only the first heading to fill a field, unless the field adds several columns up."""
    seen: set[str] = set()
    kept = []
    for mapped in mapping:
        if mapped.field in seen and mapped.field not in shared:
            mapped = replace(
                mapped, field="", reason=f"{mapped.field} is already filled by an earlier heading: not used"
            )
        if mapped.field not in ("", "check", "discard"):
            seen.add(mapped.field)
        kept.append(mapped)
    return kept


def fingerprint(found: Sequence[Heading]) -> str:
    """Hash the headings of a sheet, without dates: equal for sheets with the same headings."""
    known = sorted(plain(heading.text) for heading in found if heading.text and heading.day is None)
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]


def _check_target(target: str) -> None:
    known = [*EXTRA, *(f"{table.name}.{field.name}" for table in SHEET_TABLES for field in table.fields)]
    if target not in known:
        raise did_you_mean("table.column", target, [name for name in known if name])


# Layout-specific rules that refine a proposed mapping once all its columns are known.

SETTLERS: Mapping[str, Callable[[Grid, Sequence[Mapped]], list[Mapped]]] = MappingProxyType(
    {
        "ledger": lambda grid, mapped: settle_ledger(grid.headings, mapped, grid.texts_under),
        "deliveries": lambda grid, mapped: settle_deliveries(grid.headings, mapped),
        "scores": settle_scores,
        "attendee_log": settle_list,
        "sign_in": settle_list,
    }
)


def settle(grid: Grid, mapped: Sequence[Mapped]) -> list[Mapped]:
    """Refine a proposed mapping with layout-specific rules; the user's choices stay unchanged."""
    settler = SETTLERS.get(grid.layout)
    return list(mapped) if settler is None else settler(grid, mapped)
