"""On slides of small libraries and of those with long names, no text needs more room than its box has."""

from __future__ import annotations

import io
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from pptx import Presentation

from libcollab_metrics.localization import language
from libcollab_metrics.model import Dataset, Scope, Setting, Workspace
from libcollab_metrics.reports import (
    apply_document_options,
    collect_report_data,
    programs_to_plan,
    recipient_scope,
)
from libcollab_metrics.reports.audiences import compose
from libcollab_metrics.reports.render.to_pptx import BAR_NAME, to_pptx
from libcollab_metrics.reports.report_data import ReportData
from tests.reports.conftest import DAY, MADE, SAMPLE
from tests.support.builders.datasets import dataset
from tests.support.documents.slide_rooms import count_lines, overflowing
from tests.support.sheets import imported, xlsx

LONG = "Taller de lectura en voz alta y de escritura para niñas y niños de tercer y cuarto grado"
SPONSOR = "Fundación Internacional para el Fomento de la Lectura en las Provincias del Norte"
AUDIENCES = ("sponsor", "pitch", "board", "planning", "school", "receipt", "official")


def heads() -> Dataset:
    """Three months of weekly sessions with a number of visits, and nothing else."""
    days = (date(2026, 4, 4) + timedelta(7 * week) for week in range(12))
    settings = {"library": "Hill Library", "documents": {"contact": "8 Cedar Avenue · 555 010-0170"}}
    return dataset(sessions=[{"on": f"{day}", "attended": 12} for day in days], settings=settings)


def long_names() -> Dataset:
    """Eighteen months of three programs with long names, a sponsor with a long name, scores and targets."""
    programs = [f"{LONG}, {part}" for part in ("mañana", "tarde", "sábado")]
    months = [date(2025 + month // 12, month % 12 + 1, 9) for month in range(18)]
    sheets: dict[str, list[list[Any]]] = {
        "Programs": [["Program *", "Kind", "Partners"], *([p, "workshop", SPONSOR] for p in programs)],
        "Sessions": [
            ["Program", "Date", "Planned", "Held", "Attendance"],
            *([p, day, "yes", "yes", 12 + n] for p in programs for n, day in enumerate(months)),
        ],
        "Partners": [["Partner", "Kind of partner"], [SPONSOR, "sponsor"]],
        "Ledger": [
            ["Program", "Date", "From", "To", "Kind", "Value", "Status"],
            *([p, months[0], SPONSOR, "project", "cash", 1_234_567, "received"] for p in programs),
            *([p, months[1], "project", "Shop", "cash", 234_567, "spent"] for p in programs),
        ],
        "Outcomes": [
            ["Program *", "Name or code", "Date", "Measure *", "Before", "After", "Highest possible score"],
            *(
                [
                    programs[0],
                    f"R{n}",
                    months[9],
                    "lectura en voz alta y comprensión",
                    8 + n % 3,
                    12 + n % 4,
                    20,
                ]
                for n in range(24)
            ),
        ],
        "Success_criteria": [
            ["Program *", "Metric *", "At least", "Ideal", "At most"],
            *([p, "attendance_total", 300, 400, None] for p in programs),
        ],
    }
    words = {
        "need": "Dos de cada tres niños no tienen ningún libro en casa, y la librería queda lejos. " * 3
        + "\n(Encuesta municipal de hogares, 2024)",
        "reply_by": "2026-08-15",
    }
    settings = {
        "library": "Biblioteca Municipal José María Arguedas de San Juan de Lurigancho",
        "currency": "COP",
        "documents": {
            "contact": "Avenida Próceres de la Independencia 163 · biblioteca@library.example · 555 010-0170",
            **dict.fromkeys(("sponsor", "pitch"), words),
        },
    }
    return Workspace().append(imported(xlsx(**sheets)), Setting(settings)).dataset()


LIBRARIES = {
    "sample": (
        lambda: Workspace().append(imported(SAMPLE.read_bytes(), "sample.xlsx")).dataset(),
        "Banaag Book Foundation",
    ),
    "heads": (heads, ""),
    "long names": (long_names, SPONSOR),
}


@cache
def library(name: str) -> Dataset:
    return LIBRARIES[name][0]()


@cache
def report_data(name: str, audience: str) -> ReportData:
    """Return what a document shows, the same in each language."""
    data = library(name)
    recipient = LIBRARIES[name][1] if audience in ("sponsor", "school", "receipt") else ""
    scope = recipient_scope(data, audience, recipient, Scope(), DAY)
    planned = programs_to_plan(audience, data, scope, DAY)
    found = collect_report_data(data, scope, DAY, MADE, planned)
    return apply_document_options(found, audience, data, recipient)


def slides(name: str, audience: str, code: str) -> Any:
    document = compose(audience, report_data(name, audience), language(code))
    return Presentation(io.BytesIO(to_pptx(document, language(code))))


@pytest.mark.parametrize("code", ["en", "es", "fil"])
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", LIBRARIES)
def test_texts_of_slides_fit_and_boxes_are_apart(name: str, audience: str, code: str) -> None:
    deck = slides(name, audience, code)
    assert list(overflowing(deck)) == []
    for slide in deck.slides:
        boxes = [
            (s.left, s.top, s.left + s.width, s.top + s.height)
            for s in slide.shapes
            if s.name != BAR_NAME  # a bar is drawn over its table
        ]
        for left, top, right, bottom in boxes:
            assert 0 <= left < right <= deck.slide_width
            assert 0 <= top < bottom <= deck.slide_height
        for (l1, t1, r1, b1), (l2, t2, r2, b2) in combinations(boxes, 2):
            assert min(r1, r2) <= max(l1, l2) or min(b1, b2) <= max(t1, t2)


def test_text_that_is_too_long_is_noticed() -> None:
    deck = slides("heads", "sponsor", "en")
    title = deck.slides[0].shapes.title
    title.text_frame.text = "many more words " * 30
    assert [text for _, text in overflowing(deck)] == [title.text_frame.text]
    assert (count_lines("one two", 10, False, 500), count_lines("one two", 10, False, 25)) == (1, 2)
