"""A partner's sheet on the screens: upload, use, decide each proposal, and decide whether to continue."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Workspace, list_decisions
from tests.pages.test_pages import add_file, open_page, press, texts, upload
from tests.pages.upload.test_review import buttons, drawn
from tests.support.builders.partner_library import SCHOOL, filled, library, made, ref_of

BAD = "<b>x</b> ![i](http://x)"


def _ledger_values(app: AppTest) -> list[float]:
    values: list[float] = (
        app.session_state["workspace"].dataset().tables["ledger"]["value"].dropna().to_list()
    )
    return values


def _returned_sheet(workspace: Workspace) -> bytes:
    data = made(workspace.dataset())
    money, status = ref_of(data, "another party", "Value"), ref_of(data, "another party", "Status")
    return filled(data, {money: ("no", "about 12,000"), status: ("no", BAD)}, {1: 4, 2: 5}, {2: BAD})


def _upload_returned_sheet(workspace: Workspace) -> AppTest:
    return upload(open_page("add", workspace), "back.xlsx", _returned_sheet(workspace))


def test_proposals_are_shown_before_and_decided_after_the_import() -> None:
    app = _upload_returned_sheet(library())
    assert not app.exception
    assert "What the partner says about your records" in texts(app)
    assert "about 12,000" in drawn(app)
    assert BAD not in drawn(app)
    assert not buttons(app, "Accept")
    assert _ledger_values(app) == [15000.0, 77777.0]


def test_partner_sheet_waits_for_own_records() -> None:
    app = upload(open_page("add"), "back.xlsx", _returned_sheet(library()))
    assert "Add your own sheets first" in texts(app)
    assert not buttons(app, "Add ")
    app.session_state["workspace"] = library()
    app.run()
    assert buttons(app, "Add ")


def test_accepting_changes_the_value_and_undo_restores_the_proposal() -> None:
    app = _upload_returned_sheet(library())
    add_file(app)
    assert _ledger_values(app) == [15000.0, 77777.0]
    assert "recorded 15,000, should be about 12,000" in texts(app)
    buttons(app, "Accept: about 12,000")[0].click().run()
    assert _ledger_values(app) == [12000.0, 77777.0]
    assert not buttons(app, "Accept")
    press(app, "Undo")
    assert _ledger_values(app) == [15000.0, 77777.0]
    assert len(buttons(app, "Accept: about 12,000")) == 1


def test_rejecting_or_acknowledging_removes_lines_and_changes_nothing() -> None:
    app = _upload_returned_sheet(library())
    add_file(app)
    assert f"“{BAD}”" in "\n".join(str(text.value) for text in app.text)
    assert BAD not in "\n".join(
        str(element.value) for kind in ("markdown", "caption") for element in app.get(kind)
    )
    buttons(app, "Keep 15,000")[0].click().run()
    while buttons(app, "I have seen this"):
        buttons(app, "I have seen this")[0].click().run()
    assert "What partners say about your records" not in texts(app)
    assert _ledger_values(app) == [15000.0, 77777.0]
    assert "Partner’s proposal turned down" in texts(app)


def test_ratings_of_the_sheet_count_as_the_partners() -> None:
    app = _upload_returned_sheet(library())
    add_file(app)
    rows = app.session_state["workspace"].dataset().tables["perspectives"]
    assert rows["rating"].to_list() == [2.0, 4.0, 5.0]


def _page(workspace: Workspace, partner: str = SCHOOL) -> AppTest:
    """A page with only the two parts of a partner's page."""

    def script(partner: str) -> None:
        from libcollab_metrics.localization import language
        from libcollab_metrics.model import Scope
        from pages.ui import session
        from pages.ui.page import Page
        from pages.ui.partners import draw_decision_form, draw_partner_sheet_button
        from pages.ui.workspace import undo

        frame = Page(session.dataset(), Scope(), language("en"))
        undo.draw_undo_redo()
        draw_partner_sheet_button(frame, partner)
        draw_decision_form(frame, partner)

    app = AppTest.from_function(script, default_timeout=600, kwargs={"partner": partner})
    app.session_state["workspace"] = workspace
    return app.run()


def _decisions(app: AppTest) -> list[tuple[str, str]]:
    decisions = list_decisions(app.session_state["workspace"].dataset(), SCHOOL)
    return [(decision.decision, decision.reason) for decision in decisions]


def _choice(app: AppTest) -> Any:
    return app.radio[0]


def test_partner_page_offers_the_sheet_and_lists_no_proposals() -> None:
    workspace = library()
    app = _page(workspace)
    assert [button.proto.label for button in app.get("download_button")] == ["Make a sheet for this partner"]
    assert "What partners say" not in texts(app)


def test_decision_has_no_default_answer() -> None:
    app = _page(library())
    assert _choice(app).value is None
    app.text_area[0].set_value("They pay the bus")
    press(app, "Record decision")
    assert "Nothing was recorded" in texts(app)
    assert _decisions(app) == []
    assert app.text_area[0].value == "They pay the bus"


def test_decision_is_stored_listed_and_taken_back() -> None:
    app = _page(library())
    _choice(app).set_value("renegotiate")
    app.text_area[0].set_value("They pay the bus")
    press(app, "Record decision")
    assert _decisions(app) == [("renegotiate", "They pay the bus")]
    assert "Renegotiate: go on, but differently. They pay the bus" in texts(app)
    assert _choice(app).value is None
    assert app.text_area[0].value == ""
    press(app, "Withdraw")
    assert _decisions(app) == []
    press(app, "Undo")
    assert _decisions(app) == [("renegotiate", "They pay the bus")]


def test_sample_library_allows_no_decision() -> None:
    app = _page(Workspace(), "Malinaw Elementary School")
    (button,) = buttons(app, "Record decision")
    assert button.disabled
    assert "add your own to record a decision" in texts(app)


def test_decision_can_be_about_one_program() -> None:
    app = _page(library())
    _choice(app).set_value("stop")
    app.selectbox[0].set_value("Story hour")
    press(app, "Record decision")
    (decision,) = list_decisions(app.session_state["workspace"].dataset(), SCHOOL)
    assert (decision.decision, decision.program, decision.reason) == ("stop", "Story hour", "")
    assert "No reason was given." in texts(app)
