"""What to do next, and the events under the chart of the months: derived from the records, nothing more."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.figures import NextStep, find_events, find_next_steps, months_figure, short_period
from libcollab_metrics.figures.months import MONTH_METRICS, monthly_visits
from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.metrics import PeriodNotes, collect_period_notes, evaluate
from libcollab_metrics.model import Dataset, Scope, Workspace
from tests.support.plotly_figures import validated
from tests.support.sheets import imported, xlsx

ENGLISH = language("en")
DAY = date(2026, 7, 1)
LOG = [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", 18], ["2026-03-14", "Story hour", 22]]
LEDGER = ["Program", "Date", "From", "To", "Kind", "Value", "Status"]
PROGRAMS = ["Program", "Start", "End", "Target, at least", "Target", "Target, at most"]


def _library(**sheets: list[list[object]]) -> Dataset:
    return Workspace().append(imported(xlsx(**{"Log": LOG, **sheets}))).dataset()


def steps(dataset: Dataset, day: date = DAY, scope: Scope | None = None) -> list[NextStep]:
    return list(find_next_steps(dataset, scope=scope or Scope(), as_of=day, language=ENGLISH))


def paid(*rows: list[object]) -> Dataset:
    return _library(Ledger=[LEDGER, *rows])


def test_complete_records_have_no_next_step() -> None:
    assert steps(_library()) == []


def test_cash_without_a_payer_is_asked_for_without_a_name() -> None:
    dataset = paid(["Story hour", "2026-03-10", None, "Juana Reyes", "cash", 3500, "unclear"])
    (step,) = steps(dataset)
    assert (step.kind, step.table) == ("payer", "ledger")
    assert step.title == "Name who pays 3,500"
    assert step.gain == "Completes the sponsor report"


def test_several_lines_without_a_payer_are_one_step() -> None:
    line = ["Story hour", "2026-03-10", None, "Shop", "cash", 3500, "unclear"]
    (step,) = steps(paid(line, [*line[:5], 200, "unclear"]))
    assert step.title == "Name who pays 2 cash lines"


def test_missing_head_counts_are_counted() -> None:
    (step,) = steps(_library(Log=[*LOG, ["2026-03-21", "Story hour", None]]))
    assert (step.kind, step.table) == ("counts", "sessions")
    assert step.title == "Add 1 missing head count"
    assert step.gain == "Makes “40+” an exact total"
    (step,) = steps(
        _library(Log=[*LOG, ["2026-03-21", "Story hour", None], ["2026-03-28", "Story hour", "10+"]])
    )
    assert step.gain == "Brings “50+” closer to an exact total"


@pytest.mark.parametrize(("day", "kinds"), [(date(2026, 5, 4), []), (date(2026, 5, 5), ["pledge"])])
def test_pledge_is_overdue_from_the_day_after(day: date, kinds: list[str]) -> None:
    dataset = paid(["Story hour", "2026-05-04", "Rotary Club", "project", "cash", 15000, "pledged"])
    found = steps(dataset, day)
    assert [step.kind for step in found] == kinds
    assert [step.title for step in found] == ["Ask about the 15,000 pledge"] * len(kinds)


def test_own_pledge_and_a_paid_one_are_no_step() -> None:
    dataset = paid(
        ["Story hour", "2026-05-04", "library", "Rotary Club", "promotion", 500, "pledged"],
        ["Story hour", "2026-05-04", "Rotary Club", "project", "cash", 15000, "received"],
    )
    assert steps(dataset) == []


def test_program_with_a_target_needs_an_end() -> None:
    dataset = _library(Programs=[PROGRAMS, ["Story hour", "2026-01-01", None, 30, 50, 90]])
    (step,) = steps(dataset)
    assert (step.kind, step.title, step.table) == ("end", "Set an end date for Story hour", "programs")


def test_program_needs_a_target_where_others_have_one() -> None:
    rows = [
        ["Story hour", "2026-01-01", "2026-12-31", 30, 50, 90],
        ["Craft", "2026-01-01", None, None, None, None],
    ]
    (step,) = steps(_library(Programs=[PROGRAMS, *rows]))
    assert (step.kind, step.title) == ("target", "Set a target for Craft")
    assert steps(_library(Programs=[PROGRAMS, rows[1]])) == []


def test_next_steps_are_at_most_three_and_follow_the_filter() -> None:
    dataset = _library(
        Log=[*LOG, ["2026-03-21", "Craft", None], ["2026-03-22", "Craft", 4]],
        Ledger=[
            LEDGER,
            ["Craft", "2026-03-10", None, "Shop", "cash", 3500, "unclear"],
            ["Craft", "2026-05-04", "Rotary Club", "project", "cash", 15000, "pledged"],
        ],
        Programs=[PROGRAMS, ["Craft", "2026-01-01", None, 30, 50, 90]],
    )
    assert [step.kind for step in steps(dataset)] == ["payer", "counts", "pledge"]
    assert steps(dataset, scope=Scope((("program", ("Story hour",)),))) == []


def noted(*notes: tuple[str, str]) -> tuple[PeriodNotes, ...]:
    rows = [[*LOG[0], "Notes"], *([day, "Story hour", 9, text] for day, text in notes)]
    dataset = Workspace().append(imported(xlsx(Log=rows))).dataset()
    return collect_period_notes(dataset, as_of=DAY)


MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05")


def test_events_of_neighboring_months_are_merged() -> None:
    notes = noted(("2026-01-10", "typhoon"), ("2026-03-14", "Flood, road closed"), ("2026-03-21", "Typhoon!"))
    (event,) = find_events(notes, MONTHS, ENGLISH)
    assert (event.first, event.last, event.words) == (0, 2, "typhoon and flood")


def test_distant_events_are_apart() -> None:
    notes = noted(("2026-01-10", "bagyo"), ("2026-05-14", "brownout all day"))
    assert [event.words for event in find_events(notes, MONTHS, ENGLISH)] == ["typhoon", "power cut"]


def test_event_never_quotes_a_note() -> None:
    notes = noted(("2026-01-10", "Ana Cruz left because of the storm"), ("2026-05-02", "Ben Diaz was ill"))
    assert [event.words for event in find_events(notes, MONTHS, ENGLISH)] == ["storm"]


def test_event_is_drawn_below_the_axis() -> None:
    months = (*MONTHS, "2026-06")
    rows = [
        [*LOG[0], "Notes"],
        *([f"{month}-07", "Story hour", 9, "storm" if month == months[-1] else None] for month in months),
    ]
    dataset = Workspace().append(imported(xlsx(Log=rows))).dataset()
    monthly = evaluate(dataset, metrics=MONTH_METRICS, by="month", as_of=DAY)
    notes = collect_period_notes(dataset, as_of=DAY)
    chart = monthly_visits(monthly, {"Story hour": monthly}, None, ENGLISH, notes=notes)
    drawn = validated(months_figure(chart, ENGLISH, {}))
    (line,), (words,) = drawn.layout.shapes, drawn.layout.annotations
    assert line.y0 < 0
    assert (words.text, words.xanchor) == ("storm", "right")


def test_single_month_is_marked_without_a_comparison() -> None:
    rows = [LOG[0], *([f"{month}-07", "Story hour", 9] for month in MONTHS)]
    dataset = Workspace().append(imported(xlsx(Log=rows))).dataset()
    monthly = evaluate(dataset, metrics=MONTH_METRICS, by="month", as_of=DAY)
    march = Scope((), date(2026, 3, 1), date(2026, 3, 31))
    current = evaluate(dataset, metrics=("attendance_total",), scope=march, as_of=DAY)
    chart = monthly_visits(monthly, {"Story hour": monthly}, None, ENGLISH, current=current)
    (span,) = chart.spans
    assert (span.first, span.last, span.total, span.is_current) == (2, 2, "9 visits", True)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (None, None, "All dates"),
        (date(2026, 1, 1), date(2026, 6, 30), "Jan–Jun 2026"),
        (date(2026, 2, 1), date(2026, 2, 28), "Feb 2026"),
        (date(2025, 6, 1), date(2026, 5, 31), "Jun 2025–May 2026"),
        (date(2026, 1, 5), date(2026, 3, 3), "5 Jan–3 Mar 2026"),
        (date(2026, 1, 5), None, "from 5 Jan 2026"),
        (None, date(2026, 3, 3), "until 3 Mar 2026"),
    ],
)
def test_period_has_a_short_name(start: date | None, end: date | None, shown: str) -> None:
    assert short_period(start, end, ENGLISH) == shown


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_spells_nine_numbers(code: str) -> None:
    assert len(set(language(code).message("number-words").split())) == 9
