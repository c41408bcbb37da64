"""Who is named outside: partners on record; every other giver and taker is one party, and no total
changes."""

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

#: Two private people and a shop beside a partner that is described and one that a program names.
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
#: What adds up or counts whatever the parties are called.
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


def made(**more: Any) -> Dataset:
    return dataset(
        [{"on": "2026-01-05", "attended": 30}],
        ledger=LEDGER,
        programs=[{"name": "Story hour", "partners": ["The School"]}],
        partners=[{"name": "Hope", "kind": "sponsor"}],
        **{"settings": {"volunteer_rate": {"rate": 10, "source": "by hand"}}} | more,
    )


def parties(data: Dataset, metric: str) -> dict[str | None, float | None]:
    found = evaluate(data, metrics=[metric], as_of=AS_OF).values
    return {
        value.groups.get("party"): value.value
        for value in found
        if value.groups.get("kind") in (None, "cash")
    }


def names(data: Dataset, table: str, column: str) -> list[str | None]:
    found = nw.from_native(data.tables[table], eager_only=True)[column].to_list()
    return [name if isinstance(name, str) else None for name in found]


def test_partners_library_and_project_keep_their_names_and_nobody_else_does() -> None:
    found = replace_unnamed_parties(made())
    assert names(found, "ledger", "from_party") == [
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
    assert names(found, "ledger", "to_party") == [
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


def test_all_others_are_one_party_whose_shares_and_pledges_are_counted_together() -> None:
    """Of 870 in cash Hope bore 400 and the others 300 + 100; of the 630 they promised 430 have come."""
    found = replace_unnamed_parties(made())
    assert parties(found, "fund_share") == {
        "Hope": 400 / 870,
        OTHER_PARTY: 400 / 870,
        "library": 70 / 870,
    }
    assert parties(found, "pledge_fulfilment")[OTHER_PARTY] == pytest.approx(430 / 630)
    assert set(parties(found, "partner_given")) == {"Hope", OTHER_PARTY}


@pytest.mark.parametrize("metric", TOTALS)
def test_no_total_changes(metric: str) -> None:
    data = made()
    whole, named = (
        evaluate(d, metrics=[metric], as_of=AS_OF).values for d in (data, replace_unnamed_parties(data))
    )
    assert any(value.value is not None for value in whole)
    assert named == whole


def test_the_lines_to_clear_are_the_same() -> None:
    """The two that nobody has cleared: no renaming gives an amount a bearer."""
    whole, named = (
        list_unclear_lines(data, as_of=AS_OF) for data in (made(), replace_unnamed_parties(made()))
    )
    assert [line.value for line in whole] == [50]
    assert named == whole


def test_who_answered_as_no_partner_on_record_is_not_named_either() -> None:
    asked = [{"by": PRIVATE[0], "item": "fair", "rating": 4}, {"by": "hope", "item": "fair", "rating": 2}]
    assert names(replace_unnamed_parties(made(perspectives=asked)), "perspectives", "partner_id") == [
        OTHER_PARTY,
        "hope",
    ]


def test_a_criterion_about_a_private_donor_names_nobody() -> None:
    declared = [
        {"metric_id": f"fund_share: {PRIVATE[0]}, cash", "low": 0.1},
        {"metric_id": "fund_share: Hope, cash", "low": 0.1},
        {"metric_id": "attendance_total", "low": 10},
    ]
    found = replace_unnamed_parties(made(criteria=declared))
    assert names(found, "criteria", "metric_id") == [
        f"fund_share: {OTHER_PARTY}, cash",
        "fund_share: Hope, cash",
        "attendance_total",
    ]


def test_givers_that_are_not_on_record_are_counted_once_and_takers_are_none() -> None:
    assert count_unnamed_givers(made()) == 2
    assert count_unnamed_givers(Dataset({})) == 0


def test_where_all_are_on_record_the_dataset_is_itself() -> None:
    data = dataset(ledger=LEDGER[:1], partners=[{"name": "HOPE"}])
    assert replace_unnamed_parties(data) is data
    assert replace_unnamed_parties(Dataset({})).tables == {}


def test_tables_of_another_library_are_renamed_too() -> None:
    frame = pl.LazyFrame({"from_party": ["Hope", PRIVATE[0], None], "to_party": ["project"] * 3})
    data = replace(made(), tables={"ledger": frame, "partners": pl.LazyFrame({"name": ["hope"]})})
    found = replace_unnamed_parties(data).tables["ledger"].collect()
    assert found["from_party"].to_list() == ["Hope", OTHER_PARTY, None]
