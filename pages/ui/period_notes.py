"""Notes next to the figures of the same program and month: order, tags, and months shown at once."""

from __future__ import annotations

from datetime import date

import streamlit as st

from libcollab_metrics.figures import format_value_with_unit
from libcollab_metrics.ingest import read_typed_rows
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import (
    Note,
    PeriodNotes,
    Value,
    collect_period_notes,
    find_metric,
    list_tags,
)
from libcollab_metrics.model import FIRST_DAY, LAST_DAY, Edit
from pages.ui import session
from pages.ui.buttons import draw_submit_button
from pages.ui.details import Unlock, draw_unlocks
from pages.ui.markdown import escape_markdown
from pages.ui.page import Page
from pages.ui.translation import _, later
from pages.ui.workspace import storage

#: Maximum number of months with notes shown at once.
MAX_MONTHS_SHOWN = 6
ALL_TAGS = later("all")


def draw_period_notes(frame: Page) -> None:
    """Draw the notes of the selection by month, newest first, each with the month's figures."""
    if session.is_read_only():
        st.caption(_("An exported folder has no notes."))
        return
    if frame.dataset.is_empty("notes"):
        gain = _("Shows them by month, next to the figures of that month")
        draw_unlocks([Unlock(_("Add community notes (date and tag)"), gain, "Notes")], "notes")
        return
    tags = list_tags(frame.dataset)
    tag = ALL_TAGS
    if tags:  # labels of this widget are Markdown
        tag = st.segmented_control(
            _("Notes about"),
            [ALL_TAGS, *tags],
            default=ALL_TAGS,
            key="tag",
            bind="query-params",
            format_func={ALL_TAGS: _(ALL_TAGS), **{name: escape_markdown(name) for name in tags}}.__getitem__,
        )
    months = session.cached_lookup(
        collect_period_notes,
        scope=frame.scope,
        as_of=session.today(),
        tag="" if tag in (ALL_TAGS, None) else tag,
    )
    if not months:
        st.text(_("No notes in this selection."))
        return
    st.caption(_("Notes are for the library only, unless you tick “May be shown to others”."))
    for month in months[:MAX_MONTHS_SHOWN]:
        _draw_month(frame, month)
    if len(months) > MAX_MONTHS_SHOWN:
        with st.expander(_("Earlier notes")):
            for month in months[MAX_MONTHS_SHOWN:]:
                _draw_month(frame, month)


def _draw_month(frame: Page, month: PeriodNotes) -> None:
    words = frame.language
    when = words.month(month.month) if month.month else _("No day given")
    shown = [_format_figure(v, words) for v in month.figures.values() if v.value is not None]
    with st.container(border=True):
        st.markdown(f"**{escape_markdown(month.program or _('No program'))} · {when}**")
        st.text(" · ".join(shown) or _("Nothing was counted that month."))
        for note in month.notes:
            _draw_note(frame, note)


def _format_figure(value: Value, words: Language) -> str:
    about = find_metric(value.metric)
    if value.metric == "attendance_per_session":
        return words.message("pulse-average", value=words.format_value_with_estimate(value, about))
    return format_value_with_unit(value, about, words)


def _draw_note(frame: Page, note: Note) -> None:
    parts = [f"“{note.text}”", frame.language.day(note.day) if note.day else "", note.tag]
    text = " · ".join(part for part in parts if part)
    if note.origin is None or session.is_sample():
        st.text(text)
        return
    columns = st.columns([3, 1], vertical_alignment="center")
    columns[0].text(text)
    name = f"leave-{note.origin}-{note.may_leave}"
    marked = columns[1].checkbox(_("May be shown to others"), value=note.may_leave, key=name)
    if marked != note.may_leave:
        session.append(Edit("notes", (), ((note.origin, {"may_leave": "yes" if marked else "no"}),)))
        st.rerun()


def draw_note_form(frame: Page) -> None:
    """Draw a form for a note about a day, such as a typhoon; the chart of the months shows it."""
    count = len(session.workspace().steps)
    chosen = dict(frame.scope.where).get("program", ())
    programs = [name for name in session.program_colours() if not chosen or name in chosen]
    if not programs:
        return
    with (
        st.popover(_("Add a note"), icon=":material/edit_note:", type="tertiary", key="add-note"),
        st.form(f"note-{count}", border=False),
    ):
        day = st.date_input(
            _("Date"),
            None,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
            key=f"note-day-{count}",
            persist_state="session",
        )
        text = st.text_input(
            _("What happened"),
            max_chars=200,
            placeholder=_("Typhoon, roads closed"),
            key=f"note-text-{count}",
            persist_state="session",
        )
        tag = st.text_input(
            _("Tag (optional)"),
            max_chars=60,
            placeholder=_("weather"),
            key=f"note-tag-{count}",
            persist_state="session",
        )
        program = st.selectbox(_("Program"), programs, key=f"note-program-{count}", persist_state="session")
        storage.draw_notes_hint()
        if draw_submit_button(_("Save note"), key=f"save-note-{count}"):
            _store_note(day, text, tag, program)


def _store_note(day: object, text: str, tag: str, program: str) -> None:
    """Store a note, or say what is missing."""
    if not isinstance(day, date) or not text.strip():
        st.warning(_("Enter a date and what happened."))
        return
    typed = {"date": day.isoformat(), "text": text, "tag": tag, "program_id": program}
    result = read_typed_rows("notes", [typed], session.typing_context())
    if result.rejected:
        st.error(escape_markdown(_(result.rejected[0].message)))
        return
    session.append(Edit("notes", result.accepted, issues=result.issues))
    session.add_message(_("Note added."))
    st.rerun()
