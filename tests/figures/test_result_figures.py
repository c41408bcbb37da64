"""What the attendance and the outcomes page say and draw: findings are guarded, titles short."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date

import pytest

from libcollab_metrics.figures import (
    OVERVIEW_METRICS,
    RATING_METRICS,
    REACH_METRICS,
    PeriodLines,
    Rating,
    ReachRow,
    ScoreChange,
    TargetRow,
    attendance_headline,
    fit_title,
    group_changes,
    lines_figure,
    outcomes_headline,
    period_lines,
    program_slots,
    ratings,
    ratings_title,
    reach_rows,
    reach_title,
    scores_title,
    session_strip,
    strip_figure,
    targets_title,
)
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import ListedSession, compare, evaluate, list_sessions
from libcollab_metrics.model import Dataset, Scope, Workspace
from tests.figures.test_screen_figures import DAY, YEAR, compared, log
from tests.support.plotly_figures import validated
from tests.support.sheets import dataset, imported, xlsx

ENGLISH = language("en")
AVERAGE = ("attendance_per_session",)
ROW = TargetRow("Reach", "Story hour", "40%", "at least 50%", "not met", False)
AGREED = [Rating("A", "78%", 0.78, 49, 1.0), Rating("B", "72%", 0.72, 50, 1.0)]
READING = ScoreChange("Reading score", 9.5, 11.6, 15.0, 12, 2, 0, 14, True)


def lines(dataset: Dataset, program: str = "Story hour") -> PeriodLines:
    comparison = compared(dataset)
    assert comparison.scope is not None
    now, before = (
        (
            evaluate(dataset, metrics=AVERAGE, scope=scope, by="month", as_of=DAY),
            list_sessions(dataset, scope=scope, as_of=DAY),
        )
        for scope in (YEAR, comparison.scope)
    )
    change = next((c for c in comparison.changes if c.now.metric == AVERAGE[0]), None)
    return period_lines(now, before, change, ENGLISH, program=program, against="last-year")


def test_every_month_is_named_where_each_one_rose() -> None:
    chart = lines(log(20, 30))
    assert chart.title == "Story hour: more people in every month"
    assert chart.months == ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
    assert chart.now.name == "2026"
    assert chart.before is not None
    assert (chart.before.name, chart.before.values) == ("2025", (20.0,) * 6)
    assert len(chart.now.dots) == 12


@pytest.mark.parametrize(
    ("before", "now", "title"),
    [
        (30, 20, "Fewer people per session than a year ago"),
        (20, 20, "About as many people per session as a year ago"),
    ],
)
def test_lines_state_the_direction_of_the_average(before: int, now: int, title: str) -> None:
    assert lines(log(before, now)).title == title


def test_one_lower_month_is_not_every_month() -> None:
    low = [[f"2026-02-{day:02d}", "Story hour", 1] for day in (4, 11, 18, 25)]
    assert lines(log(20, 30, *low)).title == "More people per session than a year ago"


def test_lines_without_a_comparison_state_no_direction() -> None:
    now = evaluate(log(20, 30), metrics=AVERAGE, scope=YEAR, by="month", as_of=DAY)
    chart = period_lines((now, ()), None, None, ENGLISH)
    assert (chart.title, chart.before) == ("People per session by month", None)
    assert not period_lines((replace(now, values=()), ()), None, None, ENGLISH).months


def test_lines_of_too_many_sessions_have_no_dots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[PeriodLines.__module__], "MAX_DOTS", 11)
    chart = lines(log(20, 30))
    assert chart.now.dots == ()
    assert chart.now.values == (30.0,) * 6


def test_lines_are_solid_now_and_dotted_before() -> None:
    figure = validated(lines_figure(lines(log(20, 30)), ENGLISH, program_slots(["Story hour"])))
    solid, dotted = figure.data[3], figure.data[2]
    assert (solid.line.dash, solid.line.width, solid.line.color) == ("solid", 2.8, "#000001")
    assert dotted.line.dash != "solid"
    assert {trace.marker.size for trace in figure.data[:2]} == {7}
    assert [note.text for note in figure.layout.annotations] == ["20.0", "30.0"]


def test_charts_of_sessions_are_sent_as_plotly_would_send_them() -> None:
    from plotly.io import to_json

    programs = program_slots(["Story hour"])
    strip = session_strip(listed("counted", "uncounted", "cancelled"), ["Story hour"], ENGLISH)
    for figure in (
        lines_figure(lines(log(20, 30)), ENGLISH, programs),
        strip_figure(strip, ENGLISH, programs),
    ):
        sent = json.loads(to_json(figure.to_dict(), validate=False))
        assert sent == json.loads(validated(figure).to_json())


def sites(counted: int) -> Dataset:
    """Two sites over two years; the number of counted sessions of each in a period."""
    rows: list[list[object]] = [["Date", "Title", "Location", "Attendance"]]
    for year, people in ((2025, 10), (2026, 20)):
        for site, day in (("Main", 3), ("Hall", 10)):
            rows += [[f"{year}-{m:02d}-{day:02d}", "Story hour", site, people] for m in range(1, counted + 1)]
    return Workspace().append(imported(xlsx(Log=rows))).dataset()


def test_groups_are_compared_only_with_enough_sessions() -> None:
    few = Scope((), date(2026, 1, 1), date(2026, 6, 30))
    titles = []
    for counted in (2, 4):
        dataset = sites(counted)
        comparison = compare(dataset, metrics=AVERAGE, scope=few, by="site", as_of=DAY, against="last-year")
        titles.append(group_changes(comparison.evaluation, comparison, "site", ENGLISH).title)
    assert titles == ["People per session by site", "More people per session in all 2 sites compared"]


def test_groups_without_a_comparison_show_the_present_only() -> None:
    evaluation = evaluate(sites(4), metrics=AVERAGE, scope=YEAR, by="site", as_of=DAY)
    found = group_changes(evaluation, None, "site", ENGLISH)
    assert {(group.name, group.now, group.before) for group in found.groups} == {
        ("Main", 20.0, None),
        ("Hall", 20.0, None),
    }


def listed(*states: str, program: str = "Story hour") -> list[ListedSession]:
    return [
        ListedSession(program, date(2026, 3, n), state, 9 if state == "counted" else None)  # type: ignore[arg-type]
        for n, state in enumerate(states, 1)
    ]


@pytest.mark.parametrize(
    ("states", "title"),
    [
        (("counted", "counted"), "Every session held was counted"),
        (("counted", "uncounted"), "1 session was held but not counted"),
        (("uncounted", "uncounted"), "2 sessions held but not counted, all Story hour"),
        (("cancelled",), "Sessions by day"),
    ],
)
def test_strip_says_how_many_sessions_lack_a_count(states: tuple[str, ...], title: str) -> None:
    strip = session_strip(listed(*states), ["Story hour"], ENGLISH)
    assert strip.title == title
    assert strip.states == set(states)


def test_strip_folds_programs_without_a_color_of_their_own() -> None:
    names = [f"Program {number}" for number in range(1, 7)]
    sessions = [session for name in names for session in listed("counted", "cancelled", program=name)]
    strip = session_strip(sessions, names, ENGLISH)
    assert [row.program for row in strip.rows] == [*names[:4], ""]
    figure = validated(strip_figure(strip, ENGLISH, program_slots(names)))
    assert sum(len(trace.x) for trace in figure.data) == len(sessions)
    assert [note.text for note in figure.layout.annotations][-1] == "Other programs"


def test_reach_is_people_of_population_or_unknown() -> None:
    people = [["Date", "Activity", "Name", "Status"], ["2026-03-07", "Craft", "Ana Cruz", "Present"]]
    counts = [["Date", "Title", "Attendance"], ["2026-03-07", "Story hour", 12]]
    dataset = Workspace().append(imported(xlsx(People=people))).append(imported(xlsx(Log=counts))).dataset()
    evaluation = evaluate(dataset, metrics=REACH_METRICS, by="program", as_of=DAY)
    rows = reach_rows(evaluation, {"Craft": 4, "Story hour": 310, "Chess": None}, (), ENGLISH)
    assert [(row.program, row.text, row.has_names) for row in rows] == [
        ("Craft", "1 of 4", True),
        ("Story hour", "? of 310", False),
    ]
    assert reach_title(rows, ENGLISH) == "Craft reached 25% of its people"


def test_reach_with_gaps_in_its_lists_is_no_finding() -> None:
    row = ReachRow("Craft", "1+ of 4", 0.25, False, None, "", True)
    assert reach_title([row], ENGLISH) == reach_title([], ENGLISH) == "People reached by program"


def test_only_missed_target_is_named() -> None:
    met = replace(ROW, name="Visits", verdict="met")
    assert targets_title([met, ROW], ENGLISH) == "Only one target missed: Reach"
    assert targets_title([met, met], ENGLISH) == "All 2 targets met"
    assert targets_title([ROW, ROW, met], ENGLISH) == "1 of 3 targets met"


def test_scores_rose_only_where_every_interval_is_above_zero() -> None:
    unsure = replace(READING, is_sure=False)
    assert scores_title([READING], ENGLISH) == "Reading score: scores rose"
    assert scores_title([READING, READING], ENGLISH) == "Scores rose on all 2 tests"
    assert scores_title([READING, unsure], ENGLISH) == "Scores before and after"


def test_ratings_title_gives_the_lowest_agreement() -> None:
    high, low = Rating("A", "78%", 0.78, 49, 1.0), Rating("B", "72%", 0.72, 50, 1.0)
    assert ratings_title([high, low], ENGLISH) == "72% or more agree with each statement"
    assert ratings_title([high], ENGLISH) == "78% agree that it helped"


def test_options_are_listed_below_their_question() -> None:
    question, more = "Coming to this group has enabled me to...", "Read more"
    sheet = [
        ["Which group?", question, None, None, "Did you enjoy the day?", "Will you return?"],
        ["Open-Ended Response", "make friends", more, "learn a skill", "Response", "Response"],
        ["Leeds", "make friends", more, None, "Yes", "No"],
        ["York", "make friends", None, None, "Yes", "Yes"],
        ["Ely", "make friends", None, "learn a skill", "Yes", "Yes"],
    ]
    found = ratings(evaluate(dataset(xlsx(Feedback=sheet)), metrics=RATING_METRICS, as_of=DAY), ENGLISH)
    assert [(rating.question, rating.name, rating.figure) for rating in found] == [
        ("", "Did you enjoy the day?", "100%"),
        (question, "Make friends", "100%"),
        (question, "Read more", "33%"),
        (question, "Learn a skill", "33%"),
    ]
    assert ratings_title(found[1:], ENGLISH) == "Most chosen: Make friends (100%)"
    long_name = [replace(rating, name="word " * 10) for rating in found[1:]]
    assert ratings_title(long_name, ENGLISH) == "What people chose"
    assert ratings_title(found, ENGLISH) == "100% agree that it helped"
    assert ratings_title([found[0], found[0]], ENGLISH) == "Everyone agrees with each statement"


def test_a_question_with_one_option_stays_whole() -> None:
    answers = [
        ["Town", "It helped me: a lot", "Do you drive?", "Did you enjoy it?"],
        *[["Ely", "Yes", "No", "No"]] * 3,
    ]
    found = ratings(evaluate(dataset(xlsx(Feedback=answers)), metrics=RATING_METRICS, as_of=DAY), ENGLISH)
    assert [(rating.question, rating.name) for rating in found] == [
        ("", "It helped me: a lot"),
        ("", "Did you enjoy it?"),
    ]


def test_outcomes_headline_answers_with_what_is_known() -> None:
    met = replace(ROW, verdict="met")
    open_target = replace(ROW, verdict="undecided")
    said = outcomes_headline([met, ROW, open_target], [READING], AGREED, ENGLISH)
    assert said.sentence == "1 of 3 targets are met; 1 missed, 1 still open"
    assert said.note == "12 of 14 readers scored higher on Reading score than before."
    assert outcomes_headline([met], [], [], ENGLISH).sentence == "The one target set is met"
    assert outcomes_headline([], [], AGREED, ENGLISH).sentence == "72% or more agree with each statement"
    assert outcomes_headline([], [], [], ENGLISH).sentence == "No targets, scores or ratings yet"


def test_attendance_headline_states_a_change_only_if_compared() -> None:
    comparison = compared(log(20, 30))
    said = attendance_headline(comparison.evaluation, comparison, ENGLISH)
    assert said.sentence == "30 people come to each session, 10 more than a year ago"
    assert said.note == "12 of 18 sessions held were counted."
    whole = evaluate(log(20, 30), metrics=OVERVIEW_METRICS, as_of=DAY)
    assert attendance_headline(whole, None, ENGLISH).sentence == "600+ visits at 36 sessions"


def test_title_longer_than_ten_words_gives_way() -> None:
    assert fit_title("word " * 10, "short") == "word " * 10
    assert fit_title("word " * 11, "short") == "short"
