"""Caches of a session: figures, plans, names, and prepared tables shared between windows."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakSet

import streamlit as st

from libcollab_metrics.metrics import CATALOG, Evaluation, Evaluator, Metric
from libcollab_metrics.model import (
    Dataset,
    Import,
    Merge,
    NearSpelling,
    Scope,
    decided_spellings,
    names_in_use,
    near_spellings,
    payee_labels,
    standing_joins,
    with_labels,
)
from libcollab_metrics.planning import Assumptions, Ground, assumptions_of, ground_of
from pages.ui.session.errors import clicked
from pages.ui.session.workspaces import dataset, is_sample, sample_dataset, today, workspace

T = TypeVar("T")


class Latest(Generic[T]):
    """Thread-safe LRU cache with a maximum number of items.

    If two threads need the same item at once, it may be computed twice with the same result.

    Parameters
    ----------
    most : int
        Maximum number of items.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[object, T] = {}
        self._lock = threading.Lock()

    def once(self, name: object, make: Callable[[], T]) -> T:
        """Return the item of this name; compute and store it if missing."""
        with self._lock:
            if name in self._held:
                self._held[name] = self._held.pop(name)
                return self._held[name]
        made = make()
        with self._lock:
            while len(self._held) >= self._most:
                self._held.pop(next(iter(self._held)))
            return self._held.setdefault(name, made)

    def held(self) -> tuple[tuple[Any, T], ...]:
        """Return all items with their names, least recently used first."""
        with self._lock:
            return tuple(self._held.items())


def latest(kind: str, most: int) -> Latest[Any]:
    """Return this window's cache of a kind, created with `most` items."""
    found: Latest[Any] = st.session_state.setdefault(kind, Latest(most))
    return found


# Process-wide LRU cache of prepared tables, limited by the total number of rows over all windows.

#: Maximum rows of data with prepared tables in memory, over all windows; a row takes about 1.5 KB.
ROWS_HELD = 220_000


class Ready:
    """Evaluator of one window, created on demand and dropped when other windows need the memory.

    It is released with its window.
    """

    def __init__(self) -> None:
        self._evaluator: Evaluator | None = None
        self._of: tuple[str, date] | None = None
        self.rows = 0
        self.used = 0
        with _LOCK:
            _ALL.add(self)

    def for_(self, dataset: Dataset, day: date) -> Evaluator:
        """Return the evaluator of a dataset and date; drop others' beyond `ROWS_HELD` rows."""
        evaluator = self._evaluator
        if evaluator is None or self._of != (dataset.version, day):
            evaluator = Evaluator(dataset, day)
            self._evaluator, self._of = evaluator, (dataset.version, day)
            self.rows = sum(len(table) for table in dataset.tables.values())
        self.used = next(_CLOCK)
        _make_room()
        return evaluator

    def let_go(self) -> None:
        """Drop the prepared tables; they are recomputed on demand."""
        self._evaluator, self._of, self.rows = None, None, 0


_ALL: WeakSet[Ready] = WeakSet()
_LOCK = threading.Lock()
_CLOCK = count(1)


def _make_room() -> None:
    with _LOCK:
        latest_first = sorted(_ALL, key=lambda ready: ready.used, reverse=True)
        held = 0
        for place, ready in enumerate(latest_first):
            held += ready.rows
            if place and held > ROWS_HELD:
                held -= ready.rows
                ready.let_go()


# Figures, plans and names of the visitor, cached per version of the data.

Found = TypeVar("Found")
#: Maximum number of cached evaluations and tables; the least recently used is dropped.
KEPT = 64
#: Maximum number of cached program plans: the planning page shows all programs together.
PLANS_KEPT = 200


def figures(scope: Scope, by: str = "", metrics: Iterable[str | Metric] | None = None) -> Evaluation:
    """Evaluate metrics for a selection, cached per session and data version.

    Parameters
    ----------
    scope : Scope
        Selection.
    by : str, default ""
        Field to group by.
    metrics : iterable of str or Metric, optional
        Metrics; all of the catalog by default.

    Returns
    -------
    Evaluation
        Values of the metrics.
    """
    wanted = tuple(metrics) if metrics is not None else None
    ground = dataset()
    name = (ground.version, scope, by, wanted, today())

    def counted() -> Evaluation:
        return _evaluator(ground).evaluate(metrics=wanted or CATALOG, scope=scope, by=by)

    found: Evaluation = _held(ground).once(name, counted)
    return found


def looked_up(find: Callable[..., Found], *given: Hashable, **named: Hashable) -> Found:
    """Call a function with the current dataset, cached per session and data version.

    Parameters
    ----------
    find : callable
        Called with the dataset, `given` and `named`; must depend on nothing else.
    *given : hashable
        Positional arguments.
    **named : hashable
        Keyword arguments.

    Returns
    -------
    object
        Result of `find`.
    """
    ground = dataset()
    name = (ground.version, find.__module__, find.__name__, given, tuple(sorted(named.items())))
    found: Found = _held(ground).once(name, lambda: find(ground, *given, **named))
    return found


