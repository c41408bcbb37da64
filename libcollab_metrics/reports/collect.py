"""Evaluate everything that a document shows, and protect all of it together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain, islice

from libcollab_metrics.metrics import (
    CATALOG,
    CORE,
    CriterionVerdict,
    Evaluation,
    Evaluator,
    LedgerLine,
    compare,
    find_schools,
    latest_recorded_scope,
    list_exchanged_lines,
    list_lots,
    list_unclear_lines,
    lots_in_transit,
    pair_changes,
    programs_by_partner,
    shift_scope,
)
from libcollab_metrics.metrics.facts import open_recorded_table, read_facts
from libcollab_metrics.metrics.frames import row_count
from libcollab_metrics.metrics.occasions import find_test_months
from libcollab_metrics.metrics.tables.rows import text
from libcollab_metrics.model import Dataset, Scope, Settings
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.scope import last_day, month_label, months_after
from libcollab_metrics.planning import (
    DEFAULT_HORIZON,
    TREND_METRICS,
    Assumptions,
    PlanFigures,
    compute_assumptions,
    current_programs,
    evaluate_plan_metrics,
)
from libcollab_metrics.protection import (
    Numbers,
    PublicEvaluation,
    audit_release,
    replace_unnamed_parties,
)
from libcollab_metrics.reports.queue import limit_concurrency
from libcollab_metrics.reports.report_data import PeriodChange, ReportData, Season

#: Metrics of the whole scope in addition to the core of the catalog. All documents use the same protected
#: numbers, so that none discloses what another hides.
EXTRA_METRICS = (
    "cost_library",
    "cost_full",
    "cost_per_session",
    "fund_share",
    "pledge_fulfilment",
    "leverage_ratio",
    "in_kind_value",
    "volunteer_value",
    "benefit_delivery",
    "partner_given",
    "partner_received",
    "partner_programs",
    "partner_sourced_share",
    "stage_yield",
    "imls_grid",
    "session_days",
    "paired_scores",
    "cash_balance",
    "book_language_match",
)
#: Metrics by program in addition to the core.
EXTRA_BY_PROGRAM = ("cash_balance", "cost_per_session", "book_language_match", "session_days")
#: Metrics of two comparable periods, in total and by program.
COMPARED = (
    "sessions_held",
    "attendance_total",
    "attendance_coverage",
    "attendance_per_session",
    "session_delivery_rate",
    "staff_deployment",
    "cost_cash",
)
#: Most programs with a plan of their own.
MAX_PLANNED = 12
#: Metrics by program of the months a year before the season ahead.
OF_SEASON = ("sessions_held", "session_delivery_rate")
OVER_TIME = ("sessions_held", "attendance_total", *TREND_METRICS)
BY_SITE = ("attendance_total",)
BY_PARTNER = (
    "sessions_held",
    "session_delivery_rate",
    "attendance_total",
    "attendance_coverage",
    "participants_unique",
    "attendance_rate",
    "mean_gain",
    "paired_scores",
)


def programs_to_plan(audience: str, dataset: Dataset, scope: Scope, as_of: date) -> tuple[str, ...]:
    """Return the programs whose plan this audience's document is based on.

    Parameters
    ----------
    audience : str
        Key of `AUDIENCES`.
    dataset : Dataset
        Recorded data.
    scope : Scope
        Selection of rows.
    as_of : date
        Date of the evaluation.

    Returns
    -------
    tuple[str, ...]
        Names of the running programs with most sessions, or "" for all sessions if no program is named; empty
        for the other documents.
    """
    if audience != "planning":
        return ()
    counts = _count_sessions(dataset)
    facts = read_facts(dataset).programs
    recorded = {fact.name: counts.get(id, 0) for id, fact in facts.items()}
    running = [name for name in current_programs(dataset, scope, as_of) if recorded.get(name)]
    if not facts and not dataset.is_empty("sessions"):
        return ("",)
    return tuple(sorted(running, key=lambda name: (-recorded[name], name.casefold()))[:MAX_PLANNED])


def _count_sessions(dataset: Dataset) -> dict[str, int]:
    """Return the number of recorded sessions by program."""
    sessions = open_recorded_table(dataset, "sessions")
    if sessions is None:
        return {}
    counted = sessions.select(program=text("program_id")).aggregate(["program"], sessions=row_count())
    return {row["program"]: row["sessions"] for row in counted.rows() if row["program"]}


class LazyAssumptions(Mapping[str, Assumptions]):
    """Assumptions by program, computed on first access: a shortened table needs only some."""

    def __init__(self, grounds: Mapping[str, PlanFigures], settings: Settings) -> None:
        self._grounds, self._settings = grounds, settings
        self._known: dict[str, Assumptions] = {}

    def __getitem__(self, program: str) -> Assumptions:
        if program not in self._known:
            typed = self._settings.plan.get(program, {})
            self._known[program] = compute_assumptions(self._grounds[program], self._settings, typed)
        return self._known[program]

    def __iter__(self) -> Iterator[str]:
        return iter(self._grounds)

    def __len__(self) -> int:
        return len(self._grounds)


@limit_concurrency
def collect_report_data(
    dataset: Dataset,
    scope: Scope,
    as_of: date,
    generated_at: datetime,
    planned_programs: Sequence[str] = (),
    earlier_releases: Sequence[Numbers] = (),
) -> ReportData:
    """Evaluate everything a document shows, and protect all of it together.

    Parties that are not partners on record are replaced by `OTHER_PARTY` before anything is counted.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    scope : Scope
        Selection of rows.
    as_of : date
        Date of the evaluation.
    generated_at : datetime
        Time printed on the document.
    planned_programs : Sequence[str], default ()
        Programs for which the document shows what a donation buys.
    earlier_releases : Sequence[Numbers], default ()
        Numbers of all earlier releases; combined with them, the new numbers must not disclose anything.

    Returns
    -------
    ReportData
        Protected report data, without document options.
    """
    dataset = replace_unnamed_parties(dataset)
    counted = Evaluator(dataset, as_of)
    judged = counted.judge_criteria()
    verdicts = judged if _is_complete_scope(scope) else ()
    sections = _evaluate_sections(counted, scope, verdicts)
    monthly = sections[2]
    periods = _comparable_scopes(dataset, scope, as_of, monthly)
    ahead = _season_ahead(scope, monthly, as_of)
    plans = [
        evaluation
        for program in planned_programs
        for evaluation in evaluate_plan_metrics(counted, program, scope)
    ]
    asked = (sections, _evaluate_periods(counted, periods), _evaluate_season(counted, ahead), plans)
    links, facts = programs_by_partner(dataset, scope=scope), read_facts(dataset)
    safe = audit_release(list(chain(*asked)), counted, dataset.settings, links, earlier_releases)
    protected = iter(safe.evaluations)
    shown, compared, season, planned = (tuple(islice(protected, len(group))) for group in asked)
    whole, programs, months, sites, declared, official, partners = shown
    return ReportData(
        whole,
        programs,
        months,
        sites,
        declared,
        official,
        partners,
        verdicts=_selected_verdicts(verdicts, programs),
        issues=dataset.issues,
        rows=_count_rows(dataset),
        as_of=as_of,
        generated_at=generated_at,
        is_judged_elsewhere=len(verdicts) < len(judged),
        plans=_build_assumptions(planned_programs, planned, dataset.settings),
        plan_evaluations=planned,
        lines=list_exchanged_lines(counted, scope),
        lines_elsewhere=_list_lines_elsewhere(counted, scope),
        unclear=list_unclear_lines(dataset, scope=scope, as_of=as_of),
        in_transit=lots_in_transit(dataset, scope, as_of=as_of),
        lots=list_lots(dataset, scope, as_of=as_of),
        facts=tuple(facts.programs.values()),
        listed_sites=facts.listed_sites,
        test_months=find_test_months(dataset, scope, as_of=as_of),
        change=_pair_periods(periods, compared),
        season=_build_season(ahead, season),
        links=links,
        schools=find_schools(dataset),
        numbers=safe.numbers,
        hidden_figures=safe.hidden_figures,
        suppressed_for_history=safe.suppressed_for_history,
        earlier_release_count=len(earlier_releases),
    )


def _evaluate_sections(
    counted: Evaluator, scope: Scope, verdicts: Sequence[CriterionVerdict]
) -> list[Evaluation]:
    """Evaluate what `ReportData` starts with: in total, by program, month, site and partner."""
    core, known = [metric.id for metric in CORE], {metric.id for metric in CATALOG}
    declared = sorted({verdict.metric_id for verdict in verdicts} & known)
    asked: tuple[tuple[Sequence[str], str], ...] = (
        ([*core, *EXTRA_METRICS], ""),
        ([*core, *EXTRA_BY_PROGRAM], "program"),
        (OVER_TIME, "month"),
        (BY_SITE, "site"),
        (declared, "program"),
        (("imls_grid",), "month"),
        (BY_PARTNER, "partner"),
    )
    return [counted.evaluate(metrics=metrics, scope=scope, by=by) for metrics, by in asked]


def _evaluate_periods(counted: Evaluator, periods: tuple[Scope, Scope, str] | tuple[()]) -> list[Evaluation]:
    """Evaluate two comparable periods, each in total and by program."""
    return [
        counted.evaluate(metrics=COMPARED, scope=period, by=by)
        for period in periods[:2]
        for by in ("", "program")
    ]


def _evaluate_season(counted: Evaluator, ahead: Scope | None) -> list[Evaluation]:
    """Evaluate the months a year before the months ahead, by program."""
    if ahead is None:
        return []
    earlier = shift_scope(ahead, "last-year")
    return [counted.evaluate(metrics=OF_SEASON, scope=earlier or ahead, by="program")]


def _build_season(ahead: Scope | None, protected: Sequence[PublicEvaluation]) -> Season | None:
    if ahead is None or not ahead.start or not ahead.end:
        return None
    return Season(ahead.start, ahead.end, protected[0])


def _comparable_scopes(
    dataset: Dataset, scope: Scope, as_of: date, monthly: Evaluation
) -> tuple[Scope, Scope, str] | tuple[()]:
    """Return the selection of the latest recorded months, of a comparable earlier period, and its name."""
    recent = scope if scope.start and scope.end else latest_recorded_scope(monthly)
    if recent is None:
        return ()
    found = compare(dataset, metrics=("sessions_held",), scope=recent, as_of=as_of)
    return () if found.reason or found.scope is None else (recent, found.scope, found.against)


def _season_ahead(scope: Scope, monthly: Evaluation, as_of: date) -> Scope | None:
    """Return the selection of the six months after the last finished month with a session."""
    recorded = latest_recorded_scope(monthly)
    if recorded is None or recorded.end is None:
        return None
    last = recorded.end if recorded.end <= as_of else recorded.end.replace(day=1) - timedelta(days=1)
    months = months_after(month_label(last), DEFAULT_HORIZON)
    return replace(scope, start=last + timedelta(days=1), end=last_day(months[-1]))


def _pair_periods(
    periods: tuple[Scope, Scope, str] | tuple[()], protected: Sequence[PublicEvaluation]
) -> PeriodChange | None:
    if not periods:
        return None
    whole, programs, earlier_whole, earlier_programs = (evaluation.values for evaluation in protected)
    return PeriodChange(
        *periods, pair_changes(whole, earlier_whole), pair_changes(programs, earlier_programs)
    )


def _build_assumptions(
    programs: Sequence[str], plan_evaluations: Sequence[PublicEvaluation], settings: Settings
) -> Mapping[str, Assumptions]:
    """Return the assumptions by program, from its protected totals and months."""
    grounds = [
        PlanFigures(*row) for row in zip(programs, plan_evaluations[::2], plan_evaluations[1::2], strict=True)
    ]
    return LazyAssumptions({ground.program: ground for ground in grounds}, settings)


def _is_complete_scope(scope: Scope) -> bool:
    """Return whether a scope has all records of its programs, as criteria require."""
    return not (scope.start or scope.end or {name for name, _ in scope.where} - {"program", "partner"})


def _selected_verdicts(
    verdicts: tuple[CriterionVerdict, ...], programs: PublicEvaluation
) -> tuple[CriterionVerdict, ...]:
    """Return the verdicts on the programs in the scope."""
    shown = {value.groups.get("program") for value in programs.values}
    return tuple(v for v in verdicts if not programs.scope.where or v.program in shown)


def _list_lines_elsewhere(counted: Evaluator, scope: Scope) -> tuple[LedgerLine, ...]:
    """List what the partners of the filter gave or received for programs that are not theirs."""
    partners = {casefold_name(name) for field, names in scope.where if field == "partner" for name in names}
    if not partners:
        return ()
    theirs = list_exchanged_lines(counted, scope)
    return tuple(
        line
        for line in list_exchanged_lines(counted, scope.without_field("partner"))
        if {casefold_name(line.giver or ""), casefold_name(line.taker or "")} & partners
        and line not in theirs
    )


def _count_rows(dataset: Dataset) -> tuple[int, int]:
    sheets = list(_sheet_row_counts(dataset))
    return sum(read for read, _ in sheets), sum(left for _, left in sheets)


def _sheet_row_counts(dataset: Dataset) -> Iterator[tuple[int, int]]:
    for reading in dataset.readings:
        for sheet in reading.sheets:
            yield sheet.rows_read, sheet.rows_left_out
