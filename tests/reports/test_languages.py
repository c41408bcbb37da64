"""A document in another language has no English, and formats dates, numbers and money for that language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from string import Formatter

import pytest
from pypdf import PdfReader

from libcollab_metrics import figures
from libcollab_metrics.document_kinds import PAGE_FORMATS
from libcollab_metrics.figures import chart_table
from libcollab_metrics.localization import PHRASE_PREFIX, language
from libcollab_metrics.metrics.definition import Evaluation
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports import apply_document_options, collect_report_data, publish_plan
from libcollab_metrics.reports.audiences import AUDIENCES, compose
from libcollab_metrics.reports.document import ChartBlock, Document
from libcollab_metrics.reports.render import FORMATS
from libcollab_metrics.reports.render.to_pdf import to_pdf
from libcollab_metrics.reports.report_data import ReportData
from tests.reports.conftest import DAY, MADE, alternatives, parts, plain
from tests.support.builders.gift_library import gift_library
from tools import words

CODES = ("es", "fil")
#: Shorter pieces of English, such as "in hands", may be in text that a user typed.
ENOUGH_WORDS = 3


def english_of(code: str) -> set[str]:
    """Pieces of English with three words or more that the language translates differently."""
    return {
        piece.casefold()
        for entry in words.catalog_of(code)
        for piece in (pieces(entry.text) if not entry.context.startswith(PHRASE_PREFIX) else [entry.text])
        if len(piece.split()) >= ENOUGH_WORDS and piece.casefold() not in entry.said.casefold()
    }


def pieces(template: str) -> Iterator[str]:
    """The text between the values of a message."""
    for text, _, _, _ in Formatter().parse(template):
        yield text.strip(" .,:;()")


def english_in(texts: list[str], code: str) -> list[str]:
    text = "\n".join(texts).casefold()
    candidates = [piece for piece in english_of(code) if piece in text]
    return [piece for piece in candidates if re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text)]


def texts_of(thing: object) -> Iterator[str]:
    """Every text of a document, its charts and tables."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from texts_of(part)
    elif is_dataclass(thing) and not isinstance(thing, PublicEvaluation | Evaluation):
        for field in fields(thing):
            yield from texts_of(getattr(thing, field.name))


@pytest.fixture(scope="module")
def translated(material: ReportData) -> dict[tuple[str, str], Document]:
    """The sample's documents for every audience in the other languages."""
    return {
        (audience, code): compose(audience, material, language(code))
        for audience in AUDIENCES
        for code in CODES
    }


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_english_is_left(audience: str, code: str, translated: dict[tuple[str, str], Document]) -> None:
    document = translated[audience, code]
    tables = [chart_table(b.chart, language(code)) for b in document.blocks if isinstance(b, ChartBlock)]
    assert english_in([*texts_of(document), *texts_of(tables)], code) == []


def test_remaining_english_is_found() -> None:
    assert english_in(["Todo: 3 rows of the sheets left out, y más."], "es") == [
        "rows of the sheets left out"
    ]


@pytest.mark.parametrize("code", CODES)
def test_pdf_stays_tagged_in_its_own_typeface(code: str, translated: dict[tuple[str, str], Document]) -> None:
    messages = language(code)
    pdf = to_pdf(translated["sponsor", code], messages)
    assert b"pdfuaid:part" in pdf
    assert f"/Lang({code})".encode() in pdf.replace(b" ", b"")
    text = plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    assert plain(messages.message("pdf-other-typeface")) not in text
    assert plain(messages.message("section-gift-all")) in text
    assert all(alternatives(pdf))


def test_spanish_formats_numbers_dates_and_money(translated: dict[tuple[str, str], Document]) -> None:
    text = "\n".join(texts_of(translated["sponsor", "es"]))
    assert "enero – junio" in text or "enero de 2025" in text
    assert "1.605+" in text
    assert "₱57.000" in text
    assert "86 %" in text.replace("\u00a0", " ")
    assert not re.search(r"\d\.\d\d(?!\d)", text)


