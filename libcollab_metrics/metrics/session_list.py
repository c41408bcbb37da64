"""Dated sessions one by one, counted or not or cancelled, for the charts of the library's own screens."""

from __future__ import annotations

import math
from datetime import date
from operator import attrgetter
from typing import Literal, NamedTuple

from libcollab_metrics.metrics.definition import EVERYTHING
from libcollab_metrics.metrics.frames import Frame, col
from libcollab_metrics.metrics.prepare import PreparedTables
from libcollab_metrics.metrics.tables.rows import is_true, text
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope

SessionState = Literal["counted", "uncounted", "cancelled"]


class ListedSession(NamedTuple):
    """One planned session with a day.

    Attributes
    ----------
    program : str
        Printed name; empty if the session names no program.
    day : date
    state : str
        "counted", "uncounted" (held, without a number) or "cancelled".
    visits : float or None
        Visits, per event where one row is several events; None unless counted.
    """

    program: str
    day: date
    state: SessionState
    visits: float | None = None


def list_sessions(
    dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date, at_most: float = math.inf
) -> tuple[ListedSession, ...]:
    """Return the planned sessions of a selection by day; those dated by month or year only are omitted.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
    as_of : date
        Later sessions are excluded.
    at_most : float, default infinity
        Number of sessions up to which they are listed.

    Returns
    -------
    tuple of ListedSession
        In order of day and program; empty if there are more than `at_most`.
    """
    prepared = PreparedTables(dataset, as_of, scope, "")
    if prepared.sessions is None:
        return ()
    found = _filter_dated(prepared.sessions.frame).select(
        "date", "held", "counted", "visits_an_event", program=text("program_id")
    )
    found = found.collect()
    if len(found.column("date").to_list()) > at_most:
        return ()
    columns = (found.column(name).to_list() for name in found.columns)
    names: dict[str | None, str] = {}
    listed = []
    for moment, held, counted, visits, program in zip(*columns, strict=True):
        state: SessionState = "cancelled" if not held else "counted" if counted else "uncounted"
        if program not in names:
            names[program] = prepared.facts.program_by_id(program).name
        listed.append(
            ListedSession(names[program], moment.date(), state, visits if state == "counted" else None)
        )
    return tuple(sorted(listed, key=attrgetter("day", "program")))


def has_dated_sessions(dataset: Dataset, as_of: date) -> bool:
    """Return whether `list_sessions` would list a session: one planned up to a date that has a day.

    Parameters
    ----------
    dataset : Dataset
    as_of : date
        Later sessions are excluded.

    Returns
    -------
    bool
    """
    prepared = PreparedTables(dataset, as_of, EVERYTHING, "")
    if prepared.sessions is None:
        return False
    dated = _filter_dated(prepared.sessions.frame).select("date").collect()
    return len(dated.column("date").to_list()) > 0


def uncounted_sessions(dataset: Dataset, as_of: date) -> frozenset[str]:
    """Return the sessions held whose number of people neither a head count nor a list of people gives.

    Parameters
    ----------
    dataset : Dataset
    as_of : date
        Later sessions are excluded.

    Returns
    -------
    frozenset of str
        Their ids.
    """
    prepared = PreparedTables(dataset, as_of, EVERYTHING, "")
    if prepared.sessions is None:
        return frozenset()
    uncounted = prepared.sessions.frame.filter(col("held") & ~col("counted")).select("session_id").collect()
    return frozenset(map(str, uncounted.column("session_id").to_list()))


def _filter_dated(sessions: Frame) -> Frame:
    is_longer = is_true(text("date_precision").is_in(("month", "year")))
    return sessions.filter(col("planned") & ~col("date").is_null() & ~is_longer)
