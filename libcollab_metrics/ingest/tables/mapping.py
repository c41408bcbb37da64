"""Column mapping: the field proposed for each heading with a reason; ambiguous and repeated headings."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.ingest.tables.evidence import are_head_counts
from libcollab_metrics.ingest.tables.export_headings import without_group
from libcollab_metrics.ingest.tables.heading import (
    Heading,
    find_near_heading,
    find_noun,
    find_statement,
    heading_month,
    is_period_rollup,
)
from libcollab_metrics.ingest.values.categories import is_agreement_column
from libcollab_metrics.ingest.values.columns import find_first_status
from libcollab_metrics.ingest.values.dates import are_days
from libcollab_metrics.ingest.values.lexicon import (
    PERSON_LIST_LAYOUTS,
    HeadingEntry,
    asked_status,
    known_headings,
    known_words,
    word_list,
    yes_or_no,
)
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import FIELD_LABELS, SCHEMA, SHEET_TABLES, Table

#: Layouts whose rows are people.
PEOPLE_LAYOUTS = ("attendee_log", "roster", "sf2", "sign_in", *PERSON_LIST_LAYOUTS)
#: Reason of a mapping that the user chose.
BY_HAND = Message("by hand")
#: Beginning of the reason of a mapping by the noun of a longer heading.
BY_NOUN = "by its noun"
#: Roles that are inferred for ledgers only: money on a log of sessions may be a gift or a cost.
LEDGER_ROLES = ("giver", "amount")
#: Reason of a mapping by the words of a heading and the cells below it.
BY_CONTENT = Message("by its words and the cells below it")
STATUS_HEADINGS = (
    "status",
    "order status",
    "remarks on status",
    "katayuan",
    "kalagayan",
    "estado",
    "estatus",
)
#: Table of the rows of each layout.
MAIN_TABLES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "session_log",
                "aggregated_log",
                "tally_grid",
                "month_grid",
                "cross_table",
                "libcal",
                "day_register",
                "visit_counts",
            ),
            "sessions",
        ),
        "day_register": "sessions",
        **dict.fromkeys((*PEOPLE_LAYOUTS, "member_list"), "participation"),
        "ledger": "ledger",
        "deliveries": "deliveries",
        "scores": "outcomes",
        "tallied_survey": "outcomes",
        **dict.fromkeys(("agreement", "budget", "books_by_donor"), "ledger"),
        **dict.fromkeys(("volunteer_log", "staff_roster", "hours_grid"), "ledger"),
        "partner_list": "partners",
        "program_list": "programs",
        "partner_survey": "perspectives",
    }
)
#: Fields of sessions and people that the rows of other tables may have too.
SHARED_COLUMNS = ("date", "site", "start", "session_no")
#: Fields that name the program of a row.
PROGRAM_FIELDS = (
    "programs.name",
    *(f"{table}.program_id" for table in ("sessions", "participation", "outcomes", "ledger", "deliveries")),
)
#: Usual fields of a table's columns, the likeliest first; of other tables, their own.
USUAL_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sessions": (
            "sessions.date",
            "programs.name",
            "sessions.site",
            "sessions.attended",
            "partners.name",
            "notes.text",
            "sessions.start",
            "sessions.status",
            "sessions.age_group",
            "sessions.language",
        ),
        "participation": (
            "participation.person_key",
            "participation.date",
            "programs.name",
            "participation.status",
            "participation.site",
            "participation.age_group",
            "participation.mother_tongue",
            "participation.heard_from",
        ),
    }
)
#: Mapping targets in addition to the fields of the schema.
EXTRA_TARGETS = (
    "period.month",
    "period.year",
    "participation.first_name",
    "participation.last_name",
    "check",
    "discard",
    "",
)


def propose_mapping(
    sheet_headings: Sequence[Heading],
    layout: str,
    user_mapping: Mapping[str, str],
    texts_under: Callable[[int], set[str]],
    *,
    is_named: bool = False,
) -> list[ColumnMapping]:
    """Propose a mapping for every heading, with a reason.

    Parameters
    ----------
    sheet_headings : sequence of Heading
        Headings of the table.
    layout : str
        Layout of the table.
    user_mapping : mapping of str to str
        The user's choices (heading to "table.column", "" to exclude it); they outrank everything.
    texts_under : callable
        Returns the distinct texts of a column: a heading such as Status is decided by its words.
    is_named : bool, default False
        Whether the user said what the table is: a heading then means what its noun means ("Gift amount").

    Returns
    -------
    list of ColumnMapping
        One mapping per nonblank heading.

    Raises
    ------
    LibCollabError
        If a chosen target is not a known field.
    """
    mine = {normalize_heading(heading): field for heading, field in user_mapping.items()}
    for field in mine.values():
        _check_target(field)
    mapped = [_map_heading(heading, layout, mine, is_named) for heading in sheet_headings if heading.text]
    mapped = [_refine_by_words(column_mapping, layout, texts_under) for column_mapping in mapped]
    if layout in ("roster", "sf2"):
        mapped = _demote_days_present(sheet_headings, layout, mapped, texts_under)
    if layout == "session_log" and is_named:
        mapped = _count_numbers(sheet_headings, mapped, texts_under)
    return _demote_unclear_counts(sheet_headings, _demote_shared_nouns(mapped))


def _count_numbers(
    sheet_headings: Sequence[Heading],
    mapped: Sequence[ColumnMapping],
    texts_under: Callable[[int], set[str]],
) -> list[ColumnMapping]:
    """Map "#" over numbers that do not number the rows to the head count, if there is no other."""
    numbered = {heading.column for heading in sheet_headings if heading.role == "number"}
    counts = [m.column for m in mapped if m.column in numbered and _holds_counts(texts_under(m.column))]
    if len(counts) != 1 or any(mapping.field == "sessions.attended" for mapping in mapped):
        return list(mapped)
    return [
        replace(m, field="sessions.attended", reason=BY_CONTENT)
        if m.column in counts and m.reason != BY_HAND
        else m
        for m in mapped
    ]


def _holds_counts(texts: set[str]) -> bool:
    """Return whether texts are head counts, and not the numbers of rows from 1 on."""
    filled = texts - {""}
    return are_head_counts(filled) and {int(text) for text in filled} != {*range(1, len(filled) + 1)}


def _demote_days_present(
    sheet_headings: Sequence[Heading],
    layout: str,
    mapped: Sequence[ColumnMapping],
    texts_under: Callable[[int], set[str]],
) -> list[ColumnMapping]:
    """Map "Present" over numbers to "check" in a roster: it sums up the days, and is no day of its own."""
    entries = {heading.column: heading.entry_for(layout) for heading in sheet_headings}
    sums = {
        mapping.column
        for mapping in mapped
        if mapping.reason != BY_HAND
        and (entry := entries[mapping.column]) is not None
        and entry.role == "status"
        and are_head_counts(texts_under(mapping.column))
    }
    reason = Message("sums up the days: compared, never counted")
    return [replace(m, field="check", reason=reason) if m.column in sums else m for m in mapped]


def _demote_shared_nouns(mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Leave a heading unused whose noun means a field that another column fills too.

    "Attendance" and "Online attendance" may be a total and its part: they are never added up unasked.
    """
    filled = Counter(mapping.field for mapping in mapped)
    return [
        replace(
            mapping,
            field="",
            reason=Message("may mean {field}: not used unless you map it", field=mapping.field),
        )
        if mapping.reason.startswith(BY_NOUN) and filled[mapping.field] > 1
        else mapping
        for mapping in mapped
    ]


