"""Charts and tables by partner show each evaluated part, and nothing is added up over partners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from libcollab_metrics.figures import (
    alignment_by_item,
    benefits_by_kind,
    cash_shares,
    chart_table,
    contributions_by_kind,
    effects_table,
    fund_shares,
    partner_comparison_table,
    pledge_fulfilment,
    rules_table,
    to_plotly,
    to_svg,
)
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import Evaluation, Value
from libcollab_metrics.metrics.partnership import RULES, Ruling
from libcollab_metrics.model import Scope
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS
from tests.figures.test_drawing import words
from tests.support.builders.evaluations import DAY, HOSTILE, value

ENGLISH = language("en")


def evaluation(*values: Value) -> Evaluation:
    return Evaluation(values, Scope(), "", DAY, "PHP")


def party_part(metric: str, party: str | None, number: float | None, **parts: Any) -> Value:
    more = {k: parts.pop(k) for k in ("n", "coverage", "reason", "certainty", "numerator") if k in parts}
    return value(metric, number, group={"party": party, **parts}, **more)


GIVEN = evaluation(
    party_part("partner_given", "Hope", 12000, kind="cash", n=2),
    party_part("partner_given", "Hope", 3000, kind="in_kind", n=1),
    party_part("partner_given", "School", None, kind="venue", reason="no-field"),
    party_part("partner_given", "School", 5000, kind="staff_hours", n=1, certainty="at_least"),
)


def test_contributions_have_one_series_per_kind_and_unpriced_gaps() -> None:
    """
              cash  goods  staff hours   venue
    Hope    12,000  3,000            –       –
    School       –      –        5,000   no price
    """
    drawn = contributions_by_kind(GIVEN, ENGLISH)
    assert drawn.title == "Hope gave most, of what has a price"
    assert [s.name for s in drawn.series] == ["cash", "goods", "staff hours", "venue"]
    assert [[p.value for p in s.points] for s in drawn.series] == [
        [12000, None],
        [3000, None],
        [None, 5000],
        [None, None],
    ]
    rows = chart_table(drawn, ENGLISH).rows
    assert ("Hope", "goods", "₱3,000", "") in rows
    assert any(row[:2] == ("School", "venue") and row[2] == "" and row[3] for row in rows)
    assert "not drawn" not in drawn.caption


def test_single_partner_is_not_called_the_largest() -> None:
    alone = evaluation(party_part("partner_received", "Hope", 400, kind="promotion", n=1))
    assert benefits_by_kind(alone, ENGLISH).title == "What Hope received, of what has a price"


def test_no_contributions_give_an_empty_figure_with_reason() -> None:
    drawn = contributions_by_kind(evaluation(value("partner_given", None, reason="no-field")), ENGLISH)
    assert drawn.is_empty
    assert "nothing to show yet" in drawn.title


def test_fund_shares_title_names_the_largest_cash_share() -> None:
    shares = evaluation(
        party_part("fund_share", "library", 0.25, kind="cash", n=4),
        party_part("fund_share", "Hope", 0.75, kind="cash", n=4),
        party_part("fund_share", None, 1.0, kind="in_kind", n=1),
    )
    drawn = fund_shares(shares, ENGLISH)
    assert drawn.title == "Hope pays the largest part of the cash: 75%"
    assert [s.name for s in drawn.series] == ["the library", "Hope", "no one named"]
    assert [p.label for p in drawn.series[0].points] == ["cash", "goods"]


def cash(*shares: tuple[str, float | None], **more: Any) -> Evaluation:
    """Each party's share of the cash."""
    return evaluation(*(party_part("fund_share", party, n, kind="cash", n=4, **more) for party, n in shares))


