"""A workspace that cannot be read locks nobody out: every page says so, and “Your sheets” offers three ways
on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.store import Store
from tests.pages.test_pages import LOG, open_page, press, texts, upload
from tests.pages.workspace.test_backup import choose, saved_by, tick
from tests.pages.workspace.test_history import labels, used
from tests.support.sheets import xlsx


def with_a_flipped_bit(data: bytes) -> bytes:
    """One bit of the schema's text, in the name of a table: SQLite's own message about it is no UTF-8."""
    at = data.index(b"tablestep") + len("table")
    return data[:at] + bytes([data[at] ^ 0x80]) + data[at + 1 :]


HARMS: dict[str, Callable[[bytes], bytes]] = {
    "a flipped bit in the schema": with_a_flipped_bit,
    "no workspace": lambda data: b"not a workspace " * 400,
    "nothing": lambda data: b"",
    "a changed step": lambda data: data.replace(b"Story hour", b"Story h0ur"),
}
HARMED = pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())


def harmed(kept: Path, harm: Callable[[bytes], bytes]) -> bytes:
    """Harm the file of what is kept, and return it as it is now."""
    place = Store(kept).paths.database
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    place.write_bytes(harm(place.read_bytes()))
    return place.read_bytes()


def aside(kept: Path) -> bytes:
    (file,) = Store(kept).paths.database.parent.glob("workspace-set-aside-*.sqlite")
    return file.read_bytes()


def in_trouble() -> AppTest:
    """The page of the sheets, which says what is wrong and offers the three ways."""
    app = open_page("data")
    assert not app.exception
    assert "damaged" in app.warning[0].value
    assert "Something went wrong" not in texts(app)
    assert {"Set the file aside and start anew", "Start empty in this window"} <= labels(app)
    assert [box.key for box in app.file_uploader] == ["upload", "open-0"]
    return app


def goes_on(app: AppTest) -> None:
    """A sheet can be read and used."""
    upload(app, "March.xlsx", xlsx(Log=LOG))
    press(app, "Use these sheets")
    assert "3 rows used" in texts(app)


@HARMED
def test_every_page_says_that_the_file_is_damaged(kept: Path, harm: Callable[[bytes], bytes]) -> None:
    used()
    harmed(kept, harm)
    for name in ("overview", "records"):
        app = open_page(name)
        assert "damaged" in app.warning[0].value
        assert "Something went wrong" not in texts(app)


@HARMED
def test_the_file_is_set_aside_unchanged_and_work_is_kept_again(
    kept: Path, harm: Callable[[bytes], bytes]
) -> None:
    used()
    data = harmed(kept, harm)
    app = in_trouble()
    press(app, "Set the file aside and start anew")
    assert not app.warning
    assert aside(kept) == data
    goes_on(app)
    assert len(Store(kept).load().ids) == 1


@HARMED
def test_a_saved_copy_is_opened_and_the_damaged_file_kept_aside(
    kept: Path, harm: Callable[[bytes], bytes]
) -> None:
    copy = saved_by(used())
    version = Store(kept).load().workspace.version
    data = harmed(kept, harm)
    app = choose(in_trouble(), copy)
    tick(app, "open-sure-0")
    press(app, "Open it")
    assert "damaged" not in "".join(str(warning.value) for warning in app.warning)
    assert aside(kept) == data
    assert Store(kept).load().workspace.version == version
    assert "3 rows used" in texts(app)


@HARMED
def test_one_window_starts_empty_and_the_file_stays(kept: Path, harm: Callable[[bytes], bytes]) -> None:
    used()
    data = harmed(kept, harm)
    app = in_trouble()
    press(app, "Start empty in this window")
    assert not app.warning
    assert "in memory only" in texts(app)
    goes_on(app)
    assert Store(kept).paths.database.read_bytes() == data
    assert not Store(kept).list_backups()


def test_damage_met_while_a_window_is_open_can_be_left_behind_too(kept: Path) -> None:
    app = used()
    harmed(kept, with_a_flipped_bit)
    app.run()
    assert "damaged" in app.warning[0].value
    press(app, "Start empty in this window")
    assert "invented sample" in texts(app)
