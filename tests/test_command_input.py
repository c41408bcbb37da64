"""Test that the command line rejects invalid input in one sentence.

Files over a size limit are rejected before they are read.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from libcollab_metrics import library
from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.ingest.limits import LAPTOP
from libcollab_metrics.ingest.question_kinds import QUESTIONS
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Scope, Workspace
from libcollab_metrics.protection import read_release_ledger
from tests.support.command_line import log_file, run
from tests.support.sheets import dataset, read, xlsx

DEEP = "[" * 100_000 + "]" * 100_000
#: Values of every JSON type, most of them invalid for any answer.
VALUES: list[Any] = [
    None,
    10**40,
    -1,
    0,
    1.5,
    "x",
    True,
    [],
    [1],
    [[]],
    ["a"],
    [["a", "b"]],
    [None],
    {},
    {"a": 1},
    {"Date": ["x"]},
    {"Date": None},
    {"*": {"a": 1}},
    {"Log": {"year": 10**30}},
    {"Log": []},
    {"Log": {"mapping": {"Date": 5}}},
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return log_file(tmp_path)


def assert_rejected(completed: Any, status: int, words: str) -> None:
    """Assert that the command ended with this status and one sentence that contains these words."""
    assert completed.returncode == status, completed.stderr
    assert words in completed.stderr
    assert completed.stderr.count("\n") == 1
    assert "Traceback" not in completed.stderr
    assert "Something went wrong" not in completed.stderr


@pytest.mark.parametrize("option", ["--answers", "--settings"])
@pytest.mark.parametrize("text", [DEEP, '{"marks": ' * 5_000 + "1" + "}" * 5_000], ids=["lists", "objects"])
def test_deeply_nested_json_is_rejected(log: Path, tmp_path: Path, option: str, text: str) -> None:
    path = tmp_path / "deep.json"
    path.write_text(text)
    assert_rejected(run("read", log, option, path), 2, "deep.json is not valid JSON")


def test_deeply_nested_release_ledger_is_rejected(log: Path, tmp_path: Path) -> None:
    path = tmp_path / "left.json"
    path.write_text(DEEP)
    assert_rejected(
        run("metrics", log, "--release", "--ledger", path), 2, "list of released numbers cannot be read"
    )
    assert path.read_text() == DEEP


def test_release_ledger_with_a_far_future_day_is_rejected() -> None:
    table = {"where": [], "from": None, "to": None, "by": "", "as_of": "9999-12-31", "numbers": []}
    with pytest.raises(LibCollabError, match="cannot be read"):
        read_release_ledger(json.dumps([{"day": "2026-01-01", "to": "", "tables": [table]}]).encode())


@pytest.mark.parametrize("option", ["--from", "--to", "--as-of"])
def test_last_day_of_the_calendar_is_rejected(log: Path, option: str) -> None:
    assert_rejected(run("metrics", log, option, "9999-12-31"), 2, "1900 to 2199")


@pytest.mark.parametrize("day", ["0001-01-01", "2200-01-01", "1899-12-31"])
def test_day_outside_the_allowed_years_is_rejected(day: str) -> None:
    empty = library.Library(Workspace())
    for check in (library.reference_day, lambda start: empty.select(start=start)):
        with pytest.raises(LibCollabError, match="1900 to 2199"):
            check(date.fromisoformat(day))


def test_last_allowed_day_is_accepted() -> None:
    data = dataset(xlsx(Log=[["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", 18]]))
    evaluation = evaluate(data, scope=Scope(end=date(2199, 12, 31)), by="month", as_of=date(2199, 12, 31))
    assert evaluation.value_for("attendance_total", month="2026-03").value == 18


@pytest.mark.parametrize("day", [datetime(9999, 12, 31), datetime(2200, 1, 1)])
def test_cell_with_a_far_day_is_unreadable_but_row_counts(day: datetime) -> None:
    log = [["Date", "Title", "Attendance"], [day, "Story hour", 18], [datetime(2026, 3, 7), "Story hour", 20]]
    content = read(xlsx(Log=log))
    assert list(content.tables["sessions"].column("attended")) == [18, 20]
    assert list(content.tables["sessions"].column("date")) == [None, datetime(2026, 3, 7)]
    (issue,) = [issue for issue in content.issues if issue.code == "date-unreadable"]
    assert (issue.cell, issue.message) == ("A2", f'"{day:%Y-%m-%d}" lies outside the years 1900 to 2199')


@pytest.mark.parametrize(
    "rows",
    [
        [["Name", datetime(9999, 12, 31), datetime(2026, 3, 7)], ["Ana", "x", "x"], ["Ben", "x", ""]],
        [
            ["Program", "Date", "From", "To", "Kind", "Value", "Status"],
            ["S", datetime(9999, 12, 31), "library", "shop", "cash", 10, "spent"],
        ],
        [["Timestamp", "Name", "I learned something"], [datetime(9999, 12, 31), "Ana", "Agree"]],
    ],
    ids=["roster", "ledger", "form"],
)
def test_cell_with_a_far_day_breaks_no_other_layout(rows: list[list[object]]) -> None:
    try:
        data = dataset(xlsx(Sheet=rows))
    except LibCollabError:
        return
    for by in ("", "month", "school_year"):
        assert evaluate(data, by=by, as_of=date(2026, 12, 31)).values


@pytest.mark.parametrize("key", QUESTIONS)
def test_answer_of_any_type_is_used_or_rejected(key: str) -> None:
    data = xlsx(
        Log=[["Date", "Title", "Attendance"], ["7 March", "Story hour *", 18], ["14 March", "Craft", 20]]
    )
    for value in VALUES:
        for answers in ({key: value}, {"sheets": {"Log": {key: value}}}):
            with suppress(LibCollabError):
                read(data, **answers)


def test_file_over_the_size_limit_is_rejected_before_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(LAPTOP.upload + 1)

    def fail_if_opened(*_: Any, **__: Any) -> Any:
        raise AssertionError("opened")

    monkeypatch.setattr("builtins.open", fail_if_opened)
    with pytest.raises(UnreadableFileError, match="101 MB large, and this program opens up to 100 MB"):
        library.read(path)


@pytest.mark.parametrize("option", ["--answers", "--settings"])
def test_large_json_file_is_rejected_for_its_size(log: Path, tmp_path: Path, option: str) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(library.MAX_JSON + 1)
    assert_rejected(run("read", log, option, path), 1, "may take up to 10 MB")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes with a name in a folder.")
def test_pipe_or_device_is_rejected_at_once(log: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (pipe, "/dev/zero"):
        assert_rejected(run("read", path), 1, "is a folder or a device, not a file")
    assert_rejected(run("read", log, "--answers", pipe), 1, "is a folder or a device, not a file")


def test_file_that_grows_while_read_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"Date,Title\n")
    before = os.stat(path)
    path.write_bytes(b"Date,Title\n2026-03-07,Story hour\n")
    monkeypatch.setattr(library.os, "stat", lambda _: before)
    with pytest.raises(UnreadableFileError, match="written to while it was read"):
        library.read(path)
