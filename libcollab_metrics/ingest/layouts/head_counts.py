"""Number of people and of sessions of each row: which columns are added up, parts, and adjacent totals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from libcollab_metrics.ingest.files.cells import column_letters
from libcollab_metrics.ingest.question_kinds import ask
from libcollab_metrics.ingest.tables.grid import Grid
from libcollab_metrics.ingest.tables.heading import is_not_counted, read_heading
from libcollab_metrics.ingest.tables.mapping import BY_HAND
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import Column, ParseContext, cell_text, parse_numbers
from libcollab_metrics.ingest.values.lexicon import known_words, word_list
from libcollab_metrics.ingest.values.numbers import ParsedNumber, parse_number
from libcollab_metrics.ingest.values.parts import GROWN, find_axes, names_subgroup, part_of
from libcollab_metrics.ingest.values.table import EncodedValues, first_duplicate_rows
from libcollab_metrics.messages import Message, join_with_and
from libcollab_metrics.model.names import normalize_heading
from libcollab_metrics.model.readings import EACH_COLUMN, ColumnMapping, Question
from libcollab_metrics.model.schema import SCHEMA

# Columns adjacent to the parts of a head count: their total, and unexplained numbers that may be parts too.

#: Fewest columns and rows, and share of these, of which only one column has a number.
MIN_COLUMNS_OF_ONE, MOST_OF_ONE = 3, 0.8
#: Fewest rows in which a column is the sum of others, unless its heading says so.
MIN_SUMMED_ROWS = 3
#: Fewest parts of a sum.
MIN_PARTS = 2
ATTENDED = SCHEMA["sessions"].field("attended")
EVENTS = SCHEMA["sessions"].field("events")


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: Parts of which a sheet has one column, unless the columns name ages, groups or places.
_WHOLE_PARTS = ("children", "adults", "teens", "seniors", "learners", "male", "female", "boys", "girls")
#: Words that begin the heading of a total.
_TOTALS = ("total", "confirmed", "grand", "all ages", "todas las edades", "lahat ng edad")


@dataclass(frozen=True)
class AdjacentColumns:
    """Columns adjacent to the parts of a head count.

    Attributes
    ----------
    total : Column or None
        Total of the parts, where there is one.
    unexplained : tuple of Column
        Numeric columns with an unknown heading.
    is_explained : bool
        Whether the total is the sum of all these columns in every row.
    """

    total: Column | None = None
    unexplained: tuple[Column, ...] = ()
    is_explained: bool = False


def find_adjacent_columns(body: SheetRows, mapping: Sequence[ColumnMapping]) -> AdjacentColumns:
    """Find the total of the head counts, and the unexplained numeric columns next to them, without gaps.

    A total need not be next to them if it is their sum in every row.
    """
    parts = [body.column(mapped) for mapped in mapping if mapped.field == "sessions.attended"]
    near = {part.number for part in parts}
    entries = {heading.column: heading.entry for heading in body.grid.headings}
    open_columns = [m for m in mapping if m.field in ("", "check") and m.reason != "by hand"]
    total: Column | None = None
    unexplained: list[Column] = []
    for mapped in [*open_columns, *reversed(open_columns)]:
        if mapped.column in near:
            continue
        if not {mapped.column - 1, mapped.column + 1} & near:
            total = total or (column if _is_sum(column := body.column(mapped), parts) else None)
            continue
        if _is_their_total(mapped) or _is_sum(body.column(mapped), parts, unexplained):
            total = total or body.column(mapped)
        elif (
            entries.get(mapped.column) is None
            and not is_not_counted(mapped.heading)
            and not _counts_things(mapped.heading)
            and _has_only_numbers(column := body.column(mapped))
        ):
            unexplained += [column] if part_of(mapped.heading) != "small_group" else []
        else:
            continue
        near.add(mapped.column)
    is_explained = total is not None and _is_sum(total, [*parts, *unexplained])
    others = [column for column in unexplained if not _names_helpers(column.heading)]
    if is_explained and not others and unexplained:
        return AdjacentColumns()  # the total counts the helpers too
    return AdjacentColumns(total, tuple(unexplained if is_explained else others), is_explained)


def _names_helpers(heading: str) -> bool:
    """Return whether a heading only names those who helped: "Mga boluntaryo", "No. of volunteers".

    Examples
    --------
    >>> [_names_helpers(text) for text in ("Mga boluntaryo", "No. of volunteers", "Parent helpers", "Kids")]
    [True, True, False, False]
    """
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading)))
    helpers = set(word_list("helpers")) - {"personal"}
    return bool(words & helpers) and words <= helpers | {*word_list("counted"), "of", "mga", "de", "ng"}


def _counts_things(heading: str) -> bool:
    """Return whether a heading counts things and no people: "Free books handed out", "Library cards".

    Examples
    --------
    >>> [_counts_things(text) for text in ("Free books handed out", "Kids who got books", "Grade 3")]
    [True, False, False]
    """
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(heading)))
    people = {*word_list("role_words", "attendance"), *word_list("people_parts", "adults")}
    things = {*word_list("role_words", "not_attendance"), *word_list("books_given", "goods")}
    return bool(words & things) and not words & people


def _is_their_total(mapped: ColumnMapping) -> bool:
    """Return whether a column next to the parts of a head count is headed as their total: "Total", "All"."""
    folded = normalize_heading(mapped.heading)
    if folded in word_list("totals", "everyone"):
        return True
    return mapped.field == "check" and folded in {normalize_heading(word) for word in word_list("totals")}


def _is_sum(column: Column, parts: Sequence[Column], unexplained: Sequence[Column] = ()) -> bool:
    """Return whether a column is the sum of several parts in every row, perhaps with the unexplained numbers.

    A part may be blank in some rows. One row is enough if the heading has a word for a total, such as "TOTAL
    PARTICIPANTS".
    """
    if len(parts) < MIN_PARTS:
        return False
    words = set(re.findall(r"[^\W\d_]+", normalize_heading(column.heading)))
    needed = 1 if words & set(word_list("totals")) else MIN_SUMMED_ROWS
    stated, *numbers = (_read_values(part) for part in (column, *parts, *unexplained))
    added = [numbers[: len(parts)], numbers]
    return any(_agree(stated, addends, needed) for addends in (added if unexplained else added[:1]))


def _read_values(column: Column) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(list(column.parse(lambda cell: parse_number(cell_text(cell)).value)), dtype=np.float64)


def _agree(
    stated: np.ndarray[tuple[int], np.dtype[np.float64]],
    addends: Sequence[np.ndarray[tuple[int], np.dtype[np.float64]]],
    needed: int,
) -> bool:
    """Return whether a number is the sum of others in all complete rows, and less in none, and often enough.

    Where no row is complete, it is the sum of those there are in every row.
    """
    filled = np.isfinite(addends).sum(axis=0)
    known = np.isfinite(stated) & (filled >= MIN_PARTS)
    sums = np.nansum(addends, axis=0)
    complete = known & (filled == len(addends))
    is_equal, decisive = stated == sums, complete if complete.any() else known
    return bool(
        (is_equal & known).sum() >= needed
        and is_equal[decisive].all()
        and (stated >= sums)[known].all()
        and stated[known].any()
    )


def _has_only_numbers(column: Column) -> bool:
    texts = [text for text in column.cell_texts if text]
    return bool(texts) and all(parse_number(text).value is not None for text in texts)


def complete_head_counts(
    counts: EncodedValues, parts: Sequence[Column], adjacent: AdjacentColumns, context: ParseContext
) -> tuple[EncodedValues, bool]:
    """Complete head counts from an adjacent total, or mark them as lower bounds; return if a total differs.

    If all parts are known, their sum is used and a different total is reported. If one is blank, if only one
    part has a known heading, or if an unexplained number is adjacent, the typed total is used.
    """
    total = EncodedValues.constant(ParsedNumber(None), len(counts))
    if adjacent.total is not None:
        total = parse_numbers(ATTENDED, adjacent.total, context)
    extra = [column.parse_text(lambda text: parse_number(text).value) for column in adjacent.unexplained]
    first_rows = first_duplicate_rows(
        [counts.codes, total.codes, *(number.codes for number in extra)], len(counts)
    )
    firsts, places = np.unique(first_rows, return_inverse=True)
    completed = [
        _complete_count(counts[row], total[row], any(number[row] for number in extra), len(parts) == 1)
        for row in firsts.tolist()
    ]
    if adjacent.is_explained:  # the sheet shows that the total is that of all parts
        completed = [(read, "" if case == "total" else case) for read, case in completed]
    cases = [case for _, case in completed]
    _report_completions(cases, places, parts, adjacent, context)
    return EncodedValues(places, [read for read, _ in completed]), "broken" in cases


def _complete_count(
    read: ParsedNumber, stated: ParsedNumber, has_unexplained: bool, is_single_part: bool
) -> tuple[ParsedNumber, str]:
    """Compute one row's head count and the case to report.

    The case is "total" (total used), "broken" (sum differs), "open" (a part may be missing), or "".
    """
    if stated.value is None:
        return (
            (ParsedNumber(read.value, is_estimate=True, is_lower_bound=True), "open")
            if has_unexplained and read.value is not None
            else (read, "")
        )
    if read.value is None and stated.value == 0:
        return read, ""  # a formula over blank parts gives 0
    if read.value == stated.value and not read.is_lower_bound:
        return read, ""
    if read.value is None or (
        stated.value >= read.value and (read.is_lower_bound or has_unexplained or is_single_part)
    ):
        return (
            ParsedNumber(stated.value, is_estimate=stated.is_estimate, is_lower_bound=stated.is_lower_bound),
            "total",
        )
    return read, "broken"


def _report_completions(
    cases: Sequence[str],
    row_codes: np.ndarray[tuple[int], np.dtype[np.intp]],
    parts: Sequence[Column],
    adjacent: AdjacentColumns,
    context: ParseContext,
) -> None:
    names = join_with_and([f'"{column.heading}"' for column in parts])
    where = {case: np.array([other_case == case for other_case in cases])[row_codes] for case in set(cases)}
    if adjacent.total is not None:
        total, column = f'"{adjacent.total.heading}"', adjacent.total
        for case, code, message in (
            (
                "total",
                "part-missing",
                Message(
                    "{total} is used: {names} may not be all of those who came", total=total, names=names
                ),
            ),
            (
                "broken",
                "balance-broken",
                Message("{names} do not add up to {total}; {names} are used", total=total, names=names),
            ),
        ):
            rows = column.rows[where.get(case, np.zeros(len(row_codes), dtype=bool))]
            context.log.add_rows(code, rows, column.number, heading=column.heading, message=message)
    for column in adjacent.unexplained:
        rows = column.rows[where.get("open", np.zeros(len(row_codes), dtype=bool))]
        message = Message(
            '"{column}" may be a part of the count too; {names} count as “at least”',
            column=column.heading,
            names=names,
        )
        context.log.add_rows("part-missing", rows, column.number, heading=column.heading, message=message)


@dataclass(frozen=True)
class CountChoice:
    """Columns that give the number of people, and the other columns that count people.

    Attributes
    ----------
    used : list of Column
        Columns that are added up.
    others : tuple of list of Column
        Other ways in which the sheet counts everyone.
    unclear : tuple of Column
        Parts that may count people who are not in these columns.
    """

    used: list[Column]
    others: tuple[list[Column], ...] = ()
    unclear: tuple[Column, ...] = ()


def read_head_counts(
    columns: list[Column],
    context: ParseContext,
    length: int,
    adjacent: AdjacentColumns | None = None,
    sheet: str = "",
) -> tuple[EncodedValues, tuple[Question, ...]]:
    """Parse each row's head count (`ParsedNumber`), adding columns of parts unless one is their total.

    A sheet that counts everyone in two ways with different sums is asked about; until then the first counts.
    Of columns of different years, none counts until then.
    """
    if not columns:
        return EncodedValues.constant(ParsedNumber(None), length), ()
    columns = _drop_strokes(columns)
    choice = _choose_count_columns(columns)
    total = adjacent.total if adjacent is not None else None
    if total and _is_sum(total, columns) and not _is_sum(total, choice.used):
        choice = CountChoice(columns)  # men, women and children together are everyone
    elif _is_too_small(choice.used, columns):
        choice = replace(choice, others=(columns,))
    others = () if total and _is_sum(total, choice.used) else choice.others
    differing = [other for other in others if _compare_sums(choice.used, other, context)]
    is_disputed = bool(differing)
    ways = _find_ways(choice, adjacent)
    chosen = ways.get(str(context.answers.get("head_count")))
    choice = choice if chosen is None else replace(choice, used=chosen)
    _report_unused(columns, choice, context)
    parts = [parse_numbers(ATTENDED, column, context) for column in choice.used]
    report_unit(choice.used, context)
    _report_mixed_ages(choice.used, context)
    counts = parts[0] if len(parts) == 1 else _add_parts(choice.used, parts, context)
    if adjacent is not None and all(part_of(column.heading) for column in choice.used):
        adjacent = replace(adjacent, unexplained=(*adjacent.unexplained, *choice.unclear))
        counts, is_broken = complete_head_counts(counts, choice.used, adjacent, context)
        is_disputed |= is_broken
    if chosen is not None or not is_disputed:
        return counts, ()
    options = tuple((name, name) for name in ways)
    if _count_different_years(choice):
        counts = EncodedValues.constant(ParsedNumber(None), length)
    return counts, (ask("head_count", sheet, options=options, default=options[0][0]),)


def report_unit(columns: Sequence[Column], context: ParseContext) -> None:
    """Report the unit of the numbers: visits, or people if the heading or the answer says so."""
    heading, people = columns[0].heading, context.answers.get("people")
    entry = read_heading(heading, columns[0].number).entry
    if people == "people":
        context.log.add(
            "unit-unclear", heading=heading, message=Message("the number counts people, not visits")
        )
    elif people is None and (
        (entry is not None and entry.role == "unclear_count") or (entry is None and _names_users(heading))
    ):
        context.log.add(
            "unit-unclear",
            heading=heading,
            message=Message('"{heading}" may count people; read as visits', heading=heading),
        )
    else:
        context.log.add(
            "unit-named", heading=heading, message=Message('"{heading}" read as visits', heading=heading)
        )


def _names_users(heading: str) -> bool:
    return bool(set(re.findall(r"[^\W\d_]+", normalize_heading(heading))) & set(word_list("users")))


def _report_mixed_ages(columns: Sequence[Column], context: ParseContext) -> None:
    """Report columns that count children and adults together."""
    parts = known_words("people_parts")
    named = {
        parts[word]
        for column in columns
        for word in re.findall(r"\w+", normalize_heading(column.heading))
        if word in parts
    }
    if named == {"children", "adults"}:
        headings = join_with_and([f'"{column.heading}"' for column in columns])
        context.log.add(
            "people-mixed",
            heading=columns[0].heading,
            message=Message("{headings}: children and adults together", headings=headings),
        )


def _drop_strokes(columns: Sequence[Column]) -> list[Column]:
    """Return the columns without strokes that another column of the same part gives as numbers.

    Two columns of numbers both count, however equal: as many came from grade 1 as from grade 2.
    """
    numbers = [column for column in columns if any(map(_has_digit, column.cell_texts))]
    return [c for c in columns if c in numbers or not any(_counts_the_same(c, other) for other in numbers)]


def _counts_the_same(column: Column, other: Column) -> bool:
    is_equal = np.array_equal(_read_values(column), _read_values(other), equal_nan=True)
    return is_equal and part_of(column.heading) == part_of(other.heading)


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _choose_count_columns(columns: list[Column]) -> CountChoice:
    """Choose the columns to add: a count of everyone or the sum of the others, else the parts along one axis.

    If no axis is complete, the longest is used, and the other parts may count further people.
    """
    if len(columns) < 2:
        return CountChoice(columns)
    totals = [column for column in columns if _is_total(column.heading)]
    if added := _find_sum_of_others(columns):
        return CountChoice([added])
    whole = totals + [c for c in columns if c not in totals and not part_of(c.heading)]
    if whole:
        return CountChoice(whole[:1], tuple([column] for column in whole[1:]))
    axes = find_axes([column.heading for column in columns])
    parts = [[columns[place] for place in axis.places] for axis in axes]
    if not axes[0].is_complete:
        used = max(parts, key=len)
        unclear = tuple(column for column in columns if column not in used)
        return CountChoice(used, tuple([column] for column in _find_rivals(used)), unclear)
    others = tuple(own for axis, own in zip(axes[1:], parts[1:], strict=True) if axis.is_complete)
    rivals = _find_rivals(parts[0])
    if further := _find_further_adults(columns, parts[0]):
        together = [column for column in columns if column in (*parts[0], *further)]
        grown = [column for column in parts[0] if part_of(column.heading) in GROWN]
        if _exceed(further, grown):
            return CountChoice(together, tuple([column] for column in rivals))
        others = (together, *others)
    return CountChoice(parts[0], (*([column] for column in rivals), *others))


def _find_further_adults(columns: Sequence[Column], used: Sequence[Column]) -> list[Column]:
    """Return the columns of parents or teachers next to one of adults: they may be among these, or others."""
    if not any(part_of(column.heading) in GROWN for column in used):
        return []
    return [c for c in columns if c not in used and part_of(c.heading) in ("parents", "teachers")]


def _exceed(columns: Sequence[Column], others: Sequence[Column]) -> bool:
    """Return whether some columns count more people in a row than others, and so cannot be a part of them."""
    own, all_others = (np.sum([_read_values(c) for c in listed], axis=0) for listed in (columns, others))
    return bool((own > all_others)[np.isfinite(own) & np.isfinite(all_others)].any())


def _find_sum_of_others(columns: Sequence[Column]) -> Column | None:
    """Return the only column that is the sum of all others, such as "ALL PROGRAMS" next to five ages.

    A column headed as a part, such as "Students", is none: its numbers may add up the others by chance.
    """
    possible = [column for column in columns if not part_of(column.heading)]
    sums = [c for c in possible if _is_sum(c, [other for other in columns if other is not c])]
    return sums[0] if len(sums) == 1 else None


def _is_too_small(used: Sequence[Column], columns: Sequence[Column]) -> bool:
    """Return whether the columns used count fewer people in some row than a part that is not used.

    One of them then counts a part itself, under an unknown word, or the part is none of theirs.
    """
    if len(used) == 1 and part_of(used[0].heading):
        return False
    everyone = np.sum([_read_values(column) for column in used], axis=0)
    parts = [_read_values(column) for column in columns if column not in used and part_of(column.heading)]
    return any((part > everyone)[np.isfinite(part) & np.isfinite(everyone)].any() for part in parts)


def _find_rivals(columns: Sequence[Column]) -> list[Column]:
    """Return the columns of one part that name no ages or groups: "Kids at craft", "Kids at story time".

    They may count the same people twice.
    """
    parts = [part_of(column.heading) for column in columns]
    return [
        column
        for column, part in zip(columns, parts, strict=True)
        if part in _WHOLE_PARTS and parts.count(part) > 1 and not names_subgroup(column.heading)
    ]


def _is_total(heading: str) -> bool:
    """Return whether a heading is that of a total: "Total attendance", "No. of Participants Total".

    Below a label, a word for everyone is one, too: "Number of children" over "Boys", "Girls" and "All".
    """
    folded = normalize_heading(heading)
    *label, last = folded.split() or [""]
    named = word_list("totals") + (word_list("totals", "everyone") if label else ())
    return folded.startswith(_TOTALS) or last in named


def _find_ways(choice: CountChoice, adjacent: AdjacentColumns | None) -> dict[str, list[Column]]:
    """Return the columns of each way to count everyone, the proposed one first, by their names."""
    total = [[adjacent.total]] if adjacent and adjacent.total and part_of(choice.used[0].heading) else []
    return _name_ways([choice.used, *choice.others, *total])


def _count_different_years(choice: CountChoice) -> bool:
    """Return whether the ways to count name different years: each counts other people."""
    years = [
        {year for column in way for year in _YEAR.findall(column.heading)}
        for way in (choice.used, *choice.others)
    ]
    return all(years) and len(set(map(frozenset, years))) > 1


def _name_ways(ways: Sequence[list[Column]]) -> dict[str, list[Column]]:
    """Return the columns of each way to count everyone, by their headings (and letters if two are equal)."""
    names = [" + ".join(column.heading for column in columns) for columns in ways]
    letters = [", ".join(column_letters(column.number) for column in columns) for columns in ways]
    return {
        name if names.count(name) == 1 else f"{name} (column {letter})": columns
        for name, letter, columns in zip(names, letters, ways, strict=True)
    }


def _report_unused(columns: Sequence[Column], choice: CountChoice, context: ParseContext) -> None:
    for unused in columns:
        if unused not in choice.used and unused not in choice.unclear:
            message = Message(
                '"{column}" is used; this is a part of it, or another name for it',
                column=choice.used[0].heading,
            )
            row = int(unused.rows[0]) - 1 if len(unused) else 0
            context.log.add("column-not-used", row, unused.number, heading=unused.heading, message=message)


def _compare_sums(used: Sequence[Column], compared: Sequence[Column], context: ParseContext) -> bool:
    """Report rows in which the columns used and the other columns have different sums; return if any has."""
    sums = []
    for columns in (used, compared):
        numbers = [parse_number(cell_text(cell)).value for column in columns for cell in column.cells]
        sums.append(np.array([np.nan if n is None else n for n in numbers]).reshape(len(columns), -1))
    known = ~np.isnan(sums[0]).any(axis=0) & ~np.isnan(sums[1]).any(axis=0)
    broken = known & (np.nansum(sums[0], axis=0) != np.nansum(sums[1], axis=0))
    first, names = used[0], join_with_and([f'"{column.heading}"' for column in compared])
    message = Message("{names} give another number, and are not used", names=names)
    context.log.add_rows(
        "balance-broken", first.rows[broken], first.number, heading=first.heading, message=message
    )
    return bool(broken.any())


def _add_parts(columns: list[Column], parts: list[EncodedValues], context: ParseContext) -> EncodedValues:
    """Add the parts, once per distinct combination."""
    first_rows = first_duplicate_rows([part.codes for part in parts], len(parts[0]))
    combined, places = np.unique(first_rows, return_inverse=True)
    message = Message("one part of the count is blank; the other counts as “at least”")
    there = np.array([has_number(part) for part in parts])
    some = there.any(axis=0)
    if _count_one_each(there):
        return EncodedValues(
            places, [_add_there([part[first] for part in parts]) for first in combined.tolist()]
        )
    for column, own in zip(columns, there, strict=True):
        context.log.add_rows(
            "part-missing", column.rows[~own & some], column.number, heading=column.heading, message=message
        )
    return EncodedValues(places, [_add_reads([part[first] for part in parts]) for first in combined.tolist()])


def _count_one_each(there: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> bool:
    """Return whether most rows have a number in one of several columns: each session was for one age."""
    filled = there.sum(axis=0)
    filled = filled[filled > 0]
    is_several = len(there) >= MIN_COLUMNS_OF_ONE and (there.sum(axis=1) > 0).sum() > 1
    is_each = len(filled) >= MIN_COLUMNS_OF_ONE and (filled == 1).mean() >= MOST_OF_ONE
    return bool(is_several and is_each)


def _add_there(reads: list[ParsedNumber]) -> ParsedNumber:
    """Return the sum of the numbers that are there, where a blank says that none of that part came."""
    return _add_reads([read for read in reads if read.value is not None])


def has_number(counts: EncodedValues) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return a mask of the rows whose number is known."""
    return counts.where(lambda read: read.value is not None)


