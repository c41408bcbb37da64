"""Questions that follow from a departure: asked only where it happened, with what was assumed as the default."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from libcollab_metrics.ingest.columns import Context
from libcollab_metrics.model.readings import Question, SheetReading

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FollowUp:
    """What is asked when a kind of departure was noted and not yet answered; no code where the reader itself asks."""

    code: str
    key: str
    text: str
    options: Options
    default: str


FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("date-order-assumed", "date_order", "Is the day or the month written first?",
             (("month-first", "month first: 3/7 is 7 March"), ("day-first", "day first: 3/7 is 3 July")),
             "month-first"),
    FollowUp("", "hidden_rows", "Some rows or columns are hidden. Do they count?",
             (("count", "yes"), ("leave-out", "no, leave them out")), "count"),
    FollowUp("holiday-column", "holidays", "A word is spelled down the column of a day. Was that day held?",
             (("not-held", "no, it was a holiday"), ("held", "yes")), "not-held"),
    FollowUp("unit-unclear", "people", "Does the number count people, or visits of people?",
             (("visits", "everyone present each time: visits"), ("people", "each person once")), "visits"),
    FollowUp("all-zero-block", "month_finished",
             "Every count of a month is 0 although groups met. Is the month finished?",
             (("true", "yes, nobody came"), ("false", "no, the numbers are not in yet")), "false"),
    FollowUp("", "totals", "The sheet's own total is not the sum of its rows. Which is right?",
             (("rows", "the rows"), ("sheet", "the total typed on the sheet")), "rows"),
    FollowUp("range-lower-end", "ranges", "A range such as 15-20 stands for one number. Which end counts?",
             (("low", "the lower end"), ("high", "the upper end")), "low"),
    FollowUp("", "postponed", "A session was put off. Was it held later and written down again?",
             (("cancelled", "it was not held on this day"), ("held", "it was held")), "cancelled"),
    FollowUp("duplicate-rows", "duplicates", "Some rows are equal. Are they one, written twice?",
             (("keep", "no, both count"), ("drop", "yes, count them once")), "keep"),
)  # fmt: skip


def ask_fiscal_year(readings: Sequence[SheetReading], first_month: int, given: Mapping[str, Any]) -> list[SheetReading]:
    """Return the readings of tabs that run from another month beyond December; the first tab read asks for the year's.

    Parameters
    ----------
    first_month : the month of the first tab that is named after one.
    given : all answers of the file.
    """
    answered = any("fiscal_year_start" in part for part in (given, *given.get("sheets", {}).values()))
    first = next((place for place, reading in enumerate(readings) if reading.rows_used), None)
    if answered or first is None:
        return list(readings)
    month = month_name[first_month]
    text = f"The tabs begin with {month}. In which month, 1 to 12, does your fiscal year begin?"
    question = Question(f"sheets.{readings[first].name}.fiscal_year_start", text, (), "1")
    asked = replace(readings[first], questions=(*readings[first].questions, question))
    return [*readings[:first], asked, *readings[first + 1 :]]


def follow_up(sheet: str, context: Context) -> tuple[Question, ...]:
    """Return the questions that what was noted on a sheet raises."""
    return tuple(
        Question(f"sheets.{sheet}.{one.key}", one.text, one.options, one.default)
        for one in FOLLOW_UPS
        if (context.log.has(one.code) or context.log.asks(one.key)) and context.answers.get(one.key) is None
    )
