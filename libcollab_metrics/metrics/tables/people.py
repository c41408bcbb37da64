"""Prepare people: marks, completion, return, drop-out, and the groups compared with the population."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from libcollab_metrics.metrics.frames import Frame, col, lit, row_count, when
from libcollab_metrics.metrics.tables.rows import (
    SESSION_COLUMNS,
    Rows,
    as_integer,
    folded_text,
    is_named,
    is_true,
    text,
)
from libcollab_metrics.model.names import casefold_name, clean_spaces
from libcollab_metrics.model.scope import PERIODS, PERSON_FIELDS, period_labels

if TYPE_CHECKING:
    from libcollab_metrics.metrics.prepare import PreparedTables

PEOPLE_COLUMNS = {**SESSION_COLUMNS, "mother_tongue": "mother_tongue", "person_age": "person_age"}
_FROM_SESSION = (
    "date",
    "program_id",
    "site",
    "format",
    *PERIODS,
    "language",
    "age_group",
    "is_registration_list",
    "has_registrations",
    "shows_absence",
    "date_precision",
)


def with_marks(people: Frame, sessions: Frame, excused_is_absent: bool) -> Rows:
    """Return one row per person at a held session, with the mark's meaning and session fields."""
    held = sessions.filter(col("held")).select("session_id", *_FROM_SESSION)
    marks = people.select(
        "person_key",
        "status",
        "source",
        "mother_tongue",
        "first_time",
        "heard_from",
        session_id=text("session_id"),
        person_age=col("age_group"),
    )
    frame = marks.join(held, ["session_id"], ["session_id"], "inner")
    status, named = col("status"), ~col("person_key").is_null()
    came = is_true((status == "present") | (status == "late"))
    absent = is_true(status == "absent")
    if excused_is_absent:
        absent = absent | is_true(status == "excused")
    known, registered = ~is_true(status == "unknown"), is_true(col("source") == "registration")
    listed = is_true(col("is_registration_list")) & (registered | ~is_true(col("has_registrations")))
    frame = frame.with_columns(
        came=came,
        due=came | absent,
        known=known,
        named=named & known,
        came_on_full_list=came & is_true(col("shows_absence")),
        listed=listed,
        listed_came=listed & came,
        listed_known=listed & known,
        listed_nameless=listed & known & ~named,
        named_came=came & named,
        first_time_yes=came & is_true(col("first_time") == "yes"),
        first_time_known=came & (is_true(col("first_time") == "yes") | is_true(col("first_time") == "no")),
        source_known=came & ~col("heard_from").is_null(),
        day_marked=known & ~col("date").is_null() & is_true(col("date_precision") == "day"),
    )
    frame = frame.with_columns(came_on_day=col("came") & col("day_marked"))
    return Rows(frame, PEOPLE_COLUMNS)


def rate_by_session(people: Rows, by: str) -> Rows:
    """Return one row per session (and group, if `by` splits sessions) with its attendance rate."""
    keys = ["session_id", "program_id"]
    if by in people.fields and people.fields[by] not in keys:
        keys.append(people.fields[by])
    marks = people.frame.select(*keys, came=as_integer(col("came")), due=as_integer(col("due")))
    frame = marks.aggregate(keys, col("came").sum(), col("due").sum())
    rate = col("came").cast("float") / when(col("due") > 0).then(col("due").cast("float"))
    fields = {"program": "program_id", "session": "session_id"}
    fields |= {by: people.fields[by]} if by in people.fields else {}
    return Rows(frame.with_columns(rate=rate), fields, is_dated=False)


def with_languages(people: Rows, languages: Frame | None) -> Rows:
    """Return participation with whether the mother tongue is one of the session's languages."""
    frame = people.frame
    if languages is None:
        return Rows(
            frame.with_columns(both_known=lit(False), matched=lit(False), unmatched=lit(False)),
            people.fields,
        )
    spoken = languages.select(spoken_at=text("session_id"), spoken=folded_text("language")).filter(
        ~col("spoken").is_null()
    )
    some = spoken.aggregate(["spoken_at"], rows=row_count()).select("spoken_at", some_known=col("rows") > 0)
    pairs = spoken.aggregate(["spoken_at", "spoken"], rows=row_count())
    pairs = pairs.select("spoken_at", "spoken", heard=col("rows") > 0)
    frame = frame.with_columns(tongue=folded_text("mother_tongue"))
    frame = frame.join(some, ["session_id"], ["spoken_at"])
    frame = frame.join(pairs, ["session_id", "tongue"], ["spoken_at", "spoken"])
    both = col("came") & ~col("tongue").is_null() & is_true(col("some_known"))
    heard = is_true(col("heard"))
    return Rows(
        frame.with_columns(both_known=both, matched=both & heard, unmatched=both & ~heard), people.fields
    )


