"""Partners on record are named in a release; all other parties become one, and no total changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from libcollab_metrics.metrics import OTHER_PARTY, evaluate, list_unclear_lines
from libcollab_metrics.model import Dataset
from libcollab_metrics.protection import count_unnamed_givers, replace_unnamed_parties
from tests.support.builders.datasets import AS_OF, dataset

#: Two private people and a shop, with one partner that is described and one that a program names.
PRIVATE = ("Maria Makiling", "Pedro Penduko", "Print shop")
LEDGER: list[dict[str, Any]] = [
    {
        "on": "2026-01-05",
        "from_party": "Hope",
        "to_party": "project",
        "kind": "cash",
        "value": 400,
        "status": "spent",
    },
    {
        "on": "2026-01-06",
        "from_party": PRIVATE[0],
        "to_party": "Project",
        "kind": "cash",
        "value": 300,
        "status": "spent",
    },
    {
        "on": "2026-01-07",
        "from_party": "PEDRO  penduko",
        "to_party": "project",
        "kind": "cash",
        "value": 200,
        "status": "pledged",
    },
    {
        "on": "2026-01-08",
        "from_party": PRIVATE[1],
        "to_party": "project",
        "kind": "cash",
        "value": 100,
        "status": "received",
    },
    {"on": "2026-01-09", "to_party": "project", "kind": "cash", "value": 50, "status": "unclear"},
    {
        "on": "2026-01-10",
        "from_party": "Library",
        "to_party": PRIVATE[2],
        "kind": "cash",
        "value": 70,
        "status": "spent",
    },
    {
        "on": "2026-01-11",
        "from_party": "project",
        "to_party": PRIVATE[0],
        "kind": "recognition",
        "status": "pledged",
    },
    {
        "on": "2026-01-12",
        "from_party": PRIVATE[1],
        "to_party": "project",
        "kind": "volunteer_hours",
        "quantity": 3,
        "status": "received",
    },
    {
        "on": "2026-01-12",
        "from_party": "the school",
        "to_party": "project",
        "kind": "in_kind",
        "value": 20,
        "status": "received",
    },
]
#: Metrics that do not depend on the names of the parties.
TOTALS = (
    "cost_cash",
    "cost_library",
    "cost_full",
    "fund_clarity",
    "in_kind_value",
    "volunteer_value",
    "leverage_ratio",
    "cash_balance",
    "cost_per_session",
)


def library(**more: Any) -> Dataset:
    return dataset(
        [{"on": "2026-01-05", "attended": 30}],
        ledger=LEDGER,
        programs=[{"name": "Story hour", "partners": ["The School"]}],
        partners=[{"name": "Hope", "kind": "sponsor"}],
        **{"settings": {"volunteer_rate": {"rate": 10, "source": "by hand"}}} | more,
    )


def parties(data: Dataset, metric: str) -> dict[str | None, float | None]:
    values = evaluate(data, metrics=[metric], as_of=AS_OF).values
    return {
        value.groups.get("party"): value.value
        for value in values
        if value.groups.get("kind") in (None, "cash")
    }


def names(data: Dataset, table: str, column: str) -> list[str | None]:
    column_values = nw.from_native(data.tables[table], eager_only=True)[column].to_list()
    return [name if isinstance(name, str) else None for name in column_values]


def test_only_partners_library_and_project_keep_their_names() -> None:
    public = replace_unnamed_parties(library())
    assert names(public, "ledger", "from_party") == [
        "Hope",
        OTHER_PARTY,
        OTHER_PARTY,
        OTHER_PARTY,
        None,
        "Library",
        "project",
        OTHER_PARTY,
        "the school",
    ]
    assert names(public, "ledger", "to_party") == [
        "project",
        "Project",
        "project",
        "project",
        "project",
        OTHER_PARTY,
        OTHER_PARTY,
        "project",
        "project",
    ]


def test_other_parties_are_counted_together_as_one() -> None:
    """Of 870 in cash Hope paid 400 and the others 300 + 100; of the 630 they pledged 430 have come."""
    public = replace_unnamed_parties(library())
    assert parties(public, "fund_share") == {
        "Hope": 400 / 870,
        OTHER_PARTY: 400 / 870,
        "library": 70 / 870,
    }
    assert parties(public, "pledge_fulfilment")[OTHER_PARTY] == pytest.approx(430 / 630)
    assert set(parties(public, "partner_given")) == {"Hope", OTHER_PARTY}


@pytest.mark.parametrize("metric", TOTALS)
def test_replacing_names_changes_no_total(metric: str) -> None:
    data = library()
    whole, named = (
        evaluate(d, metrics=[metric], as_of=AS_OF).values for d in (data, replace_unnamed_parties(data))
    )
    assert any(value.value is not None for value in whole)
    assert named == whole


def test_unclear_lines_stay_the_same() -> None:
    """Replacing names clears no line: the one of 50 stays unclear."""
    whole, named = (
        list_unclear_lines(data, as_of=AS_OF) for data in (library(), replace_unnamed_parties(library()))
    )
    assert [line.value for line in whole] == [50]
    assert named == whole


def test_respondent_who_is_not_a_partner_is_not_named() -> None:
    answers = [{"by": PRIVATE[0], "item": "fair", "rating": 4}, {"by": "hope", "item": "fair", "rating": 2}]
    assert names(replace_unnamed_parties(library(perspectives=answers)), "perspectives", "partner_id") == [
        OTHER_PARTY,
        "hope",
    ]


def test_criterion_about_a_private_donor_shows_no_name() -> None:
    declared = [
        {"metric_id": f"fund_share: {PRIVATE[0]}, cash", "low": 0.1},
        {"metric_id": "fund_share: Hope, cash", "low": 0.1},
        {"metric_id": "attendance_total", "low": 10},
    ]
    public = replace_unnamed_parties(library(criteria=declared))
    assert names(public, "criteria", "metric_id") == [
        f"fund_share: {OTHER_PARTY}, cash",
        "fund_share: Hope, cash",
        "attendance_total",
    ]


def test_unrecorded_givers_are_counted_once_without_recipients() -> None:
    assert count_unnamed_givers(library()) == 2
    assert count_unnamed_givers(Dataset({})) == 0


def test_dataset_with_recorded_parties_only_is_unchanged() -> None:
    data = dataset(ledger=LEDGER[:1], partners=[{"name": "HOPE"}])
    assert replace_unnamed_parties(data) is data
    assert replace_unnamed_parties(Dataset({})).tables == {}


def test_lazy_frames_are_renamed_too() -> None:
    frame = pl.LazyFrame({"from_party": ["Hope", PRIVATE[0], None], "to_party": ["project"] * 3})
    data = replace(library(), tables={"ledger": frame, "partners": pl.LazyFrame({"name": ["hope"]})})
    ledger = replace_unnamed_parties(data).tables["ledger"].collect()
    assert ledger["from_party"].to_list() == ["Hope", OTHER_PARTY, None]
