"""A letter to a school or another partner: its part only, without other partners' money or small groups."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from pypdf import PdfReader

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import CATALOG, LedgerLine
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import publish
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.brand import Brand
from libcollab_metrics.reports.collect import collect_report_data
from libcollab_metrics.reports.document import (
    Block,
    ChartBlock,
    Columns,
    Document,
    Heading,
    Heroes,
    Lead,
    Letterhead,
    Points,
    ReplySlip,
    Text,
)
from libcollab_metrics.reports.document_options import DocumentOptions
from libcollab_metrics.reports.given import gift_items
from libcollab_metrics.reports.render.to_pdf import to_pdf
from tests.reports.conftest import DAY, ENGLISH, MADE, parts, plain
from tests.support.builders.datasets import dataset as small

SCHOOL, SPONSOR, CANARY = "San Isidro ES", "Hope Foundation", "Maria Makiling"
OF_SCHOOL = Scope((("partner", (SCHOOL,)),))


def partner_library(**more: Any) -> Dataset:
    """
    Reading   with the school      2 of 3 sessions held, 31 and 29 came
    Craft     with the sponsor     1 session, 44 came
    School    gave a room (6,000) and shelves without a price; received books (4,500)
    Sponsor   gave 15,000; promises 8,000 more; the library paid 5,000
    """
    sessions = [
        {"p": "Reading", "on": "2026-01-10", "site": SCHOOL, "attended": 31},
        {"p": "Reading", "on": "2026-02-10", "site": "Main", "attended": 29},
        {"p": "Reading", "on": "2026-03-10", "site": SCHOOL, "status": "cancelled"},
        {"p": "Craft", "on": "2026-02-12", "site": "Main", "attended": 44},
    ]
    ledger = [
        {
            "p": "Reading",
            "from_party": SCHOOL,
            "to_party": "project",
            "kind": "venue",
            "value": 6000,
            "status": "received",
        },
        {
            "p": "Reading",
            "from_party": SCHOOL,
            "to_party": "project",
            "kind": "in_kind",
            "status": "received",
        },
        {
            "p": "Reading",
            "from_party": SCHOOL,
            "to_party": "project",
            "kind": "cash",
            "value": 2000,
            "status": "pledged",
        },
        {
            "p": "Reading",
            "from_party": "project",
            "to_party": SCHOOL,
            "kind": "in_kind",
            "value": 4500,
            "status": "received",
        },
        {
            "p": "Reading",
            "from_party": "library",
            "to_party": "project",
            "kind": "cash",
            "value": 5000,
            "status": "received",
        },
        {"p": "Reading", "to_party": CANARY, "kind": "cash", "value": 350, "status": "unclear"},
        {
            "p": "Reading",
            "from_party": SPONSOR,
            "to_party": "project",
            "kind": "cash",
            "value": 15123,
            "status": "received",
        },
        {
            "p": "Craft",
            "from_party": SPONSOR,
            "to_party": "project",
            "kind": "cash",
            "value": 8321,
            "status": "pledged",
        },
    ]
    return small(
        sessions,
        ledger=ledger,
        partners=[{"name": SCHOOL, "kind": "school"}, {"name": SPONSOR, "kind": "sponsor"}],
        programs=[
            {"name": "Reading", "partners": [SCHOOL]},
            {"name": "Craft", "partners": [SPONSOR]},
            {"name": "Drive", "partners": [SCHOOL]},
        ],
        criteria=[
            {"p": "Reading", "metric_id": "attendance_total", "low": 50},
            {"p": "Reading", "metric_id": "cost_cash", "high": 20000},
            {"p": "Reading", "metric_id": "staff_deployment", "high": 1},
            {"p": "Craft", "metric_id": "attendance_total", "low": 90},
        ],
        settings={"currency": "PHP"},
        **more,
    )


def document(data: Dataset, scope: Scope = OF_SCHOOL) -> Document:
    return compose("school", collect_report_data(data, scope, DAY, MADE), ENGLISH)


Wanted = TypeVar("Wanted", bound=Block)


def blocks_of(composed: Document, kind: type[Wanted]) -> list[Wanted]:
    """All blocks of a kind, also those in columns."""
    blocks: list[Block] = []
    for block in composed.blocks:
        blocks += [b for column in block.columns for b in column] if isinstance(block, Columns) else [block]
    return [block for block in blocks if isinstance(block, kind)]


def sides(composed: Document) -> dict[str, list[str]]:
    return {b.title: [point.text for point in b.points] for b in blocks_of(composed, Points)}


def heroes(composed: Document) -> list[tuple[str, str]]:
    return [(hero.value, hero.unit) for block in blocks_of(composed, Heroes) for hero in block.heroes]


def readers(count: int = 24) -> list[dict[str, Any]]:
    """Comprehension from 60% to 66% on average, word reading from 88% to 93%, give or take two."""
    measures = (("philiri_word", 88, 93), ("philiri_comprehension", 60, 66))
    return [
        {
            "p": "Reading",
            "who": f"r{n}",
            "measure": measure,
            "before": before + n % 3 - 1,
            "after": after + 2 * (n % 4) - 3,
            "scale_max": 100,
        }
        for measure, before, after in measures
        for n in range(count)
    ]


LOTS = [
    {"p": "Drive", "lot": "A", "site": SCHOOL, "shipped": 90, "received": 80, "in_hands": 70},
    {"p": "Drive", "lot": "B", "site": SCHOOL, "shipped": 40, "dispatched_on": "2026-06-20"},
    {"p": "Craft", "lot": "C", "site": "Main", "shipped": 7000, "received": 7000, "in_hands": 7000},
]


def test_letter_names_its_partner_and_finds_by_relevance() -> None:
    """Two sessions with 31 and 29 visits are the strongest finding without scores and books."""
    composed = document(partner_library())
    assert composed.title == "2 sessions together drew 60 visits."
    assert composed.addressee == SCHOOL
    assert heroes(composed) == [("2", "sessions held"), ("60", "visits to 2 sessions")]


def test_letter_thanks_for_gifts_to_programs_of_others() -> None:
    """The sponsor is linked to Craft only, and gave 15,123 for Reading."""
    gave = sides(document(partner_library(), Scope((("partner", (SPONSOR,)),))))["You gave"]
    assert gave[0] == "₱15,123 in cash"
    assert any("8,321" in text for text in gave)


def test_books_at_their_site_lead_before_visits() -> None:
    """70 of the 80 books at the school are with readers; 40 more are on the way."""
    composed = document(partner_library(deliveries=LOTS))
    assert composed.title == "70 books at San Isidro ES are in readers’ hands."
    (books,) = [hero for block in blocks_of(composed, Heroes) for hero in block.heroes if hero.value == "70"]
    assert books.note == "Of 80 delivered to you. 40 more are on the way."
    assert "7,000" not in str(composed.blocks)


def test_gain_leads_and_school_sees_its_own_levels() -> None:
    """Averages: comprehension 60% to 66%, word reading 88% to 93%, which is in the range of 90 to 96%."""
    data = partner_library(deliveries=LOTS, outcomes=readers())
    composed = document(data)
    assert composed.title == "Readers understand more: 66% right, up from 60%."
    (block,) = blocks_of(composed, ChartBlock)
    assert block.chart.title == "Average word reading has moved into the instructional range"
    assert block.chart.ranges == ((0.585, 0.795), (0.895, 0.965))
    assert [hero for hero, _ in heroes(composed)] == ["+6.0", "70", "60"]
    to_sponsor = document(
        partner_library(outcomes=[row | {"p": "Craft"} for row in readers()]),
        Scope((("partner", (SPONSOR,)),)),
    )
    assert [block.chart.ranges for block in blocks_of(to_sponsor, ChartBlock)] == [()]


def test_scores_of_nine_readers_are_no_finding() -> None:
    composed = document(partner_library(outcomes=readers(9)))
    assert composed.title == "2 sessions together drew 60 visits."
    assert blocks_of(composed, ChartBlock) == []


def test_thanks_names_what_the_partner_gave() -> None:
    (thanks, _) = blocks_of(document(partner_library()), Lead)
    assert thanks.text.startswith("You gave a room and goods for Reading.")


def test_letter_is_signed_with_the_name_of_the_library() -> None:
    data = collect_report_data(partner_library(), OF_SCHOOL, DAY, MADE)
    named = replace(data, options=DocumentOptions(Letterhead(library="Hill Library")))
    (_, signature) = blocks_of(compose("school", named, ENGLISH), Lead)
    assert signature == Lead("The librarian", "", "Hill Library")


def test_both_sides_are_listed_with_values_where_priced() -> None:
    """The sponsor's lines and the payee of the unclear bill concern nobody else."""
    assert sides(document(partner_library())) == {
        "You gave": ["a room (₱6,000)", "goods", "still open: ₱2,000 in cash"],
        "The library gave": ["goods (₱4,500)"],
    }


