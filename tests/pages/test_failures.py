"""When the program itself fails, the librarian reads a sentence with a reference and the logbook knows the
place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES, DOCUMENT_FORMATS
from libcollab_metrics.errors import ReleaseBlockedError
from pages.ui import display, session
from tests.pages.test_pages import open_page, texts
from tests.test_event_log import lines, listening

CANARY = "Xiomara Quiambao"


def fails(*args: object, **kwargs: object) -> None:
    raise KeyError(CANARY)


def told(app: AppTest, mishaps: list[str]) -> list[dict[str, str]]:
    """What the logbook holds of the failures, after looking that the page tells the same references and no
    value."""
    lines = [json.loads(line) for line in mishaps]
    mishaps.clear()
    said = texts(app)
    assert re.findall(r"this reference: ([0-9a-f]{8})", said.replace("\\", "")) == [
        line["reference"] for line in lines
    ]
    assert not app.exception
    assert CANARY not in said
    assert CANARY not in json.dumps(lines)
    assert "Error" not in said
    assert "error" not in {word for line in lines for word in line["place"].split("/")}
    return lines


def test_a_part_of_a_page_that_fails_costs_that_part_only(
    monkeypatch: pytest.MonkeyPatch, mishaps: list[str]
) -> None:
    monkeypatch.setattr(display, "draw_figure", fails)
    app = open_page("attendance")
    lines = told(app, mishaps)
    assert {(line["kind"], line["library"]) for line in lines} == {("key-error", "own")}
    assert all(line["frames"][0].startswith("app.py:") or "pages/" in line["frames"][0] for line in lines)
    assert app.title[0].value == "Attendance"


def test_a_page_that_fails_before_it_has_begun_is_told_the_same_way(
    monkeypatch: pytest.MonkeyPatch, mishaps: list[str]
) -> None:
    monkeypatch.setattr(session, "dataset", fails)
    (line,) = told(open_page("overview"), mishaps)
    assert line["place"].startswith("pages/")


def test_a_click_that_fails_is_told_on_the_page_it_leads_to(
    monkeypatch: pytest.MonkeyPatch, mishaps: list[str]
) -> None:
    app = open_page("overview")
    app.session_state["failed downloads"] = []
    failing = AppTest.from_function(_click_that_fails)
    failing.run()
    failing.button[0].click().run()
    (line,) = told(failing, mishaps)
    assert line["kind"] == "key-error"


def _click_that_fails() -> None:
    import streamlit as st

    from pages.ui import session
    from tests.pages.test_failures import fails

    st.button("Act", on_click=session.guard_callback(fails))
    for sentence in session.pop_download_errors():
        st.warning(sentence)


def _download_that_fails() -> None:
    import streamlit as st

    from pages.ui import session

    st.session_state["made"] = session.guard_download(st.session_state["make"], "figure", format="csv")
    for sentence in session.pop_download_errors():
        st.warning(sentence)


def test_a_download_that_fails_is_told_on_the_next_page(mishaps: list[str]) -> None:
    app = AppTest.from_function(_download_that_fails)
    app.session_state["make"] = fails
    app.run()
    with pytest.raises(KeyError):
        app.session_state["made"]()
    told(app.run(), mishaps)
    assert not app.run().warning


def test_a_download_that_is_refused_says_why_on_the_next_page() -> None:
    def refuse() -> bytes:
        raise ReleaseBlockedError(f"Two lines of {CANARY} have no clear bearer.")

    app = AppTest.from_function(_download_that_fails)
    app.session_state["make"] = refuse
    app.run()
    with listening() as written, pytest.raises(ReleaseBlockedError):
        app.session_state["made"]()
    assert "no clear bearer" in app.run().warning[0].value
    (line,) = lines(written)
    assert (line["event"], line["what"], line["kind"]) == ("refusal", "figure", "held-back")
    assert CANARY not in written.getvalue()


def test_a_document_handed_out_is_one_line_with_how_much_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[Callable[[], bytes]] = []
    monkeypatch.setattr(st, "download_button", lambda label, data, *rest, **more: offered.append(data))
    open_page("share", audience=DOCUMENT_AUDIENCES["planning"].label, format=DOCUMENT_FORMATS["csv"].label)
    with listening() as written:
        made = offered[-1]()
    (line,) = lines(written)
    told = {name: line[name] for name in ("event", "library", "what", "audience", "format", "bytes")}
    assert told == {
        "event": "export",
        "library": "own",
        "what": "document",
        "audience": "planning",
        "format": "csv",
        "bytes": len(made),
    }
    assert isinstance(line["hidden"], int)
    assert line["hidden"] > 0
