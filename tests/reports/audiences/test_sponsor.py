"""Sponsor report and pitch: the answer, what the gift became, and a request that the records support."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd
import pytest

from libcollab_metrics.localization import language
from libcollab_metrics.model import Dataset, Edit, Scope, Setting, Workspace
from libcollab_metrics.reports import apply_document_options, collect_report_data, list_fixes, recipient_scope
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.audiences.sponsor import MAX_HEADLINE
from libcollab_metrics.reports.document import (
    Bars,
    ChartBlock,
    Columns,
    Document,
    GiftRows,
    Grid,
    Heroes,
    Lead,
    Points,
    Quote,
    Request,
    Strip,
    Text,
)
from libcollab_metrics.reports.document_options import note_id, releasable_notes
from libcollab_metrics.reports.report_data import ReportData
from tests.reports.conftest import DAY, ENGLISH, MADE
from tests.support.builders.datasets import dataset
from tests.support.builders.gift_library import OPEN_BILL, PAID, gift_library

Kind = TypeVar("Kind")


def data_for(data: Dataset, recipient: str, audience: str = "sponsor") -> ReportData:
    scope = recipient_scope(data, audience, recipient, Scope(), DAY)
    return apply_document_options(collect_report_data(data, scope, DAY, MADE), audience, data, recipient)


def report(data: Dataset, recipient: str = "Hope Foundation", audience: str = "sponsor") -> Document:
    return compose(audience, data_for(data, recipient, audience), ENGLISH)


def block(document: Document, kind: type[Kind]) -> Kind:
    return next(found for found in document.blocks if isinstance(found, kind))


def kinds(document: Document) -> set[type]:
    return {type(found) for found in document.blocks}


def test_sample_report_says_what_the_gift_did_in_one_sentence(sample: Dataset) -> None:
    document = report(sample, "Banaag Book Foundation")
    assert document.title == (
        "Your ₱57,000 put 451+ books in readers’ hands, and children understand more of what they read."
    )
    assert len(document.title) <= MAX_HEADLINE
    assert document.addressee == "Report to Banaag Book Foundation"
    assert document.period == "January 2025 – June 2026"


def test_sample_gift_adds_up_in_its_rows(sample: Dataset) -> None:
    rows = block(report(sample, "Banaag Book Foundation"), GiftRows)
    assert [(row.amount, row.use) for row in rows.rows] == [
        ("₱24,000", "₱18,250 spent · ₱5,750 in hand"),
        ("₱18,000", "₱11,950 spent · ₱6,050 in hand"),
        ("₱15,000", "₱9,150 spent · ₱5,850* in hand"),
    ]
    assert rows.total == "₱57,000 received: ₱39,350 spent, ₱17,650 in hand."
    assert rows.remark == "*A bill of ₱3,500 is being settled and may come off this."


def test_sample_heroes_are_reach_goods_and_change(sample: Dataset) -> None:
    shown = block(report(sample, "Banaag Book Foundation"), Heroes).heroes
    assert [(hero.value, hero.unit) for hero in shown] == [
        ("1,605+", "visits to 94 sessions"),
        ("451+", "books in readers’ hands"),
        ("+6.6", "points in comprehension"),
    ]


def test_gift_below_four_fifths_helped() -> None:
    """Hope gave 3,500 of 4,600, 76%."""
    assert report(gift_library()).title == "Your ₱3,500 helped carry 18 sessions with 270 visits."
    alone = [line for line in PAID if line[2] != "Rotary Club"]
    assert report(gift_library(paid=alone)).title == "Your ₱3,500 carried 18 sessions with 270 visits."


def test_report_to_one_sponsor_counts_only_its_programs() -> None:
    """Rotary gave for Story hour: 12 sessions with 20 visits each."""
    document = report(gift_library(), "Rotary Club")
    assert document.title == "Your ₱1,000 helped carry 12 sessions with 240 visits."
    (row,) = block(document, GiftRows).rows
    assert row.purpose == "Story hour"
    assert row.use == "your share: ₱500 spent · ₱500 in hand"


def test_split_of_a_shared_program_is_explained() -> None:
    assert "split in proportion" in block(report(gift_library()), GiftRows).remark


def test_share_is_left_out_with_one_other_giver() -> None:
    assert "%" not in block(report(gift_library()), Lead).text
    alone = [line for line in PAID if line[2] != "Rotary Club"]
    assert "97%" in block(report(gift_library(paid=alone)), Lead).text


def test_gift_missing_from_the_ledger_is_thanked_for_without_amount() -> None:
    only_goods = [["Story hour", "2026-01-02", "Hope Foundation", "project", "in_kind", 300, "received"]]
    document = report(gift_library(paid=only_goods))
    assert document.title == "Together we held 12 sessions with 240 visits."
    assert GiftRows not in kinds(document)
    fixes = list_fixes(data_for(gift_library(paid=only_goods), "Hope Foundation"), "sponsor", ENGLISH)
    assert any("no cash received from Hope Foundation" in fix for fix in fixes)


def test_typed_headline_replaces_the_chosen_one() -> None:
    wishes = {"sponsor": {"headline": "Twelve mornings of stories."}}
    assert report(gift_library(documents=wishes)).title == "Twelve mornings of stories."


def test_chart_is_growth_where_no_scores_are_known() -> None:
    chart = block(report(gift_library()), ChartBlock).chart
    assert chart.key == "growth"
    assert chart.title == "15 people at a session in every month"


def test_three_recorded_months_draw_no_chart() -> None:
    held = [["Story hour", f"2026-0{month}-05", "yes", "yes", 20] for month in (1, 2, 3)]
    assert ChartBlock not in kinds(report(gift_library(held=held)))


def test_request_on_bounds_gives_them_as_bounds_without_amounts() -> None:
    """At least 5,600 less at most 2,000; Rotary's part is all that others gave, so no sum is printed."""
    unpriced = ["Story hour", "2026-03-03", "project", "Bookshop", "cash", "", "spent"]
    found = block(report(gift_library(unpriced)), Request)
    assert found.title == "Next: at least ₱3,600 is needed for one more year"
    assert found.text.startswith("We would like to hold 36 sessions in the next year.")
    assert found.levels == ()
    third = ["Story hour", "2026-01-05", "Lions Club", "project", "cash", 200, "received"]
    text = block(report(gift_library(unpriced, third)), Request).text
    assert text.startswith("Another year with 36 sessions costs ₱5,600+, and ≤ ₱2,200 is still in hand")
    gift = ["Story hour", "2026-03-03", "Rotary Club", "project", "cash", "", "received"]
    assert block(report(gift_library(gift)), Request).title == "Next: one more year"
    pitch = report(gift_library(unpriced), audience="pitch")
    assert pitch.title == "18 sessions drew 270 visits. Help us continue."
    fixes = list_fixes(data_for(gift_library(unpriced), ""), "sponsor", ENGLISH)
    assert any("not exact" in fix for fix in fixes)


