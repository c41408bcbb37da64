"""Two libraries on one server, each with its own sign-in, in a real browser with a real sign-in service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from libcollab_metrics.store import Store
from pages.ui.navigation import PAGES
from tests.conftest import PATIENCE
from tests.pages.test_journey import settled, turn_to
from tests.support.browser.labels import ADD_BUTTON
from tests.support.browser.shared_server import Site, running
from tests.support.examples import often
from tests.support.sheets import xlsx

pytestmark = pytest.mark.browser
#: The values that only one library may see: a program, and a child on its list.
OWN = {"ana": ("Kuwento sa Hapon", "Xiomara Quiambao"), "ben": ("Sining at Awit", "Zosimo Villafuerte")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site")) as running_site:
        yield running_site


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A browser context that reaches this machine only.

    The sign-in service's style sheet is the one outside request that is attempted, and it is blocked.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    outside_hosts: list[str] = []

    def allow_local_hosts(route, request) -> None:  # type: ignore[no-untyped-def]
        host = urlsplit(request.url).hostname
        if host in ("127.0.0.1", "localhost"):
            route.continue_()
        else:
            outside_hosts.append(str(host))
            route.abort()

    context.set_default_timeout(PATIENCE)
    context.route("**/*", allow_local_hosts)
    yield context
    context.close()
    assert set(outside_hosts) <= {"cdn.jsdelivr.net"}


def sign_in(page: Page, site: Site, person: str) -> None:
    """Sign in as one of the sign-in service's users."""
    page.goto(site.url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=person, exact=True).click()
    page.wait_for_url(f"{site.url}/**")


def end_session(page: Page) -> None:
    """Confirm that the sign-in service should end the session."""
    page.wait_for_url("http://localhost:*/**")
    page.get_by_role("button").first.click()


def sheet(folder: Path, person: str) -> Path:
    program, child = OWN[person]
    rows = [
        ["Date", "Program", "Name", "Status"],
        *(["2026-03-07", program, f"{child} {n}", "x"] for n in range(3)),
    ]
    path = folder / f"{child}.xlsx"
    path.write_bytes(xlsx(Log=rows))
    return path


def import_sheet(page: Page, path: Path) -> None:
    turn_to(page, "Add data")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(path)
    page.get_by_role("button", name=ADD_BUTTON).click()
    # The review also says "3 of 3 rows used". Only the list of steps shows that the file was stored.
    expect(page.get_by_text("”: 3 rows").first).to_be_visible()
    settled(page)


def page_contents(page: Page) -> str:
    """The content of the pages that name, count and list a library's data, and of the page that shares it."""
    contents = []
    for title in ("Add data", "Attendance & reach", "Reports"):
        turn_to(page, title)
        contents.append(page.content())
    return "\n".join(contents)


def test_two_libraries_never_see_or_overwrite_each_others_data(
    browser: Browser, window: BrowserContext, site: Site, tmp_path: Path
) -> None:
    ana = window.new_page()
    sign_in(ana, site, "ana")
    expect(ana.get_by_text("Signed in for san-isidro")).to_be_visible()
    import_sheet(ana, sheet(tmp_path, "ana"))

    second_context = browser.new_context()
    second_context.set_default_timeout(PATIENCE)
    second_context.route("**/cdn.jsdelivr.net/**", lambda route: route.abort())
    ben = second_context.new_page()
    sign_in(ben, site, "ben")
    expect(ben.get_by_text("Signed in for mabini")).to_be_visible()
    turn_to(ben, "Add data")
    expect(ben.get_by_text("Sample data").first).to_be_visible()
    import_sheet(ben, sheet(tmp_path, "ben"))
    ben_contents = page_contents(ben)
    ana_contents = page_contents(ana)
    second_context.close()

    assert OWN["ben"][0] in ben_contents
    assert OWN["ana"][0] in ana_contents
    assert [word for word in OWN["ana"] if word in ben_contents] == []
    assert [word for word in OWN["ben"] if word in ana_contents] == []
    folders = {name: site.data / "libraries" / name for name in ("san-isidro", "mabini")}
    stores = {name: Store(folder) for name, folder in folders.items()}
    assert stores["san-isidro"].key() != stores["mabini"].key()
    assert [len(store.load().workspace.steps) for store in stores.values()] == [1, 1]
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in folders.values())
    assert not (site.data / "data").exists()
    _check_log_holds_no_values(site)


def _check_log_holds_no_values(site: Site) -> None:
    log = site.log.read_text(errors="replace")
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert {line["library"] for line in lines if line["event"] == "import"} == {"san-isidro", "mabini"}
    values = [*OWN["ana"], *OWN["ben"], ".xlsx", ".example", "ana", "Traceback"]
    assert [value for value in values if value in log] == []


