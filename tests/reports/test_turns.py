"""One document at a time, and nobody else waits."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from libcollab_metrics import reports
from libcollab_metrics.reports.turns import in_turn


def test_what_is_made_in_turn_is_never_made_at_the_same_time() -> None:
    making, most = [], []

    @in_turn
    def make(number: int) -> int:
        making.append(number)
        most.append(len(making))
        time.sleep(0.01)
        making.remove(number)
        return number

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(make, range(16))) == list(range(16))
    assert max(most) == 1


def test_a_document_may_make_a_part_that_is_made_in_turn_too() -> None:
    @in_turn
    def part() -> str:
        return "part"

    @in_turn
    def whole() -> str:
        return "whole of a " + part()

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(whole).result(timeout=5) == "whole of a part"


def test_the_turn_passes_on_when_a_document_fails() -> None:
    @in_turn
    def fail() -> None:
        raise ValueError("no document")

    with pytest.raises(ValueError, match="no document"):
        fail()
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(in_turn(lambda: "next")).result(timeout=5) == "next"


@pytest.mark.parametrize("name", ["publish", "preview_png", "publish_plan", "public_chart", "gather"])
def test_every_maker_of_documents_takes_its_turn(name: str) -> None:
    """While somebody else makes a document, it has not begun: wrong arguments are not even looked at."""
    entered, leave = threading.Event(), threading.Event()

    @in_turn
    def long_document() -> None:
        entered.set()
        leave.wait(5)

    with ThreadPoolExecutor(2) as threads:
        threads.submit(long_document)
        entered.wait(5)
        waiting = threads.submit(getattr(reports, name))
        time.sleep(0.05)
        assert not waiting.done()
        leave.set()
        assert isinstance(waiting.exception(timeout=5), TypeError)
