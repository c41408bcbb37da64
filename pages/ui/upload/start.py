"""Beginning of the Add data page: its heading and steps, the uploader, blank sheets, and what was added."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from libcollab_metrics.ingest import build_blank_template, build_sign_in_sheet
from pages.ui import session
from pages.ui.cards import card
from pages.ui.display import hold_download
from pages.ui.look import headline
from pages.ui.navigation import find_page
from pages.ui.translation import _, later
from pages.ui.workspace.undo import draw_steps

STEPS = (later("Upload"), later("Check"), later("See results"))
BLANK_SHEETS = (
    (later("Blank workbook"), "template", ":material/table:", build_blank_template),
    (later("Sign-in sheet to print"), "sign-in", ":material/print:", build_sign_in_sheet),
)


def draw_uploader() -> list[str]:
    """Draw the uploader, small while files are checked; return why files were not taken."""
    is_small = bool(session.pending_uploads())
    with st.container(key="add-more" if is_small else "add-first"):
        files = st.file_uploader(
            _("Add files: Excel, LibreOffice or CSV"),
            accept_multiple_files=True,
            key=f"upload-{session.uploader_round()}",
        )
    refusals = [session.add_upload(file.name, file.getvalue(), file.file_id) for file in files or ()]
    if session.pending_uploads() and not is_small:
        st.rerun()
    return [refusal for refusal in refusals if refusal]


def draw_heading() -> None:
    """Draw the headline of the page and its three steps."""
    names = [name for name, _ in session.pending_uploads().values()]
    is_confirmed = session.pop_confirmed()
    if names:
        what = f"“{names[0]}”" if len(names) == 1 else _("{count} files", count=len(names))
        headline(
            _("Add data"), _("Check how we read {what}", what=what), _("Nothing is added until you say so.")
        )
    elif is_confirmed:
        headline(_("Add data"), _("Your data was added"), _("See the results, or upload another sheet."))
    else:
        where = _("this server") if session.is_shared() else _("this computer")
        headline(
            _("Add data"),
            _("Upload the sheet you already use"),
            _(
                "You check how we read it before anything is added. Your data stays on {where}; names of"
                " people are replaced by codes.",
                where=where,
            ),
        )
    st.html(render_steps([_(step) for step in STEPS], 1 if names else 2 if is_confirmed else 0))


def render_steps(steps: Sequence[str], current: int) -> str:
    """Return the HTML of a list of steps; those before the current one are done."""
    items = []
    for number, name in enumerate(steps):
        state = "done" if number < current else "now" if number == current else ""
        sign = "✓" if number < current else str(number + 1)
        now = ' aria-current="step"' if number == current else ""
        items.append(f'<li class="{state}"{now}><b aria-hidden="true">{sign}</b>{escape(name)}</li>')
    return f'<ol class="lc-steps">{"".join(items)}</ol>'


def draw_blank_sheets() -> None:
    """Offer blank sheets to fill in, and typing, to a library without a sheet."""
    with (
        card("blank", _("No sheet yet?"), _("Fill in one of ours, or type your sessions.")),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        for label, kind, icon, build in BLANK_SHEETS:
            name = f"{kind}-{session.token()}.xlsx"
            st.download_button(
                _(label), hold_download(build, name), name, icon=icon, key=kind, on_click="ignore"
            )
        st.page_link(
            find_page("records").path,
            label=_("Type sessions"),
            icon=":material/keyboard:",
            query_params={"table": "Sessions", "only-missing": "false"},
        )


def draw_added_data() -> None:
    """List every step of the visitor, oldest first; nothing before the first one."""
    if session.workspace().steps:
        with card("added", _("Added so far"), _("Undo is in the sidebar.")):
            draw_steps()
