"""Add data page: upload sheets, review how they were read, answer, confirm; blank sheets to fill in."""

import streamlit as st

from pages.ui import session
from pages.ui.markdown import escape_markdown
from pages.ui.page import error_boundary, open_page
from pages.ui.partners import draw_open_proposals
from pages.ui.read_only import draw_read_only_page
from pages.ui.translation import _
from pages.ui.upload.review import draw_reviews
from pages.ui.upload.sheet_programs import draw_sheet_programs
from pages.ui.upload.start import draw_added_data, draw_blank_sheets, draw_heading, draw_uploader

frame = open_page("add", titled=False)

if session.is_read_only():
    draw_read_only_page(_("Add data"))
else:
    head, review, uploader = st.container(), st.container(), st.container()
    with uploader:
        for refusal in draw_uploader():
            st.info(escape_markdown(refusal))
    with head:
        draw_heading()
    with review:
        draw_reviews()
    with error_boundary():
        draw_open_proposals(frame)
    if not session.pending_uploads():
        draw_blank_sheets()
        draw_added_data()
    with error_boundary():
        draw_sheet_programs()
