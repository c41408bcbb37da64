"""Moved scores and levels, stages of the books, unit costs: charts and tables show them as evaluated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from libcollab_metrics.figures import (
    books_by_site,
    cost_parts_table,
    ledger_table,
    level_flow,
    lots_table,
    parts_table,
    score_moves,
    stage_yields,
    swings_table,
    unit_costs_table,
)
from libcollab_metrics.localization import language
from libcollab_metrics.metrics import Evaluation, Value
from libcollab_metrics.metrics.families.social_return import Swing
from libcollab_metrics.model import Scope
from libcollab_metrics.model.social_return import Assumption
from tests.support.builders.evaluations import DAY, value

ENGLISH = language("en")


def evaluation(*values: Value, by: str = "") -> Evaluation:
    return Evaluation(values, Scope(), by, DAY, "PHP")


def moves(measure: str, up: int, same: int, down: int) -> tuple[Value, ...]:
    pairs = up + same + down
    counts = {"up": up, "same": same, "down": down}
    return tuple(
        value("score_moves", n, group={"measure": measure, "move": move}, denominator=pairs, n=pairs)
        for move, n in counts.items()
    )


def test_score_moves_are_shares_of_readers_with_both_scores() -> None:
    drawn = score_moves(evaluation(*moves("reading score", 9, 2, 3)), ENGLISH)
    assert drawn.title == "Reading score: 9 of 14 readers scored higher than before"
    assert [(s.name, s.points[0].value) for s in drawn.series] == [
        ("higher", 9),
        ("the same", 2),
        ("lower", 3),
    ]
    assert "not proof of cause" in drawn.caption
    two = score_moves(evaluation(*moves("a", 1, 0, 0), *moves("b", 2, 0, 0)), ENGLISH)
    assert "of 1" not in two.title


def test_suppressed_score_moves_are_gaps_without_a_claim() -> None:
    hidden = tuple(
        value(
            "score_moves",
            None,
            group={"measure": "m", "move": move},
            reason="small-cell",
            reason_values={"k": "10"},
        )
        for move in ("up", "same", "down")
    )
    drawn = score_moves(evaluation(*hidden), ENGLISH)
    assert drawn.is_empty
    assert "of" not in drawn.title.split("scored")[0].split()


def flow(start: str, end: str, count: int) -> Value:
    return value(
        "level_moves", count, group={"level_before": start, "level_after": end}, denominator=14, n=14
    )


def test_level_flow_orders_levels_and_states_share_that_rose() -> None:
    rose = value(
        "philiri_moved_up", 5 / 14, group={"measure": "philiri_level"}, numerator=5, denominator=14, n=14
    )
    drawn = level_flow(
        evaluation(flow("Frustration", "Instructional", 5), flow("Frustration", "Frustration", 9), rose),
        ENGLISH,
    )
    assert drawn.title == "5 of 14 readers rose a level (36%)"
    assert [s.name for s in drawn.series] == ["Independent", "Instructional", "Frustration", "Non-reader"]
    assert [p.value for p in drawn.series[2].points] == [None, 5, 9, None]


def test_suppressed_flows_reveal_nothing_in_title_or_cells() -> None:
    """19 of 20 rose: the title would reveal the 20th, and an empty cell among hidden ones is a zero."""
    rose = value(
        "philiri_moved_up", 19 / 20, group={"measure": "philiri_level"}, numerator=19, denominator=20, n=20
    )
    hidden = [
        Value(
            "level_moves", flow("Frustration", end, 0).group, reason="small-cell", reason_values={"k": "10"}
        )
        for end in ("Instructional", "Frustration")
    ]
    drawn = level_flow(evaluation(*hidden, rose), ENGLISH)
    assert drawn.is_empty
    assert drawn.title == ENGLISH.message("levels-shown")
    assert "19" not in drawn.alt
    notes = {(p.hidden, p.note) for s in drawn.series for p in s.points}
    assert notes == {(True, ENGLISH.message("hidden", k="10"))}
    assert len([p for s in drawn.series for p in s.points]) == 16


def test_missing_move_is_hidden_only_when_its_measure_is_suppressed() -> None:
    veiled = replace(moves("score", 4, 2, 0)[0], value=None, reason="small-cell", reason_values={"k": "10"})
    drawn = score_moves(evaluation(veiled, *moves("speed", 12, 12, 12)), ENGLISH)
    assert [[p.hidden for p in s.points] for s in drawn.series] == [[True, False]] * 3
    assert drawn.title == ENGLISH.message("moved-several")


def test_level_flow_without_pairs_is_empty() -> None:
    drawn = level_flow(evaluation(value("level_moves", None, reason="no-pairs")), ENGLISH)
    assert drawn.is_empty
    assert "No one has both" in drawn.title


def test_narrowest_stage_is_named_and_growth_is_not_a_loss() -> None:
    def stage(name: str, share: float | None) -> Value:
        return value("stage_yield", share, group={"stage": name}, n=2)

    drawn = stage_yields(
        evaluation(stage("collected", 0.9), stage("usable", 0.71), stage("received", None)), ENGLISH
    )
    assert drawn.title == "Most books were lost before “usable”: 71% remained"
    assert stage_yields(evaluation(stage("collected", 1.0), stage("usable", 1.1)), ENGLISH).title.startswith(
        "Nothing"
    )


def test_books_by_site_counts_received_books() -> None:
    def at(site: str | None, stage: str, books: float) -> Value:
        return value("books_at_stage", books, group={"site": site, "stage": stage}, n=1, coverage=1)

    drawn = books_by_site(
        evaluation(
            at("Hall", "pledged", 900), at("Hall", "received", 40), at("Main", "received", 60), by="site"
        ),
        ENGLISH,
    )
    assert [(p.label, p.value) for p in drawn.series[0].points] == [("Main", 60), ("Hall", 40)]
    assert drawn.title == "Books received is highest for Main: 60 books"


@dataclass
class Lot:
    name: str = "Lot D"
    program: str = "Drive"
    site: str | None = None
    language: str | None = "Cebuano"
    sent_on: date = date(2026, 6, 22)
    days: int = 8
    books: float | None = None


def test_lot_in_transit_shows_unrecorded_fields() -> None:
    assert lots_table([Lot()], ENGLISH).rows == (
        ("Lot D", "Drive", "Not recorded.", "Cebuano", "22 June 2026", "8", "Not recorded."),
    )


def test_unit_costs_show_each_level_with_bound_or_reason() -> None:
    """
    cost of one        cash             library     full
    visit              at most ₱30.00   ₱10.00      both incomplete
    """

    def visit(level: str, amount: float | None, **more: Any) -> Value:
        return value("cost_per_attendance", amount, group={"level": level}, **more)

    undefined = value("cost_per_participant", None, reason="no-cost")
    table = unit_costs_table(
        evaluation(
            visit("cash", 30, certainty="at_most"),
            visit("library", 10),
            visit("full", None, reason="both-partial"),
            undefined,
        ),
        ENGLISH,
    )
    assert table.rows[0] == (
        "Cost per attendance",
        "at most ₱30.00",
        "₱10.00",
        "Both the cost and what it is divided by are incomplete.",
    )
    assert set(table.rows[1][1:]) == {"No cost was recorded; unknown is not zero."}


@dataclass
class Part:
    level: str
    label: str
    amount: float | None
    lines: int
    priced: int
    is_subtracted: bool = False


def test_unpriced_cost_part_is_not_zero() -> None:
    rows = cost_parts_table(
        [Part("full", "gifts", None, 3, 0), Part("library", "cash received", 50, 1, 1, True)], ENGLISH, "PHP"
    ).rows
    assert rows == (
        ("Full", "gifts", "no price", "3 of 3 lines"),
        ("Library", "less cash received", "₱50.00", "0 of 1 lines"),
    )


@dataclass
class Line:
    program: str = "Drive"
    day: date | None = None
    kind: str | None = "in_kind"
    giver: str | None = None
    taker: str | None = "project"
    quantity: float | None = 2.0
    unit: str | None = "boxes"
    value: float | None = None
    status: str | None = "unclear"


def test_ledger_line_is_shown_as_recorded() -> None:
    assert ledger_table([Line()], ENGLISH, "PHP").rows == (
        ("Drive", "", "no one named", "the project", "goods (2 boxes)", "no value", "unclear"),
    )


def test_parts_table_repeats_the_reason_of_a_missing_metric() -> None:
    def gain(measure: str, mean: float) -> Value:
        return value("mean_gain", mean, group={"measure": measure}, n=12, ci_low=1.0, ci_high=3.0)

    none = value("effect_dz", None, reason="too-few", reason_values={"n": "10", "things": "pairs"})
    table = parts_table(
        evaluation(gain("a", 2.0), gain("b", 4.0), none), ("mean_gain", "effect_dz"), ENGLISH, "lot"
    )
    assert table.headings == ("Lot", "Average gain", "Effect size, paired (d_z)")
    assert table.rows == (
        ("a", "2.0 (1.0 to 3.0, n = 12)", "Fewer than 10 pairs."),
        ("b", "4.0 (1.0 to 3.0, n = 12)", "Fewer than 10 pairs."),
    )


def test_swings_table_lists_the_two_largest_swings_with_source() -> None:
    def swing(name: str, low: float, high: float) -> Swing:
        return Swing("reading", Assumption(name, 0.2, 0.4, "survey", "the library"), low, high)

    table = swings_table(
        [swing("deadweight", 0.5, 1.4), swing("value", 0.6, 1.2), swing("owed", 0.9, 1.0)], ENGLISH
    )
    assert table.rows == (
        ("reading: deadweight", "0.20 to 0.40", "survey", "0.50 to 1.40"),
        ("reading: value", "0.20 to 0.40", "survey", "0.60 to 1.20"),
    )
    assert swings_table([], ENGLISH).rows == ()
