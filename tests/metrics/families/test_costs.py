"""Three levels of cost that are never mixed, and the cost per visit, session, completer or reader at each."""

from __future__ import annotations

from typing import Any

import pytest

from libcollab_metrics.metrics import CATALOG, compute_cost_parts, judge_criteria
from tests.metrics.families.test_funding import benefit, gift, got, spent
from tests.support.builders.datasets import AS_OF, by_group, dataset, value, values

RATES = {"staff_rate": 100, "volunteer_rate": {"low": 60, "rate": 75, "high": 95}}
COMPLETE = [{"name": "Story hour", "ledger_complete": "yes"}]
HOURS = {"to_party": "project", "status": "received"}


def levels(data: Any, metric: str = "cost_per_attendance") -> dict[str, Any]:
    """Level → value."""
    return {v.groups["level"]: v for v in values(data, metric)}


def test_three_cost_levels_match_the_worked_example() -> None:
    """
    kind        from     to       value            cash    library             full
    cash        project  shop     9,000            9,000   –                   9,000
    cash        library  project  3,000            –       3,000               –
    cash        project  library    500 spent        500   − 500                 500
    in kind     Hope     project  2,000            –       –                   2,000
    staff       library  project  10 h × 100       –       1,000               1,000
    staff       School   project   4 h × 100       –       – (not its staff)     400
    volunteers  Ana      project   8 h × 75        –       –                     600
                                                   9,500   3,500              13,500
    """
    ledger = [
        spent(9000),
        got(3000, "library"),
        spent(500, to_party="library"),
        gift(2000),
        {"kind": "staff_hours", "from_party": "library", "quantity": 10} | HOURS,
        {"kind": "staff_hours", "from_party": "School", "quantity": 4} | HOURS,
        {"kind": "volunteer_hours", "from_party": "Ana", "quantity": 8} | HOURS,
    ]
    data = dataset([{"attended": 100}], ledger=ledger, settings=RATES, programs=COMPLETE)
    result = {metric: value(data, metric) for metric in ("cost_cash", "cost_library", "cost_full")}
    assert {metric: v.value for metric, v in result.items()} == {
        "cost_cash": 9500,
        "cost_library": 3500,
        "cost_full": 13500,
    }
    assert {v.certainty for v in result.values()} == {"exact"}
    assert {v.note for v in result.values()} == {""}
    assert {level: v.value for level, v in levels(data).items()} == {"cash": 95, "library": 35, "full": 135}
    parts = {(part.level, part.label): part.amount for part in compute_cost_parts(data, as_of=AS_OF)}
    assert parts == {
        ("cash", "cash spent"): 9500,
        ("library", "cash from the library"): 3000,
        ("library", "hours of library staff at their rate"): 1000,
        ("library", "cash to the library"): 500,
        ("full", "cash spent"): 9500,
        ("full", "gifts other than hours"): 2000,
        ("full", "staff hours at their rate"): 1400,
        ("full", "volunteer hours at their rate"): 600,
    }


def test_session_hours_cost_only_when_ledger_has_none() -> None:
    """A: sessions 2 h, ledger 40 h → 4,000. B: sessions 3 h → 300."""
    ledger = [{"p": "A", "kind": "staff_hours", "from_party": "library", "quantity": 40} | HOURS]
    data = dataset(
        [{"p": "A", "staff_hours": 2}, {"p": "B", "staff_hours": 3}], ledger=ledger, settings=RATES
    )
    assert value(data, "cost_full").value == 4300
    assert value(data, "cost_library").value == 4300


def test_unrated_hours_bound_full_cost_and_undefine_library_cost() -> None:
    data = dataset([{"staff_hours": 2, "attended": 10}], ledger=[spent(100)], programs=COMPLETE)
    full = value(data, "cost_full")
    assert (full.value, full.certainty, full.n, full.coverage) == (100, "at_least", 1, 0.5)
    library = value(data, "cost_library")
    assert (library.value, library.reason, library.reason_values["name"]) == (
        None,
        "no-setting",
        "staff_rate",
    )
    assert [v.reason for v in levels(data).values()] == [None, "no-setting", None]


