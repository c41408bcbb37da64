"""What a document does not say because of the copies that left before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from libcollab_metrics.metrics import find_metric
from libcollab_metrics.reports import Left, ReportData
from libcollab_metrics.wording import Language
from pages.ui import session
from pages.ui.frame import Frame, escaped

#: Figures named of each kind; the others are only counted.
MOST_NAMED = 4


def beside_earlier(frame: Frame, ground: ReportData) -> None:
    """Say which figures are hidden only because of what left before, and beside which copies; nothing where none is."""
    for sentence in gave_way(ground, session.ledger().entries(), frame.language):
        st.info(escaped(sentence))


def gave_way(ground: ReportData, entries: Sequence[Left], language: Language) -> Iterator[str]:
    """A sentence for each choice of earlier copies that the document must not be read beside."""
    beside: dict[tuple[int, ...], dict[str, int]] = {}
    for told, places in sorted(ground.gave_way, key=lambda way: len(way[0].group)):  # the widest figure first
        of_what = ", ".join(part or "not recorded" for _, part in told.group)
        label = find_metric(told.metric).label
        beside.setdefault(places, {})[f"{label} ({of_what})" if of_what else label] = told.k
    for places, figures in beside.items():
        copies = " and ".join(_copy(entries[place], language) for place in places if place < len(entries))
        few = f"fewer than {max(figures.values())} people or visits"
        yield f"Hidden here: {_named(tuple(figures))}. Beside {copies} it would tell of {few}."


def _copy(entry: Left, language: Language) -> str:
    return f"the copy of {language.day(entry.day)}" + (f" for {entry.to}" if entry.to else "")


def _named(figures: Sequence[str]) -> str:
    more = len(figures) - MOST_NAMED
    return "; ".join(figures[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
