"""Programs that stand on a sheet already and wait to be linked to their partners."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.model import SCHEMA, Edit
from pages.ui import session
from pages.ui.buttons import submit_button
from pages.ui.frame import escaped
from pages.ui.record_fields import offered

#: Programs asked about at once.
ASKED = 12


def link_programs() -> None:
    """Ask for the partners of every program that has none; one click links all that were answered."""
    if session.is_sample():
        return
    dataset = session.own_dataset()
    linked = set(dataset.tables["program_partners"]["program_id"].astype(str))
    programs = dataset.tables["programs"]
    waiting = [str(name) for key, name in zip(programs["program_id"], programs["name"], strict=True)
               if str(key) not in linked]  # fmt: skip
    if not waiting:
        return
    partners = offered(SCHEMA["programs"].field("partner_ids"))
    with st.container(border=True):
        st.header("Waiting for their partners", anchor=False)
        with st.form(f"link-{len(session.workspace().steps)}", border=False):
            chosen = {
                name: st.multiselect(escaped(name), partners, key=f"link-{name}-{len(session.workspace().steps)}",
                                     accept_new_options=True, placeholder="choose partners, or type new ones")
                for name in waiting[:ASKED]
            }  # fmt: skip
            if submit_button("Link these programs", key="link-programs") and any(chosen.values()):
                _link({name: list(found) for name, found in chosen.items() if found}, partners)


def _link(chosen: dict[str, list[str]], partners: list[str]) -> None:
    """Link, and note partners nobody named before; both are one step."""
    new = dict.fromkeys(name for found in chosen.values() for name in found if name not in partners)
    edits = [Edit("partners", tuple({"name": name} for name in new))] if new else []
    rows = tuple({"name": name, "partner_ids": "; ".join(found)} for name, found in chosen.items())
    session.append(*edits, Edit("programs", rows))
    session.tell(f"{len(rows)} {'program' if len(rows) == 1 else 'programs'} linked.")
    st.rerun()
