"""Cell suppression: when a count is known too precisely, and which further cells to hide at least loss.

The rule: for a reader who knows every shown count and that counts are not negative, each suppressed count
from 1 to k - 1 must possibly be any number from 0 to k - 1. This must hold even if the reader knows that no
suppressed cell is empty. A larger suppressed count must be as uncertain. `ConstraintSystem.ranges` computes
what such a reader can derive; where that is too much, `solve_secondary_suppression` finds the additional
cells with the least loss.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf, isinf, log10
from threading import Lock

# Sums of counts, and what a reader of all shown counts can derive about the suppressed ones.

Cell = Hashable
#: Lowest and highest change of a count that a reader cannot rule out.
Range = tuple[float, float]
#: Maximum number of passes when narrowing ranges; without cycles they converge long before.
ROUNDS = 50
#: Tolerance for comparing changes.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Line:
    """Parts that add up to one total.

    The total is assumed to be known to the reader even if it is not in the release.

    Attributes
    ----------
    parts : tuple of (Cell, float)
        Cells and counts.
    totals : tuple of Cell
        Cells of the total, which is suppressed if one of them is. The first is the one to suppress; the last
        is its cell as a part of other lines.
    k : int
        Threshold.
    number_key : Hashable
        Lines with the same `number_key` are sums of the same number.
    """

    parts: tuple[tuple[Cell, float], ...]
    totals: tuple[Cell, ...]
    k: int
    number_key: Hashable = ""


class ConstraintSystem:
    """All lines of one number as a graph: nodes are cells with a count and a threshold k.

    A cell may be a part of one line and the total of another. Counts are handled as changes from the true
    value: a shown count cannot change, and along each line the changes of the parts equal that of the total.
    The range of possible changes of a suppressed cell is the reader's uncertainty.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.counts: dict[Cell, float] = {}
        self.k: dict[Cell, int] = {}
        #: Cells that suppress a node, the preferred one first.
        self.names: dict[Cell, tuple[Cell, ...]] = {}
        #: Nodes of each line; the last one is the total.
        self.lines: list[tuple[Cell, ...]] = []
        self.lines_of: dict[Cell, list[int]] = defaultdict(list)
        for line in lines:
            self._add_total(line)
        for line in lines:
            for cell, count in line.parts:
                self.counts[cell], self.k[cell] = count, max(line.k, self.k.get(cell, 0))
                self.names.setdefault(cell, (cell,))
            self._add_line((*(cell for cell, _ in line.parts), line.totals[-1]))
        self.worth = dict(self._compute_worths())
        self._named: dict[Cell, set[Cell]] = defaultdict(set)
        for node, names in self.names.items():
            for cell in names:
                self._named[cell].add(node)

    def _add_total(self, line: Line) -> None:
        total, whole = line.totals[-1], sum(count for _, count in line.parts)
        self.counts[total] = min(whole, self.counts.get(total, inf))
        self.k.setdefault(total, line.k)
        self.names[total] = line.totals

    def _add_line(self, nodes: tuple[Cell, ...]) -> None:
        for node in nodes:
            self.lines_of[node].append(len(self.lines))
        self.lines.append(nodes)

    def _compute_worths(self) -> Iterator[tuple[Cell, float]]:
        """Yield the information loss of each node.

        It is 1 plus a term for the size of the count; a total counts once per part of its longest line.
        """
        for node, count in self.counts.items():
            longest = max(
                (len(self.lines[at]) - 1 for at in self.lines_of[node] if self.lines[at][-1] == node),
                default=1,
            )
            yield node, longest * (1 + log10(1 + count) / 4)

    def is_small(self, node: Cell) -> bool:
        """Return whether a count is below its threshold."""
        return self.counts[node] < self.k[node]

    def nodes_in_lines(self, nodes: Set[Cell]) -> set[Cell]:
        """Return all non-empty nodes in the lines of some nodes, including totals."""
        return {
            n for node in nodes for at in self.lines_of[node] for n in self.lines[at] if self.counts[n] > 0
        }

    def nodes_for(self, cell: Cell) -> set[Cell]:
        """Return the nodes that a cell suppresses."""
        return self._named.get(cell, set())

    def hidden_nodes(self, hidden: Set[Cell]) -> set[Cell]:
        """Return the nodes that a reader does not see."""
        return {node for cell in hidden for node in self.nodes_for(cell)}

    def connected_nodes(self, node: Cell, unseen: Collection[Cell]) -> set[Cell]:
        """Return the node and all suppressed nodes that can change with it, without empty ones."""
        connected, ahead, lines = {node}, [node], set[int]()
        while ahead:
            for at in set(self.lines_of[ahead.pop()]) - lines:
                lines.add(at)
                more = {n for n in self.lines[at] if n in unseen and self.counts[n] > 0} - connected
                connected |= more
                ahead += more
        return connected

    def is_circular(self, nodes: Set[Cell]) -> bool:
        """Return whether the nodes form a cycle."""
        lines = {at for node in nodes for at in self.lines_of[node]}
        return sum(len(self.lines_of[node]) for node in nodes) > len(nodes) + len(lines) - 1

    def ranges(self, nodes: Set[Cell], floor: float) -> dict[Cell, Range]:
        """Return the range of possible changes by node.

        Assumes that only these nodes are unseen and none is known to be below `floor`. Exact without cycles,
        otherwise no narrower than what a reader can derive.
        """
        ranges: dict[Cell, Range] = {node: (-max(self.counts[node] - floor, 0), inf) for node in nodes}
        ahead = {at for node in nodes for at in self.lines_of[node]}
        for _ in range(ROUNDS):
            changed = {node for at in sorted(ahead) for node in self._narrow_line(self.lines[at], ranges)}
            if not changed:
                break
            ahead = {at for node in changed for at in self.lines_of[node]}
        return ranges

    def _narrow_line(self, line: tuple[Cell, ...], ranges: dict[Cell, Range]) -> Iterator[Cell]:
        """Narrow the ranges along one line; yield the nodes with a changed range."""
        nodes = [node for node in line if node in ranges]
        own = [_negate_range(ranges[node]) if node == line[-1] else ranges[node] for node in nodes]
        most, least = _sum_of_others([low for low, _ in own]), _sum_of_others([high for _, high in own])
        for node, (low, high), above, below in zip(nodes, own, most, least, strict=True):
            narrowed = max(low, -below), min(high, -above)
            if narrowed[0] > low + TOLERANCE or narrowed[1] < high - TOLERANCE:
                ranges[node] = _negate_range(narrowed) if node == line[-1] else narrowed
                yield node


