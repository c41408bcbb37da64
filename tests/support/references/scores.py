"""Compute scores, levels, speeds and response rates a second time, in plain Python and fractions."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import floor, sqrt
from typing import Any

from tests.support.references.attendance import Row, exact, share
from tests.support.references.evaluation import Reference, scale_of
from tests.support.references.outcomes import Outcomes
from tests.support.references.reach import Expected, Figures, Part, Parts, alone

#: The measures of random libraries that use the grant's own wording.
GRANT = ("learned", "I intend to apply what I just learned.")
#: The lowest whole percent of each level.
BANDS = {"philiri_word": ((97, 3), (90, 2)), "philiri_comprehension": ((80, 3), (59, 2))}
LEVEL = "philiri_level"


def mean(numbers: Iterable[Fraction]) -> Fraction:
    values = list(numbers)
    return sum(values, Fraction()) / len(values)


def deviation(numbers: Iterable[Fraction]) -> float:
    """Return the standard deviation with n − 1."""
    values = list(numbers)
    return sqrt(sum((n - mean(values)) ** 2 for n in values) / (len(values) - 1))


class ScoreReference(Reference):
    """Metrics of those with a score before and after."""

    def figures(self) -> Figures:
        """Return every metric of this family, by its parts."""
        return {
            **alone({"survey_response_rate": self.survey_response_rate()}),
            "lsta_agreement": {key: f for key, f in self.outcome_agreement().items() if key[0] in GRANT},
            "normalized_gain": self.normalized_gain(),
            "effect_dz": {(measure,): _d_z(pairs) for measure, pairs in self._scores().items()},
            "effect_dav": {(measure,): _d_av(pairs) for measure, pairs in self._scores().items()},
            "reading_speed_gain": self.reading_speed_gain(),
            **self._levels(),
        }

    def of_the_library(self) -> Figures:
        """Return nothing: no metric of this family is of the whole library only."""
        return {}

    def _scores(self) -> dict[str | None, list[tuple[Fraction, Fraction]]]:
        pairs = Outcomes(self).pairs()
        return {
            m: [(b, a) for _, b, a in rows if b is not None and a is not None] for (m,), rows in pairs.items()
        }

    def normalized_gain(self) -> Parts:
        """Return the gain in percent, over pairs whose highest score is known and not exceeded."""
        gains: dict[Part, Expected] = {}
        for part, rows in Outcomes(self).pairs().items():
            known = [(b, a, exact(r["scale_max"])) for r, b, a in rows if None not in (b, a, r["scale_max"])]
            percent = [(100 * b / top, 100 * a / top) for b, a, top in known if b <= top and a <= top]
            gains[part] = _hake(percent) if percent else None
        return gains

    def survey_response_rate(self) -> Fraction | None:
        """Return different people who answered over those who came, in programs with both.

        It is None if the true rate could be anything.
        """
        answers = [r for r in self.outcomes if r["rating"] is not None and 1 <= r["rating"] <= scale_of(r)]
        parts = {p: self._of(p) for p in {r["p"] for r in answers}}
        both = {p for p, part in parts.items() if part.participants_unique() is not None}
        answered = [r["who"] for r in answers if r["p"] in both]
        combined = Reference(self.tables, lambda row: self.keep(row) and row["p"] in both)
        people, lists_full = len(combined.people()), all(map(combined.fully_marked, combined.held))
        names = {respondent for respondent in answered if respondent is not None}
        if not names or (not lists_full and (None in answered or len(names) > people)):
            return None
        return share(len(names), people)

    def _of(self, program: str) -> Reference:
        return Reference(self.tables, lambda row: self.keep(row) and row["p"] == program)

    def reading_speed_gain(self) -> Parts:
        """Return words per minute on the last day minus the first, for each reader of a program."""
        timed: dict[tuple[Any, ...], dict[str, Fraction]] = {}
        for row in self.outcomes:
            if (
                row["words"] is not None
                and row["seconds"]
                and row["who"] is not None
                and row["on"] is not None
            ):
                speeds = timed.setdefault((row["p"], row["who"], row["measure"]), {})
                speeds[row["on"]] = exact(row["words"]) / exact(row["seconds"]) * 60
        gains: dict[str, list[Fraction]] = {}
        for (_, _, measure), speeds in timed.items():
            if len(speeds) > 1:
                gains.setdefault(measure, []).append(speeds[max(speeds)] - speeds[min(speeds)])
        return {(measure,): mean(values) for measure, values in gains.items()}

    def _levels(self) -> Figures:
        moves = [(b, a) for b, a in self._moves() if b is not None and a is not None]
        up, down = sum(a > b for b, a in moves), sum(a < b for b, a in moves)
        below = [(b, a) for b, a in moves if b < 3]
        return {
            "philiri_moved_up": {
                (LEVEL,): share(up, len(moves)),
                (f"{LEVEL}, not yet Independent",): share(sum(a > b for b, a in below), len(below)),
            },
            "philiri_net_move": {(LEVEL,): share(up - down, len(moves))},
        }

    def _moves(self) -> list[tuple[Any, Any]]:
        """Return everyone's level before and after: as recorded, or the lower one of both tests."""
        tests: dict[tuple[Any, ...], dict[str, Row]] = {}
        for row in self.outcomes:
            if row["measure"] in (*BANDS, LEVEL) and row["who"] is not None:
                tests.setdefault((row["p"], row["who"]), {})[row["measure"]] = row
        recorded = [
            (test_rows[LEVEL]["before"], test_rows[LEVEL]["after"])
            for test_rows in tests.values()
            if LEVEL in test_rows
        ]
        both = [
            test_rows
            for test_rows in tests.values()
            if LEVEL not in test_rows and all(test in test_rows for test in BANDS)
        ]
        return recorded + [(_lower(test_rows, "before"), _lower(test_rows, "after")) for test_rows in both]


def _hake(percent: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    before, after = mean(b for b, _ in percent), mean(a for _, a in percent)
    return share(after - before, 100 - before)


def _d_z(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    return _effect(pairs, lambda gains: deviation(gains))


def _d_av(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    return _effect(pairs, lambda _: (deviation(b for b, _ in pairs) + deviation(a for _, a in pairs)) / 2)


def _effect(pairs: list[tuple[Fraction, Fraction]], spread: Any) -> Fraction | None:
    """Return the mean gain in deviations, corrected for few pairs; None below 10 pairs or without spread."""
    if len(pairs) < 10:
        return None
    gains = [a - b for b, a in pairs]
    deviation_of_gains, correction = spread(gains), 1 - Fraction(3, 4 * (len(pairs) - 1) - 1)
    return Fraction(float(mean(gains) * correction) / deviation_of_gains) if deviation_of_gains else None


def _lower(tests: dict[str, Row], side: str) -> int | None:
    levels = [_level(tests[test][side], bands) for test, bands in BANDS.items()]
    return None if None in levels else min(level for level in levels if level is not None)


def _level(score: Any, bands: tuple[tuple[int, int], ...]) -> int | None:
    """Return the level of a score in percent, rounded half up to a whole percent."""
    if score is None:
        return None
    percent = floor(exact(score) + Fraction(1, 2))
    return next((level for lowest, level in bands if percent >= lowest), 1)
