"""A page of a shared server names no place of the server, whatever happens to a library's own file; a
laptop's does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.store import Store
from tests.hosting.test_sessions import BEN, libraries, opened, used
from tests.pages.test_pages import LOG, open_page, press, texts, upload
from tests.support.sheets import xlsx

__all__ = ["libraries"]


def everything(app: AppTest) -> str:
    """Everything a page says, with the words behind its question marks and buttons."""
    helps = (
        str(getattr(part, "help", ""))
        for kind in ("button", "checkbox", "selectbox")
        for part in app.get(kind)
    )
    return (texts(app) + "\n".join(helps)).replace("\\", "")


def damage(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE operation SET body = '{}'")


@pytest.mark.parametrize("place", ["data", "overview", "records", "share"])
def test_a_damaged_file_of_a_shared_server_is_told_by_its_name(libraries: Path, place: str) -> None:
    used(BEN)
    damage(Store(libraries / "mabini").paths.database)
    said = everything(opened(place, BEN))
    assert "is damaged" in said
    assert "workspace.sqlite is left as it is" in said
    assert "Whoever looks after this server can help with that." in said
    assert "on this computer" not in said
    assert str(libraries.parent) not in said


def test_what_is_to_be_told_of_the_secret_names_no_place_of_the_server(libraries: Path) -> None:
    used(BEN)
    Store(libraries / "mabini").paths.key.unlink()
    said = everything(opened("data", BEN))
    assert "tell whoever looks after this server that workspace.key is missing" in said
    assert "Put back" not in said
    assert str(libraries.parent) not in said


def test_a_download_refused_because_of_damage_names_no_place_of_the_server(libraries: Path) -> None:
    app = used(BEN)
    made = AppTest.from_function(_hand_out, default_timeout=600)
    for name in ("head", "workspace", "visitor"):
        made.session_state[name] = app.session_state[name]
    damage(Store(libraries / "mabini").paths.database)
    (said,) = [text.value for text in made.run().text]
    assert "workspace.sqlite is left as it is" in said
    assert str(libraries.parent) not in said


def _hand_out() -> None:
    import streamlit as st

    from libcollab_metrics.store import DamagedWorkspace
    from pages.ui import session

    try:
        session.guard_download(lambda: b"handed out", "figure", format="csv")()
    except DamagedWorkspace as refusal:
        st.text(str(refusal))


def test_on_ones_own_machine_the_place_is_told(kept: Path) -> None:
    app = upload(open_page("data"), "March.xlsx", xlsx(Log=LOG))
    press(app, "Use these sheets")
    assert str(kept) in everything(app)
    place = Store(kept).paths
    place.key.unlink()
    assert f"Put back {place.key}" in everything(open_page("data"))
    damage(place.database)
    said = everything(open_page("data"))
    assert f"{place.database} is left as it is" in said
    assert "Whoever looks after" not in said