def _sum_of_others(numbers: Sequence[float]) -> list[float]:
    """Return, for each number, the sum of all others."""
    endless = [number for number in numbers if isinf(number)]
    finite = sum(number for number in numbers if not isinf(number))
    if len(endless) > 1:
        return [endless[0]] * len(numbers)
    if endless:
        return [finite if isinf(number) else endless[0] for number in numbers]
    return [finite - number for number in numbers]


def build_constraint_systems(lines: Iterable[Line]) -> list[ConstraintSystem]:
    """Return the nets of the lines, one for each number that adds up differently."""
    by_number: dict[Hashable, set[tuple[object, ...]]] = defaultdict(set)
    lines_by_number: dict[Hashable, list[Line]] = defaultdict(list)
    for line in lines:
        by_number[line.number_key].add((frozenset(line.parts), line.totals, line.k))
        lines_by_number[line.number_key].append(line)
    distinct = {frozenset(content): number for number, content in by_number.items()}
    return [ConstraintSystem(lines_by_number[number]) for number in distinct.values()]


def cell_sort_key(cell: Cell) -> str:
    """Return a sort key of a cell that is the same in every run and independent of row order."""
    if isinstance(cell, tuple):
        return f"({','.join(map(cell_sort_key, cell))})"
    if isinstance(cell, frozenset):
        return f"{{{','.join(sorted(map(cell_sort_key, cell)))}}}"
    return repr(cell)


def required_range(net: ConstraintSystem, node: Cell) -> Range:
    """Return the required range of a suppressed count: over 0 to k - 1 for a small one."""
    count, least = net.counts[node], net.k[node] - 1
    return (-count, least - count) if net.is_small(node) else (-least, 0)


def is_too_narrow(net: ConstraintSystem, node: Cell, weak: Range, strict: Range) -> bool:
    """Return whether a reader knows a suppressed count too precisely.

    `weak` is the range for a reader who assumes counts ≥ 0, `strict` for one who knows that suppressed counts
    are ≥ 1. A count of k or more needs only as much uncertainty as a small one.
    """
    low, high = required_range(net, node)
    if net.is_small(node):
        return weak[0] > low + TOLERANCE or strict[1] < high - TOLERANCE
    return strict[1] - weak[0] < net.k[node] - 1 - TOLERANCE


def _negate_range(bounds: Range) -> Range:
    return -bounds[1], -bounds[0]


# Minimum-loss secondary suppression: a mixed integer program, solved with HiGHS.

