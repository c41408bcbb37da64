"""Counts that add up, and what a reader who knows every shown one can work out about the hidden ones.

`Line` is one sum as it stands in a table; `Net` holds all lines of one number, in which a cell may be a part of one
sum and the whole of another. Everything is told as a change from the true count: what is shown cannot change, and
along every line the changes of the parts make up that of the total. The range of changes that is left to a hidden
cell is what a reader does not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from math import inf, isinf, log10

Cell = Hashable
#: The lowest and the highest change of a count that a reader cannot rule out.
Range = tuple[float, float]
#: How often the ranges of a net are narrowed at most; in sums without a circle they stand still long before.
ROUNDS = 50
#: Changes are told apart this far.
EXACT = 1e-6


@dataclass(frozen=True)
class Line:
    """Parts that add up to one total: (cell, count) pairs, the cells of the total, and the threshold k.

    The total is taken to be known to the reader even when it does not stand in the release. It is hidden when one of
    its cells is, and the first is the one to hide; the last is its cell as a part of other lines. Lines with the same
    `of` are sums of the same number.
    """

    parts: tuple[tuple[Cell, float], ...]
    totals: tuple[Cell, ...]
    k: int
    of: Hashable = ""


class Net:
    """All lines of one number: nodes are cells, each with its count and its threshold k."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.counts: dict[Cell, float] = {}
        self.k: dict[Cell, int] = {}
        #: All cells that hide a node, the one to hide first.
        self.names: dict[Cell, tuple[Cell, ...]] = {}
        #: Every line as its nodes; the last one is the total.
        self.lines: list[tuple[Cell, ...]] = []
        self.lines_of: dict[Cell, list[int]] = defaultdict(list)
        for line in lines:
            self._add_total(line)
        for line in lines:
            for cell, count in line.parts:
                self.counts[cell], self.k[cell] = count, max(line.k, self.k.get(cell, 0))
                self.names.setdefault(cell, (cell,))
            self._add_line((*(cell for cell, _ in line.parts), line.totals[-1]))
        self.worth = dict(self._worths())
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

    def _worths(self) -> Iterator[tuple[Cell, float]]:
        """What is lost with a node: a cell, a little more where it is large; a total is worth all of its parts."""
        for node, count in self.counts.items():
            longest = max(
                (len(self.lines[at]) - 1 for at in self.lines_of[node] if self.lines[at][-1] == node), default=1
            )
            yield node, longest * (1 + log10(1 + count) / 4)

    def is_small(self, node: Cell) -> bool:
        """True when a count tells of fewer than k."""
        return self.counts[node] < self.k[node]

    def beside(self, nodes: Set[Cell]) -> set[Cell]:
        """Everybody in the lines of some nodes, their totals too."""
        return {n for node in nodes for at in self.lines_of[node] for n in self.lines[at] if self.counts[n] > 0}

    def named(self, cell: Cell) -> set[Cell]:
        """The nodes that a cell hides."""
        return self._named.get(cell, set())

    def hidden_among(self, hidden: Set[Cell]) -> set[Cell]:
        """The nodes that a reader does not see."""
        return {node for cell in hidden for node in self.named(cell)}

    def around(self, node: Cell, unseen: Collection[Cell]) -> set[Cell]:
        """The node and every hidden one that can change with it; a hidden zero gives way to nobody."""
        found, ahead, lines = {node}, [node], set[int]()
        while ahead:
            for at in set(self.lines_of[ahead.pop()]) - lines:
                lines.add(at)
                more = {n for n in self.lines[at] if n in unseen and self.counts[n] > 0} - found
                found |= more
                ahead += more
        return found

    def is_circular(self, nodes: Set[Cell]) -> bool:
        """True when some of the nodes hang together in more than one way."""
        lines = {at for node in nodes for at in self.lines_of[node]}
        return sum(len(self.lines_of[node]) for node in nodes) > len(nodes) + len(lines) - 1

    def ranges(self, nodes: Set[Cell], floor: float) -> dict[Cell, Range]:
        """What may change, by node, where all nodes but these are seen and none is known to lie under `floor`.

        Exact where the nodes are not circular; else no narrower than what a reader can work out.
        """
        found: dict[Cell, Range] = {node: (-max(self.counts[node] - floor, 0), inf) for node in nodes}
        ahead = {at for node in nodes for at in self.lines_of[node]}
        for _ in range(ROUNDS):
            changed = {node for at in sorted(ahead) for node in self._narrowed(self.lines[at], found)}
            if not changed:
                break
            ahead = {at for node in changed for at in self.lines_of[node]}
        return found

    def _narrowed(self, line: tuple[Cell, ...], found: dict[Cell, Range]) -> Iterator[Cell]:
        """Narrow the ranges along one line; the nodes whose range changed."""
        nodes = [node for node in line if node in found]
        own = [_turned(found[node]) if node == line[-1] else found[node] for node in nodes]
        most, least = _of_others([low for low, _ in own]), _of_others([high for _, high in own])
        for node, (low, high), above, below in zip(nodes, own, most, least, strict=True):
            kept = max(low, -below), min(high, -above)
            if kept[0] > low + EXACT or kept[1] < high - EXACT:
                found[node] = _turned(kept) if node == line[-1] else kept
                yield node


def _of_others(numbers: Sequence[float]) -> list[float]:
    """The sum of all the others, for each number."""
    endless = [number for number in numbers if isinf(number)]
    finite = sum(number for number in numbers if not isinf(number))
    if len(endless) > 1:
        return [endless[0]] * len(numbers)
    if endless:
        return [finite if isinf(number) else endless[0] for number in numbers]
    return [finite - number for number in numbers]


def nets_of(lines: Iterable[Line]) -> list[Net]:
    """Return the nets of the lines, once for each number that adds up differently."""
    by_number: dict[Hashable, set[tuple[object, ...]]] = defaultdict(set)
    kept: dict[Hashable, list[Line]] = defaultdict(list)
    for line in lines:
        by_number[line.of].add((frozenset(line.parts), line.totals, line.k))
        kept[line.of].append(line)
    distinct = {frozenset(content): number for number, content in by_number.items()}
    return [Net(kept[number]) for number in distinct.values()]


def order(cell: Cell) -> str:
    """A name of a cell that is the same in every run and wherever its row stands."""
    if isinstance(cell, tuple):
        return f"({','.join(map(order, cell))})"
    if isinstance(cell, frozenset):
        return f"{{{','.join(sorted(map(order, cell)))}}}"
    return repr(cell)


def needed(net: Net, node: Cell) -> Range:
    """How far down and up a hidden count must be able to change: over 0 to k - 1 where it is small."""
    count, least = net.counts[node], net.k[node] - 1
    return (-count, least - count) if net.is_small(node) else (-least, 0)


def is_narrow(net: Net, node: Cell, weak: Range, strict: Range) -> bool:
    """True when a reader knows a hidden count too nearly: one who takes it for 0 or more, or one who knows it is 1.

    A count of k or more must only be as uncertain as a small one.
    """
    low, high = needed(net, node)
    if net.is_small(node):
        return weak[0] > low + EXACT or strict[1] < high - EXACT
    return strict[1] - weak[0] < net.k[node] - 1 - EXACT


def _turned(of: Range) -> Range:
    return -of[1], -of[0]
