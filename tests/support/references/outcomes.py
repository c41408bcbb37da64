"""Answers, scores, reading levels and books once more, in plain Python over the rows and in fractions."""

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
    """Figures of the outcomes and lots a `Reference` keeps, each by its parts."""

    def __init__(self, reference: Reference) -> None:
        self.rows, self.settings, tables = reference.outcomes, reference.settings, reference.tables
        self.lots = [lot for lot in tables["deliveries"] if reference.keep(lot)]
        self.sites = {site["site"]: site for site in tables["sites"]}

    def _by(self, *columns: str, keep: Callable[[Row], bool]) -> dict[Part, list[Row]]:
        found: dict[Part, list[Row]] = {}
        for row in filter(keep, self.rows):
            found.setdefault(tuple(row[c] for c in columns), []).append(row)
        return found

    def _ratings(self) -> dict[Part, list[tuple[Fraction, Any]]]:
        """The valid answers of each part, each with the scale it was given on."""
        asked = self._by("measure", "occasion", keep=lambda r: r["rating"] is not None or not _is_tested(r))
        return {
            part: [
                (exact(r["rating"]), scale_of(r))
                for r in rows
                if r["rating"] is not None and 1 <= r["rating"] <= scale_of(r)
            ]
            for part, rows in asked.items()
        }

    def mean_rating(self) -> dict[Part, Fraction | None]:
        one = {part: {scale for _, scale in found} for part, found in self._ratings().items()}
        return {
            part: share(sum(r for r, _ in found), len(found)) if len(one[part]) == 1 else None
            for part, found in self._ratings().items()
        }

    def net_agreement(self) -> dict[Part, Fraction | None]:
        net = {
            part: [(r >= 4) - (r <= 2) for r, scale in found if scale == 5]
            for part, found in self._ratings().items()
        }
        return {part: share(sum(signs), len(signs)) for part, signs in net.items()}

    def pairs(self) -> dict[Part, list[tuple[Row, Fraction | None, Fraction | None]]]:
        """By measure, everyone tested: a row of theirs, the score before and the score after."""
        found: dict[Part, list[tuple[Row, Fraction | None, Fraction | None]]] = {}
        loose: dict[tuple[Any, ...], list[Row]] = {}
        for row in self.rows:
            if row["before"] is None and row["after"] is None:
                continue
            here = found.setdefault((row["measure"],), [])
            whole = row["before"] is not None and row["after"] is not None
            if whole or row["who"] is None:
                here.append((row, *(None if row[s] is None else exact(row[s]) for s in ("before", "after"))))
            if row["who"] is not None:
                loose.setdefault((row["p"], row["who"], row["measure"]), []).append(row)
        for (_, _, measure), rows in loose.items():
            if not any(r["before"] is not None and r["after"] is not None for r in rows):
                found[measure,].append((rows[0], *(_mean(r[s] for r in rows) for s in ("before", "after"))))
        return found

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
            part: share(sum(a > b for b, a in found), len(found)) for part, found in self._matched().items()
        }

    @staticmethod
    def _day(lot: Row, name: str) -> Any:
        """A day that has come."""
        day = lot.get(name)
        return day if day is not None and day.date() <= AS_OF else None

    def _number(self, lot: Row, stage: str) -> Any:
        """What was counted at a stage, unless the day of the stage is still to come."""
        waits = WAITS_FOR.get(stage, "")
        return lot.get(stage) if lot.get(waits) is None or self._day(lot, waits) is not None else None

    def _lot(self, lot: Row, stage: str) -> Fraction | None:
        """The books of a lot at a stage that has come."""
        number, each = self._number(lot, stage), lot["books_per_unit"] if lot["unit"] == "boxes" else 1
        return None if number is None or each is None else exact(number) * each

    def stage_yield(self) -> dict[Part, Fraction | None]:
        found: dict[Part, Fraction | None] = {}
        for this, to in pairwise(STAGES):
            both = [(self._lot(lot, this), self._lot(lot, to)) for lot in self.lots]
            known = [(b, a) for b, a in both if b is not None and a is not None]
            found[to,] = share(sum(a for _, a in known), sum(b for b, _ in known))
        return found

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
        """Every figure that has parts."""
        names = ("mean_rating", "net_agreement", "pair_coverage", "improved_share", "stage_yield")
        return {name: getattr(self, name)() for name in names}

    def single(self) -> Mapping[str, Fraction | None]:
        """Every figure that is one number."""
        return {
            name: getattr(self, name)()
            for name in ("lot_acceptance", "days_to_deliver", "book_language_match")
        }


def _is_tested(row: Row) -> bool:
    return any(row[score] is not None for score in ("before", "after", "words", "seconds"))


def _mean(scores: Iterable[Any]) -> Fraction | None:
    known = [exact(score) for score in scores if score is not None]
    return share(sum(known), len(known))
