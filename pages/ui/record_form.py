"""One row: a new one, or one that stands, to be changed or removed; made for a phone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import TypedReading, read_change, read_typed
from libcollab_metrics.model import NAMED, SCHEMA, Edit
from pages.ui import session
from pages.ui.buttons import button, submit_button
from pages.ui.frame import Frame, escaped
from pages.ui.record_fields import fill_in
from pages.ui.record_keeping import keep_rows
from pages.ui.record_list import Recorded

NEW = "a new row"
#: What a session with a list of people is recognised by: its list would be left behind.
RECOGNISED_BY = ("program_id", "date", "site", "start")


def record_form(frame: Frame, table: str, rows: Sequence[Recorded]) -> None:
    """Draw the choice of a row and its form; the rows of the sample can be looked at only."""
    row = _chosen(table, () if session.is_sample() else rows)
    key = _form_key(table, row)
    fixed = _fixed(table, row)
    with st.form(key, border=True):
        with st.grid(3, min_column_width=230):
            typed = {
                field.name: fill_in(field, _current(table, row, field.name), key, field.name in fixed)
                for field in SCHEMA[table].typed
            }
        sent = submit_button("Keep this row" if row is None else "Change this row", key=f"send-{key}", type="primary")
    if sent:
        _send(table, row, typed)
    removable = row is not None and row.address is not None and not _has_list(table, row)
    if removable and button("Remove this row", key=f"remove-{key}") and row is not None and row.address is not None:
        session.append(Edit(table, (), removed=(row.address,)))
        session.tell(f"{SCHEMA[table].label}: the row was removed.")
        st.rerun()


def _form_key(table: str, row: Recorded | None) -> str:
    """The name of the form: another one for each new row, and for a row that is recorded otherwise than before.

    Nothing else makes another form, or what is being typed would be lost when rows of the grid are kept.
    """
    if row is None:
        return f"form-{table}-{NEW}-{session.draft(table).get('forms', 0)}"
    recorded = hashlib.sha256(repr(sorted(row.texts.items())).encode()).hexdigest()[:8]
    return f"form-{table}-{row.address}-{row.name(table)}-{recorded}"


def _chosen(table: str, rows: Sequence[Recorded]) -> Recorded | None:
    names = [NEW, *(f"{number}. {row.name(table)}" for number, row in enumerate(rows, 1))]
    if len(names) == 1:
        return None
    chosen = st.selectbox("Which row", names, key=f"which-{table}-{len(session.workspace().steps)}",
                          help="A new row, or one of those above to change or remove.")  # fmt: skip
    place = names.index(chosen) if chosen in names else 0
    return rows[place - 1] if place else None


def _current(table: str, row: Recorded | None, name: str) -> str:
    if row is not None:
        return row.texts[name]
    return session.today().isoformat() if name == "declared_on" else ""


def _has_list(table: str, row: Recorded) -> bool:
    return table == "sessions" and row.values.get("roster") not in (None, "none")


def _fixed(table: str, row: Recorded | None) -> tuple[str, ...]:
    """What may not be changed: the name of a named row, and what joins a session with its list."""
    if row is None:
        return ()
    if table in NAMED:
        return (NAMED[table],)
    return RECOGNISED_BY if _has_list(table, row) else ()


def _send(table: str, row: Recorded | None, typed: Mapping[str, str]) -> None:
    if row is None:
        found = read_typed(table, [typed], session.known())
        edit = Edit(table, found.accepted, issues=found.issues)
    else:
        changed = {name: text for name, text in typed.items() if text != row.texts[name]}
        if not changed:
            st.info("Nothing was changed.")
            return
        found = read_change(table, changed, row.values, session.known())
        edit = _change(table, row, found)
    if found.rejected:
        for problem in found.rejected[0].problems:
            st.error(escaped(str(problem)))
    elif not found.accepted:
        st.error("Nothing is filled in.")
    else:
        keep_rows(edit, found, new=row is None)
        if row is None:
            draft = session.draft(table)
            draft["forms"] = draft.get("forms", 0) + 1
        st.rerun()


def _change(table: str, row: Recorded, found: TypedReading) -> Edit:
    """The change of a row at its address; a row without one is typed again under what it is recognised by."""
    if row.address is not None and table not in NAMED:
        changes = tuple((row.address, values) for values in found.accepted)
        return Edit(table, (), changes, issues=found.issues)
    names: Sequence[str] = (NAMED[table],) if table in NAMED else RECOGNISED_BY
    known: dict[str, Any] = {name: row.values[name] for name in names}
    if "program_id" in known:
        known["program_id"] = row.texts["program_id"]
    return Edit(table, tuple({**known, **values} for values in found.accepted), issues=found.issues)
