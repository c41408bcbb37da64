"""Compute answers, scores, reading levels and books a second time, in plain Python and fractions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.support.builders.datasets import AS_OF
from tests.support.references.attendance import Row, exact, share
from tests.support.references.evaluation import Reference, scale_of

Part = tuple[str | None, ...]
STAGES = ("pledged", "collected", "usable", "shipped", "received", "in_hands")
WAITS_FOR = {"shipped": "dispatched_on", "received": "received_on", "in_hands": "received_on"}


class Outcomes:
    """Metrics of the outcomes and lots that a `Reference` selects, each by its parts."""

    def __init__(self, reference: Reference) -> None:
        self.rows, self.settings, tables = reference.outcomes, reference.settings, reference.tables
        self.lots = [lot for lot in tables["deliveries"] if reference.keep(lot)]
        self.sites = {site["site"]: site for site in tables["sites"]}

    def _by(self, *columns: str, keep: Callable[[Row], bool]) -> dict[Part, list[Row]]:
        groups: dict[Part, list[Row]] = {}
        for row in filter(keep, self.rows):
            groups.setdefault(tuple(row[c] for c in columns), []).append(row)
        return groups

    def _ratings(self) -> dict[Part, list[tuple[Fraction, Any]]]:
        """Return the valid answers of each part, each with its scale."""
        rows_by_part = self._by(
            "measure", "occasion", keep=lambda r: r["rating"] is not None or not _is_tested(r)
        )
        return {
            part: [
                (exact(r["rating"]), scale_of(r))
                for r in rows
                if r["rating"] is not None and 1 <= r["rating"] <= scale_of(r)
            ]
            for part, rows in rows_by_part.items()
        }

    def mean_rating(self) -> dict[Part, Fraction | None]:
        scales = {part: {scale for _, scale in ratings} for part, ratings in self._ratings().items()}
        return {
            part: share(sum(r for r, _ in ratings), len(ratings)) if len(scales[part]) == 1 else None
            for part, ratings in self._ratings().items()
        }

    def net_agreement(self) -> dict[Part, Fraction | None]:
        net = {
            part: [(r >= 4) - (r <= 2) for r, scale in ratings if scale == 5]
            for part, ratings in self._ratings().items()
        }
        return {part: share(sum(signs), len(signs)) for part, signs in net.items()}

    def pairs(self) -> dict[Part, list[tuple[Row, Fraction | None, Fraction | None]]]:
        """Return for each measure everyone tested: a row of theirs, the score before and the score after."""
        by_measure: dict[Part, list[tuple[Row, Fraction | None, Fraction | None]]] = {}
        rows_by_reader: dict[tuple[Any, ...], list[Row]] = {}
        for row in self.rows:
            if row["before"] is None and row["after"] is None:
                continue
            of_measure = by_measure.setdefault((row["measure"],), [])
            has_both = row["before"] is not None and row["after"] is not None
            if has_both or row["who"] is None:
                of_measure.append(
                    (row, *(None if row[s] is None else exact(row[s]) for s in ("before", "after")))
                )
            if row["who"] is not None:
                rows_by_reader.setdefault((row["p"], row["who"], row["measure"]), []).append(row)
        for (_, _, measure), rows in rows_by_reader.items():
            if not any(r["before"] is not None and r["after"] is not None for r in rows):
                by_measure[measure,].append(
                    (rows[0], *(_mean(r[s] for r in rows) for s in ("before", "after")))
                )
        return by_measure

    def _matched(self) -> dict[Part, list[tuple[Fraction, Fraction]]]:
        return {
            part: [(b, a) for _, b, a in people if b is not None and a is not None]
            for part, people in self.pairs().items()
        }

    def pair_coverage(self) -> dict[Part, Fraction | None]:
        before = {part: sum(b is not None for _, b, _ in people) for part, people in self.pairs().items()}
        matched = self._matched()
        return {part: share(len(matched[part]), before[part]) if matched[part] else None for part in before}

    def improved_share(self) -> dict[Part, Fraction | None]:
        return {
            part: share(sum(a > b for b, a in pairs), len(pairs)) for part, pairs in self._matched().items()
        }

    @staticmethod
    def _day(lot: Row, name: str) -> Any:
        """Return a day, unless it is still to come."""
        day = lot.get(name)
        return day if day is not None and day.date() <= AS_OF else None

    def _number(self, lot: Row, stage: str) -> Any:
        """Return the count at a stage, unless the day of the stage is still to come."""
        day_field = WAITS_FOR.get(stage, "")
        return lot.get(stage) if lot.get(day_field) is None or self._day(lot, day_field) is not None else None

    def _lot(self, lot: Row, stage: str) -> Fraction | None:
        """Return the books of a lot at a stage, unless its day is still to come."""
        number, books_per_unit = (
            self._number(lot, stage),
            lot["books_per_unit"] if lot["unit"] == "boxes" else 1,
        )
        return None if number is None or books_per_unit is None else exact(number) * books_per_unit

    def stage_yield(self) -> dict[Part, Fraction | None]:
        yields: dict[Part, Fraction | None] = {}
        for this, to in pairwise(STAGES):
            both = [(self._lot(lot, this), self._lot(lot, to)) for lot in self.lots]
            known = [(b, a) for b, a in both if b is not None and a is not None]
            yields[to,] = share(sum(a for _, a in known), sum(b for b, _ in known))
        return yields

    def lot_acceptance(self) -> Fraction | None:
        sent = [
            lot
            for lot in self.lots
            if (self._number(lot, "shipped") or 0) > 0 or self._day(lot, "dispatched_on")
        ]
        answers = [n for n in (self._number(lot, "received") for lot in sent) if n is not None]
        return share(sum(number > 0 for number in answers), len(answers))

    def days_to_deliver(self) -> Fraction | None:
        both = [lot for lot in self.lots if self._day(lot, "dispatched_on") and self._day(lot, "received_on")]
        days = sorted((lot["received_on"] - lot["dispatched_on"]).days for lot in both)
        middle = days[(len(days) - 1) // 2 : len(days) // 2 + 1]
        return share(sum(middle), len(middle))

    def book_language_match(self) -> Fraction | None:
        known = [
            (books, lot["language"] in self.sites[lot["site"]]["languages"])
            for lot in self.lots
            if lot["site"] in self.sites
            and lot["language"]
            and (books := self._lot(lot, "received")) is not None
        ]
        return share(sum(books for books, match in known if match), sum(books for books, _ in known))

    def parted(self) -> Mapping[str, Mapping[Part, Fraction | None]]:
        """Return every metric that has parts."""
        names = ("mean_rating", "net_agreement", "pair_coverage", "improved_share", "stage_yield")
        return {name: getattr(self, name)() for name in names}

    def single(self) -> Mapping[str, Fraction | None]:
        """Return every metric that is one number."""
        return {
            name: getattr(self, name)()
            for name in ("lot_acceptance", "days_to_deliver", "book_language_match")
        }


def _is_tested(row: Row) -> bool:
    return any(row[score] is not None for score in ("before", "after", "words", "seconds"))


def _mean(scores: Iterable[Any]) -> Fraction | None:
    known = [exact(score) for score in scores if score is not None]
    return share(sum(known), len(known))
