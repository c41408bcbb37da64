"""What leaves the library: a summary for planning or for a sponsor, with small groups hidden."""

from functools import partial

import streamlit as st

from libcollab_metrics.reports import lines_to_clear
from pages.ui import session, show
from pages.ui.documents import make
from pages.ui.frame import border, open_page

frame = open_page("share")

AUDIENCES = {"planning": "Planning summary, for ourselves", "sponsor": "Sponsor summary"}
FORMATS = {"pdf": "PDF", "xlsx": "Excel workbook"}

audience = st.radio(
    "Who is it for?", list(AUDIENCES), format_func=AUDIENCES.get, key="audience", bind="query-params", horizontal=True
)
fmt = st.radio("As what?", list(FORMATS), format_func=FORMATS.get, key="format", bind="query-params", horizontal=True)
accepted = True
with border():
    lines = lines_to_clear(frame.dataset, frame.scope, session.today(), frame.language) if audience == "sponsor" else ()
    if lines:
        st.warning(
            "It is not clear who bears these amounts. Ask, record the answer in the ledger, and the summary may leave.",
        )
        for line in lines:
            st.text(f"• {line}")
        accepted = st.checkbox("Write it all the same; the document will say that these are open")
    if accepted:
        name = f"{audience}-summary-{session.token()}.{fmt}"
        st.download_button(
            f"Download the {FORMATS[fmt]}",
            partial(make, frame.dataset, audience, fmt, frame.scope, session.today(), bool(lines)),
            name,
            type="primary",
            on_click="ignore",
        )
        st.caption(
            "The document states its scope, its coverage, its gaps and the version of its definitions. "
            "Groups under the limit are hidden in it."
        )
    show.cards(frame, ("attendance_coverage", "cost_coverage", "fund_clarity"))
