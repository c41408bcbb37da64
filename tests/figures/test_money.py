"""Cash of each program, sources of funding, and the rails that draw them."""

from __future__ import annotations

from datetime import date

import pytest

from libcollab_metrics.figures import (
    CASH_METRICS,
    SOURCE_METRICS,
    CashRow,
    CostRow,
    ProgramCash,
    RatingRow,
    cash_by_program,
    cash_figure,
    coloured_bar,
    format_money,
    format_money_figure,
    funding_sources,
    ratings_figure,
    round_steps,
    slot,
    sum_exchange,
    unit_cost_figure,
)
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import (
    Value,
    evaluate,
    list_incomplete_ledgers,
    list_pledges,
    list_unclear_lines,
)
from libcollab_metrics.model import Dataset, Edit, Setting, Workspace

ENGLISH = language("en")
DAY = date(2026, 12, 31)


def ledger(*rows: dict[str, object]) -> Dataset:
    defaults = {"program_id": "Story hour", "kind": "cash", "status": "received", "to_party": "project"}
    return Workspace().append(Edit("ledger", tuple(defaults | row for row in rows))).dataset()


def spent(amount: float | None, **more: object) -> dict[str, object]:
    return {"from_party": "project", "to_party": "Shop", "status": "spent", "value": amount, **more}


GRANT: dict[str, object] = {"from_party": "Hope", "value": 1000.0}
BILL: dict[str, object] = {"from_party": None, "to_party": "Bus", "status": "unclear", "value": 300.0}
PLEDGE: dict[str, object] = {"from_party": "Hope", "status": "pledged", "value": 700.0}


def cash(dataset: Dataset) -> ProgramCash:
    evaluation = evaluate(dataset, metrics=CASH_METRICS, by="program", as_of=DAY)
    unclear, pledges = list_unclear_lines(dataset, as_of=DAY), list_pledges(dataset)
    incomplete = list_incomplete_ledgers(dataset)
    (found,) = cash_by_program(evaluation, unclear, pledges, incomplete=incomplete)
    return found


def test_cash_of_a_program_counts_each_side_once() -> None:
    """1,000 received, 600 spent, a bill of 300 without a payer, 700 promised."""
    found = cash(ledger(GRANT, spent(600.0), BILL, PLEDGE))
    assert (found.received, found.unclear, found.promised) == (1000.0, 300.0, 700.0)
    assert found.spent is not None
    assert found.spent.value == 600.0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((GRANT, spent(600.0)), True),
        ((GRANT, spent(600.0), BILL), True),  # 900 of 1,000 even if the bill is ours
        ((GRANT, spent(800.0), BILL), None),  # 1,100 if the bill is ours
        ((GRANT, spent(1200.0)), False),
        ((GRANT, spent(600.0), spent(None)), None),  # an amount is missing
        ((spent(600.0),), None),
    ],
)
def test_funding_is_compared_only_as_far_as_records_decide(
    rows: tuple[dict[str, object], ...], expected: bool | None
) -> None:
    assert cash(ledger(*rows)).is_within_funding is expected


def test_ledger_declared_incomplete_decides_nothing() -> None:
    row = {"program_id": "Story hour", "kind": "cash", "status": "received", "to_party": "project"}
    rows = ({**row, **GRANT}, {**row, **spent(600.0)})
    own = Workspace().append(Edit("ledger", rows))
    assert cash(own.dataset()).is_within_funding is True
    assert cash(own.append(Setting({"ledger_complete": "no"})).dataset()).is_within_funding is None


