"""Caches of a session and their sizes: figures, plans, names, and tables shared between windows."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, Generic, TypeVar
from weakref import WeakSet

import psutil
import streamlit as st

from libcollab_metrics.figures import program_slots
from libcollab_metrics.metrics import (
    CATALOG,
    MAX_ROWS_IN_MEMORY,
    Comparison,
    Evaluation,
    Evaluator,
    Metric,
    compare_periods,
    programs_by_first_session,
)
from libcollab_metrics.model import (
    Dataset,
    Import,
    Merge,
    NearSpelling,
    Scope,
    active_renames,
    count_names,
    decided_spellings,
    label_rename,
    payee_labels,
    propose_near_spellings,
)
from libcollab_metrics.planning import (
    Assumptions,
    Plan,
    PlanFigures,
    apply_typed_values,
    compute_assumptions,
    compute_plan,
    evaluate_plan_metrics,
    narrow_to_program,
)
from pages.ui.session.opened_folder import is_read_only
from pages.ui.session.plans import Plans
from pages.ui.session.workspaces import counted_dataset, dataset, is_sample, sample_dataset, today, workspace

T = TypeVar("T")


class LRUCache(Generic[T]):
    """Thread-safe LRU cache with a maximum number of items.

    If two threads need the same item at once, it may be computed twice with the same result.

    Parameters
    ----------
    most : int
        Maximum number of items.
    """

    def __init__(self, most: int) -> None:
        self._max_items = most
        self._items: dict[object, T] = {}
        self._lock = threading.Lock()

    def get_or_compute(self, name: object, make: Callable[[], T]) -> T:
        """Return the item of this name; compute and store it if missing."""
        with self._lock:
            if name in self._items:
                self._items[name] = self._items.pop(name)
                return self._items[name]
        made = make()
        with self._lock:
            while len(self._items) >= self._max_items:
                self._items.pop(next(iter(self._items)))
            return self._items.setdefault(name, made)

    def items(self) -> tuple[tuple[Any, T], ...]:
        """Return all items with their names, least recently used first."""
        with self._lock:
            return tuple(self._items.items())


def window_cache(kind: str, max_items: int) -> LRUCache[Any]:
    """Return this window's cache of a kind, created with `max_items` items."""
    cache: LRUCache[Any] = st.session_state.setdefault(kind, LRUCache(max_items))
    return cache


# Process-wide LRU cache of prepared tables, limited by the total number of rows over all windows.

#: Memory of a row of prepared tables in bytes, rounded up.
BYTES_PER_ROW = 1_000
#: Part of the machine's memory for prepared tables, and the rows that are cached on the smallest machine.
CACHED_PART, MIN_CACHED_ROWS = 0.25, 220_000
#: File that states the memory limit of a Linux container in bytes; "max" without one.
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def max_cached_rows() -> int:
    """Return the most rows of data with prepared tables in memory, over all windows.

    It depends on the memory of the machine, or of the container if that has less.
    """
    memory = psutil.virtual_memory().total
    if CONTAINER_LIMIT.exists() and (limit := CONTAINER_LIMIT.read_text("ascii").strip()).isdigit():
        memory = min(memory, int(limit))
    return max(MIN_CACHED_ROWS, int(CACHED_PART * memory / BYTES_PER_ROW))


class EvaluatorSlot:
    """Evaluator of one window, created on demand and dropped when other windows need the memory.

    It is released with its window.
    """

    def __init__(self) -> None:
        self._evaluator: Evaluator | None = None
        self._version: tuple[str, date] | None = None
        self.rows = 0
        self.last_used = 0
        with _LOCK:
            _SLOTS.add(self)

    def evaluator_for(self, dataset: Dataset, day: date) -> Evaluator:
        """Return the evaluator of a dataset and date; drop others' beyond `max_cached_rows()`."""
        evaluator = self._evaluator
        if evaluator is None or self._version != (dataset.version, day):
            evaluator = Evaluator(dataset, day)
            self._evaluator, self._version = evaluator, (dataset.version, day)
            self.rows = _count_rows_in_memory(dataset)
        self.last_used = next(_CLOCK)
        _evict_evaluators()
        return evaluator

    def release(self) -> None:
        """Drop the prepared tables; they are recomputed on demand."""
        self._evaluator, self._version, self.rows = None, None, 0


