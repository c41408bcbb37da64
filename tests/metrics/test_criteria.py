"""What a criterion may name, on which side of its band a value is, and issues for unknown names."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from libcollab_metrics.metrics import CATALOG, check_criteria, judge_criteria
from libcollab_metrics.metrics.criteria import parse_metric_name
from libcollab_metrics.model import Workspace
from tests.metrics.families.test_success import criterion, judged
from tests.support.builders.datasets import AS_OF, dataset, value
from tests.support.sheets import imported, xlsx

CASH = {"kind": "cash", "status": "spent", "from_party": "project", "to_party": "shop"}
SCORES = [
    {"who": w, "measure": m, "before": 1, "after": a}
    for w in "ab"
    for m, a in (("reading score", 9), ("speed", 4))
]
ANSWERS = [
    {"who": w, "measure": m, "occasion": o, "rating": r}
    for w in "ab"
    for m, o, r in (("knowledge", "May 2026", 5), ("knowledge", "March", 1), ("confidence", "May 2026", 4))
]


@pytest.mark.parametrize(
    ("typed", "id", "part"),
    [
        ("mean_gain: reading score", "mean_gain", "reading score"),
        ("Average GAIN :speed", "mean_gain", "speed"),
        ("attendance_total", "attendance_total", ""),
        ("Agreement: knowledge, May 2026", "outcome_agreement", "knowledge, May 2026"),
        ("mean_gain: a: b", "mean_gain", "a: b"),
        ("no such: thing", "no such: thing", ""),
        ("Program attendance:", "attendance_total", ""),
    ],
)
def test_criterion_names_a_metric_and_an_optional_part(typed: str, id: str, part: str) -> None:
    assert parse_metric_name(typed, CATALOG) == (id, part)


def test_every_metric_is_found_by_id_and_label() -> None:
    for metric in CATALOG:
        assert (
            parse_metric_name(metric.id, CATALOG)
            == parse_metric_name(metric.label, CATALOG)
            == (metric.id, "")
        )


def test_metric_with_parts_needs_the_part_named() -> None:
    assert judged(outcomes=SCORES, criteria=[criterion("mean_gain", 2)]).verdict == "undecided"
    assert judged(outcomes=SCORES[::2], criteria=[criterion("mean_gain", 2)]).verdict == "met"
    for part, verdict, gain in (("Reading  Score", "met", 8), ("speed", "not met", 3)):
        result = judged(outcomes=SCORES, criteria=[criterion(f"mean_gain: {part}", 5)])
        assert (result.verdict, result.value.value, result.name) == (verdict, gain, f"Average gain: {part}")


@pytest.mark.parametrize(
    ("part", "share"),
    [
        ("knowledge, May 2026", 1),
        ("knowledge, march", 0),
        ("confidence", 1),
        ("March", 0),
        ("knowledge", None),
    ],
)
def test_part_of_two_items_is_named_unambiguously(part: str, share: float | None) -> None:
    result = judged(outcomes=ANSWERS, criteria=[criterion(f"outcome_agreement: {part}", 0.5)])
    assert result.value.value == share


def test_cost_without_level_is_the_cash_cost() -> None:
    criterion_rows = [
        criterion(metric, None, 20) for metric in ("cost_per_attendance", "Cost per attendance: cash")
    ]
    data = dataset([{"attended": 10}], ledger=[CASH | {"value": 100}], criteria=criterion_rows)
    assert [(v.value.value, v.value.groups["level"], v.verdict) for v in judge_criteria(data, AS_OF)] == [
        (10, "cash", "met"),
        (10, "cash", "met"),
    ]


@pytest.mark.parametrize(
    ("attended", "where", "crowded", "remark"),
    [
        ((150,), "below", False, "where-below"),
        ((220,), "within", False, ""),
        ((250,), "ideal", False, "where-ideal"),
        ((310,), "above", True, "where-crowded"),
        ((150, None), "open", False, ""),
        ((310, None), "above", True, "where-crowded"),
    ],
)
def test_value_is_placed_relative_to_its_band(
    attended: tuple[float | None, ...], where: str, crowded: bool, remark: str
) -> None:
    criterion_rows = [criterion(low=200, ideal=250, high=300)]
    result = judged([{"attended": n} for n in attended], criteria=criterion_rows)
    assert (result.where, result.is_above_capacity, result.remark) == (where, crowded, remark)


@pytest.mark.parametrize(
    ("ceiling", "ideal", "where"), [(8, 5, "above"), (20, 5, "within"), (20, 12, "ideal")]
)
def test_cost_above_its_ceiling_is_not_crowding(ceiling: float, ideal: float, where: str) -> None:
    criterion_rows = [criterion("cost_per_attendance", None, ceiling, ideal=ideal)]
    result = judged([{"attended": 10}], ledger=[CASH | {"value": 100}], criteria=criterion_rows)
    assert (result.where, result.is_above_capacity) == (where, False)


@pytest.mark.parametrize(
    ("declared", "first", "late"),
    [
        ("2026-02-28", True, False),
        ("2026-03-01", False, False),
        ("2026-03-02", False, True),
        (None, False, False),
    ],
)
def test_declaration_date_is_compared_with_the_first_session(
    declared: str | None, first: bool, late: bool
) -> None:
    result = judged([{"on": "2026-03-01", "attended": 1}], criteria=[criterion(declared=declared)])
    assert (result.is_declared_first, result.is_declared_late, result.first_session) == (
        first,
        late,
        date(2026, 3, 1),
    )


def test_declared_first_share_excludes_undated_and_unstarted() -> None:
    """
    program  first session  declared
    A        1 March        28 February ✓, 2 March ✗, no date –      1 of 2 with a date, 2 of 3 declared
    B        none held      1 June: nothing can be said of it yet
    """
    data = dataset(
        [
            {"p": "A", "on": "2026-03-01", "attended": 1},
            {"p": "B", "on": "2026-03-01", "status": "cancelled"},
        ],
        criteria=[
            criterion(p="A", declared="2026-02-28"),
            criterion(p="A", declared="2026-03-02"),
            criterion(p="A"),
            criterion(p="B", declared="2026-06-01"),
        ],
    )
    result = value(data, "declared_first_share")
    assert (result.value, result.numerator, result.n, result.coverage) == (1 / 2, 1, 2, 2 / 3)


def issue_message(metric: str, **tables: Any) -> str:
    """The message of the single issue a criterion raises; empty when it raises none."""
    issues = check_criteria(dataset(**tables, criteria=[criterion(metric, 1)])).issues
    assert [issue.code for issue in issues] == ["criterion-unknown"][: len(issues)]
    return issues[0].message if issues else ""


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        ("atendance_total", 'no metric "atendance_total". Did you mean "attendance_total"'),
        ("Program atendance: x", 'no metric "Program atendance". Did you mean "Program attendance"'),
        ("criteria_met_rate", '"Criteria met" is itself about criteria'),
        ("attendance_total: Main", '"Program attendance" has no parts, so "Main" names nothing'),
        (
            "mean_gain: reeding score",
            'no part of "Average gain" "reeding score". Did you mean "reading score"',
        ),
        ("outcome_agreement: knowlege, May 2026", 'Did you mean "knowledge, May 2026"'),
    ],
)
def test_unknown_criterion_is_an_issue_with_the_nearest_name(metric: str, said: str) -> None:
    message = issue_message(metric, outcomes=[*SCORES, *ANSWERS])
    assert said in message
    assert message.endswith("The criterion stays undecided.")


@pytest.mark.parametrize(
    "metric", ["mean_gain: speed", "outcome_agreement: knowledge", "books_at_stage: usable"]
)
def test_known_or_possible_part_raises_no_issue(metric: str) -> None:
    assert issue_message(metric, outcomes=[*SCORES, *ANSWERS]) == ""
    assert issue_message(metric) == ""


def test_dataset_without_issues_is_returned_unchanged() -> None:
    data = dataset(criteria=[criterion()])
    assert check_criteria(data) is data


def test_criterion_issue_has_its_sheet_cell() -> None:
    book = xlsx(
        **{
            "Success criteria": [
                ["Program", "Metric", "At least"],
                ["Story", "attendance_total", 5],
                ["Story", "atendance", 5],
            ]
        }
    )
    data = Workspace().append(imported(book, "plan.xlsx")).dataset()
    (issue,) = (i for i in check_criteria(data).issues if i.code == "criterion-unknown")
    assert (issue.sheet, issue.cell, issue.cells, issue.value) == (
        "Success criteria",
        "B3",
        ("B3",),
        "atendance",
    )
    typed = dataset(settings={}, criteria=[criterion("atendance")])
    (bare,) = check_criteria(typed).issues
    assert (bare.sheet, bare.cell, bare.cells) == ("", "", ())


def bands(*criteria: dict[str, Any], **tables: Any) -> list[tuple[str, str, str]]:
    """The issues that bounds raise: code, heading and value as typed."""
    issues = check_criteria(dataset(**tables, criteria=list(criteria))).issues
    return [(issue.code, issue.heading, issue.value) for issue in issues]


def test_impossible_bound_is_reported_and_stays_as_typed() -> None:
    """75 is 7,500% of a share; a target may be reached twice, not 75 times; a balance is from -1 to 1."""
    assert bands(criterion("session_delivery_rate", 75), criterion("attendance_rate", None, 80)) == [
        ("bound-out-of-reach", "At least", "75"),
        ("bound-out-of-reach", "At most", "80"),
    ]
    assert bands(criterion("target_attainment", 2), criterion("attendance_rate", 0, 1, ideal=0.5)) == []
    assert [
        value for *_, value in bands(criterion("target_attainment", 75), criterion("give_take_balance", -2))
    ] == [
        "75",
        "-2",
    ]
    data = check_criteria(dataset([{"status": "held"}], criteria=[criterion("session_delivery_rate", 75)]))
    assert "7,500%" in data.issues[0].message
    assert judge_criteria(data, AS_OF)[0].low == 75


def test_bounds_out_of_order_are_reported() -> None:
    assert bands(criterion(low=30, high=10)) == [("band-out-of-order", "At most", "10")]
    assert bands(criterion(low=30, ideal=20, high=40)) == [("band-out-of-order", "Ideal", "20")]
    assert bands(criterion(low=30, ideal=30, high=30)) == []
    aim = {"name": "Story hour", "target_low": 200, "target_high": 100}
    assert bands(programs=[aim]) == [("band-out-of-order", "Target, at most", "100")]


def test_bound_issue_has_its_own_cell() -> None:
    book = xlsx(
        **{
            "Success criteria": [
                ["Program", "Metric", "At least", "At most"],
                ["Story", "attendance_rate", 0.5, 75],
            ]
        }
    )
    data = Workspace().append(imported(book, "plan.xlsx")).dataset()
    (issue,) = (i for i in check_criteria(data).issues if i.code == "bound-out-of-reach")
    assert (issue.sheet, issue.cell, issue.heading, issue.value) == (
        "Success criteria",
        "D2",
        "At most",
        "75",
    )