def test_filipino_formats_numbers_dates_and_money(translated: dict[tuple[str, str], Document]) -> None:
    text = "\n".join(texts_of(translated["sponsor", "fil"]))
    assert "Enero" in text
    assert "1,605+" in text
    assert "₱57,000" in text
    assert "86%" in text


@pytest.mark.parametrize(("code", "month"), [("es", "ene 2025"), ("fil", "Ene 2025")])
def test_months_on_an_axis_are_in_the_language(code: str, month: str, material: ReportData) -> None:
    chart = figures.attendance_over_time(material.months, language(code))
    assert chart.series[0].points[0].label == month


def test_spanish_figure_axis_uses_spanish_separators(material: ReportData) -> None:
    chart = figures.cash_cost_by_group(material.programs, language("es"))
    svg = figures.to_svg(chart, language("es"))
    assert "10.000" in svg
    assert "10,000" not in svg
    assert figures.to_plotly(chart, language("es")).layout.separators == ",."


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("fmt", sorted(PAGE_FORMATS))
def test_no_format_adds_english(fmt: str, code: str, translated: dict[tuple[str, str], Document]) -> None:
    """The scripts of an HTML page are not part of the document's text."""
    written = FORMATS[fmt](translated["planning", code], language(code))
    without_scripts = [re.sub(r"(?s)<(script|style).*?</\1>", "", part) for part in parts(written)]
    shown = [" ".join(re.sub(r"<[^>]+>|\u200b", "", part).split()) for part in without_scripts]
    assert any(translated["planning", code].title in text for text in shown) or fmt == "csv"
    assert english_in(shown, code) == []


@pytest.mark.parametrize("code", CODES)
def test_sponsor_request_has_no_english_except_typed_text(code: str) -> None:
    entered = {
        "need": "Lejos.",
        "ask": "Un año.",
        "offers": ["Su nombre"],
        "tiers": [{"name": "Amigo", "amount": 1000}],
    }
    data = gift_library(documents={"sponsor": entered, "pitch": entered})
    collected = collect_report_data(data, Scope(), DAY, MADE)
    for audience in ("sponsor", "pitch"):
        document = compose(audience, apply_document_options(collected, audience, data), language(code))
        assert "Un año." in texts_of(document)
        assert english_in(list(texts_of(document)), code) == []


@pytest.mark.parametrize("code", CODES)
def test_plan_has_no_english(code: str, sample: Dataset) -> None:
    messages = language(code)
    programs = ("Storybook reading", "Workshop for slow readers")
    plan = publish_plan(sample, programs, {}, scope=Scope(), as_of=DAY, generated_at=MADE, language=messages)
    texts = [re.sub(r"<[^>]+>", "\n", part) for part in parts(plan.data)]
    assert any(messages.message("plan-title") in text for text in texts)
    assert english_in(texts, code) == []


@pytest.mark.parametrize("code", CODES)
def test_partner_and_delivery_figures_have_no_english(code: str, whole: Evaluation) -> None:
    messages = language(code)
    drawn = [
        draw(whole, messages)
        for draw in (
            figures.contributions_by_kind,
            figures.benefits_by_kind,
            figures.fund_shares,
            figures.pledge_fulfilment,
            figures.participants_by_partner,
            figures.stage_yields,
            figures.score_moves,
            figures.level_flow,
            figures.give_and_take,
            figures.book_funnel,
            figures.unit_costs_table,
        )
    ]
    assert english_in(list(texts_of(drawn)), code) == []


@pytest.mark.parametrize(
    ("names", "said_in_spanish"),
    [
        (("Ana", "Ida"), "Ana e Ida"),
        (("agujas", "hilo"), "agujas e hilo"),
        (("agua", "hielo"), "agua y hielo"),
        (("A", "B", "C"), "A, B y C"),
    ],
)
def test_spanish_uses_e_before_the_sound_of_i(names: tuple[str, ...], said_in_spanish: str) -> None:
    assert language("es").join_names(names) == said_in_spanish
