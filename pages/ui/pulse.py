"""What people nearby wrote down, beside the figures of the same program and month."""

from __future__ import annotations

import streamlit as st

from libcollab_metrics.figures import value_in_full
from libcollab_metrics.metrics import Note, Pulse, Value, find_metric, pulse, tags_of
from libcollab_metrics.model import Edit
from libcollab_metrics.wording import Language
from pages.ui import session, show
from pages.ui.frame import Frame, escaped

#: Months with notes shown at once.
SHOWN = 6
ALL = "all"


def local_pulse(frame: Frame) -> None:
    """Draw the notes of the selection, newest month first, each month with what was counted then."""
    st.header("Local pulse", anchor=False)
    if frame.dataset.is_empty("notes"):
        show.nothing_yet("The pulse of the place", "notes: what people nearby told you, with a day and a tag", "notes")
        return
    tags = tags_of(frame.dataset)
    tag = ALL
    if tags:  # the choices of this widget are Markdown
        tag = st.segmented_control(
            "Notes about", [ALL, *tags], default=ALL, key="tag", bind="query-params", format_func=escaped
        )
    found = session.looked_up(pulse, scope=frame.scope, as_of=session.today(), tag="" if tag in (ALL, None) else tag)
    if not found:
        st.text("No note in this selection.")
        return
    st.caption("Notes stay in the library. One that may be shown to others is marked by hand, one by one.")
    for month in found[:SHOWN]:
        _month(frame, month)
    if len(found) > SHOWN:
        with st.expander("Earlier notes"):
            for month in found[SHOWN:]:
                _month(frame, month)


def _month(frame: Frame, month: Pulse) -> None:
    words = frame.language
    when = words.month(month.month) if month.month else "No day given"
    shown = [_figure(v, words) for v in month.figures.values() if v.value is not None]
    with st.container(border=True):
        st.markdown(f"**{escaped(month.program or 'No program')} · {when}**")
        st.text(" · ".join(shown) or "Nothing was counted that month.")
        for note in month.notes:
            _note(frame, note)


def _figure(value: Value, words: Language) -> str:
    about = find_metric(value.metric)
    if value.metric == "attendance_per_session":
        return words.say("pulse-average", value=words.value_text(value, about))
    return value_in_full(value, about, words)


def _note(frame: Frame, note: Note) -> None:
    said = [f"“{note.text}”", frame.language.day(note.day) if note.day else "", note.tag]
    text = " · ".join(part for part in said if part)
    if note.origin is None or session.is_sample():
        st.text(text)
        return
    columns = st.columns([3, 1], vertical_alignment="center")
    columns[0].text(text)
    name = f"leave-{note.origin}-{note.may_leave}"
    marked = columns[1].checkbox("May be shown to others", value=note.may_leave, key=name)
    if marked != note.may_leave:
        session.append(Edit("notes", (), ((note.origin, {"may_leave": "yes" if marked else "no"}),)))
        st.rerun()