def test_sessions_without_hours_matter_only_when_others_have_them() -> None:
    silent = dataset([{}, {}], ledger=[spent(100)], settings=RATES, programs=COMPLETE)
    assert (value(silent, "cost_full").value, value(silent, "cost_full").certainty) == (100, "exact")
    partly = dataset([{"staff_hours": 1}, {}], ledger=[spent(100)], settings=RATES, programs=COMPLETE)
    assert (value(partly, "cost_full").value, value(partly, "cost_full").certainty) == (200, "at_least")
    assert value(partly, "cost_library").certainty == "at_least"
    assert value(partly, "cost_cash").certainty == "exact"


def test_complete_programs_are_complete_together() -> None:
    """A has hours: 100 + 1 h × 100 over 10 visits; B has none: 40 over 10 and a session without a count."""
    sessions = [{"p": "A", "staff_hours": 1, "attended": 10}, {"p": "B", "attended": 10}]
    programs = [{"name": p, "ledger_complete": "yes"} for p in "AB"]
    tables = {"ledger": [spent(100, p="A"), spent(40, p="B")], "settings": RATES, "programs": programs}
    full = value(dataset(sessions, **tables), "cost_full")
    assert (full.value, full.certainty) == (240, "exact")
    each = levels(dataset([*sessions, {"p": "B"}], **tables))["full"]
    assert (each.value, each.certainty) == (12, "at_most")


def test_partner_staff_hours_do_not_require_library_hours() -> None:
    """The school's teacher gave 2 hours for 50; no session has hours of library staff: 150, and exact."""
    teacher = {"kind": "staff_hours", "from_party": "School", "quantity": 2, "value": 50} | HOURS
    result = value(
        dataset([{}, {}], ledger=[spent(100), teacher], settings=RATES, programs=COMPLETE), "cost_full"
    )
    assert (result.value, result.certainty) == (150, "exact")


@pytest.mark.parametrize(
    ("row", "cash", "library", "full"),
    [
        (gift(None), "exact", "exact", "at_least"),
        (gift(5, value_at_least=True), "exact", "exact", "at_least"),
        (gift(5, status="unclear"), "exact", "exact", "at_least"),
        (gift(5, status="pledged"), "exact", "exact", "exact"),
        (got(5, status="unclear"), "at_least", "at_least", "at_least"),
        (got(None, "library"), "exact", "at_least", "exact"),
        (spent(None, to_party="library"), "at_least", "at_most", "at_least"),
        (spent(5, to_party="library", status="unclear"), "at_least", "at_most", "at_least"),
    ],
    ids=[
        "unpriced gift",
        "lower bound",
        "unclear gift",
        "pledged gift",
        "unclear cash",
        "unpriced from the library",
        "unpriced to the library",
        "unclear to the library",
    ],
)
def test_each_cost_level_has_its_own_completeness(
    row: dict[str, Any], cash: str, library: str, full: str
) -> None:
    data = dataset([{"attended": 10}], ledger=[spent(100), got(50, "library"), row], programs=COMPLETE)
    result = [value(data, metric).certainty for metric in ("cost_cash", "cost_library", "cost_full")]
    assert result == [cash, library, full]
    assert [v.certainty for v in levels(data).values()] == [cash, library, full]


def test_unknown_money_in_both_directions_makes_library_cost_undecided() -> None:
    ledger = [got(50, "library"), got(None, "library"), spent(None, to_party="library")]
    assert value(dataset(ledger=ledger), "cost_library").reason == "undecided"


def test_both_partial_applies_to_one_level_only() -> None:
    data = dataset([{"attended": 10}, {}], ledger=[spent(100), gift(None)], programs=COMPLETE)
    result = levels(data)
    assert (result["cash"].value, result["cash"].certainty) == (10, "at_most")
    assert result["full"].reason == "both-partial"
    assert result["library"].reason == "no-cost"


def test_library_cost_is_negative_when_it_received_more() -> None:
    """100 − 400 = −300 over 10 counted visits: −30; uncounted visits bring it nearer to 0: at least −30."""
    ledger = [got(100, "library"), spent(400, to_party="library")]
    whole = levels(dataset([{"attended": 10}], ledger=ledger, programs=COMPLETE))["library"]
    assert (whole.value, whole.certainty) == (-30, "exact")
    gap = levels(dataset([{"attended": 10}, {}], ledger=ledger, programs=COMPLETE))["library"]
    assert (gap.value, gap.certainty, gap.low, gap.high) == (-30, "at_least", -30, None)


