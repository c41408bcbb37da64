"""The counts for official forms are on the attendance page, and are computed only when opened."""

from __future__ import annotations

from pages.ui.session.cache import LRUCache
from tests.pages.test_pages import only_attendance, open_page, texts
from tests.support.views import View


def computed_metrics(figures: LRUCache[object]) -> set[str]:
    """The metrics of every figure computed so far."""
    return {metric for name, _ in figures.items() for metric in name[3] or ()}


def test_official_counts_are_computed_when_they_are_opened() -> None:
    app = open_page("attendance", only_attendance())
    assert "imls_grid" not in computed_metrics(app.session_state["figures"])
    assert "By intended audience" not in texts(app)
    View("attendance", {"show": "Official counts"}).open(app)
    assert not app.exception
    assert {"imls_grid", "average_daily_attendance"} <= computed_metrics(app.session_state["figures"])
    assert "By intended audience" in texts(app)


def test_school_form_is_drawn_only_where_it_is_known() -> None:
    of_sample = open_page("attendance", show="Official counts")
    assert "For a school’s form" in texts(of_sample)
    of_head_counts = open_page("attendance", only_attendance(), show="Official counts")
    assert not of_head_counts.error
    assert "For a school’s form" not in texts(of_head_counts)
