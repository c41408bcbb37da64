"""Why each number is hidden: told to the library with the number, and to nobody else."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime

import pytest

from libcollab_metrics.localization import language
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model import Scope, Settings
from libcollab_metrics.protection import protect
from libcollab_metrics.protection.cells import build_sensitive_value
from libcollab_metrics.protection.public import SuppressionReason, protect_with_details
from libcollab_metrics.reports import collect_report_data, publish
from tests.protection.test_protect import evaluation, split, total
from tests.support.builders.datasets import dataset
from tests.support.paths import ROOT

PEOPLE = "participants_unique"


def whys(*values: Value, by: str = "program") -> dict[tuple[str, str | None], SuppressionReason]:
    """Why every figure is hidden, by metric and group."""
    found = protect_with_details([evaluation(*values, by=by)], Settings()).hidden
    return {(f.value.metric, f.value.group[0][1] if f.value.group else None): f.reason for f in found}


def test_the_small_one_the_second_one_and_what_is_made_of_them_each_have_their_reason() -> None:
    """C is small; B would give it back; what B and C cost a visit would say how many came."""
    visits = [
        Value("attendance_total", (("program", p),), value=n, n=4)
        for p, n in zip("ABC", (60, 37, 3), strict=True)
    ]
    cost = Value("participants_unique", (("program", "C"),), value=3, n=3)
    found = whys(*visits, cost)
    assert found["attendance_total", "C"] == "few"
    assert found["attendance_total", "B"] == "second"
    assert found[PEOPLE, "C"] == "few"
    assert ("attendance_total", "A") not in found


def test_a_few_who_did_not_have_a_reason_of_their_own() -> None:
    rate = Value("completion_rate", (("program", "A"),), 39 / 40, 39, 40, 40)
    assert whys(rate) == {("completion_rate", "A"): "few-others"}


def test_people_go_with_their_visits() -> None:
    """Six people made the four visits that were counted: the visits are few, and the people are the same."""
    group = (("program", "C"),)
    found = whys(Value("attendance_total", group, value=4, n=1), Value(PEOPLE, group, value=6, n=6))
    assert found == {("attendance_total", "C"): "few", (PEOPLE, "C"): "same-people"}


def test_a_bound_is_listed_with_the_number_it_stands_for() -> None:
    share = Value("completion_rate", (("program", "A"),), 1.0, 12, 12, 12)
    (found,) = protect_with_details([evaluation(share, by="program")], Settings()).hidden
    assert (found.reason, found.value.numerator) == ("all-or-none", 12)


def test_the_list_is_of_what_is_hidden_and_of_nothing_else() -> None:
    tables = [
        total("attendance_total", 100),
        split("attendance_total", "program", {"A": 60, "B": 37, "C": 3}),
    ]
    listed = {(f.value.metric, f.value.group) for f in protect_with_details(tables, Settings()).hidden}
    public = protect(tables, Settings())
    assert listed == {(v.metric, v.group) for e in public for v in e.values if v.is_hidden}


def test_what_the_audit_asks_for_goes_and_is_listed_as_that() -> None:
    """The 60 are asked for; a second one goes beside them."""
    tables = [split("attendance_total", "program", {"A": 60, "B": 37, "C": 50})]
    asked = build_sensitive_value(tables[0], tables[0].values[0], {}, Settings())
    assert asked is not None
    public = protect(tables, Settings(), also_hide=frozenset({asked.cell}))[0]
    assert [v.value for v in public.values] == [None, None, 50]
    found = protect_with_details(tables, Settings(), also_hide=frozenset({asked.cell})).hidden
    assert [f.reason for f in found] == ["audit", "second"]


def test_a_table_that_cannot_be_protected_is_withheld_and_says_so() -> None:
    tables = [
        split("attendance_total", "program", {"A": 60, "B": 37}),
        split("attendance_total", "site", {"Main": 97}),
    ]
    cells = {x.cell for v in tables[0].values if (x := build_sensitive_value(tables[0], v, {}, Settings()))}
    programs, sites = protect(tables, Settings(), withheld_cells=frozenset(cells))
    assert [(v.value, v.reason) for v in programs.values] == [(None, "withheld")] * 2
    assert all(v.is_hidden for v in programs.values)
    assert sites.values[0].value == 97
    assert "Withheld" in language("en").reason(programs.values[0])


def test_no_other_file_of_the_reports_looks_at_what_is_kept_back() -> None:
    """It stands beside what a document is made of; only the page of the library reads it."""
    readers = {
        path.name
        for path in (ROOT / "libcollab_metrics" / "reports").rglob("*.py")
        if any(
            isinstance(n, ast.Attribute) and n.attr == "hidden_figures"
            for n in ast.walk(ast.parse(path.read_text("utf-8")))
        )
    }
    assert readers == {"report_data.py"}


@pytest.mark.parametrize("fmt", ["csv", "html"])
def test_no_kept_number_stands_in_a_document(fmt: str) -> None:
    """831,702 visits and 3: with the total the 3 would be told, so both are kept back, and the total
    stays."""
    rows = [
        {"p": name, "on": date(2026, 3, day), "attended": n}
        for name, n, day in (("Big", 831702, 1), ("Tiny", 3, 2))
    ]
    made, moment = dataset(sessions=rows), datetime(2026, 4, 1, tzinfo=UTC)
    found = collect_report_data(made, Scope(), date(2026, 3, 31), moment)
    assert {
        f.value.value
        for f in found.hidden_figures
        if f.value.metric == "attendance_total" and f.by == "program"
    } == {
        3,
        831702,
    }
    written = publish(
        made,
        audience="board",
        fmt=fmt,
        as_of=date(2026, 3, 31),
        generated_at=moment,
        language=language("en"),
        report_data=found,
    )
    assert found.whole.value_for("attendance_total").value == 831705
    assert b"831,702" not in written.data
    assert b"831702" not in written.data
