"""Data page: upload sheets, review how they were read, answer, confirm, undo."""

import streamlit as st

from pages.ui import display, session
from pages.ui.page import error_boundary, escape_markdown, open_page
from pages.ui.partners import draw_open_proposals
from pages.ui.records.settings import draw_settings_form
from pages.ui.upload.names import draw_name_merges, draw_overlap_question
from pages.ui.upload.review import draw_reviews
from pages.ui.workspace import history
from pages.ui.workspace.history import describe_steps

frame = open_page("data")

st.markdown(
    "Upload the workbook or CSV you already keep. Nothing is used before you have seen how it was read."
)
for file in (
    st.file_uploader(
        "Attendance sheets, rosters, ledgers: Excel, LibreOffice or CSV",
        accept_multiple_files=True,
        key="upload",
    )
    or ()
):
    refusal = session.add_upload(file.name, file.getvalue(), file.file_id)
    if refusal:
        st.info(escape_markdown(refusal))
draw_reviews()
with error_boundary():
    draw_open_proposals(frame)

st.header("What is in use")
if session.is_sample():
    st.text("The invented sample library. Your own sheets replace it as soon as you use one.")
for line in describe_steps(session.workspace().steps):
    st.text(line)
with error_boundary():
    history.draw_undo_redo()
with error_boundary():
    draw_overlap_question(frame.dataset.overlaps)
with error_boundary():
    draw_name_merges()
with error_boundary():
    draw_settings_form(frame.dataset.settings)
with error_boundary():
    history.draw_storage()
if not session.is_sample():
    with st.expander(f"Everything told about these sheets ({len(frame.dataset.issues)})"):
        display.draw_issues(frame.dataset.issues)
