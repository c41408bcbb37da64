"""A second click or input before the page is redrawn is never lost, and neither is the first."""

from __future__ import annotations

import ast
import re
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import streamlit as st
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from libcollab_metrics.model import Setting, Workspace
from pages.ui.records import tabs as records_page
from pages.ui.session import workspaces
from tests.pages.test_journey import settled
from tests.pages.test_pages import only_attendance, open_page, press
from tests.support.browser.records_page import STORY, control, draft, fill, records, rows_of
from tests.support.browser.share_page import downloads, open_share, remember, selection, typed
from tests.support.paths import ROOT

#: The sign-in page has one button and no other control.
WITHOUT_OTHERS = {"app_shell.py"}
CONTACT = "Contact line, on every document"


def remembering(**planning: Any) -> Workspace:
    return only_attendance().append(Setting({"documents": {"planning": planning}}))


@pytest.mark.parametrize(("fmt", "button"), [("pdf", "PDF"), ("docx", "Word"), ("csv", "CSV")])
def test_format_chosen_with_another_purpose_is_used(fmt: str, button: str) -> None:
    """Both clicks reach the server in one message when the second comes while the page is busy."""
    app = open_share(only_attendance(), "sponsor")
    app.radio(key="audience").set_value("planning")
    app.radio(key="format").set_value(fmt)
    app.run()
    assert downloads(app) == [f"Download {button}"]


def test_choices_made_with_another_purpose_override_remembered_ones() -> None:
    app = open_share(remembering(program=["Craft"], language="fil", **{"from": "2026-01-01"}), "sponsor")
    app.radio(key="audience").set_value("planning")
    app.multiselect(key="program").set_value(["Story hour"])
    app.date_input(key="to").set_value(date(2026, 3, 31))
    app.radio(key="language").set_value("es")
    app.run()
    assert "Story hour, until 31 March 2026" in selection(app)
    remember(app)
    remembered = app.session_state["workspace"].dataset().settings.documents["planning"]
    assert (remembered["program"], remembered["to"], remembered["language"]) == (
        ("Story hour",),
        "2026-03-31",
        "es",
    )
    assert "from" not in remembered


def test_remembered_options_apply_by_default_and_can_be_refused() -> None:
    app = open_share(remembering(program=["Craft"], language="fil", format="docx"), "sponsor")
    app.radio(key="audience").set_value("planning").run()
    assert downloads(app) == ["Download Word"]
    assert "Craft, all dates" in selection(app)
    app.checkbox(key="as-remembered-planning").uncheck().run()
    assert "All programs, all dates" in selection(app)
    app.date_input(key="from").set_value(date(2026, 3, 1)).run()
    app.checkbox(key="as-remembered-planning").check().run()
    assert "Craft, from 1 March 2026" in selection(app)


def test_remember_and_change_purpose_at_once_are_both_done() -> None:
    app = open_share(only_attendance(), "sponsor")
    typed(app, "Your request").set_value("Books.")
    next(button for button in app.button if button.label.startswith("Save for the")).click()
    app.radio(key="audience").set_value("planning")
    app.run()
    documents = app.session_state["workspace"].dataset().settings.documents
    assert (documents["sponsor"]["ask"], documents["sponsor"]["format"]) == ("Books.", "pdf")
    assert downloads(app) == ["Download PDF"]


def test_contact_line_input_survives_another_purpose() -> None:
    """A browser keeps the input of a form as long as the box has the same id."""
    app = open_share(only_attendance(), "pitch")
    contact, need = typed(app, CONTACT).id, typed(app, "The need").id
    app.radio(key="audience").set_value("board").run()
    assert typed(app, CONTACT).id == contact
    assert typed(app, "The need").id != need  # the text for one purpose never appears in another


def test_assumption_typed_just_before_another_program_survives() -> None:
    app = open_page("planning")
    months = next(box for box in app.slider if box.label == "Months")
    months.set_value(2.0)
    app.pills(key="plan-program").set_value("Workshop for slow readers")
    app.run()
    app.pills(key="plan-program").set_value("Storybook reading").run()
    assert next(box for box in app.slider if box.label == "Months").value == 2


def test_setting_input_survives_an_undo() -> None:
    app = records("settings", only_attendance())
    control(app, "Library staff").set_value(5.0)
    press(app, "Save settings")
    staff, rate = control(app, "Library staff").id, control(app, "Value of a staff hour").id
    press(app, "Undo")
    assert control(app, "Library staff").value is None
    assert control(app, "Library staff").id != staff
    assert control(app, "Value of a staff hour").id == rate


