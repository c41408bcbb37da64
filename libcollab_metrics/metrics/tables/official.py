"""Prepare the rows of official forms: library survey margins and monthly school attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import Frame, Rows, as_integer, is_true, text
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
    frame = counting.filter(nw.col("held"))
    typed = text("age_class").fill_null(UNCLASSIFIED)
    audience = nw.when(typed != UNCLASSIFIED).then(typed).otherwise(text("age_group"))
    by_age = _margin(frame, "age", audience, AGE_CLASSES)
    by_format = _margin(frame, "format", text("format"), LIVE_FORMATS)
    recorded = _margin(_recorded_presentations(counting), RECORDED, text("format"), (RECORDED,))
    return Rows(
        nw.concat([by_age, by_format, recorded], how="vertical"), sessions.fields, ("margin", "class")
    )


def _recorded_presentations(sessions: Frame) -> Frame:
    """Return the published recorded presentations as sessions, with their views as visits."""
    shown = is_true(nw.col("format") == RECORDED) & is_true(nw.col("status") == "held")
    counted = ~nw.col("visits").is_null()
    frame = sessions.filter(shown).with_columns(
        held=is_true(nw.col("status") == "held"),
        counted=counted,
        counted_estimate=counted & nw.col("estimate"),
        counted_lower=counted & nw.col("lower"),
    )
    return frame.with_columns(held_unknown_events=nw.col("held") & ~nw.col("events_known"))


def _margin(frame: Frame, margin: str, values: nw.Expr, classes: tuple[str, ...]) -> Frame:
    known = is_true(values.is_in(classes))
    return frame.with_columns(
        nw.when(known).then(values).otherwise(nw.lit(UNCLASSIFIED)).alias("class"), margin=nw.lit(margin)
    )


def prepare_school_months(prepared: PreparedTables) -> Rows | None:
    """Return one row per class and month with marked days: presences and days due.

    A class is a program at a site. Its learners are those registered at the last session of the month that
    records the number; without such a session they are unknown.
    """
    people, sessions = prepared.participation, prepared.sessions
    if people is None or sessions is None:
        return None
    marked = _add_class_columns(people.frame.filter(nw.col("day_marked")))
    marked = marked.with_columns(*(text(p).alias(p) for p in PERIODS), presences=as_integer(nw.col("came")))
    marked = marked.group_by(*CLASS_MONTH).agg(
        nw.col("presences").sum(),
        nw.col("date").n_unique().alias("days"),
        *(nw.col(p).max() for p in PERIODS),
    )
    marked = marked.join(_count_learners(sessions.frame), on=list(CLASS_MONTH), how="left")
    marked = marked.with_columns(
        due=nw.col("learners") * nw.col("days"),
        enrolled=~nw.col("learners").is_null(),
        program_id=nw.when(nw.col("program") != "").then(nw.col("program")),
        site=nw.when(nw.col("place") != "").then(nw.col("place")),
    )
    return Rows(marked, MONTH_FIELDS, is_dated=False)


def _add_class_columns(frame: Frame) -> Frame:
    return frame.with_columns(
        program=text("program_id").fill_null(""), place=text("site").fill_null(""), of_month=text("month")
    )


def _count_learners(sessions: Frame) -> Frame:
    """Return the registered learners at the last session of each class and month with a number."""
    known = nw.col("held") & ~nw.col("registered").is_null() & ~nw.col("date").is_null()
    frame = _add_class_columns(sessions.filter(known)).select(*CLASS_MONTH, "date", "registered")
    last = frame.group_by(*CLASS_MONTH).agg(nw.col("date").max().alias("last"))
    last = last.select(*(nw.col(name).alias(f"last_{name}") for name in CLASS_MONTH), "last")
    joined = frame.join(
        last, left_on=list(CLASS_MONTH), right_on=[f"last_{name}" for name in CLASS_MONTH], how="inner"
    )
    at_end = joined.filter(nw.col("date") == nw.col("last"))
    return at_end.group_by(*CLASS_MONTH).agg(nw.col("registered").max().alias("learners"))
