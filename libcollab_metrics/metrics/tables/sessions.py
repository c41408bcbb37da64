"""Prepare sessions: which are held and counted, attendance (typed number before roster), months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from libcollab_metrics.metrics.frames import Expr, Frame, col, lit, open_table, when
from libcollab_metrics.metrics.partner_links import find_partner_links
from libcollab_metrics.metrics.tables.rows import Rows, as_integer, is_true, text
from libcollab_metrics.model.scope import PERIODS, period_labels

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import PreparedTables

#: Counts from a session's roster; 0 without a roster.
LIST_COUNTS = (
    "came",
    "known_marks",
    "unknown_marks",
    "named_came",
    "list_rows",
    "sign_ins",
    "registrations",
    "no_mother_tongue",
    "no_person_age",
)


def with_attendance(sessions: Frame, people: Frame | None, traits: tuple[str, ...]) -> Frame:
    """Return one row per session with its attendance and the conditions of all measures.

    A typed number takes precedence over the roster. Without one, a complete roster gives the number of people
    present or late. A partial roster gives a lower bound that is also an estimate; it is unknown if none of
    its marks is explained, or if some are unexplained and all others are absences.

    Parameters
    ----------
    sessions : Frame
    people : Frame or None
        Attendance marks.
    traits : tuple of str
        Personal fields of the selection; a roster is fully marked only if they are known for everyone.

    Returns
    -------
    Frame
    """
    frame = _attach_lists(sessions.with_columns(session_id=text("session_id")), people)
    typed, events = col("attended"), col("events")
    live = ~is_true(col("format") == "recorded")
    complete, partial = is_true(col("roster") == "complete"), is_true(col("roster") == "partial")
    # Absences among unexplained marks do not determine how many people came.
    some_known = (col("known_marks") > 0) & ((col("came") > 0) | (col("unknown_marks") == 0))
    frame = frame.with_columns(
        held=is_true(col("status") == "held") & live,
        planned=live,
        complete=complete,
        typed=~typed.is_null(),
        listed_only=typed.is_null() & partial & some_known,
        from_list=when(complete | (partial & some_known)).then(col("came").cast("float")),
        events_known=~events.is_null(),
    )
    frame = frame.with_columns(visits=when(col("typed")).then(typed).otherwise(col("from_list")))
    frame = frame.with_columns(
        counted=col("held") & ~col("visits").is_null(),
        estimate=(col("typed") & is_true(col("attended_is_estimate"))) | col("listed_only"),
        lower=(col("typed") & is_true(col("attended_at_least"))) | col("listed_only"),
        fully_marked=col("held") & _is_fully_marked(traits),
    )
    frame = _add_joint_conditions(frame)
    return frame.with_columns(
        held_unknown_events=col("held") & ~col("events_known"),
        planned_unknown_events=col("planned") & ~col("events_known"),
        has_registrations=col("registrations") > 0,
        is_registration_list=_is_registration_list(),
        shows_absence=col("complete") & (col("sign_ins") == 0),
    )


def _add_joint_conditions(frame: Frame) -> Frame:
    """Add which counted rows also have the divisor of each average, and the divisors.

    Times describe one event, so every visit of a row lasted as long. A row that ends before it begins has no
    known length. Visits not on a roster have no name.
    """
    visits, events = col("visits"), col("events")
    counted, some_events = col("counted"), is_true(events > 0)
    has = {
        "counted": counted,
        "averaged": counted & some_events,
        "filled": counted & some_events & ~col("capacity").is_null(),
        "signed_up": counted & ~col("registered").is_null(),
        "staffed": counted & ~col("staff_hours").is_null(),
        "timed": counted & is_true(col("end") > col("start")),
    }
    unnamed = visits - col("named_came")
    frame = frame.with_columns(
        **has,
        visit_minutes=visits * (col("end") - col("start")),
        unnamed=when(unnamed > 0).then(unnamed).otherwise(unnamed * 0),
    )
    frame = frame.with_columns(visits_an_event=when(col("averaged")).then(visits / events))
    return frame.with_columns(
        *((col(name) & col("estimate")).alias(f"{name}_estimate") for name in has),
        *((col(name) & col("lower")).alias(f"{name}_lower") for name in has),
    )


def _is_registration_list() -> Expr:
    """Return whether a roster lists exactly the registered people.

    True for a registration export or an enrolment list; people on it who only signed in came unregistered and
    are ignored. A roster without registration rows also qualifies if it is not longer than the number
    registered.
    """
    registrations, registered = col("registrations"), col("registered")
    of_its_own = (registrations > 0) & is_true(registrations <= registered)
    roster = (registrations == 0) & (col("sign_ins") == 0) & is_true(col("list_rows") <= registered)
    return of_its_own | roster


def _attach_lists(sessions: Frame, people: Frame | None) -> Frame:
    """Attach to each session the counts from its roster (many-to-one)."""
    if people is None:
        return sessions.with_columns(**{name: lit(0) for name in LIST_COUNTS})
    status = col("status")
    came = is_true((status == "present") | (status == "late"))
    named, unknown = ~col("person_key").is_null(), is_true(status == "unknown")
    marks = people.select(
        list_of=text("session_id"),
        came=as_integer(came),
        known_marks=as_integer(~unknown),
        unknown_marks=as_integer(unknown),
        named_came=as_integer(came & named),
        list_rows=lit(1),
        sign_ins=as_integer(is_true(col("source") == "sign_in")),
        registrations=as_integer(is_true(col("source") == "registration")),
        no_mother_tongue=as_integer(came & col("mother_tongue").is_null()),
        no_person_age=as_integer(came & col("age_group").is_null()),
    )
    counts = marks.aggregate(["list_of"], *(col(name).sum() for name in LIST_COUNTS))
    joined = sessions.join(counts, ["session_id"], ["list_of"])
    return joined.with_columns(*(col(name).fill_null(0).cast("integer") for name in LIST_COUNTS))


def _is_fully_marked(traits: tuple[str, ...]) -> Expr:
    """Return whether all who came are on the roster with name, mark and the personal fields."""
    full = col("complete") & (col("unknown_marks") == 0) & (col("named_came") == col("came"))
    full = full & is_true(col("visits") <= col("named_came"))
    for trait in traits:
        full = full & (col(f"no_{trait}") == 0)
    return full


# Effort and capacity of a session: staff hours, volunteer hours and seats, where recorded.


def with_effort(sessions: Frame) -> Frame:
    """Return sessions with `seats` (over all events of a row) and flags of recorded numbers.

    Hours and seats that were not recorded are unknown and excluded from both sides of an average. A capacity
    is per event; hours are for the whole row.
    """
    measured = col("held") & is_true(col("events") > 0)
    return sessions.with_columns(
        staff_timed=measured & ~col("staff_hours").is_null(),
        volunteers_timed=measured & ~col("volunteer_hours").is_null(),
        seated=measured & ~col("capacity").is_null(),
        seats=col("capacity") * col("events"),
    )


# Sessions with and without a partner, for comparison within a place and a month.


def prepare_partner_strata(prepared: PreparedTables) -> Rows | None:
    """Return the counted sessions by site, month and program, and by whether a partner took part.

    A session without a day, or whose number is a lower bound, is ignored. `side` is "with" or "without".
    """
    sessions = prepared.sessions
    links = None if sessions is None else find_partner_links(prepared, sessions)
    if sessions is None or links is None or links.pairs is None:
        return None
    partnered = links.pairs.filter(~col("partner").is_null()).select("linked").unique()
    usable = col("averaged") & ~col("averaged_lower") & ~col("date").is_null()
    frame = sessions.frame.filter(usable)
    frame = frame.with_columns(linking=text(links.key)).join(
        partnered.with_columns(side=lit("with")), ["linking"], ["linked"]
    )
    frame = frame.with_columns(
        side=col("side").fill_null("without"),
        stratum_site=text("site").fill_null(""),
        stratum_month=text("month"),
        stratum_program=text("program_id").fill_null(""),
    )
    parts = ("stratum_site", "stratum_month", "stratum_program", "side")
    return Rows(frame, sessions.fields, parts, is_listed=False)


# Days and months: when sessions were held, and which months and hours the staff worked.


def prepare_months(prepared: PreparedTables) -> Rows | None:
    """Return one row per calendar month between the first and last day of the selection.

    The months are the same for every program and partner, because they share one staff. They run from the
    first to the last dated session or line of library staff hours, regardless of the filter, within the days
    of the scope. Hours of volunteers or of a partner's staff do not count. A session dated only by year
    covers every month of that year that has begun. Grouped by a part of a year, the parts that hold hours of
    a whole year are excluded, because the hours cannot be assigned to a part.
    """
    sessions, hours = prepared.all_sessions, prepared.all_hours
    hours = None if hours is None else hours.filter(col("library_staff"))
    frames = [(frame, whole) for frame, whole in ((sessions, True), (hours, False)) if frame is not None]
    spans = [span for frame, whole in frames for span in _spans(frame, prepared.as_of, whole)]
    if not spans:
        return None
    scope, first, last = prepared.scope, min(span[0] for span in spans), max(span[1] for span in spans)
    inside = [(prepared.narrow(Rows(frame, {})).frame, whole) for frame, whole in frames]
    reached = [end for frame, whole in inside for _, end in _spans(frame, prepared.as_of, whole)]
    first, last = max(first, scope.start or first), max((min(last, scope.end or last), *reached))
    starts = pd.Series(pd.period_range(first, last, freq="M").to_timestamp())
    if starts.empty:
        return None
    labels = _period_labels(starts, prepared).assign(date=starts)
    for period in _parts_of_years(prepared):
        labels = labels[~labels[period].isin(_period_labels(_whole_years(sessions), prepared)[period])]
    frame = open_table(labels)
    if frame is None:
        return None
    return prepared.narrow(
        Rows(frame, {period: period for period in PERIODS}, is_dated=False, is_listed=False)
    )


def prepare_session_days(prepared: PreparedTables) -> Rows | None:
    """Return the held and cancelled sessions, grouped by day and by which of the two they were.

    `day` is written 2026-03-07, or 2026-03 or 2026 where only the month or year is known.
    """
    sessions = prepared.sessions
    if sessions is None:
        return None
    precision = text("date_precision")
    longer = (
        when(is_true(precision == "month"))
        .then(text("month"))
        .otherwise(when(is_true(precision == "year")).then(text("year")))
    )
    is_longer = is_true(precision.is_in(("month", "year")))
    frame = sessions.frame.filter(col("planned")).with_columns(
        day=when(is_longer).then(longer).otherwise(col("date").day_text()),
        state=when(col("held")).then(lit("held")).otherwise(lit("cancelled")),
        events_unknown=~col("events_known"),
    )
    return Rows(frame, sessions.fields, ("day", "state"))


def _period_labels(days: pd.Series, prepared: PreparedTables) -> pd.DataFrame:
    settings = prepared.facts.settings
    return period_labels(days, settings.fiscal_year_start, settings.school_year_start).astype("string")


def _parts_of_years(prepared: PreparedTables) -> tuple[str, ...]:
    """Return the periods other than calendar years used by the grouping or the filter."""
    used = {prepared.by, *(name for name, _ in prepared.scope.where)}
    return tuple(period for period in PERIODS if period in used and period != "year")


def _whole_years(sessions: Frame | None) -> pd.Series:
    """Return the distinct dates of sessions whose hours are for a whole year."""
    if sessions is None:
        return pd.Series([], dtype="datetime64[ns]")
    of_years = is_true(text("date_precision") == "year") & ~col("staff_hours").is_null()
    days = sessions.filter(of_years & ~col("date").is_null()).select("date").unique()
    return pd.Series([pd.Timestamp(row["date"]) for row in days.rows()], dtype="datetime64[ns]")


def prepare_team_hours(prepared: PreparedTables) -> Rows | None:
    """Return the hour lines of all programs within the days of the selection."""
    if prepared.all_hours is None:
        return None
    return prepared.narrow(Rows(prepared.all_hours, {period: period for period in PERIODS}, is_listed=False))


def _spans(frame: Frame, as_of: date, has_precision: bool) -> list[tuple[date, date]]:
    """Return the first and last day of the rows of each date precision.

    A year ends with its last day, or with `as_of`.
    """
    precision = text("date_precision") if has_precision else lit("day")
    dated = frame.filter(~col("date").is_null()).select("date", precision=precision)
    spans = dated.aggregate(["precision"], first=col("date").min(), last=col("date").max())
    return [
        (
            pd.Timestamp(row["first"]).date(),
            _last_day(pd.Timestamp(row["last"]).date(), row["precision"], as_of),
        )
        for row in spans.rows()
    ]


def _last_day(day: date, precision: str | None, as_of: date) -> date:
    """Return the last day that a date covers, at most `as_of`."""
    return min(date(day.year, 12, 31), as_of) if precision == "year" else day
