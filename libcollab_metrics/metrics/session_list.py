"""Dated sessions one by one, counted or not or cancelled, for the charts of the library's own screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from libcollab_metrics.metrics.definition import EVERYTHING
from libcollab_metrics.metrics.frames import col
from libcollab_metrics.metrics.prepare import PreparedTables
from libcollab_metrics.metrics.tables.rows import is_true, text
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope

SessionState = Literal["counted", "uncounted", "cancelled"]


@dataclass(frozen=True)
class ListedSession:
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


def list_sessions(dataset: Dataset, *, scope: Scope = EVERYTHING, as_of: date) -> tuple[ListedSession, ...]:
    """Return the planned sessions of a selection by day; those dated by month or year only are omitted.

    Parameters
    ----------
    dataset : Dataset
    scope : Scope
    as_of : date
        Later sessions are excluded.

    Returns
    -------
    tuple of ListedSession
        In order of day and program.
    """
    prepared = PreparedTables(dataset, as_of, scope, "")
    if prepared.sessions is None:
        return ()
    is_longer = is_true(text("date_precision").is_in(("month", "year")))
    rows = prepared.sessions.frame.filter(col("planned") & ~col("date").is_null() & ~is_longer)
    columns = rows.select("date", "held", "counted", "visits_an_event", program=text("program_id"))
    listed = []
    for row in columns.rows():
        state: SessionState = "cancelled" if not row["held"] else "counted" if row["counted"] else "uncounted"
        visits = row["visits_an_event"] if state == "counted" else None
        name = prepared.facts.program_by_id(row["program"]).name
        listed.append(ListedSession(name, row["date"].date(), state, visits))
    return tuple(sorted(listed, key=lambda session: (session.day, session.program)))
