"""No released file contains a child's name, down to the last part of the last embedded file."""

from __future__ import annotations

import itertools
from base64 import b64encode
from datetime import date

import pytest

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from libcollab_metrics.figures import attendance_by_group
from libcollab_metrics.ingest import build_partner_sheet
from libcollab_metrics.localization import LANGUAGES, language
from libcollab_metrics.model import Dataset, Scope, Workspace
from libcollab_metrics.reports import (
    ReportData,
    collect_report_data,
    figure_csv,
    figure_svg,
    preview_png,
    public_chart,
    publish,
    publish_plan,
)
from libcollab_metrics.store import pack_from_memory
from tests.reports.conftest import DAY, ENGLISH, MADE
from tests.support.attackers import canaries
from tests.support.sheets import imported

FEW, MANY = 12, 200
ALL = tuple(
    (audience, fmt, code)
    for audience, kind in DOCUMENT_AUDIENCES.items()
    for fmt, code in itertools.product(kind.formats, LANGUAGES)
)
#: Each audience, format and language once in the quick run.
EACH_ONCE = (
    ("planning", "xlsx", "en"),
    ("board", "pptx", "es"),
    ("school", "docx", "fil"),
    ("official", "csv", "en"),
    ("sponsor", "html", "en"),
    ("planning", "pdf", "en"),
)


@pytest.fixture(scope="module", params=[FEW, pytest.param(MANY, marks=pytest.mark.long)], ids=["few", "many"])
def workspace(request: pytest.FixtureRequest) -> Workspace:
    """A library as the command reads it: with all quoted cells and all notes."""
    people = canaries.names(request.param)
    return Workspace().append(imported(canaries.workbook(people), f"{people[0]}.xlsx"))


@pytest.fixture(scope="module")
def library(workspace: Workspace) -> Dataset:
    return workspace.dataset()


def test_search_finds_every_name_where_it_was_put() -> None:
    people = canaries.names(MANY)
    workbook = canaries.workbook(people)
    places = " ".join(canaries.found(workbook))
    assert len(set(people)) == MANY
    for part in ("sheet1.xml", "comments", "docProps/core.xml", "xl/workbook.xml"):
        assert part in places
    assert len(canaries.found(workbook)) > 60


WRITTEN = (
    "…Zyqñexan…".encode(),
    "ZYQÑEXAN".encode("utf-16-le"),
    b"Zyqn\xcc\x83exan",
    "naxeñqyZ".encode(),
    b"x=Zyq%C3%B1exan",
    b64encode("of Zyqñexan".encode()),
    b64encode("Zyqñexan".encode()),
    b"Zyq&#241;exan",
    b"Zyq\\u00f1exan",
    b"zyqnexan",
    "Zyqñexan".encode("latin-1"),
)


@pytest.mark.parametrize("written", WRITTEN, ids=range(len(WRITTEN)))
def test_search_detects_a_name_in_every_form(written: bytes) -> None:
    assert canaries.found(written)
    assert not canaries.found(b"Zyq wux vyz")


@pytest.fixture(scope="module")
def ground(library: Dataset) -> ReportData:
    """The report data of the library's documents."""
    return collect_report_data(library, Scope(), DAY, MADE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("audience", "fmt", "code"),
    [pytest.param(*one, marks=[pytest.mark.long][: one not in EACH_ONCE]) for one in ALL],
)
def test_no_document_contains_a_name(
    audience: str, fmt: str, code: str, library: Dataset, ground: ReportData
) -> None:
    published = publish(
        library,
        audience=audience,
        fmt=fmt,
        as_of=DAY,
        generated_at=MADE,
        language=language(code),
        accept_unclear=True,
        report_data=None if audience == "planning" else ground,
    )
    for name, data in ((f"document.{fmt}", published.data), *published.companion_files):
        assert canaries.found(data, place=name) == []
        assert canaries.found(name.encode()) == []


def test_no_figure_plan_picture_or_partner_sheet_contains_a_name(
    library: Dataset, ground: ReportData
) -> None:
    chart = public_chart(
        library,
        attendance_by_group,
        metrics=("attendance_total",),
        by="program",
        scope=Scope(),
        as_of=DAY,
        language=ENGLISH,
    )
    plan = publish_plan(
        library, ["Story hour"], {}, scope=Scope(), as_of=DAY, generated_at=MADE, language=ENGLISH
    )
    files = {
        "figure.svg": figure_svg(chart, ENGLISH),
        "figure.csv": figure_csv(chart, ENGLISH),
        "plan.xlsx": plan.data,
        "page.png": preview_png(
            library,
            audience="board",
            scope=Scope(),
            as_of=DAY,
            generated_at=MADE,
            language=ENGLISH,
            report_data=ground,
        ),
    }
    assert {name: hits for name, data in files.items() if (hits := canaries.found(data, place=name))} == {}
    # The sheet for a partner may quote the library's own notes, but never contains a child's name.
    assert canaries.found(build_partner_sheet(library, "School", DAY), canaries.PERSON) == []


def test_saved_work_contains_no_name(workspace: Workspace) -> None:
    plain = pack_from_memory(workspace, (), day=date(2026, 3, 14))
    assert canaries.found(plain, place="saved") == []
