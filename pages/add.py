"""Add data page: upload sheets, review how they were read, answer, confirm; blank sheets to fill in."""

import streamlit as st

from libcollab_metrics.ingest import build_blank_template, build_sign_in_sheet
from pages.ui import session
from pages.ui.display import hold_download
from pages.ui.markdown import escape_markdown
from pages.ui.page import error_boundary, open_page
from pages.ui.partners import draw_open_proposals
from pages.ui.upload.review import draw_reviews
from pages.ui.upload.sheet_programs import draw_sheet_programs
from pages.ui.workspace.undo import draw_steps

BLANK_SHEETS = (
    ("Blank template", "template", build_blank_template),
    ("Sign-in sheet to print", "sign-in", build_sign_in_sheet),
)

frame = open_page("add")

st.markdown("Upload the workbook or CSV you already use. You check how it was read before anything counts.")
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

st.header("In use", anchor=False)
draw_steps()
with error_boundary():
    draw_sheet_programs()

st.header("No sheet yet?", anchor=False)
with st.container(horizontal=True, vertical_alignment="center"):
    for label, kind, build in BLANK_SHEETS:
        name = f"{kind}-{session.token()}.xlsx"
        st.download_button(
            label, hold_download(build, name), name, icon=":material/download:", key=kind, on_click="ignore"
        )
    st.page_link("pages/records.py", label="Type sessions in Records")
st.caption(
    f"Sheets are read in memory on this {'server' if session.is_shared() else 'computer'}. Names of people"
    " become codes at once. A file over 1 MB is in an unnamed temporary file while it is uploaded."
)
