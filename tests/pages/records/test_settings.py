"""The settings on the records page: effect on figures, refusals with their limits, no empty steps."""

from __future__ import annotations

import pytest

from libcollab_metrics.model import Setting, Workspace
from tests.pages.test_pages import only_attendance, press, texts
from tests.support.browser.records_page import STORY, control, data, figure, records, unescaped
from tests.support.sheets import imported, xlsx


def test_setting_changes_its_figure_and_undo_restores_it() -> None:
    people = [["Date", "Activity", "Name", "Status"], ["2026-03-07", STORY, "Ana Cruz", "Present"]]
    app = records("", Workspace().append(imported(xlsx(People=people))))
    control(app, "People to be served").set_value(10.0)
    control(app, "Currency (three letters)").set_value("php")
    control(app, "Value of a volunteer hour").set_value(75.0)
    press(app, "Save settings")
    stored = data(app).settings
    assert (stored.population, stored.currency, dict(stored.volunteer_rate)) == (10, "PHP", {"rate": 75})
    assert figure(app, "reach_rate") == [0.1]
    press(app, "Undo")
    assert figure(app, "reach_rate") == [None]


def test_unchanged_settings_add_no_step() -> None:
    app = records("", only_attendance().append(Setting({"population": 10})))
    press(app, "Save settings")
    assert "Nothing was changed" in texts(app)
    assert len(app.session_state["workspace"].steps) == 2


@pytest.mark.parametrize("threshold", [8, {"joy": 8}])
def test_unusual_threshold_stays_while_other_settings_change(threshold: object) -> None:
    app = records("", only_attendance().append(Setting({"agreement_threshold": threshold})))
    control(app, "People to be served").set_value(10.0)
    press(app, "Save settings")
    assert (data(app).settings.population, data(app).settings.agreement_threshold) == (10, threshold)


def test_refused_setting_names_the_limits_and_clears_the_earlier_message() -> None:
    app = records("", only_attendance())
    control(app, "Library staff").set_value(2.0)
    press(app, "Save settings")
    assert "Settings saved: staff." in unescaped(app)
    label = "Share of sessions that completes a program"
    for number, message in ((75.0, "Write a number from 0 to 1"), (-1.0, "out of range")):
        control(app, label).set_value(number)
        press(app, "Save settings")
        assert message in unescaped(app)
        assert "Settings kept" not in texts(app)
    control(app, label).set_value(0.75)
    control(app, "Value of a volunteer hour, low").set_value(90.0)
    control(app, "Value of a volunteer hour").set_value(75.0)
    press(app, "Save settings")
    assert "more than “rate”, 75" in texts(app)
    assert data(app).settings.completion_threshold is None
    assert len(app.session_state["workspace"].steps) == 2
