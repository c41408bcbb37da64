"""When the program fails, the page shows a sentence with a reference, and the log records where."""

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
from tests.pages.test_pages import html, open_page, texts
from tests.test_event_log import lines, listening

CANARY = "Xiomara Quiambao"


def fails(*args: object, **kwargs: object) -> None:
    raise KeyError(CANARY)


def logged_failures(app: AppTest, unexpected_errors: list[str]) -> list[dict[str, str]]:
    """The logged failures, after a check that the page shows the same references and no value."""
    lines = [json.loads(line) for line in unexpected_errors]
    unexpected_errors.clear()
    page_text = texts(app)
    assert re.findall(r"this reference: ([0-9a-f]{8})", page_text.replace("\\", "")) == [
        line["reference"] for line in lines
    ]
    assert not app.exception
    assert CANARY not in page_text
    assert CANARY not in json.dumps(lines)
    assert "Error" not in page_text
    assert "error" not in {word for line in lines for word in line["place"].split("/")}
    return lines


def test_failing_part_of_a_page_leaves_the_rest(
    monkeypatch: pytest.MonkeyPatch, unexpected_errors: list[str]
) -> None:
    monkeypatch.setattr(display, "draw_figure", fails)
    app = open_page("attendance", show="Reach")
    lines = logged_failures(app, unexpected_errors)
    assert {(line["kind"], line["library"]) for line in lines} == {("key-error", "own")}
    assert all(line["frames"][0].startswith("app.py:") or "pages/" in line["frames"][0] for line in lines)
    assert "23 people come to each session" in html(app)


def test_page_failing_at_its_start_is_reported_too(
    monkeypatch: pytest.MonkeyPatch, unexpected_errors: list[str]
) -> None:
    monkeypatch.setattr(session, "dataset", fails)
    (line,) = logged_failures(open_page("overview"), unexpected_errors)
    assert line["place"].startswith("pages/")


def test_failed_click_is_reported_on_the_page(
    monkeypatch: pytest.MonkeyPatch, unexpected_errors: list[str]
) -> None:
    app = open_page("overview")
    app.session_state["failed downloads"] = []
    failing = AppTest.from_function(_click_that_fails)
    failing.run()
    failing.button[0].click().run()
    (line,) = logged_failures(failing, unexpected_errors)
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


def test_failed_download_is_reported_on_the_next_page(unexpected_errors: list[str]) -> None:
    app = AppTest.from_function(_download_that_fails)
    app.session_state["make"] = fails
    app.run()
    with pytest.raises(KeyError):
        app.session_state["made"]()
    logged_failures(app.run(), unexpected_errors)
    assert not app.run().warning


def test_refused_download_gives_its_reason_on_the_next_page() -> None:
    def refuse() -> bytes:
        raise ReleaseBlockedError(f"Two lines of {CANARY} have no known payer.")

    app = AppTest.from_function(_download_that_fails)
    app.session_state["make"] = refuse
    app.run()
    with listening() as log, pytest.raises(ReleaseBlockedError):
        app.session_state["made"]()
    assert "no known payer" in app.run().warning[0].value
    (line,) = lines(log)
    assert (line["event"], line["what"], line["kind"]) == ("refusal", "figure", "held-back")
    assert CANARY not in log.getvalue()


def test_document_export_is_logged_with_its_hidden_count(monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[Callable[[], bytes]] = []
    monkeypatch.setattr(st, "download_button", lambda label, data, *rest, **more: offered.append(data))
    open_page("reports", audience=DOCUMENT_AUDIENCES["planning"].label, format=DOCUMENT_FORMATS["csv"].label)
    with listening() as log:
        document = offered[-1]()
    (line,) = lines(log)
    logged = {name: line[name] for name in ("event", "library", "what", "audience", "format", "bytes")}
    assert logged == {
        "event": "export",
        "library": "own",
        "what": "document",
        "audience": "planning",
        "format": "csv",
        "bytes": len(document),
    }
    assert isinstance(line["hidden"], int)
    assert line["hidden"] > 0
