"""Who came again: a person's sessions within a group, the next period, and the last marks in a program."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import narwhals as nw
import pandas as pd

from libcollab_metrics.metrics.tables.rows import Frame, Rows, is_true, one, text
from libcollab_metrics.model.scope import PERIODS, PERSON_FIELDS, period_labels

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import Prepared

#: Absences after the last presence from which on a person is missed.
IN_A_ROW = 3
#: What is compared where nobody asked for a period: long enough to come again, short enough to notice.
USUAL_PERIOD = "quarter"


def attenders(prepared: Prepared) -> Rows | None:
    """Return one row a person who came in a group, with whether they came to more than one session of it."""
    people = prepared.participation
    if people is None:
        return None
    return Rows(people.frame.filter(nw.col("named_came")), people.fields, gather=_sessions_of_each)


def _sessions_of_each(frame: Frame, keys: list[str]) -> Frame:
    persons = frame.group_by(*keys, "person_key").agg(
        nw.col("session_id").min().alias("one_session"), nw.col("session_id").max().alias("other_session")
    )
    return persons.with_columns(repeated=nw.col("one_session") != nw.col("other_session"))


def returns(prepared: Prepared) -> Rows | None:
    """Return one row a person and period in which they came, with whether they came in the next one too.

    The next period is the next one of the group with a list of names: whether a guest without one came before,
    nobody can tell. Grouped by a period, that is compared; else quarters, all pairs of the group together.
    `next_running` marks a next period that has not ended on the day the figures are true for, `next_open` a pair of
    periods with a session that somebody unlisted may have come to.
    """
    people, sessions = prepared.participation, prepared.sessions
    if people is None or sessions is None:
        return None
    by_period = prepared.by in PERIODS
    period = prepared.by if by_period else USUAL_PERIOD
    columns = sorted({*people.fields.values()} - {"mother_tongue", "person_age"})
    marks = people.frame.filter(nw.col("named")).select(
        *(text(column) for column in (*columns, "mother_tongue", "person_age", "person_key")),
        marks=one(nw.col("named")), came=one(nw.col("named_came")), unlisted=nw.lit(0, dtype=nw.Int64),
    )  # fmt: skip
    nobody = nw.lit(None, dtype=nw.String)
    held = sessions.frame.filter(nw.col("held")).select(
        *(text(column) for column in columns), mother_tongue=nobody, person_age=nobody, person_key=nobody,
        marks=nw.lit(0, dtype=nw.Int64), came=nw.lit(0, dtype=nw.Int64), unlisted=one(~nw.col("fully_marked")),
    )  # fmt: skip
    frame = nw.concat([marks, held], how="vertical").filter(~nw.col(period).is_null())
    frame = frame.with_columns(period=nw.col(period))
    apart = not by_period and prepared.by not in PERSON_FIELDS
    gather = partial(_next_periods, by_period=by_period, apart=apart, running=_label(prepared, period))
    return Rows(frame, people.fields, dated=False, gather=gather)


def _label(prepared: Prepared, period: str) -> str:
    """The period of the day after: what has not ended."""
    settings = prepared.facts.settings
    tomorrow = pd.Series(pd.to_datetime([prepared.as_of + timedelta(days=1)]))
    return str(period_labels(tomorrow, settings.fiscal_year_start, settings.school_year_start)[period].iloc[0])


def _next_periods(frame: Frame, keys: list[str], by_period: bool, apart: bool, running: str) -> Frame:
    group = nw.lit("") if by_period or not keys else text("group").fill_null("")
    frame = frame.with_columns(within=group)
    keys = [] if by_period else keys
    spans = frame.filter(nw.col("marks") > 0).group_by("within", "period").agg(nw.col("marks").sum())
    spans = _with_unlisted(spans.select("within", "period"), frame, apart)
    later = spans.select(later_within="within", later="period")
    following = spans.join(later, left_on="within", right_on="later_within", how="inner")
    following = following.filter(nw.col("later") > nw.col("period"))
    following = following.group_by("within", "period").agg(
        nw.col("later").min().alias("next_period"), nw.col("unlisted").max()
    )
    then = spans.select(then_within="within", then="period", unlisted_then="unlisted")
    following = following.join(
        then, left_on=["within", "next_period"], right_on=["then_within", "then"], how="left"
    )  # fmt: skip
    came = (
        frame.filter(nw.col("came") > 0).group_by(*keys, "within", "period", "person_key").agg(nw.len().alias("times"))
    )
    again = came.select(again_within="within", again_in="period", again_who="person_key", again="times")
    found = came.join(following, on=["within", "period"], how="left").join(
        again,
        left_on=["within", "next_period", "person_key"],
        right_on=["again_within", "again_in", "again_who"],
        how="left",
    )
    has_next = ~nw.col("next_period").is_null()
    found = found.with_columns(
        has_next=has_next,
        came_again=has_next & ~nw.col("again").is_null(),
        next_running=is_true(nw.col("next_period") == running),
        next_open=is_true(nw.col("unlisted") > 0) | is_true(nw.col("unlisted_then") > 0),
    )
    return found.with_columns(group=nw.col("period")) if by_period else found


def _with_unlisted(spans: Frame, frame: Frame, apart: bool) -> Frame:
    """Add the sessions without a full list in each period: those of the group, or all where it divides people."""
    keys = ["within", "period"] if apart else ["period"]
    renamed = {f"{key}_there": key for key in keys}
    sessions = frame.group_by(*keys).agg(nw.col("unlisted").sum()).select("unlisted", **renamed)
    return spans.join(sessions, left_on=keys, right_on=list(renamed), how="left")


def last_marks(prepared: Prepared) -> Rows | None:
    """Return one row a named person in a program, with whether their last three marks there are absences.

    Excused and unknown marks neither break a row of absences nor make it longer; sessions without a day have no
    place in it, and whoever came at all on a day was there that day.
    """
    people = prepared.participation
    if people is None:
        return None
    named = ~nw.col("person_key").is_null() & ~nw.col("date").is_null()
    frame = people.frame.filter(named).with_columns(program=text("program_id").fill_null(""))
    last = frame.filter(nw.col("came")).select(last_in="program", last_who="person_key", day="date")
    last = last.group_by("last_in", "last_who").agg(nw.col("day").max().alias("last_came"))
    frame = frame.join(last, left_on=["program", "person_key"], right_on=["last_in", "last_who"], how="left")
    since = nw.col("last_came").is_null() | is_true(nw.col("date") > nw.col("last_came"))
    frame = frame.with_columns(missed=one(is_true(nw.col("status") == "absent") & since))
    persons = frame.group_by("program", "person_key").agg(nw.col("missed").sum())
    persons = persons.with_columns(
        program_id=nw.when(nw.col("program") != "").then(nw.col("program")), dropped=nw.col("missed") >= IN_A_ROW
    )
    return Rows(persons, {"program": "program_id"}, dated=False)
