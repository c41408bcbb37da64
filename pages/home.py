"""Home page: introduction, sample figures, and links to start."""

import streamlit as st

from libcollab_metrics.figures import attendance_over_time
from libcollab_metrics.ingest import build_blank_template, build_sign_in_sheet
from pages.ui import display, session
from pages.ui.buttons import draw_button
from pages.ui.display import hold_download
from pages.ui.page import error_boundary, open_page

frame = open_page("home")

st.markdown(
    "From the attendance sheet you already keep to an honest page a sponsor can read: **who came, how many of"
    " those you meant to serve, what it cost, and what succeeded.**"
)
columns = st.columns(3)
with columns[0]:
    if draw_button("Use my spreadsheet", type="primary", width="stretch"):
        st.switch_page("pages/data.py")
template = f"template-{session.token()}.xlsx"
columns[1].download_button(
    "Download a blank template",
    hold_download(build_blank_template, template),
    template,
    on_click="ignore",
    width="stretch",
)
sheet = f"sign-in-{session.token()}.xlsx"
columns[2].download_button(
    "Download a sign-in sheet",
    hold_download(build_sign_in_sheet, sheet),
    sheet,
    on_click="ignore",
    width="stretch",
)

st.header("The sample library" if session.is_sample() else "Your library")
if session.is_sample():
    st.caption("Invented: three projects over 18 months, with the gaps that real sheets have.")
with error_boundary():
    display.draw_cards(frame, ("attendance_total", "reach_rate", "cost_cash", "project_success_rate"))
    display.draw_figure(frame, attendance_over_time, ("attendance_total", "sessions_held"), by="month")
st.caption(
    f"Sheets are read in memory on this {'server' if session.is_shared() else 'computer'}; names of people"
    " become codes at once. Files over 1 MB are held in an unnamed temporary file while they are uploaded."
)