def test_sources_list_what_each_party_gave_and_promised() -> None:
    own = {"from_party": "library", "to_party": "Shop", "status": "spent", "value": 50.0}
    goods = {"from_party": "School", "kind": "in_kind", "value": None}
    venue = {"from_party": "School", "kind": "venue", "value": 200.0}
    dataset = ledger(GRANT, PLEDGE, own, goods, venue)
    found = funding_sources(evaluate(dataset, metrics=SOURCE_METRICS, as_of=DAY), list_pledges(dataset))
    assert [source.party for source in found] == ["Hope", "School", "library"]
    hope, school, _ = found
    assert hope.cash is not None
    assert (hope.cash.value, hope.promised, hope.in_kind) == (1000.0, 700.0, None)
    assert school.in_kind is not None
    assert (school.in_kind.value, school.in_kind.certainty) == (200.0, "at_least")


def test_exchange_with_an_unpriced_part_is_a_lower_bound() -> None:
    dataset = ledger(
        {"from_party": "School", "kind": "in_kind", "value": None},
        {"from_party": "School", "kind": "venue", "value": 200.0},
    )
    evaluation = evaluate(dataset, metrics=("partner_given", "partner_received"), as_of=DAY)
    found = sum_exchange(evaluation, "partner_given", "school")
    assert found is not None
    assert (found.value, found.certainty) == (200.0, "at_least")
    assert sum_exchange(evaluation, "partner_received", "School") is None


@pytest.mark.parametrize(
    ("amount", "shown"), [(41980, "₱41,980"), (900, "₱900"), (61.82, "₱62"), (17.446, "₱17.45"), (0, "₱0.00")]
)
def test_money_is_whole_from_twenty_up(amount: float, shown: str) -> None:
    assert format_money(amount, ENGLISH, "PHP") == shown


def test_bounds_of_money_are_signs() -> None:
    value = Value("cost_cash", value=900)
    shown = [
        format_money_figure(value.with_certainty(sign), ENGLISH, "PHP") for sign in ("at_least", "at_most")
    ]
    assert shown == ["₱900+", "≤ ₱900"]
    assert format_money_figure(Value("cost_cash", reason="no-cost"), ENGLISH, "PHP") == ""


@pytest.mark.parametrize("end", [0.4, 1, 7, 62, 99, 30000, 123456])
def test_steps_are_few_round_and_within_the_end(end: float) -> None:
    steps = round_steps(end)
    assert 3 <= len(steps) <= 5
    assert steps[0] == 0
    assert steps[-1] <= end * 1.001


def test_cash_is_pale_solid_hatched_and_dotted() -> None:
    row = CashRow("Story <b>", "600 of 1,000", "#000001", 1000, 600, 300, 700, ("a", "b", "c", "d"), "700")
    figure = cash_figure([row], [(0, "0")])
    received, paid, unclear = figure.data
    assert received.width > paid.width
    assert received.marker.color == "#00000138"
    assert paid.marker.color == "#000001"
    assert unclear.marker.pattern.shape == "/"
    assert unclear.base == (600,)
    (outline,) = figure.layout.shapes
    assert (outline.x0, outline.x1, outline.line.dash) == (1000, 1700, "dot")
    assert any("Story &lt;b" in note.text for note in figure.layout.annotations)


def test_arrow_points_where_missing_data_would_move_a_cost() -> None:
    rows = [
        CostRow(name, name, "#000001", 20, way) for name, way in (("A", "lower"), ("B", "higher"), ("C", ""))
    ]  # type: ignore[arg-type]
    arrows = [note for note in unit_cost_figure(rows, [(0, "0")]).layout.annotations if note.showarrow]
    assert [arrow.xshift > 0 for arrow in arrows] == [False, True]


def test_low_rating_is_drawn_in_the_attention_colour() -> None:
    rows = [RatingRow("One", 2.0, 3.0, ("t", "w")), RatingRow("Two", 2.1, None, ("t", ""))]
    solid = [
        trace.marker.color
        for trace in ratings_figure(rows, ("no", "yes")).data
        if not trace.marker.line.width
    ]
    assert solid == [slot("attention"), slot("neutral-1")]


def test_bar_of_programs_needs_two_parts() -> None:
    assert coloured_bar([(5.0, 1)]) == ""
    assert coloured_bar([(5.0, 1), (3.0, 0)]).startswith("<img")
