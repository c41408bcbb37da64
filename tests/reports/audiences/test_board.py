"""The board report: targets met, decisions and risks by their rules, and page one with nothing lost."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from pypdf import PdfReader

from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import publish
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.audiences.board_decisions import list_recommendations
from libcollab_metrics.reports.collect import collect_report_data
from libcollab_metrics.reports.decisions import find_decisions, find_risks
from libcollab_metrics.reports.document import (
    Columns,
    Counters,
    Decision,
    Decisions,
    Document,
    Grid,
    Heading,
    Points,
    Strip,
    TargetBars,
)
from libcollab_metrics.reports.render.to_pdf import to_pdf
from libcollab_metrics.reports.report_data import ReportData
from tests.reports.conftest import DAY, ENGLISH, MADE, parts, plain
from tests.support.builders.datasets import dataset as small

CANARY = "Maria Makiling"
Row = dict[str, Any]


def cash(giver: str | None, taker: str, value: float | None, status: str, **more: Any) -> Row:
    return {"from_party": giver, "to_party": taker, "kind": "cash", "value": value, "status": status, **more}


#: 12,000 received of Hope and 4,000 of the library; 9,000 spent of the project's cash: 7,000 in hand.
MONEY = [
    cash("library", "project", 4000, "received"),
    cash("Hope", "project", 12000, "received"),
    cash("project", CANARY, 9000, "spent"),
]
SESSIONS = [{"on": "2026-01-10", "attended": 31}, {"on": "2026-02-10", "attended": 29}]


def library(
    *,
    sessions: list[Row] | None = None,
    ledger: list[Row] | None = None,
    criteria: list[Row] | None = None,
    programs: list[Row] | None = None,
    deliveries: list[Row] | None = None,
    **settings: Any,
) -> Dataset:
    return small(
        SESSIONS if sessions is None else sessions,
        ledger=MONEY if ledger is None else ledger,
        criteria=[{"metric_id": "attendance_total", "low": 50}] if criteria is None else criteria,
        programs=programs or [{"name": "Story hour", "partners": ["Hope"]}],
        deliveries=deliveries or [],
        settings={"currency": "PHP"} | settings,
    )


def collected(data: Dataset) -> ReportData:
    return collect_report_data(data, Scope(), DAY, MADE)


def board(data: Dataset) -> Document:
    return compose("board", collected(data), ENGLISH)


def of_kind(document: Document, kind: type) -> list[Any]:
    """All blocks of a kind, those in columns included."""
    inner = [b for c in document.blocks if isinstance(c, Columns) for column in c.columns for b in column]
    return [block for block in (*document.blocks, *inner) if isinstance(block, kind)]


def decisions(document: Document) -> list[Decision]:
    return [decision for block in of_kind(document, Decisions) for decision in block.decisions]


def page_texts(data: Dataset) -> list[str]:
    return [plain(page.extract_text()) for page in PdfReader(io.BytesIO(to_pdf(board(data), ENGLISH))).pages]


# The headline and the counts.


def test_headline_counts_met_targets_and_decisions_in_words() -> None:
    """60 visits meet 50 or more; 9,000 spent miss 8,000 or less."""
    criteria = [{"metric_id": "attendance_total", "low": 50}, {"metric_id": "cost_cash", "high": 8000}]
    document = board(library(criteria=criteria))
    assert document.title == "One of two targets is met. One decision is needed today."
    ((decision, risk, met),) = [block.counters for block in of_kind(document, Counters)]
    assert (decision.count, risk.count, met.count) == ("1", "0", "1")


def test_headline_says_that_no_decision_is_needed() -> None:
    assert board(library()).title == "The one target is met. No decision is needed today."


def test_hidden_verdict_is_in_no_count_and_no_bar(material: ReportData) -> None:
    """The sample's nine targets: 14 of 16 completed the workshop, which would tell of two."""
    hidden = [verdict for verdict in material.verdicts if not material.can_show_verdict(verdict)]
    assert {verdict.metric_id for verdict in hidden} == {"completion_rate"}
    document = compose("board", material, ENGLISH)
    assert document.title.startswith("Six of eight targets are met.")
    (block,) = of_kind(document, TargetBars)
    assert len(block.bars) == 8
    assert "Completed the program" not in {bar.name for bar in block.bars}


def test_typed_headline_replaces_the_computed_one() -> None:
    data = library(documents={"board": {"headline": "A year of reading."}})
    file = publish(data, audience="board", fmt="pdf", as_of=DAY, generated_at=MADE, language=ENGLISH)
    assert plain("A year of reading.") in plain("".join(parts(file.data)))


