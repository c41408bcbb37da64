"""A slide before it is drawn: its layout, and what stands in the places of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from libcollab_metrics.figures import Chart
from libcollab_metrics.reports.fit import Paragraph
from libcollab_metrics.reports.slides import layouts
from libcollab_metrics.reports.slides.layouts import CARD, LEAD, MOST_CARDS, SECTION, TITLE, Layout
from libcollab_metrics.reports.slides.rows import TablePage

Words = dict[int, tuple[Paragraph, ...]]


@dataclass(frozen=True)
class Slide:
    """One slide: its layout, its title, the words, charts or tables in its places by their number, and its notes.

    `titles` are those of the document above it, the document's own first. `part` says which of how many slides it is
    that go on under one title; `scale` makes the words of such a text, or of cards, as large on each of them.
    """

    layout: Layout
    title: str
    words: Words = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    tables: tuple[TablePage, ...] = ()
    notes: tuple[str, ...] = ()
    scale: float | None = None
    part: tuple[int, int] = (1, 1)
    titles: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """True where it does not go on on another slide."""
        return self.part == (1, 1)

    def scale_at(self, idx: int) -> float | None:
        """How large the words of a place are; None for as large as they fit there alone."""
        if idx in (TITLE, SECTION):
            return None
        if idx == LEAD or (self.layout is layouts.TOGETHER and not CARD <= idx < CARD + MOST_CARDS):
            return 1.0
        return self.scale