def _add_reads(reads: list[ParsedNumber]) -> ParsedNumber:
    there = [read for read in reads if read.value is not None]
    if not there:
        return ParsedNumber(None)
    missing = len(there) < len(reads)
    total = sum(read.value for read in there if read.value is not None)
    estimate, at_least = any(read.is_estimate for read in there), any(read.is_lower_bound for read in there)
    return ParsedNumber(total, is_estimate=missing or estimate, is_lower_bound=missing or at_least)


# A log that says nowhere which column counts people.

#: Largest number of people of one row of such a column, by layout: a session, or a sum of several.
MAX_PEOPLE = {"session_log": 999, "aggregated_log": 9_999_999}
#: Share of the filled cells of such a column that must be counts.
MOST_COUNTS = 0.6
#: Answer if no column counts people.
NO_COLUMN = "none"


def ask_for_counts(
    body: SheetRows, mapping: Sequence[ColumnMapping], context: ParseContext
) -> tuple[list[Column], tuple[Question, ...]]:
    """Return the columns of people that the user chose, or the question which column it is.

    For a log in which no heading names the number of people. Both are empty if no column holds counts, or if
    the user answered that none counts people. Until the question is answered, the rows that are blank in all
    of these columns may not have been sessions. Columns without a total may each count a session of its own.
    """
    listed = [
        column
        for mapped in mapping
        if mapped.field in ("", "check") and mapped.reason != BY_HAND and not is_not_counted(mapped.heading)
        if _may_count_people(column := body.column(mapped), MAX_PEOPLE[body.grid.layout])
    ]
    columns = [column for column in listed if column.is_filled.sum() >= MIN_SUMMED_ROWS]
    answer = str(context.answers.get("head_count", ""))
    ways = _name_ways([[column] for column in columns])
    if not columns or answer == NO_COLUMN or answer in ways:
        return ways.get(answer, []), ()
    if answer == EACH_COLUMN:
        return listed, ()
    totals = [c for c in columns if _is_sum(c, [other for other in columns if other is not c])]
    is_blank = ~np.any([column.is_filled for column in columns], axis=0)
    context.log.add_rows(
        "held-unclear",
        columns[0].rows[is_blank],
        columns[0].number,
        heading=columns[0].heading,
        message=Message("no number: read as held"),
    )
    options = [*((name, name) for name in ways), (NO_COLUMN, Message("none of them"))]
    if len(listed) > 1 and not totals:
        options.insert(-1, (EACH_COLUMN, Message("all of them: each column is a session of its own")))
    default = next((name for name, (column,) in ways.items() if column in totals), NO_COLUMN)
    text = Message("Which column holds the number of people who came?")
    return [], (ask("head_count", body.grid.cells.name, text=text, options=tuple(options), default=default),)


