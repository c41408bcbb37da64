"""The attendance and the outcomes page answer first, show what is known, and say what would show more."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.figures import MAX_TITLE_WORDS
from libcollab_metrics.model import Workspace
from pages.ui.cards import MAX_FIGURES
from tests.pages.test_pages import LOG, cards, html, only_attendance, open_page, texts, titles
from tests.support.sheets import imported, xlsx

NAMES = ("attendance", "outcomes")
#: Words of a caption at most, and height of a page in windows of 800 pixels.
MAX_CAPTION_WORDS, MAX_SCREENS = 12, 3


def headings(app: AppTest, tag: str) -> list[str]:
    return [re.sub("<[^>]*>", "", found) for found in re.findall(f"<{tag}>(.*?)</{tag}>", html(app))]


def captions(app: AppTest) -> list[str]:
    return re.findall(r'class="lc-title"><h2>.*?</h2><p>(.*?)</p>', html(app))


def body(app: AppTest) -> str:
    """The HTML of a page without styles, scripts and the tables behind its symbols."""
    behind = r'<style>.*?</style>|<script>.*?</script>|<div class="[^"]*lc-long.*?</div>'
    return re.sub(behind, "", html(app), flags=re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_result_page_has_one_headline_and_four_figures_at_most(name: str) -> None:
    app = open_page(name)
    assert len(headings(app, "h1")) == 1
    assert 1 <= len(app.metric) <= MAX_FIGURES
    assert all(cards(app).values())


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_captions_of_result_pages_are_short(name: str) -> None:
    app = open_page(name)
    found = headings(app, "h2")
    assert len(found) >= 3
    assert [title for title in found if len(title.split()) > MAX_TITLE_WORDS] == []
    assert [said for said in captions(app) if len(said.split()) > MAX_CAPTION_WORDS] == []


@pytest.mark.parametrize("name", NAMES)
def test_result_page_shows_no_statistics_with_its_figures(name: str) -> None:
    app = open_page(name)
    shown = body(app) + "".join(cards(app).values())
    assert [part for part in (" %", "\u00a0%", "n = ", "coverage", "–</") if part in shown] == []
    assert "How it is made" not in texts(app)


def test_attendance_page_answers_first() -> None:
    app = open_page("attendance")
    assert headings(app, "h1") == ["23 people come to each session, five more than a year ago"]
    assert list(cards(app)) == ["Visits", "Visits per session", "Sessions held", "Different people"]
    assert headings(app, "h2") == [
        "Storybook reading: more people in every month",
        "More people per session in all 3 sites compared",
        "4 sessions held but not counted, all Storybook reading",
        "Workshop for slow readers reached 56% of its people",
    ]
    assert all(text in body(app) for text in ("18 of 32", "22+ of 120", "? of 310"))


def test_outcomes_page_lists_targets_then_scores_then_ratings() -> None:
    app = open_page("outcomes")
    assert headings(app, "h1") == ["7 of 9 targets are met; 1 missed, 1 still open"]
    assert headings(app, "h2")[1:] == ["Scores rose on all 3 tests", "72% or more agree with each statement"]
    places = [body(app).index(f">{word}</span>") for word in ("Met", "Missed", "Open")]
    assert places == sorted(places)
    assert "12 went up · 2 stayed · 0 went down" in body(app)


@pytest.mark.parametrize("name", NAMES)
def test_head_counts_alone_have_no_card_without_a_value(name: str) -> None:
    app = open_page(name, only_attendance())
    assert not app.error
    assert len(headings(app, "h1")) == 1
    assert "–" not in cards(app).values()
    assert headings(app, "h2").count("Unlock more") == 1
    assert headings(app, "h2")[-1] == "Unlock more"


@pytest.mark.parametrize("name", NAMES)
def test_result_page_without_a_session_held_says_what_to_add(name: str) -> None:
    cancelled = [LOG[0], ["2026-03-07", "CANCELLED - Story hour", "Main", None]]
    app = open_page(name, Workspace().append(imported(xlsx(Log=cancelled))))
    assert not app.error
    assert headings(app, "h2")[-1] == "Unlock more"
    assert not app.metric
    assert len(headings(app, "h1")) == 1


def test_compared_groups_can_be_chosen() -> None:
    app = open_page("attendance", by="Language")
    assert "in all 2 languages compared" in " ".join(titles(app))
    assert "Municipal library" not in body(app)


@pytest.mark.parametrize("name", NAMES)
def test_more_figures_open_from_the_address(name: str) -> None:
    closed, opened = open_page(name), open_page(name, more="true")
    assert not opened.error
    found = headings(opened, "h2")
    assert len(found) > len(headings(closed, "h2"))
    assert [title for title in found if len(title.split()) > MAX_TITLE_WORDS or " %" in title] == []


def test_more_sessions_than_can_be_drawn_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.ui.attendance.MAX_STRIP_SESSIONS", 1)
    app = open_page("attendance", Workspace().append(imported(xlsx(Log=LOG))))
    assert "Single sessions are not drawn" in texts(app)
