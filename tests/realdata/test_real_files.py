"""Real public files give the figures that were computed independently of this project."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from libcollab_metrics.ingest import collect_questions
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Workspace
from tests.support.sheets import dataset, imported

AS_OF = date(2026, 11, 25)


@pytest.mark.parametrize("name", ["Raw_2021Programs.csv", "Normalized_2021Programs.csv"])
def test_timberland_average_is_over_recorded_events_only(realdata: Path, name: str) -> None:
    """2,195 events, 28,527 visits, 969 of the events with a number: 29.4, coverage 44 %, not 13.0."""
    folder = realdata / "trl-programs-2021"
    expected = json.loads((folder / "expected.json").read_text())["raw"]
    answers = json.loads((Path(__file__).parent / "timberland-answers.json").read_text())
    loaded = dataset((folder / name).read_bytes(), name, **(answers if name.startswith("Normalized") else {}))
    evaluation = evaluate(loaded, as_of=AS_OF)
    assert evaluation.value_for("sessions_held").value == expected["events"]
    total = evaluation.value_for("attendance_total")
    assert (total.value, total.certainty) == (expected["attendance"], "at_least")
    assert evaluation.value_for("attendance_per_session").value == pytest.approx(
        expected["mean_per_event_recorded"], abs=1e-4
    )
    coverage = evaluation.value_for("attendance_coverage").value
    assert coverage == pytest.approx(expected["events_with_recorded_attendance"] / expected["events"])
    naive = pytest.approx(expected["mean_per_event_naive"], abs=0.05)
    assert not [v.metric for v in evaluation.values if v.value is not None and v.value == naive]


def test_timberland_by_library_agrees_with_the_five_largest(realdata: Path) -> None:
    folder = realdata / "trl-programs-2021"
    expected = json.loads((folder / "expected.json").read_text())
    loaded = dataset((folder / "Raw_2021Programs.csv").read_bytes(), "Raw_2021Programs.csv")
    evaluation = evaluate(loaded, metrics=["attendance_total"], by="site", as_of=AS_OF)
    totals = {v.groups["site"]: v.value for v in evaluation.values}
    assert len(totals) == expected["libraries_raw"]
    largest = dict(sorted(((s, t) for s, t in totals.items() if t), key=lambda pair: -pair[1])[:5])
    assert largest == expected["top5_libraries_attendance"]


def test_carpentrycon_reads_dates_written_in_words(realdata: Path) -> None:
    """70 sessions, 1,627 visits, 23.24 per session, on 12 dates written "4 August, 2022"."""
    folder = realdata / "carpentrycon-2022-sessions"
    expected = json.loads((folder / "expected.json").read_text())
    loaded = dataset((folder / "num_attendees_by_session.csv").read_bytes(), "num_attendees_by_session.csv")
    evaluation = evaluate(loaded, as_of=AS_OF)
    assert evaluation.value_for("sessions_held").value == expected["sessions"]
    total = evaluation.value_for("attendance_total")
    assert (total.value, total.certainty) == (expected["attendance"], "exact")
    assert evaluation.value_for("attendance_per_session").value == pytest.approx(
        expected["mean_per_session"], abs=1e-4
    )
    sessions = loaded.tables["sessions"]
    assert sessions["date"].notna().all()
    assert sessions["date"].nunique() == expected["days"]
    assert len(loaded.tables["programs"]) == expected["unique_session_names"]


@pytest.mark.parametrize("answers", [{"enrolment_of": "att"}, {"sheets": {"names": {"enrolment_of": "att"}}}])
def test_teams_log_counts_eleven_people_and_its_list_one_absent(
    realdata: Path, answers: dict[str, object]
) -> None:
    """21 lines of joining and leaving are 11 people at one meeting; of 12 enrolled 11 came."""
    folder = realdata / "teams-meeting-log"
    expected = json.loads((folder / "expected.json").read_text())
    log = imported((folder / "att.csv").read_bytes(), "att.csv", **answers)
    names = imported((folder / "names.csv").read_bytes(), "names.csv", **answers)
    alone = evaluate(Workspace().append(log).dataset(), as_of=AS_OF)
    assert (alone.value_for("sessions_held").value, alone.value_for("attendance_total").value) == (
        1,
        expected["unique_people"],
    )
    assert alone.value_for("show_up_rate").reason == "no-list"
    loaded = Workspace().append(log).append(names).dataset()
    evaluation = evaluate(loaded, as_of=AS_OF)
    show_up = evaluation.value_for("show_up_rate")
    assert (show_up.numerator, show_up.denominator) == (expected["enrolled_present"], expected["enrolled"])
    assert evaluation.value_for("participants_unique").value == expected["unique_people"]
    assert evaluation.value_for("attendance_rate").value == pytest.approx(
        expected["attendance_rate"], abs=1e-6
    )
    people = [line.strip() for line in (folder / "names.csv").read_text().splitlines()[1:]]
    imported_text = (
        repr([table.to_dict() for table in loaded.tables.values()])
        + repr(loaded.issues)
        + repr(loaded.readings)
    )
    assert not [name for name in people if name in imported_text]


def _only_file(folder: Path) -> Path:
    (path,) = (path for path in folder.iterdir() if path.name not in ("expected.json", "SOURCE.txt"))
    return path


@pytest.mark.parametrize(
    "name",
    [
        "ontario-libraries-2022",
        "newcastle-door-counts",
        "school-daily-summary",
    ],
)
def test_file_is_asked_about_and_gives_no_figure(realdata: Path, name: str) -> None:
    """A repeated heading, a door counter, and two tables side by side."""
    path = _only_file(realdata / name)
    file = imported(path.read_bytes(), path.name)
    assert "row_is" in {question.key for question in collect_questions(file.reading)}
    assert {sheet.layout for sheet in file.reading.sheets} == {"unknown"}
    found = evaluate(Workspace().append(file).dataset(), as_of=AS_OF)
    assert {value.value for value in found.values} == {None}


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("county-participation", {"row_is": "month-total", "head_count": "County Totals"}),
        ("england-events-2023-24", {"row_is": "session", "mapping": {"Count": "sessions.events"}}),
        ("instructor-training-events", {}),
    ],
)
def test_file_gives_its_figures_after_answers(realdata: Path, name: str, answers: dict[str, object]) -> None:
    """The two-year label "2021-2022" of the counties is no calendar year."""
    path = _only_file(realdata / name)
    expected = json.loads((realdata / name / "expected.json").read_text())
    loaded = dataset(path.read_bytes(), path.name, **answers)
    wanted = {key: expected[key] for key in ("sessions_held", "attendance_total") if key in expected}
    found = evaluate(loaded, as_of=AS_OF, metrics=list(wanted))
    assert {key: found.value_for(key).value for key in wanted} == wanted
    if name == "county-participation":
        assert loaded.tables["sessions"]["date"].isna().all()


@pytest.mark.parametrize(
    ("name", "question", "ticked", "answered"),
    [
        ("datamorphosis-feedback", "Did you enjoy the event?", 12, 12),
        ("group-session-feedback", "Do you find this group... Enjoyable", 8, 10),
        ("group-session-feedback", "Do you find this group... Inspiring", 6, 10),
        ("group-session-feedback", "Do you find this group... Interesting", 8, 10),
        ("group-session-feedback", "Do you find this group... Motivating", 4, 10),
        ("six-book-challenge-feedback", "Did you enjoy the Six Book Challenge?", 9, 9),
        (
            "six-book-challenge-feedback",
            "After taking part in the Six Book Challenge... Has your reading improved?",
            8,
            8,
        ),
    ],
)
def test_survey_of_yes_or_ticks_gives_its_agreement(
    realdata: Path, name: str, question: str, ticked: int, answered: int
) -> None:
    """Surveys without a timestamp; what people did before is no outcome and no score."""
    path = _only_file(realdata / name)
    loaded = dataset(path.read_bytes(), path.name)
    found = evaluate(loaded, metrics=["outcome_agreement"], as_of=AS_OF)
    shares = {v.groups["measure"]: (v.numerator, v.denominator) for v in found.values if v.group}
    assert shares[question] == (ticked, answered)
    assert not [measure for measure in shares if "before" in measure.casefold()]
    assert all(len(loaded.tables[table]) == 0 for table in ("sessions", "participation"))
