"""Which cells must go: the small ones, and beside them the cheapest others that keep a reader from giving them back.

The rule: a reader who knows every shown count, and that no count is negative, must think every hidden count from 1 to
k - 1 possible to be anything from 0 to k - 1; and so even if he knows that nothing hidden is nobody. A larger count
that had to go stays uncertain by as much. `sums` tells what such a reader can work out; where that is too much,
`cheapest` finds the cells with the least loss that leave room again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from libcollab_metrics.protection.cheapest import cheapest, pinned
from libcollab_metrics.protection.sums import Cell, Line, Net, is_narrow, nets_of, order

#: So many of the further cells are looked at again when all is safe.
LOOKED_AT_AGAIN = 200


@dataclass(frozen=True)
class Choice:
    """Every cell to hide, and those of them in tables where no choice of cells is enough, so that all had to go."""

    hidden: frozenset[Cell]
    withheld: frozenset[Cell]


def choose(small: Iterable[Cell], lines: Sequence[Line], gone: Iterable[Cell] = ()) -> Choice:
    """Return every cell to hide, given the cells that are too small and the lines they stand in.

    `gone` are hidden for another reason. The same cells and lines give the same answer in every run, in whatever order
    they come.
    """
    given, told = frozenset(gone) | frozenset(small), frozenset(small)
    hidden, withheld, nets, before = set(given), set[Cell](), nets_of(lines), -1
    while len(hidden) > before:
        before = len(hidden)
        for net in nets:
            withheld |= _protect(net, told, hidden)
    return Choice(_fewest(nets, told, given | withheld, hidden), frozenset(withheld))


def _fewest(nets: Sequence[Net], small: frozenset[Cell], given: frozenset[Cell], hidden: Set[Cell]) -> frozenset[Cell]:
    """The hidden cells without those that are needed no more, since others went after them; the dearest stays first."""
    kept = frozenset(hidden)
    worth = {cell: net.worth[node] for net in nets for node, names in net.names.items() for cell in names}
    seconds = sorted(kept - given, key=lambda cell: (-worth.get(cell, 0), order(cell)))
    for cell in seconds[:LOOKED_AT_AGAIN]:
        if all(_is_safe_beside(net, cell, small, kept - {cell}) for net in nets):
            kept -= {cell}
    return kept


def _is_safe_beside(net: Net, cell: Cell, small: frozenset[Cell], hidden: Set[Cell]) -> bool:
    """True when this net gives back none of the hidden cells that stand in a line with a cell that is shown."""
    if not (nodes := net.named(cell)):
        return True
    unseen = net.hidden_among(hidden)
    near = {n for node in nodes for at in net.lines_of[node] for n in net.lines[at] if n in unseen}
    return _next_exposed(net, _asked(net, near, small), unseen) is None


def _protect(net: Net, small: frozenset[Cell], hidden: set[Cell]) -> set[Cell]:
    """Hide further cells until this net gives none of the hidden ones back; return those that went all together."""
    unseen, withheld = net.hidden_among(hidden), set[Cell]()
    ahead = _asked(net, unseen, small)
    while exposed := _next_exposed(net, ahead, unseen):
        chosen = cheapest(net, exposed, unseen)
        if not chosen:
            group = net.around(exposed, unseen)
            chosen = net.beside(group) - unseen
            withheld |= {net.names[node][0] for node in chosen}
            ahead = [node for node in ahead if chosen or node not in group]
        hidden |= {net.names[node][0] for node in chosen}
        unseen |= chosen
        ahead += _asked(net, chosen, small)
    return withheld


def _next_exposed(net: Net, ahead: list[Cell], unseen: Set[Cell]) -> Cell | None:
    """The next count that a reader can work out too nearly, of the hidden ones `ahead`, which loses what is safe.

    One that is nobody is asked about alone: it stands in the way of no other.
    """
    while ahead:
        group = net.around(ahead[0], unseen)
        asked = _in_order(net, {ahead[0]} if net.counts[ahead[0]] == 0 else group)
        if (exposed := _exposed(net, asked, group)) is not None:
            return exposed
        ahead[:] = [node for node in ahead[1:] if node not in asked]
    return None


def _exposed(net: Net, asked: Sequence[Cell], group: Set[Cell]) -> Cell | None:
    """The first of some counts that a reader can work out too nearly, where only a group of hidden ones can change."""
    low, high = net.ranges(group, floor=0), net.ranges(group, floor=1)
    found = next((node for node in asked if is_narrow(net, node, low[node], high[node])), None)
    return pinned(net, asked, group) if found is None and net.is_circular(group) else found


def _asked(net: Net, nodes: Iterable[Cell], small: frozenset[Cell]) -> list[Cell]:
    """The nodes that must stay uncertain: those that count somebody, and of the small ones also nobody."""
    return _in_order(net, (n for n in nodes if net.counts[n] > 0 or not small.isdisjoint(net.names[n])))


def _in_order(net: Net, nodes: Iterable[Cell]) -> list[Cell]:
    """The smallest counts first, which are the hardest to keep."""
    return sorted(nodes, key=lambda node: (net.counts[node], order(node)))