#: Number of cheapest shown cells tried per line.
MAX_CANDIDATES = 8
#: Minimum and maximum distance of the search in lines; the minimum finds a rectangle before a total.
MIN_DEPTH, MAX_DEPTH = 2, 4
#: Node limit of one program; a limit in branches instead of seconds gives the same result on any machine.
NODE_LIMIT = 500
#: Tie-breaker between cells of equal loss, by the order of their names.
TIE = 1e-6
STANDARD_OUTPUT = 1
_STDOUT_LOCK = Lock()


def solve_secondary_suppression(net: ConstraintSystem, target: Cell, unseen: Set[Cell]) -> set[Cell] | None:
    """Return the nodes to suppress with the target at the least loss; empty if already safe.

    A suppressed count is uncertain if related counts can change with it so that all sums stay the same. The
    program has two such changes, one up and one down, and a binary variable for every shown cell: a cell that
    remains shown cannot change. The search starts with nearby lines and extends if these do not suffice.
    Returns None if no solution is found within reach or within the node limit.
    """
    for depth in range(MIN_DEPTH, MAX_DEPTH + 1):
        chosen = _solve_program(net, target, _find_reachable_nodes(net, target, unseen, depth), unseen)
        if chosen is not None:
            return chosen
    return None


def find_pinned_node(net: ConstraintSystem, targets: Iterable[Cell], group: Set[Cell]) -> Cell | None:
    """Return the first node that changes within the group alone do not make uncertain enough.

    One change of the group may free many nodes at once; only the remaining ones are tested individually.
    """
    targets, nodes = list(targets), sorted(group, key=cell_sort_key)
    wanted = {node: required_range(net, node) for node in targets}
    down = _find_freed_nodes(
        net, nodes, {node: -low for node, (low, _) in wanted.items()}, floor=0, direction=-1
    )
    up = _find_freed_nodes(
        net, nodes, {node: high for node, (_, high) in wanted.items()}, floor=1, direction=1
    )
    left = (node for node in targets if node not in down or node not in up)
    return next((node for node in left if _solve_program(net, node, nodes, group) is None), None)


def _find_reachable_nodes(net: ConstraintSystem, target: Cell, unseen: Set[Cell], depth: int) -> list[Cell]:
    """Return the nodes that may change with the target within `depth` lines.

    These are the suppressed nodes and the cheapest shown ones.
    """
    lines, tried = set(net.lines_of[target]), {target}
    for away in range(depth):
        if away:
            lines |= {at for node in tried for at in net.lines_of[node]}
        tried |= {node for at in lines for node in _candidate_nodes(net, at, unseen)}
    crossing = {
        node for at in lines for node in net.lines[at] if len(net.lines_of[node]) > 1 and net.counts[node] > 0
    }
    return sorted((n for n in tried | crossing if lines.issuperset(net.lines_of[n])), key=cell_sort_key)


def _candidate_nodes(net: ConstraintSystem, at: int, unseen: Set[Cell]) -> list[Cell]:
    """Return the nodes of a line that may change: suppressed ones and the cheapest shown ones."""
    some = [node for node in net.lines[at] if net.counts[node] > 0]
    shown = sorted(
        (node for node in some if node not in unseen), key=lambda node: (net.worth[node], cell_sort_key(node))
    )
    return [node for node in some if node in unseen] + shown[:MAX_CANDIDATES]


def _solve_program(
    net: ConstraintSystem, target: Cell, nodes: Sequence[Cell], unseen: Set[Cell]
) -> set[Cell] | None:
    """Return the nodes to suppress at the least loss if only `nodes` may change.

    None if infeasible or not found within the node limit.
    """
    up = {node: at for at, node in enumerate(nodes)}
    down = {node: len(nodes) + at for node, at in up.items()}
    shown = [node for node in nodes if node not in unseen and node != target]
    yes = {node: 2 * len(nodes) + at for at, node in enumerate(shown)}
    program = _Program(2 * len(nodes) + len(yes))
    for change, floor in ((up, 1), (down, 0)):
        program.constrain_sums(net, change)
        for node, at in change.items():
            program.low[at], program.high[at] = -max(net.counts[node] - floor, 0), inf
        for node, at in yes.items():
            program.restrict_change(change[node], at, net.counts[node], 2 * net.k[target])
    if net.is_small(target):
        program.high[down[target]], program.low[up[target]] = required_range(net, target)
    else:
        program.add({up[target]: 1, down[target]: -1}, low=net.k[target] - 1)
    for rank, (node, at) in enumerate(yes.items()):
        program.make_binary(at, net.worth[node] + rank * TIE)
    values = program.minimize()
    return None if values is None else {node for node, at in yes.items() if values[at] > 0.5}


