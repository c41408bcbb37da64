"""The cells with the least loss that keep a hidden count uncertain: a mixed integer program, solved by HiGHS.

A hidden count may be another one where counts beside it can change with it, so that all sums stay the same. The
program has two such changes, one up and one down, and a yes or no for every cell that is still shown: a cell that
stays shown cannot change. The search begins near the count and goes further where that does not do.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from math import inf
from threading import Lock

from libcollab_metrics.protection.sums import EXACT, Cell, Net, needed, order

#: So many of the cheapest shown cells of a line are tried.
TRIED = 8
#: So many lines away from the count the search goes at least, to find a rectangle before a total, and at most.
NEAREST, FARTHEST = 2, 4
#: So much work is put into one program: branches and not seconds, for the answer to be the same on any machine.
BRANCHES = 500
#: What makes one of two cells of the same worth the one to go: the order of their names.
TIE = 1e-6
STANDARD_OUTPUT = 1
_TURN = Lock()


def cheapest(net: Net, target: Cell, unseen: Set[Cell]) -> set[Cell] | None:
    """Return the nodes to hide beside the target with the least loss, none where it is safe already.

    None where nothing within reach makes it safe, or not within the work that is put into it.
    """
    for depth in range(NEAREST, FARTHEST + 1):
        chosen = _solved(net, target, _within_reach(net, target, unseen, depth), unseen)
        if chosen is not None:
            return chosen
    return None


def pinned(net: Net, asked: Iterable[Cell], group: Set[Cell]) -> Cell | None:
    """Return the first of the nodes that changes of the group alone do not make uncertain enough.

    One change of the group may free many at once; only the others are looked at one by one.
    """
    asked, nodes = list(asked), sorted(group, key=order)
    wanted = {node: needed(net, node) for node in asked}
    down = _freed(net, nodes, {node: -low for node, (low, _) in wanted.items()}, floor=0, turn=-1)
    up = _freed(net, nodes, {node: high for node, (_, high) in wanted.items()}, floor=1, turn=1)
    left = (node for node in asked if node not in down or node not in up)
    return next((node for node in left if _solved(net, node, nodes, group) is None), None)


def _within_reach(net: Net, target: Cell, unseen: Set[Cell], depth: int) -> list[Cell]:
    """The nodes that may change with the target, in lines so far away: the hidden ones and the cheapest shown ones."""
    lines, tried = set(net.lines_of[target]), {target}
    for away in range(depth):
        if away:
            lines |= {at for node in tried for at in net.lines_of[node]}
        tried |= {node for at in lines for node in _worth_trying(net, at, unseen)}
    crossing = {node for at in lines for node in net.lines[at] if len(net.lines_of[node]) > 1 and net.counts[node] > 0}
    return sorted((n for n in tried | crossing if lines.issuperset(net.lines_of[n])), key=order)


def _worth_trying(net: Net, at: int, unseen: Set[Cell]) -> list[Cell]:
    """The nodes of a line that may change, with the cheapest of those that would have to be hidden for it."""
    some = [node for node in net.lines[at] if net.counts[node] > 0]
    shown = sorted((node for node in some if node not in unseen), key=lambda node: (net.worth[node], order(node)))
    return [node for node in some if node in unseen] + shown[:TRIED]


def _solved(net: Net, target: Cell, nodes: Sequence[Cell], unseen: Set[Cell]) -> set[Cell] | None:
    """The nodes to hide with the least loss where only these may change; None where they do not do."""
    up = {node: at for at, node in enumerate(nodes)}
    down = {node: len(nodes) + at for node, at in up.items()}
    shown = [node for node in nodes if node not in unseen and node != target]
    yes = {node: 2 * len(nodes) + at for at, node in enumerate(shown)}
    program = _Program(2 * len(nodes) + len(yes))
    for change, floor in ((up, 1), (down, 0)):
        program.keep_sums(net, change)
        for node, at in change.items():
            program.low[at], program.high[at] = -max(net.counts[node] - floor, 0), inf
        for node, at in yes.items():
            program.only_if(change[node], at, net.counts[node], 2 * net.k[target])
    if net.is_small(target):
        program.high[down[target]], program.low[up[target]] = needed(net, target)
    else:
        program.add({up[target]: 1, down[target]: -1}, low=net.k[target] - 1)
    for rank, (node, at) in enumerate(yes.items()):
        program.choice(at, net.worth[node] + rank * TIE)
    values = program.least()
    return None if values is None else {node for node, at in yes.items() if values[at] > 0.5}


def _freed(net: Net, nodes: Sequence[Cell], wanted: Mapping[Cell, float], floor: float, turn: int) -> set[Cell]:
    """The nodes that a few changes, each of as many as possible, change as far as wanted: up, or down by a `turn`."""
    free = {node for node, need in wanted.items() if need <= 0}
    while left := [node for node in wanted if node not in free]:
        change = {node: at for at, node in enumerate(nodes)}
        program = _Program(len(nodes) + len(left))
        program.keep_sums(net, change)
        for node, at in change.items():
            program.low[at], program.high[at] = -max(net.counts[node] - floor, 0), inf
        for at, node in enumerate(left, len(nodes)):
            program.add({at: 1, change[node]: -turn}, high=0)
            program.high[at], program.cost[at] = wanted[node], -1
        values = program.least()
        more = set() if values is None else {n for n in left if turn * values[change[n]] >= wanted[n] - EXACT}
        if not more:
            break
        free |= more
    return free


class _Program:
    """A mixed integer program: columns with their bounds and what they cost, and rows of what must hold."""

    def __init__(self, columns: int) -> None:
        self.low, self.high = [0.0] * columns, [inf] * columns
        self.cost, self.whole = [0.0] * columns, [0] * columns
        self._rows: list[tuple[Mapping[int, float], float, float]] = []

    def add(self, terms: Mapping[int, float], low: float = -inf, high: float = inf) -> None:
        """A sum of columns that must lie between two numbers."""
        self._rows.append((terms, low, high))

    def choice(self, column: int, cost: float) -> None:
        """Make a column a yes or no."""
        self.high[column], self.whole[column], self.cost[column] = 1, 1, cost

    def only_if(self, change: int, yes: int, down: float, up: float) -> None:
        """A column that may change only where another one says yes, and then within these bounds."""
        self.add({change: 1, yes: -up}, high=0)
        self.add({change: 1, yes: down}, low=0)

    def keep_sums(self, net: Net, change: Mapping[Cell, int]) -> None:
        """The changes of the parts of every line make up the change of its total."""
        for at in sorted({at for node in change for at in net.lines_of[node]}):
            line = net.lines[at]
            terms = {change[node]: -1.0 if node == line[-1] else 1.0 for node in line if node in change}
            self.add(terms, low=0, high=0)

    def least(self) -> Sequence[float] | None:
        """The columns where the cost is least; None where the rows cannot hold, or not within the work put into it."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        terms = [
            (row, column, factor) for row, (sums, _, _) in enumerate(self._rows) for column, factor in sums.items()
        ]
        rows, columns, factors = zip(*terms, strict=True)
        matrix = coo_array((factors, (rows, columns)), shape=(len(self._rows), len(self.cost))).tocsr()
        held = LinearConstraint(matrix, [low for _, low, _ in self._rows], [high for _, _, high in self._rows])
        with _in_silence():
            result = milp(
                self.cost, integrality=self.whole, bounds=Bounds(self.low, self.high), constraints=held,
                options={"node_limit": BRANCHES, "mip_rel_gap": 0},
            )  # fmt: skip
        values: Sequence[float] | None = result.x
        return values


@contextmanager
def _in_silence() -> Iterator[None]:
    """Keep off the standard output what HiGHS prints of its own repairs, for figures may stand there.

    It prints below Python, whatever its options say. One thread at a time, or one would put back the other's silence.
    """
    with _TURN, open(os.devnull, "wb") as nowhere:
        try:
            kept = os.dup(STANDARD_OUTPUT)
        except OSError:  # a program without a standard output
            yield
            return
        try:
            os.dup2(nowhere.fileno(), STANDARD_OUTPUT)
            yield
        finally:
            os.dup2(kept, STANDARD_OUTPUT)
            os.close(kept)