def test_request_names_cost_hand_and_the_pledge_apart() -> None:
    """Worked out in test_asks: a year costs 5,600, 2,000 are in hand, 3,600 are missing."""
    request = block(report(gift_library()), Request)
    assert request.title == "Next: ₱3,600 completes one more year"
    assert request.text.startswith("With what is in hand, this pays for another year")
    assert "This is in addition to the ₱800 you pledged for September 2026." in request.text
    assert [(level.amount, level.label) for level in request.levels] == [
        ("₱1,200", ""),
        ("₱3,600", "our request"),
        ("₱4,800", ""),
    ]
    assert request.levels[0].buys == "6 sessions"
    assert request.levels[0].detail == "about 120 visits"


def test_reply_day_is_printed_if_it_was_typed() -> None:
    wishes = {"sponsor": {"reply_by": "2026-07-15"}}
    assert (
        block(report(gift_library(documents=wishes)), Request).reply_by == "A reply by 15 July lets us plan"
    )
    assert block(report(gift_library()), Request).reply_by == ""


def test_typed_amount_beyond_measured_cost_is_returned_not_printed() -> None:
    """One and a half years cost 8,400."""
    tiers = [{"name": "Friend", "amount": 1000}, {"name": "Patron", "amount": 9000}]
    data = gift_library(documents={"sponsor": {"tiers": tiers}})
    request = block(report(data), Request)
    assert [(level.amount, level.buys) for level in request.levels] == [("₱1,000", "Friend")]
    assert "5 sessions" in request.levels[0].detail
    (fix,) = [
        fix for fix in list_fixes(data_for(data, "Hope Foundation"), "sponsor", ENGLISH) if "₱9,000" in fix
    ]
    assert "₱5,600" in fix


