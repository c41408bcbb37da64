"""What is hidden of everything that leaves together, and why each number is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from libcollab_metrics.model.settings import Settings
from libcollab_metrics.protection.differences import (
    Shared,
    left_of_largest,
    left_out_of_forms,
    told_apart,
    told_by_overlap,
)
from libcollab_metrics.protection.exposed import Exposed, lines_of
from libcollab_metrics.protection.means import means_that_tell
from libcollab_metrics.protection.policy import (
    INTERVALS,
    OF_PEOPLE,
    ON_SCALES,
    PORTFOLIO,
    SPREADS,
    WHOLE,
    is_all_of_a_table,
    is_all_or_none,
    is_too_small,
    others_are_few,
)
from libcollab_metrics.protection.sums import Cell
from libcollab_metrics.protection.suppress import choose

#: Why a number is hidden: it tells of few people itself, or of the few who did not; beside another figure, another
#: partner or the visits of all it would; the audit found that it gives something away; with a total it would give back
#: another number; it is made of the same people as a hidden one; it stands on some programs or sessions only; it
#: answers for an unknown number of people; its table cannot be protected at all; or nobody or everybody of a small
#: group did, which is told as a bound.
Why = Literal[
    "few", "few-others", "beside-figure", "beside-partner", "left-out-of-form", "audit", "second", "same-people",
    "partial", "unknown-size", "withheld", "all-or-none",
]  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """Every hidden cell with the reason, the cells whose share is told as a bound only, and means without interval."""

    why: Mapping[Cell, Why]
    bounded: frozenset[Cell]
    without_interval: frozenset[Cell] = frozenset()

    def why_of(self, exposed: Exposed) -> Why | None:
        """Why a value is hidden, None when it is shown."""
        own = self.why.get(exposed.cell) or self.why.get(exposed.own_cell)
        return own or ("same-people" if exposed.falls_with & self.why.keys() else None)

    def is_bounded(self, exposed: Exposed, settings: Settings) -> bool:
        """True when nobody or everybody of a small group did, and that is all there is to keep."""
        return (
            exposed.cell in self.bounded
            and self.why_of(exposed) is None
            and is_all_or_none(exposed.exposure, exposed.value, settings)
        )


def decide(
    printed: Sequence[Exposed],
    behind: Sequence[Exposed],
    settings: Settings,
    shared: Shared | None = None,
    also_hide: frozenset[Cell] = frozenset(),
    withhold: frozenset[Cell] = frozenset(),
) -> Decision:
    """Return what is hidden of values that count people; the arguments are those of `protect`.

    Those `behind` stand in no table: a mean may tell them.
    """
    counting = [*printed, *behind]
    why: dict[Cell, Why] = {}
    few = {x.cell for x in counting if is_too_small(x.exposure, x.scope, x.value, settings)}
    others = {x.cell for x in counting if others_are_few(x.exposure, x.scope, x.value, settings)}
    _note(why, "few", few - others)
    _note(why, "few-others", few)
    _note(why, "all-or-none", (x.cell for x in counting if is_all_of_a_table(x.exposure, x.value, settings)))
    _note(why, "beside-figure", told_apart(counting, settings))
    _note(why, "beside-partner", told_by_overlap(counting, shared))
    _note(why, "left-out-of-form", left_out_of_forms(counting))
    _note(why, "beside-figure", left_of_largest(counting))
    _note(why, "withheld", withhold)
    _note(why, "audit", also_hide)
    _close(why, counting)
    if any(decided in why for x in printed for decided in (x.cell, x.own_cell)):
        _note(why, "partial", _partial_sums(counting))
    _note(why, "unknown-size", _answers_of_unknown_size(counting, settings))
    bounded = frozenset(x.cell for x in counting if is_all_or_none(x.exposure, x.value, settings))
    tellers = (x for x in counting if x.cell in bounded and not is_all_or_none(x.exposure, x.value, settings))
    _note(why, "same-people", (x.own_cell for x in tellers))
    so_far = Decision(dict(why), bounded)
    telling = means_that_tell(counting, so_far, settings)
    means = [x for x in counting if x.cell in telling and x.value.points]
    _note(why, "beside-figure", (x.own_cell for x in means if x.value.metric in SPREADS | ON_SCALES))
    return Decision(why, bounded, frozenset(x.own_cell for x in means if x.value.metric in INTERVALS))


def _note(why: dict[Cell, Why], reason: Why, cells: Iterable[Cell]) -> None:
    """Take in cells with a reason; the first reason of a cell stays."""
    for cell in cells:
        why.setdefault(cell, reason)


def _close(why: dict[Cell, Why], counting: Sequence[Exposed]) -> None:
    """Hide what else must go: what falls with a hidden cell is a hole in its own table, and may need a second one."""
    lines, small = lines_of(counting), frozenset(why)
    more: frozenset[Cell] = small
    while more:
        chosen = choose(small, lines, gone=frozenset(why))
        _note(why, "withheld", chosen.withheld)
        _note(why, "second", chosen.hidden)
        hidden = frozenset(why)
        more = (_fallen(hidden, counting) | _given_back(small, hidden, counting)) - hidden
        _note(why, "same-people", more)


def _fallen(hidden: frozenset[Cell], counting: Sequence[Exposed]) -> frozenset[Cell]:
    return frozenset(x.cell for x in counting if x.falls_with & hidden)


def _given_back(small: frozenset[Cell], hidden: frozenset[Cell], counting: Sequence[Exposed]) -> frozenset[Cell]:
    """The people of every second cell that a rate chose because the people of a first are hidden.

    Shown, they would stand for the second cell where all of them are in the rate, and the first would be the rest.
    """
    rates = [
        x for x in counting if x.exposure.is_share and "people" in x.exposure.also and x.total and x.cell in hidden
    ]
    holes = {(x.cell[0], x.by, x.total) for x in rates if x.cell_in("people") in hidden}
    return frozenset(x.cell_in("people") for x in rates if x.cell not in small and (x.cell[0], x.by, x.total) in holes)


def _partial_sums(counting: Sequence[Exposed]) -> frozenset[Cell]:
    """Figures that stand on some programs, sessions or people only, as cells of their own: gone where anything is."""
    wholes = {(x.value.metric, x.cell[1:]): x.value.value for x in counting if x.value.metric in WHOLE.values()}
    return frozenset(
        x.own_cell
        for x in counting
        if x.exposure.fragile
        or (
            x.value.metric in PORTFOLIO
            and x.value.value is not None
            and x.number(x.exposure.counts[0]) != wholes.get((WHOLE.get(x.exposure.family, ""), x.cell[1:]))
        )
    )


def _answers_of_unknown_size(counting: Sequence[Exposed], settings: Settings) -> frozenset[Cell]:
    """Reasons that tell how everybody did, where nothing beside them says that they are enough people."""
    sizes = ((x.cell, x.number(x.exposure.base)) for x in counting if x.exposure.base)
    enough = {cell for cell, size in sizes if size is not None and size >= settings.small_people}
    return frozenset(
        x.own_cell for x in counting if x.exposure.base and x.value.reason in OF_PEOPLE and x.cell not in enough
    )
