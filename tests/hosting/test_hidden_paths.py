"""A page of a shared server shows no path of the server, even for a damaged file; a laptop's page does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.store import Store
from tests.hosting.test_sessions import BEN, libraries, opened, used
from tests.pages.test_pages import LOG, add_file, open_page, texts, upload
from tests.support.sheets import xlsx
from tests.support.views import SETTINGS

__all__ = ["libraries"]


def full_text(app: AppTest) -> str:
    """All text of a page, including the help of its buttons and fields."""
    helps = (
        str(getattr(element, "help", ""))
        for kind in ("button", "checkbox", "selectbox")
        for element in app.get(kind)
    )
    return (texts(app) + "\n".join(helps)).replace("\\", "")


def damage(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE operation SET body = '{}'")


@pytest.mark.parametrize("place", ["add", "overview", "records", "reports"])
def test_shared_server_names_a_damaged_file_without_its_path(libraries: Path, place: str) -> None:
    used(BEN)
    damage(Store(libraries / "mabini").paths.database)
    text = full_text(opened(place, BEN))
    assert "is damaged" in text
    assert "workspace.sqlite is left as it is" in text
    assert "The server’s administrator can help with that." in text
    assert "on this computer" not in text
    assert str(libraries.parent) not in text


def test_missing_secret_message_shows_no_server_path(libraries: Path) -> None:
    used(BEN)
    Store(libraries / "mabini").paths.key.unlink()
    text = full_text(SETTINGS.open(opened("add", BEN)))
    assert "Let the server’s administrator know that workspace.key is missing." in text
    assert "Put back" not in text
    assert str(libraries.parent) not in text


def test_refused_download_of_damaged_workspace_shows_no_server_path(libraries: Path) -> None:
    app = used(BEN)
    download = AppTest.from_function(_download_figure, default_timeout=600)
    for name in ("head", "workspace", "visitor"):
        download.session_state[name] = app.session_state[name]
    damage(Store(libraries / "mabini").paths.database)
    (message,) = [element.value for element in download.run().text]
    assert "workspace.sqlite is left as it is" in message
    assert str(libraries.parent) not in message


def _download_figure() -> None:
    import streamlit as st

    from libcollab_metrics.store import DamagedWorkspace
    from pages.ui import session

    try:
        session.guard_download(lambda: b"handed out", "figure", format="csv")()
    except DamagedWorkspace as refusal:
        st.text(str(refusal))


def test_laptop_shows_the_full_path(data_folder: Path) -> None:
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=LOG))
    add_file(app)
    assert str(data_folder) in full_text(SETTINGS.open(app))
    paths = Store(data_folder).paths
    paths.key.unlink()
    assert f"Put back {paths.key}" in full_text(open_page("add"))
    damage(paths.database)
    text = full_text(open_page("add"))
    assert f"{paths.database} is left as it is" in text
    assert "Whoever looks after" not in text