def _find_freed_nodes(
    net: ConstraintSystem, nodes: Sequence[Cell], required: Mapping[Cell, float], floor: float, direction: int
) -> set[Cell]:
    """Return the nodes that a few joint changes move as far as required, up (1) or down (-1)."""
    free = {node for node, need in required.items() if need <= 0}
    while left := [node for node in required if node not in free]:
        change = {node: at for at, node in enumerate(nodes)}
        program = _Program(len(nodes) + len(left))
        program.constrain_sums(net, change)
        for node, at in change.items():
            program.low[at], program.high[at] = -max(net.counts[node] - floor, 0), inf
        for at, node in enumerate(left, len(nodes)):
            program.add({at: 1, change[node]: -direction}, high=0)
            program.high[at], program.cost[at] = required[node], -1
        values = program.minimize()
        more = (
            set()
            if values is None
            else {n for n in left if direction * values[change[n]] >= required[n] - TOLERANCE}
        )
        if not more:
            break
        free |= more
    return free


class _Program:
    """A mixed integer program: columns with bounds and costs, and linear constraints."""

    def __init__(self, columns: int) -> None:
        self.low, self.high = [0.0] * columns, [inf] * columns
        self.cost, self.whole = [0.0] * columns, [0] * columns
        self._rows: list[tuple[Mapping[int, float], float, float]] = []

    def add(self, terms: Mapping[int, float], low: float = -inf, high: float = inf) -> None:
        """Add a constraint: a weighted sum of columns between two numbers."""
        self._rows.append((terms, low, high))

    def make_binary(self, column: int, cost: float) -> None:
        """Make a column binary, with a cost."""
        self.high[column], self.whole[column], self.cost[column] = 1, 1, cost

    def restrict_change(self, change: int, binary: int, down: float, up: float) -> None:
        """Allow a column to change, within bounds, only if a binary column is 1."""
        self.add({change: 1, binary: -up}, high=0)
        self.add({change: 1, binary: down}, low=0)

    def constrain_sums(self, net: ConstraintSystem, change: Mapping[Cell, int]) -> None:
        """Constrain the changes of the parts of every line to equal the change of its total."""
        for at in sorted({at for node in change for at in net.lines_of[node]}):
            line = net.lines[at]
            terms = {change[node]: -1.0 if node == line[-1] else 1.0 for node in line if node in change}
            self.add(terms, low=0, high=0)

    def minimize(self) -> Sequence[float] | None:
        """Return the columns at minimum cost; None if infeasible or not found within the limit."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        terms = [
            (row, column, factor)
            for row, (sums, _, _) in enumerate(self._rows)
            for column, factor in sums.items()
        ]
        rows, columns, factors = zip(*terms, strict=True)
        matrix = coo_array((factors, (rows, columns)), shape=(len(self._rows), len(self.cost))).tocsr()
        constraint = LinearConstraint(
            matrix, [low for _, low, _ in self._rows], [high for _, _, high in self._rows]
        )
        with _silence_stdout():
            result = milp(
                self.cost,
                integrality=self.whole,
                bounds=Bounds(self.low, self.high),
                constraints=constraint,
                options={"node_limit": NODE_LIMIT, "mip_rel_gap": 0},
            )
        values: Sequence[float] | None = result.x
        return values


@contextmanager
def _silence_stdout() -> Iterator[None]:
    """Suppress what HiGHS prints to standard output, because results may be written there.

    HiGHS prints below the Python level, regardless of its options. A lock admits one thread at a time,
    because otherwise one would restore the other's redirection.
    """
    with _STDOUT_LOCK, open(os.devnull, "wb") as nowhere:
        try:
            original = os.dup(STANDARD_OUTPUT)
        except OSError:  # no standard output
            yield
            return
        try:
            os.dup2(nowhere.fileno(), STANDARD_OUTPUT)
            yield
        finally:
            os.dup2(original, STANDARD_OUTPUT)
            os.close(original)


#: Maximum number of secondary cells re-examined at the end.
MAX_REVIEWED = 200


@dataclass(frozen=True)
class SuppressionChoice:
    """All cells to suppress, and those of them in tables that had to be suppressed entirely."""

    hidden: frozenset[Cell]
    withheld: frozenset[Cell]


def choose_suppressions(
    primary: Iterable[Cell], lines: Sequence[Line], already_hidden: Iterable[Cell] = ()
) -> SuppressionChoice:
    """Return all cells to suppress, given the primary cells and the sums that contain them.

    `already_hidden` are cells suppressed for another reason. The result depends neither on the run nor on the
    order of cells and lines.
    """
    fixed, primary_cells = frozenset(already_hidden) | frozenset(primary), frozenset(primary)
    hidden, withheld, nets, before = set(fixed), set[Cell](), build_constraint_systems(lines), -1
    while len(hidden) > before:
        before = len(hidden)
        for net in nets:
            withheld |= _protect_net(net, primary_cells, hidden)
    return SuppressionChoice(
        _drop_redundant(nets, primary_cells, fixed | withheld, hidden), frozenset(withheld)
    )


def _drop_redundant(
    nets: Sequence[ConstraintSystem], primary: frozenset[Cell], fixed: frozenset[Cell], hidden: Set[Cell]
) -> frozenset[Cell]:
    """Return the suppressed cells without secondary ones made redundant by later ones.

    The most costly cells are shown again first.
    """
    remaining = frozenset(hidden)
    worth = {cell: net.worth[node] for net in nets for node, names in net.names.items() for cell in names}
    seconds = sorted(remaining - fixed, key=lambda cell: (-worth.get(cell, 0), cell_sort_key(cell)))
    for cell in seconds[:MAX_REVIEWED]:
        if all(_is_safe_to_show(net, cell, primary, remaining - {cell}) for net in nets):
            remaining -= {cell}
    return remaining


def _is_safe_to_show(net: ConstraintSystem, cell: Cell, primary: frozenset[Cell], hidden: Set[Cell]) -> bool:
    """Return whether showing a cell discloses no suppressed cell in the same lines of this net."""
    if not (nodes := net.nodes_for(cell)):
        return True
    unseen = net.hidden_nodes(hidden)
    near = {n for node in nodes for at in net.lines_of[node] for n in net.lines[at] if n in unseen}
    return _find_next_exposed(net, _select_targets(net, near, primary), unseen) is None


def _protect_net(net: ConstraintSystem, primary: frozenset[Cell], hidden: set[Cell]) -> set[Cell]:
    """Suppress further cells until this net discloses none; return those withheld as a whole."""
    unseen, withheld = net.hidden_nodes(hidden), set[Cell]()
    ahead = _select_targets(net, unseen, primary)
    while exposed := _find_next_exposed(net, ahead, unseen):
        chosen = solve_secondary_suppression(net, exposed, unseen)
        if not chosen:
            group = net.connected_nodes(exposed, unseen)
            chosen = net.nodes_in_lines(group) - unseen
            withheld |= {net.names[node][0] for node in chosen}
            ahead = [node for node in ahead if chosen or node not in group]
        hidden |= {net.names[node][0] for node in chosen}
        unseen |= chosen
        ahead += _select_targets(net, chosen, primary)
    return withheld


def _find_next_exposed(net: ConstraintSystem, ahead: list[Cell], unseen: Set[Cell]) -> Cell | None:
    """Return the next suppressed count that a reader can derive too precisely.

    Safe counts are removed from `ahead`. An empty cell is tested alone, because it does not affect others.
    """
    while ahead:
        group = net.connected_nodes(ahead[0], unseen)
        asked = _sort_nodes(net, {ahead[0]} if net.counts[ahead[0]] == 0 else group)
        if (exposed := _find_exposed(net, asked, group)) is not None:
            return exposed
        ahead[:] = [node for node in ahead[1:] if node not in asked]
    return None


def _find_exposed(net: ConstraintSystem, targets: Sequence[Cell], group: Set[Cell]) -> Cell | None:
    """Return the first count that can be derived too precisely if only the group can change."""
    low, high = net.ranges(group, floor=0), net.ranges(group, floor=1)
    exposed = next((node for node in targets if is_too_narrow(net, node, low[node], high[node])), None)
    return find_pinned_node(net, targets, group) if exposed is None and net.is_circular(group) else exposed


def _select_targets(net: ConstraintSystem, nodes: Iterable[Cell], primary: frozenset[Cell]) -> list[Cell]:
    """Return the nodes that must remain uncertain: non-empty ones, and empty primary ones."""
    return _sort_nodes(net, (n for n in nodes if net.counts[n] > 0 or not primary.isdisjoint(net.names[n])))


def _sort_nodes(net: ConstraintSystem, nodes: Iterable[Cell]) -> list[Cell]:
    """Return the nodes sorted by count, smallest first, because these are hardest to protect."""
    return sorted(nodes, key=lambda node: (net.counts[node], cell_sort_key(node)))
