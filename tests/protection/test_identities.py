"""A hidden count cannot be computed from another figure about the same people."""

from __future__ import annotations

from datetime import date

from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset
from libcollab_metrics.protection import PublicEvaluation, protect
from tests.support.sheets import dataset, xlsx

DAY = date(2026, 12, 31)
LOG = ["Program", "Date", "Site", "Attendance"]


def released(data: Dataset, by: str) -> tuple[PublicEvaluation, PublicEvaluation]:
    whole, grouped = protect([evaluate(data, as_of=DAY), evaluate(data, by=by, as_of=DAY)], data.settings)
    return whole, grouped


def test_people_of_a_secondary_cell_are_hidden_with_its_visits() -> None:
    """Main 3 is small, so West is hidden too; its 30 listed people would disclose the 3: 73 - 40 - 30."""
    people = [
        ["Story", "2026-03-07", "West", f"Person {n}", "present" if n < 30 else "absent"] for n in range(40)
    ]
    data = dataset(
        xlsx(
            Sessions=[
                LOG,
                ["Story", "2026-03-07", "West", None],
                ["Chess", "2026-03-08", "Main", 3],
                ["Chess", "2026-03-09", "East", 40],
            ],
            Participants=[["Program", "Date", "Site", "Name", "Status"], *people],
        )
    )
    whole, grouped = released(data, "site")
    assert whole.value_for("attendance_total").value == 73
    shown = {v.groups["site"]: v.value for v in grouped.values_for("attendance_total") if v.value is not None}
    assert shown == {"East": 40}
    for metric in ("participants_unique", "attendance_rate", "attendance_per_session"):
        assert [v.value for v in grouped.values_for(metric) if v.groups.get("site") == "West"] in ([None], [])


def test_portfolio_figure_of_some_programs_is_hidden_with_a_program() -> None:
    """Cost and target cover Story alone: 900 / 30 with 83 in all and 50 for Art discloses Chess, 3."""
    data = dataset(
        xlsx(
            Sessions=[
                LOG,
                ["Story", "2026-03-07", "Main", 30],
                ["Chess", "2026-03-08", "Main", 3],
                ["Art", "2026-03-09", "Main", 50],
            ],
            Ledger=[
                ["Program", "From", "To", "Kind", "Value", "Status"],
                ["Story", "A", "Shop", "cash", 900, "spent"],
            ],
            Programs=[["Program", "Target"], ["Story", 50]],
        )
    )
    whole, _ = released(data, "program")
    assert whole.value_for("attendance_total").value == 83
    assert whole.value_for("cost_per_attendance", level="cash").reason == "small-cell"
    assert whole.value_for("target_attainment").reason == "small-cell"


def test_portfolio_figure_of_all_programs_is_shown() -> None:
    data = dataset(
        xlsx(
            Sessions=[LOG, ["Story", "2026-03-07", "Main", 30], ["Art", "2026-03-09", "Main", 3]],
            Ledger=[
                ["Program", "From", "To", "Kind", "Value", "Status"],
                ["Story", "A", "Shop", "cash", 900, "spent"],
                ["Art", "A", "Shop", "cash", 99, "spent"],
            ],
        )
    )
    whole, _ = released(data, "program")
    assert whole.value_for("cost_per_attendance", level="cash").value == 999 / 33
