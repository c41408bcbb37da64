"""Metrics of matched scores: gains, share improved, effect size and its minimum n, reading levels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.counting import GroupCounts, Tally
from libcollab_metrics.metrics.definition import (
    OF_MONEY,
    FormulaWriter,
    Measure,
    Metric,
    Points,
    Recipe,
    Value,
    compute_share,
    undefined_value,
)
from libcollab_metrics.metrics.families.participation import add_wilson_if_distinct
from libcollab_metrics.metrics.intervals import effect_correction, t_interval
from libcollab_metrics.metrics.tables.scores import LEVEL_MEASURE, LEVELS

#: Minimum number of pairs for an effect size.
PAIRS_FOR_EFFECT = 10
#: Tolerance: a spread or a difference below this is floating-point noise, so the numbers are equal.
TOLERANCE = 1e-9
#: Measures of the distribution behind a mean gain.
GAIN_DISTRIBUTION = (
    m.GAINERS,
    m.POINTS_BEFORE,
    m.POINTS_AFTER,
    m.LOWEST_BEFORE,
    m.LOWEST_AFTER,
    m.HIGHEST_BEFORE,
    m.HIGHEST_AFTER,
)


@dataclass(frozen=True)
class _PairMetric(Recipe):
    """A metric of matched pairs, one value per tested measure."""

    pairs: Measure = m.PAIRS
    tested: Measure = m.TESTED_BEFORE

    @property
    def bottom(self) -> Measure | None:
        return self.pairs

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.top, self.pairs, self.tested)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        parts = cell.parts(self.pairs)
        if not any(tally.count(self.pairs) for tally in parts.values()):
            return (undefined_value("no-pairs"),)
        return tuple(
            replace(
                self._compute_known(tally),
                group=(("measure", measure),),
                points=self._points(cell, measure, tally),
            )
            for (measure,), tally in parts.items()
        )

    def _points(self, cell: GroupCounts, measure: str | None, tally: Tally) -> Points | None:
        """Return the gains behind a metric that discloses their mean or spread."""
        return None

    def _compute_known(self, tally: Tally) -> Value:
        pairs = tally.count(self.pairs)
        if not pairs:
            return undefined_value("no-pairs")
        value = self._compute_value(tally)
        if value.value is None:
            return value
        return replace(value, n=pairs, coverage=compute_share(pairs, tally[self.tested])).with_certainty(
            "exact"
        )

    def _compute_value(self, tally: Tally) -> Value:
        """Return the value for at least one pair, without n, coverage and bounds."""
        top, pairs = tally[self.top] or 0, tally.count(self.pairs)
        return Value("", value=top / pairs, numerator=top, denominator=pairs)


@dataclass(frozen=True)
class PairedMean(_PairMetric):
    """Mean gain (after minus before) over people with both scores, with Student's interval."""

    gain: Measure = m.GAIN
    spread: Measure = m.GAIN_SD
    #: Number of people by gain, if a related metric discloses who gained.
    gainers: Measure | None = m.GAINERS

    @property
    def top(self) -> Measure:
        return self.gain

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*super().measures, self.spread, *(GAIN_DISTRIBUTION if self.gainers else ()))

    def _compute_value(self, tally: Tally) -> Value:
        value, pairs = super()._compute_value(tally), tally.count(self.pairs)
        low, high = t_interval(value.value or 0, tally[self.spread], pairs) or (None, None)
        return replace(value, ci_low=low, ci_high=high)

    def _points(self, cell: GroupCounts, measure: str | None, tally: Tally) -> Points | None:
        return _gain_distribution(cell, measure, tally) if self.gainers else None


#: Gain in words per minute.
SPEED_GAIN = PairedMean(m.TIMED, m.TIMED_BEFORE, m.FASTER, m.FASTER_SD, gainers=None)


