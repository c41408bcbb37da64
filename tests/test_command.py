"""Test the command line: its exit statuses, its JSON, and one clear sentence for each error."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from libcollab_metrics.cli import commands as command
from tests.support.attackers import raw_files
from tests.support.command_line import LOG, figures, log_file, one, run, run_in_new_process
from tests.support.sheets import csv_text, xlsx


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return log_file(tmp_path)


def test_read_reports_how_each_sheet_was_read(log: Path) -> None:
    completed = run_in_new_process("read", log, "--json")
    assert (completed.returncode, completed.stderr) == (0, "")
    report = json.loads(completed.stdout)
    sheet = report["files"][0]["sheets"][0]
    reading = (sheet["name"], sheet["layout"], sheet["table"], sheet["header_row"])
    assert reading == ("Log", "session_log", "sessions", 1)
    assert (sheet["rows_read"], sheet["rows_used"], sheet["rows_left_out"]) == (3, 3, 0)
    assert {"heading": "Attendance", "field": "sessions.attended", "reason": "exact"} in sheet["mapping"]
    assert report["tables"]["sessions"] == 3
    names = {"code", "severity", "sheet", "cell", "cells", "heading", "value", "message", "count"}
    assert set(report["issues"][0]) == names


def test_metrics_never_counts_a_blank_as_zero(log: Path) -> None:
    """18 + 22 visits over 2 of 3 sessions: at least 40, 20 per recorded session, coverage 2/3."""
    metrics = figures(log, "--as-of", "2026-12-31")
    total = one(metrics, "attendance_total")
    assert (total["value"], total["certainty"], total["high"]) == (40, "at_least", None)
    assert one(metrics, "attendance_coverage")["value"] == pytest.approx(2 / 3)
    assert one(metrics, "attendance_per_session")["value"] == 20
    assert one(metrics, "cost_cash")["reason"] == "no-cost"


def test_groups_filters_and_days_narrow_the_same_definition(log: Path) -> None:
    by_site = figures(log, "--by", "site", "--metric", "attendance_total")
    assert one(by_site, "attendance_total", site="Main")["value"] == 18
    assert one(figures(log, "--where", "site=Hall"), "attendance_total")["value"] == 22
    assert one(figures(log, "--from", "2026-03-10", "--to", "2026-03-15"), "attendance_total")["value"] == 22
    assert one(figures(log, "--as-of", "2026-03-07"), "sessions_held")["value"] == 1
    assert one(figures(log, "--by", "site", "--metric", "cost_cash"), "cost_cash")["reason"] == "not-by-this"


def two_springs(tmp_path: Path) -> Path:
    """Six sessions of 10 in the first quarter of 2025, and six of 15 in that of 2026."""
    days = [f"{month:02d}-{day:02d}" for month in (1, 2, 3) for day in (7, 14)]
    rows = [
        [f"{year}-{day}", "Story hour", count] for year, count in ((2025, 10), (2026, 15)) for day in days
    ]
    (tmp_path / "log.xlsx").write_bytes(xlsx(Log=[["Date", "Title", "Attendance"], *rows]))
    return tmp_path / "log.xlsx"


def test_values_are_shown_next_to_those_of_last_year(tmp_path: Path) -> None:
    asked = (
        two_springs(tmp_path),
        "--metric",
        "attendance_total",
        "--from",
        "2026-01-01",
        "--to",
        "2026-03-31",
    )
    (total,) = figures(*asked, "--against", "last-year")
    assert (total["value"], total["against"]["value"], total["against"]["difference"]) == (90, 60, 30)
    assert (total["against"]["direction"], total["against"]["is_fair"]) == ("up", True)
    printed = run("metrics", *asked, "--against", "last-year").stdout
    assert "a year earlier 60 (up)" in printed
    (alone,) = figures(*asked, "--against", "previous")
    assert alone["against"]["reason"] == "not-recorded"
    assert "Not compared: fewer than 60%" in run("metrics", *asked, "--against", "previous").stdout


@pytest.mark.parametrize(
    "options",
    [
        ("--against", "last-year"),
        ("--against", "last-year", "--from", "2026-01-01", "--to", "2026-03-31", "--release"),
        ("--with-issues",),
        ("--with-issues", "--json", "--release"),
    ],
)
def test_options_that_do_not_go_together_are_refused(log: Path, options: tuple[str, ...]) -> None:
    completed = run("metrics", log, *options)
    assert completed.returncode == 2
    assert completed.stdout == ""


def test_metrics_begin_with_what_was_left_out(log: Path, tmp_path: Path) -> None:
    shown = run("metrics", log, "--metric", "attendance_total").stdout.splitlines()
    assert shown[0] == "Everything was read as typed."
    (tmp_path / "odd.xlsx").write_bytes(
        xlsx(Log=[*LOG, [None, "Craft", "Main", None]], Odd=[["Hue", "Tone"], ["red", "low"]])
    )
    first = run("metrics", tmp_path / "odd.xlsx", "--metric", "attendance_total").stdout.splitlines()[0]
    assert first.startswith("1 sheet not read, 1 row or cell left out")
    listed = json.loads(run("metrics", tmp_path / "odd.xlsx", "--json", "--with-issues").stdout)
    assert {"row-left-out", "layout-unknown"} <= {issue["code"] for issue in listed["issues"]}
    assert one(listed["metrics"], "attendance_total")["certainty"] == "at_least"


def test_release_suppresses_small_cells(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    rows = [LOG[0], ["2026-03-07", "Story hour", "Main", 3], ["2026-03-14", "Story hour", "Hall", 40]]
    path.write_bytes(xlsx(Log=rows))
    unprotected = one(figures(path, "--by", "site"), "attendance_total", site="Main")
    assert (unprotected["value"], unprotected["small"]) == (3, True)
    released = one(figures(path, "--by", "site", "--release"), "attendance_total", site="Main")
    assert (released["value"], released["numerator"], released["reason"]) == (None, None, "small-cell")


def test_settings_and_answers_are_read_from_files(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_bytes(
        csv_text([["Name", "2026-03-07", "2026-03-14"], ["Ana Cruz", "x", "x"], ["Ben Diaz", "x", ""]])
    )
    answers, settings = tmp_path / "answers.json", tmp_path / "settings.json"
    answers.write_text(json.dumps({"marks": {"x": "present", "": "absent"}}))
    settings.write_text(json.dumps({"population": 8}))
    metrics = figures(roster, "--answers", answers, "--settings", settings)
    assert one(metrics, "attendance_rate")["value"] == pytest.approx(3 / 4)
    assert one(metrics, "reach_rate")["value"] == pytest.approx(2 / 8)


@pytest.mark.slow
def test_csv_is_written_with_its_metadata_file(log: Path, tmp_path: Path) -> None:
    completed = run("report", log, "--for", "planning", "--out", tmp_path / "march.csv")
    assert completed.returncode == 0, completed.stderr
    metadata = json.loads((tmp_path / "march.csv-metadata.json").read_text(encoding="utf-8"))
    heading = (tmp_path / "march.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert metadata["url"] == "march.csv"
    assert heading.split(",") == [column["titles"] for column in metadata["tableSchema"]["columns"]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["metrics", "{log}", "--by", "sight"], 'Did you mean "site"'),
        (["metrics", "{log}", "--metric", "atendance_total"], 'Did you mean "attendance_total"'),
        (["metrics", "{log}", "--where", "site=Mian"], 'Did you mean "Main"'),
        (["metrics", "{log}", "--where", "site"], "FIELD=VALUE"),
        (["report", "{log}", "--for", "planning", "--out", "report.txt"], ".pdf"),
        (
            ["report", "{log}", "--for", "board", "--out", "{log}.pdf", "--where", "site=Mian"],
            'Did you mean "Main"',
        ),
        (["report", "{log}", "--for", "the board", "--out", "{log}.pdf"], "board"),
        (["metrics"], "Give the files to read"),
    ],
)
def test_usage_error_exits_with_2_and_suggests_a_fix(log: Path, arguments: list[str], expected: str) -> None:
    completed = run(*(word.format(log=log) for word in arguments))
    assert completed.returncode == 2
    assert expected in completed.stderr
    assert "Traceback" not in completed.stderr


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"year": "soon"}, "a whole number"),
        ({"marks": {"x": "here"}}, "present or late"),
        ({"totals": "both"}, "rows or sheet"),
        ({"sheets": {"Log": 3}}, "keys and values"),
        ({"makrs": {}}, "marks"),
    ],
)
def test_wrong_answer_is_rejected_with_the_allowed_values(
    log: Path, tmp_path: Path, answers: object, expected: str
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers))
    completed = run("read", log, "--answers", file)
    assert (completed.returncode, "Traceback" in completed.stderr) == (2, False)
    assert expected in completed.stderr


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"population": "twelve"}, "“twelve” was read"),
        ({"criteria": {"program": "x"}}, "no list of criteria"),
        ({"populaton": 5}, 'Did you mean "population"'),
    ],
)
def test_wrong_setting_exits_with_2_and_prints_no_metrics(
    log: Path, tmp_path: Path, settings: object, expected: str
) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(settings))
    completed = run("metrics", log, "--settings", file)
    assert (completed.returncode, completed.stdout, "Traceback" in completed.stderr) == (2, "", False)
    assert expected in completed.stderr


def test_criterion_for_unknown_metric_is_reported_with_a_suggestion(log: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    criteria = [
        {"program": "Craft", "metric": name, "low": 1} for name in ("atendance_total", "attendance_total")
    ]
    settings.write_text(json.dumps({"criteria": criteria}))
    issues = json.loads(run("read", log, "--settings", settings, "--json").stdout)["issues"]
    (issue,) = (issue for issue in issues if issue["code"] == "criterion-unknown")
    assert (issue["value"], issue["severity"]) == ("atendance_total", "left-out")
    assert 'Did you mean "attendance_total"' in issue["message"]


BAD = {
    "empty.xlsx": b"",
    "~$log.xlsx": raw_files.lock_file(),
    "picture.xlsx": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
    "report.xlsx": b"%PDF-1.7\n",
    "locked.xlsx": raw_files.compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"x" * 100}),
    "damaged.xlsx": xlsx(Log=LOG)[:-400],
    "letter.xlsx": xlsx(Log=[["Dear all,"], ["see you on Saturday."]]),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_unreadable_file_exits_with_1_and_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    completed = run("read", path)
    assert completed.returncode == 1
    assert completed.stdout == ""
    assert len(completed.stderr.strip().splitlines()) == 1
    assert not {"Traceback", "Error:", "Exception"} & set(completed.stderr.split())


def test_one_unreadable_file_stops_the_command_and_is_named(log: Path, tmp_path: Path) -> None:
    bad = tmp_path / "march.xlsx"
    bad.write_bytes(b"")
    completed = run("metrics", log, bad)
    assert completed.returncode == 1
    assert "march.xlsx" in completed.stderr


def test_ragged_row_is_excluded_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    lines = (
        "Date,Title,Attendance",
        "2026-03-07,Story hour,18",
        "2026-03-14,Story, hour,20",
        "2026-03-21,Craft,9",
    )
    path.write_bytes("\n".join(lines).encode())
    report = json.loads(run("read", path, "--json").stdout)
    assert [i["cell"] for i in report["issues"] if i["code"] == "ragged-row"] == ["A3"]
    assert report["tables"]["sessions"] == 2


def test_blank_template_is_read_back_without_questions(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    assert run("template", path).returncode == 0
    report = json.loads(run("read", path, "--json").stdout)
    assert [q for sheet in report["files"][0]["sheets"] for q in sheet["questions"]] == []
    assert set(report["tables"].values()) == {0}


def test_duplicate_sessions_in_two_files_are_dropped_when_answered(tmp_path: Path) -> None:
    first, second, answers = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "answers.json"
    first.write_bytes(csv_text(LOG))
    second.write_bytes(csv_text([LOG[0], LOG[2], ["2026-03-28", "Story hour", "Hall", 5]]))
    report = json.loads(run("read", first, second, "--json").stdout)
    questions = {
        sheet["name"]: [q["id"] for q in sheet["questions"]] for f in report["files"] for sheet in f["sheets"]
    }
    assert questions == {"a": [], "b": ["duplicates"]}
    assert "[duplicates]" in run("read", first, second).stdout
    assert one(figures(first, second), "attendance_total")["value"] == 67
    answers.write_text('{"duplicates": "drop", "fiscal_year_start": 7}')
    metrics = figures(first, second, "--answers", answers)
    assert one(metrics, "attendance_total")["value"] == 45
    by_year = figures(
        first, second, "--answers", answers, "--by", "fiscal_year", "--metric", "attendance_total"
    )
    assert [value["group"] for value in by_year] == [{"fiscal_year": "FY2026"}]


def test_unexpected_error_is_one_sentence_without_values(
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    unexpected_errors: list[str],
) -> None:
    def fail(*arguments: object) -> None:
        raise KeyError("Xiomara Quiambao")

    monkeypatch.setattr(command, "load_library", fail)
    monkeypatch.setattr(sys, "argv", ["libcollab_metrics", "read", str(log)])
    with pytest.raises(SystemExit) as exit_info:
        command.run()
    message = capsys.readouterr().err.splitlines()[0]
    assert exit_info.value.code == command.UNREADABLE
    assert "key-error at libcollab_metrics/cli/commands.py:" in message
    assert "Xiomara" not in message + "".join(unexpected_errors)
    unexpected_errors.clear()


def test_event_log_is_written_only_when_asked_for(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "Xiomara.pdf"
    picture.write_bytes(b"%PDF-1.7 Xiomara")
    assert len(run_in_new_process("read", picture).stderr.splitlines()) == 1
    monkeypatch.setenv("LIBCOLLAB_LOG", "info")
    rejection, _ = run_in_new_process("read", picture).stderr.splitlines()
    assert "Xiomara" not in rejection
    assert json.loads(rejection)["kind"] == "unreadable-file"
    entry = json.loads(run_in_new_process("read", log).stderr)
    assert (entry["event"], entry["sheets"]) == ("import", 1)


def test_partial_value_says_that_it_is_not_certain(tmp_path: Path) -> None:
    rows: list[list[object]] = [["date", "what", "books", "note"], ["2026-09-12", "collected", 205, None]]
    rows += [["2026-09-13", "shipped", 88, None], ["2026-09-14", "collected", 88, "entered twice by mistake"]]
    path = tmp_path / "tally.xlsx"
    path.write_bytes(xlsx(Log=rows))
    printed = run("metrics", str(path), "--metric", "books_at_stage").stdout
    assert "at most 293" in printed
    path = tmp_path / "log.csv"
    path.write_bytes(csv_text([["Date", "Attendance"], ["2026-03-07", 12], ["2026-03-14", None]]))
    printed = run("metrics", str(path), "--metric", "attendance_per_session").stdout
    assert "50% recorded" in printed