def test_room_is_named_with_how_often_it_was_given() -> None:
    line = LedgerLine("Reading", DAY, "venue", SCHOOL, "project", 24, "afternoons", 6000, "received")
    assert gift_items((line,), ENGLISH, "PHP") == (("a room (24 afternoons)", "₱6,000"),)


def test_side_that_gave_nothing_has_no_heading() -> None:
    composed = document(partner_library(), Scope((("partner", (SPONSOR,)),)))
    assert sides(composed) == {"You gave": ["₱15,123 in cash", "still open: ₱8,321 in cash"]}


def test_reply_slip_follows_from_the_records() -> None:
    """A program that goes on, tests of a school, and 40 books on their way to it."""
    (slip,) = blocks_of(document(partner_library(deliveries=LOTS, outcomes=readers())), ReplySlip)
    assert slip.statements == (
        "We will go on with Reading next term and can offer a room again.",
        "We will give the same tests again before and after.",
        "The 40 books on the way have come; we counted ____________.",
    )
    (short,) = blocks_of(document(partner_library()), ReplySlip)
    assert short.statements == ("We will go on with Reading next term and can offer a room again.",)


def test_strip_of_a_letter_begins_with_a_capital_letter() -> None:
    """Spanish months are written in lower case."""
    data = collect_report_data(partner_library(), OF_SCHOOL, DAY, MADE)
    strip = blocks_of(compose("school", data, language("es")), Text)[-1]
    assert strip.is_small
    assert strip.text.startswith("Enero–febrero de 2026. ")


