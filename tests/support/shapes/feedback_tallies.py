"""Feedback forms counted by statement and answer."""

from __future__ import annotations

from collections.abc import Sequence

from tests.support.shapes.definition import NO_VISITS, Shape, figure, mean, other_figures, wrong_figures
from tests.support.shapes.files import book_of


def mean_points(counts: Sequence[int]) -> float:
    """Return the mean of answers counted by points, from 5 to 1."""
    return sum(points * count for points, count in zip((5, 4, 3, 2, 1), counts, strict=True)) / sum(counts)


def build_rating_tally() -> Shape:
    """India: opinions of readers."""
    items = [
        ("Books available in my language", [9, 14, 6, 3, 1]),
        ("Timings are convenient", [5, 11, 9, 6, 2]),
        ("Staff are helpful", [21, 10, 2, 0, 0]),
        ("Seating and fan/light", [4, 8, 12, 6, 3]),
        ("Children's corner", [15, 11, 5, 1, 1]),
        ("Computer/internet", [3, 6, 9, 10, 5]),
        ("Overall", [10, 16, 5, 2, 0]),
    ]
    rows = [
        ["READERS' OPINION SURVEY - consolidated (33 forms)"],
        [],
        ["Sl.", "Item", "Excellent (5)", "Good (4)", "Fair (3)", "Poor (2)", "V. poor (1)", "Forms", "Mean"],
        *[[i, n, *c, sum(c), round(mean_points(c), 2)] for i, (n, c) in enumerate(items, 1)],
        [],
        ["Forms distributed 50, returned 33"],
    ]
    return Shape(
        id="rating-tally",
        what="Indian survey counted by statement and step of the rating, number of forms and mean.",
        file="opinion survey.xlsx",
        content=book_of(("Consolidated", rows, ["A1:I1"])),
        row_is="other",
        any_measure_name=True,
        expect=(figure("attendance_total", None), figure("cost_cash", None)),
        or_none=tuple(figure("mean_rating", mean_points(c), measure=n) for n, c in items),
        never=(
            *wrong_figures("attendance_total", 33 * 7, 50, 83),
            *wrong_figures("mean_rating", 33, mean(c[0] for _, c in items), mean(c[1] for _, c in items)),
            ("participants_unique", 7),
        ),
    )


def build_likert_tally() -> Shape:
    """Philippines: evaluation of a training."""
    items = [
        ("Naging malinaw ang mga layunin ng pagsasanay", 14, 9, 2, 1, 0),
        ("May bago akong natutuhan sa pagkukuwento", 17, 6, 3, 0, 0),
        ("Magagamit ko ito sa aking day care center", 19, 5, 1, 0, 1),
        ("Sapat ang oras para sa workshop", 5, 8, 7, 4, 2),
    ]
    rows = [
        ["BUOD NG EBALWASYON - Storytelling Skills for Day Care Workers"],
        ["26 na form ang naibalik"],
        [],
        [
            "Pahayag",
            "Lubos na sumasang-ayon (5)",
            "Sumasang-ayon (4)",
            "Walang kinikilingan (3)",
            "Di sumasang-ayon (2)",
            "Lubos na di sumasang-ayon (1)",
            "Bilang ng sumagot",
            "Mean",
        ],
        *[[*x, sum(x[1:]), round(mean_points(x[1:]), 2)] for x in items],
        [
            "KABUUAN",
            *[sum(x[i] for x in items) for i in range(1, 6)],
            sum(sum(x[1:]) for x in items),
            round(sum(mean_points(x[1:]) for x in items) / 4, 2),
        ],
        [],
        ["Mga puna:"],
        ["- sana dalawang araw sa susunod (x4)"],
        ["- masarap ang tanghalian"],
    ]
    return Shape(
        id="likert-tally",
        what="Filipino tally of a scale of five steps: statements down, answers across, number and mean, a total row.",
        file="ebalwasyon tally.xlsx",
        content=book_of(("Tally", rows, ["A1:H1"])),
        row_is="answer",
        any_measure_name=True,
        expect=(
            *[figure("mean_rating", mean_points(x[1:]), measure=x[0]) for x in items],
            figure("outcome_agreement", 23 / 26, measure=items[0][0]),
            figure("outcome_agreement", 13 / 26, measure=items[3][0]),
        ),
        never=(
            *wrong_figures("mean_rating", *[sum(x[i] for x in items) / 4 for i in (1, 2)], 26),
            *wrong_figures("attendance_total", 26, 52, 104, 208),
        ),
    )


