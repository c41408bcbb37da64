"""A page for a school or another partner: shared work only, without other partners' money or small groups."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from libcollab_metrics.metrics import CATALOG
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import publish
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import Document, Grid, Heading, KeyFigures, Text
from libcollab_metrics.reports.render import FORMATS
from libcollab_metrics.reports.report_data import collect_report_data
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
        programs=[{"name": "Reading", "partners": [SCHOOL]}, {"name": "Craft", "partners": [SPONSOR]}],
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


def grid(composed: Document, title: str) -> tuple[tuple[str, ...], ...]:
    return next(
        (
            b.rows
            for b in composed.blocks
            if isinstance(b, Grid) and b.title == ENGLISH.message(title, partner=SCHOOL)
        ),
        (),
    )


def figures(composed: Document) -> dict[str, str]:
    return {f.label: f.value for b in composed.blocks if isinstance(b, KeyFigures) for f in b.figures}


def test_page_names_its_partner_and_their_shared_programs() -> None:
    composed = document(partner_library())
    assert composed.title == "What we did together: San Isidro ES and the library"
    assert Text("Reading is run together with San Isidro ES.") in composed.blocks
    assert figures(composed)["Program sessions"] == "2"
    assert figures(composed)["Sessions delivered as planned"] == "67%"
    assert figures(composed)["Program attendance"] == "60"


def test_both_sides_give_by_kind_and_unpriced_lines_say_so() -> None:
    composed = document(partner_library())
    assert grid(composed, "table-exchange") == (("goods", "no price", "₱4,500"), ("venue", "₱6,000", "–"))
    assert grid(composed, "table-shares") == (
        ("Share of the cash", "–", "25%"),
        ("Share of the gifts that have a price", "100%", "–"),
    )
    assert figures(composed)["Pledge fulfilment"] == "75%"


def test_open_lines_are_the_partners_and_its_programs_unclear_ones() -> None:
    """The sponsor's own pledge does not concern the school; a payee's name is replaced."""
    open_ = grid(document(partner_library()), "table-open")
    assert [(row[0], row[2], row[3], row[5], row[6]) for row in open_] == [
        ("Reading", "San Isidro ES", "the project", "₱2,000", "pledged"),
        ("Reading", "nobody named", "somebody else", "₱350.00", "unclear"),
    ]


def test_criteria_of_shared_programs_exclude_money_and_team_hours() -> None:
    (table,) = [
        b
        for b in document(partner_library()).blocks
        if isinstance(b, Grid) and b.title == ENGLISH.message("table-criteria")
    ]
    assert table.rows == (("Reading", "Program attendance", "at least 50", "60", "met"),)
    assert table.note == ENGLISH.message("criteria-kept")
    whole = document(partner_library(), Scope())
    tables = [
        b.rows for b in whole.blocks if isinstance(b, Grid) and b.title == ENGLISH.message("table-criteria")
    ]
    assert [[row[0] for row in rows] for rows in tables] == [["Craft"], ["Reading"]]


@pytest.mark.parametrize("fmt", list(FORMATS))
def test_no_other_partner_and_no_person_is_in_a_file(fmt: str) -> None:
    file = publish(
        partner_library(),
        audience="school",
        fmt=fmt,
        scope=OF_SCHOOL,
        as_of=DAY,
        generated_at=MADE,
        language=ENGLISH,
    )
    # Positions and sizes are numbers too: the width of a column may equal an amount by chance.
    text = plain(re.sub(r'="\d+"', "", "".join(parts(file.data))))
    assert plain(SCHOOL) in text
    for word in (SPONSOR, CANARY, "15123", "15,123", "8321", "8,321", "Craft"):
        # Match whole numbers only: the width of a column on a slide may hold the same digits.
        assert not re.search(rf"(?<!\d){plain(word)}(?!\d)", text), word


def test_private_figures_are_in_no_evaluation_of_the_page() -> None:
    private = {metric.id for metric in CATALOG if metric.audience != "anyone"}
    composed = document(partner_library(), Scope())
    assert private
    assert not {v.metric for e in composed.evaluations for v in e.values} & private


def test_several_partners_have_a_page_each() -> None:
    composed = document(partner_library(), Scope())
    assert composed.title == "What we did together"
    headings = [(b.text, b.level, b.has_page_break) for b in composed.blocks if isinstance(b, Heading)]
    assert [text for text, level, _ in headings if level == 1][:2] == [SPONSOR, SCHOOL]
    assert (SCHOOL, 1, True) in headings
    assert (SPONSOR, 1, False) in headings
    assert ("What each side gave", 2, False) in headings


def test_every_partner_but_the_first_starts_a_new_page() -> None:
    file = publish(
        partner_library(), audience="school", fmt="docx", as_of=DAY, generated_at=MADE, language=ENGLISH
    )
    text = "".join(parts(file.data))
    assert text.count("<w:pageBreakBefore/>") == 1


def test_people_of_a_small_group_are_hidden_on_its_page() -> None:
    """Three people came to the school's program and twenty to the other one."""
    sessions = [{"p": "Reading", "roster": "complete"}, {"p": "Craft", "roster": "complete"}]
    people = [{"at": "s0", "who": f"a{n}"} for n in range(3)] + [
        {"at": "s1", "who": f"b{n}"} for n in range(20)
    ]
    programs = [{"name": "Reading", "partners": [SCHOOL]}, {"name": "Craft", "partners": [SPONSOR]}]
    data = small(sessions, people, programs=programs)
    composed = document(data)
    assert "Unique participants" not in figures(composed)
    assert "Program attendance" not in figures(composed)
    assert {v.reason for e in composed.evaluations for v in e.values_for("attendance_total")} == {
        "small-cell"
    }


def test_gain_is_printed_with_its_warning_and_interval() -> None:
    readers = [
        {"p": "Reading", "who": f"r{n}", "measure": "reading score", "before": 8 + n % 3, "after": 11 + n % 4}
        for n in range(24)
    ]
    composed = document(partner_library(outcomes=readers))
    ((measure, gain, interval, n),) = grid(composed, "table-gains")
    assert (measure, gain, n) == ("reading score", "3.5", "24")
    assert interval.startswith("2.")
    assert Text(ENGLISH.message("regression-to-the-mean")) in composed.blocks


def test_scope_without_a_partner_explains_what_to_do() -> None:
    composed = document(small([{"attended": 30}]), Scope())
    assert Text(ENGLISH.message("school-nobody")) in composed.blocks


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
@pytest.mark.parametrize("fmt", ["pdf", "xlsx"])
def test_forty_partners_are_all_printed(fmt: str) -> None:
    file = publish(many(), audience="school", fmt=fmt, as_of=DAY, generated_at=MADE, language=ENGLISH)
    content = "".join(parts(file.data))
    text = plain(re.sub(r'\b(?:x|y|w|h|cx|cy)="-?\d+"', "", content))  # the position of a box is not a figure
    assert all(plain(f"School {n:02}") in text for n in range(40))
    if fmt == "pdf":
        assert len(PdfReader(io.BytesIO(file.data)).pages) >= 40
