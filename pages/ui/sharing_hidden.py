"""What a document does not tell, and why: for the library, which may see its own small numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from libcollab_metrics.figures import group_name, metric_name, part_name
from libcollab_metrics.metrics import find_metric
from libcollab_metrics.model import SCOPE_FIELDS
from libcollab_metrics.reports import HiddenFigure, ReportData
from pages.ui.frame import Frame
from pages.ui.picture import STYLE, plain_table

#: Figures listed; the first reasons first.
MOST_LISTED = 60
HEADINGS = ("Figure", "Of what", "Only you see this", "Why it is hidden")
#: Why a figure is hidden, in the order in which figures are listed.
WHY: Mapping[str, str] = MappingProxyType(
    {
        "few": "It tells of fewer than {k} people.",
        "few-others": "The others are fewer than {k} people.",
        "all-or-none": "Nobody, or everybody, of a small group: a share is told as “under 5 %” or “over 95 %”, "
        "a table not at all.",
        "beside-figure": "Beside another figure of the same people it would tell of fewer than {k}.",
        "beside-partner": "Beside another partner, a program or the whole it would tell of fewer than {k}.",
        "left-out-of-form": "All visits less these would tell of the fewer than {k} that stand in no form.",
        "second": "{beside}, it would give back a number that is hidden.",
        "same-people": "It is made of the same people as a number that is hidden.",
        "partial": "It stands on some sessions or people only: beside a figure of all it would tell of the others.",
        "unknown-size": "It would tell how everybody did, of nobody knows how many.",
        "audit": "With other numbers of this document, or of an earlier one, it would tell of fewer than {k} people.",
        "withheld": "Its table cannot be protected, so nothing of it is told.",
    }
)


def hidden_list(frame: Frame, ground: ReportData) -> None:
    """Draw the list, closed at first; where nothing is hidden, say so."""
    kept = sorted(ground.kept_back, key=lambda figure: list(WHY).index(figure.why))
    if not kept:
        st.caption("Nothing is hidden in this document: no number tells of a small group.")
        return
    with st.expander("What is hidden in this document, and why"):
        st.caption(
            "Numbers of few people do not leave, nor what would give one back. "
            "You see them here because they are your own; no document and no file holds them."
        )
        st.html(STYLE + plain_table("What is hidden, and why", HEADINGS, [_row(frame, f) for f in kept[:MOST_LISTED]]))
        if len(kept) > MOST_LISTED:
            st.caption(f"The first {MOST_LISTED} of {len(kept)} are listed.")


def _row(frame: Frame, figure: HiddenFigure) -> tuple[str, ...]:
    metric, words = find_metric(figure.value.metric), frame.language
    number = words.value_text(figure.value, metric, frame.dataset.settings.currency)
    part, whole = figure.value.numerator, figure.value.denominator
    if metric.unit == "share" and part is not None and whole is not None:
        number += f" ({words.say('formula-among', part=words.number(part), all=words.number(whole))})"
    return metric_name(metric, words), _of_what(frame, figure), number, _why(frame, figure)


def _of_what(frame: Frame, figure: HiddenFigure) -> str:
    """The group a figure is of: those of a field by their names, what else it is split by in words."""
    words = frame.language
    names = [
        group_name(figure.value, name, words) if name in SCOPE_FIELDS else part_name(part or "", words)
        for name, part in figure.value.group
        if part or name in SCOPE_FIELDS
    ]
    return ", ".join(names) or "Everything chosen"


def _why(frame: Frame, figure: HiddenFigure) -> str:
    field = SCOPE_FIELDS.get(figure.by, figure.by)
    beside = f"With the total and the other numbers by {field}" if field else "With its parts"
    return WHY[figure.why].format(k=figure.k, beside=beside)
