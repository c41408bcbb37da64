"""How reading levels of the Phil-IRI become figures: who moved up, the net movement, and every flow between levels."""

from __future__ import annotations

from dataclasses import dataclass, replace

from libcollab_metrics.metrics import measures as m
from libcollab_metrics.metrics.cells import Cell
from libcollab_metrics.metrics.definition import Measure, Recipe, Value, Write, missing, share_of
from libcollab_metrics.metrics.tables.levels import LEVEL, LEVELS

ALL_READERS = (("measure", LEVEL),)
#: Who is at the top cannot move up.
NOT_AT_TOP = (("measure", f"{LEVEL}, not yet {LEVELS[-1]}"),)


@dataclass(frozen=True)
class MovedUp(Recipe):
    """Readers a level or more up over those with both levels; and over those not at the top level before."""

    @property
    def top(self) -> Measure:
        return m.MOVED_UP

    @property
    def bottom(self) -> Measure:
        return m.LEVELED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.MOVED_UP, m.LEVELED, m.BELOW_TOP, m.LEVEL_BEFORE)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        pairs, below = cell.count(m.LEVELED), cell.count(m.BELOW_TOP)
        if not pairs:
            return (missing("no-pairs"),)
        shares = (self._share(cell, pairs), self._share(cell, below))
        return tuple(
            replace(share, group=group) for share, group in zip(shares, (ALL_READERS, NOT_AT_TOP), strict=True)
        )

    def _share(self, cell: Cell, readers: int) -> Value:
        up = cell.count(m.MOVED_UP)
        if not readers:
            return missing("ceiling")
        coverage = share_of(cell.count(m.LEVELED), cell.count(m.LEVEL_BEFORE))
        return Value(
            "", value=up / readers, numerator=up, denominator=readers, n=readers, coverage=coverage
        ).bounded("exact")  # fmt: skip

    def definition(self) -> str:
        return f"{super().definition()}; and ÷ {m.BELOW_TOP.label}"

    def formula(self, value: Value, write: Write) -> str:
        readers = m.BELOW_TOP if value.group[-1:] == NOT_AT_TOP else m.LEVELED
        return f"{write(m.MOVED_UP, value.numerator)} ÷ {write(readers, value.denominator)}"


@dataclass(frozen=True)
class NetMove(Recipe):
    """Readers who moved up less those who moved down, over those with both levels."""

    @property
    def top(self) -> Measure:
        return m.MOVED_UP

    @property
    def bottom(self) -> Measure:
        return m.LEVELED

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.MOVED_UP, m.MOVED_DOWN, m.LEVELED, m.LEVEL_BEFORE)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        pairs, net = cell.count(m.LEVELED), cell.count(m.MOVED_UP) - cell.count(m.MOVED_DOWN)
        if not pairs:
            return (missing("no-pairs"),)
        coverage = share_of(pairs, cell.count(m.LEVEL_BEFORE))
        value = Value("", value=net / pairs, numerator=net, denominator=pairs, n=pairs, coverage=coverage)
        return (replace(value.bounded("exact"), group=ALL_READERS),)

    def definition(self) -> str:
        return f"({m.MOVED_UP.label} − {m.MOVED_DOWN.label}) ÷ {m.LEVELED.label}"

    def formula(self, value: Value, write: Write) -> str:
        return f"{write(m.NET_MOVED, value.numerator)} ÷ {write(m.LEVELED, value.denominator)}"


@dataclass(frozen=True)
class LevelFlows(Recipe):
    """Readers with both levels by the level before and the level after; a flow of nobody is not listed."""

    @property
    def top(self) -> Measure:
        return m.FLOWS

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (m.FLOWS,)

    def values(self, cell: Cell) -> tuple[Value, ...]:
        flows = {part: tally.count(m.FLOWS) for part, tally in cell.parts(m.FLOWS).items()}
        pairs = sum(flows.values())
        ordered = sorted(flows, key=lambda part: [LEVELS.index(name or "") for name in part])
        return tuple(
            replace(
                Value("", value=flows[part], numerator=flows[part], denominator=pairs, n=pairs).bounded("exact"),
                group=(("level_before", part[0]), ("level_after", part[1])),
            )
            for part in ordered
        ) or (missing("no-pairs"),)  # fmt: skip
