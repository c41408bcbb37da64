"""Help page: how numbers and forecasts are calculated, and a search over all definitions and findings."""

import streamlit as st

from pages.ui import definitions
from pages.ui.page import error_boundary, open_page
from pages.ui.translation import _

frame = open_page("help")

wanted = st.text_input(
    _("Search figures and findings"),
    key="find",
    bind="query-params",
    placeholder=_("visits, reach, cost per visit …"),
    icon=":material/search:",
)
with error_boundary():
    if not wanted:
        definitions.draw_principles()
    definitions.draw_metrics(wanted)
with error_boundary():
    definitions.draw_issue_kinds(wanted)
