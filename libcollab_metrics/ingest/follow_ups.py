"""Questions that follow from a departure: asked only where it happened, with what was assumed as the default."""

from __future__ import annotations

from dataclasses import dataclass

from libcollab_metrics.ingest.columns import PUT_OFF, Context
from libcollab_metrics.model.reading import Question

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FollowUp:
    """What is asked when a kind of departure was noted and its answer not yet given."""

    code: str
    key: str
    text: str
    options: Options
    default: str
    saying: str = ""  # asked only where what was noted says so


FOLLOW_UPS: tuple[FollowUp, ...] = (
    FollowUp("date-order-assumed", "date_order", "Is the day or the month written first?",
             (("month-first", "month first: 3/7 is 7 March"), ("day-first", "day first: 3/7 is 3 July")),
             "month-first"),
    FollowUp("hidden-content", "hidden_rows", "Some rows or columns are hidden. Do they count?",
             (("count", "yes"), ("leave-out", "no, leave them out")), "count"),
    FollowUp("holiday-column", "holidays", "A word is spelled down the column of a day. Was that day held?",
             (("not-held", "no, it was a holiday"), ("held", "yes")), "not-held"),
    FollowUp("unit-unclear", "people", "Does the number count people, or visits of people?",
             (("visits", "everyone present each time: visits"), ("people", "each person once")), "visits"),
    FollowUp("all-zero-block", "month_finished",
             "Every count of a month is 0 although groups met. Is the month finished?",
             (("true", "yes, nobody came"), ("false", "no, the numbers are not in yet")), "false"),
    FollowUp("totals-disagree", "totals", "The sheet's own total is not the sum of its rows. Which is right?",
             (("rows", "the rows"), ("sheet", "the total typed on the sheet")), "rows"),
    FollowUp("range-lower-end", "ranges", "A range such as 15-20 stands for one number. Which end counts?",
             (("low", "the lower end"), ("high", "the upper end")), "low"),
    FollowUp("cancelled-by-title", "postponed", "A session was put off. Was it held later and written down again?",
             (("cancelled", "it was not held on this day"), ("held", "it was held")), "cancelled", PUT_OFF),
    FollowUp("duplicate-rows", "duplicates", "Some rows are equal. Are they one, written twice?",
             (("keep", "no, both count"), ("drop", "yes, count them once")), "keep"),
)  # fmt: skip


def follow_up(sheet: str, context: Context) -> tuple[Question, ...]:
    """Return the questions that what was noted on a sheet raises."""
    return tuple(
        Question(f"sheets.{sheet}.{one.key}", one.text, one.options, one.default)
        for one in FOLLOW_UPS
        if context.log.has(one.code, one.saying) and context.answers.get(one.key) is None
    )