def test_form_row_input_survives_rows_stored_from_the_grid() -> None:
    app = records("partners", only_attendance())
    name = control(app, "Partner").id
    draft(app, "partners", {"name": "Rotary Club"})
    press(app, "Save rows")
    assert control(app, "Partner").id == name
    fill(app, Partner="Hope School")
    press(app, "Save row")
    assert rows_of(app, "partners") == 2
    assert control(app, "Partner").id != name


def test_press_counts_when_its_run_is_interrupted_before_the_button(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another click ends the running page as `st.rerun` does, and the next run lacks the press."""
    app = records("sessions", only_attendance())
    fill(app, Program=STORY, Date=date(2026, 5, 2))
    before = rows_of(app, "sessions")
    interrupted = once(lambda _: st.rerun(), records_page.draw_record_tabs)
    monkeypatch.setattr(records_page, "draw_record_tabs", interrupted)
    press(app, "Save row")
    assert rows_of(app, "sessions") == before + 1
    app.run()
    assert rows_of(app, "sessions") == before + 1


def test_press_counts_when_another_click_interrupts_its_handling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = records("sessions", only_attendance())
    fill(app, Program=STORY, Date=date(2026, 5, 2))
    before = rows_of(app, "sessions")
    clicks: list[None] = [None]
    encode = workspaces.encode_step

    def click_elsewhere_first(*args: Any) -> Any:
        if clicks:
            clicks.pop()
            context = get_script_run_ctx()
            assert context
            assert context.script_requests
            on_another_thread(context.script_requests.request_rerun, RerunData())
        return encode(*args)

    monkeypatch.setattr(workspaces, "encode_step", click_elsewhere_first)
    press(app, "Save row")
    assert not clicks
    assert rows_of(app, "sessions") == before + 1
    app.run()
    assert rows_of(app, "sessions") == before + 1


def test_page_can_be_interrupted_again_after_a_press() -> None:
    app = records("sessions", only_attendance())
    seen = []

    def look() -> None:
        context = get_script_run_ctx()
        seen.append(vars(context.script_requests).keys() & {"on_scriptrunner_yield", "request_rerun"})

    fill(app, Program=STORY)
    with pytest.MonkeyPatch.context() as patch:
        draw = records_page.draw_record_tabs
        patch.setattr(records_page, "draw_record_tabs", lambda frame: (look(), draw(frame)))
        press(app, "Save row")
        app.run()
    assert seen
    assert not any(seen)


def on_another_thread(call: Callable[..., object], *args: object) -> None:
    thread = threading.Thread(target=call, args=args)
    thread.start()
    thread.join()


def once(first: Callable[..., object], then: Callable[..., object]) -> Callable[..., object]:
    """A function that calls `first` the first time, and `then` later."""
    waiting = [first]
    return lambda *args: (waiting.pop() if waiting else then)(*args)


def test_press_without_a_matching_page_is_dropped() -> None:
    app = records("sessions", only_attendance())
    app.session_state["pressed"] = {"keep-sessions"}
    app.query_params.clear()
    app.switch_page("pages/overview.py").run()
    assert not app.session_state["pressed"]


def test_every_button_reports_its_press_in_a_callback() -> None:
    buttons_without_callback = [
        f"{path.name}:{call.lineno}"
        for path in sorted((ROOT / "pages").rglob("*.py"))
        if path.name not in WITHOUT_OTHERS
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and re.fullmatch(r"st\.(form_submit_)?button", ast.unparse(call.func))
        if "on_click" not in {option.arg for option in call.keywords}
    ]
    assert buttons_without_callback == []


@pytest.mark.browser
def test_format_clicked_before_the_server_answers_is_used(page: Page, app_url: str) -> None:
    messages: list[Callable[[], None]] = []
    holding = False

    def intercept(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()

        def hold_message(message: str | bytes) -> None:
            messages.append(lambda: browser.send(message))
            if not holding:
                release()

        server.on_message(hold_message)

    def release() -> None:
        while messages:
            messages.pop(0)()

    page.route_web_socket(re.compile("_stcore/stream"), intercept)
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.goto(f"{app_url}/reports")
    expect(page.get_by_role("radio", name="Planning pack")).to_be_attached()
    settled(page)
    holding = True
    page.get_by_text("Planning pack").click()
    page.get_by_text("PDF", exact=True).click()
    holding = False
    release()
    expect(page.get_by_role("img", name=re.compile("Page 1 of the planning pack"))).to_be_visible()
    settled(page)
    expect(page.get_by_role("button", name="Download PDF")).to_be_visible()
