"""Test the release ledger file of the command line.

With it, each released document is safe together with those released before.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from libcollab_metrics.cli.commands import main
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model import Scope
from tests.support.builders.small_march import LOG, QUARTER, TWO_MONTHS, total_of
from tests.support.sheets import xlsx


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "log.xlsx").write_bytes(xlsx(Log=LOG))
    return tmp_path


def report(folder: Path, out: str, *more: str) -> Result:
    arguments = [
        "report",
        str(folder / "log.xlsx"),
        "--for",
        "planning",
        "--out",
        str(folder / out),
        "--as-of",
        "2026-06-30",
    ]
    return CliRunner().invoke(
        main, [*arguments, "--generated-at", "2026-06-30", *more], standalone_mode=False
    )


def visits(folder: Path, out: str) -> str:
    """Return the total that the file prints; empty if it is hidden."""
    return total_of((folder / out).read_text(encoding="utf-8-sig"))


def days(scope: Scope) -> list[str]:
    """Return the options that ask for the days of a scope."""
    return ["--from", f"{scope.start}", "--to", f"{scope.end}"]


def test_ledger_suppresses_totals_that_reveal_a_small_difference(folder: Path) -> None:
    ledger = ["--ledger", str(folder / "left.json")]
    assert report(folder, "quarter.csv", *days(QUARTER), *ledger).exit_code == 0
    assert report(folder, "months.csv", *days(TWO_MONTHS), *ledger).exit_code == 0
    assert report(folder, "alone.csv", *days(TWO_MONTHS)).exit_code == 0
    assert (visits(folder, "quarter.csv"), visits(folder, "months.csv"), visits(folder, "alone.csv")) == (
        "58",
        "",
        "55",
    )
    assert len(json.loads((folder / "left.json").read_text(encoding="utf-8"))) == 2


def test_repeated_report_is_the_same_file(folder: Path) -> None:
    ledger = ["--ledger", str(folder / "left.json")]
    report(folder, "first.csv", *ledger)
    report(folder, "again.csv", *ledger)
    assert (folder / "first.csv").read_bytes() == (folder / "again.csv").read_bytes()


def test_unusable_ledger_prevents_the_document(folder: Path) -> None:
    (folder / "left.json").write_text("no list", encoding="utf-8")
    assert isinstance(
        report(folder, "out.csv", "--ledger", str(folder / "left.json")).exception, LibCollabError
    )
    nowhere = str(folder / "no such folder" / "left.json")
    assert isinstance(report(folder, "out.csv", "--ledger", nowhere).exception, LibCollabError)
    assert not (folder / "out.csv").exists()


def released(folder: Path, *more: str) -> dict[str, float | None]:
    """Return visits by group, as `metrics --release` prints them."""
    arguments = [
        "metrics",
        str(folder / "log.xlsx"),
        "--metric",
        "attendance_total",
        "--as-of",
        "2026-06-30",
        "--json",
    ]
    result = CliRunner().invoke(main, [*arguments, *more], standalone_mode=False)
    assert result.exception is None
    return {" ".join(value["group"].values()): value["value"] for value in json.loads(result.stdout)}


def test_released_metrics_are_recorded_and_protect_later_ones(folder: Path) -> None:
    """April and June are released; the total of the quarter would then reveal May, which has 3 visits."""
    counts = (24, 26, 15, 30, 3, 22, 25, 28, 11, 19, 21, 23)
    rows = [[f"2026-{month:02d}-05", "Story hour", "Hall", count] for month, count in enumerate(counts, 1)]
    (folder / "log.xlsx").write_bytes(xlsx(Log=[LOG[0], *rows]))
    year = ["--as-of", "2026-12-31", "--release"]
    ledger = [*year, "--ledger", str(folder / "left.json")]
    months = released(folder, "--by", "month", *ledger)
    assert (months["2026-04"], months["2026-05"], months["2026-06"]) == (30, None, 22)
    assert released(folder, "--by", "month", *ledger) == months
    assert released(folder, "--by", "quarter", *year)["2026-Q2"] == 55
    assert released(folder, "--by", "quarter", *ledger)["2026-Q2"] is None
    assert len(json.loads((folder / "left.json").read_text(encoding="utf-8"))) == 3


def test_document_is_protected_against_released_metrics(folder: Path) -> None:
    ledger = ["--ledger", str(folder / "left.json")]
    assert released(folder, "--to", "2026-03-31", "--release", *ledger) == {"": 58}
    report(folder, "months.csv", "--to", "2026-02-28", *ledger)
    assert visits(folder, "months.csv") == ""


def test_ledger_option_requires_release(folder: Path) -> None:
    arguments = ["metrics", str(folder / "log.xlsx"), "--ledger", str(folder / "left.json")]
    assert isinstance(CliRunner().invoke(main, arguments, standalone_mode=False).exception, LibCollabError)
    assert not (folder / "left.json").exists()