def _demote_unclear_counts(
    sheet_headings: Sequence[Heading], mapped: Sequence[ColumnMapping]
) -> list[ColumnMapping]:
    """Map counts that may be unique people to "check" if there is a regular head count."""
    unclear = {heading.column for heading in sheet_headings if heading.role == "unclear_count"}
    counted = [
        column_mapping
        for column_mapping in mapped
        if column_mapping.field == "sessions.attended" and column_mapping.column not in unclear
    ]
    return [
        replace(
            column_mapping,
            field="check",
            reason=Message("compared, never counted: another column is the head count"),
        )
        if counted and column_mapping.column in unclear and column_mapping.reason != BY_HAND
        else column_mapping
        for column_mapping in mapped
    ]


def _refine_by_words(
    mapped: ColumnMapping, layout: str, texts_under: Callable[[int], set[str]]
) -> ColumnMapping:
    """Refine a mapping by the words in the column.

    A column headed Status is the session's status if its words are; answers of a form are ratings.
    """
    if layout == "form_responses" and not mapped.field and mapped.reason != BY_HAND:
        if _asks_for_session_day(mapped, texts_under):
            return replace(
                mapped, field="participation.date", reason=Message("it asks for the session's day")
            )
        rated = is_agreement_column(texts_under(mapped.column), mapped.heading)
        return (
            replace(mapped, field="outcomes.rating", reason=Message("by its words of agreement"))
            if rated
            else mapped
        )
    if _has_head_counts(mapped, layout, texts_under):
        return replace(mapped, field="sessions.attended", reason=Message("by its numbers: people, not marks"))
    folded = normalize_heading(without_group(mapped.heading))
    asked = asked_status(without_group(mapped.heading))
    is_open = not mapped.field or (mapped.field == "notes.text" and folded in STATUS_HEADINGS)
    if not is_open or mapped.reason == BY_HAND or layout not in ("session_log", "aggregated_log"):
        return mapped
    texts = {normalize_heading(text) or text for text in texts_under(mapped.column)} - {""}
    is_split = _are_actual_and_planned(texts)
    if not (asked or is_split or folded in STATUS_HEADINGS):
        return mapped
    words = {*known_words("held"), *word_list("announced"), *(known_words("yes_no") if asked else ())}
    known = {
        text for text in texts if text in words or find_first_status(text) or (asked and yes_or_no(text))
    }
    if not texts or (len(known) * 2 < len(texts) and not is_split):
        return mapped
    return replace(
        mapped,
        field="sessions.status",
        reason=Message("by its words: {known}", known=", ".join(sorted(known)[:3])),
    )