def _count_rows_in_memory(dataset: Dataset) -> int:
    """Return the rows that are counted in memory; none of a large folder."""
    rows = sum(map(dataset.count_rows, dataset.tables))
    return 0 if dataset.row_counts and rows > MAX_ROWS_IN_MEMORY else rows


_SLOTS: WeakSet[EvaluatorSlot] = WeakSet()
_LOCK = threading.Lock()
_CLOCK = count(1)


def _evict_evaluators() -> None:
    with _LOCK:
        latest_first = sorted(_SLOTS, key=lambda ready: ready.last_used, reverse=True)
        row_count = 0
        for index, ready in enumerate(latest_first):
            row_count += ready.rows
            if index and row_count > max_cached_rows():
                row_count -= ready.rows
                ready.release()


# Figures, plans and names of the visitor, cached per version of the data.

Result = TypeVar("Result")
#: Maximum number of cached evaluations and tables; the least recently used is dropped.
MAX_EVALUATIONS = 128
#: The same for the sample or a folder, whose evaluations all windows share.
MAX_SHARED_EVALUATIONS = 256
#: Maximum number of cached program plans: the planning page shows all programs together.
MAX_PLANS = 200
#: Maximum number of cached plans of several programs: a change of one of them makes another plan.
MAX_PROGRAM_PLANS = 8


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
    ground = counted_dataset()
    name = (ground.version, scope, by, wanted, today())

    def counted() -> Evaluation:
        return _evaluator(ground).evaluate(metrics=wanted or CATALOG, scope=scope, by=by)

    evaluation: Evaluation = _figures_cache(ground).get_or_compute(name, counted)
    return evaluation


def comparison(scope: Scope, by: str, metrics: tuple[str, ...], against: str) -> Comparison:
    """Evaluate metrics for a selection next to an earlier period, cached like `figures`.

    Parameters
    ----------
    scope : Scope
        Selection.
    by : str
        Field to group by; empty for none.
    metrics : tuple of str
        Ids of the metrics.
    against : str
        Period to compare with; empty for the first that is comparable.

    Returns
    -------
    Comparison
        Values of both periods, or the reason why they are not compared.
    """
    ground = counted_dataset()
    name = (ground.version, "comparison", scope, by, metrics, against, today())

    def compared() -> Comparison:
        return compare_periods(_evaluator(ground), metrics=metrics, scope=scope, by=by, against=against)

    found: Comparison = _figures_cache(ground).get_or_compute(name, compared)
    return found


def cached_lookup(function: Callable[..., Result], *args: Hashable, **kwargs: Hashable) -> Result:
    """Call a function with the current dataset, cached per session and data version.

    Parameters
    ----------
    function : callable
        Called with the dataset, `args` and `kwargs`; must depend on nothing else.
    *args : hashable
        Positional arguments.
    **kwargs : hashable
        Keyword arguments.

    Returns
    -------
    object
        Result of `function`.
    """
    ground = counted_dataset()
    name = (ground.version, function.__module__, function.__name__, args, tuple(sorted(kwargs.items())))
    result: Result = _figures_cache(ground).get_or_compute(name, lambda: function(ground, *args, **kwargs))
    return result


def program_colours() -> Mapping[str, str]:
    """Return the color of each program in the charts, in the order of their first sessions.

    Returns
    -------
    mapping of str to str
        Color by program.
    """
    return program_slots(cached_lookup(programs_by_first_session))


def _figures_cache(ground: Dataset) -> LRUCache[Any]:
    is_own = ground is st.session_state.get("dataset")  # looked up first: the sample takes ten times longer
    is_shared = is_read_only() or (not is_own and ground is sample_dataset())
    return _shared_cache() if is_shared else window_cache("figures", MAX_EVALUATIONS)


