"""Sessions one by one: which are listed, and in which state."""

from __future__ import annotations

from datetime import date

from libcollab_metrics.metrics import ListedSession, has_dated_sessions, list_sessions, uncounted_sessions
from libcollab_metrics.model import Dataset, Scope, Workspace
from tests.support.builders.story import story
from tests.support.sheets import imported, xlsx

DAY = date(2026, 12, 31)
LOG = [
    ["Date", "Title", "Location", "Attendance"],
    ["2026-03-14", "Story hour", "Hall", 22],
    ["2026-03-07", "Story hour", "Main", None],
    ["2026-03-21", "CANCELLED - Story hour", "Main", None],
    ["2027-01-09", "Story hour", "Main", 9],
]


def log() -> Dataset:
    return Workspace().append(imported(xlsx(Log=LOG))).dataset()


def test_session_is_counted_uncounted_or_cancelled() -> None:
    listed = list_sessions(log(), as_of=DAY)
    assert [(s.day.day, s.state, s.visits) for s in listed] == [
        (7, "uncounted", None),
        (14, "counted", 22),
        (21, "cancelled", None),
    ]


def test_selection_narrows_the_listed_sessions() -> None:
    (session,) = list_sessions(log(), scope=Scope((("site", ("Hall",)),)), as_of=DAY)
    assert session == ListedSession("Story hour", date(2026, 3, 14), "counted", 22)
    assert list_sessions(log(), scope=Scope((), date(2026, 4, 1)), as_of=DAY) == ()


def test_library_without_sessions_lists_none() -> None:
    assert list_sessions(Workspace().dataset(), as_of=DAY) == ()


def test_session_dated_by_month_is_not_listed() -> None:
    monthly = [["Month", "Title", "Sessions", "Attendance"], ["March 2026", "Story hour", 4, 80]]
    dataset = Workspace().append(imported(xlsx(Log=monthly))).dataset()
    assert list_sessions(dataset, as_of=DAY) == ()


def test_listed_sessions_are_in_order_of_day() -> None:
    days = [session.day for session in list_sessions(story(), as_of=DAY)]
    assert days
    assert days == sorted(days)


def test_dated_sessions_are_those_that_are_listed() -> None:
    assert has_dated_sessions(log(), DAY)
    assert not has_dated_sessions(log(), date(2020, 1, 1))


def test_more_sessions_than_asked_for_are_not_listed() -> None:
    number = len(list_sessions(log(), as_of=DAY))
    assert len(list_sessions(log(), as_of=DAY, at_most=number)) == number
    assert list_sessions(log(), as_of=DAY, at_most=number - 1) == ()


def test_a_session_counted_by_a_list_is_not_uncounted() -> None:
    people = [
        ["Date", "Activity", "Name", "Status"],
        ["2026-03-28", "Story hour", "Ana Cruz", "Present"],
        ["2026-03-28", "Story hour", "Ben Diaz", "Present"],
    ]
    dataset = Workspace().append(imported(xlsx(Log=LOG, People=people))).dataset()
    sessions = dataset.tables["sessions"]
    assert sessions["attended"].isna().sum() == 3  # not recorded, cancelled, and known from a list only
    (uncounted,) = uncounted_sessions(dataset, DAY)
    assert list(sessions[sessions["session_id"] == uncounted]["date"].astype(str)) == ["2026-03-07"]