@pytest.mark.parametrize(
    ("shares", "title"),
    [
        ((("Hope", 0.75), ("library", 0.25)), "Hope pays the largest part of the cash: 75%"),
        ((("Hope", 1.0),), "Hope pays all of the cash"),
        (
            (("Hope", 0.4), ("School", 0.4), ("library", 0.2)),
            "Hope and School pay the largest parts of the cash: 40% each",
        ),
    ],
)
def test_cash_share_title_names_the_largest_payers(shares: Any, title: str) -> None:
    assert cash_shares(cash(*shares), ENGLISH).title == fund_shares(cash(*shares), ENGLISH).title == title


def test_cash_share_title_is_qualified_when_records_are_incomplete() -> None:
    shares = (("Hope", 0.75), ("library", 0.25))
    assert "as far as recorded" in cash_shares(cash(*shares, certainty="at_most"), ENGLISH).title
    assert "too many numbers are missing" in cash_shares(cash(*shares, coverage=0.4), ENGLISH).title
    none = cash_shares(evaluation(value("fund_share", None, reason="zero-base")), ENGLISH)
    assert none.is_empty
    assert "nothing to show yet" in none.title


def test_forty_partners_are_sorted_and_shown_in_a_narrow_drawing() -> None:
    drawn = cash_shares(cash(*((f"Partner {n:02}", n / 820) for n in range(1, 41))), ENGLISH)
    assert [p.label for p in drawn.series[0].points][:2] == ["Partner 40", "Partner 39"]
    svg = words(to_svg(drawn, ENGLISH, narrow=True))
    assert "Partner 01" in svg
    assert "0.1%" in svg


def test_smallest_of_more_than_five_shares_are_grouped_as_others() -> None:
    """1 + 2 + 3 + 4 of 36 are others; 5, 6, 7 and 8 keep the order of the records."""
    drawn = fund_shares(cash(*((f"Partner {n}", n / 36) for n in range(1, 9))), ENGLISH)
    assert [s.name for s in drawn.series] == [*(f"Partner {n}" for n in range(5, 9)), "4 others"]
    assert drawn.series[-1].points[0].value == pytest.approx(10 / 36)
    gifts = fund_shares(cash(*((f"Partner {n}", None) for n in range(6)), reason="zero-base"), ENGLISH)
    assert gifts.series[-1].points[0].value is None
    assert gifts.series[-1].points[0].note == "There is nothing to divide by: it is zero."


@pytest.mark.parametrize(
    ("shares", "title"),
    [
        ((0.5, 1.0), "1 of 2 who promised something have given all of it"),
        ((1.0, 1.0), "All 2 who promised something have given all of it"),
        ((0.79,), "P0 has given 79% of what it promised"),
    ],
)
def test_pledge_title_counts_fulfilled_pledges(shares: tuple[float, ...], title: str) -> None:
    pledges = evaluation(
        *(party_part("pledge_fulfilment", f"P{i}", share, n=2) for i, share in enumerate(shares))
    )
    assert pledge_fulfilment(pledges, ENGLISH).title == title


def test_pledges_are_sorted_from_fulfilled_to_open() -> None:
    drawn = pledge_fulfilment(
        evaluation(
            party_part("pledge_fulfilment", "A", 0.5, n=2), party_part("pledge_fulfilment", "B", 1.0, n=1)
        ),
        ENGLISH,
    )
    assert [p.label for p in drawn.series[0].points] == ["B", "A"]


@dataclass
class Dot:
    item: str
    party: str
    mean: float
    n: int


def test_alignment_shows_each_partners_rating_with_n() -> None:
    dots = [
        Dot(ALIGNMENT_ITEMS[0], "Hope", 4.5, 2),
        Dot(ALIGNMENT_ITEMS[1], "Hope", 3.0, 2),
        Dot(ALIGNMENT_ITEMS[0], "School", 2.5, 1),
    ]
    gaps = evaluation(
        value("alignment_gap", 2.0, group={"item": ALIGNMENT_ITEMS[0]}, n=2),
        value("alignment_gap", None, group={"item": ALIGNMENT_ITEMS[1]}, reason="too-few"),
    )
    drawn = alignment_by_item(dots, gaps, ENGLISH)
    assert drawn.title == f"Partners lie furthest apart on “{ALIGNMENT_ITEMS[0]}”: 2.0 points"
    assert [[p.value for p in s.points][:2] for s in drawn.series] == [[4.5, 3.0], [2.5, None]]
    assert drawn.series[0].points[0].note == "n = 2"
    assert drawn.series[1].points[1].note == "not recorded"


