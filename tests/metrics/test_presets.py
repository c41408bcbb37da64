"""Named periods to choose from, each worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.errors import UnknownNameError
from libcollab_metrics.metrics import PRESETS, Evaluation, evaluate, preset_scope
from libcollab_metrics.model import Scope, Settings, Workspace
from tests.support.sheets import imported, xlsx

LOG = [["Date", "Title", "Attendance"], ["2025-11-08", "Story hour", 9], ["2026-02-07", "Story hour", 9]]
#: A school year that begins in June, and a fiscal year that begins in October.
SETTINGS = Settings(school_year_start=6, fiscal_year_start=10)


def monthly(today: date, scope: Scope | None = None) -> Evaluation:
    dataset = Workspace().append(imported(xlsx(Log=LOG))).dataset()
    return evaluate(dataset, metrics=("sessions_held",), by="month", scope=scope or Scope(), as_of=today)


@pytest.mark.parametrize(
    ("preset", "today", "start", "end"),
    [
        ("month", date(2026, 3, 9), date(2026, 3, 1), date(2026, 3, 31)),
        ("month", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
        ("quarter", date(2026, 11, 2), date(2026, 10, 1), date(2026, 11, 30)),
        ("school-year", date(2026, 3, 9), date(2025, 6, 1), date(2026, 3, 31)),
        ("school-year", date(2026, 6, 1), date(2026, 6, 1), date(2026, 6, 30)),
        ("fiscal-year", date(2026, 3, 9), date(2025, 10, 1), date(2026, 3, 31)),
        ("fiscal-year", date(2026, 12, 24), date(2026, 10, 1), date(2026, 12, 31)),
        ("recorded", date(2026, 12, 24), date(2026, 1, 1), date(2026, 2, 28)),
        ("all", date(2026, 3, 9), None, None),
    ],
)
def test_preset_begins_and_ends_as_worked_by_hand(
    preset: str, today: date, start: date | None, end: date | None
) -> None:
    found = preset_scope(preset, monthly(today), SETTINGS)
    assert (found.start, found.end) == (start, end)


def test_fiscal_year_of_january_is_the_calendar_year() -> None:
    found = preset_scope("fiscal-year", monthly(date(2026, 3, 9)), Settings(fiscal_year_start=1))
    assert (found.start, found.end) == (date(2026, 1, 1), date(2026, 3, 31))


def test_preset_retains_the_filters() -> None:
    where = (("program", ("Story hour",)),)
    evaluation = monthly(date(2026, 3, 9), Scope(where))
    assert {preset_scope(preset, evaluation, SETTINGS).where for preset in PRESETS} == {where}


def test_recorded_months_without_a_session_are_all_dates() -> None:
    empty = evaluate(Workspace().dataset(), metrics=("sessions_held",), by="month", as_of=date(2026, 3, 9))
    assert preset_scope("recorded", empty, SETTINGS) == Scope()


def test_unknown_preset_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        preset_scope("decade", monthly(date(2026, 3, 9)), SETTINGS)