def _are_actual_and_planned(texts: set[str]) -> bool:
    """Return whether a column says of each row whether its number is actual, or an estimate or a target."""
    actual, planned = (
        set(word_list("actual_or_planned", "actual")),
        set(word_list("actual_or_planned", "planned")),
    )
    return bool(texts & actual) and bool(texts & planned) and texts <= actual | planned


def _asks_for_session_day(mapped: ColumnMapping, texts_under: Callable[[int], set[str]]) -> bool:
    """Return whether a question of a form speaks of a session and all its answers are days."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(mapped.heading)))
    return bool(words & set(word_list("asked_sessions"))) and are_days(texts_under(mapped.column))


def _has_head_counts(mapped: ColumnMapping, layout: str, texts_under: Callable[[int], set[str]]) -> bool:
    """Return True if a column headed Attended holds head counts, in a session log.

    In other layouts its values are marks of a person.
    """
    if (
        layout not in ("session_log", "aggregated_log")
        or mapped.field != "discard"
        or mapped.reason == BY_HAND
    ):
        return False
    folded = normalize_heading(mapped.heading)
    entry, status = known_headings().get(folded), known_words("status").get(folded, "present")
    counts = entry is not None and entry.role == "status" and are_head_counts(texts_under(mapped.column))
    return counts and status == "present"


def _is_paid(heading: Heading) -> bool:
    """Return whether a heading below a day is what was paid: "Jul 4" over "P" and "paid"."""
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading.own_text)))
    return bool(heading.spanning_text) and bool(words & set(word_list("paid_below_days")))


def _map_heading(
    heading: Heading, layout: str, user_fields: Mapping[str, str], is_named: bool
) -> ColumnMapping:
    if normalize_heading(heading.text) in user_fields:
        chosen = resolve_user_field(user_fields[normalize_heading(heading.text)], layout)
        return ColumnMapping(heading.text, chosen, BY_HAND, heading.column)
    if layout == "partner_survey" and find_statement(heading.text):
        reason = Message("a statement about the partnership")
        return ColumnMapping(heading.text, "perspectives.rating", reason, heading.column)
    meets = heading.day is not None or (heading.number is not None and heading.entry is None)
    if meets and layout in ("roster", "sf2") and _is_paid(heading):
        return ColumnMapping(heading.text, "", Message("what was paid on a day: not used"), heading.column)
    if meets and layout in ("roster", "sf2"):
        return ColumnMapping(
            heading.text, "participation.status", Message("a day: one session"), heading.column
        )
    if layout == "month_grid" and heading.entry is None and heading_month(heading):
        return ColumnMapping(
            heading.text, "sessions.attended", Message("a month: a count for each row"), heading.column
        )
    if layout == "month_grid" and is_period_rollup(heading):
        return ColumnMapping(
            heading.text, "check", Message("sums up the months: compared, never counted"), heading.column
        )
    entry = heading.entry_for(layout)
    if entry is None and is_named:
        noun = find_noun(heading.text, layout)
        if noun:
            field = _resolve_field(known_headings(layout)[noun], layout)
            return ColumnMapping(
                heading.text, field, Message('by its noun, "{noun}"', noun=noun), heading.column
            )
    near = find_near_heading(heading, layout) if entry is None and not heading.is_inferred else ""
    if near:
        return ColumnMapping(
            heading.text,
            "",
            Message('similar to "{near}": not used unless you choose what it means', near=near),
            heading.column,
        )
    if entry is None:
        return ColumnMapping(heading.text, "", Message("not a known heading: not used"), heading.column)
    if entry.is_weak:
        return ColumnMapping(
            heading.text,
            "",
            Message("may mean {target}: not used unless you map it", target=entry.target),
            heading.column,
        )
    if entry.target == "check":
        return ColumnMapping(heading.text, "check", Message("compared, never counted"), heading.column)
    if entry.target == "discard":
        return ColumnMapping(
            heading.text, "discard", Message("personal: read for layout and not stored"), heading.column
        )
    is_inferred = heading.is_inferred and entry is heading.entry
    if is_inferred and entry.role in LEDGER_ROLES and layout != "ledger":
        return ColumnMapping(heading.text, "", Message("not a known heading: not used"), heading.column)
    field = _resolve_field(entry, layout)
    return ColumnMapping(heading.text, field, BY_CONTENT if is_inferred else "exact", heading.column)


def resolve_user_field(field: str, layout: str) -> str:
    """Return the field of the layout's own table that a user's choice means.

    The date, place or program of a session or a person is that of whatever the row is, and the partners of a
    program are those of the session.

    Examples
    --------
    >>> (resolve_user_field("sessions.date", "attendee_log"), resolve_user_field("sessions.date", "ledger"),
    ...  resolve_user_field("sessions.program_id", "session_log"), resolve_user_field("check", "ledger"))
    ('participation.date', 'ledger.date', 'programs.name', 'check')
    >>> resolve_user_field("programs.partner_ids", "session_log")
    'partners.name'
    """
    main = MAIN_TABLES.get(layout)
    if main is None:
        return field
    if field in PROGRAM_FIELDS:
        named = main in ("sessions", "participation", "programs", "partners", "perspectives")
        return "programs.name" if named else f"{main}.program_id"
    if field == "programs.partner_ids" and main == "sessions":
        return "partners.name"
    table, _, column = field.partition(".")
    is_shared = table in ("sessions", "participation") and column in SHARED_COLUMNS
    return f"{main}.{column}" if is_shared and column in {own.name for own in SCHEMA[main].fields} else field


def list_fields(layout: str) -> tuple[str, ...]:
    """Return the fields that a column can mean, the usual ones of the layout first, each meaning once.

    Parameters
    ----------
    layout : str
        Layout of the sheet.

    Returns
    -------
    tuple of str
        Fields ("table.column").

    Examples
    --------
    >>> list_fields("session_log")[:3]
    ('sessions.date', 'programs.name', 'sessions.site')
    >>> [field for field in list_fields("ledger") if field.endswith("program_id")]
    ['ledger.program_id']
    """
    main, program = MAIN_TABLES.get(layout, "sessions"), resolve_user_field("programs.name", layout)
    own = tuple(field for field in FIELD_LABELS if field.startswith(f"{main}."))
    meanings = (
        program if field.endswith((".program_id", "programs.name")) else resolve_user_field(field, layout)
        for field in (*USUAL_FIELDS.get(main, own), *FIELD_LABELS)
    )
    return tuple(dict.fromkeys(meanings))


def _resolve_field(entry: HeadingEntry, layout: str) -> str:
    """Choose the field of an ambiguous heading by layout: the session's or person's language."""
    people = layout in PEOPLE_LAYOUTS
    if entry.role == "language" and not people:
        return "sessions.language"
    if people and entry.role in ("audience", "age"):
        return "participation.age_group"
    if people and entry.role in ("date", "start", "site"):
        return entry.target.replace("sessions.", "participation.")
    if layout in ("roster", "sf2") and entry.role == "session_no":
        return "participation.status"
    if people and entry.role in ("part", "unclear_count"):
        return "check"
    if not people and entry.role in (
        "person",
        "first_name",
        "last_name",
        "age",
        "first_time",
        "heard_from",
        "status",
    ):
        return "discard"
    return entry.target


def map_template(
    sheet_headings: Sequence[Heading], table: Table, user_mapping: Mapping[str, str]
) -> list[ColumnMapping]:
    """Map a template sheet: its headings are the labels of the table's fields."""
    labels = {normalize_heading(field.label): f"{table.name}.{field.name}" for field in table.typed_fields}
    mine = {normalize_heading(heading): field for heading, field in user_mapping.items()}
    mapped = []
    for heading in sheet_headings:
        folded = normalize_heading(heading.text)
        if folded in mine:
            mapped.append(ColumnMapping(heading.text, mine[folded], BY_HAND, heading.column))
        elif folded in labels:
            mapped.append(ColumnMapping(heading.text, labels[folded], "exact", heading.column))
        elif heading.text:
            mapped.append(
                ColumnMapping(
                    heading.text, "", Message("not a heading of the template: not used"), heading.column
                )
            )
    return mapped


def drop_repeated_fields(mapping: Sequence[ColumnMapping], shared: tuple[str, ...]) -> list[ColumnMapping]:
    """Allow only the first heading to fill a field, unless the field adds several columns up."""
    seen: set[str] = set()
    remaining = []
    for mapped in mapping:
        if mapped.field in seen and mapped.field not in shared:
            mapped = replace(
                mapped,
                field="",
                reason=Message(
                    "{field} is already filled by an earlier heading: not used", field=mapped.field
                ),
            )
        if mapped.field not in ("", "check", "discard"):
            seen.add(mapped.field)
        remaining.append(mapped)
    return remaining


def hash_headings(sheet_headings: Sequence[Heading]) -> str:
    """Hash the headings of a sheet, without dates: equal for sheets with the same headings."""
    known = sorted(
        normalize_heading(heading.text) for heading in sheet_headings if heading.text and heading.day is None
    )
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]


def _check_target(target: str) -> None:
    known = [
        *EXTRA_TARGETS,
        *(f"{table.name}.{field.name}" for table in SHEET_TABLES for field in table.fields),
    ]
    if target not in known:
        raise unknown_name_error("table.column", target, [name for name in known if name])
