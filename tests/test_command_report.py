"""Test the report command: every audience, every format and the chosen language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.command_line import LOG, log_file, run
from tests.support.sheets import xlsx


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return log_file(tmp_path)


def test_report_prints_document_settings_in_the_chosen_language(log: Path, tmp_path: Path) -> None:
    settings, out = tmp_path / "settings.json", tmp_path / "pitch.html"
    wishes = {"contact": "Main Library, 555-0100", "sponsor": {"ask": "Libros para dos escuelas."}}
    settings.write_text(json.dumps({"documents": wishes}))
    done = run("report", log, "--settings", settings, "--for", "sponsor", "--lang", "es", "--out", out)
    assert done.returncode == 0, done.stderr
    made = out.read_text(encoding="utf-8")
    assert '<html lang="es"' in made
    assert "Main Library, 555-0100" in made
    assert "Libros para dos escuelas." in made
    settings.write_text(json.dumps({"documents": {"sponser": {}}}))
    refused = run("report", log, "--settings", settings, "--for", "sponsor", "--out", out)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "sponsor" in refused.stderr


@pytest.mark.parametrize(("code", "heading"), [("es", "Datos"), ("fil", "Mga kahulugan")])
def test_report_is_written_in_the_chosen_language(log: Path, tmp_path: Path, code: str, heading: str) -> None:
    out = tmp_path / "planning.xlsx"
    done = run("report", log, "--for", "planning", "--out", out, "--lang", code, "--as-of", "2026-06-30")
    assert done.returncode == 0, done.stderr
    assert heading in load_workbook(out).sheetnames


def test_unknown_report_language_is_rejected_with_the_known_ones(log: Path, tmp_path: Path) -> None:
    done = run("report", log, "--for", "planning", "--out", tmp_path / "a.pdf", "--lang", "fi")
    assert done.returncode == 2
    assert "fil" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["board", "school", "official"])
@pytest.mark.parametrize("ending", ["pdf", "xlsx", "pptx", "html", "csv"])
def test_report_is_written_for_each_audience_in_each_format(
    tmp_path: Path, audience: str, ending: str
) -> None:
    """Nobody but a sponsor waits until money is clear."""
    book = tmp_path / "book.xlsx"
    ledger = [
        ["Program", "Date", "From", "To", "Kind", "Value", "Status"],
        ["Story hour", "2026-03-01", "Hope", "project", "cash", 900, "unclear"],
    ]
    programs = [["Program", "Partners"], ["Story hour", "Hope"]]
    book.write_bytes(xlsx(Log=LOG, Ledger=ledger, Programs=programs))
    out = tmp_path / f"made.{ending}"
    done = run("report", book, "--for", audience, "--out", out, "--as-of", "2026-06-30")
    assert done.returncode == 0, done.stderr
    start = {"pdf": b"%PDF", "html": b"<!", "csv": "\ufeff".encode()}.get(ending, b"PK")
    assert out.read_bytes().startswith(start)
    beside = sorted(path.name for path in tmp_path.glob("made-*"))
    forms = ["made-contributions.csv", "made-data.csv", "made-months.csv"]
    if (audience, ending) == ("official", "csv"):
        assert set(forms) <= set(beside)
        assert "Beside it: made-months.csv" in done.stderr
    else:
        assert not set(forms) & set(beside)
