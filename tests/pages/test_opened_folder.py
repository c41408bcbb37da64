"""A folder of exported tables, opened read-only: the figures of its sheets, no form, and plain refusals."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.folders import export_dataset
from libcollab_metrics.library import Library
from libcollab_metrics.metrics.frames.narwhals_frame import NarwhalsFrame
from libcollab_metrics.model import Edit, Import, Setting, Workspace
from libcollab_metrics.store.dataset_folder import DESCRIPTION
from pages.ui.session.opened_folder import FOLDER, READ_ONLY, TOO_LARGE, opened_dataset
from pages.ui.session.workspaces import append, sample
from tests.pages.test_pages import cards, html, open_page, press, texts, titles
from tests.support.views import VIEWS, View

RESULTS = [
    *(View(name) for name in ("overview", "attendance", "outcomes", "costs", "partners", "planning")),
    *(view for view in VIEWS if view.query.get("show") in ("Reach", "Official counts", "Book deliveries")),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder exported from the sample."""
    return export_sample(tmp_path_factory.mktemp("exported") / "tables")


def export_sample(path: Path) -> Path:
    export_dataset(Library(sample(), ()), path)
    return path


@pytest.fixture
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(folder))
    return folder


def uploaded(view: View) -> AppTest:
    """A page as it is after the sheets were uploaded."""
    (imported,) = sample().operations
    assert isinstance(imported, Import)
    return open_page(view.page, Workspace().append(imported), **view.query)


def figures(app: AppTest) -> tuple[dict[str, str], str]:
    """The figures of a page and its headline, which quotes the strongest."""
    return cards(app), titles(app)[0]


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_page_opens_on_a_folder(opened: Path, view: View) -> None:
    app = open_page(view.page, **view.query)
    assert not app.exception
    assert not app.error
    assert html(app).count("<h1>") == 1
    assert "Sample data" not in texts(app)


@pytest.mark.parametrize("view", RESULTS, ids=str)
def test_folder_gives_the_figures_of_the_uploaded_sheets(
    folder: Path, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_sheets = uploaded(view)
    monkeypatch.setenv(FOLDER, str(folder))
    assert figures(open_page(view.page, **view.query)) == figures(of_sheets)


@pytest.mark.parametrize("name", ["add", "records"])
def test_pages_of_rows_cannot_write(opened: Path, name: str) -> None:
    app = open_page(name)
    assert [note.value for note in app.info] == [READ_ONLY]
    for kind in ("button", "text_input", "selectbox", "file_uploader", "data_editor", "form"):
        assert not app.main.get(kind)


def test_read_only_is_said_in_every_language(opened: Path) -> None:
    said = {code: open_page("records", lang=code).info[0].value for code in ("en", "es", "fil")}
    assert len(set(said.values())) == 3


@pytest.mark.parametrize(
    "operation", [Edit("sites", ({"site": "Hall"},)), Setting({"currency": "EUR"})], ids=["row", "setting"]
)
def test_no_step_changes_the_figures(opened: Path, operation: Edit | Setting) -> None:
    with pytest.raises(LibCollabError, match="read-only"):
        append(operation)


def test_rows_behind_a_figure_are_not_shown(opened: Path) -> None:
    app = open_page("overview")
    assert READ_ONLY in [note.value for note in app.info]
    assert not [link for link in app.get("page_link") if link.proto.label == "Open in Records"]


def test_texts_of_documents_are_stored_without_the_folder(opened: Path, data_folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in opened.rglob("*")}
    app = open_page("reports", audience="board")
    next(box for box in app.text_input if box.label.startswith("Contact line")).set_value("12 Mabini Street")
    press(app, "Save for the board report")
    assert not app.error
    assert open_page("reports", audience="board").text_input[0].value == "12 Mabini Street"
    assert {path: path.stat().st_mtime_ns for path in opened.rglob("*")} == before
    assert (data_folder / "opened-folder" / "data").exists()
    assert not (data_folder / "data").exists()


@pytest.fixture
def broken(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the folder that is missing or damaged in one way."""
    copy = tmp_path / "copy"
    if request.param == "missing":
        return copy
    shutil.copytree(folder, copy)
    file = next((copy / "sessions").rglob("*.parquet"))
    if request.param == "empty":
        shutil.rmtree(copy / "sessions")
    elif request.param == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    else:
        (copy / DESCRIPTION).write_text("{", encoding="utf-8")
    return copy


@pytest.mark.parametrize("broken", ["missing", "empty", "cut", "undescribed"], indirect=True)
def test_missing_or_damaged_folder_gives_a_sentence(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(broken))
    app = open_page("overview")
    assert not app.exception
    (error,) = app.error
    assert error.value.startswith(("The folder copy", "copy is no folder"))
    assert str(broken.parent) not in error.value
    assert "The folder cannot be opened" in html(app)


@pytest.mark.slow
def test_large_folder_is_counted_without_reading_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample is taken for a large folder, with limits of 0 rows."""
    expected = [figures(uploaded(view)) for view in RESULTS]
    monkeypatch.setenv(FOLDER, str(export_sample(tmp_path / "tables")))
    monkeypatch.setattr("libcollab_metrics.metrics.frames.MAX_ROWS_IN_MEMORY", 0)
    for limit in ("MAX_LISTED_ROWS", "MAX_RELEASED_ROWS"):
        monkeypatch.setattr(f"pages.ui.session.opened_folder.{limit}", 0)
    for view, shown in zip(RESULTS, expected, strict=True):
        app = open_page(view.page, **view.query)
        assert not app.exception
        assert not app.error
        assert figures(app) == shown
    assert TOO_LARGE in texts(open_page("reports"))
    assert isinstance(opened_dataset().shared["tables"]["participation"], NarwhalsFrame)
