"""A sent document is stored with its protected printed figures, and later differences are listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.model import Dataset, Scope, Sent, Workspace
from libcollab_metrics.reports import (
    AUDIENCES,
    Change,
    ReportData,
    build_sent_document,
    collect_report_data,
    compare_with_sent,
)
from libcollab_metrics.store.serialization import serialize_text
from tests.support.builders.datasets import AS_OF, dataset
from tests.support.builders.store_steps import CHILDREN
from tests.support.sheets import imported, xlsx

DAY = date(2026, 7, 1)
MADE = datetime(2026, 7, 1, 12, tzinfo=UTC)
ENGLISH = language("en")
EVERYTHING = Scope()
SESSIONS: list[dict[str, Any]] = [
    {"on": "2026-03-07", "attended": 800.0},
    {"on": "2026-03-14", "attended": 805.0},
]


def report_data_of(data: Dataset, scope: Scope = EVERYTHING, as_of: date = AS_OF) -> ReportData:
    return collect_report_data(data, scope, as_of, MADE)


def sent_document(material: ReportData, **options: Any) -> Sent:
    defaults = {
        "recipient": "Rotary Club",
        "audience": "sponsor",
        "fmt": "pdf",
        "language": ENGLISH,
        "day": DAY,
    }
    return build_sent_document(material, **{**defaults, **options})


def test_document_is_stored_with_its_printed_key_figures() -> None:
    material = report_data_of(dataset(SESSIONS))
    entry = sent_document(material)
    assert {p.metric: (p.text, p.value) for p in entry.figures}["attendance_total"] == ("1,605", 1605)
    assert (entry.to, entry.fingerprint, entry.definitions) == (
        "Rotary Club",
        material.fingerprint,
        DEFINITIONS_VERSION,
    )
    assert (entry.scope, entry.as_of, entry.day, entry.of_sample) == (Scope(), AS_OF, DAY, False)


def test_unchanged_document_has_no_changes_on_any_day() -> None:
    data = dataset(SESSIONS)
    entry = sent_document(report_data_of(data))
    assert compare_with_sent(entry, report_data_of(data)).is_unchanged
    later = compare_with_sent(entry, report_data_of(data, as_of=date(2026, 9, 30)))
    assert later.is_unchanged
    assert later.changes == ()


def test_changed_key_figure_is_listed_with_both_values() -> None:
    entry = sent_document(report_data_of(dataset(SESSIONS)))
    since = compare_with_sent(
        entry, report_data_of(dataset([*SESSIONS, {"on": "2026-04-11", "attended": 43.0}]))
    )
    assert not since.is_unchanged
    assert since.definitions == ""
    assert Change("Program attendance", "1,605", "1,648") in since.changes


def test_figure_that_became_unknown_or_known_is_listed() -> None:
    priced = dataset(
        SESSIONS, ledger=[{"kind": "cash", "value": 100.0, "from_party": "library", "status": "given"}]
    )
    plain = dataset(SESSIONS)
    gone = {
        c.label: c
        for c in compare_with_sent(
            sent_document(report_data_of(priced), audience="board"), report_data_of(plain)
        ).changes
    }
    new = {
        c.label: c
        for c in compare_with_sent(
            sent_document(report_data_of(plain), audience="board"), report_data_of(priced)
        ).changes
    }
    cost = "Expenses with a known payer"
    assert gone[cost].previous_text == new[cost].current_text
    assert gone[cost].current_text == "No cost was recorded; unknown is not zero."
    assert new[cost].previous_text == ""


def test_changed_detail_with_equal_key_figures_is_a_change() -> None:
    entry = sent_document(report_data_of(dataset([{**s, "site": "Main"} for s in SESSIONS])))
    since = compare_with_sent(entry, report_data_of(dataset([{**s, "site": "Hall"} for s in SESSIONS])))
    assert since.changes == ()
    assert not since.is_unchanged


def test_changed_definitions_version_is_named() -> None:
    material = report_data_of(dataset(SESSIONS))
    since = compare_with_sent(replace(sent_document(material), definitions="0.9"), material)
    assert since.definitions == DEFINITIONS_VERSION


def test_hidden_figure_is_never_stored() -> None:
    people = [{"at": "s0", "who": f"{n:024x}"} for n in range(3)]
    material = report_data_of(dataset([{"on": "2026-03-07", "roster": "complete", "attended": 3.0}], people))
    hidden = {v.metric for v in material.whole.values if v.reason == "small-cell"}
    assert "participants_unique" in hidden
    assert hidden.isdisjoint(printed.metric for printed in sent_document(material).figures)


def test_figure_printed_in_another_language_is_compared_by_value() -> None:
    material = report_data_of(dataset(SESSIONS))
    entry = sent_document(material)
    worded = tuple(replace(printed, text=f"{printed.text} visits") for printed in entry.figures)
    assert compare_with_sent(replace(entry, figures=worded), material).changes == ()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_only_figures_shown_in_the_document_are_stored(audience: str) -> None:
    entry = sent_document(report_data_of(dataset(SESSIONS)), audience=audience)
    assert {printed.metric for printed in entry.figures} <= set(AUDIENCES[audience].defined_metrics)
    assert ("attendance_total" in AUDIENCES[audience].defined_metrics) == any(
        printed.metric == "attendance_total" for printed in entry.figures
    )


def test_only_the_same_scope_is_compared() -> None:
    data = dataset(SESSIONS)
    with pytest.raises(ValueError, match="another selection"):
        compare_with_sent(
            sent_document(report_data_of(data)), report_data_of(data, Scope((), date(2026, 3, 10)))
        )


def test_recipient_is_one_line_of_limited_length() -> None:
    assert (
        sent_document(report_data_of(dataset(SESSIONS)), recipient="Rotary\nClub\x07" + "x" * 300).to
        == "Rotary Club" + "x" * 189
    )


def test_no_person_is_in_the_stored_document() -> None:
    names = ("Zyralyn Quimbo-Wexford", *CHILDREN)
    people = [
        ["Date", "Activity", "Name", "Status", "Age"],
        *(["2026-03-07", "Craft", n, "Present", 7] for n in names),
    ]
    data = Workspace().append(imported(xlsx(People=people))).dataset()
    stored = serialize_text(sent_document(report_data_of(data, Scope((("program", ("Craft",)),)))))
    keys = set(data.tables["participation"]["person_key"])
    assert len(keys) == len(names)
    assert [word for word in (*names, *keys) if word in stored] == []
    assert "sessions_held" in stored
