"""“How I read your sheet”: each sheet as it was typed, what was made of it, what is asked, and the way to confirm."""

from __future__ import annotations

from typing import Any

import streamlit as st

from libcollab_metrics.ingest import rejected_workbook
from libcollab_metrics.model import Import, SheetReading
from pages.ui import session, show
from pages.ui.frame import border, escaped
from pages.ui.mapping import answer_form

ROLES = {
    "title": "title, not data",
    "header": "headings",
    "data": "used",
    "total": "total, compared only",
    "left-out": "left out",
}


def review_all() -> None:
    """Show every waiting file; one that cannot be read never costs the others."""
    for sha256 in list(session.pending()):
        name = session.pending()[sha256][0]
        st.header(escaped(f"How I read “{name}”"))
        with border():
            _review(sha256)
        if st.button("Take this file off the list", key=f"drop-{sha256}"):
            session.dismiss(sha256)
            st.rerun()


def _review(sha256: str) -> None:
    given = session.answers().setdefault(sha256, {})
    with st.spinner("Reading …", show_time=True):
        found = session.read_pending(sha256, given)
        remembered = session.remembered_answers(found) if not given else {}
    if remembered:
        session.answers()[sha256] = {"sheets": remembered}
        st.rerun()
    for sheet in found.reading.sheets:
        _sheet(sha256, sheet, given)
    st.markdown("**What departed from what was typed**")
    show.issues(found.issues)
    _give_back(sha256, found)
    if any(sheet.rows_used for sheet in found.reading.sheets):
        if st.button("Use these sheets", type="primary", key=f"use-{sha256}"):
            session.confirm(sha256, found, given)
            st.rerun()
    else:
        st.warning("Nothing in this file can be counted yet. Answer the questions above, or match the headings.")


def _sheet(sha256: str, sheet: SheetReading, given: dict[str, Any]) -> None:
    used = f"{sheet.rows_used} of {sheet.rows_read} rows used" if sheet.rows_read else sheet.saw
    layout = "not understood" if sheet.layout == "unknown" else sheet.layout.replace("_", " ")
    asked = f" · {len(sheet.questions)} to answer" if sheet.questions else ""
    with st.expander(escaped(f"{sheet.name} — {layout} — {used}{asked}"), expanded=bool(sheet.questions)):
        if sheet.layout == "unknown":
            st.text(f"I could not tell what this sheet is, and here is what I saw: {sheet.saw}.")
        if sheet.mapping:
            answers = answer_form(sheet, f"{sha256[:8]}-{sheet.name}")
            if answers is not None:
                session.answer_sheet(sha256, sheet.name, answers)
                st.rerun()
        if sheet.preview:
            st.caption("The sheet as it was typed; the first column says what became of each row.")
            st.dataframe(_picture(sheet), hide_index=True, height=260)


def _picture(sheet: SheetReading) -> list[dict[str, str]]:
    """The first rows as typed, each with its role in words."""
    width = max(len(cells) for _, _, cells in sheet.preview)
    rows = []
    for row, role, cells in sheet.preview:
        filled = [*cells, *[""] * (width - len(cells))]
        rows.append(
            {"Row": f"{row}", "Read as": ROLES[role]} | {f"{place}": text for place, text in enumerate(filled, 1)}
        )
    return rows


def _give_back(sha256: str, found: Import) -> None:
    data = rejected_workbook(found.reading)
    if data is not None:
        st.download_button(
            "Download the rows that could not be used", data, f"rows-to-mend-{session.token()}.xlsx",
            key=f"rejected-{sha256}", help="Mend them in Excel, delete the Error column, and upload the file again.",
            on_click="ignore",
        )  # fmt: skip
