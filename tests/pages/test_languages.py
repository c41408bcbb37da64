"""Every page in Spanish and Filipino: no known English text, and addresses that work in every language."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from libcollab_metrics.localization import language
from libcollab_metrics.model import SCHEMA
from pages.ui.navigation import PAGES
from pages.ui.records.tabs import TABLES
from pages.ui.session import workspaces as session
from tests.pages.test_pages import LOG, html, open_page, titles, upload
from tests.support.sheets import read, xlsx
from tests.support.views import VIEWS, View
from tools import words

CODES = sorted(words.TRANSLATED)
#: Texts of a proto of an element that are shown: all but ids, options of charts, styles and names of symbols.
SHOWN = ("label", "body", "help", "placeholder", "caption", "captions", "options", "alt", "message")


@cache
def typed_names() -> frozenset[str]:
    """The names of sheets, headings, kinds of partners and tags of the sample, which are shown as typed."""
    sample = session.sample_dataset()
    sheets = [sheet for reading in sample.readings for sheet in reading.sheets]
    names = (*(sheet.name for sheet in sheets), *(issue.heading for issue in sample.issues))
    return frozenset((*names, *sample.tables["partners"]["kind"], *sample.tables["notes"]["tag"]))


@cache
def english_phrases(code: str) -> frozenset[str]:
    """The English phrases of the screens that read differently in a language."""
    spoken = language(code)
    translations = {
        text: spoken.translate(text, kind)
        for kind in ("screen", "metric", "caveat", "issue", "source")
        for text in words.phrases(kind)
    }
    same = set(translations.values())  # an English word that is also a word of the language
    return frozenset(text for text in translations if text not in same and "{" not in text)


def shown_texts(app: AppTest) -> set[str]:
    """Every text of a page, each as one string, in elements and in their HTML."""
    found: list[str] = []
    for element in (*app.main, *app.sidebar):
        _collect(element, found)
    found += [
        unescape(part).strip() for part in re.split(r"<style>.*?</style>|<[^>]*>", html(app), flags=re.S)
    ]
    return {re.sub(r"^\*\*|\*\*$", "", text.strip()).replace("\\", "") for text in found if text.strip()}


def _collect(element: object, found: list[str]) -> None:
    children = getattr(element, "children", {})
    for child in children.values():
        _collect(child, found)
    proto = getattr(element, "proto", None)
    if proto is None:
        return
    for field, value in proto.ListFields() if hasattr(proto, "ListFields") else ():
        if field.name in SHOWN:
            found += [value] if isinstance(value, str) else [v for v in value if isinstance(v, str)]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_page_has_no_known_english_text(view: View, code: str) -> None:
    app = open_page(view.page, lang=code, **view.query)
    assert not app.exception
    assert shown_texts(app) & english_phrases(code) - typed_names() == set()


def test_english_text_is_found_on_an_english_page() -> None:
    found = shown_texts(open_page("costs")) & english_phrases("es")
    assert {"Cash spent", "Funding by source", "Cash per visit"} <= found


@pytest.mark.parametrize("code", CODES)
def test_chosen_language_is_written_to_the_address(code: str) -> None:
    app = open_page("overview")
    app.sidebar.selectbox("language-shown").set_value(code).run()
    assert app.query_params["lang"] in (code, [code])
    assert language(code).translate("Visits", "screen") in [metric.label for metric in app.metric]
    app.sidebar.selectbox("language-shown").set_value("en").run()
    assert "lang" not in app.query_params


@pytest.mark.parametrize(("tag", "thousands"), [("es-MX", ","), ("es-ES", ".")])
def test_first_visit_is_in_the_language_of_the_browser(
    tag: str, thousands: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ContextProxy, "locale", tag)
    app = open_page("overview")
    assert "Visitas" in [metric.label for metric in app.metric]
    assert re.search(rf"₱\d+[{thousands}]\d{{3}}", " ".join(metric.value for metric in app.metric))
    assert "lang" not in app.query_params
    app.sidebar.selectbox("language-shown").set_value("en").run()
    assert app.query_params["lang"] in ("en", ["en"])


def test_unknown_language_in_the_address_is_english() -> None:
    assert "Visits" in [metric.label for metric in open_page("overview", lang="fr").metric]


def test_tab_of_an_english_address_opens_in_spanish() -> None:
    spanish = open_page("attendance", lang="es", show="Reach")
    assert "Personas y lugares alcanzados" in titles(spanish)[1]
    assert titles(spanish) == titles(open_page("attendance", lang="es", show="Alcance"))


def test_open_tab_stays_open_when_the_language_changes() -> None:
    app = open_page("attendance", show="Reach")
    app.sidebar.selectbox("language-shown").set_value("es").run()
    assert app.session_state["show"] == "Alcance"


def test_group_of_an_english_address_is_compared_in_spanish() -> None:
    assert open_page("attendance", lang="es", by="Site").session_state["by"] == "site"


def test_page_titles_are_translated() -> None:
    for code in CODES:
        assert all(language(code).translate(page.title, "screen") != page.title for page in PAGES)


@pytest.mark.parametrize("code", CODES)
def test_review_of_a_file_has_no_known_english_text(code: str) -> None:
    app = upload(open_page("add", lang=code), "log.xlsx", xlsx(Log=LOG))
    assert not app.exception
    typed = {"Date", "Title", "Location", "Attendance"}
    assert shown_texts(app) & english_phrases(code) - typed == set()


#: A workbook with many issues and questions: of numbers, dates, marks, amounts, and a sheet of no known kind.
MESSY = xlsx(
    Log=[
        ["Library events"],
        ["Date", "Title", "Location", "Attendance", "Remarks"],
        ["3/7/2026", "Story hour", "Hall", "about 20", None],
        ["4/7/2026", "Story hour", "Hall", "12-15", None],
        ["5/7/2026", "Story hour", "Hall", "many", None],
        ["5/7/2026", "Story hour", "Hall", "50%", None],
        [None, "Story hour", "Hall", 9, None],
        ["soon", "Story hour", "Hall", "3+4", None],
        ["6/7/2026", "Cancelled: Story hour", "Hall", None, None],
        ["6/7/2026", "Story hour", "Hall", "n/a", None],
        ["Total", None, None, 99, None],
    ],
    Roster=[
        ["Name", "2026-03-07", "2026-03-14", "2026-03-21"],
        *([f"Learner {n:02d}", "x", "?" if n % 2 else None, None] for n in range(12)),
    ],
    Ledger=[
        ["Date", "From", "To", "Amount", "Status"],
        ["2026-03-07", "Hope", "Project", "PHP 500", "perhaps"],
        ["2026-03-08", "Hope", "Project", "$20", None],
    ],
    Other=[["Alpha", "Beta"], ["one", "two"], ["three", "four"]],
)


@pytest.mark.parametrize("code", CODES)
def test_review_of_a_messy_workbook_shows_no_english_message(code: str) -> None:
    """The English messages of the reader are compared with what the page shows, each as a whole."""
    content = read(MESSY, "messy.xlsx")
    said = [issue.message for issue in content.issues]
    said += [reason for sheet in content.reading.sheets for reason, _, _ in sheet.reasons]
    said += [question.text for sheet in content.reading.sheets for question in sheet.questions]
    english = {text for text in said if re.search("[a-z]{3}", re.sub('"[^"]*"', "", text))}
    assert len(english) > 20
    app = upload(open_page("add", lang=code), "messy.xlsx", MESSY)
    assert not app.exception
    page = " ".join(shown_texts(app))
    assert {text for text in english if text in page} == set()
    assert language(code).translate('"{value}" is not a date', "screen").format(value="soon") in page


@pytest.mark.parametrize("code", CODES)
def test_tabs_of_the_records_have_no_known_english_text(code: str) -> None:
    for table in TABLES:
        app = open_page("records", lang=code, table=SCHEMA[table].label)
        assert not app.exception
        assert shown_texts(app) & english_phrases(code) - typed_names() == set(), table


def test_uploader_is_in_the_language_of_the_page() -> None:
    shown = html(open_page("add", lang="es"))
    assert '--upload:"Subir";--upload-limit:"Hasta 100 MB por archivo"' in shown
