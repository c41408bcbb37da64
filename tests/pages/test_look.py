"""One source of colors, for the style sheet and the theme of Streamlit; and what the overview shows."""

from __future__ import annotations

import re
import tomllib

import pytest
from playwright.sync_api import Page

from libcollab_metrics.figures import PROGRAM_COLOURS, SCREEN_TOKENS
from libcollab_metrics.figures.theme import DIVERGING_TOKENS, SEQUENTIAL_TOKENS, contrast
from libcollab_metrics.model import Workspace
from pages.ui.cards import MAX_FIGURES, Figure, figure_strip
from pages.ui.look import style_sheet, token_rule
from tests.pages.test_journey import settled
from tests.pages.test_pages import cards, html, only_attendance, open_page, texts, titles
from tests.support.paths import ROOT
from tests.support.sheets import imported, xlsx

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
RULES = (ROOT / "pages" / "ui" / "look.css").read_text(encoding="utf-8")
#: Option of the theme, and the token it repeats.
OPTIONS = {
    "primaryColor": "action",
    "backgroundColor": "page",
    "secondaryBackgroundColor": "soft",
    "textColor": "ink",
    "borderColor": "border",
    "greenTextColor": "good",
    "redTextColor": "missed",
    "orangeTextColor": "attention",
    "yellowTextColor": "attention",
    "blueTextColor": "action",
    "linkColor": "action",
}


@pytest.mark.parametrize(("mode", "index"), [("light", 0), ("dark", 1)])
def test_theme_repeats_the_tokens(mode: str, index: int) -> None:
    theme = THEME[mode]
    assert {o: theme[o] for o in OPTIONS} == {o: SCREEN_TOKENS[t][index] for o, t in OPTIONS.items()}
    assert theme["sidebar"]["backgroundColor"] == SCREEN_TOKENS["sidebar"][index]
    assert theme["chartCategoricalColors"] == [pair[index] for pair in PROGRAM_COLOURS]
    for option, tokens in (
        ("chartSequentialColors", SEQUENTIAL_TOKENS),
        ("chartDivergingColors", DIVERGING_TOKENS),
    ):
        assert theme[option] == [SCREEN_TOKENS[token][index] for token in tokens]


def test_style_sheet_declares_every_token_and_uses_no_other() -> None:
    declared = dict(re.findall(r"--([\w-]+):light-dark\(([^)]*)\)", token_rule()))
    programs = {f"program-{number}": pair for number, pair in enumerate(PROGRAM_COLOURS, 1)}
    assert declared == {name: ",".join(pair) for name, pair in {**SCREEN_TOKENS, **programs}.items()}
    assert set(re.findall(r"var\(--([\w-]+)\)", RULES)) <= {*declared, "c", "p", "upload", "upload-limit"}
    assert re.findall(r"#[0-9A-Fa-f]{6}", RULES) == []
    assert "font-weight:600" in style_sheet()


@pytest.mark.parametrize("index", [0, 1], ids=["light", "dark"])
def test_text_tokens_have_enough_contrast(index: int) -> None:
    ground = SCREEN_TOKENS["page"][index]
    for token in ("ink", "ink-2", "ink-3", "action", "good", "attention", "missed"):
        assert contrast(SCREEN_TOKENS[token][index], ground) >= 4.5
    assert min(contrast(pair[index], ground) for pair in PROGRAM_COLOURS) >= 3
    assert contrast(SCREEN_TOKENS["on-action"][index], SCREEN_TOKENS["action"][index]) >= 4.5


def test_strip_has_at_most_four_figures() -> None:
    with pytest.raises(ValueError, match="at most 4"):
        figure_strip([Figure("Visits", "9")] * (MAX_FIGURES + 1), "any")


def test_overview_answers_first() -> None:
    app = open_page("overview")
    said = re.sub(r"\s+", " ", titles(app)[0])
    assert "Storybook reading draws 23 people a session, five more than a year ago" in said
    assert "Altogether 567+ visits, Jan–Jun 2026. A year earlier: 339+." in said
    assert list(cards(app)) == ["Visits", "Visits per session", "Targets met", "Partners gave"]
    assert cards(app)["Visits"] == "567+"
    assert "Unlock more" not in texts(app)
    assert not app.error


def test_overview_of_head_counts_has_no_card_without_a_value() -> None:
    app = open_page("overview", only_attendance())
    assert cards(app) == {"Visits": "40+", "Visits per session": "20", "Sessions held": "3"}
    assert "Unlock more" in texts(app)
    assert "Add a list of names" in html(app)
    assert "–" not in cards(app).values()


def test_figures_of_one_period_have_a_picture() -> None:
    log = [["Date", "Title", "Attendance"], *([f"2026-{n:02}-07", "Story hour", 10 + n] for n in range(1, 6))]
    strip = html(open_page("overview", Workspace().append(imported(xlsx(Log=log)))))
    assert strip.count('<div class="lc-under"><img class="lc-picture"') == 3


def test_link_to_add_data_is_on_other_pages_only() -> None:
    links = {
        name: [link.proto.label for link in open_page(name).get("page_link")] for name in ("add", "quality")
    }
    assert "Use my own data" in links["quality"]
    assert "Use my own data" not in links["add"]


def test_sheet_without_a_year_is_offered_dates_for_its_chart() -> None:
    undated = [["Name", *range(1, 4)], ["Ana Cruz", "x", "x", "x"], ["Ben Diaz", "x", None, "x"]]
    app = open_page("overview", Workspace().append(imported(xlsx(March=undated))))
    assert not app.get("plotly_chart")
    assert "Give your sessions a date" in html(app)
    assert "Give your sessions a date" not in html(open_page("overview", only_attendance()))


def test_overview_without_sessions_says_so_and_what_to_add() -> None:
    app = open_page("overview", Workspace())
    assert not app.error
    assert html(app).count("<h1>") == 1


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_font_and_one_heading_on_a_page(page: Page, app_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(app_url)
    settled(page)
    assert page.get_by_role("heading", level=1).count() == 1
    font = page.locator("h1").evaluate("heading => getComputedStyle(heading).fontFamily")
    assert font.startswith("Inter")
    assert page.evaluate("[...document.fonts].some(f => f.family === 'Inter' && f.status === 'loaded')")
    wanted = SCREEN_TOKENS["ink"][scheme == "dark"]
    red, green, blue = (int(wanted[i : i + 2], 16) for i in (1, 3, 5))
    colour = page.locator("h1").evaluate("heading => getComputedStyle(heading).color")
    assert colour == f"rgb({red}, {green}, {blue})"
