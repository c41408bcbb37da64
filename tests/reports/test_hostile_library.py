"""A library whose every text is an injection: each document prints it as typed, and nothing runs."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Page, expect

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES, PAGE_FORMATS
from libcollab_metrics.figures import attendance_by_group
from libcollab_metrics.ingest import build_partner_sheet
from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.model import Dataset, Scope, Setting, Workspace
from libcollab_metrics.model.names import clean_spaces
from libcollab_metrics.reports import (
    AUDIENCES,
    ReportData,
    collect_report_data,
    figure_csv,
    figure_svg,
    public_chart,
    publish,
    publish_plan,
)
from libcollab_metrics.reports.render.text import printable
from tests.reports.conftest import DAY, ENGLISH, MADE, plain
from tests.support.attackers import markup
from tests.support.documents.active_content import live_parts, words
from tests.support.examples import often
from tests.support.sheets import imported

#: The PDF typesetter breaks long words and reorders letters of other scripts, so these are not compared. The
#: longest text is only a name, and the pitch names four partners.
NOT_READ_BACK = {
    "pdf": ("turned", "arabic", "family", "stacked", "long"),
    **dict.fromkeys(("docx", "html", "pptx"), ("long",)),
}


def wishes() -> Setting:
    """Every text that a library enters itself, as hostile as its sheets."""
    lines = [clean_spaces(text) for text in markup.TEXTS.values() if len(text) <= 200]
    texts = {
        "need": "\n".join(lines),
        "ask": markup.BEYOND_A_SHEET,
        "offers": lines[:12],
        "tiers": [{"name": line, "amount": 5000} for line in lines[-6:]],
    }
    documents = {"contact": lines[0], **dict.fromkeys(AUDIENCES, texts)}
    return Setting({"documents": documents, "currency": "PHP"})


@pytest.fixture(scope="module")
def hostile() -> Dataset:
    """A library whose every word is one of the hostile texts."""
    imported_file = imported(markup.workbook(), "=cmd.xlsx")
    return Workspace().append(imported_file).append(wishes()).dataset()


@pytest.fixture(scope="module")
def ground(hostile: Dataset) -> ReportData:
    """The report data of the library's documents."""
    return collect_report_data(hostile, Scope(), DAY, MADE)


def document(
    hostile: Dataset, ground: ReportData, audience: str, fmt: str, code: str = "en"
) -> dict[str, bytes]:
    """The files of one document by name."""
    published = publish(
        hostile,
        audience=audience,
        fmt=fmt,
        as_of=DAY,
        generated_at=MADE,
        language=language(code),
        report_data=None if audience == "planning" else ground,
        accept_unclear=True,
    )
    return {f"document.{fmt}": published.data, **dict(published.companion_files)}


def check_nothing_runs(files: dict[str, bytes]) -> None:
    active_parts = {
        name: live_parts(data, name.rpartition(".")[2])
        for name, data in files.items()
        if not name.endswith("n")
    }
    assert {name: parts for name, parts in active_parts.items() if parts} == {}


def check_printed_as_typed(data: bytes, fmt: str) -> None:
    """Check that every hostile text is in the file, without invisible characters."""
    content = normalize("NFC", words(data, fmt))
    expected = {key: text for key, text in markup.TEXTS.items() if key not in NOT_READ_BACK.get(fmt, ())}
    assert [
        key for key, text in expected.items() if plain(printable(clean_spaces(text))) not in content
    ] == []


EVERYTHING = [
    (audience, fmt, code)
    for audience, kind in DOCUMENT_AUDIENCES.items()
    for fmt, code in product(kind.formats, LANGUAGES)
]


@pytest.mark.long
@pytest.mark.parametrize(("audience", "fmt", "code"), EVERYTHING)
def test_nothing_runs_in_every_document(
    audience: str, fmt: str, code: str, hostile: Dataset, ground: ReportData
) -> None:
    check_nothing_runs(document(hostile, ground, audience, fmt, code))


@pytest.mark.slow
@pytest.mark.parametrize("fmt", often(PAGE_FORMATS, 2))
def test_every_text_is_printed_as_typed_and_nothing_runs(
    fmt: str, hostile: Dataset, ground: ReportData
) -> None:
    files = document(hostile, ground, "pitch" if fmt in ("pdf", "docx", "html", "pptx") else "planning", fmt)
    check_nothing_runs(files)
    check_printed_as_typed(files[f"document.{fmt}"], fmt)


@pytest.mark.slow
def test_nothing_runs_in_the_plan_workbook(hostile: Dataset) -> None:
    programs = sorted(set(hostile.tables["programs"]["name"].dropna()))[:6]
    published = publish_plan(
        hostile, programs, {}, scope=Scope(), as_of=DAY, generated_at=MADE, language=ENGLISH
    )
    assert live_parts(published.data, "xlsx") == []


@pytest.mark.parametrize("text", markup.TEXTS)
def test_nothing_runs_in_the_partner_sheet(text: str, hostile: Dataset) -> None:
    partner = clean_spaces(markup.TEXTS[text])
    data = build_partner_sheet(hostile, partner, DAY)
    assert live_parts(data, "xlsx") == []
    assert plain(printable(partner)) in words(data, "xlsx")


@pytest.mark.parametrize("ending", ["svg", "csv"])
def test_nothing_runs_in_a_figure_file(ending: str, hostile: Dataset) -> None:
    chart = public_chart(
        hostile,
        attendance_by_group,
        metrics=("attendance_total",),
        by="program",
        scope=Scope(),
        as_of=DAY,
        language=ENGLISH,
    )
    data = figure_csv(chart, ENGLISH) if ending == "csv" else figure_svg(chart, ENGLISH)
    assert live_parts(data, ending) == []
    assert "onerror" in data.decode()  # the texts are there, as words


@pytest.mark.browser
@pytest.mark.parametrize(
    "audience",
    [
        pytest.param(name, marks=[pytest.mark.long][name == "school" :])
        for name, kind in DOCUMENT_AUDIENCES.items()
        if "html" in kind.formats
    ],
)
def test_page_of_hostile_texts_requests_nothing_and_opens_no_dialog(
    audience: str, hostile: Dataset, ground: ReportData, page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "document.html"
    path.write_bytes(document(hostile, ground, audience, "html")["document.html"])
    requests: list[str] = []
    page.context.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: (requests.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: requests.append(str(error)))
    page.goto(path.as_uri())
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for summary in page.locator("summary").all()[:20]:
        summary.click()
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(null))))"
    )  # after the clicks
    assert {url for url in requests if not url.startswith(("data:", "blob:"))} == {path.as_uri()}
    assert page.locator(markup.INJECTED).count() == 0