def _gain_distribution(cell: GroupCounts, measure: str | None, tally: Tally) -> Points | None:
    """Return the distribution of losses, no change and gains of the people with both scores."""
    gains = {
        float(gain or 0): part_tally.count(m.GAINERS)
        for (of, gain), part_tally in cell.parts(m.GAINERS).items()
        if of == measure
    }
    if not gains:
        return None
    ends = [tally[end] or 0 for end in (m.LOWEST_BEFORE, m.LOWEST_AFTER, m.HIGHEST_BEFORE, m.HIGHEST_AFTER)]
    return Points.from_gains(
        gains, tally[m.POINTS_BEFORE] or 0, tally[m.POINTS_AFTER] or 0, min(ends), max(ends)
    )


@dataclass(frozen=True)
class PairedScores(_PairMetric):
    """Mean score before and mean score after, over people with both, by measure and side."""

    top = m.POINTS_AFTER

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*super().measures, m.POINTS_BEFORE)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        measured = {part: tally for part, tally in cell.parts(m.PAIRS).items() if tally.count(m.PAIRS)}
        return tuple(
            replace(value, group=(("measure", measure), ("side", side)))
            for (measure,), tally in measured.items()
            for side, value in self._sides(tally).items()
        ) or (undefined_value("no-pairs"),)

    def _sides(self, tally: Tally) -> dict[str, Value]:
        pairs, coverage = tally.count(m.PAIRS), compute_share(tally.count(m.PAIRS), tally[m.TESTED_BEFORE])
        points = {"before": tally[m.POINTS_BEFORE] or 0, "after": tally[m.POINTS_AFTER] or 0}
        return {
            side: (
                Value(
                    "", value=top / pairs, numerator=top, denominator=pairs, n=pairs, coverage=coverage
                ).with_certainty("exact")
            )
            for side, top in points.items()
        }

    def definition(self) -> str:
        return f"{m.POINTS_BEFORE.label}, and {m.POINTS_AFTER.label}, ÷ {m.PAIRS.label}"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        points = m.POINTS_BEFORE if ("side", "before") in value.group else m.POINTS_AFTER
        return f"{write(points, value.numerator)} ÷ {write(m.PAIRS, value.denominator)}"


@dataclass(frozen=True)
class PairCoverage(_PairMetric):
    """People with both scores over those with a score before, by measure."""

    top = m.PAIRS
    bottom = m.TESTED_BEFORE

    def _compute_known(self, tally: Tally) -> Value:
        pairs, tested = tally.count(m.PAIRS), tally.count(m.TESTED_BEFORE)
        if not pairs:
            return undefined_value("no-pairs")
        return Value("", value=pairs / tested, numerator=pairs, denominator=tested, n=tested).with_certainty(
            "exact"
        )


@dataclass(frozen=True)
class ImprovedShare(_PairMetric):
    """People with a higher score after than before, over people with both scores.

    Has a Wilson interval if no person is in two programs.
    """

    top = m.IMPROVED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (*super().measures, m.PAIRED_PEOPLE, m.PAIRED_NAMELESS)

    def _compute_value(self, tally: Tally) -> Value:
        people = tally.count(m.PAIRED_PEOPLE) + tally.count(m.PAIRED_NAMELESS)
        return add_wilson_if_distinct(super()._compute_value(tally), people)


@dataclass(frozen=True)
class NormalizedGain(_PairMetric):
    """Mean gain over mean possible gain, both in percent of the scale (Hake)."""

    top = m.PERCENT_GAINED
    bottom = m.PERCENT_POSSIBLE
    measures = (m.PERCENT_GAINED, m.PERCENT_POSSIBLE, m.PAIRS_SCALED, m.PAIRS)

    def _compute_known(self, tally: Tally) -> Value:
        pairs, scaled = tally.count(m.PAIRS), tally.count(m.PAIRS_SCALED)
        gained, left = tally[m.PERCENT_GAINED], tally[m.PERCENT_POSSIBLE]
        if not pairs:
            return undefined_value("no-pairs")
        if gained is None or left is None:
            return undefined_value(
                "no-field", field="two scores with a highest possible one they stay within"
            )
        if left < TOLERANCE:
            return replace(undefined_value("ceiling"), n=scaled)
        value = Value(
            "", value=gained / left, numerator=gained, denominator=left, n=scaled, coverage=scaled / pairs
        )
        return value.with_certainty("exact")


