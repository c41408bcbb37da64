"""Prepare people: marks, completion, return, drop-out, and the groups compared with the population."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import narwhals as nw
import pandas as pd

from libcollab_metrics.metrics.tables.rows import (
    SESSION_COLUMNS,
    Frame,
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
    held = sessions.filter(nw.col("held")).select("session_id", *_FROM_SESSION)
    marks = people.select(
        "person_key",
        "status",
        "source",
        "mother_tongue",
        "first_time",
        "heard_from",
        session_id=text("session_id"),
        person_age=nw.col("age_group"),
    )
    frame = marks.join(held, on="session_id", how="inner")
    status, named = nw.col("status"), ~nw.col("person_key").is_null()
    came = is_true((status == "present") | (status == "late"))
    absent = is_true(status == "absent")
    if excused_is_absent:
        absent = absent | is_true(status == "excused")
    known, registered = ~is_true(status == "unknown"), is_true(nw.col("source") == "registration")
    listed = is_true(nw.col("is_registration_list")) & (registered | ~is_true(nw.col("has_registrations")))
    frame = frame.with_columns(
        came=came,
        due=came | absent,
        known=known,
        named=named & known,
        came_on_full_list=came & is_true(nw.col("shows_absence")),
        listed=listed,
        listed_came=listed & came,
        listed_known=listed & known,
        listed_nameless=listed & known & ~named,
        named_came=came & named,
        first_time_yes=came & is_true(nw.col("first_time") == "yes"),
        first_time_told=came
        & (is_true(nw.col("first_time") == "yes") | is_true(nw.col("first_time") == "no")),
        source_known=came & ~nw.col("heard_from").is_null(),
        day_marked=known & ~nw.col("date").is_null() & is_true(nw.col("date_precision") == "day"),
    )
    frame = frame.with_columns(came_on_day=nw.col("came") & nw.col("day_marked"))
    return Rows(frame, PEOPLE_COLUMNS)


def rate_by_session(people: Rows, by: str) -> Rows:
    """Return one row per session (and group, if `by` splits sessions) with its attendance rate."""
    keys = ["session_id", "program_id"]
    if by in people.fields and people.fields[by] not in keys:
        keys.append(people.fields[by])
    marks = people.frame.select(*keys, came=as_integer(nw.col("came")), due=as_integer(nw.col("due")))
    frame = marks.group_by(*keys).agg(nw.col("came").sum(), nw.col("due").sum())
    rate = nw.col("came").cast(nw.Float64) / nw.when(nw.col("due") > 0).then(nw.col("due").cast(nw.Float64))
    fields = {"program": "program_id", "session": "session_id"}
    fields |= {by: people.fields[by]} if by in people.fields else {}
    return Rows(frame.with_columns(rate=rate), fields, is_dated=False)


def with_languages(people: Rows, languages: Frame | None) -> Rows:
    """Return participation with whether the mother tongue is one of the session's languages."""
    frame = people.frame
    if languages is None:
        return Rows(
            frame.with_columns(both_known=nw.lit(False), matched=nw.lit(False), unmatched=nw.lit(False)),
            people.fields,
        )
    spoken = languages.select(spoken_at=text("session_id"), spoken=folded_text("language")).filter(
        ~nw.col("spoken").is_null()
    )
    some = spoken.group_by("spoken_at").agg(nw.len().alias("languages"))
    pairs = spoken.group_by("spoken_at", "spoken").agg(nw.len().alias("heard"))
    frame = frame.with_columns(tongue=folded_text("mother_tongue"))
    frame = frame.join(some, left_on="session_id", right_on="spoken_at", how="left")
    frame = frame.join(pairs, left_on=["session_id", "tongue"], right_on=["spoken_at", "spoken"], how="left")
    both = nw.col("came") & ~nw.col("tongue").is_null() & ~nw.col("languages").is_null()
    heard = ~nw.col("heard").is_null()
    return Rows(
        frame.with_columns(both_known=both, matched=both & heard, unmatched=both & ~heard), people.fields
    )


