"""Numbers of sessions and people below labels: "Story hour" over "Nos." and "Attend.", and their total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.tables.cross_columns import Measure, measure_of, numbers_under
from libcollab_metrics.ingest.tables.totals import is_possible_total
from libcollab_metrics.ingest.values.lexicon import HeadingEntry
from libcollab_metrics.model.names import normalize_heading

if TYPE_CHECKING:
    from libcollab_metrics.ingest.files.cells import SheetCells
    from libcollab_metrics.ingest.tables.heading import Heading

#: Fewest kinds of sessions next to their total, and fewest rows in which it is their sum.
MIN_KINDS, MIN_ROWS = 2, 3
ENTRIES: Mapping[Measure, HeadingEntry] = {
    "events": HeadingEntry("events", "sessions.events", False),
    "people": HeadingEntry("attendance", "sessions.attended", False),
}
#: A column that is part of a total: it is compared, never counted.
IN_TOTAL = HeadingEntry("totals", "check", False)


def infer_label_pairs(headings: Sequence[Heading], cells: SheetCells, header: int) -> list[Heading]:
    """Return the headings with the total of several kinds as the sessions and people of each row.

    That is so where each label is over one number of sessions and one of people, and those below the label of
    a total are the sums of the others.
    """
    pairs = _find_pairs(headings)
    totals = [label for label in pairs if is_possible_total(normalize_heading(label))]
    if len(totals) != 1 or len(pairs) <= MIN_KINDS:
        return list(headings)
    total, kinds = pairs[totals[0]], [pair for label, pair in pairs.items() if label != totals[0]]
    for measure in ENTRIES:
        parts = [numbers_under(kind[measure], cells, header) for kind in kinds]
        if not _are_sums(parts, numbers_under(total[measure], cells, header)):
            return list(headings)
    counted = {total[measure].column: entry for measure, entry in ENTRIES.items()}
    counted |= {heading.column: IN_TOTAL for kind in kinds for heading in kind.values()}
    return [
        replace(h, entry=counted[h.column], is_inferred=True) if h.column in counted else h for h in headings
    ]


def _find_pairs(headings: Sequence[Heading]) -> dict[str, dict[Measure, Heading]]:
    """Return the columns of sessions and of people by their label; empty if a label is over anything else."""
    pairs: dict[str, dict[Measure, Heading]] = {}
    for heading in headings:
        if not heading.spanning_text:
            continue
        measure = measure_of(heading.own_text)
        if measure is None or measure in pairs.setdefault(heading.spanning_text, {}):
            return {}
        pairs[heading.spanning_text][measure] = heading
    return pairs if all(len(pair) == len(ENTRIES) for pair in pairs.values()) else {}


def _are_sums(parts: Sequence[Sequence[float]], stated: Sequence[float]) -> bool:
    total = np.array(stated)
    known = ~np.isnan(total)
    return bool(known.sum() >= MIN_ROWS and (np.nansum(parts, axis=0)[known] == total[known]).all())
