"""The library's own recommendations to its board: one input for each decision of the report."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.model import Scope
from libcollab_metrics.reports import list_recommendations
from pages.ui import session
from pages.ui.markdown import escape_markdown
from pages.ui.page import Page
from pages.ui.share.inputs import DocumentOptions, WidgetKeys, widget_key, widget_value
from pages.ui.translation import _

#: Start of the name of each input, before the key of its decision.
PREFIX = "recommendation:"


def draw_recommendations(frame: Page, scope: Scope) -> WidgetKeys:
    """Draw an input for each decision; where nothing is typed, the report has the words below it."""
    if session.is_preview_stopped("figures", ("board", "", scope)):
        return {}
    report_data = session.load_report_data("board", scope)
    decisions = list_recommendations(report_data, frame.language)
    if not decisions:
        return {}
    known = report_data.options.recommendations
    boxes = {
        f"{PREFIX}{key}": widget_key(f"{PREFIX}{key}", "board", known.get(key))
        for key, _decision in decisions
    }
    with st.expander(_("Recommendations in your own words"), expanded=bool(known)):
        st.caption(_("Where you type nothing, the report has the words shown in gray."))
        for key, decision in decisions:
            st.text_input(
                escape_markdown(decision.question),
                known.get(key) or "",
                max_chars=200,
                placeholder=decision.recommendation or _("left for the board to fill in"),
                key=boxes[f"{PREFIX}{key}"],
            )
    return boxes


def recommendation_options(boxes: WidgetKeys) -> list[DocumentOptions]:
    """Return the recommendations that were typed, each with the key of its decision."""
    typed = {
        name.removeprefix(PREFIX): (widget_value(boxes, name) or "").strip()
        for name in boxes
        if name.startswith(PREFIX)
    }
    return [{"decision": key, "text": text} for key, text in typed.items() if text]