@st.cache_resource(show_spinner=False)
def _shared_cache() -> LRUCache[Any]:
    """Return the cache for the sample or the opened folder, which all windows show."""
    return LRUCache(MAX_SHARED_EVALUATIONS)


def _evaluator(ground: Dataset) -> Evaluator:
    """Return the evaluator of this window and data version, which prepares its tables once."""
    ready: EvaluatorSlot = st.session_state.setdefault("ready", EvaluatorSlot())
    return ready.evaluator_for(ground, today())


def plan_assumptions(scope: Scope, program: str) -> Assumptions:
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
    ground = counted_dataset()
    # The filter of programs does not matter to the plan of one: another choice of them needs no new count.
    name = (ground.version, narrow_to_program(scope, program), program, today())

    def measured() -> Assumptions:
        plan_figures = PlanFigures(program, *evaluate_plan_metrics(_evaluator(ground), program, scope))
        return compute_assumptions(plan_figures, ground.settings, {})

    assumptions: Assumptions = window_cache("plan_grounds", MAX_PLANS).get_or_compute(name, measured)
    return assumptions


def program_plan(scope: Scope, programs: Sequence[str], accepted: Plans) -> Plan:
    """Return the plan of several programs, cached per data version and accepted changes.

    Parameters
    ----------
    scope : Scope
        Selection.
    programs : sequence of str
        Programs in the plan.
    accepted : mapping
        Changed values by assumption, by program.

    Returns
    -------
    Plan
        Each program with its measured values, or with those that were accepted.
    """
    typed = tuple((program, tuple(sorted(accepted.get(program, {}).items()))) for program in programs)
    name = (counted_dataset().version, scope, typed, today())

    def computed() -> Plan:
        return compute_plan(
            (program, apply_typed_values(plan_assumptions(scope, program), dict(changes)))
            for program, changes in typed
        )

    plan: Plan = window_cache("plans", MAX_PROGRAM_PLANS).get_or_compute(name, computed)
    return plan


def names_by_kind() -> dict[str, Counter[str]]:
    """Count every name in use by kind; cached per data version.

    Returns
    -------
    dict of str to Counter
        Number of rows per name, by kind.
    """
    ground = dataset()
    cached = st.session_state.get("names")
    if cached is None or cached[0] != ground.version:
        cached = st.session_state["names"] = (ground.version, count_names(ground.tables))
    return cached[1]


def own_names_by_kind() -> Mapping[str, Counter[str]]:
    """Count every name in the visitor's own data by kind.

    Returns
    -------
    mapping of str to Counter
        Number of rows per name, by kind; empty while the sample is shown.
    """
    return {} if is_sample() else names_by_kind()


def find_near_names(pending_import: Import | None = None) -> tuple[NearSpelling, ...]:
    """Find near-duplicate names among those in use, or between a pending file and those in use.

    Parameters
    ----------
    pending_import : Import, optional
        Pending file.

    Returns
    -------
    tuple of NearSpelling
        Undecided pairs.
    """
    ground = dataset()
    name = "in use" if pending_import is None else pending_import.sha256
    state = (ground.version, pending_import.issues if pending_import else ())
    cached: dict[str, Any] = st.session_state.setdefault("near", {})
    if cached.get(name, ("",))[0] != state:
        new = names_by_kind() if pending_import is None else count_names(pending_import.tables)
        known = {} if is_sample() or pending_import is None else names_by_kind()
        cached[name] = (state, propose_near_spellings(new, known, decided_spellings(workspace().operations)))
    return cached[name][1]


def list_renames() -> tuple[Merge, ...]:
    """Return the active renames, with payees under their labels.

    Returns
    -------
    tuple of Merge
        One per renamed name.
    """
    operations = workspace().operations
    labels = payee_labels(operations)
    return tuple(label_rename(merge, labels) for merge in active_renames(operations))
