"""Two files alone may carry names: the librarian's own marked workbook, and its rows to mend; in her window
only."""

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
from pages.ui.page import PAGES
from tests.benchmarks.visitor import VisitFailed, Visitor, visited
from tests.pages.test_canaries import places
from tests.support.attackers import canaries
from tests.support.browser.dashboard import Served, dashboard

__all__ = ["places"]

pytestmark = pytest.mark.slow
TO_MEND, MARK = "Download the rows that could not be used", "Mark the problems in my own workbook"
MARKED = "Download my workbook with the problems marked"
SHEETS, MANY = "Your sheets", 12


@pytest.fixture
def served(places: tuple[Path, ...]) -> Iterator[Served]:
    with dashboard(places[1], places[0]) as found:
        yield found


async def put_in(visitor: Visitor) -> None:
    """Upload a workbook with people in every place that may hold one, and have it marked."""
    people = canaries.names(MANY)
    await visitor.open()
    await visitor.open(SHEETS)
    await visitor.upload(f"{people[0]}.xlsx", canaries.workbook(people))
    await visitor.press(MARK)


async def downloads(visitor: Visitor) -> dict[str, bytes]:
    """Every file the page offers, by the words on its button."""
    buttons = [
        (button.label, button.deferred_file_id, button.url)
        for button in visitor._widgets("download_button")
        if not button.disabled
    ]
    return {
        label: await (visitor.download(label) if later else visitor.fetch(url))
        for label, later, url in buttons
    }


def named(files: dict[str, bytes]) -> set[str]:
    """Those of the files that hold a name."""
    return {label for label, data in files.items() if canaries.found(data, canaries.PERSON)}


def nothing_left(places: tuple[Path, ...], served: Served) -> None:
    """No name on the disk, in a log, or on the list of what left."""
    assert canaries.on_disk(*places) == []
    assert canaries.found(served.log.read_bytes()) == []
    assert [
        hit for release in Store(places[0]).releases() for hit in canaries.found(release.body.encode())
    ] == []


def test_the_two_files_are_made_in_memory_and_listed_nowhere(
    places: tuple[Path, ...], served: Served
) -> None:
    async def visit() -> None:
        async with Visitor(served.url) as ana:
            await put_in(ana)
            offered = await downloads(ana)
            assert set(offered) > {TO_MEND, MARKED}
            assert named(offered) == {TO_MEND, MARKED}
            nothing_left(places, served)
            assert Store(places[0]).releases() == ()
            await ana.press("Use these sheets")
            assert not ana.has("download_button", TO_MEND)
            assert not ana.has("button", MARK)
            assert named(await downloads(ana)) == set()

    visited(visit())
    nothing_left(places, served)


def test_another_window_is_told_of_neither_file_and_finds_none_once_it_is_off_the_list(
    served: Served,
) -> None:
    """Streamlit hands a file to whoever knows its number: one drawn anew at each run, and told to one
    window."""

    async def visit() -> None:
        async with AsyncExitStack() as windows:
            ana, ben = [await windows.enter_async_context(Visitor(served.url)) for _ in range(2)]
            await put_in(ana)
            numbers = [ana.find("download_button", label).deferred_file_id for label in (TO_MEND, MARKED)]
            address = await ana.made(MARKED)
            assert canaries.found(await ana.fetch(address), canaries.PERSON)
            await ben.open()
            await ben.open(SHEETS)
            told = b"".join(element.SerializeToString() for _, element in ben.shown.values()).decode(
                "latin-1"
            )
            assert [secret for secret in (*numbers, address, TO_MEND, MARKED) if secret in told] == []
            assert named(await downloads(ben)) == set()
            assert await is_known(ben, numbers[0])
            await ana.press("Take this file off the list")
            assert not {number for number in numbers if await is_known(ben, number)}
            with pytest.raises(HTTPError, match="404"):
                await ben.fetch(address)
            drawn = [ana.find("download_button", "Save my work").deferred_file_id]
            await ana.rerun()
            drawn.append(ana.find("download_button", "Save my work").deferred_file_id)
            assert len(set(drawn)) == 2
            assert all(
                UUID(number).version == 4 for number in (*drawn, *numbers)
            )  # by chance, 122 bits of it

    visited(visit())


async def is_known(visitor: Visitor, number: str) -> bool:
    """Whether the server makes a file for a visitor who knows its number."""
    visitor.shown[(9, 9)] = (
        "",
        Element(download_button=DownloadButton(label=number, deferred_file_id=number)),
    )
    try:
        await visitor.made(number)
    except VisitFailed:
        return False
    return True


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_no_other_file_of_any_page_holds_a_name_while_a_sheet_waits_or_is_used(
    places: tuple[Path, ...], served: Served
) -> None:
    async def everywhere(visitor: Visitor) -> dict[str, set[str]]:
        found = {}
        for place in PAGES:
            if visitor.page != visitor.pages[place.title]:
                await visitor.open(place.title)
            files = await downloads(visitor)
            found[place.title] = named(files)
        return {title: labels for title, labels in found.items() if labels}

    async def visit() -> None:
        async with Visitor(served.url) as ana:
            await put_in(ana)
            await ana.open("Overview")
            assert await everywhere(ana) == {SHEETS: {TO_MEND}}  # marking is asked for anew
            await ana.open(SHEETS)
            await ana.press("Use these sheets")
            assert await everywhere(ana) == {}

    visited(visit())
    nothing_left(places, served)