def enrolments(people: Frame, sessions: Frame, threshold: float | None) -> Rows:
    """Return one row per named person in a program: enrolled at its start, completed, undecided.

    A person is enrolled at the start if on the roster of a session on the program's first day. A session
    without the person's mark counts as missed if its roster is complete, otherwise as unknown. The site is
    the program's if all its sessions were at one.
    """
    held = sessions.filter(col("held"))
    programs = held.select(
        "program_id",
        "date",
        place=text("site"),
        meetings=as_integer(col("held")),
        open_meetings=as_integer(~col("complete")),
        no_place=as_integer(col("site").is_null()),
    )
    programs = programs.with_columns(program=text("program_id").fill_null("")).aggregate(
        ["program"],
        col("meetings").sum(),
        col("open_meetings").sum(),
        col("no_place").sum(),
        first_day=col("date").min(),
        place=col("place").min(),
        other_place=col("place").max(),
    )
    needed = col("meetings").cast("float") * (threshold or 0) - 1e-9
    programs = programs.with_columns(needed=needed)
    where = held.select("session_id", "date", "complete", program=text("program_id").fill_null(""))
    where = where.join(programs.select("program", "first_day"), ["program"], ["program"])
    where = where.select(
        *("session_id", "complete", "program"),
        on_first_day=as_integer(is_true(col("date") == col("first_day"))),
    )
    marks = people.filter(~col("person_key").is_null()).select(
        "person_key",
        "status",
        session_id=text("session_id"),
        mother_tongue=text("mother_tongue"),
        person_age=text("age_group"),
    )
    frame = _count_per_person(marks.join(where, ["session_id"], ["session_id"], "inner"))
    frame = _add_completion(frame.join(programs, ["program"], ["program"]))
    fields = {
        "program": "program_id",
        "site": "site",
        "mother_tongue": "mother_tongue",
        "person_age": "person_age",
    }
    return Rows(frame.materialize(), fields, is_dated=False)


def _count_per_person(frame: Frame) -> Frame:
    """Count a person's sessions by mark; two marks at one session count as one session.

    The two levels are queries of their own, because together they need more memory.
    """
    status = col("status")
    unknown = is_true(status == "unknown")
    sessions = frame.select(
        *("program", "person_key", "session_id", "on_first_day", "mother_tongue", "person_age"),
        attended_at=as_integer(is_true((status == "present") | (status == "late"))),
        explained_at=as_integer(~unknown & ~col("complete")),
        unexplained_at=as_integer(unknown & col("complete")),
    )
    counts = ("attended_at", "explained_at", "unexplained_at")
    person = {name: col(name).max() for name in ("on_first_day", *PERSON_FIELDS)}
    sessions = sessions.aggregate(
        ["program", "person_key", "session_id"], *(col(name).max() for name in counts), **person
    ).materialize()
    return sessions.aggregate(["program", "person_key"], *(col(name).sum() for name in counts), **person)


def _add_completion(frame: Frame) -> Frame:
    """Add whether each person reached the required share, and whether unknown marks matter.

    A person is decidable if no unknown mark could change the result.
    """
    attended, enrolled = col("attended_at"), col("on_first_day") == 1
    unknown = col("open_meetings") - col("explained_at") + col("unexplained_at")
    completed, possible = attended >= col("needed"), attended + unknown >= col("needed")
    one_place = (col("no_place") == 0) & is_true(col("place") == col("other_place"))
    return frame.with_columns(
        program_id=when(col("program") != "").then(col("program")),
        site=when(one_place).then(col("place")),
        enrolled=enrolled,
        decidable=enrolled & (completed | ~possible),
        completed=enrolled & completed,
    )


# Return visits: a person's sessions within a group, the next period, and the last marks in a program.

#: Minimum number of absences since the last presence for a person to count as dropped out.
MIN_ABSENCES = 3
#: Default period of comparison: long enough to return, short enough to notice.
DEFAULT_PERIOD = "quarter"


def attenders(prepared: PreparedTables) -> Rows | None:
    """Return one row per attendee of a group, with whether they came to more than one session."""
    people = prepared.participation
    if people is None:
        return None
    return Rows(people.frame.filter(col("named_came")), people.fields, gather=_aggregate_by_person)


def _aggregate_by_person(frame: Frame, keys: list[str]) -> Frame:
    persons = frame.aggregate(
        [*keys, "person_key"], one_session=col("session_id").min(), other_session=col("session_id").max()
    )
    return persons.with_columns(repeated=col("one_session") != col("other_session"))