def _held(ground: Dataset) -> Latest[Any]:
    return _held_of_the_sample() if ground is sample_dataset() else latest("figures", KEPT)


@st.cache_resource(show_spinner=False)
def _held_of_the_sample() -> Latest[Any]:
    """Return the cache for the sample, shared because all visitors start with the sample."""
    return Latest(KEPT)


def _evaluator(ground: Dataset) -> Evaluator:
    """Return the evaluator of this window and data version, which prepares its tables once."""
    ready: Ready = st.session_state.setdefault("ready", Ready())
    return ready.for_(ground, today())


def plan_ground(scope: Scope, program: str) -> Assumptions:
    """Return a program's measured and forecast plan assumptions, cached per data version.

    The figures behind it are not cached: those of forty programs would displace what the pages show.

    Parameters
    ----------
    scope : Scope
        Selection.
    program : str
        Program, "" for all.

    Returns
    -------
    Assumptions
        Assumptions by id.
    """
    ground = dataset()
    name = (ground.version, scope, program, today())

    def measured() -> Assumptions:
        stands_on = Ground(program, *ground_of(_evaluator(ground), program, scope))
        return assumptions_of(stands_on, ground.settings, {})

    found: Assumptions = latest("plan_grounds", PLANS_KEPT).once(name, measured)
    return found


def plan_changes(program: str) -> dict[str, float]:
    """Return the visitor's changes to a program's plan, for the life of the window.

    Parameters
    ----------
    program : str
        Program, "" for all.

    Returns
    -------
    dict of str to float
        Changed value by assumption; mutable.
    """
    changes: dict[str, dict[str, float]] = st.session_state.setdefault("plan", {})
    return changes.setdefault(program, {})


@clicked
def change_plan(program: str, name: str, held: float | None, box: str) -> None:
    """Store the value typed for an assumption, unless it equals the measured one.

    It is the input's callback, because callbacks run even if the page draws another program or is
    interrupted.

    Parameters
    ----------
    program : str
        Program.
    name : str
        Assumption.
    held : float or None
        Measured value shown in the input.
    box : str
        Key of the input.
    """
    typed, changes = st.session_state.get(box), plan_changes(program)
    changes.pop(name, None)
    if typed is not None and typed != held:
        changes[name] = typed


@clicked
def forget_plan_changes(program: str) -> None:
    """Reset a program's plan to the measured values; its inputs are recreated.

    Parameters
    ----------
    program : str
        Program.
    """
    plan_changes(program).clear()
    st.session_state["plan_round"] = plan_round() + 1


def plan_round() -> int:
    """Return the number of plan resets, which is part of the inputs' keys.

    Returns
    -------
    int
        Number of resets in this window.
    """
    return st.session_state.get("plan_round", 0)


def names() -> dict[str, Counter[str]]:
    """Count every name in use by kind; cached per data version.

    Returns
    -------
    dict of str to Counter
        Number of rows per name, by kind.
    """
    ground = dataset()
    kept = st.session_state.get("names")
    if kept is None or kept[0] != ground.version:
        kept = st.session_state["names"] = (ground.version, names_in_use(ground.tables))
    return kept[1]


def own_names() -> Mapping[str, Counter[str]]:
    """Count every name in the visitor's own data by kind.

    Returns
    -------
    mapping of str to Counter
        Number of rows per name, by kind; empty while the sample is shown.
    """
    return {} if is_sample() else names()


def near_to_names(found: Import | None = None) -> tuple[NearSpelling, ...]:
    """Find near-duplicate names among those in use, or between a pending file and those in use.

    Parameters
    ----------
    found : Import, optional
        Pending file.

    Returns
    -------
    tuple of NearSpelling
        Undecided pairs.
    """
    ground = dataset()
    name = "in use" if found is None else found.sha256
    state = (ground.version, found.issues if found else ())
    kept: dict[str, Any] = st.session_state.setdefault("near", {})
    if kept.get(name, ("",))[0] != state:
        new = names() if found is None else names_in_use(found.tables)
        known = {} if is_sample() or found is None else names()
        kept[name] = (state, near_spellings(new, known, decided_spellings(workspace().operations)))
    return kept[name][1]


def joins() -> tuple[Merge, ...]:
    """Return the active renames, with payees under their labels.

    Returns
    -------
    tuple of Merge
        One per renamed name.
    """
    operations = workspace().operations
    labels = payee_labels(operations)
    return tuple(with_labels(merge, labels) for merge in standing_joins(operations))
