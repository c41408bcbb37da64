"""Documents of the sample, created once, and helpers to parse them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.metrics.definition import Evaluation
from libcollab_metrics.model import Dataset, Scope, Workspace
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.collect import collect_report_data, programs_to_plan
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.render.to_html import to_html
from libcollab_metrics.reports.render.to_pdf import to_pdf
from libcollab_metrics.reports.render.to_xlsx import to_xlsx
from libcollab_metrics.reports.report_data import ReportData
from tests.support.paths import ROOT
from tests.support.sheets import imported

SAMPLE = ROOT / "data" / "sample_library.xlsx"
DAY = date(2026, 6, 30)
MADE = datetime(2026, 7, 1, 12, tzinfo=UTC)
ENGLISH = language("en")
#: Documents about the whole scope, program by program; then all of them.
ABOUT_ALL = ("planning", "board")
AUDIENCES = (*ABOUT_ALL, "sponsor", "pitch", "school", "official")


@pytest.fixture(scope="session")
def sample() -> Dataset:
    """The dataset of the sample workbook."""
    return Workspace().append(imported(SAMPLE.read_bytes(), "sample.xlsx")).dataset()


@pytest.fixture(scope="session")
def whole(sample: Dataset) -> Evaluation:
    """Every figure of the sample as the library sees it."""
    return evaluate(sample, as_of=DAY)


@pytest.fixture(scope="session")
def by_program(sample: Dataset) -> Evaluation:
    """Every figure of the sample by program, as the library sees it."""
    return evaluate(sample, by="program", as_of=DAY)


@pytest.fixture(scope="session")
def material(sample: Dataset) -> ReportData:
    """The report data of the sample's documents."""
    planned = programs_to_plan("planning", sample, Scope(), DAY)
    return collect_report_data(sample, Scope(), DAY, MADE, planned)


@pytest.fixture(scope="session")
def documents(material: ReportData) -> dict[str, Document]:
    """The sample's documents before they are rendered."""
    return {audience: compose(audience, material, ENGLISH) for audience in AUDIENCES}


@pytest.fixture(scope="session")
def pdfs(documents: dict[str, Document]) -> dict[str, bytes]:
    """The sample's documents as PDF."""
    return {audience: to_pdf(document, ENGLISH) for audience, document in documents.items()}


@pytest.fixture(scope="session")
def workbooks(documents: dict[str, Document]) -> dict[str, bytes]:
    """The sample's documents as workbooks."""
    return {audience: to_xlsx(document, ENGLISH) for audience, document in documents.items()}


@pytest.fixture(scope="session")
def pages(documents: dict[str, Document]) -> dict[str, bytes]:
    """The sample's documents as HTML."""
    return {audience: to_html(document, ENGLISH) for audience, document in documents.items()}


def plain(text: str) -> str:
    """Text without spaces and line-break positions, to compare printed text with the expected text."""
    return re.sub(r"[\s\u200b\u00a0]+", "", text)


@pytest.fixture(scope="session")
def text_of() -> Callable[[bytes], str]:
    """The words of a PDF, without spaces."""
    return lambda pdf: plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.fixture(scope="session")
def cells_of() -> Callable[[bytes], dict[str, list[list[Any]]]]:
    """The cells of a workbook, by sheet."""

    def cells(workbook: bytes) -> dict[str, list[list[Any]]]:
        book = load_workbook(io.BytesIO(workbook))
        return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}

    return cells


def parts(data: bytes) -> Iterator[str]:
    """Every part of a file as text.

    For a PDF the words and tags, for a package its members, for an HTML page its text, for a CSV the file
    itself.
    """
    if data.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(data))
        yield from (page.extract_text() for page in reader.pages)
        yield from alternatives(data)
        yield str(reader.metadata)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist())
    elif data.startswith(b"<!DOCTYPE html>"):
        yield from read_html(data).said
    else:
        yield data.decode("utf-8-sig")


@dataclass
class ReadHtml(HTMLParser):
    """A parsed HTML page: its text, its tables by caption, its tags, its scripts, and each drawing's text."""

    said: list[str] = field(default_factory=list)
    tables: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    drawings: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        self.said += [value for name, value in attributes.items() if name in ("alt", "aria-label")]
        if tag not in ("meta", "link", "img", "br"):
            self._open.append(tag)
        if tag == "svg":
            self.drawings.append([])
        elif tag == "table":
            self.tables.append(("", []))
        elif tag == "tr":
            self.tables[-1][1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        open_tag = self._open[-1] if self._open else ""
        if open_tag == "script":
            self.scripts.append(data)
        elif open_tag != "style":
            self.said.append(data)
        if "svg" in self._open and data.strip():
            self.drawings[-1].append(data)
        if open_tag == "caption":
            self.tables[-1] = (data, self.tables[-1][1])
        elif {"td", "th"} & set(self._open):
            self.tables[-1][1][-1][-1] += data


def read_html(page: bytes) -> ReadHtml:
    """Parse a whole HTML page."""
    parser = ReadHtml()
    parser.feed(page.decode())
    parser.close()
    return parser


def alternatives(pdf: bytes) -> list[str]:
    """The alternative texts of a tagged PDF, in reading order."""
    texts: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif hasattr(node, "get"):
            if "/Alt" in node:
                texts.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return texts
