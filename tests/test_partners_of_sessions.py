"""Test the partners of sessions, which a partner column of the log sets row by row.

Metrics by partner count only the sessions that name that partner.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from libcollab_metrics.metrics import Value, evaluate, select_cost_level
from libcollab_metrics.model import Dataset, Merge, Workspace
from libcollab_metrics.model.scope import Scope
from libcollab_metrics.store import Store
from tests.support.command_line import figures, one
from tests.support.sheets import dataset, imported, read, xlsx

DAY = date(2026, 12, 31)
#: Eight sessions with 10 to 17 visits, 108 in all; those with Rotary have 10 + 12 + 14 + 16 = 52.
PARTNERED = ["Rotary", "School", "rotary ", "", "Rotary", "n/a", "Rotary; School", None]
LOG = [
    ["Date", "Title", "Location", "Partner", "Attendance"],
    *(
        [f"2026-03-{day:02d}", "Story hour", "Main", partner, 9 + day]
        for day, partner in enumerate(PARTNERED, 1)
    ),
]
PROGRAMS = [["Program", "Partners", "Target"], ["Story hour", "Rotary", 200]]
LEDGER = [
    ["Program", "Date", "From", "To", "Kind", "Value", "Status"],
    ["Story hour", "2026-03-01", "library", "shop", "cash", 1080, "spent"],
]


def without_partners() -> list[list[object]]:
    return [[*row[:3], row[4]] for row in LOG]


def value(data: Dataset, metric: str, partner: str = "") -> Value:
    scope = Scope((("partner", (partner,)),)) if partner else Scope()
    (metric_value,) = select_cost_level(evaluate(data, metrics=[metric], scope=scope, as_of=DAY).values)
    return metric_value


def test_each_log_row_has_the_partners_it_names() -> None:
    partners = list(read(xlsx(Log=LOG)).tables["sessions"].column("partners"))
    assert partners == ["Rotary", "School", "rotary", "", "Rotary", "", "Rotary; School", ""]


def test_partner_filter_counts_only_sessions_that_name_it() -> None:
    data = dataset(xlsx(Log=LOG))
    assert value(data, "sessions_held", "Rotary").value == 4
    assert value(data, "attendance_total", "Rotary").value == 52
    assert value(data, "attendance_total", "School").value == 11 + 16
    assert value(data, "attendance_total").value == 108


def test_command_applies_the_partner_filter(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(xlsx(Log=LOG))
    metrics = figures(
        path, "--where", "partner=Rotary", "--metric", "sessions_held", "--metric", "attendance_total"
    )
    assert one(metrics, "sessions_held")["value"] == 4
    assert one(metrics, "attendance_total")["value"] == 52


def test_session_with_two_partners_is_in_both_groups() -> None:
    data = dataset(xlsx(Log=LOG))
    values = evaluate(data, metrics=["attendance_total"], by="partner", as_of=DAY).values
    assert {group_value.groups["partner"]: group_value.value for group_value in values} == {
        "Rotary": 52,
        "School": 27,
        None: 13 + 15 + 17,
    }


def test_blank_partner_cell_overrides_the_program_partner() -> None:
    data = dataset(xlsx(Log=LOG, Programs=PROGRAMS))
    assert value(data, "sessions_held", "Rotary").value == 4


def test_log_without_partner_column_uses_the_program_partners() -> None:
    data = dataset(xlsx(Log=without_partners(), Programs=PROGRAMS))
    assert value(data, "sessions_held", "Rotary").value == 8
    assert value(data, "attendance_total", "Rotary").value == 108


def test_rows_without_a_program_match_the_partner_filter() -> None:
    rows = [[row[0], row[2], row[3], row[4]] for row in LOG]
    data = dataset(xlsx(Log=rows))
    assert value(data, "attendance_total", "Rotary").value == 52


def test_partner_mark_applies_only_to_its_rows() -> None:
    log = [
        ["Date", "Title", "Attendance"],
        ["2026-03-07", "Story hour *", 18],
        ["2026-03-14", "Story hour", 20],
    ]
    data = dataset(xlsx(Log=log), partner_mark={"*": "Rotary"})
    assert value(data, "attendance_total", "Rotary").value == 18


def test_later_merge_of_partner_names_applies_to_rows() -> None:
    rows = [[*row[:3], "Rotary Club" if row[3] == "School" else row[3], row[4]] for row in LOG]
    workspace = Workspace().append(imported(xlsx(Log=rows)))
    merged = workspace.append(Merge("partners.name", "Rotary Club", "Rotary")).dataset()
    assert value(merged, "attendance_total", "Rotary").value == 52 + 11


@pytest.mark.parametrize("metric", ["cost_per_attendance", "cost_per_session", "target_attainment"])
def test_program_level_metric_is_undefined_for_part_of_its_sessions(metric: str) -> None:
    """1,080 paid for 108 visits, 10.00 each; divided by the 52 with Rotary it would be 20.77."""
    data = dataset(xlsx(Log=LOG, Programs=PROGRAMS, Ledger=LEDGER))
    assert value(data, metric).value is not None
    assert value(data, metric, "Rotary").reason == "not-by-this"
    by_partner = evaluate(data, metrics=[metric], by="partner", as_of=DAY).values
    assert {
        group_value.reason for group_value in select_cost_level(by_partner) if group_value.groups["partner"]
    } == {"not-by-this"}


def test_cost_per_visit_needs_partner_in_all_program_sessions() -> None:
    """All of Craft is with Rotary: 90 for 9 visits. Story hour is only partly so and is excluded by name."""
    craft = [["2026-04-04", "Craft", "Main", "Rotary", 9]]
    craft_ledger = [["Craft", "2026-04-01", "library", "shop", "cash", 90, "spent"]]
    data = dataset(xlsx(Log=LOG + craft, Programs=PROGRAMS, Ledger=LEDGER + craft_ledger))
    cost = value(data, "cost_per_attendance", "Rotary")
    assert (cost.value, cost.denominator, cost.left_out) == (10, 9, ("Story hour",))


def test_partners_of_sessions_are_stored(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(imported(xlsx(Log=LOG)), day=DAY)
    data = store.load().workspace.dataset()
    assert value(data, "attendance_total", "Rotary").value == 52
    assert value(data, "attendance_total", "School").value == 27


def test_session_with_both_filtered_partners_is_counted_once() -> None:
    """Rows 1, 2, 3, 5 and 7: 10 + 11 + 12 + 14 + 16 = 63; the last of them names both partners."""
    data, scope = dataset(xlsx(Log=LOG)), Scope((("partner", ("Rotary", "School")),))
    evaluation = evaluate(data, metrics=["sessions_held", "attendance_total"], scope=scope, as_of=DAY)
    assert (evaluation.value_for("sessions_held").value, evaluation.value_for("attendance_total").value) == (
        5,
        63,
    )


def test_partner_and_program_filters_combine() -> None:
    craft = [["2026-04-04", "Craft", "Main", "Rotary", 9]]
    scope = Scope((("program", ("Story hour",)), ("partner", ("rotary",))))
    data = dataset(xlsx(Log=LOG + craft, Programs=PROGRAMS, Ledger=LEDGER))
    evaluation = evaluate(data, metrics=["attendance_total", "cost_per_attendance"], scope=scope, as_of=DAY)
    assert evaluation.value_for("attendance_total").value == 52
    assert {value.reason for value in select_cost_level(evaluation.values_for("cost_per_attendance"))} == {
        "not-by-this"
    }
