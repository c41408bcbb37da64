"""Prepare the rows of official forms: library survey margins and monthly school attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libcollab_metrics.metrics.frames import Expr, Frame, col, lit, when
from libcollab_metrics.metrics.tables.rows import Rows, as_integer, is_true, text
from libcollab_metrics.model.schema import AGE_CLASSES, LIVE_FORMATS, UNCLASSIFIED
from libcollab_metrics.model.scope import PERIODS

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import PreparedTables

#: Format of recorded presentations, and the name of the margin that holds their views.
RECORDED = "recorded"
CLASS_MONTH = ("program", "place", "of_month")
MONTH_FIELDS = {"program": "program_id", "site": "site", **{period: period for period in PERIODS}}


def prepare_margins(prepared: PreparedTables) -> Rows | None:
    """Return the sessions for official statistics twice: by age class and by format.

    Programs marked as excluded from official statistics are omitted. A live session without a class is
    "unclassified". Recorded presentations have a margin of their own, because their views are never added to
    attendance.
    """
    sessions = prepared.sessions
    if sessions is None:
        return None
    left_out = [program.id for program in prepared.facts.programs.values() if program.official == "no"]
    counting = sessions.frame
    if left_out:
        counting = counting.filter(~is_true(text("program_id").is_in(left_out)))
    frame = counting.filter(col("held"))
    typed = text("age_class").fill_null(UNCLASSIFIED)
    audience = when(typed != UNCLASSIFIED).then(typed).otherwise(text("age_group"))
    by_age = _margin(frame, "age", audience, AGE_CLASSES)
    by_format = _margin(frame, "format", text("format"), LIVE_FORMATS)
    recorded = _margin(_recorded_presentations(counting), RECORDED, text("format"), (RECORDED,))
    return Rows(by_age.concat(by_format, recorded), sessions.fields, ("margin", "class"))


def _recorded_presentations(sessions: Frame) -> Frame:
    """Return the published recorded presentations as sessions, with their views as visits."""
    shown = is_true(col("format") == RECORDED) & is_true(col("status") == "held")
    counted = ~col("visits").is_null()
    frame = sessions.filter(shown).with_columns(
        held=is_true(col("status") == "held"),
        counted=counted,
        counted_estimate=counted & col("estimate"),
        counted_lower=counted & col("lower"),
    )
    return frame.with_columns(held_unknown_events=col("held") & ~col("events_known"))


def _margin(frame: Frame, margin: str, values: Expr, classes: tuple[str, ...]) -> Frame:
    known = is_true(values.is_in(classes))
    return frame.with_columns(
        when(known).then(values).otherwise(lit(UNCLASSIFIED)).alias("class"), margin=lit(margin)
    )


def prepare_school_months(prepared: PreparedTables) -> Rows | None:
    """Return one row per class and month with marked days: presences and days due.

    A class is a program at a site. Its learners are those registered at the last session of the month that
    records the number; without such a session they are unknown.
    """
    people, sessions = prepared.participation, prepared.sessions
    if people is None or sessions is None:
        return None
    marked = _add_class_columns(people.frame.filter(col("day_marked")))
    marked = marked.with_columns(*(text(p).alias(p) for p in PERIODS), presences=as_integer(col("came")))
    marked = marked.aggregate(
        CLASS_MONTH,
        col("presences").sum(),
        *(col(p).max() for p in PERIODS),
        days=col("date").n_unique(),
    )
    marked = marked.join(_count_learners(sessions.frame), CLASS_MONTH, CLASS_MONTH)
    marked = marked.with_columns(
        due=col("learners") * col("days"),
        enrolled=~col("learners").is_null(),
        program_id=when(col("program") != "").then(col("program")),
        site=when(col("place") != "").then(col("place")),
    )
    return Rows(marked, MONTH_FIELDS, is_dated=False)


def _add_class_columns(frame: Frame) -> Frame:
    return frame.with_columns(
        program=text("program_id").fill_null(""), place=text("site").fill_null(""), of_month=text("month")
    )


def _count_learners(sessions: Frame) -> Frame:
    """Return the registered learners at the last session of each class and month with a number."""
    known = col("held") & ~col("registered").is_null() & ~col("date").is_null()
    frame = _add_class_columns(sessions.filter(known)).select(*CLASS_MONTH, "date", "registered")
    last = frame.aggregate(CLASS_MONTH, last=col("date").max())
    last = last.select(*(col(name).alias(f"last_{name}") for name in CLASS_MONTH), "last")
    joined = frame.join(last, CLASS_MONTH, [f"last_{name}" for name in CLASS_MONTH], "inner")
    at_end = joined.filter(col("date") == col("last"))
    return at_end.aggregate(CLASS_MONTH, learners=col("registered").max())