# Decisions.


def test_own_recommendation_replaces_the_template_and_is_marked() -> None:
    """Of a missed cost target and an unset one, only the first has the library's own words."""
    criteria = [{"metric_id": "cost_cash", "high": 8000}, {"metric_id": "sessions_held", "low": 5}]
    (key, _), (other, _) = list_recommendations(collected(library(criteria=criteria)), ENGLISH)
    typed = [
        {"decision": key, "text": "No, raise it to ₱9,500."},
        {"decision": "gone|Other", "text": "Canary"},
    ]
    data = library(criteria=criteria, documents={"board": {"recommendations": typed}})
    made = publish(data, audience="board", fmt="pdf", as_of=DAY, generated_at=MADE, language=ENGLISH)
    text = plain("".join(parts(made.data)))
    assert plain("No, raise it to ₱9,500. (in the library’s own words)") in text
    assert text.count(plain("own words")) == 1
    assert "Canary" not in text
    assert key != other


def test_missed_target_names_its_decision() -> None:
    document = board(library(criteria=[{"metric_id": "cost_cash", "high": 8000}]))
    ((bar,),) = [block.bars for block in of_kind(document, TargetBars)]
    assert (bar.aim, bar.result, bar.status, bar.is_accented) == (
        "₱8,000 or less",
        "₱9,000",
        "Decision 1",
        True,
    )
    assert bar.share == 9000 / 8000
    (decision,) = decisions(document)
    assert decision.question == "Keep the target for Cash cost?"
    assert decision.recommendation == ""  # no next date is recorded


def test_missed_target_of_running_program_is_judged_at_its_end() -> None:
    programs = [{"name": "Story hour", "end": "2026-12-31"}]
    document = board(library(criteria=[{"metric_id": "cost_cash", "high": 8000}], programs=programs))
    assert "31 December 2026" in decisions(document)[0].recommendation


def test_expense_without_payer_is_paid_from_money_in_hand() -> None:
    """Hope gave 12,000 of which 9,000 are spent."""
    document = board(library(ledger=[*MONEY, cash(None, CANARY, 500, "unclear", on="2026-02-20")]))
    (decision,) = decisions(document)
    assert decision.question == "Who pays the ₱500 bill of February 2026?"
    assert decision.recommendation == "Story hour, from its ₱7,000 in hand."


def test_expense_beyond_money_in_hand_has_no_recommendation() -> None:
    document = board(library(ledger=[*MONEY, cash(None, CANARY, 7500, "unclear")]))
    (decision,) = decisions(document)
    assert (decision.question, decision.recommendation) == ("Who pays the ₱7,500 bill?", "")


def test_bills_of_one_program_are_one_decision() -> None:
    bills = [cash(None, CANARY, 300, "unclear"), cash(None, CANARY, 200, "unclear")]
    (decision,) = decisions(board(library(ledger=[*MONEY, *bills])))
    assert decision.question == "Who pays two bills of ₱500 in all?"


def test_undecided_target_asks_for_the_missing_record() -> None:
    """One of two sessions was counted: 31 visits or more, of 50."""
    sessions = [{"on": "2026-01-10", "attended": 31}, {"on": "2026-02-10"}]
    document = board(library(sessions=sessions))
    (decision,) = decisions(document)
    assert decision.question == "Count the people at every session of Story hour?"
    assert decision.reason == "1 of 2 sessions was counted, too few to judge “Visits, 50 or more”."
    ((bar,),) = [block.bars for block in of_kind(document, TargetBars)]
    assert (bar.result, bar.status, bar.is_floor) == ("31+", "Decision 1", True)


@pytest.mark.parametrize(("days", "is_asked"), [(-183, True), (-184, False), (60, True), (61, False)])
def test_program_is_decided_on_around_its_end(days: int, is_asked: bool) -> None:
    programs = [{"name": "Story hour", "end": str(DAY + timedelta(days=days)), "recurring": "no"}]
    kinds = [decision.kind for decision in find_decisions(collected(library(programs=programs)))]
    assert kinds == (["ending"] if is_asked else [])


def test_another_round_costs_what_the_sessions_did() -> None:
    """Two sessions cost 9,000 in cash, and 7,000 of the project's cash is in hand."""
    programs = [{"name": "Story hour", "end": "2026-06-01", "recurring": "no"}]
    (decision,) = decisions(board(library(programs=programs)))
    assert decision.question == "Run Story hour again?"
    assert decision.recommendation == "Yes, for ₱9,000. ₱7,000 is in hand; ₱2,000 is to be found."


