"""The papers say what is true: the README's commands, its printed figures, and its list of layouts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from libcollab_metrics.ingest import LAYOUTS
from libcollab_metrics.localization import LANGUAGES
from libcollab_metrics.metrics import CATALOG, CORE
from libcollab_metrics.model.settings import parse_setting
from libcollab_metrics.reports import AUDIENCES, FORMATS
from tests.support.paths import ROOT
from tests.support.sheets import xlsx

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_prints_what_the_command_prints(tmp_path: Path) -> None:
    table = re.findall(r"^\| (2026-[^|]+)\|([^|]+)\|([^|]+)\|([^|]*)\|$", README, re.MULTILINE)
    rows = [[cell.strip() or None for cell in row] for row in table]
    assert len(rows) == 4
    sheet = tmp_path / "march.xlsx"
    sheet.write_bytes(xlsx(Log=[["Date", "Title", "Location", "Attendance"], *rows]))
    command, *printed = re.findall(r"\$ python -m libcollab_metrics (.+)\n(.+)\n(.+)\n", README)[0]
    words = [str(sheet) if word == "march.xlsx" else word for word in command.split()]
    done = subprocess.run(
        [sys.executable, "-m", "libcollab_metrics", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == printed


def test_the_readme_counts_metrics_and_names_every_layout() -> None:
    assert f"The {len(CORE)} core metrics" in README
    assert f"and {len(CATALOG) - len(CORE)}\nmore beside them" in README
    said = README.lower()
    words = {
        "session_log": "session log",
        "aggregated_log": "aggregated log",
        "attendee_log": "attendee log",
        "roster": "wide roster",
        "sign_in": "sign-in sheet",
        "template": "blank template",
        "sf2": "school form",
        "tally_grid": "tally grid",
        "prose": "memo in prose",
        "month_grid": "month grid",
        "libcal": "event export",
        "registration_export": "registration export",
        "form_responses": "form responses",
        "meeting_log": "meeting log",
        "ledger": "**ledger**",
        "deliveries": "delivery log",
        "scores": "score sheet",
        "partner_facts": "sheet for a partner",
        "partner_ratings": "sheet for a partner",
    }
    assert set(words) == set(LAYOUTS)
    assert [layout for layout, phrase in words.items() if phrase not in said] == []


def test_the_readme_names_every_audience_format_and_language_of_a_document() -> None:
    usage = README[README.index("_metrics report ") : README.index("_metrics template OUT")]
    offered = {
        found
        for option in re.findall(r"(?:--for |OUT|--lang )([a-zA-Z.|]+)", usage)
        for found in option.split("|")
    }
    assert {word.rpartition(".")[2] for word in offered} == {*AUDIENCES, *FORMATS, *LANGUAGES}
    assert [fmt for fmt in FORMATS if fmt.upper() not in README] == []


def test_the_settings_the_readme_shows_can_be_used() -> None:
    (shown,) = re.findall(r"```json\n(.+?)```", README, re.DOTALL)
    read = {name: parse_setting(name, value) for name, value in json.loads(shown).items()}
    assert read["documents"]["sponsor"]["tiers"][0]["amount"] == 5000


def test_contributing_names_only_modules_that_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_/]+\.(?:py|toml))`", text)
    folders = (ROOT, ROOT / "libcollab_metrics", ROOT / "libcollab_metrics" / "reports")
    assert len(named) > 10
    assert [name for name in named if not any((folder / name).exists() for folder in folders)] == []


def test_a_paper_links_only_to_files_that_are_there() -> None:
    for paper in ROOT.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", paper.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{paper.name} → {target}"
