"""Several visitors at once on a real server lose no file, session or queue position to each other."""

from __future__ import annotations

import pytest

from tests.benchmarks.visitor import Visitor, visited

pytestmark = pytest.mark.slow


def test_generated_file_stays_available_while_other_visitors_click(app_url: str) -> None:
    async def visits() -> bytes:
        async with Visitor(app_url) as first, Visitor(app_url) as second:
            await first.open()
            await first.open("Add data")
            await second.open()
            url = await first.made("Blank workbook")
            for _ in range(4):
                await second.rerun()
            return await first.fetch(url)

    assert visited(visits()).startswith(b"PK")
