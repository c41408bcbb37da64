"""Test that the workbooks in data/ match their script and that the sample shows what it must."""

from __future__ import annotations

import runpy
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from libcollab_metrics.ingest import Reader, read_file
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.operations import Import
from libcollab_metrics.model.workspace import Workspace
from tests.support.paths import ROOT

DATA = ROOT / "data"
WORKBOOKS = ("sample_library.xlsx", "blank_template.xlsx", "sign_in_sheet.xlsx")
PROGRAMS = {"Storybook reading", "Workshop for slow readers", "Book drive for Malinaw"}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    runpy.run_path(str(DATA / "make_sample.py"))["write_all"](folder)
    return folder


@pytest.fixture(scope="module")
def sample() -> Workbook:
    return load_workbook(DATA / "sample_library.xlsx")


@pytest.fixture(scope="module")
def sample_import() -> Import:
    with Reader() as reader:
        return read_file(
            reader, "sample_library.xlsx", (DATA / "sample_library.xlsx").read_bytes(), b"k" * 32
        )


@pytest.fixture(scope="module")
def dataset(sample_import: Import) -> Dataset:
    return Workspace().append(sample_import).dataset()


def _cells(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    workbook = load_workbook(path)
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet] for sheet in workbook}


def _rows(sample: Workbook, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet whose header row is row 1."""
    headings, *rows = sample[sheet].iter_rows(values_only=True)
    return [dict(zip((str(heading).rstrip(" *") for heading in headings), row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", WORKBOOKS)
def test_committed_workbook_equals_generated_workbook(generated: Path, name: str) -> None:
    assert _cells(generated / name) == _cells(DATA / name)


def test_sample_has_enough_score_pairs_to_publish_a_gain(sample: Workbook) -> None:
    scores = [row for row in _rows(sample, "Outcomes") if row["Measure"] == "reading score"]
    known = Counter((row["Before"] is not None, row["After"] is not None) for row in scores)
    assert known[True, True] >= 12
    assert known[True, False] >= 1
    assert known[False, True] >= 1


@pytest.mark.parametrize("measure", ["knowledge", "confidence"])
def test_sample_has_enough_ratings_to_publish_an_agreement_share(sample: Workbook, measure: str) -> None:
    ratings = [row["Rating"] for row in _rows(sample, "Outcomes") if row["Measure"] == measure]
    known = [rating for rating in ratings if rating is not None]
    agree = sum(rating >= 4 for rating in known)
    assert agree >= 10
    assert len(known) - agree >= 10
    assert len(known) < len(ratings)


def test_story_log_has_the_irregularities_of_real_logs(sample: Workbook) -> None:
    """About 70 sessions with blanks, estimates, cancellations, mixed dates and a correct total row."""
    rows = list(sample["Story log"].iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == "Date") + 1
    sessions, total = rows[start:-1], rows[-1]
    held = [row for row in sessions if "CANCELLED" not in row[1]]
    counts = [row[3] for row in held]
    estimates = [int(count.removeprefix("about ")) for count in counts if isinstance(count, str)]
    exact = [count for count in counts if isinstance(count, int)]
    assert start > 1
    assert 65 <= len(sessions) <= 75
    assert len(sessions) - len(held) == 5
    assert 0.15 <= counts.count(None) / len(held) <= 0.25
    assert len(estimates) >= 3
    assert total[0] == "TOTAL"
    assert total[3] == sum(exact) + sum(estimates)
    assert {type(row[0]) for row in sessions} == {datetime, str}
    assert sum(row[2] != row[2].strip() for row in sessions) == 2


def test_story_attendance_grows_from_about_18_to_about_24(sample: Workbook) -> None:
    counts = [row[3] for row in sample["Story log"].iter_rows(values_only=True) if isinstance(row[3], int)][
        :-1
    ]
    assert 16.5 <= sum(counts[:12]) / 12 <= 19.5
    assert 22.5 <= sum(counts[-12:]) / 12 <= 25.5


def test_book_drive_has_fixed_numbers_and_one_unclear_payer(sample: Workbook) -> None:
    first = _rows(sample, "Deliveries")[0]
    assert [first[stage] for stage in ("Pledged", "Collected", "Usable", "Received")] == [500, 420, 300, 290]
    unclear = [row for row in _rows(sample, "Ledger") if row["Status"] == "unclear"]
    assert [(row["From"], row["Kind"]) for row in unclear] == [(None, "cash")]


def test_each_program_has_ledger_lines_and_criteria(sample: Workbook) -> None:
    assert {row["Program"] for row in _rows(sample, "Programs")} == PROGRAMS
    assert {row["Program"] for row in _rows(sample, "Ledger")} == PROGRAMS
    assert {row["Program"] for row in _rows(sample, "Success criteria")} == PROGRAMS
    assert len(_rows(sample, "Partners")) == 4


def test_sample_raises_only_the_question_about_an_age_band(sample_import: Import) -> None:
    layouts = {sheet.name: sheet.layout for sheet in sample_import.reading.sheets}
    question_ids = [question.id for sheet in sample_import.reading.sheets for question in sheet.questions]
    assert question_ids == ["sheets.Story log.age_class.4-7"]
    assert layouts.pop("Read me") == "skipped"
    assert layouts.pop("Story log") == "session_log"
    assert layouts.pop("Readers") == "attendee_log"
    assert layouts.pop("Roster May") == "roster"
    assert set(layouts.values()) == {"template"}


def test_sample_raises_the_intended_issues(dataset: Dataset) -> None:
    issue_counts: Counter[tuple[str, str]] = Counter()
    for issue in dataset.issues:
        issue_counts[issue.code, issue.sheet] += issue.count
    assert issue_counts["cancelled-by-title", "Story log"] == 5
    assert issue_counts["estimate-in-words", "Story log"] == 4
    assert issue_counts["totals-row-left-out", "Story log"] == 1
    assert issue_counts["spelling-joined", "Story log"] == 3 + 7  # three site names, seven titles
    assert issue_counts["session-matched", "Sessions"] == 24
    assert issue_counts["session-matched", "Story log"] == 5
    assert {code for code, _ in issue_counts} & {
        "date-unreadable",
        "totals-disagree",
        "layout-unknown",
        "column-not-used",
    } == set()


def test_learner_on_both_lists_is_one_person(dataset: Dataset) -> None:
    """18 learners and 22 listeners, 5 of them on both lists under "Last, First"."""
    assert dataset.tables["participation"]["person_key"].nunique() == 18 + 22 - 5


def test_most_participants_heard_a_language_they_know(dataset: Dataset) -> None:
    """Workshop sessions in Filipino alone do not match speakers of Cebuano or Hiligaynon."""
    people = dataset.tables["participation"].merge(
        dataset.tables["sessions"][["session_id", "language"]].astype("string"), on="session_id"
    )
    known = people[
        people["status"].isin(["present", "late"])
        & people["mother_tongue"].notna()
        & people["language"].notna()
    ]
    matches = [
        str(tongue) in str(spoken)
        for tongue, spoken in zip(known["mother_tongue"], known["language"], strict=True)
    ]
    assert 0.60 <= sum(matches) / len(matches) <= 0.70