def test_open_bill_is_first_to_fix_and_is_named() -> None:
    data = gift_library(OPEN_BILL)
    assert list_fixes(data_for(data, "Hope Foundation"), "sponsor", ENGLISH)[0].startswith("One bill of ₱350")
    assert "*A bill of ₱350 is being settled" in block(report(data), GiftRows).remark
    paid = block(report(gift_library([*OPEN_BILL[:-1], "spent"])), GiftRows).remark
    assert "*It is not recorded who paid ₱350" in paid


def test_report_of_an_empty_library_has_no_empty_part() -> None:
    empty = Workspace().append(Setting({"library": "Pinewood Library"})).dataset()
    document = report(empty, "")
    assert document.title
    assert not kinds(document) & {GiftRows, Heroes, Request, ChartBlock, Columns}


def test_long_quote_is_cut_and_set_next_to_the_chart() -> None:
    text = " ".join(f"word{number}" for number in range(30))
    note = {
        "program_id": "Story hour",
        "date": pd.Timestamp(2026, 2, 5),
        "text": text,
        "tag": "quote",
        "may_leave": "yes",
    }
    data = replace_notes(gift_library(), note)
    chosen = note_id(releasable_notes(data, Scope(), DAY)[0])
    wishes = {"sponsor": {"notes": [chosen]}}
    (left, right) = block(report(replace_notes(gift_library(documents=wishes), note)), Columns).columns
    assert isinstance(left[0], ChartBlock)
    assert isinstance(right[0], Quote)
    assert right[0].text.endswith("word24 …")


def replace_notes(data: Dataset, note: dict[str, Any]) -> Dataset:
    """Return the dataset with one note, as typed on the page of records."""
    noted = Workspace().append(Edit("notes", (note,))).dataset()
    return replace(data, tables={**data.tables, "notes": noted.tables["notes"]})


def test_pitch_leads_with_the_request_and_ends_with_partners(sample: Dataset) -> None:
    document = report(sample, "", "pitch")
    assert document.title == "₱15,000 carries 45 readings and 24 workshop sessions, for about 1,270 visits."
    headings = [found.text for found in document.blocks if hasattr(found, "level")]
    assert headings[0] == "Where your money goes, and what we will be measured by"
    assert headings[-1] == "Who is behind it"
    costs = block(document, Grid)
    assert [row[-1] for row in costs.rows] == ["₱13,030", "₱13,430", "₱26,460", "₱11,800", "₱15,000"]


NEED = "Most children have no book at home.\nThe shop is far.\n(household survey, 2024)"


def test_need_is_printed_with_its_source() -> None:
    documents = {"pitch": {"need": NEED}, "board": {"need": NEED}}
    pitch, board = (report(gift_library(documents=documents), "", name) for name in documents)
    leads = [found for found in pitch.blocks if isinstance(found, Lead)]
    assert leads[0] == Lead("", "Most children have no book at home.")
    assert leads[1] == Lead("", "The shop is far.", "Source: household survey, 2024")
    texts = [found.text for found in board.blocks if isinstance(found, Text)]
    assert texts[2] == "Source: household survey, 2024"


def test_slides_for_a_sponsor_have_the_need_of_the_pitch() -> None:
    slides = report(gift_library(documents={"pitch": {"need": NEED}})).story
    (need,) = [slide for slide in slides if slide.kind == "need"]
    assert (need.title, need.source) == ("Most children have no book at home", "household survey, 2024")


def test_pitch_without_a_request_prints_the_reply_day() -> None:
    """The day is in the calendar too: the first step is due on it."""
    wishes = {"contact": "8 Cedar Avenue", "pitch": {"reply_by": "2026-07-15"}}
    days = [{"on": f"2026-0{month}-10", "attended": 12} for month in range(1, 7)]
    blocks = report(dataset(days, settings={"documents": wishes}), "", "pitch").blocks
    (strip,) = [found for found in blocks if isinstance(found, Strip)]
    assert strip.parts[1] == "A reply by 15 July lets us plan"
    calendar = next(found for found in blocks if isinstance(found, Columns))
    assert calendar.columns[0][0].title == "15 July 2026"