def test_library_without_targets_decides_to_set_them() -> None:
    document = board(library(criteria=[]))
    assert document.title == "One decision is needed today."
    assert decisions(document)[0].question == "Set targets for the next term?"
    assert not of_kind(document, TargetBars)


def test_first_of_each_kind_of_decision_comes_first() -> None:
    criteria = [{"metric_id": "cost_cash", "high": 8000}, {"metric_id": "cost_per_session", "high": 1}]
    ledger = [*MONEY, cash(None, CANARY, 10, "unclear")]
    kinds = [d.kind for d in find_decisions(collected(library(criteria=criteria, ledger=ledger)))]
    assert kinds == ["payer", "missed", "missed"]


def test_fourth_decision_is_on_page_two_with_its_number() -> None:
    names = [f"Program {number}" for number in range(1, 5)]
    sessions = [{"p": name, "on": "2026-01-10", "attended": 20} for name in names]
    criteria = [{"p": name, "metric_id": "attendance_total", "low": 50} for name in names]
    document = board(library(sessions=sessions, criteria=criteria, ledger=[], programs=[]))
    first, further = of_kind(document, Decisions)
    assert (len(first.decisions), len(further.decisions), further.first) == (3, 1, 4)
    breaks = [n for n, b in enumerate(document.blocks) if isinstance(b, Heading) and b.has_page_break]
    assert document.blocks.index(first) < breaks[0] < document.blocks.index(further)
    assert document.title == "None of four targets is met yet. Four decisions are needed today."
    assert of_kind(document, Counters)[0].counters[0].note == "three here, the others on page 2"


# What is at risk.


@pytest.mark.parametrize(("days", "is_risky"), [(60, True), (61, False), (-10, True)])
def test_pledge_is_at_risk_from_sixty_days_before(days: int, is_risky: bool) -> None:
    due = str(DAY + timedelta(days=days))
    ledger = [cash("Hope", "project", 3000, "pledged", on=due)]
    assert [risk.kind for risk in find_risks(collected(library(ledger=ledger)))] == ["pledge"] * is_risky


def test_library_own_promise_is_no_pledge_at_risk() -> None:
    ledger = [cash("library", "project", 3000, "pledged", on=str(DAY))]
    assert find_risks(collected(library(ledger=ledger))) == ()


@pytest.mark.parametrize(("days", "is_risky"), [(13, False), (14, True)])
def test_delivery_is_at_risk_after_fourteen_days(days: int, is_risky: bool) -> None:
    sent = pd.Timestamp(DAY - timedelta(days=days))
    deliveries = [{"lot": "A", "shipped": 40, "dispatched_on": sent, "site": "Shelter"}]
    document = board(library(deliveries=deliveries))
    points = [point for block in of_kind(document, Points) for point in block.points if point.symbol == "▲"]
    assert [point.opening for point in points] == ["40 books unconfirmed."] * is_risky


@pytest.mark.parametrize(("cancelled", "is_risky"), [(1, False), (2, True)])
def test_season_is_at_risk_above_ten_percent_cancellations(cancelled: int, is_risky: bool) -> None:
    """Ten sessions from July to September 2025, and one in June 2026: the same months are ahead."""
    season = [
        {"on": f"2025-0{7 + n // 4}-{3 + 7 * (n % 4):02}", "status": "cancelled" if n < cancelled else "held"}
        for n in range(10)
    ]
    found = find_risks(collected(library(sessions=[*season, {"on": "2026-06-10", "attended": 9}])))
    assert [risk.kind for risk in found] == ["season"] * is_risky


@pytest.mark.parametrize(("attended", "is_risky"), [(49, True), (51, False)])
def test_running_program_below_its_even_path_is_at_risk(attended: int, is_risky: bool) -> None:
    """Of 100 days, 50 have passed: 50 of 100 visits are expected."""
    programs = [
        {
            "name": "Story hour",
            "target_ideal": 100,
            "start": str(DAY - timedelta(days=49)),
            "end": str(DAY + timedelta(days=50)),
        }
    ]
    data = library(sessions=[{"on": "2026-06-10", "attended": attended}], programs=programs)
    assert [risk.kind for risk in find_risks(collected(data)) if risk.kind == "path"] == ["path"] * is_risky


# A year earlier, money, and the details.


