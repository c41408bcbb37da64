"""A partner's sheet on the screens: uploaded, used, each proposal decided, and the question whether to go
on."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Workspace, list_decisions
from tests.pages.test_pages import open_page, press, texts, upload
from tests.pages.upload.test_review import buttons, drawn
from tests.support.builders.partner_library import SCHOOL, filled, library, made, ref_of

BAD = "<b>x</b> ![i](http://x)"


def _value(app: AppTest) -> list[float]:
    values: list[float] = (
        app.session_state["workspace"].dataset().tables["ledger"]["value"].dropna().to_list()
    )
    return values


def _back(workspace: Workspace) -> bytes:
    data = made(workspace.dataset())
    money, status = ref_of(data, "another party", "Value"), ref_of(data, "another party", "Status")
    return filled(data, {money: ("no", "about 12,000"), status: ("no", BAD)}, {1: 4, 2: 5}, {2: BAD})


def _uploaded(workspace: Workspace) -> AppTest:
    return upload(open_page("data", workspace), "back.xlsx", _back(workspace))


def test_what_a_partner_proposes_is_shown_before_the_sheet_is_used_and_decided_only_after() -> None:
    app = _uploaded(library())
    assert not app.exception
    assert "What the partner says about your records" in texts(app)
    assert "about 12,000" in drawn(app)
    assert BAD not in drawn(app)
    assert not buttons(app, "Accept")
    assert _value(app) == [15000.0, 77777.0]


def test_a_partners_sheet_waits_until_there_are_own_records_to_compare_it_with() -> None:
    app = upload(open_page("data"), "back.xlsx", _back(library()))
    assert "use your own sheets first" in texts(app)
    assert not buttons(app, "Use these sheets")
    app.session_state["workspace"] = library()
    app.run()
    assert buttons(app, "Use these sheets")


def test_accepting_moves_the_value_undo_brings_it_and_the_proposal_back() -> None:
    app = _uploaded(library())
    press(app, "Use these sheets")
    assert _value(app) == [15000.0, 77777.0]
    assert "recorded 15,000, should be about 12,000" in texts(app)
    buttons(app, "Accept: about 12,000")[0].click().run()
    assert _value(app) == [12000.0, 77777.0]
    assert not buttons(app, "Accept")
    press(app, "Undo the last step")
    assert _value(app) == [15000.0, 77777.0]
    assert len(buttons(app, "Accept: about 12,000")) == 1


def test_turning_down_and_having_seen_take_the_lines_off_and_change_nothing() -> None:
    app = _uploaded(library())
    press(app, "Use these sheets")
    assert f"“{BAD}”" in "\n".join(str(text.value) for text in app.text)
    assert BAD not in "\n".join(str(one.value) for kind in ("markdown", "caption") for one in app.get(kind))
    buttons(app, "Keep 15,000")[0].click().run()
    while buttons(app, "I have seen this"):
        buttons(app, "I have seen this")[0].click().run()
    assert "What partners say about your records" not in texts(app)
    assert _value(app) == [15000.0, 77777.0]
    assert "A partner's proposal was turned down" in texts(app)


def test_the_ratings_of_the_sheet_count_as_the_partners() -> None:
    app = _uploaded(library())
    press(app, "Use these sheets")
    rows = app.session_state["workspace"].dataset().tables["perspectives"]
    assert rows["rating"].to_list() == [2.0, 4.0, 5.0]


def _page(workspace: Workspace, partner: str = SCHOOL) -> AppTest:
    """A page with nothing but the two pieces a partner's page is made of."""

    def script(partner: str) -> None:
        from libcollab_metrics.localization import language
        from libcollab_metrics.model import Scope
        from pages.ui import session
        from pages.ui.page import Page
        from pages.ui.partners import draw_decision_form, draw_partner_sheet_button
        from pages.ui.workspace import history

        frame = Page(session.dataset(), Scope(), language("en"))
        history.draw_undo_redo()
        draw_partner_sheet_button(frame, partner)
        draw_decision_form(frame, partner)

    app = AppTest.from_function(script, default_timeout=600, kwargs={"partner": partner})
    app.session_state["workspace"] = workspace
    return app.run()


def _decided(app: AppTest) -> list[tuple[str, str]]:
    found = list_decisions(app.session_state["workspace"].dataset(), SCHOOL)
    return [(one.decision, one.reason) for one in found]


def _choice(app: AppTest) -> Any:
    return app.radio[0]


def test_a_partners_page_offers_the_sheet_and_lists_what_is_waiting() -> None:
    workspace = library()
    app = _page(workspace)
    assert [button.proto.label for button in app.get("download_button")] == ["Make a sheet for this partner"]
    assert "What partners say" not in texts(app)


def test_the_question_has_no_answer_until_somebody_gives_one() -> None:
    app = _page(library())
    assert _choice(app).value is None
    app.text_area[0].set_value("They pay the bus")
    press(app, "Keep this decision")
    assert "Nothing was kept" in texts(app)
    assert _decided(app) == []
    assert app.text_area[0].value == "They pay the bus"


def test_a_decision_is_kept_with_its_reason_listed_and_taken_back() -> None:
    app = _page(library())
    _choice(app).set_value("renegotiate")
    app.text_area[0].set_value("They pay the bus")
    press(app, "Keep this decision")
    assert _decided(app) == [("renegotiate", "They pay the bus")]
    assert "Renegotiate: go on, but differently. They pay the bus" in texts(app)
    assert _choice(app).value is None
    assert app.text_area[0].value == ""
    press(app, "Take it back")
    assert _decided(app) == []
    press(app, "Undo the last step")
    assert _decided(app) == [("renegotiate", "They pay the bus")]


def test_nothing_is_decided_about_the_invented_sample() -> None:
    app = _page(Workspace(), "Malinaw Elementary School")
    (button,) = buttons(app, "Keep this decision")
    assert button.disabled
    assert "put in your own sheets first" in texts(app)


def test_a_decision_can_be_about_one_program() -> None:
    app = _page(library())
    _choice(app).set_value("stop")
    app.selectbox[0].set_value("Story hour")
    press(app, "Keep this decision")
    (one,) = list_decisions(app.session_state["workspace"].dataset(), SCHOOL)
    assert (one.decision, one.program, one.reason) == ("stop", "Story hour", "")
    assert "No reason was kept." in texts(app)
