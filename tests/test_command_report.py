"""Test the report command: every audience, every format and the chosen language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.command_line import LOG, log_file, run
from tests.support.examples import sampled_pairs
from tests.support.sheets import xlsx


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return log_file(tmp_path)


def test_report_prints_document_settings_in_the_chosen_language(log: Path, tmp_path: Path) -> None:
    settings, out = tmp_path / "settings.json", tmp_path / "pitch.html"
    documents = {"contact": "Main Library, 555-0100", "sponsor": {"ask": "Libros para dos escuelas."}}
    settings.write_text(json.dumps({"documents": documents}))
    completed = run("report", log, "--settings", settings, "--for", "sponsor", "--lang", "es", "--out", out)
    assert completed.returncode == 0, completed.stderr
    html = out.read_text(encoding="utf-8")
    assert '<html lang="es"' in html
    assert "Main Library, 555-0100" in html
    assert "Libros para dos escuelas." in html
    settings.write_text(json.dumps({"documents": {"sponser": {}}}))
    rejected = run("report", log, "--settings", settings, "--for", "sponsor", "--out", out)
    assert (rejected.returncode, rejected.stderr.count("\n")) == (2, 1)
    assert "sponsor" in rejected.stderr


@pytest.mark.parametrize(("code", "heading"), [("es", "Datos"), ("fil", "Mga kahulugan")])
def test_report_is_written_in_the_chosen_language(log: Path, tmp_path: Path, code: str, heading: str) -> None:
    out = tmp_path / "planning.xlsx"
    completed = run("report", log, "--for", "planning", "--out", out, "--lang", code, "--as-of", "2026-06-30")
    assert completed.returncode == 0, completed.stderr
    assert heading in load_workbook(out).sheetnames


def test_unknown_report_language_is_rejected_with_the_known_ones(log: Path, tmp_path: Path) -> None:
    completed = run("report", log, "--for", "planning", "--out", tmp_path / "a.pdf", "--lang", "fi")
    assert completed.returncode == 2
    assert "fil" in completed.stderr
    assert "Traceback" not in completed.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("audience", "ending"),
    sampled_pairs(["board", "school", "official"], ["pdf", "xlsx", "pptx", "html", "csv"], every=3),
)
def test_report_is_written_for_each_audience_in_each_format(
    tmp_path: Path, audience: str, ending: str
) -> None:
    """Unclear funding delays no document but the sponsor's."""
    book = tmp_path / "book.xlsx"
    ledger = [
        ["Program", "Date", "From", "To", "Kind", "Value", "Status"],
        ["Story hour", "2026-03-01", "Hope", "project", "cash", 900, "unclear"],
    ]
    programs = [["Program", "Partners"], ["Story hour", "Hope"]]
    book.write_bytes(xlsx(Log=LOG, Ledger=ledger, Programs=programs))
    out = tmp_path / f"made.{ending}"
    completed = run("report", book, "--for", audience, "--out", out, "--as-of", "2026-06-30")
    assert completed.returncode == 0, completed.stderr
    signature = {"pdf": b"%PDF", "html": b"<!", "csv": "\ufeff".encode()}.get(ending, b"PK")
    assert out.read_bytes().startswith(signature)
    companions = sorted(path.name for path in tmp_path.glob("made-*"))
    forms = ["made-contributions.csv", "made-data.csv", "made-months.csv"]
    if (audience, ending) == ("official", "csv"):
        assert set(forms) <= set(companions)
        assert "With it: made-months.csv" in completed.stderr
    else:
        assert not set(forms) & set(companions)