def test_estimates_carry_over_to_every_derived_metric() -> None:
    """ "About 5,000" stays an estimate in the cost, per visit, in the shares, the pledges and the balance."""
    about = got(5000, "library", value_is_estimate=True)
    data = dataset(
        [{"attended": 10}], ledger=[about, got(100), spent(5000, value_is_estimate=True), benefit(50)]
    )
    figures = ("cost_cash", "cost_library", "cost_full", "cash_balance", "leverage_ratio")
    assert all(value(data, metric).estimated for metric in figures)
    assert all(v.estimated for v in levels(data).values())
    assert all(v.estimated for v in values(data, "fund_share"))
    assert {v.groups["party"]: v.estimated for v in values(data, "pledge_fulfilment")} == {
        "Hope": False,
        "library": True,
    }
    hours = {"kind": "staff_hours", "from_party": "library", "value": 90, "value_is_estimate": True} | HOURS
    assert value(dataset(ledger=[hours]), "cost_library").estimated


def test_cost_per_session_divides_by_events_not_rows() -> None:
    """1,200 ÷ (1 + 5 sessions) = 200; a row without a number of sessions makes it at most 200."""
    rows: list[dict[str, Any]] = [{}, {"events": 5}]
    assert value(dataset(rows, ledger=[spent(1200)], programs=COMPLETE), "cost_per_session").value == 200
    result = value(
        dataset([*rows, {"events": None}], ledger=[spent(1200)], programs=COMPLETE), "cost_per_session"
    )
    assert (result.value, result.certainty) == (200, "at_most")


def test_contact_hour_cost_uses_sessions_with_known_times() -> None:
    """
    attended  from   to     hours     300 ÷ 30 = at most 10: the second session's hours are not known
    20        10:00  11:30  30
    40        –      –      –
    """
    rows: list[dict[str, Any]] = [{"attended": 20, "start": 600, "end": 690}, {"attended": 40}]
    result = value(dataset(rows, ledger=[spent(300)], programs=COMPLETE), "cost_per_contact_hour")
    assert (result.value, result.denominator, result.n, result.certainty) == (10, 30, 20, "at_most")
    few = value(
        dataset([rows[0] | {"attended": 4}], ledger=[spent(300)], programs=COMPLETE), "cost_per_contact_hour"
    )
    assert (few.value, few.small) == (50, True)


LIST = {"roster": "complete"}


def test_completer_cost_divides_by_people_who_completed() -> None:
    """
    4 sessions, threshold 75%; 5 enrolled at the start.
    a, b  4 of 4   c  3 of 4   d  1 of 4   e  2 present, 2 unknown: not decidable
    600 ÷ 3 = at most 200, since e may be a fourth.
    """
    sessions = [LIST | {"on": f"2026-03-0{n}"} for n in range(1, 5)]
    came = {"a": "pppp", "b": "pppp", "c": "pppa", "d": "paaa", "e": "ppuu"}
    words = {"p": "present", "a": "absent", "u": "unknown"}
    people = [
        {"at": f"s{n}", "who": who, "status": words[m]}
        for who, row in came.items()
        for n, m in enumerate(row)
    ]
    settings = {"completion_threshold": 0.75}
    data = dataset(sessions, people, [spent(600)], programs=COMPLETE, settings=settings)
    result = value(data, "cost_per_completer")
    assert (result.value, result.denominator, result.certainty, result.coverage) == (200, 3, "at_most", 0.8)
    decided = dataset(
        sessions, [p for p in people if p["who"] != "e"], [spent(600)], programs=COMPLETE, settings=settings
    )
    assert (value(decided, "cost_per_completer").certainty, value(decided, "cost_per_completer").small) == (
        "exact",
        True,
    )


def test_person_in_two_programs_counts_once_in_unit_costs() -> None:
    """Child a completed A and B and improved in both, b in B only: 300 ÷ 2 people.

    By program 100 ÷ 1 and 200 ÷ 2. Two answers without a name are two more readers: 300 ÷ 4.
    """
    sessions = [LIST | {"p": p, "on": "2026-03-01"} for p in "AB"]
    people = [{"at": "s0", "who": "a"}, {"at": "s1", "who": "a"}, {"at": "s1", "who": "b"}]
    rose = [{"p": p, "who": who, "measure": "x", "before": 1, "after": 2} for p, who in ("Aa", "Ba", "Bb")]
    tables: dict[str, Any] = {
        "ledger": [spent(100, p="A"), spent(200, p="B")],
        "settings": {"completion_threshold": 1.0},
        "programs": [{"name": p, "ledger_complete": "yes"} for p in "AB"],
    }
    data = dataset(sessions, people, outcomes=rose, **tables)
    for metric in ("cost_per_completer", "cost_per_improved_reader"):
        result = value(data, metric)
        assert (result.numerator, result.denominator, result.n) == (300, 2, 2), metric
        assert by_group(values(data, metric, by="program"), "program") == {"A": 100, "B": 100}
    unnamed = [{"p": p, "measure": "x", "before": 1, "after": 2} for p in "AB"]
    assert value(dataset(outcomes=rose + unnamed, **tables), "cost_per_improved_reader").denominator == 4


