"""Program of each added sheet: shown on the add page, and changed for the whole sheet."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.model import SCHEMA, SheetProgram, change_sheet_program, list_sheet_programs
from pages.ui import session
from pages.ui.buttons import draw_submit_button
from pages.ui.markdown import escape_markdown
from pages.ui.records.fields import field_options
from pages.ui.translation import _, format_number, later, plural

#: Maximum number of sheets listed.
MAX_SHEETS = 24
NO_PROGRAM = later("no program yet")


def draw_sheet_programs() -> None:
    """Draw the program of each sheet that counts for one program or none; one click stores the changes."""
    if session.is_sample():
        return
    sheets = list_sheet_programs(session.workspace())[:MAX_SHEETS]
    if not sheets:
        return
    with st.expander(_("Program of each sheet")), st.form("sheet-programs", border=False):
        chosen = [_draw_choice(sheet, number) for number, sheet in enumerate(sheets)]
        if draw_submit_button(_("Save programs"), key="save-sheet-programs"):
            _store_changes(list(zip(sheets, chosen, strict=True)))


def _draw_choice(sheet: SheetProgram, number: int) -> str:
    named = [sheet.program] if sheet.program else []
    options = list(dict.fromkeys([*named, *field_options(SCHEMA["sessions"].field("program_id"))]))
    return (
        st.selectbox(
            escape_markdown(
                _(
                    "{file}, sheet “{sheet}” ({rows} rows)",
                    file=sheet.file,
                    sheet=sheet.sheet,
                    rows=format_number(sheet.rows),
                )
            ),
            options,
            index=0 if named else None,
            key=f"sheet-program-{len(session.workspace().steps)}-{number}",
            accept_new_options=True,
            placeholder=_(NO_PROGRAM),
        )
        or ""
    )


def _store_changes(choices: list[tuple[SheetProgram, str]]) -> None:
    changed = [(sheet, name) for sheet, name in choices if name and name != sheet.program]
    if not changed:
        session.add_message(_("Nothing was changed."))
        st.rerun()
    workspace = session.workspace()
    edits = [
        edit
        for sheet, name in changed
        for edit in change_sheet_program(workspace, sheet.import_id, sheet.sheet, name)
    ]
    session.append(*edits)
    session.add_message(
        plural(
            len(changed),
            "{count} sheet counts for another program now.",
            "{count} sheets count for another program now.",
        )
    )
    st.rerun()