def test_effects_table_distinguishes_unknown_unpriced_and_zero() -> None:
    """
    partner            cash     goods         venue     own rating
    Hope    gives      ₱12,000  ₱3,000        –         4.5 of 5 (n = 2)
            receives   –        ₱0.00         –
    School  gives      –        –             no price  not recorded
    """
    rated = party_part("give_take_rating", "Hope", 4.5, side="partner", n=2)
    ours = party_part("give_take_rating", "School", 1.0, side="library", n=1)
    free = party_part("partner_received", "Hope", 0, kind="in_kind", n=1)
    table = effects_table(evaluation(*GIVEN.values, free, rated, ours), ["Hope", "School"], ENGLISH)
    assert table.headings == (
        "Partner",
        "",
        "cash",
        "goods",
        "staff hours",
        "venue",
        "Own rating of the exchange",
    )
    assert table.rows[0] == (
        "Hope",
        "gives",
        "₱12,000",
        "₱3,000",
        "not recorded",
        "not recorded",
        "4.5 of 5 (n\u00a0=\u00a02)",
    )
    assert table.rows[1] == ("", "receives", "not recorded", "₱0.00", "not recorded", "not recorded", "")
    assert table.rows[2] == (
        "School",
        "gives",
        "not recorded",
        "not recorded",
        "at least ₱5,000",
        "no price",
        "not recorded",
    )


def ruled(*outcomes: str) -> tuple[Ruling, ...]:
    values = (value("pledge_fulfilment", 0.5, n=3), value("fund_clarity", None, reason="no-cost"))
    return tuple(
        Ruling(rule, outcome, values[index % 2])  # type: ignore[arg-type]
        for index, (rule, outcome) in enumerate(zip(RULES, outcomes, strict=False))
    )


def test_partner_comparison_shows_rules_and_no_sum() -> None:
    shown = evaluation(
        party_part("partner_programs", "Hope", 2, kind="all", n=2),
        party_part("partner_programs", "Hope", 1, kind="after-first", n=2),
        party_part("give_take_rating", "Hope", 4.0, side="library", n=1),
        party_part("alignment_mean", "Hope", 3.5, n=2),
    )
    table = partner_comparison_table(
        shown, {"Hope": ruled("passed", "failed", "open", "open"), "School": ()}, ENGLISH
    )
    assert [row[0] for row in table.rows] == ["Hope", "School"]
    assert table.rows[0][1:4] == ("2", "not recorded", "not recorded")
    assert table.rows[0][4:6] == ("4.0 of 5 (n\u00a0=\u00a01)", "3.5 of 5 (n\u00a0=\u00a02)")
    assert table.rows[0][-1] == "✓\u00a01 · ✗\u00a01 · ?\u00a02"
    assert table.rows[1][-1] == "✓\u00a00 · ✗\u00a00 · ?\u00a00"


def test_rules_table_shows_value_and_evidence() -> None:
    rows = rules_table(ruled("failed", "open"), ENGLISH, "PHP").rows
    assert rows[0] == ("What they promised has come", "✗ failed", "50%", "n = 3 ledger lines")
    assert rows[1][1:] == ("? open", "No cost was recorded; unknown is not zero.", "")


def test_any_partner_name_is_drawn_as_plain_text() -> None:
    for text in HOSTILE:
        drawn = contributions_by_kind(
            evaluation(party_part("partner_given", text, 5, kind="cash", n=1)), ENGLISH
        )
        assert to_svg(drawn, ENGLISH).startswith("<svg")
        assert "<img" not in to_plotly(drawn, ENGLISH).to_json()
