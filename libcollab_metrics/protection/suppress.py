"""Which cells must go: the small ones, and beside them the cheapest others that keep a reader from giving them back.

The rule: a reader who knows every shown count, and that no count is negative, must think every hidden count from 1 to
k - 1 possible to be anything from 0 to k - 1; and so even if he knows that nothing hidden is nobody. A larger count
that had to go stays uncertain by as much. `sums` tells what such a reader can work out; where that is too much,
`cheapest` finds the cells with the least loss that leave room again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from libcollab_metrics.protection.cheapest import cheapest, pinned
from libcollab_metrics.protection.sums import Cell, Line, Net, is_narrow, nets_of, order


def choose(small: Iterable[Cell], lines: Sequence[Line]) -> frozenset[Cell]:
    """Return every cell to hide, given the cells that are too small and the lines they stand in.

    The same cells and lines give the same answer in every run, in whatever order they come.
    """
    hidden, nets, before = set(small), nets_of(lines), -1
    while len(hidden) > before:
        before = len(hidden)
        for net in nets:
            _protect(net, hidden)
    return frozenset(hidden)


def _protect(net: Net, hidden: set[Cell]) -> None:
    """Hide further cells until this net gives none of the hidden ones back."""
    unseen = net.hidden_among(hidden)
    ahead = _in_order(net, unseen)
    while ahead:
        group = net.around(ahead[0], unseen)
        exposed = _exposed(net, ahead[0], group)
        if exposed is None:
            ahead = [n for n in ahead[1:] if n not in group or net.counts[n] == 0]
            continue
        chosen = cheapest(net, exposed, unseen) or net.beside(group) - unseen
        hidden |= {net.names[node][0] for node in chosen}
        unseen |= chosen
        ahead += _in_order(net, chosen)
        if not chosen:
            ahead = ahead[1:]


def _exposed(net: Net, node: Cell, group: set[Cell]) -> Cell | None:
    """The first count of a group of hidden ones that a reader can work out too nearly; None when there is none.

    One that is nobody is asked about alone: it stands in the way of no other.
    """
    asked = _in_order(net, {node} if net.counts[node] == 0 else group)
    low, high = net.ranges(group, floor=0), net.ranges(group, floor=1)
    narrow = (n for n in asked if is_narrow(net, n, low[n], high[n]))
    found = next(narrow, None)
    if found is None and net.is_circular(group):
        return pinned(net, asked, group)
    return found


def _in_order(net: Net, nodes: Iterable[Cell]) -> list[Cell]:
    """The smallest counts first, which are the hardest to keep."""
    return sorted(nodes, key=lambda node: (net.counts[node], order(node)))
