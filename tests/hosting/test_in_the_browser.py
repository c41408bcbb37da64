"""Two libraries on one server, each behind its sign-in: in a real browser, with a real sign-in service."""

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
from pages.ui.page import PAGES
from tests.conftest import PATIENCE
from tests.pages.test_journey import settled, turn_to
from tests.support.browser.shared_server import Site, running
from tests.support.sheets import xlsx

pytestmark = pytest.mark.browser
#: What each library alone may see: a program, and a child on its list.
OWN = {"ana": ("Kuwento sa Hapon", "Xiomara Quiambao"), "ben": ("Sining at Awit", "Zosimo Villafuerte")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of one person: nothing is asked of any other machine; the sign-in service's style sheet is
    the one thing somebody tries to."""
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    outside: list[str] = []

    def only_here(route, request) -> None:  # type: ignore[no-untyped-def]
        host = urlsplit(request.url).hostname
        if host in ("127.0.0.1", "localhost"):
            route.continue_()
        else:
            outside.append(str(host))
            route.abort()

    context.set_default_timeout(PATIENCE)
    context.route("**/*", only_here)
    yield context
    context.close()
    assert set(outside) <= {"cdn.jsdelivr.net"}


def ask_in(page: Page, site: Site, person: str) -> None:
    """Sign in as one of the sign-in service's people."""
    page.goto(site.url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=person, exact=True).click()
    page.wait_for_url(f"{site.url}/**")


def end_session(page: Page) -> None:
    """Say yes where the sign-in service asks whether to end the session."""
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


def put_in(page: Page, path: Path) -> None:
    turn_to(page, "Your sheets")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(path)
    page.get_by_role("button", name="Use these sheets").click()
    # The review says "3 of 3 rows used": only the line about the sheets in use shows that the file was
    # stored.
    expect(page.get_by_text("”: 3 rows used")).to_be_visible()
    settled(page)


def everything_said(page: Page) -> str:
    """Everything the pages hold that name, count and list what a library has, and where its documents
    leave."""
    said = []
    for title in ("Your sheets", "Attendance", "Share"):
        turn_to(page, title)
        said.append(page.content())
    return "\n".join(said)


def test_two_libraries_never_see_name_count_or_overwrite_each_others_work(
    browser: Browser, window: BrowserContext, site: Site, tmp_path: Path
) -> None:
    ana = window.new_page()
    ask_in(ana, site, "ana")
    expect(ana.get_by_text("Signed in for san-isidro")).to_be_visible()
    put_in(ana, sheet(tmp_path, "ana"))

    other = browser.new_context()
    other.set_default_timeout(PATIENCE)
    other.route("**/cdn.jsdelivr.net/**", lambda route: route.abort())
    ben = other.new_page()
    ask_in(ben, site, "ben")
    expect(ben.get_by_text("Signed in for mabini")).to_be_visible()
    turn_to(ben, "Your sheets")
    expect(ben.get_by_text("The invented sample library.")).to_be_visible()
    put_in(ben, sheet(tmp_path, "ben"))
    seen_by_ben = everything_said(ben)
    seen_by_ana = everything_said(ana)
    other.close()

    assert OWN["ben"][0] in seen_by_ben
    assert OWN["ana"][0] in seen_by_ana
    assert [word for word in OWN["ana"] if word in seen_by_ben] == []
    assert [word for word in OWN["ben"] if word in seen_by_ana] == []
    places = {name: site.data / "libraries" / name for name in ("san-isidro", "mabini")}
    stores = {name: Store(place) for name, place in places.items()}
    assert stores["san-isidro"].key() != stores["mabini"].key()
    assert [len(store.load().workspace.steps) for store in stores.values()] == [1, 1]
    assert all(place.stat().st_mode & 0o077 == 0 for place in places.values())
    assert not (site.data / "data").exists()
    _log_tells_of_both_without_a_value(site)


def _log_tells_of_both_without_a_value(site: Site) -> None:
    written = site.log.read_text(errors="replace")
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    assert {line["library"] for line in lines if line["event"] == "import"} == {"san-isidro", "mabini"}
    values = [*OWN["ana"], *OWN["ben"], ".xlsx", ".example", "ana", "Traceback"]
    assert [value for value in values if value in written] == []


def test_the_next_person_at_the_same_machine_finds_nothing_of_the_one_before(
    window: BrowserContext, site: Site, tmp_path: Path
) -> None:
    page = window.new_page()
    ask_in(page, site, "ana")
    turn_to(page, "Your sheets")
    waiting = sheet(tmp_path, "ana")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").first.set_input_files(waiting)
    expect(page.get_by_text(waiting.name).first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Sign out").click()
    end_session(page)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert waiting.stem not in page.content()
    ask_in(page, site, "ben")
    expect(page.get_by_text("Signed in for mabini")).to_be_visible()
    turn_to(page, "Your sheets")
    assert OWN["ana"][1] not in page.content()
    assert OWN["ana"][0] not in page.content()


@pytest.mark.parametrize("person", ["eve", "mal"])
def test_who_is_on_no_list_or_has_not_proved_the_address_sees_one_sentence(
    window: BrowserContext, site: Site, person: str
) -> None:
    page = window.new_page()
    ask_in(page, site, person)
    expect(page.get_by_text("belongs to no library here")).to_be_visible()
    settled(page)
    assert page.get_by_role("link").all_text_contents() == ["Skip to main content"]
    page.goto(f"{site.url}/records")
    expect(page.get_by_text("belongs to no library here")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    end_session(page)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_bookmark_asks_for_sign_in_on_a_server_just_started_and_later(
    window: BrowserContext, tmp_path: Path
) -> None:
    """The first visit of a server is the trap: Streamlit runs the page of a bookmark past the app until
    then."""
    with running(tmp_path) as site:
        page = window.new_page()
        for place in (*PAGES[2:4], PAGES[-1]):
            page.goto(f"{site.url}/{Path(place.path).stem}")
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            assert page.get_by_test_id("stSidebar").count() == 0
            assert "libraries" not in [entry.name for entry in site.data.iterdir()]
        assert "Traceback" not in site.log.read_text(errors="replace")


def _asked_for(site: Site, name: str, **headers: str) -> bytes:
    """Everything the server sends over a socket of its own to somebody who asks for a page."""
    from streamlit.proto.BackMsg_pb2 import BackMsg

    wanted = BackMsg()
    wanted.rerun_script.page_name = name
    address = f"{site.url.replace('http', 'ws')}/_stcore/stream"
    origin = headers.pop("origin", site.url)
    got = b""
    with connect(address, subprotocols=["streamlit"], origin=origin, additional_headers=headers) as socket:  # type: ignore[arg-type, list-item]
        socket.send(wanted.SerializeToString())
        while not _is_last(got_now := bytes(socket.recv(timeout=PATIENCE / 1000))):  # type: ignore[arg-type]
            got += got_now
    return got


def _is_last(message: bytes) -> bool:
    """Whether a page was drawn to its end; a run that begins anew at once is not."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    read = ForwardMsg.FromString(message)
    return (
        read.WhichOneof("type") == "script_finished"
        and read.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    )


def test_a_socket_without_a_cookie_or_with_a_forged_one_gets_the_way_in_and_nothing_else(
    window: BrowserContext, site: Site, tmp_path: Path
) -> None:
    page = window.new_page()
    ask_in(page, site, "ana")
    expect(page.get_by_text("Signed in for san-isidro")).to_be_visible()
    person = json.dumps({"is_logged_in": True, "email": "head@san-isidro.example", "origin": site.url})
    for cookie in ("", f"_streamlit_user={person}", f"_streamlit_user={person}.forged"):
        got = _asked_for(site, "overview", **({"Cookie": cookie} if cookie else {}))
        assert b"Please sign in" in got
        assert b"Signed in for" not in got
        assert b"san-isidro" not in got


@pytest.mark.parametrize("host", ["", "elsewhere.example"])
def test_a_socket_from_another_site_or_under_another_name_is_refused(site: Site, host: str) -> None:
    with pytest.raises((ConnectionClosed, InvalidStatus)):
        _asked_for(site, "overview", origin="https://elsewhere.example", **({"Host": host} if host else {}))


def test_a_server_that_lacks_something_says_what_and_shows_nothing(
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
        said = [json.loads(line) for line in site.log.read_text().splitlines() if line.startswith("{")]
        assert [(line["event"], line["missing"]) for line in said] == [("not-started", 2)]