@dataclass(frozen=True)
class EffectSize(_PairMetric):
    """Mean gain in standard deviations of the gains (d_z) or of both sides on average (d_av).

    Corrected for small samples.
    """

    by: Literal["z", "av"] = "z"

    top = m.MEAN_GAIN

    @property
    def bottom(self) -> Measure:
        return m.GAIN_SD if self.by == "z" else m.AFTER_SD

    measures = (m.MEAN_GAIN, m.GAIN_SD, m.BEFORE_SD, m.AFTER_SD, m.PAIRS, m.TESTED_BEFORE, *GAIN_DISTRIBUTION)

    def _points(self, cell: GroupCounts, measure: str | None, tally: Tally) -> Points | None:
        return _gain_distribution(cell, measure, tally)

    def _compute_value(self, tally: Tally) -> Value:
        pairs, gain = tally.count(m.PAIRS), tally[m.MEAN_GAIN] or 0
        if pairs < PAIRS_FOR_EFFECT:
            return undefined_value("too-few", n=str(PAIRS_FOR_EFFECT), things=m.PAIRS.label)
        both = (tally[m.BEFORE_SD] or 0) + (tally[m.AFTER_SD] or 0)
        spread = tally[m.GAIN_SD] or 0 if self.by == "z" else both / 2
        if spread < TOLERANCE:
            return undefined_value("no-spread")
        return Value("", value=gain / spread * effect_correction(pairs), numerator=gain, denominator=spread)

    def definition(self) -> str:
        spread = m.GAIN_SD.label if self.by == "z" else f"mean of {m.BEFORE_SD.label} and {m.AFTER_SD.label}"
        return f"{m.MEAN_GAIN.label} ÷ {spread}, × (1 − 3 ÷ (4 × (n − 1) − 1)) for small numbers"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        spread = m.GAIN_SD if self.by == "z" else m.BOTH_SD
        correction = write.number(effect_correction(int(value.n or PAIRS_FOR_EFFECT)), 2)
        return f"{write(m.MEAN_GAIN, value.numerator)} ÷ {write(spread, value.denominator)} × {correction}"


@dataclass(frozen=True)
class ScoreMoves(_PairMetric):
    """People with both scores, by whether the score rose, stayed the same or fell."""

    top = m.PAIRS
    bottom = None
    measures = (m.PAIRS, m.IMPROVED, m.WORSENED)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        measured = {part: tally for part, tally in cell.parts(m.PAIRS).items() if tally.count(m.PAIRS)}
        return tuple(
            replace(value, group=(("measure", measure), ("move", move)))
            for (measure,), tally in measured.items()
            for move, value in _count_moves(tally).items()
        ) or (undefined_value("no-pairs"),)


def _count_moves(tally: Tally) -> dict[str, Value]:
    pairs, up, down = tally.count(m.PAIRS), tally.count(m.IMPROVED), tally.count(m.WORSENED)
    moves = {"up": up, "same": pairs - up - down, "down": down}
    return {
        move: Value("", value=people, numerator=people, denominator=pairs, n=pairs).with_certainty("exact")
        for move, people in moves.items()
    }


# Metrics of Phil-IRI reading levels: readers who moved up, net movement, and flows between levels.

ALL_READERS = (("measure", LEVEL_MEASURE),)
#: Readers at the top level cannot move up.
BELOW_TOP_READERS = (("measure", f"{LEVEL_MEASURE}, not yet {LEVELS[-1]}"),)