def _may_count_people(column: Column, largest: int) -> bool:
    """Return whether the numbers of a column may be people: most are whole and not too large, none serial."""
    numbers = [parse_number(text).value for text in column.cell_texts]
    values = np.array([np.nan if n is None else n for n in numbers] or [np.nan])[column.codes]
    filled, known = column.is_filled, np.isfinite(values)
    counts = values[known & filled]
    if not len(counts) or len(counts) < MOST_COUNTS * filled.sum():
        return False
    is_serial = len(counts) >= MIN_SUMMED_ROWS and bool((np.diff(counts) == 1).all())
    return not is_serial and bool(((counts == np.round(counts)) & (counts <= largest)).all())


# Number of sessions of each row: with several columns, those that go with the number of people.


def read_event_counts(
    columns: Sequence[Column],
    counted: Sequence[Column],
    adjacent: AdjacentColumns,
    grid: Grid,
    context: ParseContext,
) -> EncodedValues:
    """Parse the number of sessions of each row; unknown where several columns have no clear total.

    Parameters
    ----------
    columns : sequence of Column
        Columns that count sessions; at least one.
    counted : sequence of Column
        Columns that count people.
    adjacent : AdjacentColumns
        Columns next to those that count people.
    grid : Grid
        Table of the columns.
    context : ParseContext
        Answers and issue log.

    Returns
    -------
    EncodedValues
        The number of each row, or None.
    """
    people = _find_used_counts(list(counted), adjacent, context)
    if len(columns) > 1 and counted and not people:
        return EncodedValues.constant(None, len(columns[0]))
    labels = {heading.column: normalize_heading(heading.spanning_text) for heading in grid.headings}
    used = _choose_event_columns(columns, [labels[column.number] for column in people], labels)
    if adjacent.is_explained and (added := _find_sum_of_others(columns)):
        used = [added]
    for unused in columns:
        if unused not in used:
            message = (
                Message('"{column}" is used', column=used[0].heading)
                if used
                else Message("it may be a part of the sessions: not used")
            )
            row = grid.row_number(grid.header)
            context.log.add("column-not-used", row, unused.number, heading=unused.heading, message=message)
    if not used:
        return EncodedValues.constant(None, len(columns[0]))
    parts = [parse_numbers(EVENTS, column, context).map(lambda read: read.value) for column in used]
    first_rows = first_duplicate_rows([part.codes for part in parts], len(parts[0]))
    combined, places = np.unique(first_rows, return_inverse=True)
    return EncodedValues(places, [_add_all([part[row] for part in parts]) for row in combined.tolist()])


