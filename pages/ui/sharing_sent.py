"""The list of what was sent to whom, each copy with what would be printed otherwise today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from libcollab_metrics.figures import scope_sentence
from libcollab_metrics.model import Sent
from libcollab_metrics.reports import Change, Since, changes_since
from pages.ui import session
from pages.ui.frame import Frame
from pages.ui.picture import STYLE, plain_table
from pages.ui.purposes import format_label, purpose_label

#: Copies listed, the latest first; changes told of each.
MOST_LISTED, MOST_TOLD = 12, 4
HEADINGS = ("Day", "For whom", "Since then", "What", "Of what")


def sent_list(frame: Frame) -> None:
    """Draw the list; nothing while nothing was sent."""
    entries = session.sent()
    if not entries:
        return
    st.header("What was sent to whom", anchor=False)
    latest = entries[::-1][:MOST_LISTED]
    with st.spinner("Comparing with today's figures …"):
        rows = [_row(frame, entry) for entry in latest]
    st.html(STYLE + plain_table("What was sent to whom", HEADINGS, rows))
    earlier = len(entries) - len(latest)
    more = f"{earlier} earlier ones are not shown. " if earlier else ""
    st.caption(
        f"{more}Each is compared with today's figures of the same selection. "
        "The last step, such a copy too, is taken back under “Your sheets”."
    )


def _row(frame: Frame, entry: Sent) -> tuple[str, ...]:
    words = frame.language
    what = f"{purpose_label(entry.audience)}, {format_label(entry.fmt)} ({entry.fingerprint})"
    of_what = scope_sentence(entry.scope, entry.as_of, words)
    return words.day(entry.day), entry.to or "not said", _since(entry), what, of_what


def _since(entry: Sent) -> str:
    if entry.of_sample != session.is_sample():
        return "made of the sample library" if entry.of_sample else "your own sheets are not open"
    return told(changes_since(entry, session.material(entry.audience, entry.scope)))


def told(since: Since) -> str:
    """What became of a document, in words."""
    said = list(_said(since.changes[:MOST_TOLD]))
    if len(since.changes) > MOST_TOLD:
        said.append(f"{len(since.changes) - MOST_TOLD} more")
    counted = f" Counted by other definitions since (now {since.definitions})." if since.definitions else ""
    if said:
        return f"Changed since: {', '.join(said)}.{counted}"
    if since.unchanged:
        return f"Unchanged since.{counted}"
    return f"Key figures unchanged since; something else in it would be printed otherwise.{counted}"


def _said(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        yield f"{change.label} {change.then} → {change.now}" if change.then else f"{change.label} now {change.now}"
