"""Only the marked workbook and the rows to correct may contain names, in the user's session only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.error import HTTPError
from uuid import UUID

import pytest
from streamlit.proto.DownloadButton_pb2 import DownloadButton
from streamlit.proto.Element_pb2 import Element

from libcollab_metrics.store import Store
from pages.ui.navigation import PAGES
from tests.benchmarks.visitor import VisitFailedError, Visitor, visited
from tests.pages.test_canaries import places
from tests.support.attackers import canaries
from tests.support.browser.dashboard import Served, dashboard

__all__ = ["places"]

pytestmark = pytest.mark.slow
REJECTED_ROWS, MARK = "Download skipped rows", "Mark issues in my workbook"
MARKED = "Download my marked workbook"
SHEETS, MANY = "Add data", 12


@pytest.fixture
def running_server(places: tuple[Path, ...]) -> Iterator[Served]:
    with dashboard(places[1], places[0]) as server:
        yield server


async def upload_and_mark(visitor: Visitor) -> None:
    """Upload a workbook with people in every place that may contain one, and have it marked."""
    people = canaries.names(MANY)
    await visitor.open()
    await visitor.open(SHEETS)
    await visitor.upload(f"{people[0]}.xlsx", canaries.workbook(people))
    await visitor.press(MARK)


async def downloads(visitor: Visitor) -> dict[str, bytes]:
    """Every file that the page offers, by the label of its button."""
    buttons = [
        (button.label, button.deferred_file_id, button.url)
        for button in visitor._widgets("download_button")
        if not button.disabled
    ]
    return {
        label: await (visitor.download(label) if later else visitor.fetch(url))
        for label, later, url in buttons
    }


def labels_with_names(files: dict[str, bytes]) -> set[str]:
    """The labels of the files that contain a name."""
    return {label for label, data in files.items() if canaries.found(data, canaries.PERSON)}


def check_no_names_remain(places: tuple[Path, ...], running_server: Served) -> None:
    """Check that no name is on disk, in a log, or in the release ledger."""
    assert canaries.on_disk(*places) == []
    assert canaries.found(running_server.log.read_bytes()) == []
    assert [
        hit for release in Store(places[0]).releases() for hit in canaries.found(release.body.encode())
    ] == []


def test_two_files_are_created_in_memory_and_never_listed(
    places: tuple[Path, ...], running_server: Served
) -> None:
    async def visit() -> None:
        async with Visitor(running_server.url) as ana:
            await upload_and_mark(ana)
            files = await downloads(ana)
            assert set(files) == {REJECTED_ROWS, MARKED}
            assert labels_with_names(files) == {REJECTED_ROWS, MARKED}
            check_no_names_remain(places, running_server)
            assert Store(places[0]).releases() == ()
            await ana.press("Add ")
            assert not ana.has("download_button", REJECTED_ROWS)
            assert not ana.has("button", MARK)
            assert labels_with_names(await downloads(ana)) == set()

    visited(visit())
    check_no_names_remain(places, running_server)


def test_another_session_cannot_reach_either_file(
    running_server: Served,
) -> None:
    """Streamlit serves a file to any session that knows its id: new at each run, sent to one session."""

    async def visit() -> None:
        async with AsyncExitStack() as windows:
            ana, ben = [await windows.enter_async_context(Visitor(running_server.url)) for _ in range(2)]
            await upload_and_mark(ana)
            ids = [ana.find("download_button", label).deferred_file_id for label in (REJECTED_ROWS, MARKED)]
            address = await ana.made(MARKED)
            assert canaries.found(await ana.fetch(address), canaries.PERSON)
            await ben.open()
            await ben.open(SHEETS)
            received = b"".join(element.SerializeToString() for _, element in ben.shown.values()).decode(
                "latin-1"
            )
            assert [secret for secret in (*ids, address, REJECTED_ROWS, MARKED) if secret in received] == []
            assert labels_with_names(await downloads(ben)) == set()
            assert await is_known(ben, ids[0])
            await ana.press("Remove file")
            assert not {file_id for file_id in ids if await is_known(ben, file_id)}
            with pytest.raises(HTTPError, match="404"):
                await ben.fetch(address)
            new_ids = [ana.find("download_button", "Blank workbook").deferred_file_id]
            await ana.rerun()
            new_ids.append(ana.find("download_button", "Blank workbook").deferred_file_id)
            assert len(set(new_ids)) == 2
            assert all(UUID(file_id).version == 4 for file_id in (*new_ids, *ids))  # random, 122 bits

    visited(visit())


async def is_known(visitor: Visitor, number: str) -> bool:
    """Whether the server creates a file for a visitor who knows its id."""
    visitor.shown[(9, 9)] = (
        "",
        Element(download_button=DownloadButton(label=number, deferred_file_id=number)),
    )
    try:
        await visitor.made(number)
    except VisitFailedError:
        return False
    return True


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_no_other_file_of_any_page_contains_a_name(places: tuple[Path, ...], running_server: Served) -> None:
    async def files_with_names(visitor: Visitor) -> dict[str, set[str]]:
        labels_by_page = {}
        for visited_page in PAGES:
            if visitor.page != visitor.pages[visited_page.title]:
                await visitor.open(visited_page.title)
            files = await downloads(visitor)
            labels_by_page[visited_page.title] = labels_with_names(files)
        return {title: labels for title, labels in labels_by_page.items() if labels}

    async def visit() -> None:
        async with Visitor(running_server.url) as ana:
            await upload_and_mark(ana)
            await ana.open("Overview")
            assert await files_with_names(ana) == {SHEETS: {REJECTED_ROWS}}  # marking must be requested again
            await ana.open(SHEETS)
            await ana.press("Add ")
            assert await files_with_names(ana) == {}

    visited(visit())
    check_no_names_remain(places, running_server)