def _find_used_counts(
    counted: list[Column], adjacent: AdjacentColumns, context: ParseContext
) -> list[Column]:
    """Return the columns that give the number of people, as answered or the only way; empty if it is open."""
    if not counted:
        return []
    choice = _choose_count_columns(counted)
    chosen = _find_ways(choice, adjacent).get(str(context.answers.get("head_count")))
    return chosen or ([] if choice.others else choice.used)


def _choose_event_columns(
    columns: Sequence[Column], groups: Sequence[str], labels: Mapping[int, str]
) -> list[Column]:
    """Choose the columns to add: those below the labels of the people, else a total, else all the parts.

    `groups` are the labels over the columns that count people; the result is empty if none is clear.
    """
    same = [column for column in columns if labels[column.number] in groups]
    if len(columns) == 1 or (all(groups) and sorted(labels[c.number] for c in same) == sorted(groups)):
        return list(same or columns)
    everyone = {normalize_heading(word) for word in word_list("totals", "everyone")}
    totals = [c for c in columns if _is_total(c.heading) or labels[c.number] in everyone]
    if len(totals) == 1:
        return totals
    axes = find_axes([column.heading for column in columns])
    is_whole = bool(axes) and axes[0].is_complete and len(axes[0].places) == len(columns)
    return list(columns) if is_whole else []


def _add_all(numbers: Sequence[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
