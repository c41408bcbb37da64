"""Lots of books that left and have not arrived: which, since when, and for how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import narwhals as nw

from libcollab_metrics.metrics.definition import EVERYTHING
from libcollab_metrics.metrics.facts import plain
from libcollab_metrics.metrics.prepare import Prepared
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.scope import Scope

_COLUMNS = ("lot", "program_id", "site", "language", "dispatched_on", "days_waited", "books_shipped")


@dataclass(frozen=True)
class Lot:
    """A lot on the way: where to, since which day, for how many days, and the books in it; None where not known."""

    name: str
    program: str
    site: str | None
    language: str | None
    sent_on: date
    days: int
    books: float | None


def lots_on_the_way(dataset: Dataset, scope: Scope = EVERYTHING, *, as_of: date) -> tuple[Lot, ...]:
    """Return the lots of a selection that had left by `as_of` and not arrived, the longest on the way first.

    A lot with a number received has arrived, whatever the number; one without the day it left is not known to be on
    the way. The median of `days_to_deliver` ignores these lots, so they stand beside it. Days are whole days.
    """
    prepared = Prepared(dataset, as_of, scope, "")
    if prepared.deliveries is None:
        return ()
    waiting = prepared.deliveries.frame.filter(nw.col("on_the_way")).select(*_COLUMNS).collect()
    rows = [{name: plain(value) for name, value in row.items()} for row in waiting.rows(named=True)]
    lots = [
        Lot(
            row["lot"] or "", prepared.facts.named(row["program_id"]).name, row["site"], row["language"],
            row["dispatched_on"].date(), int(row["days_waited"]), row["books_shipped"],
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(lots, key=lambda lot: (-lot.days, lot.name, lot.site or "")))


def boxed_lots(dataset: Dataset, scope: Scope = EVERYTHING) -> tuple[str, ...]:
    """Return the names of the lots counted in boxes that nobody has said the number of books of.

    Boxes are never converted unasked: these lots stand in no number of books.
    """
    prepared = Prepared(dataset, date.max - timedelta(days=1), scope, "")
    if prepared.deliveries is None:
        return ()
    boxed = prepared.deliveries.frame.filter(nw.col("in_boxes") & nw.col("books_per_unit").is_null()).select("lot")
    return tuple(sorted({str(plain(row["lot"]) or "") for row in boxed.collect().rows(named=True)}))