def test_next_user_of_the_same_browser_sees_no_earlier_data(
    window: BrowserContext, site: Site, tmp_path: Path
) -> None:
    page = window.new_page()
    sign_in(page, site, "ana")
    turn_to(page, "Add data")
    unconfirmed = sheet(tmp_path, "ana")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(unconfirmed)
    expect(page.get_by_text(unconfirmed.name).first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Sign out").click()
    end_session(page)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert unconfirmed.stem not in page.content()
    sign_in(page, site, "ben")
    expect(page.get_by_text("Signed in for mabini")).to_be_visible()
    turn_to(page, "Add data")
    assert OWN["ana"][1] not in page.content()
    assert OWN["ana"][0] not in page.content()


@pytest.mark.parametrize("person", often(["eve", "mal"], 2))
def test_unlisted_or_unverified_user_sees_one_sentence(
    window: BrowserContext, site: Site, person: str
) -> None:
    page = window.new_page()
    sign_in(page, site, person)
    expect(page.get_by_text("does not belong to a library here")).to_be_visible()
    settled(page)
    assert page.get_by_role("link").all_text_contents() == ["Skip to main content"]
    page.goto(f"{site.url}/records")
    expect(page.get_by_text("does not belong to a library here")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    end_session(page)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.long
def test_bookmark_asks_for_sign_in_on_a_new_server(window: BrowserContext, tmp_path: Path) -> None:
    """Until the first visit, Streamlit runs the page of a bookmark without the app around it."""
    with running(tmp_path) as site:
        page = window.new_page()
        for bookmark in (*PAGES[2:4], PAGES[-1]):
            page.goto(f"{site.url}/{bookmark.name}")
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            assert page.get_by_test_id("stSidebar").count() == 0
            assert "libraries" not in [entry.name for entry in site.data.iterdir()]
        assert "Traceback" not in site.log.read_text(errors="replace")


def _request_page(site: Site, name: str, **headers: str) -> bytes:
    """All bytes that the server sends over a separate socket after a request for a page."""
    from streamlit.proto.BackMsg_pb2 import BackMsg

    request = BackMsg()
    request.rerun_script.page_name = name
    address = f"{site.url.replace('http', 'ws')}/_stcore/stream"
    origin = headers.pop("origin", site.url)
    received = b""
    with connect(address, subprotocols=["streamlit"], origin=origin, additional_headers=headers) as socket:  # type: ignore[arg-type, list-item]
        socket.send(request.SerializeToString())
        while not _ends_page_run(message := bytes(socket.recv(timeout=PATIENCE / 1000))):  # type: ignore[arg-type]
            received += message
    return received


def _ends_page_run(message: bytes) -> bool:
    """Whether the message ends a page run successfully; a run that restarts at once does not count."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    parsed = ForwardMsg.FromString(message)
    return (
        parsed.WhichOneof("type") == "script_finished"
        and parsed.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    )


def test_socket_without_valid_cookie_gets_only_the_sign_in_page(
    window: BrowserContext, site: Site, tmp_path: Path
) -> None:
    page = window.new_page()
    sign_in(page, site, "ana")
    expect(page.get_by_text("Signed in for san-isidro")).to_be_visible()
    claims = json.dumps({"is_logged_in": True, "email": "head@san-isidro.example", "origin": site.url})
    for cookie in ("", f"_streamlit_user={claims}", f"_streamlit_user={claims}.forged"):
        received = _request_page(site, "overview", **({"Cookie": cookie} if cookie else {}))
        assert b"Please sign in" in received
        assert b"Signed in for" not in received
        assert b"san-isidro" not in received


@pytest.mark.parametrize("host", ["", "elsewhere.example"])
def test_socket_from_another_origin_or_host_is_refused(site: Site, host: str) -> None:
    with pytest.raises((ConnectionClosed, InvalidStatus)):
        _request_page(
            site, "overview", origin="https://elsewhere.example", **({"Host": host} if host else {})
        )


def test_incomplete_server_lists_what_is_missing_and_shows_nothing_else(
    window: BrowserContext, tmp_path: Path
) -> None:
    with running(tmp_path, LIBCOLLAB_LIBRARIES="", STREAMLIT_SERVER_MAX_UPLOAD_SIZE="200") as site:
        page = window.new_page()
        page.goto(f"{site.url}/overview")
        expect(page.get_by_text("This site is not ready.")).to_be_visible()
        expect(page.get_by_text("server.maxUploadSize must be 25 or less")).to_be_visible()
        expect(page.get_by_text("LIBCOLLAB_LIBRARIES does not name the list")).to_be_visible()
        assert page.get_by_role("listitem").count() == 2
        assert page.get_by_role("button", name="Sign in").count() == 0
        events = [json.loads(line) for line in site.log.read_text().splitlines() if line.startswith("{")]
        assert [(line["event"], line["missing"]) for line in events] == [("not-started", 2)]