def test_program_that_ended_is_offered_again() -> None:
    programs = [{"name": "Reading", "partners": [SCHOOL], "recurring": "no", "end": "2026-03-31"}]
    data = small([{"p": "Reading", "on": "2026-03-01", "attended": 30}], programs=programs)
    (slip,) = blocks_of(document(data), ReplySlip)
    assert slip.statements == ("We would like another round of Reading.",)


@pytest.mark.parametrize("fmt", ["pdf", "csv"])
def test_no_other_partner_and_no_person_is_in_a_file(fmt: str) -> None:
    file = publish(
        partner_library(deliveries=LOTS),
        audience="school",
        fmt=fmt,
        scope=OF_SCHOOL,
        as_of=DAY,
        generated_at=MADE,
        language=ENGLISH,
        recipient=SCHOOL,
    )
    text = plain("".join(parts(file.data)))
    assert plain(SCHOOL) in text
    for word in (SPONSOR, CANARY, "15123", "15,123", "8321", "8,321", "Craft"):
        assert not re.search(rf"(?<!\d){plain(word)}(?!\d)", text), word


def test_private_figures_are_in_no_evaluation_of_the_page() -> None:
    private = {metric.id for metric in CATALOG if metric.audience != "anyone"}
    composed = document(partner_library(), Scope())
    assert private
    assert not {v.metric for e in composed.evaluations for v in e.values} & private


def test_evaluations_are_of_this_partner_only() -> None:
    """In the data of the file, no party but the school and the library has a number."""
    composed = document(partner_library())
    named = {
        v.groups.get(key) for e in composed.evaluations for v in e.values for key in ("party", "partner")
    }
    assert named - {None} == {SCHOOL, "library"}