@dataclass(frozen=True)
class UpwardMoves(Recipe):
    """Readers who moved up over those with both levels, and over those below the top before."""

    top = m.MOVED_UP
    bottom = m.LEVELED
    measures = (m.MOVED_UP, m.LEVELED, m.BELOW_TOP, m.LEVEL_BEFORE)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        pairs, below = cell.count(m.LEVELED), cell.count(m.BELOW_TOP)
        if not pairs:
            return (undefined_value("no-pairs"),)
        shares = (self._share(cell, pairs), self._share(cell, below))
        return tuple(
            replace(share, group=group)
            for share, group in zip(shares, (ALL_READERS, BELOW_TOP_READERS), strict=True)
        )

    def _share(self, cell: GroupCounts, readers: int) -> Value:
        up = cell.count(m.MOVED_UP)
        if not readers:
            return undefined_value("ceiling")
        coverage = compute_share(cell.count(m.LEVELED), cell.count(m.LEVEL_BEFORE))
        return Value(
            "", value=up / readers, numerator=up, denominator=readers, n=readers, coverage=coverage
        ).with_certainty("exact")

    def definition(self) -> str:
        return f"{super().definition()}; and ÷ {m.BELOW_TOP.label}"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        readers = m.BELOW_TOP if value.group[-1:] == BELOW_TOP_READERS else m.LEVELED
        return f"{write(m.MOVED_UP, value.numerator)} ÷ {write(readers, value.denominator)}"


@dataclass(frozen=True)
class NetMove(Recipe):
    """Readers who moved up less those who moved down, over those with both levels."""

    top = m.MOVED_UP
    bottom = m.LEVELED
    measures = (m.MOVED_UP, m.MOVED_DOWN, m.LEVELED, m.LEVEL_BEFORE)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        pairs, net = cell.count(m.LEVELED), cell.count(m.MOVED_UP) - cell.count(m.MOVED_DOWN)
        if not pairs:
            return (undefined_value("no-pairs"),)
        coverage = compute_share(pairs, cell.count(m.LEVEL_BEFORE))
        value = Value("", value=net / pairs, numerator=net, denominator=pairs, n=pairs, coverage=coverage)
        return (replace(value.with_certainty("exact"), group=ALL_READERS),)

    def definition(self) -> str:
        return f"({m.MOVED_UP.label} − {m.MOVED_DOWN.label}) ÷ {m.LEVELED.label}"

    def formula(self, value: Value, write: FormulaWriter) -> str:
        return f"{write(m.NET_MOVED, value.numerator)} ÷ {write(m.LEVELED, value.denominator)}"


@dataclass(frozen=True)
class LevelFlows(Recipe):
    """Readers with both levels, by level before and after; empty flows are omitted."""

    top = m.FLOWS
    measures = (m.FLOWS,)

    def values(self, cell: GroupCounts) -> tuple[Value, ...]:
        flows = {part: tally.count(m.FLOWS) for part, tally in cell.parts(m.FLOWS).items()}
        pairs = sum(flows.values())
        ordered = sorted(flows, key=lambda part: [LEVELS.index(name or "") for name in part])
        return tuple(
            replace(
                Value(
                    "", value=flows[part], numerator=flows[part], denominator=pairs, n=pairs
                ).with_certainty("exact"),
                group=(("level_before", part[0]), ("level_after", part[1])),
            )
            for part in ordered
        ) or (undefined_value("no-pairs"),)


#: Caveat of every gain.
CAUSE_CAVEAT = "Change, not proof of cause: low scorers tend to rise anyway, and children grow."

SCORE_PARTS = ("measure",)

