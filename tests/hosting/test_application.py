"""Starting the server opens the browser at its own address, unless it is headless."""

from __future__ import annotations

import asyncio
import threading
import webbrowser

import pytest
import streamlit as st

from pages.ui.hosting.application import open_browser


def opened_urls(monkeypatch: pytest.MonkeyPatch, **options: object) -> list[str]:
    """Start and stop a server with these options; return the addresses that were opened."""
    urls: list[str] = []
    opened = threading.Event()

    def remember(url: str) -> None:
        urls.append(url)
        opened.set()

    async def run() -> None:
        async with open_browser(None):  # type: ignore[arg-type]
            await asyncio.to_thread(opened.wait, 0.2)

    monkeypatch.setattr(webbrowser, "open", remember)
    settings = {f"server.{name}": value for name, value in options.items()}
    monkeypatch.setattr(st, "get_option", settings.get)
    asyncio.run(run())
    return urls


def test_server_on_a_laptop_opens_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"address": "127.0.0.1", "port": 8502, "headless": False}
    assert opened_urls(monkeypatch, **options) == ["http://127.0.0.1:8502"]
    assert opened_urls(monkeypatch, **options | {"address": "0.0.0.0"}) == ["http://127.0.0.1:8502"]


def test_headless_server_opens_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened_urls(monkeypatch, address="127.0.0.1", port=8502, headless=True) == []
