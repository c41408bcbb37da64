"""Help page: how to do things, how numbers are counted, and a search over all definitions."""

import streamlit as st

from pages.ui import definitions
from pages.ui.look import headline
from pages.ui.page import error_boundary, open_page
from pages.ui.translation import _

open_page("help", titled=False)

headline(_("Help & definitions"), _("How things are done, and how every number is counted"))
wanted = st.text_input(
    _("Search help, figures and messages"),
    key="find",
    bind="query-params",
    placeholder=_("visits, reach, cost per visit …"),
    icon=":material/search:",
)
with error_boundary():
    if wanted.strip():
        definitions.draw_found(wanted)
    else:
        definitions.draw_contents()
