"""What a board must decide, what is at risk, and which targets may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Literal

from libcollab_metrics.metrics import CriterionVerdict, LedgerLine, Lot
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.facts import Program
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.planning import compute_progress
from libcollab_metrics.reports.asks import plan_program
from libcollab_metrics.reports.report_data import ReportData

#: Days after its end for which a program is to be decided on, and before its end from which it is.
ENDED_WITHIN, ENDING_WITHIN = timedelta(days=183), timedelta(days=60)
#: Days before its due day from which a pledge is at risk, and after which a delivery should be confirmed.
PLEDGE_DUE_WITHIN, UNCONFIRMED_AFTER = timedelta(days=60), 14
#: Share of cancelled sessions a year earlier above which a season is at risk, and fewest planned sessions.
MAX_CANCELLED, MIN_PLANNED = 0.1, 5
#: The metric of expenses with a known payer.
CLARITY = "fund_clarity"

Record = Literal["names", "counts", "costs", "scores", "other"]
#: What has to be recorded for a metric: the first record whose words are part of its id.
_RECORDS: tuple[tuple[Record, tuple[str, ...]], ...] = (
    ("costs", ("cost", "fund", "cash", "pledge")),
    ("scores", ("gain", "improved", "effect", "philiri", "pair", "speed")),
    ("counts", ("attendance_total", "attendance_per", "attendance_coverage", "target_", "seat", "turnout")),
    ("names", ("reach", "participant", "rate", "time_share", "drop", "repeat", "retention", "sourced")),
)

DecisionKind = Literal["payer", "missed", "undecided", "ending", "targets"]


@dataclass(frozen=True)
class DecisionNeeded:
    """One decision.

    Attributes
    ----------
    kind : str
        "payer": expenses without a payer; "missed", "undecided": a target; "ending": a program that has
        ended or will soon; "targets": none is set.
    program : str
        Printed name; empty for all.
    targets : tuple of CriterionVerdict
        Targets that depend on it.
    lines : tuple of LedgerLine
        Expenses without a payer.
    record : str
        What has to be recorded to judge an undecided target.
    """

    kind: DecisionKind
    program: str
    targets: tuple[CriterionVerdict, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    record: Record = "other"

    @property
    def key(self) -> str:
        """Name that stays the same while the same thing has to be decided."""
        return "|".join((self.kind, self.program, *sorted({target.metric for target in self.targets})))


def shown_targets(report_data: ReportData) -> tuple[CriterionVerdict, ...]:
    """Return the targets whose verdict may be shown, by program in the order of the evaluation.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.

    Returns
    -------
    tuple of CriterionVerdict
        Within a program, in the order of their declaration.
    """
    order = {name: number for number, name in enumerate(report_data.program_names)}
    shown = [verdict for verdict in report_data.verdicts if report_data.can_show_verdict(verdict)]
    return tuple(sorted(shown, key=lambda verdict: order.get(verdict.program, len(order))))


def find_decisions(report_data: ReportData) -> tuple[DecisionNeeded, ...]:
    """Return the decisions: the first of each kind, then the second of each, and so on.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.

    Returns
    -------
    tuple of DecisionNeeded
        Every target that was missed or cannot be judged belongs to exactly one of them.
    """
    targets = shown_targets(report_data)
    payers = _missing_payers(report_data, targets)
    covered = {id(target) for decision in payers for target in decision.targets}
    missed = [
        DecisionNeeded("missed", target.program, (target,))
        for target in targets
        if target.verdict == "not met" and id(target) not in covered
    ]
    undecided = _undecided(target for target in targets if id(target) not in covered)
    ending = [DecisionNeeded("ending", program.name) for program in _ending_programs(report_data)]
    unset = [] if report_data.verdicts or report_data.is_judged_elsewhere else [DecisionNeeded("targets", "")]
    turns = zip_longest(payers, missed, undecided, ending, unset)
    return tuple(decision for turn in turns for decision in turn if decision is not None)


def decision_number(decisions: Iterable[DecisionNeeded], target: CriterionVerdict) -> int:
    """Return the number of the decision that a target belongs to, from 1; 0 if it needs none."""
    return next((n for n, decision in enumerate(decisions, 1) if target in decision.targets), 0)


def record_for(metric: str) -> Record:
    """Return what has to be recorded to know a metric.

    Examples
    --------
    >>> record_for("reach_rate"), record_for("attendance_total"), record_for("cost_cash")
    ('names', 'counts', 'costs')
    """
    return next((record for record, words in _RECORDS if any(word in metric for word in words)), "other")


def _missing_payers(report_data: ReportData, targets: tuple[CriterionVerdict, ...]) -> list[DecisionNeeded]:
    """Return one decision for the expenses of each program, the largest first."""
    by_program: dict[str, list[LedgerLine]] = {}
    for line in report_data.unclear:
        by_program.setdefault(line.program, []).append(line)
    found = []
    for program, lines in by_program.items():
        own = [t for t in targets if t.metric_id == CLARITY and t.program == program and t.verdict != "met"]
        found.append(DecisionNeeded("payer", program, tuple(own), tuple(lines)))
    return sorted(found, key=lambda decision: (-sum_lines(decision.lines), decision.program.casefold()))


def sum_lines(lines: Iterable[LedgerLine]) -> float:
    """Return the sum of the known values of ledger lines."""
    return sum(line.value or 0.0 for line in lines)


def _undecided(targets: Iterable[CriterionVerdict]) -> list[DecisionNeeded]:
    """Return one decision for the targets of a program that lack the same records."""
    found: dict[tuple[str, Record], list[CriterionVerdict]] = {}
    for target in targets:
        if target.verdict == "undecided":
            found.setdefault((target.program, record_for(target.metric_id)), []).append(target)
    return [
        DecisionNeeded("undecided", program, tuple(own), record=record)
        for (program, record), own in found.items()
    ]


def _ending_programs(report_data: ReportData) -> list[Program]:
    """Return the programs that end around the day of the report: of known cost first, then the nearest."""
    day, months = report_data.as_of, report_data.recorded_months
    facts = [report_data.fact(name) for name in report_data.program_names]
    ending = [
        fact
        for fact in facts
        if fact.end is not None and day - ENDED_WITHIN <= fact.end <= day + ENDING_WITHIN
    ]
    return sorted(
        ending,
        key=lambda fact: (
            plan_program(report_data, fact.name, months) is None,
            abs((fact.end or day) - day),
            fact.name.casefold(),
        ),
    )


# What is at risk.

RiskKind = Literal["path", "pledge", "delivery", "season"]


@dataclass(frozen=True)
class Risk:
    """One thing at risk; each kind has what it is about.

    Attributes
    ----------
    kind : str
        "path": a program below the even path to its target; "pledge": due soon, or overdue; "delivery": not
        confirmed; "season": many sessions of the same months were cancelled a year earlier.
    program : str
        Printed name; empty for several.
    reached : Value or None
        Visits of a program below its path; sessions held of those planned, in a season.
    expected : float
        Where the even path is today.
    line : LedgerLine or None
        The pledge.
    lots : tuple of Lot
        Deliveries that are not confirmed.
    """

    kind: RiskKind
    program: str = ""
    reached: Value | None = None
    expected: float = 0.0
    line: LedgerLine | None = None
    lots: tuple[Lot, ...] = ()


def find_risks(report_data: ReportData) -> tuple[Risk, ...]:
    """Return what is at risk: the first of each kind, then the second of each, and so on.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.

    Returns
    -------
    tuple of Risk
    """
    turns = zip_longest(
        _below_path(report_data),
        risky_seasons(report_data),
        _due_pledges(report_data.lines, report_data.as_of),
        _unconfirmed(report_data.in_transit),
    )
    return tuple(risk for turn in turns for risk in turn if risk is not None)


def _below_path(report_data: ReportData) -> list[Risk]:
    """Return the running programs below the even path, also if uncounted sessions were of the usual size."""
    found = []
    for fact in map(report_data.fact, report_data.program_names):
        attained = report_data.program_value("target_attainment", fact.name)
        if attained is None or fact.target_ideal is None:
            continue
        progress = compute_progress(fact, attained, report_data.as_of)
        counted, coverage = progress.reached.value, attained.coverage
        if progress.is_over or not progress.expected or counted is None or coverage == 0:
            continue
        if counted / (1.0 if coverage is None else coverage) < progress.expected:
            found.append(Risk("path", fact.name, progress.reached, progress.expected))
    return sorted(
        found, key=lambda risk: float(risk.reached.value or 0) / risk.expected if risk.reached else 0
    )


def _due_pledges(lines: Iterable[LedgerLine], day: date) -> list[Risk]:
    """Return the cash that others pledged and that is due soon or overdue, by day."""
    own = (LIBRARY, PROJECT)
    due = [
        line
        for line in lines
        if line.kind == "cash"
        and line.status == "pledged"
        and line.value
        and line.day is not None
        and line.day <= day + PLEDGE_DUE_WITHIN
        and casefold_name(line.giver or LIBRARY) not in own
        and casefold_name(line.taker or LIBRARY) in own
    ]
    return [Risk("pledge", line.program, line=line) for line in sorted(due, key=lambda line: line.day or day)]


def _unconfirmed(lots: Iterable[Lot]) -> list[Risk]:
    """Return the deliveries that should have been confirmed, all together."""
    late = tuple(lot for lot in lots if lot.days >= UNCONFIRMED_AFTER)
    return [Risk("delivery", lots=late)] if late else []


def risky_seasons(report_data: ReportData) -> list[Risk]:
    """Return the running programs with many cancellations in the same months a year earlier, worst first.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.

    Returns
    -------
    list of Risk
        Empty if the months ahead are over.
    """
    season = report_data.season
    if season is None or season.end < report_data.as_of:
        return []
    found = []
    for value in season.earlier.values_for("session_delivery_rate"):
        program = value.groups.get("program") or ""
        end = report_data.fact(program).end
        is_over = end is not None and end < season.start
        planned = value.denominator or 0
        if value.value is None or is_over or planned < MIN_PLANNED:
            continue
        if 1 - value.value > MAX_CANCELLED:
            found.append(Risk("season", program, value))
    return sorted(found, key=lambda risk: float(risk.reached.value or 0) if risk.reached else 0.0)
