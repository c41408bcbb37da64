"""What stands beside the parts of a head count: a total of them, and numbers nobody explained that may be parts too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from libcollab_metrics.ingest.amounts import read_numbers
from libcollab_metrics.ingest.body import Body
from libcollab_metrics.ingest.columns import Column, Context, as_text
from libcollab_metrics.ingest.lexicon import word_list
from libcollab_metrics.ingest.numbers import Read, read_number
from libcollab_metrics.ingest.values import Values, same_rows
from libcollab_metrics.model.names import plain
from libcollab_metrics.model.readings import Mapped
from libcollab_metrics.model.schema import SCHEMA

ATTENDED = SCHEMA["sessions"].field("attended")


@dataclass(frozen=True)
class Beside:
    """Columns next to the parts of a head count: their total, if one stands there, and numbers not explained."""

    total: Column | None = None
    unexplained: tuple[Column, ...] = ()


def beside_parts(body: Body, mapping: Sequence[Mapped]) -> Beside:
    """Return what stands next to the head counts, with nothing else between."""
    near = {mapped.column for mapped in mapping if mapped.field == "sessions.attended"}
    entries = {heading.column: heading.entry for heading in body.grid.headings}
    open_columns = [m for m in mapping if m.field in ("", "check") and m.reason != "by hand"]
    total, unexplained = None, []
    for mapped in [*open_columns, *reversed(open_columns)]:
        if mapped.column in near or not {mapped.column - 1, mapped.column + 1} & near:
            continue
        if mapped.field == "check" and plain(mapped.heading) in {plain(word) for word in word_list("totals")}:
            total = total or body.column(mapped)
        elif entries.get(mapped.column) is None and _all_numbers(column := body.column(mapped)):
            unexplained.append(column)
        else:
            continue
        near.add(mapped.column)
    return Beside(total, tuple(unexplained))


def _all_numbers(column: Column) -> bool:
    texts = [text for cell in column.distinct if (text := as_text(cell))]
    return bool(texts) and all(read_number(text).value is not None for text in texts)


def with_beside(counts: Values, parts: Sequence[Column], beside: Beside, context: Context) -> Values:
    """Return the head counts, completed from the total beside their parts, or as lower bounds where a part may miss.

    Where all parts are known they stand, and a total that differs is told. Where one is blank, where only one part is
    known by its heading, or where an unexplained number stands among them, the total typed there is used.
    """
    total = Values.all(Read(None), len(counts))
    if beside.total is not None:
        total = read_numbers(ATTENDED, beside.total, context)
    extra = [column.read(lambda cell: read_number(as_text(cell)).value) for column in beside.unexplained]
    alike = same_rows([counts.codes, total.codes, *(one.codes for one in extra)], len(counts))
    firsts, places = np.unique(alike, return_inverse=True)
    found = [
        _completed(counts[row], total[row], any(one[row] for one in extra), len(parts) == 1) for row in firsts.tolist()
    ]
    _tell([case for _, case in found], places, parts, beside, context)
    return Values(places, [read for read, _ in found])


def _completed(read: Read, stated: Read, more: bool, alone: bool) -> tuple[Read, str]:
    """One row's head count, and what was done: "total" used, "broken" sums, an "open" part; "" where nothing."""
    if stated.value is None:
        return (
            (Read(read.value, estimate=True, at_least=True), "open") if more and read.value is not None else (read, "")
        )
    if read.value == stated.value and not read.at_least:
        return read, ""
    if read.value is None or (stated.value >= read.value and (read.at_least or more or alone)):
        return Read(stated.value, estimate=stated.estimate, at_least=stated.at_least), "total"
    return read, "broken"


def _tell(
    cases: Sequence[str], places: np.ndarray[tuple[int], np.dtype[np.intp]], parts: Sequence[Column], beside: Beside,
    context: Context,
) -> None:  # fmt: skip
    names = " and ".join(f'"{column.heading}"' for column in parts)
    where = {case: np.array([one == case for one in cases])[places] for case in set(cases)}
    if beside.total is not None:
        told, column = f'"{beside.total.heading}"', beside.total
        for case, code, message in (
            ("total", "part-missing", f"{told} is used: {names} may not be all of those who came"),
            ("broken", "balance-broken", f"{names} do not add up to {told}; {names} stand"),
        ):
            rows = column.rows[where.get(case, np.zeros(len(places), dtype=bool))]
            context.log.add_rows(code, rows, column.number, heading=column.heading, message=message)
    for column in beside.unexplained:
        rows = column.rows[where.get("open", np.zeros(len(places), dtype=bool))]
        message = f'"{column.heading}" may be a part of the count too; {names} stand as a lower bound'
        context.log.add_rows("part-missing", rows, column.number, heading=column.heading, message=message)
