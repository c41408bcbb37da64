"""Test that output and errors of the command line never name a person.

They name rows, columns and layouts instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from libcollab_metrics.cli.output import (
    describe_evaluation_json,
    describe_evaluation_text,
    describe_reading_json,
    describe_reading_text,
)
from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.metrics import check_criteria, evaluate
from libcollab_metrics.model import Workspace
from tests.support.attackers import canaries
from tests.support.examples import examples
from tests.support.paths import ROOT
from tests.support.sheets import csv_text, imported, xlsx

PEOPLE = canaries.names(30)
AS_OF = date(2026, 6, 30)
DAYS = ("2026-03-07", "2026-03-14", "2026-03-21", "2026-03-28")
#: Headings of each layout and the columns that name a person; the other columns hold arbitrary cells.
LAYOUTS: dict[str, tuple[list[str], set[int]]] = {
    "list": (["Date", "Activity", "Name", "Status", "Phone"], {2, 4}),
    "roster": (["No.", "Name", "Guardian", *DAYS], {1, 2}),
    "sign-up": (["Date", "Program", "First name", "Last name", "Email"], {2, 3, 4}),
    "scores": (["Name", "Sex", "Pre-test (20)", "Post-test (20)"], {0}),
    "outcomes": (["Program", "Name or code", "Measure", "Before", "After", "Highest possible score"], {1}),
    "form": (["Timestamp", "Your name", "Which session?", "I learned something new"], {1}),
    "perspectives": (["Partner", "Side", "Respondent", "Item", "Rating"], {2}),
    "meeting": (["Full Name", "User Action", "Timestamp"], {0}),
}
#: Cells that never are headings: a row of headings would become the header row, which output may quote.
JUNK = st.one_of(
    st.none(),
    st.integers(-5, 10**6),
    st.sampled_from([*DAYS, "P", "x", "/", "Story hour", "about 20", "18", "=1+1", "#REF!", "N/A"]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text("aé1/-=<>_ \t☃", max_size=12),
)


@st.composite
def sheets(draw: st.DrawFn) -> list[list[Any]]:
    """Draw a sheet whose person columns hold canary names and whose other cells hold anything."""
    headings, person_columns = LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))]
    rows = draw(st.integers(1, 8))
    return [headings] + [
        [
            draw(st.sampled_from(PEOPLE)) if column in person_columns else draw(JUNK)
            for column in range(len(headings))
        ]
        for _ in range(rows)
    ]


def output_for(data: bytes, name: str) -> str:
    """Return everything that `read` and `metrics` print for a file, or the error that rejects it."""
    try:
        imported_file = imported(data, name)
        dataset = check_criteria(Workspace().append(imported_file).dataset())
        values = evaluate(dataset, as_of=AS_OF).values
    except LibCollabError as error:
        return str(error)
    printed = (
        describe_reading_json([imported_file], dataset),
        describe_reading_text([imported_file], dataset),
        describe_evaluation_json(values),
    )
    return json.dumps(printed, ensure_ascii=False, default=str) + describe_evaluation_text(values, "PHP")


def property_of(count: int) -> Any:
    # no shrinking, because a sheet is short
    @examples(count, phases=[Phase.explicit, Phase.generate])
    @given(sheets(), st.sampled_from(["xlsx", "csv"]))
    def output_names_no_person(rows: list[list[Any]], ending: str) -> None:
        data = csv_text(rows) if ending == "csv" else xlsx(Sheet=rows)
        assert canaries.found(output_for(data, f"March.{ending}").encode("utf-8", "surrogatepass")) == []

    return output_names_no_person


test_output_never_names_a_person = pytest.mark.slow(property_of(25))
test_output_never_names_a_person_in_many_examples = pytest.mark.long(
    pytest.mark.timeout(1800)(property_of(500))
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [["read", "--json"], ["metrics"], ["report", "--for", "board", "--out", "o.html"]]
)
def test_command_prints_no_person_of_any_layout(command: list[str], tmp_path: Path) -> None:
    file = tmp_path / "lists.xlsx"
    file.write_bytes(xlsx(**{name.replace("-", "_"): _sheet_of(*layout) for name, layout in LAYOUTS.items()}))
    arguments = [sys.executable, "-m", "libcollab_metrics", command[0], str(file), *command[1:]]
    completed = subprocess.run(
        arguments,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert completed.returncode == 0
    assert canaries.found(completed.stdout + completed.stderr) == []
    assert canaries.on_disk(*tmp_path.glob("o.html")) == []


def _sheet_of(headings: list[str], person_columns: set[int]) -> list[list[object]]:
    rows = [
        [PEOPLE[number] if column in person_columns else "odd" for column in range(len(headings))]
        for number in range(8)
    ]
    return [headings, *rows]