def returns(prepared: PreparedTables) -> Rows | None:
    """Return one row per person and period attended, with attendance in the next period.

    The next period is the next one of the group with a roster of names, because a return cannot be recognized
    without names. If grouped by a period, that period is compared; otherwise quarters, all pairs of the group
    together. `next_running` marks a next period that has not ended on `as_of`. `next_open` marks a pair of
    periods with a session that unlisted people may have attended.
    """
    people, sessions = prepared.participation, prepared.sessions
    if people is None or sessions is None:
        return None
    by_period = prepared.by in PERIODS
    period = prepared.by if by_period else DEFAULT_PERIOD
    columns = sorted({*people.fields.values()} - {"mother_tongue", "person_age"})
    marks = people.frame.filter(col("named")).select(
        *(text(column) for column in (*columns, "mother_tongue", "person_age", "person_key")),
        marks=as_integer(col("named")),
        came=as_integer(col("named_came")),
        unlisted=lit(0),
    )
    null_text = lit(None)
    held = sessions.frame.filter(col("held")).select(
        *(text(column) for column in columns),
        mother_tongue=null_text,
        person_age=null_text,
        person_key=null_text,
        marks=lit(0),
        came=lit(0),
        unlisted=as_integer(~col("fully_marked")),
    )
    frame = marks.concat(held).filter(~col(period).is_null())
    frame = frame.with_columns(period=col(period))
    apart = not by_period and prepared.by not in PERSON_FIELDS
    gather = partial(
        _next_periods, by_period=by_period, has_own_sessions=apart, running=_running_period(prepared, period)
    )
    return Rows(frame, people.fields, is_dated=False, gather=gather)


def _running_period(prepared: PreparedTables, period: str) -> str:
    """Return the period that contains the next day, which therefore has not ended."""
    settings = prepared.facts.settings
    tomorrow = pd.Series(pd.to_datetime([prepared.as_of + timedelta(days=1)]))
    return str(
        period_labels(tomorrow, settings.fiscal_year_start, settings.school_year_start)[period].iloc[0]
    )


def _next_periods(
    frame: Frame, keys: list[str], by_period: bool, has_own_sessions: bool, running: str
) -> Frame:
    group = lit("") if by_period or not keys else text("group").fill_null("")
    frame = frame.with_columns(within=group)
    keys = [] if by_period else keys
    spans = frame.filter(col("marks") > 0).aggregate(["within", "period"])
    spans = _with_unlisted(spans, frame, has_own_sessions)
    later = spans.select(later_within=col("within"), later=col("period"))
    following = spans.join(later, ["within"], ["later_within"], "inner")
    following = following.filter(col("later") > col("period"))
    following = following.aggregate(
        ["within", "period"], col("unlisted").max(), next_period=col("later").min()
    )
    then = spans.select(then_within=col("within"), then=col("period"), unlisted_then=col("unlisted"))
    following = following.join(then, ["within", "next_period"], ["then_within", "then"])
    came = frame.filter(col("came") > 0).aggregate(
        [*keys, "within", "period", "person_key"], times=row_count()
    )
    again = came.select(
        again_within=col("within"), again_in=col("period"), again_who=col("person_key"), again=col("times")
    )
    joined = came.join(following, ["within", "period"], ["within", "period"]).join(
        again, ["within", "next_period", "person_key"], ["again_within", "again_in", "again_who"]
    )
    has_next = ~col("next_period").is_null()
    joined = joined.with_columns(
        has_next=has_next,
        came_again=has_next & ~col("again").is_null(),
        next_running=is_true(col("next_period") == running),
        next_open=is_true(col("unlisted") > 0) | is_true(col("unlisted_then") > 0),
    )
    return joined.with_columns(group=col("period")) if by_period else joined


def _with_unlisted(spans: Frame, frame: Frame, has_own_sessions: bool) -> Frame:
    """Add the number of sessions without a full roster by period.

    Counts the sessions of the group, or all sessions if the grouping splits people.
    """
    keys = ["within", "period"] if has_own_sessions else ["period"]
    renamed = {f"{key}_there": col(key) for key in keys}
    sessions = frame.aggregate(keys, col("unlisted").sum()).select("unlisted", **renamed)
    return spans.join(sessions, keys, list(renamed))


def last_marks(prepared: PreparedTables) -> Rows | None:
    """Return one row per named person in a program: whether the last three marks are absences.

    Excused and unknown marks neither interrupt nor extend a run of absences. Sessions without a day are
    ignored. A person present at any session of a day was present that day.
    """
    people = prepared.participation
    if people is None:
        return None
    named = ~col("person_key").is_null() & ~col("date").is_null()
    frame = people.frame.filter(named).with_columns(program=text("program_id").fill_null(""))
    last = frame.filter(col("came")).select(
        last_in=col("program"), last_who=col("person_key"), day=col("date")
    )
    last = last.aggregate(["last_in", "last_who"], last_came=col("day").max())
    frame = frame.join(last, ["program", "person_key"], ["last_in", "last_who"])
    since = col("last_came").is_null() | is_true(col("date") > col("last_came"))
    frame = frame.with_columns(missed=as_integer(is_true(col("status") == "absent") & since))
    persons = frame.aggregate(["program", "person_key"], col("missed").sum())
    persons = persons.with_columns(
        program_id=when(col("program") != "").then(col("program")),
        dropped=col("missed") >= MIN_ABSENCES,
    )
    return Rows(persons, {"program": "program_id"}, is_dated=False)


