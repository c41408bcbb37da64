"""“Create a backup”, “Open” and “forget” as a librarian uses them, with a disk and without one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Workspace
from libcollab_metrics.store import Store, backup, unpack_workspace
from pages.ui.session.recent_uploads import recent_uploads
from tests.pages.test_pages import LOG, add_file, only_attendance, open_page, press, texts, upload
from tests.pages.workspace.test_history import used
from tests.store.test_privacy import everything
from tests.support.browser.labels import ADD_BUTTON
from tests.support.sheets import csv_text, xlsx
from tests.support.views import SETTINGS

WORDS = "seven brown carabaos"
PEOPLE: list[list[object]] = [
    ["Date", "Activity", "Name", "Status"],
    ["2026-03-07", "Reading", "Tala Bituin", "Present"],
    ["2026-03-14", "Reading", "Tala Bituin", "Present"],
    ["2026-03-14", "Reading", "Jun-jun", "Present"],
]


def saved_by(app: AppTest, passphrase: str = "") -> bytes:
    """The file that the button gives: the page's own function, called as a click calls it."""
    results: list[bytes] = []
    runner = AppTest.from_function(_save, args=(passphrase, results), default_timeout=600)
    for name in ("workspace", "head", "key", "left", "kept"):
        if name in app.session_state:
            runner.session_state[name] = app.session_state[name]
    runner.run()
    assert not runner.exception
    return results[0]


def _save(passphrase: str, results: list[bytes]) -> None:
    from pages.ui import session

    results.append(session.prepare_backup(passphrase)())


def choose(app: AppTest, data: bytes, turn: int = 0) -> AppTest:
    app.file_uploader(key=f"open-{turn}").upload("libcollab-work.libcollab", data)
    return app.run()


def tick(app: AppTest, key: str) -> None:
    app.checkbox(key=key).check()
    app.run()


