"""Several visitors at once on a real server: nobody loses a file, a session or a place in the line to
another."""

from __future__ import annotations

import pytest

from tests.benchmarks.visitor import Visitor, visited

pytestmark = pytest.mark.slow


def test_a_file_made_on_a_click_is_there_however_many_others_click_before_it_is_fetched(app_url: str) -> None:
    async def visits() -> bytes:
        async with Visitor(app_url) as one, Visitor(app_url) as other:
            await one.open()
            await other.open()
            url = await one.made("Download a blank template")
            for _ in range(4):
                await other.rerun()
            return await one.fetch(url)

    assert visited(visits()).startswith(b"PK")
