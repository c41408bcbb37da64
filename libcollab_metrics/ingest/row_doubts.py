"""Why a row that was read may not count: its remark, label, place, color or role."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping
from itertools import accumulate
from math import isclose
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from libcollab_metrics.ingest.doubtful_words import explains_color, find_doubtful_word, possible_words_pattern
from libcollab_metrics.ingest.layouts.base import ReadResult
from libcollab_metrics.ingest.layouts.running_balance import PARTIES
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.people import is_not_counted
from libcollab_metrics.ingest.values.table import RowsByTable, TableRows
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import cell_reference
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from libcollab_metrics.ingest.tables.rows import SheetRows

#: Fields of free text; a remark in any other field is read by the rules of that field.
REMARK_FIELDS = ("", "notes.text", "ledger.note", "sessions.age_group", "sessions.format")
#: Status of rows that add nothing to the figures, so that a remark about them was already understood.
UNCOUNTED_STATUSES = (
    *("cancelled", "postponed", "planned", "absent", "excused", "unknown"),
    *("unclear", "pledged"),
)
#: Words looked for in the rows of a table, besides those for every table.
WORDS_BY_TABLE: Mapping[str, tuple[str, ...]] = {
    "sessions": ("sessions",),
    "ledger": ("money",),
    "deliveries": ("deliveries", "unsent"),
}
#: Fewest words of a remark in a column of names.
MIN_REMARK_WORDS = 4
#: Field whose numbers a row may add up, by table, and fewest rows of a sum.
SUMMED_FIELDS: Mapping[str, str] = {"sessions": "attended", "ledger": "value"}
MIN_SUMMED_ROWS = 2
#: Answer that says that a row may not count, and the list of headings above it.
RULINGS: Mapping[str, str] = {"yes": "omit", "no": "counts"}
#: Fewest stages in which most lots have a number, for a blank in the last one to say "not yet".
MIN_STAGES = 2
#: Fields that identify a row, and the group of words that are labels in their place.
LABEL_FIELDS: Mapping[str, str] = {
    "participation.person_key": "labels_of_people",
    "deliveries.site": "labels_of_books",
    "deliveries.lot": "labels_of_books",
}
#: A note in brackets behind a label: "Benchmark (50th %ile)".
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")
PERSON_FIELDS = ("participation.person_key",)
#: Most words of a label that begins with one of these words.
MAX_LABEL_WORDS = 5
#: Most different roles of the people of a list, and most words of one.
MAX_ROLES, MAX_ROLE_WORDS = 8, 2
#: What is between two roles of a person.
_JOINED_ROLES = re.compile(r"\s*[/&,(]\s*")
#: Longest code of a role.
MAX_CODE_LENGTH = 2
#: Share of the rows of a list that hold one visit, where a few have two people in a cell.
MOST_SINGLE = 0.8
#: Fewest dated rows of a ledger above the rows without a day.
MIN_DATED = 3
#: Placeholder for a role that is not quoted.
OTHER_ROLE = "…"


class Doubt(NamedTuple):
    """Why a row may not count, and the Excel column that says so.

    The sheet itself may rule the row out; or it is asked about, and likely not to count.
    """

    column: int
    reason: Message
    is_ruled_out: bool = False
    is_unlikely: bool = False


#: Fields of a column that names the program, such as that of the groups of a test.
PROGRAM_FIELDS = ("outcomes.program_id", "programs.name")


def find_doubts(result: ReadResult, mapping: Sequence[ColumnMapping]) -> dict[int, Doubt]:
    """Return why a row may not count, by the Excel row of each counted row with such a reason."""
    tables = {
        name: rows
        for name, rows in result.tables.items()
        if name != "notes" and rows and "row" in rows.columns
    }
    if not tables or "partners" in tables:
        return {}
    groups = _word_groups(tables, result.body.grid.layout)
    cells = result.body.grid.cells
    remarks = remark_columns(result.body.grid, mapping, is_checked="deliveries" in tables)
    found = _find_remarks(result.body, remarks, groups)
    if partly := _partly_cancelled_rows(tables) & found.keys():
        others = _find_remarks(result.body, remarks, tuple(name for name in groups if name != "sessions"))
        found = {row: doubt for row, doubt in found.items() if row not in partly} | {
            row: doubt for row, doubt in others.items() if row in partly
        }
    if "ledger" in tables:
        spent = _spent_rows(tables["ledger"])
        parties = [mapped.column for mapped in mapping if mapped.field in PARTIES]
        found = _find_remarks(result.body, parties, ("money",)) | found
        unspent = _find_remarks(result.body, remarks, ("gifts", "banked"))
        found = {row: doubt for row, doubt in unspent.items() if row in spent} | found
    if "participation" in tables:
        names = [mapped.column for mapped in mapping if mapped.field == "participation.person_key"]
        found = _find_remarks(result.body, names, ("any", "sessions"), MIN_REMARK_WORDS) | found
        tickets = [mapped.column for mapped in mapping if mapped.field == "check"]
        roles = [*remarks, *(tickets if result.body.grid.layout == "registration_export" else ())]
        found = _find_helpers(result.body, roles, mapping) | _find_hosts(result.body, mapping) | found
    if "outcomes" in tables:
        programs = [mapped.column for mapped in mapping if mapped.field in PROGRAM_FIELDS]
        found = _find_compared(result.body, [*remarks, *programs]) | found
    if explained := _find_explained_rows(tables):
        errors = _find_remarks(
            result.body, remarks, ("any", "unsent") if "deliveries" in tables else ("any",)
        )
        found = {row: doubt for row, doubt in found.items() if row not in explained} | errors
    sections = ("sections", "people_sections") if "participation" in tables else ("sections",)
    below = _find_below_sections(result.body, sections)
    found = below | {
        row: below[row] if row in below and doubt.reason == _explain_role(OTHER_ROLE) else doubt
        for row, doubt in found.items()
    }
    found = _find_labels(result.body, mapping) | found
    found = _find_below_total(result.body) | _find_undated_below(result.body, tables) | found
    found = _find_undated_sums(result.body, tables) | found
    found = _find_answered_rows(result.body, remarks) | found
    found = _find_colored_rows(result.body, groups) | found
    struck = set(cells.struck_rows) & set(result.body.excel_rows.tolist())
    found |= {row: Doubt(cells.first_column, Message("it is crossed out")) for row in struck}
    counted = _counted_rows(tables) if found else ()
    return {row: found[row] for row in sorted(found) if row in counted}


def _find_answered_rows(body: SheetRows, columns: Sequence[int]) -> dict[int, Doubt]:
    """Return the rows with a yes below "Omit", or a no below "Counts?", in columns of yes and no or ticks."""
    known = known_words("yes_no")
    found: dict[int, Doubt] = {}
    for heading in body.grid.headings:
        asked = normalize_heading(re.sub(r"\([^()]*\)", " ", heading.text)).lstrip("¿").rstrip("? ")
        ruling = next((a for a, key in RULINGS.items() if asked in word_list("ruled_out", key)), "")
        if not ruling or heading.column not in columns:
            continue
        column = body.column_at(heading.column)
        texts = [normalize_heading(text) or text for text in column.cell_texts]
        answers = [known.get(text, text) for text in texts]
        if set(answers) <= {"yes", "no", ""}:
            rules_out = np.array([answer == ruling for answer in answers], dtype=bool)[column.codes]
            where = cell_reference(body.grid.row_number(body.grid.header), heading.column)
            reason = Message("the column below {cell} says so", cell=where)
            found |= dict.fromkeys(column.rows[rules_out].tolist(), Doubt(heading.column, reason))
    return found


def _find_compared(body: SheetRows, columns: Sequence[int]) -> dict[int, Doubt]:
    """Return the used rows of people outside the program, tested for comparison: "Control" below "Group"."""
    words = set(word_list("doubtful", "compared"))
    found: dict[int, Doubt] = {}
    for column in map(body.column_at, columns):
        is_compared = column.parse_normalized(words.__contains__).where(bool)
        if is_compared.any() and not is_compared[column.is_filled].all():
            text = column.text_at(int(np.flatnonzero(is_compared)[0]))
            reason = Message('the group is called "{word}"', word=text)
            found |= dict.fromkeys(column.rows[is_compared].tolist(), Doubt(column.number, reason))
    return found


def _find_colored_rows(body: SheetRows, groups: tuple[str, ...]) -> dict[int, Doubt]:
    """Return the colored rows of a sheet that says outside the table that a color does not count.

    "Yellow = did not happen". The color itself is not compared: only the minority of rows can have it.
    """
    cells = body.grid.cells
    colored = set(cells.colored_rows) & set(body.excel_rows.tolist())
    if not colored or 2 * len(colored) > len(body.used):
        return {}
    used = set(body.used.tolist())
    for index in (*range(body.grid.top), *range(body.grid.header + 1, cells.height)):
        for cell in () if index in used else cells.rows[index]:
            if isinstance(cell, str) and explains_color(cell, groups):
                where = cell_reference(cells.first_row + index, cells.first_column)
                reason = Message("it is colored, and {cell} explains the color", cell=where)
                return dict.fromkeys(colored, Doubt(cells.first_column, reason))
    return {}


def _find_explained_rows(tables: RowsByTable) -> set[int]:
    """Return the Excel rows whose numbers already say what a remark repeats.

    A refund has a negative amount; books that have not arrived lack the number of the last stage.
    """
    ledger, lots = tables.get("ledger"), tables.get("deliveries")
    explained: set[int] = set()
    if ledger is not None:
        is_negative = ledger.column("value").where(lambda value: value is not None and value < 0)
        explained.update(int(row) for row in ledger.column("row").select(is_negative))
    if lots is not None:
        counted = [known for stage in STAGES if 2 * (known := lots.column(stage).known).sum() > len(lots)]
        if len(counted) >= MIN_STAGES:
            explained.update(int(row) for row in lots.column("row").select(~counted[-1]))
    return explained


def _find_undated_sums(body: SheetRows, tables: RowsByTable) -> dict[int, Doubt]:
    """Return the rows without a day, among rows with one, whose number is the sum of the rows above.

    The sum runs from the top or from the last row that was excluded or read as a total.
    """
    found: dict[int, Doubt] = {}
    cells = body.grid.cells
    breaks = sorted(index + cells.first_row for index in (*body.totals, *(at for at, _ in body.excluded)))
    for name, field in SUMMED_FIELDS.items():
        rows = tables.get(name)
        if rows is None or (dated := rows.column("date").known).all() or 2 * dated.sum() <= len(rows):
            continue
        listed = zip(rows.column("row"), rows.column(field), dated.tolist(), strict=True)
        numbers = sorted((int(row), float(number), day) for row, number, day in listed if number is not None)
        places = [row for row, _, _ in numbers]
        sums = [0.0, *accumulate(number for _, number, _ in numbers)]
        for position, (row, number, is_dated) in enumerate(numbers):
            if is_dated:
                continue
            begins = (0, bisect(places, breaks[bisect(breaks, row) - 1]) if bisect(breaks, row) else 0)
            if any(
                position - begin >= MIN_SUMMED_ROWS and isclose(number, sums[position] - sums[begin])
                for begin in begins
            ):
                found[row] = Doubt(cells.first_column, Message("it is the sum of the rows above it"))
    return found


def _find_remarks(
    body: SheetRows, columns: Sequence[int], groups: tuple[str, ...], fewest_words: int = 0
) -> dict[int, Doubt]:
    """Return the used rows with a doubtful word in one of these Excel columns, in a text of enough words."""
    cells = body.grid.cells
    found: dict[int, Doubt] = {}
    for number in columns:
        column = cells.columns[number - cells.first_column]
        possible = column.search(possible_words_pattern(groups))
        if not any(possible):
            continue
        words = [
            find_doubtful_word(cell, groups)
            if is_possible and isinstance(cell, str) and len(cell.split()) >= fewest_words
            else ""
            for cell, is_possible in zip(column.cells, possible, strict=True)
        ]
        if any(words):
            codes = column.codes[body.used]
            hits = np.fromiter(map(bool, words), dtype=bool, count=len(words))[codes]
            for row, code in zip(body.excel_rows[hits].tolist(), codes[hits].tolist(), strict=True):
                reason = Message('a remark speaks of "{word}"', word=words[code])
                found.setdefault(row, Doubt(number, reason))
    return found


def _find_below_total(body: SheetRows) -> dict[int, Doubt]:
    """Return the used rows below the last total, if most rows are above it, or it adds up other totals.

    Below the last of several subtotals, such as those of quarters, a block goes on.
    """
    if not body.totals:
        return {}
    *earlier, last = sorted(body.totals)
    if earlier and ((body.used > earlier[-1]) & (body.used < last)).any():
        return {}
    below = body.used > max(body.totals)
    if not below.any() or (not earlier and 2 * below.sum() >= len(below)):
        return {}
    reason, first = Message("it is below the total"), body.grid.cells.first_column
    return dict.fromkeys(body.excel_rows[below].tolist(), Doubt(first, reason, is_unlikely=bool(earlier)))


def _find_labels(body: SheetRows, mapping: Sequence[ColumnMapping]) -> dict[int, Doubt]:
    """Return the used rows with a label such as "Left over" or "Passing" in place of a school or a person."""
    found: dict[int, Doubt] = {}
    for mapped in mapping:
        if mapped.field not in LABEL_FIELDS:
            continue
        words = word_list("doubtful", LABEL_FIELDS[mapped.field])
        column = body.column(mapped)
        first = {word.split()[0] for word in words}
        labels = [
            _label_word(text, words, mapped.field) if _first_word(text) in first or not text.isascii() else ""
            for text in column.cell_texts
        ]
        for place in np.flatnonzero(np.array([bool(label) for label in labels])[column.codes]).tolist():
            reason = Message('its label is "{word}"', word=labels[column.codes[place]])
            found[int(column.rows[place])] = Doubt(mapped.column, reason)
    return found


def _first_word(text: str) -> str:
    """Return the first word of a text without what is around it, which rules out nearly all names."""
    return text.lstrip("*-([ ").partition(" ")[0].rstrip(".,:;)]-*").lower()


def _label_word(text: str, words: Sequence[str], field: str) -> str:
    """Return the word that a label is, or begins with unless it may be a person; "" for any other text."""
    label = re.sub(r"[^\w%]+", " ", normalize_heading(text)).strip()
    without_note = normalize_heading(_NOTE.sub("", text))
    if label in words or without_note in words:
        return label if label in words else without_note
    may_begin = field not in PERSON_FIELDS and len(label.split()) <= MAX_LABEL_WORDS
    return next((word for word in words if may_begin and label.startswith(f"{word} ")), "")


def _find_helpers(
    body: SheetRows, columns: Sequence[int], mapping: Sequence[ColumnMapping]
) -> dict[int, Doubt]:
    """Return the used rows of a list of people that a column such as "Student or tutor?" calls helpers.

    Of the codes below "Role", such as P and F, all but the most frequent may be those of helpers, and so may
    all roles but the one of most people where another one is that of a helper.
    """
    headings = {mapped.column: set(normalize_heading(mapped.heading).split()) for mapped in mapping}
    found: dict[int, Doubt] = {}
    for number in columns:
        column = body.column_at(number)
        texts = [text for text in column.cell_texts if text]
        is_role = bool(headings.get(number, set()) & set(word_list("doubtful", "roles")))
        words = [_find_helper_word(text, may_be_remark=not is_role) for text in column.cell_texts]
        if is_role and max(map(len, texts), default=0) in range(1, MAX_CODE_LENGTH + 1):
            usual = column.cell_texts[int(np.argmax(np.bincount(column.codes)))]
            words = [text if text != usual else "" for text in column.cell_texts]
        elif is_role and any(words):
            counts = np.bincount(column.codes, minlength=len(words))
            most = int(np.argmax(counts))
            if 2 * counts[most] > counts.sum() and not words[most]:
                is_other = [bool(text) and at != most for at, text in enumerate(column.cell_texts)]
                words = [
                    word or (OTHER_ROLE if other else "") for word, other in zip(words, is_other, strict=True)
                ]
        are_all = sum(map(bool, words)) == len(texts) and not (is_role and "" in column.cell_texts)
        if not any(words) or len(texts) > MAX_ROLES or are_all:
            continue
        hits = np.array([bool(word) for word in words])[column.codes]
        for row, code in zip(column.rows[hits].tolist(), column.codes[hits].tolist(), strict=True):
            found[row] = Doubt(number, _explain_role(words[code]))
    return found


def _explain_role(word: str) -> Message:
    """Return why a person with a role may not count; a role that is no known word may be a name."""
    if word == OTHER_ROLE:
        return Message("the role differs from that of most people")
    return Message('the person is called "{word}"', word=word)


def _find_helper_word(text: str, *, may_be_remark: bool = False) -> str:
    """Return the word of a short text for somebody who runs a session: "fac", "Mentor"; "" if it has none.

    It may be the first of several: "Volunteer / Story Reader". A remark may say something of such a person:
    "Tutor sick".
    """
    text = _JOINED_ROLES.split(text, maxsplit=1)[0]
    words = normalize_heading(text).split()
    if len(words) > MAX_ROLE_WORDS:
        return ""
    helpers = {*word_list("helpers"), *word_list("helpers", "short")}
    if may_be_remark and len(words) > 1 and words[-1] not in helpers:
        return ""
    named = next((word for word in words if word in helpers), "")
    return find_doubtful_word(text, ("people_sections",)) or named


def _find_hosts(body: SheetRows, mapping: Sequence[ColumnMapping]) -> dict[int, Doubt]:
    """Return the used rows of people whose name says that they were the host: "Main Library (Host)"."""
    found: dict[int, Doubt] = {}
    for mapped in mapping:
        if mapped.field != "participation.person_key":
            continue
        column = body.column(mapped)
        notes = [_NOTE.search(text) if text.endswith(")") else None for text in column.cell_texts]
        if not any(notes):
            continue
        words = [normalize_heading(note[0].strip(" ()")) if note else "" for note in notes]
        known = {*word_list("doubtful", "hosts"), *word_list("helpers"), *word_list("helpers", "short")}
        hosts = [word if word in known else "" for word in words]
        for place in np.flatnonzero(np.array([bool(host) for host in hosts])[column.codes]).tolist():
            reason = Message('the person is called "{word}"', word=hosts[column.codes[place]])
            found[int(column.rows[place])] = Doubt(mapped.column, reason)
    return found


def _find_undated_below(body: SheetRows, tables: RowsByTable) -> dict[int, Doubt]:
    """Return the last rows of a ledger or of deliveries if they lack a day, and every row above has one.

    They may be the tax, the advance or the rest that the payments are compared with, or a total.
    """
    days = _list_days(body, tables)
    rows = sorted(days)
    undated = [row for row in rows if not days[row]]
    if not undated or undated != rows[-len(undated) :] or len(rows) - len(undated) < MIN_DATED:
        return {}
    reason = Message("it has no day, and every row above it does")
    return dict.fromkeys(undated, Doubt(body.grid.cells.first_column, reason))


def _list_days(body: SheetRows, tables: RowsByTable) -> dict[int, bool]:
    """Return whether each Excel row of a ledger, or of deliveries with a column of days, has a day."""
    days: dict[int, bool] = {}
    if (ledger := tables.get("ledger")) is not None:
        for row, is_dated in zip(ledger.column("row"), ledger.column("date").known.tolist(), strict=True):
            days[int(row)] = days.get(int(row), False) or is_dated
    headings = [heading for heading in body.grid.headings if heading.role == "date"]
    if "deliveries" in tables and len(headings) == 1:
        column = body.column_at(headings[0].column)
        dated = dict(zip(column.rows.tolist(), column.is_filled.tolist(), strict=True))
        days |= {row: dated[row] for row in map(int, tables["deliveries"].column("row")) if row in dated}
    return days


def _find_below_sections(body: SheetRows, groups: tuple[str, ...]) -> dict[int, Doubt]:
    """Return the used rows below a line such as "Planned" or "Not yet received", up to the next line."""
    cells = body.grid.cells
    found: dict[int, Doubt] = {}
    lines = sorted(index for index, _ in body.excluded)
    for position, index in enumerate(lines):
        texts = [cell for cell in cells.rows[index] if cell is not None]
        if len(texts) != 1 or not isinstance(texts[0], str):
            continue
        if word := find_doubtful_word(texts[0], groups):
            reason = Message('it is below a line with "{word}"', word=word)
            is_ruled_out = "people_sections" in groups and is_not_counted(texts[0])
            if is_ruled_out:
                reason = Message('not counted, as the line with "{word}" above says', word=word)
            ends = (*lines[position + 1 : position + 2], *(row for row in body.totals if row > index))
            below = (body.used > index) & (body.used < min(ends, default=cells.height))
            doubt = Doubt(cells.first_column, reason, is_ruled_out)
            found |= dict.fromkeys(body.excel_rows[below].tolist(), doubt)
    return found


def _word_groups(tables: RowsByTable, layout: str) -> tuple[str, ...]:
    """Return the groups of words for these tables; months and quarters may contain a cancelled session.

    What people write on a form is about the event ("water should be provided"), not about the row.
    """
    groups = {"answers" if layout == "form_responses" else "any"}
    groups |= {group for name in tables for group in WORDS_BY_TABLE.get(name, ())}
    if "participation" in tables and _lists_visits(tables["participation"]):
        groups.add("visits")
    if (
        "sessions" in tables
        and not tables["sessions"].column("date_precision").where(lambda value: value == "day").any()
    ):
        groups.discard("sessions")
    return tuple(sorted(groups))


def _lists_visits(people: TableRows) -> bool:
    """Return whether nearly every Excel row is one visit, which a remark such as "no show" is then about."""
    rows = people.column("row")
    if len(set(rows.values)) == len(rows) and rows.known.all():
        return True
    times = np.bincount(rows.value_codes)
    return bool(rows.known.all()) and (times == 1).sum() >= MOST_SINGLE * (times > 0).sum()


def remark_columns(grid: Grid, mapping: Sequence[ColumnMapping], *, is_checked: bool = False) -> list[int]:
    """Return the Excel columns that may hold remarks: those without a field, and those of free text.

    If `is_checked`, they include columns that are only compared, such as the status of a delivery.
    """
    fields = (*REMARK_FIELDS, "check") if is_checked else REMARK_FIELDS
    read = {mapped.column for mapped in mapping if mapped.field not in fields}
    first = grid.cells.first_column
    return [column for column in range(first, first + len(grid.cells.columns)) if column not in read]


def _partly_cancelled_rows(tables: RowsByTable) -> set[int]:
    """Return the Excel rows with a session that was held and one that was cancelled, as the remark says."""
    sessions = tables.get("sessions")
    if sessions is None:
        return set()
    off = sessions.select(sessions.column("status").where(lambda status: status in UNCOUNTED_STATUSES))
    return {int(row) for row in off.column("row") if row is not None} & _counted_rows({"sessions": sessions})


def _spent_rows(ledger: TableRows) -> set[int]:
    """Return the Excel rows of a ledger with an amount that was spent."""
    is_spent = ledger.column("status").where(lambda status: status == "spent")
    return {int(row) for row in ledger.select(is_spent).column("row")}


def _counted_rows(tables: RowsByTable) -> set[int]:
    """Return the Excel rows with a row of a table that counts."""
    counted: set[int] = set()
    for rows in tables.values():
        part = rows
        if "status" in rows.columns:
            part = rows.select(~rows.column("status").where(lambda status: status in UNCOUNTED_STATUSES))
        counted.update(int(row) for row in part.column("row") if row is not None)
    return counted
