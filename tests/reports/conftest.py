"""Documents of the sample, made once, and short ways to read them back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.metrics.definition import Evaluation
from libcollab_metrics.model import Dataset, Scope, Workspace
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.document import Document
from libcollab_metrics.reports.material import Material, gather
from libcollab_metrics.reports.to_pdf import to_pdf
from libcollab_metrics.reports.to_xlsx import to_xlsx
from libcollab_metrics.wording import language
from tests.sheets import imported

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample_library.xlsx"
DAY = date(2026, 6, 30)
MADE = datetime(2026, 7, 1, 12, tzinfo=UTC)
ENGLISH = language("en")
#: Documents about the whole selection, program by program; then all of them.
ABOUT_ALL = ("planning", "sponsor", "board")
AUDIENCES = (*ABOUT_ALL, "school", "official")


@pytest.fixture(scope="session")
def sample() -> Dataset:
    """What the sample workbook holds."""
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
def material(sample: Dataset) -> Material:
    """What the sample's documents are made from."""
    return gather(sample, Scope(), DAY, MADE)


@pytest.fixture(scope="session")
def documents(material: Material) -> dict[str, Document]:
    """The sample's documents before they have a format."""
    return {audience: compose(audience, material, ENGLISH) for audience in AUDIENCES}


@pytest.fixture(scope="session")
def pdfs(documents: dict[str, Document]) -> dict[str, bytes]:
    """The sample's documents as PDF."""
    return {audience: to_pdf(document, ENGLISH) for audience, document in documents.items()}


@pytest.fixture(scope="session")
def workbooks(documents: dict[str, Document]) -> dict[str, bytes]:
    """The sample's documents as workbooks."""
    return {audience: to_xlsx(document, ENGLISH) for audience, document in documents.items()}


def plain(text: str) -> str:
    """Text without the places where a line may break, to compare what was printed with what was meant."""
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
    """Every part of a file as text: a PDF's words and tags, a workbook's members, a CSV itself."""
    if data.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(data))
        yield from (page.extract_text() for page in reader.pages)
        yield from alternatives(data)
        yield str(reader.metadata)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist())
    else:
        yield data.decode("utf-8-sig")


def alternatives(pdf: bytes) -> list[str]:
    """The alternative texts of a tagged PDF, in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif hasattr(node, "get"):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    return found
