"""Several files under review: one summary and one button; a reloaded page finds them again."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from pages.ui.session.recent_uploads import MAX_BYTES, RETENTION_SECONDS, RecentUploads
from tests.pages.test_pages import add_file, open_page, press, texts
from tests.pages.upload.test_review import boxes, drawn
from tests.support.sheets import xlsx

HEADINGS = ["Date", "Title", "Attendance"]
MARCH = [["2026-03-07", "Story hour", 12], ["2026-03-14", "Story hour", 9], ["2026-03-21", "Craft", 7]]
APRIL = [["2026-04-04", "Story hour", 11], ["2026-04-11", "Craft", None]]


def upload_all(app: AppTest, **files: list[list[object]]) -> AppTest:
    sheets = [(f"{name}.xlsx", xlsx(Log=[HEADINGS, *rows])) for name, rows in files.items()]
    app.file_uploader(key="upload").set_value([(name, data, "") for name, data in sheets]).run()
    assert not app.exception
    return app


def attendance(app: AppTest) -> list[float]:
    return sorted(app.session_state["workspace"].dataset().tables["sessions"]["attended"].dropna())


def test_one_button_adds_all_files_and_names_its_effect() -> None:
    app = upload_all(open_page("add"), March=MARCH, April=APRIL)
    shown = drawn(app)
    assert "5 sessions ready to add" in shown
    for cell in ("Session log, March 2026", "Session log, April 2026", "3 sessions", "2 sessions"):
        assert f">{cell}</td>" in shown
    press(app, "Add 5 sessions")
    assert attendance(app) == [7, 9, 11, 12]
    assert "5 sessions added from 2 files." in texts(app)


def test_one_of_several_files_is_chosen_and_added() -> None:
    app = upload_all(open_page("add"), March=MARCH, April=APRIL)
    (choice,) = boxes(app, "File to check")
    assert "3 sessions ready to add" in drawn(app)
    choice.select_index(1).run()
    assert "2 sessions ready to add" in drawn(app)
    assert "1 head count missing" in drawn(app)
    add_file(app)
    assert attendance(app) == [11]


def test_file_that_repeats_another_stays_until_decided() -> None:
    """March, and March with April: the second is a newer version and is never added in silence."""
    app = upload_all(open_page("add"), March=MARCH, Both=[*MARCH, *APRIL])
    press(app, "Add 8 sessions")
    assert attendance(app) == [7, 9, 12]
    assert "repeats rows of a file you added before" in texts(app)
    add_file(app)
    assert attendance(app) == [7, 9, 11, 12]


def test_reloaded_page_finds_the_file_until_it_is_added() -> None:
    upload_all(open_page("add"), March=MARCH)
    again = open_page("add")
    assert "3 sessions ready to add" in drawn(again)
    add_file(again)
    assert "ready to add" not in drawn(open_page("add"))


def test_upload_is_forgotten_after_its_time_and_beyond_the_memory() -> None:
    now, open_windows = [0.0], {"window"}
    uploads = RecentUploads(lambda: now[0])

    def found(owner: str) -> dict[str, tuple[str, bytes]]:
        return uploads.restore(owner, "reloaded", lambda session: session in open_windows)

    uploads.add("ana", "window", "1", "a.xlsx", b"a")
    uploads.add("", "window", "2", "b.xlsx", b"b")
    assert found("ana") == {}  # its window is still open
    open_windows.clear()
    assert found("ben") == found("") == {}
    assert found("ana") == {"1": ("a.xlsx", b"a")}
    open_windows.add("reloaded")
    assert found("ana") == {}  # it belongs to the reloaded window now
    open_windows.clear()
    now[0] = RETENTION_SECONDS
    assert found("ana") == {}
    uploads.add("ana", "window", "3", "c.xlsx", b"c")
    uploads.add("ana", "window", "4", "d.xlsx", bytes(MAX_BYTES))
    assert list(found("ana")) == ["4"]
    uploads.remove("ana", "4")
    assert found("ana") == {}
