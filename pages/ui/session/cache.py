"""What was asked for last, so that drawing a page again makes none of it again."""

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
    """The last `most` things asked for, each under what it depends on; what was asked for longest ago goes first.

    Several threads may ask at once: what two of them need at the same moment may be made twice, and is the same.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[object, T] = {}
        self._lock = threading.Lock()

    def once(self, name: object, make: Callable[[], T]) -> T:
        """The thing of this name, made if it is not held."""
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
        """What is held now, each with its name, what was asked for longest ago first."""
        with self._lock:
            return tuple(self._held.items())


def latest(kind: str, most: int) -> Latest[Any]:
    """What this window holds of a kind."""
    found: Latest[Any] = st.session_state.setdefault(kind, Latest(most))
    return found


# Prepared tables kept between two clicks, as many as the memory of one process should hold for all its windows.

#: Rows of data whose prepared tables are held at once, over all windows; a row of them takes about 1.5 KB.
ROWS_HELD = 220_000


class Ready:
    """One window's evaluator, made when it is needed and let go when windows used later need the room.

    A window that ends takes its own along.
    """

    def __init__(self) -> None:
        self._evaluator: Evaluator | None = None
        self._of: tuple[str, date] | None = None
        self.rows = 0
        self.used = 0
        with _LOCK:
            _ALL.add(self)

    def for_(self, dataset: Dataset, day: date) -> Evaluator:
        """The evaluator of this data and day; what other windows hold beyond `ROWS_HELD` is let go."""
        evaluator = self._evaluator
        if evaluator is None or self._of != (dataset.version, day):
            evaluator = Evaluator(dataset, day)
            self._evaluator, self._of = evaluator, (dataset.version, day)
            self.rows = sum(len(table) for table in dataset.tables.values())
        self.used = next(_CLOCK)
        _make_room()
        return evaluator

    def let_go(self) -> None:
        """Give the tables back; they are prepared again when they are needed."""
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


# What was counted for the visitor, kept for a version of the data: figures, plans, names in use.

Found = TypeVar("Found")
#: Evaluations and tables kept at once; the oldest goes first.
KEPT = 64
#: Plans of one program kept at once: the planning page shows those of all programs together.
PLANS_KEPT = 200


def figures(scope: Scope, by: str = "", metrics: Iterable[str | Metric] | None = None) -> Evaluation:
    """The values of a selection, counted once for this session and version of the data."""
    wanted = tuple(metrics) if metrics is not None else None
    ground = dataset()
    name = (ground.version, scope, by, wanted, today())

    def counted() -> Evaluation:
        return _evaluator(ground).evaluate(metrics=wanted or CATALOG, scope=scope, by=by)

    found: Evaluation = _held(ground).once(name, counted)
    return found


def looked_up(find: Callable[..., Found], *given: Hashable, **named: Hashable) -> Found:
    """What a function finds in the data shown, looked up once for this session and version of the data.

    `find` is called with the dataset, `given` and `named`, and must depend on nothing else.
    """
    ground = dataset()
    name = (ground.version, find.__module__, find.__name__, given, tuple(sorted(named.items())))
    found: Found = _held(ground).once(name, lambda: find(ground, *given, **named))
    return found


def _held(ground: Dataset) -> Latest[Any]:
    return _held_of_the_sample() if ground is sample_dataset() else latest("figures", KEPT)


@st.cache_resource(show_spinner=False)
def _held_of_the_sample() -> Latest[Any]:
    """Every visitor begins with the same sample, so what is found in it is counted once for all of them."""
    return Latest(KEPT)


def _evaluator(ground: Dataset) -> Evaluator:
    """The one that counts for this window and version of the data; what its figures stand on is made once."""
    ready: Ready = st.session_state.setdefault("ready", Ready())
    return ready.for_(ground, today())


def plan_ground(scope: Scope, program: str) -> Assumptions:
    """What a plan of one program stands on, measured and forecast once for this version of the data.

    The figures behind it are not kept: those of forty programs would take the place of what the pages show.
    """
    ground = dataset()
    name = (ground.version, scope, program, today())

    def measured() -> Assumptions:
        stands_on = Ground(program, *ground_of(_evaluator(ground), program, scope))
        return assumptions_of(stands_on, ground.settings, {})

    found: Assumptions = latest("plan_grounds", PLANS_KEPT).once(name, measured)
    return found


def plan_changes(program: str) -> dict[str, float]:
    """What the visitor changed of a program's plan, by assumption; kept while the window is open."""
    changes: dict[str, dict[str, float]] = st.session_state.setdefault("plan", {})
    return changes.setdefault(program, {})


@clicked
def change_plan(program: str, name: str, held: float | None, box: str) -> None:
    """Take up what was typed into the box of an assumption; a number as the box held it is no change.

    The callback of the box: it runs even where the page goes on to draw another program, or is interrupted.
    """
    typed, changes = st.session_state.get(box), plan_changes(program)
    changes.pop(name, None)
    if typed is not None and typed != held:
        changes[name] = typed


@clicked
def forget_plan_changes(program: str) -> None:
    """Go back to what was measured of a program; its boxes are drawn anew."""
    plan_changes(program).clear()
    st.session_state["plan_round"] = plan_round() + 1


def plan_round() -> int:
    """How often a plan went back to what was measured; part of the names of its boxes."""
    return st.session_state.get("plan_round", 0)


def names() -> dict[str, Counter[str]]:
    """Every name in use by its kind, with its rows; counted once for a version of the data."""
    ground = dataset()
    kept = st.session_state.get("names")
    if kept is None or kept[0] != ground.version:
        kept = st.session_state["names"] = (ground.version, names_in_use(ground.tables))
    return kept[1]


def own_names() -> Mapping[str, Counter[str]]:
    """Every name in what the visitor has put in, by its kind."""
    return {} if is_sample() else names()


def near_to_names(found: Import | None = None) -> tuple[NearSpelling, ...]:
    """Spellings that may be one name: among those in use, or of a file not yet used beside them."""
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
    """The joins of names that hold, payees under their labels."""
    operations = workspace().operations
    labels = payee_labels(operations)
    return tuple(with_labels(merge, labels) for merge in standing_joins(operations))