def test_saved_work_opens_on_another_machine_with_its_people(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = used("people.xlsx", PEOPLE)
    data, key = saved_by(app, WORDS), Store(data_folder).key()
    monkeypatch.setenv("LIBCOLLAB_HOME", str(tmp_path / "empty"))
    app = choose(SETTINGS.open(open_page("add")), data)
    assert "Sample data" in texts(app)
    assert "In it: 1 step and 0 documents that left. It is whole." in texts(app)
    app.text_input(key="open-words-0").input(WORDS)
    app.run()
    tick(app, "open-sure-0")
    press(app, "Restore")
    assert "Backup restored." in texts(app)
    assert "workbook read on" in texts(app)
    assert "Sample data" not in texts(app)
    assert Store(tmp_path / "empty").key() == key
    assert not app.warning


def test_work_opened_without_a_passphrase_says_what_is_missing(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = SETTINGS.open(used())
    assert "sheets added there cannot recognize the people" in texts(app)  # shown before saving
    data = saved_by(app)
    monkeypatch.setenv("LIBCOLLAB_HOME", str(tmp_path / "empty"))
    app = choose(SETTINGS.open(open_page("add")), data)
    tick(app, "open-sure-0")
    press(app, "Restore")
    assert "may not recognize its people" in texts(app)
    assert "cannot recognize the people of earlier ones" in texts(app)


def test_session_that_stores_nothing_can_save_and_reopen_work(data_folder: Path) -> None:
    app = SETTINGS.open(open_page("add", only_attendance()))
    assert "unless you save it in a file" in texts(app)
    data = saved_by(app)
    assert not [file for file in data_folder.rglob("*") if file.is_file()]
    app = choose(SETTINGS.open(open_page("add", Workspace())), data)
    tick(app, "open-sure-0")
    press(app, "Restore")
    assert "3 rows" in texts(app)
    assert not [file for file in data_folder.rglob("*") if file.is_file()]


def test_wrong_passphrase_and_other_files_get_one_sentence_each(data_folder: Path) -> None:
    app = used()
    before, data = Store(data_folder).change_token(), saved_by(app, WORDS)
    app = choose(SETTINGS.open(app), data)
    app.text_input(key="open-words-0").input("something else")
    app.run()
    (message,) = [error.value for error in app.error]
    assert "not the passphrase" in message
    for file in (xlsx(Log=LOG), b"", b"words"):
        app = choose(SETTINGS.open(open_page("add")), file)
        (message,) = [error.value for error in app.error]
        assert "was not made by “Create a backup”" in message
    assert Store(data_folder).change_token() == before


def test_opening_needs_confirmation_and_sets_the_old_work_aside(data_folder: Path) -> None:
    app = used()
    data = saved_by(app)
    press(app, "Undo")
    recent_uploads.clear()
    Store(data_folder).delete_all()
    app = used("other.xlsx", PEOPLE)
    app = choose(SETTINGS.open(app), data)
    assert next(button for button in app.button if button.label == "Restore").disabled
    tick(app, "open-sure-0")
    press(app, "Restore")
    (backup_file,) = Store(data_folder).list_backups()
    assert backup_file.name in texts(app)
    assert (
        len(unpack_workspace(backup_file.read_bytes()).snapshot.workspace.dataset().tables["participation"])
        == 3
    )
    tick(app, "sure-aside")
    press(app, "Delete renamed files")
    assert Store(data_folder).list_backups() == ()


def test_too_short_passphrase_cannot_be_used() -> None:
    app = SETTINGS.open(used())
    for words, strength in (("short", "too short"), ("carabaos", "weak"), (WORDS, "strong")):
        app.text_input(key="save-words").input(words)
        app.run()
        assert f"This passphrase is {strength}" in texts(app)
        assert app.get("download_button")[0].proto.disabled == (strength == "too short")


def test_person_is_forgotten_by_name_and_counted_in_rows(data_folder: Path) -> None:
    app = SETTINGS.open(used("people.xlsx", PEOPLE))
    app.text_input(key="forget-name-0").input("Nobody Here")
    app.run()
    assert "No one with this name" in texts(app)
    app.text_input(key="forget-name-0").input("BITUIN, Tala")
    app.run()
    assert "2 rows of this person" in "".join(box.label for box in app.checkbox)
    tick(app, "sure-person-0")
    press(app, "Delete person")
    assert "2 rows deleted" in texts(app)
    assert len(app.session_state["workspace"].dataset().tables["participation"]) == 1
    assert "Tala" not in texts(app) + "".join(str(box.value) for box in app.text_input)
    assert b"Tala" not in everything(data_folder)


@pytest.mark.parametrize("with_a_disk", [True, False])
def test_one_sheet_is_forgotten_and_the_other_stays(data_folder: Path, with_a_disk: bool) -> None:
    if with_a_disk:
        app = used()
    else:
        app = upload(open_page("add", Workspace()), "March.xlsx", xlsx(Log=LOG))
        add_file(app)
    app = upload(app, "people.xlsx", xlsx(Log=PEOPLE))
    add_file(app)
    (sha256,) = [
        sha256 for sha256, name in app.session_state["workspace"].files.items() if name == "March.xlsx"
    ]
    SETTINGS.open(app)
    app.selectbox(key="forget-file-0").set_value(sha256)
    app.run()
    tick(app, "sure-file-0")
    press(app, "Delete file")
    assert "March.xlsx" not in texts(app)
    assert "“people.xlsx”" in texts(app) or "workbook read on" in texts(app)
    assert sha256[:12].encode() not in everything(data_folder)


def test_resaved_sheet_is_used_twice_only_on_request(data_folder: Path) -> None:
    app = upload(used(), "again.csv", csv_text(LOG))
    assert "You added these rows before, as" in texts(app)
    assert not [button for button in app.button if ADD_BUTTON.match(button.label)]
    (box,) = [box for box in app.checkbox if box.label.startswith("These are different sessions")]
    box.check()
    app.run()
    add_file(app)
    assert len(Store(data_folder).load().workspace.files) == 2


def test_workspace_damaged_after_opening_releases_nothing(data_folder: Path) -> None:
    app = used()
    download = AppTest.from_function(_download_figure, default_timeout=600)
    download.session_state["head"], download.session_state["workspace"] = (
        app.session_state["head"],
        Workspace(),
    )
    assert download.run().text[0].value == "handed out"
    with closing(sqlite3.connect(Store(data_folder).paths.database)) as connection:
        connection.execute("UPDATE sheet_table SET arrow = zeroblob(length(arrow)) WHERE name = 'sessions'")
        connection.commit()
    assert download.run().text[0].value.startswith("Step 1 of the workspace")


def _download_figure() -> None:
    import streamlit as st

    from libcollab_metrics.store import DamagedWorkspace
    from pages.ui import session

    try:
        st.text(session.guard_download(lambda: b"handed out", "figure", format="csv")().decode())
    except DamagedWorkspace as refusal:
        st.text(str(refusal))


@pytest.mark.worker
@pytest.mark.parametrize("sound", [True, False])
def test_this_process_never_unpacks_a_chosen_file(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, sound: bool
) -> None:
    data = saved_by(used(), WORDS) if sound else b"PK\x05\x06" + bytes(18)
    app = SETTINGS.open(open_page("add"))
    for name in ("_read_parts", "open_untrusted", "decrypt_key"):
        monkeypatch.setattr(backup, name, lambda *_: pytest.fail("opened here"))
    app = choose(app, data)
    assert not app.exception
    assert ("was not made by “Create a backup”" in texts(app)) is not sound
    if sound:
        app.text_input(key="open-words-0").input(WORDS)
        tick(app.run(), "open-sure-0")
        press(app, "Restore")
        assert "Backup restored." in texts(app)