def enrolments(people: Frame, sessions: Frame, threshold: float | None) -> Rows:
    """Return one row per named person in a program: enrolled at its start, completed, undecided.

    A person is enrolled at the start if on the roster of a session on the program's first day. A session
    without the person's mark counts as missed if its roster is complete, otherwise as unknown. The site is
    the program's if all its sessions were at one.
    """
    held = sessions.filter(nw.col("held"))
    programs = held.select(
        "program_id",
        "date",
        place=text("site"),
        meetings=as_integer(nw.col("held")),
        open_meetings=as_integer(~nw.col("complete")),
        no_place=as_integer(nw.col("site").is_null()),
    )
    programs = (
        programs.with_columns(program=text("program_id").fill_null(""))
        .group_by("program")
        .agg(
            nw.col("date").min().alias("first_day"),
            nw.col("meetings").sum(),
            nw.col("open_meetings").sum(),
            nw.col("no_place").sum(),
            nw.col("place").min().alias("place"),
            nw.col("place").max().alias("other_place"),
        )
    )
    where = held.select("session_id", "date", "complete", program=text("program_id").fill_null(""))
    marks = people.filter(~nw.col("person_key").is_null()).select(
        "person_key",
        "status",
        session_id=text("session_id"),
        mother_tongue=text("mother_tongue"),
        person_age=text("age_group"),
    )
    frame = marks.join(where, on="session_id", how="inner").join(programs, on="program", how="left")
    frame = _count_per_person(frame)
    frame = _add_completion(frame, threshold)
    fields = {
        "program": "program_id",
        "site": "site",
        "mother_tongue": "mother_tongue",
        "person_age": "person_age",
    }
    return Rows(frame, fields, is_dated=False)


def _count_per_person(frame: Frame) -> Frame:
    """Count a person's sessions by mark; two marks at one session count as one session."""
    status, session = nw.col("status"), nw.col("session_id")
    unknown = is_true(status == "unknown")
    frame = frame.with_columns(
        at_start=as_integer(is_true(nw.col("date") == nw.col("first_day"))),
        attended_at=nw.when(is_true((status == "present") | (status == "late"))).then(session),
        explained_at=nw.when(~unknown & ~nw.col("complete")).then(session),
        unexplained_at=nw.when(unknown & nw.col("complete")).then(session),
    )
    distinct = ("attended_at", "explained_at", "unexplained_at")
    same = (
        "at_start",
        "meetings",
        "open_meetings",
        "no_place",
        "place",
        "other_place",
        "mother_tongue",
        "person_age",
    )
    frame = frame.group_by("program", "person_key").agg(
        nw.len().alias("rows"),
        *(nw.col(name).n_unique().alias(f"{name}_kinds") for name in distinct),
        *(nw.col(name).count().alias(f"{name}_known") for name in distinct),
        *(nw.col(name).max() for name in same),
    )
    return frame.with_columns(
        *(
            (nw.col(f"{n}_kinds").cast(nw.Int64) - as_integer(nw.col(f"{n}_known") < nw.col("rows"))).alias(n)
            for n in distinct
        )
    )


