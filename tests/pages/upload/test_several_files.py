"""Several files under review: one summary and one button; a reloaded page finds them again."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from pages.ui.session.recent_uploads import MAX_BYTES, RETENTION_SECONDS, RecentUploads
from tests.pages.test_pages import add_file, open_page, press, texts, upload
from tests.pages.upload.test_review import boxes, drawn, label_of
from tests.support.sheets import xlsx

HEADINGS = ["Date", "Title", "Attendance"]
MARCH = [["2026-03-07", "Story hour", 12], ["2026-03-14", "Story hour", 9], ["2026-03-21", "Craft", 7]]
APRIL = [["2026-04-04", "Story hour", 11], ["2026-04-11", "Craft", None]]


def upload_all(app: AppTest, **files: list[list[object]]) -> AppTest:
    sheets = [(f"{name}.xlsx", xlsx(Log=[HEADINGS, *rows])) for name, rows in files.items()]
    app.file_uploader[0].set_value([(name, data, "") for name, data in sheets]).run()
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


def test_reloaded_page_has_the_answers_and_the_questions_again() -> None:
    rows = [["Date", "Purple", "Attendance"], ["2026-03-07", "Story hour", 12]]
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=rows))
    app.toggle[0].set_value(True).run()
    boxes(app, "B: Purple")[0].set_value("programs.name")
    press(app, "Apply changes")
    given, asked = app.code[0].value, [label_of(box) for box in boxes(app, "?")]
    assert '"Purple": "programs.name"' in given
    again = open_page("add")
    assert again.code[0].value == given
    assert [label_of(box) for box in boxes(again, "?")] == asked


def test_upload_is_forgotten_after_its_time_and_beyond_the_memory() -> None:
    now, open_windows = [0.0], {"window"}
    uploads = RecentUploads(lambda: now[0])

    def add(owner: str, sha256: str, name: str, data: bytes) -> None:
        uploads.add(owner, "window", sha256, name, data, {})

    def found(owner: str) -> dict[str, tuple[str, bytes]]:
        restored = uploads.restore(owner, "reloaded", lambda session: session in open_windows)
        return {sha256: (name, data) for sha256, (name, data, _) in restored.items()}

    add("ana", "1", "a.xlsx", b"a")
    add("", "2", "b.xlsx", b"b")
    assert found("ana") == {}  # its window is still open
    open_windows.clear()
    assert found("ben") == found("") == {}
    assert found("ana") == {"1": ("a.xlsx", b"a")}
    open_windows.add("reloaded")
    assert found("ana") == {}  # it belongs to the reloaded window now
    open_windows.clear()
    now[0] = RETENTION_SECONDS / 2
    uploads.renew("ana", "1")
    now[0] = RETENTION_SECONDS
    assert set(found("ana")) == {"1"}
    open_windows.clear()
    now[0] *= 2
    assert found("ana") == {}
    add("ana", "3", "c.xlsx", b"c")
    add("ana", "4", "d.xlsx", bytes(MAX_BYTES))
    assert list(found("ana")) == ["4"]
    uploads.remove("ana", "4")
    assert found("ana") == {}


def test_likely_meanings_of_a_column_come_first_and_once() -> None:
    rows = [["Date", "Purple", "Attendance"], ["2026-03-07", "Story hour", 12]]
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=rows))
    app.toggle[0].set_value(True).run()
    options = boxes(app, "B: Purple")[0].options
    assert {"Programs: Program", "Sessions: Site", "Partners: Partner"} <= set(options[1:11])
    assert [option for option in options if option.endswith(": Program")] == ["Programs: Program"]


def test_third_step_is_next_after_adding() -> None:
    app = upload(open_page("add"), "March.xlsx", xlsx(Log=[HEADINGS, *MARCH]))
    add_file(app)
    shown = texts(app).replace("\\", "")
    assert "3 sessions added." in shown
    assert '<li class="now" aria-current="step"><b aria-hidden="true">3</b>See results' in drawn(app)
    assert not app.file_uploader[0].value
