"""Why each number is hidden: shown to the library with the number, and in no document."""

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


def suppression_reasons(
    *values: Value, by: str = "program"
) -> dict[tuple[str, str | None], SuppressionReason]:
    """The reason of every hidden figure, by metric and group."""
    hidden = protect_with_details([evaluation(*values, by=by)], Settings()).hidden
    return {(f.value.metric, f.value.group[0][1] if f.value.group else None): f.reason for f in hidden}


def test_primary_and_secondary_suppressions_have_their_own_reasons() -> None:
    """C is small; B would disclose it; the people of C are few too."""
    visits = [
        Value("attendance_total", (("program", p),), value=n, n=4)
        for p, n in zip("ABC", (60, 37, 3), strict=True)
    ]
    people = Value("participants_unique", (("program", "C"),), value=3, n=3)
    reasons = suppression_reasons(*visits, people)
    assert reasons["attendance_total", "C"] == "few"
    assert reasons["attendance_total", "B"] == "second"
    assert reasons[PEOPLE, "C"] == "few"
    assert ("attendance_total", "A") not in reasons


def test_few_people_in_the_rest_have_their_own_reason() -> None:
    rate = Value("completion_rate", (("program", "A"),), 39 / 40, 39, 40, 40)
    assert suppression_reasons(rate) == {("completion_rate", "A"): "few-others"}


def test_people_are_hidden_with_their_visits() -> None:
    """Six people made the four visits that were counted: the visits are few, and the people are the same."""
    group = (("program", "C"),)
    reasons = suppression_reasons(
        Value("attendance_total", group, value=4, n=1), Value(PEOPLE, group, value=6, n=6)
    )
    assert reasons == {("attendance_total", "C"): "few", (PEOPLE, "C"): "same-people"}


def test_bound_is_listed_with_the_number_it_replaces() -> None:
    share = Value("completion_rate", (("program", "A"),), 1.0, 12, 12, 12)
    (hidden,) = protect_with_details([evaluation(share, by="program")], Settings()).hidden
    assert (hidden.reason, hidden.value.numerator) == ("all-or-none", 12)


def test_list_of_suppressed_figures_matches_the_hidden_values() -> None:
    tables = [
        total("attendance_total", 100),
        split("attendance_total", "program", {"A": 60, "B": 37, "C": 3}),
    ]
    listed = {(f.value.metric, f.value.group) for f in protect_with_details(tables, Settings()).hidden}
    public = protect(tables, Settings())
    assert listed == {(v.metric, v.group) for e in public for v in e.values if v.is_hidden}


def test_figure_requested_by_the_audit_is_hidden_and_listed() -> None:
    """The 60 are requested; a second figure is hidden with them."""
    tables = [split("attendance_total", "program", {"A": 60, "B": 37, "C": 50})]
    sensitive = build_sensitive_value(tables[0], tables[0].values[0], {}, Settings())
    assert sensitive is not None
    public = protect(tables, Settings(), also_hide=frozenset({sensitive.cell}))[0]
    assert [v.value for v in public.values] == [None, None, 50]
    hidden = protect_with_details(tables, Settings(), also_hide=frozenset({sensitive.cell})).hidden
    assert [f.reason for f in hidden] == ["audit", "second"]


def test_withheld_table_is_hidden_and_reports_it() -> None:
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


def test_only_report_data_reads_the_hidden_figures() -> None:
    """They are stored apart from the document's data; only the library's own page reads them."""
    readers = {
        path.name
        for path in (ROOT / "libcollab_metrics" / "reports").rglob("*.py")
        if any(
            isinstance(n, ast.Attribute) and n.attr == "hidden_figures"
            for n in ast.walk(ast.parse(path.read_text("utf-8")))
        )
    }
    assert readers == {"collect.py"}


@pytest.mark.parametrize("fmt", ["csv", "html"])
def test_no_suppressed_number_appears_in_a_document(fmt: str) -> None:
    """831,702 visits and 3: the total would disclose the 3, so both are hidden and the total is shown."""
    rows = [
        {"p": name, "on": date(2026, 3, day), "attended": n}
        for name, n, day in (("Big", 831702, 1), ("Tiny", 3, 2))
    ]
    data, moment = dataset(sessions=rows), datetime(2026, 4, 1, tzinfo=UTC)
    collected = collect_report_data(data, Scope(), date(2026, 3, 31), moment)
    assert {
        f.value.value
        for f in collected.hidden_figures
        if f.value.metric == "attendance_total" and f.by == "program"
    } == {
        3,
        831702,
    }
    published = publish(
        data,
        audience="board",
        fmt=fmt,
        as_of=date(2026, 3, 31),
        generated_at=moment,
        language=language("en"),
        report_data=collected,
    )
    assert collected.whole.value_for("attendance_total").value == 831705
    assert b"831,702" not in published.data
    assert b"831702" not in published.data
