"""Columns of a delivery log: the stage a heading names, whether it counts books or boxes, and their sums."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.tables.amounts import add_up, read_amounts
from libcollab_metrics.ingest.tables.column_roles import has_only_numbers, is_tick_column, ledger_role
from libcollab_metrics.ingest.tables.counted_people import is_open
from libcollab_metrics.ingest.tables.heading import Heading, has_total_word, is_not_counted, sheet_title
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.dates import parse_day
from libcollab_metrics.ingest.values.lexicon import (
    HeadingEntry,
    known_headings,
    known_words,
    months,
    word_list,
)
from libcollab_metrics.messages import Message
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import STAGES

if TYPE_CHECKING:
    from libcollab_metrics.ingest.files.cells import SheetCells
    from libcollab_metrics.ingest.tables.column_profiles import ColumnProfile
    from libcollab_metrics.ingest.tables.grid import Grid

#: Words around a stage that only describe what is counted: "No. of books shipped", "Received (boxes)".
_COUNTING = re.compile(
    r"\b(no|number|total|qty|quantity|cantidad|cant|bilang|numero|ilang?|cuantos|pcs|pieces|piezas|piraso)\b\.?|#|\b(of|ng|de|na|the|mga)\b|[()/:.-]"
)
#: Words for a number at the beginning of a heading: "Ilan natanggap ng school".
_COUNT_BEFORE = re.compile(
    r"^(?:ilang?|bilang ng|how many|(?:no\.?|number|#) of|cuantos|cuantas)\s+(?:na\s+)?"
)
#: A note behind a heading.
_NOTE = re.compile(r"\s*\(([^)]*)\)\s*$")
#: Where the books of a stage were, after the stage: "received at school", "enviados a la escuela".
_PLACE = re.compile(r"\b(?:at|in|to|by|sa|en|al|a)\b.*$")
#: Where, when or after what a stage was reached.
_CIRCUMSTANCES = re.compile(rf"{_PLACE.pattern}|\b(?:after|on|as of|despues|pagkatapos|noong)\b.*$")
#: Roles that describe a stage row by row, in a log without one column per stage.
STAGE_ROLES = ("number", "stage", "day")
LOT_ROLES = ("stage", "received_on")
#: Stages whose words also say that a reader took the books home: "received", "collected".
TAKEN_STAGES = ("received", "collected")
#: Fewest stages of a sheet in which a further one may name a place, "Recibidos en Chosica", and fewest that
#: the words of a column name.
MIN_STAGES = 2
STAGE = HeadingEntry("stage", "check", False)
#: Stages that a signature or a day confirms.
RECEIPT_STAGES = ("received", "in_hands")
#: Field of a stage whose cells are days, and the share of its cells that must be.
DAY_FIELDS = {"shipped": "dispatched_on", "received": "received_on", "in_hands": "received_on"}
MOST_DAYS = 0.5
SEVERAL_REASON = Message("several columns count books at this stage, and none is their total")
LOST_REASON = Message("books that were lost or damaged: not used")
SENT_REASON = Message("the books next to the day on which they were sent: read as shipped")
HANDED_REASON = Message("books handed over to the school of the row: read as received there")
READERS_REASON = Message("each row is a child or reader: read as in readers' hands")
NUMBER_REASON = Message("the stage of each lot: read row by row")
DAYS_REASON = Message("days of a stage whose day is not stored: not used")
TITLE_REASON = Message("books, of which the title says what became of them")
#: Replacements for fields of other tables in a delivery log.
DELIVERY_FIELDS = {
    "programs.name": "deliveries.program_id",
    "sessions.site": "deliveries.site",
    "sessions.language": "deliveries.language",
}


def delivery_role(heading: Heading) -> str:
    """Return the role of a heading in a delivery log, ignoring books or boxes next to the stage."""
    if _names_lost_books(heading):
        return ""
    entry = heading.entry_for("deliveries")
    if entry is not None and entry.target.startswith("deliveries."):
        return entry.role
    known = known_headings("deliveries")
    texts = (*_without_note(heading.text), *heading.text.split("/"), heading.own_text)
    keys = [*map(_strip_units, texts), _COUNT_BEFORE.sub("", normalize_heading(heading.text))]
    named = {found.role for key in keys if (found := known.get(key))}
    if len(named) == 1 and named <= set(STAGES):  # "Usable / in good condition" names one stage twice
        return named.pop()
    if find_unit(heading.text) == "books":
        if stage := _stage_in_words(heading.own_text):
            return stage
        if _only_counts(heading.text):
            return "number"
    return entry.role if entry is not None and not entry.is_weak else ""


def infer_stage_column(headings: list[Heading], profiles: Mapping[int, ColumnProfile]) -> list[Heading]:
    """Return the headings with the column whose words say what became of the books of each row.

    All of its words are stages, several of them, and another column counts books: "sent", "arrived", "given".
    """
    if any(delivery_role(h) in ("stage", *STAGES) for h in headings) or not any(map(_counts_books, headings)):
        return headings
    known = known_words("stage")
    for place, heading in enumerate(headings):
        if heading.column not in profiles or not is_open(heading):
            continue
        words = _drop_totals(map(normalize_heading, profiles[heading.column].texts))
        if words <= set(known) and len({known[word] for word in words}) >= MIN_STAGES:
            named = replace(heading, entry=STAGE, is_inferred=True)
            return [*headings[:place], named, *headings[place + 1 :]]
    return headings


def _drop_totals(words: Iterable[str]) -> set[str]:
    """Return normalized texts without blanks and those that begin like a total: "tot sent"."""
    return {text for text in words if text and not is_possible_total(text) and not text.startswith("tot ")}


def _names_lost_books(heading: Heading) -> bool:
    """Return whether a heading is that of books lost at a stage: "Damaged" below "Received"."""
    own = set(re.findall(r"[^\W\d_]+", normalize_heading(heading.own_text)))
    return bool(heading.spanning_text and own & set(word_list("stages_not_reached")))


def _stage_in_words(text: str) -> str:
    """Return the only stage that a word of a heading names; "" where it counts people or names none.

    Examples
    --------
    >>> _stage_in_words("Libro na tinanggap ng brgy"), _stage_in_words("Naipamigay na sa mga bata")
    ('received', 'in_hands')
    >>> _stage_in_words("Children who received books"), _stage_in_words("Books not received")
    ('', '')
    """
    words = re.findall(r"[^\W\d_]+", normalize_heading(text))
    if is_not_counted(text) or set(words) & set(word_list("stages_not_reached")):
        return ""
    padded = f" {' '.join(words)} "
    places = {padded.find(f" {phrase} "): role for phrase, role in _stage_phrases().items()}
    places.pop(-1, None)
    people = [padded.find(f" {word} ") for word in words if word in word_list("role_words", "attendance")]
    books = [padded.find(f" {word} ") for word in words if find_unit(word)]
    named = set(places.values())
    if len(named) != 1 or min(people, default=len(padded)) < min([*places, *books]):
        return ""
    return named.pop()


@cache
def _stage_phrases() -> Mapping[str, str]:
    """Return the stage of each heading that names one, without punctuation."""
    known = known_headings("deliveries").items()
    return {
        " ".join(re.findall(r"[^\W\d_]+", text)): entry.role for text, entry in known if entry.role in STAGES
    }


def _without_note(text: str) -> tuple[str, ...]:
    """Return a heading, and the same without a note behind it that says who counted: "(their count)"."""
    note = _NOTE.search(text)
    return (text,) if note is None or is_not_counted(note[1]) else (text, text[: note.start()])


def find_unit(text: str) -> str:
    """Return the unit named in a text, "books" or "boxes"; "" if it names neither or both.

    Examples
    --------
    >>> (find_unit("No. of boxes shipped"), find_unit("Books"), find_unit("Books per box"),
    ...  find_unit("Shipped"))
    ('boxes', 'books', '', '')
    """
    known = known_words("lot_unit")
    units = {known[word] for word in re.findall(r"[^\W\d_]+", normalize_heading(text)) if word in known}
    return units.pop() if len(units) == 1 else ""


def _strip_units(text: str) -> str:
    """Return a heading without words that count, and where it names books or boxes without a place.

    Examples
    --------
    >>> _strip_units("No. of books shipped"), _strip_units("Books rec'd at school"), _strip_units("Sent by")
    ('shipped', "rec'd", 'sent by')
    """
    known = known_words("lot_unit")
    bare = " ".join(word for word in _COUNTING.sub(" ", normalize_heading(text)).split() if word not in known)
    return (_PLACE.sub("", bare) if find_unit(text) else bare).strip()


def refine_delivery_mapping(grid: Grid, mapped: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """Refine the mapping of a delivery log.

    A stage counted in books and boxes is read in books. If its cells are days, they say when it was reached.
    """
    roles = {
        heading.column: _role_by_content(delivery_role(heading), grid.texts_under(heading.column))
        for heading in grid.headings
    }
    roles |= _find_further_stages(grid.headings, roles, grid.texts_under)
    sent = _find_number_sent(grid, roles)
    roles |= dict.fromkeys(sent, "shipped")
    handed = _find_handed_over(grid.headings, roles)
    roles |= dict.fromkeys(handed, "received")
    taken = _find_taken_by_readers(grid.headings, roles)
    roles |= dict.fromkeys(taken, "in_hands")
    plain = [heading.column for heading in _find_books(grid.headings, grid.cells, grid.header)]
    titled = _find_titled_stage(
        grid.headings, roles, grid.cells, grid.header, sheet_title(grid.cells, grid.header)
    )
    roles |= titled
    in_books = {
        roles[column_mapping.column]
        for column_mapping in mapped
        if roles[column_mapping.column] in STAGES and find_unit(column_mapping.heading) == "books"
    }
    wide = bool(set(roles.values()) & set(STAGES))
    lost = {heading.column for heading in grid.headings if _names_lost_books(heading)}
    refined = [
        column_mapping
        if column_mapping.reason == "by hand"
        else replace(column_mapping, field="", reason=LOST_REASON)
        if column_mapping.column in lost
        else replace(column_mapping, field="deliveries.shipped", reason=SENT_REASON)
        if column_mapping.column in sent
        else replace(column_mapping, field="deliveries.received", reason=HANDED_REASON)
        if column_mapping.column in handed
        else replace(column_mapping, field="deliveries.in_hands", reason=READERS_REASON)
        if column_mapping.column in taken
        else replace(column_mapping, field=f"deliveries.{titled[column_mapping.column]}", reason=TITLE_REASON)
        if column_mapping.column in titled
        else replace(column_mapping, field="", reason=DAYS_REASON)
        if not roles[column_mapping.column]
        and column_mapping.field.removeprefix("deliveries.") in STAGES
        and _holds_days(grid.texts_under(column_mapping.column))
        else replace(column_mapping, field="check", reason=NUMBER_REASON)
        if plain == [column_mapping.column] and not column_mapping.field and not wide
        else _refine_delivery_column(column_mapping, roles[column_mapping.column], in_books, wide)
        for column_mapping in mapped
    ]
    return _choose_totals_of_stages(refined, grid)


def _find_taken_by_readers(headings: Sequence[Heading], roles: Mapping[int, str]) -> list[int]:
    """Return the only column of books received or collected, where each row is a child or another reader."""
    stages = [column for column, role in roles.items() if role in STAGES]
    is_taken = len(stages) == 1 and _lists_readers(headings)
    return [n for n in stages if roles[n] in TAKEN_STAGES] if is_taken else []


def _lists_readers(headings: Sequence[Heading]) -> bool:
    """Return whether each row is a child or another reader."""
    readers = {*word_list("people_parts", "children"), *word_list("count_parts", "learners")}
    readers |= set(word_list("recipients"))
    return any(
        heading.role in ("person", "first_name", "last_name")
        and readers & set(re.findall(r"[^\W\d_]+", normalize_heading(heading.text)))
        for heading in headings
    )


def _choose_totals_of_stages(mapping: Sequence[ColumnMapping], grid: Grid) -> list[ColumnMapping]:
    """Return the mapping with one column for each stage: the total of several, else none of them.

    "Books collected wk 1" is not all that was collected.
    """
    by_stage: dict[str, list[ColumnMapping]] = {}
    for mapped in mapping:
        is_stage = mapped.field.removeprefix("deliveries.") in STAGES
        if is_stage and any(map(_has_digit, grid.texts_under(mapped.column))):
            by_stage.setdefault(mapped.field, []).append(mapped)
    unused: set[int] = set()
    for several in by_stage.values():
        if len(several) > 1 and all(mapped.reason != "by hand" for mapped in several):
            totals = [mapped for mapped in several if has_total_word(mapped.heading)]
            used = totals[0].column if len(totals) == 1 else None
            unused |= {mapped.column for mapped in several} - {used}
    return [
        replace(mapped, field="", reason=SEVERAL_REASON) if mapped.column in unused else mapped
        for mapped in mapping
    ]


def _find_number_sent(grid: Grid, roles: Mapping[int, str]) -> list[int]:
    """Return the column of books without a stage, next to the day they were sent and a later stage."""
    stages = set(roles.values()) & set(STAGES)
    if "dispatched_on" not in roles.values() or not stages or "shipped" in stages:
        return []
    plain = [h.column for h in grid.headings if roles[h.column] == "number" and find_unit(h.text) == "books"]
    return plain if len(plain) == 1 and has_only_numbers(grid.texts_under(plain[0])) else []


def _find_handed_over(headings: Sequence[Heading], roles: Mapping[int, str]) -> list[int]:
    """Return the column of books delivered to the school of each row, where no other column says received.

    They are in the hands of the school; "Delivered to children" are in those of readers.
    """
    words_of = {h.column: set(re.findall(r"[^\W\d_]+", normalize_heading(h.text))) for h in headings}
    people = set(word_list("role_words", "attendance"))
    if not name_receivers(headings, roles) or "received" in roles.values():
        return []
    handed = set(word_list("handed_over"))
    return [
        column
        for column, role in roles.items()
        if role == "in_hands" and words_of[column] & handed and not words_of[column] & people
    ]


def _find_titled_stage(
    headings: Sequence[Heading], roles: Mapping[int, str], cells: SheetCells, header: int, title: str
) -> dict[int, str]:
    """Return the only column of books with the stage of the title; empty if columns say it themselves.

    Places, or the days of the rows, say that the books were brought or taken somewhere. Of the columns of
    several kinds of books, their total counts them.
    """
    found, lists_readers = set(roles.values()), _lists_readers(headings)
    if found & {*STAGES, "stage", "dispatched_on"} or not (found & {"site", "lot"} or lists_readers):
        return {}
    books = _find_books(headings, cells, header)
    if len(books) != 1:
        return {}
    to_readers = set(title.split()) & set(word_list("role_words", "attendance"))  # "handed to pupils"
    if "received_on" in found:
        stage = "" if _counts_plain_books(books[0]) else "received"  # plain books are read by their days
    else:
        stage = "" if lists_readers else _stage_of_title(title) or _stage_of_carrier(headings)
        if stage == "in_hands" and name_receivers(headings, roles):
            stage = "received" if set(title.split()) & set(word_list("handed_over")) else stage
        if not stage and (stage := _stage_of_handover(headings, roles, title)) and to_readers:
            stage = "in_hands"
        stage = stage or ("" if lists_readers else _stage_of_tab(cells.name))
    if stage in RECEIPT_STAGES and _lacks_receipts(books[0], headings, cells, header):
        return {}
    return {books[0].column: stage} if stage else {}


def _stage_of_carrier(headings: Sequence[Heading]) -> str:
    """Return "shipped" where a heading names who carried the books, such as "Courier" or "Waybill"."""
    words = {word for h in headings for word in re.findall(r"[^\W\d_]+", normalize_heading(h.text))}
    return "shipped" if words & set(word_list("carriers")) else ""


def _stage_of_tab(name: str) -> str:
    """Return the stage that the name of a tab is: "Received", "Sent"; "" for other names."""
    stage = known_words("stage").get(normalize_heading(name), "")
    return stage if stage in STAGES else ""


def _find_books(headings: Sequence[Heading], cells: SheetCells, header: int) -> list[Heading]:
    """Return the columns that count books: the total of several kinds, else those of books alone."""
    totals = [h for h in headings if _is_total_of_kinds(h, headings, cells, header)]
    return totals or [heading for heading in headings if _counts_plain_books(heading)]


def _is_total_of_kinds(heading: Heading, headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether a column headed by a word for a total adds up some of the others in every row."""
    if normalize_heading(heading.text) not in word_list("totals"):
        return False
    own = read_amounts(heading, cells, header)
    others = [read_amounts(h, cells, header) for h in headings if h.text and h is not heading]
    counts = [other for other in others if np.isfinite(other).sum() >= MIN_ROWS_OF_SUM]
    spans = (counts[first:last] for first in range(len(counts)) for last in range(first + 2, len(counts) + 1))
    return any(add_up(np.array(span), own, fewest=MIN_ROWS_OF_SUM) for span in spans)