def test_comparison_needs_two_comparable_periods() -> None:
    """Six sessions in January to June of both years: 10 people each, then 15."""
    half = [
        {"on": f"{year}-0{month}-10", "attended": people}
        for year, people in ((2025, 10), (2026, 15))
        for month in range(1, 7)
    ]
    tables = [grid for grid in of_kind(board(library(sessions=half)), Grid) if grid.bold_columns]
    (table,) = tables
    assert table.title == "Story hour draws 15 people a session, up from 10"
    assert table.rows[0] == ("People at a session of Story hour", "10", "15", "+50%")
    assert table.rows[1] == ("Sessions held, all programs", "6", "6", "0")
    assert not [grid for grid in of_kind(board(library()), Grid) if grid.bold_columns]


def test_money_line_adds_up() -> None:
    """16,000 came in and 9,000 were spent; 500 of the rest are in question."""
    (strip,) = of_kind(board(library(ledger=[*MONEY, cash(None, CANARY, 500, "unclear")])), Strip)
    assert strip.parts == (
        "Money since January 2026",
        "₱16,000 came in",
        "₱9,000 spent",
        "₱7,000 in hand (₱500 of it in question)",
    )


def test_money_line_is_omitted_without_costs() -> None:
    assert not of_kind(board(library(ledger=[])), Strip)


def grid(document: Document, title: str) -> tuple[tuple[str, ...], ...]:
    return next((g.rows for g in of_kind(document, Grid) if g.title == ENGLISH.message(title)), ())


def test_costs_are_listed_as_far_as_known() -> None:
    room = {"from_party": "Hope", "to_party": "project", "kind": "venue", "value": 6000, "status": "received"}
    rows = dict(grid(board(library(ledger=[*MONEY, room])), "board-costs"))
    assert rows == {
        "Cash cost": "₱9,000",
        "Full cost": "₱15,000",
        "Library net cost": "₱4,000",
        "Value of gifts": "₱6,000",
    }
    assert grid(board(library(ledger=[])), "board-costs") == ()


def test_every_partner_has_one_row() -> None:
    assert grid(board(library()), "board-partners") == (("Hope", "1", "cash ₱12,000", "–", "100%", "–"),)


def test_open_contributions_are_listed() -> None:
    rows = grid(
        board(library(ledger=[*MONEY, cash("Hope", "project", 3000, "pledged")])),
        "board-open",
    )
    assert [(row[2], row[3], row[5], row[6]) for row in rows] == [
        ("Hope", "the project", "₱3,000", "pledged")
    ]


def test_typed_request_is_printed_as_typed() -> None:
    wishes = {
        "documents": {"board": {"need": "The van is old.\nChildren wait.", "ask": "Two days of a driver."}}
    }
    file = publish(
        library(**wishes), audience="board", fmt="pdf", as_of=DAY, generated_at=MADE, language=ENGLISH
    )
    text = plain("".join(parts(file.data)))
    for line in ("The van is old.", "Children wait.", "Two days of a driver."):
        assert plain(line) in text


@pytest.mark.parametrize("fmt", PAGE_FORMATS)
def test_payee_appears_in_no_file(fmt: str) -> None:
    file = publish(library(), audience="board", fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH)
    assert plain(CANARY) not in plain("".join(parts(file.data)))


def test_empty_library_gets_a_report_without_empty_headings() -> None:
    document = board(small())
    assert document.title == "One decision is needed today."
    assert not any(isinstance(block, Heading) and block.has_page_break for block in document.blocks)


# The printed pages.


def test_page_one_ends_with_the_money_and_the_numbers(pdfs: dict[str, bytes]) -> None:
    first = plain(PdfReader(io.BytesIO(pdfs["board"])).pages[0].extract_text())
    for text in ("Money since", "in hand", "About these numbers", "Decision 2"):
        assert plain(text) in first


def test_long_names_lose_nothing_and_leave_page_one_whole() -> None:
    names = [f"{letter} very long program name of many words that goes on and on" for letter in "ABCDEFGHI"]
    sessions = [{"p": name, "on": "2026-01-10", "attended": 20} for name in names]
    criteria = [{"p": name, "metric_id": "attendance_total", "low": 50} for name in names]
    pages = page_texts(library(sessions=sessions, criteria=criteria, ledger=[], programs=[]))
    assert plain("About these numbers") in pages[0]
    text = "".join(pages)
    for number in range(1, 10):
        assert plain(f"Decision {number}") in text