def build_feedback_tally() -> Shape:
    """UK: feedback slips of a museum's sessions."""
    items = [
        ("The activities were easy to follow", [14, 9, 3, 1, 0]),
        ("The children learned something new", [19, 6, 2, 0, 0]),
        ("The room was comfortable", [5, 8, 7, 4, 2]),
        ("We would come back", [20, 4, 1, 0, 2]),
    ]
    rows = [
        ["Feedback slips - family handling sessions, Easter holidays 2025"],
        ["27 slips handed in. Where the line does not add up to 27 the box was left blank."],
        [],
        ["Statement", "Strongly agree", "Agree", "Not sure", "Disagree", "Strongly disagree", "No answer"],
        [None, 5, 4, 3, 2, 1, None],
        *[[s, *c, 27 - sum(c) or None] for s, c in items],
    ]
    means = [mean_points(c) for _, c in items]
    return Shape(
        id="feedback-tally",
        what="Feedback slips counted: statements down, agreement across, a row with the points, blanks in a column of their own.",
        file="feedback easter.xlsx",
        content=book_of(("Tally", rows, [])),
        row_is="answer",
        expect=tuple(figure("mean_rating", m, measure=f"m{i}") for i, m in enumerate(means)),
        never=(
            *wrong_figures(
                "mean_rating",
                *[mean_points(c) * sum(c) / 27 for _, c in items if sum(c) != 27],
                *[mean_points(c[::-1]) for _, c in items],
            ),
            *wrong_figures("attendance_total", sum(sum(c) for _, c in items), 27 * 4),
        ),
        any_measure_name=True,
    )


def build_tally_feedback() -> Shape:
    """Philippines: evaluation of a workshop for teachers."""
    items = [
        ("1. Objectives were clear", (12, 6, 2, 0, 0)),
        ("2. The speaker knew the topic", (15, 4, 1, 0, 0)),
        ("3. Materials can be used in my class", (9, 7, 3, 1, 0)),
        ("4. Venue and food", (5, 6, 6, 2, 1)),
        ("5. I will use the library more", (11, 8, 1, 0, 0)),
    ]
    means = [mean_points(counts) for _, counts in items]
    assert all(sum(counts) == 20 for _, counts in items)
    shares = [(c[0] + c[1]) / 20 for _, c in items]
    rows = [
        ["SUMMARY OF EVALUATION"],
        ["Teachers' workshop: Teaching with Picture Books, October 4, 2025"],
        ["Number of forms: 20"],
        [],
        [
            "Item",
            "5 Strongly agree",
            "4 Agree",
            "3 Neutral",
            "2 Disagree",
            "1 Strongly disagree",
            "Total",
            "Mean",
        ],
        *[
            [name, *[c or None for c in counts], 20, m]
            for (name, counts), m in zip(items, means, strict=True)
        ],
        ["Overall", *[sum(c[i] for _, c in items) or None for i in range(5)], 100, round(sum(means) / 5, 2)],
    ]
    return Shape(
        id="tally-feedback",
        what="Tally of evaluation forms: statements by points from 5 to 1, total and mean, an overall row.",
        file="evaluation summary.xlsx",
        content=book_of(("Summary", rows, ["A1:H1", "A2:H2"])),
        row_is="answer",
        expect=(
            *[figure("mean_rating", m, measure=name) for (name, _), m in zip(items, means, strict=True)],
            *[
                figure("outcome_agreement", s, measure=name)
                for (name, _), s in zip(items, shares, strict=True)
            ],
        ),
        never=(
            *other_figures("mean_rating", [*means, sum(means) / 5], 20, 4, 12, 15, 6.5),
            *other_figures("attendance_total", (), 20, 100, 120),
            *other_figures("participants_unique", (), 100),
        ),
        any_measure_name=True,
    )


def build_scots_survey_tally() -> Shape:
    """UK: feedback slips of a community hub in Scotland."""
    questions = [
        ("I felt welcome", (21, 9, 2, 1, 0), 0),
        ("I found something new to read", (14, 11, 5, 2, 1), 0),
        ("I know more folk round here now", (10, 8, 9, 3, 1), 2),
        ("I'd bring a friend", (17, 12, 1, 0, 0), 3),
    ]
    right = [mean_points(c) for _, c, _ in questions]
    blanks = [mean_points(c) * sum(c) / (sum(c) + b) for _, c, b in questions]
    flipped = [6 - r for r in right]
    rows = [
        ["Strathlaggan Hub & Library - end of winter slips (33 handed back)"],
        ["How many ticked each box. 5 = agree strongly ... 1 = disagree strongly"],
        [],
        ["Statement", 5, 4, 3, 2, 1, "left blank", "Average"],
        *[[q, *c, b, round(mean_points(c), 2)] for q, c, b in questions],
    ]
    columns = [sum(c[i] for _, c, _ in questions) for i in range(5)]
    rows.append(["All ticks", *columns, sum(b for _, _, b in questions), round(mean_points(columns), 2)])
    return Shape(
        id="scots-survey-tally",
        what="Scottish tally of feedback slips: statements down, points from 5 to 1 across, blanks counted, averages and a row of all answers.",
        file="slips winter.xlsx",
        content=book_of(("slips", rows, ["A1:H1", "A2:H2"])),
        row_is="answer",
        expect=(
            *(figure("mean_rating", r, measure=q[0]) for r, q in zip(right, questions, strict=True)),
            *NO_VISITS,
        ),
        never=(
            *other_figures(
                "mean_rating", right, *blanks, *flipped, mean_points(columns), round(mean_points(columns), 2)
            ),
            *other_figures("attendance_total", (), 33, sum(columns), 132),
        ),
        any_measure_name=True,
        must_be_read=False,
    )


FEEDBACK_TALLIES: tuple[Shape, ...] = (
    build_rating_tally(),
    build_likert_tally(),
    build_feedback_tally(),
    build_tally_feedback(),
    build_scots_survey_tally(),
)