def _stage_of_handover(headings: Sequence[Heading], roles: Mapping[int, str], title: str) -> str:
    """Return what a title says of books that were handed over: to readers, or to schools and libraries.

    "Entrega de libros" over schools means that they received them, "Books given to children" over names of
    children that these have them.
    """
    words = set(re.findall(r"[^\W\d_]+", title))
    unit = known_words("lot_unit")
    if not words & set(word_list("books_given")) or not any(unit.get(word) == "books" for word in words):
        return ""
    if _lists_readers(headings):
        return "in_hands"
    return "received" if name_receivers(headings, roles) else ""


def name_receivers(headings: Sequence[Heading], roles: Mapping[int, str]) -> bool:
    """Return whether each row is a school or library that gets the books."""
    texts = {h.column: normalize_heading(h.text) for h in headings}
    receivers = set(word_list("receivers"))
    return any(
        role == "site" and receivers & {text.replace(".", ""), *re.findall(r"[^\W\d_]+", text)}
        for column, role in roles.items()
        if (text := texts.get(column, ""))
    )


def _lacks_receipts(books: Heading, headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether some rows with books have no signature, receipt, status or day, and others do."""
    is_total = np.zeros(cells.height, dtype=bool)
    for column in cells.columns:
        flags = np.array([bool(text) and is_possible_total(text or "") for text in column.folded])
        is_total |= flags[column.codes]
    filled = {
        h.column: cells.columns[h.column - cells.first_column].codes[header + 1 :] != 0 for h in headings
    }
    rows = filled[books.column] & ~is_total[header + 1 :]
    stems = word_list("receipts_of_books")
    return any(
        (filled[h.column] & rows).any() and (~filled[h.column] & rows).any()
        for h in headings
        if any(word.startswith(stems) for word in re.findall(r"[^\W\d_]+", normalize_heading(h.text)))
    )


def _counts_plain_books(heading: Heading) -> bool:
    """Return whether a heading only says that books are counted: "No. of books", "Books counted"."""
    return find_unit(heading.text) == "books" and delivery_role(heading) == "number"


def _only_counts(text: str) -> bool:
    """Return whether a heading has no words but those that count and their unit: "Storybooks (pcs)"."""
    known = {*known_words("lot_unit"), *word_list("counted_things")}
    return set(_COUNTING.sub(" ", normalize_heading(text)).split()) <= known


def _stage_of_title(title: str) -> str:
    """Return the only stage that follows a word for books in a title; "" if there is none, or several.

    Examples
    --------
    >>> _stage_of_title("day of service - books collected"), _stage_of_title("libros entregados en mayo")
    ('collected', 'in_hands')
    >>> _stage_of_title("books received and distributed"), _stage_of_title("collected books on art")
    ('received', '')
    """
    known = known_headings("deliveries")
    words = re.findall(r"[^\W\d_]+", title)
    unit = known_words("lot_unit")
    following = (word for before, word in pairwise(words) if unit.get(before) == "books" and word in known)
    stages = {known[word].role for word in following} & set(STAGES)
    return stages.pop() if len(stages) == 1 else ""


def _find_further_stages(
    headings: Sequence[Heading], roles: Mapping[int, str], texts_under: Callable[[int], set[str]]
) -> dict[int, str]:
    """Return the columns of numbers headed by a stage and its place, or by a stage in other words.

    The first need two plain stages in the table, the others a stage of books, or more than two: "Given out to
    the children" next to "Books received".
    """
    stages = set(roles.values()) & set(STAGES)
    has_books = any(roles[h.column] in STAGES and find_unit(h.text) == "books" for h in headings)
    found: dict[int, str] = {}
    for heading in headings if has_books or len(stages) >= MIN_STAGES else ():
        entry = known_headings("deliveries").get(_without_circumstances(heading.text))
        stage = entry.role if entry is not None and len(stages) >= MIN_STAGES else ""
        if stage not in STAGES:
            stage = _stage_in_words(heading.own_text) if has_books or len(stages) > MIN_STAGES else ""
        is_further = stage and stage not in {*stages, *found.values()} and not roles[heading.column]
        if is_further and has_only_numbers(texts_under(heading.column)):
            found[heading.column] = stage
    return found


def _without_circumstances(text: str) -> str:
    """Return a heading without where, when, or after what its stage was reached.

    Examples
    --------
    >>> _without_circumstances("Shipped Nov 9"), _without_circumstances("Usable after sorting")
    ('shipped', 'usable')
    """
    words = _CIRCUMSTANCES.sub("", normalize_heading(text)).split()
    is_day = [word in months() or bool(re.search(r"\d", word)) for word in words]
    return " ".join(words[: is_day.index(True)] if True in is_day[1:] else words)


def _role_by_content(role: str, texts: set[str]) -> str:
    """Return the role of a column, that of its days if a stage holds days; "" for words and useless days."""
    filled = texts - {""}
    if role in STAGES and filled and not is_tick_column(texts) and not any(map(_has_digit, filled)):
        return ""  # who received the books, below a label for the stage
    return DAY_FIELDS.get(role, "") if role in STAGES and _holds_days(texts) else role


def _holds_days(texts: set[str]) -> bool:
    filled = texts - {""}
    dated = sum(parse_day(text) is not None for text in filled)
    return bool(filled) and dated >= MOST_DAYS * len(filled)


def _has_digit(text: str) -> bool:
    return re.search(r"\d", text) is not None


def _refine_delivery_column(
    mapped: ColumnMapping, role: str, in_books: set[str], has_stage_columns: bool
) -> ColumnMapping:
    if role in STAGES:
        if in_books and find_unit(mapped.heading) == "boxes":
            return replace(
                mapped,
                field="",
                reason=Message(
                    "books are counted in another column, and boxes are never converted: not used"
                ),
            )
        return replace(mapped, field=f"deliveries.{role}", reason="exact")
    if role in DAY_FIELDS.values():
        return replace(
            mapped, field=f"deliveries.{role}", reason=Message("by its days: when this stage was reached")
        )
    if role in STAGE_ROLES and not has_stage_columns:
        return replace(mapped, reason=NUMBER_REASON)
    if mapped.field and not mapped.field.startswith(("deliveries.", "check", "discard")):
        target = DELIVERY_FIELDS.get(mapped.field, "")
        return replace(
            mapped,
            field=target,
            reason=mapped.reason if target else Message("a delivery log has no such field: not used"),
        )
    return mapped


#: Fewest columns that a number of books adds up, and fewest rows in which it does.
MIN_PARTS_OF_SUM, MIN_ROWS_OF_SUM = 2, 3


def have_stages(headings: Sequence[Heading], cells: SheetCells, header: int, title: str = "") -> bool:
    """Return whether lots have several stages, or one number with its stage or date.

    Books next to the day on which they were sent have a stage, and so have "Books collected" that add up the
    other columns, "Books delivered" to places, and "Qty received" next to two days below a title with books.

    Parameters
    ----------
    headings : sequence of Heading
        Headings of the table.
    cells : SheetCells
        Cells of the table.
    header : int
        Index of the last header row.
    title : str
        Name of the tab and titles above the table, normalized.
    """
    roles = {heading.column: delivery_role(heading) for heading in headings}
    roles |= _find_further_stages(headings, roles, lambda column: _texts_below(column, cells, header))
    there = set(roles.values())
    stages = len(there & set(STAGES))
    if stages >= 2:
        return "lot" in there or stages >= 3 or any(map(find_unit, (title, *(h.text for h in headings))))
    if "dispatched_on" in there and any(map(_counts_books, headings)) and not any(map(_says_lent, headings)):
        return True
    if not stages and _are_lots_of_places(headings, cells, header, title):
        return True
    if stages == 1 and (_adds_up_books(headings, cells, header) or _counts_books_at_places(headings)):
        return True
    if stages == 1 and _dates_books(headings, roles):
        return True
    if stages == 1 and {"dispatched_on", "received_on"} <= there and any(map(find_unit, title.split())):
        return True
    stage_roles = stages or there & {"stage", "dispatched_on", "received_on"}
    return "lot" in there and bool(stage_roles) and (stages == 1 or "number" in there)


def _dates_books(headings: Sequence[Heading], roles: Mapping[int, str]) -> bool:
    """Return whether each row has a day and books at a stage, and no program, loan or giver."""
    others = {heading.role for heading in headings}
    if "date" not in others or "program" in others or any(_says_lent(h) or _names_giver(h) for h in headings):
        return False
    staged = [heading for heading in headings if roles[heading.column] in STAGES]
    return all(find_unit(heading.text) == "books" for heading in staged)


def _are_lots_of_places(headings: Sequence[Heading], cells: SheetCells, header: int, title: str) -> bool:
    """Return whether books of places have a day of delivery, a stage in words, or one in the title.

    Several stages in words are enough without places: "collected", "sorted" and "shipped" on different days.
    """
    if any(_says_lent(h) or _names_giver(h) for h in headings):
        return False
    roles = {h.column: delivery_role(h) for h in headings}
    books = _find_books(headings, cells, header)
    is_plain = len(books) == 1 and _counts_plain_books(books[0])
    texts = {
        column: _texts_below(column, cells, header) for column, role in roles.items() if role in LOT_ROLES
    }
    staged = (own for column, own in texts.items() if roles[column] == "stage")
    words = _drop_totals(normalize_heading(text) for own in staged for text in own)
    if "site" not in roles.values():
        stages = {known_words("stage").get(word) for word in words}
        return is_plain and None not in stages and len(stages) >= MIN_STAGES
    if not is_plain:
        return bool(_find_titled_stage(headings, roles, cells, header, title))
    dated = any(
        roles[column] == "received_on" and _role_by_content("received", own) == "received_on"
        for column, own in texts.items()
    )
    return (
        dated or _are_stages(words - {""}) or bool(_find_titled_stage(headings, roles, cells, header, title))
    )


def _are_stages(words: set[str]) -> bool:
    """Return whether words say what became of books, and nothing else, or that they are not there."""
    known = set(known_words("stage"))
    return bool(words & known) and all(word in known or says_not_yet(word) for word in words)


def says_not_yet(text: str) -> bool:
    """Return whether a normalized text begins as that of books not there: "not yet", "pendiente"."""
    return any(text.startswith(w) for w in word_list("doubtful", "deliveries") if not w.endswith("*"))


def _texts_below(column: int, cells: SheetCells, header: int) -> set[str]:
    own = cells.columns[column - cells.first_column]
    return {cell_text(own.cells[code]) for code in own.distinct_codes(header + 1).tolist()}


def _counts_books(heading: Heading) -> bool:
    return delivery_role(heading) in ("number", *STAGES) and find_unit(heading.text) == "books"


def _counts_books_at_places(headings: Sequence[Heading]) -> bool:
    """Return whether books of one stage, "Books delivered", are listed by place, and no giver is named."""
    is_stage = any(delivery_role(h) in STAGES and find_unit(h.text) == "books" for h in headings)
    is_loan = any(map(_says_lent, headings))
    roles = {h.column: delivery_role(h) for h in headings}
    return (
        is_stage
        and not is_loan
        and ("site" in {h.role for h in headings} or name_receivers(headings, roles))
        and not any(map(_names_giver, headings))
    )


def _names_giver(heading: Heading) -> bool:
    return ledger_role(heading) == "giver" or bool(
        set(heading.text.casefold().split()) & set(word_list("gifts"))
    )


def _says_lent(heading: Heading) -> bool:
    """Return whether a heading says that the books come back: "Date due back"."""
    return bool(set(re.findall(r"[^\W\d_]+", normalize_heading(heading.text))) & set(word_list("lent")))


def _adds_up_books(headings: Sequence[Heading], cells: SheetCells, header: int) -> bool:
    """Return whether a column such as "Books collected" is in each row the sum of several others."""
    stage = next((h for h in headings if delivery_role(h) in STAGES and find_unit(h.text) == "books"), None)
    if stage is None:
        return False
    numbers = {h.column: read_amounts(h, cells, header) for h in headings if h.text}
    total = numbers.pop(stage.column)
    known = np.isfinite(total)
    parts = [values for values in numbers.values() if 2 * np.isfinite(values).sum() >= known.sum()]
    if len(parts) < MIN_PARTS_OF_SUM or known.sum() < MIN_ROWS_OF_SUM:
        return False
    return bool((np.nansum(parts, axis=0)[known] == total[known]).all())
