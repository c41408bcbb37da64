"""Printed totals of a roster, next to each person and below each day: what they explain, and comparison."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.layouts.roster_meetings import Meeting
from libcollab_metrics.ingest.tables.rows import SheetRows
from libcollab_metrics.ingest.values.columns import ParseContext, cell_text
from libcollab_metrics.ingest.values.marks import (
    NO_MARKS,
    OTHER_TEXT,
    MarkMeaning,
    says_present,
    statuses_counted_by,
)
from libcollab_metrics.ingest.values.numbers import parse_number
from libcollab_metrics.ingest.values.table import EncodedValues
from libcollab_metrics.messages import Message
from libcollab_metrics.model.readings import ColumnMapping
from libcollab_metrics.model.schema import PRESENT_STATUSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Totals that agree with one reading of the marks only.

#: Most marks whose meaning is searched for, and fewest totals that explain them.
MAX_OPEN_MARKS, MIN_TOTALS = 6, 3
#: Fewest people with an excused absence.
MIN_EXCUSED = 2
#: Marks that mean absent if the totals do not count them; other letters may say why a person did not come.
ABSENT_MARKS = frozenset(("0", "a", "n", "no", "x", "✗", "✘"))
#: Marks that may mean late: a total of those present may leave them out, although they came.
LATE_MARKS = frozenset(("t", "l", "am", "pm", OTHER_TEXT))


@dataclass(frozen=True)
class _Totals:
    """Totals of a roster, and the marks that each of them may count.

    Attributes
    ----------
    stated : array of float, shape (totals,)
        Numbers as printed.
    present : array of int, shape (totals,)
        Marks that are known to mean present or late.
    others : array of int, shape (totals,)
        All other marks and blanks.
    open_marks : array of int, shape (totals, marks)
        Number of each mark that nothing explains.
    """

    stated: NDArray[np.float64]
    present: NDArray[np.int64]
    others: NDArray[np.int64]
    open_marks: NDArray[np.int64]


def explain_marks_by_totals(
    body: SheetRows,
    mapping: Sequence[ColumnMapping],
    meetings: Sequence[Meeting],
    marks: Sequence[EncodedValues],
    meanings: Mapping[str, MarkMeaning],
    explained: Collection[str] = (),
) -> dict[str, MarkMeaning]:
    """Return the meanings with those that follow from the totals of days and people.

    A mark means present if every way to arrive at all totals counts it, and not if none does. A total may
    count the absent: it explains marks only if it counts marks for present too, or if its label says so. A
    mark that is not counted means absent if it is the only one, else "excused" if it may be a reason and
    another means absent, or a blank after the last day of a person. Undecided marks, those that may mean
    late, and those that fill most of a day stay unexplained.

    Parameters
    ----------
    body : SheetRows
        Rows of the people.
    mapping : sequence of ColumnMapping
        Columns of the roster.
    meetings : sequence of Meeting
        Days of the roster.
    marks : sequence of EncodedValues
        Normalized marks of each day, in the order of the rows.
    meanings : mapping of str to MarkMeaning
        Meaning of each mark so far.
    explained : collection of str
        Marks that the legend explains in words that name no status: totals that do not count them do not say
        whether they are absences.

    Returns
    -------
    dict of str to MarkMeaning
    """
    unexplained = [mark for mark, m in meanings.items() if m.source in ("unexplained", "number")]
    if not unexplained or len(unexplained) > MAX_OPEN_MARKS:
        return dict(meanings)
    totals = _collect_totals(body, mapping, meetings, _mask_marks(marks, meanings, unexplained))
    if totals is None:
        return dict(meanings)
    solutions = [chosen for chosen in product((0, 1), repeat=len(unexplained)) if _fits(totals, chosen)]
    determined = {
        mark: counted.pop()
        for place, mark in enumerate(unexplained)
        if len(counted := {solution[place] for solution in solutions}) == 1
        and totals.open_marks[:, place].any()
    }
    statuses = _name_statuses(determined, marks, meanings)
    statuses = {mark: own for mark, own in statuses.items() if own == "present" or mark not in explained}
    return {**meanings, **{mark: MarkMeaning(status, "totals") for mark, status in statuses.items()}}


def count_excused_as_absent(
    body: SheetRows, marks: Sequence[EncodedValues], meanings: Mapping[str, MarkMeaning]
) -> dict[str, MarkMeaning]:
    """Return the meanings with excused absences as absences, if a total of each person counts both.

    Such as "F" next to each person, which is the number of all absences in every row.
    """
    excused, absent = (
        {mark for mark, meaning in meanings.items() if mark and meaning.status == status}
        for status in ("excused", "absent")
    )
    if not excused or not marks:
        return dict(meanings)
    away, without = (
        np.sum([day.where(kind.__contains__) for day in marks], axis=0) for kind in (absent, excused)
    )
    for heading in body.grid.headings:
        column = body.column_at(heading.column)
        stated = np.array(
            [np.nan if (n := parse_number(text).value) is None else n for text in column.cell_texts]
        )[column.codes]
        known = ~np.isnan(stated)
        if known.sum() < MIN_TOTALS or (without[known] > 0).sum() < MIN_EXCUSED:
            continue
        if (stated == away + without)[known].all():
            counted = {mark: MarkMeaning("absent", "absences") for mark in excused}
            return {**meanings, **counted}
    return dict(meanings)


def _name_statuses(
    determined: Mapping[str, int], marks: Sequence[EncodedValues], meanings: Mapping[str, MarkMeaning]
) -> dict[str, str]:
    """Return the status of each mark that totals count (1) or not (0), as far as it is clear."""
    has_absent = any(m.status == "absent" for m in meanings.values()) or any(
        mark in ABSENT_MARKS and not is_counted for mark, is_counted in determined.items()
    )
    others = [mark for mark, is_counted in determined.items() if not is_counted]
    knows_absent = has_absent or any(mark in NO_MARKS for mark in others)
    named = {}
    for mark, is_counted in determined.items():
        is_reason = mark not in LATE_MARKS and not _fills_a_day(mark, marks)
        is_other = mark in NO_MARKS or (others == [mark] and is_reason)
        is_absent = mark in ABSENT_MARKS or (is_other and not has_absent)
        if is_counted or is_absent or (is_reason and knows_absent):
            named[mark] = "present" if is_counted else "absent" if is_absent else "excused"
    return named


def _mask_marks(
    marks: Sequence[EncodedValues], meanings: Mapping[str, MarkMeaning], unexplained: Sequence[str]
) -> NDArray[np.bool_]:
    """Return an array (kinds, days, people): marks for present, and each unexplained mark."""
    kinds = [
        {mark for mark, m in meanings.items() if m.status in PRESENT_STATUSES},
        *({m} for m in unexplained),
    ]
    return np.array([[day.where(kind.__contains__) for day in marks] for kind in kinds], dtype=bool)


def _collect_totals(
    body: SheetRows, mapping: Sequence[ColumnMapping], meetings: Sequence[Meeting], masks: NDArray[np.bool_]
) -> _Totals | None:
    """Return the totals of days and people; None if they are few, all equal, or may count the absent."""
    stated: list[float] = []
    counts: list[NDArray[np.int64]] = []
    sizes: list[int] = []
    labels = []
    for day, meeting in enumerate(meetings):
        for index, number in meeting.printed_totals if len(meeting.printed_totals) == 1 else ():
            above = body.used < index
            stated.append(number)
            counts.append(masks[:, day, above].sum(axis=1))
            sizes.append(int(above.sum()))
            labels.append(body.label(index))
    by_person = masks.sum(axis=1)
    for mapped in mapping:
        if mapped.field == "check" and statuses_counted_by(mapped.heading) == PRESENT_STATUSES:
            for place, number in _stated_numbers(body, mapped):
                stated.append(number)
                counts.append(by_person[:, place])
                sizes.append(masks.shape[1])
                labels.append(mapped.heading)
    if sum(bool(count[0]) for count in counts) < MIN_TOTALS:  # only those that say so count those who came
        own = [place for place, label in enumerate(labels) if says_present(label)]
        stated, counts = [stated[place] for place in own], [counts[place] for place in own]
        sizes = [sizes[place] for place in own]
    if len(stated) < MIN_TOTALS or len(set(stated)) < 2:
        return None
    counted = np.array(counts)
    present = counted[:, 0]
    return _Totals(np.array(stated), present, np.array(sizes) - present, counted[:, 1:])


def _stated_numbers(body: SheetRows, mapped: ColumnMapping) -> Iterator[tuple[int, float]]:
    numbers = body.column(mapped).parse_text(lambda text: parse_number(text).value)
    yield from ((place, number) for place, number in enumerate(numbers) if number is not None)


def _fits(totals: _Totals, chosen: Sequence[int]) -> bool:
    """Return whether the chosen marks and those for present make up every total, and some did not come."""
    counted = totals.open_marks @ np.array(chosen)
    return bool((totals.present + counted == totals.stated).all() and (totals.others > counted).any())


def _fills_a_day(mark: str, marks: Sequence[EncodedValues]) -> bool:
    """Return whether most marks of a day are this one, such as a word for a holiday."""
    return any(2 * int(day.where(mark.__eq__).sum()) > int(day.where(bool).sum()) for day in marks)


# Comparison of totals with the marks.

#: Status of each person for each meeting; None where a person was not enrolled.
StatusTable = Sequence[Sequence[str | None]]


def compare_person_totals(
    body: SheetRows,
    mapping: Sequence[ColumnMapping],
    statuses: StatusTable,
    context: ParseContext,
    noun: str = "days",
) -> None:
    """Compare the printed totals of each row (days present, absent, late) with its marks."""
    for mapped in mapping:
        counted = statuses_counted_by(mapped.heading) if mapped.field == "check" else ()
        if not counted or not statuses:
            continue
        total = body.column(mapped)
        for row_index, cell in enumerate(total.cells):
            marks = [column[row_index] for column in statuses]
            stated, counted_days = parse_number(cell_text(cell)).value, sum(mark in counted for mark in marks)
            if (
                stated is not None
                and stated != counted_days
                and not ("unknown" in marks and counted_days == 0)
            ):
                context.log.add(
                    "totals-disagree",
                    int(total.rows[row_index]),
                    total.number,
                    heading=total.heading,
                    value=f"{stated:g}",
                    message=_totals_message(noun, float(stated), counted_days),
                )


def _totals_message(noun: str, stated: float, counted: int) -> Message:
    if noun == "days":
        return Message(
            "the sheet says {stated} days, the marks give {counted}", stated=stated, counted=counted
        )
    return Message("the sheet says {stated} people, the marks give {counted}", stated=stated, counted=counted)


def combine_day_totals(stated: Sequence[tuple[int, float]]) -> float | None:
    """Combine the totals below a day: the last if it sums up the others, else their sum.

    Examples
    --------
    >>> (combine_day_totals([(5, 2.0), (9, 1.0), (10, 3.0)]),
    ...  combine_day_totals([(5, 2.0), (9, 1.0)]), combine_day_totals([]))
    (3.0, 3.0, None)
    """
    numbers = [number for _, number in stated]
    if not numbers:
        return None
    return numbers[-1] if len(numbers) == 1 or numbers[-1] == sum(numbers[:-1]) else sum(numbers)


def compare_day_totals(
    body: SheetRows, meetings: Sequence[Meeting], statuses: StatusTable, context: ParseContext
) -> None:
    """Compare each total below a day with the marks above it: since the last total, or all."""
    used = body.used
    for meeting, column in zip(meetings, statuses, strict=True):
        came: NDArray[np.bool_] = np.array([status in PRESENT_STATUSES for status in column], dtype=bool)
        if "unknown" in column and not came.any():
            continue
        start = -1
        for index, stated in meeting.printed_totals:
            above, block = int(came[used < index].sum()), int(came[(used > start) & (used < index)].sum())
            start = index
            if stated not in (above, block, int(came.sum())):
                context.log.request_question("totals")
                context.log.add(
                    "totals-disagree",
                    body.grid.row_number(index),
                    meeting.column.number,
                    heading=Message("totals by day"),
                    value=f"{stated:g}",
                    message=Message(
                        "the sheet says {stated}, the marks give {counted}",
                        stated=float(stated),
                        counted=block,
                    ),
                )
