"""A redrawn page recomputes nothing, and cached values of other data are never shown."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from weakref import WeakSet

import psutil
import pytest

from libcollab_metrics.metrics.evaluate import Evaluator
from libcollab_metrics.model import Setting, Workspace
from pages.ui.session import cache
from pages.ui.session.cache import LRUCache
from tests.pages.test_pages import LOG, open_page, texts
from tests.support.sheets import imported, xlsx
from tests.support.views import VIEWS, View

DAY = date(2026, 4, 30)
SHOWING_FIGURES = ("overview", "attendance", "costs", "outcomes", "partners")
SHOWN = [view for view in VIEWS if view.page in SHOWING_FIGURES]


@pytest.mark.parametrize("view", SHOWN, ids=str)
@pytest.mark.parametrize("own", [False, True], ids=["sample", "own sheet"])
def test_redrawn_page_recomputes_nothing(monkeypatch: pytest.MonkeyPatch, view: View, own: bool) -> None:
    workspace = Workspace().append(imported(xlsx(Log=LOG))) if own else None
    app = open_page(view.page, workspace, **view.query)
    before = texts(app)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("counted again")

    monkeypatch.setattr(Evaluator, "evaluate", fail)
    monkeypatch.setattr(Evaluator, "judge_criteria", fail)
    app.run()
    assert not app.exception
    assert texts(app) == before


def test_setting_invalidates_cached_figures() -> None:
    workspace = Workspace().append(imported(xlsx(Log=LOG)))
    app = open_page("overview", workspace)
    figures = app.session_state["figures"]
    names = {name[0] for name, _ in figures.items()}
    app.session_state["workspace"] = workspace.append(Setting({"population": 900}))
    app.run()
    assert {name[0] for name, _ in figures.items()} > names


def test_least_recent_entry_is_evicted_and_threads_share_one_value() -> None:
    latest: LRUCache[list[int]] = LRUCache(2)
    for number in (1, 2, 3):
        latest.get_or_compute(number, lambda number=number: [number])  # type: ignore[misc]
    assert [name for name, _ in latest.items()] == [2, 3]
    latest.get_or_compute(2, list)
    latest.get_or_compute(4, lambda: [4])
    assert [name for name, _ in latest.items()] == [2, 4]
    seen: list[list[int]] = []
    barrier = threading.Barrier(4)

    def ask() -> None:
        barrier.wait()
        seen.append(latest.get_or_compute("same", list))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(value) for value in seen}) == 1
    assert len(latest.items()) == 2


def test_recent_sessions_keep_their_tables_and_older_ones_lose_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = Workspace().append(imported(xlsx(Log=LOG))).dataset()
    rows = sum(len(table) for table in data.tables.values())
    monkeypatch.setattr(cache, "max_cached_rows", lambda: 2 * rows)
    monkeypatch.setattr(cache, "_SLOTS", WeakSet())
    windows = [cache.EvaluatorSlot() for _ in range(3)]
    first = [window.evaluator_for(data, DAY) for window in windows]
    assert [window.rows for window in windows] == [0, rows, rows]
    assert windows[2].evaluator_for(data, DAY) is first[2]
    assert windows[0].evaluator_for(data, DAY) is not first[0]
    assert [window.rows for window in windows] == [rows, 0, rows]
    monkeypatch.setattr(cache, "max_cached_rows", lambda: 0)
    windows[1].evaluator_for(data, DAY)
    assert [window.rows for window in windows] == [0, rows, 0]


def test_cached_rows_depend_on_the_memory_of_machine_and_container(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(cache, "CONTAINER_LIMIT", limit)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=8_000_000_000))
    assert cache.max_cached_rows() == 2_000_000
    limit.write_text("max\n")
    assert cache.max_cached_rows() == 2_000_000
    limit.write_text("2000000000\n")
    assert cache.max_cached_rows() == 500_000
    limit.write_text("64000000\n")
    assert cache.max_cached_rows() == cache.MIN_CACHED_ROWS


def test_plan_of_each_program_is_counted_once_whatever_the_filter() -> None:
    log = xlsx(Log=[["Date", "Program", "Attendance"], ["2026-01-05", "A", 4], ["2026-01-12", "B", 6]])
    app = open_page("planning", Workspace().append(imported(log)))
    counted = {program for (_, _, program, _), _ in app.session_state["plan_grounds"].items()}
    before = len(app.session_state["plan_grounds"].items())
    assert {"A", "B"} <= counted
    app.multiselect(key="program").set_value(["B"]).run()
    assert len(app.session_state["plan_grounds"].items()) == before