# Rows grouped by trait, partner or site, so that each group is counted separately.

#: Fields recorded for both people and populations.
TRAITS = ("mother_tongue", "person_age")
OLDEST = 120
_BAND = re.compile(r"(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})|(\d{1,3})\s*\+")


def audiences(prepared: PreparedTables) -> Rows | None:
    """Return the sessions, grouped by intended audience."""
    sessions = prepared.sessions
    if sessions is None:
        return None
    return Rows(
        sessions.frame.with_columns(audience=folded_text("age_group")), sessions.fields, ("audience",)
    )


def places(prepared: PreparedTables) -> Rows | None:
    """Return the sessions, grouped by site."""
    sessions = prepared.sessions
    if sessions is None:
        return None
    return Rows(sessions.frame.with_columns(place=text("site")), sessions.fields, ("place",))


def traits(prepared: PreparedTables) -> Rows | None:
    """Return one row per named visit and personal trait that has populations in the settings.

    `class` is the group as named in the settings; an age in years falls into its band. People in no group of
    the settings have no row.
    """
    people, by_field = prepared.participation, prepared.facts.settings.population_by
    parts = [
        _match_trait(people.frame, trait, by_field[trait])
        for trait in TRAITS
        if people and by_field.get(trait)
    ]
    if people is None or not parts:
        return None
    return Rows(parts[0].concat(*parts[1:]), people.fields, ("attribute", "class"))


def traits_known(prepared: PreparedTables) -> Rows | None:
    """Return the same rows, grouped only by the trait."""
    rows = prepared.rows("traits")
    return None if rows is None else Rows(rows.frame, rows.fields, ("attribute",))


def _match_trait(people: Frame, trait: str, groups: Mapping[str, float]) -> Frame:
    matched = lit(None)
    for name, labels in reversed(_group_labels(groups).items()):
        matched = when(is_named(trait, *labels)).then(lit(name)).otherwise(matched)
    frame = people.filter(col("named_came")).with_columns(matched.alias("class"), attribute=lit(trait))
    return frame.filter(~col("class").is_null())


def _group_labels(groups: Iterable[str]) -> dict[str, list[str]]:
    """Return the texts that match each group: its name, and each age of a band (6-11, 19+)."""
    labels: dict[str, list[str]] = {}
    for name in groups:
        band = _BAND.fullmatch(clean_spaces(name))
        low, high, oldest = band.groups() if band else (None, None, None)
        years = range(int(low or oldest or 0), int(high or OLDEST) + 1) if band else ()
        labels[name] = [name, *map(str, years)]
    return labels


def sources(prepared: PreparedTables) -> Rows | None:
    """Return one row per named visit and partner named as the source of information.

    A visit with several such partners has several rows.
    """
    people, partners = prepared.participation, prepared.facts.partners
    if people is None or not partners:
        return None
    heard = people.frame.filter(col("source_known") & col("named_came")).with_columns(
        heard=text("heard_from")
    )
    naming: dict[str, list[str]] = {}
    for answer in (row["heard"] for row in heard.select("heard").unique().rows()):
        for partner in find_named_partners(answer, partners):
            naming.setdefault(partner, []).append(answer)
    parts = [
        heard.filter(col("heard").is_in(answers)).with_columns(party=lit(p)) for p, answers in naming.items()
    ]
    if not parts:
        return None
    return Rows(parts[0].concat(*parts[1:]), people.fields, ("party",))


def find_named_partners(answer: str, partners: Mapping[str, str]) -> list[str]:
    """Return the printed names of the partners that an answer names as whole words.

    A name contained in a longer name of another partner does not count.

    Parameters
    ----------
    answer : str
        One or several sources, separated by non-letters.
    partners : mapping of str to str
        Case-folded name to printed name.

    Returns
    -------
    list of str

    Examples
    --------
    >>> find_named_partners("a poster; the Hope Foundation",
    ...     {"hope": "Hope", "hope foundation": "Hope Foundation"})
    ['Hope Foundation']
    """
    left, named = casefold_name(answer), []
    for name in sorted(partners, key=len, reverse=True):
        left, times = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", "\n", left)
        named += [partners[name]] * bool(times)
    return named