def _add_completion(frame: Frame, threshold: float | None) -> Frame:
    """Add whether each person reached the required share, and whether unknown marks matter.

    A person is decidable if no unknown mark could change the result.
    """
    attended, enrolled = nw.col("attended_at"), nw.col("at_start") > 0
    unknown = nw.col("open_meetings") - nw.col("explained_at") + nw.col("unexplained_at")
    needed = nw.col("meetings").cast(nw.Float64) * (threshold or 0) - 1e-9
    completed, possible = attended >= needed, attended + unknown >= needed
    one_place = (nw.col("no_place") == 0) & is_true(nw.col("place") == nw.col("other_place"))
    return frame.with_columns(
        program_id=nw.when(nw.col("program") != "").then(nw.col("program")),
        site=nw.when(one_place).then(nw.col("place")),
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
    return Rows(people.frame.filter(nw.col("named_came")), people.fields, gather=_aggregate_by_person)


def _aggregate_by_person(frame: Frame, keys: list[str]) -> Frame:
    persons = frame.group_by(*keys, "person_key").agg(
        nw.col("session_id").min().alias("one_session"), nw.col("session_id").max().alias("other_session")
    )
    return persons.with_columns(repeated=nw.col("one_session") != nw.col("other_session"))


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
    marks = people.frame.filter(nw.col("named")).select(
        *(text(column) for column in (*columns, "mother_tongue", "person_age", "person_key")),
        marks=as_integer(nw.col("named")),
        came=as_integer(nw.col("named_came")),
        unlisted=nw.lit(0, dtype=nw.Int64),
    )
    null_text = nw.lit(None, dtype=nw.String)
    held = sessions.frame.filter(nw.col("held")).select(
        *(text(column) for column in columns),
        mother_tongue=null_text,
        person_age=null_text,
        person_key=null_text,
        marks=nw.lit(0, dtype=nw.Int64),
        came=nw.lit(0, dtype=nw.Int64),
        unlisted=as_integer(~nw.col("fully_marked")),
    )
    frame = nw.concat([marks, held], how="vertical").filter(~nw.col(period).is_null())
    frame = frame.with_columns(period=nw.col(period))
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
    group = nw.lit("") if by_period or not keys else text("group").fill_null("")
    frame = frame.with_columns(within=group)
    keys = [] if by_period else keys
    spans = frame.filter(nw.col("marks") > 0).group_by("within", "period").agg(nw.col("marks").sum())
    spans = _with_unlisted(spans.select("within", "period"), frame, has_own_sessions)
    later = spans.select(later_within="within", later="period")
    following = spans.join(later, left_on="within", right_on="later_within", how="inner")
    following = following.filter(nw.col("later") > nw.col("period"))
    following = following.group_by("within", "period").agg(
        nw.col("later").min().alias("next_period"), nw.col("unlisted").max()
    )
    then = spans.select(then_within="within", then="period", unlisted_then="unlisted")
    following = following.join(
        then, left_on=["within", "next_period"], right_on=["then_within", "then"], how="left"
    )
    came = (
        frame.filter(nw.col("came") > 0)
        .group_by(*keys, "within", "period", "person_key")
        .agg(nw.len().alias("times"))
    )
    again = came.select(again_within="within", again_in="period", again_who="person_key", again="times")
    joined = came.join(following, on=["within", "period"], how="left").join(
        again,
        left_on=["within", "next_period", "person_key"],
        right_on=["again_within", "again_in", "again_who"],
        how="left",
    )
    has_next = ~nw.col("next_period").is_null()
    joined = joined.with_columns(
        has_next=has_next,
        came_again=has_next & ~nw.col("again").is_null(),
        next_running=is_true(nw.col("next_period") == running),
        next_open=is_true(nw.col("unlisted") > 0) | is_true(nw.col("unlisted_then") > 0),
    )
    return joined.with_columns(group=nw.col("period")) if by_period else joined


def _with_unlisted(spans: Frame, frame: Frame, has_own_sessions: bool) -> Frame:
    """Add the number of sessions without a full roster by period.

    Counts the sessions of the group, or all sessions if the grouping splits people.
    """
    keys = ["within", "period"] if has_own_sessions else ["period"]
    renamed = {f"{key}_there": key for key in keys}
    sessions = frame.group_by(*keys).agg(nw.col("unlisted").sum()).select("unlisted", **renamed)
    return spans.join(sessions, left_on=keys, right_on=list(renamed), how="left")


def last_marks(prepared: PreparedTables) -> Rows | None:
    """Return one row per named person in a program: whether the last three marks are absences.

    Excused and unknown marks neither interrupt nor extend a run of absences. Sessions without a day are
    ignored. A person present at any session of a day was present that day.
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
    frame = frame.with_columns(missed=as_integer(is_true(nw.col("status") == "absent") & since))
    persons = frame.group_by("program", "person_key").agg(nw.col("missed").sum())
    persons = persons.with_columns(
        program_id=nw.when(nw.col("program") != "").then(nw.col("program")),
        dropped=nw.col("missed") >= MIN_ABSENCES,
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
    frame = nw.concat(parts, how="vertical") if len(parts) > 1 else parts[0]
    return Rows(frame, people.fields, ("attribute", "class"))


def traits_known(prepared: PreparedTables) -> Rows | None:
    """Return the same rows, grouped only by the trait."""
    rows = prepared.rows("traits")
    return None if rows is None else Rows(rows.frame, rows.fields, ("attribute",))


def _match_trait(people: Frame, trait: str, groups: Mapping[str, float]) -> Frame:
    matched = nw.lit(None, dtype=nw.String)
    for name, labels in reversed(_group_labels(groups).items()):
        matched = nw.when(is_named(trait, *labels)).then(nw.lit(name)).otherwise(matched)
    frame = people.filter(nw.col("named_came")).with_columns(matched.alias("class"), attribute=nw.lit(trait))
    return frame.filter(~nw.col("class").is_null())


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
    heard = people.frame.filter(nw.col("source_known") & nw.col("named_came")).with_columns(
        heard=text("heard_from")
    )
    answer_counts = heard.group_by("heard").agg(nw.len().alias("times")).collect()
    naming: dict[str, list[str]] = {}
    for answer in answer_counts["heard"].to_list():
        for partner in find_named_partners(answer, partners):
            naming.setdefault(partner, []).append(answer)
    parts = [
        heard.filter(nw.col("heard").is_in(answers)).with_columns(party=nw.lit(p))
        for p, answers in naming.items()
    ]
    if not parts:
        return None
    frame = nw.concat(parts, how="vertical") if len(parts) > 1 else parts[0]
    return Rows(frame, people.fields, ("party",))


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
