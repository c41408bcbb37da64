"""The way in for sheets: upload, see how they were read, answer, confirm, undo."""

import streamlit as st

from pages.ui import keeping, session, show
from pages.ui.fixing import fix_names, fix_overlaps
from pages.ui.frame import border, escaped, open_page
from pages.ui.history import history
from pages.ui.partner_sheet import proposals_waiting
from pages.ui.review import review_all
from pages.ui.settings import settings_form

frame = open_page("data")

st.markdown("Upload the workbook or CSV you already keep. Nothing is used before you have seen how it was read.")
for file in (
    st.file_uploader(
        "Attendance sheets, rosters, ledgers: Excel, LibreOffice or CSV", accept_multiple_files=True, key="upload"
    )
    or ()
):
    refusal = session.hold(file.name, file.getvalue(), file.file_id)
    if refusal:
        st.info(escaped(refusal))
review_all()
with border():
    proposals_waiting(frame)

st.header("What is in use")
if session.is_sample():
    st.text("The invented sample library. Your own sheets replace it as soon as you use one.")
for line in history(session.workspace().steps):
    st.text(line)
with border():
    keeping.undo_and_redo()
with border():
    fix_overlaps(frame.dataset.overlaps)
with border():
    fix_names()
with border():
    settings_form(frame.dataset.settings)
with border():
    keeping.place()
if not session.is_sample():
    with st.expander(f"Everything told about these sheets ({len(frame.dataset.issues)})"):
        show.issues(frame.dataset.issues)