METRICS: tuple[Metric, ...] = (
    Metric(
        "mean_gain",
        "Average gain",
        "How much did the scores change?",
        "points",
        "higher",
        "Paired comparison, as in textbooks",
        "outcomes",
        PairedMean(),
        OF_MONEY,
        SCORE_PARTS,
        caveat=CAUSE_CAVEAT,
        guards="n",
        is_personal=True,
        is_core=True,
        counts="pairs",
    ),
    Metric(
        "pair_coverage",
        "Pairs among those tested before",
        "How many were tested again?",
        "share",
        "higher",
        "This project",
        "outcomes",
        PairCoverage(),
        OF_MONEY,
        SCORE_PARTS,
        caveat="Who left before the second test may have read less well.",
        guards="n",
        is_personal=True,
        counts="tested",
    ),
    Metric(
        "improved_share",
        "Readers who improved",
        "How many scored higher than before?",
        "share",
        "higher",
        "This project",
        "outcomes",
        ImprovedShare(),
        OF_MONEY,
        SCORE_PARTS,
        caveat=CAUSE_CAVEAT,
        guards="n",
        is_personal=True,
        counts="pairs",
    ),
    Metric(
        "normalized_gain",
        "Normalized gain (Hake)",
        "How much of what could be gained was gained?",
        "ratio",
        "higher",
        "Hake's normalized gain, as PhysPort explains it",
        "outcomes",
        NormalizedGain(),
        OF_MONEY,
        SCORE_PARTS,
        caveat=f"Tests with a highest possible score only. {CAUSE_CAVEAT}",
        guards="n",
        is_personal=True,
        counts="pairs",
    ),
    Metric(
        "effect_dz",
        "Effect size, paired (d_z)",
        "How large is the gain compared with the spread of the gains?",
        "deviations",
        "higher",
        "Standardised mean of the differences",
        "outcomes",
        EffectSize(by="z"),
        OF_MONEY,
        SCORE_PARTS,
        caveat=f"Not comparable with d_av. {CAUSE_CAVEAT}",
        guards="n",
        is_personal=True,
        counts="pairs",
    ),
    Metric(
        "effect_dav",
        "Effect size, paired (d_av)",
        "How large is the gain compared with the spread of the scores?",
        "deviations",
        "higher",
        "Mean gain over the mean of both standard deviations",
        "outcomes",
        EffectSize(by="av"),
        OF_MONEY,
        SCORE_PARTS,
        caveat=f"Not comparable with d_z. {CAUSE_CAVEAT}",
        guards="n",
        is_personal=True,
        counts="pairs",
    ),
    Metric(
        "philiri_moved_up",
        "Level moved up",
        "How many readers rose a level?",
        "share",
        "higher",
        "Bands of the Phil-IRI",
        "outcomes",
        UpwardMoves(),
        OF_MONEY,
        SCORE_PARTS,
        caveat=f"The level is the lower of word reading and comprehension. {CAUSE_CAVEAT}",
        guards="n",
        is_personal=True,
        counts="levels",
    ),
    Metric(
        "philiri_net_move",
        "Net level movement",
        "How many more readers rose than fell?",
        "change",
        "higher",
        "This project; bands of the Phil-IRI",
        "outcomes",
        NetMove(),
        OF_MONEY,
        SCORE_PARTS,
        caveat=CAUSE_CAVEAT,
        guards="n",
        is_personal=True,
        counts="levels",
    ),
    Metric(
        "reading_speed_gain",
        "Reading speed",
        "How much faster do they read?",
        "words_per_minute",
        "higher",
        "Phil-IRI",
        "outcomes",
        SPEED_GAIN,
        OF_MONEY,
        SCORE_PARTS,
        caveat=f"Passages of equal difficulty only. {CAUSE_CAVEAT}",
        guards="n",
        is_personal=True,
        counts="timed",
    ),
)

#: Tables behind charts: not metrics of their own, but counted, filtered and protected like metrics.
PICTURED_METRICS: tuple[Metric, ...] = (
    Metric(
        "score_moves",
        "Scores up, same and down",
        "How many scored higher, the same or lower?",
        "people",
        "neutral",
        "This project",
        "outcomes",
        ScoreMoves(),
        OF_MONEY,
        ("measure", "move"),
        caveat=CAUSE_CAVEAT,
        guards="value",
        is_personal=True,
        counts="pairs",
    ),
    Metric(
        "paired_scores",
        "Mean score before and after",
        "Where did the scores stand before, and where after?",
        "points",
        "neutral",
        "This project",
        "outcomes",
        PairedScores(),
        OF_MONEY,
        ("measure", "side"),
        caveat=CAUSE_CAVEAT,
        guards="n",
        is_personal=True,
        counts="pairs",
    ),
    Metric(
        "level_moves",
        "Moves between reading levels",
        "From which level did readers move to which?",
        "people",
        "neutral",
        "Bands of the Phil-IRI",
        "outcomes",
        LevelFlows(),
        OF_MONEY,
        ("level_before", "level_after"),
        caveat=CAUSE_CAVEAT,
        guards="value",
        is_personal=True,
        counts="levels",
    ),
)
