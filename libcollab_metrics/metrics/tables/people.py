"""What a person's mark at a session means, and what all marks of a person in a program add up to."""

from __future__ import annotations

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import SESSION_COLUMNS, Frame, Rows, folded, is_true, one, text
from libcollab_metrics.model.scope import PERIODS

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
    """Return one row a person at a held session, with what its mark means and its session's attributes."""
    held = sessions.filter(nw.col("held")).select("session_id", *_FROM_SESSION)
    marks = people.select(
        "person_key", "status", "source", "mother_tongue", "first_time", "heard_from",
        session_id=text("session_id"), person_age=nw.col("age_group"),
    )  # fmt: skip
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
        first_time_told=came & (is_true(nw.col("first_time") == "yes") | is_true(nw.col("first_time") == "no")),
        source_known=came & ~nw.col("heard_from").is_null(),
        day_marked=known & ~nw.col("date").is_null() & is_true(nw.col("date_precision") == "day"),
    )
    frame = frame.with_columns(came_on_day=nw.col("came") & nw.col("day_marked"))
    return Rows(frame, PEOPLE_COLUMNS)


def rate_by_session(people: Rows, by: str) -> Rows:
    """Return one row a session (and group, where `by` splits a session) with its own attendance rate."""
    keys = ["session_id", "program_id"]
    if by in people.fields and people.fields[by] not in keys:
        keys.append(people.fields[by])
    marks = people.frame.select(*keys, came=one(nw.col("came")), due=one(nw.col("due")))
    frame = marks.group_by(*keys).agg(nw.col("came").sum(), nw.col("due").sum())
    rate = nw.col("came").cast(nw.Float64) / nw.when(nw.col("due") > 0).then(nw.col("due").cast(nw.Float64))
    fields = {"program": "program_id", "session": "session_id"}
    fields |= {by: people.fields[by]} if by in people.fields else {}
    return Rows(frame.with_columns(rate=rate), fields, dated=False)


def with_languages(people: Rows, languages: Frame | None) -> Rows:
    """Return participation with whether the person's mother tongue is one of the session's languages."""
    frame = people.frame
    if languages is None:
        return Rows(
            frame.with_columns(both_known=nw.lit(False), matched=nw.lit(False), unmatched=nw.lit(False)), people.fields
        )
    spoken = languages.select(spoken_at=text("session_id"), spoken=folded("language")).filter(
        ~nw.col("spoken").is_null()
    )
    some = spoken.group_by("spoken_at").agg(nw.len().alias("languages"))
    pairs = spoken.group_by("spoken_at", "spoken").agg(nw.len().alias("heard"))
    frame = frame.with_columns(tongue=folded("mother_tongue"))
    frame = frame.join(some, left_on="session_id", right_on="spoken_at", how="left")
    frame = frame.join(pairs, left_on=["session_id", "tongue"], right_on=["spoken_at", "spoken"], how="left")
    both = nw.col("came") & ~nw.col("tongue").is_null() & ~nw.col("languages").is_null()
    heard = ~nw.col("heard").is_null()
    return Rows(frame.with_columns(both_known=both, matched=both & heard, unmatched=both & ~heard), people.fields)


def enrolments(people: Frame, sessions: Frame, threshold: float | None) -> Rows:
    """Return one row a named person in a program: enrolled at its start, completed, or not decidable.

    Enrolled at the start: on the list of a session held on the program's first day. A session without the
    person's mark counts as missed where its list is complete, and as unknown where it is not. The site is
    the program's if all its sessions were at one.
    """
    held = sessions.filter(nw.col("held"))
    programs = held.select(
        "program_id", "date", place=text("site"), meetings=one(nw.col("held")),
        open_meetings=one(~nw.col("complete")), no_place=one(nw.col("site").is_null()),
    )  # fmt: skip
    programs = programs.with_columns(program=text("program_id").fill_null("")).group_by("program").agg(
        nw.col("date").min().alias("first_day"),
        nw.col("meetings").sum(),
        nw.col("open_meetings").sum(),
        nw.col("no_place").sum(),
        nw.col("place").min().alias("place"),
        nw.col("place").max().alias("other_place"),
    )  # fmt: skip
    where = held.select("session_id", "date", "complete", program=text("program_id").fill_null(""))
    marks = people.filter(~nw.col("person_key").is_null()).select(
        "person_key", "status", session_id=text("session_id"),
        mother_tongue=text("mother_tongue"), person_age=text("age_group"),
    )  # fmt: skip
    frame = marks.join(where, on="session_id", how="inner").join(programs, on="program", how="left")
    frame = _per_person(frame)
    frame = _decide(frame, threshold)
    fields = {"program": "program_id", "site": "site", "mother_tongue": "mother_tongue", "person_age": "person_age"}
    return Rows(frame, fields, dated=False)


def _per_person(frame: Frame) -> Frame:
    """Count a person's sessions by what their marks say; two marks at one session are one session."""
    status, session = nw.col("status"), nw.col("session_id")
    unknown = is_true(status == "unknown")
    frame = frame.with_columns(
        at_start=one(is_true(nw.col("date") == nw.col("first_day"))),
        attended_at=nw.when(is_true((status == "present") | (status == "late"))).then(session),
        explained_at=nw.when(~unknown & ~nw.col("complete")).then(session),
        unexplained_at=nw.when(unknown & nw.col("complete")).then(session),
    )
    distinct = ("attended_at", "explained_at", "unexplained_at")
    same = ("at_start", "meetings", "open_meetings", "no_place", "place", "other_place", "mother_tongue", "person_age")
    frame = frame.group_by("program", "person_key").agg(
        nw.len().alias("rows"),
        *(nw.col(name).n_unique().alias(f"{name}_kinds") for name in distinct),
        *(nw.col(name).count().alias(f"{name}_known") for name in distinct),
        *(nw.col(name).max() for name in same),
    )
    return frame.with_columns(
        *((nw.col(f"{n}_kinds").cast(nw.Int64) - one(nw.col(f"{n}_known") < nw.col("rows"))).alias(n) for n in distinct)
    )


def _decide(frame: Frame, threshold: float | None) -> Frame:
    """Whether each person reached the share of sessions asked for, and whether unknown marks could change it."""
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
