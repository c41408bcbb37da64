"""An unreadable workspace: every page reports it, and the settings offer three ways to continue."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.store import Store
from tests.pages.test_pages import LOG, add_file, open_page, press, texts, upload
from tests.pages.workspace.test_backup import choose, saved_by, tick
from tests.pages.workspace.test_history import labels, used
from tests.support.sheets import xlsx
from tests.support.views import SETTINGS, View


def with_a_flipped_bit(data: bytes) -> bytes:
    """One bit of a table name in the schema is flipped: SQLite's own message about it is not UTF-8."""
    position = data.index(b"tablestep") + len("table")
    return data[:position] + bytes([data[position] ^ 0x80]) + data[position + 1 :]


HARMS: dict[str, Callable[[bytes], bytes]] = {
    "a flipped bit in the schema": with_a_flipped_bit,
    "no workspace": lambda data: b"not a workspace " * 400,
    "nothing": lambda data: b"",
    "a changed step": lambda data: data.replace(b"Story hour", b"Story h0ur"),
}
HARMED = pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())


def damage_file(data_folder: Path, harm: Callable[[bytes], bytes]) -> bytes:
    """Damage the stored file, and return its new content."""
    database = Store(data_folder).paths.database
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.write_bytes(harm(database.read_bytes()))
    return database.read_bytes()


def file_set_aside(data_folder: Path) -> bytes:
    (file,) = Store(data_folder).paths.database.parent.glob("workspace-set-aside-*.sqlite")
    return file.read_bytes()


def open_damaged_page() -> AppTest:
    """The settings, which report the damage and offer the three ways to continue."""
    app = SETTINGS.open(open_page("add"))
    assert not app.exception
    assert "damaged" in app.warning[0].value
    assert "Something went wrong" not in texts(app)
    assert {"Rename the file and start new", "Start empty in this window"} <= labels(app)
    assert [box.key for box in app.file_uploader] == ["open-0"]
    return app


def check_sheet_can_be_used(app: AppTest) -> None:
    """Check that a sheet can be read and used."""
    upload(View("add").open(app), "March.xlsx", xlsx(Log=LOG))
    add_file(app)
    assert "3 rows" in texts(app)


@HARMED
def test_every_page_says_that_the_file_is_damaged(data_folder: Path, harm: Callable[[bytes], bytes]) -> None:
    used()
    damage_file(data_folder, harm)
    for name in ("overview", "records"):
        app = open_page(name)
        assert "damaged" in app.warning[0].value
        assert "Something went wrong" not in texts(app)


@HARMED
def test_file_is_set_aside_unchanged_and_work_is_stored_again(
    data_folder: Path, harm: Callable[[bytes], bytes]
) -> None:
    used()
    data = damage_file(data_folder, harm)
    app = open_damaged_page()
    press(app, "Rename the file and start new")
    assert not app.warning
    assert file_set_aside(data_folder) == data
    check_sheet_can_be_used(app)
    assert len(Store(data_folder).load().ids) == 1


@HARMED
def test_saved_copy_is_opened_and_the_damaged_file_set_aside(
    data_folder: Path, harm: Callable[[bytes], bytes]
) -> None:
    copy = saved_by(used())
    version = Store(data_folder).load().workspace.version
    data = damage_file(data_folder, harm)
    app = choose(open_damaged_page(), copy)
    tick(app, "open-sure-0")
    press(app, "Restore")
    assert "damaged" not in "".join(str(warning.value) for warning in app.warning)
    assert file_set_aside(data_folder) == data
    assert Store(data_folder).load().workspace.version == version
    assert "3 rows" in texts(app)


@HARMED
def test_one_session_starts_empty_and_the_file_stays(
    data_folder: Path, harm: Callable[[bytes], bytes]
) -> None:
    used()
    data = damage_file(data_folder, harm)
    app = open_damaged_page()
    press(app, "Start empty in this window")
    assert not app.warning
    assert "in memory only" in texts(app)
    check_sheet_can_be_used(app)
    assert Store(data_folder).paths.database.read_bytes() == data
    assert not Store(data_folder).list_backups()


def test_damage_found_in_an_open_session_can_be_bypassed_too(data_folder: Path) -> None:
    app = used()
    damage_file(data_folder, with_a_flipped_bit)
    SETTINGS.open(app)
    assert "damaged" in app.warning[0].value
    press(app, "Start empty in this window")
    assert "Sample data" in texts(app)
