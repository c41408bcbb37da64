"""What the pages of costs and partners show first, and what they omit without data."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import ALIGNMENT_ITEMS, Edit
from pages.ui.cards import MAX_FIGURES
from tests.pages.test_pages import cards, html, only_attendance, open_page, texts, titles
from tests.support.views import View

PAGES = ("costs", "partners")
MAX_TITLE, MAX_CAPTION = 10, 12


def heads(app: AppTest) -> list[tuple[str, str]]:
    """Title and caption of each card."""
    found = re.findall(r'class="lc-title"><h2>(.*?)</h2>(?:<p>(.*?)</p>)?', html(app))
    return [(unescape(title), unescape(caption)) for title, caption in found]


def plain(app: AppTest) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", " ", html(app))))


@pytest.mark.parametrize("name", PAGES)
def test_page_has_one_heading_short_titles_and_captions(name: str) -> None:
    app = open_page(name)
    assert html(app).count("<h1>") == 1
    own = [(title, caption) for title, caption in heads(app) if not title.startswith("Checks of")]
    first = own[: 4 if name == "costs" else 2]
    assert first
    assert all(len(title.split()) <= MAX_TITLE for title, _ in first)
    assert all(len(caption.split()) <= MAX_CAPTION for _, caption in own)


def test_costs_answer_first() -> None:
    """41,980 was spent, of which the library paid 2,630: grants paid 39,350, or 94%."""
    app = open_page("costs")
    assert "Grants paid for 94% of the ₱41,980 spent so far" in titles(app)[0]
    assert (
        "The library added ₱2,630 of its own cash. One bill of ₱3,500 still needs a payer." in titles(app)[0]
    )
    strip = [
        label for label in cards(app) if label in ("Cash spent", "Own share", "Incl. in-kind", "Grants left")
    ]
    assert len(strip) == MAX_FIGURES
    assert cards(app)["Grants left"] == "≤ ₱17,650"
    assert "Two of three programs are within their funding" in [title for title, _ in heads(app)]
    assert "–" not in cards(app).values()


def test_library_without_money_sees_no_card_of_money() -> None:
    app = open_page("costs", only_attendance())
    assert cards(app) == {}
    assert not app.get("plotly_chart")
    assert [title for title, _ in heads(app)] == ["Unlock more"]


def test_library_without_partners_sees_no_scorecard() -> None:
    app = open_page("partners", only_attendance())
    assert "lc-score" not in html(app).replace(".lc-score", "")
    assert [title for title, _ in heads(app)] == ["Unlock more"]


def test_spending_without_a_grant_omits_what_is_unknown() -> None:
    row = {"program_id": "Story hour", "kind": "cash", "status": "spent", "value": 900.0}
    paid = {**row, "from_party": "library", "to_party": "Shop"}
    app = open_page("costs", only_attendance().append(Edit("ledger", (paid,))))
    assert "The library paid all of the 900 spent so far" in titles(app)[0]
    assert "Grants left" not in cards(app)
    assert "Record the grants you received" in plain(app)


def test_money_the_library_put_in_makes_no_claim_about_grants() -> None:
    """The library's deposit and the grant are spent together: whose cash it was is not known."""
    row = {"program_id": "Story hour", "kind": "cash"}
    rows = (
        {**row, "from_party": "library", "to_party": "project", "status": "received", "value": 500.0},
        {**row, "from_party": "Hope", "to_party": "project", "status": "received", "value": 1000.0},
        {**row, "from_party": "project", "to_party": "Shop", "status": "spent", "value": 900.0},
    )
    app = open_page("costs", only_attendance().append(Edit("ledger", rows)))
    assert "900 spent so far" in titles(app)[0]
    assert "Grants paid" not in titles(app)[0]


def test_shortfall_is_the_headline() -> None:
    row = {"program_id": "Story hour", "kind": "cash"}
    rows = (
        {**row, "from_party": "Hope", "to_party": "project", "status": "received", "value": 500.0},
        {**row, "from_party": "project", "to_party": "Shop", "status": "spent", "value": 900.0},
    )
    app = open_page("costs", only_attendance().append(Edit("ledger", rows)))
    assert "400 of the 900 spent is not funded yet" in titles(app)[0]
    assert cards(app)["Not funded yet"] == "400"
    assert "Story hour has spent more than it received" in [title for title, _ in heads(app)]


def test_partners_answer_first_and_name_the_rule() -> None:
    app = open_page("partners")
    assert "Two partnerships are strong; two need a conversation" in titles(app)[0]
    shown = html(app)
    names = re.findall(r"<div><h2>(.*?)</h2>", shown)
    assert names[:2] == ["Tulay Reading Circle", "Malinaw Elementary School"]
    assert set(names[2:]) == {"Banaag Book Foundation", "Malinaw Disaster Office"}
    assert "They rate “We know who does what” 2.0 of 5; 2.5 or less means talk soon." in unescape(shown)
    assert "Ratings: only for your team" in " ".join(str(e.value) for e in app.get("markdown"))


def test_partner_with_low_ratings_gets_two_questions() -> None:
    app = open_page("partners", who="Malinaw Disaster Office")
    assert "Malinaw Disaster Office isn’t sure who does what" in plain(app)
    assert "Widest gaps: roles and relevance" in plain(app)
    (asked,) = re.findall(r'class="lc-ask">(.*?)</ol>', html(app))
    assert asked.count("<li>") == 2
    assert "Who does which part" in asked
    links = [element.proto for element in app.get("page_link")]
    assert any("reports" in link.page and link.label == "Make their page" for link in links)


def test_open_button_of_a_scorecard_shows_that_partner() -> None:
    app = open_page("partners")
    app.button(key="open-Tulay Reading Circle").click()
    app.run()
    assert not app.exception
    assert "Tulay Reading Circle is a strong partner" in plain(app)


def test_gift_overdue_is_named_without_blame() -> None:
    edits = (
        Edit("partners", ({"name": "Hope"},)),
        Edit(
            "ledger",
            (
                {
                    "program_id": "Story hour",
                    "from_party": "Hope",
                    "to_party": "project",
                    "kind": "cash",
                    "value": 500.0,
                    "status": "pledged",
                    "date": date(2020, 1, 1),
                },
            ),
        ),
        Edit("perspectives", ({"partner_id": "Hope", "item": ALIGNMENT_ITEMS[0], "rating": 5.0},)),
    )
    app = open_page("partners", only_attendance().append(*edits))
    assert "Hope needs a conversation" in titles(app)[0]
    assert "500 promised by Hope has not arrived" in plain(app)
    assert "When can we expect the 500 you promised?" in plain(app)


@pytest.mark.parametrize("view", [View("costs"), View("partners")], ids=str)
def test_program_filter_narrows_the_page_without_an_error(view: View) -> None:
    app = open_page(view.page, program="Storybook reading")
    assert not app.exception
    assert not app.error
    assert html(app).count("<h1>") == 1
    assert texts(app)
