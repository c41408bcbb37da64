"""The dashboard stores its work: reopened at start, shared by sessions, undone, redone, and forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from libcollab_metrics.model import Setting
from libcollab_metrics.store import Store
from pages.ui import session
from tests.pages.test_pages import LOG, ROSTER, add_file, cards, open_page, press, texts, upload
from tests.support.builders.store_steps import DAY
from tests.support.sheets import xlsx
from tests.support.views import SETTINGS, View

NOTED = [[*LOG[0], "Notes"], ["2026-03-07", "Story hour", "Main", 18, "Tita Baby came"]]


def used(name: str = "March.xlsx", rows: list[list[object]] = LOG) -> AppTest:
    """A session in which a sheet was uploaded and confirmed."""
    app = upload(open_page("add"), name, xlsx(Log=rows))
    add_file(app)
    return app


def labels(app: AppTest) -> set[str]:
    return {button.label for button in app.button}


def test_new_session_opens_the_stored_work(data_folder: Path) -> None:
    assert "Added “March.xlsx”: 3 rows" in texts(used())
    again = open_page("add")
    assert "workbook read on" in texts(again)
    assert "Sample data" not in texts(again)
    assert cards(open_page("attendance"))["Visits"] == "40+"
    SETTINGS.open(again)
    assert str(data_folder) in texts(again)
    assert "names are stored only as codes" in texts(again)


def test_import_and_its_answers_are_undone_and_redone_together() -> None:
    app = upload(open_page("add"), "roster.xlsx", xlsx(Roster=ROSTER))
    for box in [box for box in app.selectbox if "mean?" in box.label]:
        box.set_value("absent" if "a blank mean" in box.label else "present")
    app.run()
    add_file(app)
    assert "Saved the answers" in texts(app)
    press(app, "Undo")
    assert "Sample data" in texts(app)
    assert "Saved the answers" not in texts(app)
    assert not [label for label in labels(app) if label.startswith("Undo: ")]
    press(app, "Redo")
    assert "Saved the answers" in texts(app)
    assert "Check how we read" not in texts(app)
    assert not [label for label in labels(app) if label.startswith("Redo: ")]


def test_answers_are_reused_after_a_restart() -> None:
    app = upload(open_page("add"), "roster.xlsx", xlsx(Roster=ROSTER))
    for box in [box for box in app.selectbox if "mean?" in box.label]:
        box.set_value("absent" if "a blank mean" in box.label else "present")
    app.run()
    add_file(app)
    april = [["Name", "2026-04-04", "2026-04-11"], ["Ana Cruz", "x", None]]
    app = upload(open_page("add"), "april.xlsx", xlsx(Roster=april))
    assert not [box for box in app.selectbox if "mean?" in box.label]
    add_file(app)
    people = open_page("add").session_state["workspace"].dataset().tables["participation"]
    assert people["person_key"].nunique() == 2  # Ana in both months is one person, because the key was stored


def test_another_session_sees_a_step_and_its_undo() -> None:
    second_session = open_page("add")
    app = used()
    assert "workbook read on" in texts(second_session.run())
    press(app, "Undo")
    assert "Sample data" in texts(second_session.run())


def test_undo_in_an_outdated_session_takes_nothing_back(data_folder: Path) -> None:
    app = used()
    Store(data_folder).append(Setting({"population": 90}), day=DAY)
    next(button for button in app.button if button.label.startswith("Undo: ")).click()
    app.run()
    assert len(Store(data_folder).load().workspace.steps) == 2
    assert "Changed settings: population" in texts(app)


def test_notes_are_stored_only_with_the_tick(data_folder: Path) -> None:
    app = used(rows=NOTED)
    assert list(app.session_state["workspace"].dataset().tables["notes"]["text"]) == ["Tita Baby came"]
    assert open_page("add").session_state["workspace"].dataset().is_empty("notes")
    assert b"Tita Baby" not in Store(data_folder).paths.database.read_bytes()
    press(app, "Undo")
    next(box for box in SETTINGS.open(app).checkbox if box.label == "Save notes").check()
    app.run()
    app = upload(View("add").open(app), "again.xlsx", xlsx(Log=NOTED))
    add_file(app)
    again = open_page("add")
    assert list(again.session_state["workspace"].dataset().tables["notes"]["text"]) == ["Tita Baby came"]
    assert next(box for box in SETTINGS.open(again).checkbox if box.label == "Save notes").value


def test_invalid_setting_is_not_stored(data_folder: Path) -> None:
    app = used()
    wrong = AppTest.from_function(_append_a_wrong_setting)
    wrong.run()
    assert "below 5" in wrong.text[0].value
    assert len(Store(data_folder).load().workspace.steps) == 1
    assert not open_page("add").exception
    assert not app.exception


def _append_a_wrong_setting() -> None:
    import streamlit as st

    from libcollab_metrics.errors import LibCollabError
    from libcollab_metrics.model import Setting
    from pages.ui import session

    try:
        session.append(Setting({"small_people": 3}))
    except LibCollabError as error:
        st.text(str(error))


def test_everything_is_forgotten_only_after_the_tick(data_folder: Path) -> None:
    app = SETTINGS.open(used())
    forget = next(button for button in app.button if button.label == "Delete everything")
    assert forget.disabled
    app.checkbox(key="sure").check().run()
    press(app, "Delete everything")
    assert [file for file in data_folder.rglob("*") if file.is_file()] == []
    assert "Sample data" in texts(open_page("add"))


def test_damaged_file_is_reported_and_can_be_set_aside(data_folder: Path) -> None:
    used()
    database = Store(data_folder).paths.database
    whole = database.read_bytes()
    database.write_bytes(whole.replace(b"Story hour", b"Story h0ur"))
    app = open_page("attendance")
    assert any("Step 1" in warning.value and "damaged" in warning.value for warning in app.warning)
    assert "Sample data" in texts(app)
    SETTINGS.open(app)
    assert "Delete everything" not in labels(app)
    press(app, "Rename the file and start new")
    assert not app.warning
    assert [file.name for file in database.parent.glob("*set-aside*")]
    database.write_bytes(whole)
    assert "3 rows" in texts(open_page("add"))


def test_session_may_store_nothing(data_folder: Path) -> None:
    app = SETTINGS.open(open_page("add"))
    press(app, "Stop saving in this window")
    app = upload(View("add").open(app), "March.xlsx", xlsx(Log=LOG))
    add_file(app)
    assert "3 rows" in texts(app)
    assert "in memory only" in texts(SETTINGS.open(app))
    assert Store(data_folder).load().workspace.steps == ()


def test_unwritable_folder_gets_one_sentence(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_folder / "file").write_text("")
    monkeypatch.setenv("LIBCOLLAB_HOME", str(data_folder / "file"))
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=LOG))
    assert not app.exception
    assert any("Nothing could be kept" in error.value for error in app.error)
    press(SETTINGS.open(app), "Stop saving in this window")
    add_file(View("add").open(app))
    assert "3 rows" in texts(app)


def test_file_in_use_is_refused_in_every_session() -> None:
    data = xlsx(Log=LOG)
    app = upload(open_page("add"), "March.xlsx", data)
    assert "byte for byte" not in texts(app)
    add_file(app)
    assert "byte for byte" not in texts(app)
    again = upload(open_page("add"), "copy of March.xlsx", data)
    assert "“copy of March.xlsx” is in use already" in texts(again).replace("\\", "")
    assert "Check how we read" not in texts(again)


def test_file_uploaded_twice_is_read_once() -> None:
    data = xlsx(Log=LOG)
    app = open_page("add")
    app.file_uploader[0].upload("March.xlsx", data)
    app.file_uploader[0].upload("copy.xlsx", data)
    app.run()
    assert texts(app).count("Check how we read") == 1
    assert "is here already" in texts(app)


def test_right_key_file_can_be_restored_in_the_settings(data_folder: Path) -> None:
    used(
        "people.xlsx",
        [["Date", "Activity", "Name", "Status"], ["2026-03-07", "Reading", "Tala Bituin", "Present"]],
    )
    key_path = Store(data_folder).paths.key
    key = key_path.read_bytes()
    key_path.write_bytes(key[:20])
    app = SETTINGS.open(open_page("add"))
    messages = "".join(str(warning.value) for warning in app.warning).replace("\\", "")
    assert "key file was damaged" in messages
    assert "workspace-not-a-key-" in messages
    app.file_uploader(key="key-0").upload("workspace.key", b"k" * 32).run()
    assert "another workspace" in app.error[0].value
    app.file_uploader(key="key-0").upload("workspace.key", key + b"\n").run()
    assert "The key file is restored" in texts(app)
    assert not app.warning
    assert "key-1" not in {box.key for box in app.file_uploader}
    assert Store(data_folder).key() == key


def test_shared_server_does_not_offer_to_restore_the_key(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used()
    Store(data_folder).paths.key.write_bytes(b"half")
    assert "key-0" in {box.key for box in SETTINGS.open(open_page("add")).file_uploader}
    warnings = Store(data_folder, shows_paths=False).load().warnings
    assert not any("/" in sentence for sentence in warnings)
    monkeypatch.setattr(session, "is_shared", lambda: True)
    app = SETTINGS.open(open_page("add"))
    assert "Saved on this server" in texts(app)
    assert "key-0" not in {box.key for box in app.file_uploader}
