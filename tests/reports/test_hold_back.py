"""The cash lines to clear are exactly the lines that fund clarity counts as unclear."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.localization import language
from libcollab_metrics.metrics import evaluate
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.reports import unclear_cash_lines
from tests.support.sheets import dataset, xlsx

HEADS = ["Program", "Date", "From", "To", "Kind", "Value", "Status"]
ROWS = [
    ["Drive", "2026-01-05", "A", "project", "cash", 100, "received"],
    ["Drive", "2026-02-05", "A", "project", "cash", 50, "unclear"],
    ["Drive", "2026-03-05", None, "B", "cash", 20, "spent"],
    ["Reading", "2026-02-06", "C", "project", "cash", 10, "perhaps"],
    ["Reading", "2026-02-07", None, "project", "in kind", 10, "unclear"],
    ["Reading", None, "C", "project", "cash", None, None],
]
SCOPES = [
    Scope(),
    Scope((("program", ("Drive",)),)),
    Scope((("program", ("Reading",)),)),
    Scope((("partner", ("Hope",)),)),
    Scope(start=date(2026, 2, 1), end=date(2026, 2, 28)),
]


@pytest.fixture(scope="module")
def ledger() -> Dataset:
    return dataset(xlsx(Ledger=[HEADS, *ROWS], Programs=[["Program", "Partners"], ["Reading", "Hope"]]))


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_unclear_lines_match_the_gap_in_fund_clarity(ledger: Dataset, scope: Scope) -> None:
    clarity = evaluate(ledger, metrics=["fund_clarity"], scope=scope, as_of=date(2026, 12, 31)).value_for(
        "fund_clarity"
    )
    missing = (clarity.denominator or 0) - (clarity.numerator or 0)
    assert len(unclear_cash_lines(ledger, scope, date(2026, 12, 31), language("en"))) == missing
    assert missing > 0