def test_several_partners_have_a_page_each() -> None:
    composed = document(partner_library(), Scope())
    assert composed.title == "What we did together"
    headings = [(b.text, b.level, b.has_page_break) for b in composed.blocks if isinstance(b, Heading)]
    assert headings == [
        (SPONSOR, 1, False),
        ("1 session together drew 44 visits.", 2, False),
        (SCHOOL, 1, True),
        ("2 sessions together drew 60 visits.", 2, False),
    ]
    pages = PdfReader(io.BytesIO(to_pdf(composed, ENGLISH))).pages
    texts = [plain(page.extract_text()) for page in pages]
    assert [plain(SPONSOR) in text for text in texts] == [True, False]
    assert [plain(SCHOOL) in text for text in texts] == [False, True]


def test_full_letter_fits_one_page() -> None:
    """Long names, all parts, and paper that is 18 mm shorter."""
    long_name = (
        "Doña Remedios Trinidad Memorial Integrated National High School and Community Learning Center"
    )
    data = partner_library(deliveries=LOTS, outcomes=readers())
    shown = document(data)
    longer = replace(
        shown, title=shown.title.replace("Readers", f"Readers of {long_name}"), addressee=long_name
    )
    for composed in (shown, longer):
        pages = PdfReader(
            io.BytesIO(to_pdf(replace(composed, brand=Brand(paper="us-letter")), ENGLISH))
        ).pages
        assert len(pages) == 1
        text = plain(pages[0].extract_text())
        assert "Replyslip" in text
        assert text.rindex("Aboutthesenumbers.") > text.rindex("Replyslip")


def test_long_list_of_gifts_ends_with_the_number_left_out() -> None:
    """Nine different kinds of goods: six are named, and the three others are counted."""
    gifts = [
        {"p": "Reading", "from_party": SCHOOL, "to_party": "project", "kind": "in_kind", "quantity": 2}
        | {"unit": f"things no. {n}", "value": 100, "status": "received"}
        for n in range(9)
    ]
    programs = [{"name": "Reading", "partners": [SCHOOL]}]
    data = small([{"p": "Reading", "attended": 30}], ledger=gifts, programs=programs)
    gave = sides(document(data))["You gave"]
    assert gave == [*(f"2 things no. {n} (100)" for n in range(6)), "3 more"]


def test_people_of_a_small_group_are_hidden_on_its_page() -> None:
    """Three people came to the school's program and twenty to the other one."""
    sessions = [{"p": "Reading", "roster": "complete"}, {"p": "Craft", "roster": "complete"}]
    people = [{"at": "s0", "who": f"a{n}"} for n in range(3)] + [
        {"at": "s1", "who": f"b{n}"} for n in range(20)
    ]
    programs = [{"name": "Reading", "partners": [SCHOOL]}, {"name": "Craft", "partners": [SPONSOR]}]
    composed = document(small(sessions, people, programs=programs))
    assert heroes(composed) == [("1", "session held")]
    assert {v.reason for e in composed.evaluations for v in e.values_for("attendance_total")} == {
        "small-cell"
    }


def test_scope_without_a_partner_explains_what_to_do() -> None:
    composed = document(small([{"attended": 30}]), Scope())
    assert Text(ENGLISH.message("school-no-partner")) in composed.blocks


def many() -> Dataset:
    names = [f"School {n:02}" for n in range(40)]
    sessions = [{"p": f"Program {n}", "attended": 20 + n, "on": "2026-03-10"} for n in range(40)]
    ledger = [
        {
            "p": f"Program {n}",
            "from_party": name,
            "to_party": "project",
            "kind": "venue",
            "value": 100 * n + 1,
            "status": "received",
        }
        for n, name in enumerate(names)
    ]
    programs = [{"name": f"Program {n}", "partners": [name]} for n, name in enumerate(names)]
    return small(sessions, ledger=ledger, programs=programs)


@pytest.mark.slow
def test_forty_partners_have_a_page_each() -> None:
    file = publish(many(), audience="school", fmt="pdf", as_of=DAY, generated_at=MADE, language=ENGLISH)
    pages = [plain(page.extract_text()) for page in PdfReader(io.BytesIO(file.data)).pages]
    assert [plain(f"School {n:02}") in page for n, page in enumerate(pages)] == [True] * 40
