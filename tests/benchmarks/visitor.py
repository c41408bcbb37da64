"""A visitor without a browser: speaks to a real dashboard over its websocket, as the browser does.

It only ever speaks to 127.0.0.1. Every wait ends after `PATIENCE` seconds.
"""

from __future__ import annotations

import asyncio
import time
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from typing import Any, Self, TypeVar

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileUploaderState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from pages.ui.session.errors import FAILED

T = TypeVar("T")

#: Seconds a visitor waits for one answer before it counts as an error.
PATIENCE = 120.0
XSRF = "_streamlit_xsrf"
#: Kinds of elements with a label and an id, so that they can be found by their label.
WIDGETS = ("button", "download_button", "file_uploader", "multiselect", "checkbox", "radio", "button_group")


class VisitFailedError(Exception):
    """The server answered with an error, or not at all."""


class Visitor:
    """One window on the dashboard; an asynchronous context manager.

    Examples
    --------
    ::

        async with Visitor("http://127.0.0.1:8501") as visitor:
            await visitor.open("Overview")
    """

    def __init__(self, url: str) -> None:
        assert url.startswith("http://127.0.0.1:"), "A visitor speaks to this machine only."
        self.url = url
        self.token = ""
        self.session = ""
        self.query = ""
        self.page = ""
        self.pages: dict[str, str] = {}
        self.shown: dict[tuple[int, ...], tuple[str, Element]] = {}
        self.chosen: dict[str, WidgetState] = {}
        self.said: list[str] = []
        self._run = ""
        self._socket: ClientConnection

    async def __aenter__(self) -> Self:
        self.token = await asyncio.to_thread(_token, self.url)
        self._socket = await connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit", self.token],  # type: ignore[list-item]
            additional_headers={"Cookie": f"{XSRF}={self.token}", "Origin": self.url},
            max_size=None,
            compression=None,
            ping_interval=None,  # a stalled server is measured, not disconnected
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def rerun(self, *pressed: WidgetState) -> float:
        """Rerun the page with what is chosen and pressed; return the seconds until it was complete."""
        present = {_widget(element).id for _, element in self.shown.values() if _widget(element) is not None}
        self.chosen = {name: state for name, state in self.chosen.items() if name in present}
        wanted = ClientState(query_string=self.query, page_script_hash=self.page)
        wanted.widget_states.widgets.extend([*self.chosen.values(), *pressed])
        begun = time.perf_counter()
        await self._send(BackMsg(rerun_script=wanted))
        async with asyncio.timeout(PATIENCE):
            while not self._is_shown(await self._next()):
                pass
        taken = time.perf_counter() - begun
        self._check()
        return taken

    async def open(self, title: str = "", query: str = "") -> float:
        """Go to the page of this title with a query, or to the first one."""
        if title:
            self.page, self.query = self.pages[title], query
        return await self.rerun()

    async def press(self, label: str) -> float:
        """Press the button with this label."""
        return await self.rerun(WidgetState(id=self.find("button", label).id, trigger_value=True))

    async def choose(self, label: str, *values: str) -> float:
        """Choose these values in the list with this label; no values mean all."""
        state = WidgetState(id=self.find("multiselect", label).id)
        state.string_array_value.data.extend(values)
        self.chosen[state.id] = state
        return await self.rerun()

    async def upload(self, name: str, data: bytes) -> float:
        """Upload a file, and wait until the page shows how it was read."""
        begun = time.perf_counter()
        request = BackMsg()
        request.file_urls_request.request_id, request.file_urls_request.session_id = "upload", self.session
        request.file_urls_request.file_names.append(name)
        await self._send(request)
        answer = await self._until(lambda message: message.WhichOneof("type") == "file_urls_response")
        urls = answer.file_urls_response.file_urls[0]
        await asyncio.to_thread(_put, self.url + urls.upload_url, name, data, self.token)
        held = FileUploaderState()
        held.uploaded_file_info.add(name=name, size=len(data), file_id=urls.file_id, file_urls=urls)
        state = WidgetState(id=self.find("file_uploader").id, file_uploader_state_value=held)
        self.chosen[state.id] = state
        await self.rerun()
        return time.perf_counter() - begun

    async def download(self, label: str) -> bytes:
        """Press the download button whose label begins with this, and fetch the file."""
        return await self.fetch(await self.made(label))

    async def fetch(self, url: str) -> bytes:
        """Fetch a file from the server."""
        return await asyncio.to_thread(_get, self.url + url, self.token)

    async def made(self, label: str) -> str:
        """Press the download button whose label begins with this; return the address of the finished file."""
        button = self.find("download_button", label)
        request = BackMsg()
        asked = request.backend_operation_request
        asked.request_id, asked.session_id, asked.deferred_file.file_id = (
            "file",
            self.session,
            button.deferred_file_id,
        )
        await self._send(request)
        answer = await self._until(lambda message: message.WhichOneof("type") == "backend_operation_response")
        if answer.backend_operation_response.error_msg:
            raise VisitFailedError(answer.backend_operation_response.error_msg)
        return str(answer.backend_operation_response.deferred_file.url)

    def find(self, kind: str, label: str = "") -> Any:
        """The widget of this kind whose label begins with these words."""
        match = next((entry for entry in self._widgets(kind) if entry.label.startswith(label)), None)
        if match is None:
            labels = ", ".join(f"“{entry.label}”" for entry in self._widgets(kind))
            raise VisitFailedError(f"No {kind} “{label}” on the page; there are: {labels or 'none'}")
        return match

    def has(self, kind: str, label: str = "") -> bool:
        """Whether such a widget is on the page."""
        return any(entry.label.startswith(label) for entry in self._widgets(kind))

    def count(self, kind: str) -> int:
        """How many elements of a kind the page shows."""
        return sum(element.WhichOneof("type") == kind for _, element in self.shown.values())

    def options(self, label: str) -> list[str]:
        """The options of a list."""
        return [str(option) for option in self.find("multiselect", label).options]

    def alerts(self) -> list[str]:
        """The texts of the page's alerts, in order."""
        return [
            element.alert.body for _, element in self.shown.values() if element.WhichOneof("type") == "alert"
        ]

    def _widgets(self, kind: str) -> Iterator[Any]:
        return (
            getattr(element, kind) for _, element in self.shown.values() if element.WhichOneof("type") == kind
        )

    async def _send(self, message: BackMsg) -> None:
        await self._socket.send(message.SerializeToString())

    async def _until(self, wanted: Callable[[ForwardMsg], bool]) -> ForwardMsg:
        async with asyncio.timeout(PATIENCE):
            while not wanted(message := await self._next()):
                pass
        return message

    async def _next(self) -> ForwardMsg:
        data = await self._socket.recv()
        assert isinstance(data, bytes)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
            self._run = message.metadata.run.script_run_id or message.new_session.script_run_id
            self.page = message.new_session.page_script_hash
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
            self.pages = {page.page_name: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            self._place(tuple(message.metadata.delta_path), message)
        return message

    def _place(self, path: tuple[int, ...], message: ForwardMsg) -> None:
        if message.delta.WhichOneof("type") == "new_element":
            self.shown[path] = (self._run, message.delta.new_element)

    def _is_shown(self, message: ForwardMsg) -> bool:
        """Whether the page is complete; a run that starts again at once is not the last one."""
        if message.WhichOneof("type") != "script_finished":
            return False
        if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            return False
        # A late end of the run before this one may still arrive.
        if message.metadata.run.script_run_id not in ("", self._run):
            return False
        self.shown = {path: entry for path, entry in sorted(self.shown.items()) if entry[0] == self._run}
        return True

    def _check(self) -> None:
        """Raise for an unexpected error of the program; a refusal shown as a message is not one."""
        failed = FAILED.partition(";")[0]
        for text in self.alerts():
            if text.startswith(failed):
                raise VisitFailedError(text)
        if self.count("exception"):
            raise VisitFailedError("The page shows an exception.")


def visited(visits: Coroutine[Any, Any, T]) -> T:
    """Return the result of visits, run on another thread: browser tests leave a loop running on their own."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, visits).result()


def _widget(element: Element) -> Any:
    kind = element.WhichOneof("type")
    return getattr(element, kind) if kind in WIDGETS else None


def _token(url: str) -> str:
    with urllib.request.urlopen(f"{url}/_stcore/health", timeout=PATIENCE) as answer:
        cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
    return cookies[XSRF].value


def _put(url: str, name: str, data: bytes, token: str) -> None:
    """Send a file as a form, the way the browser's uploader does."""
    edge = "a-line-between-parts"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    request = urllib.request.Request(
        url,
        data=b"".join((head.encode(), data, f"\r\n--{edge}--\r\n".encode())),
        method="PUT",
        headers={
            "Content-Type": f"multipart/form-data; boundary={edge}",
            "Cookie": f"{XSRF}={token}",
            "X-Xsrftoken": token,
        },
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        assert answer.status in (200, 204)


def _get(url: str, token: str) -> bytes:
    request = urllib.request.Request(url, headers={"Cookie": f"{XSRF}={token}"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        content: bytes = answer.read()
        return content
