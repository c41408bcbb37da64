"""The number of criteria met depends on every figure judged, so it is hidden where one of them is hidden."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.metrics.definition import EVERYTHING
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.protection import PublicEvaluation, protect
from libcollab_metrics.reports import collect_report_data
from tests.support.builders.datasets import dataset

DAY = date(2026, 6, 30)
ABOUT = ("criteria_met_rate", "project_success_rate")
MADE = datetime(2026, 7, 1)
VISITS = [
    {"p": program, "on": "2026-03-01", "attended": n} for program, n in (("A", 4), ("B", 40), ("C", 60))
]


def on(program: str, metric: str = "attendance_total", **band: float) -> dict[str, Any]:
    return {"p": program, "metric_id": metric, **band}


def released(data: Dataset) -> tuple[PublicEvaluation, PublicEvaluation]:
    """The figures about criteria alone, as a whole and by program."""
    whole, grouped = protect(
        [evaluate(data, metrics=ABOUT, by=by, as_of=DAY) for by in ("", "program")], data.settings
    )
    return whole, grouped


def test_criteria_on_a_hidden_figure_and_their_sum_are_hidden() -> None:
    """Of "at least 4", "at most 4" and "at least 5", exactly two are met only with A's true 4 visits.

    B's criterion depends on 40 visits and is released; the whole would disclose A's.
    """
    data = dataset(
        sessions=VISITS, criteria=[on("A", low=4), on("A", high=4), on("A", low=5), on("B", low=30)]
    )
    whole, grouped = released(data)
    for metric in ABOUT:
        assert [(v.value, v.numerator, v.reason) for v in whole.values_for(metric)] == [
            (None, None, "small-cell")
        ]
        assert [(v.group[0][1], v.value, v.reason) for v in grouped.values_for(metric)][:2] == [
            ("A", None, "small-cell"),
            ("B", 1, None),
        ]
    assert all(v.judged == () for v in (*whole.values, *grouped.values))


def test_criteria_on_a_private_figure_are_private() -> None:
    """A's one session has no dropouts. That zero is for the screen only, and so is the criterion it meets."""
    data = dataset(sessions=VISITS, criteria=[on("A", "drop_off_count", high=0), on("B", low=30)])
    whole, grouped = released(data)
    assert {v.reason for v in whole.values} == {"private"}
    assert [v.reason for v in grouped.values_for("criteria_met_rate")][:2] == ["private", None]


def test_criterion_is_hidden_with_secondary_suppression() -> None:
    """Of 100 visits A's 3 and B's 37 are hidden; whether B had 30 would bound A's."""
    visits = [
        {"p": program, "on": "2026-03-01", "attended": n} for program, n in (("A", 3), ("B", 37), ("C", 60))
    ]
    data = dataset(sessions=visits, criteria=[on("B", low=30), on("C", low=30)])
    evaluations = [
        evaluate(data, metrics=("attendance_total", *ABOUT), by=by, as_of=DAY) for by in ("", "program")
    ]
    grouped = protect(evaluations, data.settings)[1]
    assert {v.groups["program"]: v.reason for v in grouped.values_for("criteria_met_rate")} == {
        "A": "no-criteria",
        "B": "small-cell",
        "C": None,
    }


def test_fingerprint_does_not_disclose_a_verdict_on_a_hidden_figure() -> None:
    """A's 4 visits meet "at least 3" and miss "at least 5"; a reader can compute both fingerprints."""
    judged = [
        collect_report_data(
            dataset(sessions=VISITS, criteria=[on("A", low=low), on("C", low=30)]), EVERYTHING, DAY, MADE
        )
        for low in (3.0, 5.0)
    ]
    assert [[v.verdict for v in report_data.verdicts] for report_data in judged] == [
        ["met", "met"],
        ["not met", "met"],
    ]
    assert judged[0].fingerprint == judged[1].fingerprint
    shown = collect_report_data(
        dataset(sessions=VISITS, criteria=[on("A", low=3.0), on("C", low=70)]), EVERYTHING, DAY, MADE
    )
    assert shown.fingerprint != judged[0].fingerprint