def test_partial_lists_make_completer_cost_an_upper_bound() -> None:
    """20 came and 3 are listed, all three at both sessions: others may have completed, so at most 100 ÷ 3."""
    partly = [{"roster": "partial", "attended": 20, "on": f"2026-03-0{n}"} for n in (1, 2)]
    people = [{"at": at, "who": who} for at in ("s0", "s1") for who in "abc"]
    tables: dict[str, Any] = {"programs": COMPLETE, "settings": {"completion_threshold": 1.0}}
    result = value(dataset(partly, people, [spent(100)], **tables), "cost_per_completer")
    assert (result.denominator, result.certainty, result.low) == (3, "at_most", None)


def test_improved_reader_counts_once_over_all_measures() -> None:
    """
    who   measure   before  after
    a     reading   5       8        improved
    a     spelling  5       9        the same reader
    b     reading   5       5        not improved
    c     reading   5       –        no pair
    –     reading   5       6        a reader without a name
    –     reading   5       6        another one
    600 ÷ 3 = at most 200: others may have improved unseen.
    """
    scores = [
        {"who": "a", "measure": "reading", "before": 5, "after": 8},
        {"who": "a", "measure": "spelling", "before": 5, "after": 9},
        {"who": "b", "measure": "reading", "before": 5, "after": 5},
        {"who": "c", "measure": "reading", "before": 5},
        {"measure": "reading", "before": 5, "after": 6},
        {"measure": "reading", "before": 5, "after": 6},
    ]
    result = value(
        dataset(outcomes=scores, ledger=[spent(600)], programs=COMPLETE), "cost_per_improved_reader"
    )
    assert (result.value, result.denominator, result.certainty, result.low, result.high) == (
        200,
        3,
        "at_most",
        None,
        200,
    )


def test_unit_cost_excludes_incomplete_programs_per_level() -> None:
    """A has cash, B only a gift: at the cash level B is excluded, at the full level both count."""
    data = dataset(
        [{"p": "A", "attended": 10}, {"p": "B", "attended": 30}], ledger=[spent(100, p="A"), gift(60, p="B")]
    )
    result = levels(data)
    assert (result["cash"].value, result["cash"].left_out) == (10, ("B",))
    assert (result["full"].value, result["full"].left_out) == (4, ())


def test_cost_criterion_is_judged_at_the_cash_level() -> None:
    criteria = [{"metric_id": "cost_per_attendance", "high": 15}]
    data = dataset([{"attended": 10}], ledger=[spent(100), gift(100)], programs=COMPLETE, criteria=criteria)
    (verdict,) = judge_criteria(data, AS_OF)
    assert (verdict.verdict, verdict.value.value, verdict.value.groups["level"]) == ("met", 10, "cash")


@pytest.mark.parametrize("metric", [m for m in CATALOG if m.parts == ("level",)], ids=lambda m: m.id)
def test_group_without_cost_reports_no_cost_once(metric: Any) -> None:
    (result,) = values(dataset([{"attended": 3}]), metric.id)
    assert (result.reason, result.groups) == ("no-cost", {"level": "cash"})


def test_partner_costs_of_one_program_overlap() -> None:
    data = dataset(
        [{"attended": 10}],
        ledger=[spent(100), gift(40)],
        programs=[{"name": "Story hour", "partners": ["Hope", "School"]}],
    )
    for metric in ("cost_cash", "cost_full", "in_kind_value"):
        result = {v.groups["partner"]: v.value for v in values(data, metric, by="partner")}
        assert result == {"Hope": value(data, metric).value, "School": value(data, metric).value}
    per_visit = {
        (v.groups["partner"], v.groups["level"]): v.value
        for v in values(data, "cost_per_attendance", by="partner")
    }
    assert per_visit[("Hope", "full")] == per_visit[("School", "full")] == 14
