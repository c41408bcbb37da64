"""The planning pack: numbers by hand from a small library, what limits it, and what is omitted."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.collect import collect_report_data, programs_to_plan
from libcollab_metrics.reports.document import (
    Bars,
    ChartBlock,
    Columns,
    Document,
    Grid,
    Heading,
    Heroes,
    Points,
)
from libcollab_metrics.reports.render.to_pdf import to_pdf
from tests.reports.conftest import ENGLISH, MADE, plain
from tests.support.builders.datasets import dataset as small

AS_OF = date(2026, 6, 30)
Row = dict[str, Any]


def every_month(program: str = "Story hour", *, people: int = 20, months: int = 18, **more: Any) -> list[Row]:
    """Two sessions in each of the last months up to June 2026, with the same number of people."""
    labels = [(2025 + (n // 12), n % 12 + 1) for n in range(18)][-months:]
    return [
        {"p": program, "on": f"{year}-{month:02}-{day}", "attended": people, **more}
        for year, month in labels
        for day in (10, 20)
    ]


def library(sessions: list[Row], **tables: Any) -> Dataset:
    settings = {"currency": "PHP", **tables.pop("settings", {})}
    return small(sessions, settings=settings, **tables)


def pack(data: Dataset, day: date = AS_OF) -> Document:
    planned = programs_to_plan("planning", data, Scope(), day)
    return compose("planning", collect_report_data(data, Scope(), day, MADE, planned), ENGLISH)


def of_kind(document: Document, kind: type) -> list[Any]:
    inner = [b for c in document.blocks if isinstance(c, Columns) for column in c.columns for b in column]
    return [block for block in (*document.blocks, *inner) if isinstance(block, kind)]


def heroes(document: Document) -> dict[str, tuple[str, str]]:
    (block,) = of_kind(document, Heroes)
    return {hero.unit: (hero.value, hero.note) for hero in block.heroes}


def grid(document: Document, start: str) -> Grid:
    (found,) = [block for block in of_kind(document, Grid) if block.title.startswith(start)]
    return found


def test_numbers_follow_from_whole_sessions() -> None:
    """Two sessions a month are 12 in six months: 240 visits of 20 people, and 30 staff hours."""
    document = pack(library(every_month(staff_hours=2.5)))
    assert document.title == "Plan for about 240 visits to 12 sessions."
    assert document.addressee == "Planning pack, July – December 2026"
    found = heroes(document)
    assert found["sessions"] == ("12", "2.0 a month, as in the 18 months with sessions")
    assert found["visits"][0] == "≈ 240"
    assert found["staff time"] == ("30 h", "")
    assert "cash" not in found


def test_numbers_added_to_the_plan_replace_the_measured_ones() -> None:
    """4 sessions a month for 6 months are 24 instead of 12."""
    data = library(every_month())
    planned = data.settings.with_values({"plan": {"Story hour": {"sessions_per_month": 4}}})
    document = pack(data.with_settings(planned, data.version))
    assert heroes(document)["sessions"] == ("24", "4.0 a month, as entered in the plan")
    assert "as entered in the plan." in str(of_kind(document, Points))


def test_cash_in_hand_and_to_find_add_up() -> None:
    """36 sessions cost 3,600: 100 each, 1,200 in all; 400 of the 4,000 received are in hand."""
    ledger = [
        {"from_party": "Hope", "to_party": "project", "kind": "cash", "value": 4000, "status": "received"},
        {"from_party": "project", "to_party": "shop", "kind": "cash", "value": 3600, "status": "spent"},
    ]
    document = pack(library(every_month(), ledger=ledger, partners=[{"name": "Hope"}]))
    assert document.title == "Plan for about 240 visits to 12 sessions. Cash sets the limit."
    assert heroes(document)["cash"] == ("₱1,200", "₱400 in hand, ₱800 to find")
    budget = grid(document, "Budget")
    assert budget.title == "Budget: ₱1,200 planned, ₱400 in hand"
    assert budget.rows == (("Story hour", "12 sessions × ₱100", "₱1,200", "₱400", "₱800 to find"),)
    headings = [block.text for block in of_kind(document, Heading)]
    assert "₱800 is to be found" in headings


@pytest.mark.parametrize(
    ("line", "note", "rest"),
    [
        (
            {"from_party": "project", "to_party": "shop", "status": "spent"},
            "≤ ₱400 in hand, ₱800+ to find",
            ("≤ ₱400", "₱800+ to find"),
        ),
        (
            {"from_party": "Hope", "to_party": "project", "status": "received"},
            "₱400+ in hand, ≤ ₱800 to find",
            ("₱400+", "≤ ₱800 to find"),
        ),
    ],
)
def test_money_in_hand_with_an_unknown_amount_is_a_bound(line: Row, note: str, rest: tuple[str, str]) -> None:
    ledger = [
        {"from_party": "Hope", "to_party": "project", "kind": "cash", "value": 4000, "status": "received"},
        {"from_party": "project", "to_party": "shop", "kind": "cash", "value": 3600, "status": "spent"},
        {"kind": "cash", **line},
    ]
    document = pack(library(every_month(), ledger=ledger, partners=[{"name": "Hope"}]))
    assert heroes(document)["cash"][1] == note
    assert grid(document, "Budget").rows[0][3:] == rest


def test_floor_and_aim_are_the_low_end_and_the_middle() -> None:
    """Months of 18 and 22 people: the floor is below the aim, and both end the path."""
    sessions = [row | {"attended": 18 if n // 2 % 2 else 22} for n, row in enumerate(every_month())]
    document = pack(library(sessions))
    adopt = grid(document, "Targets to adopt")
    ((name, floor, aim),) = adopt.rows
    assert (name, adopt.headings[0]) == ("Visits", "by 31 December")
    assert int(floor) < int(aim)
    (path,) = [b.chart for b in of_kind(document, ChartBlock) if b.chart.key == "plan-path"]
    last = path.series[-1].points[-1]
    assert (last.low, last.value) == (int(floor), int(aim))
    assert heroes(document)["visits"][1].startswith(f"likely {floor} to ")


def test_last_year_of_the_path_counts_the_same_months() -> None:
    """Two sessions of 20 people from July to December 2025 are 240 visits; one of them was not counted."""
    sessions = every_month()
    sessions[13] = {"p": "Story hour", "on": sessions[13]["on"]}
    sessions[0] |= {"attended": 10}
    document = pack(library(sessions))
    (path,) = [b.chart for b in of_kind(document, ChartBlock) if b.chart.key == "plan-path"]
    assert path.series[0].name == "2025: ≈ 240"
    assert path.series[0].points[-1].value == pytest.approx(240)


def test_bad_season_is_a_row_of_the_what_if_table() -> None:
    """One of two was cancelled from July to December 2025: 30 of 36 planned were held.

    Ten sessions in six months at 30 of 36 are 12 planned; at one of two, 6.
    """
    sessions = [
        row | ({"status": "cancelled", "attended": None} if 12 <= n < 24 and n % 2 else {})
        for n, row in enumerate(every_month())
    ]
    document = pack(library(sessions))
    assert "Cancellations set the limit" in document.title
    rows = {row[0]: row[1] for row in grid(document, "What if?").rows}
    assert rows == {
        "The plan": "10",
        "Cancellations as in July – December 2025": "6",
        "Nothing is cancelled": "12",
        "One more session a month": "16",
    }


def test_full_seats_limit_the_plan() -> None:
    sessions = [
        row | {"attended": 18 if n // 2 % 2 else 22} for n, row in enumerate(every_month(capacity=20))
    ]
    document = pack(library(sessions))
    assert document.title.endswith("Seats set the limit.")
    (bars,) = of_kind(document, Bars)
    assert bars.bars[0].high == 1.0


def test_staff_time_is_a_share_of_the_team() -> None:
    """12 sessions of 2.5 hours are 30 of 600 hours."""
    document = pack(library(every_month(staff_hours=2.5), settings={"staff_hours_per_month": 100}))
    assert heroes(document)["staff time"] == ("30 h", "5% of the team’s hours")
    (bars,) = of_kind(document, Bars)
    assert (bars.title, bars.note) == ("The plan takes 5% of staff time", "30 of 600 hours.")


def test_several_programs_have_a_page_each_and_a_sum() -> None:
    sessions = [*every_month("Alpha"), *every_month("Beta", people=10)]
    document = pack(library(sessions))
    assert document.title == "Plan for about 360 visits to 24 sessions."
    pages = [b.text for b in of_kind(document, Heading) if b.has_page_break]
    assert pages[1:] == ["Alpha", "Beta"]


def test_ended_and_paused_programs_are_not_planned() -> None:
    sessions = [
        *every_month("Alpha"),
        *every_month("Ended"),
        *[row for row in every_month("Paused") if row["on"] < "2025-12"],
    ]
    document = pack(library(sessions, programs=[{"name": "Ended", "end": "2026-05-31"}]))
    assert document.title == "Plan for about 240 visits to 12 sessions."


def test_program_that_ends_in_the_term_stops_there() -> None:
    """Half of the term: 92 days of two sessions a month are 6."""
    document = pack(library(every_month(), programs=[{"name": "Story hour", "end": "2026-09-30"}]))
    assert heroes(document)["sessions"][0] == "6"


def test_few_months_give_a_plan_without_a_forecast() -> None:
    document = pack(library(every_month(months=6)))
    assert heroes(document)["visits"] == ("≈ 240", "20 people a session, as so far")
    keys = {block.chart.key for block in of_kind(document, ChartBlock)}
    assert keys == {"growth"}
    assert "no forecast yet" in document.about
    assert not [block for block in of_kind(document, Grid) if block.title == "Targets to adopt"]


@pytest.mark.parametrize("sessions", [[], every_month(months=3), [{"attended": 5}]])
def test_too_few_months_say_what_a_plan_needs(sessions: list[Row]) -> None:
    document = pack(library(sessions))
    assert document.title == "A plan begins with four months of sessions."
    assert not of_kind(document, Heroes)
    assert not of_kind(document, Points)
    assert to_pdf(document, ENGLISH).startswith(b"%PDF")


def test_log_without_programs_is_planned_as_a_whole() -> None:
    sessions = [row | {"p": None} for row in every_month()]
    assert pack(library(sessions)).title == "Plan for about 240 visits to 12 sessions."


def test_planning_pack_is_a_pdf_by_default() -> None:
    assert DOCUMENT_AUDIENCES["planning"].default_format == "pdf"


def test_sample_pack_prints_the_plan_on_two_pages(sample: Dataset) -> None:
    """The figures of July to December 2026, worked out in the design: 22 readings, about 500 visits."""
    document = pack(sample, date(2026, 7, 6))
    first, second, *_ = [
        plain(page.extract_text()) for page in PdfReader(io.BytesIO(to_pdf(document, ENGLISH))).pages
    ]
    for text in ("500 visits to 22 readings", "₱6,400", "Targets to adopt", "About these numbers"):
        assert plain(text) in first
    for text in ("₱650 is to be found", "What if?", "Dates to keep"):
        assert plain(text) in second