def test_pitch_names_partners_without_amounts(sample: Dataset) -> None:
    *_, partners = [found for found in report(sample, "", "pitch").blocks if isinstance(found, Columns)]
    points = [inner for column in partners.columns for inner in column if isinstance(inner, Points)]
    assert {point.opening for part in points for point in part.points} == {
        "Banaag Book Foundation",
        "Malinaw Disaster Office",
        "Malinaw Elementary School",
        "Tulay Reading Circle",
    }
    assert not any("₱" in point.text for part in points for point in part.points)


def test_pitch_names_gifts_in_the_language_of_the_document(sample: Dataset) -> None:
    document = compose("pitch", data_for(sample, "", "pitch"), language("es"))
    *_, partners = [found for found in document.blocks if isinstance(found, Columns)]
    points = [inner for column in partners.columns for inner in column if isinstance(inner, Points)]
    assert {point.opening: point.text for part in points for point in part.points} == {
        "Banaag Book Foundation": "efectivo",
        "Malinaw Disaster Office": "bienes",
        "Malinaw Elementary School": "bienes, horas del personal y local",
        "Tulay Reading Circle": "horas de voluntariado",
    }


@pytest.mark.parametrize("audience", ["sponsor", "pitch"])
def test_documents_for_sponsors_hold_no_partner_ratings(sample: Dataset, audience: str) -> None:
    document = report(sample, "Banaag Book Foundation", audience)
    values = [value for evaluation in document.evaluations for value in evaluation.values]
    parties = {value.groups.get("party") for value in values} - {None}
    assert parties == {"Banaag Book Foundation"}
    assert not {value.metric for value in values} & {"give_take_balance", "alignment_mean", "partner_lift"}


def test_missing_amounts_are_printed_as_floors_and_never_as_zero() -> None:
    gift = ["Story hour", "2026-03-03", "Rotary Club", "project", "cash", "", "received"]
    (row,) = block(report(gift_library(gift), "Rotary Club"), GiftRows).rows
    assert row.amount == "₱1,000+"
    bill = ["Story hour", "2026-06-01", "", "Bus company", "cash", "", "unclear"]
    remark = block(report(gift_library(bill)), GiftRows).remark
    assert "*A bill without an amount is being settled" in remark
    assert "₱0" not in remark
    fixes = list_fixes(data_for(gift_library(bill), "Hope Foundation"), "sponsor", ENGLISH)
    assert fixes[0].startswith("A bill without an amount has no payer yet.")


def test_scores_name_the_months_of_their_two_tests(sample: Dataset) -> None:
    data = data_for(sample, "Banaag Book Foundation")
    for code, months in (
        ("en", ["August 2025", "February 2026"]),
        ("es", ["agosto de 2025", "febrero de 2026"]),
        ("fil", ["Agosto 2025", "Pebrero 2026"]),
    ):
        document = compose("sponsor", data, language(code))
        assert [series.name for series in block(document, ChartBlock).chart.series] == months


def test_scores_of_unlike_months_are_before_and_after(sample: Dataset) -> None:
    data = data_for(sample, "Banaag Book Foundation")
    unlike = {"philiri_comprehension": data.test_months["philiri_comprehension"]}
    chart = block(compose("sponsor", replace(data, test_months=unlike), ENGLISH), ChartBlock).chart
    assert [series.name for series in chart.series] == ["before", "after"]


def test_pitch_shows_what_the_cash_bought_where_recorded() -> None:
    """Story hour: 2,000 for 40 books and 100 more; the book club's 700 have no unit."""
    data = data_for(gift_library(), "", "pitch")
    lines = tuple(
        replace(line, quantity=40, unit="books") if (line.value, line.status) == (2000, "spent") else line
        for line in data.lines
    )
    bars = block(compose("pitch", replace(data, lines=lines), ENGLISH), Bars).bars
    assert [(bar.name, bar.value) for bar in bars] == [("40 books", "₱2,000"), ("Everything else", "₱800")]
    assert not [found for found in compose("pitch", data, ENGLISH).blocks if isinstance(found, Bars)]


def test_pitch_says_what_one_session_costs() -> None:
    rows = block(report(gift_library(), "", "pitch"), Grid).rows
    assert ("Story hour", "24 sessions at ₱175 each", "₱4,200") in rows
