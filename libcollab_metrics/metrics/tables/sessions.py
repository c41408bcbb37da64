"""What a session's row says about attendance, the typed number first, the list of people second."""

from __future__ import annotations

import narwhals as nw

from libcollab_metrics.metrics.tables.rows import Frame, is_true, one, text

#: What the list of people says about a session; zero where there is no list.
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
    """Return one row a session with its attendance and every condition the measures ask for.

    A typed number outranks the list. Blank with a complete list: the people present or late. Blank with a
    partial one: that many at least, an estimate; unknown if no mark of it is explained, or absences alone are.

    Parameters
    ----------
    traits : personal fields of the selection; a list is fully marked for it only if they are known of all.
    """
    frame = _attach_lists(sessions.with_columns(session_id=text("session_id")), people)
    typed, events = nw.col("attended"), nw.col("events")
    live = ~is_true(nw.col("format") == "recorded")
    complete, partial = is_true(nw.col("roster") == "complete"), is_true(nw.col("roster") == "partial")
    # Absences beside marks nobody explained say nothing about how many came.
    some_known = (nw.col("known_marks") > 0) & ((nw.col("came") > 0) | (nw.col("unknown_marks") == 0))
    frame = frame.with_columns(
        held=is_true(nw.col("status") == "held") & live,
        planned=live,
        complete=complete,
        typed=~typed.is_null(),
        listed_only=typed.is_null() & partial & some_known,
        from_list=nw.when(complete | (partial & some_known)).then(nw.col("came").cast(nw.Float64)),
        events_known=~events.is_null(),
    )
    frame = frame.with_columns(visits=nw.when(nw.col("typed")).then(typed).otherwise(nw.col("from_list")))
    frame = frame.with_columns(
        counted=nw.col("held") & ~nw.col("visits").is_null(),
        estimate=(nw.col("typed") & is_true(nw.col("attended_is_estimate"))) | nw.col("listed_only"),
        lower=(nw.col("typed") & is_true(nw.col("attended_at_least"))) | nw.col("listed_only"),
        fully_marked=nw.col("held") & _fully_marked(traits),
    )
    frame = _beside_visits(frame)
    return frame.with_columns(
        held_unknown_events=nw.col("held") & ~nw.col("events_known"),
        planned_unknown_events=nw.col("planned") & ~nw.col("events_known"),
        has_registrations=nw.col("registrations") > 0,
        is_registration_list=_is_registration_list(),
        shows_absence=nw.col("complete") & (nw.col("sign_ins") == 0),
    )


def _beside_visits(frame: Frame) -> Frame:
    """Say which counted rows also have what an average divides by, and what that is.

    Times describe one event, so a row's visits each lasted as long; a row that ends before it begins has no length
    anybody can know. Seats are those of all events of the row. Whoever is on no list came without a name.
    """
    visits, events = nw.col("visits"), nw.col("events")
    counted, some_events = nw.col("counted"), is_true(events > 0)
    has = {
        "counted": counted,
        "averaged": counted & some_events,
        "seated": counted & some_events & ~nw.col("capacity").is_null(),
        "signed_up": counted & ~nw.col("registered").is_null(),
        "staffed": counted & ~nw.col("staff_hours").is_null(),
        "timed": counted & is_true(nw.col("end") > nw.col("start")),
    }
    unnamed = visits - nw.col("named_came")
    frame = frame.with_columns(
        **has,
        seats=nw.col("capacity") * events,
        visit_minutes=visits * (nw.col("end") - nw.col("start")),
        unnamed=nw.when(unnamed > 0).then(unnamed).otherwise(unnamed * 0),
        hours_of_events=nw.col("held") & some_events & ~nw.col("staff_hours").is_null(),
    )
    frame = frame.with_columns(visits_an_event=nw.when(nw.col("averaged")).then(visits / events))
    return frame.with_columns(
        *((nw.col(name) & nw.col("estimate")).alias(f"{name}_estimate") for name in has),
        *((nw.col(name) & nw.col("lower")).alias(f"{name}_lower") for name in has),
    )


def _is_registration_list() -> nw.Expr:
    """Everybody who registered, and nobody more: the rows of a registration export or an enrolment list.

    People beside them who only signed in came unregistered and are not looked at. A roster without such rows is the
    list of those who registered too, if it is no longer than their number.
    """
    registrations, registered = nw.col("registrations"), nw.col("registered")
    of_its_own = (registrations > 0) & is_true(registrations <= registered)
    roster = (registrations == 0) & (nw.col("sign_ins") == 0) & is_true(nw.col("list_rows") <= registered)
    return of_its_own | roster


def _attach_lists(sessions: Frame, people: Frame | None) -> Frame:
    """Attach to each session what its list of people counts, many-to-one."""
    if people is None:
        return sessions.with_columns(**{name: nw.lit(0) for name in LIST_COUNTS})
    status = nw.col("status")
    came = is_true((status == "present") | (status == "late"))
    named, unknown = ~nw.col("person_key").is_null(), is_true(status == "unknown")
    marks = people.select(
        list_of=text("session_id"),
        came=one(came),
        known_marks=one(~unknown),
        unknown_marks=one(unknown),
        named_came=one(came & named),
        list_rows=nw.lit(1),
        sign_ins=one(is_true(nw.col("source") == "sign_in")),
        registrations=one(is_true(nw.col("source") == "registration")),
        no_mother_tongue=one(came & nw.col("mother_tongue").is_null()),
        no_person_age=one(came & nw.col("age_group").is_null()),
    )
    counts = marks.group_by("list_of").agg(*(nw.col(name).sum() for name in LIST_COUNTS))
    joined = sessions.join(counts, left_on="session_id", right_on="list_of", how="left")
    return joined.with_columns(*(nw.col(name).fill_null(0).cast(nw.Int64) for name in LIST_COUNTS))


def _fully_marked(traits: tuple[str, ...]) -> nw.Expr:
    """Everyone who came is on the list, by name and with a mark (and with every personal field asked for)."""
    full = nw.col("complete") & (nw.col("unknown_marks") == 0) & (nw.col("named_came") == nw.col("came"))
    full = full & is_true(nw.col("visits") <= nw.col("named_came"))
    for trait in traits:
        full = full & (nw.col(f"no_{trait}") == 0)
    return full
